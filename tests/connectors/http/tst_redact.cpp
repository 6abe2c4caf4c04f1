// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/http.h"

#include <QTest>

using astern::connectors::HttpClient;

class TestRedact : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void secrets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret"); // must be gone
        QTest::addColumn<QString>("kept");   // must still be there
        const auto row = [](const char *name, const char *text, const char *secret, const char *kept) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(secret)
                                << QString::fromLatin1(kept);
        };
        row("bearer header", "Authorization: Bearer abc.def-123\nHost: x", "abc.def-123", "Host: x");
        row("basic header", "authorization: Basic cmVhZGVyOnMzY3JldA==", "cmVhZGVyOnMzY3JldA==", "authorization");
        row("raw header", "Authorization: user:prod.94ab2", "prod.94ab2", "Authorization");
        row("proxy header", "Proxy-Authorization: Digest username=x", "username", "Proxy-Authorization");
        row("header in JSON", R"({"Authorization":"Bearer s3cr3t","a":1})", "s3cr3t", "\"a\":1");
        row("bearer alone", "sent Bearer s3cr3tvalue to the host", "s3cr3tvalue", "to the host");
        row("github", "token ghp_A1b2C3d4 refused", "ghp_A1b2C3d4", "refused");
        row("password in an address", "https://jo:pa55w0rd@prom.example/api", "pa55w0rd", "prom.example/api");
        row("scheme behind digits", "00.123456789nullres://shop:hunter2@db", "hunter2", "@db");
        row("at sign in a password", "postgres://shop:hunt@er2@db/x", "er2", "@db/x");
        row("token as user of an address", "https://ghp_abc@prom.example/", "ghp_abc", "prom.example");
        row("token in a query", "GET /x?access_token=abc123&limit=5", "abc123", "limit=5");
        row("key in a query", "/v1?api_key=9f31&x=1", "9f31", "x=1");
        row("password in a form", "user=jo&password=hunter2&x=1", "hunter2", "user=jo");
        row("secret in JSON", R"({"client_secret": "xyzzy", "id": 7})", "xyzzy", "\"id\": 7");
        row("token in JSON", R"({"token":"k8s-aws-v1.aHR0","kind":"x"})", "aHR0", "\"kind\":\"x\"");
        row("vault", "X-Vault-Token: hvs.CAES", "hvs.CAES", "X-Vault-Token");
        row("cookie", "Set-Cookie: session=deadbeef", "deadbeef", "Set-Cookie");
        row("web token", "who is eyJhbGciOiJSUzI1.eyJzdWIiOiJqbyJ9.c2ln ?", "eyJzdWIiOiJqbyJ9", "who is");
        row("private key", "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\nafter", "MHcC",
            "after");
        row("private key cut off", "x -----BEGIN PRIVATE KEY-----\nMHcC", "MHcC", "x ");
    }
    void secrets()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        QFETCH(QString, kept);
        QVERIFY(text.contains(secret)); // the row is right
        const QString clean = HttpClient::redact(text);
        QVERIFY2(!clean.contains(secret), qPrintable(clean));
        QVERIFY2(clean.contains(kept), qPrintable(clean));
        QVERIFY2(clean.contains(QLatin1String("***")), qPrintable(clean));
        QCOMPARE(HttpClient::redact(clean), clean);
    }

    void ordinaryText_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "token expired", "the bearer token is missing", "basic auth is needed",
              "deployments.apps \"web\" is forbidden: User \"viewer\" cannot patch resource \"deployments\"",
              "https://prom.example:9090/api/v1/query",
              "invalid parameter \"query\": 1:30: parse error: unclosed left parenthesis",
              "mail jo@shop.example about it"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void ordinaryText()
    {
        QFETCH(QString, text);
        QCOMPARE(HttpClient::redact(text), text);
    }
};

QTEST_GUILESS_MAIN(TestRedact)
#include "tst_redact.moc"
