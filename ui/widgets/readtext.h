// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace astern::ui {

// Text to be read, selected and copied, by keyboard too; who has no cursor in it sees by a ring that it has the focus.
class ReadText : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ReadText(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintRing();
};

} // namespace astern::ui
