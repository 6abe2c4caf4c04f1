// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/pollloop.h"

#include "models/base/clock.h"
#include "models/base/format.h"

#include <algorithm>

namespace astern::connectors {

PollLoop::PollLoop(const BackendConfig &config, SecretResolver secrets, const Clock &clock, Category log)
    : m_config(config), m_secrets(std::move(secrets)), m_clock(clock), m_log(log), m_health(config, clock),
      m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PollLoop::onDue);
}

PollLoop::~PollLoop() = default;

void PollLoop::start()
{
    m_health.begin();
    Q_EMIT healthChanged(m_health.health());
    m_timer.start(0);
}

void PollLoop::askNow()
{
    if (m_health.hasBegun())
        m_timer.start(0);
}

void PollLoop::askIn(qint64 ms)
{
    if (m_health.hasBegun())
        m_timer.start(int(ms));
}

void PollLoop::signInAgain()
{
    Q_EMIT closing();
    m_client.reset();
    m_health.askAnew();
    askNow();
}

void PollLoop::onDue()
{
    m_dueMs = m_clock.wallMs();
    Q_EMIT due();
}

// Secrets and files are read now, and again as long as one of them is wrong.
HttpClient *PollLoop::open()
{
    if (m_client)
        return m_client.get();
    const Result<HttpOptions> options = httpOptions(m_config, m_secrets, m_clock);
    if (!options) {
        Q_EMIT refused(options.error());
        fail(options.error());
        return nullptr;
    }
    m_client = std::make_unique<HttpClient>(*options);
    connect(m_client.get(), &HttpClient::woke, this, &PollLoop::onWoke);
    m_files = std::make_unique<FileWatch>(certificateFiles(m_config));
    connect(m_files.get(), &FileWatch::changed, this, &PollLoop::signInAgain, Qt::QueuedConnection);
    Q_EMIT opened();
    return m_client.get();
}

void PollLoop::onWoke(qint64 sleptMs)
{
    Q_EMIT woke();
    if (m_client->signIn().parked)
        return;
    m_health.askAnew(tr("This machine slept for %1: everything is read anew").arg(format::duration(sleptMs)));
    Q_EMIT healthChanged(m_health.health());
    m_timer.start(0);
}

HttpRequest PollLoop::request(const QUrl &url) const
{
    HttpRequest request;
    request.url = url;
    request.deadlineMs = int(std::clamp<qint64>(2 * m_config.pollMs, 2'000, 10'000));
    request.idleMs = request.deadlineMs;
    request.attempts = 1;
    return request;
}

void PollLoop::answered() { m_health.answered(); }

void PollLoop::done(const QString &reason, const QString &hint)
{
    m_health.live(*m_client, reason, hint);
    // From the planned instant on, so that a slow answer does not stretch the distance.
    const qint64 spent = m_clock.wallMs() - m_dueMs;
    m_timer.start(int(std::clamp<qint64>(m_config.pollMs - spent, 0, m_config.pollMs)));
    Q_EMIT healthChanged(m_health.health());
}

void PollLoop::fail(const Error &error)
{
    if (const std::optional<int> wait = m_health.failed(error, m_client.get()))
        m_timer.start(*wait);
    else
        m_timer.stop();
    qCInfo(m_log).noquote() << HttpClient::redact(error.toString()) << HttpClient::redact(error.detail);
    Q_EMIT healthChanged(m_health.health());
    Q_EMIT failed(error);
}

} // namespace astern::connectors
