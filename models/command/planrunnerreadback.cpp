// SPDX-License-Identifier: GPL-3.0-or-later
// What came of a request: read back, watched, recorded.
#include "models/base/crashpoint.h"
#include "models/base/format.h"
#include "models/command/planrunner.h"

namespace astern {
namespace {

constexpr int kLastPollMs = 1'000;
// An answer was lost and the effect cannot be seen: this long it may still show before the request is repeated.
constexpr qint64 kDoubtMs = 5'000;

} // namespace

void PlanRunner::confirm()
{
    m_doors.commands().read(m_command, [this](const Result<Observation> &now) { seen(now); });
}

void PlanRunner::seen(const Result<Observation> &now)
{
    const qint64 waited = m_doors.clock->monoMs() - m_sentMs;
    if (now) {
        step().words = describe(planned().effect, *now);
        step().progress = progressTo(planned().effect, *now);
        if (holds(planned().effect, *now)) {
            const QString words = step().words;
            return record(Outcome::Succeeded, words, [this, words] { endStep(State::Done, words); });
        }
        if (m_skipping) {
            return record(Outcome::Unknown, tr("skipped by a person: %1").arg(step().words),
                          [this] { endStep(State::Skipped, tr("skipped before its effect was seen")); });
        }
        // The state was read and shows nothing of a request whose answer was lost: sent again where that is safe.
        if (m_doubt && waited > kDoubtMs && m_idempotency != Idempotency::Unsafe &&
            step().attempt < planned().attempts && !m_stopping) {
            const Error doubt = *m_doubt;
            return record(Outcome::Unknown,
                          tr("no answer (%1) and no effect after %2").arg(doubt.message, format::duration(waited)),
                          [this, doubt] { again(0, doubt.message); });
        }
    } else {
        step().words = tr("cannot read back: %1").arg(now.error().message);
    }
    if (waited > planned().timeoutMs)
        return noEffect();
    tell();
    later(m_pollMs, [this] { confirm(); });
    m_pollMs = std::min(m_pollMs * 3 / 2, kLastPollMs);
}

void PlanRunner::noEffect()
{
    const QString after = format::duration(planned().timeoutMs);
    Error error{.kind = Error::Kind::TimedOut,
                .message = m_doubt ? tr("No answer and no effect after %1").arg(after)
                                   : tr("Accepted, but no effect after %1").arg(after),
                .where = targetKey(planned().command),
                .hint = tr("Last seen: %1. Look at the controller before sending anything again.").arg(step().words)};
    record(Outcome::Unknown, step().words, [this, error] { endStep(State::Unknown, error.message, error); });
}

void PlanRunner::watchRecovery()
{
    const qint64 waited = m_doors.clock->monoMs() - m_stepStartMs;
    const qint64 now = m_doors.clock->wallMs();
    const qint64 since = m_doors.underLimitsSince ? m_doors.underLimitsSince(m_run.plan) : 0;
    // Only time after the commands counts: being fine before they were sent proves nothing about them.
    const qint64 held = since > 0 ? now - std::max(since, step().startedMs) : 0;
    if (since > 0 && held >= planned().holdMs) {
        const qint64 took = std::max<qint64>(0, since - m_run.startedMs);
        return endStep(State::Done, tr("recovered after %1").arg(format::duration(took)));
    }
    if (waited > planned().timeoutMs) {
        return endStep(
            State::Failed, tr("not recovered"),
            Error{.kind = Error::Kind::TimedOut,
                  .message = tr("The signals are not back within their limits after %1")
                                 .arg(format::duration(planned().timeoutMs)),
                  .hint = tr("The commands had their effect; the cause may lie elsewhere. Get a second person.")});
    }
    step().progress = double(held) / double(planned().holdMs);
    step().words = since > 0 ? tr("within limits for %1 of %2")
                                   .arg(format::duration(held / 1000 * 1000), format::duration(planned().holdMs))
                             : tr("still beyond a limit, or no fresh samples");
    tell();
    later(500, [this] { watchRecovery(); });
}

void PlanRunner::record(Outcome outcome, const QString &observed, std::function<void()> next)
{
    ASTERN_CRASH_POINT("command.before-outcome");
    Operation operation = operationOf(m_run.plan);
    if (!m_stopping)
        operation.next = m_run.plan.commandAfter(m_at);
    m_promised = outcome == Outcome::Succeeded && !operation.next.isEmpty();
    const Draft draft = outcomeDraft(operation, *m_intent, outcome, observed);
    if (!m_intentIsRecorded) {
        m_doors.journal->noteUnrecorded(draft, tr("its intent could not be recorded"));
        Q_EMIT wentUnrecorded();
        m_intent.reset();
        m_promised = false;
        return next();
    }
    m_doors.journal->append(draft, m_inbox.wrap([this, next = std::move(next)](const Result<Receipt> &receipt) {
        if (receipt)
            step().outcomeIndex = receipt->index + 1;
        else // The effect is there; the next start finds the intent open and reads what became of it.
            step().error = receipt.error();
        m_intent.reset();
        next();
    }));
}

} // namespace astern
