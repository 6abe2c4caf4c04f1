// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/podfacts.h"

#include "connectors/http/http.h"
#include "connectors/kubernetes/workload.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr qsizetype kLongestMessage = 2'000;
constexpr qsizetype kLongestLine = 4'000;

QString shortened(const QString &text, qsizetype most)
{
    return text.size() > most ? text.left(most - 1) + QChar(0x2026) : text;
}

// What somebody else wrote, as one line that is safe to show.
QString said(const JsonView &view)
{
    return shortened(HttpClient::redact(view.text().left(2 * kLongestMessage)).simplified(), kLongestMessage);
}

bool contains(std::initializer_list<const char *> words, const QString &reason)
{
    return std::any_of(words.begin(), words.end(), [&](const char *word) { return reason == QLatin1String(word); });
}

PodHealth ofWaiting(const QString &reason, bool hasEnded)
{
    if (reason == QLatin1String("CrashLoopBackOff"))
        return PodHealth::Crashing;
    if (contains({"ContainerCreating", "PodInitializing"}, reason) || reason.isEmpty())
        return hasEnded ? PodHealth::Crashing : PodHealth::Starting;
    // ErrImagePull, ImagePullBackOff, InvalidImageName, CreateContainerConfigError, RunContainerError… and whatever
    // comes: a container that waits for anything else does not start.
    return PodHealth::CannotStart;
}

struct Container {
    QString name;
    QString image;
    QString reason;
    QString message;
    PodHealth health = PodHealth::Starting;
    bool ready = false;
    bool running = false;
    int restarts = 0;
    std::optional<int> exitCode;
    QString endReason;
    QString endMessage;
    qint64 endedMs = 0;
};

Container readContainer(const JsonView &status, bool init)
{
    Container container;
    container.name = status["name"].text();
    container.image = status["image"].text();
    container.ready = status["ready"].boolean();
    container.restarts = std::max(0, status["restartCount"].smallInteger());
    const JsonView state = status["state"];
    const JsonView ended = state["terminated"].exists() ? state["terminated"] : status["lastState"]["terminated"];
    if (ended.exists()) {
        container.exitCode = ended["exitCode"].smallInteger();
        container.endReason = said(ended["reason"]);
        container.endMessage = said(ended["message"]);
        container.endedMs = ended["finishedAt"].timeMs();
    }
    if (const JsonView waiting = state["waiting"]; waiting.exists()) {
        container.reason = said(waiting["reason"]);
        container.message = said(waiting["message"]);
        container.health = ofWaiting(container.reason, ended.exists() && container.exitCode != 0);
    } else if (state["terminated"].exists()) {
        container.reason = container.endReason;
        container.message = container.endMessage;
        container.health = container.exitCode != 0 ? PodHealth::Crashing : PodHealth::Ended;
    } else if (state["running"].exists()) {
        container.running = true;
        container.health = container.ready ? PodHealth::Ready : PodHealth::NotReady;
        // A sidecar that is an init container may run as long as it likes.
        if (init && !container.ready)
            container.health = PodHealth::Starting;
    }
    return container;
}

// The pod as a whole: placed, evicted, lost, on its way out.
void readWhole(const JsonView &object, Pod &pod)
{
    const JsonView status = object["status"];
    const QString reason = said(status["reason"]);
    const auto take = [&pod](PodHealth health, const QString &why, const QString &message) {
        pod.health = health;
        pod.reason = why;
        pod.message = message;
    };
    if (object["metadata"]["deletionTimestamp"].exists())
        return take(PodHealth::Ending, {}, {});
    if (pod.phase == QLatin1String("Failed") && pod.health != PodHealth::Crashing)
        return take(PodHealth::Crashing, reason.isEmpty() ? QStringLiteral("Failed") : reason, said(status["message"]));
    if (reason == QLatin1String("NodeLost") || pod.phase == QLatin1String("Unknown"))
        return take(PodHealth::Unknown, reason, said(status["message"]));
    if (pod.phase == QLatin1String("Succeeded"))
        return take(PodHealth::Ended, {}, {});
    status["conditions"].eachItem([&](const JsonView &condition) {
        const bool is = condition["status"].bytes() == "True";
        if (condition["type"].bytes() == "Ready")
            pod.ready = is;
        if (condition["type"].bytes() == "PodScheduled" && !is && pod.node.isEmpty())
            take(PodHealth::CannotStart, said(condition["reason"]), said(condition["message"]));
    });
    // The containers are fine, the pod is not: a readiness gate.
    if (pod.health == PodHealth::Ready && !pod.ready)
        pod.health = PodHealth::NotReady;
}

const QRegularExpression &escapes()
{
    // Colours and cursor movements of terminals (ECMA-48), and everything else that is not text.
    static const QRegularExpression pattern(
        QStringLiteral("\\x{1b}\\[[0-?]*[ -/]*[@-~]|\\x{1b}\\][^\\x{07}\\x{1b}]*(?:\\x{07}|\\x{1b}\\\\)|"
                       "[\\x{00}-\\x{08}\\x{0b}-\\x{1f}\\x{7f}-\\x{9f}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}"
                       "\\x{2066}-\\x{2069}]"));
    return pattern;
}

} // namespace

Pod readPod(const JsonView &object, std::string_view hashLabel)
{
    Pod pod;
    const JsonView metadata = object["metadata"];
    pod.name = metadata["name"].text();
    pod.uid = metadata["uid"].text();
    pod.hash = metadata["labels"][hashLabel].text();
    pod.createdMs = metadata["creationTimestamp"].timeMs();
    metadata["ownerReferences"].eachItem([&](const JsonView &owner) {
        if (owner["controller"].boolean() && owner["kind"].bytes() == "ReplicaSet")
            pod.setName = owner["name"].text();
    });
    pod.node = object["spec"]["nodeName"].text();
    const JsonView status = object["status"];
    pod.phase = status["phase"].text();
    pod.health = PodHealth::Starting;
    std::optional<Container> worst;
    const auto look = [&](const Container &container) {
        pod.restarts += container.restarts;
        if (!worst || container.health < worst->health)
            worst = container;
    };
    status["containerStatuses"].eachItem([&](const JsonView &each) {
        const Container container = readContainer(each, false);
        ++pod.containers;
        pod.readyContainers += container.ready ? 1 : 0;
        look(container);
    });
    status["initContainerStatuses"].eachItem([&](const JsonView &each) {
        const Container container = readContainer(each, true);
        // One that did its work, and one beside the others, say nothing about why the pod does not start.
        if (container.health == PodHealth::Crashing || container.health == PodHealth::CannotStart)
            look(container);
    });
    if (worst) {
        pod.container = worst->name;
        pod.image = worst->image;
        pod.health = worst->health;
        pod.reason = worst->reason;
        pod.message = worst->message;
        pod.exitCode = worst->exitCode;
        pod.endReason = worst->endReason;
        pod.endMessage = worst->endMessage;
        pod.endedMs = worst->endedMs;
        pod.running = worst->running;
    }
    readWhole(object, pod);
    return pod;
}

ClusterEvent readEvent(const JsonView &object)
{
    ClusterEvent event;
    event.uid = object["metadata"]["uid"].text();
    event.warning = object["type"].bytes() == "Warning";
    event.reason = said(object["reason"]);
    event.message = said(object["message"]);
    const JsonView about = object["involvedObject"];
    event.kind = about["kind"].text();
    event.object = about["name"].text();
    const JsonView series = object["series"];
    event.count = std::max({1, object["count"].smallInteger(), series["count"].smallInteger()});
    const qint64 single = object["eventTime"].timeMs();
    const qint64 first = object["firstTimestamp"].timeMs();
    const qint64 made = object["metadata"]["creationTimestamp"].timeMs();
    event.firstMs = first > 0 ? first : single > 0 ? single : made;
    event.lastMs = std::max({object["lastTimestamp"].timeMs(), series["lastObservedTime"].timeMs(), event.firstMs});
    return event;
}

QList<WorkloadCondition> readWorkloadConditions(const JsonView &conditions)
{
    QList<WorkloadCondition> all;
    conditions.eachItem([&](const JsonView &condition) {
        all.append({condition["type"].text(), condition["status"].text(), said(condition["reason"]),
                    said(condition["message"]), condition["lastTransitionTime"].timeMs()});
    });
    return all;
}

QList<LogLine> readLog(const QByteArray &body, int most)
{
    QString text = QString::fromUtf8(body);
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    // Before as well: an escape can eat the beginning of an address, and with it the sign that a password follows.
    text = HttpClient::redact(HttpClient::redact(text).remove(escapes()));
    QStringList raw = text.split(QLatin1Char('\n'));
    if (!raw.isEmpty() && raw.last().isEmpty())
        raw.removeLast();
    QList<LogLine> lines;
    for (qsizetype i = std::max<qsizetype>(0, raw.size() - most); i < raw.size(); ++i) {
        const QString &line = raw.at(i);
        const qsizetype space = line.indexOf(QLatin1Char(' '));
        const bool dated = space >= 20 && space <= 40 && line.at(10) == QLatin1Char('T');
        const QDateTime at = dated ? QDateTime::fromString(line.left(space), Qt::ISODateWithMs) : QDateTime();
        LogLine made;
        made.atMs = at.isValid() ? at.toMSecsSinceEpoch() : 0;
        made.text = shortened(at.isValid() ? line.mid(space + 1) : line, kLongestLine);
        lines.append(made);
    }
    return lines;
}

} // namespace astern::connectors
