// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the episode: which is due, what it waits for, and what the outcomes before it mean.
#include "models/guard/ladder.h"

#include <algorithm>

namespace astern::guard {
namespace {

using policy::Step;
using Is = StepState::Is;
using Result = Outcome::Result;

// An act without an outcome for that long has none. A rollback says itself how long (timeout).
constexpr qint64 kActTimeoutMs = 2 * 60'000;
// A verdict on what a mitigation did comes this much after lateness and two ticks, or it is taken for undecided.
constexpr qint64 kVerdictGraceMs = 60'000;

template <class T>
bool is(const Step &step)
{
    return std::holds_alternative<T>(step.act);
}

bool tellsPeople(const Step &step)
{
    return is<policy::Notify>(step) || is<policy::Page>(step) || is<policy::Ask>(step);
}

// Its outcome matters to what comes next.
bool blocks(const Step &step)
{
    return step.afterMs == 0 && (is<policy::Shrink>(step) || is<policy::Mitigate>(step) || is<policy::Rollback>(step) ||
                                 is<policy::Ask>(step));
}

} // namespace

QList<Act> Ladder::tell(const Outcome &outcome)
{
    m_state.nowMs = std::max(m_state.nowMs, outcome.atMs);
    close(outcome.key);
    closeStep(outcome.key, outcome.result);
    if (outcome.key == m_state.holdKey && outcome.result != Result::Confirmed)
        m_state.holdKey.clear(); // the next episode tries again
    if (outcome.key == m_state.rollback.key && !outcome.key.isEmpty() && !m_state.rollback.result)
        rollbackEnded(outcome.result);
    return run();
}

void Ladder::closeStep(const QString &key, Result result)
{
    for (int i = 0; i < m_state.episode.steps.size(); ++i) {
        auto &step = m_state.episode.steps[i];
        if (step.is != Is::Running || step.key != key)
            continue;
        step.is = Is::Done;
        step.result = result;
        step.endedMs = m_state.nowMs;
        const auto *mitigate = std::get_if<policy::Mitigate>(&steps().at(i).act);
        if (mitigate && result == Result::Confirmed)
            m_state.mitigated.append(*mitigate);
        if (is<policy::Shrink>(steps().at(i)) && result == Result::NotPossible)
            hold(i, Act::Because::Step); // the weights belong to the controller's own steps
    }
}

// What has waited for an answer or an outcome for too long.
void Ladder::timeOut()
{
    const auto asks = m_state.asks;
    for (const auto &open : asks) {
        if (m_state.nowMs >= open.deadlineMs)
            takeDefault(open);
    }
    QStringList late;
    for (const auto &step : std::as_const(m_state.episode.steps)) {
        if (step.is == Is::Running && step.deadlineMs > 0 && m_state.nowMs >= step.deadlineMs &&
            step.key != m_state.rollback.key)
            late.append(step.key);
    }
    for (const auto &key : std::as_const(late))
        closeStep(key, Result::TimedOut);
    auto &rollback = m_state.rollback;
    if (!rollback.key.isEmpty() && !rollback.result && m_state.nowMs >= rollback.deadlineMs) {
        closeStep(rollback.key, Result::TimedOut);
        rollbackEnded(Result::TimedOut);
    }
}

void Ladder::climb()
{
    for (int i = 0; i < m_state.episode.steps.size(); ++i) {
        if (steps().at(i).afterMs > 0 && isDue(i))
            consider(i);
    }
    for (int i = 0; i < m_state.episode.steps.size(); ++i) {
        if (steps().at(i).afterMs == 0 && climbStep(i))
            return;
    }
}

bool Ladder::climbStep(int i)
{
    if (isDue(i))
        consider(i);
    const auto &step = steps().at(i);
    const auto &state = m_state.episode.steps.at(i);
    if (state.is == Is::Running)
        return blocks(step) && !(step.unlessCritical && m_state.episode.critical);
    return state.is == Is::Done && isWaiting(i);
}

// A step with `after` is due by the time, another once it is its turn.
bool Ladder::isDue(int i) const
{
    if (m_state.episode.ended || m_state.episode.steps.at(i).is != Is::Pending)
        return false;
    const auto &step = steps().at(i);
    if (step.afterMs == 0 || m_state.nowMs >= m_state.episode.beganMs + step.afterMs)
        return true;
    return m_state.episode.verdict == policy::VerdictClass::Unknown && tellsPeople(step) &&
           std::any_of(m_state.standings.cbegin(), m_state.standings.cend(),
                       [](const Standing &standing) { return standing.escalates; });
}

// A confirmed mitigation is given its time, and then the verdicts on that time are waited for.
bool Ladder::isWaiting(int i) const
{
    const auto &state = m_state.episode.steps.at(i);
    const auto *mitigate = std::get_if<policy::Mitigate>(&steps().at(i).act);
    if (!mitigate || state.result != Result::Confirmed || (steps().at(i).unlessCritical && m_state.episode.critical))
        return false;
    const auto until = state.endedMs + mitigate->waitMs;
    for (const auto &standing : m_state.standings) {
        if (standing.verdict != policy::VerdictClass::Systemic || standing.tickMs >= until)
            continue;
        const auto &time = find(standing.policyId)->time;
        if (m_state.nowMs < until + time.latenessMs + 2 * time.tickMs + kVerdictGraceMs)
            return true;
    }
    return m_state.nowMs < until;
}

const StepState *Ladder::lastMitigation(int before) const
{
    for (int i = before - 1; i >= 0; --i) {
        const auto &state = m_state.episode.steps.at(i);
        if (is<policy::Mitigate>(steps().at(i)) && state.is == Is::Done && state.result == Result::Confirmed)
            return &state;
    }
    return nullptr;
}

bool Ladder::stillSystemic(const StepState &mitigation) const
{
    return std::any_of(m_state.standings.cbegin(), m_state.standings.cend(), [&](const Standing &standing) {
        return standing.verdict == policy::VerdictClass::Systemic &&
               (standing.stillSystemic || standing.tickMs < mitigation.endedMs); // nothing was seen of it: undecided
    });
}

// The nearest step before it that was taken; -1: none.
int Ladder::previous(int i) const
{
    for (--i; i >= 0; --i) {
        const auto is = m_state.episode.steps.at(i).is;
        if (is == Is::Running || is == Is::Done)
            return i;
    }
    return -1;
}

void Ladder::consider(int i)
{
    const auto &step = steps().at(i);
    auto &state = m_state.episode.steps[i];
    if (step.unlessCritical && m_state.episode.critical) {
        state.is = Is::Skipped;
        return;
    }
    if (step.when == Step::When::StillSystemic) {
        const auto *mitigation = lastMitigation(i);
        if (mitigation && !stillSystemic(*mitigation)) {
            state.is = Is::Spared;
            return;
        }
    }
    if (step.when == Step::When::NotConfirmed) {
        const auto before = previous(i);
        if (before >= 0 && m_state.episode.steps.at(before).is == Is::Running)
            return; // its outcome is not known yet
        const auto result = before < 0 ? std::nullopt : m_state.episode.steps.at(before).result;
        if (!result || *result == Result::Confirmed) {
            state.is = Is::Skipped;
            return;
        }
    }
    perform(i);
}

void Ladder::perform(int i)
{
    const auto &step = steps().at(i);
    const auto *mitigate = std::get_if<policy::Mitigate>(&step.act);
    const bool inPlace = mitigate && m_state.mitigated.contains(*mitigate);
    const bool tooLate =
        !m_state.rollback.key.isEmpty() && (mitigate || is<policy::Shrink>(step) || is<policy::Hold>(step));
    if (inPlace || tooLate) {
        m_state.episode.steps[i].is = Is::Skipped;
        return;
    }
    if (is<policy::Hold>(step))
        return hold(i, Act::Because::Step);
    if (is<policy::Rollback>(step))
        return rollBack(i, Act::Because::Step, true, {});
    if (const auto *question = std::get_if<policy::Ask>(&step.act))
        return ask(i, *question, Act::Because::Step);
    auto act = std::visit([&](const auto &what) { return actOf(i, Act::What(what), Act::Because::Step); }, step.act);
    act.deadlineMs = act.dueMs + kActTimeoutMs;
    auto &state = m_state.episode.steps[i];
    state = {.is = Is::Running, .key = act.key, .deadlineMs = act.deadlineMs};
    m_state.shrunk = m_state.shrunk || is<policy::Shrink>(step);
    issue(std::move(act));
}

// At most one hold at a time; that it is in place already is as good as confirmed.
void Ladder::hold(int i, Act::Because because)
{
    auto &state = m_state.episode.steps[i];
    const bool own = is<policy::Hold>(steps().at(i));
    if (!m_state.holdKey.isEmpty()) {
        if (own)
            state = {.is = Is::Done, .result = Result::Confirmed, .endedMs = m_state.nowMs};
        return;
    }
    auto act = actOf(i, policy::Hold(), because);
    m_state.held = true;
    m_state.holdKey = act.key;
    act.deadlineMs = act.dueMs + kActTimeoutMs;
    if (own)
        state = {.is = Is::Running, .key = act.key, .deadlineMs = act.deadlineMs};
    issue(std::move(act));
}

// Astern's own hold ends once everything has been healthy for clear_for.
void Ladder::release()
{
    const auto &episode = m_state.episode;
    if (!m_state.held || m_state.finished || !m_state.rollback.key.isEmpty() || episode.policyId.isEmpty() ||
        episode.verdict != policy::VerdictClass::Healthy)
        return;
    const auto wellFor = m_state.standings.value(episode.policyId).tickMs - episode.beganMs;
    if (wellFor < clearForMs())
        return;
    issue(actOf(0, Release{m_state.shrunk}, Act::Because::Healthy));
    letGo();
}

void Ladder::letGo()
{
    m_state.held = m_state.shrunk = false;
    m_state.holdKey.clear();
}

namespace {

qint64 clearForOf(const policy::Rule &rule)
{
    return std::visit(
        [](const auto &body) {
            if constexpr (requires { body.answering; })
                return body.answering.clearForMs;
            else
                return policy::Answering().clearForMs;
        },
        rule.body);
}

} // namespace

// The longest of all enforced rules.
qint64 Ladder::clearForMs() const
{
    qint64 longest = 0;
    for (const auto &policy : m_policies) {
        for (const auto &rule : policy.rules) {
            if (policy.enforces(rule))
                longest = std::max(longest, clearForOf(rule));
        }
    }
    return longest;
}

} // namespace astern::guard
