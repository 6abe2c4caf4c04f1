// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

// What editors are told and what the reader accepts are two texts; here they are held against each other.
class TestSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void keys_data();
    void keys();
    void everyMapIsProbed();
    void values_data();
    void values();

private:
    [[nodiscard]] QJsonObject definition(const QString &name) const;
    QJsonObject m_schema;
};

namespace {

// A probe stands where a key, or a value, is not known.
constexpr auto kProbe = "zzqqxx";

// As little as is needed to get there: ids that others refer to, then what the row adds.
QByteArray document(QByteArray backends, QByteArray environments, QByteArray service, const QByteArray &rest = {})
{
    if (backends.isEmpty())
        backends = "k: {type: kubernetes}, p: {type: prometheus, url: 'https://p.example'}";
    if (environments.isEmpty())
        environments = "prod: {cells: [eu]}";
    return "astern: workspace/v1\nname: shop\nbackends: {" + backends + "}\nenvironments: {" + environments +
           "}\nservices: {web: {" + service + "}}\n" + rest;
}
QByteArray service(const QByteArray &text) { return document({}, {}, text); }
QByteArray top(const QByteArray &text) { return document({}, {}, {}, text); }

QList<WorkspaceIssue> issuesOf(const QByteArray &text)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("astern.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write the workspace");
    file.close();
    return readWorkspace(folder.path()).issues;
}

QString words(const QList<WorkspaceIssue> &issues)
{
    QStringList lines;
    for (const WorkspaceIssue &issue : issues)
        lines.append(issue.toString());
    return lines.join(QLatin1Char('\n'));
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

struct Map {
    const char *definition; // empty: the file itself
    QByteArray text;
};

QList<Map> maps()
{
    return {
        {"", top("zzqqxx: 1")},
        {"kubernetesBackend", document("k: {type: kubernetes, zzqqxx: 1}", {}, {})},
        {"prometheusBackend", document("p: {type: prometheus, url: 'https://p.example', zzqqxx: 1}", {}, {})},
        {"victoriametricsBackend", document("v: {type: victoriametrics, url: 'https://v.example', zzqqxx: 1}", {}, {})},
        {"alertmanagerBackend", document("a: {type: alertmanager, url: 'https://a.example', zzqqxx: 1}", {}, {})},
        {"unleashBackend", document("u: {type: unleash, url: 'https://u.example', zzqqxx: 1}", {}, {})},
        {"tokenAuth",
         document("u: {type: unleash, url: 'https://u.example', auth: {token: '${env:T}', zzqqxx: 1}}", {}, {})},
        {"auth", document("k: {type: kubernetes, auth: {bearer: '${env:T}', zzqqxx: 1}}", {}, {})},
        {"environment", document({}, "prod: {cells: [eu], zzqqxx: 1}", {})},
        {"service", service("zzqqxx: 1")},
        {"place", service("rollouts: [{environment: prod, backend: k, zzqqxx: 1}]")},
        {"roles", service("roles: {zzqqxx: 1}")},
        {"alerts", service("alerts: {zzqqxx: 1}")},
        {"eventsSignal", service("signals: {s: {kind: events, zzqqxx: 1}}")},
        {"counterSignal", service("signals: {s: {kind: counter, zzqqxx: 1}}")},
        {"gaugeSignal", service("signals: {s: {kind: gauge, zzqqxx: 1}}")},
        {"flags", service("flags: {zzqqxx: 1}")},
        {"configSet", service("config: [{id: a, zzqqxx: 1}]")},
        {"limit", service("signals: {s: {kind: counter, limit: {above: 1, zzqqxx: 1}}}")},
        {"query", service("signals: {s: {kind: counter, value: {source: p, series: a, zzqqxx: 1}}}")},
        {"histogram", service("signals: {s: {kind: events, histogram: {source: p, series: a, over: 1s, zzqqxx: 1}}}")},
        {"hosts", service("hosts: {zzqqxx: 1}")},
        {"probes", top("probes: {zzqqxx: 1}")},
        {"journal", top("journal: {zzqqxx: 1}")},
        {"team", top("journal: {team: {type: postgresql, host: h, database: d, zzqqxx: 1}}")},
        {"otlpSink", top("journal: {sinks: [{id: a, type: otlp-http, url: 'https://o.example', zzqqxx: 1}]}")},
        {"syslogSink", top("journal: {sinks: [{id: a, type: syslog-tls, host: h, zzqqxx: 1}]}")},
        {"fileSink", top("journal: {sinks: [{id: a, type: file, path: f, zzqqxx: 1}]}")},
        {"needs", document({}, "prod: {cells: [eu]}", {}) + "journal: {needs: {prod: {zzqqxx: 1}}}\n"},
        {"osIdentity", top("identity: {type: os, zzqqxx: 1}")},
        {"oidcIdentity", top("identity: {type: oidc, issuer: 'https://i.example', client_id: a, zzqqxx: 1}")},
        {"role", top("people: {roles: {a: {zzqqxx: 1}}}")},
        {"people", top("people: {zzqqxx: 1}")},
        {"gate", top("gates: [{id: a, zzqqxx: 1}]")},
        {"when", top("gates: [{id: a, when: {zzqqxx: 1}}]")},
        {"gateApprovals", top("gates: [{id: a, approvals: {zzqqxx: 1}}]")},
        {"gateRequire", top("gates: [{id: a, require: {zzqqxx: 1}}]")},
        {"breakGlass", top("gates: [{id: a, break_glass: {zzqqxx: 1}}]")},
        {"calendar", top("calendars: [{id: a, ical: /dev/null, zzqqxx: 1}]")},
        {"budget", top("budgets: [{id: a, promotions: 1, within: 1h, zzqqxx: 1}]")},
        {"permissions", top("permissions: {zzqqxx: 1}")},
        {"webhookTarget", top("people: {notify: {a: {webhook: '${env:W}', zzqqxx: 1}}}")},
        {"pagerdutyTarget", top("people: {notify: {a: {pagerduty: '${env:P}', zzqqxx: 1}}}")},
        {"mailTarget", top("people: {notify: {a: {email: [a@b.example], zzqqxx: 1}}}")},
        {"escalation", top("escalation: {zzqqxx: 1}")},
        {"mailServer", top("escalation: {mail: {host: h, from: a@b.example, zzqqxx: 1}}")},
        {"notifyLadder", top("escalation: {ladders: {a: {zzqqxx: 1}}}")},
        {"notifyRung", top("escalation: {ladders: {a: {then: [{to: a, after: 1m, zzqqxx: 1}]}}}")},
    };
}

} // namespace

void TestSchema::initTestCase()
{
    QFile file(test::sourcePath("resources/schemas/workspace.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonParseError error;
    m_schema = QJsonDocument::fromJson(file.readAll(), &error).object();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
}

QJsonObject TestSchema::definition(const QString &name) const
{
    return name.isEmpty() ? m_schema : m_schema[QLatin1String("definitions")][name].toObject();
}

void TestSchema::keys_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    for (const Map &map : maps())
        QTest::newRow(*map.definition ? map.definition : "the file") << QString::fromLatin1(map.definition) << map.text;
}

// The reader, asked with a key that nobody knows, says which it does: the schema has those and no others.
void TestSchema::keys()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    const QList<WorkspaceIssue> issues = issuesOf(text);
    const auto refused = std::find_if(issues.cbegin(), issues.cend(), [](const WorkspaceIssue &issue) {
        return issue.code == QLatin1String("W-KEY") && issue.message.contains(QLatin1String(kProbe));
    });
    QVERIFY2(refused != issues.cend(), qPrintable(words(issues)));
    const QStringList keys = definition(name)[QLatin1String("properties")].toObject().keys();
    QCOMPARE(sorted(refused->allowed.split(QStringLiteral(", "))), sorted(keys));
}

void TestSchema::everyMapIsProbed()
{
    QSet<QString> probed;
    for (const Map &map : maps())
        probed.insert(QString::fromLatin1(map.definition));
    const QJsonObject definitions = m_schema[QLatin1String("definitions")].toObject();
    for (auto it = definitions.begin(); it != definitions.end(); ++it) {
        const QJsonObject map = it.value().toObject();
        if (map.contains(QLatin1String("additionalProperties")))
            QVERIFY2(probed.contains(it.key()), qPrintable(it.key()));
        // A map inside a map would be a place that no row reaches: each closed one is a definition.
        const QJsonObject properties = map[QLatin1String("properties")].toObject();
        for (const QJsonValue &property : properties)
            QVERIFY2(!property.toObject().contains(QLatin1String("properties")), qPrintable(it.key()));
    }
}

void TestSchema::values_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const QByteArray &name, const char *key, const QByteArray &text) {
        QTest::addRow("%s.%s", name.constData(), key) << QString::fromLatin1(name) << QString::fromLatin1(key) << text;
    };
    row("backend", "type", document("k: {type: zzqqxx}", {}, {}));
    row("service", "criticality", service("criticality: zzqqxx"));
    row("signal", "kind", service("signals: {s: {kind: zzqqxx}}"));
    for (const char *kind : {"events", "counter", "gauge"}) {
        const QByteArray name = QByteArray(kind) + "Signal";
        row(name, "better", service("signals: {s: {kind: " + QByteArray(kind) + ", better: zzqqxx}}"));
    }
    row("when", "plan", top("gates: [{id: a, when: {plan: zzqqxx}}]"));
    row("gateApprovals", "not", top("gates: [{id: a, approvals: {not: zzqqxx}}]"));
    row("gateApprovals", "reason", top("gates: [{id: a, approvals: {reason: zzqqxx}}]"));
    row("calendar", "blocks", top("calendars: [{id: a, ical: /dev/null, blocks: zzqqxx}]"));
    row("gateRequire", "readiness", top("gates: [{id: a, require: {readiness: zzqqxx}}]"));
    row("", "astern", top({}).replace("workspace/v1", "zzqqxx"));
}

void TestSchema::values()
{
    QFETCH(QString, name);
    QFETCH(QString, key);
    QFETCH(QByteArray, text);
    const QList<WorkspaceIssue> issues = issuesOf(text);
    const auto refused = std::find_if(issues.cbegin(), issues.cend(), [](const WorkspaceIssue &issue) {
        return issue.message.contains(QLatin1String(kProbe));
    });
    QVERIFY2(refused != issues.cend(), qPrintable(words(issues)));
    const QJsonObject property = definition(name)[QLatin1String("properties")][key].toObject();
    QStringList known{property[QLatin1String("const")].toString()};
    // One, or a list of them: the first of the two, which may have a definition of its own.
    QJsonObject one = property;
    if (property.contains(QLatin1String("anyOf")))
        one = property[QLatin1String("anyOf")].toArray().first().toObject();
    if (one.contains(QLatin1String("$ref")))
        one = definition(one[QLatin1String("$ref")].toString().section(QLatin1Char('/'), -1));
    if (one.contains(QLatin1String("enum"))) {
        known.clear();
        const QJsonArray list = one[QLatin1String("enum")].toArray();
        for (const QJsonValue &value : list)
            known.append(value.toString());
    }
    QString allowed = refused->allowed;
    allowed.remove(QStringLiteral("one of "));
    QCOMPARE(sorted(allowed.split(QStringLiteral(", "))), sorted(known));
}

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
