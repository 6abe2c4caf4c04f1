// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/otlp/otlp.h"

#include "connectors/http/http.h"
#include "connectors/http/pollhealth.h"
#include "connectors/http/probe.h"
#include "connectors/otlp/otlprecords.h"

#include <QCoreApplication>
#include <QPointer>

namespace astern::connectors {
namespace {

constexpr int kDeadlineMs = 30'000;

HttpRequest requestTo(const QUrl &url, const QByteArray &body)
{
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = body;
    request.idempotency = Idempotency::Keyed; // by journal.leaf
    request.attempts = 1;                     // whoever ships has pauses of its own
    request.deadlineMs = kDeadlineMs;
    request.idleMs = kDeadlineMs;
    request.maxBytes = 1 << 20;
    return request;
}

class OtlpSink final : public JournalSink {
public:
    OtlpSink(const SinkConfig &config, SecretResolver secrets, const Clock &clock)
        : m_config(config), m_secrets(std::move(secrets)), m_clock(clock)
    {
    }

    void send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done) override
    {
        if (!m_client) {
            Result<HttpOptions> http = httpOptions(m_config.connection, m_secrets, m_clock);
            if (!http) {
                SinkAnswer answer{.kind = SinkAnswer::Kind::Later, .error = http.error(), .settings = true};
                QMetaObject::invokeMethod(this, [done, answer] { done(answer); }, Qt::QueuedConnection);
                return;
            }
            m_client = std::make_unique<HttpClient>(*http);
        }
        HttpJob *job =
            m_client->send(requestTo(m_config.connection.url, otlpRequest(batch, m_config.redact, m_clock.wallMs())));
        m_job = job;
        connect(job, &HttpJob::finished, this, [this, job, done](const Result<HttpResponse> &result) {
            if (m_job != job)
                return; // given up
            m_job = nullptr;
            // Half an answer is none, whatever its first line says.
            const int status = result ? result->status : job->status() < 400 ? 0 : job->status();
            const SinkAnswer answer =
                result ? otlpAnswer(status, result->body, {}) : otlpAnswer(status, job->answer().body, result.error());
            if (answer.kind == SinkAnswer::Kind::Later)
                m_client.release()->deleteLater(); // the job is one of its children, and still speaking
            done(answer);
        });
    }
    void cancel() override
    {
        if (HttpJob *job = std::exchange(m_job, nullptr))
            job->cancel();
    }

private:
    const SinkConfig m_config;
    const SecretResolver m_secrets;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    QPointer<HttpJob> m_job;
};

} // namespace

std::unique_ptr<JournalSink> makeOtlpSink(const SinkConfig &config, const SecretResolver &secrets, const Clock &clock)
{
    return std::make_unique<OtlpSink>(config, secrets, clock);
}

Result<std::unique_ptr<ConnectionTest>> makeOtlpTest(const SinkConfig &config, const SecretResolver &secrets,
                                                     const Clock &clock)
{
    const Result<HttpOptions> http = httpOptions(config.connection, secrets, clock);
    if (!http)
        return http.error();
    ProbePlan plan;
    plan.backend = config.id;
    plan.type = config.type;
    plan.http = *http;
    plan.address = config.connection.url;
    plan.signIn = signInWords(config.connection);
    plan.hello = requestTo(config.connection.url, R"({"resourceLogs":[]})");
    plan.explain = [](const Error &error, const HttpResponse &) { return error; };
    plan.actions.append({QStringLiteral("may-ship"),
                         QCoreApplication::translate("Ship", "Takes entries"),
                         {{{}, plan.hello, [](const HttpResponse &answer) {
                               const SinkAnswer means = otlpAnswer(answer.status, answer.body, {});
                               return means.kind == SinkAnswer::Kind::Acknowledged
                                          ? Result<Permission>(Permission{true, {}})
                                          : Result<Permission>(Permission{false, means.error.message});
                           }}}});
    return std::unique_ptr<ConnectionTest>(std::make_unique<Probe>(std::move(plan), clock));
}

} // namespace astern::connectors
