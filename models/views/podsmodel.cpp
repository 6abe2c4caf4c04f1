// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/podsmodel.h"

#include "models/base/format.h"
#include "models/rollout/podwords.h"

namespace astern {
namespace {

int toneOf(const Pod &pod)
{
    switch (pod.health) {
    case PodHealth::Crashing:
    case PodHealth::CannotStart:
        return 2;
    case PodHealth::NotReady:
    case PodHealth::Unknown:
        return 3;
    case PodHealth::Ready:
    case PodHealth::Ended:
        return pod.restarts > 0 ? 3 : 1;
    case PodHealth::Starting:
    case PodHealth::Ending:
        return 0;
    }
    return 0;
}

} // namespace

PodsModel::PodsModel(Session &session, const PlaceDiagnosis &diagnosis, QObject *parent)
    : RowsModel(parent), m_session(session), m_diagnosis(diagnosis)
{
    connect(&diagnosis, &PlaceDiagnosis::changed, this, &PodsModel::refresh);
    refresh();
}

void PodsModel::refresh()
{
    const Placement *place = m_session.placement(m_diagnosis.placement());
    const Rollout *rollout = place ? m_session.rollout(place->object) : nullptr;
    const Diagnosis &now = m_diagnosis.diagnosis();
    QList<PodRow> rows;
    for (const Pod &pod : now.pods.value) {
        PodRow row;
        row.pod = pod;
        row.fresh = now.isNew(pod);
        const Revision *revision = rollout ? rollout->revisionByHash(pod.hash) : nullptr;
        row.version = revision ? revision->manifest.version() : pod.hash;
        row.state = podWords(pod);
        row.age = pod.createdMs > 0 ? format::age(pod.createdMs, m_session.nowMs()) : QString();
        rows.append(row);
    }
    merge(rows);
}

int PodsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PodsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PodRow &row = rowAt(index.row());
    const Pod &pod = row.pod;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return pod.name;
        case VersionColumn:
            return row.version;
        case StateColumn:
            return row.state;
        case RestartsColumn:
            return pod.restarts > 0 ? format::count(pod.restarts) : QString();
        case AgeColumn:
            return row.age;
        default:
            return pod.node;
        }
    case Qt::ToolTipRole:
    case MessageRole:
        return pod.message.isEmpty() ? pod.endMessage : pod.message;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3, %4")
            .arg(pod.name, row.version, row.state, format::plural(pod.restarts, tr("1 restart"), tr("%1 restarts")));
    case IdRole:
        return row.id();
    case NameRole:
        return pod.name;
    case ToneRole:
        return toneOf(pod);
    case SortRole:
        switch (index.column()) {
        case StateColumn:
            return int(pod.health);
        case RestartsColumn:
            return pod.restarts;
        case AgeColumn:
            return pod.createdMs;
        default:
            return data(index, Qt::DisplayRole);
        }
    default:
        return {};
    }
}

QVariant PodsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("pod"), tr("version"), tr("state"), tr("restarts"), tr("age"), tr("node")};
    return names.value(section);
}

} // namespace astern
