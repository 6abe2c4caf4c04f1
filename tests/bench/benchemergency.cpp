// SPDX-License-Identifier: GPL-3.0-or-later
// P5: from the instant in which an emergency is committed to its request leaving, while the rest of the company keeps
// the same process busy; against the durable write and the loopback round trip that it needs at least.
#include "bench.h"
#include "company.h"

#include "app/engine/engine.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QThread>
#include <QTimer>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <random>
#include <sys/mman.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr qint64 kRawBytes = 4 * 1024 * 1024;
constexpr qint64 kBlock = 4096;
constexpr int kPollMs = 1000;

QByteArray capture(const char *name)
{
    QFile file(QStringLiteral(ASTERN_SOURCE_DIR "/tests/data/captures/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The capture %s cannot be read", name);
    return file.readAll();
}

// A recorded object with holes for what differs from one service to the next.
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

// One durable write and one request over a connection that is open already: nothing an emergency does can be faster.
class Least {
public:
    Least(const QString &path, quint16 port)
    {
        m_file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        const QByteArray zeros(kRawBytes, '\0');
        m_good = ::pwrite(m_file, zeros.constData(), size_t(zeros.size()), 0) == zeros.size() && ::fsync(m_file) == 0;
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        m_good = m_good && ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Least()
    {
        ::close(m_file);
        ::close(m_socket);
    }
    Least(const Least &) = delete;
    Least &operator=(const Least &) = delete;

    double once()
    {
        static const QByteArray block(kBlock, 'x');
        static const QByteArray request("PATCH /least HTTP/1.1\r\nContent-Length: 64\r\n\r\n" + QByteArray(64, ' '));
        return microseconds([&] {
            char answer[256];
            m_good = m_good && ::pwrite(m_file, block.constData(), size_t(block.size()), m_at) == block.size() &&
                     ::fdatasync(m_file) == 0 &&
                     ::send(m_socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) == request.size() &&
                     ::recv(m_socket, answer, sizeof answer, 0) > 0;
            m_at = (m_at + kBlock) % kRawBytes;
        });
    }
    [[nodiscard]] bool good() const { return m_good; }

private:
    int m_file = -1;
    int m_socket = -1;
    qint64 m_at = 0;
    bool m_good = false;
};

class EmergencyWork final : public Work {
public:
    explicit EmergencyWork(bool smoke)
        : m_rollouts(smoke ? 24 : 2000), m_quietOperations(smoke ? 3 : 15), m_busyOperations(smoke ? 3 : 40)
    {
        writeTemplates(m_folder);
        openTable();
        m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_server.start(QCoreApplication::applicationFilePath(),
                       {QStringLiteral("--serve"), m_folder.file({}), QString::number(m_rollouts)});
        if (!m_server.waitForReadyRead(10'000))
            qFatal("The other side does not start");
        const auto port = quint16(m_server.readLine().trimmed().toUInt());
        m_least = std::make_unique<Least>(m_folder.file(QStringLiteral("raw")), port);
        openEngine(port);
    }
    ~EmergencyWork() override
    {
        m_engine.reset();
        m_server.kill();
        m_server.waitForFinished();
        ::munmap(m_table, sizeof *m_table);
    }

    Round round(qsizetype size) override
    {
        Round round;
        m_table->quiet = true;
        turn(100);
        if (size == 0) {
            for (int i = 0; i < m_quietOperations; ++i) {
                round.anchor.append(m_least->once());
                round.ours.append(emergency(2));
            }
        } else {
            for (int i = 0; i < m_busyOperations; ++i)
                round.anchor.append(m_least->once());
        }
        m_table->quiet = false;
        if (size == 0)
            return round;
        turn(300); // what was held back is answered first
        const std::int64_t answers = m_table->answers;
        const std::int64_t events = m_table->events;
        const double took = microseconds([&] {
            for (int i = 0; i < m_busyOperations; ++i)
                round.ours.append(emergency(std::uniform_int_distribution(20, 60)(m_random)));
        });
        m_answers.append(double(m_table->answers - answers) / took * 1e6);
        m_events.append(double(m_table->events - events) / took * 1e6);
        return round;
    }

    QString prove() override
    {
        if (!m_least->good())
            return QStringLiteral("the anchor failed");
        if (!m_wrong.isEmpty())
            return m_wrong;
        if (m_rollouts >= 2000 && (median(m_answers) < 450 || median(m_events) < 1800))
            return QStringLiteral("only %1 answers and %2 changes a second")
                .arg(median(m_answers))
                .arg(median(m_events));
        // Each request that left has its intent in the log.
        QEventLoop loop;
        m_engine->journal().entries({.limit = 100'000}, [&](const Result<QList<JournalEntry>> &entries) {
            int intents = 0;
            for (const JournalEntry &entry : entries ? *entries : QList<JournalEntry>{})
                intents += entry.kind == QLatin1String("rollback.intent") ? 1 : 0;
            if (intents < m_committed)
                m_wrong = QStringLiteral("%1 intents in the log for %2 requests").arg(intents).arg(m_committed);
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        return m_wrong;
    }

private:
    void openTable()
    {
        const int file = ::open(QFile::encodeName(m_folder.file(QStringLiteral("table"))).constData(),
                                O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        void *memory = ::ftruncate(file, sizeof(CompanyTable)) == 0
                           ? ::mmap(nullptr, sizeof(CompanyTable), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                           : MAP_FAILED;
        if (memory == MAP_FAILED)
            qFatal("The shared table cannot be made");
        ::close(file);
        m_table = static_cast<CompanyTable *>(memory);
    }

    void openEngine(quint16 port)
    {
        m_workspace = workspaceOf(m_rollouts, port);
        app::EngineOptions options;
        options.dataFolder = m_folder.file(QStringLiteral("data"));
        options.actor = {.ref = QStringLiteral("psn-7f3a"), .name = QStringLiteral("Bench")};
        auto engine = app::Engine::create(m_workspace, options);
        if (!engine)
            qFatal("%s", qUtf8Printable(engine.error().toString()));
        m_engine = std::move(engine).value();
        m_engine->start();
        const auto allSeen = [this] {
            for (const Placement &place : m_workspace.placements()) {
                if (!m_engine->session().rollout(place.object) ||
                    !m_engine->session().series().last({place.key(), QStringLiteral("errors"), Role::New}))
                    return false;
            }
            return true;
        };
        for (int i = 0; i < 600 && !allSeen(); ++i)
            turn(100);
        if (!allSeen())
            m_wrong = QStringLiteral("not every rollout and signal was seen within a minute");
    }

    // Lets the main thread do what it does for `ms`.
    static void turn(int ms)
    {
        QEventLoop loop;
        QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
        loop.exec();
    }

    // Microseconds from the commit to the arrival of its first changing request. The commit comes as an event from
    // outside, as the end of the hold does: where the main thread is busy, that counts.
    double emergency(int afterMs)
    {
        if (m_committed >= m_rollouts)
            return 0;
        const int index = m_committed++;
        Session &session = m_engine->session();
        const QString key = m_workspace.services.at(index).placements.first().key();
        const Result<Plan> plan = session.plan(PlanKind::Rollback, key);
        if (!plan) {
            m_wrong = plan.error().toString();
            return 0;
        }
        QEventLoop loop;
        std::int64_t begun = 0;
        std::thread person([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(afterMs));
            begun = monotonicNs();
            QMetaObject::invokeMethod(
                &loop,
                [&] {
                    if (const Result<Ok> done = session.commit(*plan, QStringLiteral("bench")); !done)
                        m_wrong = done.error().toString();
                },
                Qt::QueuedConnection);
            for (int i = 0; i < 5000 && m_table->patchedNs[index] == 0; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        person.join();
        session.stop(plan->id); // its further steps are not measured
        const std::int64_t arrived = m_table->patchedNs[index];
        if (arrived == 0)
            m_wrong = QStringLiteral("no request left within five seconds");
        return double(arrived - begun) / 1000;
    }

    Folder m_folder;
    int m_rollouts;
    int m_quietOperations;
    int m_busyOperations;
    CompanyTable *m_table = nullptr;
    QProcess m_server;
    Workspace m_workspace;
    std::unique_ptr<Least> m_least;
    std::unique_ptr<app::Engine> m_engine;
    std::mt19937 m_random{1795446612};
    int m_committed = 0;
    QList<double> m_answers;
    QList<double> m_events;
    QString m_wrong;
};

} // namespace

void addEmergency(Suite &suite)
{
    suite.add({.id = QStringLiteral("P5"),
               .what = QStringLiteral("emergency commit until its request leaves, p99"),
               .against = QStringLiteral("one durable write and one loopback round trip, alone"),
               .unit = QStringLiteral("us"),
               .target = 4,
               .limit = 10'000,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("nothing else going on"),
                         QStringLiteral("500 answers and 2000 changed rollouts a second")},
               .rounds = 12,
               .make = [](bool smoke) { return std::make_unique<EmergencyWork>(smoke); }});
}

} // namespace astern::bench
