// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/deviceenrol.h"

#include "models/approval/gateanswer.h"
#include "models/approval/policyedit.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

bool isBefore(const GateConfig &gate) { return gate.when.acts.contains(GatedAct::KeyEnrol); }

QJsonObject toJson(const DeviceEnrolment &enrolment)
{
    return {{QStringLiteral("device"), enrolment.device}, {QStringLiteral("journal"), enrolment.journal},
            {QStringLiteral("origin"), enrolment.origin}, {QStringLiteral("key"), enrolment.key},
            {QStringLiteral("entry"), enrolment.entry},   {QStringLiteral("leaf"), enrolment.leaf},
            {QStringLiteral("login"), enrolment.login},   {QStringLiteral("signs_heads"), enrolment.signsHeads}};
}

ApprovalSubject subjectOf(const GateConfig &gate, const DeviceEnrolment &enrolment)
{
    ApprovalSubject subject;
    subject.gate = gate.id;
    subject.gateDigest = gate.digest();
    subject.act = toString(GatedAct::KeyEnrol);
    subject.target = QStringLiteral("device:") + enrolment.device;
    subject.steps = {
        QJsonObject{{QStringLiteral("id"), QStringLiteral("enrol")}, {QStringLiteral("command"), toJson(enrolment)}}};
    return subject;
}

} // namespace

Plan DeviceEnrolment::use() const
{
    Plan plan;
    plan.id = QStringLiteral("enrol:%1@%2").arg(device, subjectDigest(toJson(*this)));
    return plan;
}

QString DeviceEnrolment::domain() const { return origin.section(QStringLiteral("/journal/"), 0, 0); }

std::optional<DeviceEnrolment> enrolmentIn(const QJsonObject &subject)
{
    if (subject.value(QLatin1String("act")).toString() != toString(GatedAct::KeyEnrol))
        return std::nullopt;
    const QJsonObject command =
        subject.value(QLatin1String("steps")).toArray().first().toObject().value(QLatin1String("command")).toObject();
    const auto text = [&command](const char *key) { return command.value(QLatin1String(key)).toString(); };
    const DeviceEnrolment enrolment{.device = text("device"),
                                    .journal = text("journal"),
                                    .origin = text("origin"),
                                    .key = text("key"),
                                    .entry = text("entry"),
                                    .leaf = text("leaf"),
                                    .login = text("login"),
                                    .signsHeads = command.value(QLatin1String("signs_heads")).toBool()};
    return toJson(enrolment) == command && !enrolment.device.isEmpty() ? std::optional(enrolment) : std::nullopt;
}

bool rulesEnrolments(const Workspace &workspace)
{
    return std::any_of(workspace.gates.cbegin(), workspace.gates.cend(), isBefore) ||
           std::any_of(workspace.permissions.cbegin(), workspace.permissions.cend(),
                       [](const ActRoles &one) { return one.act == GatedAct::KeyEnrol; });
}

QList<GateStanding> enrolmentGates(const Workspace &workspace, const DeviceEnrolment &enrolment,
                                   const QList<ApprovalRecord> &history, qint64 nowMs)
{
    QList<GateStanding> standings;
    for (const GateConfig &gate : workspace.gates) {
        if (!isBefore(gate))
            continue;
        // Nobody is named as the author of a card: that is who asks, as with an edit.
        GateStanding standing{
            .gate = ruleForEdits(gate), .subject = subjectOf(gate, enrolment), .facts = {}, .decision = {}};
        standing.facts.provenPeople = !workspace.journal.team.isEmpty();
        standing.facts.plan = enrolment.use().id;
        standing.decision = judgeGate(standing.gate, standing.subject, history, standing.facts, nowMs);
        standings.append(standing);
    }
    return standings;
}

Draft enrolmentDraft(const DeviceEnrolment &enrolment, const QList<GateStanding> &gates)
{
    Draft draft{.kind = QStringLiteral("approval.decided")};
    draft.links = {{EntryLink::Rel::Approves, enrolment.entry, enrolment.leaf}};
    draft.fields.insert(
        QStringLiteral("decision"),
        QJsonObject{{QStringLiteral("verdict"), QStringLiteral("approve")},
                    {QStringLiteral("title"), tr("Device %1 of %2 enrolled").arg(enrolment.device, enrolment.login)}});
    draft.fields.insert(QStringLiteral("subject"), QJsonObject{{QStringLiteral("key"), enrolment.key}});
    QJsonArray approvals;
    for (const GateStanding &standing : gates)
        approvals.append(passOf(standing));
    if (!approvals.isEmpty())
        draft.fields.insert(QStringLiteral("approvals"), approvals);
    return draft;
}

Draft refusedOfDevice(const QString &act, const QString &device, const Actor &actor, const Error &why)
{
    Plan plan;
    plan.id = Uuid7::next();
    Draft draft = refusedDraft(plan, actor, why.message, why.where);
    QJsonObject refused = draft.fields.value(QLatin1String("refused")).toObject();
    refused.insert(QStringLiteral("plan"), act);
    refused.insert(QStringLiteral("device"), device);
    draft.fields.insert(QStringLiteral("refused"), refused);
    return draft;
}

} // namespace astern
