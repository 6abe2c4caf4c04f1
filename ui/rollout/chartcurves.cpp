// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartcurves.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace astern::ui {
namespace {

constexpr double kFreshWidth = 1.75;
constexpr double kBeyondWidth = 2;

void strokeAll(QPainter &painter, const QList<QPolygonF> &pieces, const QColor &colour, double width)
{
    // Bevel joins: round ones take 2.4 times as long, and nobody sees the difference.
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    for (const QPolygonF &piece : pieces) {
        if (piece.size() == 1)
            painter.drawEllipse(piece.first(), width / 2, width / 2);
        else
            painter.drawPolyline(piece);
    }
}

struct Extent {
    double length = 0; // of all pieces, in pixels
    qsizetype points = 0;
    // A noisy hour goes up and down in every pixel column: what is seen of its curve is from where to where it goes
    // there. Stroking all of it draws the same wall at many times the cost, which grows with the height of the chart.
    [[nodiscard]] bool isDense(double width) const { return double(points) > width && length > 6 * width; }
};

Extent extentOf(const QList<QPolygonF> &pieces)
{
    Extent extent;
    for (const QPolygonF &piece : pieces) {
        extent.points += piece.size();
        for (qsizetype i = 1; i < piece.size(); ++i)
            extent.length += std::hypot(piece.at(i).x() - piece.at(i - 1).x(), piece.at(i).y() - piece.at(i - 1).y());
    }
    return extent;
}

void fillSharp(QPainter &painter, const QList<QRectF> &rects, const QColor &colour)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRects(rects);
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

// A curve as one upright bar a pixel column: from where to where it goes there.
class Columns {
public:
    Columns(const QRectF &plot, double dpr) : m_plot(plot), m_dpr(dpr), m_spans(size_t(plot.width() * dpr) + 2) {}

    void add(const QPolygonF &piece)
    {
        for (qsizetype i = 1; i < piece.size(); ++i) {
            const QPointF from = piece.at(i - 1);
            const QPointF step = piece.at(i) - from;
            const size_t last = column(piece.at(i).x());
            double enters = from.y();
            for (size_t at = column(from.x()); at <= last; ++at) {
                const double edge = m_plot.left() + double(at + 1) / m_dpr;
                const double leaves = at == last ? piece.at(i).y() : from.y() + step.y() * (edge - from.x()) / step.x();
                extend(at, enters, leaves);
                enters = leaves;
            }
        }
    }

    void fill(QPainter &painter, const QColor &colour, double thickness) const
    {
        QList<QRectF> bars;
        bars.reserve(qsizetype(m_spans.size()));
        for (size_t at = 0; at < m_spans.size(); ++at) {
            const Span &span = m_spans.at(at);
            if (span.top <= span.bottom)
                bars.append({m_plot.left() + double(at) / m_dpr, span.top - thickness / 2, 1 / m_dpr,
                             span.bottom - span.top + thickness});
        }
        fillSharp(painter, bars, colour);
    }

private:
    struct Span {
        double top = std::numeric_limits<double>::infinity();
        double bottom = -std::numeric_limits<double>::infinity();
    };
    [[nodiscard]] size_t column(double x) const
    {
        return size_t(std::clamp((x - m_plot.left()) * m_dpr, 0.0, double(m_spans.size() - 1)));
    }
    void extend(size_t at, double y1, double y2)
    {
        Span &span = m_spans[at];
        span.top = std::min({span.top, y1, y2});
        span.bottom = std::max({span.bottom, y1, y2});
    }

    QRectF m_plot;
    double m_dpr;
    std::vector<Span> m_spans; // by column of device pixels
};

void paintDots(QPainter &painter, const QList<QPolygonF> &pieces, const QColor &colour, double width)
{
    // The same picture as a dotted pen for a third of its time.
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap));
    QPolygonF dots;
    // Where the curve is dense the dots are a cloud, through which the other one can be seen.
    const Extent extent = extentOf(pieces);
    const double gap = extent.isDense(width) ? extent.length / (1.5 * width) : 3.3;
    for (const QPolygonF &piece : pieces) {
        double walked = gap;
        for (qsizetype i = 1; i < piece.size(); ++i) {
            const QPointF from = piece.at(i - 1);
            const QPointF step = piece.at(i) - from;
            const double pace = std::hypot(step.x(), step.y());
            for (; walked <= pace; walked += gap)
                dots.append(from + step * (walked / pace));
            walked -= pace;
        }
        if (!piece.isEmpty())
            dots.append(piece.last());
    }
    if (!extent.isDense(width)) {
        painter.drawPoints(dots);
        return;
    }
    QList<QRectF> grains; // what is left of a round dot in a cloud
    grains.reserve(dots.size());
    for (const QPointF &at : std::as_const(dots))
        grains.append({at.x() - 0.75, at.y() - 0.75, 1.5, 1.5});
    fillSharp(painter, grains, colour);
}

void paintAreas(QPainter &painter, const ChartPicture &picture, const ChartInk &ink)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink.area);
    for (const QPolygonF &area : picture.fresh.areas)
        painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
}

void strokeFresh(QPainter &painter, const ChartPicture &picture, const ChartInk &ink)
{
    strokeAll(painter, picture.fresh.within, ink.fresh, kFreshWidth);
    strokeAll(painter, picture.fresh.beyond, ink.threshold, kBeyondWidth);
}

void fillFresh(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    const auto fill = [&](const QList<QPolygonF> &pieces, const QColor &colour, double thickness) {
        Columns columns(picture.layout.plot, dpr);
        for (const QPolygonF &piece : pieces)
            columns.add(piece);
        columns.fill(painter, colour, thickness);
    };
    fill(picture.fresh.within, ink.fresh, kFreshWidth);
    fill(picture.fresh.beyond, ink.threshold, kBeyondWidth);
}

} // namespace

void paintCurves(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr)
{
    const double width = picture.layout.plot.width();
    if (extentOf(picture.fresh.within + picture.fresh.beyond).isDense(width)) {
        fillFresh(painter, picture, ink, dpr);
        paintDots(painter, picture.stable, ink.stable, width); // behind a wall nobody would see them
        return;
    }
    paintAreas(painter, picture, ink);
    paintDots(painter, picture.stable, ink.stable, width);
    strokeFresh(painter, picture, ink);
}

} // namespace astern::ui
