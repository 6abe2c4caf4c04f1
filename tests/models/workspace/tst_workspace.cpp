// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"
#include "models/workspace/yamlreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

// A file of its own: the positions of the expected errors are counted in it.
QByteArray goodText()
{
    QFile file(QStringLiteral(ASTERN_SOURCE_DIR "/tests/models/workspace/good.yaml"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read good.yaml");
    return file.readAll();
}

WorkspaceReading read(const QByteArray &text)
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("astern.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write the test's workspace");
    file.close();
    return readWorkspace(folder.path());
}

} // namespace

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAService()
    {
        const WorkspaceReading reading = read(goodText());
        QVERIFY2(reading.workspace, reading.issues.isEmpty() ? "" : qPrintable(reading.issues.first().toString()));
        const Workspace &shop = *reading.workspace;
        QCOMPARE(shop.placements().size(), 1);
        const Placement placement = shop.placements().first();
        QCOMPARE(placement.key(), QStringLiteral("checkout@prod/eu-1"));
        QCOMPARE(placement.object.kind, WorkloadKind::ArgoRollout);
        QVERIFY(shop.environment(QStringLiteral("prod"))->isProtected);
        const QList<SignalSpec> specs = shop.service(QStringLiteral("checkout"))->signalSpecs;
        QCOMPARE(specs.at(0).limitAbove, std::optional<double>(0.01));
        QCOMPARE(specs.at(0).scrapeMs, 10'000);
        QCOMPARE(specs.at(0).bad.where.value(QStringLiteral("status")), QStringLiteral("5xx"));
        QCOMPARE(specs.at(1).kind, SignalSpec::Kind::Counter);
        QCOMPARE(specs.at(1).perSeconds, 60.0);
        QCOMPARE(specs.at(1).better, SignalSpec::Better::Higher);
        QCOMPARE(specs.at(1).limitBelow, std::optional<double>(40));
    }
    void readsTheSample()
    {
        const WorkspaceReading reading =
            readWorkspace(QStringLiteral(ASTERN_SOURCE_DIR "/resources/workspaces/sample"));
        QVERIFY2(reading.workspace, reading.issues.isEmpty() ? "" : qPrintable(reading.issues.first().toString()));
        QStringList lines;
        for (const Unenforced &item : reading.workspace->unenforced)
            lines.append(item.what);
        // Each protection that is declared and not enforced is known, with its line.
        QVERIFY(lines.contains(QStringLiteral("the gate into-production")));
        QVERIFY(lines.contains(QStringLiteral("the team store")));
        QVERIFY(lines.contains(QStringLiteral("the log sink siem")));
        QVERIFY(lines.contains(QStringLiteral("the policies of checkout")));
        for (const Unenforced &item : reading.workspace->unenforced)
            QVERIFY2(item.at.line > 1, qPrintable(item.what));
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("nearest");
        const auto row = [](const char *tag, const char *from, const char *to, const char *code, int line, int column,
                            const char *nearest) {
            QTest::newRow(tag) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(code) << line << column
                               << QString::fromLatin1(nearest);
        };
        row("unknown top key", "name: shop", "nam: shop", "W-KEY", 2, 1, "name");
        row("unknown version", "workspace/v1", "workspace/v9", "W-VALUE", 1, 9, "workspace/v1");
        row("unknown backend type", "argo-rollouts", "argo-rollout", "W-VALUE", 4, 16, "argo-rollouts");
        row("bad address", "https://prom.example", "prom example", "W-URL", 5, 33, "");
        row("bad duration", "poll: 5s", "poll: 5", "W-UNIT", 5, 63, "");
        row("unknown environment", "environment: prod", "environment: prd", "W-REF", 11, 23, "prod");
        row("unknown cell", "cell: eu-1", "cell: eu-2", "W-REF", 11, 35, "eu-1");
        row("unknown delivery backend", "backend: argo", "backend: agro", "W-REF", 11, 50, "argo");
        row("source of another type", "source: prom, series: orders_total", "source: argo, series: orders_total",
            "W-REF", 14, 70, "");
        row("ratio that could be percent", "above: 1%", "above: 5", "W-UNIT", 13, 184, "");
        row("signal without a series", "value: {source: prom, series: orders_total}, ", "", "W-MISSING", 14, 15, "");
        row("repeated key", "name: shop", "name: shop\nname: shop", "W-DUP", 3, 1, "");
        row("wrong type", "environments:\n  prod: {cells: [eu-1], protected: true}", "environments: 5", "W-TYPE", 6, 15,
            "");
        row("broken YAML", "name: shop", "name: [shop", "W-YAML", 3, 9, "");
    }
    void errors()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, code);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, nearest);
        QVERIFY(goodText().contains(from));
        const WorkspaceReading reading = read(goodText().replace(from, to));
        QVERIFY(!reading.workspace);
        QVERIFY(!reading.issues.isEmpty());
        QString all;
        bool found = false;
        for (const WorkspaceIssue &issue : reading.issues) {
            all += issue.toString() + QLatin1Char('\n');
            found = found || (issue.code == code && issue.at.line == line && issue.at.column == column &&
                              issue.nearest == nearest);
        }
        QVERIFY2(found, qPrintable(all));
    }
    void allErrorsInOneGo()
    {
        QByteArray text = goodText();
        text.replace("poll: 5s", "poll: 5")
            .replace("cell: eu-1", "cell: eu-9")
            .replace("kind: counter", "kind: countr");
        QVERIFY(read(text).issues.size() >= 3);
    }
    void absentFileSaysSo()
    {
        const WorkspaceReading reading = readWorkspace(QStringLiteral("/nonexistent"));
        QVERIFY(!reading.workspace);
        QCOMPARE(reading.issues.first().code, QStringLiteral("W-FILE"));
    }
    void deepFilesAreRefused()
    {
        const WorkspaceReading reading = read("astern: " + QByteArray(200, '[') + QByteArray(200, ']') + "\n");
        QVERIFY(!reading.workspace);
    }
    void nearest()
    {
        QCOMPARE(nearestOf(QStringLiteral("checkuot"), {QStringLiteral("cart"), QStringLiteral("checkout")}),
                 QStringLiteral("checkout"));
        QCOMPARE(nearestOf(QStringLiteral("zzzzzz"), {QStringLiteral("cart"), QStringLiteral("checkout")}), QString());
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
