// SPDX-License-Identifier: GPL-3.0-or-later
// How the time axis looks.
#include "ui/timeline/timelineview.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/timeline/timeaxis.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

using EntryTone = EntryRow::Tone;

const char *laneGlyph(TimelineLane lane)
{
    switch (lane) {
    case TimelineLane::Rollouts:
        return "package";
    case TimelineLane::Verdicts:
        return "scale";
    case TimelineLane::Decisions:
        return "gavel";
    case TimelineLane::Commands:
        return "zap";
    case TimelineLane::Flags:
        return "flag";
    case TimelineLane::Journal:
        break;
    }
    return "scroll-text";
}

QColor faint(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

} // namespace

void TimelineView::paintEvent(QPaintEvent *)
{
    layOut();
    if (m_stale || m_pixmap.deviceIndependentSize() != QSizeF(size()) ||
        !qFuzzyCompare(m_pixmap.devicePixelRatio(), devicePixelRatioF()))
        drawPicture();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_pixmap);
    drawChoice(painter);
    drawPointer(painter);
    if (hasFocus())
        drawFocusRing(painter, QRectF(rect()), theme().size(QLatin1String("radiusChip")), theme().colour(Tone::Focus));
}

void TimelineView::drawPicture()
{
    const double dpr = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * dpr).toSize();
    if (m_pixmap.size() != pixels)
        m_pixmap = QPixmap(pixels);
    m_pixmap.setDevicePixelRatio(dpr);
    m_stale = false;
    ++m_pictures;
    m_drawnMs = m_session.nowMs();
    QPainter painter(&m_pixmap);
    const Theme &t = theme();
    painter.fillRect(rect(), t.colour(Tone::BgSurface));
    const TimeScale axis = scale();
    for (int i = 0; i < kTimelineLanes; i += 2) {
        const Lane &lane = m_layout.lanes[size_t(i)];
        fillSnapped(painter, QRectF(0, lane.top, width(), lane.height), faint(t.colour(Tone::BgBar), 0.22));
    }
    drawAxis(painter);
    drawStrip(painter);
    Activity::Stretch stretch;
    qint64 most = 1;
    if (!m_layout.shows) {
        stretch = m_model.activity().stretch(span(), Activity::pieceFor(span().lengthMs()));
        for (const Activity::Piece &piece : std::as_const(stretch.pieces)) {
            for (const qint64 count : piece.counts)
                most = std::max(most, count);
        }
    }
    for (int i = 0; i < kTimelineLanes; ++i) {
        drawLane(painter, TimelineLane(i));
        if (!m_layout.shows)
            drawCounts(painter, TimelineLane(i), stretch, most);
    }
    painter.setClipping(false);
    if (!m_layout.shows)
        drawUncounted(painter, stretch, axis, m_layout.lanesTop, m_layout.bottom - m_layout.lanesTop);
    drawVLine(painter, axis.left - 1, m_layout.axisTop, m_layout.bottom, t.colour(Tone::LineDefault));
    drawNotice(painter);
}

// The longer stretch, and where the window lies in it.
void TimelineView::drawStrip(QPainter &painter)
{
    const Theme &t = theme();
    const TimeScale whole = overviewScale();
    const QRectF band(whole.left, m_layout.stripTop, whole.width, m_layout.stripHeight);
    fillSnapped(painter, band, t.colour(Tone::BgSunken));
    const qint64 length = m_layout.overview.lengthMs();
    const Activity::Stretch stretch = m_model.activity().stretch(m_layout.overview, Activity::pieceFor(length, 160));
    qint64 most = 1;
    for (const Activity::Piece &piece : stretch.pieces)
        most = std::max(most, piece.entries);
    for (const Activity::Piece &piece : stretch.pieces) {
        const double left = std::max(whole.toX(piece.startMs), band.left());
        const double right = std::min(whole.toX(piece.startMs + stretch.pieceMs), band.right());
        const double share = std::log1p(double(piece.entries)) / std::log1p(double(most));
        const double wide = std::max(1.0, right - left - (right - left > 4 ? 1 : 0));
        fillSnapped(painter, QRectF(left, band.top(), wide, band.height()),
                    faint(t.colour(Tone::InkSecondary), 0.16 + 0.5 * share));
        // As much red as there was: one bad hour does not paint a week.
        const double red = double(piece.graveEntries) / double(std::max<qint64>(1, piece.entries));
        if (red > 0) {
            const double high = std::max(3.0, band.height() * red);
            fillSnapped(painter, QRectF(left, band.bottom() - high, wide, high), t.colour(Tone::CriticalFill));
        }
    }
    drawUncounted(painter, stretch, whole, band.top(), band.height());
    const TimeSpan shown = span();
    const double from = std::max(whole.toX(shown.fromMs), band.left());
    const double to = std::min(std::max(whole.toX(shown.toMs), from + 6), band.right());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.colour(Tone::AccentFill), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(from, band.top() - 2, to - from, band.height() + 4), 3, 3);
    painter.restore();
    const QTimeZone zone = QTimeZone::systemTimeZone();
    drawText(painter, t, QRectF(t.px(16), band.top(), whole.left - t.px(24), band.height()), TextStyle::Small,
             t.colour(Tone::InkSecondary), tr("around it"));
    for (const AxisTick &tick : axisTicks(whole, t.px(90), zone)) {
        const double width = textWidth(t, TextStyle::Axis, tick.label);
        const double x = std::clamp(whole.toX(tick.atMs) - width / 2, whole.left, whole.right() - width);
        drawText(painter, t, QRectF(x, band.bottom() + t.px(4), width + 2, t.line(TextStyle::Axis)), TextStyle::Axis,
                 t.colour(tick.strong ? Tone::InkSecondary : Tone::InkTertiary), tick.label);
    }
}

void TimelineView::drawAxis(QPainter &painter)
{
    const Theme &t = theme();
    const TimeScale axis = scale();
    const double top = m_layout.axisTop;
    drawHLine(painter, 0, width(), top, t.colour(Tone::LineDefault));
    drawHLine(painter, 0, width(), m_layout.lanesTop - 1, t.colour(Tone::LineDefault));
    double free = axis.left;
    for (const AxisTick &tick : axisTicks(axis, t.px(84), QTimeZone::systemTimeZone())) {
        const double x = axis.toX(tick.atMs);
        drawVLine(painter, x, m_layout.lanesTop, m_layout.bottom,
                  t.colour(tick.strong ? Tone::LineDefault : Tone::DataGrid));
        const double width = textWidth(t, TextStyle::Small, tick.label);
        const double from = x - width / 2;
        if (from < free || from + width > axis.right() + t.px(12))
            continue;
        drawText(painter, t, QRectF(from, top, width + 2, m_layout.axisHeight), TextStyle::Small,
                 t.colour(tick.strong ? Tone::InkPrimary : Tone::InkSecondary), tick.label);
        free = from + width + t.px(8);
    }
    const qint64 nowMs = m_session.nowMs();
    if (nowMs < span().fromMs || nowMs > span().toMs)
        return;
    drawVLine(painter, axis.toX(nowMs), m_layout.lanesTop, m_layout.bottom, t.colour(Tone::LineStrong));
}

void TimelineView::drawLane(QPainter &painter, TimelineLane which)
{
    const Theme &t = theme();
    const Lane &lane = m_layout.lanes[size_t(which)];
    const TimeScale axis = scale();
    painter.setClipping(false);
    drawHLine(painter, 0, width(), lane.top + lane.height - 1, t.colour(Tone::LineSubtle));
    const double line = t.line(TextStyle::SmallMedium);
    const double y = lane.top + t.px(10);
    painter.drawPixmap(QPointF(t.px(16), snap(y + (line - t.px(14)) / 2, devicePixelRatioF())),
                       t.icon(QLatin1String(laneGlyph(which)), Tone::InkSecondary, 14, devicePixelRatioF()));
    drawText(painter, t, QRectF(t.px(36), y, axis.left - t.px(40), line), TextStyle::SmallMedium,
             t.colour(Tone::InkPrimary), laneName(which));
    painter.setClipRect(QRectF(axis.left, lane.top, width() - axis.left, lane.height));
    for (const TimelineMark &mark : lane.marks)
        drawMark(painter, lane, mark);
}

// How much there was: the higher, the more; the colour says whether anything of it was grave.
void TimelineView::drawCounts(QPainter &painter, TimelineLane which, const Activity::Stretch &stretch, qint64 most)
{
    const Theme &t = theme();
    const Lane &lane = m_layout.lanes[size_t(which)];
    const TimeScale axis = scale();
    const double bottom = lane.top + lane.height - 1;
    const double room = lane.height - t.px(10);
    const double scaleBy = std::log1p(double(most));
    const QColor calm = t.colour(Tone::GlyphCalm);
    const QColor bad = t.colour(Tone::CriticalFill);
    const QColor doubt = t.colour(Tone::WarningFill);
    for (const Activity::Piece &piece : stretch.pieces) {
        const qint64 count = piece.counts[size_t(which)];
        if (count == 0)
            continue;
        const double left = std::max(axis.toX(piece.startMs), axis.left);
        const double right = std::min(axis.toX(piece.startMs + stretch.pieceMs), axis.right());
        const double high = std::max(2.0, room * std::log1p(double(count)) / scaleBy);
        const double wide = std::max(1.0, right - left - (right - left > 4 ? 1 : 0));
        fillSnapped(painter, QRectF(left, bottom - high, wide, high), calm);
        double foot = bottom;
        for (const auto &[part, colour] :
             {std::pair{piece.grave[size_t(which)], bad}, std::pair{piece.doubtful[size_t(which)], doubt}}) {
            if (part == 0)
                continue;
            const double own = std::max(2.0, high * double(part) / double(count));
            fillSnapped(painter, QRectF(left, foot - own, wide, own), colour);
            foot -= own;
        }
    }
    if (which == TimelineLane::Flags && stretch.entries > 0)
        drawText(painter, t, QRectF(axis.left + t.px(8), lane.top, axis.width - t.px(16), lane.height),
                 TextStyle::Caption, t.colour(Tone::InkTertiary),
                 tr("Switches of flags are among the commands until you look closer."));
}

void TimelineView::drawUncounted(QPainter &painter, const Activity::Stretch &stretch, const TimeScale &scale,
                                 double top, double height)
{
    const qint64 nowMs = m_session.nowMs();
    for (const TimeSpan &span : stretch.uncounted) {
        const double left = std::max(scale.toX(span.fromMs), scale.left);
        const double right = std::min(scale.toX(std::min(span.toMs, nowMs)), scale.right());
        if (right > left)
            drawHatch(painter, QRectF(left, top, right - left, height), faint(theme().colour(Tone::LineStrong), 0.35));
    }
}

void TimelineView::drawNotice(QPainter &painter)
{
    const Theme &t = theme();
    const TimeScale axis = scale();
    QString words;
    Tone tone = Tone::InkTertiary;
    if (const std::optional<Error> error = m_model.error()) {
        words = tr("The log cannot be read: %1").arg(error->toString());
        tone = Tone::CriticalText;
    } else if (!m_session.journal()) {
        words = tr("This session has no log.");
    } else if (m_layout.shows && m_layout.items.isEmpty() && !m_model.isReading()) {
        words = tr("Nothing was recorded in this stretch.");
    } else if (!m_layout.shows && m_model.entriesInSpan() == 0 && m_model.whole().lengthMs() == 0) {
        words = tr("Nothing was decided or done yet.");
    }
    if (words.isEmpty())
        return;
    painter.setClipping(false);
    const Lane &lane = m_layout.lanes.front();
    const QRectF room(axis.left + t.px(8), lane.top, axis.width - t.px(16), lane.height);
    drawText(painter, t, room, TextStyle::Body, t.colour(tone), words);
}

// What is chosen, and how long its whole operation took: one faint column through all lanes.
void TimelineView::drawChoice(QPainter &painter)
{
    if (!m_chosen || !m_layout.shows)
        return;
    const Theme &t = theme();
    const TimeScale axis = scale();
    const TimelineItem *chosen = nullptr;
    for (const TimelineItem &item : std::as_const(m_layout.items)) {
        if (item.key == m_chosenKey || (!chosen && item.index == *m_chosen))
            chosen = &item;
    }
    if (!chosen)
        return;
    qint64 from = chosen->fromMs;
    qint64 to = std::max(chosen->toMs, chosen->fromMs);
    for (const TimelineItem &item : std::as_const(m_layout.items)) {
        if (item.saga.isEmpty() || item.saga != chosen->saga)
            continue;
        from = std::min(from, item.fromMs);
        to = std::max(to, item.toMs);
    }
    painter.save();
    painter.setClipRect(QRectF(axis.left, m_layout.lanesTop, axis.width, m_layout.bottom - m_layout.lanesTop));
    if (to > from) {
        const double left = std::max(axis.toX(from), axis.left);
        const double right = std::min(std::max(axis.toX(to), left + 2), axis.right());
        painter.fillRect(QRectF(left, m_layout.lanesTop, right - left, m_layout.bottom - m_layout.lanesTop),
                         faint(t.colour(Tone::AccentFill), 0.07));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.colour(Tone::AccentFill), 2));
    for (const Lane &lane : m_layout.lanes) {
        for (const TimelineMark &mark : lane.marks) {
            const TimelineItem &item = m_layout.items.at(mark.item);
            if (item.key != chosen->key)
                continue;
            const QRectF shape = shapeOf(lane, mark).adjusted(-2, -2, 2, 2);
            if (item.shape == TimelineItem::Shape::Event)
                painter.drawEllipse(shape);
            else
                painter.drawRoundedRect(shape, 4, 4);
        }
    }
    painter.restore();
}

void TimelineView::drawPointer(QPainter &painter)
{
    if (!m_pointer || m_drag == Drag::Strip)
        return;
    const Theme &t = theme();
    const double x = m_pointer->x();
    drawVLine(painter, x, m_layout.lanesTop, m_layout.bottom, faint(t.colour(Tone::AccentFill), 0.7));
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(scale().toTime(x));
    const qint64 length = span().lengthMs();
    const QString words = length < 86'400'000LL        ? at.toString(QStringLiteral("HH:mm:ss"))
                          : length < 60 * 86'400'000LL ? at.toString(QStringLiteral("d MMM HH:mm"))
                                                       : at.toString(QStringLiteral("d MMM yyyy"));
    const double width = textWidth(t, TextStyle::SmallStrong, words) + t.px(16);
    const double left = std::clamp(x - width / 2, scale().left, scale().right() - width);
    const QRectF flag(left, m_layout.axisTop + t.px(2), width, m_layout.axisHeight - t.px(4));
    drawPanel(painter, flag, t.size(QLatin1String("radiusChip")), t.colour(Tone::AccentFill), Qt::transparent);
    drawText(painter, t, flag, TextStyle::SmallStrong, t.colour(Tone::AccentOn), words, Qt::AlignCenter);
}

} // namespace astern::ui
