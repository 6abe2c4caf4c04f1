// SPDX-License-Identifier: GPL-3.0-or-later
#include "escalationfixture.h"

#include "models/escalation/escalator.h"
#include "tests/support/clocks.h"
#include "tests/support/fakedoors.h"

using namespace astern;
using namespace astern::escalation;
using namespace astern::escalation::test;

namespace {

// A program with an escalator, on a log that outlives it.
struct Program {
    Program(Journal &journal, const Clock &clock, bool sends = true)
        : escalator({.clock = &clock,
                     .journal = &journal,
                     .send =
                         [this](const LoggedIntent &intent, const QString &target, const Message &message,
                                const Done<Answer> &done) {
                             sent.append(target + QLatin1Char(' ') + toString(message.deed));
                             keys.append(intent.key());
                             if (answers)
                                 QTimer::singleShot(0, qApp, [done, this] { done(answer); });
                         }},
                    s("shop"))
    {
        escalator.setRules(rules());
        escalator.setSending(sends);
        QObject::connect(&escalator, &Escalator::changed, &escalator, [this](const Sight &now) { sight = now; });
    }
    QStringList sent;
    QStringList keys;
    bool answers = true; // false: dies before the answer comes
    Answer answer{Delivery::Told, {}, 0};
    Sight sight;
    Escalator escalator;
};

Actor jo() { return {.ref = s("p-1"), .name = s("jo"), .role = {}, .auth = s("os"), .automation = false}; }

} // namespace

class EscalatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordsBeforeItSends()
    {
        ManualClock clock;
        FakeJournal journal;
        Program program(journal, clock);
        bool recorded = false;
        program.escalator.raise(concern(s("pay")), [&](const Result<Ok> &done) { recorded = bool(done); });
        QTRY_COMPARE(program.sent, QStringList{s("oncall trigger")});
        QVERIFY(recorded);
        QTRY_COMPARE(journal.kinds(), (QStringList{s("escalation.raised"), s("notify.intent"), s("notify.outcome")}));
        QVERIFY(journal.open().isEmpty()); // its outcome closes the intent
        QCOMPARE(program.sight.items.size(), 1);
        QCOMPARE(program.sight.items.first().next->target, s("leads"));
        QCOMPARE(journal.log.first().payload.value(s("subject")).toObject().value(s("service")).toString(), s("pay"));
    }
    void theSameCauseCountsOnce()
    {
        ManualClock clock;
        FakeJournal journal;
        Program program(journal, clock);
        int answers = 0;
        for (int i = 0; i < 3; ++i)
            program.escalator.raise(concern(s("pay")), [&](const Result<Ok> &) { ++answers; });
        QTRY_COMPARE(answers, 3);
        QTRY_COMPARE(journal.kinds().count(s("notify.outcome")), 1);
        QCOMPARE(program.escalator.book().items().size(), 1);
        QCOMPARE(program.sent.size(), 1);
    }
    // Wherever the process ends, the next one knows: what was told is not told again, what may have been is marked.
    void anotherProcessGoesOn_data()
    {
        QTest::addColumn<int>("entries"); // that the log has when it ends
        QTest::addColumn<QStringList>("sent");
        QTest::addColumn<bool>("again");
        QTest::newRow("raised") << 1 << QStringList{s("oncall trigger")} << false;
        QTest::newRow("intended") << 2 << QStringList{s("oncall trigger")} << true;
        QTest::newRow("told") << 3 << QStringList{} << false;
    }
    void anotherProcessGoesOn()
    {
        QFETCH(const int, entries);
        QFETCH(const QStringList, sent);
        QFETCH(const bool, again);
        ManualClock clock;
        FakeJournal journal;
        {
            Program first(journal, clock);
            first.escalator.raise(concern(s("pay")));
            QTRY_COMPARE(journal.log.size(), 3);
        }
        journal.forget(entries);
        Program second(journal, clock);
        QTRY_COMPARE(second.escalator.book().items().size(), 1);
        clock.pass(20'000);
        QTRY_COMPARE_WITH_TIMEOUT(second.sent, sent, 10'000);
        if (sent.isEmpty()) {
            QTest::qWait(0);
            QCOMPARE(journal.log.size(), 3);
            return;
        }
        QTRY_COMPARE(journal.kinds().last(), s("notify.outcome"));
        QCOMPARE(second.keys.first().endsWith(s(":2")), again); // another try of the same message
    }
    void whoDoesNotSendLooks()
    {
        ManualClock clock;
        FakeJournal journal;
        Program acting(journal, clock);
        Program looking(journal, clock, false);
        acting.escalator.raise(concern(s("pay")));
        QTRY_COMPARE(journal.log.size(), 3);
        for (const JournalEntry &entry : std::as_const(journal.log))
            looking.escalator.take(entry);
        QTRY_COMPARE(looking.sight.items.size(), 1);
        QVERIFY(looking.sent.isEmpty());
        QCOMPARE(looking.sight.items, acting.sight.items);
        // Taken over there: who sends hears of it by the log.
        looking.escalator.acknowledge(concern(s("pay")).id, jo());
        QTRY_COMPARE(journal.kinds().count(s("escalation.acknowledged")), 1);
        acting.escalator.take(journal.log.last());
        QTRY_COMPARE(acting.sent, (QStringList{s("oncall trigger"), s("oncall acknowledge")}));
        QCOMPARE(acting.sight.items.first().item.acknowledgedBy, s("jo"));
        QVERIFY(looking.sent.isEmpty());
    }
    void onlyWhatIsOpenIsTakenOver()
    {
        ManualClock clock;
        FakeJournal journal;
        Program program(journal, clock);
        std::optional<Result<Ok>> answer;
        program.escalator.acknowledge(s("0192f3a1-0000-7000-8000-000000000000"), jo(),
                                      [&](const Result<Ok> &done) { answer = done; });
        QTRY_VERIFY(answer);
        QVERIFY(!*answer && answer->error().kind == Error::Kind::NotFound);
    }
    // Nothing leaves without its entry; once the log can be written again it does.
    void aLogThatCannotBeWritten()
    {
        ManualClock clock;
        FakeJournal journal;
        journal.failAt = 1; // the intent
        Program program(journal, clock);
        program.escalator.raise(concern(s("pay")));
        QTRY_COMPARE(program.sight.trouble, s("disk full"));
        QVERIFY(program.sent.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(program.sent.size(), 1, 20'000);
        QTRY_VERIFY(program.sight.trouble.isEmpty());
    }
    void aLogThatIsNotThereYet()
    {
        ManualClock clock;
        FakeJournal journal;
        journal.away = true;
        Program program(journal, clock);
        program.escalator.raise(concern(s("pay")));
        QTRY_VERIFY(journal.reads > 1);
        QVERIFY(program.sent.isEmpty());
        journal.away = false;
        QTRY_COMPARE(program.sent.size(), 1);
    }
    void followsAPlace()
    {
        ManualClock clock;
        FakeJournal journal;
        Program program(journal, clock);
        QTRY_VERIFY(journal.reads > 0);
        guard::PlaceVerdict now;
        now.place = s("pay@prod/eu-1");
        now.rollout = s("r-pay");
        now.verdict = policy::VerdictClass::Systemic;
        now.tickMs = now.judgedAtMs = clock.wallMs();
        guard::Act ask;
        ask.key = s("ask");
        ask.what = policy::Ask{s("release-manager"), 60'000, policy::Ask::Default::Hold};
        ask.dueMs = clock.wallMs();
        now.asks = {ask};
        QTRY_VERIFY((program.escalator.see(now), !program.sent.isEmpty()));
        QCOMPARE(program.sent, QStringList{s("room trigger")});
        program.escalator.see(now);
        now.asks.clear();
        QTRY_COMPARE(journal.kinds().count(s("notify.outcome")), 1);
        program.escalator.see(now);
        program.escalator.see(now);
        QTRY_COMPARE(program.sent, (QStringList{s("room trigger"), s("room resolve")}));
        QCOMPARE(journal.kinds().count(s("escalation.raised")), 1);
        QCOMPARE(journal.kinds().count(s("escalation.resolved")), 1);
    }
    void followsGates()
    {
        ManualClock clock;
        FakeJournal journal;
        Program acting(journal, clock);
        Program looking(journal, clock, false);
        Concern asked = concern(s("asked"), "");
        asked.kind = Concern::Kind::Gate;
        Concern overdue = concern(s("overdue"), "");
        overdue.kind = Concern::Kind::Overdue;
        acting.escalator.raise(concern(s("pay"))); // of a policy: gates say nothing of it
        looking.escalator.seeGates({asked, overdue});
        acting.escalator.seeGates({asked, overdue});
        acting.escalator.seeGates({asked, overdue});
        QTRY_COMPARE(journal.kinds().count(s("escalation.raised")), 3);
        const auto open = [&acting] {
            QStringList causes;
            for (const Item &item : acting.escalator.book().items()) {
                if (item.isOpen())
                    causes.append(item.concern.cause);
            }
            return causes;
        };
        QCOMPARE(open(), (QStringList{s("pay"), s("asked"), s("overdue")}));
        acting.escalator.seeGates({overdue});
        QTRY_COMPARE(open(), (QStringList{s("pay"), s("overdue")}));
        // What was decided while nobody sent is over once somebody does.
        acting.escalator.setSending(false);
        acting.escalator.seeGates({});
        QTRY_COMPARE(journal.kinds().count(s("escalation.resolved")), 1);
        QCOMPARE(open(), (QStringList{s("pay"), s("overdue")}));
        acting.escalator.setSending(true);
        QTRY_COMPARE(open(), QStringList{s("pay")});
        QCOMPARE(journal.kinds().count(s("escalation.raised")), 3);
    }
    void aTestIsRecordedAndWakesNobody()
    {
        ManualClock clock;
        FakeJournal journal;
        Program program(journal, clock, false);
        std::optional<Result<Answer>> came;
        program.escalator.test(s("room"), [&](const Result<Answer> &answer) { came = answer; });
        QTRY_VERIFY(came);
        QVERIFY(*came && (*came)->delivery == Delivery::Told);
        QCOMPARE(program.sent, QStringList{s("room trigger")});
        QCOMPARE(journal.kinds(), (QStringList{s("notify.intent"), s("notify.outcome")}));
        QVERIFY(journal.open().isEmpty());
        QVERIFY(program.escalator.book().items().isEmpty());
    }
};

QTEST_GUILESS_MAIN(EscalatorTest)
#include "tst_escalator.moc"
