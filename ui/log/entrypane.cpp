// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/entrypane.h"

#include "models/base/format.h"
#include "ui/log/erasepane.h"
#include "ui/log/factsheet.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/readtext.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QTextDocument>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

constexpr int kMostRelated = 60;

} // namespace

EntryPane::EntryPane(Session &session, const QString &elsewhere, QWidget *parent)
    : QWidget(parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("entryPane"));
    m_title = new RunsLabel(this);
    m_title->setObjectName(QStringLiteral("entryTitle"));
    m_when = new RunsLabel(this);
    m_nothing = new RunsLabel(this);
    m_scroll = makeScroll(this);
    QWidget *content = m_scroll->widget();
    m_facts = new FactSheet(content);
    m_facts->setObjectName(QStringLiteral("entryFacts"));
    m_facts->setAccessibleName(tr("What the entry says"));
    m_kept = new RunsLabel(content);
    m_kept->setRuns({{tr("Where it is kept"), Tone::InkPrimary, TextStyle::SmallStrong}});
    m_levels = new LevelSteps(content);
    m_levels->setObjectName(QStringLiteral("entryLevels"));
    m_signed = new ReadText(content);
    m_signed->setObjectName(QStringLiteral("entrySigned"));
    m_signed->setAccessibleName(tr("Signed content of the entry"));
    m_signed->setFrameShape(QFrame::NoFrame);
    m_signed->hide();
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(Theme::of(this).px(8));
    inner->addWidget(m_facts);
    inner->addWidget(m_kept);
    inner->addWidget(m_levels);
    inner->addWidget(m_signed, 1);
    inner->addStretch();
    m_foot = makeFoot();
    m_elsewhere->setText(elsewhere);
    m_elsewhere->setVisible(!elsewhere.isEmpty());
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_title);
    column->addWidget(m_when);
    column->addWidget(m_nothing);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_foot);
    connect(m_facts, &FactSheet::entryRequested, this, &EntryPane::entryRequested);
    connect(m_facts, &FactSheet::copyRequested, this,
            [this](const QString &text) { copy(text, tr("Copied: %1").arg(text)); });
    connect(&session, &Session::journalChanged, this, &EntryPane::refresh);
    connect(&session, &Session::entryAdded, this, [this](const JournalEntry &entry) {
        if (!m_entry || entry.saga.isEmpty() || entry.saga != m_entry->saga)
            return;
        m_related.append(entry);
        refresh();
    });
    setEmptyText(tr("Choose an entry to see who decided what, why, what came of it, and what proves it."));
    fit();
    refresh();
}

QWidget *EntryPane::makeFoot()
{
    auto *foot = new QWidget(this);
    const auto button = [this, foot](const QString &text, const char *name, const QString &glyph) {
        QPushButton *made = makeButton(text, "quiet", glyph, foot);
        made->setObjectName(QLatin1String(name));
        return made;
    };
    m_elsewhere = button({}, "entryElsewhere", QStringLiteral("arrow-up-right"));
    m_copyId = button(tr("Copy id"), "entryCopyId", QStringLiteral("copy"));
    m_copyHash = button(tr("Copy hash"), "entryCopyHash", QStringLiteral("copy"));
    m_showSigned = button(tr("As signed"), "entryShowSigned", {});
    m_showSigned->setCheckable(true);
    connect(m_elsewhere, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT elsewhereRequested(m_entry->index);
    });
    connect(m_copyId, &QPushButton::clicked, this, [this] {
        if (m_entry)
            copy(m_entry->id, tr("Copied the id of %1").arg(m_detail.number));
    });
    connect(m_copyHash, &QPushButton::clicked, this, [this] {
        if (m_entry)
            copy(m_entry->leafHash, tr("Copied the leaf hash of %1").arg(m_detail.number));
    });
    connect(m_showSigned, &QPushButton::toggled, this, [this](bool on) {
        m_facts->setVisible(!on);
        m_kept->setVisible(!on);
        m_levels->setVisible(!on);
        m_signed->setVisible(on);
    });
    auto *rows = new QVBoxLayout(foot);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_erase = button(tr("Erase…"), "entryErase", QStringLiteral("user"));
    connect(m_erase, &QPushButton::clicked, this, &EntryPane::eraseRequested);
    m_erase->hide();
    auto *first = new QHBoxLayout;
    first->addWidget(m_elsewhere);
    first->addWidget(m_erase);
    first->addStretch();
    auto *second = new QHBoxLayout;
    second->addWidget(m_copyId);
    second->addWidget(m_copyHash);
    second->addWidget(m_showSigned);
    second->addStretch();
    rows->addLayout(first);
    rows->addLayout(second);
    return foot;
}

void EntryPane::offerErasure() { m_erase->show(); }

void EntryPane::setEmptyText(const QString &text)
{
    m_empty = text;
    m_nothing->setRuns({{text, Tone::InkTertiary, TextStyle::Body}});
}

void EntryPane::showEntry(const JournalEntry &entry)
{
    const bool same = m_entry && m_entry->index == entry.index;
    m_entry = entry;
    if (!same) {
        m_related.clear();
        ++m_generation;
        readRelated();
        m_scroll->ensureVisible(0, 0);
    }
    refresh();
}

void EntryPane::showIndex(quint64 index)
{
    Journal *journal = m_session.journal();
    if (!journal)
        return;
    JournalQuery query;
    query.before = index + 1;
    query.limit = 1;
    journal->entries(
        query, m_inbox.wrap([this, index, generation = ++m_generation](const Result<QList<JournalEntry>> &page) {
            if (generation == m_generation && page && !page->isEmpty() && page->constFirst().index == index)
                showEntry(page->constFirst());
        }));
}

void EntryPane::setSinks(const QList<SinkCursor> &sinks)
{
    if (sinks == m_copies.sinks)
        return;
    m_copies = {sinks, {}};
    for (const SinkConfig &sink : m_session.workspace().journal.sinks) {
        if (!sinkProves(sink.type))
            m_copies.silent.append(sink.id);
    }
    refresh();
}

void EntryPane::clear()
{
    ++m_generation;
    m_entry.reset();
    m_related.clear();
    refresh();
}

void EntryPane::readRelated()
{
    Journal *journal = m_session.journal();
    if (!journal || m_entry->saga.isEmpty())
        return;
    JournalQuery query;
    query.saga = m_entry->saga;
    query.limit = kMostRelated;
    journal->entries(query, m_inbox.wrap([this, generation = m_generation](const Result<QList<JournalEntry>> &page) {
        if (generation != m_generation || !page)
            return;
        m_related = *page;
        refresh();
    }));
}

void EntryPane::refresh()
{
    const bool shown = m_entry.has_value();
    for (QWidget *widget :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_when), static_cast<QWidget *>(m_scroll), m_foot})
        widget->setVisible(shown);
    m_nothing->setVisible(!shown);
    if (!shown) {
        m_detail = {};
        m_facts->setSections({});
        return;
    }
    m_detail = detailOf(*m_entry, m_related, m_session.journalState(), m_session.nowMs(), m_copies, namesIn(m_session));
    m_title->setRuns({{m_detail.title, m_detail.tone == EntryRow::Tone::Bad ? Tone::CriticalText : Tone::InkPrimary,
                       TextStyle::PaneTitle},
                      {QStringLiteral("  ") + m_detail.number, Tone::InkSecondary, TextStyle::Body}});
    m_when->setRuns({{m_detail.when, Tone::InkSecondary, TextStyle::Small}});
    m_facts->setSections(m_detail.sections);
    m_levels->setLevels(m_detail.levels);
    QString text = tr("entry  %1\nleaf   %2\n\n").arg(m_detail.number, m_detail.leaf) + m_detail.signedText;
    if (m_signed->toPlainText() != text)
        m_signed->setPlainText(text);
    setAccessibleName(tr("%1 %2").arg(m_detail.title, m_detail.number));
    const QString refused = erasureRefused(m_session);
    m_erase->setEnabled(refused.isEmpty());
    m_erase->setToolTip(refused.isEmpty() ? tr("Erase, or hold, what the person behind this entry said") : refused);
}

void EntryPane::copy(const QString &text, const QString &words)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT said(words);
}

QSize EntryPane::sizeHint() const { return {Theme::of(this).px(340), Theme::of(this).px(500)}; }

void EntryPane::fit()
{
    const Theme &theme = Theme::of(this);
    layout()->setContentsMargins(theme.px(20), theme.px(14), theme.px(12), theme.px(8));
    layout()->setSpacing(theme.px(4));
    m_scroll->widget()->layout()->setContentsMargins(0, theme.px(8), 0, 0); // between the time and the first heading
    m_signed->setFont(theme.font(TextStyle::Mono));
    m_signed->setMinimumHeight(theme.px(420));
    setMinimumWidth(theme.px(260));
}

void EntryPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && layout())
        fit();
}

void EntryPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgRaised));
    drawVLine(painter, 0, 0, height(), Theme::of(this).colour(Tone::LineDefault));
}

} // namespace astern::ui
