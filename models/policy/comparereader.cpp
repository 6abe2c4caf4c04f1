// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/rulereaders.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

QList<double> readRatios(Fields &fields, bool higherIsBad)
{
    const QList<double> usual =
        higherIsBad ? QList<double>{1.25, 1.5, 2, 3, 5, 10, 20, 50} : QList<double>{1.05, 1.1, 1.2, 1.35, 1.6, 2, 4};
    const YamlNode *list = fields.list("ratios", tr("numbers"));
    if (!list)
        return usual;
    const QString name = fields.path(QStringLiteral("ratios"));
    if (list->items.empty() || list->items.size() > 32)
        fields.refuse("ratios", kDialect.range, tr("%1 has %2 items").arg(name).arg(list->items.size()),
                      tr("from 1 to 32"));
    QList<double> ratios;
    for (const YamlNode &item : list->items) {
        if (const std::optional<double> value = fields.item(item, name, {.least = 1, .most = 1'000'000, .above = true}))
            ratios.append(*value);
    }
    return ratios;
}

std::optional<Critical> readCritical(const Draft &draft, Fields &fields, qint64 transientMaxMs)
{
    const YamlNode *node = fields.take("critical");
    if (!node)
        return Critical();
    if (node->kind == YamlNode::Kind::Null)
        return std::nullopt;
    Critical critical;
    Fields inner(fields.context(), *node, fields.path(QStringLiteral("critical")));
    if (!inner.isMap())
        return critical;
    if (inner.need("ratio"))
        critical.ratio = inner.ratio("ratio", critical.ratio, {.least = 0, .most = 1, .above = true});
    if (inner.need("min_total"))
        critical.minTotal = inner.integer("min_total", critical.minTotal, 1);
    if (inner.need("for")) {
        critical.forMs = inner.span("for", critical.forMs, 1);
        checkReachable(draft, inner, "for", critical.forMs);
    }
    critical.dose = inner.oneOf("measure", {QStringLiteral("each_tick"), QStringLiteral("dose")},
                                QStringLiteral("each_tick")) == QLatin1String("dose");
    if (inner.has("for") && critical.forMs < transientMaxMs)
        inner.warn(
            "for", "W-CRITICAL-SHORT",
            tr("a burst of %1 at %2 or more rolls back, although transient_max forgives bursts of up to %3")
                .arg(durationText(critical.forMs), percentText(critical.ratio), durationText(transientMaxMs)),
            tr("only where such a burst must end the rollout; else at least %1").arg(durationText(transientMaxMs)));
    inner.finish();
    return critical;
}

// Looser than usual is allowed and said: one rollout in a hundred held for nothing is a lot.
void warnAlpha(Fields &fields, const char *key, double alpha, double usual, double most)
{
    if (alpha > most)
        fields.warn(key, "W-ALPHA",
                    tr("%1 lets about %2 of healthy rollouts be suspected for nothing")
                        .arg(fields.path(QLatin1String(key)), percentText(alpha)),
                    tr("%1 is usual; ten times fewer false alarms cost 10 to 20 s").arg(QString::number(usual)));
}

} // namespace

Recurrence readRecurrence(Fields &fields)
{
    Recurrence recurrence;
    const YamlNode *node = fields.take("recurrence");
    if (!node)
        return recurrence;
    Fields inner(fields.context(), *node, fields.path(QStringLiteral("recurrence")));
    if (!inner.isMap())
        return recurrence;
    if (inner.need("episodes"))
        recurrence.episodes = inner.integer("episodes", recurrence.episodes, 1, 1'000);
    if (inner.need("within"))
        recurrence.withinMs = inner.span("within", recurrence.withinMs, 1);
    inner.finish();
    return recurrence;
}

Answering readAnswering(Fields &fields)
{
    Answering answering;
    answering.minTotal = fields.integer("min_total", answering.minTotal, 1);
    answering.minCoverage = fields.ratio("min_coverage", answering.minCoverage);
    answering.noDataHoldMs = fields.span("no_data_hold", answering.noDataHoldMs);
    answering.clearForMs = fields.span("clear_for", answering.clearForMs);
    return answering;
}

static TwoPhase readPhases(Draft &draft, Fields &fields, bool higherIsBad)
{
    TwoPhase phases;
    phases.alpha = fields.real("alpha", phases.alpha, {.least = 0, .most = 0.05, .above = true});
    warnAlpha(fields, "alpha", phases.alpha, 0.001, 0.01);
    phases.alphaConfirm = fields.real("alpha_confirm", phases.alphaConfirm, {.least = 0, .most = 0.1, .above = true});
    phases.betaClear = fields.real("beta_clear", phases.betaClear, {.least = 0, .most = 0.5, .above = true});
    phases.clearFraction = fields.real("clear_fraction", phases.clearFraction, {.least = 0, .most = 1, .above = true});
    phases.ratios = readRatios(fields, higherIsBad);
    phases.transientMaxMs = fields.span("transient_max", phases.transientMaxMs);
    phases.confirmTimeoutMs = fields.span("confirm_timeout", phases.confirmTimeoutMs, 1);
    phases.sustained = fields.oneOf("confirm", {QStringLiteral("fresh"), QStringLiteral("sustained")},
                                    QStringLiteral("fresh")) == QLatin1String("sustained");
    phases.restartEveryMs = fields.span("restart_every", phases.restartEveryMs, 1);
    if (const YamlNode *node = fields.take("dispersion"); node && node->text != QLatin1String("auto")) {
        if (isYamlNumber(*node))
            phases.dispersion = fields.real("dispersion", 1, {.least = 1, .most = 1'000});
        else
            fields.refuse("dispersion", kDialect.value,
                          tr("%1 is %2").arg(fields.path(QStringLiteral("dispersion")), quoted(node->text)),
                          tr("auto, or a number of at least 1"), QStringLiteral("auto"));
    }
    phases.recurrence = readRecurrence(fields);
    phases.critical = readCritical(draft, fields, phases.transientMaxMs);
    if (phases.transientMaxMs >= draft.policy.time.maxDurationMs)
        fields.warn("transient_max", "W-UNDETECTABLE",
                    tr("%1 forgives %2, and a rollout is over after time.max_duration (%3): nothing can be confirmed")
                        .arg(fields.path({}), durationText(phases.transientMaxMs),
                             durationText(draft.policy.time.maxDurationMs)));
    return phases;
}

CompareRatio readCompareRatio(Draft &draft, Fields &fields)
{
    CompareRatio rule;
    if (fields.need("direction"))
        rule.direction = fields.word("direction", rule.direction);
    if (rule.direction == Direction::Either) {
        fields.refuse("direction", kDialect.value, tr("%1 is \"either\"").arg(fields.path(QStringLiteral("direction"))),
                      tr("one of higher_is_bad, lower_is_bad"));
        rule.direction = Direction::HigherIsBad;
    }
    const bool higher = rule.direction == Direction::HigherIsBad;
    const Bounds positive{.least = 0, .most = 1'000, .above = true};
    rule.tolerateRatio = fields.real("tolerate_ratio", 1.0, positive);
    rule.badRatio = fields.real("bad_ratio", higher ? 2.0 : 0.8, positive);
    if (higher ? rule.badRatio <= rule.tolerateRatio : rule.badRatio >= rule.tolerateRatio)
        fields.conflict("tolerate_ratio", "bad_ratio",
                        tr("bad_ratio is %1 and tolerate_ratio %2")
                            .arg(QString::number(rule.badRatio), QString::number(rule.tolerateRatio)),
                        higher ? tr("bad_ratio above tolerate_ratio") : tr("bad_ratio below tolerate_ratio"));
    const Bounds share{.least = 0, .most = 1, .above = true, .under = true};
    rule.floor = fields.ratio("floor", rule.floor, share);
    rule.badFloor = fields.ratio("bad_floor", std::min(2 * rule.floor, 0.5), share);
    if (rule.badFloor <= rule.floor)
        fields.conflict("floor", "bad_floor",
                        tr("bad_floor is %1 and floor %2").arg(percentText(rule.badFloor), percentText(rule.floor)),
                        tr("bad_floor above floor"));
    rule.phases = readPhases(draft, fields, higher);
    rule.answering = readAnswering(fields);
    return rule;
}

Budget readBudget(Draft &draft, Fields &fields)
{
    Budget rule;
    const Bounds share{.least = 0, .most = 1, .above = true, .under = true};
    rule.role = fields.word("role", rule.role);
    if (fields.need("budget"))
        rule.budget = fields.ratio("budget", 0.001, share);
    rule.badBudget = fields.ratio("bad_budget", std::min(2 * rule.budget, 0.98), share);
    if (fields.has("budget") && rule.badBudget <= rule.budget)
        fields.conflict("budget", "bad_budget",
                        tr("bad_budget is %1 and budget %2").arg(percentText(rule.badBudget), percentText(rule.budget)),
                        tr("bad_budget above budget"));
    rule.phases = readPhases(draft, fields, true);
    rule.answering = readAnswering(fields);
    return rule;
}

CompareRank readCompareRank(Fields &fields, const QString &signalKind)
{
    CompareRank rule;
    const QString usual =
        signalKind == QLatin1String("gauge") ? QStringLiteral("per_minute_mean") : QStringLiteral("per_minute_ratio");
    rule.samples = fields.oneOf("samples", {usual}, usual);
    rule.alpha = fields.real("alpha", rule.alpha, {.least = 0, .most = 0.5, .above = true});
    warnAlpha(fields, "alpha", rule.alpha, 0.02, 0.05);
    rule.minSamples = fields.integer("min_samples", rule.minSamples, 5, 10'000);
    if (const YamlNode *node = fields.take("effect")) {
        Fields effect(fields.context(), *node, fields.path(QStringLiteral("effect")));
        if (effect.isMap() && effect.need("a12"))
            rule.effectA12 = effect.real("a12", rule.effectA12, {.least = 0.5, .most = 1});
        if (effect.isMap())
            effect.finish();
    }
    rule.direction = fields.word("direction", rule.direction);
    if (fields.need("at"))
        rule.at = fields.word("at", rule.at);
    if (rule.at == CompareRank::Look::EveryTick)
        fields.warn("at", "W-PEEK",
                    tr("%1 looks at every tick: a rank test that is peeked at is wrong far more often than alpha says, "
                       "so it is only observed")
                        .arg(fields.path({})),
                    tr("step_end, rollout_end"));
    rule.answering = readAnswering(fields);
    return rule;
}

} // namespace astern::policy
