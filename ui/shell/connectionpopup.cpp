// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/connectionpopup.h"

#include "models/base/format.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QCoreApplication>
#include <QPainter>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

using State = BackendHealth::State;

QString tr(const char *text) { return QCoreApplication::translate("ConnectionPopup", text); }

} // namespace

QStringList connectionLines(const BackendRow &row, qint64 nowMs)
{
    const BackendHealth &health = row.health;
    QStringList lines{tr("%1: %2").arg(row.id(), row.words)};
    if (!health.reason.isEmpty())
        lines.append(health.reason);
    if (!health.hint.isEmpty())
        lines.append(health.hint);
    if (health.state == State::NeedsLogin)
        lines.append(tr("Nothing is sent to it meanwhile. What it told before is shown as stale."));
    if (!row.age.isEmpty())
        lines.append(tr("Last answer %1 ago").arg(row.age));
    if (health.signInUntilMs > 0)
        lines.append(health.signInUntilMs > nowMs
                         ? tr("Signed in until %1").arg(format::clock(health.signInUntilMs, nowMs))
                         : tr("The sign-in ended at %1").arg(format::clock(health.signInUntilMs, nowMs)));
    if (health.clockSkewMs != 0)
        lines.append((health.clockSkewMs > 0
                          ? tr("Its clock is %1 ahead of this machine's; ages are counted by this one.")
                          : tr("Its clock is %1 behind this machine's; ages are counted by this one."))
                         .arg(format::duration(std::abs(health.clockSkewMs))));
    return lines;
}

QString connectionAction(const BackendRow &row)
{
    switch (row.health.state) {
    case State::NeedsLogin:
        return tr("Sign in again");
    case State::Retrying:
    case State::Refused:
        return tr("Try now");
    case State::Live:
        return row.health.renewable ? tr("Renew the sign-in") : QString();
    case State::Connecting:
        break;
    }
    return {};
}

ConnectionPopup::ConnectionPopup(Session &session, const BackendsModel &backends, const QString &backend,
                                 QWidget *parent)
    : QWidget(parent, Qt::Popup), m_session(session), m_backends(backends), m_backend(backend)
{
    setObjectName(QStringLiteral("connectionPopup"));
    setAttribute(Qt::WA_DeleteOnClose);
    const Theme &theme = Theme::of(this);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12));
    m_column->setSpacing(theme.px(6));
    m_act = makeButton({}, "primary", {}, this);
    m_act->setObjectName(QStringLiteral("connectionAct"));
    m_column->addWidget(m_act, 0, Qt::AlignLeft);
    connect(m_act, &QPushButton::clicked, this, [this] {
        m_session.signInAgain(m_backend);
        close();
    });
    connect(&backends, &QAbstractItemModel::dataChanged, this, &ConnectionPopup::refresh);
    connect(&backends, &QAbstractItemModel::rowsRemoved, this, &ConnectionPopup::refresh);
    refresh();
}

void ConnectionPopup::refresh()
{
    const BackendRow *row = nullptr;
    for (const BackendRow &each : m_backends.rows()) {
        if (each.id() == m_backend)
            row = &each;
    }
    if (!row) {
        close(); // the workspace has dropped it
        return;
    }
    const QString action = connectionAction(*row);
    m_act->setText(action);
    m_act->setVisible(!action.isEmpty());
    const QStringList lines = connectionLines(*row, m_session.nowMs());
    if (lines == m_lines)
        return;
    m_lines = lines;
    qDeleteAll(m_labels);
    m_labels.clear();
    for (const QString &line : lines) {
        auto *label = new RunsLabel(this);
        const bool first = m_labels.isEmpty();
        label->setRuns(
            {{line, first ? Tone::InkPrimary : Tone::InkSecondary, first ? TextStyle::Strong : TextStyle::Small}});
        m_column->insertWidget(int(m_labels.size()), label);
        m_labels.append(label);
    }
    setAccessibleName(lines.first());
    setAccessibleDescription(lines.mid(1).join(QLatin1Char(' ')));
    const int wide = Theme::of(this).px(360);
    setFixedWidth(wide);
    resize(wide, m_column->heightForWidth(wide));
}

void ConnectionPopup::openBelow(const QPoint &globalRight)
{
    move(globalRight - QPoint(width(), 0));
    show();
    if (m_act->isVisible())
        m_act->setFocus(Qt::PopupFocusReason);
}

void ConnectionPopup::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    painter.setPen(theme.colour(Tone::LineStrong));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace astern::ui
