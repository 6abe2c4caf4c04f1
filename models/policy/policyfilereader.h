// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/yamltree.h"

#include <QCoreApplication>
#include <QFile>

namespace astern::policy {

// Reads a file by read(text, path), which gives a reading with `issues` and `unreadable`. One that cannot be opened is
// a P-FILE.
template <class Read>
[[nodiscard]] auto readFileBy(Read read, const QString &path)
{
    QFile file(path);
    // One byte more than allowed: the parser says that it is too large.
    if (file.open(QIODevice::ReadOnly))
        return read(file.read(kMaxDocumentBytes + 1), path);
    decltype(read(QByteArray(), path)) reading;
    reading.issues.append(
        {.severity = DocumentIssue::Severity::Error,
         .at = {path, 0, 0},
         .code = QStringLiteral("P-FILE"),
         .message = QCoreApplication::translate("Policy", "the file cannot be read: %1").arg(file.errorString()),
         .allowed = QCoreApplication::translate("Policy", "a readable file"),
         .nearest = {}});
    reading.unreadable = true;
    return reading;
}

} // namespace astern::policy
