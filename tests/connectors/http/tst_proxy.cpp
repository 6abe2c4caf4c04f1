// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/http.h"
#include "connectors/http/proxy.h"
#include "connectors/http/tls.h"
#include "tests/support/fakeserver.h"
#include "tests/support/testproxy.h"

#include <QPointer>
#include <QTcpServer>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

struct Outcome {
    std::optional<Result<HttpResponse>> result;
    int sent = 0;
    [[nodiscard]] bool ok() const { return result && result->ok(); }
    [[nodiscard]] Error error() const { return result && !result->ok() ? result->error() : Error{}; }
    [[nodiscard]] QString words() const { return error().toString() + QLatin1Char(' ') + error().detail; }
};

HttpOptions through(const QString &proxy)
{
    HttpOptions options;
    options.name = s("prod-eu");
    options.allowPlainHttp = true;
    options.retry = {{1, 5}};
    options.proxy = *ProxyRules::always(proxy, s("HTTPS_PROXY"));
    return options;
}

Outcome run(HttpClient &client, const HttpRequest &request)
{
    Outcome outcome;
    QPointer<HttpJob> job = client.send(request);
    QObject::connect(job, &HttpJob::finished, job, [&outcome, &job](const Result<HttpResponse> &said) {
        outcome.result = said;
        outcome.sent = job->sent();
    });
    if (!QTest::qWaitFor([&] { return outcome.result.has_value() && job.isNull(); }, 20'000))
        qWarning("no answer");
    return outcome;
}

HttpRequest get(const QString &url)
{
    HttpRequest request;
    request.url = QUrl(url);
    request.attempts = 1;
    return request;
}

} // namespace

class TestProxies : public QObject {
    Q_OBJECT

    static QString at(const TestProxy &proxy, const char *user = "")
    {
        return s("http://") + s(user) + s("127.0.0.1:%1").arg(proxy.port());
    }

private Q_SLOTS:
    void cleanup()
    {
        for (const char *name : {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"})
            qunsetenv(name);
    }

    void exemptions_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("exempt");
        const auto row = [](const char *rules, const char *target, bool exempt) {
            QTest::addRow("%s | %s", rules, target) << s(rules) << s(target) << exempt;
        };
        row("*", "https://api.example", true);
        row("example.com", "https://example.com", true);
        row("example.com", "https://api.example.com", true);
        row("example.com", "https://notexample.com", false);
        row(".example.com", "https://api.example.com", true);
        row(".example.com", "https://example.com", false);
        row("*.example.com", "https://api.EXAMPLE.com", true);
        row("example.com:8443", "https://example.com:8443", true);
        row("example.com:8443", "https://example.com", false);
        row("example.com:443", "https://example.com", true);
        row("10.0.0.0/8", "https://10.20.30.40:6443", true);
        row("10.0.0.0/8", "https://11.20.30.40:6443", false);
        row("10.0.0.0/8", "https://api.example", false);
        row("fd00::/8", "https://[fd00::1]:6443", true);
        row("192.0.2.7", "https://192.0.2.7", true);
        row("192.0.2.7:80", "https://192.0.2.7", false);
        row("192.0.2.7", "https://192.0.2.70", false);
        row("[2001:db8::1]:443", "https://[2001:db8::1]", true);
        row("a.example, b.example", "https://b.example", true);
        row("", "https://b.example", false);
    }
    void exemptions()
    {
        QFETCH(QString, rules);
        QFETCH(QString, target);
        QFETCH(bool, exempt);
        qputenv("HTTPS_PROXY", "proxy.example:3128");
        qputenv("NO_PROXY", rules.toLatin1());
        const Result<ProxyRules> read = ProxyRules::fromEnvironment();
        QVERIFY(read.ok());
        QCOMPARE(read->choiceFor(QUrl(target)).isNone(), exempt);
    }

    void environment()
    {
        qputenv("https_proxy", "http://jo:s3cret@secure.example:3128");
        qputenv("HTTP_PROXY", "socks5://plain.example");
        const Result<ProxyRules> read = ProxyRules::fromEnvironment();
        QVERIFY(read.ok());
        const ProxyChoice secure = read->choiceFor(QUrl(s("https://api.example")));
        QCOMPARE(secure.shown(), s("http://secure.example:3128 (https_proxy)"));
        QCOMPARE(read->choiceFor(QUrl(s("http://api.example"))).from, s("HTTP_PROXY"));
        for (const char *loopback : {"https://localhost", "https://127.0.0.1:6443", "http://[::1]:9090"})
            QVERIFY2(read->choiceFor(QUrl(s(loopback))).isNone(), loopback);
        qputenv("HTTPS_PROXY", "https://jo:s3cret@proxy.example");
        const Result<ProxyRules> other = ProxyRules::fromEnvironment();
        QVERIFY(!other);
        QVERIFY2(other.error().message.contains(s("HTTPS_PROXY")), qPrintable(other.error().toString()));
        QVERIFY(!other.error().toString().contains(s("s3cret")));
    }

    void tunnel()
    {
        const TestCertificates &made = TestCertificates::instance();
        FakeServer server(FakeServer::Tls{made.pem("server.crt"), made.pem("server.key"), {}});
        server.on("/x", FakeReply::text(200, "secret path"));
        TestProxy proxy;
        proxy.lead("localhost", server.port());
        HttpOptions options = through(at(proxy));
        options.tls = *tlsConfiguration({made.pem("ca.crt"), {}, {}});
        options.credentials = [] { return HttpHeaders{{"Authorization", "Bearer t0ken"}}; };
        HttpClient client(options);
        const Outcome outcome = run(client, get(s("https://localhost:6443/x")));
        QVERIFY2(outcome.ok(), qPrintable(outcome.words()));
        QCOMPARE(proxy.requests(), QList<QByteArray>{"CONNECT localhost:6443 HTTP/1.1"});
        // What is for the backend is not for the proxy.
        QVERIFY(!proxy.heads().first().contains("t0ken"));
        QCOMPARE(server.requests("/x").first().headers.value("authorization"), QByteArray("Bearer t0ken"));
        QVERIFY(!server.requests("/x").first().headers.contains("proxy-authorization"));
    }

    void plain()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(200, "ok"));
        TestProxy proxy;
        proxy.lead("api.example", server.port());
        proxy.wantPassword("jo", "s3cr:et");
        HttpClient client(through(at(proxy, "jo:s3cr%3Aet@")));
        HttpRequest request = get(s("http://api.example/x"));
        request.method = "PATCH";
        request.body = "{}";
        request.idempotency = Idempotency::Unsafe; // its body can be read once: no second round for the password
        const Outcome outcome = run(client, request);
        QVERIFY2(outcome.ok(), qPrintable(outcome.words()));
        QCOMPARE(proxy.requests(), QList<QByteArray>{"PATCH http://api.example/x HTTP/1.1"});
        QCOMPARE(server.requests("/x").first().body, QByteArray("{}"));
    }

    void tunnelWithPassword()
    {
        const TestCertificates &made = TestCertificates::instance();
        FakeServer server(FakeServer::Tls{made.pem("server.crt"), made.pem("server.key"), {}});
        server.on("/x", FakeReply::text(200, "ok"));
        TestProxy proxy;
        proxy.lead("localhost", server.port());
        proxy.wantPassword("jo", "s3cret");
        HttpOptions options = through(at(proxy, "jo:s3cret@"));
        options.tls = *tlsConfiguration({made.pem("ca.crt"), {}, {}});
        HttpClient client(options);
        const Outcome outcome = run(client, get(s("https://localhost:6443/x")));
        QVERIFY2(outcome.ok(), qPrintable(outcome.words()));
    }

    void trouble_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("advice");
        for (const char *scheme : {"http", "https"}) {
            const auto row = [scheme](const char *name, const char *host, const char *user, const char *said,
                                      const char *advice) {
                QTest::addRow("%s: %s", scheme, name)
                    << s("%1://%2/x").arg(s(scheme), s(host)) << s(user) << s(said) << s(advice);
            };
            row("no password", "api.example", "", "wants a user and a password", "in its address, before the host");
            row("wrong password", "api.example", "jo:wr0ngpass@", "does not accept the user and password",
                "in its address, before the host");
        }
        QTest::newRow("https: denied") << s("https://denied.example/x") << s("jo:s3cret@")
                                       << s("lets nobody through to") << s("NO_PROXY");
        QTest::newRow("https: nowhere") << s("https://nowhere.example/x") << s("jo:s3cret@") << s("cannot reach")
                                        << s("NO_PROXY");
    }
    void trouble()
    {
        QFETCH(QString, url);
        QFETCH(QString, user);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        FakeServer server;
        TestProxy proxy;
        proxy.lead("api.example", server.port());
        proxy.wantPassword("jo", "s3cret");
        proxy.deny("denied.example");
        HttpClient client(through(at(proxy, qPrintable(user))));
        const Outcome outcome = run(client, get(url));
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.contains(said), qPrintable(outcome.words()));
        QVERIFY2(outcome.error().message.contains(s("127.0.0.1:%1 (HTTPS_PROXY)").arg(proxy.port())),
                 qPrintable(outcome.words()));
        QVERIFY2(outcome.error().hint.contains(advice), qPrintable(outcome.words()));
        QVERIFY2(!outcome.words().contains(s("s3cret")) && !outcome.words().contains(s("wr0ngpass")),
                 qPrintable(outcome.words()));
        QCOMPARE(server.connections(), 0);
    }

    void nobodyThere_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("http") << s("http://api.example/x");
        QTest::newRow("https") << s("https://api.example/x");
    }
    void nobodyThere()
    {
        QFETCH(QString, url);
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost, 0));
        const quint16 port = gone.serverPort();
        gone.close();
        HttpClient client(through(s("http://127.0.0.1:%1").arg(port)));
        const Outcome outcome = run(client, get(url));
        QVERIFY2(outcome.error().message.contains(s("Nothing answers at the proxy http://127.0.0.1:%1").arg(port)),
                 qPrintable(outcome.words()));
    }

    void theBackendsOwnTroubleNamesTheProxyToo()
    {
        FakeServer server;
        server.on("/x", FakeReply::silent(FakeReply::End::Close));
        TestProxy proxy;
        proxy.lead("api.example", server.port());
        HttpClient client(through(at(proxy)));
        const Outcome outcome = run(client, get(s("http://api.example/x")));
        QVERIFY2(outcome.error().where.contains(s("through the proxy")), qPrintable(outcome.words()));
    }
};

QTEST_GUILESS_MAIN(TestProxies)
#include "tst_proxy.moc"
