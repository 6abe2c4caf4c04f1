// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/connectionmodel.h"

#include <QPointer>

namespace astern {

using State = ConnectionLine::State;

namespace {

int toneOf(State state)
{
    switch (state) {
    case State::Good:
        return 1;
    case State::Wrong:
        return 2;
    case State::Note:
        return 4;
    case State::Unknown:
    case State::Waiting: // not known yet is not well
        return 3;
    }
    return 3;
}

} // namespace

ConnectionModel::ConnectionModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session) {}

ConnectionModel::~ConnectionModel()
{
    if (m_running && m_session.doors().endTest)
        m_session.doors().endTest(m_ticket);
}

void ConnectionModel::start(const QString &backend)
{
    if (m_running)
        cancel();
    clear();
    const bool provider = backend == QLatin1String(kIdentityConnection) && m_session.workspace().identity.isOidc();
    if (!m_session.doors().testConnection || (!provider && !m_session.workspace().backend(backend)))
        return;
    m_running = true;
    m_report.backend = backend;
    m_ticket = m_session.doors().testConnection(
        backend, [self = QPointer(this), question = ++m_question](const ConnectionReport &report) {
            if (self && question == self->m_question)
                self->take(report);
        });
    Q_EMIT changed();
}

void ConnectionModel::cancel()
{
    if (!m_running)
        return;
    ++m_question;
    m_running = false;
    if (m_session.doors().endTest)
        m_session.doors().endTest(m_ticket);
    ConnectionReport ended = m_report;
    for (ConnectionLine &line : ended.lines) {
        if (line.state != State::Waiting)
            continue;
        line.state = State::Unknown;
        line.words = tr("not asked: it was cancelled");
    }
    take(ended);
}

void ConnectionModel::clear()
{
    if (m_running)
        cancel();
    m_report = {};
    merge({});
    Q_EMIT changed();
}

void ConnectionModel::take(const ConnectionReport &report)
{
    m_report = report;
    if (report.complete)
        m_running = false;
    QList<ConnectionRow> rows;
    for (const ConnectionLine &line : report.lines)
        rows.append({line});
    merge(rows);
    Q_EMIT changed();
}

QString ConnectionModel::words() const
{
    const int all = int(m_report.lines.size());
    if (m_running)
        return all == 0 ? tr("connecting…") : tr("%1 of %2").arg(m_report.done()).arg(all);
    if (all == 0)
        return {};
    const auto count = [this](State state) {
        return int(std::count_if(m_report.lines.cbegin(), m_report.lines.cend(),
                                 [state](const ConnectionLine &line) { return line.state == state; }));
    };
    if (count(State::Wrong) > 0)
        return tr("the connection does not work");
    const int notes = count(State::Note) + count(State::Unknown);
    return notes == 0 ? tr("everything is well") : tr("to look at: %1 of %2").arg(notes).arg(all);
}

int ConnectionModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ConnectionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ConnectionLine &line = rowAt(index.row()).line;
    const QString words = line.state == State::Waiting ? tr("…") : line.words;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == WhatColumn ? line.what : words;
    case Qt::ToolTipRole:
        return line.hint.isEmpty() ? words : words + QLatin1Char('\n') + line.hint;
    case Qt::AccessibleTextRole:
        return tr("%1: %2 %3").arg(line.what, words, line.hint).trimmed();
    case IdRole:
        return line.id;
    case SortRole:
        return index.row();
    case ToneRole:
        return toneOf(line.state);
    case HintRole: // of the words, below them
        return index.column() == WordsColumn ? line.hint : QString();
    default:
        return {};
    }
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == WhatColumn ? tr("what") : section == WordsColumn ? tr("found") : QVariant();
}

} // namespace astern
