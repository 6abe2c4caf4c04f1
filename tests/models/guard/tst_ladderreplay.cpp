// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/guard/ladderfixture.h"

#include <QJsonArray>
#include <QSet>

#include <random>

using namespace astern;
using namespace astern::test;

namespace {

QList<Policy> policies()
{
    auto one = judgingRecovery({step(policy::Hold()), step(flagOff("ranker", 30'000), 0, Step::When::Always, true),
                                step(policy::Rollback{.timeoutMs = 20'000}, 0, Step::When::StillSystemic),
                                step(page(), 0, Step::When::NotConfirmed),
                                step(ask(policy::Ask::Default::Freeze, 50'000), 120'000)});
    one.ladder.onTransient = {step(policy::Hold()), step(policy::Shrink{0.05})};
    one.ladder.onUnknown = {step(policy::Hold()), step(notify(), 20'000),
                            step(ask(policy::Ask::Default::Rollback, 60'000), 40'000)};
    auto two = climbing({step(policy::Rollback()), step(page("other"))}, kOther);
    return {one, two};
}

// A tick of verdicts, an outcome, an answer, or only the time.
struct Input {
    QList<Ladder::Judged> verdicts;
    std::optional<Outcome> outcome;
    std::optional<Answer> answer;
    qint64 nowMs = 0;
};

QList<Act> feed(Ladder &ladder, const Input &input)
{
    if (input.outcome)
        return ladder.tell(*input.outcome);
    if (input.answer)
        return ladder.answer(*input.answer);
    return ladder.judge(input.verdicts, input.nowMs);
}

class Story {
public:
    explicit Story(quint32 seed) : m_random(seed) {}
    [[nodiscard]] bool chance(double p) { return double(m_random()) < p * 4294967296.0; }
    [[nodiscard]] quint32 below(quint32 n) { return quint32(m_random()) % n; }
    Said said(VerdictClass &now, bool &latched)
    {
        if (!latched && chance(0.1))
            now = VerdictClass(below(chance(0.4) ? 5 : 4));
        latched = latched || now == VerdictClass::Systemic;
        return {.verdict = now,
                .critical = latched && chance(0.05),
                .still = chance(0.5),
                .raising = chance(0.3),
                .escalates = chance(0.02),
                .well = chance(0.9),
                .wellSince = 0,
                .fresh = chance(0.9)};
    }

private:
    std::mt19937 m_random;
};

} // namespace

// Restarts anywhere, and everything told twice: the same acts, each once.
class TestLadderReplay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyStory_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 200; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void anyStory()
    {
        QFETCH(const quint32, seed);
        Story story(seed);
        const auto all = policies();
        Ladder ladder(kRollout, all);
        std::vector<Input> inputs;
        QList<Act> acts;
        QList<Act> open; // without an outcome yet
        const auto take = [&](const Input &input) {
            inputs.push_back(input);
            const auto due = feed(ladder, input);
            acts += due;
            open += due;
        };
        VerdictClass one = VerdictClass::Healthy, two = VerdictClass::Healthy;
        bool oneLatched = false, twoLatched = false;
        for (qint64 tick = 1; tick <= 150; ++tick) {
            const auto now = tick * kTick;
            if (!story.chance(0.1)) {
                const auto first = story.said(one, oneLatched);
                const auto second = story.said(two, twoLatched);
                take({.verdicts = {{all[0].id, verdictOf(all[0], tick, first)},
                                   {all[1].id, verdictOf(all[1], tick, second)}},
                      .nowMs = now});
            } else {
                take({.nowMs = now});
            }
            while (!open.isEmpty() && story.chance(0.6)) {
                const auto act = open.takeAt(story.below(quint32(open.size())));
                const auto later = now + story.below(9'000);
                if (std::holds_alternative<policy::Ask>(act.what))
                    take({.answer = Answer{act.key, Answer::Choice(story.below(4)), QStringLiteral("rita"), later}});
                else
                    take({.outcome = Outcome{act.key, Outcome::Result(story.chance(0.6) ? 0 : story.below(6)), later}});
            }
        }

        // No act twice, one automatic rollback at most, and no release behind it.
        QSet<QString> keys;
        int automatic = 0;
        for (const auto &act : std::as_const(acts)) {
            QVERIFY2(!keys.contains(act.key), qPrintable(act.name()));
            keys.insert(act.key);
            automatic += act.automatic && act.name() == QLatin1String("rollback");
            QVERIFY(!(automatic && act.because == Act::Because::Healthy));
        }
        QVERIFY(automatic <= 1);

        // From the beginning again: the same.
        Ladder again(kRollout, all);
        QList<Act> sameActs;
        for (const auto &input : inputs)
            sameActs += feed(again, input);
        QCOMPARE(sameActs, acts);
        QCOMPARE(again.state(), ladder.state());

        // A restart before every input, through JSON that stays within what records may hold.
        QJsonObject saved = toJson(Ladder(kRollout, all).state(), kRollout);
        QList<Act> afterRestarts;
        for (const auto &input : inputs) {
            Ladder other(kRollout, all);
            const auto restored = other.restore(saved);
            QVERIFY2(restored.ok(), restored ? "" : qPrintable(restored.error().toString()));
            afterRestarts += feed(other, input);
            saved = toJson(other.state(), kRollout);
        }
        const auto bytes = toCanonical(saved);
        QVERIFY(bytes.ok());
        QCOMPARE(afterRestarts, acts);
        QCOMPARE(*ladderStateFrom(*fromCanonical(*bytes), kRollout), ladder.state());

        // Everything told again to who knows it: nothing that was not due by the time alone, and none twice.
        QList<Act> twice;
        for (const auto &input : inputs)
            twice += feed(ladder, input);
        for (const auto &act : std::as_const(twice))
            QVERIFY2(!keys.contains(act.key), qPrintable(act.name()));
    }

    void damagedStateIsRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("version") << QStringLiteral("version") << QJsonValue(1);
        QTest::newRow("rollout") << QStringLiteral("rollout") << QJsonValue(QStringLiteral("cart/1"));
        QTest::newRow("now") << QStringLiteral("now_ms") << QJsonValue(0.5);
        QTest::newRow("standings") << QStringLiteral("standings") << QJsonValue(QJsonArray{7});
        QTest::newRow("held") << QStringLiteral("held") << QJsonValue(1);
        QTest::newRow("episode") << QStringLiteral("episode") << QJsonValue(QJsonObject{});
        QTest::newRow("rollback") << QStringLiteral("rollback") << QJsonValue(QJsonValue::Null);
        QTest::newRow("open") << QStringLiteral("open")
                              << QJsonValue(QJsonArray{QJsonObject{{QStringLiteral("do"), QStringLiteral("hold")}}});
        QTest::newRow("issued") << QStringLiteral("issued") << QJsonValue(QJsonArray{1});
        QTest::newRow("asks") << QStringLiteral("asks")
                              << QJsonValue(
                                     QJsonArray{QJsonObject{{QStringLiteral("key"), QStringLiteral("k")},
                                                            {QStringLiteral("step"), 9},
                                                            {QStringLiteral("deadline_ms"), 1},
                                                            {QStringLiteral("default"), QStringLiteral("hold")}}});
    }
    void damagedStateIsRefused()
    {
        QFETCH(const QString, key);
        QFETCH(const QJsonValue, value);
        Climb climb(policies());
        climb.say(1, Said{.verdict = VerdictClass::Unknown});
        auto json = toJson(climb.ladder.state(), kRollout);
        Ladder other(kRollout, policies());
        QVERIFY(other.restore(json).ok());
        json.insert(key, value);
        const auto before = other.state();
        QVERIFY(!other.restore(json).ok());
        QCOMPARE(other.state(), before);
    }

    void stateOfOtherPoliciesIsRefused()
    {
        Climb climb(policies());
        climb.say(1, Said{.verdict = VerdictClass::Unknown});
        const auto json = toJson(climb.ladder.state(), kRollout);
        QVERIFY(!Ladder(kRollout, {policies().constFirst()}).restore(json).ok());
        auto shorter = policies();
        for (auto &policy : shorter)
            policy.ladder.onUnknown.clear();
        QVERIFY(!Ladder(kRollout, shorter).restore(json).ok());
    }
};

QTEST_GUILESS_MAIN(TestLadderReplay)
#include "tst_ladderreplay.moc"
