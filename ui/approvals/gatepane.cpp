// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/gatepane.h"

#include "ui/approvals/gatefoot.h"
#include "ui/log/factsheet.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"
#include "ui/widgets/controls.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

namespace astern::ui {
namespace {

struct Look {
    Tone tone;
    TextStyle style;
    Status status;
};

Look lookOf(GateDetail::Tone tone)
{
    switch (tone) {
    case GateDetail::Tone::Yours:
        return {Tone::AccentText, TextStyle::Strong, Status::YourTurn};
    case GateDetail::Tone::Bad:
        return {Tone::CriticalText, TextStyle::Strong, Status::Failing};
    case GateDetail::Tone::Doubt:
        return {Tone::UnknownText, TextStyle::Strong, Status::Unknown};
    case GateDetail::Tone::Good:
        return {Tone::InkPrimary, TextStyle::Strong, Status::Finished};
    case GateDetail::Tone::Plain:
        break;
    }
    return {Tone::InkPrimary, TextStyle::Body, Status::Running};
}

} // namespace

GatePane::GatePane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("gatePane"));
    build();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
    });
    m_tick.start();
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        if (m_row && isVisible() && keys.contains(m_row->placementKey()))
            refresh();
    });
    fit();
    refresh();
}

void GatePane::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(8));
    head->setSpacing(theme.px(12));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.px(4));
    m_title = new RunsLabel(this);
    m_title->setObjectName(QStringLiteral("gateTitle"));
    m_sentence = new RunsLabel(this);
    m_sentence->setObjectName(QStringLiteral("gateSentence"));
    m_sentence->setIndent(22);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    m_rollout = makeButton(tr("Open rollout"), nullptr, QStringLiteral("arrow-up-right"), this);
    m_rollout->setObjectName(QStringLiteral("gateRollout"));
    m_rollout->setToolTip(tr("The rollout's own screen, with its signals"));
    connect(m_rollout, &QPushButton::clicked, this, [this] {
        if (m_row)
            Q_EMIT rolloutRequested(m_row->placementKey());
    });
    head->addLayout(words, 1);
    head->addWidget(m_rollout, 0, Qt::AlignTop);
    column->addLayout(head);
    m_nothing = new RunsLabel(this);
    m_nothing->setContentsMargins(theme.px(20), 0, theme.px(20), 0);
    column->addWidget(m_nothing);
    m_scroll = makeScroll(this);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, m_scroll->widget());
    const auto sheet = [this](const char *name, const QString &called) {
        auto *made = new FactSheet(m_scroll->widget());
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(called);
        connect(made, &FactSheet::entryRequested, this, &GatePane::entryRequested);
        connect(made, &FactSheet::copyRequested, this,
                [](const QString &text) { QGuiApplication::clipboard()->setText(text); });
        m_columns->addWidget(made, 1, Qt::AlignTop);
        return made;
    };
    m_plan = sheet("gatePlan", tr("What would be done"));
    m_people = sheet("gatePeople", tr("Who, and which conditions hold"));
    column->addWidget(m_scroll, 1);
    m_foot = new GateFoot(m_session, this);
    connect(m_foot, &GateFoot::decided, this, &GatePane::decided);
    column->addWidget(m_foot);
}

void GatePane::setEmptyText(const QString &text)
{
    m_empty = text;
    refresh();
}

void GatePane::showRow(const GateRow &row)
{
    const bool same = m_row && m_row->request == row.request && m_row->placementKey() == row.placementKey();
    m_row = row;
    if (!same)
        m_scroll->ensureVisible(0, 0);
    refresh();
}

void GatePane::clear()
{
    m_row.reset();
    refresh();
}

void GatePane::begin(ApprovalRecord::Verdict verdict) { m_foot->begin(verdict); }

void GatePane::focusFacts() { m_plan->setFocus(Qt::TabFocusReason); }

void GatePane::refresh()
{
    const bool shown = m_row.has_value();
    for (QWidget *widget : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_sentence),
                            static_cast<QWidget *>(m_scroll), static_cast<QWidget *>(m_rollout)})
        widget->setVisible(shown);
    m_nothing->setRuns({{m_empty, Tone::InkTertiary, TextStyle::Body}});
    m_nothing->setVisible(!shown && !m_empty.isEmpty());
    if (!shown) {
        m_sight = {};
        m_detail = {};
        m_plan->setSections({});
        m_people->setSections({});
        m_foot->setSight(m_sight, m_detail);
        return;
    }
    // As it is at this moment, not as the list last found it.
    const GateRow now = m_row->kind == GateRow::Kind::Pause ? *m_row : gateRow(m_session, m_row->record);
    m_sight = sightOf(m_session, now);
    m_detail = detailOf(m_session, m_sight);
    QList<TextRun> title{{m_detail.title, Tone::InkPrimary, TextStyle::PaneTitle}};
    const auto addToTitle = [&title](const QString &text, Tone tone, TextStyle style) {
        if (!text.isEmpty()) // a policy has no place
            title.append({QStringLiteral("   ") + text, tone, style});
    };
    addToTitle(m_detail.place, Tone::InkSecondary, TextStyle::Body);
    addToTitle(m_detail.versions, Tone::InkPrimary, TextStyle::Strong);
    addToTitle(m_detail.act, Tone::InkSecondary, TextStyle::Body);
    m_title->setRuns(title);
    const Look look = lookOf(m_detail.tone);
    QList<TextRun> runs{{m_detail.sentence, look.tone, look.style}};
    if (!m_detail.more.isEmpty())
        runs.append({QStringLiteral("   ") + m_detail.more, Tone::InkSecondary, TextStyle::Body});
    m_sentence->setRuns(runs);
    m_plan->setSections(m_detail.plan);
    m_people->setSections(m_detail.people);
    m_foot->setSight(m_sight, m_detail);
    m_rollout->setEnabled(m_session.placement(now.placementKey()));
    setAccessibleName(tr("%1 %2: %3").arg(m_detail.title, m_detail.place, m_detail.sentence));
    update();
}

// Two columns where there is room for both.
void GatePane::fit()
{
    const Theme &theme = Theme::of(this);
    const bool wide = width() >= theme.px(760);
    m_columns->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_columns->setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(8));
    m_columns->setSpacing(wide ? theme.px(28) : 0);
    setMinimumWidth(theme.px(360));
}

void GatePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void GatePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_columns)
        fit();
}

void GatePane::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgSurface));
    if (!m_row)
        return;
    const qreal side = theme.px(14);
    const QRect at = m_sentence->geometry();
    const bool waits = m_detail.tone == GateDetail::Tone::Plain && m_row->kind == GateRow::Kind::Pause;
    drawStatus(painter, theme, QRectF(at.left(), at.top() + (theme.line(TextStyle::Body) - side) / 2.0, side, side),
               m_sight.row.over ? Status::Finished
               : waits          ? Status::Held
                                : lookOf(m_detail.tone).status);
}

} // namespace astern::ui
