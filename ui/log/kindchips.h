// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

// The families of entries as buttons that put their word into a filter box and take it out: whoever presses learns what
// can be typed. Arrows go from one to the next, Tab leaves.
class KindChips : public QWidget {
    Q_OBJECT
public:
    explicit KindChips(QLineEdit &filter, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *chip(const QString &word) const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void refresh();
    void toggle(const QString &word);
    QLineEdit &m_filter;
    QList<QPushButton *> m_chips;
};

} // namespace astern::ui
