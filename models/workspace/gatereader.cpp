// SPDX-License-Identifier: GPL-3.0-or-later
// Of a workspace: what waits for people and proofs, and who may what.
#include "models/document/units.h"
#include "models/workspace/namereader.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

QStringList actWords()
{
    QStringList words;
    for (const GatedAct act : gatedActs())
        words.append(toString(act));
    return words;
}

// What a text stands for; empty: it is refused, and that was said.
QList<GatedAct> actsOf(ReadingContext &context, const YamlNode &node, const QString &path)
{
    if (node.text == QLatin1String("promote"))
        return GateWhen().acts;
    for (const GatedAct act : gatedActs()) {
        if (toString(act) == node.text)
            return {act};
    }
    static const QStringList back{QStringLiteral("rollback"), QStringLiteral("abort"), QStringLiteral("pause"),
                                  QStringLiteral("flag-off"), QStringLiteral("mitigate")};
    if (back.contains(node.text))
        context.error(node.at, "W-VALUE", tr("%1 is %2: nothing may stand before what goes back").arg(path, node.text),
                      tr("one of %1").arg(actWords().join(QStringLiteral(", "))));
    else
        context.error(node.at, "W-VALUE", tr("%1 is \"%2\"").arg(path, node.text.left(60)),
                      tr("one of %1").arg(actWords().join(QStringLiteral(", "))), nearestText(node.text, actWords()));
    return {};
}

GateWhen readWhen(Section &gate, const DeclaredNames &known)
{
    GateWhen when;
    const YamlNode *node = gate.take("when");
    if (!node)
        return when;
    Section section(gate.context(), *node, gate.path(QStringLiteral("when")));
    if (!section.isMap())
        return when;
    QList<GatedAct> acts;
    eachText(section, "plan", [&](const YamlNode &text) {
        for (const GatedAct act : actsOf(section.context(), text, section.path(QStringLiteral("plan")))) {
            if (!acts.contains(act))
                acts.append(act);
        }
    });
    if (!acts.isEmpty())
        when.acts = acts;
    when.environments = namesIn(section, "environment", tr("environment"), known.environments);
    when.services = namesIn(section, "service", tr("service"), known.services);
    if (const YamlNode *reach = section.scalar("reach_above")) {
        const std::optional<double> share = units::ratio(reach->text);
        if (share && *share >= 0 && *share < 1)
            when.reachAbove = *share * 100;
        else
            section.context().error(
                reach->at, "W-UNIT",
                tr("%1 is \"%2\"").arg(section.path(QStringLiteral("reach_above")), reach->text.left(40)),
                tr("a share below 100 %: 25% or 0.25"),
                units::number(reach->text) ? reach->text + QLatin1Char('%') : QString());
    }
    section.finish();
    return when;
}

void readNot(Section &section, GateApprovals &approvals)
{
    static const QStringList words{QStringLiteral("author"), QStringLiteral("requester")};
    eachText(section, "not", [&](const YamlNode &node) {
        approvals.notAuthor = approvals.notAuthor || node.text == words.at(0);
        approvals.notRequester = approvals.notRequester || node.text == words.at(1);
        if (!words.contains(node.text))
            section.context().error(
                node.at, "W-VALUE", tr("%1 is \"%2\"").arg(section.path(QStringLiteral("not")), node.text.left(60)),
                tr("one of %1").arg(words.join(QStringLiteral(", "))), nearestText(node.text, words));
    });
}

GateApprovals readApprovals(Section &gate, const DeclaredNames &known)
{
    GateApprovals approvals;
    const YamlNode *node = gate.take("approvals");
    if (!node)
        return approvals;
    Section section(gate.context(), *node, gate.path(QStringLiteral("approvals")));
    if (!section.isMap())
        return approvals;
    approvals.count = countIn(section, "count", 1);
    approvals.roles = namesIn(section, "roles", tr("role in people.roles"), known.roles);
    approvals.owners = section.boolean("owners", false);
    readNot(section, approvals);
    approvals.expiresMs = section.duration("expires", approvals.expiresMs, kMinute, 30 * kDay);
    const QString reason = section.oneOf("reason", {QStringLiteral("required"), QStringLiteral("optional")}, {});
    approvals.reason = reason == QLatin1String("required");
    section.finish();
    return approvals;
}

GateRequire readRequire(Section &gate)
{
    GateRequire require;
    const YamlNode *node = gate.take("require");
    if (!node)
        return require;
    Section section(gate.context(), *node, gate.path(QStringLiteral("require")));
    if (!section.isMap())
        return require;
    require.healthyForMs = section.duration("healthy_for", 0, 1'000, kDay);
    require.drillWithinMs = section.duration("drill_within", 0, kMinute, 400 * kDay);
    require.readiness = section.oneOf("readiness", {QStringLiteral("green")}, {}) == QLatin1String("green");
    section.finish();
    return require;
}

BreakGlass readBreakGlass(Section &gate, const DeclaredNames &known)
{
    BreakGlass glass;
    const YamlNode *node = gate.take("break_glass");
    if (!node)
        return glass;
    Section section(gate.context(), *node, gate.path(QStringLiteral("break_glass")));
    if (!section.isMap())
        return glass;
    (void)section.require("roles");
    glass.roles = namesIn(section, "roles", tr("role in people.roles"), known.roles);
    glass.countersignWithinMs = section.duration("countersign_within", glass.countersignWithinMs, kMinute, 7 * kDay);
    section.finish();
    return glass;
}

// Somebody has to be able to fill the seats that a gate has.
void checkOwners(ReadingContext &context, const GateConfig &gate, const DeclaredNames &known,
                 const Workspace &workspace)
{
    if (!gate.approvals.owners)
        return;
    for (const ServiceConfig &service : workspace.services) {
        const bool covered = gate.when.services.isEmpty() || gate.when.services.contains(service.id);
        if (covered && !known.roles.contains(service.owner))
            return context.error(gate.at, "W-REF",
                                 tr("gate %1 asks for the owner of %2, and there is no role \"%3\"")
                                     .arg(gate.id, service.id, service.owner.left(60)),
                                 tr("an owner that is called as a role in people.roles"),
                                 nearestText(service.owner, known.roles));
    }
}

QJsonValue plainJson(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return QJsonValue::Null;
    case YamlNode::Kind::Scalar:
        return node.text;
    case YamlNode::Kind::Sequence: {
        QJsonArray list;
        for (const YamlNode &item : node.items)
            list.append(plainJson(item));
        return list;
    }
    case YamlNode::Kind::Map:
        break;
    }
    QJsonObject map;
    for (const YamlNode::Entry &entry : node.entries)
        map.insert(entry.key, plainJson(entry.value));
    return map;
}

} // namespace

QStringList declaredRoles(const YamlNode &root)
{
    QStringList roles;
    for (const YamlNode::Entry &section : root.entries) {
        for (const YamlNode::Entry &entry : section.value.entries) {
            if (section.key != QLatin1String("people") || entry.key != QLatin1String("roles"))
                continue;
            for (const YamlNode::Entry &role : entry.value.entries)
                roles.append(role.key);
        }
    }
    return roles;
}

QString rulesDigestOf(const YamlNode &root)
{
    QJsonObject rules;
    for (const YamlNode::Entry &entry : root.entries) {
        for (const char *key : {"gates", "identity", "people", "permissions"}) {
            if (entry.key == QLatin1String(key))
                rules.insert(entry.key, plainJson(entry.value));
        }
    }
    if (rules.isEmpty())
        return {};
    const QByteArray bytes = QJsonDocument(rules).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

void readGates(ReadingContext &context, const YamlNode &node, const QStringList &roles, Workspace &workspace)
{
    if (node.kind != YamlNode::Kind::Sequence)
        return context.type(node, QStringLiteral("gates"), tr("a list of gates"));
    const DeclaredNames known = knownOf(workspace, roles);
    for (size_t i = 0; i < node.items.size(); ++i) {
        Section section(context, node.items[i], QStringLiteral("gates[%1]").arg(i));
        if (!section.isMap())
            continue;
        GateConfig gate;
        gate.at = node.items[i].at;
        gate.id = section.requiredText("id");
        if (!gate.id.isEmpty() && (!isPlainId(gate.id) || workspace.gate(gate.id)))
            context.error(section.take("id")->at, "W-ID", tr("\"%1\" cannot be a gate").arg(gate.id.left(60)),
                          tr("letters, digits, '.', '-', '_', each once"));
        gate.when = readWhen(section, known);
        gate.approvals = readApprovals(section, known);
        gate.require = readRequire(section);
        gate.breakGlass = readBreakGlass(section, known);
        gate.delegation = section.boolean("delegation", false);
        section.finish();
        checkOwners(context, gate, known, workspace);
        // One that asks for nothing would stop nobody, which cannot be meant.
        if (gate.approvals.count == 0 && gate.require == GateRequire())
            gate.approvals.count = 1;
        workspace.gates.append(gate);
    }
}

void readPermissions(ReadingContext &context, const YamlNode &node, const QStringList &roles, Workspace &workspace)
{
    Section section(context, node, QStringLiteral("permissions"));
    for (const GatedAct act : gatedActs()) {
        const QByteArray key = toString(act).toLatin1();
        if (const YamlNode *value = section.take(key.constData()))
            workspace.permissions.append(
                {act, namesIn(section, key.constData(), tr("role in people.roles"), roles), value->at});
    }
    section.finish();
}

} // namespace astern
