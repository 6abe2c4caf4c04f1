// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/ship.h"

#include <optional>

namespace astern::connectors {

// A copy of one log in a file of lines, on another medium: a line that says whose it is, then one an entry, in order
// and without gaps:
//   {"astern":"journal-copy/v1","journal":"<leaf hash of the genesis>"}
//   {"entry":<the signed entry as it is>,"index":7,"leaf":"<hash>","openings":{…}}
// Lines are only ever appended. What was torn by a crash is cut off at the last whole line; a file that is somebody
// else's, or whose end is not what this wrote, is refused and not touched. Calls block; one thread.
class CopyFile {
public:
    CopyFile(QString path, Redaction redaction);
    ~CopyFile();
    CopyFile(const CopyFile &) = delete;
    CopyFile &operator=(const CopyFile &) = delete;

    // Durable when it returns. Entries that the file has already are passed over.
    [[nodiscard]] SinkAnswer append(const QList<LoggedLeaf> &batch);
    // Whether the file, or the folder that it would be made in, can be written. Changes nothing.
    [[nodiscard]] Result<Ok> look() const;

private:
    [[nodiscard]] Result<Ok> open(const LoggedLeaf &first);
    [[nodiscard]] Result<Ok> begin(const LoggedLeaf &genesis);
    [[nodiscard]] Result<Ok> readEnd();
    void close();
    [[nodiscard]] Error error(const QString &message, const QString &hint = {}) const;
    [[nodiscard]] Error systemError(const QString &doing) const; // of errno

    const QString m_path;
    const Redaction m_redaction;
    int m_file = -1;
    qint64 m_size = 0;        // up to the end of the last whole line
    quint64 m_next = 0;       // index of the entry that comes next
    QString m_journal;        // whose copy it is
    bool m_needsFrom = false; // the file is new, and the batch does not begin with the first entry
};

} // namespace astern::connectors
