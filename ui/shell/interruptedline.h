// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

class QPushButton;

namespace astern::ui {

class Banner;

// Under the top bar, from a start that found a campaign cut short until a person has taken note of it: what is back,
// and what nobody has begun. It takes no room otherwise, and never the focus by itself.
class InterruptedLine : public QWidget {
    Q_OBJECT
public:
    InterruptedLine(Session &session, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override; // height 0: nothing to say
    [[nodiscard]] QString words() const;           // empty: nothing to say

Q_SIGNALS:
    void shownOrHidden();
    void entryRequested(quint64 index);

private:
    void refresh();

    Session &m_session;
    Banner *m_banner = nullptr;
    QPushButton *m_show = nullptr;
    QPushButton *m_note = nullptr;
};

} // namespace astern::ui
