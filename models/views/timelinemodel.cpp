// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/timelinemodel.h"

#include "models/base/format.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kPage = 200;
constexpr int kMostRead = 4 * TimelineModel::kMostItems; // entries kept; more are read again, nearer to what is shown
constexpr int kMostSagas = 40;
constexpr int kMostVerdicts = 60;
constexpr int kSoonMs = 40; // who turns a wheel does not stop here

bool covers(const TimeSpan &outer, const TimeSpan &inner)
{
    return outer.fromMs <= inner.fromMs && outer.toMs >= inner.toMs && outer.lengthMs() > 0;
}

} // namespace

TimelineModel::TimelineModel(Session &session, QObject *parent)
    : RowsModel(parent), m_session(session), m_inbox(this), m_activity(session)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &TimelineModel::read);
    connect(&session, &Session::entryAdded, this, &TimelineModel::addEntry);
    connect(&m_activity, &Activity::changed, this, [this] {
        weigh();
        Q_EMIT changed();
    });
    readFirst();
}

void TimelineModel::setFilter(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_filter = JournalFilter(text, m_session.workspace(), m_session.nowMs());
    const JournalQuery &query = m_filter.query();
    m_activity.setFilter({query.service, query.environment, query.cell, query.kinds});
    m_read = {};
    m_entries.clear();
    ++m_generation; // what is on its way answers another question
    m_phase = Phase::Idle;
    m_open = 0;
    merge({});
    weigh();
    m_soon.start();
    Q_EMIT changed();
}

void TimelineModel::setSpan(const TimeSpan &span)
{
    if (span == m_span)
        return;
    m_span = span;
    weigh();
}

void TimelineModel::reload()
{
    m_read = {};
    ++m_generation;
    m_phase = Phase::Idle;
    m_open = 0;
    m_error.reset();
    readFirst();
    m_activity.reload();
    weigh();
}

// What only reading can tell is not in the counts.
static bool needsReading(const JournalFilter &filter)
{
    return !filter.isExact() || !filter.query().text.isEmpty() || !filter.query().saga.isEmpty() ||
           filter.query().fromMs > 0 || filter.query().toMs > 0;
}

// A search that found more than is shown is asked again nearer to what it left out.
bool TimelineModel::isRead() const
{
    const bool nearer = m_cutMs > m_span.fromMs && (m_cutMs > m_span.toMs || m_span.lengthMs() < m_cutLengthMs / 2);
    return covers(m_read, m_span) && !nearer;
}

void TimelineModel::weigh()
{
    if (m_span.lengthMs() <= 0)
        return;
    const Activity::Stretch stretch = m_activity.stretch(m_span, Activity::pieceFor(m_span.lengthMs()));
    m_inSpan = stretch.entries;
    m_counted = stretch.uncounted.isEmpty();
    const bool few = needsReading(m_filter) || (m_counted && m_inSpan <= kMostItems);
    const bool coming = isReading() && covers(m_wanted, m_span);
    if (few && !coming && !isRead() && !m_soon.isActive())
        m_soon.start();
}

bool TimelineModel::showsItems() const
{
    const bool overlaps = m_read.lengthMs() > 0 && m_read.fromMs < m_span.toMs && m_read.toMs > m_span.fromMs;
    return overlaps && (needsReading(m_filter) || m_inSpan <= kMostItems);
}

std::optional<Error> TimelineModel::error() const { return m_error ? m_error : m_activity.error(); }

TimeSpan TimelineModel::whole() const
{
    return m_firstMs > 0 ? TimeSpan{m_firstMs, std::max(m_session.nowMs(), m_firstMs + 1)} : TimeSpan{};
}

void TimelineModel::readFirst()
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    JournalQuery query;
    query.limit = 1;
    query.after = JournalQuery::kOldest;
    journal->entries(query, m_inbox.wrap([this](const Result<QList<JournalEntry>> &page) {
        if (page && !page->isEmpty() && m_firstMs == 0) {
            m_firstMs = page->constFirst().wallMs;
            Q_EMIT changed();
        }
    }));
}

// Half as much again on either side, so that a hand that drags does not wait.
void TimelineModel::read()
{
    Journal *journal = m_session.journal();
    if (!journal || m_span.lengthMs() <= 0 || isRead())
        return;
    if (!needsReading(m_filter) && (!m_counted || m_inSpan > kMostItems))
        return; // the window has moved on
    const qint64 nowMs = m_session.nowMs();
    const qint64 more = m_span.lengthMs() / 2;
    m_wanted = {m_span.fromMs - more, m_span.toMs + more};
    const Activity::Stretch around = m_activity.stretch(m_wanted, Activity::pieceFor(m_wanted.lengthMs()));
    if (around.entries > 2 * kMostItems)
        m_wanted = m_span;
    if (m_wanted.toMs >= nowMs)
        m_wanted.toMs = nowMs + 366 * 86'400'000LL; // what comes is told
    m_phase = Phase::Window;
    m_cutMs = 0;
    m_cutLengthMs = m_span.lengthMs();
    m_coming.clear();
    m_told.clear();
    m_open = 0;
    ++m_generation;
    readPage(m_generation, m_wanted, 0);
    if (m_filter.query().kinds.isEmpty() && m_filter.query().text.isEmpty())
        readVerdicts(m_generation, m_wanted.fromMs);
}

void TimelineModel::readPage(quint64 generation, const TimeSpan &span, quint64 before)
{
    JournalQuery query = m_filter.query();
    query.fromMs = std::max(span.fromMs, query.fromMs);
    query.toMs = query.toMs > 0 ? std::min(query.toMs, span.toMs) : span.toMs;
    query.limit = kPage;
    query.before = before;
    ++m_open;
    m_session.journal()->entries(query, m_inbox.wrap([this, generation, span](const Result<QList<JournalEntry>> &page) {
        if (generation != m_generation)
            return;
        --m_open;
        m_error = page ? std::nullopt : std::optional<Error>(page.error());
        if (page) {
            m_coming.append(*page);
            if (page->size() == kPage && m_coming.size() < 2 * kMostItems + kPage && page->constLast().index > 0)
                readPage(generation, span, page->constLast().index);
            else if (page->size() == kPage) // there is more than is shown: older ones are not known
                m_cutMs = page->constLast().wallMs;
        }
        finish();
    }));
}

// What held when the window begins.
void TimelineModel::readVerdicts(quint64 generation, qint64 beforeMs)
{
    JournalQuery query = m_filter.query();
    query.kinds = {QStringLiteral("verdict.")};
    query.toMs = beforeMs;
    query.limit = kMostVerdicts;
    ++m_open;
    m_session.journal()->entries(query, m_inbox.wrap([this, generation](const Result<QList<JournalEntry>> &page) {
        if (generation != m_generation)
            return;
        --m_open;
        QSet<QString> known; // newest first: the others had ended by then
        for (const JournalEntry &entry : page ? *page : QList<JournalEntry>()) {
            const QString of =
                entry.payload.value(QLatin1String("verdict")).toObject().value(QLatin1String("policy")).toString();
            const QString key = describeEntry(entry).place + QLatin1Char('\n') + of;
            if (!known.contains(key))
                m_coming.append(entry);
            known.insert(key);
        }
        finish();
    }));
}

// Outcomes whose intents lie before the window have them read as well.
void TimelineModel::finish()
{
    if (m_open > 0)
        return;
    QSet<QString> begun;
    QSet<QString> missing;
    for (const JournalEntry &entry : std::as_const(m_coming)) {
        if (entry.kind.endsWith(QLatin1String(".intent")))
            begun.insert(entry.saga);
        else if (!entry.saga.isEmpty())
            missing.insert(entry.saga);
    }
    missing.subtract(begun);
    if (m_phase == Phase::Sagas || missing.isEmpty() || !m_filter.query().kinds.isEmpty()) {
        m_phase = Phase::Idle;
        m_coming.append(m_told);
        m_entries = std::exchange(m_coming, {});
        m_told.clear();
        m_read = m_wanted;
        rebuild();
        return;
    }
    m_phase = Phase::Sagas; // asked once, whatever comes
    int asked = 0;
    for (const QString &saga : std::as_const(missing)) {
        if (++asked > kMostSagas)
            break;
        JournalQuery query;
        query.saga = saga;
        query.limit = 50;
        ++m_open;
        m_session.journal()->entries(
            query, m_inbox.wrap([this, generation = m_generation](const Result<QList<JournalEntry>> &page) {
                if (generation != m_generation)
                    return;
                --m_open;
                if (page)
                    m_coming.append(*page);
                finish();
            }));
    }
}

void TimelineModel::rebuild()
{
    QSet<quint64> seen;
    QList<JournalEntry> entries;
    for (const JournalEntry &entry : std::as_const(m_entries)) {
        if (!seen.contains(entry.index) && m_filter.matches(entry))
            entries.append(entry);
        seen.insert(entry.index);
    }
    merge(timelineItems(entries, m_session.nowMs(), namesIn(m_session)));
    Q_EMIT changed();
}

void TimelineModel::addEntry(const JournalEntry &entry)
{
    if (m_firstMs == 0)
        m_firstMs = entry.wallMs;
    const JournalQuery &query = m_filter.query();
    const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
    const auto is = [&subject](const char *key, const QString &wanted) {
        return wanted.isEmpty() || subject.value(QLatin1String(key)).toString() == wanted;
    };
    if (!is("service", query.service) || !is("environment", query.environment) || !is("cell", query.cell))
        return;
    if (m_open > 0)
        m_told.append(entry);
    if (m_read.lengthMs() <= 0 || entry.wallMs < m_read.fromMs || entry.wallMs >= m_read.toMs)
        return;
    m_entries.append(entry);
    if (m_entries.size() > kMostRead) {
        m_read = {};
        weigh();
        return;
    }
    rebuild();
}

QList<TimelineItem> TimelineModel::itemsAt(qint64 nowMs) const
{
    QList<TimelineItem> items = rows();
    for (TimelineItem &item : items) {
        if (item.open)
            item.toMs = std::max(nowMs, item.fromMs);
    }
    return items;
}

int TimelineModel::rowOfEntry(quint64 index) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (rowAt(row).index == index)
            return row;
    }
    return -1;
}

int TimelineModel::rowOfSaga(const QString &saga) const
{
    for (int row = 0; row < rowCount() && !saga.isEmpty(); ++row) {
        if (rowAt(row).saga == saga)
            return row;
    }
    return -1;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TimelineItem &item = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case TimeColumn:
            return format::clock(item.fromMs, m_session.nowMs());
        case LaneColumn:
            return laneName(item.lane);
        case PlaceColumn:
            return item.place;
        default:
            return item.details;
        }
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3: %4")
            .arg(laneName(item.lane), format::entry(qint64(item.index)), format::stamp(item.fromMs), item.details);
    case IdRole:
        return item.key;
    case SortRole:
        return index.column() == TextColumn ? QVariant(item.details) : QVariant(item.fromMs);
    case IndexRole:
        return QVariant::fromValue(item.index);
    case LaneRole:
        return int(item.lane);
    case ToneRole:
        return int(item.tone);
    default:
        return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("time"), tr("lane"), tr("where"), tr("what")};
    return names.value(section);
}

} // namespace astern
