// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/rulereaders.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

// Which kinds of signal a type of rule can judge; empty: it has no signal.
QStringList kindsFor(qsizetype type)
{
    switch (type) {
    case 0:  // threshold
    case 2:  // compare.rank
    case 11: // sampled
        return {QStringLiteral("events"), QStringLiteral("gauge")};
    case 5:  // deadline
    case 10: // state
        return {QStringLiteral("state")};
    case 6: // probe
        return {QStringLiteral("probe")};
    case 7: // missing
        return {QStringLiteral("events"), QStringLiteral("gauge"), QStringLiteral("probe"), QStringLiteral("state")};
    case 9: // quorum
        return {};
    default:
        return {QStringLiteral("events")};
    }
}

QString readSignalOf(Draft &draft, Fields &fields, const QStringList &kinds)
{
    if (kinds.isEmpty() || !fields.need("signal"))
        return {};
    const QString id = fields.words("signal");
    if (id.isEmpty())
        return {};
    draft.usedSignals.append(id);
    if (!draft.signalKinds.contains(id)) {
        const QString nearest = nearestText(id, draft.signalKinds.keys());
        draft.usedSignals.append(nearest); // one mistake, one error: it is not unused as well
        fields.refuse("signal", kDialect.reference, tr("there is no signal %1").arg(quoted(id)),
                      tr("one of %1").arg(draft.signalKinds.keys().join(QStringLiteral(", "))), nearest);
        return {};
    }
    const QString kind = draft.signalKinds.value(id);
    const bool known = std::any_of(kSignalKinds.begin(), kSignalKinds.end(),
                                   [&](const char *word) { return kind == QLatin1String(word); });
    if (known && !kinds.contains(kind))
        fields.refuse("signal", kDialect.type, tr("%1 is of kind %2").arg(quoted(id), kind),
                      tr("a signal of kind %1").arg(kinds.join(QStringLiteral(", "))));
    return id;
}

RuleBody readBody(Draft &draft, Fields &fields, const YamlNode &node, qsizetype type, const QString &signal,
                  Severity severity)
{
    const QString kind = draft.signalKinds.value(signal);
    switch (type) {
    case 0:
        return readThreshold(draft, fields, node, kind);
    case 1:
        return readCompareRatio(draft, fields);
    case 2:
        return readCompareRank(fields, kind);
    case 3:
        return readBudget(draft, fields);
    case 4:
        return readBurnRate(draft, fields, severity);
    case 5:
        return readDeadline(draft, fields);
    case 6:
        return readProbeRule(draft, fields, signal);
    case 7:
        return readMissing(fields);
    case 8:
        return readLowTraffic(draft, fields);
    case 9:
        return readQuorum(fields);
    case 10:
        return readStateRule(draft, fields);
    case 11:
        return readSampled(fields, node);
    default:
        return readDrop(draft, fields, node);
    }
}

const YamlNode *entryOf(const YamlNode &node, const char *key)
{
    for (const YamlNode::Entry &entry : node.entries) {
        if (entry.key == QLatin1String(key))
            return &entry.value;
    }
    return nullptr;
}

void readRule(Draft &draft, const YamlNode &node, size_t index)
{
    const YamlNode *written = entryOf(node, "id");
    const QString name = written && isPolicyId(written->text) ? written->text : QString::number(index);
    Fields fields(draft.context, node, QStringLiteral("rules.") + name);
    if (!fields.isMap())
        return;
    Rule rule;
    if (fields.need("id"))
        rule.id = fields.id("id");
    QStringList types;
    for (const char *type : kRuleTypes)
        types.append(QLatin1String(type));
    if (!fields.need("type"))
        return;
    const QString type = fields.oneOf("type", types, {});
    if (type.isEmpty()) // without a type nobody knows which keys belong here
        return;
    const bool isDrop = type == QLatin1String("drop");
    rule.mode = fields.word("mode", isDrop ? Mode::Observe : Mode::Enforce);
    if (isDrop && rule.mode == Mode::Enforce)
        fields.refuse("mode", "P-CONFLICT",
                      tr("%1 is enforced, and a drop against history is only ever observed").arg(fields.path({})),
                      tr("mode: observe"), QStringLiteral("observe"));
    rule.severity = fields.word("severity", rule.severity);
    const qsizetype number = types.indexOf(type);
    const QString signal = readSignalOf(draft, fields, kindsFor(number));
    rule.body = readBody(draft, fields, node, number, signal, rule.severity);
    std::visit(
        [&](auto &body) {
            if constexpr (requires { body.signal; })
                body.signal = signal;
        },
        rule.body);
    if (const CompareRank *rank = std::get_if<CompareRank>(&rule.body);
        rank && rank->at == CompareRank::Look::EveryTick)
        rule.mode = Mode::Observe;
    fields.finish();
    draft.policy.rules.append(rule);
    draft.ruleNodes.append(&node);
}

} // namespace

void readRules(Draft &draft, const YamlNode &node)
{
    if (node.kind != YamlNode::Kind::Sequence) {
        draft.context.type(node, QStringLiteral("rules"), tr("a list of rules"));
        return;
    }
    for (const YamlNode &item : node.items) {
        const YamlNode *id = entryOf(item, "id");
        const YamlNode *type = entryOf(item, "type");
        if (!id || id->kind != YamlNode::Kind::Scalar)
            continue;
        if (draft.ruleTypes.contains(id->text))
            draft.context.error(id->at, "P-DUPLICATE-ID", tr("there is another rule %1").arg(quoted(id->text)),
                                tr("each id once"));
        else
            draft.ruleTypes.insert(id->text, type ? type->text : QString());
    }
    for (size_t i = 0; i < node.items.size(); ++i)
        readRule(draft, node.items[i], i);
}

} // namespace astern::policy
