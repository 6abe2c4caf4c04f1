// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timelineview.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/timeline/timeaxis.h"

#include <QAccessible>
#include <QEvent>
#include <QHelpEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

constexpr qint64 kMinute = 60'000;
constexpr qint64 kYear = 366 * 86'400'000LL;
constexpr qint64 kFirstLength = 6 * 3'600'000;

} // namespace

TimelineView::TimelineView(Session &session, TimelineModel &model, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(model), m_range(kFirstLength)
{
    setObjectName(QStringLiteral("timelineView"));
    setAccessibleName(tr("Time axis of the log"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&model, &TimelineModel::changed, this, &TimelineView::invalidate);
    connect(&theme(), &Theme::changed, this, &TimelineView::invalidate);
    connect(&m_tick, &QTimer::timeout, this, &TimelineView::keepFollowing);
    m_tick.start(1000);
    m_model.setSpan(span());
    say();
}

QSize TimelineView::minimumSizeHint() const { return {theme().px(420), theme().px(300)}; }

// A year is always within reach, whatever the log's age, and so are ten minutes around its end.
TimeSpan TimelineView::kept() const
{
    const qint64 nowMs = m_session.nowMs();
    const TimeSpan whole = m_model.whole();
    return {std::min(whole.fromMs > 0 ? whole.fromMs : nowMs, nowMs - kYear), nowMs};
}

TimeSpan TimelineView::span() const { return m_range.at(kept()); }

double TimelineView::labelColumn() const { return theme().px(112); }

TimeScale TimelineView::scale() const
{
    const TimeSpan shown = span();
    const double left = labelColumn();
    return {shown.fromMs, shown.toMs, left, std::max(1.0, width() - left - theme().px(16))};
}

TimeScale TimelineView::overviewScale() const
{
    const TimeScale own = scale();
    return {m_layout.overview.fromMs, m_layout.overview.toMs, own.left, own.width};
}

void TimelineView::setLength(qint64 lengthMs)
{
    m_range.setLength(std::max(lengthMs, kMinute), kept());
    moved();
}

void TimelineView::lookAt(const TimeSpan &span)
{
    TimeSpan wanted = span;
    if (wanted.lengthMs() < kMinute)
        wanted = {span.fromMs + span.lengthMs() / 2 - kMinute / 2, span.fromMs + span.lengthMs() / 2 + kMinute / 2};
    m_range.select(wanted, kept());
    moved();
}

void TimelineView::follow()
{
    m_range.follow();
    moved();
}

void TimelineView::showOldest()
{
    const TimeSpan whole = m_model.whole();
    if (whole.lengthMs() <= 0)
        return;
    const qint64 length = span().lengthMs();
    lookAt({whole.fromMs - length / 20, whole.fromMs - length / 20 + length});
}

void TimelineView::keepFollowing()
{
    if (!isVisible())
        return;
    // Not one picture more than there are pixels that time has passed; what is open grows, too.
    const double perPixel = double(span().lengthMs()) / std::max(1.0, scale().width);
    if (std::abs(double(m_session.nowMs() - m_drawnMs)) < std::max(perPixel, 900.0))
        return;
    if (m_range.followsNow())
        moved();
    else
        invalidate();
}

void TimelineView::moved()
{
    m_model.setSpan(span());
    invalidate();
    Q_EMIT spanChanged();
}

void TimelineView::invalidate()
{
    m_stale = true;
    m_laidOut = false;
    update();
}

bool TimelineView::chooseEntry(quint64 index)
{
    const int row = m_model.rowOfEntry(index);
    if (row < 0)
        return false;
    choose(m_model.rowAt(row));
    return true;
}

void TimelineView::choose(const TimelineItem &item)
{
    m_chosen = item.index;
    m_chosenKey = item.key;
    const TimeSpan shown = span();
    if (std::max(item.toMs, item.fromMs) < shown.fromMs || item.fromMs > shown.toMs) {
        const qint64 length = shown.lengthMs();
        lookAt({item.fromMs - length / 2, item.fromMs + length / 2});
    }
    say();
    update();
}

void TimelineView::clearChoice()
{
    if (!m_chosen)
        return;
    m_chosen.reset();
    m_chosenKey.clear();
    say();
    update();
    Q_EMIT choiceCleared();
}

// In time, over all lanes; from outside of what is shown: the first or the last that is.
bool TimelineView::step(int by)
{
    if (!m_model.showsItems())
        return false;
    const TimeSpan shown = span();
    int at = -1;
    for (int row = 0; row < m_model.rowCount() && !m_chosenKey.isEmpty(); ++row) {
        if (m_model.rowAt(row).key == m_chosenKey)
            at = row;
    }
    int next = at >= 0 ? at + by : by > 0 ? 0 : m_model.rowCount() - 1;
    const auto inside = [&](int row) {
        const TimelineItem &item = m_model.rowAt(row);
        return std::max(item.toMs, item.fromMs) >= shown.fromMs && item.fromMs <= shown.toMs;
    };
    while (next >= 0 && next < m_model.rowCount() && !inside(next))
        next += by;
    if (next < 0 || next >= m_model.rowCount())
        return false;
    choose(m_model.rowAt(next));
    Q_EMIT entryChosen(m_model.rowAt(next).index);
    return true;
}

// What is chosen is read aloud as it is shown.
void TimelineView::say()
{
    QString words = m_model.showsItems()
                        ? tr("%1 items; Tab goes through them, Ctrl+Tab leaves").arg(m_model.rowCount())
                        : tr("%1 entries, counted").arg(m_model.entriesInSpan());
    if (m_chosen) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (m_model.rowAt(row).key == m_chosenKey)
                words = m_model.data(m_model.index(row, 0), Qt::AccessibleTextRole).toString();
        }
    }
    if (words == accessibleDescription())
        return;
    setAccessibleDescription(words);
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
}

void TimelineView::layOut()
{
    if (m_laidOut)
        return;
    m_laidOut = true;
    const Theme &t = theme();
    Picture &p = m_layout;
    p.overview = overviewOf(span(), m_model.whole(), QTimeZone::systemTimeZone());
    p.stripTop = t.px(8);
    p.stripHeight = t.px(16);
    p.axisTop = p.stripTop + p.stripHeight + t.line(TextStyle::Axis) + t.px(8);
    p.axisHeight = t.line(TextStyle::Small) + t.px(10);
    p.lanesTop = p.axisTop + p.axisHeight;
    p.bottom = height();
    const double row = t.px(26);
    const double pad = t.px(14);
    const double room = p.bottom - p.lanesTop - kTimelineLanes * pad;
    const auto rows = laneRows(int(room / row));
    int all = 0;
    for (const int count : rows)
        all += count;
    // What is left over is given to all of them, so that the lanes fill the screen.
    const double spare = std::max(0.0, room - all * row) / kTimelineLanes;
    p.shows = m_model.showsItems();
    p.items = p.shows ? m_model.itemsAt(m_session.nowMs()) : QList<TimelineItem>();
    const TimeScale axis = scale();
    double top = p.lanesTop;
    for (int i = 0; i < kTimelineLanes; ++i) {
        Lane &lane = p.lanes[size_t(i)];
        lane.rows = rows[size_t(i)];
        lane.top = top;
        lane.height = lane.rows * row + pad + spare;
        top += lane.height;
        const LaneGeometry geometry{.left = axis.left,
                                    .right = axis.right(),
                                    .rows = lane.rows,
                                    .ring = double(t.px(18)),
                                    .gap = double(t.px(4)),
                                    .mostLabel = double(t.px(300)),
                                    .leastLabel = double(t.px(36))};
        lane.marks = layOutLane(
            p.items, TimelineLane(i), [&axis](qint64 atMs) { return axis.toX(atMs); },
            [&t](const QString &label) { return textWidth(t, TextStyle::Small, label); }, geometry);
    }
}

QRectF TimelineView::laneRect(TimelineLane lane) const
{
    const Lane &of = m_layout.lanes[size_t(lane)];
    return {scale().left, of.top, scale().width, of.height};
}

QRectF TimelineView::shapeOf(const Lane &lane, const TimelineMark &mark) const
{
    const double pitch = lane.height / lane.rows;
    const double middle = lane.top + pitch * (mark.row + 0.5);
    const double high = theme().px(18);
    return {mark.left, middle - high / 2, std::max(1.0, mark.right - mark.left), high};
}

const TimelineMark *TimelineView::markAt(const QPointF &at, const Lane **found)
{
    layOut();
    for (const Lane &lane : m_layout.lanes) {
        if (at.y() < lane.top || at.y() >= lane.top + lane.height)
            continue;
        // What was drawn last lies on top.
        for (auto mark = lane.marks.crbegin(); mark != lane.marks.crend(); ++mark) {
            QRectF shape = shapeOf(lane, *mark).adjusted(-2, -4, 2, 4);
            if (mark->labelWidth > 0 && !mark->inside) {
                shape.setLeft(std::min(shape.left(), mark->labelX));
                shape.setRight(std::max(shape.right(), mark->labelX + mark->labelWidth));
            }
            if (!shape.contains(at))
                continue;
            if (found)
                *found = &lane;
            return &*mark;
        }
    }
    return nullptr;
}

std::optional<QPointF> TimelineView::centreOf(quint64 index)
{
    layOut();
    for (const Lane &lane : m_layout.lanes) {
        for (const TimelineMark &mark : lane.marks) {
            if (m_layout.items.at(mark.item).index != index)
                continue;
            QRectF shape = shapeOf(lane, mark);
            shape.setLeft(std::max(shape.left(), scale().left));
            shape.setRight(std::min(shape.right(), scale().right()));
            return shape.center();
        }
    }
    return std::nullopt;
}

QString TimelineView::countsAt(const QPointF &at)
{
    const TimeScale axis = scale();
    if (m_layout.shows || at.x() < axis.left || at.x() > axis.right())
        return {};
    const qint64 piece = Activity::pieceFor(span().lengthMs());
    const qint64 start = axis.toTime(at.x()) / piece * piece;
    const Activity::Stretch stretch = m_model.activity().stretch({start, start + piece}, piece);
    QStringList words{spanWords({start, start + piece}, QTimeZone::systemTimeZone())};
    for (int lane = 0; lane < kTimelineLanes; ++lane) {
        qint64 count = 0;
        for (const Activity::Piece &one : stretch.pieces)
            count += one.counts[size_t(lane)];
        if (count > 0)
            words.append(QStringLiteral("%1: %2").arg(laneName(TimelineLane(lane)), format::count(count)));
    }
    return words.size() > 1 ? words.join(QLatin1Char('\n')) : QString();
}

QString TimelineView::saidAt(const QPointF &at)
{
    layOut();
    if (at.y() < m_layout.lanesTop)
        return {};
    const TimelineMark *mark = markAt(at);
    if (!mark)
        return countsAt(at);
    const TimelineItem &item = m_layout.items.at(mark->item);
    QString words =
        QStringLiteral("%1  %2\n%3").arg(format::entry(qint64(item.index)), format::stamp(item.fromMs), item.details);
    if (mark->more > 0)
        words +=
            QLatin1Char('\n') + tr("and %1 more so close to it that they are told apart only nearer").arg(mark->more);
    return words;
}

bool TimelineView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString words = saidAt(QPointF(help->pos()));
        if (words.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QWidget::event(event);
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    invalidate();
}

void TimelineView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::PaletteChange)
        invalidate();
}

} // namespace astern::ui
