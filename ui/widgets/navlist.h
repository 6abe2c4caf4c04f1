// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QList>

namespace astern::ui {

// One way in the navigation: icon, name, and a count or sign at the right.
class NavItem : public QAbstractButton {
    Q_OBJECT
public:
    NavItem(const QString &name, const QString &glyph, QWidget *parent);
    // "18", grey; `glyph` instead of text: a sign ("check", "triangle-alert").
    void setNote(const QString &text, const QString &glyph = {}, Tone tone = Tone::InkTertiary);
    [[nodiscard]] QString note() const { return m_note; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_glyph;
    QString m_note;
    QString m_noteGlyph;
    Tone m_noteTone = Tone::InkTertiary;
};

// The navigation at the left edge: arrow keys move, Enter or Space go, one is always checked.
class NavList : public QWidget {
    Q_OBJECT
public:
    explicit NavList(QWidget *parent = nullptr);
    NavItem *add(const QString &name, const QString &glyph);
    void setCurrent(int index);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int count() const { return int(m_items.size()); }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange();
    QList<NavItem *> m_items;
    int m_current = -1;
};

} // namespace astern::ui
