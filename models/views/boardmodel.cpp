// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardmodel.h"

#include "models/base/format.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

constexpr qint64 kMoveEveryMs = 2000;
constexpr int kJudgedAtOnce = 100; // places, in a turn of the event loop: a sixteenth of a frame

double valueOf(const BoardSignal &signal)
{
    const bool known = !signal.isEmpty() && signal.reading.state != LimitReading::State::NoData;
    return known ? signal.reading.value : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

BoardModel::BoardModel(Session &session, QObject *parent) : OrderedModel(parent), m_session(session)
{
    connect(&session, &Session::changed, this, &BoardModel::refresh);
    connect(&session, &Session::workspaceChanged, this, [this] { rebuild(!m_held); });
    connect(&session, &Session::backendsChanged, this, &BoardModel::tick);
    connect(&session, &Session::guardChanged, this, &BoardModel::secondPassed); // who acts is in the rows' words only
    connect(&m_tick, &QTimer::timeout, this, &BoardModel::secondPassed);
    m_judgeOn.setSingleShot(true);
    connect(&m_judgeOn, &QTimer::timeout, this, &BoardModel::judgeOn);
    m_tick.start(1000);
    rebuild(true);
}

const BoardRow &BoardModel::rowAt(int row) const
{
    Q_ASSERT(!isHeading(row));
    const Entry &entry = m_entries.at(thingAt(row) / 2);
    if (!entry.row)
        entry.row = makeBoardRow(m_session, entry.placement, m_session.nowMs());
    return *entry.row;
}

int BoardModel::rowOf(const QString &placementKey) const
{
    const auto entry = m_entryOf.constFind(placementKey);
    return entry == m_entryOf.cend() ? -1 : rowOfThing(thingOf(*entry));
}

int BoardModel::firstPlace() const
{
    const auto first = std::find_if(order().cbegin(), order().cend(), [](int thing) { return thing % 2 == 0; });
    return first == order().cend() ? -1 : int(first - order().cbegin());
}

Qt::ItemFlags BoardModel::flags(const QModelIndex &index) const
{
    // Arrow keys pass over what is not enabled.
    if (index.isValid() && isHeading(index.row()))
        return Qt::ItemNeverHasChildren;
    return OrderedModel::flags(index);
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
    case AlertsColumn:
        return row.alerts.text;
    case ReadyColumn:
        return row.rollbackTo;
    case NextColumn:
        return whyWords(row, m_session.nowMs());
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
    case AlertsColumn: // the worst, then how many
        return row.alerts.firing == 0 ? 0 : 10'000 * (int(row.alerts.worst) + 1) + std::min(row.alerts.firing, 9'999);
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

QVariant BoardModel::headingData(const Heading &heading, int column, int role) const
{
    if (column != StateColumn || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    if (role == Qt::DisplayRole)
        return heading.title;
    const QString places = format::plural(heading.places, tr("1 place"), tr("%1 places"));
    const QString urgent = format::plural(heading.urgent, tr("1 needs a person"), tr("%1 need a person"));
    return heading.urgent > 0 ? tr("%1: %2, %3").arg(heading.title, places, urgent)
                              : tr("%1: %2").arg(heading.title, places);
}

QVariant BoardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (isHeading(index.row()))
        return headingData(headingAt(index.row()), index.column(), role);
    const BoardRow &row = rowAt(index.row());
    const int column = index.column();
    const bool isSignal = column == FirstSignalColumn || column == SecondSignalColumn;
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, column);
    case Qt::ToolTipRole:
        if (column == NextColumn && row.judged)
            return cellText(row, column); // it says more than its column has room for
        return column == AlertsColumn && !row.alerts.names.isEmpty() ? QVariant(row.alerts.names) : QVariant();
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
        if (column == AlertsColumn)
            return row.alerts.known == PlaceAlerts::Known::Stale || row.alerts.known == PlaceAlerts::Known::NotYet;
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
    case AlertsColumn:
        return tr("alerts");
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

void BoardModel::setGrouping(Grouping grouping)
{
    if (grouping == m_grouping)
        return;
    m_grouping = grouping;
    take(m_entries);
    show(true);
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
        if (isFailing(entry.standing.state) && (!worst || isBefore(entry, *worst)))
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
        if (next.state == BoardState::Failing || next.state == BoardState::OverLimit)
            rising.insert(entry);
    }
    one.standing = next;
    return true;
}

void BoardModel::tick() { judgeAll(true); }

void BoardModel::secondPassed() { judgeAll(false); }

void BoardModel::judgeAll(bool evenIfItHolds)
{
    if (evenIfItHolds) {
        for (Entry &entry : m_entries)
            entry.holdsUntilMs = 0;
    }
    m_judgeFrom = 0;
    judgeOn();
}

void BoardModel::judgeOn()
{
    const qint64 now = m_session.nowMs();
    const auto counts = m_counts;
    const bool isFirst = m_judgeFrom == 0;
    int judged = 0;
    for (; m_judgeFrom < int(m_entries.size()) && judged < kJudgedAtOnce; ++m_judgeFrom) {
        Entry &one = m_entries[m_judgeFrom];
        if (now > one.holdsUntilMs) {
            m_judged.moved = judge(m_judgeFrom, now, m_judged.rising) || m_judged.moved;
            ++judged;
        } else {
            one.row.reset(); // its ages run on
        }
    }
    m_judged.counted = m_judged.counted || m_counts != counts;
    // A new order and the picture of it take a turn of their own, unless there was next to nothing to judge.
    const bool more = m_judgeFrom < int(m_entries.size());
    if (more || (judged > 0 && !isFirst))
        return m_judgeOn.start(0);
    // One order for all of them; who hears of the worst place finds it where it belongs.
    const Judged all = std::exchange(m_judged, {});
    settle(all.moved, all.rising);
    // Ages run on, whether or not anything else changed.
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, NextColumn));
    if (all.counted)
        Q_EMIT countsChanged();
}

void BoardModel::refresh(const QSet<QString> &placements, const QSet<QString> &turned)
{
    if (turned.size() > kJudgedAtOnce) {
        for (const QString &key : turned) {
            if (const auto known = m_entryOf.constFind(key); known != m_entryOf.cend())
                m_entries[*known].holdsUntilMs = 0;
        }
        return judgeAll(false);
    }
    const qint64 now = m_session.nowMs();
    const auto counts = m_counts;
    QSet<int> rising;
    QList<int> touched;
    bool moved = false;
    // Where most of them have news, forgetting every row costs less than looking for those that have.
    const bool most = placements.size() > m_entries.size() / 4;
    if (most) {
        for (Entry &entry : m_entries)
            entry.row.reset();
    }
    for (const QString &key : most ? turned : placements) {
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
    int first = most ? 0 : rowCount();
    int last = most ? rowCount() - 1 : -1;
    for (const int entry : std::as_const(touched)) {
        const int row = rowOfThing(thingOf(entry));
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
    std::array<int, size_t(BoardState::Serving) + 1> counts{};
    const qint64 now = m_session.nowMs();
    for (const Placement &placement : m_session.workspace().placements()) {
        if (!m_environments.isEmpty() && !m_environments.contains(placement.environment))
            continue;
        const ServiceConfig *service = m_session.service(placement.service);
        const BoardJudgement judgement = judgeBoardPlace(m_session, placement.key(), now);
        next.append({.placement = placement,
                     .key = placement.key(),
                     .owner = service ? service->owner : QString(),
                     .standing = judgement.standing,
                     .holdsUntilMs = judgement.holdsUntilMs,
                     .row = {}});
        ++counts[size_t(next.last().standing.state)];
    }
    QList<int> byName;
    for (int i = 0; i < int(next.size()); ++i)
        byName.append(i);
    std::sort(byName.begin(), byName.end(), [&next](int a, int b) { return next.at(a).key < next.at(b).key; });
    for (int i = 0; i < int(byName.size()); ++i)
        next[byName.at(i)].ordinal = i;

    m_counts = counts;
    // Every one of them has just been judged.
    m_judgeOn.stop();
    m_judged = {};
    take(next);
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

} // namespace astern
