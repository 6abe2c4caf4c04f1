// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/eventsmodel.h"

#include "models/base/format.h"

namespace astern {

EventsModel::EventsModel(const Session &session, const PlaceDiagnosis &diagnosis, QObject *parent)
    : RowsModel(parent), m_session(session), m_diagnosis(diagnosis)
{
    connect(&diagnosis, &PlaceDiagnosis::changed, this, &EventsModel::refresh);
    refresh();
}

void EventsModel::refresh()
{
    QList<EventRow> rows;
    for (const ClusterEvent &event : m_diagnosis.diagnosis().events.value) {
        EventRow row;
        row.event = event;
        row.age = event.lastMs > 0 ? format::age(event.lastMs, m_session.nowMs()) : QString();
        rows.append(row);
    }
    merge(rows);
}

int EventsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EventRow &row = rowAt(index.row());
    const ClusterEvent &event = row.event;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case AgeColumn:
            return row.age;
        case ReasonColumn:
            return event.reason;
        case MessageColumn:
            return event.message;
        case ObjectColumn:
            return event.object;
        default:
            return event.count > 1 ? QStringLiteral("×%1").arg(format::count(event.count)) : QString();
        }
    case Qt::ToolTipRole:
        return tr("%1 %2: %3").arg(event.kind, event.object, event.message);
    case Qt::AccessibleTextRole:
        return tr("%1 ago: %2, %3 %4: %5, seen %6")
            .arg(row.age, event.reason, event.kind, event.object, event.message,
                 format::plural(event.count, tr("once"), tr("%1 times")));
    case IdRole:
        return row.id();
    case ToneRole:
        return event.warning ? 2 : 0;
    case SortRole:
        switch (index.column()) {
        case AgeColumn:
            return event.lastMs;
        case CountColumn:
            return event.count;
        default:
            return data(index, Qt::DisplayRole);
        }
    default:
        return {};
    }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("age"), tr("reason"), tr("message"), tr("object"), tr("seen")};
    return names.value(section);
}

} // namespace astern
