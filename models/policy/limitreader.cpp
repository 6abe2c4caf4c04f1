// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/rulereaders.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr qint64 kShortestForgivenMs = 30'000;

// A rule without a limit. An unknown key that was meant to be one was said already: one mistake, one error.
void refuseWithoutCondition(Fields &fields, const YamlNode &node, const QStringList &keys, const QString &allowed)
{
    for (const YamlNode::Entry &entry : node.entries) {
        if (!nearestText(entry.key, keys).isEmpty())
            return;
    }
    fields.context().error(
        fields.missingAt(), "P-RULE-NO-CONDITION",
        tr("%1 says nothing that could be broken: neither %2").arg(fields.path({}), keys.join(tr(" nor "))), allowed);
}

// What a limit is a limit of. Either: nobody knows the signal, which was said already.
enum class LimitKind { Ratio, Value, Either };

std::optional<double> readLimit(Fields &fields, const char *key, LimitKind kind)
{
    const YamlNode *node = fields.take(key);
    if (!node)
        return std::nullopt;
    const qsizetype before = fields.context().issues.size();
    const bool isValue = kind == LimitKind::Value || (kind == LimitKind::Either && isYamlNumber(*node));
    const double limit = isValue ? fields.real(key, 0, {.least = -1e15, .most = 1e15}) : fields.ratio(key, 0);
    return fields.context().issues.size() == before ? std::optional(limit) : std::nullopt;
}

// Hysteresis: where trouble has ended, a fifth better than the limit unless the file says otherwise.
double readClear(Fields &fields, const Threshold &rule, LimitKind kind)
{
    const double limit = rule.above.value_or(rule.below.value_or(0));
    const double usual = rule.above ? limit - 0.2 * std::abs(limit) : limit + 0.25 * std::abs(limit);
    const double otherwise = kind == LimitKind::Ratio ? std::min(usual, 1.0) : usual;
    const std::optional<double> clear = readLimit(fields, "clear", kind);
    if (clear && rule.above && *clear > limit)
        fields.conflict("above", "clear", tr("clear is above the limit that it clears (above)"),
                        tr("clear at most as high as above"));
    if (clear && rule.below && *clear < limit)
        fields.conflict("below", "clear", tr("clear is below the limit that it clears (below)"),
                        tr("clear at least as high as below"));
    return clear.value_or(otherwise);
}

BurnRate::Pair readPair(Draft &draft, Fields &fields, const BurnRate &rule, Severity severity)
{
    BurnRate::Pair pair;
    pair.severity = fields.word("severity", severity);
    for (const char *key : {"long", "short"}) {
        qint64 &ms = *key == 'l' ? pair.longMs : pair.shortMs;
        if (!fields.need(key))
            continue;
        ms = fields.span(key, 0, 1);
        checkGrid(draft, fields, key, ms);
    }
    if (pair.longMs > 0 && pair.shortMs >= pair.longMs)
        fields.conflict("long", "short", tr("the short window is not shorter than the long one"),
                        tr("short less than long"));
    if (fields.need("factor"))
        pair.factor = fields.real("factor", 1, {.least = 0, .most = 1e6, .above = true});
    const double most = std::round(1e9 / (1 - rule.slo)) / 1e9;
    if (fields.has("factor") && pair.factor >= most)
        fields.refuse(
            "factor", "P-UNREACHABLE",
            tr("a burn of more than %1 can never be reached: with an SLO of %2 all requests failing is a burn of %3")
                .arg(QString::number(pair.factor), percentText(rule.slo), QString::number(most, 'g', 9)),
            tr("less than %1").arg(QString::number(most, 'g', 9)));
    if (rule.role == Role::New && pair.longMs > draft.policy.time.maxDurationMs)
        fields.warn(
            "long", "W-BURN-WINDOW",
            tr("the window is longer than a rollout (time.max_duration %1), and role new has no data from before")
                .arg(durationText(draft.policy.time.maxDurationMs)),
            tr("role: all, or a shorter window"));
    return pair;
}

std::optional<Condition> readCondition(Fields &fields, const char *key)
{
    if (!fields.has(key))
        return std::nullopt;
    const QString text = fields.words(key);
    if (text.isEmpty())
        return std::nullopt;
    const Result<Condition> condition = Condition::parse(text);
    if (condition)
        return *condition;
    fields.refuse(key, kDialect.value,
                  tr("%1 is no condition: %2").arg(fields.path(QLatin1String(key)), condition.error().message),
                  tr("comparisons of result with numbers, and, or, not, isNaN(), isInf()"),
                  QStringLiteral("result < 0.05"));
    return std::nullopt;
}

} // namespace

Threshold readThreshold(Draft &draft, Fields &fields, const YamlNode &node, const QString &kind)
{
    Threshold rule;
    const LimitKind limitKind = kind == QLatin1String("events")  ? LimitKind::Ratio
                                : kind == QLatin1String("gauge") ? LimitKind::Value
                                                                 : LimitKind::Either;
    const bool isRatio = limitKind == LimitKind::Ratio;
    rule.role = fields.word("role", rule.role);
    rule.above = readLimit(fields, "above", limitKind);
    rule.below = readLimit(fields, "below", limitKind);
    if (fields.has("above") && fields.has("below"))
        fields.conflict("above", "below", tr("%1 has two limits").arg(fields.path({})),
                        tr("above, or below: one rule for each"));
    if (!fields.has("above") && !fields.has("below"))
        refuseWithoutCondition(fields, node, {QStringLiteral("above"), QStringLiteral("below")},
                               tr("above: 1%, or below: 5"));
    if (isRatio && rule.above && *rule.above >= 1)
        fields.refuse("above", "P-UNREACHABLE", tr("no ratio is above 100%"), tr("less than 100%"));
    if (isRatio && rule.below && *rule.below <= 0)
        fields.refuse("below", "P-UNREACHABLE", tr("no ratio is below 0%"), tr("more than 0%"));
    rule.clear = readClear(fields, rule, limitKind);
    if (fields.need("window")) {
        rule.windowMs = fields.span("window", draft.policy.time.tickMs, 1);
        checkGrid(draft, fields, "window", rule.windowMs);
    }
    if (fields.need("for")) {
        rule.forMs = fields.span("for", kShortestForgivenMs + rule.windowMs);
        checkReachable(draft, fields, "for", rule.forMs);
    }
    if (fields.has("window") && fields.has("for") && rule.forMs - rule.windowMs < kShortestForgivenMs)
        fields.warn(
            "for", "W-FOR-SHORT",
            tr("bursts of more than %1 trigger %2 (for - window)")
                .arg(durationText(std::max<qint64>(0, rule.forMs - rule.windowMs)), fields.path({})),
            tr("at least %1, which forgives bursts of 30s").arg(durationText(rule.windowMs + kShortestForgivenMs)));
    rule.aggregate = fields.word("aggregate", isRatio ? Threshold::Aggregate::Ratio : Threshold::Aggregate::Mean);
    if (limitKind != LimitKind::Either && isRatio != (rule.aggregate == Threshold::Aggregate::Ratio))
        fields.refuse("aggregate", "P-CONFLICT",
                      tr("%1 is %2, and the signal's kind is %3")
                          .arg(fields.path(QStringLiteral("aggregate")), wordOf(rule.aggregate), kind),
                      isRatio ? tr("ratio") : tr("one of mean, max, min, last"));
    rule.recurrence = readRecurrence(fields);
    rule.answering = readAnswering(fields);
    return rule;
}

BurnRate readBurnRate(Draft &draft, Fields &fields, Severity severity)
{
    BurnRate rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("slo"))
        rule.slo = fields.ratio("slo", 0.999999, {.least = 0, .most = 1, .above = true, .under = true});
    rule.periodMs = fields.span("period", rule.periodMs, 60'000);
    rule.minBad = fields.integer("min_bad", rule.minBad, 0);
    rule.sinceStart = fields.oneOf("attribute", {QStringLiteral("since_start"), QStringLiteral("any")},
                                   QStringLiteral("since_start")) == QLatin1String("since_start");
    if (!fields.need("pairs"))
        return rule;
    const YamlNode *list = fields.list("pairs", tr("pairs of windows"));
    if (list && list->items.empty())
        fields.refuse("pairs", kDialect.range, tr("%1 is empty").arg(fields.path(QStringLiteral("pairs"))),
                      tr("at least one {long, short, factor}"));
    for (size_t i = 0; list && i < list->items.size(); ++i) {
        Fields pair(fields.context(), list->items[i], fields.path(QStringLiteral("pairs[%1]").arg(i)));
        if (!pair.isMap())
            continue;
        rule.pairs.append(readPair(draft, pair, rule, severity));
        pair.finish();
    }
    return rule;
}

Sampled readSampled(Fields &fields, const YamlNode &node)
{
    Sampled rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("every"))
        rule.everyMs = fields.span("every", 60'000, 1'000);
    rule.count = fields.integer("count", rule.count, 1, 1'000'000);
    rule.maxFailures = fields.integer("max_failures", rule.maxFailures, 0, 1'000'000);
    rule.maxInconclusive = fields.integer("max_inconclusive", rule.maxInconclusive, 0, 1'000'000);
    rule.maxSourceErrors = fields.integer("max_source_errors", rule.maxSourceErrors, 0, 1'000'000);
    for (const char *key : {"max_failures", "max_inconclusive"}) {
        if (const qint64 most = *key == 'm' && key[4] == 'f' ? rule.maxFailures : rule.maxInconclusive;
            most >= rule.count && fields.has(key) && most > 0)
            fields.refuse(key, "P-UNREACHABLE",
                          tr("%1 readings never show more than %2 of them").arg(rule.count).arg(most),
                          tr("less than count (%1)").arg(rule.count));
    }
    if (fields.has("need_successes_in_a_row")) {
        rule.needSuccessesInARow = fields.integer("need_successes_in_a_row", 1, 1, 1'000'000);
        if (*rule.needSuccessesInARow > rule.count && fields.has("count"))
            fields.refuse("need_successes_in_a_row", "P-UNREACHABLE",
                          tr("%1 readings never hold %2 successes").arg(rule.count).arg(*rule.needSuccessesInARow),
                          tr("at most count (%1)").arg(rule.count));
    }
    rule.pass = readCondition(fields, "pass");
    rule.fail = readCondition(fields, "fail");
    if (!fields.has("pass") && !fields.has("fail"))
        refuseWithoutCondition(fields, node, {QStringLiteral("pass"), QStringLiteral("fail")},
                               tr("pass: result < 0.05"));
    return rule;
}

Drop readDrop(const Draft &draft, Fields &fields, const YamlNode &node)
{
    Drop rule;
    rule.role = fields.word("role", rule.role);
    rule.statistic = QStringLiteral("median_mad");
    if (fields.need("baseline")) {
        Fields baseline(fields.context(), *fields.take("baseline"), fields.path(QStringLiteral("baseline")));
        if (baseline.isMap()) {
            rule.weeks = baseline.integer("weeks", rule.weeks, 1, 52);
            rule.slotMs = baseline.duration("slot", rule.slotMs, 60'000, 86'400'000);
            rule.statistic = baseline.oneOf("statistic", {rule.statistic}, rule.statistic);
            baseline.finish();
        }
    }
    if (fields.has("below"))
        rule.below = fields.ratio("below", 0.5, {.least = 0, .most = 1, .above = true});
    if (fields.has("z"))
        rule.z = fields.real("z", 6, {.least = 0, .most = 1'000, .above = true});
    if (!fields.has("below") && !fields.has("z"))
        refuseWithoutCondition(fields, node, {QStringLiteral("below"), QStringLiteral("z")},
                               tr("below: 25%, z: 6, or both"));
    if (fields.need("for")) {
        rule.forMs = fields.span("for", 0);
        checkReachable(draft, fields, "for", rule.forMs);
    }
    return rule;
}

} // namespace astern::policy
