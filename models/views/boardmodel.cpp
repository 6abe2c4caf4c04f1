// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardmodel.h"

#include "models/base/format.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

constexpr qint64 kMoveEveryMs = 2000;

bool isBefore(const BoardRow &a, const BoardRow &b)
{
    if (a.rank() != b.rank())
        return a.rank() < b.rank();
    // Longest first; what is not known comes last. Calm rows stay where people look for them: by name.
    if (isUrgent(a.state)) {
        const qint64 never = std::numeric_limits<qint64>::max();
        const qint64 sinceA = a.sinceMs > 0 ? a.sinceMs : never;
        const qint64 sinceB = b.sinceMs > 0 ? b.sinceMs : never;
        if (sinceA != sinceB)
            return sinceA < sinceB;
    }
    return a.id() < b.id();
}

QStringList idsOf(const QList<BoardRow> &rows)
{
    QStringList ids;
    for (const BoardRow &row : rows)
        ids.append(row.id());
    return ids;
}

// How many of `shown` would have to move to stand in the order of `wanted` (both hold the same ids).
int movesBetween(const QStringList &shown, const QStringList &wanted)
{
    QHash<QString, int> at;
    for (int i = 0; i < int(wanted.size()); ++i)
        at.insert(wanted.at(i), i);
    QList<int> tails; // of the longest run that is in order already
    for (const QString &id : shown) {
        const int place = at.value(id);
        const auto it = std::lower_bound(tails.begin(), tails.end(), place);
        if (it == tails.end())
            tails.append(place);
        else
            *it = place;
    }
    return int(shown.size() - tails.size());
}

double valueOf(const BoardSignal &signal)
{
    const bool known = !signal.isEmpty() && signal.reading.state != LimitReading::State::NoData;
    return known ? signal.reading.value : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

BoardModel::BoardModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::changed, this, &BoardModel::refresh);
    connect(&session, &Session::workspaceChanged, this, [this] { rebuild(!m_held); });
    connect(&session, &Session::backendsChanged, this, &BoardModel::tick);
    connect(&m_tick, &QTimer::timeout, this, &BoardModel::tick);
    m_tick.start(1000);
    rebuild(true);
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
    // The name that most services give the signal in this column.
    const auto signalName = [this](size_t at) {
        QHash<QString, int> votes;
        QString best;
        for (const BoardRow &row : m_all) {
            const QString title = row.columns[at].spec.title;
            if (!title.isEmpty() && ++votes[title] > votes.value(best))
                best = title;
        }
        return best.isEmpty() ? tr("signal") : best;
    };
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
        return signalName(0);
    case SecondSignalColumn:
        return signalName(1);
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
    show(!held && m_session.clock().monoMs() - m_lastMoveMs >= kMoveEveryMs);
}

void BoardModel::applyMoves() { show(true); }

int BoardModel::urgent() const
{
    int sum = 0;
    for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
        sum += isUrgent(BoardState(it.key())) ? it.value() : 0;
    return sum;
}

QString BoardModel::worst() const
{
    const BoardRow *worst = nullptr;
    for (const BoardRow &row : m_all) {
        const bool fails = row.state == BoardState::OverLimit || row.state == BoardState::FailingToProgress;
        if (fails && (!worst || isBefore(row, *worst)))
            worst = &row;
    }
    return worst ? worst->id() : QString();
}

bool BoardModel::isLastUrgent(int row) const
{
    const auto urgent = [](const BoardRow &one) { return isUrgent(one.state); };
    if (row < 0 || row + 1 >= rowCount() || !urgent(rowAt(row)) || urgent(rowAt(row + 1)))
        return false;
    // While the order is held urgent rows may stand among the calm ones: the rule is below the first ones only.
    return std::all_of(rows().cbegin(), rows().cbegin() + row, urgent);
}

void BoardModel::tick()
{
    QSet<QString> all;
    for (auto it = m_all.cbegin(); it != m_all.cend(); ++it)
        all.insert(it.key());
    refresh(all);
    // Ages run on, whether or not anything else changed.
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, NextColumn));
}

void BoardModel::refresh(const QSet<QString> &placements)
{
    const qint64 now = m_session.nowMs();
    QSet<QString> rising;
    const QHash<int, int> before = m_counts;
    for (const QString &key : placements) {
        const auto known = m_all.find(key);
        const Placement *placement = known == m_all.end() ? nullptr : m_session.placement(key);
        if (!placement)
            continue; // not in scope
        const BoardRow next = makeBoardRow(m_session, *placement, now);
        if (next.state != known->state) {
            --m_counts[int(known->state)];
            ++m_counts[int(next.state)];
            if (next.state == BoardState::OverLimit)
                rising.insert(key);
        }
        *known = next;
    }
    show(!m_held && m_session.clock().monoMs() - m_lastMoveMs >= kMoveEveryMs, rising);
    if (m_counts != before)
        Q_EMIT countsChanged();
    for (const QString &key : std::as_const(rising))
        Q_EMIT beganToFail(key);
}

void BoardModel::rebuild(bool mayMove)
{
    m_all.clear();
    m_counts.clear();
    for (const Placement &placement : m_session.workspace().placements()) {
        if (!m_environments.isEmpty() && !m_environments.contains(placement.environment))
            continue;
        const BoardRow row = makeBoardRow(m_session, placement, m_session.nowMs());
        ++m_counts[int(row.state)];
        m_all.insert(row.id(), row);
    }
    show(mayMove);
    m_lastMoveMs = m_session.clock().monoMs() - kMoveEveryMs; // nobody has read an order yet
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    Q_EMIT countsChanged();
}

void BoardModel::show(bool mayMove, const QSet<QString> &rising)
{
    QList<BoardRow> wanted;
    for (const BoardRow &row : std::as_const(m_all)) {
        const ServiceConfig *service = m_session.workspace().service(row.placement.service);
        if (m_filter.isEmpty() || m_filter.matches(row, service ? service->owner : QString()))
            wanted.append(row);
    }
    std::sort(wanted.begin(), wanted.end(), isBefore);
    QList<BoardRow> next = wanted;
    if (!mayMove) {
        // Keep everything where it is; what rises or is new goes where it belongs among the others.
        QHash<QString, int> place;
        for (int i = 0; i < rowCount(); ++i)
            place.insert(rowAt(i).id(), i);
        QList<BoardRow> kept;
        QList<BoardRow> entering;
        for (const BoardRow &row : std::as_const(wanted)) {
            const bool stays = place.contains(row.id()) && !rising.contains(row.id());
            (stays ? kept : entering).append(row);
        }
        std::stable_sort(kept.begin(), kept.end(), [&place](const BoardRow &a, const BoardRow &b) {
            return place.value(a.id()) < place.value(b.id());
        });
        for (const BoardRow &row : std::as_const(entering)) {
            const auto at =
                std::find_if(kept.begin(), kept.end(), [&row](const BoardRow &other) { return isBefore(row, other); });
            kept.insert(at, row);
        }
        next = kept;
    }
    const QStringList before = idsOf(rows());
    const QStringList shown = idsOf(next);
    merge(next);
    if (mayMove && before != shown)
        m_lastMoveMs = m_session.clock().monoMs();
    const int waiting = mayMove ? 0 : movesBetween(shown, idsOf(wanted));
    if (waiting != m_waitingMoves) {
        m_waitingMoves = waiting;
        Q_EMIT waitingMovesChanged(waiting);
    }
}

} // namespace astern
