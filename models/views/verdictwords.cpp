// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/verdictwords.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

using guard::GuardState;
using guard::PlaceVerdict;
using policy::VerdictClass;
using policy::Why;

QString tr(const char *text) { return QCoreApplication::translate("Verdict", text); }

// A tick is judged only when late samples have had their time.
qint64 dueOf(const PlaceVerdict &verdict, const PlaceVerdict::Coming &coming)
{
    if (coming.atMs <= 0)
        return 0;
    return coming.ruleId.isEmpty() ? coming.atMs : coming.atMs + verdict.latenessMs;
}

VerdictNext wordsOf(const PlaceVerdict &verdict, const PlaceVerdict::Coming &coming, qint64 nowMs)
{
    const qint64 at = dueOf(verdict, coming);
    if (at == 0)
        return {tr("%1 when it is confirmed").arg(actWords(coming.what)), 0, coming.policyId};
    if (at <= nowMs) // due, and not seen yet
        return {tr("%1 any moment").arg(actWords(coming.what)), 0, coming.policyId};
    return {actWords(coming.what), at, coming.policyId};
}

QString askWords(const guard::Act &act)
{
    const auto *ask = std::get_if<policy::Ask>(&act.what);
    const QString to = ask ? ask->to : QString();
    switch (ask ? ask->otherwise : policy::Ask::Default::Hold) {
    case policy::Ask::Default::Rollback:
        return tr("asks %1; without an answer it rolls back").arg(to);
    case policy::Ask::Default::Freeze:
        return tr("asks %1; without an answer it is frozen").arg(to);
    case policy::Ask::Default::Hold:
        break;
    }
    return tr("asks %1; without an answer it stays held").arg(to);
}

// "leader on ops-2", as far as its name tells the host.
QString leaderWords(const QString &leader)
{
    const qsizetype at = leader.lastIndexOf(QStringLiteral(" on "));
    return at < 0 ? tr("guard: leader, %1").arg(leader) : tr("guard: leader on %1").arg(leader.mid(at + 4));
}

} // namespace

QString causeWords(Why why)
{
    switch (why) {
    case Why::None:
        return {};
    case Why::Breach:
        return tr("beyond its limit");
    case Why::Suspected:
        return tr("suspected");
    case Why::Cleared:
        return tr("was in trouble a moment ago");
    case Why::Continuous:
        return tr("beyond its limit without a break");
    case Why::Confirmed:
        return tr("confirmed");
    case Why::Recurrence:
        return tr("in trouble again and again");
    case Why::Critical:
        return tr("far beyond what is borne");
    case Why::Deadline:
        return tr("not ready in time");
    case Why::NoProgress:
        return tr("nothing more gets ready");
    case Why::CrashLoop:
        return tr("restarts again and again");
    case Why::NoInstance:
        return tr("no instance was ever seen");
    case Why::ProbeFailed:
        return tr("probes fail");
    case Why::FixedLook:
        return tr("found at its look");
    case Why::Quorum:
        return tr("enough rules agree");
    case Why::Measured:
        return tr("measurements fail");
    case Why::StableToo:
        return tr("the stable version suffers as well");
    case Why::BeforeStart:
        return tr("it was so before the rollout began");
    case Why::Unconfirmed:
        return tr("suspected, and undecided for too long");
    case Why::NoAnswer:
        return tr("nothing to judge by");
    case Why::SourceDown:
        return tr("its source is silent");
    case Why::MissingInBreach:
        return tr("no data, and others are in trouble");
    case Why::LowTraffic:
        return tr("too little traffic to judge by");
    case Why::Overdue:
        return tr("longer under way than planned");
    }
    return {};
}

QString actWords(const QString &name)
{
    static const QMap<QString, const char *> all{
        {QStringLiteral("hold"), QT_TRANSLATE_NOOP("Verdict", "is held")},
        {QStringLiteral("shrink"), QT_TRANSLATE_NOOP("Verdict", "takes traffic from the canary")},
        {QStringLiteral("mitigate"), QT_TRANSLATE_NOOP("Verdict", "switches a flag or configuration")},
        {QStringLiteral("rollback"), QT_TRANSLATE_NOOP("Verdict", "rolls back")},
        {QStringLiteral("notify"), QT_TRANSLATE_NOOP("Verdict", "tells people")},
        {QStringLiteral("page"), QT_TRANSLATE_NOOP("Verdict", "pages people")},
        {QStringLiteral("ask"), QT_TRANSLATE_NOOP("Verdict", "asks people")},
        {QStringLiteral("freeze"), QT_TRANSLATE_NOOP("Verdict", "is frozen")},
        {QStringLiteral("release"), QT_TRANSLATE_NOOP("Verdict", "goes on")},
        {QStringLiteral("withdraw"), QT_TRANSLATE_NOOP("Verdict", "takes its question back")}};
    const char *known = all.value(name);
    return known ? QCoreApplication::translate("Verdict", known) : name;
}

QString resultWords(guard::Outcome::Result result)
{
    using Result = guard::Outcome::Result;
    switch (result) {
    case Result::Confirmed:
        return tr("done");
    case Result::Partly:
        return tr("done in part");
    case Result::Failed:
        return tr("failed");
    case Result::Unknown:
        return tr("outcome unknown");
    case Result::TimedOut:
        return tr("no outcome in time");
    case Result::NotPossible:
        return tr("not possible here");
    }
    return {};
}

bool carries(const PlaceVerdict::OfPolicy &of, qsizetype rule)
{
    const policy::RuleReading &reading = of.verdict.rules.at(size_t(rule));
    if (!of.policy.policy->enforces(of.policy.policy->rules.at(rule)) || !reading.carries)
        return false;
    // A minor rule holds; it takes a quorum to roll back.
    const bool minor = reading.verdict == VerdictClass::Systemic && reading.severity == policy::Severity::Minor;
    return (minor ? VerdictClass::Transient : reading.verdict) == of.verdict.verdict;
}

QString reasonWords(const PlaceVerdict &verdict, qint64 nowMs)
{
    if (verdict.verdict == VerdictClass::Healthy || verdict.policies.isEmpty())
        return {};
    const PlaceVerdict::OfPolicy &of = verdict.policies.constFirst();
    const QList<policy::Rule> &rules = of.policy.policy->rules;
    QList<qsizetype> saying;
    for (qsizetype i = 0; i < rules.size() && i < qsizetype(of.verdict.rules.size()); ++i) {
        if (carries(of, i))
            saying.append(i);
    }
    if (saying.isEmpty()) // it was so, and stays so for this rollout
        return verdict.reasons.join(QStringLiteral(", "));
    const auto graver = [&of](qsizetype a, qsizetype b) {
        return of.verdict.rules[size_t(a)].severity < of.verdict.rules[size_t(b)].severity;
    };
    const qsizetype first = *std::max_element(saying.cbegin(), saying.cend(), graver);
    const policy::RuleReading &reading = of.verdict.rules[size_t(first)];
    const QString cause = causeWords(reading.why);
    QString words = rules.at(first).id;
    if (!cause.isEmpty())
        words = tr("%1: %2").arg(words, cause);
    if (reading.sinceMs > 0)
        words = tr("%1 for %2").arg(words, format::age(reading.sinceMs, nowMs));
    if (saying.size() > 1)
        words = tr("%1, and %2 more").arg(words).arg(saying.size() - 1);
    return words;
}

QString inactionWords(const GuardState &guard, const QString &place, qint64 nowMs)
{
    if (const guard::AutomationHold *hold = guard.holdOf(place, nowMs)) {
        const QString until = tr("automation held until %1").arg(format::clock(hold->untilMs, nowMs));
        return hold->reason.isEmpty() ? until : tr("%1: %2").arg(until, hold->reason);
    }
    if (guard.isAlive(nowMs))
        return {};
    if (!guard.leader.isEmpty())
        return tr("nobody acts: %1 was last seen %2 ago").arg(guard.leader, format::age(guard.leaderAliveMs, nowMs));
    if (!guard.trouble.isEmpty())
        return tr("nobody acts: %1").arg(guard.trouble);
    return guard.why.isEmpty() ? tr("nobody acts: no guard runs") : tr("nobody acts: %1").arg(guard.why);
}

QString coolDownWords(const GuardState &guard, const QString &service, const QString &environment, qint64 nowMs)
{
    const qint64 untilMs = guard.coolDownUntilMs(service, environment, nowMs);
    return untilMs == 0 ? QString()
                        : tr("cools down after its rollback: nothing starts by itself before %1")
                              .arg(format::clock(untilMs, nowMs));
}

VerdictNext nextOf(const PlaceVerdict &verdict, const GuardState &guard, qint64 nowMs)
{
    const QString nobody = inactionWords(guard, verdict.place, nowMs);
    if (!nobody.isEmpty())
        return {nobody, 0, {}};
    if (verdict.isStale(nowMs))
        return verdict.tickMs == 0 ? VerdictNext{} : VerdictNext{tr("nobody acts: the verdict is too old"), 0, {}};
    if (!verdict.asks.isEmpty()) {
        const guard::Act &ask = verdict.asks.constFirst();
        return {askWords(ask), ask.deadlineMs > nowMs ? ask.deadlineMs : 0, ask.policyId};
    }
    const bool goesBack = std::any_of(verdict.sent.cbegin(), verdict.sent.cend(), [](const PlaceVerdict::Sent &sent) {
        return !sent.result && std::holds_alternative<policy::Rollback>(sent.act.what);
    });
    if (goesBack)
        return {tr("is rolling back"), 0, {}};
    if (!verdict.coming.isEmpty())
        return wordsOf(verdict, verdict.coming.constFirst(), nowMs);
    if (verdict.holds)
        return {tr("held until it is healthy again"), 0, {}};
    return {};
}

VerdictNext nextOfRule(const PlaceVerdict &verdict, const QString &policyId, const QString &ruleId, qint64 nowMs)
{
    for (const PlaceVerdict::Coming &coming : verdict.coming) {
        if (coming.policyId == policyId && coming.ruleId == ruleId)
            return wordsOf(verdict, coming, nowMs);
    }
    return {};
}

GuardWords guardWords(const GuardState &guard, qint64 nowMs)
{
    if (!guard.judges)
        return {};
    if (!guard.trouble.isEmpty())
        return {tr("guard: %1").arg(guard.trouble), true};
    if (!guard.isAlive(nowMs)) {
        const QString who =
            guard.leader.isEmpty()
                ? QString()
                : tr(": %1 was last seen %2 ago").arg(guard.leader, format::age(guard.leaderAliveMs, nowMs));
        return {tr("guard: nobody acts") + who, true};
    }
    if (const guard::AutomationHold *hold = guard.holdOf({}, nowMs))
        return {tr("guard: automation held until %1").arg(format::clock(hold->untilMs, nowMs)), false};
    return {guard.acts ? leaderWords(guard.leader) : tr("guard: judges only, %1 acts").arg(guard.leader), false};
}

} // namespace astern
