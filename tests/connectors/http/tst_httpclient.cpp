// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/http.h"
#include "tests/support/fakeserver.h"
#include "tests/support/gzip.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTcpServer>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using astern::test::FakeReply;
using astern::test::FakeRequest;
using astern::test::FakeServer;
using End = FakeReply::End;
using Kind = Error::Kind;

namespace {

// The same table as kRetry with pauses that a test can wait for.
const std::vector<RetryStep> kQuick{{1, 5}, {2, 10}, {3, 15}};

HttpOptions options()
{
    HttpOptions made;
    made.name = QStringLiteral("prom");
    made.retry = kQuick;
    return made;
}

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    return request;
}

// Keeps what a job said, and how often.
struct Heard {
    int times = 0;
    int sent = 0;
    bool doubtful = false;
    HttpResponse answer;
    std::optional<Result<HttpResponse>> result;

    void listen(HttpJob *job)
    {
        QObject::connect(job, &HttpJob::finished, job, [this, job](const Result<HttpResponse> &said) {
            ++times;
            result = said;
            sent = job->sent();
            doubtful = job->doubtful();
            answer = job->answer();
        });
    }
    [[nodiscard]] bool ok() const { return result && result->ok(); }
    [[nodiscard]] Error error() const { return result && !result->ok() ? result->error() : Error{}; }
};

Heard run(HttpClient &client, const HttpRequest &request)
{
    Heard heard;
    QPointer<HttpJob> job = client.send(request);
    heard.listen(job);
    if (heard.times > 0)
        qFatal("finished() came from inside send()");
    if (!QTest::qWaitFor([&] { return heard.times > 0 && job.isNull(); }, 20000))
        qWarning("no answer");
    return heard;
}

} // namespace

class TestHttpClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void answers_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("plain") << FakeReply::json("{}") << QByteArray("{}");
        QTest::newRow("empty") << FakeReply::text(204, "") << QByteArray();
        FakeReply pieces = FakeReply::text(200, "");
        pieces.pieces = {"one ", "", "two ", "three"};
        pieces.pieceDelayMs = 2;
        QTest::newRow("in pieces") << pieces << QByteArray("one two three");
        pieces.chunked = true;
        QTest::newRow("chunked") << pieces << QByteArray("one two three");
        pieces.chunked = false;
        pieces.contentLength = -2;
        pieces.end = End::Close;
        QTest::newRow("until the end of the connection") << pieces << QByteArray("one two three");
        QTest::newRow("gzip") << FakeReply::text(200, test::gzip("packed")).with("Content-Encoding", "gzip")
                              << QByteArray("packed");
        FakeReply slices = FakeReply::text(200, "").with("Content-Encoding", "gzip");
        slices.pieces.clear();
        for (const char byte : test::gzip("packed, byte by byte"))
            slices.pieces.append(QByteArray(1, byte));
        slices.chunked = true;
        QTest::newRow("gzip byte by byte") << slices << QByteArray("packed, byte by byte");
        QTest::newRow("gzip of nothing") << FakeReply::text(200, test::gzip("")).with("Content-Encoding", "gzip")
                                         << QByteArray();
    }
    void answers()
    {
        QFETCH(FakeReply, reply);
        QFETCH(QByteArray, body);
        FakeServer server;
        server.on("/x", reply);
        HttpClient client(options());
        const Heard heard = run(client, get(server.url(QStringLiteral("/x"))));
        QVERIFY2(heard.ok(), qPrintable(heard.error().toString()));
        QCOMPARE(heard.result->value().body, body);
        QCOMPARE(heard.result->value().status, reply.status);
        QCOMPARE(heard.times, 1);
        QCOMPARE(heard.sent, 1);
        QCOMPARE(server.count("/x"), 1);
    }

    // One kind of trouble a row: what the caller gets, and how often the server was really asked.
    void trouble_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("said");
        QTest::addColumn<bool>("transient");
        const auto row = [](const char *name, const FakeReply &reply, Kind kind, const char *said, bool transient) {
            QTest::newRow(name) << reply << int(kind) << QString::fromUtf8(said) << transient;
        };
        row("400", FakeReply::text(400, "unsupported path requested"), Kind::Invalid, "unsupported path requested",
            false);
        row("401", FakeReply::json("{\"message\":\"Unauthorized\"}", 401), Kind::Unauthorized,
            "does not accept the credentials", false);
        row("401 with a challenge", FakeReply::text(401, "").with("WWW-Authenticate", "Basic realm=\"x\""),
            Kind::Unauthorized, "does not accept", false);
        row("403", FakeReply::json("{\"message\":\"User cannot patch\"}", 403), Kind::NotPermitted, "User cannot patch",
            false);
        row("404 in plain text", FakeReply::text(404, "404 page not found\n"), Kind::NotFound, "404 page not found",
            false);
        row("409", FakeReply::json("{\"message\":\"object has been modified\"}", 409), Kind::Conflict,
            "has been modified", false);
        row("410", FakeReply::json("{\"message\":\"too old\"}", 410), Kind::Gone, "too old", false);
        row("422", FakeReply::json("{\"message\":\"test failed\"}", 422), Kind::Unprocessable, "test failed", false);
        row("429", FakeReply::text(429, "slow down"), Kind::Throttled, "slow down", true);
        row("500", FakeReply::text(500, "conflicting job modify index"), Kind::Unavailable, "modify index", false);
        row("502 in HTML", FakeReply::text(502, "<html><title>502 Bad Gateway</title></html>", "text/html"),
            Kind::Unavailable, "502 Bad Gateway", true);
        row("503", FakeReply::text(503, ""), Kind::Unavailable, "HTTP 503", true);
        row("504", FakeReply::text(504, ""), Kind::Unavailable, "HTTP 504", true);
        row("closed without an answer", FakeReply::silent(End::Close), Kind::Unreachable, "without an answer", true);
        row("reset without an answer", FakeReply::silent(End::Reset), Kind::Unreachable, "without an answer", true);
        row("hangs", FakeReply::silent(End::Hang), Kind::TimedOut, "did not answer", true);
        FakeReply hangs = FakeReply::text(200, "{\"half\":");
        hangs.contentLength = 100;
        hangs.end = End::Hang;
        row("hangs in the middle", hangs, Kind::TimedOut, "in the middle", true);
        FakeReply cut = hangs;
        cut.end = End::Close;
        row("cut short", cut, Kind::Unreachable, "in the middle", true);
        cut.end = End::Reset;
        row("reset in the middle", cut, Kind::Unreachable, "in the middle", true);
        row("too large", FakeReply::text(200, QByteArray(2000, 'x')), Kind::TooLarge, "larger than the limit", false);
        FakeReply grows = FakeReply::text(200, QByteArray(2000, 'x'));
        grows.chunked = true;
        row("too large without saying so", grows, Kind::TooLarge, "larger than the limit", false);
        row("zip bomb", FakeReply::text(200, test::gzip(QByteArray(16 << 20, '\0'))).with("Content-Encoding", "gzip"),
            Kind::TooLarge, "larger than the limit", false);
        row("damaged gzip", FakeReply::text(200, "no gzip").with("Content-Encoding", "gzip"), Kind::Malformed,
            "damaged", false);
        row("gzip cut short",
            FakeReply::text(200, test::gzip("packed packed").chopped(4)).with("Content-Encoding", "gzip"),
            Kind::Malformed, "damaged", true);
        row("encoding not asked for", FakeReply::text(200, "x").with("Content-Encoding", "br"), Kind::Malformed,
            "not asked for", false);
        row("redirect to another host", FakeReply::text(302, "").with("Location", "http://127.0.0.2:9/"), Kind::Refused,
            "http://127.0.0.2:9/", false);
        row("redirect to https", FakeReply::text(301, "").with("Location", "https://127.0.0.1/"), Kind::Refused,
            "https://127.0.0.1/", false);
        row("redirect to nowhere", FakeReply::text(302, ""), Kind::Malformed, "without saying where", false);
    }
    void trouble()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(QString, said);
        QFETCH(bool, transient);
        for (const Idempotency idempotency : {Idempotency::Safe, Idempotency::Keyed, Idempotency::Unsafe}) {
            FakeServer server;
            server.on("/x", reply);
            HttpClient client(options());
            HttpRequest request = get(server.url(QStringLiteral("/x")));
            request.idempotency = idempotency;
            request.idleMs = 80;
            request.maxBytes = 1000;
            if (idempotency != Idempotency::Safe) {
                request.method = "PATCH";
                request.body = "{}";
            }
            const Heard heard = run(client, request);
            QVERIFY(!heard.ok());
            const Error error = heard.error();
            QCOMPARE(int(error.kind), kind);
            QVERIFY2(error.message.contains(said), qPrintable(error.message));
            QVERIFY2(error.message.startsWith(QLatin1String("prom")) ||
                         error.message.contains(QLatin1String(" prom ")) ||
                         error.message.contains(QLatin1String("of prom")),
                     qPrintable(error.message));
            QVERIFY2(error.where.startsWith(QLatin1String("prom, http://127.0.0.1:")), qPrintable(error.where));
            QVERIFY(!error.hint.isEmpty());
            QCOMPARE(heard.times, 1);
            if (idempotency == Idempotency::Unsafe) {
                QCOMPARE(server.count("/x"), 1);
                QCOMPARE(heard.sent, 1);
            } else if (!transient) {
                QCOMPARE(server.count("/x"), 1);
            } else {
                // At least the three of the table; a connection that closed unanswered is tried once more at once,
                // and for safe requests Qt repeats by itself too.
                QVERIFY(server.count("/x") >= 3);
                QVERIFY(heard.sent == 3 || heard.sent == 4);
                if (idempotency == Idempotency::Keyed)
                    QCOMPARE(server.count("/x"), heard.sent);
            }
        }
    }

    // Qt sends a request again by itself when a kept-alive connection turns out to be dead, whatever its verb.
    void unsafeIsNeverResentByQt_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("reused");
        for (const bool reused : {false, true}) {
            for (const QByteArray method : {"POST", "PATCH", "PUT", "DELETE", "GET"}) {
                for (const QByteArray &body : {QByteArray(), QByteArray("{\"spec\":{}}"), QByteArray(300000, 'x')})
                    QTest::addRow("%s, %d bytes, %s", method.constData(), int(body.size()), reused ? "reused" : "fresh")
                        << method << body << reused;
            }
        }
    }
    void unsafeIsNeverResentByQt()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(bool, reused);
        FakeServer server;
        server.on("/warm", FakeReply::text(200, "ok"));
        server.on("/act", FakeReply::silent(End::Close));
        HttpClient client(options());
        if (reused)
            QVERIFY(run(client, get(server.url(QStringLiteral("/warm")))).ok());
        HttpRequest request = get(server.url(QStringLiteral("/act")));
        request.method = method;
        request.body = body;
        request.idempotency = Idempotency::Unsafe;
        const Heard heard = run(client, request);
        QCOMPARE(int(heard.error().kind), int(Kind::Unreachable));
        QCOMPARE(server.count("/act"), 1);
        const FakeRequest seen = server.requests("/act").first();
        QCOMPARE(seen.method, method);
        QCOMPARE(seen.body, body);
        if (reused)
            QCOMPARE(server.connections(), 1);
        // And nothing comes later: the connection still works for others.
        QVERIFY(run(client, get(server.url(QStringLiteral("/warm")))).ok());
        QCOMPARE(server.count("/act"), 1);
    }

    // The trap itself: without the body that cannot be rewound, this Qt does it. If this fails one day, be glad.
    void qtWouldResend()
    {
        FakeServer server;
        server.on("/warm", FakeReply::text(200, "ok"));
        server.on("/act", {FakeReply::silent(End::Close), FakeReply::text(200, "second")});
        HttpClient client(options());
        QVERIFY(run(client, get(server.url(QStringLiteral("/warm")))).ok());
        HttpRequest request = get(server.url(QStringLiteral("/act")));
        request.method = "POST";
        request.body = "query=up";
        request.attempts = 1;
        const Heard heard = run(client, request);
        QVERIFY(heard.ok());
        QCOMPARE(heard.sent, 1);
        QCOMPARE(server.count("/act"), 2);
    }

    void retries_data()
    {
        QTest::addColumn<QList<FakeReply>>("script");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<int>("sent");
        const FakeReply bad = FakeReply::text(503, "");
        const FakeReply good = FakeReply::text(200, "ok");
        QTest::newRow("second time lucky") << QList<FakeReply>{bad, good} << 3 << true << 2;
        QTest::newRow("third time lucky") << QList<FakeReply>{bad, bad, good} << 3 << true << 3;
        QTest::newRow("fourth would be") << QList<FakeReply>{bad, bad, bad, good} << 3 << false << 3;
        QTest::newRow("more attempts than the table has rows")
            << QList<FakeReply>{bad, bad, bad, bad, good} << 5 << true << 5;
        QTest::newRow("one attempt") << QList<FakeReply>{bad, good} << 1 << false << 1;
    }
    void retries()
    {
        QFETCH(QList<FakeReply>, script);
        QFETCH(int, attempts);
        QFETCH(bool, ok);
        QFETCH(int, sent);
        FakeServer server;
        server.on("/x", script);
        HttpClient client(options());
        HttpRequest request = get(server.url(QStringLiteral("/x")));
        request.attempts = attempts;
        const Heard heard = run(client, request);
        QCOMPARE(heard.ok(), ok);
        QCOMPARE(heard.sent, sent);
        QCOMPARE(server.count("/x"), sent);
    }

    void theTable()
    {
        const HttpOptions plain;
        const HttpRequest request;
        QCOMPARE(plain.retry.size(), size_t(3));
        const QList<QPair<int, int>> expected{{10000, 1000}, {20000, 4000}, {30000, 15000}};
        for (qsizetype i = 0; i < expected.size(); ++i) {
            QCOMPARE(request.deadlineMs * plain.retry[size_t(i)].timesDeadline, expected.at(i).first);
            QCOMPARE(plain.retry[size_t(i)].waitMs, expected.at(i).second);
        }
    }

    void deadline()
    {
        // Never idle, never done.
        FakeServer server;
        FakeReply drip = FakeReply::text(200, "");
        drip.pieces = QList<QByteArray>(1000, "x");
        drip.pieceDelayMs = 10;
        server.on("/x", drip);
        HttpClient client(options());
        HttpRequest request = get(server.url(QStringLiteral("/x")));
        request.deadlineMs = 150;
        request.idleMs = 100;
        request.attempts = 1;
        const Heard heard = run(client, request);
        QCOMPARE(int(heard.error().kind), int(Kind::TimedOut));
        QVERIFY2(heard.error().message.contains(QLatin1String("completely within 150")),
                 qPrintable(heard.error().message));
    }

    void retryAfterPausesEverybody()
    {
        FakeServer server;
        server.on("/busy", {FakeReply::text(429, "").with("Retry-After", "1"), FakeReply::text(200, "ok")});
        server.on("/other", FakeReply::text(200, "ok"));
        HttpClient client(options());
        QElapsedTimer clock;
        clock.start();
        QVERIFY(run(client, get(server.url(QStringLiteral("/busy")))).ok());
        QVERIFY(clock.elapsed() >= 950); // an order, not a speed: the pause was kept

        server.on("/busy", FakeReply::text(503, "").with("Retry-After", "1"));
        HttpRequest once = get(server.url(QStringLiteral("/busy")));
        once.attempts = 1;
        const Heard heard = run(client, once);
        QCOMPARE(int(heard.error().kind), int(Kind::Unavailable));
        QCOMPARE(heard.error().retryAfterMs, 1000);
        // Another request waits with it…
        clock.start();
        QVERIFY(run(client, get(server.url(QStringLiteral("/other")))).ok());
        QVERIFY(clock.elapsed() >= 800);
        // … unless that takes longer than an answer may.
        server.on("/busy", FakeReply::text(429, "").with("Retry-After", "3600"));
        const Heard refused = run(client, get(server.url(QStringLiteral("/busy"))));
        QCOMPARE(int(refused.error().kind), int(Kind::Throttled));
        QCOMPARE(refused.sent, 1);
        QCOMPARE(refused.error().retryAfterMs, 3600000);
        const int before = server.count("/other");
        const Heard paused = run(client, get(server.url(QStringLiteral("/other"))));
        QCOMPARE(int(paused.error().kind), int(Kind::Throttled));
        QVERIFY(paused.error().retryAfterMs > 3500000);
        QVERIFY2(paused.error().message.contains(QLatin1String("a pause that lasts another")),
                 qPrintable(paused.error().message));
        QCOMPARE(server.count("/other"), before);
    }

    void redirects()
    {
        FakeServer server;
        server.on("/old", FakeReply::text(302, "see there").with("Location", "/new?x=1"));
        server.on("/new", FakeReply::text(200, "there"));
        server.on("/loop", FakeReply::text(307, "").with("Location", "/loop"));
        HttpOptions withToken = options();
        withToken.credentials = [] { return HttpHeaders{{"Authorization", "Bearer s3cret"}}; };
        HttpClient client(withToken);
        const Heard heard = run(client, get(server.url(QStringLiteral("/old"))));
        QVERIFY2(heard.ok(), qPrintable(heard.error().toString()));
        QCOMPARE(heard.result->value().body, QByteArray("there"));
        QCOMPARE(server.requests("/new").first().target, QByteArray("/new?x=1"));
        QCOMPARE(server.requests("/new").first().headers.value("authorization"), QByteArray("Bearer s3cret"));

        const Heard loop = run(client, get(server.url(QStringLiteral("/loop"))));
        QCOMPARE(int(loop.error().kind), int(Kind::Refused));
        QCOMPARE(server.count("/loop"), 6);

        HttpRequest patch = get(server.url(QStringLiteral("/old")));
        patch.method = "PATCH";
        patch.body = "{}";
        const Heard refused = run(client, patch);
        QCOMPARE(int(refused.error().kind), int(Kind::Refused));
        QVERIFY2(refused.error().message.contains(server.url(QStringLiteral("/new")).toString()),
                 qPrintable(refused.error().message));
    }

    void credentialsStayHome()
    {
        FakeServer home;
        FakeServer abroad;
        home.on("/x", FakeReply::text(302, "").with("Location", abroad.url(QStringLiteral("/steal")).toEncoded()));
        HttpOptions withToken = options();
        withToken.credentials = [] { return HttpHeaders{{"Authorization", "Bearer s3cret"}}; };
        HttpClient client(withToken);
        const Heard heard = run(client, get(home.url(QStringLiteral("/x"))));
        QCOMPARE(int(heard.error().kind), int(Kind::Refused));
        QVERIFY(heard.error().message.contains(abroad.url(QStringLiteral("/steal")).toString()));
        QCOMPARE(abroad.connections(), 0);
    }

    void credentialsAreAskedEachTime()
    {
        FakeServer server;
        server.on("/x", {FakeReply::text(503, ""), FakeReply::text(200, "ok")});
        HttpOptions renewing = options();
        int asked = 0;
        renewing.credentials = [&asked] {
            return HttpHeaders{{"Authorization", "Bearer n" + QByteArray::number(++asked)}};
        };
        HttpClient client(renewing);
        QVERIFY(run(client, get(server.url(QStringLiteral("/x")))).ok());
        QCOMPARE(server.requests("/x").at(0).headers.value("authorization"), QByteArray("Bearer n1"));
        QCOMPARE(server.requests("/x").at(1).headers.value("authorization"), QByteArray("Bearer n2"));
    }

    void secretsInAnswersAreRedacted()
    {
        FakeServer server;
        // The server is so kind as to repeat what it got, without any word that would give it away.
        server.on("/x", FakeReply::json("{\"message\":\"who is plainlowercasesecret\"}", 403));
        HttpOptions withToken = options();
        withToken.credentials = [] { return HttpHeaders{{"X-Scope-Key", "plainlowercasesecret\n"}}; };
        HttpClient client(withToken);
        QUrl url = server.url(QStringLiteral("/x"));
        url.setQuery(QStringLiteral("access_token=inquery"));
        const Heard heard = run(client, get(url));
        QCOMPARE(server.requests("/x").first().headers.value("x-scope-key"), QByteArray("plainlowercasesecret"));
        const QString everything = heard.error().toString() + heard.error().detail;
        QVERIFY2(!everything.contains(QLatin1String("plainlowercasesecret")), qPrintable(everything));
        QVERIFY2(!everything.contains(QLatin1String("inquery")), qPrintable(everything));
        QVERIFY2(everything.contains(QLatin1String("who is ***")), qPrintable(everything));
    }

    void userInAddress()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(401, "no"));
        HttpClient client(options());
        QUrl url = server.url(QStringLiteral("/x"));
        url.setUserName(QStringLiteral("reader"));
        url.setPassword(QStringLiteral("s3:cr@t"));
        const Heard heard = run(client, get(url));
        QCOMPARE(server.requests("/x").first().headers.value("authorization"),
                 "Basic " + QByteArray("reader:s3:cr@t").toBase64());
        QVERIFY(!QString(heard.error().toString() + heard.error().detail).contains(QLatin1String("s3")));
    }

    void headersThatAreSent()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(200, "").with("Set-Cookie", "a=b"));
        HttpClient client(options());
        HttpRequest request = get(server.url(QStringLiteral("/x")));
        request.headers = {{"Accept", "application/json"}};
        QVERIFY(run(client, request).ok());
        QVERIFY(run(client, request).ok());
        const FakeRequest seen = server.requests("/x").at(1);
        QCOMPARE(seen.headers.value("accept"), QByteArray("application/json"));
        QVERIFY(seen.headers.value("user-agent").startsWith("Astern/"));
        QCOMPARE(seen.headers.value("accept-encoding"), QByteArray("identity")); // loopback
        QVERIFY(!seen.headers.contains("cookie"));
        QCOMPARE(server.connections(), 1);
    }

    void refusedBeforeSending_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("kind");
        QTest::newRow("plain http") << QStringLiteral("http://prom.example/") << int(Kind::Refused);
        QTest::newRow("no address") << QString() << int(Kind::Invalid);
        QTest::newRow("other scheme") << QStringLiteral("file:///etc/passwd") << int(Kind::Invalid);
    }
    void refusedBeforeSending()
    {
        QFETCH(QString, url);
        QFETCH(int, kind);
        HttpClient client(options());
        const Heard heard = run(client, get(QUrl(url)));
        QCOMPARE(int(heard.error().kind), kind);
        QCOMPARE(heard.sent, 0);
        QVERIFY(heard.error().notSent);
    }

    void doubt_data()
    {
        QTest::addColumn<FakeReply>("first");
        QTest::addColumn<bool>("doubtful");
        FakeReply broken = FakeReply::text(200, "half");
        broken.contentLength = 100;
        broken.end = End::Close;
        FakeReply refusal = FakeReply::text(409, "half");
        refusal.contentLength = 100;
        refusal.end = End::Close;
        QTest::newRow("a proxy gave up") << FakeReply::text(504, "") << true;
        QTest::newRow("no answer") << FakeReply::silent(End::Reset) << true;
        QTest::newRow("half a yes") << broken << true;
        QTest::newRow("half a no") << refusal << false;
        QTest::newRow("asked to wait") << FakeReply::text(429, "") << false;
    }
    // Refused the second time: does that settle it?
    void doubt()
    {
        QFETCH(FakeReply, first);
        QFETCH(bool, doubtful);
        FakeServer server;
        server.on("/x", {first, FakeReply::text(403, "no")});
        HttpClient client(options());
        HttpRequest request = get(server.url(QStringLiteral("/x")));
        request.method = "PATCH";
        request.body = "{}";
        request.idempotency = Idempotency::Keyed;
        const Heard heard = run(client, request);
        QCOMPARE(int(heard.error().kind), int(Kind::NotPermitted));
        QCOMPARE(heard.sent, 2);
        QCOMPARE(heard.doubtful, doubtful);
        QVERIFY(!heard.error().notSent);
    }

    void deadServer()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const quint16 port = taken.serverPort();
        taken.close();
        HttpClient client(options());
        const Heard heard = run(client, get(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(port))));
        QCOMPARE(int(heard.error().kind), int(Kind::Unreachable));
        QCOMPARE(heard.sent, 3);
        QVERIFY(heard.error().notSent);
        QVERIFY(!heard.doubtful);
        QVERIFY2(
            heard.error().message.contains(QStringLiteral("Nothing answers for prom at 127.0.0.1, port %1").arg(port)),
            qPrintable(heard.error().message));
    }

    void comesBack()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(200, "ok"));
        HttpClient client(options());
        QVERIFY(run(client, get(server.url(QStringLiteral("/x")))).ok());
        server.stop();
        QCOMPARE(int(run(client, get(server.url(QStringLiteral("/x")))).error().kind), int(Kind::Unreachable));
        server.listen();
        QVERIFY(run(client, get(server.url(QStringLiteral("/x")))).ok());
    }

    void cancel_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<bool>("wait");
        QTest::newRow("at once") << FakeReply::text(200, "ok") << false;
        QTest::newRow("before the answer") << FakeReply::silent(End::Hang) << true;
        FakeReply half = FakeReply::text(200, "half");
        half.contentLength = 100;
        half.end = End::Hang;
        QTest::newRow("in the middle") << half << true;
        QTest::newRow("in a pause") << FakeReply::text(503, "") << true;
    }
    void cancel()
    {
        QFETCH(FakeReply, reply);
        QFETCH(bool, wait);
        FakeServer server;
        server.on("/x", reply);
        HttpOptions slow = options();
        slow.retry = {{1, 60000}};
        HttpClient client(slow);
        Heard heard;
        QPointer<HttpJob> job = client.send(get(server.url(QStringLiteral("/x"))));
        heard.listen(job);
        if (wait)
            QTRY_COMPARE(server.count("/x"), 1);
        if (reply.status == 503 || reply.contentLength == 100)
            QTRY_VERIFY(job->status() != 0);
        job->cancel();
        job->cancel();
        QCOMPARE(heard.times, 0); // a value that comes later, as every answer
        QTRY_VERIFY(job.isNull());
        QCOMPARE(heard.times, 1);
        QCOMPARE(int(heard.error().kind), int(Kind::Cancelled));
        QVERIFY(server.count("/x") <= 1);
    }

    void cancelAll()
    {
        FakeServer server;
        server.on("/x", FakeReply::silent(End::Hang));
        HttpClient client(options());
        QList<std::shared_ptr<Heard>> all;
        for (int i = 0; i < 20; ++i) {
            all.append(std::make_shared<Heard>());
            all.last()->listen(client.send(get(server.url(QStringLiteral("/x")))));
        }
        QTRY_COMPARE(server.count("/x"), 6); // Qt's six connections
        client.cancelAll();
        for (const auto &heard : all) {
            QTRY_COMPARE(heard->times, 1);
            QCOMPARE(int(heard->error().kind), int(Kind::Cancelled));
        }
    }

    void destroyedWithWorkInFlight()
    {
        FakeServer server;
        server.on("/x", FakeReply::silent(End::Hang));
        Heard heard;
        {
            HttpClient client(options());
            heard.listen(client.send(get(server.url(QStringLiteral("/x")))));
            client.open(get(server.url(QStringLiteral("/x"))));
            QTRY_COMPARE(server.count("/x"), 2);
        }
        QCOMPARE(heard.times, 0);
    }

    void jobDestroyedBySlot()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(200, "ok"));
        auto client = std::make_unique<HttpClient>(options());
        HttpJob *job = client->send(get(server.url(QStringLiteral("/x"))));
        bool done = false;
        // Queued, as a well-behaved owner would; the job's own deleteLater() must not come twice.
        connect(
            job, &HttpJob::finished, this,
            [&] {
                done = true;
                client.reset();
            },
            Qt::QueuedConnection);
        QTRY_VERIFY(done);
        QVERIFY(!client);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
