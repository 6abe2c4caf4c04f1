// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

// Policies while a person edits them: the file of the workspace, and beside the log what was typed and not saved yet,
// so that neither a closed window nor a crash loses it. Blocks on the disk; small files.
namespace astern::guard {

struct PolicyDraft {
    QByteArray text;
    QByteArray base; // what the file said when it was begun
    qint64 atMs = 0;
    bool operator==(const PolicyDraft &) const = default;
};

struct PolicyOnDisk {
    QByteArray text;
    bool writable = false;
    std::optional<PolicyDraft> draft;
};

// `name` is that of PolicyFile: "policies/checkout.yaml". An empty `dataFolder` has no drafts.
[[nodiscard]] Result<PolicyOnDisk> readPolicyFile(const QString &workspaceFolder, const QString &dataFolder,
                                                  const QString &name);
// Writes the file whole, and keeps both texts for evidence of the edit. Conflict: somebody changed it since it said
// `base`, and it stays as it is.
[[nodiscard]] Result<Ok> savePolicyFile(const QString &workspaceFolder, const QString &dataFolder, const QString &name,
                                        const QByteArray &text, const QByteArray &base);
// nullopt: there is nothing left that is not saved.
[[nodiscard]] Result<Ok> keepDraft(const QString &dataFolder, const QString &name,
                                   const std::optional<PolicyDraft> &draft);

} // namespace astern::guard
