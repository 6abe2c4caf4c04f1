// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleashsource.h"

#include "connectors/unleash/unleashdecode.h"
#include "models/base/format.h"
#include "models/base/logging.h"

#include <algorithm>
#include <utility>

namespace astern::connectors {

using namespace unleash;

UnleashSource::UnleashSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock)
    : m_config(config), m_secrets(std::move(secrets)), m_clock(clock), m_health(config, clock), m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &UnleashSource::poll);
}

UnleashSource::~UnleashSource() = default;

void UnleashSource::start()
{
    m_health.begin();
    Q_EMIT healthChanged(m_health.health());
    m_timer.start(0);
}

void UnleashSource::watch(const QList<FlagRef> &flags)
{
    if (m_wanted == flags)
        return;
    m_wanted = flags;
    drop();
    if (m_health.hasBegun())
        m_timer.start(0);
}

void UnleashSource::signInAgain()
{
    drop();
    m_client.reset();
    m_health.askAnew();
    if (m_health.hasBegun())
        m_timer.start(0);
}

void UnleashSource::drop()
{
    if (HttpJob *job = std::exchange(m_job, nullptr))
        job->cancel();
}

// Secrets and files are read now, and again as long as one of them is wrong.
void UnleashSource::connectNow()
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
    connect(m_files.get(), &FileWatch::changed, this, &UnleashSource::signInAgain, Qt::QueuedConnection);
}

void UnleashSource::poll()
{
    drop();
    m_askedMs = m_clock.wallMs();
    m_at = 0;
    m_round.clear();
    m_trouble.clear();
    if (!m_client)
        connectNow();
    if (m_client)
        askNext();
}

void UnleashSource::ask(const HttpRequest &request, void (UnleashSource::*then)(const Result<HttpResponse> &))
{
    HttpRequest one = request;
    one.deadlineMs = int(std::clamp<qint64>(2 * m_config.pollMs, 2'000, 10'000));
    one.idleMs = one.deadlineMs;
    one.attempts = 1; // the next round is the retry
    HttpJob *job = m_client->send(one);
    m_job = job;
    connect(job, &HttpJob::finished, this, [this, job, then](const Result<HttpResponse> &answer) {
        if (m_job != job)
            return; // nobody waits for it any more
        m_job = nullptr;
        (this->*then)(answer);
    });
}

void UnleashSource::askNext()
{
    if (m_at < m_wanted.size())
        return ask(getFeature(m_config.url, m_wanted.at(m_at)), &UnleashSource::onFeature);
    if (!m_wanted.isEmpty())
        return endRound();
    // Nothing is wanted of it: whether it answers is still worth knowing.
    ask(getFeatures(m_config.url, QStringLiteral("default")), &UnleashSource::onChanges);
}

void UnleashSource::onFeature(const Result<HttpResponse> &answer)
{
    const FlagRef &ref = m_wanted.at(m_at);
    const Result<FlagState> state = answer ? readFeature(answer->body, ref) : Result<FlagState>(answer.error());
    FlagState told;
    if (state) {
        told = *state;
    } else {
        // One flag that is not there takes no other with it.
        const Error::Kind kind = state.error().kind;
        if (kind != Error::Kind::NotFound && kind != Error::Kind::NotPermitted && kind != Error::Kind::Malformed)
            return fail(state.error());
        told.ref = ref;
        told.unknownReason = state.error().message;
        m_trouble = state.error().message;
    }
    told.observedMs = m_clock.wallMs();
    m_round.append(told);
    m_health.answered();
    if (state)
        return ask(getChanges(m_config.url, ref, 1), &UnleashSource::onChanges);
    ++m_at;
    askNext();
}

// Who changed it last is good to know, and no more than that.
void UnleashSource::onChanges(const Result<HttpResponse> &answer)
{
    if (m_wanted.isEmpty()) {
        if (!answer && answer.error().kind != Error::Kind::NotFound)
            return fail(answer.error());
        m_health.answered();
        return endRound();
    }
    const Result<QList<FlagChange>> told =
        answer ? readChanges(answer->body) : Result<QList<FlagChange>>(answer.error());
    if (told && !told->isEmpty()) {
        FlagChange change = told->constFirst();
        change.atMs -= change.atMs == 0 ? 0 : m_client->clockSkewMs();
        m_round.last().lastChange = change;
    }
    ++m_at;
    askNext();
}

void UnleashSource::endRound()
{
    Q_EMIT this->told({m_config.id, m_round});
    m_health.live(*m_client, m_trouble);
    // From the planned instant on, so that slow answers do not stretch the distance.
    const qint64 spent = m_clock.wallMs() - m_askedMs;
    m_timer.start(int(std::clamp<qint64>(m_config.pollMs - spent, 0, m_config.pollMs)));
    Q_EMIT healthChanged(m_health.health());
}

void UnleashSource::fail(const Error &error)
{
    if (const std::optional<int> wait = m_health.failed(error, m_client.get()))
        m_timer.start(*wait);
    else
        m_timer.stop();
    qCInfo(lcFlags).noquote() << HttpClient::redact(error.toString()) << HttpClient::redact(error.detail);
    Q_EMIT healthChanged(m_health.health());
}

} // namespace astern::connectors
