// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern::ui {

// The last line of the window: what the log proves, who acts on policies, what this window may do, and the time with
// its offset.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    explicit StatusLine(const Session &session, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    // "journal verified to #35", or what is wrong with it and what to do.
    [[nodiscard]] QString journalWords() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void sayAll();
    const Session &m_session;
    QTimer m_tick;
};

} // namespace astern::ui
