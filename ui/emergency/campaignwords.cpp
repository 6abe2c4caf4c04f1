// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/campaignwords.h"

#include "models/base/format.h"
#include "models/views/boardrow.h"
#include "ui/emergency/emergencywords.h"
#include "ui/rollout/statewords.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("EmergencySheet", text); }

QString whereOf(const Plan &plan) { return plan.environment + QLatin1Char('/') + plan.cell; }

StepLine::Sign signOf(PlaceRun::State state)
{
    switch (state) {
    case PlaceRun::State::Waiting:
        return StepLine::Sign::Number;
    case PlaceRun::State::Running:
        return StepLine::Sign::Moving;
    case PlaceRun::State::Done:
        return StepLine::Sign::Done;
    case PlaceRun::State::Failed:
    case PlaceRun::State::Refused:
        return StepLine::Sign::Failed;
    case PlaceRun::State::Stopped:
    case PlaceRun::State::NotBegun:
        return StepLine::Sign::Skipped;
    case PlaceRun::State::Unknown:
        return StepLine::Sign::Doubt;
    }
    return StepLine::Sign::Doubt;
}

// What is done there now, or how it ended.
QString detailOf(const PlaceRun &place)
{
    if (place.run.error) {
        const Error &error = *place.run.error;
        return error.hint.isEmpty() ? error.message : QString(error.message + QLatin1Char(' ') + error.hint);
    }
    if (place.state == PlaceRun::State::NotBegun)
        return tr("not begun");
    if (place.state == PlaceRun::State::Waiting)
        return tr("waits for wave %1").arg(place.wave + 1);
    if (place.isOver())
        return place.run.summary;
    const int at = place.run.currentStep();
    if (at >= place.run.plan.steps.size())
        return {};
    const QString words = place.run.steps.value(at).words;
    const QString title = place.run.plan.steps.at(at).title;
    return words.isEmpty() ? title : tr("%1: %2").arg(title, words);
}

quint64 lastEntry(const PlanRun &run)
{
    quint64 last = 0;
    for (const StepRun &step : run.steps)
        last = std::max({last, step.intentIndex, step.outcomeIndex});
    return last;
}

} // namespace

QStringList placesBeside(const Session &session, const QStringList &chosen, qint64 nowMs)
{
    QStringList services;
    for (const QString &key : chosen) {
        if (const Placement *place = session.placement(key); place && !services.contains(place->service))
            services.append(place->service);
    }
    QStringList own;
    QStringList failing;
    for (const Placement &place : session.workspace().placements()) {
        if (services.contains(place.service))
            own.append(place.key());
        else if (isFailing(judgeBoardPlace(session, place.key(), nowMs).standing.state))
            failing.append(place.key());
    }
    return own + failing;
}

PlaceOffer offerOf(const Session &session, const QString &placementKey, qint64 nowMs)
{
    PlaceOffer offer;
    const Placement *place = session.placement(placementKey);
    if (!place)
        return offer;
    const BoardRow row = makeBoardRow(session, *place, nowMs);
    offer.name = placeName(*place);
    offer.status = statusOf(row.state);
    const Result<Plan> plan = session.plan(PlanKind::Rollback, placementKey);
    offer.possible = plan.ok();
    const QString state = stateFor(row, nowMs);
    if (!plan)
        offer.words = tr("cannot: %1").arg(plan.error().message);
    else if (row.stale)
        offer.words = tr("%1 → %2, does not answer; it is tried all the same").arg(plan->fromVersion, plan->toVersion);
    else
        offer.words = tr("%1 → %2, %3").arg(plan->fromVersion, plan->toVersion, state);
    return offer;
}

QList<StepLine> waveLines(const Session &session, const QList<Plan> &wave)
{
    QList<StepLine> lines;
    for (const Plan &plan : wave) {
        StepLine line;
        line.title = tr("%1 in %2   %3 → %4").arg(plan.service, whereOf(plan), plan.fromVersion, plan.toVersion);
        QStringList what;
        bool all = true;
        QString refusal;
        for (const PlanStep &step : plan.steps) {
            if (step.kind != PlanStep::Kind::Command)
                continue;
            what.append(step.title);
            const auto permission = session.permission(step.command);
            all = all && permission;
            if (permission && !permission->allowed && refusal.isEmpty())
                refusal = permission->reason.isEmpty() ? tr("%1 will refuse it").arg(plan.target.backend)
                                                       : permission->reason;
        }
        line.detail = (what + plan.warnings).join(QLatin1Char('\n'));
        line.right = aboutTime(plan.expectedMs());
        if (!refusal.isEmpty()) {
            line.proof = StepLine::Proof::Bad;
            line.proofText = refusal;
        } else {
            line.proof = all ? StepLine::Proof::Good : StepLine::Proof::Waiting;
            line.proofText = (all ? tr("%1 allows it") : tr("asking %1")).arg(plan.target.backend);
        }
        lines.append(line);
    }
    return lines;
}

QString orderWords(const Campaign &campaign)
{
    QStringList waves;
    for (const QList<Plan> &wave : campaign.waves) {
        QStringList cells;
        for (const Plan &plan : wave) {
            if (!cells.contains(plan.cell))
                cells.append(plan.cell);
        }
        waves.append(cells.join(QStringLiteral(", ")));
    }
    return waves.join(tr(", then "));
}

GuardWords guardWords(const Campaign &campaign, const Workspace &workspace)
{
    const QList<Plan> plans = campaign.plans();
    GuardWords words;
    QStringList names;
    QString service;
    for (const Plan &plan : plans) {
        names.append(plan.service == service ? whereOf(plan)
                                             : QString(plan.service + QLatin1Char(' ') + whereOf(plan)));
        service = plan.service;
        if (const Zone zone = zoneOf(workspace, plan.environment); words.zone.isEmpty() || zone.production) {
            words.zone = zone.text;
            words.production = words.production || zone.production;
        }
    }
    words.name = campaign.services().value(0);
    words.hold = format::plural(plans.size(), tr("Hold to roll back 1 place"), tr("Hold to roll back %1 places"));
    words.detail = names.join(QStringLiteral(", "));
    return words;
}

bool samePromise(const Campaign &a, const Campaign &b)
{
    if (a.onRefusal != b.onRefusal || a.waves.size() != b.waves.size() || a.leftOut.size() != b.leftOut.size())
        return false;
    for (qsizetype i = 0; i < a.leftOut.size(); ++i) {
        if (a.leftOut.at(i).placementKey != b.leftOut.at(i).placementKey)
            return false;
    }
    for (qsizetype wave = 0; wave < a.waves.size(); ++wave) {
        if (!std::equal(a.waves.at(wave).cbegin(), a.waves.at(wave).cend(), b.waves.at(wave).cbegin(),
                        b.waves.at(wave).cend(), [](const Plan &x, const Plan &y) { return samePromise(x, y); }))
            return false;
    }
    return true;
}

QList<StepLine> placeLines(const CampaignRun &run, qint64 nowMs)
{
    QList<StepLine> lines;
    for (const PlaceRun &place : run.places) {
        const Plan &plan = place.run.plan;
        StepLine line;
        line.sign = signOf(place.state);
        line.title = tr("%1 in %2   %3 → %4").arg(plan.service, whereOf(plan), plan.fromVersion, plan.toVersion);
        line.detail = detailOf(place);
        line.faint = place.state == PlaceRun::State::Waiting || place.state == PlaceRun::State::NotBegun;
        line.entry = lastEntry(place.run);
        const qint64 until = place.run.endedMs > 0 ? place.run.endedMs : nowMs;
        if (!line.faint && place.run.startedMs > 0)
            line.right = elapsedText(until - place.run.startedMs);
        if (place.state == PlaceRun::State::Running)
            line.progress = place.run.steps.value(place.run.currentStep()).progress;
        lines.append(line);
    }
    return lines;
}

CampaignWords campaignWords(const CampaignRun &run)
{
    CampaignWords words;
    const int done = run.count(PlaceRun::State::Done);
    const auto all = run.places.size() + run.campaign.leftOut.size();
    words.counts = tr("%1 of %2 back").arg(done).arg(all);
    if (run.campaign.waves.size() > 1)
        words.counts += tr(", wave %1 of %2").arg(std::max(run.wave, 0) + 1).arg(run.campaign.waves.size());
    if (!run.isOver()) {
        words.title = tr("Rolling back %1 places").arg(run.places.size());
        if (run.stopping)
            words.counts += tr(", stops before the next wave");
        return words;
    }
    words.title = tr("%1 of %2 places are back").arg(done).arg(all);
    words.status = run.state == CampaignRun::State::Succeeded ? Status::Finished : Status::Failing;
    words.outcome = summaryOf(run);
    QStringList hints;
    for (const PlaceRun &place : run.places) {
        if (place.run.error && !place.run.error->hint.isEmpty() && !hints.contains(place.run.error->hint))
            hints.append(place.run.error->hint);
    }
    if (run.count(PlaceRun::State::NotBegun) > 0)
        hints.append(tr("What was not begun is not begun by itself: make a plan for it."));
    words.next = hints.join(QLatin1Char(' '));
    return words;
}

} // namespace astern::ui
