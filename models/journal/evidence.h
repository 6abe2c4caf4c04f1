// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journalvalues.h"

#include <functional>

namespace astern {

// What leaves as evidence, and where it goes.
struct EvidenceQuestion {
    enum class What { Entries, Operation, Span, Whole } what = What::Whole;
    QList<quint64> entries;      // Entries: their places in the log
    QString operation;           // Operation: its id, or "RB-…"
    qint64 fromMs = 0, toMs = 0; // Span: both included
    QStringList openings;        // fields of what people said that leave readable: "rationale", "actor.name"
    bool samples = false;        // with what verdicts were computed from
    bool configurations = false; // with the contents of configurations that intents name
    QString file;                // *.astern-evidence.tar
    QString by;                  // pseudonym of who exports
};

struct EvidenceWritten {
    Receipt receipt; // of the entry that says so
    QString file;
    qsizetype members = 0;
    qint64 bytes = 0;
};

// Where evidence is made. One at a time; answers and progress come on a thread of its own (wrap them with an Inbox).
class EvidenceDoor {
public:
    EvidenceDoor() = default;
    EvidenceDoor(const EvidenceDoor &) = delete;
    EvidenceDoor &operator=(const EvidenceDoor &) = delete;
    virtual ~EvidenceDoor() = default;

    // So many of so many pieces of work; 0 of 0: it is being recorded and written.
    using Progress = std::function<void(quint64 done, quint64 of)>;
    // The export is an entry before the file is there. Refused while another is under way; Cancelled after cancel(),
    // and then there is neither a file nor an entry.
    virtual void run(const EvidenceQuestion &question, Progress progress, Done<EvidenceWritten> done) = 0;
    virtual void cancel() = 0; // heard until the export is recorded
};

} // namespace astern
