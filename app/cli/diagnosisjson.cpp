// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"
#include "models/rollout/podwords.h"

#include <QJsonArray>

namespace astern::app {
namespace {

QString healthWord(PodHealth health)
{
    switch (health) {
    case PodHealth::Crashing:
        return QStringLiteral("crashing");
    case PodHealth::CannotStart:
        return QStringLiteral("cannot-start");
    case PodHealth::NotReady:
        return QStringLiteral("not-ready");
    case PodHealth::Starting:
        return QStringLiteral("starting");
    case PodHealth::Ready:
        return QStringLiteral("ready");
    case PodHealth::Ended:
        return QStringLiteral("ended");
    case PodHealth::Ending:
        return QStringLiteral("ending");
    case PodHealth::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString levelWord(DiagnosisSummary::Level level)
{
    switch (level) {
    case DiagnosisSummary::Level::Calm:
        return QStringLiteral("calm");
    case DiagnosisSummary::Level::Doubt:
        return QStringLiteral("doubt");
    case DiagnosisSummary::Level::Bad:
        return QStringLiteral("bad");
    case DiagnosisSummary::Level::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QJsonValue textOrNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }
QJsonValue timeOrNull(qint64 ms) { return ms > 0 ? QJsonValue(ms) : QJsonValue(); }

QJsonObject podToJson(const Pod &pod, bool fresh)
{
    return {{QStringLiteral("name"), pod.name},
            {QStringLiteral("role"), fresh ? QStringLiteral("new") : QStringLiteral("stable")},
            {QStringLiteral("hash"), pod.hash},
            {QStringLiteral("node"), textOrNull(pod.node)},
            {QStringLiteral("phase"), pod.phase},
            {QStringLiteral("health"), healthWord(pod.health)},
            {QStringLiteral("ready"), pod.ready},
            {QStringLiteral("restarts"), pod.restarts},
            {QStringLiteral("container"), textOrNull(pod.container)},
            {QStringLiteral("image"), textOrNull(pod.image)},
            {QStringLiteral("reason"), textOrNull(pod.reason)},
            {QStringLiteral("message"), textOrNull(pod.message)},
            {QStringLiteral("exit_code"), pod.exitCode ? QJsonValue(*pod.exitCode) : QJsonValue()},
            {QStringLiteral("end_reason"), textOrNull(pod.endReason)},
            {QStringLiteral("end_message"), textOrNull(pod.endMessage)},
            {QStringLiteral("ended_ms"), timeOrNull(pod.endedMs)},
            {QStringLiteral("created_ms"), timeOrNull(pod.createdMs)}};
}

QJsonArray eventsToJson(const QList<ClusterEvent> &events)
{
    QJsonArray all;
    for (const ClusterEvent &event : events)
        all.append(QJsonObject{{QStringLiteral("warning"), event.warning},
                               {QStringLiteral("reason"), event.reason},
                               {QStringLiteral("message"), event.message},
                               {QStringLiteral("kind"), event.kind},
                               {QStringLiteral("object"), event.object},
                               {QStringLiteral("count"), event.count},
                               {QStringLiteral("first_ms"), timeOrNull(event.firstMs)},
                               {QStringLiteral("last_ms"), timeOrNull(event.lastMs)}});
    return all;
}

QJsonArray conditionsToJson(const QList<WorkloadCondition> &conditions)
{
    QJsonArray all;
    for (const WorkloadCondition &condition : conditions)
        all.append(QJsonObject{{QStringLiteral("type"), condition.type},
                               {QStringLiteral("status"), condition.status},
                               {QStringLiteral("reason"), condition.reason},
                               {QStringLiteral("message"), condition.message},
                               {QStringLiteral("since_ms"), timeOrNull(condition.sinceMs)}});
    return all;
}

QJsonValue logToJson(const DiagnosisPart<LogTail> &log)
{
    if (log.atMs == 0)
        return {};
    QJsonArray lines;
    for (const LogLine &line : log.value.lines)
        lines.append(
            QJsonObject{{QStringLiteral("at_ms"), timeOrNull(line.atMs)}, {QStringLiteral("text"), line.text}});
    return QJsonObject{{QStringLiteral("pod"), log.value.pod},
                       {QStringLiteral("container"), textOrNull(log.value.container)},
                       {QStringLiteral("previous"), log.value.previous},
                       {QStringLiteral("cut"), log.value.cut},
                       {QStringLiteral("lines"), lines}};
}

} // namespace

QJsonObject diagnosisToJson(const Placement &placement, const Diagnosis &diagnosis, const QMap<QString, QString> &links)
{
    const DiagnosisSummary summary = summaryOf(diagnosis);
    QJsonArray pods;
    for (const Pod &pod : diagnosis.pods.value)
        pods.append(podToJson(pod, diagnosis.isNew(pod)));
    QJsonObject linkMap;
    for (auto it = links.cbegin(); it != links.cend(); ++it)
        linkMap.insert(it.key(), it.value());
    const auto errorOf = [](const std::optional<Error> &error) {
        return error ? QJsonValue(errorToJson(*error)) : QJsonValue();
    };
    return {{QStringLiteral("service"), placement.service},
            {QStringLiteral("environment"), placement.environment},
            {QStringLiteral("cell"), placement.cell},
            {QStringLiteral("level"), levelWord(summary.level)},
            {QStringLiteral("summary"), summary.sentence},
            {QStringLiteral("next"), textOrNull(summary.next)},
            {QStringLiteral("pods"), diagnosis.pods.atMs > 0 ? QJsonValue(pods) : QJsonValue()},
            {QStringLiteral("more_pods"), diagnosis.morePods},
            {QStringLiteral("events"),
             diagnosis.events.atMs > 0 ? QJsonValue(eventsToJson(diagnosis.events.value)) : QJsonValue()},
            {QStringLiteral("conditions"),
             diagnosis.conditions.atMs > 0 ? QJsonValue(conditionsToJson(diagnosis.conditions.value)) : QJsonValue()},
            {QStringLiteral("log"), logToJson(diagnosis.log)},
            {QStringLiteral("links"), linkMap},
            {QStringLiteral("errors"), QJsonObject{{QStringLiteral("pods"), errorOf(diagnosis.pods.error)},
                                                   {QStringLiteral("events"), errorOf(diagnosis.events.error)},
                                                   {QStringLiteral("conditions"), errorOf(diagnosis.conditions.error)},
                                                   {QStringLiteral("log"), errorOf(diagnosis.log.error)}}}};
}

} // namespace astern::app
