// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/runslabel.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace astern::ui {

RunsLabel::RunsLabel(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void RunsLabel::setRuns(const QList<TextRun> &runs)
{
    if (m_runs == runs)
        return;
    m_runs = runs;
    setAccessibleName(plainText());
    updateGeometry();
    update();
}

void RunsLabel::setOneLine(bool one)
{
    m_oneLine = one;
    QSizePolicy policy = sizePolicy();
    policy.setHeightForWidth(!one);
    setSizePolicy(policy);
}

void RunsLabel::setIndent(double px)
{
    m_indent = px;
    updateGeometry();
    update();
}

QString RunsLabel::plainText() const
{
    QString text;
    for (const TextRun &run : m_runs)
        text += run.text;
    return text.simplified();
}

double RunsLabel::lineHeight() const
{
    double high = QFontMetricsF(theme().font(TextStyle::Caption)).height();
    for (const TextRun &run : m_runs)
        high = std::max(high, QFontMetricsF(theme().font(run.style)).height());
    return std::ceil(high + 1);
}

QList<RunsLabel::Placed> RunsLabel::place(double width) const
{
    QList<Placed> placed;
    const double indent = m_indent * theme().textScale();
    double x = indent;
    int line = 0;
    for (qsizetype r = 0; r < m_runs.size(); ++r) {
        const QFontMetricsF metrics(theme().font(m_runs.at(r).style));
        // Words with the space behind them; breaks are only between words. No-break spaces stay inside.
        const QString &text = m_runs.at(r).text;
        qsizetype from = 0;
        while (from < text.size()) {
            qsizetype to = text.indexOf(QLatin1Char(' '), from);
            to = to < 0 ? text.size() : to + 1;
            const QString word = text.mid(from, to - from);
            const double wide = metrics.horizontalAdvance(word);
            const double inked = word.endsWith(QLatin1Char(' ')) ? metrics.horizontalAdvance(word.chopped(1)) : wide;
            if (!m_oneLine && x + inked > width && x > indent) {
                ++line;
                x = indent;
            }
            const bool joins = !placed.isEmpty() && placed.last().run == r && placed.last().line == line;
            if (joins) {
                placed.last().text += word;
                placed.last().width += wide;
            } else {
                placed.append({r, word, x, wide, line});
            }
            x += wide;
            from = to;
        }
    }
    return placed;
}

int RunsLabel::heightForWidth(int width) const
{
    const QList<Placed> placed = place(width);
    const int lines = placed.isEmpty() ? 1 : placed.last().line + 1;
    return int(std::ceil(lines * lineHeight()));
}

QSize RunsLabel::sizeHint() const
{
    const QList<Placed> placed = place(1e6);
    const double wide = placed.isEmpty() ? 0 : placed.last().x + placed.last().width;
    return {int(std::ceil(wide)) + 1, int(lineHeight())};
}

QSize RunsLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), int(120 * theme().textScale())), int(lineHeight())};
}

void RunsLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const double high = lineHeight();
    const QList<Placed> placed = place(width());
    double shift = 0;
    if (m_right && !placed.isEmpty())
        shift = std::max(0.0, width() - placed.last().x - placed.last().width);
    // One line is centred in whatever height there is; several start at the top.
    const double top = placed.isEmpty() || placed.last().line > 0 ? 0 : (height() - high) / 2;
    for (const Placed &piece : placed) {
        const TextRun &run = m_runs.at(piece.run);
        const QFont font = theme().font(run.style);
        painter.setFont(font);
        painter.setPen(theme().colour(run.tone));
        const double room = width() - piece.x - shift;
        if (room <= 0)
            continue;
        // Spaces at the end of a line are no reason for an ellipsis.
        QString text = piece.text;
        while (text.endsWith(QLatin1Char(' ')))
            text.chop(1);
        const QFontMetricsF metrics(font);
        if (piece.x + metrics.horizontalAdvance(text) > width() + 0.5)
            text = metrics.elidedText(text, Qt::ElideRight, room);
        painter.drawText(QRectF(piece.x + shift, top + piece.line * high, room + 2, high),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void RunsLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::StyleChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace astern::ui
