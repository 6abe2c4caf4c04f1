// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/entriesmodel.h"

#include "models/base/format.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kPage = 100;

QString field(const QJsonObject &payload, const char *object, const char *key)
{
    return payload.value(QLatin1String(object)).toObject().value(QLatin1String(key)).toString();
}

} // namespace

EntriesModel::EntriesModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session), m_inbox(this)
{
    connect(&session, &Session::entryAdded, this, &EntriesModel::addEntry);
}

void EntriesModel::setPlacement(const QString &placementKey)
{
    if (placementKey == m_placement && !rows().isEmpty())
        return;
    m_placement = placementKey;
    merge({});
    m_more = false;
    m_loading = false;
    ++m_generation;
    load();
}

bool EntriesModel::canFetchMore(const QModelIndex &parent) const { return !parent.isValid() && m_more && !m_loading; }

void EntriesModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        load();
}

void EntriesModel::load()
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    JournalQuery query;
    query.limit = kPage;
    query.before = rows().isEmpty() ? 0 : rows().last().entry.index;
    if (const Placement *place = m_session.placement(m_placement)) {
        query.service = place->service;
        query.environment = place->environment;
        query.cell = place->cell;
    }
    m_loading = true;
    journal->entries(query, m_inbox.wrap([this, generation = m_generation](const Result<QList<JournalEntry>> &page) {
        take(generation, page);
    }));
}

void EntriesModel::take(quint64 generation, Result<QList<JournalEntry>> page)
{
    if (generation != m_generation)
        return;
    m_error = page ? std::nullopt : std::optional<Error>(page.error());
    if (page) {
        QList<EntryRow> next = rows();
        for (const JournalEntry &entry : *page) {
            if (rowOf(entry.id) < 0)
                next.append(describeEntry(entry, namesIn(m_session)));
        }
        // A page and what is told meanwhile may overtake each other.
        std::stable_sort(next.begin(), next.end(),
                         [](const EntryRow &a, const EntryRow &b) { return a.entry.index > b.entry.index; });
        // "before 0" asks for the newest again, so entry 0 is the end.
        m_more = page->size() == kPage && next.last().entry.index > 0;
        merge(next);
    }
    m_loading = false; // not before: a view that fetches while rows come in would ask for them again
    Q_EMIT loaded();
}

bool EntriesModel::concerns(const JournalEntry &entry) const
{
    if (m_placement.isEmpty())
        return true;
    const Placement *place = m_session.placement(m_placement);
    if (!place)
        return false;
    if (field(entry.payload, "subject", "service") == place->service)
        return field(entry.payload, "subject", "environment") == place->environment &&
               field(entry.payload, "subject", "cell") == place->cell;
    // A late reason names only the operation it belongs to.
    return std::any_of(rows().cbegin(), rows().cend(),
                       [&entry](const EntryRow &row) { return !entry.saga.isEmpty() && row.entry.saga == entry.saga; });
}

void EntriesModel::addEntry(const JournalEntry &entry)
{
    if (!concerns(entry) || rowOf(entry.id) >= 0)
        return;
    QList<EntryRow> next = rows();
    const auto at = std::find_if(next.cbegin(), next.cend(),
                                 [&entry](const EntryRow &row) { return row.entry.index <= entry.index; });
    next.insert(at, describeEntry(entry, namesIn(m_session)));
    merge(next);
}

int EntriesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant EntriesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EntryRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case TimeColumn:
            return format::clock(row.entry.wallMs, m_session.nowMs());
        case PlaceColumn:
            return row.place;
        case TextColumn:
            return row.text;
        default:
            return format::entry(qint64(row.entry.index));
        }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3")
            .arg(format::entry(qint64(row.entry.index)), format::stamp(row.entry.wallMs),
                 row.place.isEmpty() ? row.text : tr("%1, %2").arg(row.place, row.text));
    case IdRole:
        return row.id();
    case SortRole:
        return index.column() == TextColumn    ? QVariant(row.text)
               : index.column() == PlaceColumn ? QVariant(row.place)
                                               : QVariant::fromValue(row.entry.index);
    case KindRole:
        return row.entry.kind;
    case SagaRole:
        return row.entry.saga;
    case IndexRole:
        return QVariant::fromValue(row.entry.index);
    case ToneRole:
        return int(row.tone);
    default:
        return {};
    }
}

QVariant EntriesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("time"), tr("where"), tr("what"), tr("entry")};
    return names.value(section);
}

} // namespace astern
