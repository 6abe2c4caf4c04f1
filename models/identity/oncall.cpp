// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/oncall.h"

#include "models/command/record.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("OnCall", text); }

} // namespace

std::optional<HandOver> readHandOver(const JournalEntry &entry)
{
    if (entry.kind != kHandOverKind)
        return std::nullopt;
    const QJsonObject said = entry.payload.value(QLatin1String("oncall")).toObject();
    const QJsonObject actor = entry.payload.value(QLatin1String("actor")).toObject();
    HandOver handOver;
    handOver.workspace = said.value(QLatin1String("of")).toString();
    handOver.to = said.value(QLatin1String("to")).toString();
    handOver.toName = entry.personal.value(QStringLiteral("oncall.name"));
    handOver.by.ref = actor.value(QLatin1String("ref")).toString();
    handOver.by.person = actor.value(QLatin1String("person")).toString();
    handOver.by.automation = actor.value(QLatin1String("automation")).toBool();
    for (const QJsonValue &role : actor.value(QLatin1String("roles")).toArray())
        handOver.by.roles.append(role.toString());
    handOver.entry = entry.id;
    handOver.atMs = entry.wallMs;
    handOver.generation = entry.payload.value(QLatin1String("gate_gen")).toInteger();
    if (handOver.workspace.isEmpty() || handOver.to.isEmpty())
        return std::nullopt;
    return handOver;
}

QString whyNotHandOver(const OnCall &now, const Actor &by, const QString &to)
{
    if (by.automation)
        return tr("a machine is not on call");
    if (by.person.isEmpty())
        return tr("nobody proved who this is");
    if (to == now.person)
        return tr("that person is on call already");
    if (by.person == now.person)
        return {};
    if (to != by.person)
        return tr("only who is on call hands over; whoever has the role on-call may take it");
    return by.roles.contains(kOnCallRole) ? QString()
                                          : tr("only on-call may take it, and this person proved no such role");
}

OnCall after(const OnCall &now, const HandOver &handOver)
{
    if (!whyNotHandOver(now, handOver.by, handOver.to).isEmpty()) {
        OnCall same = now; // its generation is used up all the same
        same.generation = std::max(now.generation, handOver.generation);
        return same;
    }
    return {.person = handOver.to,
            .name = handOver.toName,
            .before = now.person,
            .entry = handOver.entry,
            .sinceMs = handOver.atMs,
            .generation = handOver.generation};
}

Draft handOverDraft(const QString &workspace, const OnCall &now, const QString &to, const QString &toName,
                    const Actor &by, const QString &reason)
{
    Draft draft;
    draft.kind = kHandOverKind;
    draft.fields = {{QStringLiteral("oncall"), QJsonObject{{QStringLiteral("of"), workspace},
                                                           {QStringLiteral("to"), to},
                                                           {QStringLiteral("from"), now.person}}},
                    {QStringLiteral("actor"), actorToJson(by)},
                    {QStringLiteral("gate"), QStringLiteral("on-call/") + workspace},
                    {QStringLiteral("gate_gen"), now.generation + 1}};
    if (!reason.trimmed().isEmpty())
        draft.personal.insert(QStringLiteral("rationale"), reason.trimmed());
    if (!by.name.isEmpty())
        draft.personal.insert(QStringLiteral("actor.name"), by.name);
    if (!toName.isEmpty())
        draft.personal.insert(QStringLiteral("oncall.name"), toName);
    return draft;
}

} // namespace astern
