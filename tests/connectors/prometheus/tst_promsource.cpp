// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "models/base/httpdate.h"
#include "models/health/seriesstore.h"
#include "tests/support/clocks.h"
#include "tests/support/fakeserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

#include <cmath>

using namespace astern;
using namespace astern::connectors;
using astern::test::FakeReply;
using astern::test::FakeRequest;
using astern::test::FakeServer;
using State = BackendHealth::State;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// Everything a source says, kept.
struct Ears : QObject {
    SeriesStore store;
    QList<SampleBatch> batches;
    QList<BackendHealth> healths;
    explicit Ears(SignalSource &source)
    {
        connect(&source, &SignalSource::sampled, this, [this](const SampleBatch &batch) {
            batches.append(batch);
            store.add(batch);
        });
        connect(&source, &SignalSource::healthChanged, this,
                [this](const BackendHealth &health) { healths.append(health); });
    }
    [[nodiscard]] State state() const { return healths.isEmpty() ? State::Connecting : healths.last().state; }
};

BackendConfig config(const FakeServer &server)
{
    BackendConfig made;
    made.id = s("prom");
    made.type = s("prometheus");
    made.url = server.url(s("/base/"));
    made.pollMs = 50;
    return made;
}

SignalQuery gauge(const char *series, const char *place = "web@prod/eu-1")
{
    SignalQuery query;
    query.id = {s(place), s(series), Role::New};
    query.spec.id = s(series);
    query.spec.kind = SignalSpec::Kind::Gauge;
    query.spec.total.series = s(series);
    query.spec.scrapeMs = 1000;
    return query;
}

QString field(const FakeRequest &request, const char *name)
{
    return QUrlQuery(QString::fromUtf8(request.body)).queryItemValue(s(name), QUrl::FullyDecoded);
}

// A little Prometheus: every part of a batch is answered with `value`, as of `at`.
FakeReply answerAll(const FakeRequest &request, const QByteArray &value, const QByteArray &at)
{
    const bool range = request.path.endsWith("query_range");
    const QByteArray time = range ? field(request, "end").toUtf8() : field(request, "time").toUtf8();
    QByteArray result;
    const QString query = field(request, "query");
    for (int i = 0; query.contains(s("\"astern_v\",\"%1\"").arg(i)); ++i) {
        for (const auto &[label, text] : {std::pair("astern_v", value), std::pair("astern_t", at)}) {
            result += result.isEmpty() ? "" : ",";
            result += "{\"metric\":{\"" + QByteArray(label) + "\":\"" + QByteArray::number(i) + "\"},";
            result += range ? "\"values\":[[" : "\"value\":[";
            result += time + ",\"" + text + (range ? "\"]]}" : "\"]}");
        }
    }
    return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"" +
                           QByteArray(range ? "matrix" : "vector") + "\",\"result\":[" + result + "]}}");
}

constexpr char kQuery[] = "/base/api/v1/query";
constexpr char kRange[] = "/base/api/v1/query_range";

} // namespace

class TestPromSource : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksAndSamples()
    {
        FakeServer server;
        std::atomic<int> beat = 0;
        server.handle([&](const FakeRequest &request) {
            return answerAll(request, "0.5", request.path == kRange ? "1000" : QByteArray::number(2000 + ++beat));
        });
        SystemClock clock;
        BackendConfig c = config(server);
        c.headers.insert(s("X-Scope-OrgID"), Secret{s("shop")});
        c.bearer = Secret{s("${env:PROM}")};
        const auto source = makePrometheusSource(
            c,
            [](const Secret &secret) {
                return Result<QString>(secret.text == s("${env:PROM}") ? s("t0ken") : secret.text);
            },
            clock);
        Ears ears(*source);
        source->setQueries({gauge("a"), gauge("b")});
        QCOMPARE(server.connections(), 0); // nothing before start()
        source->start();
        QTRY_VERIFY(ears.batches.size() >= 3);
        QCOMPARE(ears.state(), State::Live);
        QVERIFY(ears.healths.last().lastAnswerMs > 0);
        QCOMPARE(ears.healths.last().pollMs, 50);
        // Live values first, then the past, once; both signals in one request each time.
        QCOMPARE(server.count(kRange), 1);
        QCOMPARE(server.requests().first().path, QByteArray(kQuery));
        const FakeRequest range = server.requests(kRange).first();
        const double points =
            (field(range, "end").toDouble() - field(range, "start").toDouble()) / field(range, "step").toDouble();
        QVERIFY2(points <= 11000 && points >= 3000, qPrintable(QString::number(points)));
        const FakeRequest live = server.requests(kQuery).first();
        QCOMPARE(live.method, QByteArray("POST"));
        QCOMPARE(live.headers.value("authorization"), QByteArray("Bearer t0ken"));
        QCOMPARE(live.headers.value("x-scope-orgid"), QByteArray("shop"));
        QVERIFY(std::abs(field(live, "time").toDouble() * 1000 - double(clock.wallMs())) < 60000);
        const SeriesStore::View view = ears.store.view(gauge("b").id);
        QCOMPARE(view.at(0).atMs, 1000000);
        QCOMPARE(view.last().value, 0.5);
        QVERIFY(ears.batches.first().arrivedMs > 1700000000000);
    }

    void sameInstantForAll()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) { return answerAll(request, "1", "1"); });
        SystemClock clock;
        BackendConfig c = config(server);
        c.pollMs = 60000;
        const auto source = makePrometheusSource(c, {}, clock);
        Ears ears(*source);
        QList<SignalQuery> many;
        for (int i = 0; i < 400; ++i)
            many.append(gauge("some_gauge_with_a_name", qPrintable(s("web@prod/cell-%1").arg(i))));
        source->setQueries(many);
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        const QList<FakeRequest> asked = server.requests(kQuery);
        QVERIFY(asked.size() > 3);
        for (const FakeRequest &request : asked) {
            QCOMPARE(field(request, "time"), field(asked.first(), "time"));
            QVERIFY(field(request, "query").size() < 16000); // what VictoriaMetrics takes
        }
        for (const SignalQuery &query : many)
            QVERIFY(ears.store.last(query.id));
    }

    // The answer that tells of a skew was asked for without knowing of it: its samples belong to that instant. Read by
    // a skew that was found out later they would lie in the future, and nothing newer would be taken for that long.
    void samplesBelongToTheInstantThatWasAsked()
    {
        FakeServer server;
        SteppedClock clock;
        const qint64 now = clock.wallMs() / 1000 * 1000;
        clock.set(now);
        std::atomic<qint64> ahead = -60'000;
        server.handle([&](const FakeRequest &request) {
            const QByteArray asked = field(request, request.path == kRange ? "end" : "time").toUtf8();
            return answerAll(request, "1", asked).with("Date", httpDate(now + ahead));
        });
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        QTRY_COMPARE(ears.healths.last().clockSkewMs, -60'000);
        QCOMPARE(ears.batches.first().series.first().samples.last().atMs, now);
        QTRY_VERIFY(field(server.requests(kQuery).last(), "time").toDouble() * 1000 == double(now - 60'000));
        // It is set right meanwhile.
        ahead = 0;
        QTRY_COMPARE(ears.healths.last().clockSkewMs, 0);
        for (const SampleBatch &batch : std::as_const(ears.batches)) {
            for (const Sample &sample : batch.series.first().samples)
                QVERIFY2(sample.atMs <= now, qPrintable(QString::number(sample.atMs - now)));
        }
    }

    void emptyIsNoDataAndNotZero()
    {
        FakeServer server;
        server.handle([](const FakeRequest &) {
            return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
        });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_VERIFY(server.count(kQuery) >= 3);
        QCOMPARE(ears.state(), State::Live);
        QVERIFY(ears.batches.isEmpty());
    }

    void notANumber()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) { return answerAll(request, "NaN", "5"); });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_VERIFY(ears.store.last(gauge("a").id));
        QVERIFY(std::isnan(ears.store.last(gauge("a").id)->value));
        QCOMPARE(readLimit(gauge("a").spec, ears.store.view(gauge("a").id), 5000).state, LimitReading::State::NoData);
    }

    void oneBadSignalDoesNotHurtTheOthers()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            if (field(request, "query").contains(s("broken{")))
                return FakeReply::json(
                    "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"found duplicate series\"}", 422);
            return answerAll(request, "1", "1");
        });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        SignalQuery odd = gauge("x");
        odd.labels.insert(s("no-label"), s("x"));
        source->setQueries({gauge("a"), gauge("b"), gauge("broken"), gauge("c"), odd});
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        for (const char *name : {"a", "b", "c"})
            QVERIFY(ears.store.last(gauge(name).id));
        QVERIFY(!ears.store.last(gauge("broken").id));
        const QString reason = ears.healths.last().reason;
        QVERIFY2(reason.startsWith(s("2 of 5 signals cannot be read: web@prod/eu-1 broken new: ")), qPrintable(reason));
        QVERIFY2(reason.contains(s("found duplicate series")), qPrintable(reason));
        // Once found out, it is asked alone, and the good ones stay together in one request.
        const qsizetype before = server.requests(kQuery).size();
        QTRY_VERIFY(server.requests(kQuery).size() >= before + 6);
        int alone = 0;
        int together = 0;
        const QList<FakeRequest> asked = server.requests(kQuery);
        for (const FakeRequest &request : asked.mid(before)) {
            const QString query = field(request, "query");
            const bool good = query.contains(s("a{")) && query.contains(s("c{"));
            QVERIFY2(good != query.contains(s("broken{")), qPrintable(query));
            ++(good ? together : alone);
        }
        QVERIFY(together > 0);
        QVERIFY(alone > 0);
    }

    void states_data()
    {
        QTest::addColumn<FakeReply>("reply");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const FakeReply &reply, State state, const char *said) {
            QTest::newRow(name) << reply << int(state) << s(said);
        };
        row("401", FakeReply::text(401, "Unauthorized\n"), State::NeedsLogin, "does not accept the credentials");
        row("403", FakeReply::text(403, "no"), State::Refused, "does not permit");
        row("404", FakeReply::text(404, "404 page not found\n"), State::Retrying, "404 page not found");
        row("503",
            FakeReply::json("{\"status\":\"error\",\"errorType\":\"unavailable\",\"error\":\"TSDB not ready\"}", 503),
            State::Retrying, "TSDB not ready");
        row("409", FakeReply::text(409, "conflict"), State::Retrying, "conflict");
        row("410", FakeReply::text(410, "gone"), State::Retrying, "no longer keeps");
        row("429", FakeReply::text(429, "slow down").with("Retry-After", "1"), State::Retrying,
            "asks for fewer requests: slow down");
        row("500", FakeReply::text(500, "panic"), State::Retrying, "not able to answer (HTTP 500): panic");
        row("504", FakeReply::text(504, ""), State::Retrying, "not able to answer (HTTP 504)");
        FakeReply large = FakeReply::json("{\"status\":\"success\",\"data\":");
        large.contentLength = 600 << 20;
        large.end = FakeReply::End::Hang;
        row("too large", large, State::Retrying, "larger than the limit");
        row("too deep", FakeReply::json(QByteArray(100'000, '[')), State::Retrying, "not one of the Prometheus API");
        FakeReply cut = large;
        cut.contentLength = 5000;
        cut.end = FakeReply::End::Close;
        row("broken off", cut, State::Retrying, "in the middle of its answer");
        row("hang", FakeReply::silent(FakeReply::End::Hang), State::Retrying, "did not answer");
        row("dead connection", FakeReply::silent(FakeReply::End::Reset), State::Retrying, "closed the connection");
        row("truncated", FakeReply::json("{\"status\":\"success\",\"data\":"), State::Retrying,
            "not one of the Prometheus API");
        row("wrong type", FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":7}}"),
            State::Retrying, "list was expected");
        row("login page", FakeReply::text(200, "<html>Sign in</html>", "text/html"), State::Retrying,
            "not one of the Prometheus API");
        row("redirect to a login page", FakeReply::text(302, "").with("Location", "https://login.example/"),
            State::Refused, "https://login.example/");
    }
    void states()
    {
        QFETCH(FakeReply, reply);
        QFETCH(int, state);
        QFETCH(QString, said);
        FakeServer server;
        std::atomic<bool> trouble = true;
        server.handle(
            [&, reply](const FakeRequest &request) { return trouble ? reply : answerAll(request, "1", "1"); });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(int(ears.state()), state);
        const BackendHealth health = ears.healths.last();
        QVERIFY2(health.reason.contains(said), qPrintable(health.reason));
        QVERIFY(!health.hint.isEmpty());
        // Refused credentials are not shown again by themselves.
        const bool parked = State(state) == State::NeedsLogin;
        QVERIFY(parked ? health.nextTryMs == 0 : health.nextTryMs > clock.wallMs());
        // One a poll. Of a connection that was reset Qt itself asks up to three times; reading is safe to repeat.
        const bool reset = QLatin1String(QTest::currentDataTag()) == QLatin1String("dead connection");
        QVERIFY(server.requests().size() <= (reset ? 3 : 1));
        if (State(state) == State::Retrying || parked) {
            trouble = false;
            if (parked)
                source->signInAgain();
            QTRY_COMPARE(ears.state(), State::Live);
            QVERIFY(ears.healths.last().reason.isEmpty());
            QCOMPARE(ears.healths.last().nextTryMs, 0);
            QTRY_VERIFY(ears.store.last(gauge("a").id));
        }
    }

    void tls_data()
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QString>("authority");
        QTest::addColumn<QString>("said");
        QTest::newRow("another name") << QByteArray("elsewhere") << s("ca.crt") << s("not for 127.0.0.1");
        QTest::newRow("another authority")
            << QByteArray("server") << s("otherca.crt") << s("authority that is not trusted here");
        QTest::newRow("expired") << QByteArray("expired") << s("ca.crt") << s("expired at");
    }
    // The wrong one is said and gets no credentials; the other source stays live beside it.
    void tls()
    {
        QFETCH(QByteArray, certificate);
        QFETCH(QString, authority);
        QFETCH(QString, said);
        const astern::test::TestCertificates &all = astern::test::TestCertificates::instance();
        FakeServer server(FakeServer::Tls{
            all.pem((certificate + ".crt").constData()), all.pem((certificate + ".key").constData()), {}});
        FakeServer other;
        other.handle([](const FakeRequest &request) { return answerAll(request, "1", "1"); });
        SystemClock clock;
        BackendConfig c = config(server);
        c.caFile = all.file(authority.toLatin1().constData());
        c.bearer = Secret{s("t0ken")};
        const auto source = makePrometheusSource(c, {}, clock);
        const auto good = makePrometheusSource(config(other), {}, clock);
        Ears ears(*source);
        Ears goodEars(*good);
        source->setQueries({gauge("a")});
        good->setQueries({gauge("a")});
        source->start();
        good->start();
        QTRY_COMPARE(ears.state(), State::Retrying);
        QVERIFY2(ears.healths.last().reason.contains(said), qPrintable(ears.healths.last().reason));
        QVERIFY(!ears.healths.last().hint.isEmpty());
        QVERIFY(server.requests().isEmpty());
        QTRY_COMPARE(goodEars.state(), State::Live);
        QTRY_VERIFY(goodEars.store.last(gauge("a").id));
    }

    void missingSecret()
    {
        FakeServer server;
        SystemClock clock;
        BackendConfig c = config(server);
        c.bearer = Secret{s("${env:PROM}")};
        Error error;
        error.message = s("The environment variable PROM is not set.");
        const auto source = makePrometheusSource(c, [error](const Secret &) { return Result<QString>(error); }, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(ears.state(), State::NeedsLogin);
        QVERIFY(ears.healths.last().reason.contains(s("PROM is not set")));
        QCOMPARE(server.connections(), 0);
    }

    void missingCertificate()
    {
        FakeServer server;
        SystemClock clock;
        BackendConfig c = config(server);
        c.caFile = s("/nowhere/ca.pem");
        const auto source = makePrometheusSource(c, {}, clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE(ears.state(), State::Refused);
    }

    void backoffGrows()
    {
        FakeServer server;
        server.handle([](const FakeRequest &) { return FakeReply::text(500, ""); });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(ears.healths.size(), 2);
        const qint64 first = ears.healths.at(1).nextTryMs - clock.wallMs();
        QVERIFY(first > 500 && first <= 1000);
        QTRY_COMPARE(ears.healths.size(), 3);
        const qint64 second = ears.healths.at(2).nextTryMs - clock.wallMs();
        QVERIFY(second > 1500 && second <= 2000);
        QCOMPARE(ears.healths.at(2).sinceMs, ears.healths.at(1).sinceMs); // one trouble, not two
    }

    void changedQuestions()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) { return answerAll(request, "1", "1"); });
        SystemClock clock;
        BackendConfig c = config(server);
        c.pollMs = 60000;
        const auto source = makePrometheusSource(c, {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        source->setQueries({gauge("a"), gauge("b")});
        QTRY_VERIFY(ears.store.last(gauge("b").id)); // now, not in a minute
        QTRY_COMPARE(server.count(kRange), 2);
        QVERIFY(!field(server.requests(kRange).last(), "query").contains(s("a{")));
    }

    // One place changed its version in the middle of an answer: the others' values are still taken from it, only the
    // new question is asked, and what was asked about the old version is not believed of the new one.
    void answersUnderWayStayGood()
    {
        FakeServer server;
        std::atomic<int> asked = 0;
        QByteArray held;
        server.handle([&](const FakeRequest &request) {
            FakeReply reply = answerAll(request, asked == 0 ? "7" : "2", "5");
            if (asked++ > 0)
                return reply;
            held = reply.pieces.value(0);
            reply.pieces.clear();
            reply.contentLength = int(held.size());
            reply.end = FakeReply::End::Hang;
            return reply.with("Connection", "close"); // nothing is answered behind it
        });
        SystemClock clock;
        BackendConfig c = config(server);
        c.pollMs = 60000;
        const auto source = makePrometheusSource(c, {}, clock);
        Ears ears(*source);
        SignalQuery changing = gauge("b");
        changing.labels.insert(s("hash"), s("old"));
        source->setQueries({gauge("a"), changing});
        source->start();
        QTRY_COMPARE(server.count(kQuery), 1);
        changing.labels.insert(s("hash"), s("new"));
        source->setQueries({gauge("a"), changing});
        QTRY_VERIFY(ears.store.last(changing.id));
        QCOMPARE(ears.store.last(changing.id)->value, 2.0);
        QCOMPARE(server.count(kQuery), 2);
        const QString second = field(server.requests(kQuery).last(), "query");
        QVERIFY2(!second.contains(s("a{")) && second.contains(s("new")), qPrintable(second));
        QVERIFY(!ears.store.last(gauge("a").id));
        server.push(kQuery, held);
        QTRY_VERIFY(ears.store.last(gauge("a").id));
        QCOMPARE(ears.store.last(gauge("a").id)->value, 7.0);
        QTRY_COMPARE(ears.state(), State::Live);
        for (const SampleBatch &batch : std::as_const(ears.batches)) {
            for (const SampleBatch::Series &series : batch.series)
                QVERIFY(series.id != changing.id || series.samples.last().value != 7.0);
        }
    }

    // An answer that nobody waits for any more holds up nothing.
    void answersNobodyNeedsAreNotAwaited()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            return field(request, "query").contains(s("a{")) ? FakeReply::silent(FakeReply::End::Hang)
                                                             : answerAll(request, "1", "1");
        });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->setQueries({gauge("a")});
        source->start();
        QTRY_COMPARE(server.count(kQuery), 1);
        source->setQueries({gauge("b")});
        QTRY_VERIFY(server.count(kQuery) >= 4); // polls go on
        QCOMPARE(ears.state(), State::Live);
        // Nothing is left to ask: that it lives is still seen by an answer, not by the lack of one.
        source->setQueries({gauge("a")});
        const int before = server.count(kQuery);
        QTRY_VERIFY(server.count(kQuery) > before);
        const qint64 answered = ears.healths.last().lastAnswerMs;
        source->setQueries({});
        QTRY_VERIFY(ears.healths.last().lastAnswerMs > answered);
    }

    void nothingToAsk()
    {
        FakeServer server;
        server.handle([](const FakeRequest &) {
            return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{"
                                   "\"metric\":{},\"value\":[1,\"1\"]}]}}");
        });
        SystemClock clock;
        const auto source = makePrometheusSource(config(server), {}, clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE(ears.state(), State::Live);
        QVERIFY(ears.batches.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPromSource)
#include "tst_promsource.moc"
