// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/campaign.h"

#include "models/base/uuid7.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>
#include <QMap>
#include <QPair>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Campaign", text); }

Error refused(const QString &message, const QString &where = {}, const QString &hint = {})
{
    return {.kind = Error::Kind::Refused, .message = message, .where = where, .hint = hint};
}

// From 0. Cells that are in no wave come after the last one: nobody said that they may go before it.
qsizetype waveOf(const Plan &plan, const Workspace &workspace)
{
    const EnvironmentConfig *environment = workspace.environment(plan.environment);
    if (!environment)
        return 0;
    const auto &waves = environment->waves;
    const auto it =
        std::find_if(waves.cbegin(), waves.cend(), [&](const QStringList &cells) { return cells.contains(plan.cell); });
    return it - waves.cbegin();
}

QString placeName(const PlaceRun &place)
{
    const Plan &plan = place.run.plan;
    return tr("%1 in %2/%3").arg(plan.service, plan.environment, plan.cell);
}

QString stateWords(const PlaceRun &place)
{
    const QString why = place.run.error ? place.run.error->message : place.run.summary;
    const auto with = [&why](const QString &word) { return why.isEmpty() ? word : tr("%1: %2").arg(word, why); };
    switch (place.state) {
    case PlaceRun::State::Failed:
        return with(tr("failed"));
    case PlaceRun::State::Refused:
        return with(tr("refused"));
    case PlaceRun::State::Unknown:
        return with(tr("not confirmed"));
    case PlaceRun::State::Stopped:
        return tr("stopped");
    case PlaceRun::State::NotBegun:
        return tr("not begun");
    default:
        return {};
    }
}

bool hasBegun(const CampaignRun &run, const PlaceRun &place) { return place.wave <= run.wave; }

} // namespace

QString toString(CampaignOrder order)
{
    return order == CampaignOrder::Waves ? QStringLiteral("waves") : QStringLiteral("at-once");
}

QString toString(PlaceRun::State state)
{
    switch (state) {
    case PlaceRun::State::Waiting:
        return QStringLiteral("waiting");
    case PlaceRun::State::Running:
        return QStringLiteral("running");
    case PlaceRun::State::Done:
        return QStringLiteral("succeeded");
    case PlaceRun::State::Failed:
        return QStringLiteral("failed");
    case PlaceRun::State::Refused:
        return QStringLiteral("refused");
    case PlaceRun::State::Stopped:
        return QStringLiteral("stopped");
    case PlaceRun::State::Unknown:
        return QStringLiteral("unknown");
    case PlaceRun::State::NotBegun:
        return QStringLiteral("not-begun");
    }
    return {};
}

OnRefusal usualOnRefusal(PlanKind kind) { return isProtective(kind) ? OnRefusal::GoOn : OnRefusal::Stop; }

QList<Plan> Campaign::plans() const
{
    QList<Plan> all;
    for (const QList<Plan> &wave : waves)
        all.append(wave);
    return all;
}

QStringList Campaign::services() const
{
    QStringList names;
    for (const Plan &plan : plans()) {
        if (!names.contains(plan.service))
            names.append(plan.service);
    }
    return names;
}

bool Campaign::production() const
{
    const QList<Plan> all = plans();
    return std::any_of(all.cbegin(), all.cend(), [](const Plan &plan) { return plan.production; });
}

QStringList alreadyBack(const QList<Plan> &plans)
{
    QSet<QPair<QString, QString>> targets;
    for (const Plan &plan : plans) {
        if (plan.kind == PlanKind::Rollback)
            targets.insert({plan.service, plan.toVersion});
    }
    QStringList keys;
    for (const Plan &plan : plans) {
        // A release of the same version, other configuration say, is told apart by nothing here: it goes back.
        if (plan.fromVersion != plan.toVersion && targets.contains({plan.service, plan.fromVersion}))
            keys.append(plan.placementKey());
    }
    return keys;
}

Result<Campaign> makeCampaign(const QList<Plan> &plans, const Workspace &workspace, CampaignOrder order,
                              OnRefusal onRefusal, const QList<LeftOut> &leftOut)
{
    if (plans.isEmpty()) {
        return leftOut.isEmpty() ? refused(tr("No place is chosen"))
                                 : refused(tr("None of the places can be taken back"), leftOut.first().placementKey,
                                           leftOut.first().why.message);
    }
    if (plans.size() + leftOut.size() > kMaxCampaignPlaces)
        return refused(tr("%1 places are too many for one commit").arg(plans.size() + leftOut.size()), {},
                       tr("At most %1: choose fewer.").arg(kMaxCampaignPlaces));
    QSet<QString> targets;
    for (const Plan &plan : plans) {
        if (plan.kind != plans.first().kind)
            return refused(tr("One commit does the same everywhere"), plan.placementKey());
        if (targets.contains(plan.target.key()))
            return refused(tr("Two of the plans are for the same object"), plan.placementKey());
        targets.insert(plan.target.key());
    }
    Campaign campaign;
    campaign.id = Uuid7::next();
    campaign.kind = plans.first().kind;
    campaign.order = order;
    campaign.onRefusal = onRefusal;
    campaign.leftOut = leftOut;
    const QStringList back = alreadyBack(plans);
    QMap<qsizetype, QList<Plan>> byWave; // in the order of waves, and within one as they were chosen
    for (const Plan &plan : plans)
        byWave[order == CampaignOrder::Waves ? waveOf(plan, workspace) : 0].append(plan);
    for (QList<Plan> wave : std::as_const(byWave)) {
        for (Plan &plan : wave) {
            plan.campaign = {campaign.id, int(campaign.waves.size()), int(byWave.size()), onRefusal};
            if (back.contains(plan.placementKey()))
                plan.warnings.prepend(
                    tr("%1 serves here, which other places return to: this goes further back").arg(plan.fromVersion));
        }
        campaign.waves.append(wave);
    }
    return campaign;
}

int CampaignRun::count(PlaceRun::State wanted) const
{
    return int(std::count_if(places.cbegin(), places.cend(), [&](const PlaceRun &p) { return p.state == wanted; }));
}

CampaignRun makeCampaignRun(const Campaign &campaign, const Actor &actor, const QString &reason)
{
    CampaignRun run;
    run.campaign = campaign;
    run.actor = actor;
    run.reason = reason;
    for (qsizetype wave = 0; wave < campaign.waves.size(); ++wave) {
        for (const Plan &plan : campaign.waves.at(wave)) {
            PlaceRun place{.state = PlaceRun::State::Waiting, .wave = int(wave), .run = {}};
            place.run.plan = plan;
            place.run.actor = actor;
            place.run.reason = reason;
            place.run.steps.resize(plan.steps.size());
            run.places.append(place);
        }
    }
    return run;
}

CampaignNext nextOf(const CampaignRun &run)
{
    bool allDone = true;
    for (const PlaceRun &place : run.places) {
        if (!hasBegun(run, place))
            continue;
        if (!place.isOver())
            return CampaignNext::Wait;
        allDone = allDone && place.state == PlaceRun::State::Done;
    }
    if (run.wave + 1 >= run.campaign.waves.size() || run.stopping ||
        (run.campaign.onRefusal == OnRefusal::Stop && !allDone))
        return CampaignNext::End;
    return CampaignNext::BeginWave;
}

QString whyNotBegun(const CampaignRun &run)
{
    if (run.wave + 1 >= run.campaign.waves.size())
        return {};
    if (run.stopping)
        return tr("a person stopped it before the next wave");
    const auto culprit = std::find_if(run.places.cbegin(), run.places.cend(), [&](const PlaceRun &place) {
        return hasBegun(run, place) && place.isOver() && place.state != PlaceRun::State::Done;
    });
    return run.campaign.onRefusal == OnRefusal::Stop && culprit != run.places.cend()
               ? tr("%1 stopped it before the next wave").arg(placeName(*culprit))
               : QString();
}

QString summaryOf(const CampaignRun &run)
{
    const bool back = run.campaign.kind == PlanKind::Rollback;
    const qsizetype wanted = run.places.size() + run.campaign.leftOut.size();
    QString text = (back ? tr("%1 of %2 places are back.") : tr("%1 of %2 places are done."))
                       .arg(run.count(PlaceRun::State::Done))
                       .arg(wanted);
    QStringList open;
    for (const PlaceRun &place : run.places) {
        if (place.state != PlaceRun::State::Done && place.isOver())
            open.append(tr("%1 (%2)").arg(placeName(place), stateWords(place)));
    }
    for (const LeftOut &left : run.campaign.leftOut)
        open.append(tr("%1 (left out: %2)").arg(left.placementKey, left.why.message));
    if (!open.isEmpty())
        text +=
            QLatin1Char(' ') + (back ? tr("Not back: %1.") : tr("Not done: %1.")).arg(open.join(QStringLiteral("; ")));
    const QString why = whyNotBegun(run);
    if (run.count(PlaceRun::State::NotBegun) > 0 && !why.isEmpty())
        text += QLatin1Char(' ') + tr("Waves were not begun: %1.").arg(why);
    return text;
}

} // namespace astern
