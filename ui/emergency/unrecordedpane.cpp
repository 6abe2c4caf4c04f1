// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/unrecordedpane.h"

#include "models/base/format.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace astern::ui {

UnrecordedPane::UnrecordedPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("unrecordedPane"));
    build();
    hide();
    connect(&session, &Session::unrecordedChanged, this, &UnrecordedPane::refresh);
}

bool UnrecordedPane::isOffered(const PlanRun &run)
{
    return run.mayGoUnrecorded && (run.state == PlanRun::State::Refused || run.state == PlanRun::State::Failed);
}

void UnrecordedPane::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12));
    column->setSpacing(theme.px(8));
    m_title = new RunsLabel(this);
    m_words = new RunsLabel(this);
    m_words->setObjectName(QStringLiteral("unrecordedWords"));
    m_lost = new RunsLabel(this);
    m_lost->setObjectName(QStringLiteral("unrecordedLost"));
    column->addWidget(m_title);
    column->addWidget(m_words);
    column->addWidget(m_lost);
    m_row = new QWidget(this);
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, theme.px(2), 0, 0);
    row->setSpacing(theme.px(8));
    m_name = new QLineEdit(m_row);
    m_name->setObjectName(QStringLiteral("unrecordedName"));
    m_name->setMaxLength(200);
    m_confirm = new HoldButton(m_session.clock(), m_row);
    m_confirm->setObjectName(QStringLiteral("unrecordedConfirm"));
    m_confirm->setHolding(true); // wherever it is: nobody goes round the log by a slip
    row->addWidget(m_name, 1);
    row->addWidget(m_confirm);
    column->addWidget(m_row);
    m_copy = makeButton(tr("Copy the lines"), nullptr, QStringLiteral("copy"), this);
    m_copy->setObjectName(QStringLiteral("unrecordedCopy"));
    column->addWidget(m_copy, 0, Qt::AlignLeft);
    connect(m_name, &QLineEdit::textChanged, this, &UnrecordedPane::refresh);
    connect(m_name, &QLineEdit::returnPressed, m_confirm, [this] { m_confirm->setFocus(Qt::OtherFocusReason); });
    connect(m_confirm, &HoldButton::committed, this, [this] { Q_EMIT confirmed(m_name->text()); });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_session.unrecorded()); });
}

void UnrecordedPane::setRun(const PlanRun &run)
{
    if (m_run.plan.id != run.plan.id)
        m_name->clear();
    m_run = run;
    refresh();
}

void UnrecordedPane::refresh()
{
    const bool offered = isOffered(m_run);
    const bool kept = !offered && m_run.isUnrecorded && !m_session.unrecorded().isEmpty();
    m_lost->setVisible(offered);
    m_row->setVisible(offered);
    m_copy->setVisible(kept);
    if (offered)
        refreshOffer();
    else if (kept)
        refreshKept();
    setVisible(offered || kept);
}

void UnrecordedPane::refreshOffer()
{
    const Actor self = m_session.self();
    const QString &service = m_run.plan.service;
    m_title->setRuns({{tr("If it cannot wait: go back without a record"), Tone::CriticalText, TextStyle::Strong}});
    m_words->setRuns({{tr("This device's log cannot be written. Nobody could prove later what was done here."),
                       Tone::InkPrimary, TextStyle::Body}});
    m_lost->setRuns({{tr("Not recorded will be: "), Tone::InkPrimary, TextStyle::SmallStrong},
                     {tr("that %1 went back to %2, when and why; each of the %3 steps before it is sent; and what came "
                         "of it. All of it stays in the memory of this program, and is recorded behind a gap as soon "
                         "as the log can be written again. If the program ends before that, it is lost.")
                          .arg(self.name.isEmpty() ? self.ref : self.name, m_run.plan.toVersion)
                          .arg(m_run.plan.steps.size()),
                      Tone::InkPrimary, TextStyle::Small}});
    m_name->setPlaceholderText(tr("type %1").arg(service));
    m_name->setAccessibleName(tr("The service's name, %1, to go back without a record").arg(service));
    const bool typed = m_name->text() == service;
    const QString why = typed ? QString() : tr("Type the name %1 first.").arg(service);
    m_confirm->setWords(tr("go back unrecorded"));
    m_confirm->setEnabled(typed);
    m_confirm->setToolTip(why);
    m_name->setToolTip(why);
}

void UnrecordedPane::refreshKept()
{
    const qsizetype lines = m_session.unrecorded().count(QLatin1Char('\n'));
    m_title->setRuns({{tr("This is in no log"), Tone::CriticalText, TextStyle::Strong}});
    m_words->setRuns({{tr("%1 in the memory of this program say what was done. Keep them in a file; `asternctl journal "
                          "gap FILE` records them when the log can be written again. If that happens while this "
                          "program runs, it records them by itself.")
                           .arg(format::plural(lines, tr("1 line"), tr("%1 lines"))),
                       Tone::InkPrimary, TextStyle::Small}});
}

void UnrecordedPane::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    drawPanel(painter, rect(), theme.size(QLatin1String("radiusControl")), theme.colour(Tone::CriticalBg),
              theme.colour(Tone::CriticalFill));
}

} // namespace astern::ui
