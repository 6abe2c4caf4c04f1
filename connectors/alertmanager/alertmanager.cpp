// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertmanager.h"

#include "connectors/alertmanager/alertdecode.h"
#include "connectors/http/filewatch.h"
#include "connectors/http/pollhealth.h"
#include "models/base/format.h"
#include "models/base/logging.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace astern::connectors {
namespace {

constexpr qint64 kMaxBytes = 32 << 20;

class AlertmanagerSource final : public AlertSource {
public:
    AlertmanagerSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock)
        : m_config(config), m_secrets(std::move(secrets)), m_clock(clock), m_health(config, clock), m_timer(this)
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &AlertmanagerSource::poll);
    }

    void start() override
    {
        m_health.begin();
        Q_EMIT healthChanged(m_health.health());
        m_timer.start(0);
    }

    void signInAgain() override
    {
        drop();
        m_client.reset();
        m_health.askAnew();
        if (m_health.hasBegun())
            m_timer.start(0);
    }

private:
    void drop()
    {
        if (HttpJob *job = std::exchange(m_job, nullptr))
            job->cancel();
    }

    // Secrets and files are read now, and again as long as one of them is wrong.
    void connectNow()
    {
        const Result<HttpOptions> options = httpOptions(m_config, m_secrets, m_clock);
        if (!options)
            return fail(options.error());
        m_client = std::make_unique<HttpClient>(*options);
        connect(m_client.get(), &HttpClient::woke, this, [this](qint64 sleptMs) {
            if (m_client->signIn().parked)
                return;
            m_health.askAnew(tr("This machine slept for %1: everything is read anew").arg(format::duration(sleptMs)));
            Q_EMIT healthChanged(m_health.health());
            m_timer.start(0);
        });
        m_files = std::make_unique<FileWatch>(certificateFiles(m_config));
        connect(m_files.get(), &FileWatch::changed, this, &AlertmanagerSource::signInAgain, Qt::QueuedConnection);
        m_etag.clear();
    }

    void poll()
    {
        drop();
        m_askedMs = m_clock.wallMs();
        if (!m_client)
            connectNow();
        if (!m_client)
            return;
        HttpRequest request;
        request.url = m_config.url;
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
        request.deadlineMs = int(std::clamp<qint64>(2 * m_config.pollMs, 2'000, 10'000));
        request.idleMs = request.deadlineMs;
        request.maxBytes = kMaxBytes;
        request.attempts = 1; // the next poll is the retry
        HttpJob *job = m_client->send(request);
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
            return fail(answer.error());
        if (answer->status != 304) {
            Result<QList<Alert>> alerts = decodeAlerts(answer->body, m_config.id);
            if (!alerts) {
                Error error = alerts.error();
                error.where = m_config.id + QStringLiteral(", ") + m_config.url.toString(QUrl::RemoveUserInfo);
                return fail(error);
            }
            // Whoever raised them stamped them by the clock of that place.
            for (Alert &alert : alerts.value())
                alert.sinceMs = alert.sinceMs == 0 ? 0 : alert.sinceMs - m_client->clockSkewMs();
            m_etag = answer->header("ETag");
            tell(*alerts);
        }
        m_health.answered();
        m_health.live(*m_client);
        // From the planned instant on, so that a slow answer does not stretch the distance.
        const qint64 spent = m_clock.wallMs() - m_askedMs;
        m_timer.start(int(std::clamp<qint64>(m_config.pollMs - spent, 0, m_config.pollMs)));
        Q_EMIT healthChanged(m_health.health());
    }

    void tell(const QList<Alert> &alerts)
    {
        if (m_told && *m_told == alerts)
            return;
        m_told = alerts;
        Q_EMIT alerted({m_config.id, m_clock.wallMs(), alerts});
    }

    void fail(const Error &error)
    {
        if (const std::optional<int> wait = m_health.failed(error, m_client.get()))
            m_timer.start(*wait);
        else
            m_timer.stop();
        qCInfo(lcAlerts).noquote() << HttpClient::redact(error.toString()) << HttpClient::redact(error.detail);
        Q_EMIT healthChanged(m_health.health());
    }

    BackendConfig m_config;
    SecretResolver m_secrets;
    const Clock &m_clock;
    PollHealth m_health;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<FileWatch> m_files; // certificates
    HttpJob *m_job = nullptr;
    QByteArray m_etag;
    qint64 m_askedMs = 0; // wall
    std::optional<QList<Alert>> m_told;
    QTimer m_timer;
};

} // namespace

std::unique_ptr<AlertSource> makeAlertmanagerSource(const BackendConfig &config, const SecretResolver &secrets,
                                                    const Clock &clock)
{
    return std::make_unique<AlertmanagerSource>(config, secrets, clock);
}

} // namespace astern::connectors
