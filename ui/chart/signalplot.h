// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/plotpicture.h"
#include "ui/theme/theme.h"

#include <QChartView>

class QLineSeries;
class QValueAxis;

namespace astern::ui {

// The plot of a large chart. Qt Charts draws the lines; what it has no words for (gaps, limit, age, local time, cursor)
// is painted around them. Holds no samples and decides nothing: what a hand or a key asks for is told to the owner.
class SignalPlot : public QChartView {
    Q_OBJECT
public:
    SignalPlot(const SeriesStore &store, QWidget *parent = nullptr);
    ~SignalPlot() override;

    void setCurves(const QList<Curve> &curves, const QList<bool> &shown);
    // One replace() for every line that is whole, and not one when nothing has become newer by a pixel.
    void setSpan(const TimeSpan &span, qint64 nowMs);
    void setCursor(std::optional<qint64> atMs);
    [[nodiscard]] std::optional<qint64> cursor() const { return m_cursor; }
    void setBare(bool bare) { m_bare = bare; } // without the focus, for a picture that leaves the program
    [[nodiscard]] const PlotPicture &picture() const { return m_picture; }
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] int redraws() const { return m_redraws; } // how often the lines were handed over, for tests
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void zoomRequested(double factor, qint64 atMs); // 0.5: half as long; that instant stays where it is
    void spanRequested(const astern::TimeSpan &span);
    void panRequested(qint64 byMs);
    void liveRequested();
    void cursorMoved(std::optional<qint64> atMs);
    void cursorStepped(int samples); // from where it is, by keyboard; below zero: into the past

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    void rebuild(); // the picture and every line of it
    void handOver();
    void fitAxes();
    void paintScales(QPainter &painter) const;
    void paintBeyond(QPainter &painter) const;
    void paintLimits(QPainter &painter) const;
    void paintSilence(QPainter &painter) const;
    void paintCursor(QPainter &painter) const;
    [[nodiscard]] double axisWidth() const;

    enum class Drag { None, Select, Pan };

    const SeriesStore &m_store;
    QList<Curve> m_curves;
    QList<bool> m_shown;
    TimeSpan m_span;
    qint64 m_nowMs = 0;
    PlotPicture m_picture;
    QList<qint64> m_newest; // of each curve, as it was drawn
    QChart *m_chart = nullptr;
    QValueAxis *m_time = nullptr;
    QList<QValueAxis *> m_values;        // beside m_picture.axes
    QList<QList<QLineSeries *>> m_lines; // of each curve: one for every piece
    std::optional<qint64> m_cursor;
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_at;
    bool m_bare = false;
    int m_redraws = 0;
};

} // namespace astern::ui
