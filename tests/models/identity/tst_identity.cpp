// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/identity.h"

#include <QTest>

using namespace astern;

namespace {

const QStringList kManagers{QStringLiteral("release-managers")};

Workspace read(const QByteArray &more)
{
    const WorkspaceReading reading =
        readWorkspaceText("astern: workspace/v1\nname: shop\nservices: {}\n" + more, QStringLiteral("/tmp"));
    QStringList issues;
    for (const WorkspaceIssue &issue : reading.issues)
        issues.append(issue.toString());
    if (!reading.workspace)
        qFatal("%s", qPrintable(issues.join(QLatin1Char('\n'))));
    return *reading.workspace;
}

const QByteArray kOidc = "identity: {type: oidc, issuer: 'https://login.shop.example', client_id: astern}\n";
const QByteArray kRoles = "people:\n  roles:\n    release-manager: {oidc_group: release-managers}\n"
                          "    on-call: {oidc_group: [oncall, night], os_user: jo}\n"
                          "    owner: {os_group: [wheel]}\n";

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roles_data();
    void roles();
    void persons_data();
    void persons();
    void salts();
    void actor();
    void system();
    void reading_data();
    void reading();
};

void TestIdentity::roles_data()
{
    QTest::addColumn<QByteArray>("identity");
    QTest::addColumn<QString>("auth");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QStringList>("groups");
    QTest::addColumn<QString>("roles");
    const auto row = [](const char *name, const QByteArray &config, const char *auth, const char *subject,
                        const QStringList &groups, const char *given) {
        QTest::newRow(name) << config << QString::fromLatin1(auth) << QString::fromLatin1(subject) << groups
                            << QString::fromLatin1(given);
    };
    row("group of the provider", kOidc, "oidc", "alice", kManagers, "release-manager");
    row("two groups", kOidc, "oidc", "alice", {QStringLiteral("night"), QStringLiteral("release-managers")},
        "release-manager,on-call");
    row("two groups of one role", kOidc, "oidc", "alice", {QStringLiteral("night"), QStringLiteral("oncall")},
        "on-call");
    row("no group", kOidc, "oidc", "alice", {}, "");
    row("another's group", kOidc, "oidc", "alice", {QStringLiteral("developers")}, "");
    row("capitals", kOidc, "oidc", "alice", {QStringLiteral("Release-Managers")}, "");
    row("part of a name", kOidc, "oidc", "alice", {QStringLiteral("release-managers-test")}, "");
    // Names of this machine prove nothing where a provider vouches, nor the other way round.
    row("user of the machine, with a provider", kOidc, "os", "jo", {QStringLiteral("wheel")}, "");
    row("subject called like a user", kOidc, "oidc", "jo", {}, "");
    row("group called like one of the machine", kOidc, "oidc", "alice", {QStringLiteral("wheel")}, "");
    row("user of the machine", {}, "os", "jo", {}, "on-call");
    row("group of the machine", {}, "os", "sam", {QStringLiteral("wheel")}, "owner");
    row("group called like one of a provider", {}, "os", "sam", kManagers, "");
    row("a sign-in that nobody configured", {}, "oidc", "jo", kManagers, "");
    row("nobody", kOidc, "oidc", "", kManagers, "");
}

void TestIdentity::roles()
{
    QFETCH(QByteArray, identity);
    QFETCH(QString, auth);
    QFETCH(QString, subject);
    QFETCH(QStringList, groups);
    QFETCH(QString, roles);
    const Workspace workspace = read(identity + kRoles);
    Identity who;
    who.auth = auth;
    who.subject = subject;
    who.groups = groups;
    who.person = personOf(QStringLiteral("issuer"), subject, personSalt(workspace));
    QCOMPARE(rolesOf(workspace.identity, workspace.roles, who).join(QLatin1Char(',')), roles);
}

void TestIdentity::persons_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<bool>("same"); // as https://i, alice, salt
    const auto row = [](const char *name, const char *issuer, const char *subject, const char *salt, bool same) {
        QTest::newRow(name) << QString::fromLatin1(issuer) << QString::fromLatin1(subject) << QByteArray(salt) << same;
    };
    row("again", "https://i", "alice", "salt", true);
    row("another person", "https://i", "bob", "salt", false);
    row("another issuer", "https://j", "alice", "salt", false);
    row("another team", "https://i", "alice", "pepper", false);
    row("moved letters", "https://ia", "lice", "salt", false);
    row("moved lengths", "https://i5:alic", "e", "salt", false);
}

void TestIdentity::persons()
{
    QFETCH(QString, issuer);
    QFETCH(QString, subject);
    QFETCH(QByteArray, salt);
    QFETCH(bool, same);
    const QString alice = personOf(QStringLiteral("https://i"), QStringLiteral("alice"), "salt");
    QVERIFY(alice.startsWith(QLatin1String("person-")) && !alice.contains(QLatin1String("alice")));
    QCOMPARE(personOf(issuer, subject, salt) == alice, same);
    QVERIFY(personOf(issuer, {}, salt).isEmpty());
}

// Every device of a team agrees, whatever its workspace is called; two teams do not.
void TestIdentity::salts()
{
    const QByteArray team = "journal: {team: {type: postgresql, host: db.example, database: astern}}\n";
    Workspace one = read(team);
    Workspace other = read(team);
    other.name = QStringLiteral("shop-of-sam");
    QCOMPARE(personSalt(one), personSalt(other));
    other.journal.team.database = QStringLiteral("astern2");
    QVERIFY(personSalt(one) != personSalt(other));
    QVERIFY(personSalt(read({})) != personSalt(one));
}

void TestIdentity::actor()
{
    const Actor account{.ref = QStringLiteral("os-1"), .name = QStringLiteral("jo")};
    Identity identity;
    QCOMPARE(actorOf(identity, account), account);
    identity.person = QStringLiteral("person-1");
    identity.name = QStringLiteral("Jo Doe");
    identity.roles = {QStringLiteral("a"), QStringLiteral("b")};
    identity.auth = QStringLiteral("oidc");
    const Actor actor = actorOf(identity, account);
    QCOMPARE(actor.ref, account.ref);
    QCOMPARE(actor.name, identity.name);
    QCOMPARE(actor.who(), identity.person);
    QCOMPARE(actor.roles, identity.roles);
    QCOMPARE(actor.auth, identity.auth);
    QVERIFY(!actor.automation);
}

void TestIdentity::system()
{
    Workspace workspace = read({});
    const QString name = systemIdentity(workspace).name;
    QVERIFY(!name.isEmpty());
    const QStringList groups = systemIdentity(workspace).groups;
    QVERIFY(!groups.isEmpty());
    workspace.roles = {{.role = QStringLiteral("me"), .osUsers = {name}},
                       {.role = QStringLiteral("mine"), .osGroups = {groups.constFirst()}},
                       {.role = QStringLiteral("other"), .osUsers = {QStringLiteral("nobody-like-me")}}};
    const Identity identity = systemIdentity(workspace);
    QCOMPARE(identity.roles, (QStringList{QStringLiteral("me"), QStringLiteral("mine")}));
    QCOMPARE(identity.auth, QStringLiteral("os"));
    QVERIFY(identity.holdsAt(0));
    QCOMPARE(systemIdentity(workspace).person, identity.person);
}

void TestIdentity::reading_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code"); // empty: it is good
    const auto row = [](const char *text, const char *code) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(code);
    };
    row("identity: {type: oidc, issuer: 'https://i.example/realms/a', client_id: a}", "");
    row("identity: {type: oidc, issuer: 'http://127.0.0.1:9', client_id: a, clock_skew: 5m, pin: false}", "");
    row("identity: {type: os, pin: true}", "");
    row("identity: {type: oidc, issuer: 'http://i.example', client_id: a}", "W-URL");
    row("identity: {type: oidc, issuer: 'https://u:p@i.example', client_id: a}", "W-URL");
    row("identity: {type: oidc, issuer: 'https://i.example/?a=b', client_id: a}", "W-URL");
    row("identity: {type: oidc, issuer: 'ftp://i.example', client_id: a}", "W-URL");
    row("identity: {type: oidc, client_id: a}", "W-MISSING");
    row("identity: {type: oidc, issuer: 'https://i.example'}", "W-MISSING");
    row("identity: {type: oidc, issuer: 'https://i.example', client_id: a, clock_skew: 6m}", "W-RANGE");
    row("identity: {type: oidc, issuer: 'https://i.example', client_id: a, scopes: [profile]}", "W-VALUE");
    row("identity: {type: oidc, issuer: 'https://i.example', client_id: a, secret: b}", "W-KEY");
    row("identity: {type: os, issuer: 'https://i.example'}", "W-KEY");
    row("identity: {type: saml}", "W-VALUE");
    row("identity: {}", "W-MISSING");
    row("identity: oidc", "W-TYPE");
    row("people: {roles: {a: {oidc_group: [b, c]}}}", "");
    row("people: {roles: {a: {oidc_group: {b: c}}}}", "W-TYPE");
    row("people: {roles: {a: {group: b}}}", "W-KEY");
    row("people: {roles: {'a b': {os_user: b}}}", "W-ID");
    row("people: {roles: [a]}", "W-TYPE");
}

void TestIdentity::reading()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    const WorkspaceReading reading =
        readWorkspaceText("astern: workspace/v1\nname: shop\nservices: {}\n" + text + "\n", QStringLiteral("/tmp"));
    QString found;
    for (const WorkspaceIssue &issue : reading.issues)
        found = found.isEmpty() ? issue.code : found;
    QCOMPARE(found, code);
    QCOMPARE(reading.workspace.has_value(), code.isEmpty());
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
