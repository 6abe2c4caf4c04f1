// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench.h"

#include <QString>

namespace astern::bench {

// How many entries a long log has at this scale.
[[nodiscard]] int longEntries(Scale scale);

// Makes the journal of a company that goes back often: `entries` signed entries (rounded up to pairs of an intent and
// its outcome), the log, its index, the mark and the keys, where a cockpit with this data folder looks for them. By the
// journal's own writer, but with one sync at the end instead of one an entry. Two minutes and 0.8 GB for 200 000 on a
// busy machine.
// With `overMs` they lie evenly over so much time that ends now. Answers when the last one was made (wall ms).
qint64 makeLongJournal(const QString &dataFolder, int entries, qint64 overMs = 0);

} // namespace astern::bench
