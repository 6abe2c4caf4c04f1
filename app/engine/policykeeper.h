// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

namespace astern::app {

// Revisions of policies that are in force, beside the journal: a file that is broken at the next start goes on with
// what it said before. Blocks on the disk; small files.
class PolicyKeeper {
public:
    explicit PolicyKeeper(QString folder) : m_folder(std::move(folder)) {}
    // What `files` say wrongly goes on with what was kept of them.
    void restore(Workspace &workspace) const;
    // What was in force when something was kept last, as this workspace reads it.
    [[nodiscard]] QList<PolicyFile> kept(const Workspace &workspace) const;
    // Keeps what is in force now, and nothing else; the first thing that went wrong.
    [[nodiscard]] Result<Ok> keep(const QList<PolicyFile> &files) const;

private:
    QString m_folder;
};

} // namespace astern::app
