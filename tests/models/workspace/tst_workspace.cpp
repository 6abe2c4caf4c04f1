// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/units.h"
#include "models/workspace/workspace.h"

#include "models/workspace/secretref.h"
#include "tests/support/places.h"
#include <QTemporaryDir>

#include <QTest>

using namespace astern;

// Before the raw string below, which moc takes for the end of the file.
class TestWorkspace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sampleReads();
    void valuesArrive();
    void flagsAndConfigs();
    void defaults();
    void issues_data();
    void issues();
    void limits_data();
    void limits();
    void allAtOnce();
    void protection();
    void missingFile();
    void units_data();
    void units();
};

namespace {

// The smallest workspace with everything in it that a rule can break; rows replace parts of it.
const QByteArray kBase = R"(astern: workspace/v1
name: shop
backends:
  argo: {type: argo-rollouts, namespaces: [shop]}
  k8s: {type: kubernetes, kubeconfig: kube/config, context: eu}
  prom: {type: prometheus, url: "https://prom.example", poll: 5s}
environments:
  staging: {cells: [eu-1]}
  prod: {cells: [eu-1, us-1], protected: true}
services:
  checkout:
    rollouts:
      - {environment: prod, cell: eu-1, backend: argo, name: checkout}
    signals:
      errors: {kind: events, total: {source: prom, series: a_total}, bad: {source: prom, series: a_total, where: {status: "5xx"}}, limit: {above: 1%}}
      orders: {kind: counter, value: {source: prom, series: orders_total}, per: 1m, limit: {below: 40}}
      heap: {kind: gauge, series: {source: prom, series: heap_bytes}, unit: MiB}
)";

WorkspaceReading readText(const QByteArray &text)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("astern.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write the workspace");
    file.close();
    return readWorkspace(folder.path());
}

QString all(const WorkspaceReading &reading)
{
    QStringList lines;
    for (const WorkspaceIssue &issue : reading.issues)
        lines.append(issue.toString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void TestWorkspace::sampleReads()
{
    const WorkspaceReading reading = readWorkspace(test::sourcePath("resources/workspaces/sample"));
    QCOMPARE(all(reading), QString());
    QVERIFY(reading.workspace);
    const Workspace &workspace = *reading.workspace;
    QCOMPARE(workspace.name, QStringLiteral("shop"));
    QCOMPARE(workspace.backends.size(), 5);
    QCOMPARE(workspace.backend(QStringLiteral("alerts"))->type, QStringLiteral("alertmanager"));
    QCOMPARE(workspace.placements().size(), 1);
    const Placement placement = workspace.placements().first();
    QCOMPARE(placement.key(), QStringLiteral("checkout@prod/eu-1"));
    QCOMPARE(placement.where(), QStringLiteral("prod/eu-1"));
    QCOMPARE(placement.object.key(), QStringLiteral("prod-eu/rollout/shop/checkout"));
    QVERIFY(workspace.environment(placement.environment)->isProtected);
    const ServiceConfig *checkout = workspace.service(QStringLiteral("checkout"));
    QVERIFY(checkout);
    QCOMPARE(checkout->newLabels.value(QStringLiteral("rollouts_pod_template_hash")), QStringLiteral("{hash}"));
    QCOMPARE(checkout->links.value(QStringLiteral("dashboard")),
             QStringLiteral("https://grafana.shop.example/d/checkout"));
    QCOMPARE(checkout->links.size(), 2);
    QCOMPARE(checkout->signalSpecs.size(), 2);
    QCOMPARE(checkout->signalSpecs.at(0).limitAbove, std::optional(0.01));
    QCOMPARE(checkout->signalSpecs.at(1).overSeconds, 0.3);
    QCOMPARE(checkout->signalSpecs.at(1).histogram.series, QStringLiteral("http_request_duration_seconds"));
    // Later keys say so, instead of being lost in silence.
    QStringList ignored;
    for (const IgnoredKey &key : workspace.ignored)
        ignored.append(key.what);
    for (const char *key : {"backends.registry", "services.checkout.artifact"})
        QVERIFY2(ignored.contains(QLatin1String(key)), key);
    QCOMPARE(ignored.size(), 2);
    // Where the log goes beyond this machine.
    const JournalConfig &journal = workspace.journal;
    QCOMPARE(journal.team.host, QStringLiteral("db.shop.example"));
    QCOMPARE(journal.team.cert.text, QStringLiteral("${env:ASTERN_CERT}"));
    QCOMPARE(journal.domain, QStringLiteral("shop.example"));
    QCOMPARE(journal.keepOpeningsDays, 1095);
    QCOMPARE(journal.sinks.size(), 3);
    QCOMPARE(journal.sink(QStringLiteral("siem"))->where(), QStringLiteral("logs.shop.example:6514"));
    QVERIFY(journal.sink(QStringLiteral("siem"))->connection.caFile.endsWith(QStringLiteral("/sample/ca.pem")));
    QCOMPARE(journal.sink(QStringLiteral("otel"))->where(), QStringLiteral("https://otel.shop.example/v1/logs"));
    QVERIFY(journal.sink(QStringLiteral("otel"))->redact == Redaction::Pseudonym);
    QCOMPARE(journal.sink(QStringLiteral("vault"))->path, QStringLiteral("/media/vault/shop.ndjson"));
    QVERIFY(journal.need(LogAction::Promotion, QStringLiteral("staging")) == JournalLevel::Local);
    QVERIFY(journal.need(LogAction::Promotion, QStringLiteral("prod")) == JournalLevel::Shared);
    QCOMPARE(checkout->hosts.value(Role::New), QStringLiteral("canary.checkout.shop.example"));
    QCOMPARE(checkout->hosts.value(Role::Stable), QStringLiteral("checkout.shop.example"));
    QVERIFY(!checkout->hosts.contains(Role::All));
    // What can be done before a rollback.
    const BackendConfig *flags = workspace.backend(QStringLiteral("unleash"));
    QCOMPARE(flags->token.text, QStringLiteral("${keychain:unleash}"));
    QCOMPARE(flags->flagEnvironmentOf(QStringLiteral("prod")), QStringLiteral("production"));
    QCOMPARE(flags->pollMs, 15'000);
    QCOMPARE(checkout->flags.size(), 1);
    QCOMPARE(checkout->flags.first().backend, QStringLiteral("unleash"));
    QCOMPARE(checkout->flags.first().project, QStringLiteral("default"));
    QCOMPARE(checkout->flags.first().name, QStringLiteral("new-checkout-flow"));
    QCOMPARE(checkout->configs.size(), 1);
    QCOMPARE(checkout->configs.first().name, QStringLiteral("checkout-config"));
    QCOMPARE(checkout->configs.first().backend, QStringLiteral("k8s"));
    QCOMPARE(checkout->configs.first().safe, QStringLiteral("sha256:9f31"));
    QVERIFY(keychainUses(workspace).contains({QStringLiteral("unleash"), {QStringLiteral("unleash")}}));
}

void TestWorkspace::valuesArrive()
{
    const WorkspaceReading reading = readText(kBase);
    QCOMPARE(all(reading), QString());
    const Workspace &workspace = *reading.workspace;
    QCOMPARE(workspace.backend(QStringLiteral("k8s"))->kubeconfig, workspace.folder + QStringLiteral("/kube/config"));
    QCOMPARE(workspace.backend(QStringLiteral("prom"))->pollMs, 5000);
    QCOMPARE(workspace.backend(QStringLiteral("argo"))->at.toString(), QStringLiteral("astern.yaml:4:3"));
    const ServiceConfig *checkout = workspace.service(QStringLiteral("checkout"));
    QCOMPARE(checkout->placements.first().object.ns, QStringLiteral("shop")); // the backend's only one
    const QList<SignalSpec> &specs = checkout->signalSpecs;
    QCOMPARE(specs.size(), 3);
    QCOMPARE(specs.at(0).id, QStringLiteral("errors"));
    QCOMPARE(specs.at(0).title, QStringLiteral("Errors"));
    QCOMPARE(specs.at(0).unit, QStringLiteral("%"));
    QCOMPARE(specs.at(0).bad.where.value(QStringLiteral("status")), QStringLiteral("5xx"));
    QCOMPARE(specs.at(1).perSeconds, 60.0);
    QCOMPARE(specs.at(1).unit, QStringLiteral("/min"));
    QCOMPARE(specs.at(1).limitBelow, std::optional(40.0));
    QCOMPARE(specs.at(1).better, SignalSpec::Better::Higher);
    QCOMPARE(specs.at(2).unit, QStringLiteral("MiB"));
    QCOMPARE(specs.at(2).kind, SignalSpec::Kind::Gauge);
}

void TestWorkspace::flagsAndConfigs()
{
    QByteArray text = kBase;
    text.replace("  k8s: {",
                 "  flags: {type: unleash, url: \"https://flags.example\", environments: {prod: production}}\n"
                 "  k8s: {");
    text.replace("    signals:\n", "    flags:\n"
                                   "      - {backend: flags, names: [a, b]}\n"
                                   "      - {backend: flags, project: other, names: [a]}\n"
                                   "    config: [{id: checkout-config, environment: prod}]\n"
                                   "    signals:\n");
    const WorkspaceReading reading = readText(text);
    QCOMPARE(all(reading), QString());
    const Workspace &workspace = *reading.workspace;
    const ServiceConfig *checkout = workspace.service(QStringLiteral("checkout"));
    QCOMPARE(checkout->flags.size(), 3);
    QCOMPARE(checkout->flags.last().project, QStringLiteral("other"));
    // An environment that the map does not name has no flags there.
    QCOMPARE(workspace.backend(QStringLiteral("flags"))->flagEnvironmentOf(QStringLiteral("prod")),
             QStringLiteral("production"));
    QCOMPARE(workspace.backend(QStringLiteral("flags"))->flagEnvironmentOf(QStringLiteral("staging")), QString());
    QCOMPARE(BackendConfig().flagEnvironmentOf(QStringLiteral("staging")), QStringLiteral("staging"));
    const ConfigUse &config = checkout->configs.first();
    QCOMPARE(config.name, QStringLiteral("checkout-config"));
    QVERIFY(config.backend.isEmpty() && config.ns.isEmpty() && config.safe.isEmpty()); // where the place is
    QCOMPARE(config.environment, QStringLiteral("prod"));
}

void TestWorkspace::defaults()
{
    QByteArray text = kBase;
    text.replace("environment: prod, cell: eu-1, backend: argo, name: checkout", "environment: staging, backend: k8s");
    const WorkspaceReading reading = readText(text);
    QCOMPARE(all(reading), QString());
    const Placement placement = reading.workspace->placements().first();
    QCOMPARE(placement.cell, QStringLiteral("eu-1"));
    QCOMPARE(placement.where(), QStringLiteral("staging"));
    QCOMPARE(placement.object, (ObjectRef{QStringLiteral("k8s"), WorkloadKind::Deployment, QStringLiteral("default"),
                                          QStringLiteral("checkout")}));
}

void TestWorkspace::issues_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("at"); // first occurrence in the changed file
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("nearest");
    const auto row = [](const char *name, const char *from, const char *to, const char *where, const char *code,
                        const char *nearest = "") {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(where) << QString::fromLatin1(code)
                            << QString::fromUtf8(nearest);
    };
    row("unknown key", "protected: true", "protceted: true", "protceted", "W-KEY", "protected");
    row("unknown top key", "environments:", "enviroments:", "enviroments", "W-KEY", "environments");
    row("column counts characters", "name: shop\n", "name: shop # \xc3\xa9\xc3\xa9\nbckends2: \"\xc3\xa9\"\n",
        "bckends2", "W-KEY");
    row("column after umlauts", "{type: prometheus, url", "{context: \"\xc3\xa9\xc3\xa9\", type: prometheus, url",
        "context: \"\xc3", "W-KEY");
    row("version", "workspace/v1", "workspace/v9", "workspace/v9", "W-VERSION", "workspace/v1");
    row("no name", "name: shop\n", "", "astern:", "W-MISSING");
    row("backend type", "type: prometheus", "type: promtheus", "promtheus", "W-VALUE", "prometheus");
    row("tenant of a cluster", "type: prometheus, url: \"https://prom.example\"",
        "type: victoriametrics, tenant: shop, url: \"https://prom.example\"", "shop, url", "W-VALUE");
    row("tenant said twice", "type: prometheus, url: \"https://prom.example\"",
        "type: victoriametrics, tenant: 7, url: \"https://prom.example/select/0/prometheus\"", "7, url", "W-VALUE");
    row("tenant of another server", "poll: 5s", "tenant: 7", "tenant: 7", "W-KEY");
    row("backend without a type", "type: kubernetes, ", "", "{kubeconfig", "W-MISSING");
    row("unknown backend", "backend: argo", "backend: arog", "arog", "W-REF", "argo");
    row("monitoring as delivery", "backend: argo", "backend: prom", "prom, name", "W-REF");
    row("unknown environment", "environment: prod", "environment: prdo", "prdo", "W-REF", "prod");
    row("unknown cell", "cell: eu-1, backend", "cell: eu-2, backend", "eu-2", "W-REF", "eu-1");
    row("cell is needed", "cell: eu-1, backend", "backend", "{environment", "W-MISSING");
    row("unknown namespace", "backend: argo,", "backend: argo, namespace: shpo,", "shpo", "W-REF", "shop");
    row("name goes into an address", "name: checkout}", "name: ../admin}", "../admin", "W-VALUE");
    row("alerts of everybody", "    signals:\n", "    alerts: {match: {}}\n    signals:\n", "{}}\n    signals",
        "W-VALUE");
    row("alerts of a version", "    signals:\n", "    alerts: {match: {pod: \"{hash}\"}}\n    signals:\n", "{pod",
        "W-VALUE", "");
    row("host with a path", "    signals:\n", "    hosts: {new: shop.example/health}\n    signals:\n", "shop.example/",
        "W-VALUE");
    row("host of an unknown role", "    signals:\n", "    hosts: {canary: shop.example}\n    signals:\n",
        "canary:", "W-KEY");
    row("host of nothing known", "    signals:\n", "    hosts: {new: \"{pod}.example\"}\n    signals:\n", "{new",
        "W-VALUE", "");
    row("alert manager as source", "type: prometheus, url", "type: alertmanager, url", "prom, series: a_total}, bad",
        "W-REF");
    row("unknown source", "total: {source: prom", "total: {source: pron", "pron", "W-REF", "prom");
    row("two sources", "bad: {source: prom", "bad: {source: argo", "argo, series", "W-REF");
    row("unknown signal kind", "kind: gauge", "kind: gague", "gague", "W-VALUE", "gauge");
    row("signal kind of later", "kind: gauge", "kind: probe", "probe", "W-VALUE");
    row("gauge without unit", ", unit: MiB", "", "{kind: gauge", "W-MISSING");
    row("counters and histogram", "limit: {above", "histogram: {source: prom, series: h, over: 1s}, limit: {above",
        "{source: prom, series: h,", "W-VALUE");
    row("bad is missing", "bad: {source: prom, series: a_total, where: {status: \"5xx\"}}, ", "", "{kind: events",
        "W-MISSING");
    row("ratio above one", "above: 1%", "above: 5", "5}}", "W-UNIT", "5%");
    row("ratio with a unit", "above: 1%", "above: 5ms", "5ms", "W-UNIT");
    row("number with a unit", "below: 40", "below: 40/min", "40/min", "W-UNIT");
    row("limit says nothing", "{below: 40}", "{}", "{}", "W-MISSING");
    row("bare duration", "poll: 5s", "poll: 5", "5}", "W-UNIT", "5s");
    row("compound duration", "poll: 5s", "poll: 1m5s", "1m5s", "W-UNIT", "65s");
    row("duration out of range", "poll: 5s", "poll: 1ms", "1ms", "W-RANGE");
    row("text for a list", "cells: [eu-1]}", "cells: eu-1}", "eu-1}", "W-TYPE");
    row("yes is no boolean", "protected: true", "protected: yes", "yes", "W-TYPE", "true");
    row("quoted true", "protected: true", "protected: \"true\"", "\"true", "W-TYPE");
    row("list for a map", "environments:\n  staging: {cells: [eu-1]}", "environments:\n  staging: [eu-1]", "[eu-1]",
        "W-TYPE");
    row("duplicate key", "name: shop\n", "name: shop\nname: other\n", "name: other", "W-DUPLICATE-KEY");
    row("duplicate nested key", "{cells: [eu-1]}", "{cells: [eu-1], cells: [a]}", "cells: [a]", "W-DUPLICATE-KEY");
    row("anchor", "name: shop", "name: &n shop", "&n shop", "W-ALIAS");
    row("alias", "name: shop", "name: *n", "*n", "W-YAML");
    row("tag", "name: shop", "name: !!str shop", "!!str", "W-TAG");
    row("second document", "services:", "services: {}\n---\nx:", "---", "W-MULTI-DOC");
    row("not yaml", "backends:\n", "backends: [\n", "k8s:", "W-YAML");
    row("secret in the file", "poll: 5s", "auth: {bearer: hunter2}", "hunter2", "W-SECRET");
    row("nothing to sign in with", "poll: 5s", "auth: {}", "{}}\nenv", "W-VALUE");
    row("secret in the address", "https://prom", "https://jo:hunter2@prom", "\"https://jo", "W-SECRET");
    row("secret in a header", "poll: 5s", "headers: {X-Api-Token: hunter2}", "hunter2", "W-SECRET");
    row("plain http", "https://prom", "http://prom", "\"http://", "W-PLAIN-HTTP");
    row("link without https", "    signals:\n", "    links: {ci: ci.example/x}\n    signals:\n", "ci.example/x",
        "W-URL", "https://ci.example/x");
    row("link that runs something", "    signals:\n", "    links: {ci: \"javascript:alert(1)\"}\n    signals:\n",
        "\"javascript", "W-URL");
    row("link to a file", "    signals:\n", "    links: {ci: \"file:///etc/passwd\"}\n    signals:\n", "\"file",
        "W-URL");
    row("link with a password", "    signals:\n", "    links: {ci: \"https://jo:hunter2@ci.example\"}\n    signals:\n",
        "\"https://jo", "W-SECRET");
    row("links as a list", "    signals:\n", "    links: [https://ci.example]\n    signals:\n", "[https://ci",
        "W-TYPE");
    row("link without a word", "    signals:\n", "    links: {ci: {a: b}}\n    signals:\n", "{a: b}", "W-TYPE");
    row("no address", "https://prom.example", "prom.example", "\"prom.example", "W-URL");
    row("same place twice", "    signals:\n", "      - {environment: prod, cell: eu-1, backend: k8s}\n    signals:\n",
        "{environment: prod, cell: eu-1, backend: k8s", "W-DUPLICATE-ID");
    row("same object twice", "    signals:\n",
        "      - {environment: prod, cell: us-1, backend: argo, name: checkout}\n    signals:\n",
        "{environment: prod, cell: us-1", "W-DUPLICATE-ID");
    row("id with a slash", "  checkout:\n", "  check/out:\n", "check/out", "W-ID");
    row("placeholder", "    signals:\n", "    roles: {new: {hash: \"{hsah}\"}}\n    signals:\n", "{new", "W-VALUE",
        "hash");
    row("reference of a later key", "    signals:\n", "    artifact: {backend: registry}\n    signals:\n", "registry",
        "W-REF");
    row("flags of no flag server", "    signals:\n", "    flags: {backend: prom, names: [a]}\n    signals:\n",
        "prom, names", "W-REF");
    row("flags without names", "    signals:\n", "    flags: {backend: prom}\n    signals:\n", "{backend: prom}",
        "W-MISSING");
    row("bearer of a flag server", "  k8s: {",
        "  fs: {type: unleash, url: \"https://f.example\", auth: {bearer: \"${env:A}\"}}\n  k8s: {",
        "bearer: \"${env:A}", "W-KEY");
    row("token written out", "  k8s: {",
        "  fs: {type: unleash, url: \"https://f.example\", auth: {token: abc}}\n  k8s: {", "abc}", "W-SECRET");
    row("environment said twice", "  k8s: {",
        "  fs: {type: unleash, url: \"https://f.example\", environment: p, environments: {prod: q}}\n  k8s: {",
        "{prod: q}", "W-VALUE");
    row("config in no cluster", "    signals:\n", "    config: [{id: a, backend: prom}]\n    signals:\n", "prom}]",
        "W-REF");
    row("version of a config", "    signals:\n", "    config: [{id: a, safe: latest}]\n    signals:\n", "latest",
        "W-VALUE");
    row("config twice", "    signals:\n", "    config: [{id: a}, {id: a}]\n    signals:\n", "a}]", "W-ID");
    row("criticality", "    rollouts:\n", "    criticality: hihg\n    rollouts:\n", "hihg", "W-VALUE", "high");
    row("better", "kind: gauge,", "kind: gauge, better: lowr,", "lowr", "W-VALUE", "lower");
    row("time zone", "name: shop\n", "name: shop\ntime_zone: Europe/Belrin\n", "Europe/Belrin", "W-VALUE",
        "Europe/Berlin");
    row("cell of a wave", "protected: true", "waves: [[eu-1], [us-2]]", "us-2", "W-REF", "us-1");
    row("wave that is no list", "protected: true", "waves: [eu-1]", "eu-1]}\nserv", "W-TYPE");
    row("waves that are no list", "protected: true", "waves: eu-1", "eu-1}\nserv", "W-TYPE");
    row("sinks that are no list", "name: shop\n", "name: shop\njournal: {sinks: siem}\n", "siem", "W-TYPE");
    const auto journal = [&row](const char *name, const QByteArray &text, const char *at, const char *code,
                                const char *nearest = "") {
        const QByteArray to = "name: shop\njournal: {" + text + "}\n";
        row(name, "name: shop\n", to.constData(), at, code, nearest);
    };
    journal("sink of no type", "sinks: [{id: a}]", "{id: a}", "W-MISSING");
    journal("sink of another type", "sinks: [{id: a, type: otlp-htp}]", "otlp-htp}", "W-VALUE", "otlp-http");
    journal("sink without address", "sinks: [{id: a, type: otlp-http}]", "{id: a", "W-MISSING");
    journal("plain HTTP to a sink", "sinks: [{id: a, type: otlp-http, url: \"http://o.example\"}]", "\"http://o",
            "W-PLAIN-HTTP");
    journal("a token written out", "sinks: [{id: a, type: otlp-http, url: \"https://o.example\", auth: {bearer: abc}}]",
            "abc}", "W-SECRET");
    journal("syslog cannot be required", "sinks: [{id: a, type: syslog-tls, host: h, required: true}]", "true}",
            "W-VALUE");
    journal("a port in the host", "sinks: [{id: a, type: syslog-tls, host: \"h:1\"}]", "\"h:1\"", "W-VALUE");
    journal("a port too large", "sinks: [{id: a, type: syslog-tls, host: h, port: 65536}]", "65536", "W-RANGE");
    journal("a port that is none", "sinks: [{id: a, type: syslog-tls, host: h, port: six}]", "six}", "W-VALUE");
    journal("half a certificate", "sinks: [{id: a, type: syslog-tls, host: h, cert: c.pem}]", "{id: a", "W-VALUE");
    journal("a sink twice", "sinks: [{id: a, type: file, path: f}, {id: a, type: file, path: g}]",
            "a, type: file, path: g", "W-ID");
    journal("a sink called as a backend", "sinks: [{id: prom, type: file, path: f}]", "prom, type", "W-ID");
    journal("redact", "sinks: [{id: a, type: file, path: f, redact: pseudonyms}]", "pseudonyms}", "W-VALUE",
            "pseudonym");
    journal("a team without a host", "team: {type: postgresql, database: d}", "{type: postgresql", "W-MISSING");
    journal("less than verify-full", "team: {type: postgresql, host: h, database: d, tls: require}", "require}",
            "W-VALUE");
    journal("needs of no environment", "needs: {prd: {promotion: local}}", "prd:", "W-REF", "prod");
    journal("needs that are no level", "needs: {prod: {promotion: locl}}", "locl}", "W-VALUE", "local");
    journal("shared without a team", "needs: {prod: {promotion: shared}}", "{prod: {promotion", "W-VALUE");
    journal("shipped to nobody", "needs: {prod: {promotion: shipped}}", "{prod: {promotion", "W-VALUE");
    journal("waits too long", "wait: 2m", "2m}", "W-RANGE");
    journal("a domain with a scheme", "domain: \"https://shop.example\"", "\"https", "W-VALUE");
    journal("a domain in capitals", "domain: Shop", "Shop}", "W-VALUE");
    journal("words kept for hours", "keep_openings: 6h", "6h}", "W-RANGE");
    journal("words kept for a while", "keep_openings: long", "long}", "W-UNIT");
    row("plan of a gate", "name: shop\n", "name: shop\ngates: [{id: a, when: {plan: promot}}]\n", "promot}", "W-VALUE",
        "promote");
    row("environment of a gate", "name: shop\n", "name: shop\ngates: [{id: a, when: {environment: prd}}]\n", "prd}",
        "W-REF", "prod");
    row("service of a gate", "name: shop\n", "name: shop\ngates: [{id: a, when: {service: chekout}}]\n", "chekout",
        "W-REF", "checkout");
    row("key of a place", "name: checkout}", "nmae: checkout}", "nmae", "W-KEY", "name");
    row("key of a signal", "per: 1m", "pre: 1m", "pre", "W-KEY", "per");
    row("key of a query", "value: {source: prom, series", "value: {source: prom, serie", "serie:", "W-KEY", "series");
    row("backend of a registry", "    signals:\n", "    artifact: {backend: agro}\n    signals:\n", "agro}", "W-REF",
        "argo");
    row("label name", "where: {status", "where: {\"a=\\\"b\"", "{\"a=", "W-VALUE");
}

void TestWorkspace::issues()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, at);
    QFETCH(QString, code);
    QFETCH(QString, nearest);
    QByteArray text = kBase;
    const qsizetype place = text.indexOf(from);
    QVERIFY2(place >= 0, "the row does not fit the base");
    text.replace(place, from.size(), to);
    const QByteArray before = text.left(text.indexOf(at));
    QVERIFY2(text.contains(at), "the row's position is not in the file");
    const QString where = QStringLiteral("%1:%2")
                              .arg(before.count('\n') + 1)
                              .arg(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1);
    const WorkspaceReading reading = readText(text);
    QVERIFY(!reading.workspace);
    const QString wanted = QStringLiteral("astern.yaml:%1: %2: ").arg(where, code);
    const auto found = std::find_if(reading.issues.cbegin(), reading.issues.cend(),
                                    [&](const WorkspaceIssue &issue) { return issue.toString().startsWith(wanted); });
    QVERIFY2(found != reading.issues.cend(),
             qPrintable(QStringLiteral("wanted %1; got\n%2").arg(wanted, all(reading))));
    QCOMPARE(found->nearest, nearest);
    QVERIFY2(!found->allowed.isEmpty(), "an error says what is allowed");
    const QStringList offered = found->allowed.split(QStringLiteral(", "));
    QCOMPARE(QSet<QString>(offered.begin(), offered.end()).size(), offered.size()); // each key once
    QVERIFY2(!all(reading).contains(QStringLiteral("hunter2")), "a secret is repeated");
}

void TestWorkspace::limits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("too large") << kBase + QByteArray(1024 * 1024, '#') << QStringLiteral("W-TOO-LARGE");
    QTest::newRow("too deep") << kBase + "links: " + QByteArray(40, '[') + QByteArray(40, ']')
                              << QStringLiteral("W-TOO-LARGE");
    QTest::newRow("far too deep") << kBase + "links: " + QByteArray(100'000, '[') << QStringLiteral("W-TOO-LARGE");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("W-YAML");
    QTest::newRow("a text") << QByteArray("hello") << QStringLiteral("W-TYPE");
    QTest::newRow("not text") << QByteArray("\xff\xfe\x00\x01", 4) << QStringLiteral("W-ENCODING");
    QTest::newRow("zero byte") << kBase + QByteArray(1, '\0') << QStringLiteral("W-ENCODING");
}

void TestWorkspace::limits()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    const WorkspaceReading reading = readText(text);
    QVERIFY(!reading.workspace);
    QVERIFY(!reading.issues.isEmpty());
    QCOMPARE(reading.issues.first().code, code);
}

void TestWorkspace::allAtOnce()
{
    QByteArray text = kBase;
    text.replace("poll: 5s", "poll: 5")
        .replace("protected: true", "protected: on")
        .replace("backend: argo", "backend: nope")
        .replace("per: 1m", "pre: 1m");
    const WorkspaceReading reading = readText(text);
    QStringList codes;
    int line = 0;
    for (const WorkspaceIssue &issue : reading.issues) {
        codes.append(issue.code);
        QVERIFY2(issue.at.line >= line, "errors come in file order");
        line = issue.at.line;
    }
    QCOMPARE(codes, (QStringList{QStringLiteral("W-UNIT"), QStringLiteral("W-TYPE"), QStringLiteral("W-REF"),
                                 QStringLiteral("W-KEY")}));
}

void TestWorkspace::protection()
{
    const QByteArray text = kBase + R"(
    policies: [slo]
gates:
  - id: into-production
    when: {plan: promote, environment: prod}
    approvals: {count: 2}
people:
  roles:
    on-call: {oidc_group: oncall}
journal:
  team: {type: postgresql, host: db.example, database: astern}
  sinks:
    - {id: otel, type: otlp-http, url: "https://otel.example/v1/logs", required: true}
)";
    const WorkspaceReading reading = readText(text);
    QCOMPARE(all(reading), QString());
    QStringList found;
    for (const Unenforced &declared : reading.workspace->unenforced)
        found.append(QStringLiteral("%1|%2|%3|%4")
                         .arg(declared.at.line)
                         .arg(declared.what, declared.environment, declared.service));
    QCOMPARE(found, (QStringList{QStringLiteral("19|policy slo of checkout||checkout")}));
    QVERIFY(reading.workspace->journal.need(LogAction::Promotion, QStringLiteral("prod")) == JournalLevel::Shipped);
}

void TestWorkspace::missingFile()
{
    const WorkspaceReading reading = readWorkspace(QStringLiteral("/nonexistent/folder"));
    QVERIFY(!reading.workspace);
    QCOMPARE(reading.issues.first().code, QStringLiteral("W-FILE"));
}

void TestWorkspace::units_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("duration"); // -1: refused
    QTest::addColumn<double>("ratio");
    const auto row = [](const char *text, double duration, double ratio) {
        QTest::newRow(text) << QString::fromLatin1(text) << duration << ratio;
    };
    row("300ms", 300, -1);
    row("5s", 5000, -1);
    row("2m", 120'000, -1);
    row("4h", 14'400'000, -1);
    row("7d", 604'800'000, -1);
    row("1m5s", -1, -1);
    row("1.5s", -1, -1);
    row("-5s", -1, -1);
    row("5 s", -1, -1);
    row("1%", -1, 0.01);
    row("0.5%", -1, 0.005);
    row("0.01", -1, 0.01);
    row("100%", -1, 1);
    row("101%", -1, -1);
    row("-1%", -1, -1);
    row("1,5%", -1, -1);
    row("1e-2", -1, -1);
    row("nan", -1, -1);
}

void TestWorkspace::units()
{
    QFETCH(QString, text);
    QFETCH(double, duration);
    QFETCH(double, ratio);
    QCOMPARE(double(astern::units::duration(text).value_or(-1)), duration);
    QCOMPARE(astern::units::ratio(text).value_or(-1), ratio);
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
