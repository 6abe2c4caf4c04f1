// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/entrycheck.h"
#include "models/journal/verify/verify.h"

#include <string>
#include <vector>

namespace astern::verify {

// Leaves in order, as one source holds them. Everything wrong with the container itself goes into the report.
struct Leaves {
    std::vector<std::string> leaves;
    bool read = false; // the source could be opened at all
    bool torn = false; // something unreadable stands behind the last good group
};

[[nodiscard]] Leaves readSegments(const QString &folder, Report &report);
[[nodiscard]] Leaves readDatabase(const QString &file, Report &report);
// Index columns and tree nodes of the database against what the signed bytes say.
void checkDatabaseColumns(const QString &file, const std::vector<CheckedEntry> &entries, const Tree &tree,
                          Report &report);

} // namespace astern::verify
