// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/boarddelegate.h"

#include "models/base/format.h"
#include "models/health/decimate.h"
#include "ui/rollout/statewords.h"
#include "ui/theme/paint.h"

#include <QPainter>
#include <QTableView>

#include <cmath>

namespace astern::ui {

namespace {

constexpr qint64 kSparkWindowMs = 10 * 60'000;

// A shape of its own for each, so that colour is never alone.
const char *iconOf(AlertRank rank)
{
    switch (rank) {
    case AlertRank::Critical:
        return "octagon-alert";
    case AlertRank::Warning:
        return "triangle-alert";
    case AlertRank::Info:
        break;
    }
    return "info";
}

// A column has room for one unit: "38 s", "6 min", "3 h".
qint64 wholeUnit(qint64 ms)
{
    for (const qint64 unit : {qint64(86'400'000), qint64(3'600'000), qint64(60'000)}) {
        if (ms >= unit)
            return ms / unit * unit;
    }
    return std::max<qint64>(0, ms / 1000 * 1000);
}

} // namespace

BoardDelegate::BoardDelegate(const Session &session, const BoardModel &model, QObject *parent)
    : QStyledItemDelegate(parent), m_session(session), m_model(model)
{
}

QSize BoardDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Theme &theme = Theme::of(option.widget);
    return {theme.px(80), theme.size(QLatin1String("row"))};
}

QString BoardDelegate::heldText(const BoardRow &row, qint64 nowMs)
{
    return row.sinceMs > 0 ? format::duration(wholeUnit(nowMs - row.sinceMs)) : QString();
}

void BoardDelegate::setPulse(const QString &placementKey, qreal strength)
{
    if (strength >= 1)
        m_pulses.remove(placementKey);
    else
        m_pulses.insert(placementKey, strength);
}

void BoardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_model.rowCount())
        return;
    if (m_model.isHeading(index.row()))
        return paintHeading(*painter, option, index.row());
    const Theme &theme = Theme::of(option.widget);
    const BoardRow &row = m_model.rowAt(index.row());
    const qreal pad = theme.size(QLatin1String("cellPad"));
    const Cell cell{*painter, theme, row, QRectF(option.rect).adjusted(pad, 0, -pad, -1), index};
    painter->save();
    paintGround(cell, option);
    switch (index.column()) {
    case BoardModel::StateColumn:
        paintState(cell);
        break;
    case BoardModel::ServiceColumn:
        // What tells services apart is at the end of their names as often as at the beginning.
        drawText(*painter, theme, cell.rect, TextStyle::Strong, theme.colour(Tone::InkPrimary), row.placement.service,
                 Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
        break;
    case BoardModel::PlaceColumn:
        drawText(*painter, theme, cell.rect, TextStyle::Body, theme.colour(Tone::InkSecondary), row.placement.where());
        break;
    case BoardModel::ReleaseColumn:
        drawRelease(*painter, theme, cell.rect, row.inProgress ? row.oldVersion : QString(), row.newVersion);
        break;
    case BoardModel::ProgressColumn:
        paintProgress(cell);
        break;
    case BoardModel::FirstSignalColumn:
        paintSignal(cell, row.columns[0]);
        break;
    case BoardModel::SecondSignalColumn:
        paintSignal(cell, row.columns[1]);
        break;
    case BoardModel::AlertsColumn:
        paintAlerts(cell);
        break;
    case BoardModel::ReadyColumn:
        paintReady(cell);
        break;
    case BoardModel::NextColumn:
        paintNext(cell);
        break;
    default:
        break;
    }
    painter->restore();
}

void BoardDelegate::paintGround(const Cell &cell, const QStyleOptionViewItem &option) const
{
    const QRectF full = option.rect;
    const Theme &theme = cell.theme;
    const bool selected = option.state & QStyle::State_Selected;
    const Tone ground = selected ? Tone::BgSelected : cell.index.row() == m_hovered ? Tone::BgHover : Tone::BgSurface;
    cell.painter.fillRect(full, theme.colour(ground));
    const bool isLast = m_model.isLastUrgent(cell.index.row());
    // At bottom - 1: QRectF's bottom is outside, and the next row would paint over half a pixel.
    drawHLine(cell.painter, full.left(), full.right(), full.bottom() - 1,
              theme.colour(isLast ? Tone::LineStrong : Tone::LineSubtle));
    if (cell.index.column() != BoardModel::StateColumn || !isUrgent(cell.row.state))
        return;
    QColor bar = theme.colour(look(statusOf(cell.row.state)).fill);
    if (cell.row.state == BoardState::RollingBack)
        bar = theme.colour(Tone::CriticalFill);
    bar.setAlphaF(float(m_pulses.value(cell.row.id(), 1)));
    fillSnapped(cell.painter,
                {full.left(), full.top(), qreal(theme.size(QLatin1String("urgentBar"))), full.height() - 1}, bar);
}

// The whole row, whichever cell of it is asked for: its words are wider than the first one.
void BoardDelegate::paintHeading(QPainter &painter, const QStyleOptionViewItem &option, int row) const
{
    const Theme &theme = Theme::of(option.widget);
    const BoardModel::Heading &heading = m_model.headingAt(row);
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    const QRectF full(0, option.rect.top(), view ? view->viewport()->width() : option.rect.right(),
                      option.rect.height());
    painter.fillRect(full, theme.colour(Tone::BgSunken));
    drawHLine(painter, full.left(), full.right(), full.bottom() - 1, theme.colour(Tone::LineDefault));
    QRectF rest = full.adjusted(theme.px(16), 0, -theme.px(16), -1);
    const auto say = [&](const QString &text, TextStyle style, Tone tone) {
        rest.setLeft(rest.left() + drawText(painter, theme, rest, style, theme.colour(tone), text) + theme.px(12));
    };
    say(heading.title, TextStyle::Strong, Tone::InkPrimary);
    say(format::plural(heading.places, tr("1 place"), tr("%1 places")), TextStyle::Small, Tone::InkTertiary);
    if (heading.failing > 0)
        say(tr("%1 failing").arg(heading.failing), TextStyle::SmallStrong, Tone::CriticalText);
    else if (heading.urgent > 0)
        say(format::plural(heading.urgent, tr("1 needs a person"), tr("%1 need a person")), TextStyle::SmallStrong,
            Tone::AccentText);
}

void BoardDelegate::paintState(const Cell &cell) const
{
    const BoardRow &row = cell.row;
    drawStatusCell(cell.painter, cell.theme, cell.rect.adjusted(cell.theme.px(3), 0, 0, 0),
                   {statusOf(row.state), words(row.state), heldText(row, m_session.nowMs()), isFailing(row.state)});
}

void BoardDelegate::paintProgress(const Cell &cell) const
{
    const BoardRow &row = cell.row;
    const Theme &theme = cell.theme;
    if (!row.inProgress)
        return;
    const qreal dpr = devicePixelRatio(cell.painter);
    const qreal height = theme.size(QLatin1String("stepperHeight"));
    const qreal width = theme.size(QLatin1String("stepperWidth"));
    const QRectF bar(cell.rect.left(), snap(cell.rect.center().y() - height / 2, dpr), width, height);
    drawStepper(cell.painter, theme, bar,
                {row.step, row.steps, row.percent, isFailing(row.state) ? Tone::CriticalFill : Tone::InkPrimary});
    const qreal percentRight = bar.right() + theme.px(42);
    drawText(cell.painter, theme, {bar.right(), cell.rect.top(), percentRight - bar.right(), cell.rect.height()},
             TextStyle::Medium, theme.colour(Tone::InkPrimary), format::weight(std::round(row.percent)),
             Qt::AlignRight | Qt::AlignVCenter, Qt::ElideNone);
    if (row.steps <= 0)
        return;
    const QRectF count(percentRight + theme.px(7), cell.rect.top(), theme.px(30), cell.rect.height());
    drawText(cell.painter, theme, count, TextStyle::Small, theme.colour(Tone::InkTertiary),
             QString::number(std::min(row.step + 1, row.steps)) + QLatin1Char('/') + QString::number(row.steps),
             Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideNone);
}

void BoardDelegate::paintSignal(const Cell &cell, const BoardSignal &signal) const
{
    if (signal.isEmpty())
        return;
    const Theme &theme = cell.theme;
    const qreal dpr = devicePixelRatio(cell.painter);
    const std::optional<Sample> newest = m_session.series().last(signal.series);
    const Spark *kept = newest ? spark(cell, signal, *newest) : nullptr;
    const qreal width = theme.size(QLatin1String("sparkWidth"));
    const qreal height = theme.size(QLatin1String("sparkHeight"));
    if (kept) {
        const QPointF at(snap(cell.rect.left(), dpr), snap(cell.rect.center().y() - height / 2, dpr));
        cell.painter.drawPixmap(at - QPointF(2, 2), kept->pixmap); // it has room around the plot for the line's width
        drawSparkEnd(cell.painter, theme, QRectF(at, QSizeF(width, height)), kept->picture, kept->scale, *newest);
    }
    const QRectF text(cell.rect.left() + width + theme.px(4), cell.rect.top(), cell.rect.width() - width - theme.px(4),
                      cell.rect.height());
    TextStyle style = TextStyle::Medium;
    Tone ink = Tone::InkPrimary;
    QString shown = signal.text;
    if (signal.over()) {
        style = TextStyle::Strong;
        ink = Tone::CriticalText;
    } else if (signal.stale() || signal.reading.state == LimitReading::State::NoData) {
        style = TextStyle::CaptionMedium;
        ink = signal.stale() ? Tone::UnknownText : Tone::InkTertiary;
        if (shown.isEmpty())
            shown = tr("no data");
    }
    drawText(cell.painter, theme, text, style, theme.colour(ink), shown, Qt::AlignRight | Qt::AlignVCenter);
}

const BoardDelegate::Spark *BoardDelegate::spark(const Cell &cell, const BoardSignal &signal,
                                                 const Sample &newest) const
{
    const Theme &theme = cell.theme;
    const qreal dpr = devicePixelRatio(cell.painter);
    const QSizeF size(theme.size(QLatin1String("sparkWidth")), theme.size(QLatin1String("sparkHeight")));
    const int columns = std::max(1, int(size.width() * dpr));
    // Every series begins its columns at a time of its own, so that not all are drawn anew in the same frame.
    const qint64 columnMs = kSparkWindowMs / columns;
    // A checksum and no hash: pictures are to be the same on every machine.
    const qint64 phaseMs = qChecksum(signal.series.place.toLatin1()) % columnMs;
    const qint64 toMs = ((newest.atMs + phaseMs) / columnMs + 1) * columnMs - phaseMs;
    const SparkStamp stamp{toMs, dpr, theme.textScale(), signal.reading.state};
    const Spark *known = m_sparks.object(signal.series);
    const bool fits = known && newest.value >= known->scale.low && newest.value <= known->scale.high;
    if (known && known->stamp == stamp && (fits || !std::isfinite(newest.value)))
        return known;
    auto *made = new Spark{.stamp = stamp, .pixmap = {}, .picture = {}, .scale = {}};
    SparkPicture &picture = made->picture;
    picture.fromMs = toMs - kSparkWindowMs;
    picture.toMs = toMs;
    picture.above = signal.spec.limitAbove;
    picture.below = signal.spec.limitBelow;
    picture.stale = signal.stale();
    decimate(m_session.series().view(signal.series), {picture.fromMs, picture.toMs, columns},
             signal.spec.staleAfterMs(), picture.points);
    // The sample before the window makes the line enter at the edge; a sparkline starts at its own first one.
    std::erase_if(picture.points, [&picture](const Sample &sample) { return sample.atMs < picture.fromMs; });
    const QSizeF outer = size + QSizeF(4, 4);
    made->pixmap = QPixmap(QSize(int(std::ceil(outer.width() * dpr)), int(std::ceil(outer.height() * dpr))));
    made->pixmap.setDevicePixelRatio(dpr);
    made->pixmap.fill(Qt::transparent);
    made->scale = sparkScale(picture);
    QPainter painter(&made->pixmap);
    drawSpark(painter, theme, QRectF(QPointF(2, 2), size), picture);
    painter.end();
    if (picture.points.size() > 1)
        picture.points.erase(picture.points.begin(), picture.points.end() - 1);
    m_sparks.insert(signal.series, made);
    return made;
}

void BoardDelegate::paintAlerts(const Cell &cell) const
{
    const AlertWords &alerts = cell.row.alerts;
    const Theme &theme = cell.theme;
    using Known = PlaceAlerts::Known;
    const bool fires = alerts.firing > 0;
    QRectF text = cell.rect;
    TextStyle style = fires ? TextStyle::SmallStrong : TextStyle::Small;
    Tone ink = Tone::InkTertiary;
    if (alerts.known == Known::Stale || alerts.known == Known::NotYet)
        ink = Tone::UnknownText;
    else if (fires)
        ink = alerts.worst == AlertRank::Critical  ? Tone::CriticalText
              : alerts.worst == AlertRank::Warning ? Tone::WarningText
                                                   : Tone::InkSecondary;
    if (fires) {
        const qreal dpr = devicePixelRatio(cell.painter);
        const QPointF at(snap(text.left(), dpr), snap(text.center().y() - theme.px(14) / 2.0, dpr));
        cell.painter.drawPixmap(at, theme.icon(QLatin1String(iconOf(alerts.worst)), ink, 14, dpr));
        text.setLeft(text.left() + theme.px(18));
    }
    drawText(cell.painter, theme, text, style, theme.colour(ink), alerts.text);
}

void BoardDelegate::paintReady(const Cell &cell) const
{
    const BoardRow &row = cell.row;
    const Theme &theme = cell.theme;
    const qreal dpr = devicePixelRatio(cell.painter);
    const QPointF at(snap(cell.rect.left(), dpr), snap(cell.rect.center().y() - theme.px(14) / 2.0, dpr));
    const QRectF text = cell.rect.adjusted(theme.px(18), 0, theme.px(8), 0);
    if (!row.seen)
        return;
    if (row.rollbackTo.isEmpty()) {
        cell.painter.drawPixmap(at, theme.icon(QStringLiteral("triangle-alert"), Tone::WarningText, 14, dpr));
        drawText(cell.painter, theme, text, TextStyle::SmallStrong, theme.colour(Tone::WarningText), tr("no"));
        return;
    }
    const Tone ink = row.stale ? Tone::UnknownText : Tone::InkTertiary;
    cell.painter.drawPixmap(at, row.stale ? statusPixmap(theme, Status::Stale, 14, dpr)
                                          : theme.icon(QStringLiteral("check"), Tone::GlyphCalm, 14, dpr));
    drawText(cell.painter, theme, text, TextStyle::Small, theme.colour(ink),
             row.provenMs > 0
                 ? format::age(m_session.nowMs() - wholeUnit(m_session.nowMs() - row.provenMs), m_session.nowMs())
                 : QString());
}

void BoardDelegate::paintNext(const Cell &cell) const
{
    const QString text = cell.index.data(Qt::DisplayRole).toString();
    TextStyle style = TextStyle::Body;
    Tone ink = Tone::InkSecondary;
    if (isFailing(cell.row.state)) {
        style = TextStyle::Strong;
        ink = Tone::CriticalText;
    } else if (cell.row.state == BoardState::Unknown) {
        ink = Tone::UnknownText;
    } else if (cell.row.state == BoardState::Suspect || cell.row.state == BoardState::External) {
        ink = Tone::WarningText;
    } else if (cell.row.state == BoardState::RollingBack || cell.row.state == BoardState::WaitsForYou) {
        ink = Tone::InkPrimary;
    }
    drawText(cell.painter, cell.theme, cell.rect, style, cell.theme.colour(ink), text);
}

} // namespace astern::ui
