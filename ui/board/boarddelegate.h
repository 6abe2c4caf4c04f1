// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cells.h"

#include <QCache>
#include <QHash>
#include <QStyledItemDelegate>

namespace astern::ui {

// Paints every cell of the board. Keeps what is dear: the course of a sparkline as a pixmap, until its next column of
// pixels begins or the theme, the scale or the state changes; only its end is drawn anew with each sample.
class BoardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    BoardDelegate(const Session &session, const BoardModel &model, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setHoveredRow(int row) { m_hovered = row; }
    // How long the row has been in its state, as one unit: "38 s"; empty: not known.
    [[nodiscard]] static QString heldText(const BoardRow &row, qint64 nowMs);
    // 0…1: strength of the attention bar of a row that began to fail; 1 at rest.
    void setPulse(const QString &placementKey, qreal strength);
    void clearCache() { m_sparks.clear(); }

private:
    struct Cell {
        QPainter &painter;
        const Theme &theme;
        const BoardRow &row;
        QRectF rect; // inside the padding
        const QModelIndex &index;
    };
    void paintGround(const Cell &cell, const QStyleOptionViewItem &option) const;
    void paintHeading(QPainter &painter, const QStyleOptionViewItem &option, int row) const;
    void paintState(const Cell &cell) const;
    void paintProgress(const Cell &cell) const;
    void paintSignal(const Cell &cell, const BoardSignal &signal) const;
    void paintAlerts(const Cell &cell) const;
    void paintReady(const Cell &cell) const;
    void paintNext(const Cell &cell) const;
    // What a kept course of a signal is drawn for.
    struct SparkStamp {
        qint64 toMs = 0; // end of its newest column of pixels
        qreal dpr = 0;
        qreal textScale = 0;
        LimitReading::State state{};
        bool operator==(const SparkStamp &) const = default;
    };
    struct Spark {
        SparkStamp stamp;
        QPixmap pixmap;
        SparkPicture picture; // its last point stays
        SparkScale scale;
    };
    // nullptr: no samples. Valid until the next call.
    [[nodiscard]] const Spark *spark(const Cell &cell, const BoardSignal &signal, const Sample &newest) const;

    const Session &m_session;
    const BoardModel &m_model;
    mutable QCache<SeriesId, Spark> m_sparks{600}; // some screens full
    QHash<QString, qreal> m_pulses;
    int m_hovered = -1;
};

} // namespace astern::ui
