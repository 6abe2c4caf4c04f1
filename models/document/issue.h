// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace astern {

// A place in a file, for errors and for "why is this refused".
struct SourcePosition {
    QString file;
    int line = 0;                           // from 1
    int column = 0;                         // from 1
    [[nodiscard]] QString toString() const; // "astern.yaml:12:5"
    bool operator==(const SourcePosition &) const = default;
};

// One thing wrong with, or doubtful in, a file that a person has written.
struct DocumentIssue {
    enum class Severity { Error, Warning };
    Severity severity = Severity::Error;
    SourcePosition at;
    QString code;    // "W-KEY" of a workspace, "P-DURATION" of a policy…
    QString message; // what was found
    QString allowed; // what is allowed
    QString nearest; // nearest valid text, or empty
    bool operator==(const DocumentIssue &) const = default;
    [[nodiscard]] QString toString() const; // "file:line:column: CODE: message; allowed: …; did you mean …?"
};

inline constexpr int kMaxIssues = 50;

[[nodiscard]] bool hasErrors(const QList<DocumentIssue> &issues);
// In file order, at most kMaxIssues; errors are not dropped for warnings.
[[nodiscard]] QList<DocumentIssue> inFileOrder(QList<DocumentIssue> issues);

// A key that a later version uses: accepted, checked for shape, without effect now.
struct IgnoredKey {
    QString what;   // "services.checkout.flags"
    QString reason; // why it has no effect
    SourcePosition at;
    bool operator==(const IgnoredKey &) const = default;
};

} // namespace astern
