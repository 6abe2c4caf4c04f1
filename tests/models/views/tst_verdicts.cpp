// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/views/boardmodel.h"
#include "models/views/verdictwords.h"
#include "tests/models/views/shop.h"
#include "tests/support/verdicts.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using samples::kNow;
using small::Shop;
using Act = std::function<void(Shop &)>;
using Say = std::function<guard::PlaceVerdict(const QString &)>;
using guard::PlaceVerdict;
using policy::VerdictClass;
using policy::Why;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

// Units and thousands stand behind spaces of their own.
QString plain(QString text)
{
    return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' '))
        .replace(QChar(format::kThinSpace), QLatin1Char(' '));
}

void progressing(Shop &shop, const Rollout &rollout = samples::progressing())
{
    shop.alive();
    shop.observe(kPlace, rollout);
    shop.well(kPlace, Role::New);
    shop.well(kPlace, Role::Stable);
    shop.session.setGuardState(samples::guardActs());
}
BoardRow rowOf(const Shop &shop)
{
    return makeBoardRow(shop.session, *shop.session.placement(kPlace), shop.session.nowMs());
}
PlaceVerdict without(const PlaceVerdict &verdict, const std::function<void(PlaceVerdict &)> &change)
{
    PlaceVerdict other = verdict;
    change(other);
    return other;
}

} // namespace

// What a policy's verdict makes of a row: its state, why, and what is said to be coming.
class TestVerdicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<Say>("say");
        QTest::addColumn<Act>("act");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("next");
        const auto row = [](const char *name, const Say &say, const Act &act, const char *state, const char *reason,
                            const char *next) {
            QTest::newRow(name) << say << act << QString::fromUtf8(state) << QString::fromUtf8(reason)
                                << QString::fromUtf8(next);
        };
        const Act nothing = [](Shop &) {};
        const Say well = [](const QString &place) { return samples::wellVerdict(place); };
        const Say suspect = samples::suspectVerdict;
        const Say external = samples::externalVerdict;
        const Say asking = samples::askingVerdict;
        const Say failing = samples::failingVerdict;
        const auto errors = [](Shop &shop) {
            shop.clock.pass(1'000);
            shop.sample(kPlace, "errors", Role::New, 0.0342);
        };
        const auto rollout = [](const std::function<void(Rollout &)> &change) {
            return Act([change](Shop &shop) {
                Rollout seen = samples::progressing();
                change(seen);
                shop.observe(kPlace, seen);
            });
        };
        const auto stuck = rollout([](Rollout &seen) { seen.control.failure = QStringLiteral("no pod gets ready"); });
        const auto waits = [](Shop &shop) { shop.observe(kPlace, samples::canary()); };
        const auto held = rollout([](Rollout &seen) {
            seen.control.pausedByPerson = true;
            seen.control.pausedSinceMs = kNow - 30'000;
        });

        row("healthy", well, nothing, "healthy", "", "goes on to 50 %");
        row("suspect", suspect, nothing, "suspect", "slow: beyond its limit for 38 s", "rolls back in 22 s");
        row("failing", failing, nothing, "failing", "errors-vs-stable: confirmed for 38 s", "is rolling back");
        row("external", external, nothing, "external", "errors-vs-stable: the stable version suffers as well for 4 min",
            "held until it is healthy again");
        row("unknown", asking, nothing, "unknown", "gone: nothing to judge by for 10 min 40 s",
            "asks release-manager; without an answer it rolls back in 29 min 20 s");
        row("over its limit and failing", failing, errors, "failing", "errors-vs-stable: confirmed for 39 s",
            "is rolling back");
        row("over its limit and suspect", suspect, errors, "suspect", "slow: beyond its limit for 39 s",
            "rolls back in 21 s");
        row("over its limit and called healthy", well, errors, "over-limit", "Error ratio 3.42 % is above 1 %",
            "goes on to 50 %");
        row("cannot go on, and suspect", suspect, stuck, "failing", "no pod gets ready", "rolls back in 22 s");
        row("cannot go on, and called healthy", well, stuck, "failing", "no pod gets ready", "goes on to 50 %");
        row("waits for a person, and healthy", well, waits, "waits", "paused at a step until somebody promotes",
            "waits for Promote");
        row("waits for a person, and nothing is known", asking, waits, "unknown",
            "gone: nothing to judge by for 10 min 40 s",
            "asks release-manager; without an answer it rolls back in 29 min 20 s");
        row("paused by the guard", suspect, held, "suspect", "slow: beyond its limit for 38 s", "rolls back in 22 s");
        row("paused by a person, and healthy", well, held, "held", "a person paused it",
            "stays until somebody resumes it");
        row(
            "finished: the verdict was of another time", suspect,
            [](Shop &shop) { shop.observe(kPlace, samples::finished()); }, "serving", "", "");
        row(
            "a signal is silent, and called healthy", well,
            [](Shop &shop) {
                shop.clock.pass(31'000);
                shop.alive();
                shop.session.setVerdict(
                    without(samples::wellVerdict(kPlace), [](PlaceVerdict &v) { v.tickMs = kNow; }));
            },
            "unknown", "no news of Error ratio", "");
    }
    void rows()
    {
        QFETCH(const Say, say);
        QFETCH(const Act, act);
        Shop shop;
        progressing(shop);
        shop.session.setVerdict(say(kPlace));
        act(shop);
        const BoardRow row = rowOf(shop);
        QTEST(toString(row.state), "state");
        QTEST(plain(row.stateReason), "reason");
        QTEST(plain(nextWords(row, shop.session.nowMs())), "next");
        const BoardJudgement judged = judgeBoardPlace(shop.session, kPlace, shop.session.nowMs());
        QCOMPARE(toString(judged.standing.state), toString(row.state));
        QCOMPARE(judged.standing.sinceMs, row.sinceMs);
    }

    // Whatever a policy says: where nobody does it, the row says so.
    void neverClaimsWhatNobodyDoes_data()
    {
        QTest::addColumn<std::function<void(guard::GuardState &)>>("change");
        QTest::addColumn<QString>("next");
        const auto row = [](const char *name, const std::function<void(guard::GuardState &)> &change,
                            const char *next) { QTest::newRow(name) << change << QString::fromUtf8(next); };
        row("no guard", [](guard::GuardState &state) { state = {}; }, "nobody acts: no guard runs");
        row(
            "only judges",
            [](guard::GuardState &state) {
                state = {.judges = true, .why = QStringLiteral("this session is read-only")};
            },
            "nobody acts: this session is read-only");
        row(
            "gone", [](guard::GuardState &state) { state.leaderAliveMs = kNow - 60'000; },
            "nobody acts: asternctl guard on ops-2 was last seen 1 min ago");
        row(
            "cannot write",
            [](guard::GuardState &state) { state = {.judges = true, .trouble = QStringLiteral("disk full")}; },
            "nobody acts: disk full");
        row(
            "held here",
            [](guard::GuardState &state) {
                state.holds = {{kPlace, kNow + 1'200'000, QStringLiteral("known blip"), QStringLiteral("jo")}};
            },
            "automation held until 17:20:00: known blip");
        row(
            "held everywhere", [](guard::GuardState &state) { state.holds = {{{}, kNow + 1'200'000, {}, {}}}; },
            "automation held until 17:20:00");
        row(
            "held elsewhere",
            [](guard::GuardState &state) { state.holds = {{QStringLiteral("cart@prod/eu-1"), kNow + 1'000, {}, {}}}; },
            "rolls back in 22 s");
        row(
            "held once", [](guard::GuardState &state) { state.holds = {{kPlace, kNow, {}, {}}}; },
            "rolls back in 22 s");
    }
    void neverClaimsWhatNobodyDoes()
    {
        QFETCH(const std::function<void(guard::GuardState &)>, change);
        Shop shop;
        progressing(shop);
        shop.session.setVerdict(samples::suspectVerdict(kPlace));
        guard::GuardState state = samples::guardActs();
        change(state);
        shop.session.setGuardState(state);
        const BoardRow row = rowOf(shop);
        QCOMPARE(toString(row.state), QStringLiteral("suspect")); // what is seen is seen
        QTEST(plain(nextWords(row, shop.session.nowMs())), "next");
        QCOMPARE(row.nextBy.isEmpty(), row.nextAtMs == 0);
    }

    void anOldVerdictIsNone()
    {
        Shop shop;
        progressing(shop);
        shop.session.setVerdict(samples::suspectVerdict(kPlace));
        const qint64 fresh = kNow - 18'000 + 15'000 + 30'000 + 10'000;
        QCOMPARE(judgeBoardPlace(shop.session, kPlace, kNow).holdsUntilMs <= fresh, true);
        shop.clock.pass(fresh - kNow);
        shop.alive();
        shop.well(kPlace, Role::New);
        QCOMPARE(toString(rowOf(shop).state), QStringLiteral("suspect"));
        shop.clock.pass(1);
        shop.session.setGuardState(without2(samples::guardActs(), shop.session.nowMs()));
        const BoardRow row = rowOf(shop);
        QCOMPARE(toString(row.state), QStringLiteral("unknown"));
        QCOMPARE(plain(row.stateReason), QStringLiteral("the last verdict is 55 s old"));
        QCOMPARE(row.next, QStringLiteral("nobody acts: the verdict is too old"));
        QCOMPARE(row.nextAtMs, 0);
    }

    void beforeTheFirstVerdict()
    {
        Shop shop;
        progressing(shop);
        PlaceVerdict verdict = samples::wellVerdict(kPlace);
        verdict.tickMs = 0;
        shop.session.setVerdict(verdict);
        QCOMPARE(toString(rowOf(shop).state), QStringLiteral("unknown"));
        QCOMPARE(rowOf(shop).stateReason, QStringLiteral("no verdict yet"));
        QCOMPARE(rowOf(shop).next, QString());
        verdict.catchingUp = true;
        shop.session.setVerdict(verdict);
        QCOMPARE(rowOf(shop).stateReason, QStringLiteral("no verdict yet: the past is being read"));
    }

    void afterARollback()
    {
        Shop shop;
        progressing(shop);
        PlaceVerdict verdict = samples::failingVerdict(kPlace);
        verdict.recovery = guard::Recovery::Watching;
        verdict.over = true;
        shop.session.setVerdict(verdict);
        shop.observe(kPlace, samples::aborted());
        QCOMPARE(toString(rowOf(shop).state), QStringLiteral("rolled-back"));
        QCOMPARE(rowOf(shop).stateReason, QStringLiteral("its recovery is watched"));
        verdict.recovery = guard::Recovery::Failed;
        shop.session.setVerdict(verdict);
        QCOMPARE(toString(rowOf(shop).state), QStringLiteral("failing"));
        QCOMPARE(rowOf(shop).stateReason, QStringLiteral("rolled back, and still not well"));
    }

    void saysWhenItIsNotKnownWhen_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("next");
        QTest::newRow("evidence is needed")
            << qint64(0) << QStringLiteral("slow") << QStringLiteral("rolls back when it is confirmed");
        QTest::newRow("due") << kNow - 15'000 << QStringLiteral("slow") << QStringLiteral("rolls back any moment");
        QTest::newRow("its samples may still come")
            << kNow - 14'000 << QStringLiteral("slow") << QStringLiteral("rolls back in 1 s");
        QTest::newRow("a step waits for no samples")
            << kNow + 9'000 << QString() << QStringLiteral("rolls back in 9 s");
    }
    void saysWhenItIsNotKnownWhen()
    {
        QFETCH(const qint64, at);
        QFETCH(const QString, rule);
        Shop shop;
        progressing(shop);
        PlaceVerdict verdict = samples::suspectVerdict(kPlace);
        verdict.coming = {{at, QStringLiteral("rollback"), QStringLiteral("checkout-slo"), rule}};
        shop.session.setVerdict(verdict);
        QTEST(plain(nextWords(rowOf(shop), kNow)), "next");
        QCOMPARE(rowOf(shop).nextBy, QStringLiteral("checkout-slo"));
    }

    void namesTheGravestRuleAndHowManyMore()
    {
        PlaceVerdict verdict = samples::failingVerdict(kPlace);
        std::vector<policy::RuleReading> &rules = verdict.policies.first().verdict.rules;
        rules[1] = rules[0];
        rules[1].severity = policy::Severity::Critical;
        rules[1].why = Why::Critical;
        rules[2] = rules[0]; // only observed: it has no part in this
        QCOMPARE(plain(reasonWords(verdict, kNow)),
                 QStringLiteral("slow: far beyond what is borne for 38 s, and 1 more"));
        // A rule that has recovered does not speak, although the rollout stays failing.
        rules[0].verdict = rules[1].verdict = VerdictClass::Healthy;
        QCOMPARE(reasonWords(verdict, kNow), QStringLiteral("errors-vs-stable: confirmed"));
    }

    void everyCauseHasWords()
    {
        QSet<QString> all;
        for (int why = int(Why::Breach); why <= int(Why::Overdue); ++why)
            all.insert(causeWords(Why(why)));
        QVERIFY(!all.contains(QString()));
        QCOMPARE(all.size(), int(Why::Overdue));
    }

    void whoActs_data()
    {
        QTest::addColumn<guard::GuardState>("state");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("wrong");
        guard::GuardState state = samples::guardActs();
        QTest::newRow("another") << state << QStringLiteral("guard: judges only, asternctl guard on ops-2 acts")
                                 << false;
        state.acts = true;
        QTest::newRow("this one") << state << QStringLiteral("guard: leader on ops-2") << false;
        state.holds = {{{}, kNow + 60'000, {}, {}}};
        QTest::newRow("held") << state << QStringLiteral("guard: automation held until 17:01:00") << false;
        state.leaderAliveMs = kNow - 15'000;
        QTest::newRow("gone") << state
                              << QStringLiteral("guard: nobody acts: asternctl guard on ops-2 was last seen 15 s ago")
                              << true;
        QTest::newRow("nobody") << guard::GuardState{.judges = true} << QStringLiteral("guard: nobody acts") << true;
        QTest::newRow("trouble") << guard::GuardState{.judges = true, .trouble = QStringLiteral("disk full")}
                                 << QStringLiteral("guard: disk full") << true;
        QTest::newRow("no guard") << guard::GuardState{} << QString() << false;
    }
    void whoActs()
    {
        QFETCH(const guard::GuardState, state);
        const GuardWords words = guardWords(state, kNow);
        QTEST(plain(words.text), "text");
        QTEST(words.wrong, "wrong");
    }

    void coolsDown()
    {
        guard::GuardState state = samples::guardActs();
        state.coolDowns = {{QStringLiteral("checkout"), QStringLiteral("prod"), kNow + 60'000}};
        const QString checkout = QStringLiteral("checkout");
        QCOMPARE(coolDownWords(state, checkout, QStringLiteral("prod"), kNow),
                 QStringLiteral("cools down after its rollback: nothing starts by itself before 17:01:00"));
        QCOMPARE(coolDownWords(state, checkout, QStringLiteral("staging"), kNow), QString());
        QCOMPARE(coolDownWords(state, QStringLiteral("cart"), QStringLiteral("prod"), kNow), QString());
        QCOMPARE(coolDownWords(state, checkout, QStringLiteral("prod"), kNow + 60'000), QString());
    }

    // The board: what fails rises at once, even while the order is held; and a verdict that comes again is seen again.
    void theBoardFollows()
    {
        Shop shop;
        shop.observeAll(samples::finished());
        progressing(shop);
        BoardModel model(shop.session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHeld(true);
        QSignalSpy began(&model, &BoardModel::beganToFail);
        shop.session.setVerdict(samples::failingVerdict(kPlace));
        QTRY_COMPARE(began.size(), 1);
        QCOMPARE(model.rowOf(kPlace), 0);
        QCOMPARE(model.worst(), kPlace);
        QCOMPARE(model.countOf(BoardState::Failing), 1);
        QCOMPARE(plain(model.index(0, BoardModel::NextColumn).data().toString()),
                 QStringLiteral("is rolling back; errors-vs-stable: confirmed for 38 s"));
        model.setFilter(QStringLiteral("state:failing"));
        QCOMPARE(model.rowCount(), 1);
        model.setFilter(QStringLiteral("state:healthy"));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});

        shop.clock.pass(60'000);
        shop.alive();
        model.tick();
        QCOMPARE(model.countOf(BoardState::Failing), 0);
        PlaceVerdict again = samples::failingVerdict(kPlace);
        again.tickMs = shop.session.nowMs() - 18'000;
        shop.session.setVerdict(again);
        QTRY_COMPARE(model.countOf(BoardState::Failing), 1);
        shop.session.forgetVerdict(kPlace);
        QTRY_COMPARE(model.countOf(BoardState::Failing), 0);
    }

private:
    static guard::GuardState without2(guard::GuardState state, qint64 aliveMs)
    {
        state.leaderAliveMs = aliveMs;
        return state;
    }
};

int main(int argc, char *argv[])
{
    qputenv("TZ", "Europe/Berlin"); // clock times stand in the words
    QCoreApplication application(argc, argv);
    TestVerdicts test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_verdicts.moc"
