// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/rulereaders.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

Deadline::Quorum readDeadlineQuorum(Fields &fields)
{
    Deadline::Quorum quorum;
    const YamlNode *node = fields.take("quorum");
    if (!node || node->text == QLatin1String("all"))
        return quorum;
    if (node->kind != YamlNode::Kind::Map) {
        fields.refuse("quorum", kDialect.value,
                      tr("%1 is %2")
                          .arg(fields.path(QStringLiteral("quorum")),
                               node->text.isEmpty() ? node->kindWords() : quoted(node->text)),
                      tr("all, {count: 3} or {percent: 80%}"));
        return quorum;
    }
    Fields inner(fields.context(), *node, fields.path(QStringLiteral("quorum")));
    if (inner.has("count") == inner.has("percent"))
        fields.refuse("quorum", "P-CONFLICT", tr("%1 says not one thing").arg(fields.path(QStringLiteral("quorum"))),
                      tr("all, {count: 3} or {percent: 80%}"));
    quorum.kind = inner.has("count") ? Deadline::Quorum::Kind::Count : Deadline::Quorum::Kind::Percent;
    quorum.count = inner.integer("count", 0, 1, 1'000'000);
    quorum.percent = inner.ratio("percent", 0, {.least = 0, .most = 1, .above = true});
    inner.finish();
    return quorum;
}

} // namespace

Deadline readDeadline(const Draft &draft, Fields &fields)
{
    Deadline rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("expect"))
        rule.expect = fields.words("expect");
    rule.quorum = readDeadlineQuorum(fields);
    rule.healthyForMs = fields.span("healthy_for", rule.healthyForMs);
    if (fields.need("each_within"))
        rule.eachWithinMs = fields.span("each_within", rule.eachWithinMs, 1);
    checkReachable(draft, fields, "each_within", rule.eachWithinMs);
    rule.progressWithinMs = fields.span("progress_within", rule.progressWithinMs, 1);
    if (rule.healthyForMs >= rule.eachWithinMs)
        fields.conflict("healthy_for", "each_within",
                        tr("an instance cannot have been ready for %1 within %2")
                            .arg(durationText(rule.healthyForMs), durationText(rule.eachWithinMs)),
                        tr("healthy_for shorter than each_within"));
    rule.crashLoops = fields.integer("crash_loops", rule.crashLoops, 1, 1'000);
    return rule;
}

ProbeRule readProbeRule(const Draft &draft, Fields &fields, const QString &signalId)
{
    ProbeRule rule;
    const Signal *signal = draft.policy.signal(signalId);
    const Probe *probe = signal ? std::get_if<Probe>(&signal->body) : nullptr;
    const qint64 known = probe ? probe->from.size() : 0;
    rule.role = fields.word("role", rule.role);
    if (fields.need("fail_after"))
        rule.failAfter = fields.integer("fail_after", rule.failAfter, 1, 10'000);
    rule.locations = fields.integer("locations", known / 2 + 1, 1, 10'000);
    if (known > 0 && fields.has("locations") && rule.locations > known)
        fields.warn("locations", "W-UNDETECTABLE",
                    tr("%1 locations must agree, and %2 has %3").arg(rule.locations).arg(signalId).arg(known),
                    tr("at most %1").arg(known));
    rule.recoverAfter = fields.integer("recover_after", rule.recoverAfter, 1, 10'000);
    rule.initialDelayMs = fields.span("initial_delay", rule.initialDelayMs);
    checkReachable(draft, fields, "initial_delay", rule.initialDelayMs);
    return rule;
}

Missing readMissing(Fields &fields)
{
    Missing rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("stale_after"))
        rule.staleAfterMs = fields.span("stale_after", 1, 1);
    if (fields.need("unknown_after"))
        rule.unknownAfterMs = fields.span("unknown_after", rule.staleAfterMs, 1);
    if (fields.has("stale_after") && fields.has("unknown_after") && rule.unknownAfterMs < rule.staleAfterMs)
        fields.conflict("stale_after", "unknown_after", tr("unknown_after is shorter than stale_after"),
                        tr("stale_after, then unknown_after, then escalate_after"));
    if (fields.has("escalate_after")) {
        rule.escalateAfterMs = fields.span("escalate_after", rule.unknownAfterMs, 1);
        if (*rule.escalateAfterMs < rule.unknownAfterMs)
            fields.conflict("unknown_after", "escalate_after", tr("escalate_after is shorter than unknown_after"),
                            tr("stale_after, then unknown_after, then escalate_after"));
    }
    rule.systemicIf = fields.idList("systemic_if");
    return rule;
}

LowTraffic readLowTraffic(const Draft &draft, Fields &fields)
{
    LowTraffic rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("need_total"))
        rule.needTotal = fields.integer("need_total", 1, 1);
    if (fields.need("within")) {
        rule.withinMs = fields.span("within", draft.policy.time.tickMs, 1);
        checkGrid(draft, fields, "within", rule.withinMs);
    }
    rule.then = fields.word("then", fields.has("rely_on") ? LowTraffic::Then::RelyOn : LowTraffic::Then::Hold);
    rule.relyOn = fields.idList("rely_on");
    if (rule.then == LowTraffic::Then::RelyOn && !fields.has("rely_on"))
        (void)fields.need("rely_on");
    if (rule.then != LowTraffic::Then::RelyOn && fields.has("rely_on"))
        fields.conflict("then", "rely_on",
                        tr("%1 names rules to rely on, and does something else").arg(fields.path({})),
                        tr("then: rely_on"));
    return rule;
}

Quorum readQuorum(Fields &fields)
{
    Quorum rule;
    if (fields.need("of"))
        rule.of = fields.idList("of");
    if (const YamlNode *of = fields.take("of"); of && of->items.size() == 1)
        fields.refuse("of", kDialect.range, tr("%1 has one rule").arg(fields.path(QStringLiteral("of"))),
                      tr("at least two"));
    if (fields.need("need"))
        rule.need = fields.integer("need", 1, 1);
    if (rule.need > rule.of.size() && !rule.of.isEmpty())
        fields.refuse("need", "P-QUORUM", tr("%1 of %2 rules are needed").arg(rule.need).arg(rule.of.size()),
                      tr("from 1 to %1").arg(rule.of.size()), QString::number(rule.of.size()));
    if (fields.has("within"))
        rule.withinMs = fields.span("within", 1, 1);
    return rule;
}

StateRule readStateRule(const Draft &draft, Fields &fields)
{
    StateRule rule;
    rule.role = fields.word("role", rule.role);
    if (fields.need("bad"))
        rule.bad = fields.wordList("bad");
    rule.forMs = fields.span("for", rule.forMs);
    checkReachable(draft, fields, "for", rule.forMs);
    return rule;
}

} // namespace astern::policy
