// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvalbook.h"
#include "models/journal/sharedchain.h"
#include "models/journal/sqlite.h"

#include <memory>

namespace astern {

// Reads what the team's log says of gates out of this device's verified copy of it, whichever process of the device
// follows that log. Judges each row anew: who signed it, whether an administrator took that device in, whether it won
// its generation. On one thread, which waits for the disk.
class SharedApprovals {
public:
    SharedApprovals(ApprovalBook &book, QString mirrorFile); // the book lives longer

    // Takes what is new, and answers how many entries of the log have been read. A copy that was rewound is read again
    // from its beginning; one that does not exist yet has no entries.
    [[nodiscard]] Result<quint64> catchUp();

private:
    [[nodiscard]] Result<Ok> open();
    [[nodiscard]] Result<bool> wasRewound();
    void take(const SharedRow &row);

    ApprovalBook &m_book;
    QString m_file;
    std::unique_ptr<Database> m_db;
    SharedChain m_chain;
    quint64 m_next = 0;
    QByteArray m_lastHash; // of the row before m_next
};

} // namespace astern
