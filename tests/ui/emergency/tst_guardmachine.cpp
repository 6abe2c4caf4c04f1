// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/guardmachine.h"

#include <QTest>

using namespace astern::ui;
using State = GuardMachine::State;

namespace {

// One scripted event. Times are absolute; "tick N" lets the control live until N in frames of 16 ms.
struct Event {
    enum What { Open, Close, Press, Release, TickTo, Jump, Lock, Unlock, Type } what;
    qint64 at;
    QString text = {};
};

struct Played {
    State state = State::Closed;
    int commits = 0;
    qint64 committedAt = -1;
    double fill = 0;
    qint64 closesIn = 0;
};

Played play(const QList<Event> &events)
{
    GuardMachine machine;
    Played out;
    qint64 now = 0;
    const auto tick = [&](qint64 at) {
        if (machine.tick(at)) {
            ++out.commits;
            out.committedAt = at;
        }
    };
    for (const Event &event : events) {
        switch (event.what) {
        case Event::Open:
            machine.open(event.at);
            break;
        case Event::Close:
            machine.close();
            break;
        case Event::Press:
            machine.press(event.at);
            break;
        case Event::Release:
            machine.release(event.at);
            break;
        case Event::Lock:
            machine.lock();
            break;
        case Event::Unlock:
            machine.unlock();
            break;
        case Event::Type:
            out.commits += machine.typed(event.text, QStringLiteral("checkout")) ? 1 : 0;
            break;
        case Event::TickTo:
            for (qint64 t = now; t < event.at; t += 10)
                tick(t);
            tick(event.at);
            break;
        case Event::Jump:
            tick(event.at);
            break;
        }
        now = event.at;
    }
    out.state = machine.state();
    out.fill = machine.fill(now);
    out.closesIn = machine.closesInMs(now);
    return out;
}

} // namespace

class GuardMachineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plays_data()
    {
        QTest::addColumn<QList<Event>>("events");
        QTest::addColumn<State>("state");
        QTest::addColumn<int>("commits");
        QTest::addColumn<qint64>("committedAt");
        using E = Event;
        const auto row = [](const char *name, const QList<Event> &events, State state, int commits, qint64 at = -1) {
            QTest::newRow(name) << events << state << commits << at;
        };
        row("a press on the closed guard sends nothing", {{E::Press, 0}, {E::TickTo, 5000}}, State::Closed, 0);
        row("opening alone sends nothing", {{E::Open, 0}, {E::TickTo, 5000}}, State::Open, 0);
        row("the whole hold commits while it is still held, once", {{E::Open, 0}, {E::Press, 100}, {E::TickTo, 6000}},
            State::Sent, 1, 1300);
        row("a release after the commit changes nothing",
            {{E::Open, 0}, {E::Press, 100}, {E::TickTo, 1400}, {E::Release, 1400}, {E::Press, 1500}, {E::TickTo, 9000}},
            State::Sent, 1, 1300);
        row("one frame short sends nothing",
            {{E::Open, 0}, {E::Press, 100}, {E::TickTo, 1290}, {E::Release, 1295}, {E::TickTo, 5000}}, State::Open, 0);
        row("falls back before it is open again",
            {{E::Open, 0}, {E::Press, 0}, {E::TickTo, 600}, {E::Release, 600}, {E::TickTo, 710}}, State::Falling, 0);
        row("two half holds are not a whole one",
            {{E::Open, 0}, {E::Press, 0}, {E::TickTo, 700}, {E::Release, 700}, {E::Press, 750}, {E::TickTo, 1940}},
            State::Holding, 0);
        row("the second hold counts from its own start",
            {{E::Open, 0}, {E::Press, 0}, {E::TickTo, 700}, {E::Release, 700}, {E::Press, 750}, {E::TickTo, 3000}},
            State::Sent, 1, 1950);
        row("time slept through is not held", {{E::Open, 0}, {E::Press, 0}, {E::Jump, 60'000}}, State::Holding, 0);
        row("after a sleep the rest has to be held",
            {{E::Open, 0}, {E::Press, 0}, {E::Jump, 60'000}, {E::TickTo, 61'100}}, State::Sent, 1, 61'100);
        row("a clock that goes back holds nothing", {{E::Open, 5000}, {E::Press, 5000}, {E::Jump, 100}}, State::Holding,
            0);
        row("closes by itself", {{E::Open, 0}, {E::TickTo, 20'000}}, State::Closed, 0);
        row("not before its time", {{E::Open, 0}, {E::TickTo, 19'990}}, State::Open, 0);
        row("not while it is held", {{E::Open, 0}, {E::TickTo, 19'900}, {E::Press, 19'900}, {E::TickTo, 20'500}},
            State::Holding, 0);
        row("a hold that was let go opens the whole time again",
            {{E::Open, 0},
             {E::TickTo, 19'000},
             {E::Press, 19'000},
             {E::TickTo, 19'500},
             {E::Release, 19'500},
             {E::TickTo, 39'000}},
            State::Open, 0);
        row("closing ends a hold", {{E::Open, 0}, {E::Press, 0}, {E::TickTo, 900}, {E::Close, 900}, {E::TickTo, 5000}},
            State::Closed, 0);
        row("locking ends a hold", {{E::Open, 0}, {E::Press, 0}, {E::TickTo, 900}, {E::Lock, 900}, {E::TickTo, 5000}},
            State::Locked, 0);
        row("locked does not open", {{E::Lock, 0}, {E::Open, 10}, {E::Press, 20}, {E::TickTo, 3000}}, State::Locked, 0);
        row("unlocked is closed first", {{E::Lock, 0}, {E::Open, 10}, {E::Unlock, 20}, {E::TickTo, 3000}},
            State::Closed, 0);
        row("the name typed in full commits", {{E::Open, 0}, {E::Type, 10, QStringLiteral("checkout")}}, State::Sent,
            1);
        row("half a name does not", {{E::Open, 0}, {E::Type, 10, QStringLiteral("check")}}, State::Open, 0);
        row("another name does not", {{E::Open, 0}, {E::Type, 10, QStringLiteral("Checkout")}}, State::Open, 0);
        row("no name under the closed guard", {{E::Type, 10, QStringLiteral("checkout")}}, State::Closed, 0);
        row("typed twice commits once",
            {{E::Open, 0}, {E::Type, 10, QStringLiteral("checkout")}, {E::Type, 20, QStringLiteral("checkout")}},
            State::Sent, 1);
    }
    void plays()
    {
        QFETCH(QList<Event>, events);
        QFETCH(State, state);
        QFETCH(int, commits);
        QFETCH(qint64, committedAt);
        const Played played = play(events);
        QCOMPARE(played.state, state);
        QCOMPARE(played.commits, commits);
        QCOMPARE(played.committedAt, committedAt);
    }

    void fillIsLinearAndFallsBack()
    {
        QCOMPARE(play({{Event::Open, 0}, {Event::Press, 0}, {Event::TickTo, 300}}).fill, 0.25);
        QCOMPARE(play({{Event::Open, 0}, {Event::Press, 0}, {Event::TickTo, 900}}).fill, 0.75);
        const Played falling = play(
            {{Event::Open, 0}, {Event::Press, 0}, {Event::TickTo, 600}, {Event::Release, 600}, {Event::TickTo, 660}});
        QCOMPARE(falling.fill, 0.25);
    }

    void lockAfterTheCommitKeepsIt()
    {
        GuardMachine machine;
        machine.open(0);
        machine.press(0);
        bool sent = false;
        for (qint64 t = 0; t <= 1200; t += 20)
            sent = machine.tick(t) || sent;
        QVERIFY(sent);
        QVERIFY(!machine.lock());
        QCOMPARE(machine.state(), State::Sent);
        machine.reset();
        QCOMPARE(machine.state(), State::Closed);
    }
};

QTEST_GUILESS_MAIN(GuardMachineTest)
#include "tst_guardmachine.moc"
