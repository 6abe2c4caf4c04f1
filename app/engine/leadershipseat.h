// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/teamfollower.h"
#include "models/command/plan.h"
#include "models/guard/leadership.h"

#include <mutex>

namespace astern::app {

// Whether this process acts by policies for its team, as the workspace's team has it; alone it always does. Thread
// safe.
class LeadershipSeat {
public:
    // Of another team there is another lease; blocks for as long as it takes to give the one before back.
    void setConfig(const Workspace &workspace, const QString &who, const connectors::SecretResolver &secrets);
    void leave();
    [[nodiscard]] guard::Leadership::State state(bool wants);
    // For what automation does: the epoch that it goes under, for its entry. Refused where another process leads now,
    // or led in between: whoever was stopped in the middle of a plan has to look again.
    [[nodiscard]] Result<QJsonObject> lead(const PlanRun &run);

private:
    [[nodiscard]] guard::Leadership::State now(bool wants) const; // under the mutex

    std::mutex m_mutex;
    std::unique_ptr<guard::Leadership> m_leadership; // nullptr: there is no team, or m_trouble
    QString m_trouble;
    std::optional<std::pair<TeamConfig, QString>> m_config;
    QHash<QString, quint64> m_epochs; // by plan
};

} // namespace astern::app
