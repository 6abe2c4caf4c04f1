// SPDX-License-Identifier: GPL-3.0-or-later
// How what stands on the time axis looks.
#include "ui/timeline/timelineview.h"

#include "ui/theme/paint.h"

#include <QPainter>

#include <algorithm>

namespace astern::ui {
namespace {

using EntryTone = EntryRow::Tone;
using Verdict = TimelineItem::Verdict;

// Line and word of what went wrong or is not known.
Tone lineOf(EntryTone tone)
{
    return tone == EntryTone::Bad     ? Tone::CriticalFill
           : tone == EntryTone::Doubt ? Tone::WarningFill
                                      : Tone::InkSecondary;
}
Tone wordOf(EntryTone tone)
{
    return tone == EntryTone::Bad     ? Tone::CriticalText
           : tone == EntryTone::Doubt ? Tone::WarningText
                                      : Tone::InkPrimary;
}

struct VerdictInk {
    Tone line = Tone::GlyphCalm;
    Tone ground = Tone::BgBar;
    Tone word = Tone::InkPrimary;
};
VerdictInk inkOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::None:
    case Verdict::Healthy:
        return {};
    case Verdict::Suspect:
        return {Tone::WarningFill, Tone::WarningBg, Tone::WarningText};
    case Verdict::External:
        return {Tone::WarningFill, Tone::WarningBg, Tone::WarningText};
    case Verdict::Unknown:
        return {Tone::UnknownFill, Tone::UnknownBg, Tone::UnknownText};
    case Verdict::Failing:
        return {Tone::CriticalFill, Tone::CriticalBg, Tone::CriticalText};
    }
    return {};
}

} // namespace

void TimelineView::drawMark(QPainter &painter, const Lane &lane, const TimelineMark &mark)
{
    const Theme &t = theme();
    const TimelineItem &item = m_layout.items.at(mark.item);
    const QRectF shape = shapeOf(lane, mark);
    if (item.shape == TimelineItem::Shape::Event)
        drawEvent(painter, shape, item);
    else
        drawBar(painter, shape, item);
    QString label = item.label;
    if (mark.more > 0)
        label = QStringLiteral("+%1  %2").arg(mark.more).arg(label);
    if (mark.labelWidth <= 0)
        return;
    const Tone tone = item.verdict != Verdict::None ? inkOf(item.verdict).word
                      : mark.inside                 ? Tone::InkPrimary
                                                    : wordOf(item.tone);
    drawText(painter, t, QRectF(mark.labelX, shape.top(), mark.labelWidth + 1, shape.height()), TextStyle::Small,
             t.colour(tone), label);
}

void TimelineView::drawEvent(QPainter &painter, const QRectF &ring, const TimelineItem &item)
{
    const Theme &t = theme();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(t.colour(Tone::BgRaised));
    painter.setPen(QPen(t.colour(lineOf(item.tone)), 1.2));
    painter.drawEllipse(ring.adjusted(1, 1, -1, -1));
    painter.restore();
    const double side = t.px(11);
    painter.drawPixmap(QPointF(ring.center().x() - side / 2, ring.center().y() - side / 2),
                       t.icon(item.glyph, wordOf(item.tone), 11, devicePixelRatioF()));
}

void TimelineView::drawBar(QPainter &painter, const QRectF &bar, const TimelineItem &item)
{
    const Theme &t = theme();
    if (item.lane == TimelineLane::Verdicts) {
        const VerdictInk ink = inkOf(item.verdict);
        fillSnapped(painter, bar, t.colour(ink.ground));
        fillSnapped(painter, QRectF(bar.left(), bar.top(), bar.width(), std::max(3, t.px(3))), t.colour(ink.line));
        // Where it ends another one begins, or nobody judges any more.
        drawVLine(painter, bar.left(), bar.top(), bar.bottom(), t.colour(Tone::BgSurface));
        return;
    }
    const double radius = t.size(QLatin1String("radiusChip"));
    const bool grave = item.tone == EntryTone::Bad || item.tone == EntryTone::Doubt;
    const QColor line = t.colour(grave                                 ? lineOf(item.tone)
                                 : item.lane == TimelineLane::Rollouts ? Tone::LineStrong
                                                                       : Tone::InkTertiary);
    QRectF box = bar;
    if (item.lane == TimelineLane::Commands || item.lane == TimelineLane::Flags)
        box = bar.adjusted(0, bar.height() / 5, 0, -bar.height() / 5);
    drawPanel(painter, box, radius, t.colour(item.open ? Tone::AccentBg : Tone::BgRaised), line);
    if (item.open) { // goes on: no end is drawn
        fillSnapped(painter, QRectF(box.right() - 3, box.top() + 2, 3, box.height() - 4), t.colour(Tone::AccentFill));
    }
}

} // namespace astern::ui
