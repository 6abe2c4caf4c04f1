// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/inboxmodel.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace astern::ui {

class Banner;

// Under the top bar, on every screen, for as long as it is true and no longer: what was done and is in no log, and a
// review of what went past a gate whose time is over. It takes no room otherwise, and never the focus by itself.
class DueLine : public QWidget {
    Q_OBJECT
public:
    // `inbox` outlives it.
    DueLine(Session &session, InboxModel &inbox, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override; // height 0: nothing to say
    [[nodiscard]] QString words() const;           // empty: nothing to say

Q_SIGNALS:
    void shownOrHidden();
    void reviewRequested(const QString &request);

private:
    void refresh();
    void act();
    [[nodiscard]] const InboxRow *overdue() const; // the one that has waited longest

    Session &m_session;
    InboxModel &m_inbox;
    QTimer m_tick; // for how long
    bool m_shown = false;
    Banner *m_banner = nullptr;
    QPushButton *m_act = nullptr;
};

} // namespace astern::ui
