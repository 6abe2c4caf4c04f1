// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/revisionsmodel.h"

#include "models/base/format.h"

#include <algorithm>

namespace astern {

RevisionsModel::RevisionsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (keys.contains(m_placement))
            refresh();
    });
    connect(&session, &Session::workspaceChanged, this, &RevisionsModel::refresh); // which may drop the place
}

void RevisionsModel::setPlacement(const QString &placementKey)
{
    m_placement = placementKey;
    refresh();
}

void RevisionsModel::refresh()
{
    const Placement *place = m_session.placement(m_placement);
    const Rollout *rollout = place ? m_session.rollout(place->object) : nullptr;
    QList<RevisionRow> rows;
    if (rollout) {
        const Revision *target = rollout->previousRevision();
        for (const Revision &revision : rollout->revisions) {
            RevisionRow row;
            row.revision = revision;
            row.isTarget = target && target->number == revision.number;
            const auto &shares = rollout->serving.shares;
            const auto share = std::find_if(shares.cbegin(), shares.cend(),
                                            [&](const Serving::Share &s) { return s.hash == revision.hash; });
            row.percent = share == shares.cend() ? 0 : share->percent;
            const bool desired = revision.hash == rollout->desired.hash;
            const bool goneWrong = rollout->control.aborted && desired;
            if (desired && rollout->inProgress())
                row.note = tr("on its way, %1").arg(format::weight(row.percent));
            else if (goneWrong)
                row.note = tr("aborted");
            else if (row.percent > 0)
                row.note = tr("serves %1").arg(format::weight(row.percent));
            else if (row.isTarget)
                row.note = tr("served before");
            if (desired) {
                row.reason = tr("it is the version that is asked for now");
            } else if (!rollout->unknownReason.isEmpty()) {
                row.reason = rollout->unknownReason;
            } else {
                row.mayChoose = true;
                if (revision.manifest.digest == rollout->desired.manifest.digest && !revision.manifest.digest.isEmpty())
                    row.note = tr("runs the same as %1").arg(rollout->desired.manifest.version());
            }
            rows.append(row);
        }
    }
    merge(rows);
}

int RevisionsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RevisionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RevisionRow &row = rowAt(index.row());
    const Revision &revision = row.revision;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NumberColumn:
            return tr("rev %1").arg(revision.number);
        case VersionColumn:
            return revision.manifest.version();
        case CreatedColumn:
            return revision.createdMs > 0 ? format::clock(revision.createdMs, m_session.nowMs()) : QString();
        case PodsColumn:
            return tr("%1 of %2 ready").arg(revision.readyPods).arg(revision.pods);
        default:
            return row.note;
        }
    case Qt::ToolTipRole:
        return row.mayChoose ? revision.manifest.digest : row.reason;
    case Qt::AccessibleTextRole:
        return tr("%1, revision %2. %3")
            .arg(revision.manifest.version())
            .arg(revision.number)
            .arg(row.mayChoose ? row.note : row.reason);
    case IdRole:
        return row.id();
    case SortRole:
        switch (index.column()) {
        case CreatedColumn:
            return revision.createdMs;
        case PodsColumn:
            return revision.readyPods;
        case NumberColumn:
            return revision.number;
        default:
            return data(index, Qt::DisplayRole);
        }
    case NumberRole:
        return revision.number;
    case TargetRole:
        return row.isTarget;
    case MayChooseRole:
        return row.mayChoose;
    case ReasonRole:
        return row.reason;
    default:
        return {};
    }
}

QVariant RevisionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("revision"), tr("version"), tr("made"), tr("pods"), tr("note")};
    return names.value(section);
}

Qt::ItemFlags RevisionsModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = RowsModel::flags(index);
    return index.isValid() && !rowAt(index.row()).mayChoose ? flags & ~Qt::ItemIsEnabled : flags;
}

} // namespace astern
