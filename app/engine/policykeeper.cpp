// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/policykeeper.h"

#include "models/base/savewhole.h"

#include <QFile>

namespace astern::app {

void PolicyKeeper::restore(Workspace &workspace) const
{
    PolicyTexts kept;
    for (const PolicyFile &file : std::as_const(workspace.policies)) {
        if (!file.isRefused())
            continue;
        QFile stored(QDir(m_folder).filePath(file.name));
        if (stored.open(QIODevice::ReadOnly))
            kept.insert(file.name, stored.readAll());
    }
    keepPoliciesInForce(workspace, readPolicies(kept, workspace));
}

QList<PolicyFile> PolicyKeeper::kept(const Workspace &workspace) const
{
    return readPolicies(readPolicyTexts(m_folder), workspace);
}

Result<Ok> PolicyKeeper::keep(const QList<PolicyFile> &files) const
{
    const QDir folder(m_folder);
    folder.mkpath(QLatin1String(kPolicyFolder));
    QStringList names;
    for (const PolicyFile &file : files) {
        QFile stored(folder.filePath(file.name));
        if (file.policy)
            names.append(file.name);
        if (!file.policy || (stored.open(QIODevice::ReadOnly) && stored.readAll() == file.text))
            continue;
        stored.close();
        if (const Result<Ok> saved = saveWhole(folder.filePath(file.name), file.text); !saved)
            return saved;
    }
    // One that nobody declares any more must not come back as what is in force.
    for (const QString &name : readPolicyTexts(m_folder).keys()) {
        if (!names.contains(name) && !QFile::remove(folder.filePath(name)))
            return Error{.kind = Error::Kind::Storage,
                         .message = QStringLiteral("A policy that is no longer in force cannot be removed"),
                         .where = folder.filePath(name)};
    }
    return Ok{};
}

} // namespace astern::app
