// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/timelinelayout.h"
#include "models/views/timelinemodel.h"
#include "ui/rollout/chartgeometry.h"
#include "ui/theme/theme.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace astern::ui {

// One time axis over the log, from a minute to years: lanes of what happened, or of how much where it is too much to be
// told apart; above it the longer stretch around it. One widget that paints everything; what does not move is kept as a
// picture.
class TimelineView : public QWidget {
    Q_OBJECT
public:
    TimelineView(Session &session, TimelineModel &model, QWidget *parent = nullptr);

    [[nodiscard]] TimeSpan span() const;
    [[nodiscard]] bool followsNow() const { return m_range.followsNow(); }
    void setLength(qint64 lengthMs); // ending where it ends now
    void lookAt(const TimeSpan &span);
    void follow(); // back to now
    void showOldest();
    // Chosen and brought into sight, when it is shown. False: it is not (yet).
    bool chooseEntry(quint64 index);
    void clearChoice();
    [[nodiscard]] std::optional<quint64> chosen() const { return m_chosen; }
    void keepFollowing(); // the time has gone on

    // Where things are, for tests and for who hears it read.
    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] QRectF laneRect(TimelineLane lane) const;
    [[nodiscard]] std::optional<QPointF> centreOf(quint64 index); // of an item's ring or bar
    [[nodiscard]] QString saidAt(const QPointF &at);              // what hovering there tells
    [[nodiscard]] int pictures() const { return m_pictures; }     // how often it was drawn anew

    [[nodiscard]] QSize sizeHint() const override { return {900, 620}; }
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void spanChanged();
    void entryChosen(quint64 index); // by the person
    void detailRequested();          // Enter on what is chosen
    void choiceCleared();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Lane {
        double top = 0;
        double height = 0;
        int rows = 1;
        QList<TimelineMark> marks;
    };
    struct Picture {
        std::array<Lane, kTimelineLanes> lanes;
        QList<TimelineItem> items; // what the marks point to
        bool shows = false;        // items, and not counts
        TimeSpan overview;
        double stripTop = 0, stripHeight = 0, axisTop = 0, axisHeight = 0, lanesTop = 0, bottom = 0;
    };
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    [[nodiscard]] TimeSpan kept() const;
    [[nodiscard]] double labelColumn() const;
    [[nodiscard]] TimeScale overviewScale() const;
    void moved();      // the span is another one
    void invalidate(); // drawn anew at the next paint
    void layOut();
    void drawPicture();
    void drawStrip(QPainter &painter);
    void drawAxis(QPainter &painter);
    void drawLane(QPainter &painter, TimelineLane lane);
    void drawCounts(QPainter &painter, TimelineLane lane, const Activity::Stretch &stretch, qint64 most);
    void drawMark(QPainter &painter, const Lane &lane, const TimelineMark &mark);
    void drawEvent(QPainter &painter, const QRectF &ring, const TimelineItem &item);
    void drawBar(QPainter &painter, const QRectF &bar, const TimelineItem &item);
    void drawUncounted(QPainter &painter, const Activity::Stretch &stretch, const TimeScale &scale, double top,
                       double height);
    void drawChoice(QPainter &painter);
    void drawPointer(QPainter &painter);
    void drawNotice(QPainter &painter);
    [[nodiscard]] QRectF shapeOf(const Lane &lane, const TimelineMark &mark) const;
    [[nodiscard]] const TimelineMark *markAt(const QPointF &at, const Lane **lane = nullptr);
    [[nodiscard]] QString countsAt(const QPointF &at);
    void choose(const TimelineItem &item);
    bool step(int by); // to the next item in time; false: there is none
    void say();

    Session &m_session;
    TimelineModel &m_model;
    ChartRange m_range;
    Picture m_layout;
    QPixmap m_pixmap;
    bool m_stale = true;
    bool m_laidOut = false;
    qint64 m_drawnMs = 0; // the end of what was drawn, while it follows
    std::optional<quint64> m_chosen;
    QString m_chosenKey; // the item, where an entry stands in several lanes
    std::optional<QPointF> m_pointer;
    enum class Drag { None, Pan, Strip } m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_last;
    bool m_dragged = false;
    int m_pictures = 0;
    QTimer m_tick;
};

} // namespace astern::ui
