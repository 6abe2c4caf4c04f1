// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"
#include "ui/board/boardprefs.h"

#include <QHash>
#include <QSet>
#include <QTableView>
#include <QVariantAnimation>

namespace astern::ui {

class BoardDelegate;

// The board's table: arrows move, Enter opens, R opens the emergency sheet with this row, or with
// all that Ctrl, Shift and the arrows have chosen. Nothing here acts by
// itself. While pointer or keyboard is in the table rows keep their places.
class BoardView : public QTableView {
    Q_OBJECT
public:
    BoardView(const Session &session, BoardModel &model, QWidget *parent = nullptr);
    [[nodiscard]] QString currentPlacement() const;
    // Every chosen row, from the top; the current one alone when none is.
    [[nodiscard]] QStringList selectedPlacements() const;
    // Selects the row of a place; false when it is not shown.
    bool select(const QString &placementKey);
    // Left out whatever there is room for.
    void setHiddenColumns(const QSet<int> &columns);
    [[nodiscard]] BoardDelegate &delegate() const { return *m_delegate; }

public Q_SLOTS:
    // Repaints only what looks different: most rows change nothing but two values and an age in a second.
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles = {}) override;

Q_SIGNALS:
    void placementSelected(const QString &placementKey);
    void openRequested(const QString &placementKey);
    void emergencyRequested(const QString &placementKey);
    void severalRequested(const QStringList &placementKeys); // R, with more than one row chosen
    void windowRequested(const QString &placementKey);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    // A row as it was when it was last painted, or told to be.
    struct Shown {
        BoardRow row;
        qint64 atMs = 0;
    };
    void fitColumns();
    void setHovered(int row);
    void hold();
    void pulse(const QString &placementKey);

    const Session &m_session;
    BoardModel &m_model;
    BoardDelegate *m_delegate = nullptr;
    QTimer m_keyboardRest; // a key press holds the order for a while
    bool m_pointerInside = false;
    int m_hovered = -1;
    QString m_selected;
    QSet<int> m_hiddenColumns = BoardPrefs::hiddenAtFirst();
    QHash<int, Shown> m_shown; // by row
};

} // namespace astern::ui
