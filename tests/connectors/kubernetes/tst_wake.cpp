// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/http.h"
#include "tests/connectors/kubernetes/kubetest.h"
#include "tests/support/clocks.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = BackendHealth::State;

namespace {

constexpr qint64 kHour = 3'600'000;

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

// The machine sleeps and wakes: what was known is doubted at once, read anew, and nothing decided before is sent.
class TestWake : public QObject {
    Q_OBJECT

    static HttpOptions options(const Clock &clock)
    {
        HttpOptions options;
        options.name = s("prod-eu");
        options.clock = &clock;
        options.retry = {{1, 3'000}, {1, 3'000}};
        return options;
    }

private Q_SLOTS:
    void readAnewAtOnce()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            return isWatch(request) ? quietWatch() : FakeReply::json(emptyList("7"));
        });
        SleepyClock clock;
        Watched watched(configFor(server, s("kubernetes")), deploymentKind(), quickTimings(), &clock);
        QTRY_COMPARE(watched.health.state, State::Live);
        const auto lists = [&] {
            const auto all = server.requests();
            return std::count_if(all.cbegin(), all.cend(), [](const FakeRequest &each) { return !isWatch(each); });
        };
        QTRY_COMPARE(server.requests().size(), 4); // a list and a watch of workloads, and of ReplicaSets
        const auto before = lists();
        const int completes = watched.completes;
        watched.healths.clear();
        clock.sleep(20'000); // shorter than any idle limit: only the clocks tell
        QTRY_VERIFY(!watched.healths.isEmpty() && watched.health.state == State::Live);
        // An answer that was on its way may have been told before it.
        const auto doubt = [&] {
            return std::find_if(watched.healths.cbegin(), watched.healths.cend(),
                                [](const BackendHealth &one) { return one.state == State::Connecting; });
        };
        QTRY_VERIFY(doubt() != watched.healths.cend());
        QTRY_COMPARE(watched.health.state, State::Live);
        const BackendHealth doubted = *doubt();
        QVERIFY(doubted.isStale(clock.wallMs()));
        QVERIFY2(doubted.reason.contains(s("This machine slept for 20")), qPrintable(doubted.reason));
        QTRY_COMPARE(lists(), before + 2);
        QTRY_COMPARE(watched.completes, completes + 1); // told anew, as a whole
        QVERIFY(!watched.states.contains(State::Retrying));
    }

    void changesAreGivenUp_data()
    {
        QTest::addColumn<int>("idempotency");
        QTest::newRow("keyed") << int(Idempotency::Keyed);
        QTest::newRow("unsafe") << int(Idempotency::Unsafe);
    }
    void changesAreGivenUp()
    {
        QFETCH(int, idempotency);
        FakeServer server;
        // Asked again in three seconds, where that is allowed; or it hangs.
        const bool keyed = Idempotency(idempotency) == Idempotency::Keyed;
        server.on("/x", keyed ? FakeReply::text(503, "") : FakeReply::silent(FakeReply::End::Hang));
        SleepyClock clock;
        HttpClient client(options(clock));
        HttpRequest request;
        request.method = "PATCH";
        request.url = server.url(s("/x"));
        request.body = "{}";
        request.idempotency = Idempotency(idempotency);
        std::optional<Result<HttpResponse>> said;
        connect(client.send(request), &HttpJob::finished, this, [&](const auto &result) { said = result; });
        QTRY_COMPARE(server.count("/x"), 1);
        clock.sleep(kHour);
        QTRY_VERIFY(said.has_value());
        QVERIFY(!said->ok());
        QCOMPARE(said->error().kind, Error::Kind::TimedOut);
        QVERIFY2(said->error().message.contains(s("slept")), qPrintable(said->error().toString()));
        QTest::qWait(3'500); // longer than its pause
        QCOMPARE(server.count("/x"), 1);
    }

    void aPauseBeforeSendingIsNoticedWithoutTheWatch()
    {
        FakeServer server;
        server.on("/x", FakeReply::text(503, ""));
        SleepyClock clock;
        HttpOptions quick = options(clock);
        quick.retry = {{1, 150}, {1, 150}}; // sooner than the clocks are looked at
        HttpClient client(quick);
        HttpRequest request;
        request.method = "PATCH";
        request.url = server.url(s("/x"));
        request.idempotency = Idempotency::Keyed;
        std::optional<Result<HttpResponse>> said;
        connect(client.send(request), &HttpJob::finished, this, [&](const auto &result) { said = result; });
        QTRY_COMPARE(server.count("/x"), 1);
        clock.sleep(kHour);
        QTRY_VERIFY(said.has_value());
        QCOMPARE(server.count("/x"), 1);
    }

    void readsAreAskedAgain()
    {
        FakeServer server;
        server.on("/x", {FakeReply::silent(FakeReply::End::Hang), FakeReply::text(200, "ok")});
        SleepyClock clock;
        HttpClient client(options(clock));
        HttpRequest request;
        request.url = server.url(s("/x"));
        std::optional<Result<HttpResponse>> said;
        connect(client.send(request), &HttpJob::finished, this, [&](const auto &result) { said = result; });
        QTRY_COMPARE(server.count("/x"), 1);
        clock.sleep(kHour);
        QTRY_VERIFY(said.has_value());
        QVERIFY2(said->ok(), qPrintable(said->ok() ? QString() : said->error().toString()));
        QCOMPARE(server.count("/x"), 2);
    }
};

QTEST_GUILESS_MAIN(TestWake)
#include "tst_wake.moc"
