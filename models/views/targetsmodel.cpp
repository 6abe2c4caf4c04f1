// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/targetsmodel.h"

#include "models/base/format.h"

namespace astern {
namespace {

using State = TargetRow::State;

QString channelWords(const NotifyTarget &target)
{
    switch (target.channel) {
    case NotifyTarget::Channel::PagerDuty:
        return QStringLiteral("PagerDuty");
    case NotifyTarget::Channel::Email:
        return target.addresses.size() == 1 ? TargetsModel::tr("e-mail to %1").arg(target.addresses.constFirst())
                                            : TargetsModel::tr("e-mail to %1 addresses").arg(target.addresses.size());
    case NotifyTarget::Channel::Webhook:
        break;
    }
    return TargetsModel::tr("webhook, %1")
        .arg(target.form == NotifyTarget::Form::Slack   ? QStringLiteral("Slack")
             : target.form == NotifyTarget::Form::Teams ? QStringLiteral("Teams")
                                                        : QStringLiteral("Mattermost"));
}

QString thenWords(const NotifyLadder &ladder)
{
    QStringList words;
    for (const NotifyLadder::Rung &rung : ladder.then)
        words.append(TargetsModel::tr("%1 after %2").arg(rung.to, format::duration(rung.afterMs)));
    if (ladder.checkpointMs > 0 && ladder.otherwise == NotifyLadder::Otherwise::Repeat)
        words.append(TargetsModel::tr("all again after %1").arg(format::duration(ladder.checkpointMs)));
    return words.isEmpty() ? TargetsModel::tr("nobody else") : words.join(QStringLiteral(", "));
}

} // namespace

TargetsModel::TargetsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session), m_inbox(this)
{
    connect(&session, &Session::workspaceChanged, this, &TargetsModel::show);
    show();
}

void TargetsModel::show()
{
    const NotifyConfig &notify = m_session.workspace().notify;
    QList<TargetRow> rows;
    for (const NotifyTarget &target : notify.targets) {
        const Tested tested = m_tested.value(target.id);
        rows.append(
            {target.id, channelWords(target), thenWords(notify.ladders.value(target.id)), tested.state, tested.words});
    }
    merge(rows);
}

bool TargetsModel::isTesting(const QString &target) const { return m_tested.value(target).state == State::Testing; }

void TargetsModel::test(const QString &target)
{
    const auto &send = m_session.doors().testTarget;
    if (isTesting(target) || !m_session.workspace().notify.target(target))
        return;
    if (!m_session.doors().readOnly.isEmpty() || !send) {
        m_tested.insert(target, {State::Wrong, m_session.doors().readOnly.isEmpty() ? tr("This session tells nobody")
                                                                                    : m_session.doors().readOnly});
        return show();
    }
    m_tested.insert(target, {State::Testing, tr("is being told")});
    show();
    send(target, m_inbox.wrap([this, target](const Result<escalation::Answer> &answer) {
        using escalation::Delivery;
        if (!answer)
            m_tested.insert(target, {State::Wrong, answer.error().toString()});
        else if (answer->delivery == Delivery::Told)
            m_tested.insert(target, {State::Told, tr("took the test message")});
        else
            m_tested.insert(target,
                            {answer->delivery == Delivery::Unknown ? State::Doubt : State::Wrong, answer->words});
        show();
    }));
}

int TargetsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TargetsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TargetRow &row = rowAt(index.row());
    if (role == IdRole)
        return row.target;
    if (role == ToneRole)
        return row.state == State::Told ? 1 : row.state == State::Wrong ? 2 : row.state == State::Doubt ? 3 : 0;
    if (role != Qt::DisplayRole && role != SortRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return row.target;
    case ChannelColumn:
        return row.channel;
    case ThenColumn:
        return row.then;
    case StateColumn:
        return row.state == State::Untested ? tr("not tested") : row.words;
    default:
        return {};
    }
}

QVariant TargetsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Target");
    case ChannelColumn:
        return tr("Reached by");
    case ThenColumn:
        return tr("Then");
    case StateColumn:
        return tr("Last test");
    default:
        return {};
    }
}

} // namespace astern
