// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/inboxmodel.h"

#include "models/base/format.h"
#include "models/views/gatewords.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace astern {
namespace {

using Kind = GateRow::Kind;
using Group = InboxRow::Group;

constexpr int kSoonMs = 50;
constexpr int kLaterMs = 1'000;
constexpr int kTickMs = 5'000;
constexpr int kWholeMs = 60'000; // who may end a pause changes with the time of day (freezes) at most
constexpr int kPieceMs = 3;      // of a frame's 16
// A pass that nobody waits for comes so many times as long after the one before as that took.
constexpr int kRests = 10;

// One pause and whoever asked to end it have the same.
QString pauseThatEnds(const GateRow &row) { return row.placementKey() + QLatin1Char('#') + row.act; }

// What ends comes before what does not.
qint64 endOf(const InboxRow &row)
{
    return row.gate.kind == Kind::Pause ? std::numeric_limits<qint64>::max() : row.gate.record.expiresMs;
}

bool comesFirst(const InboxRow &a, const InboxRow &b)
{
    if (a.group != b.group)
        return a.group < b.group;
    if (a.group == Group::Past && a.gate.sinceMs != b.gate.sinceMs)
        return a.gate.sinceMs > b.gate.sinceMs;
    if (a.group != Group::Past && endOf(a) != endOf(b))
        return endOf(a) < endOf(b);
    if (a.gate.sinceMs != b.gate.sinceMs)
        return a.gate.sinceMs < b.gate.sinceMs; // who has waited longest
    return a.key < b.key;
}

} // namespace

QString toWords(InboxRow::Group group)
{
    switch (group) {
    case Group::Overdue:
        return InboxModel::tr("Overdue");
    case Group::Yours:
        return InboxModel::tr("Waits for you");
    case Group::Others:
        return InboxModel::tr("Waits for others");
    case Group::Past:
        return InboxModel::tr("Past");
    }
    return {};
}

InboxModel::InboxModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    m_soon.setSingleShot(true);
    m_work.setInterval(0);
    m_tick.setInterval(kTickMs);
    connect(&m_soon, &QTimer::timeout, this, &InboxModel::begin);
    connect(&m_work, &QTimer::timeout, this, &InboxModel::work);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_everyPlace = m_everyPlace || m_whole.hasExpired(kWholeMs);
        soon(0);
    });
    m_tick.start();
    connect(&session, &Session::approvalsChanged, this, [this] { soonEveryPlace(kSoonMs); });
    connect(&session, &Session::signedInChanged, this, [this] { soonEveryPlace(kSoonMs); });
    connect(&session, &Session::workspaceChanged, this, [this] { soonEveryPlace(kSoonMs); });
    connect(&session, &Session::journalChanged, this, [this] { soon(m_laterMs); });
    connect(&session, &Session::backendsChanged, this, [this] { soonEveryPlace(kSoonMs); });
    connect(&session, &Session::changed, this, [this](const QSet<QString> &, const QSet<QString> &turned) {
        if (turned.isEmpty())
            return;
        m_turned.unite(turned);
        soon(m_laterMs);
    });
    soon(kSoonMs);
}

void InboxModel::soonEveryPlace(int ms)
{
    m_everyPlace = true;
    soon(ms);
}

void InboxModel::soon(int ms)
{
    if (m_work.isActive())
        m_again = true;
    else if (!m_soon.isActive() || m_soon.remainingTime() > ms)
        m_soon.start(ms);
}

void InboxModel::refreshNow()
{
    m_work.stop();
    m_everyPlace = true; // also what a pass that is cut short here was to look at
    begin();
}

void InboxModel::setPast(bool past)
{
    if (m_past == past)
        return;
    m_past = past;
    refreshNow();
}

void InboxModel::begin()
{
    m_soon.stop();
    m_again = false;
    m_history.clear();
    m_requests.clear();
    m_asked.clear();
    m_next.clear();
    m_at = 0;
    m_spentMs = 0;
    m_pasts = 0;
    for (const ApprovalRecord &record : m_session.approvals()) {
        m_history[record.request].append(record);
        if (record.kind == ApprovalRecord::Kind::Requested && record.standing == ApprovalRecord::Standing::Counts)
            m_requests.append(record);
    }
    std::sort(m_requests.begin(), m_requests.end(),
              [](const ApprovalRecord &a, const ApprovalRecord &b) { return a.order > b.order; });
    m_places = m_session.workspace().placements();
    m_looked = std::exchange(m_turned, {});
    m_lookedEvery = std::exchange(m_everyPlace, false);
    if (m_lookedEvery) {
        m_pauses.clear();
        m_whole.start();
    }
    m_work.start();
}

// A piece of it: first every request, then the pauses of the backends that nobody asked to end.
void InboxModel::work()
{
    QElapsedTimer elapsed;
    elapsed.start();
    const qsizetype all = m_requests.size() + m_places.size();
    if (m_at == all)
        return finish(); // a piece of its own: thousands of lines are put in order there
    while (m_at < all && elapsed.elapsed() < kPieceMs) {
        const qsizetype at = m_at++;
        if (at < m_requests.size()) {
            const ApprovalRecord &request = m_requests.at(at);
            const QList<ApprovalRecord> history = m_history.value(request.request);
            takeRequest(gateRow(m_session, request, history));
        } else {
            takePause(m_places.at(at - m_requests.size()));
        }
    }
    m_spentMs += elapsed.elapsed();
}

void InboxModel::takeRequest(const GateRow &row)
{
    if (row.over && (!m_past || ++m_pasts > kMostPast))
        return;
    // A review of what was done ends no pause, and a void request neither.
    if (!row.over && row.kind == Kind::Request && row.decision.state != Decision::State::Void)
        m_asked.insert(pauseThatEnds(row));
    m_next.append(lineOf(row));
}

void InboxModel::takePause(const Placement &place)
{
    const QString key = place.key();
    if (m_lookedEvery || m_looked.contains(key)) {
        if (const std::optional<GateRow> pause = pauseRow(m_session, place))
            m_pauses.insert(key, lineOf(*pause));
        else
            m_pauses.remove(key);
    }
    const auto pause = m_pauses.constFind(key);
    if (pause != m_pauses.cend() && !m_asked.contains(pauseThatEnds(pause->gate)))
        m_next.append(*pause);
}

InboxRow InboxModel::lineOf(const GateRow &row) const
{
    const GateSight sight = sightOf(m_session, row, m_history.value(row.request));
    return {.gate = row,
            .group = row.over        ? Group::Past
                     : row.overdue   ? Group::Overdue
                     : sight.yours() ? Group::Yours
                                     : Group::Others,
            .key = row.kind == Kind::Pause ? QStringLiteral("pause:") + row.placementKey() : row.request,
            .title = titleOf(row),
            .place = placeWords(m_session, row),
            .versions = versionWords(m_session, row),
            .act = briefAct(sight)};
}

void InboxModel::finish()
{
    m_work.stop();
    m_known = m_session.approvalsRead();
    m_laterMs = std::max(kLaterMs, int(m_spentMs) * kRests);
    std::vector<const InboxRow *> order; // the rows are too fat to be moved about
    order.reserve(std::size_t(m_next.size()));
    for (const InboxRow &row : std::as_const(m_next))
        order.push_back(&row);
    std::sort(order.begin(), order.end(), [](const InboxRow *a, const InboxRow *b) { return comesFirst(*a, *b); });
    QList<InboxRow> next;
    next.reserve(m_next.size());
    for (const InboxRow *row : order)
        next.append(*row);
    merge(next);
    Q_EMIT refreshed();
    if (m_again)
        soon(m_laterMs);
}

int InboxModel::countOf(InboxRow::Group group) const
{
    return int(
        std::count_if(rows().cbegin(), rows().cend(), [group](const InboxRow &row) { return row.group == group; }));
}

bool InboxModel::beginsGroup(int row) const { return row == 0 || rowAt(row).group != rowAt(row - 1).group; }

QVariant InboxModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const InboxRow &row = rowAt(index.row());
    const qint64 now = m_session.nowMs();
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::ToolTipRole:
        return row.gate.words;
    case Qt::AccessibleTextRole:
        return tr("%1: %2 %3, %4, %5, %6. %7 %8")
            .arg(toWords(row.group), row.title, row.place, row.versions + QLatin1Char(' ') + row.act,
                 askerWords(row.gate), standWords(row.gate), endWords(row.gate, now), row.gate.words)
            .simplified();
    case IdRole:
        return row.id();
    case SortRole:
        return index.row();
    case GroupRole:
        return int(row.group);
    default:
        return {};
    }
}

} // namespace astern
