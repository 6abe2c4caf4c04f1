// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"
#include "models/policy/policy.h"

namespace astern::policy {

struct Reading {
    std::optional<Policy> policy; // absent when there was an error
    QList<DocumentIssue> issues;  // errors and warnings, in file order, at most kMaxIssues
    bool unreadable = false;      // the file could not be opened
};

// Reads a policy document. Everything wrong is found in one go, except behind an error of the syntax. Pure: no file is
// opened, no clock read. `file` is only for positions.
[[nodiscard]] Reading readText(const QByteArray &text, const QString &file);
// The same for a file; one that cannot be read is a P-FILE.
[[nodiscard]] Reading readFile(const QString &path);

} // namespace astern::policy
