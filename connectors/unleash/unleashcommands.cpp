// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleashcommands.h"

#include "connectors/http/pollhealth.h"
#include "connectors/unleash/unleashdecode.h"
#include "models/base/clock.h"
#include "models/journal/journal.h"

namespace astern::connectors {

using namespace unleash;

UnleashFlags::UnleashFlags(const BackendConfig &config, HttpOptions http, std::function<Result<HttpOptions>()> reopen,
                           const Clock &clock)
    : m_config(config), m_http(std::move(http)), m_reopen(std::move(reopen)), m_clock(clock)
{
}

UnleashFlags::~UnleashFlags() = default;

HttpClient &UnleashFlags::client()
{
    if (!m_client) {
        m_client = std::make_unique<HttpClient>(m_http);
        m_files = std::make_unique<FileWatch>(certificateFiles(m_config));
        connect(m_files.get(), &FileWatch::changed, this, &UnleashFlags::reopen, Qt::QueuedConnection);
    }
    return *m_client;
}

// Settings that cannot be used are the source's to tell; commands go on with the old ones.
void UnleashFlags::reopen()
{
    const Result<HttpOptions> next = m_reopen();
    if (!next)
        return;
    std::erase_if(m_retired, [](const auto &old) { return old->isIdle(); });
    if (m_client)
        m_retired.push_back(std::move(m_client));
    m_http = *next;
}

void UnleashFlags::signInAgain() { reopen(); }

void UnleashFlags::later(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

void UnleashFlags::get(const HttpRequest &request, Done<QByteArray> done)
{
    HttpJob *job = client().send(request);
    connect(job, &HttpJob::finished, this, [done = std::move(done)](const Result<HttpResponse> &answer) {
        if (answer)
            done(answer->body);
        else
            done(answer.error());
    });
}

Capability UnleashFlags::capability(FlagAction action, const FlagState &state) const
{
    if (state.archived)
        return {Support::Impossible, Idempotency::Unsafe, tr("%1 is archived").arg(state.ref.name)};
    switch (action) {
    case FlagAction::Off:
        return {Support::Native, Idempotency::Safe, {}};
    case FlagAction::On:
        if (state.strategies == 0)
            return {Support::Impossible, Idempotency::Unsafe,
                    tr("No strategy decides about %1 yet: switched on, everybody would get it").arg(state.ref.name)};
        return {Support::Native, Idempotency::Safe, {}};
    case FlagAction::SetPercent:
        if (const QString why = whyNoPercent(state); !why.isEmpty())
            return {Support::Impossible, Idempotency::Unsafe, why};
        // Another strategy would be one more that lets users in.
        return {Support::Native, state.strategyId.isEmpty() ? Idempotency::Unsafe : Idempotency::Safe, {}};
    }
    return {};
}

void UnleashFlags::list(const QString &project, const QString &environment, Done<QList<FlagState>> done)
{
    get(getFeatures(m_config.url, project),
        [this, project, environment, done = std::move(done)](const Result<QByteArray> &body) {
            if (!body)
                return done(body.error());
            Result<QList<FlagState>> all = readFeatures(*body, m_config.id, project, environment);
            if (!all)
                return done(all.error());
            for (FlagState &state : all.value())
                state.observedMs = m_clock.wallMs();
            done(all);
        });
}

void UnleashFlags::read(const FlagRef &ref, Done<FlagState> done)
{
    get(getFeature(m_config.url, ref), [this, ref, done = std::move(done)](const Result<QByteArray> &body) {
        Result<FlagState> state = body ? readFeature(*body, ref) : Result<FlagState>(body.error());
        if (!state)
            return done(state.error());
        state.value().observedMs = m_clock.wallMs();
        changes(ref, [this, done, state = *state](const Result<QList<FlagChange>> &told) mutable {
            if (told && !told->isEmpty()) {
                state.lastChange = told->constFirst();
                state.lastChange->atMs -= state.lastChange->atMs == 0 ? 0 : client().clockSkewMs();
            }
            done(state);
        });
    });
}

void UnleashFlags::changes(const FlagRef &ref, Done<QList<FlagChange>> done)
{
    get(getChanges(m_config.url, ref, 5), [done = std::move(done)](const Result<QByteArray> &body) {
        done(body ? readChanges(*body) : Result<QList<FlagChange>>(body.error()));
    });
}

// Unleash has no question for it: what a token may do shows when it is tried. Reading shows that it is one at all.
void UnleashFlags::mayI(FlagAction action, const FlagRef &ref, Done<Permission> done)
{
    read(ref, [this, action, done = std::move(done)](const Result<FlagState> &state) {
        if (!state) {
            if (state.error().kind == Error::Kind::NotPermitted || state.error().kind == Error::Kind::Unauthorized)
                return done(Permission{false, state.error().message});
            return done(state.error());
        }
        const Capability can = capability(action, *state);
        done(Permission{can.support != Support::Impossible, can.reason});
    });
}

void UnleashFlags::apply(const LoggedIntent &intent, const FlagCommand &command, Done<Accepted> done)
{
    if (command.target.backend != m_config.id || command.target.name.isEmpty()) {
        return later([done, key = command.target.key()] {
            done(Error{.kind = Error::Kind::Internal, .message = key, .notSent = true});
        });
    }
    // How it stands decides what is sent, so it is read right before.
    read(command.target, [this, command, key = intent.key(), done = std::move(done)](const Result<FlagState> &now) {
        if (!now) {
            Error error = now.error();
            error.notSent = true;
            return done(error);
        }
        if (isDone(command, *now))
            return done(Accepted{.resourceVersion = now->digest, .changedNothing = true, .warning = {}});
        send(command, key, *now, done);
    });
}

void UnleashFlags::send(const FlagCommand &command, const QString &key, const FlagState &before, Done<Accepted> done)
{
    Result<HttpRequest> request = changingRequest(m_config.url, command, before);
    if (!request) {
        Error error = request.error();
        error.notSent = true;
        return done(error);
    }
    request.value().headers.append(qMakePair(QByteArrayLiteral("Astern-Intent"), key.toUtf8()));
    HttpJob *job = client().send(*request);
    connect(job, &HttpJob::finished, this,
            [this, command, before, done = std::move(done)](const Result<HttpResponse> &answer) {
                if (answer)
                    finish(command, before, done);
                else
                    done(answer.error());
            });
}

// There is no compare-and-set: that somebody else was at it in the same moment shows in the server's log of changes.
void UnleashFlags::finish(const FlagCommand &command, const FlagState &before, Done<Accepted> done)
{
    changes(command.target, [before, done = std::move(done)](const Result<QList<FlagChange>> &told) {
        Accepted accepted;
        qsizetype others = -1; // one is ours
        for (const FlagChange &change : told ? *told : QList<FlagChange>())
            others += before.lastChange && change.id > before.lastChange->id;
        if (others > 0)
            accepted.warning = tr("Somebody else changed it at the same moment: look at what is set now");
        done(accepted);
    });
}

} // namespace astern::connectors
