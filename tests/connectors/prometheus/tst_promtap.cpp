// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "connectors/prometheus/recordsieve.h"
#include "models/base/httpdate.h"
#include "models/policy/verdict/recordsource.h"
#include "tests/support/clocks.h"
#include "tests/support/fakeserver.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

#include <mutex>

using namespace astern;
using namespace astern::connectors;
using astern::test::FakeReply;
using astern::test::FakeRequest;
using astern::test::FakeServer;
using Kind = Error::Kind;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

QString field(const FakeRequest &request, const char *name)
{
    return QUrlQuery(QString::fromUtf8(request.body)).queryItemValue(s(name), QUrl::FullyDecoded);
}

struct Asked {
    QString service; // by the selector; empty: the signals' own question, or any series
    qint64 rangeMs = 0;
    qint64 atMs = 0;
};

// A raw question, or nullopt: it is one of the source's own.
std::optional<Asked> asked(const FakeRequest &request)
{
    static const QRegularExpression pattern(
        s("\\A\\{__name__=~\"[^\"]*\"(?:,service=\"([^\"]*)\")?.*\\}\\[(\\d+)ms\\]\\z"));
    const QRegularExpressionMatch match = pattern.match(field(request, "query"));
    if (!match.hasMatch())
        return std::nullopt;
    return Asked{match.captured(1), match.captured(2).toLongLong(), qRound64(field(request, "time").toDouble() * 1000)};
}

// One sample a second of `beats_total`, for each service that is asked for: its value is its own second.
FakeReply beats(const Asked &question, const QStringList &services)
{
    QByteArray result;
    for (const QString &service : services) {
        if (!question.service.isEmpty() && question.service != service)
            continue;
        QByteArray values;
        for (qint64 at = (question.atMs - question.rangeMs + 999) / 1000; at <= question.atMs / 1000; ++at)
            values += (values.isEmpty() ? "[" : ",[") + QByteArray::number(at) + ",\"" + QByteArray::number(at) + "\"]";
        if (!values.isEmpty())
            result += (result.isEmpty() ? "" : ",") +
                      QByteArray("{\"metric\":{\"__name__\":\"beats_total\",\"service\":\"") + service.toUtf8() +
                      "\"},\"values\":[" + values + "]}";
    }
    return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + result + "]}}");
}

const FakeReply &nothing()
{
    static const FakeReply reply =
        FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
    return reply;
}

BackendConfig config(const FakeServer &server)
{
    BackendConfig made;
    made.id = s("prom");
    made.type = s("prometheus");
    made.url = server.url();
    made.pollMs = 50;
    return made;
}

policy::RecordQuery query(qint64 fromMs, const QStringList &services = {s("web")}, const char *rollout = "r1")
{
    policy::RecordQuery made;
    made.rollout = s(rollout);
    made.source = s("prom");
    made.series = {s("beats_total")};
    for (const QString &service : services)
        made.selectors.append({{s("service"), service}});
    made.fromMs = fromMs;
    made.everyMs = 50;
    return made;
}

struct Ears : QObject {
    QList<policy::RecordBatch> batches;
    explicit Ears(SignalSource &source)
    {
        connect(&source, &SignalSource::recorded, this,
                [this](const policy::RecordBatch &batch) { batches.append(batch); });
    }
    [[nodiscard]] int errors() const
    {
        return int(std::count_if(batches.cbegin(), batches.cend(), [](const auto &batch) { return batch.error; }));
    }
    [[nodiscard]] bool isLive() const { return !batches.isEmpty() && !batches.last().error && !batches.last().catchUp; }
    // Event times of a service's samples, in the order in which they were told.
    [[nodiscard]] QList<qint64> times(const char *service = "web") const
    {
        QList<qint64> all;
        for (const policy::RecordBatch &batch : batches) {
            for (const policy::SampleRecord &record : batch.records) {
                if (record.labels.value(s("service")) == s(service))
                    all.append(record.eventMs);
            }
        }
        return all;
    }
};

// Every second from the first to the last, each once.
void everySecond(const QList<qint64> &times, qint64 fromMs)
{
    QVERIFY(!times.isEmpty());
    QCOMPARE(times.first(), (fromMs + 999) / 1000 * 1000);
    for (qsizetype i = 1; i < times.size(); ++i)
        QCOMPARE(times.at(i), times.at(i - 1) + 1000);
}

constexpr char kQuery[] = "/api/v1/query";
constexpr int kPatienceMs = 30'000;

} // namespace

// What goes wrong between a tap and its server: never a sample twice, never one left out, every failure told.
class TestPromTap : public QObject {
    Q_OBJECT

    SystemClock m_clock;

    // Goes wrong while `bad`, with what `wrong` answers; before and after it does not.
    void survives(const FakeReply &wrong, Kind kind, bool fromTheStart)
    {
        FakeServer server;
        std::atomic<bool> bad = fromTheStart;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            return !question ? nothing() : bad ? wrong : beats(*question, {s("web")});
        });
        const qint64 from = m_clock.wallMs() - 100'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from)});
        source->start();
        if (!fromTheStart)
            QTRY_VERIFY(ears.isLive() && ears.batches.size() > 3);
        bad = true;
        QTRY_VERIFY_WITH_TIMEOUT(ears.errors() > 0, kPatienceMs);
        QCOMPARE(int(ears.batches.last().error->kind), int(kind));
        QVERIFY(ears.batches.last().records.isEmpty());
        QCOMPARE(ears.batches.last().rollout, s("r1"));
        QVERIFY(ears.batches.last().arrivedMs > from);
        bad = false;
        QTRY_VERIFY_WITH_TIMEOUT(ears.isLive(), kPatienceMs);
        const qint64 then = ears.times().last();
        QTRY_VERIFY_WITH_TIMEOUT(ears.times().last() > then, kPatienceMs);
        everySecond(ears.times(), from);
    }

private Q_SLOTS:
    void failures_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("fromTheStart");
        FakeReply cut = beats({s("web"), 100'000, m_clock.wallMs()}, {s("web")});
        cut.pieces = {cut.pieces.first().left(300)};
        cut.contentLength = 3000;
        cut.end = FakeReply::End::Reset;
        FakeReply wrong = beats({s("web"), 5'000, m_clock.wallMs()}, {s("web")});
        wrong.pieces = {wrong.pieces.first().replace("],[", "],{")};
        for (const bool fromTheStart : {true, false}) {
            const auto row = [&](const char *name, const FakeReply &reply, Kind kind) {
                QTest::newRow(qPrintable(s(name) + s(fromTheStart ? ", from the start" : ", later")))
                    << reply << int(kind) << fromTheStart;
            };
            row("5xx", FakeReply::text(503, "later"), Kind::Unavailable);
            row("cut off", cut, Kind::Unreachable);
            row("malformed", wrong, Kind::Malformed);
            row("something else", nothing(), Kind::Malformed);
        }
        QTest::newRow("hangs") << FakeReply::silent(FakeReply::End::Hang) << int(Kind::TimedOut) << false;
    }
    void failures()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, kind);
        QFETCH(bool, fromTheStart);
        survives(reply, Kind(kind), fromTheStart);
    }

    // Nothing is sent any more, and still each poll is told: who judges is not to wait for it.
    void refusedCredentialsAreNotShownAgain()
    {
        FakeServer server;
        std::atomic<bool> bad = true;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            return bad ? FakeReply::text(401, "no") : question ? beats(*question, {s("web")}) : nothing();
        });
        const qint64 from = m_clock.wallMs() - 100'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from)});
        source->start();
        QTRY_VERIFY(ears.errors() > 5);
        QCOMPARE(int(ears.batches.last().error->kind), int(Kind::Unauthorized));
        QVERIFY2(server.count(kQuery) <= 2, qPrintable(QString::number(server.count(kQuery))));
        bad = false;
        source->signInAgain();
        QTRY_VERIFY_WITH_TIMEOUT(ears.isLive(), kPatienceMs);
        everySecond(ears.times(), from);
    }

    void aSecretThatIsMissingIsTold()
    {
        FakeServer server;
        BackendConfig c = config(server);
        c.bearer = Secret{s("${env:PROM}")};
        const auto source = makePrometheusSource(
            c, [](const Secret &) { return Result<QString>(Error{.kind = Kind::Unauthorized, .message = s("none")}); },
            m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(m_clock.wallMs())});
        source->start();
        QTRY_VERIFY(ears.errors() > 2);
        QCOMPARE(server.connections(), 0);
    }

    // What is too large is asked in smaller pieces, by itself.
    void anAnswerThatIsTooLarge()
    {
        FakeServer server;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            if (!question)
                return nothing();
            if (question->rangeMs <= 120'000)
                return beats(*question, {s("web")});
            FakeReply huge = FakeReply::json("{");
            huge.contentLength = 1 << 30;
            huge.end = FakeReply::End::Hang;
            return huge;
        });
        const qint64 from = m_clock.wallMs() - 900'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from)});
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(ears.isLive(), kPatienceMs);
        QCOMPARE(ears.errors(), 0);
        everySecond(ears.times(), from);
    }

    // A poll is whole or it is nothing.
    void oneSelectorOfTwoFails()
    {
        FakeServer server;
        std::atomic<bool> bad = true;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            if (!question)
                return nothing();
            return bad && question->service == s("db") ? FakeReply::text(500, "no")
                                                       : beats(*question, {s("web"), s("db")});
        });
        const qint64 from = m_clock.wallMs() - 100'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from, {s("web"), s("db")})});
        source->start();
        QTRY_VERIFY(ears.errors() > 0);
        QVERIFY(ears.times().isEmpty());
        bad = false;
        QTRY_VERIFY_WITH_TIMEOUT(ears.isLive(), kPatienceMs);
        everySecond(ears.times("web"), from);
        everySecond(ears.times("db"), from);
        for (const policy::RecordBatch &batch : std::as_const(ears.batches)) {
            QVERIFY(std::is_sorted(batch.records.cbegin(), batch.records.cend(),
                                   [](const auto &a, const auto &b) { return a.eventMs < b.eventMs; }));
        }
    }

    void whatTwoSelectorsMatchIsToldOnce()
    {
        FakeServer server;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            return question ? beats({{}, question->rangeMs, question->atMs}, {s("web")}) : nothing();
        });
        const qint64 from = m_clock.wallMs() - 20'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from, {s("web"), s("db")})});
        source->start();
        QTRY_VERIFY(ears.isLive() && ears.batches.size() > 3);
        everySecond(ears.times(), from);
    }

    // Every rollout has answers of its own, and one that is over has none.
    void severalRollouts()
    {
        FakeServer server;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            return question ? beats(*question, {s("web"), s("db")}) : nothing();
        });
        const qint64 from = m_clock.wallMs() - 20'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from, {s("web")}, "r1"), query(from, {s("db")}, "r2")});
        source->start();
        const auto count = [&](const char *rollout) {
            return std::count_if(ears.batches.cbegin(), ears.batches.cend(),
                                 [&](const auto &batch) { return batch.rollout == s(rollout); });
        };
        QTRY_VERIFY(count("r1") > 2 && count("r2") > 2);
        for (const policy::RecordBatch &batch : std::as_const(ears.batches)) {
            for (const policy::SampleRecord &record : batch.records)
                QCOMPARE(record.labels.value(s("service")), batch.rollout == s("r1") ? s("web") : s("db"));
        }
        // What stays goes on where it was: its past is not read again.
        source->setRecordQueries({query(from, {s("db")}, "r2")});
        const auto ended = count("r1");
        const qsizetype before = ears.batches.size();
        const qint64 last = ears.times("db").last();
        QTRY_VERIFY(ears.batches.size() > before + 3 && ears.times("db").last() > last);
        QCOMPARE(count("r1"), ended);
        QVERIFY(std::none_of(ears.batches.cbegin() + before, ears.batches.cend(),
                             [](const auto &batch) { return batch.catchUp; }));
        everySecond(ears.times("db"), from);
    }

    void aLabelThatIsNone()
    {
        FakeServer server;
        server.handle([&](const FakeRequest &) { return nothing(); });
        policy::RecordQuery wrong = query(m_clock.wallMs());
        wrong.selectors = {{{s("not a label"), s("x")}}};
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({wrong});
        source->start();
        QTRY_VERIFY(ears.errors() > 2);
        QCOMPARE(int(ears.batches.last().error->kind), int(Kind::Invalid));
        for (const FakeRequest &request : server.requests(kQuery))
            QVERIFY(!asked(request));
    }

    // Its clock is a minute ahead: it is asked for its own now, and its samples lie in ours.
    void samplesLieInOurTime()
    {
        FakeServer server;
        constexpr qint64 kAhead = 60'000;
        server.handle([&](const FakeRequest &request) {
            std::optional<Asked> question = asked(request);
            FakeReply reply = nothing();
            if (question) {
                // It has nothing of the time that is still to come there.
                const qint64 now = m_clock.wallMs() + kAhead;
                const qint64 beyond = std::max<qint64>(question->atMs - now, 0);
                reply = beats({question->service, question->rangeMs - beyond, question->atMs - beyond}, {s("web")});
            }
            return reply.with("Date", httpDate(m_clock.wallMs() + kAhead));
        });
        const qint64 from = m_clock.wallMs() / 1000 * 1000 - 100'000;
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        source->setRecordQueries({query(from)});
        source->start();
        QTRY_VERIFY(ears.isLive() && ears.batches.size() > 3);
        everySecond(ears.times(), from);
        QVERIFY(m_clock.wallMs() - ears.times().last() < 10'000);
        QVERIFY(ears.times().last() <= m_clock.wallMs() + 1'000);
    }

    // Scrapes lie half way between the polls that it would make by itself.
    void pollsGoAlongWithScrapes()
    {
        constexpr qint64 kEvery = 400;
        FakeServer server;
        const qint64 shift = (m_clock.wallMs() + kEvery / 2) % kEvery;
        std::mutex mutex;
        QList<qint64> waits; // of the newest sample, until it was asked for
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            if (!question)
                return nothing();
            QByteArray values;
            const qint64 newest = (question->atMs - shift) / kEvery * kEvery + shift;
            for (qint64 at = newest - question->rangeMs / kEvery * kEvery; at <= newest; at += kEvery)
                values += (values.isEmpty() ? "[" : ",[") + QByteArray::number(double(at) / 1000, 'f', 3) + ",\"1\"]";
            const std::lock_guard lock(mutex);
            waits.append(question->atMs - newest);
            return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{"
                                   "\"metric\":{\"__name__\":\"beats_total\",\"service\":\"web\"},\"values\":[" +
                                   values + "]}]}}");
        });
        const auto source = makePrometheusSource(config(server), {}, m_clock);
        Ears ears(*source);
        policy::RecordQuery asks = query(m_clock.wallMs() - 5'000);
        asks.everyMs = kEvery;
        source->setRecordQueries({asks});
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(ears.batches.size() >= 16, 30'000);
        const std::lock_guard lock(mutex);
        QList<qint64> settled = waits.mid(6);
        std::sort(settled.begin(), settled.end());
        // A busy machine asks later now and then, by itself it would always be half a scrape.
        QVERIFY2(settled.at(settled.size() / 2) < kEvery / 4,
                 qPrintable(QString::number(settled.at(settled.size() / 2))));
    }

    // It slept: what comes next is of the past, and is said to be.
    void afterSleepItCatchesUp()
    {
        FakeServer server;
        SleepyClock clock;
        server.handle([&](const FakeRequest &request) {
            const std::optional<Asked> question = asked(request);
            return question ? beats(*question, {s("web")}) : nothing();
        });
        const qint64 from = clock.wallMs() - 20'000;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setRecordQueries({query(from)});
        source->start();
        QTRY_VERIFY(ears.isLive());
        const qsizetype before = ears.batches.size();
        clock.sleep(1'500'000);
        QTRY_VERIFY_WITH_TIMEOUT(ears.times().last() > from + 1'500'000 && ears.isLive(), kPatienceMs);
        const auto caughtUp = std::count_if(ears.batches.cbegin() + before, ears.batches.cend(),
                                            [](const auto &batch) { return batch.catchUp; });
        QCOMPARE(caughtUp, 3); // of ten minutes each
        everySecond(ears.times(), from);
    }

    void sieve()
    {
        QByteArray body; // what was decoded refers to it
        const auto answer = [&body](PromDecoder &decoder, const QByteArray &series) {
            body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + series + "]}}";
            return decoder.decode(body).ok();
        };
        PromDecoder decoder;
        RecordSieve sieve;
        QVERIFY(answer(decoder, "{\"metric\":{\"__name__\":\"a\",\"x\":\"1\"},\"values\":[[10,\"1\"],[20,\"NaN\"]]},"
                                "{\"metric\":{\"__name__\":\"a\",\"x\":\"2\"},\"values\":[[15,\"1\"]]}"));
        sieve.add(decoder, false);
        sieve.drop();
        QCOMPARE(sieve.seriesCount(), size_t(0));
        sieve.add(decoder, false);
        sieve.add(decoder, false);
        QList<policy::SampleRecord> told = sieve.take(s("prom"), 99, 1'000);
        QCOMPARE(told.size(), 3);
        QCOMPARE(told.at(0), (policy::SampleRecord{s("prom"), s("a"), {{s("x"), s("1")}}, 9'000, 99, 1}));
        QCOMPARE(told.at(1).labels.value(s("x")), s("2"));
        QVERIFY(std::isnan(told.at(2).value));
        QCOMPARE(sieve.newestMs(), 20'000);
        QCOMPARE(sieve.scrapeMs(), 10'000);
        // In whatever order the labels come. A clock that was set does not turn the order round.
        QVERIFY(answer(decoder, "{\"metric\":{\"x\":\"1\",\"__name__\":\"a\"},\"values\":[[20,\"5\"],[30,\"6\"]]}"));
        sieve.add(decoder, true);
        told = sieve.take(s("prom"), 100, 61'000);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().eventMs, 19'001);
        QCOMPARE(told.first().value, 6.0);
        sieve.forgetBefore(16'000);
        QCOMPARE(sieve.seriesCount(), size_t(1));
        // Of a server that marks an end with "not a number".
        QVERIFY(answer(decoder, "{\"metric\":{\"__name__\":\"b\"},\"values\":[[40,\"NaN\"]]}"));
        sieve.add(decoder, true);
        QVERIFY(sieve.take(s("prom"), 101, 0).isEmpty());
        QCOMPARE(sieve.seriesCount(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestPromTap)
#include "tst_promtap.moc"
