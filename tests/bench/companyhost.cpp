// SPDX-License-Identifier: GPL-3.0-or-later
#include "companyhost.h"
#include "tests/support/places.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTimer>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr int kPollMs = 1000;

QByteArray capture(const char *name)
{
    QFile file(test::sourcePath("tests/data/captures/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The capture %s cannot be read", name);
    return file.readAll();
}

// A recorded object with holes for what differs from one service to the next, as if it had happened just now.
QByteArray withHoles(QJsonObject object)
{
    QJsonObject metadata = object.value(QLatin1String("metadata")).toObject();
    const QByteArray uid = metadata.value(QLatin1String("uid")).toString().toUtf8();
    metadata.insert(QStringLiteral("resourceVersion"), QStringLiteral("@VERSION@"));
    object.insert(QStringLiteral("metadata"), metadata);
    QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    const QJsonArray owners = metadata.value(QLatin1String("ownerReferences")).toArray();
    if (owners.isEmpty()) {
        text.replace(uid, "@UID@");
    } else {
        text.replace(uid, "@NAME@-" + uid);
        text.replace(owners.first()[QLatin1String("uid")].toString().toUtf8(), "@UID@");
    }
    static const QRegularExpression instant(QStringLiteral("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    text = QString::fromUtf8(text).replace(instant, now).toUtf8();
    return text.replace("checkout", "@NAME@");
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qUtf8Printable(path));
}

// A canary that waits at its first step, the same one aborted, and the ReplicaSets of both: as a real controller
// showed them.
void writeTemplates(const Folder &folder)
{
    QJsonObject live;
    QJsonObject aborted;
    for (const QByteArray &line : capture("argo-rollouts-watch.ndjson").split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object().value(QLatin1String("object")).toObject();
        const QJsonObject status = object.value(QLatin1String("status")).toObject();
        if (object.value(QLatin1String("metadata"))[QLatin1String("name")].toString() != QLatin1String("checkout") ||
            status.value(QLatin1String("currentPodHash")).toString() != QLatin1String("7dccc9fb46"))
            continue;
        const bool paused = !status.value(QLatin1String("pauseConditions")).toArray().isEmpty();
        const bool gaveUp = status.value(QLatin1String("abort")).toBool();
        if (live.isEmpty() && paused && !gaveUp)
            live = object;
        if (gaveUp && !paused)
            aborted = object; // the last one: no canary pods any more
    }
    QByteArray sets;
    const QJsonObject list = QJsonDocument::fromJson(capture("k8s-replicasets.json")).object();
    const QJsonArray items = list.value(QLatin1String("items")).toArray();
    for (const QJsonValue &item : items) {
        const QString name = item[QLatin1String("metadata")][QLatin1String("name")].toString();
        if (name == QLatin1String("checkout-79bf7b7575") || name == QLatin1String("checkout-7dccc9fb46"))
            sets += (sets.isEmpty() ? "" : ",") + withHoles(item.toObject());
    }
    write(folder.file(QStringLiteral("live.json")), withHoles(live));
    write(folder.file(QStringLiteral("aborted.json")), withHoles(aborted));
    write(folder.file(QStringLiteral("sets.json")), sets);
}

QString nameOf(int index) { return QStringLiteral("svc-%1").arg(index, 4, 10, QLatin1Char('0')); }

Workspace workspaceOf(int rollouts, quint16 port)
{
    Workspace workspace;
    workspace.name = QStringLiteral("bench");
    const QUrl url(QStringLiteral("http://127.0.0.1:%1").arg(port));
    BackendConfig argo{.id = QStringLiteral("argo"), .type = QStringLiteral("argo-rollouts"), .url = url};
    argo.namespaces = {QStringLiteral("shop")};
    BackendConfig prom{.id = QStringLiteral("prom"), .type = QStringLiteral("prometheus"), .url = url};
    prom.pollMs = kPollMs;
    workspace.backends = {argo, prom};
    EnvironmentConfig environment{.id = QStringLiteral("prod"), .cells = {QStringLiteral("eu-1")}};
    environment.isProtected = true;
    workspace.environments = {environment};
    SignalSpec errors{.id = QStringLiteral("errors"), .source = prom.id, .scrapeMs = 1000};
    errors.total.series = QStringLiteral("http_requests_total");
    errors.bad = {QStringLiteral("http_requests_total"), {{QStringLiteral("status"), QStringLiteral("5xx")}}};
    errors.limitAbove = 0.01;
    SignalSpec orders{.id = QStringLiteral("orders"), .kind = SignalSpec::Kind::Counter, .source = prom.id};
    orders.scrapeMs = 1000;
    orders.total.series = QStringLiteral("orders_total");
    const QMap<QString, QString> place{{QStringLiteral("service"), QStringLiteral("{service}")},
                                       {QStringLiteral("environment"), QStringLiteral("{environment}")},
                                       {QStringLiteral("cell"), QStringLiteral("{cell}")}};
    for (int i = 0; i < rollouts; ++i) {
        ServiceConfig service{.id = nameOf(i)};
        service.placements = {{service.id, environment.id, environment.cells.first(),
                               ObjectRef{argo.id, WorkloadKind::ArgoRollout, QStringLiteral("shop"), service.id},
                               true}};
        service.newLabels = service.stableLabels = service.allLabels = place;
        service.newLabels.insert(QStringLiteral("hash"), QStringLiteral("{hash}"));
        service.stableLabels.insert(QStringLiteral("hash"), QStringLiteral("{stable_hash}"));
        service.signalSpecs = {errors, orders};
        workspace.services.append(service);
    }
    return workspace;
}

CompanyTable *openTable(const Folder &folder)
{
    const int file =
        ::open(QFile::encodeName(folder.file(QStringLiteral("table"))).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *memory = ::ftruncate(file, sizeof(CompanyTable)) == 0
                       ? ::mmap(nullptr, sizeof(CompanyTable), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                       : MAP_FAILED;
    if (memory == MAP_FAILED)
        qFatal("The shared table cannot be made");
    ::close(file);
    return static_cast<CompanyTable *>(memory);
}

} // namespace

CompanyHost::CompanyHost(int rollouts)
{
    writeTemplates(m_folder);
    m_table = openTable(m_folder);
    m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_server.start(QCoreApplication::applicationFilePath(),
                   {QStringLiteral("--serve"), m_folder.file({}), QString::number(rollouts)});
    if (!m_server.waitForReadyRead(10'000))
        qFatal("The other side does not start");
    m_port = quint16(m_server.readLine().trimmed().toUInt());
    m_workspace = workspaceOf(rollouts, m_port);
}

CompanyHost::~CompanyHost()
{
    m_server.kill();
    m_server.waitForFinished();
    ::munmap(m_table, sizeof *m_table);
}

std::unique_ptr<app::Engine> CompanyHost::makeEngine(app::Guarding guarding) const
{
    app::EngineOptions options;
    options.guarding = guarding;
    options.guardName = QStringLiteral("bench");
    options.dataFolder = m_folder.file(QStringLiteral("data"));
    options.actor = {.ref = QStringLiteral("psn-7f3a"), .name = QStringLiteral("Bench")};
    auto engine = app::Engine::create(m_workspace, options);
    if (!engine)
        qFatal("%s", qUtf8Printable(engine.error().toString()));
    return std::move(engine).value();
}

QString CompanyHost::writeWorkspace() const
{
    QByteArray text = "astern: workspace/v1\nname: bench\nbackends:\n";
    for (const BackendConfig &backend : m_workspace.backends) {
        text += "  " + backend.id.toUtf8() + ": {type: " + backend.type.toUtf8() + ", url: \"" +
                backend.url.toEncoded() + '"';
        text += backend.namespaces.isEmpty()
                    ? ", poll: 1s}\n"
                    : ", namespaces: [" + backend.namespaces.join(QLatin1Char(',')).toUtf8() + "]}\n";
    }
    text += "environments:\n  prod: {cells: [eu-1], protected: true}\nservices:\n";
    for (const ServiceConfig &service : m_workspace.services) {
        text +=
            "  " + service.id.toUtf8() +
            ":\n"
            "    rollouts: [{environment: prod, cell: eu-1, backend: argo}]\n"
            "    roles: {new: {hash: \"{hash}\"}, stable: {hash: \"{stable_hash}\"}}\n"
            "    signals:\n"
            "      errors: {kind: events, title: Errors, scrape: 10s, limit: {above: 1%},\n"
            "               total: {source: prom, series: http_requests_total},\n"
            "               bad: {source: prom, series: http_requests_total, where: {status: \"5xx\"}}}\n"
            "      slow: {kind: events, title: Slow, scrape: 10s, limit: {above: 5%},\n"
            "             histogram: {source: prom, series: request_duration_seconds, over: 300ms}}\n"
            "      orders: {kind: counter, title: Orders, scrape: 10s, value: {source: prom, series: orders_total}}\n"
            "      heap: {kind: gauge, title: Memory, scrape: 10s, unit: B, value: {source: prom, series: "
            "heap_bytes}}\n";
    }
    const QString folder = m_folder.file(QStringLiteral("workspace"));
    QDir().mkpath(folder);
    write(folder + QStringLiteral("/astern.yaml"), text);
    return folder;
}

bool CompanyHost::seen(const std::function<bool(const Placement &)> &isSeen) const
{
    const QList<Placement> places = m_workspace.placements();
    const auto all = [&] { return std::all_of(places.begin(), places.end(), isSeen); };
    for (int i = 0; i < 600 && !all(); ++i)
        turn(100);
    return all();
}

bool CompanyHost::rolloutsSeen(app::Engine &engine) const
{
    return seen([&](const Placement &place) { return engine.session().rollout(place.object) != nullptr; });
}

bool CompanyHost::allSeen(app::Engine &engine) const
{
    return seen([&](const Placement &place) {
        return engine.session().rollout(place.object) &&
               engine.session().series().last({place.key(), QStringLiteral("errors"), Role::New});
    });
}

void turn(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace astern::bench
