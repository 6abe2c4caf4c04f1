// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/planrunner.h"

#include "models/approval/authority.h"
#include "models/approval/record.h"
#include "models/base/crashpoint.h"
#include "models/base/format.h"
#include "models/command/claims.h"

namespace astern {
namespace {

constexpr int kFirstPollMs = 100;
constexpr int kReadRetries = 5;
constexpr qint64 kRetryMs = 1'000;

// The request certainly changed nothing; saying it again would be refused again.
bool isFinal(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Invalid:
    case Error::Kind::Refused:
    case Error::Kind::NotPermitted:
    case Error::Kind::Unauthorized:
    case Error::Kind::NotFound:
    case Error::Kind::Unprocessable:
    case Error::Kind::Unsupported:
        return true;
    default:
        return false;
    }
}

// A pause only holds: nothing is worse without it for a moment.
bool goesBack(PlanKind kind) { return kindFamily(kind) == QLatin1String("rollback"); }

// Why an attempt that changed nothing was the last one.
QString whyNoMore(const Error &error)
{
    if (error.notSent)
        return PlanRunner::tr("nothing was sent");
    return error.kind == Error::Kind::Throttled ? PlanRunner::tr("the backend asks to wait")
                                                : PlanRunner::tr("somebody else keeps changing it");
}

} // namespace

PlanRunner::PlanRunner(const Dispatcher::Doors &doors, std::map<QString, Breaker> &breakers, PlanRun run,
                       QObject *parent)
    : QObject(parent), m_doors(doors), m_breakers(breakers), m_run(std::move(run)), m_inbox(this)
{
    m_run.steps.resize(m_run.plan.steps.size());
    m_at = m_run.currentStep();
    m_anyIntent = m_promised = m_at > 0;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { std::exchange(m_onTimer, {})(); });
}

void PlanRunner::start()
{
    m_run.state = PlanRun::State::Running;
    m_run.startedMs = m_doors.clock->wallMs();
    const AuthorityAnswer may = m_doors.authority->may(m_run.plan, m_run.actor);
    if (!may.allowed) {
        const Error why{.kind = Error::Kind::NotPermitted, .message = may.reason, .where = may.where, .hint = may.hint};
        noteRefusal(why);
        return end(PlanRun::State::Refused, tr("Refused: nothing was sent."), why);
    }
    for (const PlanStep &step : std::as_const(m_run.plan.steps)) {
        if (step.kind == PlanStep::Kind::Command && !m_doors.commands().opens(step.command))
            return end(PlanRun::State::Refused, tr("Refused: nothing was sent."),
                       Error{.kind = Error::Kind::Unreachable,
                             .message = tr("The backend %1 could not be opened").arg(backendOf(step.command)),
                             .hint = tr("`asternctl doctor` says why.")});
    }
    // Before the first intent, or another process that starts meanwhile would take it for a leftover.
    if (m_doors.claims) {
        const Result<bool> mine = m_doors.claims->take(m_run.plan.id);
        // Where the disk refuses, nobody else can claim it either.
        m_run.mayGoUnrecorded = !mine && !m_confirmation && goesBack(m_run.plan.kind);
        if (mine ? !*mine : !m_confirmation)
            return end(PlanRun::State::Refused, tr("Refused: nothing was sent."),
                       mine ? Error{.kind = Error::Kind::Conflict,
                                    .message = tr("Another process is at this plan"),
                                    .where = m_run.plan.id}
                            : mine.error());
    }
    tell();
    beginStep();
}

void PlanRunner::stop()
{
    m_stopping = true;
    // A request under way is read back first; waiting for recovery is not.
    if (m_run.state == PlanRun::State::Running && m_at < m_run.steps.size() &&
        planned().kind == PlanStep::Kind::Recover) {
        m_timer.stop();
        endStep(State::Skipped, tr("stopped"));
    }
}

void PlanRunner::skipStep()
{
    if (m_run.state != PlanRun::State::Running || m_at >= m_run.steps.size())
        return;
    m_skipping = true;
    if (planned().kind == PlanStep::Kind::Recover) {
        m_timer.stop();
        endStep(State::Skipped, tr("skipped"));
    }
}

void PlanRunner::beginStep()
{
    m_skipping = false;
    m_readFailures = 0;
    m_stepStartMs = m_doors.clock->monoMs();
    step().startedMs = m_doors.clock->wallMs();
    if (planned().kind == PlanStep::Kind::Recover) {
        step().state = State::Confirming;
        tell();
        return watchRecovery();
    }
    ++step().attempt;
    check();
}

void PlanRunner::check()
{
    step().state = State::Checking;
    tell();
    m_doors.commands().read(planned().command, [this](const Result<Observation> &now) {
        if (now)
            return judge(*now);
        // Reading is free: a backend that stumbles is asked again before anybody is told no.
        if (isFinal(now.error().kind) || ++m_readFailures > kReadRetries)
            return endStep(State::Failed, tr("the target cannot be read"), now.error());
        step().words = now.error().message;
        tell();
        later(std::max(kRetryMs, now.error().retryAfterMs), [this] { check(); });
    });
}

void PlanRunner::judge(const Observation &now)
{
    const PlanStep &what = planned();
    if (what.skipWhenEffectHolds && holds(what.effect, now))
        return endStep(State::Found, tr("already so: %1").arg(describe(what.effect, now)));
    if (!holds(what.precondition, now)) {
        return endStep(State::Refused, describe(what.precondition, now),
                       Error{.kind = Error::Kind::Conflict,
                             .message = tr("The target is not as it was when the plan was made: %1")
                                            .arg(describe(what.precondition, now)),
                             .where = targetKey(what.command),
                             .hint = tr("Nothing was sent for this step. Look at it again and make a new plan.")});
    }
    const Capability can = m_doors.commands().capability(what.command, now);
    if (can.support == Support::Impossible) {
        return endStep(
            State::Refused, can.reason,
            Error{.kind = Error::Kind::Unsupported, .message = can.reason, .where = targetKey(what.command)});
    }
    m_idempotency = can.idempotency;
    const qint64 wait = breaker().waitMs(m_doors.clock->monoMs());
    if (wait > 0 && !isProtective(m_run.plan.kind)) {
        return endStep(State::Refused, tr("the backend fails too often"),
                       Error{.kind = Error::Kind::Unavailable,
                             .message = tr("%1 failed %2 times in a row; nothing new is started there")
                                            .arg(backendOf(what.command))
                                            .arg(Breaker::kFailures),
                             .hint = tr("Try again in %1.").arg(format::duration(wait)),
                             .retryAfterMs = wait});
    }
    if (m_anyIntent || m_passed || isProtective(m_run.plan.kind))
        return log(now);
    passGates(now);
}

// Once more by what was just read, and for the last time: between the click and now somebody may have changed what was
// approved, and somebody else may be sending the same.
void PlanRunner::passGates(const Observation &now)
{
    const AuthorityAnswer may = m_doors.authority->mayNow(m_run.plan, m_run.actor, now);
    if (!may.allowed) {
        const Error why{.kind = Error::Kind::NotPermitted, .message = may.reason, .where = may.where, .hint = may.hint};
        noteRefusal(why);
        return endStep(State::Refused, may.reason, why);
    }
    if (!m_doors.passGates)
        return log(now);
    m_asksGates = true;
    m_doors.passGates(asSeen(m_run.plan, now), m_run.actor, m_inbox.wrap([this, now](const Result<QJsonArray> &passed) {
        if (!passed) {
            noteRefusal(passed.error());
            return endStep(State::Refused, passed.error().message, passed.error());
        }
        m_passed = *passed;
        log(now);
    }));
}

// A session that may write nothing says nothing here either: its journal refuses.
void PlanRunner::noteRefusal(const Error &why)
{
    m_doors.journal->append(refusedDraft(m_run.plan, m_run.actor, why.message, why.where),
                            [](const Result<Receipt> &) {});
}

void PlanRunner::log(const Observation &now)
{
    if (m_stopping)
        return endStep(State::Skipped, tr("stopped before anything was sent"));
    step().state = State::Logging;
    tell();
    m_command = planned().command;
    tieTo(now, m_command);
    const QString key = QStringLiteral("%1:%2:%3").arg(m_run.plan.id, planned().id).arg(step().attempt);
    const Result<QJsonObject> lead = m_doors.lead ? m_doors.lead(m_run) : Result<QJsonObject>(QJsonObject());
    if (!lead)
        return endStep(State::Refused, tr("another process leads"), lead.error());
    const LogVerdict need = m_doors.logNeed ? m_doors.logNeed(m_run.plan) : LogVerdict{};
    if (need.refused)
        return notLogged(key, JournalLevel::Local, *need.refused);
    Draft draft = intentDraft(m_run, m_at, step().attempt, !m_anyIntent);
    if (!m_anyIntent && m_passed && !m_passed->isEmpty())
        draft.fields.insert(QStringLiteral("approvals"), *m_passed);
    markLevel(need, draft);
    if (!lead->isEmpty())
        draft.fields.insert(QStringLiteral("lead"), *lead);
    append(draft, key, need.level);
}

void PlanRunner::append(const Draft &draft, const QString &key, JournalLevel level)
{
    const Done<LoggedIntent> answer = m_inbox.wrap([this, key, level](const Result<LoggedIntent> &intent) {
        if (intent)
            return send(*intent);
        m_run.mayGoUnrecorded = level == JournalLevel::Local && goesBack(m_run.plan.kind);
        notLogged(key, level, intent.error());
    });
    if (m_confirmation)
        m_doors.journal->appendUnrecorded(draft, key, *m_confirmation, answer);
    else
        m_doors.journal->appendIntent(draft, key, level, answer);
}

// An intent that did not reach its level in time is in this device's log all the same. Nothing was sent on the strength
// of it; without an outcome the next start would have to find that out.
void PlanRunner::notLogged(const QString &key, JournalLevel level, Error error)
{
    error.message = tr("Nothing was sent, because it could not be recorded: %1").arg(error.message);
    const auto over = [this, error] { endStep(State::Refused, tr("the log refuses"), error); };
    if (level == JournalLevel::Local)
        return over();
    m_doors.journal->unresolved(m_inbox.wrap([this, key, error, over](const Result<QList<UnresolvedIntent>> &open) {
        if (!open)
            return over();
        for (const UnresolvedIntent &one : *open) {
            if (one.intent.saga != m_run.plan.id || one.intent.payload.value(QLatin1String("idem")).toString() != key)
                continue;
            const Receipt receipt{.index = one.intent.index, .id = one.intent.id, .leafHash = one.intent.leafHash};
            step().intentIndex = receipt.index + 1;
            return m_doors.journal->append(
                outcomeDraft(operationOf(m_run.plan), receipt, Outcome::Aborted, error.message),
                m_inbox.wrap([over](const Result<Receipt> &) { over(); }));
        }
        over();
    }));
}

void PlanRunner::send(const LoggedIntent &intent)
{
    m_anyIntent = true;
    m_promised = false;
    m_intent = intent.receipt();
    m_intentIsRecorded = intent.isRecorded();
    if (m_intentIsRecorded) {
        step().intentIndex = m_intent->index + 1;
    } else {
        m_run.isUnrecorded = true;
        Q_EMIT wentUnrecorded();
    }
    step().state = State::Sending;
    m_doubt.reset();
    tell();
    ASTERN_CRASH_POINT("command.after-intent");
    m_sentMs = m_doors.clock->monoMs();
    m_doors.commands().apply(intent, m_command, [this](const Result<Accepted> &answer) { answered(answer); });
}

void PlanRunner::answered(const Result<Accepted> &answer)
{
    ASTERN_CRASH_POINT("command.after-send");
    if (answer) {
        breaker().succeeded();
        step().words = answer->warning;
        m_pollMs = kFirstPollMs;
        step().state = State::Confirming;
        tell();
        return confirm();
    }
    const Error error = answer.error();
    // A list that is too old can be read again; a command for what is gone is a no.
    if (isFinal(error.kind) || error.kind == Error::Kind::Gone) {
        return record(Outcome::Failed, error.message,
                      [this, error] { endStep(State::Failed, tr("refused by the backend"), error); });
    }
    if (error.kind != Error::Kind::Conflict && error.kind != Error::Kind::Throttled)
        breaker().failed(m_doors.clock->monoMs());
    if (error.notSent || error.kind == Error::Kind::Conflict || error.kind == Error::Kind::Throttled) {
        // It certainly changed nothing. The next attempt begins with a fresh look.
        const QString observed = error.notSent ? tr("nothing was sent: %1").arg(error.message) : error.message;
        return record(Outcome::Failed, observed, [this, error] {
            if (step().attempt >= planned().attempts)
                return endStep(State::Failed, whyNoMore(error), error);
            again(std::max(error.retryAfterMs, error.notSent ? kRetryMs : 0), error.message);
        });
    }
    m_doubt = error;
    step().words = tr("the answer was lost, reading back: %1").arg(error.message);
    m_pollMs = kFirstPollMs;
    step().state = State::Confirming;
    tell();
    confirm();
}

void PlanRunner::again(qint64 afterMs, const QString &words)
{
    step().words = words;
    ++step().attempt;
    tell();
    later(afterMs, [this] { check(); });
}

void PlanRunner::endStep(State state, const QString &words, std::optional<Error> error)
{
    step().state = state;
    step().words = words;
    step().endedMs = m_doors.clock->wallMs();
    if (error)
        step().error = std::move(error);
    tell();
    switch (state) {
    case State::Done:
    case State::Found:
    case State::Skipped:
        return nextStep();
    case State::Refused:
        return end(m_anyIntent ? PlanRun::State::Failed : PlanRun::State::Refused, words, step().error);
    case State::Unknown:
        return end(PlanRun::State::Unknown, words, step().error);
    default:
        return end(PlanRun::State::Failed, words, step().error);
    }
}

void PlanRunner::nextStep()
{
    const QString words = step().words;
    ++m_at;
    if (m_at >= m_run.steps.size())
        return end(m_stopping ? PlanRun::State::Stopped : PlanRun::State::Succeeded, words);
    if (m_stopping)
        return end(PlanRun::State::Stopped, tr("stopped before: %1").arg(planned().title));
    beginStep();
}

void PlanRunner::end(PlanRun::State state, const QString &summary, std::optional<Error> error)
{
    m_run.state = state;
    m_run.summary = summary;
    m_run.error = std::move(error);
    m_run.endedMs = m_doors.clock->wallMs();
    if (!m_asksGates || m_anyIntent || !m_doors.giveBack)
        return tellEnd();
    m_doors.giveBack(m_run.plan, m_run.actor, m_inbox.wrap([this](const Result<Ok> &) { tellEnd(); }));
}

void PlanRunner::tellEnd()
{
    const auto over = [this] {
        tell();
        Q_EMIT finished();
    };
    if (!std::exchange(m_promised, false))
        return over();
    // The log still says that a step follows: without this the next start would go on with it.
    m_doors.journal->append(endDraft(m_run), m_inbox.wrap([over](const Result<Receipt> &) { over(); }));
}

void PlanRunner::later(qint64 ms, std::function<void()> what)
{
    m_onTimer = std::move(what);
    m_timer.start(int(ms));
}

} // namespace astern
