// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/entrycheck.h"
#include "models/journal/verify/verify.h"

#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace astern::verify {

// Leaves in order, as one source holds them. Everything wrong with the container itself goes into the report.
struct Leaves {
    std::vector<std::string> leaves;
    bool read = false; // the source could be opened at all
    bool torn = false; // something unreadable stands behind the last good group
};

[[nodiscard]] Leaves readSegments(const QString &folder, Report &report);

// The database as it stands at one instant, from the first reading on: a journal in use grows meanwhile.
class Database {
public:
    explicit Database(const QString &file);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] Leaves leaves(Report &report);
    // Index columns and tree nodes against what the signed bytes say.
    void checkColumns(const std::vector<CheckedEntry> &entries, const Tree &tree, Report &report);

private:
    void unreadable(Report &report) const;

    QString m_file;
    sqlite3 *m_db = nullptr;
};

} // namespace astern::verify
