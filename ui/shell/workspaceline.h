// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern::ui {

// Above the status line, for as long as the workspace's file says something that is not in force: what is wrong and
// where, or what a change waits for. It takes no room otherwise, and never the focus.
class WorkspaceLine : public QWidget {
    Q_OBJECT
public:
    WorkspaceLine(const Session &session, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override; // height 0: nothing to say
    [[nodiscard]] QString words() const;           // empty: nothing to say

Q_SIGNALS:
    void shownOrHidden();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    [[nodiscard]] QString what() const; // the first error, with its place
    [[nodiscard]] QString means() const;

    const Session &m_session;
};

} // namespace astern::ui
