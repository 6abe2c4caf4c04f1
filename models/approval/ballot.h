// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gatejudge.h"

#include <QHash>
#include <QSet>

namespace astern {

// Counts what the log says of one request, in its order. One person fills one seat, under whatever account, device or
// delegation.
class Ballot {
public:
    Ballot(const GateConfig &gate, const ApprovalRecord &request, const GateFacts &facts);

    void count(QList<ApprovalRecord> history);
    // Why it does not count now; empty: it does.
    [[nodiscard]] QString whyNot(const ApprovalRecord &record) const;

    [[nodiscard]] const QList<Seat> &seats() const { return m_seats; }
    [[nodiscard]] int wanted() const { return m_request.review ? 1 : m_gate.approvals.count; }
    [[nodiscard]] bool lacksOwner() const;
    [[nodiscard]] const QStringList &discounted() const { return m_discounted; }
    [[nodiscard]] qint64 nextGeneration() const { return m_newest + 1; }
    [[nodiscard]] const QString &closed() const { return m_closed; } // who said no; empty: nobody
    [[nodiscard]] const QString &usedBy() const { return m_usedBy; } // plan; empty: none

private:
    void take(const ApprovalRecord &record);
    void seat(const ApprovalRecord &record);
    void hand(const ApprovalRecord &record);
    [[nodiscard]] QString whyNotPerson(const ApprovalRecord &record) const;
    [[nodiscard]] QString whyNotRole(const ApprovalRecord &record) const;
    [[nodiscard]] QStringList wantedRoles() const;
    [[nodiscard]] QString ownRole(const Actor &actor) const;

    struct Handed {
        QString by;
        QString byName;
        QString role;
        bool owner = false;
    };
    const GateConfig &m_gate;
    const ApprovalRecord &m_request;
    const GateFacts &m_facts;
    QList<Seat> m_seats;
    QList<Actor> m_done;             // people who filled a seat or gave theirs away
    QSet<QString> m_writers;         // their devices
    QHash<QString, Handed> m_handed; // by the person who got it
    QStringList m_discounted;
    qint64 m_last = 0;   // generation that won last
    qint64 m_newest = 0; // that anybody has used
    QString m_closed;
    QString m_usedBy;
    QString m_usedOn; // device
};

// Used up, refused or taken back.
[[nodiscard]] bool isClosed(const ApprovalRecord &request, const QList<ApprovalRecord> &history);
// By the person where both proved one, else by the account: who once proved it and once not is not two.
[[nodiscard]] bool samePerson(const Actor &a, const Actor &b);
// As people know who wrote it: as this device has it, else as theirs claims; empty: neither.
[[nodiscard]] QString shownName(const ApprovalRecord &record);
[[nodiscard]] QString nameOf(const ApprovalRecord &record); // the same, else the pseudonym

} // namespace astern
