// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/campaignrecord.h"

#include "models/command/record.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kMaxWhy = 80; // two hundred places must fit into one entry

QString tr(const char *text) { return QCoreApplication::translate("Campaign", text); }

QJsonValue field(const QJsonObject &payload, const char *object, const char *key)
{
    return payload.value(QLatin1String(object)).toObject().value(QLatin1String(key));
}

QJsonObject subjectOf(const Campaign &campaign)
{
    const QStringList services = campaign.services();
    return services.size() == 1 ? QJsonObject{{QStringLiteral("service"), services.first()}} : QJsonObject{};
}

QString titleOf(const Campaign &campaign)
{
    const QString services = campaign.services().join(QStringLiteral(", "));
    const qsizetype places = campaign.plans().size();
    return campaign.kind == PlanKind::Rollback
               ? tr("Roll back %1 in %2 places").arg(services).arg(places)
               : tr("%1 for %2 in %3 places").arg(toString(campaign.kind), services).arg(places);
}

QJsonObject placeToJson(const QString &planId, const QString &place, const QString &result)
{
    QJsonObject object{{QStringLiteral("plan"), planId}, {QStringLiteral("place"), place}};
    if (!result.isEmpty())
        object.insert(QStringLiteral("result"), result);
    return object;
}

QJsonArray leftOutToJson(const Campaign &campaign)
{
    QJsonArray all;
    for (const LeftOut &left : campaign.leftOut)
        all.append(QJsonObject{{QStringLiteral("place"), left.placementKey},
                               {QStringLiteral("why"), left.why.message.left(kMaxWhy)}});
    return all;
}

Draft outcome(const QString &saga, const Receipt &intent, const QJsonObject &subject, Outcome result,
              const QString &observed, const QJsonArray &places)
{
    Draft draft;
    draft.kind = QStringLiteral("campaign.outcome");
    draft.saga = saga;
    draft.links = {{EntryLink::Rel::OutcomeOf, intent.id, intent.leafHash}};
    draft.fields = {
        {QStringLiteral("subject"), subject},
        {QStringLiteral("outcome"),
         QJsonObject{{QStringLiteral("result"), toString(result)}, {QStringLiteral("observed"), observed}}},
        {QStringLiteral("campaign"), QJsonObject{{QStringLiteral("id"), saga}, {QStringLiteral("places"), places}}}};
    return draft;
}

} // namespace

Draft campaignIntent(const CampaignRun &run)
{
    const Campaign &campaign = run.campaign;
    QJsonArray waves;
    for (const QList<Plan> &wave : campaign.waves) {
        QJsonArray plans;
        for (const Plan &plan : wave)
            plans.append(placeToJson(plan.id, plan.placementKey(), {}));
        waves.append(plans);
    }
    Draft draft;
    draft.kind = kCampaignIntent;
    draft.saga = campaign.id;
    draft.fields = {
        {QStringLiteral("subject"), subjectOf(campaign)},
        {QStringLiteral("decision"), QJsonObject{{QStringLiteral("plan"), toString(campaign.kind)},
                                                 {QStringLiteral("title"), titleOf(campaign)},
                                                 {QStringLiteral("order"), toString(campaign.order)},
                                                 {QStringLiteral("on_refusal"), toString(campaign.onRefusal)}}},
        {QStringLiteral("campaign"), QJsonObject{{QStringLiteral("id"), campaign.id},
                                                 {QStringLiteral("waves"), waves},
                                                 {QStringLiteral("left_out"), leftOutToJson(campaign)}}},
        {QStringLiteral("actor"), actorToJson(run.actor)}};
    if (!run.reason.trimmed().isEmpty())
        draft.personal.insert(QStringLiteral("rationale"), run.reason.trimmed());
    if (!run.actor.name.isEmpty())
        draft.personal.insert(QStringLiteral("actor.name"), run.actor.name);
    return draft;
}

Draft campaignOutcome(const CampaignRun &run, const Receipt &intent)
{
    QJsonArray places;
    for (const PlaceRun &place : run.places)
        places.append(placeToJson(place.run.plan.id, place.run.plan.placementKey(), toString(place.state)));
    const Outcome result = run.state == CampaignRun::State::Succeeded ? Outcome::Succeeded : Outcome::Failed;
    // The places' own outcomes have the words; here only how many, so that two hundred of them fit.
    const QString observed = tr("%1 of %2 places succeeded, %3 were not begun, %4 were left out")
                                 .arg(run.count(PlaceRun::State::Done))
                                 .arg(run.places.size() + run.campaign.leftOut.size())
                                 .arg(run.count(PlaceRun::State::NotBegun))
                                 .arg(run.campaign.leftOut.size());
    return outcome(run.campaign.id, intent, subjectOf(run.campaign), result, observed, places);
}

QList<CampaignPlace> campaignPlaces(const JournalEntry &intent)
{
    QList<CampaignPlace> all;
    const QJsonObject campaign = intent.payload.value(QLatin1String("campaign")).toObject();
    const QJsonArray waves = campaign.value(QLatin1String("waves")).toArray();
    for (const QJsonValue &wave : waves) {
        const QJsonArray plans = wave.toArray();
        for (const QJsonValue &plan : plans)
            all.append({.planId = plan.toObject().value(QLatin1String("plan")).toString(),
                        .place = plan.toObject().value(QLatin1String("place")).toString()});
    }
    return all;
}

QString resultOf(const QList<JournalEntry> &ofPlan)
{
    QSet<QString> begun;
    const JournalEntry *first = nullptr;
    const JournalEntry *lastOutcome = nullptr;
    for (const JournalEntry &entry : ofPlan) {
        if (entry.kind.endsWith(QLatin1String(".intent"))) {
            first = &entry;
            begun.insert(field(entry.payload, "decision", "step").toString());
        } else if (entry.kind.endsWith(QLatin1String(".outcome")) && !lastOutcome) {
            lastOutcome = &entry;
        }
    }
    if (!first)
        return QStringLiteral("not-begun");
    if (!lastOutcome)
        return toString(Outcome::Unknown);
    const QString result = field(lastOutcome->payload, "outcome", "result").toString();
    // The first intent has the whole chosen path: with a step that nobody began the place is not where it should be.
    QJsonArray path = field(first->payload, "rollback", "steps").toArray();
    if (path.isEmpty())
        path = field(first->payload, "promotion", "steps").toArray();
    const auto commands = std::count_if(path.cbegin(), path.cend(), [](const QJsonValue &step) {
        return step.toObject().value(QLatin1String("id")).toString() != QLatin1String("recover");
    });
    return result == QLatin1String("succeeded") && begun.size() < commands ? toString(Outcome::Unknown) : result;
}

InterruptedCampaign interrupted(const JournalEntry &intent, const QList<CampaignPlace> &places)
{
    InterruptedCampaign found{.id = intent.saga,
                              .title = field(intent.payload, "decision", "title").toString(),
                              .places = places.size(),
                              .notBegun = {},
                              .notSeen = {}};
    for (const CampaignPlace &place : places) {
        if (place.result == QLatin1String("succeeded"))
            ++found.succeeded;
        else
            (place.result == QLatin1String("not-begun") ? found.notBegun : found.notSeen).append(place.place);
    }
    return found;
}

Draft interruptedOutcome(const JournalEntry &intent, const QList<CampaignPlace> &places)
{
    const InterruptedCampaign found = interrupted(intent, places);
    QJsonArray list;
    for (const CampaignPlace &place : places)
        list.append(placeToJson(place.planId, place.place, place.result));
    QString observed = tr("interrupted; %1 of %2 places succeeded").arg(found.succeeded).arg(found.places);
    if (!found.notBegun.isEmpty())
        observed += QStringLiteral("; ") + tr("not begun: %1").arg(found.notBegun.join(QStringLiteral(", ")));
    const Receipt receipt{.index = intent.index, .id = intent.id, .leafHash = intent.leafHash};
    Draft draft = outcome(intent.saga, receipt, intent.payload.value(QLatin1String("subject")).toObject(),
                          found.succeeded == found.places ? Outcome::Succeeded : Outcome::Aborted, observed, list);
    QJsonObject result = draft.fields.value(QLatin1String("outcome")).toObject();
    result.insert(QStringLiteral("resolved_by"), QStringLiteral("recovery"));
    draft.fields.insert(QStringLiteral("outcome"), result);
    return draft;
}

} // namespace astern
