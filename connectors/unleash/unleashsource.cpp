// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleashsource.h"

#include "connectors/unleash/unleashdecode.h"
#include "models/base/logging.h"

#include <utility>

namespace astern::connectors {

using namespace unleash;

UnleashSource::UnleashSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock)
    : m_config(config), m_clock(clock), m_loop(config, std::move(secrets), clock, &lcFlags)
{
    connect(&m_loop, &PollLoop::due, this, &UnleashSource::poll);
    connect(&m_loop, &PollLoop::closing, this, &UnleashSource::drop);
    connect(&m_loop, &PollLoop::healthChanged, this, &UnleashSource::healthChanged);
    m_loop.setParent(this);
}

UnleashSource::~UnleashSource() = default;

void UnleashSource::start() { m_loop.start(); }

void UnleashSource::watch(const QList<FlagRef> &flags)
{
    if (m_wanted == flags)
        return;
    m_wanted = flags;
    drop();
    m_loop.askNow();
}

void UnleashSource::signInAgain() { m_loop.signInAgain(); }

void UnleashSource::drop()
{
    if (HttpJob *job = std::exchange(m_job, nullptr))
        job->cancel();
}

void UnleashSource::poll()
{
    drop();
    m_at = 0;
    m_round.clear();
    m_trouble.clear();
    if (m_loop.open())
        askNext();
}

void UnleashSource::ask(const HttpRequest &request, void (UnleashSource::*then)(const Result<HttpResponse> &))
{
    HttpRequest one = m_loop.request(request.url);
    one.headers = request.headers;
    HttpJob *job = m_loop.client()->send(one);
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
            return m_loop.fail(state.error());
        told.ref = ref;
        told.unknownReason = state.error().message;
        m_trouble = state.error().message;
    }
    told.observedMs = m_clock.wallMs();
    m_round.append(told);
    m_loop.answered();
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
            return m_loop.fail(answer.error());
        m_loop.answered();
        return endRound();
    }
    const Result<QList<FlagChange>> told =
        answer ? readChanges(answer->body) : Result<QList<FlagChange>>(answer.error());
    if (told && !told->isEmpty()) {
        FlagChange change = told->constFirst();
        change.atMs -= change.atMs == 0 ? 0 : m_loop.client()->clockSkewMs();
        m_round.last().lastChange = change;
    }
    ++m_at;
    askNext();
}

void UnleashSource::endRound()
{
    Q_EMIT this->told({m_config.id, m_round});
    m_loop.done(m_trouble);
}

} // namespace astern::connectors
