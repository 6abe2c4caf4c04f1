// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/explainparts.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

QString roleText(Role role)
{
    return role == Role::New      ? tr("the new version")
           : role == Role::Stable ? tr("the stable version")
                                  : tr("both versions together");
}

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Minor:
        return tr("Minor: alone it holds the rollout and never rolls back.");
    case Severity::Major:
        return tr("Major: systemic follows the ladder from the top.");
    case Severity::Critical:
        return tr("Critical: systemic skips the steps that are left out when it is critical.");
    }
    return {};
}

QString recurrenceText(const Recurrence &recurrence)
{
    return tr("%1 episodes within %2 are systemic: it flaps.")
        .arg(recurrence.episodes)
        .arg(format::duration(recurrence.withinMs));
}

// A gauge has values, not events.
QStringList answeringTexts(const Answering &answering, bool counted)
{
    const QString coverage = format::ratio(answering.minCoverage);
    return {counted ? tr("It has an answer from %1 events on, with data for %2 of the window.")
                          .arg(format::count(answering.minTotal), coverage)
                    : tr("It has an answer with data for %1 of the window.").arg(coverage),
            tr("Without one the last verdict lives %1, then it is unknown. Healthy again after %2 without trouble.")
                .arg(format::duration(answering.noDataHoldMs), format::duration(answering.clearForMs))};
}

QString oneIn(double alpha) { return tr("one healthy rollout in %1").arg(format::count(qint64(1 / alpha + 0.5))); }

QStringList phaseTexts(const TwoPhase &phases)
{
    QStringList texts{
        tr("A suspicion raises a hold at once; for nothing in at most %1.").arg(oneIn(phases.alpha)),
        tr("What ends within %1 of it is forgiven. Data from after that must confirm it anew, wrong in at most %2 "
           "cases; then it is systemic.")
            .arg(format::duration(phases.transientMaxMs),
                 tr("one of %1").arg(format::count(qint64(1 / phases.alphaConfirm + 0.5)))),
        phases.sustained ? tr("Harm that no single burst of %1 explains is systemic as soon as that is certain, and so "
                              "is what comes "
                              "back just after it was cleared.")
                               .arg(format::duration(phases.transientMaxMs))
                         : tr("However long it has lasted by then, it waits for those data."),
        tr("Undecided for %1: unknown, and a person looks.").arg(format::duration(phases.confirmTimeoutMs)),
        recurrenceText(phases.recurrence)};
    if (phases.critical) {
        texts.append(tr("At %1 or more for %2, with at least %3 requests in that time, it is systemic and critical "
                        "without a second look.")
                         .arg(format::ratio(phases.critical->ratio), format::duration(phases.critical->forMs),
                              format::count(phases.critical->minTotal)));
        if (phases.critical->dose)
            texts.append(tr("The worse it is, the sooner: at 100 % after %1.")
                             .arg(format::duration(qint64(phases.critical->ratio * double(phases.critical->forMs)))));
    }
    texts.append(phases.dispersion
                     ? tr("Evidence is weakened for clustered errors by %1.").arg(format::number(*phases.dispersion))
                     : tr("Evidence is weakened for clustered errors as the stable version's hour before the rollout "
                          "shows them."));
    return texts;
}

struct Sentences {
    const Policy &policy;

    [[nodiscard]] bool isCounted(const QString &signal) const
    {
        const Signal *spec = policy.signal(signal);
        return spec && std::holds_alternative<Events>(spec->body);
    }
    [[nodiscard]] QString limit(const QString &signal, double value) const
    {
        const Signal *spec = policy.signal(signal);
        const Gauge *gauge = spec ? std::get_if<Gauge>(&spec->body) : nullptr;
        return gauge ? format::quantity(value, gauge->unit) : format::ratio(value);
    }

    QStringList operator()(const Threshold &rule) const
    {
        const QString side = rule.above ? tr("above %1").arg(limit(rule.signal, *rule.above))
                                        : tr("below %1").arg(limit(rule.signal, *rule.below));
        return QStringList{tr("%1 of %2, over the last %3, must not be %4. Exactly at the limit is well.")
                               .arg(rule.signal, roleText(rule.role), format::duration(rule.windowMs), side),
                           tr("Without interruption for %1 it is systemic; the longest burst that cannot trigger it is "
                              "%2 (for - "
                              "window).")
                               .arg(format::duration(rule.forMs),
                                    format::duration(std::max<qint64>(0, rule.forMs - rule.windowMs))),
                           tr("Trouble has ended when it is back at %1; until then, and %2 longer, it is transient.")
                               .arg(limit(rule.signal, rule.clear), format::duration(rule.answering.clearForMs)),
                           recurrenceText(rule.recurrence)} +
               answeringTexts(rule.answering, isCounted(rule.signal));
    }
    QStringList operator()(const CompareRatio &rule) const
    {
        QStringList texts;
        if (rule.direction == Direction::HigherIsBad)
            texts = {tr("%1 of the new version is weighed against the stable one, tick by tick: more than %2 times as "
                        "much is harm, and %3 times as much is what it looks for.")
                         .arg(rule.signal, format::number(rule.tolerateRatio), format::number(rule.badRatio)),
                     tr("Under %1 nothing matters; %2 is bad by itself.")
                         .arg(format::ratio(rule.floor), format::ratio(rule.badFloor))};
        else
            texts = {tr("%1 of the new version is weighed against the stable one, tick by tick: less than %2 times as "
                        "much is harm, and %3 times as much is what it looks for.")
                         .arg(rule.signal, format::number(rule.tolerateRatio), format::number(rule.badRatio))};
        TwoPhase phases = rule.phases;
        if (rule.direction == Direction::LowerIsBad)
            phases.critical.reset(); // does not apply
        return texts + phaseTexts(phases) + answeringTexts(rule.answering, true);
    }
    QStringList operator()(const CompareRank &rule) const
    {
        const QString when = rule.at == CompareRank::Look::StepEnd      ? tr("at the end of each step")
                             : rule.at == CompareRank::Look::RolloutEnd ? tr("at the end of the rollout")
                                                                        : tr("at every tick, and therefore only shown");
        const QString side = rule.direction == Direction::HigherIsBad  ? tr("higher")
                             : rule.direction == Direction::LowerIsBad ? tr("lower")
                                                                       : tr("higher or lower");
        return {
            tr("%1, minute by minute, of the new version is compared with the stable one by rank (Mann-Whitney) %2.")
                .arg(rule.signal, when),
            tr("It is harm when it is %1, by chance in at most %2 of the cases, and with an effect (A12) of at least "
               "%3; from %4 samples of each on.")
                .arg(side, format::ratio(rule.alpha / 2), format::number(rule.effectA12))
                .arg(rule.minSamples)};
    }
    QStringList operator()(const Budget &rule) const
    {
        return QStringList{tr("%1 of %2 may be bad up to %3; %4 is bad by itself. No stable version is needed.")
                               .arg(rule.signal, roleText(rule.role), format::ratio(rule.budget),
                                    format::ratio(rule.badBudget))} +
               phaseTexts(rule.phases) + answeringTexts(rule.answering, true);
    }
    QStringList operator()(const BurnRate &rule) const
    {
        QStringList texts{
            tr("%1 of %2 against an objective of %3 over %4.")
                .arg(rule.signal, roleText(rule.role), format::ratio(rule.slo), format::duration(rule.periodMs))};
        for (const BurnRate::Pair &pair : rule.pairs)
            texts.append(tr("Using up its error budget more than %1 times too fast, over %2 and over %3 as well: "
                            "systemic at once, %4. All requests failing show it after %5.")
                             .arg(format::number(pair.factor), format::duration(pair.longMs),
                                  format::duration(pair.shortMs), wordOf(pair.severity),
                                  format::duration(qint64(double(pair.longMs) * pair.factor * (1 - rule.slo)))));
        texts.append(
            tr("Fewer than %1 bad events in the long window are no evidence.").arg(format::count(rule.minBad)));
        if (rule.sinceStart)
            texts.append(tr("What burned before the rollout began is external: the rollout is not blamed."));
        return texts;
    }
    QStringList operator()(const Deadline &rule) const
    {
        const QString quorum = rule.quorum.kind == Deadline::Quorum::Kind::All ? tr("Every instance")
                               : rule.quorum.kind == Deadline::Quorum::Kind::Count
                                   ? tr("%1 instances").arg(rule.quorum.count)
                                   : tr("%1 of the instances").arg(format::ratio(rule.quorum.percent));
        return {tr("%1 of %2 must become %3 within %4 of its start and stay so for %5.")
                    .arg(quorum, roleText(rule.role), rule.expect, format::duration(rule.eachWithinMs),
                         format::duration(rule.healthyForMs)),
                tr("It is systemic when that is missed, when no further instance gets there for %1, or when one has "
                   "restarted %2 times. Until then: unknown, held.")
                    .arg(format::duration(rule.progressWithinMs))
                    .arg(rule.crashLoops)};
    }
    QStringList operator()(const ProbeRule &rule) const
    {
        QStringList texts{
            tr("%1 of %2: a location is down after %3 failures in a row, and up again after %4.")
                .arg(rule.signal, roleText(rule.role), format::count(rule.failAfter),
                     format::plural(rule.recoverAfter, tr("one success"), tr("%1 successes"))),
            rule.locations == 1
                ? tr("One location down: systemic; nobody reporting: unknown.")
                : tr("%1 locations down: systemic; fewer: transient; nobody reporting: unknown.").arg(rule.locations)};
        if (rule.initialDelayMs > 0)
            texts.append(tr("Failures count from %1 after the start on.").arg(format::duration(rule.initialDelayMs)));
        return texts;
    }
    QStringList operator()(const Missing &rule) const
    {
        QStringList texts{tr("Without data of %1 for %2: missing after %3, unknown after %4.")
                              .arg(rule.signal, roleText(rule.role), format::duration(rule.staleAfterMs),
                                   format::duration(rule.unknownAfterMs))};
        if (rule.escalateAfterMs)
            texts.append(tr("After %1 the people of the ladder for unknown are called at once.")
                             .arg(format::duration(*rule.escalateAfterMs)));
        if (!rule.systemicIf.isEmpty())
            texts.append(tr("With trouble in %1 at the same time it is systemic.").arg(listed(rule.systemicIf)));
        return texts;
    }
    QStringList operator()(const LowTraffic &rule) const
    {
        const QString then = rule.then == LowTraffic::Then::RelyOn
                                 ? tr("the verdict rests on %1 alone").arg(listed(rule.relyOn))
                             : rule.then == LowTraffic::Then::Hold ? tr("the rollout is held")
                                                                   : tr("a person is asked");
        return {tr("With fewer than %1 events of %2 for %3 within %4 counting rules have too little to go by: %5.")
                    .arg(format::count(rule.needTotal), rule.signal, roleText(rule.role),
                         format::duration(rule.withinMs), then)};
    }
    QStringList operator()(const Quorum &rule) const
    {
        return {tr("%1 of %2 in trouble %3: transient.")
                    .arg(rule.need)
                    .arg(listed(rule.of), rule.withinMs ? tr("within %1").arg(format::duration(*rule.withinMs))
                                                        : tr("at the same tick")),
                tr("%1 of them systemic by their own rule, whatever their severity: systemic. With fewer than %1 that "
                   "have an answer: unknown.")
                    .arg(rule.need)};
    }
    QStringList operator()(const StateRule &rule) const
    {
        return {tr("%1 of %2 must not be %3 for %4.")
                    .arg(rule.signal, roleText(rule.role), rule.bad.join(tr(" or ")), format::duration(rule.forMs))};
    }
    QStringList operator()(const Sampled &rule) const
    {
        QStringList texts{tr("%1 of %2 is read every %3, %4.")
                              .arg(rule.signal, roleText(rule.role), format::duration(rule.everyMs),
                                   format::plural(rule.count, tr("once"), tr("%1 times")))};
        if (rule.pass)
            texts.append(tr("A reading passes when %1.").arg(rule.pass->text()));
        if (rule.fail)
            texts.append(tr("A reading fails when %1.").arg(rule.fail->text()));
        texts.append(
            tr("More than %1 failures: systemic. More than %2 doubtful readings, or %3 errors of the source: unknown.")
                .arg(rule.maxFailures)
                .arg(rule.maxInconclusive)
                .arg(rule.maxSourceErrors));
        return texts;
    }
    QStringList operator()(const Drop &rule) const
    {
        QStringList limits;
        if (rule.below)
            limits.append(tr("%1 lower").arg(format::ratio(*rule.below)));
        if (rule.z)
            limits.append(tr("%1 deviations (MAD x 1.4826) lower").arg(format::number(*rule.z)));
        return {tr("%1 of %2 is compared with the median of the same %3 of the last %4.")
                    .arg(rule.signal, roleText(rule.role), format::duration(rule.slotMs),
                         format::plural(rule.weeks, tr("week"), tr("%1 weeks"))),
                tr("It is said when it is %1 for %2. It is only ever shown.")
                    .arg(listed(limits), format::duration(rule.forMs))};
    }
};

} // namespace

std::optional<qint64> longestForgivenMs(const Rule &rule)
{
    if (const Threshold *threshold = std::get_if<Threshold>(&rule.body))
        return std::max<qint64>(0, threshold->forMs - threshold->windowMs);
    if (const CompareRatio *compare = std::get_if<CompareRatio>(&rule.body))
        return compare->phases.transientMaxMs;
    if (const Budget *budget = std::get_if<Budget>(&rule.body))
        return budget->phases.transientMaxMs;
    return std::nullopt;
}

Chapter explainRule(const Policy &policy, const Rule &rule)
{
    Chapter chapter{tr("%1 (%2)").arg(rule.id, rule.type()), std::visit(Sentences{policy}, rule.body)};
    if (rule.mode == Mode::Observe)
        chapter.sentences.append(tr("It only observes: it changes no verdict."));
    else if (!std::holds_alternative<Missing>(rule.body) && !std::holds_alternative<LowTraffic>(rule.body) &&
             !std::holds_alternative<BurnRate>(rule.body))
        chapter.sentences.append(severityText(rule.severity));
    return chapter;
}

} // namespace astern::policy
