// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sqlite.h"

namespace astern {

inline constexpr int kIndexVersion = 2;

// Sets what the index runs with and reads it back; makes the tables in an empty file. Refuses a file of a newer Astern.
[[nodiscard]] Result<Ok> setUpIndex(Database &db);

// Brings the index at `path` to this version when it has an older one, on a copy: the copy is verified to give the same
// tree, synced and put in its place; the old file stays beside it as "<path>.v<version>" until the next start that
// verified the new one. Nothing is there, or nothing is to be done: false.
[[nodiscard]] Result<bool> migrateIndex(const QString &path, int busyMs);
// The old files of earlier migrations go.
void forgetOldIndex(const QString &path);

} // namespace astern
