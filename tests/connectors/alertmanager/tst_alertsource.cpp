// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertmanager.h"
#include "tests/support/fakeserver.h"

#include <QTest>

using namespace astern;
using astern::connectors::makeAlertmanagerSource;
using astern::test::FakeReply;
using astern::test::FakeServer;
using State = BackendHealth::State;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

constexpr char kPath[] = "/am/api/v2/alerts";
const QByteArray kOne = "[{\"fingerprint\":\"a1\",\"labels\":{\"alertname\":\"Down\"},\"annotations\":{},"
                        "\"startsAt\":\"2026-11-26T16:01:27Z\",\"status\":{\"state\":\"active\"}}]";

struct Ears : QObject {
    QList<AlertBatch> batches;
    QList<BackendHealth> healths;
    explicit Ears(AlertSource &source)
    {
        connect(&source, &AlertSource::alerted, this, [this](const AlertBatch &batch) { batches.append(batch); });
        connect(&source, &AlertSource::healthChanged, this,
                [this](const BackendHealth &health) { healths.append(health); });
    }
    [[nodiscard]] State state() const { return healths.isEmpty() ? State::Connecting : healths.last().state; }
};

BackendConfig config(const FakeServer &server)
{
    BackendConfig made;
    made.id = s("am");
    made.type = s("alertmanager");
    made.url = server.url(s("/am/"));
    made.pollMs = 50;
    return made;
}

} // namespace

class TestAlertSource : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksForAllOfThem()
    {
        FakeServer server;
        server.on(kPath, FakeReply::json(kOne));
        SystemClock clock;
        BackendConfig c = config(server);
        c.bearer = Secret{s("${env:AM}")};
        const auto source =
            makeAlertmanagerSource(c, [](const Secret &) { return Result<QString>(s("t0ken")); }, clock);
        Ears ears(*source);
        QCOMPARE(server.connections(), 0); // nothing before start()
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        QTRY_VERIFY(server.count(kPath) >= 3);
        const test::FakeRequest asked = server.requests(kPath).first();
        QCOMPARE(asked.method, QByteArray("GET"));
        QCOMPARE(asked.target, QByteArray(kPath) + "?active=true&silenced=true&inhibited=true&unprocessed=true");
        QCOMPARE(asked.headers.value("authorization"), QByteArray("Bearer t0ken"));
        // The same again is no news.
        QCOMPARE(ears.batches.size(), 1);
        QCOMPARE(ears.batches.first().alerts.size(), 1);
        QCOMPARE(ears.healths.last().pollMs, 50);
        QVERIFY(ears.healths.last().lastAnswerMs > 0);
        server.on(kPath, FakeReply::json("[]"));
        QTRY_COMPARE(ears.batches.size(), 2);
        QVERIFY(ears.batches.last().alerts.isEmpty());
    }

    // A cache before it says that nothing has changed: that is an answer, and what was told holds.
    void unchangedIsAnAnswer()
    {
        FakeServer server;
        server.handle([](const test::FakeRequest &request) {
            return request.headers.value("if-none-match") == "\"v1\"" ? FakeReply::text(304, "")
                                                                      : FakeReply::json(kOne).with("ETag", "\"v1\"");
        });
        SystemClock clock;
        const auto source = makeAlertmanagerSource(config(server), {}, clock);
        Ears ears(*source);
        source->start();
        QTRY_VERIFY(server.count(kPath) >= 3);
        QTRY_COMPARE(ears.state(), State::Live);
        QCOMPARE(server.requests(kPath).at(1).headers.value("if-none-match"), QByteArray("\"v1\""));
        QCOMPARE(ears.batches.size(), 1);
        const qint64 first = ears.healths.last().lastAnswerMs;
        QTRY_VERIFY(ears.healths.last().lastAnswerMs > first);
    }

    // Every answer is told to who judges, also one that says nothing new; a failing one says why.
    void states()
    {
        FakeServer server;
        const auto one = [](const char *fingerprint, const char *name, const char *labels, const char *state) {
            return QByteArray("{\"fingerprint\":\"") + fingerprint + "\",\"labels\":{\"alertname\":\"" + name +
                   "\",\"service\":\"checkout\"" + labels +
                   "},\"annotations\":{},\"startsAt\":\"2026-11-26T16:01:27Z\",\"status\":{\"state\":\"" + state +
                   "\"}}";
        };
        server.on(kPath, FakeReply::json('[' + one("a", "ErrorsHigh", ",\"v\":\"new\",\"cell\":\"eu-1\"", "active") +
                                         ',' + one("b", "ErrorsHigh", ",\"cell\":\"us-1\"", "active") + ',' +
                                         one("c", "Slow", "", "suppressed") + ']'));
        SystemClock clock;
        const auto source = makeAlertmanagerSource(config(server), {}, clock);
        policy::StateQuery query;
        query.rollout = s("r");
        query.source = s("am");
        query.objects = {s("ErrorsHigh"), s("alerts")};
        query.service = s("checkout");
        query.environment = s("prod");
        query.cell = s("eu-1");
        query.newLabels = {{s("v"), s("new")}};
        source->setStateQueries({query});
        QList<policy::RecordBatch> batches;
        QObject::connect(source.get(), &AlertSource::recorded, source.get(),
                         [&batches](const policy::RecordBatch &batch) { batches.append(batch); });
        source->start();
        QTRY_VERIFY(batches.size() >= 3);
        const policy::RecordBatch &batch = batches.at(2);
        QCOMPARE(batch.rollout, s("r"));
        QVERIFY(!batch.error);
        QStringList told;
        for (const policy::SampleRecord &record : batch.records) {
            QCOMPARE(record.source, s("am"));
            QCOMPARE(record.eventMs, batch.arrivedMs);
            told.append(QStringList{record.series, record.labels.value(s("instance")), record.labels.value(s("state")),
                                    record.labels.value(s("v"))}
                            .join(u' ')
                            .trimmed());
        }
        QCOMPARE(told, (QStringList{s("ErrorsHigh"), s("ErrorsHigh a active new"), s("alerts"),
                                    s("alerts a active new"), told.value(4)}));
        QVERIFY2(told.at(4).startsWith(s("alerts c ")), qPrintable(told.at(4)));
        server.on(kPath, FakeReply::text(500, "oops"));
        QTRY_VERIFY(batches.constLast().error);
        QVERIFY(batches.constLast().records.isEmpty());
        QVERIFY(batches.constLast().error->message.contains(s("500")));
        // What the workspace names wins.
        query.alertLabels = {{s("cell"), s("us-1|us-2")}};
        query.objects = {s("alerts")};
        source->setStateQueries({query});
        source->signInAgain();
        server.on(kPath, FakeReply::json('[' + one("b", "ErrorsHigh", ",\"cell\":\"us-1\"", "active") + ',' +
                                         one("c", "Slow", "", "active") + ']'));
        QTRY_VERIFY_WITH_TIMEOUT(batches.constLast().records.size() == 2, 10'000);
        QCOMPARE(batches.constLast().records.at(1).labels.value(s("instance")), s("b"));
    }

    void trouble_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const FakeReply &reply, State state, const char *reason) {
            QTest::newRow(name) << reply << int(state) << s(reason);
        };
        row("401", FakeReply::text(401, "no"), State::NeedsLogin, "am does not accept the credentials: no");
        row("403", FakeReply::text(403, "no"), State::Refused, "am does not permit this to these credentials: no");
        row("404 in plain text", FakeReply::text(404, "404 page not found"), State::Retrying,
            "am has nothing at this address: 404 page not found");
        row("500", FakeReply::text(500, "oops"), State::Retrying, "am is not able to answer (HTTP 500): oops");
        row("too many at once", FakeReply::text(503, "Limit of concurrent GET requests reached (8)"), State::Retrying,
            "am is not able to answer (HTTP 503): Limit of concurrent GET requests reached (8)");
        row("cut off JSON", FakeReply::json(kOne.left(60)), State::Retrying,
            "The answer is not one of Alertmanager: not valid JSON");
        row("wrong type", FakeReply::json(QByteArray(kOne).replace("\"Down\"", "7")), State::Retrying,
            "The answer is not one of Alertmanager: [0].labels.alertname: a string expected");
        row("API v1", FakeReply::json("{\"status\":\"success\",\"data\":[]}"), State::Retrying,
            "The answer is not one of Alertmanager: a list was expected");
        FakeReply large = FakeReply::json(QByteArray(33 << 20, ' '));
        row("too large", large, State::Retrying, "The answer of am is larger than the limit of");
        FakeReply cut = FakeReply::json(kOne);
        cut.contentLength = int(kOne.size()) + 10;
        cut.end = FakeReply::End::Close;
        row("closed in the middle", cut, State::Retrying, "am closed the connection in the middle of its answer.");
        row("no answer", FakeReply::silent(), State::Retrying, "am closed the connection without an answer.");
        row("hangs", FakeReply::silent(FakeReply::End::Hang), State::Retrying, "am did not answer ");
    }
    void trouble()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, state);
        QFETCH(QString, reason);
        FakeServer server;
        SystemClock clock;
        server.on(kPath, QList<FakeReply>{FakeReply::json(kOne), reply});
        const auto source = makeAlertmanagerSource(config(server), {}, clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE_WITH_TIMEOUT(int(ears.state()), int(State::Live), 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(int(ears.state()), state, 20'000);
        QVERIFY2(ears.healths.last().reason.startsWith(reason), qPrintable(ears.healths.last().reason));
        QVERIFY(!ears.healths.last().hint.isEmpty());
        // What it had told is not taken back by an answer that is none, and grows old.
        QCOMPARE(ears.batches.size(), 1);
        QVERIFY(ears.healths.last().isStale(ears.healths.last().lastAnswerMs + 151));
    }

    void deadAndBack()
    {
        FakeServer server;
        server.on(kPath, FakeReply::json(kOne));
        SystemClock clock;
        const auto source = makeAlertmanagerSource(config(server), {}, clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        server.stop();
        server.dropConnections();
        QTRY_COMPARE_WITH_TIMEOUT(ears.state(), State::Retrying, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(ears.healths.last().reason.startsWith(s("Nothing answers for am at 127.0.0.1")),
                                 10'000);
        QVERIFY(ears.healths.last().nextTryMs > 0);
        server.listen();
        QTRY_COMPARE_WITH_TIMEOUT(ears.state(), State::Live, 30'000);
        QVERIFY(ears.healths.last().reason.isEmpty());
    }

    void missingSecret()
    {
        FakeServer server;
        SystemClock clock;
        BackendConfig c = config(server);
        c.bearer = Secret{s("${env:AM}")};
        Error missing{.kind = Error::Kind::NotFound, .message = s("AM is not set"), .where = {}, .hint = s("Set it.")};
        const auto source =
            makeAlertmanagerSource(c, [missing](const Secret &) { return Result<QString>(missing); }, clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE(ears.state(), State::NeedsLogin);
        QCOMPARE(ears.healths.last().reason, s("AM is not set"));
        QCOMPARE(server.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAlertSource)
#include "tst_alertsource.moc"
