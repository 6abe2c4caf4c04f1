// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/gates.h"

#include "models/approval/gateanswer.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Authority", text); }

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
    return yes();
}

AuthorityAnswer mayPassGates(const Workspace &workspace, const Plan &plan, const ApprovalBook *book,
                             qint64 healthySinceMs, qint64 nowMs)
{
    const auto first = std::find_if(workspace.gates.cbegin(), workspace.gates.cend(),
                                    [&plan](const GateConfig &gate) { return covers(gate, plan); });
    if (first == workspace.gates.cend())
        return yes();
    if (AuthorityAnswer known = isKnownNow(book, tr("who approved it"), first->where()); !known.allowed)
        return known;
    return mayPass(gateStandings(workspace, plan, book->history(), healthySinceMs, nowMs));
}

AuthorityAnswer mayByRole(const Workspace &workspace, const Plan &plan, const Actor &actor)
{
    const std::optional<GatedAct> act = gatedActOf(plan.kind);
    return act ? mayByRole(workspace, *act, actor) : yes();
}

AuthorityAnswer rulesArePinned(const Workspace &workspace, const ApprovalBook *book)
{
    if (workspace.journal.team.isEmpty() || workspace.rulesDigest.isEmpty())
        return yes();
    const AuthorityAnswer known =
        isKnownNow(book, tr("which rules an administrator pinned"), QStringLiteral("astern.yaml"));
    if (!known.allowed)
        return known;
    const QString pinned = book->pinnedRules();
    if (pinned == workspace.rulesDigest)
        return yes();
    return no(pinned.isEmpty()
                  ? tr("No administrator has pinned what the workspace says about people, roles and gates")
                  : tr("What the workspace says about people, roles and gates is not what an administrator pinned"),
              QStringLiteral("astern.yaml"),
              tr("An administrator looks at it and runs `asternctl team rules --pin`. Pausing and rolling back stay "
                 "possible."));
}

} // namespace astern
