// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boardpage.h"

#include "models/base/format.h"
#include "ui/board/boardview.h"
#include "ui/board/degradedbanner.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace astern::ui {

QList<TextRun> countRuns(const BoardModel &model)
{
    const auto gap = QStringLiteral("   ");
    const auto number = [](int n) { return format::count(n) + QLatin1Char(' '); };
    QList<TextRun> runs{
        {number(model.total()) + (model.total() == 1 ? BoardPage::tr("place") : BoardPage::tr("places")),
         Tone::InkSecondary, TextStyle::Body}};
    const auto add = [&](int count, Tone tone, const QString &text) {
        if (count > 0)
            runs.append({gap + number(count) + text, tone, TextStyle::Strong});
    };
    // One word, whether a policy says so or the controller.
    add(model.countOf(BoardState::Failing) + model.countOf(BoardState::FailingToProgress), Tone::CriticalText,
        BoardPage::tr("failing"));
    add(model.countOf(BoardState::OverLimit), Tone::CriticalText, BoardPage::tr("over limit"));
    add(model.countOf(BoardState::RollingBack), Tone::CriticalText, BoardPage::tr("rolling back"));
    add(model.countOf(BoardState::Suspect), Tone::WarningText, BoardPage::tr("suspect"));
    const int waits = model.countOf(BoardState::WaitsForYou);
    add(waits, Tone::AccentText, waits == 1 ? BoardPage::tr("waits for you") : BoardPage::tr("wait for you"));
    add(model.countOf(BoardState::Unknown), Tone::UnknownText, BoardPage::tr("unknown"));
    add(model.countOf(BoardState::External), Tone::WarningText, BoardPage::tr("not its fault"));
    const int calm = model.total() - model.urgent();
    if (calm > 0)
        runs.append({gap + number(calm) + BoardPage::tr("calm"), Tone::InkSecondary, TextStyle::Body});
    return runs;
}

// A text as a menu shows it: without shortcuts that nobody meant.
static QString plain(QString text) { return text.replace(QLatin1Char('&'), QLatin1String("&&")); }

BoardPage::BoardPage(Session &session, BoardModel &model, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(model)
{
    setObjectName(QStringLiteral("boardPage"));
    auto *top = new QWidget(this);
    auto *layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    m_banner = new DegradedBanner(session, top);
    layout->addWidget(m_banner);
    m_stack = new QStackedWidget(top);
    m_view = new BoardView(session, model, m_stack);
    m_stack->addWidget(m_view);
    m_stack->addWidget(makeEmpty());
    layout->addWidget(m_stack, 1);

    m_detail = new RolloutPage(session, this);
    m_detail->setCompact(true);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setObjectName(QStringLiteral("boardSplitter"));
    m_splitter->addWidget(top);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setCollapsible(0, false);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_splitter);

    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &BoardView::placementSelected, this, &BoardPage::showDetail);
    connect(m_view, &BoardView::openRequested, this, &BoardPage::openRequested);
    connect(m_view, &BoardView::windowRequested, this, &BoardPage::windowRequested);
    connect(m_view, &BoardView::emergencyRequested, this,
            [this](const QString &key) { Q_EMIT emergencyRequested(key, 0); });
    connect(m_view, &BoardView::severalRequested, this, &BoardPage::severalRequested);
    connect(m_detail, &RolloutPage::emergencyRequested, this, &BoardPage::emergencyRequested);
    connect(m_detail, &RolloutPage::entryRequested, this, &BoardPage::entryRequested);
    connect(m_detail, &RolloutPage::chartRequested, this, &BoardPage::chartRequested);
    connect(m_detail, &RolloutPage::policyRequested, this, &BoardPage::policyRequested);
    connect(m_detail, &RolloutPage::requestOpened, this, &BoardPage::requestOpened);
    connect(&model, &BoardModel::countsChanged, this, &BoardPage::refreshCounts);
    connect(&model, &BoardModel::waitingMovesChanged, this, &BoardPage::refreshMoves);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &BoardPage::refreshEmpty);
    connect(&model, &QAbstractItemModel::modelReset, this, &BoardPage::refreshEmpty);
    connect(&session, &Session::workspaceChanged, this, &BoardPage::refreshEmpty);
    refreshCounts();
    refreshMoves(model.waitingMoves());
    refreshEmpty();
    fit();
}

QWidget *BoardPage::makeHeader()
{
    m_header = new QWidget(this);
    m_title = new QLabel(tr("Board"), m_header);
    m_counts = new RunsLabel(m_header);
    m_counts->setObjectName(QStringLiteral("boardCounts"));
    m_counts->setOneLine(true);
    m_moves = makeButton({}, "quiet", QStringLiteral("arrow-up-down"), m_header);
    m_moves->setObjectName(QStringLiteral("boardMoves"));
    m_moves->setToolTip(tr("Rows keep their places while you are in the table. Show the new order now."));
    connect(m_moves, &QPushButton::clicked, &m_model, &BoardModel::applyMoves);
    m_filter = new SearchField(QStringLiteral("filter"), m_header);
    m_filter->setObjectName(QStringLiteral("boardFilter"));
    m_filter->setAccessibleName(tr("Filter the board"));
    m_filter->setPlaceholderText(QStringLiteral("service:checkout state:over"));
    m_filter->setToolTip(tr("Words that must match; with service:, state:, env:, cell: or owner: only there. A minus "
                            "before a word leaves out what matches."));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model.setFilter(text);
        refreshEmpty();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &BoardPage::focusTable);
    m_viewButton = makeButton(tr("View"), "quiet", QStringLiteral("sliders-horizontal"), m_header);
    m_viewButton->setObjectName(QStringLiteral("boardView"));
    m_viewButton->setToolTip(tr("Groups, columns and kept filters"));
    m_viewMenu = new QMenu(m_viewButton);
    m_viewMenu->setObjectName(QStringLiteral("boardViewMenu"));
    connect(m_viewMenu, &QMenu::aboutToShow, this, &BoardPage::fillViewMenu);
    connect(m_viewButton, &QPushButton::clicked, this, [this] {
        fillViewMenu();
        m_viewMenu->popup(m_viewButton->mapToGlobal(QPoint(0, m_viewButton->height())));
    });
    auto *row = new QHBoxLayout(m_header);
    row->addWidget(m_title);
    row->addWidget(m_counts, 1);
    row->addWidget(m_moves);
    row->addWidget(m_filter);
    row->addWidget(m_viewButton);
    return m_header;
}

QWidget *BoardPage::makeEmpty()
{
    auto *page = new QWidget(m_stack);
    m_empty = new EmptyState(page);
    m_empty->setObjectName(QStringLiteral("boardEmpty"));
    m_clear = makeButton(tr("Clear the filter"), nullptr, {}, page);
    m_clear->setObjectName(QStringLiteral("boardClearFilter"));
    connect(m_clear, &QPushButton::clicked, m_filter, &QLineEdit::clear);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(m_empty, 0, Qt::AlignHCenter);
    layout->addWidget(m_clear, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void BoardPage::setPrefs(const BoardPrefs &prefs)
{
    m_prefs = prefs;
    m_model.setGrouping(prefs.grouping);
    m_view->setHiddenColumns(prefs.hidden);
}

void BoardPage::changePrefs(const std::function<void(BoardPrefs &)> &change)
{
    BoardPrefs next = m_prefs;
    change(next);
    if (next == m_prefs)
        return;
    setPrefs(next);
    Q_EMIT prefsChanged(next);
}

void BoardPage::fillViewMenu()
{
    m_viewMenu->clear();
    m_viewMenu->addSection(tr("Group by"));
    using Grouping = BoardModel::Grouping;
    const std::pair<Grouping, QString> groupings[] = {{Grouping::None, tr("&Nothing")},
                                                      {Grouping::Service, tr("&Service")},
                                                      {Grouping::Environment, tr("&Environment")},
                                                      {Grouping::Owner, tr("&Owner")},
                                                      {Grouping::Wave, tr("&Wave")}};
    auto *group = new QActionGroup(m_viewMenu);
    for (const auto &[grouping, name] : groupings) {
        QAction *action = m_viewMenu->addAction(name);
        action->setCheckable(true);
        action->setChecked(m_prefs.grouping == grouping);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, wanted = grouping] { changePrefs([wanted](BoardPrefs &prefs) { prefs.grouping = wanted; }); });
    }
    m_viewMenu->addSection(tr("Columns"));
    for (int column = 0; column < BoardModel::ColumnCount; ++column) {
        if (!BoardPrefs::canHide(column))
            continue;
        QAction *action = m_viewMenu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_prefs.hidden.contains(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            changePrefs([=](BoardPrefs &prefs) {
                if (shown)
                    prefs.hidden.remove(column);
                else
                    prefs.hidden.insert(column);
            });
        });
    }
    m_viewMenu->addSection(tr("Kept filters"));
    for (const QString &filter : std::as_const(m_prefs.filters)) {
        QAction *action = m_viewMenu->addAction(plain(filter));
        action->setCheckable(true);
        action->setChecked(filter == m_filter->text().trimmed());
        connect(action, &QAction::triggered, this,
                [this, filter](bool on) { m_filter->setText(on ? filter : QString()); });
    }
    const QString current = m_filter->text().trimmed();
    const bool isKept = m_prefs.filters.contains(current);
    QAction *keep = m_viewMenu->addAction(isKept              ? tr("&Forget “%1”").arg(plain(current))
                                          : current.isEmpty() ? tr("&Keep the filter")
                                                              : tr("&Keep “%1”").arg(plain(current)));
    keep->setObjectName(QStringLiteral("boardKeepFilter"));
    keep->setEnabled(!current.isEmpty());
    connect(keep, &QAction::triggered, this, [this, current, isKept] {
        changePrefs([&](BoardPrefs &prefs) {
            if (isKept)
                prefs.filters.removeAll(current);
            else
                prefs.filters.append(current);
        });
    });
}

void BoardPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void BoardPage::focusTable()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
    if (!m_view->currentIndex().isValid())
        selectWorst();
}

void BoardPage::fit()
{
    const Theme &theme = Theme::of(this);
    m_header->setFixedHeight(theme.size(QLatin1String("pageHeader")));
    const int margin = theme.size(QLatin1String("pageMargin"));
    m_header->layout()->setContentsMargins(margin, 0, theme.px(12), 0);
    m_header->layout()->setSpacing(theme.px(16));
    m_title->setFont(theme.font(TextStyle::Title));
}

void BoardPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_title)
        fit();
}

void BoardPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgSurface));
}

void BoardPage::refreshCounts()
{
    m_counts->setRuns(countRuns(m_model));
    m_counts->setAccessibleName(m_counts->plainText());
    if (!m_chosen && m_view && !m_model.worst().isEmpty())
        selectWorst();
}

void BoardPage::refreshMoves(int moves)
{
    m_moves->setText(tr("%1 changed order").arg(moves));
    m_moves->setVisible(moves > 0);
}

void BoardPage::refreshEmpty()
{
    const bool any = m_model.rowCount() > 0;
    m_stack->setCurrentIndex(any ? 0 : 1);
    m_detail->setVisible(any);
    const bool filtered = !m_model.filter().isEmpty() && m_model.total() > 0;
    m_clear->setVisible(!any && filtered);
    if (filtered)
        m_empty->setTexts(tr("Nothing matches “%1”").arg(m_model.filter()),
                          tr("%1 places are watched; the filter shows none of them.").arg(m_model.total()));
    else
        m_empty->setTexts(tr("No service here yet"),
                          tr("This workspace names no service in what the window looks at. Astern changes nothing "
                             "until you press a button, and every press is recorded first."));
    if (any && !m_view->currentIndex().isValid())
        selectWorst();
}

bool BoardPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress)
        m_chosen = true;
    return QWidget::eventFilter(watched, event);
}

void BoardPage::selectWorst()
{
    const QString worst = m_model.worst();
    if (!m_view->select(worst) && m_model.firstPlace() >= 0)
        m_view->setCurrentIndex(m_model.index(m_model.firstPlace(), BoardModel::ServiceColumn));
}

void BoardPage::showDetail(const QString &placementKey) { m_detail->setPlacement(placementKey); }

} // namespace astern::ui
