// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/banner.h"

#include "ui/theme/paint.h"

#include <QHBoxLayout>
#include <QPainter>

namespace astern::ui {

Banner::Banner(QWidget *parent) : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(36), theme.px(8), theme.px(12), theme.px(8));
    m_words = new RunsLabel(this);
    row->addWidget(m_words);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Banner::show(Status status, const QList<TextRun> &runs)
{
    m_status = status;
    m_words->setRuns(runs);
    setAccessibleName(m_words->plainText());
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const StatusLook looks = look(m_status);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(looks.ground));
    painter.drawRoundedRect(QRectF(rect()), 4, 4);
    const double side = theme.px(14);
    const double line = theme.line(TextStyle::Strong);
    drawStatus(painter, theme,
               QRectF(theme.px(12), m_words->y() + (std::min(line, double(m_words->height())) - side) / 2, side, side),
               m_status);
}

QWidget *sectionHead(const QString &title, RunsLabel **note, QWidget *parent)
{
    auto *head = new QWidget(parent);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    auto *words = new RunsLabel(head);
    words->setOneLine(true);
    words->setRuns({{title, Tone::InkSecondary, TextStyle::CaptionStrong}});
    row->addWidget(words);
    auto *fact = new RunsLabel(head);
    fact->setOneLine(true);
    fact->setRightAligned(true);
    row->addWidget(fact, 1);
    if (note)
        *note = fact;
    return head;
}

} // namespace astern::ui
