// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/changesmodel.h"

namespace astern {
namespace {

// What a person reads in one line; digests are known by their beginning.
QString shortened(const QString &text)
{
    if (text.startsWith(QLatin1String("sha256:")))
        return text.left(7 + 12);
    return text;
}

} // namespace

ChangesModel::ChangesModel(QObject *parent) : RowsModel(parent) {}

void ChangesModel::follow(Session &session, const QString &placementKey)
{
    disconnect(m_connection);
    disconnect(m_workspaceConnection);
    m_session = &session;
    m_placement = placementKey;
    m_connection = connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (keys.contains(m_placement))
            refresh();
    });
    m_workspaceConnection = connect(&session, &Session::workspaceChanged, this, &ChangesModel::refresh);
    refresh();
}

void ChangesModel::setManifests(const Manifest &from, const Manifest &to)
{
    disconnect(m_connection);
    disconnect(m_workspaceConnection);
    m_session = nullptr;
    compare(from, to);
}

void ChangesModel::refresh()
{
    const Placement *place = m_session->placement(m_placement);
    const Rollout *rollout = place ? m_session->rollout(place->object) : nullptr;
    Manifest from;
    Manifest to;
    if (rollout) {
        to = rollout->desired.manifest;
        const Revision *previous = rollout->previousRevision();
        from = previous ? previous->manifest : to;
    }
    compare(from, to);
}

void ChangesModel::compare(const Manifest &from, const Manifest &to)
{
    if (from == m_from && to == m_to)
        return; // a place is refreshed ten times a second
    const bool versions = from.version() != m_from.version() || to.version() != m_to.version();
    m_from = from;
    m_to = to;
    QList<ChangeRow> rows;
    for (const ManifestChange &change : diff(from, to))
        rows.append({change});
    merge(rows);
    if (versions)
        Q_EMIT versionsChanged();
}

int ChangesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ChangesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ManifestChange &change = rowAt(index.row()).change;
    const auto subject = [&change] {
        switch (change.subject) {
        case ManifestChange::Subject::Image:
            return tr("image");
        case ManifestChange::Subject::Digest:
            return tr("digest");
        case ManifestChange::Subject::Config:
            return tr("config");
        case ManifestChange::Subject::Environment:
            return tr("environment");
        case ManifestChange::Subject::Resources:
            return tr("resources");
        case ManifestChange::Subject::Probe:
            return tr("probe");
        case ManifestChange::Subject::Label:
            return tr("label");
        case ManifestChange::Subject::Other:
            break;
        }
        return tr("other");
    };
    const auto value = [](const QString &text) { return text.isEmpty() ? tr("absent") : shortened(text); };
    const QString full = tr("%1: %2 → %3")
                             .arg(change.name, change.from.isEmpty() ? tr("absent") : change.from,
                                  change.to.isEmpty() ? tr("absent") : change.to);
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        switch (index.column()) {
        case SubjectColumn:
            return subject();
        case NameColumn:
            return change.name;
        case FromColumn:
            return value(change.from);
        default:
            return value(change.to);
        }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
    case FullTextRole:
        return full;
    case IdRole:
        return rowAt(index.row()).id();
    case SubjectRole:
        return int(change.subject);
    default:
        return {};
    }
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("what"), tr("name"), tr("from"), tr("to")};
    return names.value(section);
}

} // namespace astern
