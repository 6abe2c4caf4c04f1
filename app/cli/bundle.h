// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QJsonArray>

namespace astern::app {

// What support needs to understand a machine, gathered by `doctor`.
struct BundleFacts {
    QString workspaceFolder;
    QByteArray workspaceText; // as written; goes in redacted
    WorkspaceReading reading;
    QList<BackendHealth> backends;
    JournalState journal;
    QString dataFolder;
    QJsonArray findings;         // of doctor
    QList<JournalEntry> entries; // only when they were asked for
    bool withEntries = false;
};

// Writes FILE.tar.gz, readable by its owner alone, never over a file that is there. No secret goes in: values are
// shown only where the format knows them as harmless, and every secret that the workspace or its kubeconfigs refer to
// is looked for in the finished text once more.
[[nodiscard]] Result<Ok> writeBundle(const QString &path, const BundleFacts &facts);

} // namespace astern::app
