// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertmanager.h"

#include "connectors/alertmanager/alertdecode.h"
#include "connectors/alertmanager/alertrecords.h"
#include "connectors/http/pollloop.h"
#include "models/base/logging.h"

#include <utility>

namespace astern::connectors {
namespace {

constexpr qint64 kMaxBytes = 32 << 20;

class AlertmanagerSource final : public AlertSource {
public:
    AlertmanagerSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock)
        : m_config(config), m_clock(clock), m_loop(config, std::move(secrets), clock, &lcAlerts)
    {
        connect(&m_loop, &PollLoop::due, this, &AlertmanagerSource::poll);
        connect(&m_loop, &PollLoop::opened, this, [this] { m_etag.clear(); });
        connect(&m_loop, &PollLoop::closing, this, &AlertmanagerSource::drop);
        connect(&m_loop, &PollLoop::healthChanged, this, &AlertmanagerSource::healthChanged);
        connect(&m_loop, &PollLoop::failed, this, &AlertmanagerSource::recordNothing);
        m_loop.setParent(this);
    }

    void start() override { m_loop.start(); }
    void signInAgain() override { m_loop.signInAgain(); }
    void setStateQueries(const QList<policy::StateQuery> &queries) override { m_queries = queries; }

private:
    void drop()
    {
        if (HttpJob *job = std::exchange(m_job, nullptr))
            job->cancel();
    }

    void poll()
    {
        drop();
        HttpClient *client = m_loop.open();
        if (!client)
            return;
        HttpRequest request = m_loop.request(m_config.url);
        QString path = request.url.path();
        while (path.endsWith(QLatin1Char('/')))
            path.chop(1);
        request.url.setPath(path + QStringLiteral("/api/v2/alerts"));
        // What is silenced or inhibited is there all the same, and people want to know that it is.
        request.url.setQuery(QStringLiteral("active=true&silenced=true&inhibited=true&unprocessed=true"));
        request.headers = {{"Accept", "application/json"}};
        // Alertmanager itself has none; caches before it do.
        if (!m_etag.isEmpty())
            request.headers.append(qMakePair(QByteArray("If-None-Match"), m_etag));
        request.maxBytes = kMaxBytes;
        HttpJob *job = client->send(request);
        m_job = job;
        connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &answer) {
            if (m_job != job)
                return; // nobody waits for it any more
            m_job = nullptr;
            onAnswer(answer);
        });
    }

    void onAnswer(const Result<HttpResponse> &answer)
    {
        if (!answer)
            return m_loop.fail(answer.error());
        if (answer->status != 304) {
            Result<QList<Alert>> alerts = decodeAlerts(answer->body, m_config.id);
            if (!alerts) {
                Error error = alerts.error();
                error.where = m_config.id + QStringLiteral(", ") + m_config.url.toString(QUrl::RemoveUserInfo);
                return m_loop.fail(error);
            }
            // Whoever raised them stamped them by the clock of that place.
            for (Alert &alert : alerts.value())
                alert.sinceMs = alert.sinceMs == 0 ? 0 : alert.sinceMs - m_loop.client()->clockSkewMs();
            m_etag = answer->header("ETag");
            tell(*alerts);
        }
        m_loop.answered();
        m_loop.done();
        record();
    }

    // With every answer, whether or not it says anything new.
    void record()
    {
        const QList<policy::StateQuery> queries = m_queries; // who hears one may replace them
        for (const policy::StateQuery &query : queries)
            Q_EMIT recorded(alertRecords(query, m_told.value_or(QList<Alert>{}), m_clock.wallMs()));
    }

    void recordNothing(const Error &why)
    {
        const QList<policy::StateQuery> queries = m_queries;
        for (const policy::StateQuery &query : queries)
            Q_EMIT recorded({.rollout = query.rollout,
                             .source = query.source,
                             .arrivedMs = m_clock.wallMs(),
                             .records = {},
                             .catchUp = false,
                             .error = why});
    }

    void tell(const QList<Alert> &alerts)
    {
        if (m_told && *m_told == alerts)
            return;
        m_told = alerts;
        Q_EMIT alerted({m_config.id, m_clock.wallMs(), alerts});
    }

    BackendConfig m_config;
    const Clock &m_clock;
    PollLoop m_loop;
    HttpJob *m_job = nullptr;
    QByteArray m_etag;
    std::optional<QList<Alert>> m_told;
    QList<policy::StateQuery> m_queries;
};

} // namespace

std::unique_ptr<AlertSource> makeAlertmanagerSource(const BackendConfig &config, const SecretResolver &secrets,
                                                    const Clock &clock)
{
    return std::make_unique<AlertmanagerSource>(config, secrets, clock);
}

} // namespace astern::connectors
