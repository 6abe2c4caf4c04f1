// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timelinepage.h"

#include "models/base/format.h"
#include "ui/log/entrypane.h"
#include "ui/log/journalheader.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/timeline/timeaxis.h"
#include "ui/widgets/controls.h"

#include <QEvent>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;

} // namespace

TimelinePage::TimelinePage(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_inbox(this), m_model(session)
{
    setObjectName(QStringLiteral("timelinePage"));
    m_view = new TimelineView(session, m_model, this);
    m_pane = new EntryPane(session, tr("Show in log"), this);
    m_pane->setEmptyText(tr("Choose anything on the axis to see its entry: who, what, why, what came of it, and what "
                            "proves it."));
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(QStringLiteral("timelineSplitter"));
    m_split->addWidget(m_view);
    m_split->addWidget(m_pane);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->setCollapsible(0, false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    makeHeader();
    column->addWidget(m_header);
    column->addWidget(m_split, 1);
    connect(m_view, &TimelineView::spanChanged, this, &TimelinePage::refresh);
    connect(&m_model, &TimelineModel::changed, this, &TimelinePage::refresh);
    connect(m_view, &TimelineView::entryChosen, m_pane, &EntryPane::showIndex);
    connect(m_view, &TimelineView::choiceCleared, m_pane, &EntryPane::clear);
    connect(m_view, &TimelineView::detailRequested, this, [this] {
        if (QWidget *first = m_pane->findChild<QWidget *>(QStringLiteral("entryFacts")))
            first->setFocus(Qt::TabFocusReason);
    });
    connect(m_pane, &EntryPane::entryRequested, this, &TimelinePage::showEntry);
    connect(m_pane, &EntryPane::elsewhereRequested, this, &TimelinePage::logRequested);
    // A journal that was away is read anew when it is back.
    connect(&session, &Session::journalChanged, this, [this] {
        if (m_model.error() && m_session.journalState().state == JournalState::State::Open)
            m_model.reload();
    });
    connect(&session, &Session::workspaceChanged, this, [this] {
        const QString text = m_filter->text(); // names are completed from it
        m_model.setFilter({});
        m_model.setFilter(text);
    });
    fit();
    refresh();
}

void TimelinePage::makeHeader()
{
    m_header = new JournalHeader(tr("Timeline"), QStringLiteral("filter"), this);
    m_words = &m_header->words();
    m_words->setObjectName(QStringLiteral("timelineWords"));
    m_filter = &m_header->search();
    m_filter->setObjectName(QStringLiteral("timelineFilter"));
    m_filter->setAccessibleName(tr("Filter the timeline"));
    m_filter->setPlaceholderText(QStringLiteral("service:checkout env:prod"));
    m_filter->setToolTip(tr("The words of the board and the log: service:, env:, cell:, kind:, who:, or what an entry "
                            "says. A minus before a word leaves out what matches."));
    connect(m_filter, &QLineEdit::textChanged, &m_model, &TimelineModel::setFilter);
    connect(m_filter, &QLineEdit::returnPressed, this, &TimelinePage::focusAxis);
    const QList<std::tuple<qint64, QString, const char *>> lengths{{kHour, tr("1 h"), "timelineHour"},
                                                                   {kDay, tr("1 d"), "timelineDay"},
                                                                   {7 * kDay, tr("7 d"), "timelineWeek"},
                                                                   {30 * kDay, tr("30 d"), "timelineMonth"},
                                                                   {366 * kDay, tr("1 y"), "timelineYear"}};
    for (const auto &[length, text, name] : lengths) {
        QPushButton *button = makeButton(text, "quiet", {}, m_header);
        button->setObjectName(QLatin1String(name));
        button->setCheckable(true);
        button->setToolTip(tr("Show as much at once, ending where it ends now"));
        connect(button, &QPushButton::clicked, this, [this, l = length] {
            m_view->setLength(l);
            refresh();
        });
        m_lengths.append({length, button});
        m_header->addBeside(button);
    }
    m_live = makeButton({}, nullptr, QStringLiteral("radio"), m_header);
    m_live->setObjectName(QStringLiteral("timelineLive"));
    connect(m_live, &QPushButton::clicked, this, [this] {
        m_view->follow();
        focusAxis();
    });
    m_header->addBeside(m_live);
}

void TimelinePage::fit()
{
    const Theme &theme = Theme::of(this);
    m_split->setSizes({std::max(theme.px(600), width() - theme.px(310)), theme.px(310)});
}

void TimelinePage::focusAxis() { m_view->setFocus(Qt::ShortcutFocusReason); }
void TimelinePage::focusFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

void TimelinePage::refresh()
{
    const TimeSpan span = m_view->span();
    QList<TextRun> runs{{spanWords(span, QTimeZone::systemTimeZone()), Tone::InkPrimary, TextStyle::Medium}};
    if (const std::optional<Error> error = m_model.error())
        runs.append({QStringLiteral("   ") + error->toString(), Tone::CriticalText, TextStyle::Body});
    else if (!m_model.filter().problem().isEmpty())
        runs.append({QStringLiteral("   ") + m_model.filter().problem(), Tone::WarningText, TextStyle::Body});
    else if (m_model.isCut())
        runs.append(
            {QStringLiteral("   ") + tr("only the newest are shown: look closer"), Tone::WarningText, TextStyle::Body});
    else if (m_model.filter().query().text.isEmpty() && m_model.filter().isExact())
        runs.append({QStringLiteral("   ") + format::plural(m_model.entriesInSpan(), tr("1 entry"), tr("%1 entries")),
                     Tone::InkSecondary, TextStyle::Body});
    m_words->setRuns(runs);
    for (const auto &[length, button] : std::as_const(m_lengths))
        button->setChecked(std::abs(span.lengthMs() - length) < length / 50);
    const bool live = m_view->followsNow();
    m_live->setText(live ? tr("Live") : tr("Back to now"));
    m_live->setToolTip(live ? tr("The right end is now, and goes on") : tr("You look at the past; End comes back"));
    setKind(m_live, live ? nullptr : "primary");
    tryWanted();
}

void TimelinePage::showEntry(quint64 index)
{
    m_pane->showIndex(index);
    if (m_view->chooseEntry(index))
        return;
    m_wanted = index;
    m_wantedSaga.clear();
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    // Where it lies is in the entry itself.
    JournalQuery query;
    query.before = index + 1;
    query.limit = 1;
    journal->entries(query, m_inbox.wrap([this, index](const Result<QList<JournalEntry>> &page) {
        if (m_wanted != index || !page || page->isEmpty() || page->constFirst().index != index)
            return;
        m_wantedSaga = page->constFirst().saga;
        m_filter->clear(); // it may be of another place
        const qint64 atMs = page->constFirst().wallMs;
        const qint64 nowMs = m_session.nowMs();
        if (nowMs - atMs < kHour / 2)
            m_view->setLength(kHour), m_view->follow();
        else
            m_view->lookAt({atMs - kHour / 2, atMs + kHour / 2});
        refresh();
    }));
}

void TimelinePage::tryWanted()
{
    if (!m_wanted)
        return;
    const int own = m_model.rowOfEntry(*m_wanted);
    const int row = own >= 0 ? own : m_model.rowOfSaga(m_wantedSaga);
    if (row < 0)
        return;
    m_wanted.reset();
    (void)m_view->chooseEntry(m_model.rowAt(row).index);
}

void TimelinePage::showPlace(const QString &service, const QString &environment, const QString &cell)
{
    QStringList words{QStringLiteral("service:") + service};
    if (!environment.isEmpty())
        words.append(QStringLiteral("env:") + environment);
    if (!cell.isEmpty())
        words.append(QStringLiteral("cell:") + cell);
    m_filter->setText(words.join(QLatin1Char(' ')));
}

void TimelinePage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_header)
        fit();
}

void TimelinePage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgSurface));
}

} // namespace astern::ui
