// SPDX-License-Identifier: GPL-3.0-or-later
// What a release is made of besides its pods: settings, images, and the change of the schema that comes first.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"
#include "connectors/sandbox/registryapi.h"
#include "connectors/sandbox/world.h"
#include "tests/connectors/sandbox/traffic.h"

#include <QJsonDocument>
#include <QTest>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr auto kManifest = "application/vnd.oci.image.manifest.v1+json";

std::unique_ptr<World> company()
{
    World::Options options;
    options.startWallMs = kStart;
    options.historyMs = 60'000;
    options.story = false;
    return std::make_unique<World>(options);
}

double errors(World &world, const QString &service, const QString &cell)
{
    return failedShare(world, {{u"service"_s, service}, {u"environment"_s, u"prod"_s}, {u"cell"_s, cell}});
}

const QJsonObject *find(World &world, const QString &resource, const QString &name)
{
    return world.cluster(u"prod-eu-1"_s)->store().find(resource, ObjectStore::key(nameSpace(), name));
}

QString runningTag(World &world, const QString &service)
{
    return imageTag(templateImage(get(*find(world, u"rollouts"_s, service), {"spec"_L1, "template"_L1}).toObject()));
}

ApiResponse registry(World &world, const QString &path, const QByteArray &accept = {}, const QByteArray &method = "GET",
                     const QString &most = {}, const QString &last = {})
{
    ApiRequest request;
    request.method = method;
    request.path = path;
    request.accept = accept;
    if (!most.isEmpty())
        request.query = {{u"n"_s, most}, {u"last"_s, last}};
    return RegistryApi(world.artifacts(), world.faults()).handle(request);
}

QByteArray headerOf(const ApiResponse &response, const QByteArray &name)
{
    for (const auto &[key, value] : response.headers)
        if (key == name)
            return value;
    return {};
}

QJsonObject object(const ApiResponse &response) { return QJsonDocument::fromJson(response.body).object(); }

} // namespace

class TestSandboxReleases : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A revision is its content: away, the fault is gone; brought back, it is there again; another cell has its own.
    void aRevisionOfSettingsCarriesAFault()
    {
        const auto world = company();
        QCOMPARE(world->setConfig(u"search-config"_s, u"prod-eu-1"_s, u"pool_size"_s, u"2"_s), QString());
        const QJsonObject bad = find(*world, u"configmaps"_s, u"search-config"_s)->value("data"_L1).toObject();
        QString error;
        const auto fault = Fault::fromJson({{u"id"_s, u"f"_s},
                                            {u"service"_s, u"search"_s},
                                            {u"ratio"_s, 0.5},
                                            {u"config"_s, QJsonObject{{u"revision"_s, configRevision(bad)}}}},
                                           error);
        QVERIFY2(fault, qPrintable(error));
        world->faults().add(*fault);
        world->runFor(90'000);
        QVERIFY(errors(*world, u"search"_s, u"eu-1"_s) > 0.4);
        QVERIFY(errors(*world, u"search"_s, u"us-1"_s) < 0.02);
        // Another version reads the same settings.
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.42.0"_s), QString());
        world->runFor(90'000);
        QVERIFY(errors(*world, u"search"_s, u"eu-1"_s) > 0.4);
        // Any other content will do, also by the door that everybody uses.
        QJsonObject map = *find(*world, u"configmaps"_s, u"search-config"_s);
        set(map, {"data"_L1, "log_level"_L1}, u"debug"_s);
        world->cluster(u"prod-eu-1"_s)->store().put(u"configmaps"_s, map);
        world->runFor(90'000);
        QVERIFY(errors(*world, u"search"_s, u"eu-1"_s) < 0.02);
        QCOMPARE(world->setConfig(u"search-config"_s, u"prod-eu-1"_s, u"log_level"_s, u"info"_s), QString());
        world->runFor(90'000);
        QVERIFY(errors(*world, u"search"_s, u"eu-1"_s) > 0.4);
    }

    void sharedSettingsReachEveryService()
    {
        const auto world = company();
        for (const QString &service : {u"search"_s, u"accounts"_s}) {
            Fault fault;
            fault.id = service;
            fault.service = service;
            fault.ratio = 0.3;
            fault.configMap = sharedConfigSet();
            fault.configKey = u"dns_timeout_ms"_s;
            fault.configValue = u"5"_s;
            world->faults().add(fault);
        }
        QCOMPARE(world->setConfig(sharedConfigSet(), u"prod-us-1"_s, u"dns_timeout_ms"_s, u"5"_s), QString());
        world->runFor(90'000);
        for (const QString &service : {u"search"_s, u"accounts"_s}) {
            QVERIFY(errors(*world, service, u"us-1"_s) > 0.25);
            QVERIFY(errors(*world, service, u"eu-1"_s) < 0.02);
        }
        const QJsonArray from =
            get(*find(*world, u"rollouts"_s, u"search"_s), {"spec"_L1, "template"_L1, "spec"_L1, "containers"_L1})
                .toArray()
                .at(0)
                .toObject()
                .value("envFrom"_L1)
                .toArray();
        QCOMPARE(from.size(), 2);
    }

    void podsRunWhatTheRegistryHas()
    {
        const auto world = company();
        int pods = 0;
        for (const auto &[key, pod] : world->cluster(u"prod-eu-1"_s)->store().all(u"pods"_s)) {
            const QJsonObject container = get(pod, {"status"_L1, "containerStatuses"_L1}).toArray().at(0).toObject();
            const QString repository = Artifacts::repositoryOf(container.value("image"_L1).toString());
            const QString digest = container.value("imageID"_L1).toString().section(QLatin1Char('@'), 1);
            const ApiResponse manifest =
                registry(*world, u"/v2/"_s + repository + u"/manifests/"_s + digest, kManifest);
            QCOMPARE(manifest.status, 200);
            QCOMPARE(Artifacts::digestOf(manifest.body), digest);
            QCOMPARE(headerOf(manifest, "Docker-Content-Digest"), digest.toLatin1());
            ++pods;
        }
        QVERIFY(pods > 40);
    }

    void anImageSaysWhereItIsFrom()
    {
        const auto world = company();
        const QJsonObject manifest = object(registry(*world, u"/v2/checkout/manifests/4.7.1"_s, kManifest));
        const QString digest = get(manifest, {"config"_L1, "digest"_L1}).toString();
        const ApiResponse blob = registry(*world, u"/v2/checkout/blobs/"_s + digest);
        QCOMPARE(blob.status, 200);
        QCOMPARE(Artifacts::digestOf(blob.body), digest);
        QCOMPARE(int(blob.body.size()), get(manifest, {"config"_L1, "size"_L1}).toInt());
        const QJsonObject labels = get(object(blob), {"config"_L1, "Labels"_L1}).toObject();
        QCOMPARE(labels.value("org.opencontainers.image.version"_L1).toString(), u"4.7.1"_s);
        QCOMPARE(labels.value("org.opencontainers.image.revision"_L1).toString().size(), 40);
        // Built before it served for the first time, 28 hours ago in staging.
        const qint64 created = parseStamp(labels.value("org.opencontainers.image.created"_L1).toString());
        QVERIFY(created < kStart - 28 * 3'600'000 && created > kStart - 30 * 3'600'000);
        const QJsonObject layer = manifest.value("layers"_L1).toArray().at(0).toObject();
        const ApiResponse tar = registry(*world, u"/v2/checkout/blobs/"_s + layer.value("digest"_L1).toString());
        QCOMPARE(int(tar.body.size()), layer.value("size"_L1).toInt());
        QCOMPARE(tar.body.mid(257, 5), QByteArray("ustar"));
    }

    void newTagsAppearWhenTheyAreWanted()
    {
        const auto world = company();
        const QString path = u"/v2/search/manifests/1.44.0"_s;
        QCOMPARE(registry(*world, path, kManifest).status, 404);
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(10'000);
        QCOMPARE(registry(*world, path, kManifest).status, 200);
        QVERIFY(registry(*world, path).body.contains("accept header does not support"));
        // What pods cannot pull is not here either.
        Fault gone;
        gone.id = u"gone"_s;
        gone.service = u"search"_s;
        gone.version = u"1.44.0"_s;
        gone.kind = Fault::Kind::CannotPull;
        world->faults().add(gone);
        QCOMPARE(registry(*world, path, kManifest).status, 404);
        QVERIFY(!registry(*world, u"/v2/search/tags/list"_s).body.contains("1.44.0"));
    }

    void pages()
    {
        const auto world = company();
        const QJsonArray all = object(registry(*world, u"/v2/_catalog"_s)).value("repositories"_L1).toArray();
        QCOMPARE(all.size(), 13);
        QJsonArray seen;
        QString last;
        for (int i = 0; i < 5; ++i) {
            const ApiResponse page = registry(*world, u"/v2/_catalog"_s, {}, "GET", u"3"_s, last);
            for (const QJsonValue &name : object(page).value("repositories"_L1).toArray())
                seen.append(name);
            last = seen.last().toString();
            QCOMPARE(headerOf(page, "Link"),
                     i < 4 ? "</v2/_catalog?last=" + last.toUtf8() + "&n=3>; rel=\"next\"" : QByteArray());
        }
        QCOMPARE(seen, all);
        QCOMPARE(registry(*world, u"/v2/_catalog"_s, {}, "GET", u"x"_s).status, 400);
        QCOMPARE(registry(*world, u"/v2/"_s, {}, "POST").status, 405);
    }

    void aMigrationComesFirst()
    {
        const auto world = company();
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.0"_s, Migration{u"0143-split-address"_s, false}),
                 QString());
        world->runFor(10'000);
        const QString name = u"checkout-migrate-4-8-0"_s;
        QVERIFY(find(*world, u"jobs"_s, name));
        QCOMPARE(get(*find(*world, u"jobs"_s, name), {"status"_L1, "active"_L1}).toInt(), 1);
        QCOMPARE(runningTag(*world, u"checkout"_s), u"4.7.1"_s);
        world->runFor(20'000);
        const QJsonObject job = *find(*world, u"jobs"_s, name);
        QCOMPARE(get(job, {"status"_L1, "succeeded"_L1}).toInt(), 1);
        QVERIFY(get(job, {"status"_L1, "completionTime"_L1}).isString());
        QCOMPARE(runningTag(*world, u"checkout"_s), u"4.8.0"_s);
        // The template says so, and the ReplicaSet that a plan would return to does not.
        int marked = 0;
        for (const auto &[key, set] : world->cluster(u"prod-eu-1"_s)->store().all(u"replicasets"_s)) {
            if (!key.startsWith("shop/checkout-"_L1))
                continue;
            const QJsonObject meta = get(set, {"spec"_L1, "template"_L1, "metadata"_L1}).toObject();
            if (get(meta, {"labels"_L1, "astern.dev/reversible"_L1}).toString() != "false"_L1)
                continue;
            QCOMPARE(get(meta, {"annotations"_L1, "astern.dev/schema-migration"_L1}).toString(),
                     u"0143-split-address"_s);
            ++marked;
        }
        QCOMPARE(marked, 1);
        // A release without a migration of its own is not marked.
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.1"_s), QString());
        const QJsonObject meta =
            get(*find(*world, u"rollouts"_s, u"checkout"_s), {"spec"_L1, "template"_L1, "metadata"_L1}).toObject();
        QVERIFY(!meta.contains(u"annotations"_s));
        QVERIFY(!meta.value("labels"_L1).toObject().contains(u"astern.dev/reversible"_s));
    }

    void aFailedMigrationBlocksTheRelease()
    {
        const auto world = company();
        Fault fault;
        fault.id = u"locked"_s;
        fault.service = u"checkout"_s;
        fault.version = u"4.8.0"_s;
        fault.kind = Fault::Kind::MigrationFails;
        world->faults().add(fault);
        const Migration migration{u"0143-split-address"_s, true};
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.0"_s, migration), QString());
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.0"_s, migration),
                 QString()); // again, still one Job
        world->runFor(300'000);
        const QJsonObject job = *find(*world, u"jobs"_s, u"checkout-migrate-4-8-0"_s);
        QCOMPARE(get(job, {"status"_L1, "failed"_L1}).toInt(), 3);
        QVERIFY(compact(job).contains("BackoffLimitExceeded"));
        QCOMPARE(runningTag(*world, u"checkout"_s), u"4.7.1"_s);
        QCOMPARE(world->cluster(u"prod-eu-1"_s)->store().all(u"jobs"_s).size(), size_t(1));
        // Another version's migration is another matter.
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.1"_s, migration), QString());
        world->runFor(30'000);
        QCOMPARE(runningTag(*world, u"checkout"_s), u"4.8.1"_s);
        const QJsonObject labels =
            get(*find(*world, u"rollouts"_s, u"checkout"_s), {"spec"_L1, "template"_L1, "metadata"_L1, "labels"_L1})
                .toObject();
        QCOMPARE(labels.value("astern.dev/reversible"_L1).toString(), u"down-migration"_s);
    }

    void jobsAreServed()
    {
        const auto world = company();
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.0"_s, Migration{u"0143"_s, false}), QString());
        Access access;
        access.byToken.insert("t", {u"admin"_s, true, false});
        Cluster &cluster = *world->cluster(u"prod-eu-1"_s);
        const PodNews news(cluster, world->faults(), {world->now(), 1});
        ApiRequest request;
        request.authorization = "Bearer t";
        request.path = u"/apis/batch/v1/namespaces/shop/jobs"_s;
        const ApiResponse list = KubeApi(cluster, access, news).handle(request).response;
        QCOMPARE(list.status, 200);
        QCOMPARE(object(list).value("kind"_L1).toString(), u"JobList"_s);
        QCOMPARE(object(list).value("items"_L1).toArray().size(), 1);
        request.path = u"/apis"_s;
        QVERIFY(KubeApi(cluster, access, news).handle(request).response.body.contains("batch/v1"));
    }
};

QTEST_GUILESS_MAIN(TestSandboxReleases)
#include "tst_releases.moc"
