// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"

#include <QJsonArray>

namespace astern::app {
namespace {

QJsonArray leftOutToJson(const Campaign &campaign)
{
    QJsonArray all;
    for (const LeftOut &left : campaign.leftOut)
        all.append(QJsonObject{{QStringLiteral("place"), left.placementKey},
                               {QStringLiteral("error"), errorToJson(left.why)}});
    return all;
}

QJsonValue entryOrNull(quint64 index) { return index ? QJsonValue(qint64(index - 1)) : QJsonValue(); }

} // namespace

QJsonObject campaignToJson(const Campaign &campaign)
{
    QJsonArray waves;
    for (const QList<Plan> &wave : campaign.waves) {
        QJsonArray plans;
        for (const Plan &plan : wave)
            plans.append(planToJson(plan));
        waves.append(plans);
    }
    return {{QStringLiteral("id"), campaign.id},
            {QStringLiteral("kind"), toString(campaign.kind)},
            {QStringLiteral("order"), toString(campaign.order)},
            {QStringLiteral("on_refusal"), toString(campaign.onRefusal)},
            {QStringLiteral("waves"), waves},
            {QStringLiteral("left_out"), leftOutToJson(campaign)}};
}

QJsonObject campaignRunToJson(const CampaignRun &run)
{
    QJsonArray places;
    for (const PlaceRun &place : run.places) {
        const bool begun = place.state != PlaceRun::State::NotBegun && place.state != PlaceRun::State::Waiting;
        places.append(QJsonObject{{QStringLiteral("place"), place.run.plan.placementKey()},
                                  {QStringLiteral("wave"), place.wave + 1},
                                  {QStringLiteral("state"), toString(place.state)},
                                  {QStringLiteral("run"), begun ? QJsonValue(runToJson(place.run)) : QJsonValue()}});
    }
    QString state = QStringLiteral("running");
    if (run.isOver())
        state = run.state == CampaignRun::State::Succeeded ? QStringLiteral("succeeded") : QStringLiteral("incomplete");
    return {{QStringLiteral("campaign"), run.campaign.id},
            {QStringLiteral("order"), toString(run.campaign.order)},
            {QStringLiteral("on_refusal"), toString(run.campaign.onRefusal)},
            {QStringLiteral("state"), state},
            {QStringLiteral("reason"), run.reason},
            {QStringLiteral("started_ms"), run.startedMs},
            {QStringLiteral("ended_ms"), run.endedMs > 0 ? QJsonValue(run.endedMs) : QJsonValue()},
            {QStringLiteral("places"), places},
            {QStringLiteral("left_out"), leftOutToJson(run.campaign)},
            {QStringLiteral("intent"), entryOrNull(run.intentIndex)},
            {QStringLiteral("outcome"), entryOrNull(run.outcomeIndex)},
            {QStringLiteral("summary"), summaryOf(run)}};
}

} // namespace astern::app
