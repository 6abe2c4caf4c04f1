// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/peoplemodel.h"

namespace astern {

PeopleModel::PeopleModel(const Session &session, const TeamSight &team, QObject *parent)
    : RowsModel(parent), m_session(session), m_team(team)
{
    connect(&team, &TeamSight::changed, this, &PeopleModel::show);
    show();
}

void PeopleModel::show()
{
    merge(m_team.hasTeam() ? personRows(m_team.now(), m_team.onCall(), m_session.workspace(), m_session.nowMs())
                           : QList<PersonRow>());
}

int PeopleModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

Qt::ItemFlags PeopleModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = RowsModel::flags(index);
    return index.isValid() && rowAt(index.row()).stale ? flags & ~Qt::ItemFlags(Qt::ItemIsEnabled) : flags;
}

QVariant PeopleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PersonRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case InitialsColumn:
            return row.initials;
        case NameColumn:
            return row.name;
        case PlaceColumn:
            return row.place;
        default:
            return row.since;
        }
    case Qt::ToolTipRole:
        return index.column() == NameColumn    ? QString(row.name + QLatin1Char('\n') + row.detail)
               : index.column() == PlaceColumn ? row.place
                                               : QString();
    case Qt::AccessibleTextRole:
        return row.place.isEmpty()
                   ? tr("%1, %2, since %3").arg(row.name, row.detail, row.since)
                   : tr("%1, %2, looks at %3, since %4").arg(row.name, row.detail, row.place, row.since);
    case DetailRole: // below the name
        return index.column() == NameColumn ? row.detail : QString();
    case IdRole:
        return row.session;
    case SortRole:
        return row.name;
    case PlacementRole:
        return row.placement;
    default:
        return {};
    }
}

QVariant PeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("who");
    case PlaceColumn:
        return tr("looks at");
    case SinceColumn:
        return tr("since");
    default:
        return QString();
    }
}

} // namespace astern
