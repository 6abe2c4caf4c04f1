// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/teamwords.h"

#include <QAbstractButton>

namespace astern::ui {

// Who of the team is there, as round initials; what is not known now has a dashed line around it. A press opens the
// list. Hidden while there is nobody to show.
class TeamButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit TeamButton(QWidget *parent = nullptr);
    void setBadges(const TeamBadges &badges);
    [[nodiscard]] const TeamBadges &badges() const { return m_badges; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QString moreText() const; // "+3"; empty: nobody else
    TeamBadges m_badges;
};

} // namespace astern::ui
