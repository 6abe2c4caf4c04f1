// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

template <class T>
const T *byId(const QList<T> &list, const QString &id)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), [&id](const T &item) { return item.id == id; });
    return found == list.cend() ? nullptr : &*found;
}

} // namespace

QString Placement::key() const { return service + QLatin1Char('@') + environment + QLatin1Char('/') + cell; }

QString Placement::where() const { return onlyCell ? environment : environment + QLatin1Char('/') + cell; }

QString BackendConfig::flagEnvironmentOf(const QString &environment) const
{
    if (!flagEnvironments.isEmpty())
        return flagEnvironments.value(environment);
    return flagEnvironment.isEmpty() ? environment : flagEnvironment;
}

const BackendConfig *Workspace::backend(const QString &id) const { return byId(backends, id); }
const EnvironmentConfig *Workspace::environment(const QString &id) const { return byId(environments, id); }
const ServiceConfig *Workspace::service(const QString &id) const { return byId(services, id); }
const GateConfig *Workspace::gate(const QString &id) const { return byId(gates, id); }

QList<Placement> Workspace::placements() const
{
    QList<Placement> all;
    for (const ServiceConfig &service : services)
        all += service.placements;
    return all;
}

QString Unenforced::note() const
{
    return at.toString() + QStringLiteral(": ") +
           QCoreApplication::translate(
               "Workspace",
               "note: %1 cannot be enforced by this version; promotions it covers are refused, rollbacks go on")
               .arg(what);
}

} // namespace astern
