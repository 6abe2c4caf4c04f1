// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "ui/emergency/guardmachine.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QTimer>

namespace astern::ui {

// Commits a plan that was opened in place. In production it is held like the guard's control; elsewhere one press
// is enough, because opening the plan was the first act.
class HoldButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit HoldButton(const Clock &clock, QWidget *parent = nullptr);
    void setHolding(bool needed);
    void setWords(const QString &text);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void committed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    void press();
    void letGo();
    void tick();
    [[nodiscard]] QString said() const;

    const Clock &m_clock;
    GuardMachine m_machine;
    QTimer m_timer;
    QString m_words;
    bool m_hold = true;
};

} // namespace astern::ui
