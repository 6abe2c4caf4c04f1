// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/signalplot.h"

#include "ui/chart/curvepen.h"

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QResizeEvent>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

qint64 newest(const SeriesStore::View &view) { return view.isEmpty() ? -1 : view.last().atMs; }

} // namespace

SignalPlot::SignalPlot(const SeriesStore &store, QWidget *parent) : QChartView(parent), m_store(store)
{
    setObjectName(QStringLiteral("signalPlot"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setRubberBand(QChartView::NoRubberBand); // its own one zooms the axes behind our back
    setViewportUpdateMode(FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_chart = new QChart;
    m_chart->setBackgroundVisible(false);
    m_chart->setPlotAreaBackgroundVisible(false);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->hide();
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setAcceptHoverEvents(false);
    m_time = new QValueAxis;
    m_time->setVisible(false);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    setChart(m_chart); // takes it over
}

SignalPlot::~SignalPlot() = default;

void SignalPlot::setCurves(const QList<Curve> &curves, const QList<bool> &shown)
{
    if (m_curves == curves && m_shown == shown)
        return;
    m_curves = curves;
    m_shown = shown;
    rebuild();
}

void SignalPlot::setSpan(const TimeSpan &span, qint64 nowMs)
{
    const double perPixel = double(span.lengthMs()) / std::max(1.0, plotRect().width() * devicePixelRatioF());
    bool sampled = m_newest.size() != m_curves.size();
    for (int i = 0; i < m_curves.size() && !sampled; ++i)
        sampled = newest(m_store.view(m_curves.at(i).id)) != m_newest.at(i);
    const bool moved = std::abs(double(span.toMs - m_span.toMs)) >= perPixel ||
                       std::abs(double(span.fromMs - m_span.fromMs)) >= perPixel ||
                       std::abs(double(nowMs - m_nowMs)) >= perPixel;
    if (!sampled && !moved)
        return;
    m_span = span;
    m_nowMs = nowMs;
    rebuild();
}

void SignalPlot::setCursor(std::optional<qint64> atMs)
{
    if (m_cursor == atMs)
        return;
    m_cursor = atMs;
    viewport()->update();
}

double SignalPlot::axisWidth() const
{
    return QFontMetricsF(theme().font(TextStyle::Caption)).horizontalAdvance(QStringLiteral("1 000.5")) + 12;
}

QRectF SignalPlot::plotRect() const
{
    const double line = QFontMetricsF(theme().font(TextStyle::Caption)).height();
    // One gutter at the left, one at the right for each further unit.
    QStringList units;
    for (int i = 0; i < m_curves.size(); ++i) {
        const QString unit = axisUnit(m_curves.at(i).spec);
        if ((i == 0 || m_shown.value(i)) && !units.contains(unit))
            units.append(unit);
    }
    const double right = std::max(10.0, double(units.size() - 1) * axisWidth() + 6);
    const double top = 1.5 * line + 8; // the unit stands above the highest label
    const QSizeF size = viewport()->size();
    return QRectF(axisWidth(), top, std::max(1.0, size.width() - axisWidth() - right),
                  std::max(1.0, size.height() - top - line - 12));
}

void SignalPlot::rebuild()
{
    if (m_span.lengthMs() <= 0 || viewport()->size().isEmpty())
        return;
    PlotInput input;
    input.curves = m_curves;
    input.shown = m_shown;
    input.span = m_span;
    input.nowMs = m_nowMs;
    input.plot = plotRect();
    input.devicePixelRatio = devicePixelRatioF();
    input.labelWidth =
        QFontMetricsF(theme().font(TextStyle::Caption)).horizontalAdvance(QStringLiteral("24 Nov 15:04")) + 24;
    input.zone = QTimeZone::systemTimeZone();
    m_picture = composePlot(m_store, input);
    m_newest.clear();
    for (const Curve &curve : std::as_const(m_curves))
        m_newest.append(newest(m_store.view(curve.id)));
    m_chart->setPlotArea(input.plot);
    fitAxes();
    handOver();
    ++m_redraws;
    viewport()->update();
}

void SignalPlot::fitAxes()
{
    m_time->setRange(0, double(m_span.lengthMs()));
    while (m_values.size() > m_picture.axes.size()) {
        QValueAxis *axis = m_values.takeLast();
        m_chart->removeAxis(axis); // and every line lets go of it
        delete axis;
    }
    while (m_values.size() < m_picture.axes.size()) {
        auto *axis = new QValueAxis;
        axis->setVisible(false);
        m_chart->addAxis(axis, m_values.isEmpty() ? Qt::AlignLeft : Qt::AlignRight);
        m_values.append(axis);
    }
    for (int i = 0; i < m_values.size(); ++i)
        m_values.at(i)->setRange(m_picture.axes.at(i).scale.low, m_picture.axes.at(i).scale.high);
}

// A line series cannot be broken, so that every unbroken piece has one of its own; most curves are one piece.
void SignalPlot::handOver()
{
    while (m_lines.size() > m_curves.size()) {
        for (QLineSeries *line : m_lines.takeLast()) {
            m_chart->removeSeries(line);
            delete line;
        }
    }
    while (m_lines.size() < m_curves.size())
        m_lines.append(QList<QLineSeries *>());
    for (int i = 0; i < m_curves.size(); ++i) {
        QList<QLineSeries *> &lines = m_lines[i];
        const PlotPicture::Line &wanted = m_picture.lines.at(i);
        while (lines.size() > wanted.pieces.size()) {
            QLineSeries *line = lines.takeLast();
            m_chart->removeSeries(line);
            delete line;
        }
        while (lines.size() < wanted.pieces.size()) {
            auto *line = new QLineSeries;
            m_chart->addSeries(line);
            line->attachAxis(m_time);
            lines.append(line);
        }
        const QPen pen = curvePen(theme(), m_curves.at(i).subject, m_curves.at(i).stable);
        for (int piece = 0; piece < lines.size(); ++piece) {
            QLineSeries *line = lines.at(piece);
            QValueAxis *axis = m_values.at(wanted.axis);
            if (!line->attachedAxes().contains(axis)) {
                for (QValueAxis *other : std::as_const(m_values)) {
                    if (line->attachedAxes().contains(other))
                        line->detachAxis(other);
                }
                line->attachAxis(axis);
            }
            if (line->pen() != pen)
                line->setPen(pen);
            line->replace(wanted.pieces.at(piece));
        }
    }
}

void SignalPlot::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        rebuild();
}

void SignalPlot::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    rebuild();
}

QSize SignalPlot::minimumSizeHint() const { return {theme().px(360), theme().px(180)}; }

} // namespace astern::ui
