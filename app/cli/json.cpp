// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"

#include "app/cli/escalations.h"
#include "app/cli/gateparts.h"
#include "models/views/backendsmodel.h"
#include "models/views/boardrow.h"

#include <QJsonArray>

#include <cmath>

namespace astern::app {
namespace {

QString stepWord(RolloutStep::Kind kind)
{
    switch (kind) {
    case RolloutStep::Kind::SetWeight:
        return QStringLiteral("set-weight");
    case RolloutStep::Kind::Pause:
        return QStringLiteral("pause");
    case RolloutStep::Kind::Analysis:
        return QStringLiteral("analysis");
    case RolloutStep::Kind::Experiment:
        return QStringLiteral("experiment");
    case RolloutStep::Kind::SetCanaryScale:
        return QStringLiteral("set-canary-scale");
    case RolloutStep::Kind::Other:
        break;
    }
    return QStringLiteral("other");
}

QString limitWord(LimitReading::State state)
{
    switch (state) {
    case LimitReading::State::NoData:
        return QStringLiteral("no-data");
    case LimitReading::State::Stale:
        return QStringLiteral("stale");
    case LimitReading::State::NoLimit:
        return QStringLiteral("no-verdict");
    case LimitReading::State::Within:
        return QStringLiteral("within-limit");
    case LimitReading::State::OverLimit:
        return QStringLiteral("over-limit");
    }
    return {};
}

QString runWord(PlanRun::State state)
{
    switch (state) {
    case PlanRun::State::Running:
        return QStringLiteral("running");
    case PlanRun::State::Succeeded:
        return QStringLiteral("succeeded");
    case PlanRun::State::Failed:
        return QStringLiteral("failed");
    case PlanRun::State::Refused:
        return QStringLiteral("refused");
    case PlanRun::State::Stopped:
        return QStringLiteral("stopped");
    case PlanRun::State::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QString stepRunWord(StepRun::State state)
{
    switch (state) {
    case StepRun::State::Waiting:
        return QStringLiteral("waiting");
    case StepRun::State::Checking:
        return QStringLiteral("checking");
    case StepRun::State::Logging:
        return QStringLiteral("logging");
    case StepRun::State::Sending:
        return QStringLiteral("sending");
    case StepRun::State::Confirming:
        return QStringLiteral("confirming");
    case StepRun::State::Done:
        return QStringLiteral("done");
    case StepRun::State::Found:
        return QStringLiteral("found");
    case StepRun::State::Skipped:
        return QStringLiteral("skipped");
    case StepRun::State::Failed:
        return QStringLiteral("failed");
    case StepRun::State::Refused:
        return QStringLiteral("refused");
    case StepRun::State::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QJsonValue textOrNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }

QJsonValue timeOrNull(qint64 ms) { return ms > 0 ? QJsonValue(ms) : QJsonValue(); }

QJsonObject manifestToJson(const Manifest &manifest)
{
    QJsonArray images;
    for (const Manifest::Image &image : manifest.images) {
        images.append(QJsonObject{{QStringLiteral("container"), image.container},
                                  {QStringLiteral("image"), image.reference},
                                  {QStringLiteral("digest"), image.digest}});
    }
    return {{QStringLiteral("version"), manifest.version()},
            {QStringLiteral("digest"), manifest.digest},
            {QStringLiteral("images"), images}};
}

QJsonValue connectionToJson(const BackendHealth *health, qint64 nowMs)
{
    if (!health)
        return {};
    const BackendRow row = makeBackendRow(*health, nowMs);
    return QJsonObject{{QStringLiteral("state"), connectionWord(health->state)},
                       {QStringLiteral("words"), row.words},
                       {QStringLiteral("since_ms"), timeOrNull(health->sinceMs)},
                       {QStringLiteral("last_answer_ms"), timeOrNull(health->lastAnswerMs)},
                       {QStringLiteral("next_try_ms"), timeOrNull(health->nextTryMs)},
                       {QStringLiteral("stale"), row.stale},
                       {QStringLiteral("reason"), textOrNull(health->reason)},
                       {QStringLiteral("hint"), textOrNull(health->hint)}};
}

QJsonObject servingToJson(const Rollout &rollout)
{
    QJsonArray shares;
    for (const Serving::Share &share : rollout.serving.shares) {
        const Revision *revision = rollout.revisionByHash(share.hash);
        shares.append(QJsonObject{{QStringLiteral("hash"), share.hash},
                                  {QStringLiteral("revision"), share.revision},
                                  {QStringLiteral("version"), revision ? revision->manifest.version() : QString()},
                                  {QStringLiteral("percent"), share.percent},
                                  {QStringLiteral("ready_pods"), share.readyPods},
                                  {QStringLiteral("pods"), share.pods}});
    }
    return {{QStringLiteral("shares"), shares},
            {QStringLiteral("measured_by_router"), rollout.serving.measuredByRouter},
            {QStringLiteral("since_ms"), timeOrNull(rollout.serving.sinceMs)}};
}

QJsonObject controlToJson(const Control &control)
{
    QJsonArray steps;
    for (const RolloutStep &step : control.steps) {
        QJsonObject object{{QStringLiteral("kind"), stepWord(step.kind)}};
        if (step.kind == RolloutStep::Kind::SetWeight)
            object.insert(QStringLiteral("weight"), step.weight);
        if (step.kind == RolloutStep::Kind::Pause)
            object.insert(QStringLiteral("duration_ms"),
                          step.durationMs < 0 ? QJsonValue() : QJsonValue(step.durationMs));
        if (!step.text.isEmpty())
            object.insert(QStringLiteral("text"), step.text);
        steps.append(object);
    }
    return {{QStringLiteral("phase"), toString(control.phase)},
            {QStringLiteral("message"), control.message},
            {QStringLiteral("strategy"), control.strategy},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("current_step"), control.currentStep < 0 ? QJsonValue() : QJsonValue(control.currentStep)},
            {QStringLiteral("aborted"), control.aborted},
            {QStringLiteral("paused_by_person"), control.pausedByPerson},
            {QStringLiteral("waits_for_person"), control.waitsForPerson},
            {QStringLiteral("paused_since_ms"), timeOrNull(control.pausedSinceMs)},
            {QStringLiteral("promoting_fully"), control.promotingFully},
            {QStringLiteral("saw_latest"), control.sawLatest},
            {QStringLiteral("failure"), control.failure}};
}

QJsonArray signalsToJson(const Session &session, const Placement &placement)
{
    QJsonArray all;
    const ServiceConfig *service = session.workspace().service(placement.service);
    if (!service)
        return all;
    for (const SignalSpec &spec : service->signalSpecs) {
        for (const Role role : {Role::New, Role::Stable}) {
            const SeriesId id{placement.key(), spec.id, role};
            const LimitReading reading = session.series().reading(id, spec, session.nowMs());
            const bool hasValue = reading.state != LimitReading::State::NoData && std::isfinite(reading.value);
            all.append(QJsonObject{{QStringLiteral("id"), spec.id},
                                   {QStringLiteral("role"), toString(role)},
                                   {QStringLiteral("unit"), spec.unit},
                                   {QStringLiteral("value"), hasValue ? QJsonValue(reading.value) : QJsonValue()},
                                   {QStringLiteral("at_ms"), timeOrNull(reading.atMs)},
                                   {QStringLiteral("state"), limitWord(reading.state)},
                                   {QStringLiteral("since_ms"), timeOrNull(reading.sinceMs)}});
        }
    }
    return all;
}

} // namespace

QString connectionWord(BackendHealth::State state)
{
    switch (state) {
    case BackendHealth::State::Connecting:
        return QStringLiteral("connecting");
    case BackendHealth::State::Live:
        return QStringLiteral("live");
    case BackendHealth::State::Retrying:
        return QStringLiteral("retrying");
    case BackendHealth::State::NeedsLogin:
        return QStringLiteral("needs-login");
    case BackendHealth::State::Refused:
        return QStringLiteral("refused");
    }
    return {};
}

QJsonObject issueToJson(const DocumentIssue &issue)
{
    return {{QStringLiteral("severity"),
             issue.severity == DocumentIssue::Severity::Error ? QStringLiteral("error") : QStringLiteral("warning")},
            {QStringLiteral("code"), issue.code},
            {QStringLiteral("message"), issue.message},
            {QStringLiteral("where"), issue.at.toString()},
            {QStringLiteral("allowed"), issue.allowed},
            {QStringLiteral("hint"), issue.nearest}};
}

QJsonObject errorToJson(const Error &error)
{
    return {{QStringLiteral("code"), error.code()},
            {QStringLiteral("message"), error.message},
            {QStringLiteral("where"), error.where},
            {QStringLiteral("hint"), error.hint}};
}

QJsonObject statusToJson(const Session &session, const Placement &placement)
{
    const BoardRow row = makeBoardRow(session, placement, session.nowMs());
    QJsonObject object{
        {QStringLiteral("service"), placement.service},
        {QStringLiteral("environment"), placement.environment},
        {QStringLiteral("cell"), placement.cell},
        {QStringLiteral("backend"), placement.object.backend},
        {QStringLiteral("namespace"), placement.object.ns},
        {QStringLiteral("name"), placement.object.name},
        {QStringLiteral("connection"), connectionToJson(session.backend(placement.object.backend), session.nowMs())},
        {QStringLiteral("state"), toString(row.state)},
        {QStringLiteral("state_words"), words(row.state)},
        {QStringLiteral("state_since_ms"), timeOrNull(row.sinceMs)},
        {QStringLiteral("state_reason"), textOrNull(row.stateReason)},
        {QStringLiteral("release"), textOrNull(releaseWords(row))},
        {QStringLiteral("next"), textOrNull(row.next)},
        {QStringLiteral("next_at_ms"), timeOrNull(row.nextAtMs)},
        {QStringLiteral("rollback_to"), textOrNull(row.rollbackTo)},
        {QStringLiteral("not_ready"), textOrNull(row.notReady)},
        {QStringLiteral("verdict"), verdictToJson(session, placement.key())},
        {QStringLiteral("signals"), signalsToJson(session, placement)},
        {QStringLiteral("alerts"), alertsToJson(session, placement.key())},
        {QStringLiteral("escalations"), escalationsToJson(session.escalations(), placement.key())}};
    const std::optional<GateRow> gate = gateBefore(session, placement);
    object.insert(QStringLiteral("gate"), gate ? QJsonValue(toJson(*gate)) : QJsonValue());
    const Rollout *rollout = session.rollout(placement.object);
    if (!rollout) {
        object.insert(QStringLiteral("unknown"), row.notReady); // why it was not seen
        return object;
    }
    QJsonArray revisions;
    for (const Revision &revision : rollout->revisions) {
        revisions.append(QJsonObject{{QStringLiteral("revision"), revision.number},
                                     {QStringLiteral("hash"), revision.hash},
                                     {QStringLiteral("version"), revision.manifest.version()},
                                     {QStringLiteral("created_ms"), timeOrNull(revision.createdMs)}});
    }
    object.insert(QStringLiteral("serving"), servingToJson(*rollout));
    QJsonObject desired = manifestToJson(rollout->desired.manifest);
    desired.insert(QStringLiteral("hash"), rollout->desired.hash);
    desired.insert(QStringLiteral("replicas"), rollout->desired.replicas);
    desired.insert(QStringLiteral("paused"), rollout->desired.paused);
    object.insert(QStringLiteral("desired"), desired);
    object.insert(QStringLiteral("control"), controlToJson(rollout->control));
    object.insert(QStringLiteral("stable_hash"), rollout->stableHash);
    object.insert(QStringLiteral("revisions"), revisions);
    object.insert(QStringLiteral("in_progress"), rollout->inProgress());
    object.insert(QStringLiteral("finished"), rollout->finished());
    object.insert(QStringLiteral("rolled_back"), rollout->rolledBack());
    object.insert(QStringLiteral("gitops"),
                  rollout->owner ? QJsonValue(QJsonObject{{QStringLiteral("tool"), rollout->owner->tool},
                                                          {QStringLiteral("application"), rollout->owner->application}})
                                 : QJsonValue());
    object.insert(QStringLiteral("observed_ms"), timeOrNull(rollout->observedMs));
    object.insert(QStringLiteral("age_ms"), session.nowMs() - rollout->observedMs);
    object.insert(QStringLiteral("unknown"),
                  rollout->unknownReason.isEmpty() ? QJsonValue() : QJsonValue(rollout->unknownReason));
    return object;
}

QJsonObject planToJson(const Plan &plan)
{
    QJsonArray steps;
    for (const PlanStep &step : plan.steps) {
        steps.append(QJsonObject{{QStringLiteral("id"), step.id},
                                 {QStringLiteral("title"), step.title},
                                 {QStringLiteral("detail"), step.detail},
                                 {QStringLiteral("expected_ms"), step.expectedMs},
                                 {QStringLiteral("timeout_ms"), step.timeoutMs}});
    }
    return {{QStringLiteral("id"), plan.id},
            {QStringLiteral("kind"), toString(plan.kind)},
            {QStringLiteral("service"), plan.service},
            {QStringLiteral("environment"), plan.environment},
            {QStringLiteral("cell"), plan.cell},
            {QStringLiteral("from"), plan.fromVersion},
            {QStringLiteral("to"), plan.toVersion},
            {QStringLiteral("from_revision"), plan.fromRevision},
            {QStringLiteral("to_revision"), plan.toRevision},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("stays"), QJsonArray::fromStringList(plan.stays)},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(plan.warnings)}};
}

QJsonObject runToJson(const PlanRun &run)
{
    QJsonArray steps;
    for (qsizetype i = 0; i < run.steps.size(); ++i) {
        const StepRun &step = run.steps.at(i);
        steps.append(QJsonObject{
            {QStringLiteral("id"), i < run.plan.steps.size() ? run.plan.steps.at(i).id : QString()},
            {QStringLiteral("state"), stepRunWord(step.state)},
            {QStringLiteral("words"), step.words},
            {QStringLiteral("attempt"), step.attempt},
            {QStringLiteral("started_ms"), timeOrNull(step.startedMs)},
            {QStringLiteral("ended_ms"), timeOrNull(step.endedMs)},
            {QStringLiteral("intent"), step.intentIndex ? QJsonValue(qint64(step.intentIndex - 1)) : QJsonValue()},
            {QStringLiteral("outcome"), step.outcomeIndex ? QJsonValue(qint64(step.outcomeIndex - 1)) : QJsonValue()},
            {QStringLiteral("error"), step.error ? QJsonValue(errorToJson(*step.error)) : QJsonValue()}});
    }
    return {{QStringLiteral("plan"), planToJson(run.plan)},
            {QStringLiteral("state"), runWord(run.state)},
            {QStringLiteral("reason"), run.reason},
            {QStringLiteral("started_ms"), timeOrNull(run.startedMs)},
            {QStringLiteral("ended_ms"), timeOrNull(run.endedMs)},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("summary"), run.summary},
            {QStringLiteral("error"), run.error ? QJsonValue(errorToJson(*run.error)) : QJsonValue()}};
}

} // namespace astern::app
