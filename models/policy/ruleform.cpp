// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/formparts.h"

#include <cmath>

namespace astern::policy {

QJsonValue e9(double value)
{
    constexpr double largest = 9007199254740991.0;     // 2^53 - 1
    const double scaled = std::nearbyint(value * 1e9); // half to even
    if (std::abs(scaled) <= largest)
        return qint64(scaled);
    return QString::number(scaled, 'f', 0);
}

namespace {

QJsonObject form(const Recurrence &recurrence)
{
    return {{key("episodes"), recurrence.episodes}, {key("within"), recurrence.withinMs}};
}

void add(QJsonObject &object, const Answering &answering)
{
    object.insert(key("min_total"), answering.minTotal);
    object.insert(key("min_coverage"), e9(answering.minCoverage));
    object.insert(key("no_data_hold"), answering.noDataHoldMs);
    object.insert(key("clear_for"), answering.clearForMs);
}

void add(QJsonObject &object, const TwoPhase &phases)
{
    object.insert(key("alpha"), e9(phases.alpha));
    object.insert(key("alpha_confirm"), e9(phases.alphaConfirm));
    object.insert(key("beta_clear"), e9(phases.betaClear));
    object.insert(key("clear_fraction"), e9(phases.clearFraction));
    object.insert(key("ratios"), listOf(phases.ratios, e9));
    object.insert(key("transient_max"), phases.transientMaxMs);
    object.insert(key("confirm_timeout"), phases.confirmTimeoutMs);
    object.insert(key("restart_every"), phases.restartEveryMs);
    object.insert(key("dispersion"), phases.dispersion ? e9(*phases.dispersion) : QJsonValue(key("auto")));
    object.insert(key("recurrence"), form(phases.recurrence));
    // Keys that came later stand there only where they say something: older policies keep their digest.
    if (phases.sustained)
        object.insert(key("confirm"), key("sustained"));
    QJsonValue critical(QJsonValue::Null);
    if (phases.critical) {
        QJsonObject path{{key("ratio"), e9(phases.critical->ratio)},
                         {key("min_total"), phases.critical->minTotal},
                         {key("for"), phases.critical->forMs}};
        if (phases.critical->dose)
            path.insert(key("measure"), key("dose"));
        critical = path;
    }
    object.insert(key("critical"), critical);
}

QJsonObject form(const Threshold &rule)
{
    QJsonObject object{{key("clear"), e9(rule.clear)},
                       {key("window"), rule.windowMs},
                       {key("for"), rule.forMs},
                       {key("aggregate"), wordOf(rule.aggregate)},
                       {key("recurrence"), form(rule.recurrence)}};
    if (rule.above)
        object.insert(key("above"), e9(*rule.above));
    if (rule.below)
        object.insert(key("below"), e9(*rule.below));
    add(object, rule.answering);
    return object;
}

QJsonObject form(const CompareRatio &rule)
{
    QJsonObject object{{key("direction"), wordOf(rule.direction)},
                       {key("tolerate_ratio"), e9(rule.tolerateRatio)},
                       {key("bad_ratio"), e9(rule.badRatio)},
                       {key("floor"), e9(rule.floor)},
                       {key("bad_floor"), e9(rule.badFloor)}};
    add(object, rule.phases);
    add(object, rule.answering);
    return object;
}

QJsonObject form(const CompareRank &rule)
{
    QJsonObject object{{key("samples"), rule.samples},
                       {key("alpha"), e9(rule.alpha)},
                       {key("min_samples"), rule.minSamples},
                       {key("effect"), QJsonObject{{key("a12"), e9(rule.effectA12)}}},
                       {key("direction"), wordOf(rule.direction)},
                       {key("at"), wordOf(rule.at)}};
    add(object, rule.answering);
    return object;
}

QJsonObject form(const Budget &rule)
{
    QJsonObject object{{key("budget"), e9(rule.budget)}, {key("bad_budget"), e9(rule.badBudget)}};
    add(object, rule.phases);
    add(object, rule.answering);
    return object;
}

QJsonObject form(const BurnRate &rule)
{
    return {{key("slo"), e9(rule.slo)},
            {key("period"), rule.periodMs},
            {key("min_bad"), rule.minBad},
            {key("attribute"), rule.sinceStart ? key("since_start") : key("any")},
            {key("pairs"), listOf(rule.pairs, [](const BurnRate::Pair &pair) {
                 return QJsonObject{{key("long"), pair.longMs},
                                    {key("short"), pair.shortMs},
                                    {key("factor"), e9(pair.factor)},
                                    {key("severity"), wordOf(pair.severity)}};
             })}};
}

QJsonObject form(const Deadline &rule)
{
    const QJsonValue quorum = rule.quorum.kind == Deadline::Quorum::Kind::All ? QJsonValue(key("all"))
                              : rule.quorum.kind == Deadline::Quorum::Kind::Count
                                  ? QJsonValue(QJsonObject{{key("count"), rule.quorum.count}})
                                  : QJsonValue(QJsonObject{{key("percent"), e9(rule.quorum.percent)}});
    return {{key("expect"), rule.expect},
            {key("quorum"), quorum},
            {key("healthy_for"), rule.healthyForMs},
            {key("each_within"), rule.eachWithinMs},
            {key("progress_within"), rule.progressWithinMs},
            {key("crash_loops"), rule.crashLoops}};
}

QJsonObject form(const ProbeRule &rule)
{
    return {{key("fail_after"), rule.failAfter},
            {key("locations"), rule.locations},
            {key("recover_after"), rule.recoverAfter},
            {key("initial_delay"), rule.initialDelayMs}};
}

QJsonObject form(const Missing &rule)
{
    QJsonObject object{{key("stale_after"), rule.staleAfterMs},
                       {key("unknown_after"), rule.unknownAfterMs},
                       {key("systemic_if"), texts(rule.systemicIf)}};
    if (rule.escalateAfterMs)
        object.insert(key("escalate_after"), *rule.escalateAfterMs);
    return object;
}

QJsonObject form(const LowTraffic &rule)
{
    return {{key("need_total"), rule.needTotal},
            {key("within"), rule.withinMs},
            {key("then"), wordOf(rule.then)},
            {key("rely_on"), texts(rule.relyOn)}};
}

QJsonObject form(const Quorum &rule)
{
    QJsonObject object{{key("of"), texts(rule.of)}, {key("need"), rule.need}};
    if (rule.withinMs)
        object.insert(key("within"), *rule.withinMs);
    return object;
}

QJsonObject form(const StateRule &rule) { return {{key("bad"), texts(rule.bad)}, {key("for"), rule.forMs}}; }

QJsonObject form(const Sampled &rule)
{
    QJsonObject object{{key("every"), rule.everyMs},
                       {key("count"), rule.count},
                       {key("max_failures"), rule.maxFailures},
                       {key("max_inconclusive"), rule.maxInconclusive},
                       {key("max_source_errors"), rule.maxSourceErrors}};
    if (rule.needSuccessesInARow)
        object.insert(key("need_successes_in_a_row"), *rule.needSuccessesInARow);
    if (rule.pass)
        object.insert(key("pass"), rule.pass->text());
    if (rule.fail)
        object.insert(key("fail"), rule.fail->text());
    return object;
}

QJsonObject form(const Drop &rule)
{
    QJsonObject object{
        {key("baseline"),
         QJsonObject{{key("weeks"), rule.weeks}, {key("slot"), rule.slotMs}, {key("statistic"), rule.statistic}}},
        {key("for"), rule.forMs}};
    if (rule.below)
        object.insert(key("below"), e9(*rule.below));
    if (rule.z)
        object.insert(key("z"), e9(*rule.z));
    return object;
}

} // namespace

QJsonObject form(const Rule &rule)
{
    QJsonObject object = std::visit(
        [](const auto &body) {
            QJsonObject made = form(body);
            if constexpr (requires { body.signal; })
                made.insert(key("signal"), body.signal);
            if constexpr (requires { body.role; })
                made.insert(key("role"), wordOf(body.role));
            return made;
        },
        rule.body);
    object.insert(key("id"), rule.id);
    object.insert(key("type"), rule.type());
    object.insert(key("mode"), wordOf(rule.mode));
    object.insert(key("severity"), wordOf(rule.severity));
    return object;
}

} // namespace astern::policy
