// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/gateconfig.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace astern {
namespace {

QJsonArray sorted(QStringList texts)
{
    texts.sort();
    return QJsonArray::fromStringList(texts);
}

} // namespace

QString toString(GatedAct act)
{
    switch (act) {
    case GatedAct::Promote:
        return QStringLiteral("promote");
    case GatedAct::PromoteFull:
        return QStringLiteral("promote-full");
    case GatedAct::Resume:
        return QStringLiteral("resume");
    case GatedAct::Retry:
        return QStringLiteral("retry");
    case GatedAct::FlagOn:
        return QStringLiteral("flag-on");
    case GatedAct::PolicyEdit:
        return QStringLiteral("policy-edit");
    case GatedAct::KeyEnrol:
        return QStringLiteral("key-enrol");
    }
    return {};
}

QList<GatedAct> gatedActs()
{
    return {GatedAct::Promote, GatedAct::PromoteFull, GatedAct::Resume,  GatedAct::Retry,
            GatedAct::FlagOn,  GatedAct::PolicyEdit,  GatedAct::KeyEnrol};
}

QString GateConfig::where() const { return QStringLiteral("%1:%2: gate %3").arg(at.file).arg(at.line).arg(id); }

// Qt writes the keys of an object in order, and every number here is whole: one value, one text.
QString GateConfig::digest() const
{
    QStringList acts;
    for (const GatedAct act : when.acts)
        acts.append(toString(act));
    const QJsonObject all{
        {QStringLiteral("id"), id},
        {QStringLiteral("acts"), sorted(acts)},
        {QStringLiteral("environments"), sorted(when.environments)},
        {QStringLiteral("services"), sorted(when.services)},
        {QStringLiteral("reach"), int(std::lround(when.reachAbove * 1000))},
        {QStringLiteral("count"), approvals.count},
        {QStringLiteral("roles"), sorted(approvals.roles)},
        {QStringLiteral("owners"), approvals.owners},
        {QStringLiteral("not_author"), approvals.notAuthor},
        {QStringLiteral("not_requester"), approvals.notRequester},
        {QStringLiteral("expires"), approvals.expiresMs},
        {QStringLiteral("reason"), approvals.reason},
        {QStringLiteral("healthy_for"), require.healthyForMs},
        {QStringLiteral("drill_within"), require.drillWithinMs},
        {QStringLiteral("readiness"), require.readiness},
        {QStringLiteral("break_glass"), sorted(breakGlass.roles)},
        {QStringLiteral("countersign_within"), breakGlass.countersignWithinMs},
        {QStringLiteral("delegation"), delegation},
    };
    return QString::fromLatin1(
        QCryptographicHash::hash(QJsonDocument(all).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256)
            .toHex());
}

} // namespace astern
