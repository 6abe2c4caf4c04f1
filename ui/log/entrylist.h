// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/logmodel.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace astern::ui {

// The entries of the log as rows, however many there are: nothing is kept for a row that is not seen (a table view
// keeps eight bytes and more for each). Arrows, pages, Home and End go through them, Enter opens.
class EntryList : public QAbstractScrollArea {
    Q_OBJECT
public:
    EntryList(Session &session, LogModel &model, QWidget *parent = nullptr);
    [[nodiscard]] int currentRow() const { return m_current; }
    // By the entry's index: what is recorded meanwhile moves it, not what is chosen.
    [[nodiscard]] std::optional<quint64> currentEntry() const { return m_entry; }
    void setCurrentRow(int row);
    void chooseEntry(quint64 index); // when it is among the rows; scrolled to the middle
    void setEmptyText(const QString &text);
    [[nodiscard]] int firstRow() const;
    [[nodiscard]] int rowsInSight() const;
    [[nodiscard]] QRect rowRect(int row) const; // in the viewport
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void entryChosen(quint64 index); // read, and under the cursor
    void openRequested();            // Enter

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Column {
        int column = 0;
        double left = 0;
        double width = 0;
    };
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int headerHeight() const;
    [[nodiscard]] QList<Column> columns() const;
    void fit();
    void inserted(int first, int last);
    void tell();
    void read();
    void drawRow(QPainter &painter, const QRectF &area, int row, const QList<Column> &columns);
    void drawHeader(QPainter &painter, const QList<Column> &columns);

    Session &m_session;
    LogModel &m_model;
    int m_current = -1;
    std::optional<quint64> m_entry;
    QString m_empty;
    QTimer m_read; // who holds the arrow key or drags the bar does not wait for every page
};

} // namespace astern::ui
