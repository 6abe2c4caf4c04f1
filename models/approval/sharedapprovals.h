// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvalbook.h"
#include "models/journal/sharedchain.h"
#include "models/journal/sharedstate.h"
#include "models/journal/sqlite.h"

#include <QDateTime>

#include <memory>

namespace astern {

// Reads what the team's log says of gates out of this device's verified copy of it, whichever process of the device
// follows that log. Judges each row that matters anew: who signed it, whether an administrator took that device in,
// whether it won its generation; and all of them once more where a key is revoked. On one thread, which waits for the
// disk.
class SharedApprovals {
public:
    SharedApprovals(ApprovalBook &book, QString mirrorFile); // the book lives longer

    // Takes what is new, and answers how many entries of the log have been read. A copy that was rewound is read again
    // from its beginning; one that does not exist yet has no entries.
    [[nodiscard]] Result<quint64> catchUp();
    // Grows with each entry that says something of gates, and where people are called otherwise now.
    [[nodiscard]] quint64 heard() const { return m_heard; }

private:
    [[nodiscard]] Result<Ok> open();
    [[nodiscard]] Result<bool> wasRewound();
    [[nodiscard]] Result<Ok> readOn();
    void lookAtNames();
    void beginAnew();
    void take(const SharedRow &row);
    void takeKey(const SharedRow &row, const QJsonObject &payload, ApprovalRecord::Standing standing, bool admin);
    // By what is known of keys at the end of the log, where that was read once already.
    [[nodiscard]] bool wasDisowned(const SharedRow &row) const;

    ApprovalBook &m_book;
    QString m_file;
    QString m_namesFile;
    std::optional<std::pair<QDateTime, qint64>> m_namesAt; // when it was written, and its size
    std::unique_ptr<Database> m_db;
    SharedChain m_chain;
    std::optional<SharedChain> m_judge; // as the chain was when a revocation made everything be read again
    bool m_revoked = false;             // a revocation was read that m_judge does not know
    quint64 m_next = 0;
    quint64 m_heard = 0;
    QByteArray m_lastHash; // of the row before m_next
};

// Why what was read of the team's log may not be how that log is now, as a clause; empty: it is. `read`: entries taken;
// `broken`: why this device's copy cannot be read, or empty.
[[nodiscard]] QString whyNotCurrent(const SharedLogState &state, quint64 read, const QString &broken);

} // namespace astern
