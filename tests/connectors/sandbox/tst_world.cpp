// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"
#include "connectors/sandbox/promapi.h"
#include "connectors/sandbox/world.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr qint64 kMinute = 60'000;

std::unique_ptr<World> company(quint64 seed, bool story)
{
    World::Options options;
    options.seed = seed;
    options.startWallMs = kStart;
    options.historyMs = 5 * kMinute;
    options.story = story;
    return std::make_unique<World>(options);
}

QByteArray ask(World &world, const QString &path, const QString &query = {})
{
    ApiRequest request;
    request.path = path;
    if (!query.isEmpty())
        request.query = {{u"query"_s, query}};
    return PromApi(world.samples(), world.now().wall).handle(request).body;
}

QByteArray askCluster(World &world, Cluster &cluster, const QString &path)
{
    Access access;
    access.byToken.insert("t", {u"admin"_s, true, false});
    ApiRequest request;
    request.path = path;
    request.authorization = "Bearer t";
    const PodNews news(cluster, world.faults(), {world.now(), world.speed()});
    return KubeApi(cluster, access, news).handle(request).response.body;
}

// What everybody who asks would be told.
QByteArray everything(World &world)
{
    QByteArray all = ask(world, u"/metrics"_s);
    all += ask(world, u"/api/v1/query"_s, u"sum by (service,cell) (rate(http_requests_total[1m]))"_s);
    for (const auto &cluster : world.clusters()) {
        for (const QString &path :
             {u"/apis/argoproj.io/v1alpha1/rollouts"_s, u"/apis/apps/v1/namespaces/shop/deployments"_s,
              u"/apis/apps/v1/replicasets"_s, u"/api/v1/namespaces/shop/configmaps"_s,
              u"/api/v1/namespaces/shop/pods"_s, u"/api/v1/namespaces/shop/events"_s}) {
            const QByteArray answer = askCluster(world, *cluster, path);
            if (!answer.contains("\"items\""))
                qFatal("no list: %s", answer.left(300).constData());
            all += answer;
        }
    }
    return all;
}

QByteArray digest(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

// Share of a service's requests in one cell that fail, over the last simulated minute; -1: no answer.
double errors(World &world, const QString &service, const QString &cell = u"eu-1"_s)
{
    const QString where = QStringLiteral("service=\"%1\",environment=\"prod\",cell=\"%2\"").arg(service, cell);
    const QByteArray body = ask(world, u"/api/v1/query"_s,
                                QStringLiteral("sum(rate(http_requests_total{%1,status=~\"5..\"}[1m]))"
                                               " / sum(rate(http_requests_total{%1}[1m]))")
                                    .arg(where));
    const QJsonArray result = get(QJsonDocument::fromJson(body).object(), {"data"_L1, "result"_L1}).toArray();
    return result.isEmpty() ? -1 : result.first().toObject().value("value"_L1).toArray().at(1).toString().toDouble();
}

void setStatus(World &world, const QString &service, QLatin1String field, const QJsonValue &value)
{
    Cluster &cluster = *world.cluster(u"prod-eu-1"_s);
    const QString key = ObjectStore::key(nameSpace(), service);
    QJsonObject object = *cluster.store().find(u"rollouts"_s, key);
    set(object, {"status"_L1, field}, value);
    cluster.store().put(u"rollouts"_s, object);
    cluster.touch(u"rollouts"_s, key);
}

Fault fault(const QString &version)
{
    Fault made;
    made.id = u"f"_s;
    made.service = u"search"_s;
    made.version = version;
    made.ratio = 0.5;
    return made;
}

} // namespace

class TestSandboxWorld : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameSeedSameBytes()
    {
        const auto one = company(7, true);
        const auto two = company(7, true);
        QCOMPARE(digest(everything(*one)), digest(everything(*two)));
        // However the time is cut, and whatever is asked in between.
        one->runFor(3 * kMinute);
        for (int i = 0; i < 3 * 60 * 4; ++i) {
            two->runFor(250);
            if (i % 100 == 0)
                (void)everything(*two);
        }
        QCOMPARE(one->deploy(u"payments"_s, u"prod-us-1"_s, u"2.20.0"_s), QString());
        QCOMPARE(two->deploy(u"payments"_s, u"prod-us-1"_s, u"2.20.0"_s), QString());
        one->runFor(kMinute);
        two->runFor(kMinute);
        const QByteArray a = everything(*one);
        const QByteArray b = everything(*two);
        QVERIFY(a.contains("2.20.0"));
        QCOMPARE(digest(a), digest(b));
    }

    void anotherSeedAnotherCompany()
    {
        const auto one = company(7, true);
        const auto other = company(8, true);
        QVERIFY(everything(*one) != everything(*other));
    }

    void aFaultStaysUntilItsVersionGoes()
    {
        const auto world = company(3, false);
        world->faults().add(fault(u"1.44.0"_s));
        world->runFor(2 * kMinute);
        const double usual = errors(*world, u"search"_s);
        QVERIFY2(usual >= 0 && usual < 0.02, qPrintable(QString::number(usual)));
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.44.0"_s), QString());
        world->runFor(3 * kMinute);
        const double during = errors(*world, u"search"_s);
        QVERIFY2(during > 0.03, qPrintable(QString::number(during))); // half of the canary's 10 %

        // Time alone, another service, another cell and the same service elsewhere change nothing.
        world->runFor(2 * kMinute);
        QCOMPARE(world->deploy(u"media-resizer"_s, u"prod-eu-1"_s, u"0.9.8"_s), QString());
        QCOMPARE(world->deploy(u"search"_s, u"prod-us-1"_s, u"1.42.0"_s), QString());
        world->runFor(3 * kMinute);
        QVERIFY2(errors(*world, u"search"_s) > 0.03, qPrintable(QString::number(errors(*world, u"search"_s))));
        QVERIFY(errors(*world, u"search"_s, u"us-1"_s) < 0.02);

        setStatus(*world, u"search"_s, "abort"_L1, true);
        world->runFor(3 * kMinute);
        QVERIFY2(errors(*world, u"search"_s) < 0.02, qPrintable(QString::number(errors(*world, u"search"_s))));

        // The version is as bad as it was when it comes back.
        setStatus(*world, u"search"_s, "abort"_L1, false);
        world->runFor(3 * kMinute);
        QVERIFY2(errors(*world, u"search"_s) > 0.03, qPrintable(QString::number(errors(*world, u"search"_s))));
    }

    void callersSufferWithTheirDependency()
    {
        const auto world = company(3, false);
        Fault made = fault(u"2.20.0"_s);
        made.service = u"payments"_s;
        made.ratio = 0.9;
        world->faults().add(made);
        QCOMPARE(world->deploy(u"payments"_s, u"prod-eu-1"_s, u"2.20.0"_s), QString());
        world->runFor(4 * kMinute);
        const double caller = errors(*world, u"checkout"_s);
        QVERIFY2(caller > 0.015, qPrintable(QString::number(caller)));
        // Rolling the caller back is rolling the wrong service back.
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.7.0"_s), QString());
        world->runFor(4 * kMinute);
        QVERIFY2(errors(*world, u"checkout"_s) > 0.015, qPrintable(QString::number(errors(*world, u"checkout"_s))));
        setStatus(*world, u"payments"_s, "abort"_L1, true);
        world->runFor(3 * kMinute);
        QVERIFY2(errors(*world, u"checkout"_s) < 0.01, qPrintable(QString::number(errors(*world, u"checkout"_s))));
    }

    void aFlagCarriesAFault()
    {
        const auto world = company(3, false);
        Fault made = fault({});
        made.flag = u"new-ranking"_s;
        world->faults().add(made);
        world->runFor(2 * kMinute);
        QVERIFY(errors(*world, u"search"_s) < 0.02);
        world->flags().set(u"new-ranking"_s, true);
        world->runFor(2 * kMinute);
        QVERIFY(errors(*world, u"search"_s) > 0.4);
        // Another version has the same flag.
        QCOMPARE(world->deploy(u"search"_s, u"prod-eu-1"_s, u"1.42.0"_s), QString());
        world->runFor(3 * kMinute);
        QVERIFY(errors(*world, u"search"_s) > 0.4);
        world->flags().set(u"new-ranking"_s, false);
        world->runFor(2 * kMinute);
        QVERIFY(errors(*world, u"search"_s) < 0.02);
    }

    void aSettingCarriesAFault()
    {
        const auto world = company(3, false);
        Fault made = fault({});
        made.configKey = u"pool_size"_s;
        made.configValue = u"2"_s;
        world->faults().add(made);
        QCOMPARE(world->setConfig(u"search-config"_s, u"prod-eu-1"_s, u"pool_size"_s, u"2"_s), QString());
        world->runFor(2 * kMinute);
        QVERIFY(errors(*world, u"search"_s) > 0.4);
        QVERIFY(errors(*world, u"search"_s, u"us-1"_s) < 0.02);
        QCOMPARE(world->setConfig(u"search-config"_s, u"prod-eu-1"_s, u"pool_size"_s, u"32"_s), QString());
        world->runFor(2 * kMinute);
        QVERIFY(errors(*world, u"search"_s) < 0.02);
    }

    void unknownNamesAreErrors()
    {
        const auto world = company(3, false);
        QVERIFY(world->deploy(u"nothing"_s, u"prod-eu-1"_s, u"1"_s).contains(u"nothing"_s));
        QVERIFY(world->deploy(u"search"_s, u"mars"_s, u"1"_s).contains(u"mars"_s));
        QVERIFY(world->setConfig(u"nothing"_s, u"prod-eu-1"_s, u"a"_s, u"b"_s).contains(u"nothing"_s));
    }
};

QTEST_GUILESS_MAIN(TestSandboxWorld)
#include "tst_world.moc"
