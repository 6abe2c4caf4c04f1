// SPDX-License-Identifier: GPL-3.0-or-later
// Of a session: gates, and what people did at them.
#include "models/session/session.h"

#include "models/approval/approvaldesk.h"

namespace astern {

QList<GateStanding> Session::gates(const Plan &plan) const
{
    return m_doors.authority ? m_doors.authority->gates(plan) : QList<GateStanding>();
}

QList<ApprovalRecord> Session::approvals() const
{
    return m_doors.approvals ? m_doors.approvals->history() : QList<ApprovalRecord>();
}

bool Session::approvalsRead() const { return m_doors.approvals && m_doors.approvals->isRead(); }

QList<Countersign> Session::countersigns() const { return dueCountersigns(m_workspace.gates, approvals(), nowMs()); }

void Session::noteRefusal(const Plan &plan, const AuthorityAnswer &answer)
{
    if (!m_doors.journal || !m_doors.readOnly.isEmpty() || m_refused.contains(plan.id))
        return;
    m_refused.insert(plan.id);
    m_doors.journal->append(refusedDraft(plan, self(), answer.reason, answer.where), [](const Result<Receipt> &) {});
}

void Session::setPolicyEdits(const QList<PolicyEdit> &edits)
{
    if (m_policyEdits == edits)
        return;
    m_policyEdits = edits;
    Q_EMIT policyEditsChanged();
}

void Session::setApprovalsChanged() { Q_EMIT approvalsChanged(); }

} // namespace astern
