// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/store/recordlog.h"
#include "models/policy/store/recordreader.h"

#include <map>

namespace astern::policy {

// What there is of one rollout.
struct RecordedRollout {
    QString rollout;
    QString service;
    QString place;
    QString path;
    qint64 startMs = 0; // of the rollout
    qint64 endMs = 0;   // latest time in its records; where they are damaged, of the last change of the file
    qint64 bytes = 0;
    bool open = false; // somebody appends to it
    std::optional<Error> problem;
};

// The samples that verdicts were computed from, with the policies that were in force: each verdict can be recomputed
// from them alone, years later, to the byte. One append-only file a rollout in a folder of its own. Samples are
// evidence and not intents: what was appended survives the process at once, and the power from sync() on.
// One thread appends; read() and list() from anywhere, also in other processes.
class RecordStore {
public:
    explicit RecordStore(QString folder) : m_folder(std::move(folder)) {}

    // Opens a rollout's file to append, making it where there is none; again: what is in force has changed.
    [[nodiscard]] Result<Ok> begin(const RecordGround &ground);
    // Refused before begin().
    [[nodiscard]] Result<Ok> append(const QString &rollout, std::span<const Record> records);
    [[nodiscard]] Result<Ok> sync(); // all that are open; the first error
    void end(const QString &rollout);

    [[nodiscard]] Result<RecordReader> read(const QString &rollout) const;
    // Oldest first. A file that cannot be read is listed with its problem.
    [[nodiscard]] Result<QList<RecordedRollout>> list() const;

    struct Limits {
        qint64 maxAgeMs = 0; // since its end; 0: any
        qint64 maxBytes = 0; // all together; 0: any
    };
    // Removes what is older, and then the oldest until the rest fits; never one that somebody appends to. Answers with
    // what was removed.
    [[nodiscard]] Result<QList<RecordedRollout>> retain(const Limits &limits, qint64 nowMs);

    [[nodiscard]] QString pathOf(const QString &rollout) const;

private:
    QString m_folder;
    std::map<QString, std::unique_ptr<RecordLog>> m_open;
};

} // namespace astern::policy
