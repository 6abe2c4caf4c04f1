// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/workloadwatch.h"
#include "models/base/clock.h"
#include "tests/support/fakeserver.h"
#include "tests/support/places.h"

#include <QFile>
#include <QMap>
#include <QUrlQuery>

#include <memory>

namespace astern::test {

inline QByteArray capture(const QString &name)
{
    QFile file(test::sourcePath("tests/data/captures/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QList<QByteArray> captureLines(const QString &name)
{
    QList<QByteArray> lines = capture(name).split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

inline QString query(const FakeRequest &request, const char *name)
{
    return QUrlQuery(QUrl(QString::fromLatin1(request.target)).query())
        .queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
}

inline bool isWatch(const FakeRequest &request) { return !query(request, "watch").isEmpty(); }

inline FakeReply quietWatch() { return FakeReply::lines({}, FakeReply::End::Hang); }

inline QByteArray emptyList(const QByteArray &version)
{
    return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version +
           "\"},\"items\":[]}";
}

// A Status object as an API server answers errors with.
inline QByteArray status(int code, const QByteArray &reason, const QByteArray &message, const QByteArray &more = {})
{
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"" +
           message + "\",\"reason\":\"" + reason + "\",\"code\":" + QByteArray::number(code) + more + "}";
}

inline BackendConfig configFor(const FakeServer &server, const QString &type = QStringLiteral("argo-rollouts"))
{
    BackendConfig config;
    config.id = QStringLiteral("prod-eu");
    config.type = type;
    config.url = server.url(QString());
    config.namespaces = {QStringLiteral("shop")};
    return config;
}

inline connectors::KubeTimings quickTimings()
{
    connectors::KubeTimings timings;
    timings.backoffMinMs = 10;
    timings.backoffMaxMs = 40;
    timings.refusedRetryMs = 150;
    timings.idleProbeMs = 20'000;
    return timings;
}

// A watch with everything that it has told.
struct Watched {
    explicit Watched(const BackendConfig &config, const connectors::WorkloadKindInfo &info,
                     const connectors::KubeTimings &timings = quickTimings(), const Clock *other = nullptr)
    {
        const Result<connectors::KubeAccess> access = connectors::openKubeAccess(config, {});
        watch = std::make_unique<connectors::WorkloadWatch>(*access, config, info, other ? *other : clock);
        watch->setTimings(timings);
        QObject::connect(watch.get(), &DeliveryWatch::observed, watch.get(), [this](const RolloutBatch &batch) {
            ++batches;
            completes += batch.complete ? 1 : 0;
            if (batch.complete)
                rollouts.clear();
            for (const Rollout &rollout : batch.changed)
                rollouts.insert(rollout.ref.name, rollout);
            for (const QString &key : batch.gone)
                rollouts.remove(key.section(QLatin1Char('/'), -1));
        });
        QObject::connect(watch.get(), &DeliveryWatch::healthChanged, watch.get(), [this](const BackendHealth &now) {
            health = now;
            healths.append(now);
            states.append(now.state);
        });
        watch->start();
    }
    [[nodiscard]] Rollout rollout(const char *name) const { return rollouts.value(QLatin1String(name)); }

    SystemClock clock;
    int batches = 0;
    int completes = 0;
    QMap<QString, Rollout> rollouts; // by name
    BackendHealth health;
    QList<BackendHealth::State> states;
    QList<BackendHealth> healths;
    std::unique_ptr<connectors::WorkloadWatch> watch; // last: gone before what its signals write to
};

inline QString phaseText(Control::Phase phase)
{
    switch (phase) {
    case Control::Phase::Unknown:
        return QStringLiteral("Unknown");
    case Control::Phase::Healthy:
        return QStringLiteral("Healthy");
    case Control::Phase::Progressing:
        return QStringLiteral("Progressing");
    case Control::Phase::Paused:
        return QStringLiteral("Paused");
    case Control::Phase::Degraded:
        return QStringLiteral("Degraded");
    }
    return {};
}

// "7dccc9fb46 20% 79bf7b7575 80%": who serves, the largest first.
inline QString sharesText(const Rollout &rollout)
{
    QStringList parts;
    for (const Serving::Share &share : rollout.serving.shares)
        parts.append(QStringLiteral("%1 %2%").arg(share.hash).arg(qRound(share.percent)));
    return parts.join(QLatin1Char(' '));
}

} // namespace astern::test
