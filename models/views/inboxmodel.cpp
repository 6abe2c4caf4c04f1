// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/inboxmodel.h"

#include "models/base/format.h"
#include "models/views/gatewords.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

using Kind = GateRow::Kind;
using Group = InboxRow::Group;

constexpr int kSoonMs = 50;
constexpr int kLaterMs = 1'000;
constexpr int kTickMs = 5'000;
constexpr int kPieceMs = 5; // of a frame's 16

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
    return a.id() < b.id();
}

} // namespace

QString InboxRow::id() const
{
    return gate.kind == Kind::Pause ? QStringLiteral("pause:") + gate.placementKey() : gate.request;
}

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
    connect(&m_tick, &QTimer::timeout, this, [this] { soon(0); });
    m_tick.start();
    connect(&session, &Session::approvalsChanged, this, [this] { soon(kSoonMs); });
    connect(&session, &Session::signedInChanged, this, [this] { soon(kSoonMs); });
    connect(&session, &Session::workspaceChanged, this, [this] { soon(kSoonMs); });
    connect(&session, &Session::journalChanged, this, [this] { soon(kLaterMs); });
    connect(&session, &Session::backendsChanged, this, [this] { soon(kSoonMs); });
    connect(&session, &Session::changed, this, [this](const QSet<QString> &, const QSet<QString> &turned) {
        if (!turned.isEmpty())
            soon(kLaterMs);
    });
    soon(kSoonMs);
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
    m_pasts = 0;
    for (const ApprovalRecord &record : m_session.approvals()) {
        m_history[record.request].append(record);
        if (record.kind == ApprovalRecord::Kind::Requested && record.standing == ApprovalRecord::Standing::Counts)
            m_requests.append(record);
    }
    std::sort(m_requests.begin(), m_requests.end(),
              [](const ApprovalRecord &a, const ApprovalRecord &b) { return a.order > b.order; });
    m_places = m_session.workspace().placements();
    m_work.start();
}

// A piece of it: first every request, then the pauses of the backends that nobody asked to end.
void InboxModel::work()
{
    QElapsedTimer elapsed;
    elapsed.start();
    const qsizetype all = m_requests.size() + m_places.size();
    while (m_at < all && elapsed.elapsed() < kPieceMs) {
        const qsizetype at = m_at++;
        if (at < m_requests.size()) {
            const ApprovalRecord &request = m_requests.at(at);
            const QList<ApprovalRecord> history = m_history.value(request.request);
            take(gateRow(m_session, request, history));
        } else if (const auto pause = pauseRow(m_session, m_places.at(at - m_requests.size()))) {
            if (!m_asked.contains(pause->placementKey() + QLatin1Char('#') + pause->act))
                take(*pause);
        }
    }
    if (m_at >= all)
        finish();
}

void InboxModel::take(const GateRow &row)
{
    if (row.over && (!m_past || ++m_pasts > kMostPast))
        return;
    if (!row.over && row.kind == Kind::Request) // a review of what was done ends no pause
        m_asked.append(row.placementKey() + QLatin1Char('#') + row.act);
    const GateSight sight = sightOf(m_session, row, m_history.value(row.request));
    m_next.append({.gate = row,
                   .group = row.over        ? Group::Past
                            : row.overdue   ? Group::Overdue
                            : sight.yours() ? Group::Yours
                                            : Group::Others,
                   .title = titleOf(row),
                   .place = placeWords(m_session, row),
                   .versions = versionWords(m_session, row),
                   .act = briefAct(sight)});
}

void InboxModel::finish()
{
    m_work.stop();
    m_known = m_session.approvalsRead();
    std::sort(m_next.begin(), m_next.end(), comesFirst);
    merge(m_next);
    Q_EMIT refreshed();
    if (m_again)
        soon(kLaterMs);
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
