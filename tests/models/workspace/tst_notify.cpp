// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/secretref.h"
#include "models/workspace/workspace.h"
#include "tests/support/places.h"

#include <QFile>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

QByteArray document(const QByteArray &people, const QByteArray &escalation = {})
{
    return "astern: workspace/v1\nname: shop\nbackends:\n  argo: {type: argo-rollouts}\nenvironments:\n"
           "  prod: {cells: [eu-1]}\nservices:\n  checkout:\n    policies: [slo]\n    rollouts:\n"
           "      - {environment: prod, cell: eu-1, backend: argo, namespace: shop, name: checkout}\n" +
           (people.isEmpty() ? QByteArray() : "people:\n  notify:\n" + people) +
           (escalation.isEmpty() ? QByteArray() : "escalation:\n" + escalation);
}

QString firstIssue(const QByteArray &text)
{
    const WorkspaceReading reading = readWorkspaceText(text, s("/ws"));
    return reading.issues.isEmpty() ? QString() : reading.issues.constFirst().toString();
}

} // namespace

// Who is told outside: what is read, and what is refused with place, what is allowed and the nearest text.
class NotifyReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads()
    {
        const WorkspaceReading reading = readWorkspaceText(
            document("    room: {webhook: \"${keychain:room}\", form: teams, ca: ca.pem}\n"
                     "    oncall: {pagerduty: \"${env:PD}\"}\n"
                     "    leads: {email: [a@shop.example, b@shop.example]}\n",
                     "  needs_you: room\n  budget: 5m\n  retries: 0\n"
                     "  mail: {host: mail.shop.example, tls: implicit, user: u, password: \"${keychain:mail}\", "
                     "from: astern@shop.example}\n"
                     "  ladders:\n    oncall: {then: [{to: leads, after: 3m}, {to: room}], checkpoint: 30m, "
                     "default: repeat}\n"),
            s("/ws"));
        QVERIFY2(reading.workspace,
                 qPrintable(reading.issues.isEmpty() ? QString() : reading.issues.first().toString()));
        const NotifyConfig &notify = reading.workspace->notify;
        QCOMPARE(notify.ids(), (QStringList{s("room"), s("oncall"), s("leads")}));
        QVERIFY(notify.target(s("room"))->form == NotifyTarget::Form::Teams);
        QCOMPARE(notify.target(s("room"))->caFile, s("/ws/ca.pem"));
        QVERIFY(notify.target(s("oncall"))->channel == NotifyTarget::Channel::PagerDuty);
        QCOMPARE(notify.target(s("leads"))->addresses.size(), 2);
        QCOMPARE(notify.needsYou, s("room"));
        QCOMPARE(notify.budgetMs, 300'000);
        QCOMPARE(notify.retries, 0);
        QVERIFY(notify.mail.implicitTls);
        QCOMPARE(notify.mail.port, 465);
        const NotifyLadder ladder = notify.ladders.value(s("oncall"));
        QCOMPARE(ladder.then.size(), 2);
        QCOMPARE(ladder.then.at(0).afterMs, 180'000);
        QCOMPARE(ladder.then.at(1).afterMs, 600'000);
        QVERIFY(ladder.otherwise == NotifyLadder::Otherwise::Repeat);
        // Secrets shows and keeps what they are called.
        QStringList kept;
        for (const KeychainUse &use : keychainUses(*reading.workspace))
            kept.append(use.name);
        QCOMPARE(kept, (QStringList{s("mail"), s("room")}));
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("people");
        QTest::addColumn<QByteArray>("escalation");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *people, const char *escalation, const char *says) {
            QTest::newRow(name) << QByteArray(people) << QByteArray(escalation) << s(says);
        };
        const char *room = "    room: {webhook: \"${env:A}\"}\n";
        row("a secret that is written out", "    room: {webhook: https://hooks.example/T0/B1}\n", "",
            "astern.yaml:14:21: W-SECRET: people.notify.room.webhook is written out");
        row("no way", "    room: {}\n", "",
            "W-MISSING: people.notify.room does not say how it is reached; allowed: "
            "webhook, pagerduty or email");
        row("two ways", "    room: {webhook: \"${env:A}\", email: [a@b.example]}\n", "", "W-KEY: the key \"email\"");
        row("another form", "    room: {webhook: \"${env:A}\", form: slak}\n", "", "did you mean \"slack\"?");
        row("no address", "    room: {email: [nobody]}\n", "  mail: {host: m, from: a@b.example}\n",
            "\"nobody\" is not an e-mail address");
        row("a header in an address", "    room: {email: [\"a@b.example\\r\\nBcc: x@y.example\"]}\n",
            "  mail: {host: m, from: a@b.example}\n", "is not an e-mail address");
        row("e-mail without a server", "    room: {email: [a@b.example]}\n", "",
            "room is reached by e-mail, and no server takes it");
        row("events in the clear", "    room: {pagerduty: \"${env:A}\", events: \"http://pd.example/v2\"}\n", "",
            "W-URL: people.notify.room.events is not an address");
        row("needs_you is nobody", room, "  needs_you: rom\n", "did you mean \"room\"?");
        row("a ladder of nobody", room, "  ladders: {rom: {}}\n", "there is no target \"rom\"");
        row("a rung that is nobody", room, "  ladders: {room: {then: [{to: leads}]}}\n", "W-REF");
        row("a rung twice", room, "  ladders: {room: {then: [{to: room}]}}\n", "room is on this ladder already");
        row("repeats at once", room, "  ladders: {room: {default: repeat}}\n",
            "repeats, and does not say after how long");
        row("half a sign-in", room, "  mail: {host: m, from: a@b.example, user: u}\n", "only half of a sign-in");
        row("a host with a port", room, "  mail: {host: \"m:25\", from: a@b.example}\n", "is not the name of a host");
        row("too many tries", room, "  retries: 99\n", "a whole number from 0 to 10");
        row("a budget of nothing", room, "  budget: 1s\n", "W-RANGE");
    }
    void refuses()
    {
        QFETCH(const QByteArray, people);
        QFETCH(const QByteArray, escalation);
        QFETCH(const QString, says);
        const QString issue = firstIssue(document(people, escalation));
        QVERIFY2(issue.contains(says), qPrintable(issue));
        QVERIFY(!issue.contains(s("hooks.example"))); // what was found may be the secret itself
    }
    void policiesNameWhoIsThere_data()
    {
        QTest::addColumn<QByteArray>("people");
        QTest::addColumn<QString>("says");
        QTest::newRow("nobody is named at all") << QByteArray() << QString();
        QTest::newRow("there") << QByteArray("    oncall-payments: {pagerduty: \"${env:A}\"}\n"
                                             "    release-room: {webhook: \"${env:B}\"}\n")
                               << QString();
        QTest::newRow("mistyped") << QByteArray("    oncall-payment: {pagerduty: \"${env:A}\"}\n"
                                                "    release-room: {webhook: \"${env:B}\"}\n")
                                  << s("people.notify of the workspace has no \"oncall-payments\"; allowed: "
                                       "oncall-payment, release-room; did you mean \"oncall-payment\"?");
    }
    void policiesNameWhoIsThere()
    {
        QFETCH(const QByteArray, people);
        QFETCH(const QString, says);
        QFile file(test::sourcePath("resources/policies/error-window.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray policy = file.readAll().replace("oncall-platform", "release-room");
        const WorkspaceReading reading =
            readWorkspaceText(document(people), s("/ws"), {{s("policies/slo.yaml"), policy}});
        QVERIFY(reading.workspace);
        QString all;
        for (const DocumentIssue &issue : reading.workspace->policies.constFirst().issues) {
            if (issue.message.contains(s("people.notify")))
                all += issue.toString();
        }
        QVERIFY2(says.isEmpty() ? all.isEmpty() : all.contains(says), qPrintable(all));
    }
};

QTEST_APPLESS_MAIN(NotifyReaderTest)
#include "tst_notify.moc"
