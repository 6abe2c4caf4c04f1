// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/note.h"

namespace astern {

// c2sp.org/tlog-proof@v1: that an entry is in a log, readable without the log and without us.
struct LogProof {
    quint64 index = 0;
    QList<Hash> path;      // from the leaf's sibling up to the root's child
    QByteArray checkpoint; // signed note, as the log gave it
    QByteArray extra;      // not signed by anybody; never trust it

    [[nodiscard]] QByteArray text() const;
    // Strict; the note inside must be one, but is not verified yet.
    [[nodiscard]] static Result<LogProof> parse(QByteArrayView text);
};

// That the entry with this leaf hash stands at the proof's index in the log. Gives what the checkpoint says.
[[nodiscard]] Result<OpenedCheckpoint> verifyProof(const LogProof &proof, const Hash &leafHash, const NoteKey &log,
                                                   const QList<NoteKey> &witnesses = {});

} // namespace astern
