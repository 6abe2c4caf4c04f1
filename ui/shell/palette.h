// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/palettemodel.h"

#include <QPointer>
#include <QWidget>

class QListView;

namespace astern::ui {

class SearchField;

// The command palette: type what you look for, Enter goes there, Esc ends it. Lies over the page, never over the
// emergency control. On a place Shift+Enter opens the emergency sheet instead of the place.
class Palette : public QWidget {
    Q_OBJECT
public:
    explicit Palette(Session &session, QWidget *parent = nullptr);
    [[nodiscard]] PaletteModel &model() { return m_model; }
    // Centred below `top`, in front of everything else in the window.
    void open(int top);
    void close();
    [[nodiscard]] bool isOpen() const { return isVisible(); }

Q_SIGNALS:
    void chosen(const astern::PaletteModel::Item &item, bool emergency);
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const QString &typed);
    void fit();
    void choose(bool emergency);
    bool takeKey(int key, bool shift);

    PaletteModel m_model;
    SearchField *m_field = nullptr;
    QListView *m_list = nullptr;
    QPointer<QWidget> m_before; // had the focus
    int m_top = 0;
};

} // namespace astern::ui
