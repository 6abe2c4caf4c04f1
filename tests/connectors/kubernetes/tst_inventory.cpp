// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeinventory.h"
#include "tests/connectors/kubernetes/kubetest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

// What `discover` reads of a cluster: from captures of real servers, and where something is refused or not there.
class TestInventory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void captures_data();
    void captures();
    void malformed_data();
    void malformed();
    void pages();
    void onlyTheNamespaceOfTheContext();
    void withoutArgo();
    void nothingAtAll();
};

namespace {

constexpr auto kRollouts = "/apis/argoproj.io/v1alpha1/rollouts";
constexpr auto kDeployments = "/apis/apps/v1/deployments";

Result<Inventory> look(const FakeServer &server)
{
    BackendConfig config = configFor(server);
    const Result<KubeAccess> access = openKubeAccess(config, {});
    if (!access)
        return access.error();
    KubeAccess once = *access;
    once.http.retry = {{}}; // no second try: these answers stay the same
    KubeInventory inventory(once, QStringLiteral("prod-eu"));
    std::optional<Result<Inventory>> answer;
    inventory.start([&](const Result<Inventory> &result) { answer = result; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 30'000); }();
    return answer.value_or(Error{});
}

QStringList names(const QList<FoundWorkload> &all)
{
    QStringList list;
    for (const FoundWorkload &workload : all)
        list.append(workload.ns + QLatin1Char('/') + workload.name);
    return list;
}

} // namespace

void TestInventory::captures_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("argo");
    QTest::newRow("deployments") << QStringLiteral("k8s-deployments.json") << false;
    QTest::newRow("rollouts") << QStringLiteral("argo-rollouts.json") << true;
}

void TestInventory::captures()
{
    QFETCH(QString, file);
    QFETCH(bool, argo);
    const QByteArray body = capture(file);
    const Result<InventoryPage> page =
        readInventoryPage(body, argo ? WorkloadKind::ArgoRollout : WorkloadKind::Deployment);
    QVERIFY(page.ok());
    const QJsonArray items = QJsonDocument::fromJson(body).object().value(QLatin1String("items")).toArray();
    QVERIFY(!items.isEmpty());
    QCOMPARE(page->workloads.size(), items.size());
    QCOMPARE(page->strange, 0);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject metadata = items.at(i).toObject().value(QLatin1String("metadata")).toObject();
        QCOMPARE(page->workloads.at(i).name, metadata.value(QLatin1String("name")).toString());
        QCOMPARE(page->workloads.at(i).ns, metadata.value(QLatin1String("namespace")).toString());
    }
    // And what is made of them is a workspace.
    Found found;
    found.name = QStringLiteral("shop");
    found.kubeconfig = QStringLiteral("/kube/config");
    found.contexts = {{QStringLiteral("prod-eu"), page->workloads, true}};
    const FirstWorkspace first = firstWorkspace(found);
    const WorkspaceReading reading = readWorkspaceText(first.yaml, QStringLiteral("/shop"));
    QVERIFY2(reading.workspace, first.yaml.constData());
    QCOMPARE(reading.workspace->placements().size(), items.size());
}

void TestInventory::malformed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("strange"); // -1: no list at all
    QTest::newRow("not json") << QByteArray("<html>") << -1;
    QTest::newRow("no items") << QByteArray("{}") << -1;
    QTest::newRow("items of another kind") << QByteArray("{\"items\": {}}") << -1;
    QTest::newRow("null") << QByteArray("{\"items\": null}") << -1;
    QTest::newRow("strange items") << QByteArray("{\"items\": [null, 1, {}, {\"metadata\": {\"name\": \"a\"}}]}") << 4;
    QTest::newRow("a number for a name") << QByteArray(
                                                "{\"items\": [{\"metadata\": {\"name\": 1, \"namespace\": \"a\"}}]}")
                                         << 1;
}

void TestInventory::malformed()
{
    QFETCH(QByteArray, body);
    QFETCH(int, strange);
    const Result<InventoryPage> page = readInventoryPage(body, WorkloadKind::Deployment);
    QCOMPARE(page.ok(), strange >= 0);
    if (page)
        QCOMPARE(page->strange, strange);
}

void TestInventory::pages()
{
    FakeServer server;
    server.on(kRollouts, FakeReply::json(emptyList("1")));
    server.handle([](const FakeRequest &request) {
        if (request.path != kDeployments)
            return FakeReply::text(404, "404 page not found");
        const bool second = query(request, "continue") == QLatin1String("a+b/c=");
        return FakeReply::json(QByteArray(R"({"metadata":{"continue":")") + (second ? "" : "a+b/c=") +
                               R"("},"items":[{"metadata":{"namespace":"shop","name":")" + (second ? "two" : "one") +
                               R"("}},{"metadata":{"namespace":"kube-system","name":"dns"}}]})");
    });
    const Result<Inventory> all = look(server);
    QVERIFY2(all.ok(), all ? "" : qPrintable(all.error().toString()));
    QCOMPARE(names(all->found.workloads), (QStringList{QStringLiteral("shop/one"), QStringLiteral("shop/two")}));
    QVERIFY(all->found.everywhere);
    QVERIFY(all->doubts.isEmpty());
}

void TestInventory::onlyTheNamespaceOfTheContext()
{
    FakeServer server;
    for (const char *path : {kRollouts, kDeployments})
        server.on(path, FakeReply::json(status(403, "Forbidden", "may not list"), 403));
    server.on("/apis/argoproj.io/v1alpha1/namespaces/default/rollouts", FakeReply::json(emptyList("1")));
    server.on("/apis/apps/v1/namespaces/default/deployments",
              FakeReply::json(R"({"metadata":{},"items":[{"metadata":{"namespace":"default","name":"web"}}]})"));
    const Result<Inventory> all = look(server);
    QVERIFY2(all.ok(), all ? "" : qPrintable(all.error().toString()));
    QCOMPARE(names(all->found.workloads), QStringList{QStringLiteral("default/web")});
    QVERIFY(!all->found.everywhere);
    QCOMPARE(all->doubts.size(), 2);
    QVERIFY(all->doubts.first().contains(QStringLiteral("only default")));
}

void TestInventory::withoutArgo()
{
    FakeServer server; // a path that is not there gets a plain 404
    server.on(kDeployments, FakeReply::json(emptyList("1")));
    const Result<Inventory> all = look(server);
    QVERIFY(all.ok());
    QVERIFY(!all->rolloutsServed);
    QVERIFY(all->doubts.isEmpty());
}

void TestInventory::nothingAtAll()
{
    FakeServer server;
    for (const char *path : {kRollouts, kDeployments})
        server.on(path, FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401));
    const Result<Inventory> all = look(server);
    QVERIFY(!all.ok());
    QVERIFY(!all.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(TestInventory)
#include "tst_inventory.moc"
