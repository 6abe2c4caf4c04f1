// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cells.h"

#include <QHash>
#include <QStyledItemDelegate>

namespace astern::ui {

// Paints every cell of the board. Keeps what is dear: sparklines as pixmaps until their series, the theme or the
// scale changes.
class BoardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    BoardDelegate(const Session &session, const BoardModel &model, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setHoveredRow(int row) { m_hovered = row; }
    // 0…1: strength of the attention bar of a row that began to fail; 1 at rest.
    void setPulse(const QString &placementKey, qreal strength);
    void clearCache() { m_sparks.clear(); }
    [[nodiscard]] int cachedSparks() const { return int(m_sparks.size()); }

private:
    struct Cell {
        QPainter &painter;
        const Theme &theme;
        const BoardRow &row;
        QRectF rect; // inside the padding
        const QModelIndex &index;
    };
    void paintGround(const Cell &cell, const QStyleOptionViewItem &option) const;
    void paintState(const Cell &cell) const;
    void paintProgress(const Cell &cell) const;
    void paintSignal(const Cell &cell, const BoardSignal &signal) const;
    void paintReady(const Cell &cell) const;
    void paintNext(const Cell &cell) const;
    [[nodiscard]] QPixmap spark(const Cell &cell, const BoardSignal &signal) const;

    struct CachedSpark {
        QString stamp;
        QPixmap pixmap;
    };
    const Session &m_session;
    const BoardModel &m_model;
    mutable QHash<SeriesId, CachedSpark> m_sparks;
    QHash<QString, qreal> m_pulses;
    int m_hovered = -1;
};

} // namespace astern::ui
