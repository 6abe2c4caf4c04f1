// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/record.h"
#include "models/identity/oncall.h"
#include "models/presence/names.h"

#include <QHash>

#include <mutex>

namespace astern {

// What the log says of gates, kept up to date: the log of this device alone, or the team's, in its order. Thread safe.
class ApprovalBook {
public:
    // Kinds that take() learns from, for who reads the log for it.
    [[nodiscard]] static QStringList kinds();
    // An entry of the log, each once, in any order. `order` decides what came first.
    void take(const JournalEntry &entry, quint64 order,
              ApprovalRecord::Standing standing = ApprovalRecord::Standing::Counts);
    void take(const JournalEntry &entry) { take(entry, entry.index); }
    // An entry that this device has just written: whoever wrote it goes on at once. In a team those are the newest,
    // since the store has taken their generations; what the store says later of their place replaces that.
    void takeOwn(const JournalEntry &entry);
    // What was there when this process began has been taken. Until then gates stay shut.
    void setRead();
    [[nodiscard]] bool isRead() const;
    void setShared(bool shared); // the order is that of the team's log
    // Why this may not be how the log is now, as a clause; empty: it is. What goes forward waits for that.
    void setTrouble(const QString &why);
    [[nodiscard]] QString trouble() const;
    // This entry is known, with its place in the log's order.
    [[nodiscard]] bool hasPlaceOf(const QString &entry) const;
    // Another one is known to have taken its generation first.
    [[nodiscard]] bool hasLost(const QString &entry) const;
    // What the team's devices call people; for people's eyes, in claimedName alone.
    void setNames(const Names &names);
    [[nodiscard]] Names names() const;
    void clear(); // another log follows

    // With what is known of keys now: entries of a revoked one do not count behind its last good entry.
    [[nodiscard]] QList<ApprovalRecord> history() const;
    // Promotions that have begun, oldest first.
    struct Change {
        QString plan;
        QString service;
        QString environment;
        qint64 atMs = 0; // wall clock of its first intent
    };
    [[nodiscard]] QList<Change> changesSince(qint64 fromMs, const QString &notOfPlan, const ChangeBudget &of) const;
    [[nodiscard]] std::optional<ApprovalRecord> request(const QString &id) const;
    // Requests whose id, or its short form, begins like this; letters of either case.
    [[nodiscard]] QList<ApprovalRecord> requestsLike(const QString &text) const;
    // Who is on call for this workspace, by the hand-overs that count.
    [[nodiscard]] OnCall onCall(const QString &workspace) const;
    // Digest of the rules that an administrator pinned last; empty: nobody did.
    [[nodiscard]] QString pinnedRules() const;
    // Must be an entry of an administrator: whoever feeds the book knows.
    void pinRules(const QString &digest, quint64 order);

private:
    void learnChange(const JournalEntry &entry);
    void learnKey(const JournalEntry &entry);
    void learnRevocation(const JournalEntry &entry);
    [[nodiscard]] bool isRevoked(const ApprovalRecord &record) const;

    mutable std::mutex m_mutex;
    QList<ApprovalRecord> m_records;
    QHash<QString, qsizetype> m_known;             // by id of the entry: its place in m_records
    QHash<QString, QMap<quint64, QString>> m_keys; // by writer: the key that signs from this seq on
    QHash<QString, quint64> m_lastGood;            // seq, by key
    QHash<QString, Change> m_changes;              // by plan
    QHash<QString, OnCall> m_onCall;               // by workspace
    Names m_names;
    QString m_trouble;
    QString m_pinned;
    quint64 m_pinnedAt = 0;
    bool m_read = false;
    bool m_shared = false;
};

// Carries a release further, or starts one: what a budget counts. Ending a pause changes nothing.
[[nodiscard]] bool countsAsChange(PlanKind kind);

} // namespace astern
