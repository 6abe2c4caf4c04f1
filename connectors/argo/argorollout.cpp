// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argorollout.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace astern::connectors {

qint64 goDurationMs(const QString &text)
{
    static const QRegularExpression whole(QStringLiteral("^(?:[0-9]*\\.?[0-9]+(?:ns|us|µs|ms|s|m|h))+$"));
    static const QRegularExpression part(QStringLiteral("([0-9]*\\.?[0-9]+)(ns|us|µs|ms|s|m|h)"));
    bool plain = false;
    const qint64 seconds = text.toLongLong(&plain);
    if (plain)
        return seconds * 1000;
    if (!whole.match(text).hasMatch())
        return -1;
    double ms = 0;
    auto parts = part.globalMatch(text);
    while (parts.hasNext()) {
        const QRegularExpressionMatch match = parts.next();
        const QString unit = match.captured(2);
        const double scale = unit == QLatin1String("h")    ? 3'600'000.0
                             : unit == QLatin1String("m")  ? 60'000.0
                             : unit == QLatin1String("s")  ? 1'000.0
                             : unit == QLatin1String("ms") ? 1.0
                             : unit == QLatin1String("ns") ? 1e-6
                                                           : 1e-3;
        ms += match.captured(1).toDouble() * scale;
    }
    return std::llround(ms);
}

namespace {

using Phase = Control::Phase;

QString tr(const char *text) { return QCoreApplication::translate("Argo", text); }

RolloutStep readPause(const JsonView &pause)
{
    RolloutStep step;
    step.kind = RolloutStep::Kind::Pause;
    const JsonView duration = pause["duration"];
    if (duration.isString())
        step.durationMs = goDurationMs(duration.text());
    else if (duration.exists())
        step.durationMs = duration.integer() * 1000;
    return step;
}

RolloutStep readCanaryScale(const JsonView &scale)
{
    RolloutStep step;
    step.kind = RolloutStep::Kind::SetCanaryScale;
    if (scale["replicas"].exists())
        step.text = QStringLiteral("%1 pods").arg(scale["replicas"].integer());
    else if (scale["weight"].exists())
        step.text = QStringLiteral("%1 %").arg(scale["weight"].integer());
    else if (scale["matchTrafficWeight"].boolean())
        step.text = tr("as the traffic");
    return step;
}

RolloutStep readStep(const JsonView &object)
{
    RolloutStep step;
    if (const JsonView weight = object["setWeight"]; weight.exists()) {
        step.kind = RolloutStep::Kind::SetWeight;
        step.weight = weight.smallInteger();
    } else if (const JsonView pause = object["pause"]; pause.exists()) {
        step = readPause(pause);
    } else if (const JsonView analysis = object["analysis"]; analysis.exists()) {
        step.kind = RolloutStep::Kind::Analysis;
        QStringList names;
        analysis["templates"].eachItem([&](const JsonView &item) { names.append(item["templateName"].text()); });
        step.text = names.join(QStringLiteral(", "));
    } else if (const JsonView experiment = object["experiment"]; experiment.exists()) {
        step.kind = RolloutStep::Kind::Experiment;
    } else if (const JsonView scale = object["setCanaryScale"]; scale.exists()) {
        step = readCanaryScale(scale);
    } else {
        object.eachField(
            [&](std::string_view key, const JsonView &) { step.text = toText(key); }); // setHeaderRoute, plugin…
    }
    return step;
}

void readStrategy(const JsonView &spec, const JsonView &status, WorkloadFacts &facts)
{
    Control &control = facts.rollout.control;
    const JsonView canary = spec["strategy"]["canary"];
    if (spec["strategy"]["blueGreen"].exists()) {
        control.strategy = QStringLiteral("blue-green");
        return;
    }
    control.strategy = QStringLiteral("canary");
    facts.hasRouter = canary["trafficRouting"].exists();
    canary["steps"].eachItem([&](const JsonView &item) { control.steps.append(readStep(item)); });
    if (control.steps.isEmpty())
        return;
    // The controller leaves the index away while it is 0; of a settled rollout all steps are done.
    const int count = static_cast<int>(control.steps.size());
    const bool settled = !facts.observedHash.isEmpty() && facts.observedHash == facts.rollout.stableHash;
    control.currentStep = std::clamp(status["currentStepIndex"].smallInteger(settled ? count : 0), 0, count);
}

// Traffic as a router, or the active service, was told to send it. Entries of one version are added: at the end
// of a rollout both names point to the same one.
void readReported(const JsonView &spec, const JsonView &status, WorkloadFacts &facts)
{
    const auto add = [&facts](const QString &hash, double percent) {
        if (hash.isEmpty() || percent <= 0)
            return;
        const auto same = std::find_if(facts.reported.begin(), facts.reported.end(),
                                       [&hash](const Serving::Share &share) { return share.hash == hash; });
        if (same != facts.reported.end())
            same->percent += percent;
        else
            facts.reported.append({hash, 0, percent, 0, 0});
    };
    if (spec["strategy"]["blueGreen"].exists()) {
        add(status["blueGreen"]["activeSelector"].text(), 100.0);
    } else if (facts.hasRouter) {
        const JsonView weights = status["canary"]["weights"];
        add(weights["canary"]["podTemplateHash"].text(), weights["canary"]["weight"].number());
        add(weights["stable"]["podTemplateHash"].text(), weights["stable"]["weight"].number());
        weights["additional"].eachItem(
            [&](const JsonView &item) { add(item["podTemplateHash"].text(), item["weight"].number()); });
    }
    sortShares(facts.reported);
}

Phase phaseOf(std::string_view text)
{
    if (text == "Healthy")
        return Phase::Healthy;
    if (text == "Progressing")
        return Phase::Progressing;
    if (text == "Paused")
        return Phase::Paused;
    return text == "Degraded" ? Phase::Degraded : Phase::Unknown;
}

void readPauses(const JsonView &spec, const JsonView &status, const QHash<QString, KubeCondition> &conditions,
                Control &control)
{
    status["pauseConditions"].eachItem([&](const JsonView &pause) {
        if (!control.pauseReason.isEmpty())
            return;
        control.pauseReason = pause["reason"].text();
        control.pausedSinceMs = pause["startTime"].timeMs();
    });
    if (control.pausedByPerson && control.pausedSinceMs == 0)
        control.pausedSinceMs = conditions.value(QStringLiteral("Paused")).transitionMs;
    if (control.aborted || control.pauseReason.isEmpty())
        return;
    if (control.pauseReason == QLatin1String("BlueGreenPause")) {
        control.waitsForPerson = spec["strategy"]["blueGreen"]["autoPromotionSeconds"].integer() <= 0;
    } else if (control.pauseReason == QLatin1String("CanaryPauseStep")) {
        const bool inSteps = control.currentStep >= 0 && control.currentStep < control.steps.size();
        control.waitsForPerson = !inSteps || control.steps.at(control.currentStep).durationMs < 0;
    } else {
        control.waitsForPerson = true; // an inconclusive analysis or experiment
    }
}

// A status that is behind its object must not be believed: the words of the last rollout look like the new one's.
bool sawLatest(const JsonView &object)
{
    const JsonView status = object["status"];
    if (!status.exists())
        return false;
    bool number = false;
    const qint64 observed = status["observedGeneration"].text().toLongLong(&number); // a string, in old versions a hash
    const qint64 generation = object["metadata"]["generation"].integer();
    if (number && observed < generation)
        return false;
    const QString workload = object["metadata"]["annotations"]["rollout.argoproj.io/workload-generation"].text();
    const QString workloadObserved = status["workloadObservedGeneration"].text();
    return workload.isEmpty() || workloadObserved.isEmpty() || workload == workloadObserved;
}

void readControl(const JsonView &object, WorkloadFacts &facts)
{
    const JsonView spec = object["spec"];
    const JsonView status = object["status"];
    Control &control = facts.rollout.control;
    const QHash<QString, KubeCondition> conditions = readConditions(status["conditions"]);
    control.sawLatest = sawLatest(object);
    control.phase = phaseOf(status["phase"].bytes());
    control.message = status["message"].text();
    control.aborted = status["abort"].boolean();
    control.promotingFully = status["promoteFull"].boolean();
    readPauses(spec, status, conditions, control);

    const KubeCondition invalid = conditions.value(QStringLiteral("InvalidSpec"));
    const KubeCondition progressing = conditions.value(QStringLiteral("Progressing"));
    if (invalid.isTrue())
        control.failure = QStringLiteral("InvalidSpec: ") + invalid.message;
    else if (progressing.isFalse() && progressing.reason == QLatin1String("ProgressDeadlineExceeded"))
        control.failure = progressing.reason + QStringLiteral(": ") + progressing.message;
    else if (control.phase == Phase::Degraded && !control.aborted)
        control.failure = control.message;

    const KubeCondition completed = conditions.value(QStringLiteral("Completed"));
    (completed.isTrue() ? facts.completedMs : facts.incompleteMs) = completed.transitionMs;
    if (control.sawLatest)
        return;
    // As the controller's own tools show it until the change was seen.
    control.phase = status.exists() ? Phase::Progressing : Phase::Unknown;
    control.message = tr("The controller has not seen the latest change yet");
    control.failure.clear();
    control.waitsForPerson = false;
}

WorkloadFacts readArgoRollout(const JsonView &object)
{
    WorkloadFacts facts = readCommon(object, argoKind());
    const JsonView spec = object["spec"];
    const JsonView status = object["status"];
    facts.rollout.sharedTemplate = spec["workloadRef"].exists();
    facts.observedHash = status["currentPodHash"].text();
    facts.rollout.stableHash = status["stableRS"].text();
    readStrategy(spec, status, facts);
    readReported(spec, status, facts);
    readControl(object, facts);
    facts.rollout.startedMs = status["duration"]["rolloutStartedAt"].timeMs();
    return facts;
}

// Without the right to list ReplicaSets: what the rollout's own counters allow to say.
QList<Serving::Share> sharesByCounters(const WorkloadFacts &facts, const QString &desiredHash)
{
    const QString &stable = facts.rollout.stableHash;
    const int ready = facts.readyReplicas;
    QList<Serving::Share> shares;
    if (ready <= 0)
        return shares;
    const bool one = stable.isEmpty() || stable == facts.observedHash;
    const int fresh = one ? 0 : std::min(facts.updatedReplicas, ready);
    const int old = ready - fresh;
    if (old > 0)
        shares.append({one && stable.isEmpty() ? desiredHash : stable, 0, 100.0 * old / ready, old,
                       std::max(old, facts.replicas - fresh)});
    if (fresh > 0)
        shares.append({facts.observedHash, 0, 100.0 * fresh / ready, fresh, facts.updatedReplicas});
    sortShares(shares);
    return shares;
}

void completeServing(const WorkloadFacts &facts, Rollout &rollout)
{
    Serving &serving = rollout.serving;
    if (!facts.reported.isEmpty()) {
        serving.measuredByRouter = true;
        serving.shares = facts.reported;
        for (Serving::Share &share : serving.shares) {
            if (const Revision *revision = rollout.revisionByHash(share.hash)) {
                share.revision = revision->number;
                share.pods = revision->pods;
                share.readyPods = revision->readyPods;
            }
        }
    } else {
        serving.shares = rollout.revisions.isEmpty() ? sharesByCounters(facts, rollout.desired.hash)
                                                     : sharesByReadyPods(rollout.revisions);
    }
    const bool settled = serving.shares.size() == 1 && rollout.desired.hash == rollout.stableHash &&
                         serving.shares.first().hash == rollout.stableHash;
    if (settled)
        serving.sinceMs = facts.completedMs;
}

Rollout completeArgoRollout(const WorkloadFacts &facts, const QList<KubeReplicaSet> &history)
{
    Rollout rollout = facts.rollout;
    rollout.revisions = revisionsOf(history);
    if (rollout.control.sawLatest) {
        rollout.desired.hash = facts.observedHash;
        // The ReplicaSet is what runs, and the only place that tells it when the template lives elsewhere.
        if (const Revision *current = rollout.revisionByHash(facts.observedHash))
            rollout.desired.manifest = current->manifest;
    } else if (!rollout.desired.manifest.digest.isEmpty()) {
        // A template that was used before is known by its old hash before the controller says so.
        const auto same =
            std::find_if(rollout.revisions.cbegin(), rollout.revisions.cend(), [&](const Revision &revision) {
                return revision.manifest.digest == rollout.desired.manifest.digest;
            });
        if (same != rollout.revisions.cend())
            rollout.desired.hash = same->hash;
    }
    // Not every controller says it. Else it is when the pods of the version were first asked for; where they are those
    // of an older release, when the rollout ceased to be complete.
    if (rollout.startedMs == 0) {
        const auto current = std::find_if(history.cbegin(), history.cend(), [&](const KubeReplicaSet &set) {
            return set.revision.hash == rollout.desired.hash;
        });
        if (current != history.cend())
            rollout.startedMs = current->reused ? facts.incompleteMs : current->revision.createdMs;
    }
    completeServing(facts, rollout);
    return rollout;
}

} // namespace

const WorkloadKindInfo &argoKind()
{
    static const WorkloadKindInfo info = [] {
        WorkloadKindInfo i;
        i.kind = WorkloadKind::ArgoRollout;
        i.type = QStringLiteral("argo-rollouts");
        i.group = QStringLiteral("argoproj.io");
        i.version = QStringLiteral("v1alpha1");
        i.resource = QStringLiteral("rollouts");
        i.kindName = QStringLiteral("Rollout");
        i.notServed = QStringLiteral("Argo Rollouts is not installed in this cluster");
        i.hashLabel = "rollouts-pod-template-hash";
        i.revisionAnnotation = "rollout.argoproj.io/revision";
        i.historyAnnotation = "rollout.argoproj.io/revision-history";
        i.read = readArgoRollout;
        i.complete = completeArgoRollout;
        return i;
    }();
    return info;
}

} // namespace astern::connectors
