// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/backendsmodel.h"

#include "models/base/format.h"

namespace astern {
namespace {

QString wordsOf(const BackendHealth &health, bool stale, qint64 nowMs)
{
    switch (health.state) {
    case BackendHealth::State::Connecting:
        return BackendsModel::tr("connecting");
    case BackendHealth::State::Live:
        if (stale)
            return BackendsModel::tr("silent");
        if (health.signInEndsSoon(nowMs))
            return health.signInUntilMs > nowMs
                       ? BackendsModel::tr("sign-in ends in %1").arg(format::duration(health.signInUntilMs - nowMs))
                       : BackendsModel::tr("sign-in has ended");
        if (health.clockSkewMs != 0)
            return (health.clockSkewMs > 0 ? BackendsModel::tr("clock %1 ahead") : BackendsModel::tr("clock %1 behind"))
                .arg(format::duration(std::abs(health.clockSkewMs)));
        return BackendsModel::tr("live");
    case BackendHealth::State::Retrying:
        return health.nextTryMs > nowMs
                   ? BackendsModel::tr("retry in %1").arg(format::duration(health.nextTryMs - nowMs))
                   : BackendsModel::tr("retrying");
    case BackendHealth::State::NeedsLogin:
        return BackendsModel::tr("sign in again");
    case BackendHealth::State::Refused:
        return BackendsModel::tr("refused");
    }
    return {};
}

} // namespace

BackendRow makeBackendRow(const BackendHealth &health, qint64 nowMs)
{
    BackendRow row;
    row.health = health;
    row.age = health.lastAnswerMs > 0 ? format::age(health.lastAnswerMs, nowMs) : QString();
    row.stale = health.isStale(nowMs);
    row.words = wordsOf(health, row.stale, nowMs);
    return row;
}

BackendsModel::BackendsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::backendsChanged, this, &BackendsModel::tick);
    connect(&session, &Session::backendsAnswered, this, &BackendsModel::tick);
    connect(&session, &Session::workspaceChanged, this, &BackendsModel::tick);
    connect(&m_tick, &QTimer::timeout, this, &BackendsModel::tick);
    m_tick.start(1000);
    tick();
}

void BackendsModel::tick()
{
    const qint64 now = m_session.nowMs();
    QList<BackendRow> rows;
    for (const BackendHealth &health : m_session.backends())
        rows.append(makeBackendRow(health, now));
    merge(rows);
}

int BackendsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant BackendsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const BackendRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return row.id();
        case StateColumn:
            return row.words;
        case AgeColumn:
            return row.age;
        default:
            return row.health.reason;
        }
    case Qt::AccessibleTextRole:
        return row.health.reason.isEmpty() ? tr("%1: %2").arg(row.id(), row.words)
                                           : tr("%1: %2, %3").arg(row.id(), row.words, row.health.reason);
    case IdRole:
        return row.id();
    case SortRole:
        if (index.column() == AgeColumn)
            return row.health.lastAnswerMs;
        return data(index, Qt::DisplayRole);
    case StateRole:
        return int(row.health.state);
    case StaleRole:
        return row.stale;
    case NextTryRole:
        return row.health.nextTryMs;
    case HintRole:
        return row.health.hint;
    case ToneRole: // as everywhere: 1 good, 2 bad, 3 doubt
        switch (row.health.state) {
        case BackendHealth::State::Live:
            return row.stale ? 3 : 1;
        case BackendHealth::State::NeedsLogin:
        case BackendHealth::State::Refused:
            return 2;
        case BackendHealth::State::Connecting:
        case BackendHealth::State::Retrying:
            return 3;
        }
        return 3;
    default:
        return {};
    }
}

QVariant BackendsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("connection"), tr("state"), tr("last answer"), tr("reason")};
    return names.value(section);
}

} // namespace astern
