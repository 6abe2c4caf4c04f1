// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/policiesmodel.h"

#include "models/base/format.h"
#include "models/policy/policy.h"

#include <algorithm>

namespace astern {
namespace {

QStringList servicesOf(const Workspace &workspace, const QString &policy)
{
    QStringList services;
    for (const ServiceConfig &service : workspace.services) {
        if (!policy.isEmpty() && service.policies.contains(policy))
            services.append(service.id);
    }
    return services;
}

} // namespace

PoliciesModel::PoliciesModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::workspaceChanged, this, &PoliciesModel::refresh);
    connect(&session, &Session::workspaceNewsChanged, this, &PoliciesModel::refresh);
    refresh();
}

void PoliciesModel::setEdited(const QString &name, bool edited)
{
    if (m_edited.contains(name) == edited)
        return;
    edited ? void(m_edited.insert(name)) : void(m_edited.remove(name));
    refresh();
}

void PoliciesModel::refresh()
{
    QList<PolicyRow> rows;
    for (const PolicyFile &file : m_session.workspace().policies) {
        PolicyRow row{.name = file.name, .policy = {}, .services = {}};
        if (file.policy) {
            row.policy = file.policy->id;
            row.revision = file.policy->revision;
        }
        row.refused = file.isRefused();
        row.errors = int(std::count_if(file.issues.cbegin(), file.issues.cend(), [](const DocumentIssue &issue) {
            return issue.severity == DocumentIssue::Severity::Error;
        }));
        row.services = servicesOf(m_session.workspace(), row.policy);
        row.edited = m_edited.contains(file.name);
        rows.append(row);
    }
    merge(rows);
}

int PoliciesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PoliciesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PolicyRow &row = rowAt(index.row());
    const QString name = row.policy.isEmpty() ? row.name.section(u'/', -1) : row.policy;
    const auto detail = [&row] {
        const QString inForce = tr("revision %1").arg(row.revision);
        if (row.policy.isEmpty())
            return tr("not in force: %1").arg(format::plural(row.errors, tr("1 error"), tr("%1 errors")));
        if (row.refused)
            return tr("%1 kept: %2").arg(inForce, format::plural(row.errors, tr("1 error"), tr("%1 errors")));
        return row.services.isEmpty() ? tr("%1, for no service").arg(inForce)
                                      : tr("%1, for %2").arg(inForce, row.services.join(QStringLiteral(", ")));
    };
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == PolicyColumn ? name : row.edited ? tr("edited") : QString();
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2").arg(row.name, detail());
    case Qt::AccessibleTextRole:
        return row.edited ? QStringLiteral("%1, %2, %3").arg(name, detail(), tr("edited"))
                          : QStringLiteral("%1, %2").arg(name, detail());
    case IdRole:
        return row.name;
    case ToneRole:
        return row.refused ? (row.policy.isEmpty() ? 2 : 3) : 0;
    case DetailRole:
        return detail();
    default:
        return {};
    }
}

QVariant PoliciesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == PolicyColumn ? tr("policy") : QString();
}

} // namespace astern
