// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/policyedit.h"

#include "models/approval/gateanswer.h"
#include "models/policy/policy.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

// Narrowed to the places of the policy as it is or as it would be: one that leaves a place goes by that place's gates.
bool covers(const GateConfig &gate, const PolicyEdit &edit)
{
    if (!gate.when.acts.contains(GatedAct::PolicyEdit))
        return false;
    for (const PolicyFile *file : {&edit.inForce, &edit.wanted}) {
        if (!file->policy)
            continue;
        const policy::AppliesTo &to = file->policy->appliesTo;
        const QStringList &environments = gate.when.environments;
        const bool there = environments.isEmpty() ||
                           std::any_of(environments.cbegin(), environments.cend(), [&to](const QString &environment) {
                               return to.environments.contains(environment);
                           });
        if (there && (gate.when.services.isEmpty() || gate.when.services.contains(to.service)))
            return true;
    }
    return false;
}

QString revisionWords(const PolicyFile &file)
{
    return file.policy ? tr("revision %1").arg(file.policy->revision) : tr("none");
}

// Not what is in force now: that differs from device to device, and what is signed for is what the file says.
ApprovalSubject subjectOf(const GateConfig &gate, const PolicyEdit &edit)
{
    const PolicyFile &known = edit.wanted.policy ? edit.wanted : edit.inForce;
    ApprovalSubject subject;
    subject.gate = gate.id;
    subject.gateDigest = gate.digest();
    subject.act = toString(GatedAct::PolicyEdit);
    subject.service = known.policy->appliesTo.service;
    subject.target = QStringLiteral("policy:") + edit.policy;
    subject.toVersion = revisionWords(edit.wanted);
    subject.manifest = edit.wanted.digest;
    return subject;
}

} // namespace

bool PolicyEdit::isOpen() const
{
    return std::all_of(gates.cbegin(), gates.cend(),
                       [](const GateStanding &standing) { return standing.decision.isOpen(); });
}

QString PolicyEdit::file() const { return wanted.policy ? wanted.name : inForce.name; }

QString PolicyEdit::words() const
{
    return QStringLiteral("%1 → %2").arg(revisionWords(inForce), revisionWords(wanted));
}

Plan PolicyEdit::use() const
{
    Plan plan;
    plan.id = QStringLiteral("policy:%1@%2").arg(policy, wanted.digest);
    return plan;
}

QString PolicyEdit::waitsFor() const
{
    for (const GateStanding &standing : gates) {
        if (!standing.decision.isOpen())
            return tr("%1: %2 waits at the gate %3. %4")
                .arg(file(), words(), standing.gate.id, standing.decision.words());
    }
    return {};
}

GateConfig ruleForEdits(GateConfig gate)
{
    gate.approvals.notRequester = gate.approvals.notRequester || gate.approvals.notAuthor;
    gate.approvals.notAuthor = false;
    return gate;
}

QList<PolicyEdit> gatedEdits(const Workspace &next, const QList<PolicyFile> &inForce, const ApprovalBook &book,
                             qint64 nowMs)
{
    const bool any = std::any_of(next.gates.cbegin(), next.gates.cend(),
                                 [](const GateConfig &gate) { return gate.when.acts.contains(GatedAct::PolicyEdit); });
    if (!any)
        return {};
    const QList<ApprovalRecord> history = book.history();
    QMap<QString, PolicyEdit> edits;
    for (const PolicyFile &file : next.policies) {
        if (file.policy)
            edits[file.policy->id].wanted = file;
    }
    for (const PolicyFile &file : inForce) {
        if (file.policy)
            edits[file.policy->id].inForce = file;
    }
    QList<PolicyEdit> gated;
    for (auto it = edits.begin(); it != edits.end(); ++it) {
        PolicyEdit &edit = it.value();
        edit.policy = it.key();
        if (edit.inForce.digest == edit.wanted.digest)
            continue;
        for (const GateConfig &gate : next.gates) {
            if (!covers(gate, edit))
                continue;
            GateStanding standing{
                .gate = ruleForEdits(gate), .subject = subjectOf(gate, edit), .facts = {}, .decision = {}};
            if (const ServiceConfig *service = next.service(standing.subject.service))
                standing.facts.owner = service->owner;
            standing.facts.provenPeople = !next.journal.team.isEmpty();
            standing.facts.plan = edit.use().id;
            const QString unknown = book.isRead() ? book.trouble() : tr("the log has not been read yet");
            if (unknown.isEmpty())
                standing.decision = judgeGate(standing.gate, standing.subject, history, standing.facts, nowMs);
            else
                standing.decision.missing = {unknown};
            edit.gates.append(standing);
        }
        if (edit.gates.isEmpty())
            continue;
        edit.used = edit.isOpen() && wereUsedBy(edit.use().id, edit.gates, history);
        gated.append(edit);
    }
    return gated;
}

void holdBack(Workspace &next, const QList<PolicyEdit> &edits)
{
    // What is there makes room first: a file may declare another policy now.
    QList<PolicyEdit> inOrder = edits;
    std::stable_partition(inOrder.begin(), inOrder.end(),
                          [](const PolicyEdit &edit) { return edit.wanted.policy != nullptr; });
    for (const PolicyEdit &edit : std::as_const(inOrder)) {
        PolicyFile *there = nullptr;
        for (PolicyFile &file : next.policies) {
            if (file.policy ? file.policy->id == edit.policy : !there && file.name == edit.inForce.name)
                there = &file;
        }
        if (!there && edit.inForce.policy) {
            next.policies.append(edit.inForce);
            continue;
        }
        if (!there)
            continue;
        there->text = edit.inForce.text;
        there->digest = edit.inForce.digest;
        there->policy = edit.inForce.policy;
    }
    if (!edits.isEmpty())
        declareUnenforced(next);
}

} // namespace astern
