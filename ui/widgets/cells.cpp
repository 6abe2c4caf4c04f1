// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cells.h"

#include "ui/theme/paint.h"

#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace astern::ui {

namespace {

constexpr int kMostSegments = 12; // thinner ones cannot be counted by eye

qreal sparkX(const SparkPicture &picture, const QRectF &rect, qint64 atMs)
{
    const double span = double(std::max<qint64>(1, picture.toMs - picture.fromMs));
    return rect.left() + double(atMs - picture.fromMs) / span * rect.width();
}

QList<QPolygonF> linesOf(const SparkPicture &picture, const QRectF &rect, const SparkScale &scale)
{
    QList<QPolygonF> lines{{}};
    for (const Sample &sample : picture.points) {
        if (std::isnan(sample.value)) { // the backend had no number: a hole, never a bridge
            if (!lines.constLast().isEmpty())
                lines.append(QPolygonF());
            continue;
        }
        lines.last().append({sparkX(picture, rect, sample.atMs), scale.y(rect, sample.value)});
    }
    return lines;
}

void strokeBeyond(QPainter &painter, const Theme &theme, const QRectF &zone, qreal limitY,
                  const QList<QPolygonF> &lines, Tone beyond)
{
    painter.save();
    painter.setClipRect(zone, Qt::IntersectClip);
    QColor area = theme.colour(beyond);
    area.setAlphaF(0.22F);
    for (const QPolygonF &line : lines) {
        if (line.size() < 2)
            continue;
        QPolygonF ground = line;
        ground.append({line.last().x(), limitY});
        ground.prepend({line.first().x(), limitY});
        painter.setPen(Qt::NoPen);
        painter.setBrush(area);
        painter.drawPolygon(ground);
        painter.setPen(QPen(theme.colour(beyond), 1.5, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
    }
    painter.restore();
}

void drawLimit(QPainter &painter, const Theme &theme, const QRectF &rect, qreal y)
{
    const qreal dpr = devicePixelRatio(painter);
    const qreal line = hairline(dpr);
    const qreal at = snap(y, dpr);
    // Dots by rectangles: a dashed pen would blur and cost more.
    for (qreal x = snap(rect.left(), dpr); x < rect.right(); x += 3)
        painter.fillRect(QRectF(x, at, std::min(2.0, rect.right() - x), line), theme.colour(Tone::DataStable));
}

} // namespace

SparkScale sparkScale(const SparkPicture &picture)
{
    SparkScale scale{0, 0};
    for (const Sample &sample : picture.points) {
        if (!std::isfinite(sample.value))
            continue;
        scale.low = std::min(scale.low, sample.value);
        scale.high = std::max(scale.high, sample.value);
    }
    for (const auto &limit : {picture.above, picture.below}) {
        if (limit)
            scale.high = std::max(scale.high, *limit * 1.08);
    }
    if (!picture.above && !picture.below)
        scale.high *= 1.25;
    if (scale.high <= scale.low)
        scale.high = scale.low + 1;
    return scale;
}

void drawSpark(QPainter &painter, const Theme &theme, const QRectF &rect, const SparkPicture &picture)
{
    QRectF plot = rect;
    if (picture.stale) {
        const QRectF hole(rect.right() - theme.px(18), rect.top(), theme.px(18), rect.height());
        drawHatch(painter, hole, theme.colour(Tone::LineDefault));
        plot.setRight(hole.left());
    }
    if (picture.points.empty())
        return;
    const SparkScale scale = sparkScale(picture);
    const QList<QPolygonF> lines = linesOf(picture, plot, scale);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!picture.stale) {
        for (const auto &limit : {picture.above, picture.below}) {
            if (limit)
                drawLimit(painter, theme, plot, scale.y(plot, *limit));
        }
    }
    const Tone ink = picture.stale ? Tone::LineStrong : Tone::InkSecondary;
    painter.setPen(QPen(theme.colour(ink), 1.2, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    for (const QPolygonF &line : lines)
        painter.drawPolyline(line);
    const auto any = [&picture](auto beyond) {
        return !picture.stale && std::any_of(picture.points.cbegin(), picture.points.cend(), beyond);
    };
    if (picture.above && any([&](const Sample &sample) { return sample.value > *picture.above; })) {
        const qreal y = scale.y(plot, *picture.above);
        strokeBeyond(painter, theme, {plot.left(), plot.top() - 2, plot.width() + 2, y - plot.top() + 2}, y, lines,
                     picture.beyond);
    }
    if (picture.below && any([&](const Sample &sample) { return sample.value < *picture.below; })) {
        const qreal y = scale.y(plot, *picture.below);
        strokeBeyond(painter, theme, {plot.left(), y, plot.width() + 2, plot.bottom() - y + 2}, y, lines,
                     picture.beyond);
    }
    painter.restore();
}

void drawSparkEnd(QPainter &painter, const Theme &theme, const QRectF &rect, const SparkPicture &picture,
                  const SparkScale &scale, const Sample &newest)
{
    if (picture.stale || !std::isfinite(newest.value))
        return;
    const bool beyond =
        (picture.above && newest.value > *picture.above) || (picture.below && newest.value < *picture.below);
    const QPointF end(sparkX(picture, rect, newest.atMs), scale.y(rect, newest.value));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!picture.points.empty() && std::isfinite(picture.points.back().value)) {
        const Sample &last = picture.points.back();
        painter.setPen(QPen(theme.colour(beyond ? picture.beyond : Tone::InkSecondary), beyond ? 1.5 : 1.2));
        painter.drawLine(QPointF(sparkX(picture, rect, last.atMs), scale.y(rect, last.value)), end);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(beyond ? picture.beyond : Tone::InkPrimary));
    painter.drawEllipse(end, 1.7, 1.7);
    painter.restore();
}

void drawStepper(QPainter &painter, const Theme &theme, const QRectF &rect, const StepperPicture &picture)
{
    const QColor done = theme.colour(Tone::GlyphCalm);
    const QColor rest = theme.colour(Tone::LineDefault);
    const QColor current = theme.colour(picture.current);
    if (picture.steps <= 0 || picture.steps > kMostSegments) {
        const qreal share = std::clamp(picture.percent, 0.0, 100.0) / 100 * rect.width();
        fillSnapped(painter, rect, rest);
        fillSnapped(painter, {rect.left(), rect.top(), share, rect.height()}, current);
        return;
    }
    const qreal gap = theme.size(QLatin1String("stepperGap"));
    const qreal width = (rect.width() - gap * (picture.steps - 1)) / picture.steps;
    for (int i = 0; i < picture.steps; ++i) {
        const QRectF segment(rect.left() + i * (width + gap), rect.top(), width, rect.height());
        fillSnapped(painter, segment, i < picture.step ? done : i == picture.step ? current : rest);
    }
}

void drawStatusCell(QPainter &painter, const Theme &theme, const QRectF &rect, const StatusPicture &picture)
{
    const qreal dpr = devicePixelRatio(painter);
    const StatusLook shape = look(picture.status);
    const int glyph = 14;
    const QPointF at(snap(rect.left(), dpr), snap(rect.center().y() - theme.px(glyph) / 2.0, dpr));
    painter.drawPixmap(at, statusPixmap(theme, picture.status, glyph, dpr));
    QRectF text = rect.adjusted(theme.px(22), 0, 0, 0);
    const TextStyle style = shape.urgent ? TextStyle::Strong : TextStyle::Body;
    qreal used = 0;
    if (picture.filled) {
        const qreal width = std::min(textWidth(theme, style, picture.word) + theme.px(12), text.width());
        const qreal height = theme.line(TextStyle::Strong) + theme.px(2);
        const QRectF ground(text.left() - theme.px(4), snap(rect.center().y() - height / 2, dpr), width, height);
        drawPanel(painter, ground, theme.size(QLatin1String("radiusChip")), theme.colour(shape.fill), Qt::transparent);
        drawText(painter, theme, ground.adjusted(theme.px(6), 0, -theme.px(5), 0), style,
                 theme.colour(Tone::CriticalOn), picture.word);
        used = width - theme.px(3);
    } else {
        used = drawText(painter, theme, text, style, theme.colour(shape.text), picture.word);
    }
    text.setLeft(text.left() + used + theme.px(7));
    // A time that does not fit says nothing when cut: then it stays away.
    if (textWidth(theme, TextStyle::Small, picture.held) <= text.width())
        drawText(painter, theme, text, TextStyle::Small, theme.colour(Tone::InkTertiary), picture.held);
}

void drawRelease(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &oldVersion,
                 const QString &newVersion)
{
    QRectF rest = rect;
    if (!oldVersion.isEmpty()) {
        const qreal arrow = theme.px(14);
        const qreal gap = theme.px(4);
        const qreal newWidth = textWidth(theme, TextStyle::Medium, newVersion);
        const qreal room = std::max(qreal(theme.px(24)), rect.width() - newWidth - arrow - 2 * gap);
        const qreal used = drawText(painter, theme, {rect.left(), rect.top(), room, rect.height()}, TextStyle::Body,
                                    theme.colour(Tone::InkTertiary), oldVersion);
        const qreal dpr = devicePixelRatio(painter);
        const QPointF at(snap(rect.left() + used + gap, dpr), snap(rect.center().y() - arrow / 2, dpr));
        painter.drawPixmap(at, theme.icon(QStringLiteral("arrow-right"), Tone::InkTertiary, 14, dpr));
        rest.setLeft(rect.left() + used + arrow + 2 * gap);
    }
    drawText(painter, theme, rest, oldVersion.isEmpty() ? TextStyle::Body : TextStyle::Medium,
             theme.colour(oldVersion.isEmpty() ? Tone::InkSecondary : Tone::InkPrimary), newVersion,
             Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
}

qreal drawChip(QPainter &painter, const Theme &theme, const QPointF &leftCentre, const QString &text, Tone ink,
               Tone ground)
{
    const qreal height = theme.line(TextStyle::CaptionStrong) + theme.px(4);
    const qreal width = textWidth(theme, TextStyle::CaptionStrong, text) + theme.px(12);
    const QRectF rect(leftCentre.x(), leftCentre.y() - height / 2, width, height);
    drawPanel(painter, rect, theme.size(QLatin1String("radiusChip")), theme.colour(ground), Qt::transparent);
    drawText(painter, theme, rect, TextStyle::CaptionStrong, theme.colour(ink), text, Qt::AlignCenter);
    return width;
}

} // namespace astern::ui
