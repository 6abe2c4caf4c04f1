// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardmodel.h"

#include "models/base/format.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

constexpr qint64 kMoveEveryMs = 2000;

// How many of `shown` would have to move to stand in the order of `wanted` (both hold the same numbers).
int movesBetween(const QList<int> &shown, const QList<int> &wanted)
{
    QList<int> at;
    for (int i = 0; i < int(wanted.size()); ++i) {
        if (wanted.at(i) >= at.size())
            at.resize(wanted.at(i) + 1);
        at[wanted.at(i)] = i;
    }
    QList<int> places;
    for (const int thing : shown)
        places.append(at.at(thing));
    return int(places.size() - longestAscending(places).size());
}

double valueOf(const BoardSignal &signal)
{
    const bool known = !signal.isEmpty() && signal.reading.state != LimitReading::State::NoData;
    return known ? signal.reading.value : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

bool BoardModel::isBefore(const Entry &a, const Entry &b)
{
    if (a.standing.state != b.standing.state)
        return rankOf(a.standing.state) < rankOf(b.standing.state);
    // Longest first; what is not known comes last. Calm rows stay where people look for them: by name.
    if (isUrgent(a.standing.state)) {
        const qint64 never = std::numeric_limits<qint64>::max();
        const qint64 sinceA = a.standing.sinceMs > 0 ? a.standing.sinceMs : never;
        const qint64 sinceB = b.standing.sinceMs > 0 ? b.standing.sinceMs : never;
        if (sinceA != sinceB)
            return sinceA < sinceB;
    }
    return a.ordinal < b.ordinal;
}

BoardModel::BoardModel(Session &session, QObject *parent) : OrderedModel(parent), m_session(session)
{
    connect(&session, &Session::changed, this, &BoardModel::refresh);
    connect(&session, &Session::workspaceChanged, this, [this] { rebuild(!m_held); });
    connect(&session, &Session::backendsChanged, this, &BoardModel::tick);
    connect(&m_tick, &QTimer::timeout, this, &BoardModel::secondPassed);
    m_tick.start(1000);
    rebuild(true);
}

const BoardRow &BoardModel::rowAt(int row) const
{
    const Entry &entry = m_entries.at(thingAt(row));
    if (!entry.row)
        entry.row = makeBoardRow(m_session, entry.placement, m_session.nowMs());
    return *entry.row;
}

int BoardModel::rowOf(const QString &placementKey) const
{
    const auto entry = m_entryOf.constFind(placementKey);
    return entry == m_entryOf.cend() ? -1 : rowOfThing(*entry);
}

int BoardModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BoardModel::cellText(const BoardRow &row, int column) const
{
    switch (column) {
    case StateColumn:
        return words(row.state);
    case ServiceColumn:
        return row.placement.service;
    case PlaceColumn:
        return row.placement.where();
    case ReleaseColumn:
        return releaseWords(row);
    case ProgressColumn:
        return row.inProgress ? format::weight(row.percent) : QString();
    case FirstSignalColumn:
        return row.columns[0].text;
    case SecondSignalColumn:
        return row.columns[1].text;
    case ReadyColumn:
        return row.rollbackTo;
    case NextColumn:
        return whyWords(row);
    default:
        return {};
    }
}

QVariant BoardModel::sortValue(const BoardRow &row, int column) const
{
    switch (column) {
    case StateColumn:
        return row.rank();
    case ProgressColumn:
        return row.percent;
    case FirstSignalColumn:
        return valueOf(row.columns[0]);
    case SecondSignalColumn:
        return valueOf(row.columns[1]);
    case ReadyColumn:
        return row.provenMs;
    default:
        return cellText(row, column);
    }
}

QVariant BoardModel::signalData(const BoardSignal &signal, int role) const
{
    const auto optional = [](const std::optional<double> &value) { return value ? QVariant(*value) : QVariant(); };
    switch (role) {
    case SeriesRole:
        return QVariant::fromValue(signal.series);
    case ReadingRole:
        return int(signal.reading.state);
    case LimitAboveRole:
        return optional(signal.spec.limitAbove);
    case LimitBelowRole:
        return optional(signal.spec.limitBelow);
    case StaleRole:
        return signal.stale();
    case ObservedRole:
        return signal.reading.atMs;
    default:
        return {};
    }
}

QString BoardModel::spokenText(const BoardRow &row, int column) const
{
    const QString text = cellText(row, column).toString();
    if (column == StateColumn)
        return row.stateReason.isEmpty() ? text : tr("%1: %2").arg(text, row.stateReason);
    if (column == ReadyColumn)
        return row.rollbackTo.isEmpty() ? tr("cannot go back: %1").arg(row.notReady)
                                        : tr("can go back to %1").arg(row.rollbackTo);
    return tr("%1: %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                            text.isEmpty() ? tr("nothing") : text);
}

QVariant BoardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const BoardRow &row = rowAt(index.row());
    const int column = index.column();
    const bool isSignal = column == FirstSignalColumn || column == SecondSignalColumn;
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, column);
    case Qt::AccessibleTextRole:
        return spokenText(row, column);
    case IdRole:
        return row.id();
    case SortRole:
        return sortValue(row, column);
    case StateRole:
        return int(row.state);
    case RankRole:
        return row.rank();
    case SinceRole:
        return row.sinceMs;
    case UrgentRole:
        return isUrgent(row.state);
    case StaleRole:
        if (!isSignal)
            return row.stale;
        break;
    case ObservedRole:
        if (!isSignal)
            return row.observedMs;
        break;
    case OldVersionRole:
        return row.oldVersion;
    case NewVersionRole:
        return row.newVersion;
    case PercentRole:
        return row.percent;
    case StepRole:
        return row.step;
    case StepCountRole:
        return row.steps;
    case ProductionRole:
        return row.production;
    default:
        break;
    }
    return isSignal ? signalData(row.columns[column == FirstSignalColumn ? 0 : 1], role) : QVariant();
}

QVariant BoardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StateColumn:
        return tr("state");
    case ServiceColumn:
        return tr("service");
    case PlaceColumn:
        return tr("env / cell");
    case ReleaseColumn:
        return tr("release");
    case ProgressColumn:
        return tr("progress");
    case FirstSignalColumn:
        return m_signalNames[0];
    case SecondSignalColumn:
        return m_signalNames[1];
    case ReadyColumn:
        return tr("ready");
    case NextColumn:
        return tr("why, and what is next");
    default:
        return {};
    }
}

void BoardModel::setFilter(const QString &text)
{
    if (text == m_filterText)
        return;
    m_filterText = text;
    m_filter = BoardFilter(text);
    show(true);
}

void BoardModel::setEnvironments(const QStringList &environments)
{
    if (environments == m_environments)
        return;
    m_environments = environments;
    rebuild(true);
}

void BoardModel::setHeld(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    show(moveIsDue());
}

void BoardModel::applyMoves() { show(true); }

int BoardModel::urgent() const
{
    int sum = 0;
    for (size_t state = 0; state < m_counts.size(); ++state)
        sum += isUrgent(BoardState(state)) ? m_counts[state] : 0;
    return sum;
}

QString BoardModel::worst() const
{
    const Entry *worst = nullptr;
    for (const Entry &entry : m_entries) {
        const BoardState state = entry.standing.state;
        const bool fails = state == BoardState::OverLimit || state == BoardState::FailingToProgress;
        if (fails && (!worst || isBefore(entry, *worst)))
            worst = &entry;
    }
    return worst ? worst->key : QString();
}

bool BoardModel::moveIsDue() const { return !m_held && m_session.clock().monoMs() - m_lastMoveMs >= kMoveEveryMs; }

bool BoardModel::judge(int entry, qint64 nowMs, QSet<int> &rising)
{
    Entry &one = m_entries[entry];
    one.row.reset();
    const BoardJudgement judgement = judgeBoardPlace(m_session, one.key, nowMs);
    one.holdsUntilMs = judgement.holdsUntilMs;
    const BoardStanding next = judgement.standing;
    if (next == one.standing)
        return false;
    if (next.state != one.standing.state) {
        --m_counts[size_t(one.standing.state)];
        ++m_counts[size_t(next.state)];
        if (next.state == BoardState::OverLimit)
            rising.insert(entry);
    }
    one.standing = next;
    return true;
}

void BoardModel::tick() { judgeAll(true); }

void BoardModel::secondPassed() { judgeAll(false); }

void BoardModel::judgeAll(bool evenIfItHolds)
{
    const qint64 now = m_session.nowMs();
    const auto counts = m_counts;
    QSet<int> rising;
    bool moved = false;
    for (int entry = 0; entry < int(m_entries.size()); ++entry) {
        Entry &one = m_entries[entry];
        if (evenIfItHolds || now > one.holdsUntilMs)
            moved = judge(entry, now, rising) || moved;
        else
            one.row.reset(); // its ages run on
    }
    settle(moved, rising);
    // Ages run on, whether or not anything else changed.
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, NextColumn));
    if (m_counts != counts)
        Q_EMIT countsChanged();
}

void BoardModel::refresh(const QSet<QString> &placements, const QSet<QString> &turned)
{
    const qint64 now = m_session.nowMs();
    const auto counts = m_counts;
    QSet<int> rising;
    QList<int> touched;
    bool moved = false;
    for (const QString &key : placements) {
        const auto known = m_entryOf.constFind(key);
        if (known == m_entryOf.cend())
            continue; // not in scope
        if (turned.contains(key))
            moved = judge(*known, now, rising) || moved;
        else
            m_entries[*known].row.reset();
        touched.append(*known);
    }
    // A filter may read what is in no standing: versions.
    settle(moved || (!m_filter.isEmpty() && !turned.isEmpty()), rising);
    int first = rowCount();
    int last = -1;
    for (const int entry : std::as_const(touched)) {
        const int row = rowOfThing(entry);
        if (row < 0)
            continue;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    // One for all of them: a view repaints what it shows, however many it is told of.
    if (last >= 0)
        Q_EMIT dataChanged(index(first, StateColumn), index(last, NextColumn));
    if (m_counts != counts)
        Q_EMIT countsChanged();
}

void BoardModel::settle(bool orderMayDiffer, const QSet<int> &rising)
{
    if (orderMayDiffer || (m_waitingMoves > 0 && moveIsDue()))
        show(moveIsDue(), rising);
    for (const int entry : rising)
        Q_EMIT beganToFail(m_entries.at(entry).key);
}

void BoardModel::rebuild(bool mayMove)
{
    QList<Entry> next;
    QHash<QString, int> entryOf;
    std::array<int, size_t(BoardState::Serving) + 1> counts{};
    const qint64 now = m_session.nowMs();
    for (const Placement &placement : m_session.workspace().placements()) {
        if (!m_environments.isEmpty() && !m_environments.contains(placement.environment))
            continue;
        const ServiceConfig *service = m_session.service(placement.service);
        entryOf.insert(placement.key(), int(next.size()));
        const BoardJudgement judgement = judgeBoardPlace(m_session, placement.key(), now);
        next.append({placement,
                     placement.key(),
                     service ? service->owner : QString(),
                     0,
                     judgement.standing,
                     judgement.holdsUntilMs,
                     {}});
        ++counts[size_t(next.last().standing.state)];
    }
    QList<int> byName;
    for (int i = 0; i < int(next.size()); ++i)
        byName.append(i);
    std::sort(byName.begin(), byName.end(), [&next](int a, int b) { return next.at(a).key < next.at(b).key; });
    for (int i = 0; i < int(byName.size()); ++i)
        next[byName.at(i)].ordinal = i;

    // What stays keeps its row, under its new number.
    QList<int> staying;
    QList<int> renumbered;
    for (const int entry : order()) {
        const auto known = entryOf.constFind(m_entries.at(entry).key);
        if (known == entryOf.cend())
            continue;
        staying.append(entry);
        renumbered.append(*known);
    }
    setOrder(staying);
    m_entries = next;
    m_entryOf = entryOf;
    m_counts = counts;
    renumber(renumbered);
    nameSignals();
    show(mayMove);
    m_lastMoveMs = m_session.clock().monoMs() - kMoveEveryMs; // nobody has read an order yet
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, NextColumn));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    Q_EMIT countsChanged();
}

// A column has the name that most places give the signal in it.
void BoardModel::nameSignals()
{
    for (size_t at = 0; at < m_signalNames.size(); ++at) {
        QHash<QString, int> votes;
        QString best;
        for (const Entry &entry : std::as_const(m_entries)) {
            const ServiceConfig *service = m_session.service(entry.placement.service);
            if (!service || service->signalSpecs.size() <= qsizetype(at))
                continue;
            const QString title = service->signalSpecs.at(qsizetype(at)).title;
            if (!title.isEmpty() && ++votes[title] > votes.value(best))
                best = title;
        }
        m_signalNames[at] = best.isEmpty() ? tr("signal") : best;
    }
}

QList<int> BoardModel::matching() const
{
    QList<int> matching;
    for (int i = 0; i < int(m_entries.size()); ++i) {
        const Entry &entry = m_entries.at(i);
        if (m_filter.isEmpty() || m_filter.matches(entry.placement, entry.owner, entry.standing.state,
                                                   [&] { return boardVersions(m_session, entry.placement); }))
            matching.append(i);
    }
    return matching;
}

void BoardModel::show(bool mayMove, const QSet<int> &rising)
{
    QList<int> wanted = matching();
    std::sort(wanted.begin(), wanted.end(), [this](int a, int b) { return before(a, b); });
    QList<int> next = wanted;
    if (!mayMove) {
        // Keep everything where it is; what rises or is new goes where it belongs among the others.
        QList<int> kept;
        QList<int> entering;
        for (const int entry : std::as_const(wanted))
            (rowOfThing(entry) >= 0 && !rising.contains(entry) ? kept : entering).append(entry);
        std::sort(kept.begin(), kept.end(), [this](int a, int b) { return rowOfThing(a) < rowOfThing(b); });
        for (const int entry : std::as_const(entering)) {
            const auto at =
                std::find_if(kept.begin(), kept.end(), [this, entry](int other) { return before(entry, other); });
            kept.insert(at, entry);
        }
        next = kept;
    }
    if (mayMove && order() != next)
        m_lastMoveMs = m_session.clock().monoMs();
    const int waiting = mayMove ? 0 : movesBetween(next, wanted);
    setOrder(next);
    findRule();
    if (waiting != m_waitingMoves) {
        m_waitingMoves = waiting;
        Q_EMIT waitingMovesChanged(waiting);
    }
}

void BoardModel::findRule()
{
    // While the order is held urgent rows may stand among the calm ones: the rule is below the first ones only.
    const auto calm = std::find_if(order().cbegin(), order().cend(),
                                   [this](int entry) { return !isUrgent(m_entries.at(entry).standing.state); });
    m_lastUrgent = calm == order().cend() ? -1 : int(calm - order().cbegin()) - 1;
}

} // namespace astern
