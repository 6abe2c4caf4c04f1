// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/journalheader.h"

#include "ui/log/kindchips.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace astern::ui {

JournalHeader::JournalHeader(const QString &title, const QString &searchGlyph, QWidget *parent) : QWidget(parent)
{
    auto *name = new RunsLabel(this);
    name->setOneLine(true);
    name->setRuns({{title, Tone::InkPrimary, TextStyle::Title}});
    m_words = new RunsLabel(this);
    m_words->setOneLine(true);
    m_search = new SearchField(searchGlyph, this);
    m_chips = new KindChips(*m_search, this);
    m_first = new QHBoxLayout;
    m_first->addWidget(name);
    m_first->addWidget(m_words, 1);
    m_second = new QHBoxLayout;
    m_second->addWidget(m_search);
    m_second->addWidget(m_chips);
    m_second->addStretch();
    auto *rows = new QVBoxLayout(this);
    rows->addLayout(m_first);
    rows->addLayout(m_second);
    fit();
}

void JournalHeader::addBeside(QWidget *widget, int stretch) { m_first->addWidget(widget, stretch); }

void JournalHeader::fit()
{
    const Theme &theme = Theme::of(this);
    layout()->setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8));
    layout()->setSpacing(theme.px(6));
    m_first->setSpacing(theme.px(8));
    m_second->setSpacing(theme.px(8));
    m_search->setMinimumWidth(theme.px(330));
}

void JournalHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_second)
        fit();
}

} // namespace astern::ui
