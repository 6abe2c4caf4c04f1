// SPDX-License-Identifier: GPL-3.0-or-later
// Probes of policies against servers that answer, refuse, hang and misbehave: each try is one result, and says why.
#include "connectors/probe/probecheck.h"
#include "connectors/probe/prober.h"
#include "tests/support/clocks.h"
#include "tests/support/fakeserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

policy::ProbeQuery query(const QUrl &url, const char *signal = "buy-path", Role role = Role::New)
{
    policy::HttpCheck check;
    check.url = url.toString();
    policy::ProbeQuery made;
    made.rollout = s("checkout@prod/eu-1#new@1");
    made.signal = s(signal);
    made.role = role;
    made.probe = {.everyMs = 50, .timeoutMs = 400, .check = check, .from = {}};
    return made;
}

policy::HttpCheck &http(policy::ProbeQuery &query) { return std::get<policy::HttpCheck>(query.probe.check); }

policy::ProbeQuery tcp(const QString &host, int port)
{
    policy::ProbeQuery made = query({});
    made.probe.check = policy::TcpCheck{.host = host, .port = port, .maxLatencyMs = {}};
    return made;
}

// A prober with everything that it has told.
struct Told : QObject {
    explicit Told(const QList<policy::ProbeQuery> &queries, const ProbeSettings &settings = {},
                  const Clock *other = nullptr)
        : prober(s("ops-2"), other ? *other : clock)
    {
        connect(&prober, &Prober::recorded, this, [this](const policy::RecordBatch &batch) { batches.append(batch); });
        prober.setSettings(settings);
        prober.setQueries(queries);
    }
    [[nodiscard]] policy::SampleRecord record(qsizetype at = 0) const { return batches.value(at).records.value(0); }
    [[nodiscard]] QString trouble(qsizetype at = 0) const { return record(at).labels.value(s("detail")); }

    SystemClock clock;
    QList<policy::RecordBatch> batches;
    Prober prober;
};

// A port on which nobody listens.
int deadPort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

class TestProber : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsEachResult()
    {
        FakeServer server;
        server.on("/health", FakeReply::json("{\"db\":\"ok\",\"queue\":3,\"more\":[]}"));
        policy::ProbeQuery wanted = query(server.url(s("/health")));
        http(wanted).method = s("POST");
        http(wanted).headers = {{s("X-Tenant"), s("shop")}};
        http(wanted).body = s("{}");
        http(wanted).expectJson = {{s("db"), s("ok")}, {s("queue"), 3}};
        const qint64 before = SystemClock().wallMs();
        Told told({wanted});
        QTRY_VERIFY(told.batches.size() >= 3);
        const policy::RecordBatch first = told.batches.constFirst();
        QCOMPARE(first.rollout, wanted.rollout);
        QCOMPARE(first.source, s("probe"));
        QCOMPARE(first.records.size(), 1);
        QVERIFY(!first.catchUp && !first.error);
        const policy::SampleRecord record = told.record();
        QCOMPARE(record.source, s("probe"));
        QCOMPARE(record.series, s("buy-path"));
        QCOMPARE(record.labels, (QMap<QString, QString>{{s("role"), s("new")}, {s("location"), s("ops-2")}}));
        QCOMPARE(record.value, 1.0);
        QVERIFY(record.eventMs >= before && record.eventMs == record.arrivedMs);
        QVERIFY(told.record(1).eventMs > record.eventMs);
        const FakeRequest asked = server.requests("/health").constFirst();
        QCOMPARE(asked.method, QByteArray("POST"));
        QCOMPARE(asked.headers.value("x-tenant"), QByteArray("shop"));
        QCOMPARE(asked.body, QByteArray("{}"));
        // No try stays with the instance that the one before met.
        QCOMPARE(asked.headers.value("connection"), QByteArray("close"));
        QVERIFY(!asked.headers.contains("authorization"));
    }

    void failures_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("detail"); // a part of it
        int what = 0;
        for (const char *detail :
             {"answered 500", "answered 302", "answered 401", "answered 503", "timed out", "too large", "is no JSON",
              "has no \"db\"", "\"db\" is not what", "expected text", "slower than 1 ms", "closed the connection"})
            QTest::newRow(detail) << what++ << s(detail);
    }
    // One after the other, each of them told: nothing that a server does keeps the next try from being made.
    void failures()
    {
        QFETCH(int, what);
        QFETCH(QString, detail);
        FakeServer server;
        policy::ProbeQuery wanted = query(server.url(s("/x")));
        FakeReply reply = FakeReply::text(200, "ok");
        switch (what) {
        case 0:
            reply.status = 500;
            break;
        case 1:
            reply.status = 302;
            reply.with("Location", "https://login.example/");
            break;
        case 2:
            reply.status = 401;
            break;
        case 3: // a client of a backend would pause
            reply.status = 503;
            reply.with("Retry-After", "3600");
            break;
        case 4:
            reply = FakeReply::silent(FakeReply::End::Hang);
            break;
        case 5:
            reply = FakeReply::text(200, QByteArray(int(kMaxProbeBytes) + 1, 'x'));
            break;
        case 6:
        case 7:
        case 8:
            reply = FakeReply::json(what == 6 ? "<html>" : what == 7 ? "{\"a\":1}" : "{\"db\":\"down\"}");
            http(wanted).expectJson = {{s("db"), s("ok")}};
            break;
        case 9:
            http(wanted).expectBody = s("all is well");
            break;
        case 10:
            reply.delayMs = 30;
            http(wanted).maxLatencyMs = 1;
            break;
        case 11:
            reply = FakeReply::silent(FakeReply::End::Reset);
            break;
        default:
            QFAIL("unknown");
        }
        server.on("/x", reply);
        Told told({wanted});
        QTRY_VERIFY_WITH_TIMEOUT(told.batches.size() >= 3, 20'000);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(told.record(i).value, 0.0);
            QVERIFY2(told.trouble(i).contains(detail), qPrintable(told.trouble(i)));
            QCOMPARE(told.trouble(i), told.trouble(0)); // the same words for the same trouble
        }
        QVERIFY(server.count("/x") >= 3);
    }
    // A status that is wanted is one that is good.
    void wantedStatus()
    {
        FakeServer server;
        server.on("/gone", FakeReply::text(410, "gone"));
        policy::ProbeQuery wanted = query(server.url(s("/gone")));
        http(wanted).expectStatus = {404, 410};
        http(wanted).expectBody = s("gone");
        Told told({wanted});
        QTRY_VERIFY(told.batches.size() >= 2);
        QVERIFY2(told.trouble(1).isEmpty(), qPrintable(told.trouble(1)));
        QCOMPARE(told.record(1).value, 1.0);
    }
    void unreachable_data()
    {
        QTest::addColumn<policy::ProbeQuery>("wanted");
        const QUrl dead(QStringLiteral("http://127.0.0.1:%1/").arg(deadPort()));
        QTest::newRow("refused") << query(dead);
        QTest::newRow("no such host") << query(QUrl(s("http://no-such-host.invalid/")));
        QTest::newRow("no address at all") << query(QUrl(s("http://[/")));
        QTest::newRow("tcp refused") << tcp(s("127.0.0.1"), dead.port());
        QTest::newRow("tcp, no such host") << tcp(s("no-such-host.invalid"), 80);
    }
    void unreachable()
    {
        QFETCH(policy::ProbeQuery, wanted);
        wanted.probe.timeoutMs = 5'000;
        Told told({wanted});
        QTRY_VERIFY_WITH_TIMEOUT(told.batches.size() >= 2, 30'000);
        QCOMPARE(told.record().value, 0.0);
        QVERIFY(!told.trouble().isEmpty());
    }
    void tcpConnects()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        Told told({tcp(s("127.0.0.1"), server.serverPort())});
        QTRY_VERIFY(told.batches.size() >= 2);
        QCOMPARE(told.record(1).value, 1.0);
        QVERIFY(told.trouble(1).isEmpty());
        server.close();
        QTRY_VERIFY(!told.batches.isEmpty() && told.batches.constLast().records.constFirst().value == 0);
    }
    // By the system's authorities nobody trusts this server; by its own it is fine, and a name that is not its own is
    // not.
    void tls()
    {
        const TestCertificates &certificates = TestCertificates::instance();
        const FakeServer::Tls own{certificates.pem("server.crt"), certificates.pem("server.key"), {}};
        const FakeServer::Tls other{certificates.pem("elsewhere.crt"), certificates.pem("elsewhere.key"), {}};
        FakeServer good(own);
        FakeServer elsewhere(other);
        const ProbeSettings trusting{.caFile = certificates.file("ca.crt"), .certFile = {}, .keyFile = {}};
        policy::ProbeQuery ofGood = query(good.url());
        policy::ProbeQuery ofElsewhere = query(elsewhere.url(), "elsewhere");
        for (policy::ProbeQuery *one : {&ofGood, &ofElsewhere}) {
            one->probe.timeoutMs = 10'000;
            http(*one).expectStatus = {404};
        }
        {
            Told told({ofGood});
            QTRY_VERIFY_WITH_TIMEOUT(!told.batches.isEmpty(), 30'000);
            QCOMPARE(told.record().value, 0.0);
            QVERIFY2(told.trouble().contains(s("certificate"), Qt::CaseInsensitive), qPrintable(told.trouble()));
        }
        Told told({ofGood, ofElsewhere}, trusting);
        QMap<QString, policy::SampleRecord> by;
        const auto both = [&] {
            for (const policy::RecordBatch &batch : std::as_const(told.batches))
                by.insert(batch.records.constFirst().series, batch.records.constFirst());
            return by.size() == 2;
        };
        QTRY_VERIFY_WITH_TIMEOUT(both(), 30'000);
        QCOMPARE(by.value(s("buy-path")).value, 1.0);
        QCOMPARE(by.value(s("elsewhere")).value, 0.0);
    }
    // A file that cannot be read gives no result: a wrong one would be worse.
    void noAuthority()
    {
        FakeServer server;
        ProbeSettings settings;
        settings.caFile = s("/nowhere/ca.pem");
        Told told({query(server.url())}, settings);
        QTest::qWait(200);
        QVERIFY(told.batches.isEmpty());
        QCOMPARE(server.connections(), 0);
    }
    // What stays goes on, what is new begins, what is gone ends at once.
    void replaced()
    {
        FakeServer server;
        server.on("/a", FakeReply::text(200, "ok"));
        server.on("/b", FakeReply::silent(FakeReply::End::Hang));
        policy::ProbeQuery a = query(server.url(s("/a")), "a");
        policy::ProbeQuery b = query(server.url(s("/b")), "b");
        a.probe.everyMs = 3'600'000;
        b.probe.timeoutMs = 3'600'000;
        Told told({a, b});
        QTRY_COMPARE(server.count("/a"), 1);
        QTRY_COMPARE(told.batches.size(), 1);
        QTRY_COMPARE(server.count("/b"), 1);
        policy::ProbeQuery c = a;
        c.signal = s("c");
        told.prober.setQueries({c, a});
        QTRY_COMPARE(told.batches.size(), 2);
        QCOMPARE(told.record(1).series, s("c"));
        QCOMPARE(server.count("/a"), 2); // the new one's
        told.prober.setQueries({});
        told.prober.setQueries({a});
        QTRY_COMPARE(told.batches.size(), 3);
        QCOMPARE(server.count("/b"), 1);
    }
    // Whoever hears a result may end the one who told it.
    void endedByWhoHears()
    {
        FakeServer server;
        policy::ProbeQuery wanted = query(server.url());
        Told told({wanted, tcp(s("127.0.0.1"), server.port())});
        connect(&told.prober, &Prober::recorded, &told, [&] { told.prober.setQueries({}); });
        QTRY_COMPARE(told.batches.size(), 1);
        QTest::qWait(200);
        QCOMPARE(told.batches.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestProber)
#include "tst_prober.moc"
