// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/logmodel.h"

#include "models/base/format.h"
#include "models/views/entrydetail.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kPagesKept = 64;

} // namespace

LogModel::LogModel(Session &session, QObject *parent)
    : QAbstractTableModel(parent), m_session(session), m_inbox(this), m_pages(kPagesKept)
{
    connect(&session, &Session::entryAdded, this, &LogModel::addEntry);
    connect(&session, &Session::journalChanged, this, [this] {
        if (!isFiltered())
            grow(m_session.journalState().size);
        if (rowCount() > 0) // what is proved now
            Q_EMIT dataChanged(index(0, ProofColumn), index(rowCount() - 1, ProofColumn));
    });
    m_size = session.journalState().size;
    readNewest();
}

// How long the log is when nobody has said so, and what is looked at first.
void LogModel::readNewest()
{
    Journal *journal = m_session.journal();
    if (!journal || isFiltered())
        return;
    JournalQuery query;
    query.limit = 1;
    ++m_open;
    journal->entries(query, m_inbox.wrap([this, generation = m_generation](const Result<QList<JournalEntry>> &answer) {
        if (generation != m_generation)
            return;
        --m_open;
        m_error = answer ? std::nullopt : std::optional<Error>(answer.error());
        if (answer && !answer->isEmpty())
            grow(answer->constFirst().index + 1);
        Q_EMIT loaded();
    }));
}

void LogModel::setFilter(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    reload();
}

void LogModel::reload()
{
    beginResetModel();
    ++m_generation;
    m_filter = JournalFilter(m_text, m_session.workspace(), m_session.nowMs());
    m_pages.clear();
    m_asked.clear();
    m_chunks.clear();
    m_found = 0;
    m_open = 0;
    m_next = 0;
    m_newest = 0;
    m_finding = m_newer = m_again = false;
    m_more = isFiltered();
    m_error.reset();
    m_size = std::max(m_size, m_session.journalState().size);
    endResetModel();
    if (isFiltered())
        findMore();
    else
        readNewest();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return isFiltered() ? m_found : int(std::min<quint64>(m_size, quint64(std::numeric_limits<int>::max())));
}

// Unfiltered, a page has the entries of one hundred and twenty-eight numbers, so that it stays the same while the log
// grows.
LogModel::Place LogModel::placeOf(int row) const
{
    if (!isFiltered()) {
        const quint64 index = m_size - 1 - quint64(row);
        return {index / kPage, int(kPage - 1 - index % kPage), -1};
    }
    int first = 0;
    for (int i = 0; i < int(m_chunks.size()); ++i) {
        const Chunk &chunk = m_chunks.at(i);
        if (row < first + chunk.rows)
            return {chunk.id, row - first, i};
        first += chunk.rows;
    }
    return {};
}

const EntryRow *LogModel::rowAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const Place place = placeOf(row);
    Rows *page = m_pages.object(place.page);
    if (!page)
        return nullptr;
    qint64 at = place.row;
    if (!isFiltered()) {
        // The page of the newest entries is not full: its first row is the newest that it had.
        const quint64 wanted = m_size - 1 - quint64(row);
        at = page->isEmpty() ? -1 : qint64(page->constFirst().entry.index) - qint64(wanted);
    }
    if (at < 0 || at >= page->size())
        return nullptr;
    EntryRow &found = (*page)[at];
    if (found.text.isEmpty())
        found = describeEntry(found.entry, namesIn(m_session));
    return &found;
}

int LogModel::rowOf(quint64 index) const
{
    if (!isFiltered())
        return index < m_size && m_size - 1 - index < quint64(rowCount()) ? int(m_size - 1 - index) : -1;
    int first = 0;
    for (const Chunk &chunk : m_chunks) {
        if (const Rows *page = m_pages.object(chunk.id)) {
            for (int row = 0; row < page->size(); ++row) {
                if (page->at(row).entry.index == index)
                    return first + row;
            }
        }
        first += chunk.rows;
    }
    return -1;
}

std::optional<QList<quint64>> LogModel::found() const
{
    if (!isFiltered() || !isWhole())
        return std::nullopt;
    QList<quint64> all;
    for (const Chunk &chunk : m_chunks) {
        const Rows *page = m_pages.object(chunk.id);
        if (!page)
            return std::nullopt;
        for (const EntryRow &row : *page)
            all.append(row.entry.index);
    }
    return all;
}

void LogModel::need(int first, int last)
{
    QSet<quint64> seen;
    for (int row = std::max(0, first); row <= std::min(last, rowCount() - 1); ++row) {
        const Place place = placeOf(row);
        if (seen.contains(place.page))
            continue;
        seen.insert(place.page);
        if (!rowAt(row) && !m_asked.contains(place.page))
            readPage(place.page, place.chunk < 0 ? nullptr : &m_chunks.at(place.chunk));
    }
}

// Without their words yet: of a page that is jumped to a third is in sight, and words cost more than reading.
LogModel::Rows LogModel::rowsOf(const QList<JournalEntry> &entries) const
{
    Rows rows;
    rows.reserve(entries.size());
    for (const JournalEntry &entry : entries) {
        if (!isFiltered() || m_filter.matches(entry))
            rows.append(EntryRow{.entry = entry});
    }
    return rows;
}

void LogModel::readPage(quint64 page, const Chunk *chunk)
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    JournalQuery query = m_filter.query();
    query.before = chunk ? chunk->before : (page + 1) * kPage;
    query.limit = kPage;
    m_asked.insert(page);
    ++m_open;
    journal->entries(query,
                     m_inbox.wrap([this, generation = m_generation, page](const Result<QList<JournalEntry>> &answer) {
                         if (generation != m_generation)
                             return;
                         --m_open;
                         m_asked.remove(page);
                         m_error = answer ? std::nullopt : std::optional<Error>(answer.error());
                         if (answer)
                             m_pages.insert(page, new Rows(rowsOf(*answer)));
                         if (answer && rowCount() > 0)
                             Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
                         Q_EMIT loaded();
                     }));
}

bool LogModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && isFiltered() && m_more && !m_finding;
}

void LogModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        findMore();
}

void LogModel::findMore()
{
    Journal *journal = m_session.journal();
    if (!journal || m_finding)
        return;
    m_finding = true;
    ++m_open;
    JournalQuery query = m_filter.query();
    query.before = m_next;
    query.limit = kPage;
    journal->entries(query, m_inbox.wrap([this, generation = m_generation,
                                          before = m_next](const Result<QList<JournalEntry>> &answer) {
        if (generation != m_generation)
            return;
        --m_open;
        m_finding = false;
        m_error = answer ? std::nullopt : std::optional<Error>(answer.error());
        m_more = m_more && answer;
        if (answer)
            takeFound(*answer, before);
        Q_EMIT loaded();
        // What only matches() leaves out may empty whole pages: a person sees something, or the end.
        if (answer && m_more && m_found == 0)
            findMore();
    }));
}

void LogModel::takeFound(const QList<JournalEntry> &page, quint64 before)
{
    if (m_newest == 0) // of those that match; before any: of all
        m_newest = page.isEmpty() ? std::max<quint64>(m_size, 1) : page.constFirst().index + 1;
    m_more = page.size() == kPage && page.constLast().index > 0;
    if (!page.isEmpty())
        m_next = page.constLast().index;
    const Rows rows = rowsOf(page);
    if (rows.isEmpty())
        return;
    const Chunk chunk{++m_chunkId, before == 0 ? page.constFirst().index + 1 : before, int(rows.size())};
    beginInsertRows({}, m_found, m_found + chunk.rows - 1);
    m_pages.insert(chunk.id, new Rows(rows));
    m_chunks.append(chunk);
    m_found += chunk.rows;
    endInsertRows();
}

// What was recorded since, asked of the journal, which alone knows what a text matches.
void LogModel::findNewer()
{
    Journal *journal = m_session.journal();
    m_again = m_newer;
    if (!journal || m_newer || m_newest == 0)
        return;
    m_newer = true;
    JournalQuery query = m_filter.query();
    query.after = m_newest - 1;
    query.limit = kPage;
    journal->entries(query, m_inbox.wrap([this, generation = m_generation](const Result<QList<JournalEntry>> &answer) {
        if (generation != m_generation)
            return;
        m_newer = false;
        const bool again = std::exchange(m_again, false); // recorded while this was on its way
        if (!answer || answer->isEmpty()) {
            if (answer && again)
                findNewer();
            return;
        }
        QList<JournalEntry> newest(answer->crbegin(), answer->crend());
        m_newest = newest.constFirst().index + 1;
        const Rows rows = rowsOf(newest);
        if (!rows.isEmpty()) {
            const Chunk chunk{++m_chunkId, newest.constFirst().index + 1, int(rows.size())};
            beginInsertRows({}, 0, chunk.rows - 1);
            m_pages.insert(chunk.id, new Rows(rows));
            m_chunks.prepend(chunk);
            m_found += chunk.rows;
            endInsertRows();
            Q_EMIT loaded();
        }
        if (again || answer->size() == kPage)
            findNewer();
    }));
}

void LogModel::grow(quint64 size)
{
    if (size <= m_size)
        return;
    beginInsertRows({}, 0, int(size - m_size) - 1);
    m_size = size;
    endInsertRows();
}

void LogModel::addEntry(const JournalEntry &entry)
{
    if (isFiltered()) {
        m_size = std::max(m_size, entry.index + 1);
        return findNewer();
    }
    // Into its page where that is kept whole up to here; else the page is read when somebody looks.
    const quint64 page = entry.index / kPage;
    if (Rows *rows = m_pages.object(page)) {
        if (!rows->isEmpty() && rows->constFirst().entry.index + 1 == entry.index)
            rows->prepend(describeEntry(entry, namesIn(m_session)));
    } else if (entry.index % kPage == 0) {
        m_pages.insert(page, new Rows{describeEntry(entry, namesIn(m_session))});
    }
    grow(entry.index + 1);
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EntryRow *row = rowAt(index.row());
    if (role == LoadedRole)
        return row != nullptr;
    if (!row)
        return role == Qt::DisplayRole && index.column() == NumberColumn && !isFiltered()
                   ? QVariant(format::entry(qint64(m_size) - 1 - index.row()))
                   : QVariant();
    const JournalEntry &entry = row->entry;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NumberColumn:
            return format::entry(qint64(entry.index));
        case TimeColumn:
            return format::clock(entry.wallMs, m_session.nowMs());
        case KindColumn:
            return kindWord(entry.kind);
        case PlaceColumn:
            return row->place;
        case WhoColumn:
            return whoWords(entry);
        case TextColumn: {
            const QString who = whoWords(entry) + QStringLiteral(": "); // has a column of its own
            return row->text.startsWith(who) ? row->text.mid(who.size()) : row->text;
        }
        default:
            return {};
        }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3: %4")
            .arg(format::entry(qint64(entry.index)), format::stamp(entry.wallMs), kindWords(entry.kind),
                 row->place.isEmpty() ? row->text : tr("%1, %2").arg(row->place, row->text));
    case IdRole:
        return entry.id;
    case SortRole:
        return QVariant::fromValue(entry.index);
    case KindRole:
        return entry.kind;
    case GlyphRole:
        // An outcome has a check, unless it is one that nobody wished for.
        return row->tone == EntryRow::Tone::Bad && kindGlyph(entry.kind) == QLatin1String("check")
                   ? QStringLiteral("x")
                   : kindGlyph(entry.kind);
    case IndexRole:
        return QVariant::fromValue(entry.index);
    case ToneRole:
        return int(row->tone);
    case ProofRole:
        return entry.index < m_session.journalState().verifiedTo;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("entry"), tr("time"), tr("kind"), tr("subject"), tr("who"), tr("what"), QString()};
    return names.value(section);
}

} // namespace astern
