// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/oidcprovider.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/fakeserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

QJsonObject goodDescription(const QString &issuer)
{
    return {{QStringLiteral("issuer"), issuer},
            {QStringLiteral("authorization_endpoint"), issuer + QStringLiteral("/auth")},
            {QStringLiteral("token_endpoint"), issuer + QStringLiteral("/token")},
            {QStringLiteral("jwks_uri"), issuer + QStringLiteral("/keys")},
            {QStringLiteral("device_authorization_endpoint"), issuer + QStringLiteral("/device")},
            {QStringLiteral("code_challenge_methods_supported"), QJsonArray{QStringLiteral("S256")}}};
}

QByteArray json(const QJsonObject &object) { return QJsonDocument(object).toJson(); }

} // namespace

// Providers that say the wrong thing, or nothing.
class TestOidcFailures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void descriptions_data();
    void descriptions();
    void answers_data();
    void answers();
};

void TestOidcFailures::descriptions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    const QString issuer = QStringLiteral("https://login.shop.example/realms/a");
    const auto row = [&issuer](const char *name, const QJsonObject &changed, bool good) {
        QJsonObject description = goodDescription(issuer);
        for (auto it = changed.begin(); it != changed.end(); ++it)
            description.insert(it.key(), it.value());
        QTest::newRow(name) << json(description) << good;
    };
    const auto is = [](const char *key, const QJsonValue &value) { return QJsonObject{{QLatin1String(key), value}}; };
    row("as it should be", {}, true);
    row("another issuer", is("issuer", QStringLiteral("https://login.evil.example/realms/a")), false);
    row("issuer with a slash", is("issuer", issuer + QLatin1Char('/')), false);
    row("no issuer", is("issuer", QJsonValue()), false);
    row("plain PKCE alone", is("code_challenge_methods_supported", QJsonArray{QStringLiteral("plain")}), false);
    row("says nothing of PKCE", is("code_challenge_methods_supported", QJsonValue()), true);
    row("no code flow", is("response_types_supported", QJsonArray{QStringLiteral("id_token")}), false);
    row("plain HTTP", is("token_endpoint", QStringLiteral("http://login.shop.example/token")), false);
    row("no browser page", is("authorization_endpoint", QJsonValue()), false);
    row("a file", is("authorization_endpoint", QStringLiteral("file:///etc/passwd")), false);
    row("a script", is("authorization_endpoint", QStringLiteral("javascript:alert(1)")), false);
    row("no keys", is("jwks_uri", QJsonValue()), false);
    row("device page that is a file is not offered", is("device_authorization_endpoint", QStringLiteral("file:///a")),
        true);
    QTest::newRow("no JSON") << QByteArray("<html>") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestOidcFailures::descriptions()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const Result<OidcMetadata> read =
        readOidcMetadata(text, QUrl(QStringLiteral("https://login.shop.example/realms/a")));
    QCOMPARE(read.ok(), good);
    if (!good)
        QVERIFY(!read.error().message.isEmpty() && !read.error().where.isEmpty());
    QCOMPARE(metadataUrl(QUrl(QStringLiteral("https://i.example/"))).toString(),
             QStringLiteral("https://i.example/.well-known/openid-configuration"));
}

void TestOidcFailures::answers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("description"); // "@": a good one
    QTest::addColumn<QByteArray>("device");
    QTest::addColumn<QString>("problem"); // part of it
    const auto device = [](const QString &page, const QString &complete = {}) {
        QJsonObject object{{QStringLiteral("device_code"), QStringLiteral("d")},
                           {QStringLiteral("user_code"), QStringLiteral("U")},
                           {QStringLiteral("verification_uri"), page},
                           {QStringLiteral("expires_in"), 600}};
        if (!complete.isEmpty())
            object.insert(QStringLiteral("verification_uri_complete"), complete);
        return json(object);
    };
    const QString page = QStringLiteral("https://login.example/d");
    const QString script = QStringLiteral("javascript:alert(1)");
    const auto row = [](const char *name, int status, const QByteArray &description, const QByteArray &answer,
                        const char *problem) {
        QTest::newRow(name) << status << description << answer << QString::fromLatin1(problem);
    };
    row("code", 200, "@", device(page), "");
    row("no description", 404, "no", "", "nothing at this address");
    row("broken", 500, "oops", "", "500");
    row("too long", 200, QByteArray(300 * 1024, ' '), "", "larger than the limit");
    row("a page", 200, "<html>", "", "no OpenID provider here");
    row("no code", 200, "@", "{}", "no code to type");
    row("device page is a script", 200, "@", device(script), "no code to type");
    row("device page is plain HTTP", 200, "@", device(QStringLiteral("http://login.example/d")), "no code to type");
    row("complete page is a script", 200, "@", device(page, script), "");
}

void TestOidcFailures::answers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, description);
    QFETCH(QByteArray, device);
    QFETCH(QString, problem);
    FakeServer server;
    QString issuer = server.url().toString();
    issuer.chop(1);
    server.on("/.well-known/openid-configuration",
              FakeReply::json(description == "@" ? json(goodDescription(issuer)) : description, status));
    server.on("/device", FakeReply::json(device));
    QTemporaryDir locks;
    FakeSecrets secrets;
    SystemClock clock;
    IdentityConfig config;
    config.type = IdentityConfig::Type::Oidc;
    config.issuer = QUrl(issuer);
    config.clientId = QStringLiteral("astern");
    config.scopes = {QStringLiteral("openid")};
    OidcProvider desk(
        {.config = config, .salt = "salt", .keychain = &secrets, .lockFolder = locks.path(), .clock = &clock});
    desk.signIn(IdentityProvider::Way::Device);
    if (problem.isEmpty()) {
        QTRY_COMPARE(desk.state().browse, QUrl(QStringLiteral("https://login.example/d")));
        QCOMPARE(desk.state().code, QStringLiteral("U"));
        return;
    }
    QTRY_COMPARE_WITH_TIMEOUT(toString(desk.state().state), QStringLiteral("signed-out"), 20'000);
    QVERIFY2(desk.state().problem.contains(problem), qPrintable(desk.state().problem));
}

QTEST_GUILESS_MAIN(TestOidcFailures)
#include "tst_oidcfailures.moc"
