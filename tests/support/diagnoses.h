// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/diagnosis.h"
#include "tests/support/samples.h"

#include <QMap>

// What clusters tell about the pods of samples::progressing(), for tests of everything that reads it.
namespace astern::samples {

inline Pod pod(const char *name, const char *hash, PodHealth health = PodHealth::Ready)
{
    Pod made;
    made.name = QStringLiteral("checkout-%1-%2").arg(QLatin1String(hash), QLatin1String(name));
    made.uid = QStringLiteral("uid-") + made.name;
    made.hash = QLatin1String(hash);
    made.setName = QStringLiteral("checkout-") + made.hash;
    made.node = QStringLiteral("pool-a-3");
    made.phase = QStringLiteral("Running");
    made.container = QStringLiteral("checkout");
    made.health = health;
    made.ready = health == PodHealth::Ready;
    made.running = made.ready;
    made.containers = 1;
    made.readyContainers = made.ready ? 1 : 0;
    made.createdMs = kNow - (made.hash == QLatin1String("new") ? 298'000 : 26 * 3'600'000);
    return made;
}

inline Pod crashing(const char *name, int restarts)
{
    Pod made = pod(name, "new", PodHealth::Crashing);
    made.restarts = restarts;
    made.reason = QStringLiteral("CrashLoopBackOff");
    made.message = QStringLiteral("back-off 2m40s restarting failed container=checkout");
    made.exitCode = 1;
    made.endReason = QStringLiteral("Error");
    made.endedMs = kNow - 40'000;
    return made;
}

inline ClusterEvent event(const char *uid, const char *reason, const char *message, qint64 agoMs, int count = 1,
                          bool warning = false)
{
    ClusterEvent made;
    made.uid = QLatin1String(uid);
    made.reason = QLatin1String(reason);
    made.message = QString::fromUtf8(message);
    made.kind = QStringLiteral("Pod");
    made.object = QStringLiteral("checkout-new-x2tkd");
    made.warning = warning;
    made.count = count;
    made.lastMs = kNow - agoMs;
    made.firstMs = made.lastMs - (count - 1) * 20'000;
    return made;
}

inline LogTail crashLog(const QString &pod)
{
    LogTail log;
    log.pod = pod;
    log.container = QStringLiteral("checkout");
    log.previous = true;
    const char *const lines[] = {
        "level=info msg=\"starting checkout 4.8.0\"",
        "level=info msg=\"configuration read\" file=/etc/service/config.yaml",
        "level=info msg=\"connecting\" url=postgres://***@db.shop:5432/checkout",
        "level=fatal msg=\"migration 0143 is missing\" error=\"column orders.discount_id does not exist\"",
        "panic: the schema is older than this build",
        "",
        "goroutine 1 [running]:",
        "main.mustMigrate(...)",
        "\t/src/cmd/server/main.go:87",
        "main.main()",
        "\t/src/cmd/server/main.go:41 +0x1f2"};
    qint64 at = kNow - 40'260;
    for (const char *line : lines)
        log.lines.append({at += 23, QString::fromUtf8(line)});
    return log;
}

// Three of five new pods crash, the stable version is well.
inline Diagnosis crash(const DiagnosisQuestion &question)
{
    Diagnosis made;
    made.question = question;
    made.pods.value = {crashing("x2tkd", 7), crashing("m8vqz", 6), crashing("p4wln", 5)};
    made.pods.value.append({pod("b7ghs", "new"), pod("t9rcf", "new")});
    for (const char *name : {"4t9c4", "8k95v", "cc7kd", "dl2xw", "rckc6", "vn5bz"})
        made.pods.value.append(pod(name, "old"));
    made.pods.atMs = kNow - 1'000;
    made.events.value = {
        event("e1", "BackOff", "Back-off restarting failed container checkout in pod checkout-new-x2tkd_prod-eu-1",
              6'000, 24, true),
        event("e2", "Unhealthy", "Readiness probe failed: Get \"http://10.1.0.101:8080/health\": connection refused",
              19'000, 9, true),
        event("e3", "Pulled", "Container image \"registry.example/shop/checkout:4.8.0\" already present on machine",
              41'000, 8),
        event("e4", "Started", "Started container checkout", 41'000, 8),
        event("e5", "Scheduled", "Successfully assigned prod-eu-1/checkout-new-x2tkd to pool-a-3", 298'000),
        event("e6", "SuccessfulCreate", "Created pod: checkout-new-x2tkd", 298'000)};
    made.events.atMs = made.pods.atMs;
    made.conditions.value = {{QStringLiteral("Progressing"), QStringLiteral("False"),
                              QStringLiteral("ProgressDeadlineExceeded"),
                              QStringLiteral("ReplicaSet \"checkout-new\" has timed out progressing."), kNow - 60'000}};
    made.conditions.atMs = made.pods.atMs;
    made.log.value = crashLog(question.logPod.isEmpty() ? made.pods.value.first().name : question.logPod);
    made.log.atMs = made.pods.atMs;
    made.complete = true;
    return made;
}

inline Error refusal(const char *right)
{
    return {.kind = Error::Kind::NotPermitted,
            .message = QStringLiteral("User \"viewer\" cannot %1 in the namespace \"shop\"").arg(QLatin1String(right)),
            .where = {},
            .hint = QStringLiteral("The credentials of argo need the right to %1 in namespace shop; the role \"view\" "
                                   "has it.")
                        .arg(QLatin1String(right))};
}

// Pods may be seen, events and logs may not.
inline Diagnosis refusedLog(const DiagnosisQuestion &question)
{
    Diagnosis made = crash(question);
    made.events = {};
    made.events.error = refusal("list events");
    made.log = {};
    made.log.value.pod = made.pods.value.first().name;
    made.log.error = refusal("get pods/log");
    return made;
}

// The cluster behind Session::Doors: keeps the questions, answers when the test says so.
struct FakeCluster {
    struct Question {
        DiagnosisQuestion asked;
        DiagnosisSource::Told told;
    };
    QMap<quint64, Question> open; // by ticket
    QList<quint64> ended;
    quint64 tickets = 0;
    std::function<Diagnosis(const DiagnosisQuestion &)> answer; // set: at once

    quint64 ask(const DiagnosisQuestion &question, const DiagnosisSource::Told &told)
    {
        const quint64 ticket = ++tickets;
        if (answer)
            told(answer(question));
        else
            open.insert(ticket, {question, told});
        return ticket;
    }
    void end(quint64 ticket)
    {
        ended.append(ticket);
        open.remove(ticket);
    }
};

} // namespace astern::samples
