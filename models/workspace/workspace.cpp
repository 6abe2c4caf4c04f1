// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

template <class T>
const T *byId(const QList<T> &all, const QString &id)
{
    const auto it = std::find_if(all.cbegin(), all.cend(), [&id](const T &item) { return item.id == id; });
    return it == all.cend() ? nullptr : &*it;
}

} // namespace

QString SourcePosition::toString() const
{
    return line > 0 ? QStringLiteral("%1:%2:%3").arg(file).arg(line).arg(column) : file;
}

QString Placement::key() const { return QStringLiteral("%1@%2/%3").arg(service, environment, cell); }

QString Placement::where() const { return cell.isEmpty() ? environment : environment + QLatin1Char('/') + cell; }

const BackendConfig *Workspace::backend(const QString &id) const { return byId(backends, id); }

const EnvironmentConfig *Workspace::environment(const QString &id) const { return byId(environments, id); }

const ServiceConfig *Workspace::service(const QString &id) const { return byId(services, id); }

QList<Placement> Workspace::placements() const
{
    QList<Placement> all;
    for (const ServiceConfig &service : services)
        all += service.placements;
    return all;
}

QString WorkspaceIssue::toString() const
{
    QString text = QStringLiteral("%1: %2: %3").arg(at.toString(), code, message);
    if (!allowed.isEmpty())
        text += QCoreApplication::translate("Workspace", "; allowed: %1").arg(allowed);
    if (!nearest.isEmpty())
        text += QCoreApplication::translate("Workspace", "; did you mean \"%1\"?").arg(nearest);
    return text;
}

} // namespace astern
