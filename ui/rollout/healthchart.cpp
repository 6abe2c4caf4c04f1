// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/healthchart.h"

#include "models/base/format.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace astern::ui {
namespace {

ChartLayout::Fonts fontHeights(const Theme &theme)
{
    ChartLayout::Fonts fonts;
    fonts.title = QFontMetricsF(theme.font(TextStyle::CaptionMedium)).height();
    fonts.value = QFontMetricsF(theme.font(TextStyle::PaneTitle)).height();
    const QFontMetricsF axis(theme.font(TextStyle::Axis));
    fonts.axis = axis.height();
    fonts.axisDigits = axis.horizontalAdvance(QLatin1Char('0'));
    return fonts;
}

qint64 newest(const SeriesStore::View &view) { return view.isEmpty() ? -1 : view.last().atMs; }

} // namespace

HealthChart::HealthChart(const SeriesStore &store, QWidget *parent) : QWidget(parent), m_store(store)
{
    setObjectName(QStringLiteral("healthChart"));
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

SeriesStore::View HealthChart::stableView() const
{
    return m_source.stable ? m_store.view(*m_source.stable) : SeriesStore::View{};
}

void HealthChart::setSource(const Source &source)
{
    if (m_source == source)
        return;
    m_source = source;
    setAccessibleName(source.spec.title);
    forget();
}

void HealthChart::setWindow(qint64 fromMs, qint64 toMs)
{
    // Newer samples, or a pixel's worth of time: anything less would draw the same picture again.
    const double perPixel = double(toMs - fromMs) / std::max(1.0, layoutNow().plot.width() * devicePixelRatioF());
    const bool sampled = newest(freshView()) != m_cachedLastMs || newest(stableView()) != m_cachedStableMs;
    const bool moved = std::abs(double(toMs - m_toMs)) >= perPixel || toMs - fromMs != m_toMs - m_fromMs;
    if (!sampled && !moved && !m_cache.isNull())
        return;
    m_fromMs = fromMs;
    m_toMs = toMs;
    forget();
    const Header said = header();
    setAccessibleDescription(said.value.digits.isEmpty()
                                 ? tr("no data")
                                 : QString(said.value.together() + QStringLiteral(", ") + limitText(m_source.spec)));
}

void HealthChart::setBands(const QList<VerdictBand> &bands)
{
    if (m_bands == bands)
        return;
    m_bands = bands;
    forget();
}

void HealthChart::setMarkers(const QList<ChartMarker> &markers)
{
    if (m_markers == markers)
        return;
    m_markers = markers;
    forget();
}

void HealthChart::setCursor(std::optional<qint64> atMs)
{
    if (m_cursor == atMs)
        return;
    m_cursor = atMs;
    update(); // only the overlay: the curves come from the cache
}

void HealthChart::setGround(Tone ground)
{
    m_ground = ground;
    forget();
}

void HealthChart::forget()
{
    m_cache = {};
    update();
}

ChartLayout HealthChart::layoutNow() const { return ChartLayout::of(QSizeF(size()), fontHeights(theme())); }

HealthChart::Header HealthChart::header() const
{
    Header out;
    out.title = m_source.spec.title;
    const std::optional<LimitValue> limit = limitOf(m_source.spec);
    const SeriesStore::View fresh = freshView();
    const qint64 hold = m_source.spec.staleAfterMs();
    const qint64 at = m_cursor.value_or(m_toMs);
    std::optional<Sample> shown = sampleAt(fresh, at, hold);
    if (!shown && !m_cursor && !fresh.isEmpty() && !std::isnan(fresh.last().value)) {
        shown = fresh.last();
        out.stale = true;
    }
    if (shown) {
        out.value = valueText(m_source.spec, shown->value);
        out.beyond = !out.stale && limit && limit->isBeyond(shown->value);
    }
    QStringList parts;
    if (out.stale)
        parts.append(tr("%1 old").arg(format::age(fresh.last().atMs, m_toMs)));
    else if (const std::optional<Sample> beside = sampleAt(stableView(), at, hold))
        parts.append(m_source.stableName + QLatin1Char(' ') + valueText(m_source.spec, beside->value).together());
    if (m_cursor)
        parts.append(tr("at %1").arg(format::clock(*m_cursor, m_toMs)));
    out.reference = parts.join(QStringLiteral(", "));
    return out;
}

void HealthChart::draw()
{
    ChartInput input;
    input.spec = m_source.spec;
    input.fresh = freshView();
    input.stable = stableView();
    input.fromMs = m_fromMs;
    input.toMs = m_toMs;
    input.bands = m_bands;
    input.markers = m_markers;
    input.zone = QTimeZone::systemTimeZone();
    m_picture = compose(input, layoutNow());
    m_cachedLastMs = newest(input.fresh);
    m_cachedStableMs = newest(input.stable);
    const double dpr = devicePixelRatioF();
    m_cache = QPixmap((QSizeF(size()) * dpr).toSize());
    m_cache.setDevicePixelRatio(dpr);
    m_cache.fill(theme().colour(m_ground)); // opaque: copied instead of blended
    QPainter painter(&m_cache);
    paintChart(painter, m_picture, chartInk(theme(), m_ground), dpr);
    ++m_redraws;
}

void HealthChart::paintEvent(QPaintEvent *)
{
    if (m_cache.isNull() && !size().isEmpty())
        draw();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_cache);
    paintHeader(painter, m_picture.layout);
    if (m_cursor && *m_cursor >= m_fromMs && *m_cursor <= m_toMs) {
        ChartCursor cursor;
        cursor.x = m_picture.time.toX(*m_cursor);
        cursor.time = format::clock(*m_cursor, m_toMs);
        const double factor = displayFactor(m_source.spec);
        const qint64 hold = m_source.spec.staleAfterMs();
        if (const std::optional<Sample> sample = sampleAt(freshView(), *m_cursor, hold))
            cursor.freshY = m_picture.values.toY(sample->value * factor);
        if (const std::optional<Sample> sample = sampleAt(stableView(), *m_cursor, hold))
            cursor.stableY = m_picture.values.toY(sample->value * factor);
        paintCursor(painter, m_picture, cursor, chartInk(theme(), m_ground), devicePixelRatioF());
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme().colour(Tone::Focus), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void HealthChart::paintHeader(QPainter &painter, const ChartLayout &layout) const
{
    const Header said = header();
    const double em = theme().textScale();
    painter.setFont(theme().font(TextStyle::CaptionMedium));
    painter.setPen(theme().colour(Tone::InkSecondary));
    painter.drawText(layout.title, Qt::AlignLeft | Qt::AlignVCenter, said.title);

    double x = layout.value.left();
    const QRectF row = layout.value;
    if (said.beyond) {
        drawStatus(painter, theme(), QRectF(x, row.center().y() - 7 * em, 14 * em, 14 * em), Status::Failing);
        x += 18 * em;
    }
    const QColor ink = theme().colour(said.beyond  ? Tone::CriticalText
                                      : said.stale ? Tone::InkTertiary
                                                   : Tone::InkPrimary);
    const auto run = [&](const QString &text, const QFont &font, const QColor &colour, double gap) {
        painter.setFont(font);
        painter.setPen(colour);
        const QFontMetricsF metrics(font);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, row.right() - x);
        painter.drawText(QRectF(x, row.top(), row.right() - x, row.height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        x += metrics.horizontalAdvance(shown) + gap;
    };
    if (said.value.digits.isEmpty()) {
        run(tr("no data"), theme().font(TextStyle::Strong), theme().colour(Tone::UnknownText), 10 * em);
    } else {
        run(said.value.digits, theme().font(TextStyle::PaneTitle), ink, 4 * em);
        run(said.value.unit, theme().font(TextStyle::SmallMedium), ink, 10 * em);
    }
    run(said.reference, theme().font(TextStyle::Caption),
        theme().colour(said.stale ? Tone::UnknownText : Tone::InkTertiary), 0);
}

void HealthChart::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF plot = m_picture.layout.plot;
    const double x = event->position().x();
    if (x < plot.left() || x > plot.right())
        Q_EMIT cursorMoved(std::nullopt);
    else
        Q_EMIT cursorMoved(m_picture.time.toTime(x));
}

void HealthChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT openRequested();
}

void HealthChart::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("healthChartMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Open large") + QStringLiteral("\tEnter"), this, &HealthChart::openRequested);
    menu->popup(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

void HealthChart::leaveEvent(QEvent *) { Q_EMIT cursorMoved(std::nullopt); }

void HealthChart::keyPressEvent(QKeyEvent *event)
{
    const qint64 step = std::max<qint64>(1000, (m_toMs - m_fromMs) / 60);
    const qint64 at = m_cursor.value_or(m_toMs);
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT cursorMoved(std::max(m_fromMs, at - step));
        return;
    case Qt::Key_Right:
        Q_EMIT cursorMoved(std::min(m_toMs, at + step));
        return;
    case Qt::Key_Home:
        Q_EMIT cursorMoved(m_fromMs);
        return;
    case Qt::Key_End:
        Q_EMIT cursorMoved(m_toMs);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT openRequested();
        return;
    case Qt::Key_Escape:
        if (m_cursor) {
            Q_EMIT cursorMoved(std::nullopt);
            return;
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void HealthChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        forget();
    QWidget::changeEvent(event);
}

void HealthChart::resizeEvent(QResizeEvent *) { forget(); }

QSize HealthChart::sizeHint() const { return QSize(int(300 * theme().textScale()), int(260 * theme().textScale())); }
QSize HealthChart::minimumSizeHint() const
{
    return QSize(int(180 * theme().textScale()), int(150 * theme().textScale()));
}

} // namespace astern::ui
