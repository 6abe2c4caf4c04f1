// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/presenceseat.h"

#include "connectors/postgres/pgpresence.h"

namespace astern::app {

void PresenceSeat::setConfig(const Workspace &workspace, const QString &program,
                             const connectors::SecretResolver &secrets)
{
    TeamConfig team = workspace.journal.team;
    team.at = {};
    std::unique_ptr<Presence> before;
    {
        const std::lock_guard lock(m_mutex);
        if (m_config == std::pair(team, workspace.name))
            return;
        m_config = {team, workspace.name};
        before = std::move(m_presence);
        m_trouble.clear();
    }
    before.reset();
    if (!team.isEmpty()) {
        const auto options = teamOptions(team, secrets);
        std::unique_ptr<Presence> made;
        if (options) {
            made = std::make_unique<connectors::PgPresence>(
                connectors::PresenceOptions{.store = *options, .program = program, .leaderName = leaseName(workspace)});
            connect(made.get(), &Presence::changed, this, &Presence::changed, Qt::DirectConnection);
        }
        const std::lock_guard lock(m_mutex);
        m_presence = std::move(made);
        m_trouble = options ? QString() : options.error().message;
        if (m_presence) {
            m_presence->setSelf(m_person, m_name);
            m_presence->look(m_place);
        }
    }
    Q_EMIT changed(now());
}

void PresenceSeat::leave()
{
    std::unique_ptr<Presence> before;
    const std::lock_guard lock(m_mutex);
    before = std::move(m_presence);
}

void PresenceSeat::setSelf(const QString &person, const QString &name)
{
    const std::lock_guard lock(m_mutex);
    m_person = person;
    m_name = name;
    if (m_presence)
        m_presence->setSelf(person, name);
}

void PresenceSeat::look(const Whereabouts &place)
{
    const std::lock_guard lock(m_mutex);
    m_place = place;
    if (m_presence)
        m_presence->look(place);
}

TeamPresence PresenceSeat::now() const
{
    const std::lock_guard lock(m_mutex);
    if (m_presence)
        return m_presence->now();
    TeamPresence alone;
    alone.trouble = m_trouble;
    alone.known = m_trouble.isEmpty();
    return alone;
}

} // namespace astern::app

#include "moc_presenceseat.cpp"
