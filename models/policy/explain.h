// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

namespace astern::policy {

// A part of a policy in plain sentences: the document, one rule, the ladder of one class…
struct Chapter {
    QString heading; // "errors-continuous (threshold, major)"
    QStringList sentences;
    bool operator==(const Chapter &) const = default;
};

// What a policy means, for people who have not written it: every window, limit and default that is in force.
[[nodiscard]] QList<Chapter> explain(const Policy &policy);
// The longest trouble that a rule lets pass for nothing, where it has such a time; for a threshold: for - window.
[[nodiscard]] std::optional<qint64> longestForgivenMs(const Rule &rule);

} // namespace astern::policy
