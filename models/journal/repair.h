// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

// Makes what is derived anew from what is signed. The caller holds the journal's lock; the file as it was stays beside
// the new one.
namespace astern::Repair {

// Moves the index, with its WAL, to "journal.db.aside-<stamp>"; the journal makes another from the log when it opens
// next. Gives the name that the old one has now.
[[nodiscard]] Result<QString> setIndexAside(const QString &folder, const QString &stamp);

// Draws the tree anew over the leaves of the index, after a whole copy of the file was made as
// "journal.db.aside-<stamp>". Refuses where a leaf does not have the hash that stands beside it: then the index itself
// is wrong.
[[nodiscard]] Result<QString> rebuildNodes(const QString &folder, const QString &stamp);

} // namespace astern::Repair
