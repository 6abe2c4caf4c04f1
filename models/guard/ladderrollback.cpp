// SPDX-License-Identifier: GPL-3.0-or-later
// The rollback and what refuses it, questions to people, and whether it helped.
#include "models/guard/ladder.h"

#include <algorithm>

namespace astern::guard {
namespace {

using Is = StepState::Is;
using Result = Outcome::Result;

constexpr qint64 kRecoveryMs = 5 * 60'000;
constexpr qint64 kMostBackoffMs = 60'000;
constexpr qint64 kAskMs = 30 * 60'000; // where no ask of the ladder says how long

// A rollback takes its timeout once more for each retry, and the pauses between them.
qint64 longestMs(const policy::Rollback &rollback)
{
    qint64 longest = rollback.timeoutMs;
    qint64 pause = rollback.backoffMs;
    for (qint64 i = 0; i < rollback.retries; ++i) {
        longest += rollback.timeoutMs + std::min(pause, kMostBackoffMs);
        pause = std::min(2 * pause, kMostBackoffMs);
    }
    return longest;
}

} // namespace

// Whatever policy says no counts: that a migration cannot be undone is a fact of the service.
std::optional<Act::Because> Ladder::refusal() const
{
    for (const auto &policy : m_policies) {
        if (!policy.guards.rollbackSafe)
            return Act::Because::RollbackUnsafe;
    }
    for (const auto &policy : m_policies) {
        const auto within = m_state.nowMs - policy.guards.maxAutoRollbacksWithinMs;
        const auto count =
            std::count_if(m_state.rollbacks.cbegin(), m_state.rollbacks.cend(), [&](qint64 at) { return at > within; });
        if (count >= policy.guards.maxAutoRollbacks)
            return Act::Because::TooManyRollbacks;
    }
    return std::nullopt;
}

void Ladder::rollBack(int i, Act::Because because, bool automatic, const QString &by)
{
    auto &step = m_state.episode.steps[i];
    auto &rollback = m_state.rollback;
    const bool again = !automatic && rollback.result && *rollback.result != Result::Confirmed;
    if (!rollback.key.isEmpty() && !again) { // never twice: its outcome is this step's
        step = {.is = rollback.result ? Is::Done : Is::Running,
                .key = rollback.key,
                .result = rollback.result,
                .endedMs = rollback.endedMs};
        return;
    }
    if (const auto no = refusal(); no && automatic) {
        if (because == Act::Because::NobodyAnswered) { // asked already
            step.is = Is::Done;
            return pagePeople(i, *no);
        }
        policy::Ask question{.to = people(), .timeoutMs = kAskMs};
        for (const auto &other : steps()) {
            if (const auto *asks = std::get_if<policy::Ask>(&other.act)) {
                question = *asks;
                if (question.otherwise == policy::Ask::Default::Rollback)
                    question.otherwise = policy::Ask::Default::Hold;
                break;
            }
        }
        return ask(i, question, *no);
    }
    const auto *own = std::get_if<policy::Rollback>(&steps().at(i).act);
    const policy::Rollback what = own ? *own : policy::Rollback();
    auto act = actOf(i, what, because);
    act.automatic = automatic;
    act.decidedBy = by;
    act.deadlineMs = act.dueMs + longestMs(what);
    step = {.is = Is::Running, .key = act.key};
    rollback = {.key = act.key,
                .issuedMs = m_state.nowMs,
                .deadlineMs = act.deadlineMs,
                .cause = act.cause,
                .episode = act.episode,
                .step = i,
                .policyId = act.policyId};
    if (issue(std::move(act)) && automatic)
        noteRollback(m_state.nowMs);
}

void Ladder::rollbackEnded(Result result)
{
    auto &rollback = m_state.rollback;
    rollback.result = result;
    rollback.endedMs = m_state.nowMs;
    if (result == Result::Confirmed) {
        rollback.recovery = Recovery::Watching;
        return;
    }
    bool told = false;
    for (int i = 0; i < m_state.episode.steps.size() && !m_state.episode.ended; ++i) {
        const auto &act = steps().at(i).act;
        told = told || (m_state.episode.steps.at(i).is == Is::Pending &&
                        (std::holds_alternative<policy::Page>(act) || std::holds_alternative<policy::Ask>(act) ||
                         std::holds_alternative<policy::Notify>(act)));
    }
    if (!told)
        pagePeople(rollback.step, Act::Because::NotConfirmed);
}

void Ladder::freeze(int i, Act::Because because, const QString &by)
{
    m_state.frozen = true;
    auto act = actOf(i, Freeze(), because);
    act.automatic = by.isEmpty();
    act.decidedBy = by;
    issue(std::move(act));
}

void Ladder::ask(int i, const policy::Ask &question, Act::Because because)
{
    auto act = actOf(i, question, because);
    act.deadlineMs = act.dueMs + question.timeoutMs;
    m_state.episode.steps[i] = {.is = Is::Running, .key = act.key};
    m_state.asks.append({act.key, i, act.deadlineMs, question.otherwise});
    issue(std::move(act));
}

void Ladder::takeDefault(OpenAsk open)
{
    m_state.asks.removeOne(open);
    close(open.key);
    if (open.otherwise == policy::Ask::Default::Rollback)
        return rollBack(open.step, Act::Because::NobodyAnswered, true, {});
    closeStep(open.key, Result::TimedOut);
    hold(open.step, Act::Because::NobodyAnswered);
    if (open.otherwise == policy::Ask::Default::Freeze)
        freeze(open.step, Act::Because::NobodyAnswered, {});
}

QList<Act> Ladder::answer(const Answer &answer)
{
    m_state.nowMs = std::max(m_state.nowMs, answer.atMs);
    const auto found = std::find_if(m_state.asks.cbegin(), m_state.asks.cend(),
                                    [&](const OpenAsk &open) { return open.key == answer.key; });
    if (found == m_state.asks.cend() || m_state.nowMs >= found->deadlineMs)
        return run(); // answered, withdrawn or over already
    const auto open = *found;
    m_state.asks.removeOne(open);
    close(open.key);
    if (answer.choice == Answer::Choice::Rollback) {
        rollBack(open.step, Act::Because::Answered, false, answer.by);
        return run();
    }
    closeStep(open.key, Result::Confirmed);
    if (answer.choice == Answer::Choice::Continue) {
        if (m_state.held) {
            auto act = actOf(open.step, Release{m_state.shrunk}, Act::Because::Answered);
            act.automatic = false;
            act.decidedBy = answer.by;
            issue(std::move(act));
        }
        letGo();
    } else {
        hold(open.step, Act::Because::Answered);
    }
    if (answer.choice == Answer::Choice::Freeze)
        freeze(open.step, Act::Because::Answered, answer.by);
    giveUp();
    return run();
}

void Ladder::withdraw(const OpenAsk &open)
{
    m_state.asks.removeOne(open);
    close(open.key);
    for (auto &step : m_state.episode.steps) {
        if (step.key == open.key && step.is == Is::Running)
            step.is = Is::Skipped;
    }
    issue(actOf(open.step, Withdraw{open.key}, Act::Because::Over));
}

void Ladder::withdrawAll()
{
    const auto asks = m_state.asks;
    for (const auto &open : asks)
        withdraw(open);
}

// Whom the ladder would tell, or whoever owns the policy.
QString Ladder::people() const
{
    if (m_state.episode.policyId.isEmpty())
        return {};
    for (const auto &step : winner().ladder.onSystemic) {
        if (const auto *page = std::get_if<policy::Page>(&step.act))
            return page->to;
    }
    for (const auto &step : winner().ladder.onSystemic) {
        if (const auto *asks = std::get_if<policy::Ask>(&step.act))
            return asks->to;
        if (const auto *notify = std::get_if<policy::Notify>(&step.act))
            return notify->to;
    }
    return winner().owner;
}

void Ladder::pagePeople(int i, Act::Because because)
{
    auto act = actOf(i, policy::Page{people()}, because);
    if (because == Act::Because::NotConfirmed || because == Act::Because::NotRecovered) {
        // It is about the rollback, in whatever episode that was.
        const auto &rollback = m_state.rollback;
        act.cause = rollback.cause;
        act.episode = rollback.episode;
        act.step = rollback.step;
        act.key = actKey(m_rolloutId, act.cause, act.episode, act.step, act.name());
    }
    issue(std::move(act));
}

// nullopt: no rule can tell.
std::optional<bool> Ladder::isRecovered() const
{
    bool any = false;
    bool all = true;
    const auto since = m_state.rollback.endedMs;
    for (const auto &policy : m_policies) {
        if (!judgesRecovery(policy))
            continue;
        any = true;
        const auto standing = m_state.standings.value(policy.id);
        all = all && standing.wellSinceMs && standing.tickMs - std::max(*standing.wellSinceMs, since) >= clearForMs();
    }
    return any ? std::optional(all) : std::nullopt;
}

// Rolled back and still unhealthy: people, and never another rollback.
void Ladder::watchRecovery()
{
    auto &rollback = m_state.rollback;
    if (rollback.recovery != Recovery::Watching)
        return;
    const auto recovered = isRecovered();
    if (recovered.value_or(true)) {
        rollback.recovery = recovered ? Recovery::Recovered : Recovery::NotJudged;
        withdrawAll(); // there is nothing left to decide
        for (int i = 0; i < m_state.episode.steps.size(); ++i) {
            auto &step = m_state.episode.steps[i];
            if (step.is == Is::Pending && std::holds_alternative<policy::Ask>(steps().at(i).act))
                step.is = Is::Skipped;
        }
    } else if (m_state.nowMs >= rollback.endedMs + kRecoveryMs) {
        rollback.recovery = Recovery::Failed;
        pagePeople(rollback.step, Act::Because::NotRecovered);
    }
}

qint64 Ladder::coolDownUntilMs() const
{
    qint64 until = 0;
    if (m_state.rollbacks.isEmpty() && m_state.rollback.key.isEmpty())
        return until;
    const auto last = std::max({m_state.rollbacks.isEmpty() ? 0 : m_state.rollbacks.last(), m_state.rollback.issuedMs,
                                m_state.rollback.endedMs});
    for (const auto &policy : m_policies)
        until = std::max(until, last + policy.guards.coolDownMs);
    return until;
}

} // namespace astern::guard
