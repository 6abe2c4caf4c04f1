// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/leadershipseat.h"

#include "connectors/postgres/pgleadership.h"

#include <QCoreApplication>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Leadership", text); }

} // namespace

void LeadershipSeat::setConfig(const Workspace &workspace, const QString &who,
                               const connectors::SecretResolver &secrets)
{
    TeamConfig team = workspace.journal.team;
    team.at = {};
    std::unique_ptr<guard::Leadership> before;
    {
        const std::lock_guard lock(m_mutex);
        if (m_config == std::pair(team, workspace.name))
            return;
        m_config = {team, workspace.name};
        before = std::move(m_leadership);
        m_trouble.clear();
    }
    before.reset();
    if (team.isEmpty())
        return;
    const auto options = teamOptions(team, secrets);
    auto made = options ? std::make_unique<connectors::PgLeadership>(connectors::LeadershipOptions{
                              .store = *options, .name = leaseName(workspace), .who = who})
                        : nullptr;
    const std::lock_guard lock(m_mutex);
    m_leadership = std::move(made);
    m_trouble = options ? QString() : options.error().message;
}

void LeadershipSeat::leave()
{
    std::unique_ptr<guard::Leadership> before;
    const std::lock_guard lock(m_mutex);
    before = std::move(m_leadership);
    m_trouble = tr("the program is closing");
}

guard::Leadership::State LeadershipSeat::state(bool wants)
{
    const std::lock_guard lock(m_mutex);
    return now(wants);
}

guard::Leadership::State LeadershipSeat::now(bool wants) const
{
    if (m_leadership) {
        m_leadership->want(wants);
        return m_leadership->state();
    }
    return {.leads = m_trouble.isEmpty(), .epoch = 0, .leader = {}, .why = m_trouble};
}

Result<QJsonObject> LeadershipSeat::lead(const PlanRun &run)
{
    if (!run.actor.automation)
        return QJsonObject();
    const std::lock_guard lock(m_mutex);
    const guard::Leadership::State team = m_leadership ? m_leadership->state() : now(false);
    const quint64 begun = m_epochs.value(run.plan.id, team.epoch);
    if (!team.leads || begun != team.epoch)
        return Error{.kind = Error::Kind::Refused,
                     .message = team.leads ? tr("Another process led in between") : team.why,
                     .hint = tr("Whoever leads now looks again and does what is still to be done")};
    m_epochs.insert(run.plan.id, team.epoch);
    return m_leadership ? QJsonObject{{QStringLiteral("epoch"), qint64(team.epoch)}} : QJsonObject();
}

} // namespace astern::app
