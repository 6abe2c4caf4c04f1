// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/shipqueue.h"

#include <QtTest>

using namespace astern;

namespace {

using Do = ShipQueue::Do;
using Kind = SinkAnswer::Kind;

constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;

// A log and a clock; entry n is recorded at m_recorded[n].
struct World {
    QList<qint64> recorded;
    qint64 now = 1'800'000'000'000;
    int leafBytes = 2'000;

    void record(int count)
    {
        for (int i = 0; i < count; ++i)
            recorded.append(now);
    }
    [[nodiscard]] QList<LoggedLeaf> leaves(quint64 from, int most) const
    {
        QList<LoggedLeaf> found;
        for (quint64 i = from; i < quint64(recorded.size()) && found.size() < most; ++i)
            found.append({i, QByteArray(leafBytes, 'x'), {}, {}});
        return found;
    }
};

ShipQueue queueOf(bool proves = true, double jitter = 0.0, quint64 acked = 0)
{
    SinkState is;
    is.name = QStringLiteral("otel");
    is.proves = proves;
    return {is, SinkCursor{.sink = QStringLiteral("otel"), .acked = acked}, [jitter] { return jitter; }};
}

// One turn, as whoever drives a queue makes it: what was sent, empty when it waits or has nothing to do.
QList<quint64> turn(ShipQueue &queue, const World &world, const std::function<SinkAnswer(const QList<quint64> &)> &sink)
{
    queue.setSize(quint64(world.recorded.size()));
    const ShipQueue::Next next = queue.next(world.now);
    if (next.what == Do::Note) {
        queue.noted(Ok{}, world.now);
        return turn(queue, world, sink);
    }
    if (next.what != Do::Load)
        return {};
    QList<quint64> sent;
    for (const LoggedLeaf &leaf :
         queue.take(world.leaves(next.from, next.most), world.recorded.at(qsizetype(next.from))))
        sent.append(leaf.index);
    queue.answered(sink(sent), world.now, world.now);
    return sent;
}

SinkAnswer later(const QString &words, qint64 retryAfterMs = 0)
{
    return {.kind = Kind::Later, .error = {.message = words, .retryAfterMs = retryAfterMs}};
}

} // namespace

class TestShipQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goesInOrderAndInBatches()
    {
        World world;
        world.record(250);
        ShipQueue queue = queueOf();
        QList<quint64> arrived;
        QList<qsizetype> batches;
        for (int i = 0; i < 10; ++i) {
            const auto sent = turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::Acknowledged}; });
            if (!sent.isEmpty())
                batches.append(sent.size());
            arrived += sent;
        }
        QCOMPARE(batches, (QList<qsizetype>{100, 100, 50}));
        for (quint64 i = 0; i < 250; ++i)
            QCOMPARE(arrived.at(qsizetype(i)), i);
        QCOMPARE(arrived.size(), 250);
        QCOMPARE(queue.cursor().acked, 250u);
        QVERIFY(queue.state(world.now, world.now).state == SinkState::State::Current);
    }

    void aBatchHoldsAMebibyte()
    {
        World world;
        world.leafBytes = 400'000;
        world.record(5);
        ShipQueue queue = queueOf();
        const auto good = [](const auto &) { return SinkAnswer{.kind = Kind::Acknowledged}; };
        QCOMPARE(turn(queue, world, good).size(), 2);
        world.leafBytes = 2 << 20; // an entry alone is sent, whatever its size
        QCOMPARE(turn(queue, world, good).size(), 1);
    }

    void pausesGrow_data()
    {
        QTest::addColumn<double>("jitter");
        QTest::addColumn<QList<qint64>>("pauses");
        QTest::newRow("least") << 0.0 << QList<qint64>{500,    1'000,  2'000,   4'000,   8'000,   16'000,
                                                       32'000, 64'000, 128'000, 150'000, 150'000, 150'000};
        QTest::newRow("most") << 0.999999 << QList<qint64>{999,    1'999,   3'999,   7'999,   15'999,  31'999,
                                                           63'999, 127'999, 255'999, 299'999, 299'999, 299'999};
    }
    void pausesGrow()
    {
        QFETCH(double, jitter);
        QFETCH(QList<qint64>, pauses);
        World world;
        world.record(1);
        ShipQueue queue = queueOf(true, jitter);
        for (const qint64 pause : pauses) {
            QCOMPARE(turn(queue, world, [](const auto &) { return later(QStringLiteral("refused")); }).size(), 1);
            const ShipQueue::Next next = queue.next(world.now);
            QVERIFY(next.what == Do::Wait);
            QCOMPARE(next.waitMs, pause);
            QCOMPARE(queue.state(world.now, world.now).nextTryMs, world.now + pause);
            world.now += pause;
        }
        // One good answer, and the next trouble starts from the beginning.
        QCOMPARE(turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::Acknowledged}; }).size(), 1);
        world.record(1);
        QCOMPARE(turn(queue, world, [](const auto &) { return later(QStringLiteral("refused")); }).size(), 1);
        QCOMPARE(queue.next(world.now).waitMs, pauses.constFirst());
    }

    void obeysRetryAfter()
    {
        World world;
        world.record(1);
        ShipQueue queue = queueOf();
        turn(queue, world, [](const auto &) { return later(QStringLiteral("slow down"), 17 * kMinute); });
        QCOMPARE(queue.next(world.now).waitMs, 17 * kMinute);
        world.now += 17 * kMinute - 1;
        QVERIFY(turn(queue, world, [](const auto &) { return SinkAnswer{}; }).isEmpty());
        world.now += 1;
        QCOMPARE(turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::Acknowledged}; }).size(), 1);
    }

    // Entry 42 is refused for what it says; nobody says which one it is.
    void findsTheRejectedEntry()
    {
        World world;
        world.record(120);
        ShipQueue queue = queueOf();
        QList<quint64> arrived;
        QList<quint64> alarmed;
        for (int i = 0; i < 300; ++i) {
            turn(queue, world, [&arrived](const QList<quint64> &sent) {
                if (sent.contains(42))
                    return SinkAnswer{.kind = Kind::Rejected, .error = {.message = QStringLiteral("bad attribute")}};
                arrived += sent;
                return SinkAnswer{.kind = Kind::Acknowledged};
            });
            alarmed += queue.takeRejected();
        }
        QCOMPARE(arrived.size(), 119);
        QVERIFY(std::is_sorted(arrived.cbegin(), arrived.cend()));
        QCOMPARE(alarmed, QList<quint64>{42});
        QCOMPARE(queue.cursor().rejected, QList<quint64>{42});
        QCOMPARE(queue.cursor().acked, 120u);
        const SinkState state = queue.state(world.now, world.now);
        QCOMPARE(state.rejected, QList<quint64>{42});
        QCOMPARE(state.words, QStringLiteral("refuses 1 entry, kept here only"));
        // Known to whoever goes on from this cursor.
        ShipQueue next(SinkState{}, queue.cursor(), [] { return 0.0; });
        QCOMPARE(next.state(world.now, world.now).rejected, QList<quint64>{42});
    }

    void theCursorIsDurableBeforeMoreIsSent()
    {
        World world;
        world.record(150);
        ShipQueue queue = queueOf();
        queue.setSize(150);
        QCOMPARE(queue.take(world.leaves(0, 150), world.now).size(), 100); // whatever was loaded
        QVERIFY(queue.next(world.now).what == Do::Nothing);                // one batch at a time
        queue.answered({.kind = Kind::Acknowledged, .proof = "200"}, world.now, world.now);
        QVERIFY(queue.next(world.now).what == Do::Note);
        QCOMPARE(queue.cursor().acked, 100u);
        QCOMPARE(queue.cursor().proof, QByteArray("200"));
        queue.noted(Error{.kind = Error::Kind::Storage, .message = QStringLiteral("disk full")}, world.now);
        QVERIFY(queue.next(world.now).what == Do::Wait);
        QVERIFY(queue.state(world.now, world.now).words.contains(QStringLiteral("disk full")));
        world.now += 1'000;
        QVERIFY(queue.next(world.now).what == Do::Note);
        queue.noted(Ok{}, world.now);
        const ShipQueue::Next next = queue.next(world.now);
        QVERIFY(next.what == Do::Load);
        QCOMPARE(next.from, 100u);
    }

    // A medium that was changed for an empty one is filled from the beginning; the cursor never goes back.
    void aSinkMayAskForWhatItLost()
    {
        World world;
        world.record(230);
        ShipQueue queue = queueOf(true, 0.0, 220);
        QList<quint64> arrived;
        for (int i = 0; i < 6; ++i) {
            turn(queue, world, [&arrived](const QList<quint64> &sent) {
                if (quint64(arrived.size()) < sent.constFirst())
                    return SinkAnswer{.kind = Kind::From, .from = quint64(arrived.size())};
                arrived += sent;
                return SinkAnswer{.kind = Kind::Acknowledged};
            });
            QVERIFY(queue.cursor().acked >= 220);
        }
        QCOMPARE(arrived.size(), 230);
        QCOMPARE(queue.cursor().acked, 230u);
    }
    void whoAsksForWhatComesLaterWaits()
    {
        World world;
        world.record(3);
        ShipQueue queue = queueOf();
        turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::From, .from = 7}; });
        QVERIFY(queue.next(world.now).what == Do::Wait);
    }

    void anAnswerThatNobodyWaitsForIsNothing()
    {
        ShipQueue queue = queueOf();
        queue.answered({.kind = Kind::Acknowledged}, 5, 5);
        QCOMPARE(queue.cursor().acked, 0u);
    }

    void whatIsHandedOverIsNotAcknowledged()
    {
        World world;
        world.record(1);
        ShipQueue queue = queueOf(false);
        turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::HandedOver}; });
        QCOMPARE(queue.state(world.now, world.now).words, QStringLiteral("handed over, not acknowledged"));
    }

    void pressure_data()
    {
        QTest::addColumn<int>("entries");
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("pressure");
        QTest::newRow("nothing due") << 0 << 0LL << "none";
        QTest::newRow("1000 young") << 1'000 << 0LL << "none";
        QTest::newRow("1001 young") << 1'001 << 0LL << "amber";
        QTest::newRow("10000 young") << 10'000 << 0LL << "amber";
        QTest::newRow("10001 young") << 10'001 << 0LL << "red";
        QTest::newRow("one of 15 min") << 1 << 15 * kMinute << "none";
        QTest::newRow("one older") << 1 << 15 * kMinute + 1 << "amber";
        QTest::newRow("one of 4 h") << 1 << 4 * kHour << "amber";
        QTest::newRow("one older still") << 1 << 4 * kHour + 1 << "red";
    }
    void pressure()
    {
        QFETCH(int, entries);
        QFETCH(qint64, age);
        QFETCH(QString, pressure);
        World world;
        world.record(entries);
        ShipQueue queue = queueOf();
        turn(queue, world, [](const auto &) { return later(QStringLiteral("down")); });
        world.now += age;
        const SinkState state = queue.state(world.now, world.now);
        QCOMPARE(toString(state.pressure), pressure);
        QCOMPARE(state.due, quint64(entries));
        QCOMPARE(state.oldestMs, entries > 0 ? world.recorded.constFirst() : 0);
    }

    // One entry a minute for a day, and nobody answers; then somebody does.
    void aDayWithoutNetwork()
    {
        World world;
        ShipQueue queue = queueOf(true, 0.5);
        const qint64 begin = world.now;
        int tries = 0;
        QString pressure = QStringLiteral("none");
        QList<std::pair<QString, qint64>> turns;
        while (world.now < begin + 24 * kHour) {
            world.record(1);
            for (int second = 0; second < 60; ++second) {
                world.now += 1'000;
                tries += !turn(queue, world, [](const auto &) { return later(QStringLiteral("no route")); }).isEmpty();
                const SinkState state = queue.state(world.now, world.now);
                if (toString(state.pressure) != pressure) {
                    pressure = toString(state.pressure);
                    turns.append({pressure, world.now - begin});
                }
            }
        }
        QCOMPARE(turns, (QList<std::pair<QString, qint64>>{{QStringLiteral("amber"), 15 * kMinute + 1'000},
                                                           {QStringLiteral("red"), 4 * kHour + 1'000}}));
        QVERIFY2(tries > 24 * 12 && tries < 24 * 20, qPrintable(QString::number(tries)));
        QCOMPARE(queue.state(world.now, world.now).due, 24u * 60);
        QCOMPARE(queue.cursor().acked, 0u);
        QList<quint64> arrived;
        world.now += 5 * kMinute;
        for (int i = 0; i < 40; ++i)
            arrived += turn(queue, world, [](const auto &) { return SinkAnswer{.kind = Kind::Acknowledged}; });
        QCOMPARE(arrived.size(), 24 * 60);
        for (qsizetype i = 0; i < arrived.size(); ++i)
            QCOMPARE(arrived.at(i), quint64(i));
        QCOMPARE(toString(queue.state(world.now, world.now).pressure), QStringLiteral("none"));
    }
};

QTEST_GUILESS_MAIN(TestShipQueue)
#include "tst_shipqueue.moc"
