// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/actsmodel.h"

#include "models/base/format.h"
#include "models/views/verdictwords.h"

namespace astern {
namespace {

QString recipientOf(const guard::Act &act)
{
    if (const auto *notify = std::get_if<policy::Notify>(&act.what))
        return notify->to;
    if (const auto *page = std::get_if<policy::Page>(&act.what))
        return page->to;
    if (const auto *ask = std::get_if<policy::Ask>(&act.what))
        return ask->to;
    return {};
}

} // namespace

ActsModel::ActsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::verdictChanged, this, [this](const QString &key) {
        if (key == m_key)
            refresh();
    });
}

void ActsModel::setPlacement(const QString &key)
{
    m_key = key;
    refresh();
}

void ActsModel::refresh()
{
    QList<ActRow> rows;
    const guard::PlaceVerdict *verdict = m_session.verdict(m_key);
    for (const guard::PlaceVerdict::Sent &sent : verdict ? verdict->sent : QList<guard::PlaceVerdict::Sent>{}) {
        ActRow row;
        row.key = sent.act.key;
        row.atMs = sent.act.dueMs;
        row.time = format::clock(row.atMs, m_session.nowMs());
        row.words = actWords(sent.act.name());
        if (const QString to = recipientOf(sent.act); !to.isEmpty())
            row.words = tr("%1: %2").arg(row.words, to);
        if (!sent.act.decidedBy.isEmpty())
            row.words = tr("%1, decided by %2").arg(row.words, sent.act.decidedBy);
        using Result = guard::Outcome::Result;
        row.open = !sent.result;
        row.failed = sent.result && *sent.result != Result::Confirmed && *sent.result != Result::NotPossible;
        row.outcome = sent.result ? resultWords(*sent.result) : tr("under way");
        if (!sent.words.isEmpty())
            row.outcome = tr("%1: %2").arg(row.outcome, sent.words);
        rows.prepend(row);
    }
    merge(rows);
}

int ActsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ActsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ActRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == TimeColumn ? row.time : index.column() == ActColumn ? row.words : row.outcome;
    case Qt::ToolTipRole:
        return row.outcome;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(row.time, row.words, row.outcome);
    case IdRole:
        return row.key;
    case ToneRole:
        return row.failed ? 2 : row.open ? 0 : 1;
    default:
        return {};
    }
}

QVariant ActsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("time"), tr("act"), tr("outcome")}.value(section);
}

} // namespace astern
