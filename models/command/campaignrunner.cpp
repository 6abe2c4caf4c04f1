// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/campaignrunner.h"

#include "models/base/crashpoint.h"
#include "models/command/campaignrecord.h"
#include "models/command/claims.h"

namespace astern {
namespace {

PlaceRun::State stateOf(PlanRun::State state)
{
    switch (state) {
    case PlanRun::State::Running:
        return PlaceRun::State::Running;
    case PlanRun::State::Succeeded:
        return PlaceRun::State::Done;
    case PlanRun::State::Failed:
        return PlaceRun::State::Failed;
    case PlanRun::State::Refused:
        return PlaceRun::State::Refused;
    case PlanRun::State::Stopped:
        return PlaceRun::State::Stopped;
    case PlanRun::State::Unknown:
        return PlaceRun::State::Unknown;
    }
    return PlaceRun::State::Unknown;
}

} // namespace

CampaignRunner::CampaignRunner(const Dispatcher::Doors &doors, CampaignRun run, Begin begin, QObject *parent)
    : QObject(parent), m_doors(doors), m_run(std::move(run)), m_begin(std::move(begin)), m_inbox(this)
{
}

void CampaignRunner::start()
{
    m_run.startedMs = m_doors.clock->wallMs();
    // Before the intent, or another process that starts meanwhile would take it for a leftover.
    if (m_doors.claims)
        (void)m_doors.claims->take(m_run.campaign.id);
    Q_EMIT progressed(m_run);
    m_doors.journal->append(campaignIntent(m_run), m_inbox.wrap([this](const Result<Receipt> &receipt) {
        if (receipt) {
            m_intent = *receipt;
            m_run.intentIndex = receipt->index + 1;
        }
        m_recorded = true;
        goOn();
    }));
}

void CampaignRunner::stop()
{
    if (m_run.isOver() || m_run.stopping)
        return;
    m_run.stopping = true;
    Q_EMIT progressed(m_run);
    goOn();
}

void CampaignRunner::takeRun(const PlanRun &run)
{
    for (PlaceRun &place : m_run.places) {
        if (place.run.plan.id != run.plan.id)
            continue;
        place.run = run;
        place.state = stateOf(run.state);
        Q_EMIT progressed(m_run);
        return goOn();
    }
}

void CampaignRunner::goOn()
{
    // A plan may end, refused, while its wave is still being begun.
    if (!m_recorded || m_goingOn || m_run.endedMs > 0)
        return;
    m_goingOn = true;
    CampaignNext next = nextOf(m_run);
    for (; next == CampaignNext::BeginWave; next = nextOf(m_run))
        beginWave();
    m_goingOn = false;
    if (next == CampaignNext::End)
        end();
}

void CampaignRunner::beginWave()
{
    if (m_run.wave >= 0)
        ASTERN_CRASH_POINT("campaign.between-waves");
    ++m_run.wave;
    // Waiting for their turn behind another plan on the same target counts as under way, too.
    for (PlaceRun &place : m_run.places) {
        if (place.wave == m_run.wave)
            place.state = PlaceRun::State::Running;
    }
    Q_EMIT progressed(m_run);
    for (const Plan &plan : m_run.campaign.waves.at(m_run.wave))
        m_begin(plan);
}

void CampaignRunner::end()
{
    for (PlaceRun &place : m_run.places) {
        if (!place.isOver())
            place.state = PlaceRun::State::NotBegun;
    }
    const bool all = m_run.count(PlaceRun::State::Done) == m_run.places.size() && m_run.campaign.leftOut.isEmpty();
    m_run.endedMs = m_doors.clock->wallMs();
    CampaignRun ended = m_run;
    ended.state = all ? CampaignRun::State::Succeeded : CampaignRun::State::Incomplete;
    const auto tell = [this, ended](quint64 outcome) {
        m_run = ended;
        m_run.outcomeIndex = outcome;
        Q_EMIT progressed(m_run);
        Q_EMIT finished();
    };
    if (!m_intent)
        return tell(0);
    m_doors.journal->append(campaignOutcome(ended, *m_intent), m_inbox.wrap([tell](const Result<Receipt> &receipt) {
        tell(receipt ? receipt->index + 1 : 0);
    }));
}

} // namespace astern
