// SPDX-License-Identifier: GPL-3.0-or-later
// What the services write: requests as they come, what a fault does to them, and the last words of one that crashes.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"
#include "connectors/sandbox/podnews.h"

#include <QDateTime>

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

constexpr qint64 kSlotMs = 400; // at most one line in each
constexpr int kMostSlots = 20'000;
constexpr qint64 kRunMs = 260;

ApiResponse badRequest(const QString &message) { return kubestatus::make(400, "BadRequest"_L1, message); }

QString nanoStamp(qint64 wall, quint64 salt)
{
    return QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) +
           QStringLiteral("%1Z").arg(salt % 1'000'000, 6, 10, QLatin1Char('0'));
}

QString carrier(const Fault &fault)
{
    if (!fault.flag.isEmpty())
        return u" flag="_s + fault.flag;
    if (!fault.configKey.isEmpty())
        return QStringLiteral(" setting=%1 value=%2").arg(fault.configKey, fault.configValue);
    if (!fault.configRevision.isEmpty())
        return u" config="_s + fault.configRevision.left(19);
    return {};
}

// One request that suffers.
QString complaint(const Fault &fault, const QString &route, quint64 number)
{
    switch (fault.kind) {
    case Fault::Kind::Slow:
        return QStringLiteral("level=warn msg=\"slow request\" route=\"%1\" status=200 ms=%2%3")
            .arg(route)
            .arg(400 + number % 2'400)
            .arg(carrier(fault));
    case Fault::Kind::Business:
        return QStringLiteral("level=warn msg=\"order rejected: its total does not match the cart\" route=\"%1\" "
                              "status=200%2")
            .arg(route, carrier(fault));
    default:
        return QStringLiteral("level=error msg=\"no connection after 2000 ms: pool exhausted, 20 of 20 in use\" "
                              "route=\"%1\" status=503 ms=%2%3")
            .arg(route)
            .arg(2'000 + number % 90)
            .arg(carrier(fault));
    }
}

} // namespace

ServingVersion PodNews::versionOf(const ReplicaSets::Set &set) const
{
    ServingVersion version;
    version.service = set.owner.section(QLatin1Char('/'), 1);
    version.environment = m_cluster.name().section(QLatin1Char('-'), 0, 0);
    version.cell = m_cluster.name().section(QLatin1Char('-'), 1);
    version.hash = set.hash;
    version.tag = imageTag(set.image);
    version.configs = ConfigReader().read(m_cluster.store(), version.service);
    return version;
}

QList<PodNews::Line> PodNews::running(const ReplicaSets::Set &set, const ReplicaSets::Pod &pod, int most) const
{
    static constexpr std::array kRoutes{"GET /cart"_L1, "GET /items"_L1, "POST /orders"_L1, "GET /health"_L1,
                                        "PUT /cart/items"_L1};
    const ServingVersion version = versionOf(set);
    const Moment now = m_when.now;
    QList<Line> lines;
    qint64 slot = now.wall / kSlotMs;
    for (int looked = 0; looked < kMostSlots && lines.size() < most; ++looked, --slot) {
        const quint64 number = numberOf(pod.name + QString::number(slot));
        const qint64 wall = slot * kSlotMs + qint64(number % kSlotMs);
        if (wall < pod.readyWall)
            break;
        if (wall > now.wall || number / 7 % 3 == 0)
            continue;
        const QString route = kRoutes.at(number / 31 % kRoutes.size());
        const qint64 sim = now.sim - qint64(double(now.wall - wall) * m_when.speed);
        QString line = QStringLiteral("level=info msg=\"request\" route=\"%1\" status=200 ms=%2")
                           .arg(route)
                           .arg(12 + number / 97 % 80);
        // Those that suffer are written down more often than they happen, as in every program.
        for (const auto &[fault, ratio] : m_faults.felt(version, sim)) {
            if (!fault.isFelt())
                continue;
            if (double(number / 1'009 % 1'000) < 1'000 * std::min(0.6, ratio * 4))
                line = complaint(fault, route, number / 13);
        }
        lines.prepend({wall, line});
    }
    if (lines.size() < most)
        lines.prepend({pod.readyWall,
                       QStringLiteral("level=info msg=\"serving %1 %2 on :8080\"").arg(version.service, version.tag)});
    return lines;
}

QList<PodNews::Line> PodNews::crashed(const ReplicaSets::Set &set, const ReplicaSets::Pod &pod) const
{
    const ServingVersion version = versionOf(set);
    const qint64 begin = pod.endedWall - kRunMs;
    return {{begin, QStringLiteral("level=info msg=\"starting %1 %2\"").arg(version.service, version.tag)},
            {begin + 31, u"level=info msg=\"configuration read\" file=/etc/service/config.yaml"_s},
            // As careless as real ones: whoever shows this has to take the password out.
            {begin + 118, QStringLiteral("level=info msg=\"connecting\" url=postgres://%1:hunter2@db.shop:5432/%1")
                              .arg(version.service)},
            {begin + 232,
             u"level=fatal msg=\"migration 0143 is missing\" error=\"column orders.discount_id does not exist\""_s},
            {begin + 233, u"panic: the schema is older than this build"_s},
            {begin + 233, u""_s},
            {begin + 233, u"goroutine 1 [running]:"_s},
            {begin + 233, u"main.mustMigrate(...)"_s},
            {begin + 233, u"\t/src/cmd/server/main.go:87"_s},
            {begin + 233, u"main.main()"_s},
            {begin + 233, u"\t/src/cmd/server/main.go:41 +0x1f2"_s}};
}

ApiResponse PodNews::log(const QString &ns, const QString &name, const ApiRequest &request) const
{
    const ReplicaSets::Set *owner = nullptr;
    const ReplicaSets::Pod *pod = nullptr;
    for (const auto &[key, set] : m_cluster.sets().all()) {
        if (key.section(QLatin1Char('/'), 0, 0) != ns ||
            !name.startsWith(key.section(QLatin1Char('/'), 1) + QLatin1Char('-')))
            continue;
        for (const ReplicaSets::Pod &each : set.pods) {
            if (each.name == name) {
                owner = &set;
                pod = &each;
            }
        }
    }
    const QJsonObject *object = m_cluster.store().find(u"pods"_s, ObjectStore::key(ns, name));
    if (!pod || !object)
        return kubestatus::notFound(resourceType(u"pods"_s), name);
    const QString container =
        get(*object, {"spec"_L1, "containers"_L1}).toArray().at(0).toObject().value("name"_L1).toString();
    if (const QString asked = request.param("container"_L1); !asked.isEmpty() && asked != container)
        return badRequest(QStringLiteral("container %1 is not valid for pod %2").arg(asked, name));
    const bool previous = request.param("previous"_L1) == "true"_L1;
    if (previous && pod->endedWall == 0)
        return badRequest(
            QStringLiteral("previous terminated container \"%1\" in pod \"%2\" not found").arg(container, name));
    if (!previous && !pod->ready && pod->endedWall == 0)
        return badRequest(QStringLiteral("container \"%1\" in pod \"%2\" is waiting to start: %3")
                              .arg(container, name,
                                   pod->fate == PodFate::CannotPull ? u"trying and failing to pull image"_s
                                                                    : u"ContainerCreating"_s));
    const bool bounded = request.has("tailLines"_L1);
    const int most = bounded ? std::clamp(request.param("tailLines"_L1).toInt(), 0, 10'000) : 10'000;
    QList<Line> lines = previous || !pod->ready ? crashed(*owner, *pod) : running(*owner, *pod, most);
    if (lines.size() > most)
        lines = lines.mid(lines.size() - most);
    const bool dated = request.param("timestamps"_L1) == "true"_L1;
    QByteArray body;
    for (const Line &line : std::as_const(lines))
        body += (dated ? nanoStamp(line.wall, numberOf(line.text)) + QLatin1Char(' ') : QString()).toUtf8() +
                line.text.toUtf8() + '\n';
    if (request.has("limitBytes"_L1))
        body = body.left(qMax<qint64>(0, request.param("limitBytes"_L1).toLongLong()));
    return {200, "text/plain", body, {}};
}

} // namespace astern::connectors::sandbox
