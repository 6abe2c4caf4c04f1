// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "ui/emergency/guardpaint.h"

#include <QAbstractButton>
#include <QTimer>

class QLineEdit;

namespace astern::ui {

// The two acts of a dangerous commit. A button to assistive technology: pressing it there opens the guard, and the
// service's name is typed instead of holding.
class GuardControl : public QAbstractButton {
    Q_OBJECT
public:
    explicit GuardControl(const Clock &clock, QWidget *parent = nullptr);

    void setWords(const GuardWords &words);
    // Said below the closed guard: "Sent as jo, recorded before it is sent."
    void setFootnote(const QString &text);
    // Nothing can be sent now: why, and what would change it. Ends a hold.
    void lock(const QString &why, const QString &hint);
    void unlock();
    // Closes it, and says why in the footnote for a while ("the plan has changed, read it again").
    void closeGuard(const QString &why = {});
    // Ready for another plan.
    void reset();

    [[nodiscard]] GuardMachine::State state() const { return m_machine.state(); }
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString footnote() const; // as shown now
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void committed(); // once, the instant that the hold is complete
    void guardOpened();
    void guardClosed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    void open();
    void press();
    void letGo();
    void commit();
    void tick();
    void after(); // every change of state: timers, words, repaint
    void showTyping(bool on);
    [[nodiscard]] QRectF frame() const;

    const Clock &m_clock;
    GuardMachine m_machine;
    GuardWords m_words;
    QString m_footnote;
    QString m_note; // why it closed
    QString m_lockedWhy;
    QString m_lockedHint;
    QTimer m_timer;
    QAbstractButton *m_typeInstead = nullptr;
    QLineEdit *m_name = nullptr;
    bool m_armed = false; // mouse went down on the closed guard
    bool m_byKey = false; // Space holds, not the mouse
};

} // namespace astern::ui
