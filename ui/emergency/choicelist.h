// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QList>
#include <QWidget>

namespace astern::ui {

// What can be done, one of a few: a frame of rows, each with a radio sign, what it is, and how long it takes.
class ChoiceList : public QWidget {
    Q_OBJECT
public:
    struct Choice {
        QString title;
        QString detail;
        QString right; // "about 9 s"
        bool possible = true;
        QString reason; // why not
        bool operator==(const Choice &) const = default;
    };
    explicit ChoiceList(QWidget *parent = nullptr);
    void setChoices(const QList<Choice> &choices, int current);
    void setCurrent(int current);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] const QList<Choice> &choices() const { return m_choices; }
    // A control that stands inside a row, before its right edge (the revision picker).
    void setEmbedded(int row, QWidget *widget);
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    void choose(int row);
    void placeEmbedded();
    void describe();
    void paintRow(QPainter &painter, int row) const;
    [[nodiscard]] double rowHeight() const;

    QList<Choice> m_choices;
    int m_current = -1;
    int m_hover = -1;
    int m_embeddedRow = -1;
    QWidget *m_embedded = nullptr;
};

} // namespace astern::ui
