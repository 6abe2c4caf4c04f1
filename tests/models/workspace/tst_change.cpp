// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspacechange.h"

#include <QTest>

using namespace astern;

class TestWorkspaceChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changes_data();
    void changes();
    void positionsAreNoContent();
    void underWayStays();
    void onlyWhatIsUnderWayStays();
};

namespace {

const QString kKey = QStringLiteral("checkout@prod/eu");

// argo delivers checkout and cart; prom measures checkout.
const QByteArray kBase = "astern: workspace/v1\n"
                         "name: shop\n"
                         "backends:\n"
                         "  argo: {type: argo-rollouts, context: eu}\n"
                         "  prom: {type: prometheus, url: 'https://p.example'}\n"
                         "  spare: {type: kubernetes, context: eu}\n"
                         "environments:\n"
                         "  prod: {cells: [eu]}\n"
                         "services:\n"
                         "  checkout:\n"
                         "    rollouts: [{environment: prod, backend: argo}]\n"
                         "    signals:\n"
                         "      orders: {kind: counter, value: {source: prom, series: a}, limit: {below: 40}}\n"
                         "  cart:\n"
                         "    rollouts: [{environment: prod, backend: spare}]\n";

Workspace workspaceOf(const QByteArray &text)
{
    const WorkspaceReading reading = readWorkspaceText(text, QStringLiteral("/shop"));
    for (const WorkspaceIssue &issue : reading.issues)
        qWarning("%s", qPrintable(issue.toString()));
    return reading.workspace.value_or(Workspace{});
}

Workspace changed(const char *from, const char *to)
{
    QByteArray text = kBase;
    if (!text.contains(from))
        qFatal("the row does not fit the base");
    return workspaceOf(text.replace(from, to));
}

} // namespace

void TestWorkspaceChange::changes_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("ground"); // of checkout in production
    QTest::addColumn<QString>("closed");
    QTest::addColumn<QString>("opened");
    const auto row = [](const char *name, const char *from, const char *to, const char *words, const char *ground,
                        const char *closed, const char *opened) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(words)
                            << QString::fromLatin1(ground) << QString::fromLatin1(closed)
                            << QString::fromLatin1(opened);
    };
    row("limit", "below: 40", "below: 30", "services: checkout changed", "its signals and limits", "", "");
    row("delivery", "argo-rollouts, context: eu", "argo-rollouts, context: us", "backends: argo changed",
        "the connection argo", "argo", "argo");
    row("source", "https://p", "https://q", "backends: prom changed", "where its signals come from", "prom", "prom");
    row("another backend", "kubernetes, context: eu", "kubernetes, context: us", "backends: spare changed", "", "spare",
        "spare");
    row("backend added", "environments:", "  two: {type: kubernetes}\nenvironments:", "backends: two added", "", "",
        "two");
    row("protected", "cells: [eu]}", "cells: [eu], protected: true}", "environments: prod changed", "its protection",
        "", "");
    row("gate", "services:", "gates: [{id: g, when: {environment: prod}}]\nservices:", "protection", "its protection",
        "", "");
    row("gate of another service", "services:", "gates: [{id: g, when: {service: cart}}]\nservices:", "protection", "",
        "", "");
    row("read only", "name: shop", "name: shop\nread_only: true", "read only", "its protection", "", "");
    row("object", "backend: argo}", "backend: argo, name: pay}", "services: checkout changed", "the object behind it",
        "", "");
    row("gone", "  checkout:", "  pay:", "services: pay added, checkout removed", "the place is gone", "", "");
    row("owner", "  cart:\n", "  cart:\n    owner: team\n", "services: cart changed", "", "", "");
    row("who is told", "services:", "people: {notify: {a: {webhook: \"${env:A}\"}}}\nservices:", "who is told", "", "",
        "");
}

void TestWorkspaceChange::changes()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, words);
    QFETCH(QString, ground);
    QFETCH(QString, closed);
    QFETCH(QString, opened);
    const Workspace before = workspaceOf(kBase);
    const Workspace after = changed(from.constData(), to.constData());
    QVERIFY(!sameContent(before, after));
    QCOMPARE(changeWords(before, after), words);
    QCOMPARE(groundChange(planGround(before, kKey), planGround(after, kKey)), ground);
    const BackendChanges changes = backendChanges(before, after);
    QCOMPARE(changes.closed.join(QLatin1Char(' ')), closed);
    QStringList ids;
    for (const BackendConfig &config : changes.opened)
        ids.append(config.id);
    QCOMPARE(ids.join(QLatin1Char(' ')), opened);
}

// A comment at the top moves every line; nothing connects again for that.
void TestWorkspaceChange::positionsAreNoContent()
{
    const Workspace before = workspaceOf(kBase);
    const Workspace after = workspaceOf("# one\n# two\n" + kBase);
    QVERIFY(before.services.first().at != after.services.first().at);
    QVERIFY(sameContent(before, after));
    QCOMPARE(changeWords(before, after), QString());
    QVERIFY(backendChanges(before, after).closed.isEmpty());
    QVERIFY(planGround(before, kKey) == planGround(after, kKey));
}

void TestWorkspaceChange::underWayStays()
{
    const Workspace before = workspaceOf(kBase);
    const QList<PlaceUnderWay> underWay{{QStringLiteral("checkout"), QStringLiteral("prod"), QStringLiteral("argo")}};
    for (const auto &[from, to] :
         {std::pair("below: 40", "below: 30"), std::pair("rollouts, context: eu", "rollouts"),
          std::pair("https://p", "https://q"), std::pair("cells: [eu]}", "cells: [eu], protected: true}"),
          std::pair("  checkout:", "  pay:")}) {
        const Workspace next = changed(from, to);
        const Workspace merged = keepUnderWay(before, next, underWay);
        QVERIFY2(planGround(merged, kKey) == planGround(before, kKey), to);
        QVERIFY(!sameContent(merged, next));
        QVERIFY(sameContent(keepUnderWay(before, next, {}), next)); // when it has ended
    }
}

void TestWorkspaceChange::onlyWhatIsUnderWayStays()
{
    const Workspace before = workspaceOf(kBase);
    Workspace next = changed("kubernetes, context: eu", "kubernetes, context: us");
    const QList<PlaceUnderWay> underWay{{QStringLiteral("checkout"), QStringLiteral("prod"), QStringLiteral("argo")}};
    QVERIFY(sameContent(keepUnderWay(before, next, underWay), next));
}

QTEST_GUILESS_MAIN(TestWorkspaceChange)
#include "tst_change.moc"
