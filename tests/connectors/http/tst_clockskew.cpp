// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/clockskew.h"
#include "connectors/http/http.h"
#include "models/base/httpdate.h"
#include "tests/support/clocks.h"
#include "tests/support/fakeserver.h"

#include <QPointer>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

constexpr qint64 kNow = 1'795'694'400'000;

} // namespace

class TestClockSkew : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measured_data()
    {
        QTest::addColumn<qint64>("theirs");    // the server's clock minus ours
        QTest::addColumn<qint64>("roundTrip"); // ms
        QTest::addColumn<QByteArray>("age");
        QTest::addColumn<qint64>("said");
        const auto row = [](const char *name, qint64 theirs, qint64 roundTrip, qint64 said, const char *age = "") {
            QTest::newRow(name) << theirs << roundTrip << QByteArray(age) << said;
        };
        row("the same", 0, 40, 0);
        row("four seconds ahead", 4'000, 40, 0);
        row("a minute ahead", 60'000, 40, 60'000);
        row("a minute behind", -60'000, 40, -60'000);
        row("half a minute, far away", 30'000, 2'000, 30'000);
        row("too far away to say", 30'000, 9'000, 0);
        row("out of a cache", -60'000, 40, 0, "60");
    }
    void measured()
    {
        QFETCH(qint64, theirs);
        QFETCH(qint64, roundTrip);
        QFETCH(QByteArray, age);
        QFETCH(qint64, said);
        ClockSkew skew;
        // Stamped in the middle of its way; cut to whole seconds.
        for (qint64 at = kNow; at < kNow + 5 * 1'137; at += 1'137)
            skew.note(at, at + roundTrip, httpDate(at + roundTrip / 2 + theirs), age);
        QVERIFY2(std::abs(skew.ms() - said) <= (said == 0 ? 0 : 1'000), qPrintable(QString::number(skew.ms())));
    }

    void saidAndRead()
    {
        QCOMPARE(httpDate(kNow + 999), QByteArray("Thu, 26 Nov 2026 12:00:00 GMT")); // whole seconds
        QCOMPARE(httpDateMs(" Thu, 26 Nov 2026 12:00:00 GMT "), kNow);
        QCOMPARE(httpDateMs("2026-11-26T12:00:00Z"), qint64(0));
    }

    void oneOddAnswerSaysNothing()
    {
        ClockSkew skew;
        for (int i = 0; i < 3; ++i)
            skew.note(kNow, kNow + 10, httpDate(kNow));
        skew.note(kNow, kNow + 10, httpDate(kNow + 3'600'000));
        QCOMPARE(skew.ms(), 0);
        skew.note(kNow, kNow + 10, "yesterday");
        QCOMPARE(skew.ms(), 0);
    }

    void endsWhenTheClockIsSet()
    {
        ClockSkew skew;
        for (int i = 0; i < 5; ++i)
            skew.note(kNow, kNow + 10, httpDate(kNow + 60'000));
        QVERIFY(skew.ms() != 0);
        for (int i = 0; i < 5; ++i)
            skew.note(kNow, kNow + 10, httpDate(kNow));
        QCOMPARE(skew.ms(), 0);
    }

    void ofAServer()
    {
        FakeServer server;
        SteppedClock clock(kNow);
        server.on("/x", FakeReply::text(200, "ok").with("Date", httpDate(kNow - 42'000)));
        HttpOptions options;
        options.clock = &clock;
        HttpClient client(options);
        QCOMPARE(client.clockSkewMs(), 0);
        HttpRequest request;
        request.url = server.url(QStringLiteral("/x"));
        bool done = false;
        connect(client.send(request), &HttpJob::finished, this, [&] { done = true; });
        QTRY_VERIFY(done);
        QCOMPARE(client.clockSkewMs(), -42'000); // 41.5 s: half a second stands for what the header cuts off
    }
};

QTEST_GUILESS_MAIN(TestClockSkew)
#include "tst_clockskew.moc"
