// SPDX-License-Identifier: GPL-3.0-or-later
#include "escalationfixture.h"

#include <random>

using namespace astern;
using namespace astern::escalation;
using namespace astern::escalation::test;

namespace {

// What happens to two desks alike; only one of them begins anew each time.
struct Teller {
    explicit Teller(unsigned seed) : random(seed) {}
    std::mt19937 random;
    int raised = 0;

    int upTo(int most) { return int(random() % unsigned(most)); }
    void next(const std::function<void(const std::function<void(Desk &)> &)> &both)
    {
        switch (upTo(8)) {
        case 0:
        case 1: {
            static constexpr std::array kTargets{"oncall", "room", "leads", "nobody-known"};
            const char *target = kTargets.at(size_t(upTo(int(kTargets.size()))));
            const QString cause = s("svc") + QString::number(raised++);
            return both([=](Desk &desk) { desk.tell(Raised{concern(cause, target, desk.now)}); });
        }
        case 2: {
            const qint64 ms = 1'000LL * (1 + upTo(900));
            return both([=](Desk &desk) { desk.pass(ms); });
        }
        case 3:
        case 4:
        case 5: {
            const auto delivery = Delivery(upTo(4));
            const qint64 after = upTo(4) == 0 ? 120'000 : 0;
            return both([=](Desk &desk) {
                if (!desk.waiting.isEmpty())
                    desk.answer(delivery, after);
            });
        }
        case 6: {
            const int which = upTo(std::max(1, raised));
            const bool over = upTo(2) == 0;
            return both([=](Desk &desk) {
                if (which >= desk.book.items().size())
                    return;
                const QString id = desk.book.items().at(which).concern.id;
                over ? desk.tell(Resolved{id, s("over")}) : desk.tell(Acknowledged{id, s("jo")});
            });
        }
        default:
            return both([](Desk &desk) { desk.crash(); });
        }
    }
};

void checkLog(const Desk &desk)
{
    QSet<QString> keys;
    QHash<QString, Sending> byKey;
    QHash<QString, qint64> toldMs; // by target: the last that may have arrived
    QHash<QString, int> held;
    QHash<QString, QString> heldItself; // rung -> its target
    QSet<QString> ended;                // taken over, or over
    const auto rungKey = [](const auto &one) {
        return QStringLiteral("%1:%2.%3").arg(one.id).arg(one.round).arg(one.rung);
    };
    for (const Event &event : desk.log) {
        if (const auto *sending = std::get_if<Sending>(&event.what)) {
            QVERIFY2(!keys.contains(sending->key()), qPrintable(sending->key()));
            keys.insert(sending->key());
            byKey.insert(sending->key(), *sending);
            if (sending->deed != Deed::Trigger)
                continue;
            QVERIFY2(!ended.contains(sending->id), "nobody is called for what is taken over");
            if (toldMs.contains(sending->target) && !sending->again)
                QVERIFY2(event.atMs - toldMs.value(sending->target) >= desk.config.budgetMs, "one in ten minutes");
            if (heldItself.remove(rungKey(*sending)) > 0 && held.value(sending->target) > 0)
                --held[sending->target];
            QCOMPARE(sending->heldBack, held.value(sending->target));
        } else if (const auto *sent = std::get_if<Sent>(&event.what)) {
            const Sending of = byKey.value(sent->key);
            if (of.deed != Deed::Trigger || sent->delivery == Delivery::Failed || sent->delivery == Delivery::Refused)
                continue;
            toldMs.insert(of.target, event.atMs);
            if (sent->delivery == Delivery::Told)
                held.insert(of.target, 0);
            if (sent->delivery == Delivery::Told)
                heldItself.removeIf([&](const auto &one) { return one.value() == of.target; });
        } else if (const auto *back = std::get_if<HeldBack>(&event.what)) {
            ++held[back->target];
            heldItself.insert(rungKey(*back), back->target);
        } else if (const auto *acknowledged = std::get_if<Acknowledged>(&event.what)) {
            ended.insert(acknowledged->id);
        } else if (const auto *resolved = std::get_if<Resolved>(&event.what)) {
            ended.insert(resolved->id);
        }
    }
}

} // namespace

// Random stories: whoever begins anew from the log before every input decides the same.
class EscalationStoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRestartChangesNothing_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 300; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void aRestartChangesNothing()
    {
        QFETCH(const unsigned, seed);
        Desk steady;
        Desk restarted(rules(), true);
        Teller teller(seed);
        for (int i = 0; i < 120; ++i) {
            teller.next([&](const std::function<void(Desk &)> &happen) {
                happen(steady);
                happen(restarted);
            });
            QCOMPARE(restarted.told(), steady.told());
        }
        restarted.rebuild();
        QVERIFY(restarted.book == steady.book);
        QVERIFY(restarted.log == steady.log);
        checkLog(steady);
        if (QTest::currentTestFailed())
            return;
        // Once everything gets through again, everybody who has to hear of something does.
        for (int i = 0; i < 200; ++i) {
            steady.answerAll();
            steady.pass(kMinute);
        }
        for (const Item &item : steady.book.items()) {
            if (!item.climbs())
                continue;
            const bool told = std::any_of(item.rungs.cbegin(), item.rungs.cend(), [](const Rung &rung) {
                return rung.trigger.mayHaveArrived || rung.trigger.state == Note::State::Told;
            });
            // Refused by everybody, those who are told of the rest included.
            const bool refused = std::all_of(item.rungs.cbegin(), item.rungs.cend(), [](const Rung &rung) {
                return rung.trigger.state == Note::State::GivenUp;
            });
            const bool nobody = refused && item.rungs.constLast().target == s("room");
            QVERIFY2(told || nobody, qPrintable(item.concern.cause));
        }
        checkLog(steady);
    }
};

QTEST_APPLESS_MAIN(EscalationStoryTest)
#include "tst_story.moc"
