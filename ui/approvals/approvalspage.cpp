// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/approvalspage.h"

#include "models/base/format.h"
#include "ui/approvals/gatefoot.h"
#include "ui/approvals/gatepane.h"
#include "ui/approvals/inboxlist.h"
#include "ui/emergency/banner.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace astern::ui {

namespace {

constexpr int kSaidMs = 6'000;

} // namespace

using Group = InboxRow::Group;
using Verdict = ApprovalRecord::Verdict;

ApprovalsPage::ApprovalsPage(Session &session, InboxModel &model, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(model)
{
    setObjectName(QStringLiteral("approvalsPage"));
    build();
    connect(m_list, &InboxList::chosen, this, &ApprovalsPage::choose);
    connect(m_list, &InboxList::approveRequested, this, [this] { m_pane->begin(Verdict::Approve); });
    connect(m_list, &InboxList::rejectRequested, this, [this] { m_pane->begin(Verdict::Reject); });
    connect(m_list, &InboxList::openRequested, m_pane, &GatePane::focusFacts);
    connect(m_pane, &GatePane::entryRequested, this, &ApprovalsPage::entryRequested);
    connect(m_pane, &GatePane::rolloutRequested, this, &ApprovalsPage::rolloutRequested);
    connect(m_pane, &GatePane::decided, this, [this](const QString &said) {
        say(said);
        if (m_pane->foot().isAncestorOf(focusWidget())) // its buttons may be gone in a moment
            focusList();
        m_model.refreshNow();
    });
    m_forget.setSingleShot(true);
    m_forget.setInterval(kSaidMs);
    connect(&m_forget, &QTimer::timeout, this, [this] { say({}); });
    connect(m_past, &QPushButton::toggled, &model, &InboxModel::setPast);
    connect(&model, &InboxModel::refreshed, this, &ApprovalsPage::refresh);
    connect(&session, &Session::journalChanged, this, &ApprovalsPage::refreshTrouble);
    refresh();
}

void ApprovalsPage::build()
{
    const Theme &theme = Theme::of(this);
    m_trouble = new Banner(this);
    m_trouble->setObjectName(QStringLiteral("approvalsTrouble"));
    m_list = new InboxList(m_session, m_model, this);
    m_list->setMinimumWidth(theme.px(240));
    m_pane = new GatePane(m_session, this);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_list);
    split->addWidget(m_pane);
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({theme.px(376), theme.px(896)});
    m_stack = new QStackedWidget(this);
    auto *room = new QWidget(m_stack);
    m_empty = new EmptyState(room);
    auto *roomColumn = new QVBoxLayout(room);
    roomColumn->setContentsMargins(theme.px(32), theme.px(48), theme.px(32), 0);
    roomColumn->addWidget(m_empty);
    roomColumn->addStretch(1);
    m_stack->addWidget(room);
    m_stack->addWidget(split);
    auto *trouble = new QHBoxLayout;
    trouble->setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8));
    trouble->addWidget(m_trouble);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(trouble);
    column->addWidget(m_stack, 1);
}

QWidget *ApprovalsPage::makeHead()
{
    const Theme &theme = Theme::of(this);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8));
    row->setSpacing(theme.px(12));
    auto *title = new RunsLabel(head);
    title->setOneLine(true);
    title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    title->setRuns({{tr("Approvals"), Tone::InkPrimary, TextStyle::Title}});
    m_counts = new RunsLabel(head);
    m_counts->setObjectName(QStringLiteral("approvalsCounts"));
    m_counts->setOneLine(true);
    m_said = new RunsLabel(head);
    m_said->setObjectName(QStringLiteral("approvalsSaid"));
    m_said->setOneLine(true);
    m_said->setRightAligned(true);
    m_past = makeButton(tr("Show past"), nullptr, QStringLiteral("history"), head);
    m_past->setObjectName(QStringLiteral("approvalsPast"));
    m_past->setCheckable(true);
    m_past->setToolTip(tr("Also what was approved and used, rejected, taken back, countersigned or expired"));
    row->addWidget(title);
    row->addWidget(m_counts, 1);
    row->addWidget(m_said, 1);
    row->addWidget(m_past);
    return head;
}

void ApprovalsPage::focusList()
{
    m_listWanted = m_stack->currentIndex() != 1;
    if (!m_listWanted)
        m_list->setFocus(Qt::ShortcutFocusReason);
    else
        m_past->setFocus(Qt::ShortcutFocusReason);
}

void ApprovalsPage::setTeam(const TeamSight *team) { m_pane->foot().setTeam(team); }

void ApprovalsPage::say(const QString &words)
{
    m_said->setRuns({{words, Tone::InkSecondary, TextStyle::Small}});
    m_said->setAccessibleDescription(words);
    if (!words.isEmpty())
        m_forget.start();
}

void ApprovalsPage::openRequest(const QString &id)
{
    m_wanted = id;
    if (m_list->chooseId(id)) {
        m_wanted.clear();
        return;
    }
    m_model.refreshNow();
}

void ApprovalsPage::choose(const QString &id)
{
    const int row = m_model.rowOf(id);
    if (row >= 0)
        m_pane->showRow(m_model.rowAt(row).gate);
    else
        m_pane->clear();
}

void ApprovalsPage::refresh()
{
    if (!m_wanted.isEmpty()) {
        if (m_list->chooseId(m_wanted))
            m_wanted.clear();
        else if (!m_model.showsPast() && m_session.approvalsRead())
            m_past->setChecked(true); // it is over meanwhile; asks the model again
        else
            m_wanted.clear();
    }
    QList<TextRun> runs;
    const auto say = [&runs, this](Group group, const QString &one, const QString &many, Tone tone, TextStyle style) {
        if (const int count = m_model.countOf(group); count > 0)
            runs.append({(runs.isEmpty() ? QString() : QStringLiteral("    ")) + format::plural(count, one, many), tone,
                         style});
    };
    say(Group::Overdue, tr("1 overdue"), tr("%1 overdue"), Tone::CriticalText, TextStyle::Strong);
    say(Group::Yours, tr("1 waits for you"), tr("%1 wait for you"), Tone::AccentText, TextStyle::Strong);
    say(Group::Others, tr("1 waits for others"), tr("%1 wait for others"), Tone::InkSecondary, TextStyle::Body);
    say(Group::Past, tr("1 is past"), tr("%1 are past"), Tone::InkSecondary, TextStyle::Body);
    m_counts->setRuns(runs);
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 1 : 0);
    if (m_listWanted && m_model.rowCount() > 0 && m_past->hasFocus())
        focusList();
    refreshTrouble();
}

QString ApprovalsPage::troubleWords() const { return m_trouble->isHidden() ? QString() : m_trouble->plainText(); }

// What cannot be known is said before everything else: an empty list would look like an empty inbox.
void ApprovalsPage::refreshTrouble()
{
    const JournalState state = m_session.journalState();
    const bool read = m_session.approvalsRead();
    const bool opening = !read && state.state == JournalState::State::Opening;
    m_trouble->setVisible(!read && !opening);
    if (!read && !opening) {
        QList<TextRun> runs{{tr("The log has not been read, so nobody knows what waits. Gates stay shut; pausing and "
                                "rolling back stay possible."),
                             Tone::InkPrimary, TextStyle::Strong}};
        if (!state.words.isEmpty())
            runs.append({QLatin1Char(' ') + state.words, Tone::InkPrimary, TextStyle::Body});
        m_trouble->show(Status::Unknown, runs);
    }
    if (opening)
        m_empty->setTexts(tr("The log is being read"), tr("What waits for people is known in a moment."));
    else if (!read)
        m_empty->setTexts(tr("Not known"), tr("What waits for people is in the log, and the log cannot be read."));
    else
        m_empty->setTexts(tr("Nothing waits for anybody"),
                          tr("Requests for approval, pauses of the backends and reviews of what went past a gate come "
                             "here by themselves."));
}

void ApprovalsPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgSurface));
    drawHLine(painter, 0, width(), m_stack->y() - 1, theme.colour(Tone::LineSubtle));
}

} // namespace astern::ui
