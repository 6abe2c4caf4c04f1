// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policiespage.h"

#include "models/approval/approvaldesk.h"
#include "models/base/format.h"
#include "models/policy/policy.h"
#include "ui/policies/backtestpane.h"
#include "ui/policies/knoblist.h"
#include "ui/policies/nowpane.h"
#include "ui/policies/policyeditor.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QDesktopServices>
#include <QDir>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTextBlock>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

// Gates where no request is open, and asking would help.
QList<GateStanding> unasked(const PolicyEdit &edit, qint64 nowMs)
{
    QList<GateStanding> gates = edit.gates;
    gates.removeIf([nowMs](const GateStanding &standing) {
        const Decision &decision = standing.decision;
        const bool asked =
            !decision.request.isEmpty() && decision.state == Decision::State::Waiting && nowMs < decision.expiresMs;
        return decision.isOpen() || !decision.asksPeople || asked;
    });
    return gates;
}

constexpr int kCheckAfterMs = 150; // a pause in typing

QList<FactColumn> listColumns()
{
    using Sign = FactColumn::Sign;
    return {{PoliciesModel::PolicyColumn, TextStyle::Strong, Tone::InkPrimary, 0, false, Sign::Tone,
             PoliciesModel::ToneRole, false, Qt::ElideMiddle, 0, PoliciesModel::DetailRole},
            {PoliciesModel::EditedColumn, TextStyle::CaptionMedium, Tone::AccentText, 64, true, Sign::None, -1, false}};
}

QList<FactColumn> issueColumns()
{
    using Sign = FactColumn::Sign;
    return {{PolicyIssuesModel::PlaceColumn, TextStyle::Small, Tone::InkSecondary, 72, false, Sign::Tone,
             PolicyIssuesModel::ToneRole, false, Qt::ElideRight},
            {PolicyIssuesModel::TextColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1, false,
             Qt::ElideRight, 0, PolicyIssuesModel::DetailRole},
            {PolicyIssuesModel::CodeColumn, TextStyle::Mono, Tone::InkTertiary, 168, true, Sign::None, -1, false,
             Qt::ElideRight, 640}};
}

} // namespace

PoliciesPage::PoliciesPage(Session &session, PolicyDesk *desk, QWidget *parent)
    : QWidget(parent), m_session(session), m_ownDesk(desk ? nullptr : std::make_unique<PolicyDesk>(session)),
      m_buffers((desk ? desk : m_ownDesk.get())->buffers()), m_bench(session.doors().dataFolder), m_policies(session)
{
    setObjectName(QStringLiteral("policiesPage"));
    const Theme &theme = Theme::of(this);
    m_list = new FactsView(listColumns(), this);
    m_list->setObjectName(QStringLiteral("policyList"));
    m_list->setAccessibleName(tr("Policies of the workspace"));
    m_list->setModel(&m_policies);
    auto *listRoom = new QWidget(this);
    auto *listColumn = new QVBoxLayout(listRoom);
    listColumn->setContentsMargins(theme.px(16), 0, theme.px(8), theme.px(8));
    listColumn->addWidget(m_list);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(listRoom);
    split->addWidget(makeRight());
    split->setStretchFactor(0, 0);
    split->setStretchFactor(1, 1);
    split->setSizes({theme.px(300), theme.px(970)});
    m_stack = new QStackedWidget(this);
    auto *emptyRoom = new QWidget(m_stack);
    m_empty = new EmptyState(emptyRoom);
    m_empty->setTexts(tr("No policies yet"),
                      tr("Nothing is judged and nothing acts by itself; all that people can do works. A policy is a "
                         "file in the workspace's folder policies/, and a service names those it lives by."));
    QPushButton *folder = makeButton(tr("Open folder"), nullptr, QStringLiteral("folder-open"), emptyRoom);
    folder->setObjectName(QStringLiteral("policyFolder"));
    connect(folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_session.workspace().folder)); });
    auto *emptyColumn = new QVBoxLayout(emptyRoom);
    emptyColumn->setContentsMargins(theme.px(32), theme.px(48), theme.px(32), 0);
    emptyColumn->addWidget(m_empty);
    emptyColumn->addWidget(folder, 0, Qt::AlignLeft);
    emptyColumn->addStretch(1);
    m_stack->addWidget(emptyRoom);
    m_stack->addWidget(split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_stack, 1);

    m_checkSoon.setSingleShot(true);
    connect(&m_checkSoon, &QTimer::timeout, this, &PoliciesPage::checkNow);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    choose(current.data(PoliciesModel::IdRole).toString());
            });
    connect(&m_buffers, &PolicyBuffers::changed, this, &PoliciesPage::refresh);
    connect(&m_buffers, &PolicyBuffers::typed, this, [this](const QString &name) {
        if (name != m_name)
            return;
        if (!m_inTurn) { // the places of the numbers are others now
            m_turning.clear();
            m_read.knobs.clear();
        }
        m_checkSoon.start(m_inTurn ? 0 : kCheckAfterMs);
    });
    // The workspace was read again: perhaps this file is another one now.
    for (const auto news : {&Session::workspaceChanged, &Session::workspaceNewsChanged, &Session::workspaceRead})
        connect(&session, news, this, &PoliciesPage::reread);
    auto *save =
        new QShortcut(QKeySequence(QKeySequence::Save), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(save, &QShortcut::activated, m_save, &QPushButton::click);
    reread();
}

// The widgets read the models and the documents to their last moment, and ~QWidget deletes them only when the members
// are gone already.
PoliciesPage::~PoliciesPage() { qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly)); }

QWidget *PoliciesPage::makeHead()
{
    const Theme &theme = Theme::of(this);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10));
    row->setSpacing(theme.px(16));
    auto *title = new RunsLabel(head);
    title->setOneLine(true);
    title->setRuns({{tr("Policies"), Tone::InkPrimary, TextStyle::Title}});
    m_count = new RunsLabel(head);
    m_count->setOneLine(true);
    row->addWidget(title);
    row->addWidget(m_count, 1);
    return head;
}

QWidget *PoliciesPage::makeRight()
{
    const Theme &theme = Theme::of(this);
    auto *right = new QWidget(this);
    m_title = new RunsLabel(right);
    m_title->setObjectName(QStringLiteral("policyTitle"));
    m_title->setOneLine(true);
    m_discard = makeButton(tr("Discard changes"), nullptr, QStringLiteral("undo-2"), right);
    m_discard->setObjectName(QStringLiteral("discardPolicy"));
    m_save = makeButton(tr("Save"), "primary", {}, right);
    m_save->setObjectName(QStringLiteral("savePolicy"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(12), theme.px(6), theme.px(16), theme.px(6));
    head->setSpacing(theme.px(8));
    head->addWidget(m_title, 1);
    head->addWidget(m_discard);
    head->addWidget(m_save);

    m_notice = new QWidget(right);
    m_noticeWords = new RunsLabel(m_notice);
    m_noticeWords->setObjectName(QStringLiteral("policyNotice"));
    m_takeTheirs = makeButton(tr("Load the file"), nullptr, {}, m_notice);
    m_takeTheirs->setObjectName(QStringLiteral("takeTheirs"));
    m_keepMine = makeButton(tr("Keep my text"), nullptr, {}, m_notice);
    m_keepMine->setObjectName(QStringLiteral("keepMine"));
    m_propose = makeButton(tr("Ask for approval"), "primary", {}, m_notice);
    m_propose->setObjectName(QStringLiteral("proposePolicy"));
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(theme.px(12), 0, theme.px(16), theme.px(6));
    notice->setSpacing(theme.px(8));
    notice->addWidget(m_noticeWords, 1);
    notice->addWidget(m_takeTheirs);
    notice->addWidget(m_keepMine);
    notice->addWidget(m_propose);

    m_editor = new PolicyEditor(right);
    m_tabs = new QTabBar(right);
    m_tabs->setObjectName(QStringLiteral("policyTabs"));
    m_tabs->setAccessibleName(tr("About the text"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &text : {tr("Problems"), tr("Against now"), tr("Backtest")}) // as Section
        m_tabs->addTab(text);
    m_issueList = new FactsView(issueColumns(), right);
    m_issueList->setObjectName(QStringLiteral("policyProblems"));
    m_issueList->setAccessibleName(tr("Problems of the text"));
    m_issueList->setModel(&m_issues);
    auto *problems = new QWidget(right);
    auto *problemsColumn = new QVBoxLayout(problems);
    problemsColumn->setContentsMargins(theme.px(12), theme.px(8), theme.px(16), theme.px(8));
    problemsColumn->addWidget(m_issueList);
    m_now = new NowPane(m_session, m_bench, right);
    m_backtest = new BacktestPane(m_session, m_bench, right);
    m_panes = new QStackedWidget(right);
    for (QWidget *pane : {problems, static_cast<QWidget *>(m_now), static_cast<QWidget *>(m_backtest)})
        m_panes->addWidget(pane);
    auto *below = new QWidget(right);
    auto *belowColumn = new QVBoxLayout(below);
    belowColumn->setContentsMargins(0, 0, 0, 0);
    belowColumn->setSpacing(0);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(theme.px(4), 0, theme.px(16), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    belowColumn->addLayout(tabs);
    belowColumn->addWidget(m_panes, 1);
    auto *split = new QSplitter(Qt::Vertical, right);
    split->setChildrenCollapsible(false);
    split->addWidget(m_editor);
    split->addWidget(below);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({theme.px(380), theme.px(360)});
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(split, 1);
    const QList<QWidget *> order{m_list, m_discard, m_save, m_editor, m_tabs};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order.at(i - 1), order.at(i));

    connect(m_tabs, &QTabBar::currentChanged, m_panes, &QStackedWidget::setCurrentIndex);
    const auto jump = [this](const QModelIndex &index) {
        if (index.isValid())
            m_editor->goTo(m_issues.rowAt(index.row()).issue.at);
    };
    connect(m_issueList, &QAbstractItemView::clicked, this, jump);
    connect(m_issueList, &QAbstractItemView::activated, this, jump);
    connect(m_save, &QPushButton::clicked, this, [this] { m_buffers.save(m_name); });
    connect(m_discard, &QPushButton::clicked, this, [this] { m_buffers.discard(m_name); });
    connect(m_propose, &QPushButton::clicked, this, &PoliciesPage::propose);
    connect(&m_session, &Session::policyEditsChanged, this, [this] { refresh(m_name); });
    connect(m_takeTheirs, &QPushButton::clicked, this, [this] { m_buffers.takeTheirs(m_name); });
    connect(m_keepMine, &QPushButton::clicked, this, [this] { m_buffers.keepMine(m_name); });
    connect(m_backtest, &BacktestPane::turned, this, &PoliciesPage::turn);
    return right;
}

QString PoliciesPage::whyReadOnly() const
{
    if (!m_session.doors().readOnly.isEmpty())
        return m_session.doors().readOnly;
    if (m_session.workspace().readOnly)
        return tr("The workspace is read-only (astern.yaml: read_only).");
    const PolicyBuffers::Buffer *buffer = m_buffers.find(m_name);
    if (!buffer || !buffer->loaded)
        return {};
    if (buffer->foreign)
        return tr("The file is not UTF-8: saving it here would change what it says.");
    return buffer->writable ? QString() : tr("This user may not write the file.");
}

const PolicyFile *PoliciesPage::fileOf(const QString &name) const
{
    const QList<PolicyFile> &files = m_session.workspace().policies;
    const auto found =
        std::find_if(files.cbegin(), files.cend(), [&name](const PolicyFile &file) { return file.name == name; });
    return found == files.cend() ? nullptr : &*found;
}

void PoliciesPage::showSection(Section section) { m_tabs->setCurrentIndex(section); }

void PoliciesPage::focusList() { m_list->setFocus(Qt::OtherFocusReason); }

void PoliciesPage::openPolicy(const QString &nameOrId)
{
    for (int row = 0; row < m_policies.rowCount(); ++row) {
        if (m_policies.rowAt(row).name == nameOrId || m_policies.rowAt(row).policy == nameOrId)
            m_list->setCurrentIndex(m_policies.index(row, 0));
    }
}

void PoliciesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reread();
}

// The list, and what is shown of it, as the workspace is now.
void PoliciesPage::reread()
{
    const int rows = m_policies.rowCount();
    m_stack->setCurrentIndex(rows > 0 ? 1 : 0);
    const auto refused = std::count_if(m_policies.rows().cbegin(), m_policies.rows().cend(),
                                       [](const PolicyRow &row) { return row.refused; });
    QList<TextRun> runs;
    if (rows > 0)
        runs.append({format::plural(rows, tr("1 policy"), tr("%1 policies")), Tone::InkSecondary, TextStyle::Body});
    if (refused > 0)
        runs.append({QStringLiteral(", ") + format::plural(refused, tr("1 with errors"), tr("%1 with errors")),
                     Tone::CriticalText, TextStyle::Body});
    m_count->setRuns(runs);
    if (rows > 0 && !m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_policies.index(0, 0)); // chooses it
    else if (!m_name.isEmpty())
        m_buffers.open(m_session.workspace().folder, m_name, m_session.doors().readOnly.isEmpty());
}

void PoliciesPage::choose(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    m_turning.clear();
    m_read = {};
    m_issues.setIssues({});
    m_buffers.open(m_session.workspace().folder, name, m_session.doors().readOnly.isEmpty());
    refresh(name);
}

void PoliciesPage::refresh(const QString &name)
{
    const PolicyBuffers::Buffer *buffer = m_buffers.find(name);
    m_policies.setEdited(name, buffer && buffer->edited);
    if (name != m_name || !buffer)
        return;
    if (buffer->document && m_editor->document() != buffer->document) {
        buffer->document->setDefaultFont(m_editor->font());
        m_editor->setDocument(buffer->document);
        m_editor->setIssues({});
    }
    const QString why = whyReadOnly();
    m_editor->setReadOnly(!why.isEmpty() || !buffer->loaded);
    m_editor->setTextInteractionFlags(m_editor->isReadOnly() ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                                                             : Qt::TextInteractionFlags(Qt::TextEditorInteraction));
    m_save->setEnabled(buffer->edited && why.isEmpty() && !buffer->theirs && !buffer->saving);
    m_save->setToolTip(!why.isEmpty()   ? why
                       : buffer->theirs ? tr("The file was changed meanwhile: say first which text counts.")
                       : buffer->saving ? tr("The edit is being recorded.")
                       : buffer->edited ? tr("Records the edit and writes the file; it comes into force if it has no "
                                             "errors.")
                                        : tr("Nothing was changed."));
    m_save->setAccessibleDescription(m_save->toolTip());
    m_discard->setEnabled(buffer->edited);
    const PolicyFile *file = fileOf(name);
    QList<TextRun> title{{name, Tone::InkPrimary, TextStyle::Mono}};
    if (file && file->policy) {
        const bool kept = file->isRefused();
        title.append({QStringLiteral("   ") + (kept ? tr("revision %1 stays in force: the saved file has errors")
                                                    : tr("revision %1 is in force"))
                                                  .arg(file->policy->revision),
                      kept ? Tone::CriticalText : Tone::InkSecondary, TextStyle::Small});
        title.append({QStringLiteral("   ") + file->digest.left(8), Tone::InkTertiary, TextStyle::Mono});
    } else if (file) {
        title.append({QStringLiteral("   ") + tr("not in force: the saved file has errors"), Tone::CriticalText,
                      TextStyle::Small});
    }
    m_title->setRuns(title);
    refreshNotice(*buffer);
    m_checkSoon.start(0);
}

// What a person has to know beside the text, the gravest alone.
void PoliciesPage::refreshNotice(const PolicyBuffers::Buffer &buffer)
{
    const QString why = whyReadOnly();
    const PolicyEdit *edit = editOf(m_name);
    QString words;
    Tone tone = Tone::InkSecondary;
    if (buffer.saving) {
        words = tr("The edit is being recorded; then the file is written.");
    } else if (buffer.trouble) {
        words = buffer.trouble->toString();
        tone = Tone::CriticalText;
    } else if (buffer.theirs) {
        words = tr("Somebody else has changed the file since you began. Your text is still here.");
        tone = Tone::WarningText;
    } else if (!why.isEmpty()) {
        words = tr("Only to be read: %1").arg(why);
    } else if (edit) {
        words = edit->isOpen() ? tr("Approved, and about to come into force.") : edit->waitsFor();
        tone = Tone::WarningText;
    } else if (buffer.restoredMs > 0) {
        words = tr("What you typed at %1 and did not save is back.")
                    .arg(format::clock(buffer.restoredMs, m_session.nowMs()));
    } else if (buffer.savedMs > 0 && !buffer.edited) {
        words = tr("Saved at %1. Rollouts that are on their way keep the revision that they began with.")
                    .arg(format::clock(buffer.savedMs, m_session.nowMs()));
    }
    m_noticeWords->setRuns({{words, tone, TextStyle::Small}});
    m_notice->setVisible(!words.isEmpty());
    m_takeTheirs->setVisible(buffer.theirs.has_value());
    m_keepMine->setVisible(buffer.theirs.has_value());
    m_propose->setVisible(edit && why.isEmpty() && m_session.doors().approvalDesk &&
                          !unasked(*edit, m_session.nowMs()).isEmpty());
}

// The saved text that a gate holds back; nullptr: none is.
const PolicyEdit *PoliciesPage::editOf(const QString &name) const
{
    const QList<PolicyEdit> &edits = m_session.policyEdits();
    const auto found =
        std::find_if(edits.cbegin(), edits.cend(), [&name](const PolicyEdit &edit) { return edit.file() == name; });
    return found == edits.cend() ? nullptr : &*found;
}

void PoliciesPage::propose()
{
    const PolicyEdit *edit = editOf(m_name);
    if (!edit)
        return;
    for (const GateStanding &standing : unasked(*edit, m_session.nowMs())) {
        m_session.doors().approvalDesk->request(
            standing, m_session.self(), {}, m_inbox.wrap([this](const Result<QString> &asked) {
                refresh(m_name);
                if (!asked)
                    m_noticeWords->setRuns({{asked.error().toString(), Tone::CriticalText, TextStyle::Small}});
            }));
    }
}

void PoliciesPage::checkNow()
{
    const PolicyBuffers::Buffer *buffer = m_buffers.find(m_name);
    if (!buffer || !buffer->loaded)
        return;
    m_bench.check(m_name, m_buffers.textOf(m_name), buffer->saved, m_session.workspace(),
                  [this, name = m_name, revision = buffer->document->revision()](const guard::ReadPolicy &read) {
                      if (name == m_name && revision == m_editor->document()->revision())
                          takeCheck(read); // else its own answer comes
                  });
}

void PoliciesPage::takeCheck(const guard::ReadPolicy &read)
{
    m_read = read;
    m_issues.setIssues(read.file.issues);
    m_editor->setIssues(read.file.issues);
    m_issueList->setEmptyText(tr("Nothing is wrong with it."));
    m_tabs->setTabText(ProblemsSection,
                       m_issues.rowCount() == 0 ? tr("Problems") : tr("Problems (%1)").arg(m_issues.rowCount()));
    const PolicyFile *file = fileOf(m_name);
    const policy::Policy *inForce = file && file->policy ? file->policy.get() : nullptr;
    const policy::Policy *edited = read.file.policy.get();
    const QString service = edited ? edited->appliesTo.service : inForce ? inForce->appliesTo.service : QString();
    m_now->setPolicy(read.file.policy, service, inForce ? inForce->id : QString());
    m_backtest->setPolicies(read, service);
}

// Into the text itself, so that what is tried is what would be saved. The places of the other numbers move with it.
void PoliciesPage::turn(const QString &knobId, const QString &value)
{
    const auto knob = std::find_if(m_read.knobs.begin(), m_read.knobs.end(),
                                   [&](const policy::Knob &one) { return one.id() == knobId; });
    if (knob == m_read.knobs.end() || m_editor->document()->isEmpty())
        return;
    const QString inserted = knob->before + value;
    QTextCursor cursor(m_editor->document());
    m_turning == knobId ? cursor.joinPreviousEditBlock() : cursor.beginEditBlock();
    cursor.setPosition(int(knob->position));
    cursor.setPosition(int(knob->position + knob->length), QTextCursor::KeepAnchor);
    m_inTurn = true;
    cursor.insertText(inserted);
    cursor.endEditBlock();
    m_inTurn = false;
    m_turning = knobId;
    const qsizetype grown = inserted.size() - knob->length;
    const qsizetype at = knob->position;
    for (policy::Knob &other : m_read.knobs) {
        if (other.position > at)
            other.position += grown;
    }
    knob->position = at + knob->before.size();
    knob->length = value.size();
    knob->before.clear();
    m_editor->setTextCursor(cursor);
    m_editor->ensureCursorVisible();
}

void PoliciesPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgSurface));
    if (m_stack->currentIndex() == 1)
        drawHLine(painter, 0, width(), m_stack->geometry().top() - 1, theme.colour(Tone::LineDefault));
}

} // namespace astern::ui
