// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/controls.h"

#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QTextLayout>

namespace astern::ui {

QPushButton *makeButton(const QString &text, const char *kind, const QString &glyph, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    if (kind)
        button->setProperty(kKindProperty, QLatin1String(kind));
    if (!glyph.isEmpty())
        button->setProperty(kGlyphProperty, glyph);
    button->setAutoDefault(false);
    return button;
}

QScrollArea *makeScroll(QWidget *parent)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(scroll);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

void setKind(QPushButton *button, const char *kind)
{
    button->setProperty(kKindProperty, kind ? QVariant(QLatin1String(kind)) : QVariant());
    button->update();
}

SearchField::SearchField(const QString &glyph, QWidget *parent) : QLineEdit(parent), m_glyph(glyph) { fit(); }

void SearchField::fit()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.font(TextStyle::Small));
    setTextMargins(theme.px(24), 0, theme.px(4), 0);
    updateGeometry();
}

QSize SearchField::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(232), theme.size(QLatin1String("control"))};
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal dpr = devicePixelRatioF();
    const QPointF at(theme.px(8), snap((height() - theme.px(14)) / 2.0, dpr));
    painter.drawPixmap(at, theme.icon(m_glyph, Tone::InkTertiary, 14, dpr));
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    // The application's font changes with the text size; ours is set, so that it must follow by hand.
    if (event->type() == QEvent::ApplicationFontChange)
        fit();
}

Heading::Heading(const QString &text, QWidget *parent) : QWidget(parent), m_text(text) { setAccessibleName(text); }

void Heading::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    update();
}

void Heading::setNote(const QString &note)
{
    m_note = note;
    update();
}

QSize Heading::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(120), theme.line(TextStyle::Strong) + theme.px(10)};
}

void Heading::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const QRectF text = QRectF(rect()).adjusted(0, 0, 0, -theme.px(4));
    const qreal used = drawText(painter, theme, text, TextStyle::Strong, theme.colour(Tone::InkPrimary), m_text);
    drawText(painter, theme, text.adjusted(used + theme.px(8), 0, 0, 0), TextStyle::Small,
             theme.colour(Tone::InkTertiary), m_note, Qt::AlignRight | Qt::AlignVCenter);
    drawHLine(painter, 0, width(), height() - 1, theme.colour(Tone::LineDefault));
}

EmptyState::EmptyState(QWidget *parent) : QWidget(parent) {}

void EmptyState::setTexts(const QString &headline, const QString &why)
{
    m_headline = headline;
    m_why = why;
    setAccessibleName(headline);
    setAccessibleDescription(why);
    updateGeometry();
    update();
}

void EmptyState::setFacts(const QString &heading, const QList<Fact> &facts)
{
    m_heading = heading;
    m_facts = facts;
    updateGeometry();
    update();
}

QSize EmptyState::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int facts = m_facts.isEmpty() ? 0 : theme.px(64) + int(m_facts.size()) * theme.px(26);
    return {theme.px(640), theme.px(84) + facts};
}

void EmptyState::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const qreal dpr = devicePixelRatioF();
    qreal y = 0;
    drawText(painter, theme, {0, y, qreal(width()), qreal(theme.line(TextStyle::Display))}, TextStyle::Display,
             theme.colour(Tone::InkPrimary), m_headline);
    y += theme.line(TextStyle::Display) + theme.px(6);
    painter.setFont(theme.font(TextStyle::Body));
    painter.setPen(theme.colour(Tone::InkSecondary));
    painter.drawText(QRectF(0, y, std::min(width(), theme.px(640)), theme.px(40)), Qt::TextWordWrap, m_why);
    y += theme.px(52);
    if (m_facts.isEmpty())
        return;
    drawText(painter, theme, {0, y, qreal(width()), qreal(theme.px(18))}, TextStyle::Strong,
             theme.colour(Tone::InkPrimary), m_heading);
    y += theme.px(23);
    drawHLine(painter, 0, width(), y, theme.colour(Tone::LineDefault));
    y += theme.px(7);
    const qreal line = theme.px(26);
    for (const Fact &fact : m_facts) {
        const Tone ink = fact.works ? Tone::InkPrimary : Tone::InkSecondary;
        painter.drawPixmap(QPointF(0, snap(y + (line - theme.px(14)) / 2, dpr)),
                           statusPixmap(theme, fact.works ? Status::Finished : Status::NoVerdict, 14, dpr));
        const qreal name = theme.px(26);
        const qreal words = theme.px(130);
        drawText(painter, theme, {name, y, words - name, line}, TextStyle::Medium, theme.colour(ink), fact.name);
        drawText(painter, theme, {words, y, width() - words, line}, TextStyle::Body, theme.colour(Tone::InkSecondary),
                 fact.words);
        y += line;
    }
}

} // namespace astern::ui
