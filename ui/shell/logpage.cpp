// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/logpage.h"

#include "models/base/format.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/readtext.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QJsonDocument>
#include <QPainter>
#include <QSplitter>
#include <QTextDocument>
#include <QVBoxLayout>

namespace astern::ui {

LogPage::LogPage(Session &session, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("logPage"));
    const Theme &theme = Theme::of(this);
    m_entries = new EntriesModel(session, this);
    using Sign = FactColumn::Sign;
    m_view = new FactsView(
        {{EntriesModel::TimeColumn, TextStyle::Small, Tone::InkTertiary, 110, false, Sign::None, -1, false},
         {EntriesModel::PlaceColumn, TextStyle::Medium, Tone::InkPrimary, 230, false, Sign::None, -1, false,
          Qt::ElideMiddle, 480},
         {EntriesModel::TextColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::Tone, EntriesModel::ToneRole,
          false, Qt::ElideRight},
         {EntriesModel::NumberColumn, TextStyle::Small, Tone::InkTertiary, 72, true, Sign::None, -1, false}},
        this);
    m_view->setObjectName(QStringLiteral("logEntries"));
    m_view->setAccessibleName(tr("Entries of the journal"));
    m_view->setModel(m_entries);
    m_view->showHeader();
    m_view->setEmptyText(tr("Nothing was decided or done yet. Every press is recorded before it has an effect."));
    m_detail = new ReadText(this);
    m_detail->setObjectName(QStringLiteral("logDetail"));
    m_detail->setAccessibleName(tr("Signed content of the entry"));
    m_detail->document()->setDocumentMargin(theme.px(12));
    m_detail->setFrameShape(QFrame::NoFrame);
    m_detail->setFont(theme.font(TextStyle::Mono));
    m_detail->setPlaceholderText(tr("Choose an entry to read what was signed."));
    auto *title = new RunsLabel(this);
    title->setOneLine(true);
    title->setRuns({{tr("Log"), Tone::InkPrimary, TextStyle::Title}});
    m_count = new RunsLabel(this);
    m_count->setOneLine(true);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10));
    head->setSpacing(theme.px(16));
    head->addWidget(title);
    head->addWidget(m_count, 1);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(m_view);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(theme.px(16), 0, 0, 0);
    body->addWidget(split);
    column->addLayout(body, 1);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { showDetail(current.row()); });
    connect(m_entries, &EntriesModel::loaded, this, [this] {
        refreshCount();
        // As the view does itself where there are entries when the focus comes.
        if (m_view->hasFocus() && !m_view->currentIndex().isValid() && m_entries->rowCount() > 0)
            m_view->selectionModel()->setCurrentIndex(m_entries->index(0, 0), QItemSelectionModel::NoUpdate);
    });
    connect(m_entries, &QAbstractItemModel::rowsInserted, this, &LogPage::refreshCount);
    m_entries->setPlacement({});
}

void LogPage::showEntry(quint64 index)
{
    for (int row = 0; row < m_entries->rowCount(); ++row) {
        if (m_entries->rowAt(row).entry.index == index) {
            m_wanted.reset();
            m_view->setCurrentIndex(m_entries->index(row, EntriesModel::TextColumn));
            m_view->scrollTo(m_view->currentIndex());
            return;
        }
    }
    m_wanted = index;
    if (m_entries->canFetchMore({}))
        m_entries->fetchMore({});
}

void LogPage::focusEntries() { m_view->setFocus(Qt::ShortcutFocusReason); }

void LogPage::showDetail(int row)
{
    if (row < 0 || row >= m_entries->rowCount()) {
        m_detail->clear();
        return;
    }
    const JournalEntry &entry = m_entries->rowAt(row).entry;
    QString text = tr("entry  %1\nleaf   %2\n\n").arg(format::entry(qint64(entry.index)), entry.leafHash);
    text += QString::fromUtf8(QJsonDocument(entry.payload).toJson(QJsonDocument::Indented));
    m_detail->setPlainText(text);
}

void LogPage::refreshCount()
{
    const std::optional<Error> error = m_entries->error();
    m_count->setRuns(error ? QList<TextRun>{{error->toString(), Tone::CriticalText, TextStyle::Body}}
                           : QList<TextRun>{{tr("%1 entries read").arg(format::count(m_entries->rowCount())),
                                             Tone::InkSecondary, TextStyle::Body}});
    if (m_wanted)
        showEntry(*m_wanted);
}

void LogPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgSurface));
}

} // namespace astern::ui
