// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/ladder.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::guard {
namespace {

using policy::VerdictClass;

QString tr(const char *text) { return QCoreApplication::translate("Guard", text); }

// Threshold, budget and probe on role all: what judges whichever version serves.
bool judgesWhateverServes(const policy::Rule &rule)
{
    return rule.role() == Role::All &&
           (std::holds_alternative<policy::Threshold>(rule.body) || std::holds_alternative<policy::Budget>(rule.body) ||
            std::holds_alternative<policy::ProbeRule>(rule.body));
}

Standing standingOf(const policy::Policy &policy, const policy::Verdict &verdict)
{
    Standing standing{.policyId = policy.id,
                      .tickMs = verdict.tickMs,
                      .verdict = verdict.verdict,
                      .critical = verdict.verdict == VerdictClass::Systemic && verdict.critical,
                      .fresh = verdict.fresh,
                      .stillSystemic = verdict.stillSystemic};
    bool well = true;
    qint64 since = 0;
    for (qsizetype i = 0; i < policy.rules.size() && i < qsizetype(verdict.rules.size()); ++i) {
        const auto &rule = policy.rules.at(i);
        const auto &reading = verdict.rules[size_t(i)];
        if (!policy.enforces(rule))
            continue;
        standing.raising = standing.raising || (reading.carries && reading.verdict == VerdictClass::Systemic &&
                                                reading.severity >= policy::Severity::Major);
        standing.escalates = standing.escalates || reading.escalates;
        if (!judgesWhateverServes(rule))
            continue;
        well = well && reading.verdict == VerdictClass::Healthy;
        since = std::max(since, reading.sinceMs);
    }
    if (well)
        standing.wellSinceMs = since;
    for (const auto &reason : verdict.reasons)
        standing.reasons.append(policy.id + QLatin1Char('/') + reason);
    return standing;
}

bool isGraver(const Standing &a, const Standing &b)
{
    return a.verdict != b.verdict ? a.verdict > b.verdict : a.critical && !b.critical;
}

} // namespace

bool judgesRecovery(const policy::Policy &policy)
{
    return std::any_of(policy.rules.cbegin(), policy.rules.cend(),
                       [&](const policy::Rule &rule) { return policy.enforces(rule) && judgesWhateverServes(rule); });
}

Ladder::Ladder(QString rolloutId, QList<policy::Policy> policies) : m_rolloutId(std::move(rolloutId))
{
    std::copy_if(policies.cbegin(), policies.cend(), std::back_inserter(m_policies),
                 [](const policy::Policy &policy) { return policy.mode == policy::Mode::Enforce; });
    std::sort(m_policies.begin(), m_policies.end(),
              [](const policy::Policy &a, const policy::Policy &b) { return a.id < b.id; });
}

const policy::Policy *Ladder::find(const QString &policyId) const
{
    const auto found = std::find_if(m_policies.cbegin(), m_policies.cend(),
                                    [&](const policy::Policy &policy) { return policy.id == policyId; });
    return found == m_policies.cend() ? nullptr : &*found;
}

QList<Act> Ladder::judge(const QList<Judged> &verdicts, qint64 nowMs)
{
    m_state.nowMs = std::max(m_state.nowMs, nowMs);
    for (const auto &judged : verdicts) {
        const auto *policy = find(judged.policyId);
        const auto known = m_state.standings.constFind(judged.policyId);
        if (!policy || (known != m_state.standings.constEnd() && judged.verdict.tickMs <= known->tickMs))
            continue;
        m_state.standings.insert(judged.policyId, standingOf(*policy, judged.verdict));
    }
    return run();
}

QList<Act> Ladder::advance(qint64 nowMs) { return judge({}, nowMs); }

QList<Act> Ladder::finish(qint64 nowMs)
{
    m_state.nowMs = std::max(m_state.nowMs, nowMs);
    if (!m_state.finished) {
        m_state.finished = true;
        giveUp();
    }
    return run();
}

void Ladder::noteRollback(qint64 atMs)
{
    m_state.rollbacks.insert(std::upper_bound(m_state.rollbacks.cbegin(), m_state.rollbacks.cend(), atMs), atMs);
}

void Ladder::liftFreeze() { m_state.frozen = false; }

QList<Act> Ladder::run()
{
    timeOut();
    follow();
    climb();
    watchRecovery();
    release();
    return std::exchange(m_due, {});
}

// Which class the rollout is in, and whose ladder that means.
void Ladder::follow()
{
    const Standing *gravest = nullptr;
    for (const auto &standing : std::as_const(m_state.standings)) { // by policy id: the first of equals stays
        if (!gravest || isGraver(standing, *gravest))
            gravest = &standing;
    }
    if (!gravest || m_state.finished || m_state.rollback.result == Outcome::Result::Confirmed)
        return; // what was rolled back is watched by watchRecovery()
    const auto &episode = m_state.episode;
    const bool other = episode.policyId.isEmpty() || episode.verdict != gravest->verdict;
    const bool turnsCritical = gravest->critical && !episode.critical;
    if (other || (turnsCritical && gravest->policyId != episode.policyId) || relapsed())
        beginEpisode(*gravest);
    m_state.episode.critical = m_state.episode.critical || gravest->critical;
}

// A mitigation had helped, so that steps were left out, and now a rule says systemic again.
bool Ladder::relapsed() const
{
    const auto &episode = m_state.episode;
    if (episode.verdict != VerdictClass::Systemic || episode.ended)
        return false;
    return std::any_of(episode.steps.cbegin(), episode.steps.cend(),
                       [](const StepState &step) { return step.is == StepState::Is::Spared; }) &&
           std::any_of(m_state.standings.cbegin(), m_state.standings.cend(),
                       [](const Standing &standing) { return standing.raising && standing.stillSystemic; });
}

void Ladder::beginEpisode(const Standing &standing)
{
    const auto gravest = standing; // what follows may not depend on where it lies
    giveUp();
    auto &number = m_state.episodes[policy::wordFor(gravest.verdict)];
    m_state.episode = {.verdict = gravest.verdict,
                       .policyId = gravest.policyId,
                       .number = ++number,
                       .critical = gravest.critical,
                       .beganMs = gravest.tickMs,
                       .steps = {}};
    m_state.episode.steps.resize(steps().size());
}

// Whatever is not under way yet. A question of the episode is withdrawn, a rollback goes on.
void Ladder::giveUp()
{
    withdrawAll();
    m_state.episode.ended = true;
    for (auto &step : m_state.episode.steps) {
        if (step.is == StepState::Is::Pending)
            step.is = StepState::Is::Skipped;
    }
}

const Ladder::Steps &Ladder::steps() const
{
    static const Steps none;
    if (m_state.episode.policyId.isEmpty())
        return none;
    return stepsOf(winner(), m_state.episode.verdict);
}

// Of every policy that says the class.
QStringList Ladder::reasons() const
{
    QStringList all;
    const auto add = [&](const Standing &standing) {
        if (standing.verdict == m_state.episode.verdict)
            all += standing.reasons;
    };
    add(m_state.standings.value(m_state.episode.policyId));
    for (const auto &standing : m_state.standings) {
        if (standing.policyId != m_state.episode.policyId)
            add(standing);
    }
    return all;
}

Act Ladder::actOf(int step, Act::What what, Act::Because because) const
{
    Act act{.what = std::move(what),
            .because = because,
            .cause = m_state.episode.verdict,
            .episode = m_state.episode.number,
            .step = step,
            .policyId = m_state.episode.policyId,
            .dueMs = m_state.nowMs,
            .reasons = reasons()};
    act.key = actKey(m_rolloutId, act.cause, act.episode, act.step, act.name());
    return act;
}

bool Ladder::issue(Act act)
{
    if (m_state.issued.contains(act.key))
        return false;
    m_state.issued.append(act.key);
    if (!std::holds_alternative<Freeze>(act.what) && !std::holds_alternative<Withdraw>(act.what))
        m_state.open.append(act);
    m_due.append(std::move(act));
    return true;
}

void Ladder::close(const QString &key)
{
    m_state.open.removeIf([&](const Act &act) { return act.key == key; });
}

bool Ladder::mayPromote() const
{
    return !m_state.standings.isEmpty() && !m_state.held && !m_state.frozen && !m_state.finished &&
           m_state.rollback.key.isEmpty() && m_state.standings.size() == m_policies.size() &&
           std::all_of(m_state.standings.cbegin(), m_state.standings.cend(), [](const Standing &standing) {
               return standing.verdict == VerdictClass::Healthy && standing.fresh;
           });
}

Result<Ok> Ladder::restore(const QJsonObject &json)
{
    auto state = ladderStateFrom(json, m_rolloutId);
    if (!state)
        return state.error();
    const auto refuse = [&] {
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The ladder's state was saved under other policies"),
                     .where = m_rolloutId,
                     .hint = tr("A rollout keeps the policies that it began with")};
    };
    for (const auto &standing : std::as_const(state->standings)) {
        if (!find(standing.policyId))
            return refuse();
    }
    if (!state->episode.policyId.isEmpty() && !find(state->episode.policyId))
        return refuse();
    const auto before = std::exchange(m_state, *state);
    if (m_state.episode.steps.size() != steps().size()) {
        m_state = before;
        return refuse();
    }
    return Ok();
}

} // namespace astern::guard
