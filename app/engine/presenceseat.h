// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/teamfollower.h"
#include "models/presence/presence.h"

#include <mutex>

namespace astern::app {

// This process among those of its team, as the workspace's team has it; without a team nobody else is there, and that
// is known. Thread safe.
class PresenceSeat final : public Presence {
    Q_OBJECT
public:
    using Presence::Presence;
    // Of another team there is another table; blocks for as long as it takes to leave the one before.
    void setConfig(const Workspace &workspace, const QString &program, const connectors::SecretResolver &secrets);
    void leave();
    void setSelf(const QString &person, const QString &name) override;
    void look(const Whereabouts &place) override;
    [[nodiscard]] TeamPresence now() const override;

private:
    mutable std::mutex m_mutex;
    std::unique_ptr<Presence> m_presence; // nullptr: there is no team, or m_trouble
    QString m_trouble;
    QString m_person;
    QString m_name;
    Whereabouts m_place;
    std::optional<std::pair<TeamConfig, QString>> m_config;
};

} // namespace astern::app
