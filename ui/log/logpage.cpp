// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/logpage.h"

#include "models/base/format.h"
#include "ui/log/entrylist.h"
#include "ui/log/entrypane.h"
#include "ui/log/erasepane.h"
#include "ui/log/exportpane.h"
#include "ui/log/journalheader.h"
#include "ui/log/logstrip.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QEvent>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr int kTypingMs = 180;
constexpr int kLookMs = 5'000;
constexpr int kSaidMs = 6'000;

} // namespace

LogPage::LogPage(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_inbox(this), m_model(session)
{
    setObjectName(QStringLiteral("logPage"));
    m_entries = new EntryList(session, m_model, this);
    m_side = new QStackedWidget(this);
    m_pane = new EntryPane(session, tr("Show in timeline"), m_side);
    m_pane->offerErasure();
    m_side->addWidget(m_pane);
    m_alarm = new LogAlarmBar(this);
    m_strip = new LogStrip(this);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(QStringLiteral("logSplitter"));
    m_split->addWidget(m_entries);
    m_split->addWidget(m_side);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->setCollapsible(0, false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    makeHeader();
    column->addWidget(m_header);
    column->addWidget(m_alarm);
    column->addWidget(m_strip);
    column->addWidget(m_split, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kTypingMs);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        m_model.setFilter(m_filter->text());
        refresh();
    });
    m_forget.setSingleShot(true);
    m_forget.setInterval(kSaidMs);
    connect(&m_forget, &QTimer::timeout, this, [this] { m_said->setRuns({}); });
    connect(&m_look, &QTimer::timeout, this, &LogPage::lookAround);
    m_look.start(kLookMs);
    connect(m_entries, &EntryList::entryChosen, this, &LogPage::chosen);
    connect(m_entries, &EntryList::openRequested, this, [this] {
        if (QWidget *facts = m_pane->findChild<QWidget *>(QStringLiteral("entryFacts")))
            facts->setFocus(Qt::TabFocusReason);
    });
    connect(m_pane, &EntryPane::entryRequested, this, &LogPage::showEntry);
    connect(m_pane, &EntryPane::elsewhereRequested, this, &LogPage::timelineRequested);
    connect(m_pane, &EntryPane::said, this, &LogPage::say);
    connect(m_pane, &EntryPane::eraseRequested, this, &LogPage::openErasure);
    connect(m_strip, &LogStrip::entryRequested, this, &LogPage::showEntry);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, &LogPage::refresh);
    connect(&m_model, &LogModel::loaded, this, &LogPage::refresh);
    connect(&session, &Session::journalChanged, this, [this] {
        if (m_model.error() && m_session.journalState().state == JournalState::State::Open)
            m_model.reload(); // it is back
        refresh();
    });
    fit();
    lookAround();
    refresh();
}

void LogPage::makeHeader()
{
    m_header = new JournalHeader(tr("Log"), QStringLiteral("search"), this);
    m_count = &m_header->words();
    m_count->setObjectName(QStringLiteral("logCount"));
    m_said = new RunsLabel(m_header);
    m_said->setObjectName(QStringLiteral("logSaid"));
    m_said->setOneLine(true);
    m_said->setRightAligned(true);
    m_filter = &m_header->search();
    m_filter->setObjectName(QStringLiteral("logFilter"));
    m_filter->setAccessibleName(tr("Search the log"));
    m_filter->setPlaceholderText(QStringLiteral("since:14:00 kind:rollback service:checkout"));
    m_filter->setToolTip(
        tr("What entries say, and service:, env:, cell:, kind:, who:, since:, until:. A minus before a "
           "word leaves out what matches."));
    connect(m_filter, &QLineEdit::textChanged, &m_soon, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        m_soon.stop();
        m_model.setFilter(m_filter->text());
        focusEntries();
    });
    m_exportButton = makeButton(tr("Export…"), nullptr, QStringLiteral("package"), m_header);
    m_exportButton->setObjectName(QStringLiteral("logExport"));
    m_exportButton->setToolTip(tr("Evidence for others: entries with all that a stranger needs to check them"));
    connect(m_exportButton, &QPushButton::clicked, this, &LogPage::openExport);
    m_verify = makeButton(tr("Verify now"), nullptr, QStringLiteral("shield-check"), m_header);
    m_verify->setObjectName(QStringLiteral("logVerify"));
    connect(m_verify, &QPushButton::clicked, this, &LogPage::verifyNow);
    m_header->addBeside(m_said, 1);
    m_header->addBeside(m_exportButton);
    m_header->addBeside(m_verify);
}

void LogPage::fit()
{
    const Theme &theme = Theme::of(this);
    m_split->setSizes({std::max(theme.px(560), width() - theme.px(390)), theme.px(390)});
}

void LogPage::setFilter(const QString &text)
{
    m_filter->setText(text);
    m_soon.stop();
    m_model.setFilter(text);
    refresh();
}

void LogPage::showEntry(quint64 index)
{
    if (m_model.rowOf(index) < 0 && m_model.isFiltered())
        setFilter({});
    m_wanted = index;
    refresh();
}

void LogPage::focusEntries() { m_entries->setFocus(Qt::ShortcutFocusReason); }
void LogPage::focusFilter() { m_filter->setFocus(Qt::ShortcutFocusReason); }

void LogPage::chosen(quint64 index)
{
    const EntryRow *row = m_model.rowAt(m_entries->currentRow());
    if (row && row->entry.index == index)
        m_pane->showEntry(row->entry);
}

void LogPage::setEvidence(EvidenceDoor *door)
{
    m_door = door;
    if (m_export)
        m_export->setDoor(door);
}

void LogPage::openExport()
{
    if (!m_export) {
        m_export = new ExportPane(m_session, m_side);
        m_export->setDoor(m_door);
    }
    showForm(m_export);
    m_export->open(m_pane->entry(), m_model);
}

void LogPage::openErasure()
{
    if (!m_erase)
        m_erase = new ErasePane(m_session, m_side);
    showForm(m_erase);
    m_erase->open(m_pane->entry());
}

void LogPage::showForm(LogForm *form)
{
    if (m_side->indexOf(form) < 0) {
        m_side->addWidget(form);
        connect(form, &LogForm::closed, this, &LogPage::closeForm);
        connect(form, &LogForm::entryRequested, this, [this](quint64 index) {
            closeForm();
            showEntry(index);
        });
    }
    m_side->setCurrentWidget(form);
}

void LogPage::closeForm()
{
    m_side->setCurrentWidget(m_pane);
    focusEntries();
}

void LogPage::verifyNow()
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    m_checkAsked = m_session.nowMs();
    journal->verifyNow(m_inbox.wrap([this](const Result<Ok> &begun) {
        if (!begun) {
            m_checkAsked.reset();
            say(tr("The log was not checked: %1").arg(begun.error().toString()));
        }
        refresh();
    }));
    refresh();
}

void LogPage::lookAround()
{
    Journal *journal = m_session.journal();
    if (!journal || !isVisible())
        return;
    journal->unresolved(m_inbox.wrap([this](const Result<QList<UnresolvedIntent>> &intents) {
        m_sight.unresolved = intents ? std::optional(*intents) : std::nullopt;
        m_sight.away = !intents;
        refresh();
    }));
    if (Outbox *outbox = journal->outbox()) {
        outbox->cursors(m_inbox.wrap([this](const Result<QList<SinkCursor>> &sinks) {
            m_sight.sinks = sinks ? std::optional(*sinks) : std::nullopt;
            m_pane->setSinks(m_sight.sinks.value_or(QList<SinkCursor>()));
            refresh();
        }));
    } else {
        m_sight.sinks.reset();
    }
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    lookAround();
}

void LogPage::say(const QString &words)
{
    m_said->setRuns({{words, Tone::InkSecondary, TextStyle::Small}});
    m_said->setAccessibleDescription(words);
    m_forget.start();
}

void LogPage::refresh()
{
    const JournalState state = m_session.journalState();
    if (m_checkAsked && state.checkingOf == 0 && state.checkedMs >= *m_checkAsked) {
        m_checkAsked.reset();
        say(state.finding.isEmpty()
                ? tr("The whole log was checked: %1, nothing is wrong")
                      .arg(format::plural(qint64(state.verifiedTo), tr("1 entry"), tr("%1 entries")))
                : tr("The check found: %1").arg(state.finding));
    }
    m_sight.state = state;
    m_sight.nowMs = m_session.nowMs();
    m_alarm->setAlarm(logAlarm(m_sight));
    m_strip->setFacts(logFacts(m_sight));
    const bool checks = state.checkingOf > 0;
    m_verify->setEnabled(m_session.journal() && !checks);
    m_verify->setText(checks ? tr("Verifying %1").arg(format::ratio(double(state.checking) / double(state.checkingOf)))
                             : tr("Verify now"));
    m_verify->setToolTip(checks ? tr("The whole log is checked from its first entry on; you can go on working")
                                : tr("Check every entry, signature and hash of the log from its first entry on"));
    QList<TextRun> runs;
    const qint64 rows = m_model.rowCount();
    if (m_model.error()) {
        runs = {{m_model.error()->toString(), Tone::CriticalText, TextStyle::Body}};
        m_entries->setEmptyText(tr("The log does not answer. What is recorded is safe; it is asked again."));
    } else if (!m_model.filter().problem().isEmpty()) {
        runs = {{m_model.filter().problem(), Tone::WarningText, TextStyle::Body}};
    } else if (m_model.isFiltered()) {
        const QString found = m_model.isWhole() ? format::count(rows) : tr("more than %1").arg(format::count(rows));
        runs = {{tr("%1 of %2 entries").arg(found, format::count(qint64(state.size))), Tone::InkSecondary,
                 TextStyle::Body}};
        m_entries->setEmptyText(m_model.isReading() ? tr("Searching…")
                                                    : tr("No entry says so. Esc empties the search."));
    } else {
        runs = {{format::plural(rows, tr("1 entry"), tr("%1 entries")), Tone::InkSecondary, TextStyle::Body}};
        m_entries->setEmptyText(
            m_session.journal()
                ? tr("Nothing was decided or done yet. Every press is recorded before it has an effect.")
                : tr("This session has no log."));
    }
    m_count->setRuns(runs);
    if (m_wanted && m_model.rowOf(*m_wanted) >= 0) {
        m_entries->chooseEntry(*std::exchange(m_wanted, std::nullopt));
    }
}

void LogPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_header)
        fit();
}

void LogPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgSurface));
}

} // namespace astern::ui
