// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/gateanswer.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Authority", text); }

QString hintFor(const Decision &decision)
{
    if (decision.state == Decision::State::Waiting && decision.asksPeople && !decision.request.isEmpty())
        return tr("`asternctl approve %1` is for who may. Pausing and rolling back stay possible.")
            .arg(shortRequest(decision.request));
    if (decision.asksPeople)
        return tr("Ask for approval; the request tells who may give it. Pausing and rolling back stay possible.");
    return tr("Wait, or take it out of the gate. Pausing and rolling back stay possible.");
}

} // namespace

AuthorityAnswer mayByRole(const Workspace &workspace, GatedAct act, const Actor &actor)
{
    for (const ActRoles &permission : workspace.permissions) {
        if (permission.act != act)
            continue;
        const bool may = std::any_of(permission.roles.cbegin(), permission.roles.cend(),
                                     [&actor](const QString &role) { return actor.roles.contains(role); });
        if (may)
            continue;
        const QString roles = permission.roles.join(tr(" or "));
        return no(tr("%1 is for %2, and %3 proved none of these roles")
                      .arg(toString(permission.act), roles, actor.name.isEmpty() ? actor.who() : actor.name),
                  QStringLiteral("%1:%2: permissions.%3")
                      .arg(permission.at.file)
                      .arg(permission.at.line)
                      .arg(toString(permission.act)),
                  tr("Sign in as somebody who has one. Pausing and rolling back stay possible."));
    }
    return yes();
}

AuthorityAnswer mayPass(const QList<GateStanding> &standings)
{
    // What says no for good is told before what time and people may still bring.
    const GateStanding *shut = nullptr;
    for (const GateStanding &standing : standings) {
        const bool worse = !shut || (shut->decision.state == Decision::State::Waiting &&
                                     standing.decision.state != Decision::State::Waiting);
        if (!standing.decision.isOpen() && worse)
            shut = &standing;
    }
    if (!shut)
        return yes();
    AuthorityAnswer answer = no(tr("The gate %1 is shut. %2").arg(shut->gate.id, shut->decision.words()),
                                shut->gate.where(), hintFor(shut->decision));
    answer.waits = std::all_of(standings.cbegin(), standings.cend(), [](const GateStanding &standing) {
        return standing.decision.isOpen() || standing.decision.asksPeople;
    });
    return answer;
}

QJsonObject passOf(const GateStanding &standing)
{
    QJsonArray approvals;
    for (const Seat &seat : standing.decision.seats)
        approvals.append(QJsonObject{{QStringLiteral("person"), seat.person}, {QStringLiteral("entry"), seat.entry}});
    return {{QStringLiteral("gate"), standing.gate.id},
            {QStringLiteral("request"), standing.decision.request},
            {QStringLiteral("digest"), standing.subject.digest()},
            {QStringLiteral("broken"), standing.decision.byBrokenGlass},
            {QStringLiteral("approvals"), approvals}};
}

bool wereUsedBy(const QString &use, const QList<GateStanding> &standings, const QList<ApprovalRecord> &history)
{
    return std::all_of(standings.cbegin(), standings.cend(), [&](const GateStanding &standing) {
        return standing.decision.request.isEmpty() ||
               std::any_of(history.cbegin(), history.cend(), [&](const ApprovalRecord &record) {
                   return record.verdict == ApprovalRecord::Verdict::Used && record.plan == use &&
                          record.standing == ApprovalRecord::Standing::Counts &&
                          record.request == standing.decision.request;
               });
    });
}

} // namespace astern
