// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/migrations.h"

#include "connectors/sandbox/company.h"
#include "connectors/sandbox/json.h"

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

constexpr auto kMigration = "astern.dev/schema-migration"_L1;
constexpr auto kReversible = "astern.dev/reversible"_L1;
constexpr int kBackoffLimit = 2;
constexpr qint64 kRunMs = 20'000;
constexpr qint64 kBackOffMs = 10'000; // doubles with each failure, as the Job controller's

QString jobName(const Migrations::Release &release)
{
    QString tag = release.tag;
    return release.service + u"-migrate-"_s + tag.replace(QLatin1Char('.'), QLatin1Char('-'));
}

QJsonObject jobCondition(QLatin1String type, QLatin1String reason, const QString &message, qint64 wall)
{
    return {{u"type"_s, type},
            {u"status"_s, u"True"_s},
            {u"lastProbeTime"_s, stamp(wall)},
            {u"lastTransitionTime"_s, stamp(wall)},
            {u"reason"_s, reason},
            {u"message"_s, message}};
}

} // namespace

QJsonObject withMigration(QJsonObject podTemplate, const std::optional<Migration> &migration)
{
    const auto put = [&podTemplate](QLatin1String where, QLatin1String key, const QString &value) {
        QJsonObject map = get(podTemplate, {"metadata"_L1, where}).toObject();
        if (value.isEmpty())
            map.remove(key);
        else
            map.insert(key, value);
        set(podTemplate, {"metadata"_L1, where}, map.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(map));
    };
    put("annotations"_L1, kMigration, migration ? migration->id : QString());
    put("labels"_L1, kReversible, !migration ? QString() : migration->hasDown ? u"down-migration"_s : u"false"_s);
    return podTemplate;
}

void Migrations::begin(Cluster &cluster, const Release &release, Moment now)
{
    const QString name = jobName(release);
    const QString key = ObjectStore::key(nameSpace(), name);
    m_running.remove_if([&](const Running &run) { return run.key == key && run.release.cluster == release.cluster; });
    cluster.store().remove(u"jobs"_s, key);
    const QString uid = makeUid(cluster.random());
    const QJsonObject labels{{u"app.kubernetes.io/component"_s, u"migration"_s},
                             {u"app.kubernetes.io/name"_s, release.service},
                             {u"batch.kubernetes.io/controller-uid"_s, uid},
                             {u"batch.kubernetes.io/job-name"_s, name}};
    const QJsonObject container{{u"name"_s, u"migrate"_s},
                                {u"image"_s, image(release.service, release.tag)},
                                {u"args"_s, QJsonArray{u"migrate"_s, u"up"_s, release.migration.id}},
                                {u"resources"_s, QJsonObject()}};
    const QJsonObject podTemplate{
        {u"metadata"_s, QJsonObject{{u"labels"_s, labels}}},
        {u"spec"_s, QJsonObject{{u"containers"_s, QJsonArray{container}}, {u"restartPolicy"_s, u"Never"_s}}}};
    cluster.store().put(
        u"jobs"_s,
        {{u"apiVersion"_s, u"batch/v1"_s},
         {u"kind"_s, u"Job"_s},
         {u"metadata"_s, QJsonObject{{u"name"_s, name},
                                     {u"namespace"_s, nameSpace()},
                                     {u"uid"_s, uid},
                                     {u"generation"_s, 1},
                                     {u"creationTimestamp"_s, stamp(now.wall)},
                                     {u"labels"_s, labels},
                                     {u"annotations"_s, QJsonObject{{u"argocd.argoproj.io/hook"_s, u"PreSync"_s},
                                                                    {QString(kMigration), release.migration.id}}}}},
         {u"spec"_s,
          QJsonObject{{u"parallelism"_s, 1},
                      {u"completions"_s, 1},
                      {u"completionMode"_s, u"NonIndexed"_s},
                      {u"backoffLimit"_s, kBackoffLimit},
                      {u"suspend"_s, false},
                      {u"selector"_s,
                       QJsonObject{{u"matchLabels"_s, QJsonObject{{u"batch.kubernetes.io/controller-uid"_s, uid}}}}},
                      {u"template"_s, podTemplate}}},
         {u"status"_s, QJsonObject{{u"startTime"_s, stamp(now.wall)},
                                   {u"active"_s, 1},
                                   {u"ready"_s, 1},
                                   {u"terminating"_s, 0},
                                   {u"uncountedTerminatedPods"_s, QJsonObject()}}}});
    m_running.push_back({release, key, now.sim + kRunMs});
}

QList<Migrations::Release> Migrations::advance(const std::function<Cluster &(const QString &)> &cluster, Moment now)
{
    QList<Release> done;
    for (auto run = m_running.begin(); run != m_running.end();) {
        if (now.sim < run->turnsAt) {
            ++run;
            continue;
        }
        Cluster &where = cluster(run->release.cluster);
        if (!where.store().find(u"jobs"_s, run->key)) { // somebody took it away, and the release with it
            run = m_running.erase(run);
            continue;
        }
        if (!run->active) {
            run->active = true;
            run->turnsAt = now.sim + kRunMs;
            write(where, *run, {{u"active"_s, 1}, {u"ready"_s, 1}});
            ++run;
            continue;
        }
        const bool good = !m_faults.migrationFails(run->release.service, run->release.tag, run->release.cluster);
        run->failed += good ? 0 : 1;
        if (good)
            done.append(run->release);
        if (good || run->failed > kBackoffLimit) {
            finish(where, *run, good, now);
            run = m_running.erase(run);
            continue;
        }
        run->active = false;
        run->turnsAt = now.sim + (kBackOffMs << (run->failed - 1));
        write(where, *run, {{u"ready"_s, 0}});
        ++run;
    }
    return done;
}

void Migrations::finish(Cluster &cluster, const Running &run, bool good, Moment now) const
{
    if (good) {
        const QString message = u"Reached expected number of succeeded pods"_s;
        write(cluster, run,
              {{u"ready"_s, 0},
               {u"succeeded"_s, 1},
               {u"completionTime"_s, stamp(now.wall)},
               {u"conditions"_s,
                QJsonArray{jobCondition("SuccessCriteriaMet"_L1, "CompletionsReached"_L1, message, now.wall),
                           jobCondition("Complete"_L1, "CompletionsReached"_L1, message, now.wall)}}});
        return;
    }
    const QString message = u"Job has reached the specified backoff limit"_s;
    write(cluster, run,
          {{u"ready"_s, 0},
           {u"conditions"_s, QJsonArray{jobCondition("FailureTarget"_L1, "BackoffLimitExceeded"_L1, message, now.wall),
                                        jobCondition("Failed"_L1, "BackoffLimitExceeded"_L1, message, now.wall)}}});
}

void Migrations::write(Cluster &cluster, const Running &run, QJsonObject status) const
{
    QJsonObject job = *cluster.store().find(u"jobs"_s, run.key);
    status.insert(u"startTime"_s, get(job, {"status"_L1, "startTime"_L1}));
    status.insert(u"terminating"_s, 0);
    status.insert(u"uncountedTerminatedPods"_s, QJsonObject());
    if (run.failed > 0)
        status.insert(u"failed"_s, run.failed);
    job.insert(u"status"_s, status);
    cluster.store().put(u"jobs"_s, job);
}

} // namespace astern::connectors::sandbox
