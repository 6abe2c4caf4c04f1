// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/policy.h"
#include "models/workspace/workspace.h"
#include "models/workspace/workspacechange.h"
#include "tests/support/places.h"

#include <QFile>
#include <QTest>

using namespace astern;

namespace {

const QByteArray kWorkspace = "astern: workspace/v1\n"
                              "name: shop\n"
                              "backends:\n"
                              "  argo: {type: argo-rollouts, namespaces: [shop]}\n"
                              "  prom: {type: prometheus, url: \"https://prom.example\"}\n"
                              "environments:\n"
                              "  prod: {cells: [eu-1]}\n"
                              "services:\n"
                              "  checkout:\n"
                              "    rollouts: [{environment: prod, cell: eu-1, backend: argo, name: checkout}]\n"
                              "    policies: [checkout-error-window]\n"
                              "  cart:\n"
                              "    rollouts: [{environment: prod, cell: eu-1, backend: argo, name: cart}]\n";
const QString kName = QStringLiteral("policies/checkout.yaml");

QByteArray named(const char *name)
{
    QFile file(test::sourcePath("resources/policies/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray sample() { return named("error-window.yaml"); }

QByteArray with(QByteArray text, const QByteArray &from, const QByteArray &to)
{
    Q_ASSERT(text.contains(from));
    return text.replace(from, to);
}

Workspace read(const PolicyTexts &texts, const QByteArray &workspace = kWorkspace)
{
    const WorkspaceReading reading = readWorkspaceText(workspace, QStringLiteral("/w"), texts);
    if (!reading.workspace)
        qFatal("%s", qPrintable(reading.issues.value(0).toString()));
    return *reading.workspace;
}

QStringList unenforced(const Workspace &workspace)
{
    QStringList all;
    for (const Unenforced &one : workspace.unenforced)
        all.append(one.what);
    return all;
}

} // namespace

class TestPolicyBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namedAndInForce()
    {
        const Workspace workspace = read({{kName, sample()}});
        QCOMPARE(workspace.policies.size(), 1);
        const PolicyFile &file = workspace.policies.constFirst();
        QVERIFY(file.policy);
        QCOMPARE(file.policy->id, QStringLiteral("checkout-error-window"));
        QCOMPARE(file.digest.size(), 64);
        QCOMPARE(unenforced(workspace), QStringList());
        const ServiceConfig &checkout = *workspace.service(QStringLiteral("checkout"));
        const ServiceConfig &cart = *workspace.service(QStringLiteral("cart"));
        using policy::Strategy;
        QCOMPARE(policiesFor(workspace, checkout, QStringLiteral("prod"), Strategy::Canary).size(), 1);
        QVERIFY(policiesFor(workspace, checkout, QStringLiteral("staging"), Strategy::Canary).isEmpty());
        QVERIFY(policiesFor(workspace, cart, QStringLiteral("prod"), Strategy::Canary).isEmpty());
        const Workspace canaryOnly =
            read({{kName, with(sample(), "strategies: [rolling, blue-green, canary]", "strategies: [canary]")}});
        QVERIFY(policiesFor(canaryOnly, checkout, QStringLiteral("prod"), Strategy::Rolling).isEmpty());
    }
    // What is declared and cannot be enforced refuses promotion; who wrote it sees why.
    void notInForce_data()
    {
        QTest::addColumn<PolicyTexts>("texts");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("firstIssue");
        const QString missing = QStringLiteral("policy checkout-error-window of checkout");
        QTest::newRow("no file") << PolicyTexts{} << missing << QString();
        QTest::newRow("unreadable") << PolicyTexts{{kName, std::nullopt}} << missing
                                    << QStringLiteral("policies/checkout.yaml:1:1: P-FILE: ");
        QTest::newRow("wrong") << PolicyTexts{{kName, with(sample(), "for: 120s", "for: 120")}} << missing
                               << QStringLiteral("policies/checkout.yaml:21:10: P-DURATION: ");
        QTest::newRow("no such source")
            << PolicyTexts{{kName, with(sample(), "total: {source: prom", "total: {source: prm")}} << missing
            << QStringLiteral("policies/checkout.yaml:10:13: P-UNKNOWN-REF: the workspace has no backend \"prm\" that "
                              "gives samples; allowed: prom; did you mean \"prom\"?");
        QTest::newRow("of another service")
            << PolicyTexts{{kName, with(sample(), "service: checkout", "service: cart")}}
            << QStringLiteral("policy checkout-error-window of checkout, which applies to cart alone") << QString();
    }
    void notInForce()
    {
        QFETCH(PolicyTexts, texts);
        QFETCH(QString, what);
        QFETCH(QString, firstIssue);
        const Workspace workspace = read(texts);
        QCOMPARE(unenforced(workspace), QStringList{what});
        QCOMPARE(workspace.unenforced.constFirst().at.toString(), QStringLiteral("astern.yaml:11:15"));
        QString found;
        for (const PolicyFile &file : workspace.policies) {
            for (const DocumentIssue &issue : file.issues)
                found += issue.severity == DocumentIssue::Severity::Error ? issue.toString() : QString();
        }
        QVERIFY2(firstIssue.isEmpty() ? found.isEmpty() : found.startsWith(firstIssue), qPrintable(found));
    }
    // A rule that will only ever say unknown, or hold, says so when it is read; it is in force all the same.
    void probesThatSayLess()
    {
        const QByteArray text = named("synthetic-probe.yaml");
        const auto warnings = [](const Workspace &workspace) {
            QStringList codes;
            for (const DocumentIssue &issue : workspace.policies.constFirst().issues)
                codes.append(issue.code);
            codes.removeIf([](const QString &code) {
                return code != QLatin1String("W-NO-HOST") && code != QLatin1String("W-LOCATIONS");
            });
            return codes;
        };
        const Workspace without = read({{kName, text}});
        QVERIFY(without.policies.constFirst().policy);
        QCOMPARE(warnings(without), (QStringList{QStringLiteral("W-NO-HOST"), QStringLiteral("W-LOCATIONS")}));
        const QByteArray hosts =
            with(kWorkspace, "    policies: [checkout", "    hosts: {new: c.example}\n    policies: [checkout");
        QCOMPARE(warnings(read({{kName, text}}, hosts)), QStringList{QStringLiteral("W-LOCATIONS")});
        QCOMPARE(warnings(read({{kName, with(text, "locations: 2", "locations: 1")}}, hosts)), QStringList());
    }
    void statesHaveASource_data()
    {
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("message");
        QTest::newRow("instances") << QByteArray("source: argo, object: replicas") << QString();
        QTest::newRow("the rollout") << QByteArray("source: argo, object: rollout") << QString();
        QTest::newRow("unknown object") << QByteArray("source: argo, object: pods")
                                        << QStringLiteral("\"pods\" is nothing whose states argo tells");
        QTest::newRow("a source of samples") << QByteArray("source: prom, object: replicas")
                                             << QStringLiteral("has no backend \"prom\" that gives states");
    }
    void statesHaveASource()
    {
        QFETCH(QByteArray, to);
        QFETCH(QString, message);
        const Workspace workspace =
            read({{kName, with(named("init-deadline.yaml"), "source: k8s, object: replicas", to)}});
        const PolicyFile &file = workspace.policies.constFirst();
        QCOMPARE(bool(file.policy), message.isEmpty());
        QStringList errors;
        for (const DocumentIssue &issue : file.issues) {
            if (issue.severity == DocumentIssue::Severity::Error)
                errors.append(issue.toString());
        }
        QCOMPARE(errors.size(), message.isEmpty() ? 0 : 1);
        QVERIFY2(message.isEmpty() || errors.constFirst().contains(message), qPrintable(errors.value(0)));
    }
    void oneFileForEachPolicy()
    {
        const Workspace workspace = read({{kName, sample()}, {QStringLiteral("policies/copy.yaml"), sample()}});
        QVERIFY(workspace.policies.at(0).policy);
        QVERIFY(!workspace.policies.at(1).policy);
        QCOMPARE(workspace.policies.at(1).issues.constFirst().code, QStringLiteral("P-DUPLICATE-ID"));
    }
    void brokenKeepsThePreviousRevision()
    {
        const Workspace before = read({{kName, sample()}});
        Workspace next = read({{kName, with(sample(), "for: 120s", "for: 120")}});
        keepPoliciesInForce(next, before.policies);
        QCOMPARE(next.policies.constFirst().policy->revision, 3);
        QCOMPARE(next.policies.constFirst().digest, before.policies.constFirst().digest);
        QVERIFY(next.policies.constFirst().isRefused());
        QCOMPARE(unenforced(next), QStringList());
        QVERIFY(!sameContent(before, next));
        QCOMPARE(changeWords(before, next),
                 QStringLiteral(
                     "policies: policies/checkout.yaml refused, checkout-error-window revision 3 stays in force"));

        // Mended: the new one comes into force, and a file that is gone takes its policy with it.
        Workspace mended = read({{kName, with(sample(), "revision: 3", "revision: 4")}});
        keepPoliciesInForce(mended, next.policies);
        QCOMPARE(mended.policies.constFirst().policy->revision, 4);
        QCOMPARE(changeWords(next, mended), QStringLiteral("policies: checkout-error-window revision 4 in force"));
        Workspace gone = read({});
        keepPoliciesInForce(gone, mended.policies);
        QVERIFY(gone.policies.isEmpty());
        QCOMPARE(unenforced(gone).size(), 1);
        QVERIFY(changeWords(mended, gone)
                    .startsWith(QStringLiteral("policies: checkout-error-window revision 4 no longer in force")));
    }
    // The old text of a broken file is not brought back beside the file that the policy moved to.
    void movedToAnotherFile()
    {
        const Workspace before = read({{kName, sample()}});
        Workspace next =
            read({{kName, QByteArray("policy: astern/v1\n")}, {QStringLiteral("policies/new.yaml"), sample()}});
        keepPoliciesInForce(next, before.policies);
        QVERIFY(!next.policies.at(0).policy);
        QVERIFY(next.policies.at(1).policy);
    }
};

QTEST_GUILESS_MAIN(TestPolicyBook)
#include "tst_policybook.moc"
