// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvalbook.h"
#include "models/approval/authority.h"
#include "models/approval/gates.h"
#include "models/base/clock.h"
#include "models/identity/identity.h"
#include "models/workspace/workspace.h"

#include <QHash>

#include <functional>
#include <mutex>

namespace astern {

struct DeviceEnrolment; // models/approval/deviceenrol.h

// The authority of one machine: whoever is signed in to it. Knows the workspace's read-only mode, its permissions and
// gates, the freezes of its policies, and the protection that is declared but cannot be enforced: these refuse going
// forward, never going back.
class LocalAuthority final : public Authority {
public:
    // `clock` outlives it.
    LocalAuthority(const Workspace &workspace, Actor self, const Clock &clock);

    [[nodiscard]] AuthorityAnswer may(const Plan &plan, const Actor &actor) const override;
    [[nodiscard]] QList<GateStanding> gates(const Plan &plan) const override;
    // The same of a device that is to be taken into the team.
    [[nodiscard]] AuthorityAnswer mayEnrol(const DeviceEnrolment &enrolment, const Actor &actor) const;
    [[nodiscard]] Actor self() const override;
    // Who is signed in from now on; any thread. Until then it is the account, and nobody's sign-in is asked for.
    void setSignedIn(const SignedIn &signedIn);
    // `committed`: ids of plans that a person has let go already; they are judged as when that was done.
    void setWorkspace(const Workspace &workspace, const QStringList &committed = {});
    // Why a plan must not go forward now; empty: it may. Asked from any thread, of people's plans only.
    void setPromotionGate(std::function<QString(const Plan &)> refusal);
    // What the log says of gates; outlives it. Without one every gate is shut.
    void setApprovals(const ApprovalBook *book);
    // Since when (wall ms) a place's signals are under their limits; 0: they are not, or nobody knows. Any thread.
    void setHealth(std::function<qint64(const Plan &)> healthySince);
    void setReadOnly(bool readOnly); // asked for on the command line, whatever the workspace says

    // The user of the operating system; `salt` keeps the pseudonym from being a plain hash of a name.
    [[nodiscard]] static Actor systemUser(const QByteArray &salt = {});

private:
    [[nodiscard]] AuthorityAnswer mayAct(const Workspace &rules, const Actor &actor) const;
    [[nodiscard]] static AuthorityAnswer unprotected(const Workspace &rules, const Plan &plan);
    [[nodiscard]] AuthorityAnswer unfrozen(const Workspace &rules, const Plan &plan) const;
    [[nodiscard]] AuthorityAnswer withinBudget(const Workspace &rules, const Plan &plan) const;

    [[nodiscard]] AuthorityAnswer gated(const Workspace &rules, const Plan &plan, const Actor &actor) const;
    [[nodiscard]] qint64 healthySince(const Plan &plan) const;

    mutable std::mutex m_mutex; // guards what setWorkspace() replaces; buttons and dispatcher ask from their threads
    Workspace m_rules;
    QHash<QString, Workspace> m_committed; // by plan id
    std::function<QString(const Plan &)> m_promotionGate;
    std::function<qint64(const Plan &)> m_healthySince;
    const ApprovalBook *m_book = nullptr;
    bool m_readOnly = false;
    std::optional<SignedIn> m_signedIn;
    const Actor m_account;
    const Clock &m_clock;
};

} // namespace astern
