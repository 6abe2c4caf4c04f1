// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/gates.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Authority", text); }

const AuthorityAnswer kYes{true, {}, {}, {}};

AuthorityAnswer no(const QString &reason, const QString &where, const QString &hint)
{
    return {false, reason, where, hint};
}

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

QStringList authorsOf(const Manifest &manifest)
{
    const QJsonObject metadata =
        QJsonDocument::fromJson(manifest.podTemplate).object().value(QLatin1String("metadata")).toObject();
    const QString text =
        metadata.value(QLatin1String("annotations")).toObject().value(QLatin1String("astern.dev/author")).toString();
    QStringList authors;
    for (const QString &one : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!one.trimmed().isEmpty())
            authors.append(one.trimmed());
    }
    return authors;
}

GateFacts factsOf(const Workspace &workspace, const Plan &plan, qint64 healthySinceMs)
{
    GateFacts facts;
    facts.healthySinceMs = healthySinceMs;
    facts.authors = authorsOf(plan.seen.desired.manifest);
    if (const ServiceConfig *service = workspace.service(plan.service))
        facts.owner = service->owner;
    facts.provenPeople = !workspace.journal.team.isEmpty();
    facts.plan = plan.id;
    return facts;
}

QList<GateStanding> gateStandings(const Workspace &workspace, const Plan &plan, const QList<ApprovalRecord> &history,
                                  qint64 healthySinceMs, qint64 nowMs)
{
    QList<GateStanding> standings;
    for (const GateConfig &gate : workspace.gates) {
        if (!covers(gate, plan))
            continue;
        GateStanding standing{.gate = gate,
                              .subject = subjectOf(gate, plan, workspace),
                              .facts = factsOf(workspace, plan, healthySinceMs),
                              .decision = {}};
        standing.decision = judgeGate(gate, standing.subject, history, standing.facts, nowMs);
        standings.append(standing);
    }
    return standings;
}

AuthorityAnswer isKnownNow(const ApprovalBook *book, const QString &what, const QString &where)
{
    if (!book || !book->isRead())
        return no(tr("The log has not been read yet: nobody knows %1").arg(what), where,
                  tr("Try again in a moment. Pausing and rolling back stay possible."));
    if (const QString why = book->trouble(); !why.isEmpty())
        return no(tr("Nobody knows here %1: %2").arg(what, why), where,
                  tr("Try again when this device has the team's log as it is now; `asternctl status` says how that "
                     "is. Pausing and rolling back stay possible."));
    return kYes;
}

AuthorityAnswer mayPassGates(const Workspace &workspace, const Plan &plan, const ApprovalBook *book,
                             qint64 healthySinceMs, qint64 nowMs)
{
    const auto first = std::find_if(workspace.gates.cbegin(), workspace.gates.cend(),
                                    [&plan](const GateConfig &gate) { return covers(gate, plan); });
    if (first == workspace.gates.cend())
        return kYes;
    if (AuthorityAnswer known = isKnownNow(book, tr("who approved it"), first->where()); !known.allowed)
        return known;
    const QList<GateStanding> standings = gateStandings(workspace, plan, book->history(), healthySinceMs, nowMs);
    // What says no for good is told before what time and people may still bring.
    const GateStanding *shut = nullptr;
    for (const GateStanding &standing : standings) {
        const bool worse = !shut || (shut->decision.state == Decision::State::Waiting &&
                                     standing.decision.state != Decision::State::Waiting);
        if (!standing.decision.isOpen() && worse)
            shut = &standing;
    }
    if (!shut)
        return kYes;
    AuthorityAnswer answer = no(tr("The gate %1 is shut. %2").arg(shut->gate.id, shut->decision.words()),
                                shut->gate.where(), hintFor(shut->decision));
    answer.waits = std::all_of(standings.cbegin(), standings.cend(), [](const GateStanding &standing) {
        return standing.decision.isOpen() || standing.decision.asksPeople;
    });
    return answer;
}

AuthorityAnswer mayByRole(const Workspace &workspace, const Plan &plan, const Actor &actor)
{
    const std::optional<GatedAct> act = gatedActOf(plan.kind);
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
    return kYes;
}

AuthorityAnswer rulesArePinned(const Workspace &workspace, const ApprovalBook *book)
{
    if (workspace.journal.team.isEmpty() || workspace.rulesDigest.isEmpty())
        return kYes;
    const AuthorityAnswer known =
        isKnownNow(book, tr("which rules an administrator pinned"), QStringLiteral("astern.yaml"));
    if (!known.allowed)
        return known;
    const QString pinned = book->pinnedRules();
    if (pinned == workspace.rulesDigest)
        return kYes;
    return no(pinned.isEmpty()
                  ? tr("No administrator has pinned what the workspace says about people, roles and gates")
                  : tr("What the workspace says about people, roles and gates is not what an administrator pinned"),
              QStringLiteral("astern.yaml"),
              tr("An administrator looks at it and runs `asternctl team rules --pin`. Pausing and rolling back stay "
                 "possible."));
}

} // namespace astern
