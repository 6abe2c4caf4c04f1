// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/firstsignals.h"
#include "models/workspace/firstworkspace.h"

#include <QTest>

using namespace astern;

class TestFirstWorkspace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void where_data();
    void where();
    void quoting_data();
    void quoting();
    void groups_data();
    void groups();
    void signalsOnlyWhereTheyAreAnswered_data();
    void signalsOnlyWhereTheyAreAnswered();
    void strangeNames();
    void nothing();
};

namespace {

FoundWorkload workload(const char *ns, const char *name, WorkloadKind kind = WorkloadKind::Deployment,
                       const char *label = "", const char *runs = "")
{
    FoundWorkload made;
    made.kind = kind;
    made.ns = QString::fromLatin1(ns);
    made.name = QString::fromLatin1(name);
    if (*label)
        made.labels.insert(QStringLiteral("app.kubernetes.io/name"), QString::fromLatin1(label));
    made.runs = QString::fromLatin1(runs);
    return made;
}

Found found(const QList<FoundContext> &contexts)
{
    return {.name = QStringLiteral("shop"),
            .kubeconfig = QStringLiteral("/home/jo/.kube/config"),
            .contexts = contexts,
            .prometheus = {},
            .prometheusType = QStringLiteral("victoriametrics"),
            .metrics = {}};
}

// What the reader makes of it: "web@prod/eu=prod-eu-deployments/deployment/shop/web", one a place.
QStringList placesOf(const FirstWorkspace &first)
{
    const WorkspaceReading reading = readWorkspaceText(first.yaml, QStringLiteral("/shop"));
    QStringList places;
    for (const WorkspaceIssue &issue : reading.issues)
        places.append(issue.toString());
    for (const Placement &place : reading.workspace.value_or(Workspace{}).placements())
        places.append(place.key() + QLatin1Char('=') + place.object.key());
    return places;
}

constexpr auto kRollout = WorkloadKind::ArgoRollout;

} // namespace

void TestFirstWorkspace::where_data()
{
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("rest");
    const auto row = [](const char *name, const char *environment, const char *rest) {
        QTest::newRow(name) << QString::fromLatin1(environment) << QString::fromLatin1(rest);
    };
    row("prod-eu-1", "prod", "eu-1");
    row("shop-production", "prod", "shop");
    row("PROD", "prod", "");
    row("eu-stg-2", "staging", "eu-2");
    row("pre-prod-eu", "staging", "eu");
    row("preprod", "staging", "");
    row("nonprod", "", "nonprod");
    row("non-prod-eu", "nonprod", "eu");
    row("product-api", "", "product-api");
    row("kind-shop", "", "kind-shop");
    row("arn:aws:eks:eu-west-1:1234:cluster/shop-prod", "prod", "shop");
    row("gke_project_europe-west1_live", "prod", "gke-project-europe-west1");
    row("", "", "");
}

void TestFirstWorkspace::where()
{
    QFETCH(QString, environment);
    QFETCH(QString, rest);
    const WhereGuess guess = guessWhere(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(guess.environment, environment);
    QCOMPARE(guess.rest, rest);
}

void TestFirstWorkspace::quoting_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"plain", "a b", "true",  "No",          "1",           "0x1",   "1e3",        "a: b", "- a",
          "#a",    "{x}", "\"q\"", "back\\slash", "line\nbreak", "tab\t", "~",          "null", "*a",
          "&a",    "!!x", "a#b",   "a,b",         "é",           "%",     "2026-01-01", ""})
        QTest::newRow(text) << QString::fromUtf8(text);
}

// Whatever a cluster calls its things, the reader gets that text and nothing else.
void TestFirstWorkspace::quoting()
{
    QFETCH(QString, text);
    const QByteArray yaml =
        "astern: workspace/v1\nname: a\nservices: {web: {owner: " + yamlText(text).toUtf8() + "}}\n";
    const WorkspaceReading reading = readWorkspaceText(yaml, QStringLiteral("/"));
    QVERIFY2(reading.workspace, yaml.constData());
    QCOMPARE(reading.workspace->services.constFirst().owner, text);
}

void TestFirstWorkspace::groups_data()
{
    QTest::addColumn<QList<FoundContext>>("contexts");
    QTest::addColumn<QStringList>("places");
    const auto context = [](const char *name, const QList<FoundWorkload> &workloads) {
        return FoundContext{QString::fromLatin1(name), workloads, true};
    };
    const auto row = [](const char *name, const QList<FoundContext> &contexts, const QList<const char *> &places) {
        QStringList wanted;
        for (const char *place : places)
            wanted.append(QString::fromLatin1(place));
        QTest::newRow(name) << contexts << wanted;
    };
    row("one service over cells",
        {context("prod-eu", {workload("shop", "web")}), context("prod-us", {workload("shop", "web")})},
        {"web@prod/eu=prod-eu-deployments/deployment/shop/web", "web@prod/us=prod-us-deployments/deployment/shop/web"});
    row("environments are namespaces", {context("shop", {workload("web-prod", "web"), workload("web-staging", "web")})},
        {"web@prod/shop=shop-deployments/deployment/web-prod/web",
         "web@staging/shop=shop-deployments/deployment/web-staging/web"});
    row("the namespace is nearer", {context("prod-eu", {workload("shop-staging", "web")})},
        {"web@staging/eu=prod-eu-deployments/deployment/shop-staging/web"});
    row("by label", {context("prod-eu", {workload("shop", "web-v2", WorkloadKind::Deployment, "web")})},
        {"web@prod/eu=prod-eu-deployments/deployment/shop/web-v2"});
    row("a label that two share",
        {context("prod-eu", {workload("shop", "web-api", WorkloadKind::Deployment, "web"),
                             workload("shop", "web-job", WorkloadKind::Deployment, "web")})},
        {"web-api@prod/eu=prod-eu-deployments/deployment/shop/web-api",
         "web-job@prod/eu=prod-eu-deployments/deployment/shop/web-job"});
    row("two namespaces of one cell", {context("prod-eu", {workload("a", "web"), workload("b", "web")})},
        {"web@prod/eu-a=prod-eu-deployments/deployment/a/web", "web@prod/eu-b=prod-eu-deployments/deployment/b/web"});
    row("a Rollout before the Deployment of its name",
        {context("prod-eu", {workload("shop", "web"), workload("shop", "web", kRollout)})},
        {"web@prod/eu=prod-eu-rollouts/rollout/shop/web"});
    row("a Rollout that runs a Deployment's pods",
        {context("prod-eu", {workload("shop", "web-pods"), workload("shop", "web", kRollout, "", "web-pods")})},
        {"web@prod/eu=prod-eu-rollouts/rollout/shop/web"});
    row("no word for it", {context("kind-shop", {workload("default", "web")})},
        {"web@unnamed/kind-shop=kind-shop-deployments/deployment/default/web"});
    row("one label, two kinds", {context("prod-eu", {workload("shop", "a", kRollout, "web"), workload("shop", "b")})},
        {"b@prod/eu=prod-eu-deployments/deployment/shop/b", "web@prod/eu=prod-eu-rollouts/rollout/shop/a"});
}

void TestFirstWorkspace::groups()
{
    QFETCH(QList<FoundContext>, contexts);
    QFETCH(QStringList, places);
    const FirstWorkspace first = firstWorkspace(found(contexts));
    QCOMPARE(placesOf(first), places);
    QCOMPARE(first.places, int(places.size()));
    QVERIFY(first.yaml.contains("# CHECK"));
    QVERIFY(!first.yaml.contains("protected: true\n"));
}

void TestFirstWorkspace::signalsOnlyWhereTheyAreAnswered_data()
{
    QTest::addColumn<QList<FoundMetric>>("metrics");
    QTest::addColumn<QString>("ids"); // signals of web
    QTest::addColumn<QString>("doubt");
    using Labels = QMap<QString, QString>;
    const auto series = [](std::initializer_list<std::pair<const char *, const char *>> labels) {
        Labels made;
        for (const auto &[name, value] : labels)
            made.insert(QString::fromLatin1(name), QString::fromLatin1(value));
        return made;
    };
    const QString total = QStringLiteral("http_requests_total");
    const QString buckets = QStringLiteral("http_request_duration_seconds_bucket");
    const auto row = [](const char *name, const QList<FoundMetric> &metrics, const char *ids, const char *doubt) {
        QTest::newRow(name) << metrics << QString::fromLatin1(ids) << QString::fromLatin1(doubt);
    };
    row("nothing", {}, "", "no known metric");
    row("another service", {{total, {series({{"service", "cart"}, {"status", "200"}})}}}, "", "no known metric");
    row("one place missing", {{total, {series({{"service", "web"}, {"cell", "eu"}, {"status", "200"}})}}}, "",
        "do not tell its places apart");
    row("places mixed", {{total, {series({{"service", "web"}, {"status", "200"}})}}}, "",
        "do not tell its places apart");
    const QList<Labels> both{series({{"app", "web"}, {"cell", "eu"}, {"code", "200"}}),
                             series({{"app", "web"}, {"cell", "us"}, {"code", "503"}})};
    row("by cell", {{total, both}}, "errors requests", "no label");
    row("words for a status",
        {{total,
          {series({{"app", "web"}, {"cell", "eu"}, {"status", "ok"}}),
           series({{"app", "web"}, {"cell", "us"}, {"status", "ok"}})}}},
        "requests", "no label");
    row("with a histogram",
        {{total, both},
         {buckets,
          {series({{"app", "web"}, {"cell", "eu"}, {"le", "0.25"}}),
           series({{"app", "web"}, {"cell", "eu"}, {"le", "1"}}),
           series({{"app", "web"}, {"cell", "us"}, {"le", "+Inf"}})}}},
        "errors slow requests", "no label");
    row("with hashes",
        {{total,
          {series({{"service", "web"}, {"cell", "eu"}, {"status", "200"}, {"pod_template_hash", "abc"}}),
           series({{"service", "web"}, {"cell", "us"}, {"status", "200"}, {"pod_template_hash", "abc"}})}}},
        "errors requests", "");
}

void TestFirstWorkspace::signalsOnlyWhereTheyAreAnswered()
{
    QFETCH(QList<FoundMetric>, metrics);
    QFETCH(QString, ids);
    QFETCH(QString, doubt);
    Found all = found({{QStringLiteral("prod-eu"), {workload("shop", "web")}, true},
                       {QStringLiteral("prod-us"), {workload("shop", "web")}, true}});
    all.prometheus = QStringLiteral("https://prom.example");
    all.metrics = metrics;
    const FirstWorkspace first = firstWorkspace(all);
    const WorkspaceReading reading = readWorkspaceText(first.yaml, QStringLiteral("/shop"));
    QVERIFY2(reading.workspace, first.yaml.constData());
    QCOMPARE(reading.workspace->backend(QStringLiteral("prom"))->type, QStringLiteral("victoriametrics"));
    const ServiceConfig *web = reading.workspace->service(QStringLiteral("web"));
    QVERIFY(web);
    QStringList found;
    for (const SignalSpec &spec : web->signalSpecs) {
        found.append(spec.id);
        QVERIFY(!spec.hasLimit());
        if (spec.id == QLatin1String("slow"))
            QCOMPARE(spec.overSeconds, 0.25); // a bound that the histogram has
    }
    QCOMPARE(found.join(QLatin1Char(' ')), ids);
    QCOMPARE(first.measured, ids.isEmpty() ? 0 : 1);
    QVERIFY2(first.doubts.join(QLatin1Char('\n')).contains(doubt), qPrintable(first.doubts.join(QLatin1Char('\n'))));
    if (QByteArray(QTest::currentDataTag()) == "with hashes") {
        QCOMPARE(web->newLabels.value(QStringLiteral("pod_template_hash")), QStringLiteral("{hash}"));
        QVERIFY(first.doubts.isEmpty());
    }
}

// Labels and names are whatever somebody typed into a cluster.
void TestFirstWorkspace::strangeNames()
{
    FoundWorkload strange = workload("shop", "web");
    strange.labels = {{QStringLiteral("app.kubernetes.io/name"), QStringLiteral("a: b\n- c")},
                      {QStringLiteral("app.kubernetes.io/part-of"), QStringLiteral("x\nname: evil")}};
    Found all = found({{QStringLiteral("a b\"c\n: #{d}"), {strange}, true}});
    all.name = QStringLiteral("true");
    const FirstWorkspace first = firstWorkspace(all);
    const WorkspaceReading reading = readWorkspaceText(first.yaml, QStringLiteral("/shop"));
    QVERIFY2(reading.workspace, first.yaml.constData());
    QCOMPARE(reading.workspace->name, QStringLiteral("true"));
    QCOMPARE(reading.workspace->services.size(), 1);
    QCOMPARE(reading.workspace->services.first().id, QStringLiteral("web"));
    QCOMPARE(reading.workspace->backends.first().context, QStringLiteral("a b\"c\n: #{d}"));
}

void TestFirstWorkspace::nothing()
{
    const FirstWorkspace first = firstWorkspace(found({{QStringLiteral("prod"), {}, true}}));
    QVERIFY(readWorkspaceText(first.yaml, QStringLiteral("/shop")).workspace);
    QCOMPARE(first.services, 0);
    QVERIFY(!first.doubts.isEmpty());
}

QTEST_GUILESS_MAIN(TestFirstWorkspace)
#include "tst_first.moc"
