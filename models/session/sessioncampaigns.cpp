// SPDX-License-Identifier: GPL-3.0-or-later
// What a session does for several places at once.
#include "models/session/session.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kKeptCampaigns = 20;

Error refusalOf(const AuthorityAnswer &answer)
{
    return {.kind = Error::Kind::NotPermitted, .message = answer.reason, .where = answer.where, .hint = answer.hint};
}

} // namespace

Result<Campaign> Session::campaign(PlanKind kind, const QStringList &placementKeys, CampaignOrder order,
                                   OnRefusal onRefusal) const
{
    QList<Plan> plans;
    QList<LeftOut> leftOut;
    for (const QString &key : placementKeys) {
        const Result<Plan> made = plan(kind, key);
        if (!made) {
            leftOut.append({key, made.error()});
            continue;
        }
        const AuthorityAnswer answer = may(*made);
        if (answer.allowed)
            plans.append(*made);
        else
            leftOut.append({key, refusalOf(answer)});
    }
    return makeCampaign(plans, m_workspace, order, onRefusal, leftOut);
}

Result<Ok> Session::commit(const Campaign &campaign, const QString &reason)
{
    const QList<Plan> plans = campaign.plans();
    QStringList refused;
    std::optional<Error> first;
    for (const Plan &plan : plans) {
        const AuthorityAnswer answer = may(plan);
        if (answer.allowed)
            continue;
        refused.append(tr("%1: %2").arg(plan.placementKey(), answer.reason));
        if (!first)
            first = refusalOf(answer);
    }
    if (first) {
        first->message = tr("Nothing was sent. Refused now: %1").arg(refused.join(QStringLiteral("; ")));
        return *first;
    }
    if (!m_doors.runCampaign)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session cannot send anything")};
    const bool known = std::any_of(m_campaigns.cbegin(), m_campaigns.cend(),
                                   [&](const CampaignRun &run) { return run.campaign.id == campaign.id; });
    if (known)
        return Error{.kind = Error::Kind::Refused, .message = tr("This plan has already been started")};
    // Shown at once; the dispatcher's own snapshots follow.
    CampaignRun run = makeCampaignRun(campaign, self(), reason);
    run.startedMs = nowMs();
    setCampaign(run);
    m_doors.runCampaign(campaign, run.actor, reason);
    return Ok{};
}

void Session::stopCampaign(const QString &campaignId)
{
    if (m_doors.stopCampaign)
        m_doors.stopCampaign(campaignId);
}

const CampaignRun *Session::campaignFor(const QString &placementKey) const
{
    for (const CampaignRun &run : m_campaigns) {
        const bool here = std::any_of(run.places.cbegin(), run.places.cend(), [&](const PlaceRun &place) {
            return place.run.plan.placementKey() == placementKey;
        });
        if (here && !run.isOver())
            return &run;
    }
    return nullptr;
}

void Session::setCampaign(const CampaignRun &run)
{
    const auto known = std::find_if(m_campaigns.begin(), m_campaigns.end(),
                                    [&](const CampaignRun &other) { return other.campaign.id == run.campaign.id; });
    if (known != m_campaigns.end())
        *known = run;
    else
        m_campaigns.prepend(run);
    if (m_campaigns.size() > kKeptCampaigns)
        m_campaigns.removeLast();
    Q_EMIT campaignChanged(run);
}

void Session::addInterrupted(const InterruptedCampaign &campaign)
{
    m_interrupted.prepend(campaign);
    Q_EMIT interruptedChanged();
}

void Session::noteInterrupted(const QString &campaignId)
{
    if (m_interrupted.removeIf([&](const InterruptedCampaign &known) { return known.id == campaignId; }) > 0)
        Q_EMIT interruptedChanged();
}

} // namespace astern
