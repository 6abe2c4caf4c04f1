// SPDX-License-Identifier: GPL-3.0-or-later
#include "escalationfixture.h"

using namespace astern;
using namespace astern::escalation;
using namespace astern::escalation::test;

// Who is told, who comes next, when it ends.
class BookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void climbs()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"))});
        QCOMPARE(desk.told(), s("oncall!1"));
        desk.answerAll();
        desk.pass(10 * kMinute - 1);
        QCOMPARE(desk.told(), s("oncall!1"));
        desk.pass(1);
        QCOMPARE(desk.told(), s("oncall!1 leads!1"));
        desk.answerAll();
        desk.pass(5 * kMinute);
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1"));
        desk.answerAll();
        const std::optional<NextRung> next = desk.book.next(desk.book.items().constFirst());
        QVERIFY(next && next->target.isEmpty() && next->repeats);
        QCOMPARE(next->atMs, kStart + 45 * kMinute);
        desk.pass(30 * kMinute);
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1 oncall!1"));
        QCOMPARE(desk.sent.constLast().round, 1);
    }
    void stopsAtTheDeadline()
    {
        NotifyConfig config = rules();
        config.ladders[s("oncall")].otherwise = NotifyLadder::Otherwise::Stop;
        Desk desk(config);
        desk.tell(Raised{concern(s("pay"))});
        for (int i = 0; i < 100; ++i) {
            desk.answerAll();
            desk.pass(5 * kMinute);
        }
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1"));
        QVERIFY(desk.book.items().constFirst().stopped);
        QVERIFY(desk.book.items().constFirst().isOpen()); // and loud on the screen
    }
    void anAcknowledgementStopsIt()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"))});
        desk.answerAll();
        desk.tell(Acknowledged{concern(s("pay")).id, s("jo")});
        QCOMPARE(desk.told(), s("oncall!1 oncall?1")); // PagerDuty hears of it, too
        desk.answerAll();
        desk.pass(24 * 60 * kMinute);
        QCOMPARE(desk.told(), s("oncall!1 oncall?1"));
        QCOMPARE(desk.book.items().constFirst().acknowledgedBy, s("jo"));
        desk.tell(Acknowledged{concern(s("pay")).id, s("sam")}); // the first one counts
        QCOMPARE(desk.book.items().constFirst().acknowledgedBy, s("jo"));
        desk.tell(Resolved{concern(s("pay")).id, s("healthy again")});
        QCOMPARE(desk.told(), s("oncall!1 oncall?1 oncall.1"));
    }
    void whoWasToldHearsOfTheEnd()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"))});
        desk.answerAll();
        desk.pass(10 * kMinute);
        desk.answer(Delivery::Refused);
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1")); // at once: nobody there heard of it
        desk.answerAll();
        desk.tell(Resolved{concern(s("pay")).id, s("healthy again")});
        desk.answerAll();
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1 oncall.1 boss.1"));
        desk.pass(24 * 60 * kMinute);
        QCOMPARE(desk.told(), s("oncall!1 leads!1 boss!1 oncall.1 boss.1"));
    }
    void triesAgain()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"))});
        desk.answer(Delivery::Failed);
        desk.pass(14'999);
        QCOMPARE(desk.told(), s("oncall!1"));
        desk.pass(1);
        QCOMPARE(desk.told(), s("oncall!1 oncall!2"));
        desk.answer(Delivery::Failed, 4 * kMinute); // the other side's wish is longer than ours
        desk.pass(4 * kMinute - 1);
        QCOMPARE(desk.told(), s("oncall!1 oncall!2"));
        desk.pass(1);
        QCOMPARE(desk.told(), s("oncall!1 oncall!2 oncall!3"));
        desk.answer(Delivery::Failed); // two retries are all: who is next, now
        QCOMPARE(desk.told(), s("oncall!1 oncall!2 oncall!3 leads!1"));
    }
    void whereNobodyIsReachedWhoIsToldOfTheRestIs()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"), "leads")});
        desk.answer(Delivery::Refused);
        QCOMPARE(desk.told(), s("leads!1 room!1"));
        desk.answer(Delivery::Refused);
        desk.pass(24 * 60 * kMinute);
        QCOMPARE(desk.told(), s("leads!1 room!1")); // and nobody is left
    }
    // Silence would be worse than to hear it twice.
    void whatMayHaveArrivedIsSentAgainAndMarked()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"), "room")});
        desk.answer(Delivery::Unknown);
        desk.pass(15'000);
        QCOMPARE(desk.told(), s("room!1 room!2*"));
        desk.answerAll();
        desk.pass(24 * 60 * kMinute);
        QCOMPARE(desk.told(), s("room!1 room!2*"));
    }
    void aCrashBetweenIntentAndAnswer()
    {
        Desk desk;
        desk.tell(Raised{concern(s("pay"), "room")});
        desk.crash();
        desk.pass(15'000);
        QCOMPARE(desk.told(), s("room!1 room!2*"));
    }
    void unknownTargetsGoToWhoIsToldOfTheRest_data()
    {
        QTest::addColumn<QString>("needsYou");
        QTest::addColumn<QString>("told");
        QTest::newRow("somebody") << s("room") << s("room!1");
        QTest::newRow("nobody") << QString() << QString();
    }
    void unknownTargetsGoToWhoIsToldOfTheRest()
    {
        QFETCH(const QString, needsYou);
        QFETCH(const QString, told);
        NotifyConfig config = rules();
        config.needsYou = needsYou;
        Desk desk(config);
        desk.tell(Raised{concern(s("pay"), "release-manager")});
        desk.answerAll();
        desk.pass(60 * kMinute);
        QCOMPARE(desk.told(), told);
        QVERIFY(desk.book.items().constFirst().isOpen());
    }
    void aFloodIsOneMessage()
    {
        Desk desk;
        for (int i = 0; i < 20; ++i)
            desk.tell(Raised{concern(s("svc") + QString::number(i), "room")});
        QCOMPARE(desk.told(), s("room!1"));
        desk.answerAll();
        QCOMPARE(desk.told(), s("room!1"));
        QCOMPARE(desk.book.heldBack(s("room")), 19);
        desk.pass(10 * kMinute - 1);
        QCOMPARE(desk.told(), s("room!1"));
        desk.pass(1);
        QCOMPARE(desk.told(), s("room!1 room!1+18"));
        QCOMPARE(desk.sent.constLast().heldWhere.size(), 3);
        desk.answerAll();
        QCOMPARE(desk.book.heldBack(s("room")), 0);
        desk.pass(24 * 60 * kMinute);
        QCOMPARE(desk.told(), s("room!1 room!1+18"));
    }
    void whatWasHeldBackAndIsOverIsCountedWithTheNext()
    {
        Desk desk;
        for (const char *name : {"a", "b", "c"})
            desk.tell(Raised{concern(s(name), "room")});
        desk.answerAll();
        desk.tell(Resolved{concern(s("b")).id, s("healthy")});
        desk.tell(Resolved{concern(s("c")).id, s("healthy")});
        desk.answerAll();
        desk.pass(30 * kMinute);
        QCOMPARE(desk.told(), s("room!1")); // nobody is woken for what is over
        desk.tell(Raised{concern(s("d"), "room")});
        QCOMPARE(desk.told(), s("room!1 room!1+2"));
    }
    void aTargetsTimeDoesNotHoldUpTheNextRung()
    {
        Desk desk;
        desk.tell(Raised{concern(s("a"))});
        desk.answerAll();
        desk.tell(Raised{concern(s("b"))}); // held back at oncall
        desk.pass(10 * kMinute);            // a: leads; b: oncall, whose time is over, and leads: one of them waits
        desk.answerAll();
        QCOMPARE(desk.told(), s("oncall!1 leads!1 oncall!1"));
        QCOMPARE(desk.book.heldBack(s("leads")), 1); // b, told of with the next one
    }
    void aTargetIsSentOneAfterTheOther()
    {
        Desk desk;
        desk.tell(Raised{concern(s("a"), "room")});
        desk.tell(Raised{concern(s("b"), "room")});
        QCOMPARE(desk.told(), s("room!1"));
        desk.answer(Delivery::Failed); // nobody was told: the other one may be
        QCOMPARE(desk.told(), s("room!1 room!1"));
    }
    void saysWhenToLookAgain()
    {
        Desk desk;
        QVERIFY(!desk.book.nextMs(desk.now));
        desk.tell(Raised{concern(s("pay"))});
        desk.answerAll();
        QCOMPARE(desk.book.nextMs(desk.now), std::optional(kStart + 10 * kMinute));
    }
    // A clock that was set back does not silence anybody for longer than the time of a target.
    void aClockThatIsSetBack()
    {
        Desk desk;
        desk.tell(Raised{concern(s("a"), "room")});
        desk.answerAll();
        desk.pass(-24 * 60 * kMinute);
        desk.tell(Raised{concern(s("b"), "room")});
        QCOMPARE(desk.told(), s("room!1 room!1"));
    }
    void eventsComeBackFromTheLog_data()
    {
        QTest::addColumn<Event>("event");
        Concern whole = concern(s("pay"));
        whole.kind = Concern::Kind::Question;
        whole.byItself = s("rollback");
        whole.byItselfMs = kStart + 1;
        const auto row = [](const char *name, const auto &what) { QTest::newRow(name) << Event{kStart, what}; };
        row("sent", Sent{s("id:0.0:trigger:1"), Delivery::Failed, s("why"), 5});
        row("sending", Sending{s("id"), s("room"), 1, 2, Deed::Resolve, 3, 4, {s("a"), s("b")}, true});
        row("held", HeldBack{s("id"), s("room"), 1, 2});
        row("passed", Passed{s("id"), 2, true});
        row("acknowledged", Acknowledged{s("id"), s("jo")});
        row("resolved", Resolved{s("id"), s("over")});
        whole.service = whole.environment = whole.cell = QString(); // of no place
        row("raised", Raised{whole});
        row("raised at a place", Raised{concern(s("pay"))});
    }
    void eventsComeBackFromTheLog()
    {
        QFETCH(const Event, event);
        QVERIFY(recorded(event) == event);
    }
};

QTEST_APPLESS_MAIN(BookTest)
#include "tst_book.moc"
