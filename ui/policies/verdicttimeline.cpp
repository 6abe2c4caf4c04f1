// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/verdicttimeline.h"

#include "models/views/verdictwords.h"
#include "ui/rollout/chartpaint.h"
#include "ui/rollout/chartsource.h"
#include "ui/theme/paint.h"
#include "ui/theme/style.h"

#include <QPainter>

namespace astern::ui {
namespace {

constexpr double kTint = 0.62; // as behind the charts

// A lane: room for the words of acts, and the band below.
double wordsHeight(const Theme &theme) { return theme.line(TextStyle::Axis) + theme.px(2); }
double bandHeight(const Theme &theme) { return theme.line(TextStyle::Axis) + theme.px(10); }
double laneHeight(const Theme &theme) { return wordsHeight(theme) + bandHeight(theme) + theme.px(8); }

QString wordOf(VerdictBand::State state)
{
    switch (state) {
    case VerdictBand::State::Suspect:
        return guard::words(policy::VerdictClass::Transient);
    case VerdictBand::State::External:
        return guard::words(policy::VerdictClass::External);
    case VerdictBand::State::NoData:
        return guard::words(policy::VerdictClass::Unknown);
    case VerdictBand::State::OverLimit:
    case VerdictBand::State::Failing:
        break;
    }
    return guard::words(policy::VerdictClass::Systemic);
}

} // namespace

VerdictTimeline::VerdictTimeline(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("verdictTimeline"));
    setAccessibleName(tr("Verdicts over the rollout"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void VerdictTimeline::set(const std::optional<guard::JudgedRecords> &judged)
{
    m_lanes.clear();
    QStringList words;
    const auto add = [&](const std::optional<guard::JudgedSide> &side, const QString &name) {
        Lane lane{.name = name, .bands = {}, .acts = {}};
        if (side && !side->verdicts.empty()) {
            guard::PlaceVerdict verdict;
            verdict.timeline = spansOf(*side);
            verdict.tickMs = side->verdicts.back().tickMs;
            lane.bands = verdictBands(verdict, verdict.tickMs);
            for (const guard::Act &act : decisionsOf(*side))
                lane.acts.append({act.dueMs, actWords(act.name())});
            const QString first = firstDecision(*side, judged->ground.rollout.startMs);
            words.append(QStringLiteral("%1: %2").arg(name, first.isEmpty() ? tr("nothing is decided") : first));
        }
        m_lanes.append(lane);
    };
    if (judged) {
        m_fromMs = judged->ground.rollout.startMs;
        m_toMs = std::max(judged->latestMs, m_fromMs + 1);
        add(judged->edited, tr("as edited"));
        add(judged->other, tr("as saved"));
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    update();
}

double VerdictTimeline::nameWidth() const
{
    const Theme &theme = Theme::of(this);
    double width = 0;
    for (const QString &name : {tr("as edited"), tr("as saved")})
        width = std::max(width, double(textWidth(theme, TextStyle::SmallMedium, name)));
    return width + theme.px(12);
}

QSize VerdictTimeline::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(320), int(2 * laneHeight(theme) + theme.line(TextStyle::Axis) + theme.px(8))};
}

void VerdictTimeline::paintLane(QPainter &painter, const Lane &lane, const TimeScale &scale, double top) const
{
    const Theme &theme = Theme::of(this);
    const ChartInk ink = chartInk(theme, Tone::BgSurface);
    const double dpr = devicePixelRatioF();
    const double bandTop = snap(top + wordsHeight(theme), dpr);
    const double height = snap(bandHeight(theme), dpr);
    drawText(painter, theme, QRectF(0, bandTop, scale.left - theme.px(8), height), TextStyle::SmallMedium,
             theme.colour(Tone::InkSecondary), lane.name);
    const double strip = std::max(3.0, double(theme.px(3)));
    const QRectF whole(scale.left, bandTop, scale.width, height);
    fillSnapped(painter, whole, theme.colour(Tone::BgSunken));
    fillSnapped(painter, QRectF(whole.left(), whole.top(), whole.width(), strip), ink.quiet);
    for (const VerdictBand &band : lane.bands) {
        const auto [solid, ground] = bandInk(band.state, ink);
        const double left = snap(scale.toX(std::max(band.fromMs, scale.fromMs)), dpr);
        const double right = std::max(left + 1, double(snap(scale.toX(band.toMs), dpr)));
        const QRectF room(left, bandTop, right - left, height);
        painter.fillRect(room, mix(ink.ground, ground, kTint));
        painter.fillRect(QRectF(left, bandTop, right - left, strip), solid);
        const QString word = wordOf(band.state);
        if (textWidth(theme, TextStyle::Axis, word) + theme.px(8) < room.width())
            drawText(painter, theme, room.adjusted(theme.px(4), strip, -theme.px(2), 0), TextStyle::Axis,
                     theme.colour(Tone::InkPrimary), word);
    }
    double free = scale.left;
    for (const ChartMarker &act : lane.acts) {
        const double x = snap(scale.toX(act.atMs), dpr);
        drawVLine(painter, x, top + theme.px(2), bandTop + strip, theme.colour(Tone::InkPrimary));
        const double width = textWidth(theme, TextStyle::Axis, act.text);
        const bool left = x + width + theme.px(4) > scale.right();
        const double from = left ? x - width - theme.px(4) : x + theme.px(4);
        if (from < free)
            continue; // its line is there; the list below has its words
        drawText(painter, theme, QRectF(from, top, width + 2, wordsHeight(theme)), TextStyle::Axis,
                 theme.colour(Tone::InkPrimary), act.text);
        free = from + width + theme.px(6);
    }
}

void VerdictTimeline::paintEvent(QPaintEvent *)
{
    if (m_lanes.isEmpty())
        return;
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const double left = nameWidth();
    const TimeScale scale{m_fromMs, m_toMs, left, std::max(1.0, width() - left - theme.px(4))};
    double top = 0;
    for (const Lane &lane : std::as_const(m_lanes)) {
        paintLane(painter, lane, scale, top);
        top += laneHeight(theme);
    }
    const QTimeZone zone = QTimeZone::systemTimeZone();
    const QList<qint64> ticks = timeTicks(scale, theme.px(80), zone);
    for (const qint64 tick : ticks) {
        const double x = scale.toX(tick);
        drawVLine(painter, x, top - theme.px(6), top - theme.px(3), theme.colour(Tone::LineStrong));
        const QString label = timeLabel(tick, ticks, zone);
        const double width = textWidth(theme, TextStyle::Axis, label);
        const double from = std::clamp(x - width / 2, left, std::max(left, scale.right() - width));
        drawText(painter, theme, QRectF(from, top - theme.px(2), width + 2, theme.line(TextStyle::Axis)),
                 TextStyle::Axis, theme.colour(Tone::InkTertiary), label);
    }
}

} // namespace astern::ui
