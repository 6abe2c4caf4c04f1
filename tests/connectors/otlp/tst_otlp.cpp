// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/otlp/otlp.h"
#include "connectors/otlp/otlprecords.h"
#include "models/base/uuid7.h"
#include "models/journal/shipqueue.h"
#include "tests/support/fakeserver.h"
#include "tests/support/journalleaves.h"
#include "tests/support/otlpschema.h"
#include "tests/support/testproxy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QtTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

using Kind = SinkAnswer::Kind;

SinkConfig sinkAt(const QUrl &url)
{
    SinkConfig config;
    config.id = QStringLiteral("otel");
    config.type = QStringLiteral("otlp-http");
    config.connection.id = config.id;
    config.connection.type = config.type;
    config.connection.url = url;
    return config;
}

std::optional<SinkAnswer> sendTo(JournalSink &sink, const QList<LoggedLeaf> &batch)
{
    auto answer = std::make_shared<std::optional<SinkAnswer>>();
    sink.send(batch, [answer](const SinkAnswer &is) { *answer = is; });
    (void)QTest::qWaitFor([&] { return answer->has_value(); }, 20'000);
    return *answer;
}

QJsonArray recordsOf(const QByteArray &body)
{
    return QJsonDocument::fromJson(body)
        .object()[QStringLiteral("resourceLogs")][0][QStringLiteral("scopeLogs")][0][QStringLiteral("logRecords")]
        .toArray();
}

QString attribute(const QJsonObject &record, const QString &key)
{
    const QJsonArray all = record.value(QStringLiteral("attributes")).toArray();
    for (const QJsonValue &one : all) {
        if (one[QStringLiteral("key")].toString() == key)
            return one[QStringLiteral("value")].toObject().begin().value().toString();
    }
    return {};
}

// A collector that checks what it gets against OTLP's JSON mapping, and keeps it by leaf.
class Collector {
public:
    Collector()
    {
        m_server.handle([this](const FakeRequest &request) { return take(request); });
    }
    [[nodiscard]] QUrl url() const { return m_server.url(QStringLiteral("/v1/logs")); }
    FakeServer &server() { return m_server; }
    std::function<std::optional<FakeReply>(const QJsonArray &records)> answer; // on the server's thread
    [[nodiscard]] QStringList troubles() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_troubles;
    }
    [[nodiscard]] QStringList leaves() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_leaves;
    }

private:
    FakeReply take(const FakeRequest &request)
    {
        const QString wrong = otlpTrouble(request.body);
        const QJsonArray records = recordsOf(request.body);
        const QMutexLocker lock(&m_mutex);
        if (!wrong.isEmpty() || request.headers.value("content-type") != "application/json" || request.method != "POST")
            m_troubles.append(wrong + QString::fromLatin1(request.headers.value("content-type")));
        if (answer) {
            if (const auto reply = answer(records))
                return *reply;
        }
        for (const QJsonValue &record : records)
            m_leaves.append(attribute(record.toObject(), QStringLiteral("journal.leaf")));
        return FakeReply::json("{}");
    }

    FakeServer m_server;
    mutable QMutex m_mutex;
    QStringList m_troubles;
    QStringList m_leaves;
};

// Drives a queue and a sink until nothing is due or the time is over.
void drain(ShipQueue &queue, JournalSink &sink, const QList<LoggedLeaf> &log, const Clock &clock)
{
    queue.setSize(quint64(log.size()));
    for (int turns = 0; turns < 400; ++turns) {
        const ShipQueue::Next next = queue.next(clock.monoMs());
        if (next.what == ShipQueue::Do::Nothing)
            return;
        if (next.what == ShipQueue::Do::Note)
            queue.noted(Ok{}, clock.monoMs());
        else if (next.what == ShipQueue::Do::Wait)
            QTest::qWait(int(next.waitMs));
        else if (const auto answer = sendTo(sink, queue.take(log.mid(qsizetype(next.from), next.most), clock.wallMs())))
            queue.answered(*answer, clock.wallMs(), clock.monoMs());
        else
            return;
    }
}

} // namespace

class TestOtlp : public QObject {
    Q_OBJECT
    SystemClock m_clock;

    ShipQueue queue()
    {
        return {SinkState{}, SinkCursor{.sink = QStringLiteral("otel")}, [] { return 0.0; },
                ShipRules{.firstWaitMs = 20, .mostWaitMs = 100}};
    }

private Q_SLOTS:
    void recordsAreAsTheSpecificationSays()
    {
        const QString saga = QStringLiteral("01928c3e-7b4d-7c3f-8a11-223344556677");
        const QList<LoggedLeaf> leaves{leafOf(4, QStringLiteral("rollback.intent"), saga),
                                       leafOf(5, QStringLiteral("override.granted"), saga)};
        const QByteArray body = otlpRequest(leaves, Redaction::Pseudonym, 1'800'000'000'123);
        QCOMPARE(otlpTrouble(body), QString());
        const QJsonArray records = recordsOf(body);
        QCOMPARE(records.size(), 2);
        const QJsonObject first = records[0].toObject();
        QCOMPARE(first[QStringLiteral("traceId")].toString(), QStringLiteral("01928c3e7b4d7c3f8a11223344556677"));
        QCOMPARE(first[QStringLiteral("eventName")].toString(), QStringLiteral("astern.journal.rollback.intent"));
        QCOMPARE(first[QStringLiteral("severityNumber")].toInt(), 9);
        QCOMPARE(first[QStringLiteral("timeUnixNano")].toString(), QStringLiteral("1794790000123000000"));
        QCOMPARE(first[QStringLiteral("observedTimeUnixNano")].toString(), QStringLiteral("1800000000123000000"));
        QCOMPARE(first[QStringLiteral("body")][QStringLiteral("stringValue")].toString().toUtf8(), leaves[0].leaf);
        QCOMPARE(attribute(first, QStringLiteral("journal.leaf")), toHex(leaves[0].leafHash));
        QCOMPARE(attribute(first, QStringLiteral("journal.index")), QStringLiteral("4"));
        QVERIFY(!body.contains("errors at 3 percent"));
        QCOMPARE(records[1][QStringLiteral("severityNumber")].toInt(), 17);
        // With nothing taken out, and with everything.
        QVERIFY(otlpRequest(leaves, Redaction::None, 1).contains("errors at 3 percent"));
        QVERIFY(!recordsOf(otlpRequest(leaves, Redaction::Full, 1))[0].toObject().contains(QStringLiteral("body")));
        // Something that is no UUID is no trace.
        const QByteArray odd =
            otlpRequest({leafOf(1, QStringLiteral("x"), QStringLiteral("no-uuid"))}, Redaction::Pseudonym, 1);
        QCOMPARE(otlpTrouble(odd), QString());
        QVERIFY(!recordsOf(odd)[0].toObject().contains(QStringLiteral("traceId")));
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("settings");
        const auto row = [](const char *name, int status, const QByteArray &body, Kind kind, bool settings = false) {
            QTest::newRow(name) << status << body << int(kind) << settings;
        };
        row("ok", 200, "{}", Kind::Acknowledged);
        row("ok, empty", 200, "", Kind::Acknowledged);
        row("ok, a warning", 200, R"({"partialSuccess":{"rejectedLogRecords":"0","errorMessage":"old"}})",
            Kind::Acknowledged);
        row("ok, partialSuccess empty", 200, R"({"partialSuccess":{}})", Kind::Acknowledged);
        row("partial, text", 200, R"({"partialSuccess":{"rejectedLogRecords":"2"}})", Kind::Rejected);
        row("partial, number", 200, R"({"partialSuccess":{"rejectedLogRecords":2}})", Kind::Rejected);
        row("partial, unreadable", 200, R"({"partialSuccess":{"rejectedLogRecords":"some"}})", Kind::Rejected);
        row("a page", 200, "<html>sign in</html>", Kind::Later, true);
        row("a list", 200, "[]", Kind::Later, true);
        row("no content", 204, "", Kind::Later, true);
        row("nobody", 0, "", Kind::Later);
        row("bad", 400, "", Kind::Rejected);
        row("large", 413, "", Kind::Rejected);
        row("who", 401, "", Kind::Later, true);
        row("may not", 403, "", Kind::Later, true);
        row("where", 404, "", Kind::Later, true);
        row("slow down", 429, "", Kind::Later);
        row("broken", 500, "", Kind::Later, true);
        row("not now 502", 502, "", Kind::Later);
        row("not now 503", 503, "", Kind::Later);
        row("not now 504", 504, "", Kind::Later);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        QFETCH(bool, settings);
        const SinkAnswer answer =
            otlpAnswer(status, body, {.message = status == 204 ? QString() : QStringLiteral("x")});
        QCOMPARE(int(answer.kind), kind);
        QCOMPARE(answer.settings, settings);
        if (answer.kind != Kind::Acknowledged)
            QVERIFY(!answer.error.message.isEmpty());
    }

    void everythingArrives()
    {
        Collector collector;
        const QList<LoggedLeaf> log = leafLog(230);
        ShipQueue ships = queue();
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        drain(ships, *sink, log, m_clock);
        QCOMPARE(collector.troubles(), QStringList());
        QCOMPARE(collector.leaves(), hashesOf(log));
        QCOMPARE(collector.server().requests().size(), 3);
        QCOMPARE(ships.cursor().acked, 230u);
    }

    // 429 and 503 with Retry-After: nothing comes before that, then the same entries, once.
    void obeysRetryAfter_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("429") << 429;
        QTest::newRow("503") << 503;
    }
    void obeysRetryAfter()
    {
        QFETCH(int, status);
        Collector collector;
        int asked = 0;
        collector.answer = [&asked, status](const QJsonArray &) -> std::optional<FakeReply> {
            if (asked++ > 0)
                return std::nullopt;
            return FakeReply::json("{}", status).with("Retry-After", "1");
        };
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        const QList<LoggedLeaf> log = leafLog(3);
        const auto first = sendTo(*sink, log);
        QVERIFY(first && first->kind == Kind::Later);
        QCOMPARE(first->error.retryAfterMs, 1'000);
        ShipQueue ships = queue();
        drain(ships, *sink, log, m_clock);
        QCOMPARE(collector.leaves(), hashesOf(log));
        QCOMPARE(collector.server().requests().size(), 2);
    }

    // "One of these is rejected": sent one by one, so that it is known which.
    void partialSuccess()
    {
        Collector collector;
        const QList<LoggedLeaf> log = leafLog(12);
        const QString bad = toHex(log[7].leafHash);
        collector.answer = [bad](const QJsonArray &records) -> std::optional<FakeReply> {
            for (const QJsonValue &record : records) {
                if (attribute(record.toObject(), QStringLiteral("journal.leaf")) == bad)
                    return FakeReply::json(
                        R"({"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"attribute too long"}})");
            }
            return std::nullopt;
        };
        ShipQueue ships = queue();
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        drain(ships, *sink, log, m_clock);
        QStringList wanted = hashesOf(log);
        wanted.removeOne(bad);
        QCOMPARE(collector.leaves(), wanted);
        QCOMPARE(ships.cursor().rejected, QList<quint64>{7});
        QCOMPARE(ships.cursor().acked, 12u);
    }

    // Nobody there, a page of somebody else, a hang-up in the middle: later, and then it arrives.
    void troubleEnds_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("down") << 0;
        QTest::newRow("hangs up") << 1;
        QTest::newRow("half an answer") << 2;
        QTest::newRow("503 without Retry-After") << 3;
    }
    void troubleEnds()
    {
        QFETCH(int, what);
        Collector collector;
        int asked = 0;
        collector.answer = [&asked, what](const QJsonArray &) -> std::optional<FakeReply> {
            if (asked++ > 1 || what == 0)
                return std::nullopt;
            if (what == 1)
                return FakeReply::silent();
            if (what == 2) {
                FakeReply half = FakeReply::json("{\"partial");
                half.contentLength = 100;
                half.end = FakeReply::End::Reset;
                return half;
            }
            return FakeReply::json("{}", 503);
        };
        if (what == 0)
            collector.server().stop();
        ShipQueue ships = queue();
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        const QList<LoggedLeaf> log = leafLog(5);
        const auto first = sendTo(*sink, log);
        QVERIFY(first && first->kind == Kind::Later);
        QVERIFY(!first->error.message.isEmpty());
        if (what == 0)
            collector.server().listen();
        drain(ships, *sink, log, m_clock);
        QCOMPARE(collector.leaves(), hashesOf(log));
    }

    // The collector has it, and the way back broke: it is sent again, and known by its hash.
    void aLostAnswerIsSentAgain()
    {
        Collector collector;
        QStringList taken;
        collector.answer = [&taken](const QJsonArray &records) -> std::optional<FakeReply> {
            if (!taken.isEmpty())
                return std::nullopt;
            for (const QJsonValue &record : records)
                taken.append(attribute(record.toObject(), QStringLiteral("journal.leaf")));
            return FakeReply::silent();
        };
        ShipQueue ships = queue();
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        const QList<LoggedLeaf> log = leafLog(7);
        drain(ships, *sink, log, m_clock);
        QCOMPARE(taken, hashesOf(log));
        QCOMPARE(collector.leaves(), hashesOf(log));
        QCOMPARE(ships.cursor().acked, 7u);
    }

    void whatIsGivenUpHasNoAnswer()
    {
        Collector collector;
        collector.answer = [](const QJsonArray &) { return std::optional(FakeReply::silent(FakeReply::End::Hang)); };
        const auto sink = makeOtlpSink(sinkAt(collector.url()), {}, m_clock);
        bool answered = false;
        sink->send(leafLog(1), [&answered](const SinkAnswer &) { answered = true; });
        QTRY_COMPARE(collector.server().requests().size(), 1);
        sink->cancel();
        QTest::qWait(50);
        QVERIFY(!answered);
    }

    // A day on which a proxy lets nothing through, on a clock that runs two minutes in every turn.
    void aDayBehindADeadProxy()
    {
        Collector collector;
        TestProxy proxy;
        SinkConfig config = sinkAt(QUrl(QStringLiteral("http://collector.example:4318/v1/logs")));
        config.connection.allowPlainHttp = true;
        qputenv("HTTP_PROXY", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
        const auto sink = makeOtlpSink(config, {}, m_clock);
        ShipQueue ships(SinkState{}, SinkCursor{}, [] { return 0.0; });
        QList<LoggedLeaf> log;
        qint64 now = 1'794'790'000'000;
        const qint64 end = now + 24 * 3'600'000;
        int tries = 0;
        QSet<QString> pressures;
        while (now < end) {
            log.append(leafOf(quint64(log.size()), QStringLiteral("promotion.intent"), Uuid7::next()));
            ships.setSize(quint64(log.size()));
            if (const auto next = ships.next(now); next.what == ShipQueue::Do::Load) {
                ++tries;
                const auto answer =
                    sendTo(*sink, ships.take(log.mid(qsizetype(next.from), next.most), 1'794'790'000'000));
                QVERIFY(answer && answer->kind == Kind::Later);
                ships.answered(*answer, now, now);
            }
            pressures.insert(toString(ships.state(now, now).pressure));
            now += 120'000;
        }
        QCOMPARE(pressures.size(), 3);
        QVERIFY(tries > 200);
        QVERIFY(proxy.requests().size() >= tries); // it really was asked
        proxy.lead("collector.example", collector.server().port());
        ShipQueue back(SinkState{}, ships.cursor(), [] { return 0.0; }, ShipRules{.firstWaitMs = 20});
        drain(back, *sink, log, m_clock);
        qunsetenv("HTTP_PROXY");
        QCOMPARE(collector.leaves(), hashesOf(log));
    }
};

QTEST_GUILESS_MAIN(TestOtlp)
#include "tst_otlp.moc"
