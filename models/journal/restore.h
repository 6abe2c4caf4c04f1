// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

// Of a journal whose both copies are gone or damaged, what its team's log has of it.
namespace astern::Repair {

struct Restored {
    QString aside; // where the log and the index lie as they were; empty: nothing was there
    quint64 entries = 0;
};

// Writes the log anew from this device's copy of the shared log: every entry that the owner of `deviceKey` (public, 32
// bytes) filed there, byte for byte. The journal makes its index from it and judges it when it opens next: by the mark,
// and by the heads that were signed. What people said is not there again: only this device had it. The caller holds the
// journal's lock.
[[nodiscard]] Result<Restored> fromMirror(const QString &folder, const QString &mirrorFile, const QByteArray &deviceKey,
                                          const QString &stamp);

} // namespace astern::Repair
