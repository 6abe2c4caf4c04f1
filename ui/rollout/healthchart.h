// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rollout/chartpaint.h"
#include "ui/theme/theme.h"

#include <QPixmap>
#include <QWidget>

namespace astern::ui {

// One signal, live: the value now in the header, the canary against the stable version, the limit and what is
// beyond it. Shares a cursor in time with the charts beside it. Reads the store; owns no samples.
class HealthChart : public QWidget {
    Q_OBJECT
public:
    HealthChart(const SeriesStore &store, QWidget *parent = nullptr);

    struct Source {
        SignalSpec spec;
        SeriesId fresh;
        std::optional<SeriesId> stable;
        QString freshName;  // "canary 4.8.0"
        QString stableName; // "stable"
        bool operator==(const Source &) const = default;
    };
    void setSource(const Source &source);
    [[nodiscard]] const Source &source() const { return m_source; }
    // The window in time. Draws again when a sample came, or when time has moved by a pixel.
    void setWindow(qint64 fromMs, qint64 toMs);
    void setBands(const QList<VerdictBand> &bands);
    void setMarkers(const QList<ChartMarker> &markers);
    // Wall ms under the pointer; absent: no cursor, the header shows now.
    void setCursor(std::optional<qint64> atMs);
    // The ground it stands on.
    void setGround(Tone ground);

    // What the header says, for tests and for people who do not see it.
    struct Header {
        QString title;
        ValueText value; // empty digits: no data
        bool beyond = false;
        bool stale = false;
        QString reference; // "stable 0.21 %", ", at 15:03:50"
    };
    [[nodiscard]] Header header() const;
    [[nodiscard]] int redraws() const { return m_redraws; } // how often the curves were drawn, for tests

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cursorMoved(std::optional<qint64> atMs);
    void openRequested(); // large: a double click, Enter, or its menu

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    void forget(); // the cached picture is out of date
    void draw();   // into the cache
    [[nodiscard]] ChartLayout layoutNow() const;
    void paintHeader(QPainter &painter, const ChartLayout &layout) const;
    [[nodiscard]] SeriesStore::View freshView() const { return m_store.view(m_source.fresh); }
    [[nodiscard]] SeriesStore::View stableView() const;

    const SeriesStore &m_store;
    Source m_source;
    qint64 m_fromMs = 0;
    qint64 m_toMs = 0;
    QList<VerdictBand> m_bands;
    QList<ChartMarker> m_markers;
    std::optional<qint64> m_cursor;
    Tone m_ground = Tone::BgSurface;
    ChartPicture m_picture;
    QPixmap m_cache;
    qint64 m_cachedLastMs = -1; // newest samples that the cache shows
    qint64 m_cachedStableMs = -1;
    int m_redraws = 0;
};

} // namespace astern::ui
