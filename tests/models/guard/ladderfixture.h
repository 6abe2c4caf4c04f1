// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/assumedclimb.h"

#include "tests/models/policy/verdictfixture.h"

namespace astern::test {

using namespace astern::guard;
using policy::Policy;
using policy::Step;
using policy::Verdict;
using policy::VerdictClass;

inline const QString kRollout = QStringLiteral("checkout/7");
inline const QString kOther = QStringLiteral("aaa-policy"); // sorts before the fixture's own

inline Step step(decltype(Step::act) act, qint64 afterMs = 0, Step::When when = Step::When::Always, bool unless = false)
{
    return {.act = std::move(act), .afterMs = afterMs, .when = when, .unlessCritical = unless};
}
inline policy::Mitigate flagOff(const char *flag = "new-flow", qint64 waitMs = 90'000)
{
    return {.flag = QLatin1String(flag), .set = QStringLiteral("off"), .config = {}, .apply = {}, .waitMs = waitMs};
}
inline policy::Page page(const char *to = "oncall") { return {QLatin1String(to)}; }
inline policy::Notify notify(const char *to = "room") { return {QLatin1String(to)}; }
inline policy::Ask ask(policy::Ask::Default otherwise = policy::Ask::Default::Hold, qint64 timeoutMs = 600'000)
{
    return {.to = QStringLiteral("manager"), .timeoutMs = timeoutMs, .otherwise = otherwise};
}

// One rule on role new, so that nothing judges the recovery, and the ladders of the test.
inline Policy climbing(QList<Step> onSystemic, const QString &id = QStringLiteral("shop-policy"))
{
    auto policy = policyOf({rule(QStringLiteral("errors"), threshold(0.01, 60'000, 60'000))});
    policy.id = id;
    policy.owner = QStringLiteral("team-shop");
    policy.ladder = {.onTransient = {step(policy::Hold())},
                     .onSystemic = std::move(onSystemic),
                     .onUnknown = {step(policy::Hold())},
                     .onExternal = {step(policy::Hold()), step(page("platform"))}};
    return policy;
}
// The same with a rule that judges whichever version serves.
inline Policy judgingRecovery(QList<Step> onSystemic)
{
    auto policy = climbing(std::move(onSystemic));
    auto all = threshold(0.01, 60'000, 60'000);
    all.role = Role::All;
    policy.rules.append(rule(QStringLiteral("all-errors"), all));
    return policy;
}

struct Said {
    VerdictClass verdict = VerdictClass::Healthy;
    bool critical = false;
    bool still = true;   // systemic after a mitigation
    bool raising = true; // the rule says systemic at this tick
    bool escalates = false;
    bool well = false;    // the absolute rule, if any, is healthy
    qint64 wellSince = 0; // tick
    bool fresh = true;
};

inline Verdict verdictOf(const Policy &policy, qint64 tick, const Said &said)
{
    Verdict verdict{.tickMs = tick * kTick,
                    .verdict = said.verdict,
                    .critical = said.critical,
                    .fresh = said.fresh,
                    .sinceMs = tick * kTick,
                    .rules = {},
                    .reasons = {QStringLiteral("errors: confirmed")},
                    .stillSystemic = said.verdict == VerdictClass::Systemic && said.still};
    for (const auto &rule : policy.rules) {
        policy::RuleReading reading{.escalates = said.escalates};
        reading.verdict =
            said.verdict == VerdictClass::Systemic && !said.raising ? VerdictClass::Healthy : said.verdict;
        if (rule.role() == Role::All) {
            reading.verdict = said.well ? VerdictClass::Healthy : VerdictClass::Unknown;
            reading.sinceMs = said.wellSince * kTick;
        }
        verdict.rules.push_back(reading);
    }
    return verdict;
}

// A ladder and what it has asked for so far, as "do@seconds since the first tick".
class Climb {
public:
    explicit Climb(QList<Policy> policies) : m_policies(std::move(policies)), ladder(kRollout, m_policies) {}

    // At the end of a tick all policies say the same, or what is said of each.
    void say(qint64 tick, const Said &said) { say(tick, QList<Said>(m_policies.size(), said)); }
    void say(qint64 tick, const QList<Said> &said)
    {
        QList<Ladder::Judged> verdicts;
        for (qsizetype i = 0; i < said.size(); ++i)
            verdicts.append({m_policies.at(i).id, verdictOf(m_policies.at(i), tick, said.at(i))});
        take(ladder.judge(verdicts, tick * kTick));
    }
    void say(qint64 from, qint64 to, const Said &said)
    {
        for (auto tick = from; tick <= to; ++tick)
            say(tick, said);
    }
    // The outcome of the last act of that name.
    void outcome(const char *name, qint64 tick, Outcome::Result result = Outcome::Result::Confirmed)
    {
        const auto *act = last(name);
        QVERIFY2(act, name);
        take(ladder.tell({act->key, result, tick * kTick}));
    }
    void answer(qint64 tick, Answer::Choice choice)
    {
        const auto *act = last("ask");
        QVERIFY(act);
        take(ladder.answer({act->key, choice, QStringLiteral("rita"), tick * kTick}));
    }
    void take(const QList<Act> &due)
    {
        for (const auto &act : due)
            acts.append(act);
    }
    [[nodiscard]] const Act *last(const char *name) const
    {
        for (auto act = acts.crbegin(); act != acts.crend(); ++act) {
            if (act->name() == QLatin1String(name))
                return &*act;
        }
        return nullptr;
    }
    // "hold@1 rollback@3": the acts with the tick at which they were due.
    [[nodiscard]] QString told() const
    {
        QStringList words;
        for (const auto &act : acts)
            words.append(act.name() + QLatin1Char('@') + QString::number(act.dueMs / kTick));
        return words.join(QLatin1Char(' '));
    }

private:
    QList<Policy> m_policies;

public:
    Ladder ladder;
    QList<Act> acts;
};

} // namespace astern::test
