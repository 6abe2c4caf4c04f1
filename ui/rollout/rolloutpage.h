// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern::ui {

// One place of one service: what its rollout does, what comes next, the charts that say how it goes, what is
// different, and what was recorded. Without a rollout on its way: what serves, since when, and what can be gone
// back to.
class RolloutPage : public QWidget {
    Q_OBJECT
public:
    explicit RolloutPage(Session &session, QWidget *parent = nullptr);
    ~RolloutPage() override;

    void setPlacement(const QString &key);
    [[nodiscard]] QString placement() const;
    // As the lower half of the board: no way back in the header, charts of half the height, panels as tabs.
    void setCompact(bool compact);

Q_SIGNALS:
    // "Roll back…" was pressed: the emergency sheet takes over. toRevision 0: the default target.
    void emergencyRequested(const QString &placementKey, int toRevision);
    void entryRequested(quint64 index); // a journal number was pressed (index from 0)
    void boardRequested();              // the way back

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::ui
