// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/rolesmodel.h"

#include "models/views/gatesmodel.h"
#include "models/views/identitywords.h"

namespace astern {

RolesModel::RolesModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::workspaceChanged, this, &RolesModel::show);
    connect(&session, &Session::signedInChanged, this, &RolesModel::show);
    show();
}

void RolesModel::show()
{
    QList<RoleRow> rows;
    const QStringList &mine = m_session.signedIn().identity.roles;
    for (const RoleRule &rule : m_session.workspace().roles)
        rows.append({.role = rule.role,
                     .members = memberWords(rule),
                     .may = mayWords(m_session.workspace(), rule.role),
                     .mine = mine.contains(rule.role)});
    merge(rows);
}

int RolesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RolesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RoleRow &row = rowAt(index.row());
    const QString mine = row.mine ? tr("yours") : QString();
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case RoleColumn:
            return row.role;
        case MembersColumn:
            return row.members;
        case MayColumn:
            return row.may.isEmpty() ? tr("nothing that others may not") : row.may;
        default:
            return mine;
        }
    case Qt::ToolTipRole:
        return index.column() == MembersColumn ? row.members : QString();
    case Qt::AccessibleTextRole: {
        const QString words = row.may.isEmpty() ? row.members : tr("%1; %2").arg(row.members, row.may);
        return row.mine ? tr("%1, yours: %2").arg(row.role, words) : tr("%1: %2").arg(row.role, words);
    }
    case DetailRole: // below what it may
        return index.column() == MayColumn ? row.members : QString();
    case IdRole:
    case SortRole:
        return row.role;
    case ToneRole:
        return row.mine ? 1 : 0;
    default:
        return {};
    }
}

QVariant RolesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RoleColumn:
        return tr("role");
    case MembersColumn:
        return tr("who has it");
    case MayColumn:
        return tr("what it may, and who has it");
    default:
        return QString();
    }
}

} // namespace astern
