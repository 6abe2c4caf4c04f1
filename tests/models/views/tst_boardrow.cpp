// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardrow.h"

#include "models/base/format.h"
#include "tests/models/views/shop.h"

#include <QTest>

#include <limits>

using namespace astern;
using samples::kNow;
using small::Shop;
using Act = std::function<void(Shop &)>;

namespace {

const QString kMeasured = QStringLiteral("checkout@prod/eu-1");
const QString kUnmeasured = QStringLiteral("cart@prod/eu-1");

BoardRow rowOf(const Shop &shop, const QString &key)
{
    return makeBoardRow(shop.session, *shop.session.placement(key), shop.session.nowMs());
}

// Units stand behind a no-break space.
QString plain(QString text) { return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' ')); }

// What is seen, with a live backend and good fresh samples of both versions.
Act sees(const Rollout &rollout, const QString &key = kMeasured)
{
    return [rollout, key](Shop &shop) {
        shop.alive();
        shop.observe(key, rollout);
        if (key == kMeasured) {
            shop.well(key, Role::New);
            shop.well(key, Role::Stable);
        }
    };
}
Act then(const Act &first, const Act &second)
{
    return [first, second](Shop &shop) {
        first(shop);
        second(shop);
    };
}
Act errors(Role role)
{
    return [role](Shop &shop) {
        shop.clock.pass(1'000);
        shop.sample(kMeasured, "errors", role, 0.0342);
    };
}

Rollout pausedByPerson()
{
    Rollout rollout = samples::progressing();
    rollout.control.pausedByPerson = true;
    rollout.control.pausedSinceMs = kNow - 30'000;
    return rollout;
}
Rollout failing()
{
    Rollout rollout = samples::progressing();
    rollout.control.failure = QStringLiteral("ProgressDeadlineExceeded: no pod gets ready");
    return rollout;
}
Rollout returning()
{
    Rollout rollout = samples::aborted();
    rollout.serving.shares = {{QStringLiteral("old"), 8, 80, 12, 12}, {QStringLiteral("new"), 9, 20, 3, 3}};
    return rollout;
}
Rollout rolledBack()
{
    Rollout rollout = samples::aborted();
    rollout.serving.sinceMs = kNow - 50'000;
    return rollout;
}
Rollout strange(Rollout rollout)
{
    rollout.unknownReason = QStringLiteral("status is no object");
    return rollout;
}

} // namespace

// What a row says of a place, and why, and since when: a pure function of what was seen.
class TestBoardRow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatWasSeen_data();
    void saysWhatWasSeen();
    void theWorseOneSpeaks_data();
    void theWorseOneSpeaks();
    void needsWhatItsLimitsNeed_data();
    void needsWhatItsLimitsNeed();
    void isNeverHealthy();
    void namesTheWayBack_data();
    void namesTheWayBack();
    void saysWhatIsNext_data();
    void saysWhatIsNext();
    void tellsHowOldABackendIsThatNeverAnswered();
    void equalsItselfWithoutANumber();
};

void TestBoardRow::saysWhatWasSeen_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<QString>("key");
    QTest::addColumn<BoardState>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<qint64>("since");
    const auto row = [](const char *name, const Act &act, const QString &key, BoardState state, const char *reason,
                        qint64 since) {
        QTest::newRow(name) << act << key << state << QString::fromUtf8(reason) << since;
    };
    const auto over = [](Shop &shop) {
        shop.clock.pass(5'000);
        shop.sample(kMeasured, "errors", Role::New, 0.02);
        shop.clock.pass(5'000);
        shop.sample(kMeasured, "errors", Role::New, 0.0342);
    };
    const auto few = [](Shop &shop) {
        shop.clock.pass(5'000);
        shop.sample(kMeasured, "orders", Role::New, 31);
    };
    const auto silence = [](Shop &shop) { shop.clock.pass(20'000); };
    const auto run = [](Shop &shop) { shop.goBack(kMeasured, PlanKind::Rollback, kNow - 7'000); };
    row("above its limit, since the first such sample", then(sees(samples::progressing()), over), kMeasured,
        BoardState::OverLimit, "Error ratio 3.42 % is above 1 %", kNow + 5'000);
    row("below its limit", then(sees(samples::progressing()), few), kMeasured, BoardState::OverLimit,
        "Orders 31 /min is below 40 /min", kNow + 5'000);
    row("the one that is over for longest", then(sees(samples::progressing()), then(few, over)), kMeasured,
        BoardState::OverLimit, "Orders 31 /min is below 40 /min", kNow + 5'000);
    row("fails", sees(failing()), kMeasured, BoardState::FailingToProgress,
        "ProgressDeadlineExceeded: no pod gets ready", 0);
    row("an abort whose traffic returns", sees(returning()), kMeasured, BoardState::RollingBack,
        "aborted; traffic returns", 0);
    row("a plan goes back", then(sees(samples::finished()), run), kMeasured, BoardState::RollingBack, "", kNow - 7'000);
    row("waits at a step", sees(samples::canary()), kMeasured, BoardState::WaitsForYou,
        "paused at a step until somebody promotes", kNow - 120'000);
    row("waits with its switch", sees(samples::blueGreen()), kMeasured, BoardState::WaitsForYou,
        "the switch waits for a person", kNow - 120'000);
    row("not seen", {[](Shop &) {}}, kMeasured, BoardState::Unknown, "not seen yet", 0);
    row("not seen, and why",
        {[](Shop &shop) { shop.health("argo", BackendHealth::State::Retrying, 0, "connection refused"); }}, kMeasured,
        BoardState::Unknown, "connection refused", 0);
    row("a silent backend", then(sees(samples::finished(), kUnmeasured), silence), kUnmeasured, BoardState::Unknown,
        "last seen 20 s ago", kNow);
    row("not understood", sees(strange(samples::canary())), kMeasured, BoardState::Unknown, "status is no object", 0);
    row("on its way", sees(samples::progressing(), kUnmeasured), kUnmeasured, BoardState::Running, "", kNow - 300'000);
    row("held", sees(pausedByPerson()), kMeasured, BoardState::Held, "a person paused it", kNow - 30'000);
    row("measured", sees(samples::progressing()), kMeasured, BoardState::NoVerdict, "", kNow - 300'000);
    row("rolled back", sees(rolledBack()), kMeasured, BoardState::RolledBack, "", kNow - 50'000);
    row("serves", sees(samples::finished()), kMeasured, BoardState::Serving, "", kNow - 3 * 3'600'000);
}

void TestBoardRow::saysWhatWasSeen()
{
    QFETCH(const Act, act);
    QFETCH(const QString, key);
    Shop shop;
    act(shop);
    const BoardRow row = rowOf(shop, key);
    QFETCH(const BoardState, state);
    QCOMPARE(words(row.state), words(state));
    QTEST(plain(row.stateReason), "reason");
    QTEST(row.sinceMs, "since");
}

void TestBoardRow::theWorseOneSpeaks_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<BoardState>("state");
    const auto row = [](const char *name, const Act &act, BoardState state) { QTest::newRow(name) << act << state; };
    const auto silence = [](Shop &shop) { shop.clock.pass(200'000); };
    const auto run = [](Shop &shop) { shop.goBack(kMeasured, PlanKind::Rollback, kNow); };
    const auto restarted = [](Shop &shop) { shop.health("argo", BackendHealth::State::Connecting, 0); };
    Rollout both = pausedByPerson();
    both.control.waitsForPerson = true;
    row("over limit, and the backend is silent", then(sees(samples::canary()), then(silence, errors(Role::New))),
        BoardState::OverLimit);
    row("over limit, and nothing else was ever seen", errors(Role::Stable), BoardState::OverLimit);
    row("over limit, and not understood", then(sees(strange(samples::canary())), errors(Role::New)),
        BoardState::OverLimit);
    row("over limit, and fails", then(sees(failing()), errors(Role::New)), BoardState::OverLimit);
    row("over limit, and waits", then(sees(samples::canary()), errors(Role::New)), BoardState::OverLimit);
    row("over limit, and held", then(sees(pausedByPerson()), errors(Role::New)), BoardState::OverLimit);
    row("over limit, and serves", then(sees(samples::finished()), errors(Role::Stable)), BoardState::OverLimit);
    row("over limit with the other version only", then(sees(samples::progressing()), errors(Role::Stable)),
        BoardState::NoVerdict);
    row("goes back, and is over limit", then(sees(samples::canary()), then(errors(Role::New), run)),
        BoardState::RollingBack);
    row("fails, and the backend is silent", then(sees(failing()), silence), BoardState::Unknown);
    row("waits, and the backend is silent", then(sees(samples::canary()), silence), BoardState::Unknown);
    row("waits, and the backend has not answered again", then(sees(samples::canary()), restarted), BoardState::Unknown);
    row("held beats waits", sees(both), BoardState::Held);
}

void TestBoardRow::theWorseOneSpeaks()
{
    QFETCH(const Act, act);
    Shop shop;
    act(shop);
    QFETCH(const BoardState, state);
    QCOMPARE(words(rowOf(shop, kMeasured).state), words(state));
}

void TestBoardRow::needsWhatItsLimitsNeed_data()
{
    QTest::addColumn<Rollout>("rollout");
    QTest::addColumn<Act>("act");
    QTest::addColumn<BoardState>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<qint64>("since");
    const auto row = [](const char *name, const Rollout &rollout, const Act &act, BoardState state, const char *reason,
                        qint64 since) {
        QTest::newRow(name) << rollout << act << state << QString::fromUtf8(reason) << since;
    };
    const auto samplesOf = [](double ratio, double orders, qint64 ratioAgoMs = 0, qint64 ordersAgoMs = 0) {
        return Act([=](Shop &shop) {
            shop.sample(kMeasured, "errors", Role::New, ratio, ratioAgoMs);
            shop.sample(kMeasured, "orders", Role::New, orders, ordersAgoMs);
        });
    };
    const Act nothing = [](Shop &) {};
    const Act onlyErrors = [](Shop &shop) { shop.sample(kMeasured, "errors", Role::New, 0.002); };
    const double none = std::numeric_limits<double>::quiet_NaN();
    const Rollout rollout = samples::progressing();
    Rollout early = rollout;
    early.serving.shares = {{QStringLiteral("old"), 8, 100, 12, 12}};
    row("all there", rollout, samplesOf(0.002, 52), BoardState::NoVerdict, "", kNow - 300'000);
    row("exactly at both limits", rollout, samplesOf(0.01, 40), BoardState::NoVerdict, "", kNow - 300'000);
    row("no samples", rollout, nothing, BoardState::Unknown, "no samples of Error ratio", 0);
    row("one is missing", rollout, onlyErrors, BoardState::Unknown, "no samples of Orders", 0);
    row("no number", rollout, samplesOf(none, 52), BoardState::Unknown, "no samples of Error ratio", 0);
    row("just fresh", rollout, samplesOf(0.002, 52, 30'000), BoardState::NoVerdict, "", kNow - 300'000);
    row("stale", rollout, samplesOf(0.002, 52, 30'001), BoardState::Unknown, "no news of Error ratio", kNow - 30'001);
    row("the second one is stale", rollout, samplesOf(0.002, 52, 0, 31'000), BoardState::Unknown, "no news of Orders",
        kNow - 31'000);
    row("stale above its limit says nothing", rollout, samplesOf(0.9, 52, 31'000), BoardState::Unknown,
        "no news of Error ratio", kNow - 31'000);
    row("one is over, the other stale", rollout, samplesOf(0.0342, 52, 0, 31'000), BoardState::OverLimit,
        "Error ratio 3.42 % is above 1 %", kNow);
    row("a version without traffic has no samples yet", early, nothing, BoardState::Running, "", kNow - 300'000);
    row("what serves and is not measured", samples::finished(), nothing, BoardState::Unknown,
        "no samples of Error ratio", 0);
}

void TestBoardRow::needsWhatItsLimitsNeed()
{
    QFETCH(const Rollout, rollout);
    QFETCH(const Act, act);
    Shop shop;
    shop.alive();
    shop.observe(kMeasured, rollout);
    act(shop);
    const BoardRow row = rowOf(shop, kMeasured);
    QFETCH(const BoardState, state);
    QCOMPARE(words(row.state), words(state));
    QTEST(plain(row.stateReason), "reason");
    QTEST(row.sinceMs, "since");
}

void TestBoardRow::isNeverHealthy()
{
    QSet<QString> all;
    for (int i = int(BoardState::Failing); i <= int(BoardState::Serving); ++i) {
        for (const QString &text : {toString(BoardState(i)), words(BoardState(i))}) {
            QVERIFY(!text.isEmpty());
            if (BoardState(i) == BoardState::Healthy)
                continue; // which only a verdict says
            for (const char *praise : {"health", "ok", "good", "fine", "pass"})
                QVERIFY2(!text.contains(QLatin1String(praise), Qt::CaseInsensitive), qPrintable(text));
        }
        all.insert(words(BoardState(i)));
        QCOMPARE(rankOf(BoardState(i)), i + 1);
        QCOMPARE(isUrgent(BoardState(i)), i <= int(BoardState::External));
    }
    QCOMPARE(all.size(), int(BoardState::Serving)); // two of them are "failing"; the reason says which
}

void TestBoardRow::namesTheWayBack_data()
{
    QTest::addColumn<Rollout>("rollout");
    QTest::addColumn<QString>("shown"); // old > new
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("notReady");
    const auto row = [](const char *name, const Rollout &rollout, const char *shown, const char *target,
                        const char *notReady) {
        QTest::newRow(name) << rollout << QString::fromUtf8(shown) << QString::fromUtf8(target)
                            << QString::fromUtf8(notReady);
    };
    row("on its way", samples::progressing(), "4.7.1 > 4.8.0", "4.7.1", "");
    row("serves", samples::finished(), " > 4.8.0", "4.7.1", "");
    row("aborted", samples::aborted(), " > 4.7.1", "4.7.1", "");
    row("traffic returns", returning(), "4.7.1 > 4.8.0", "4.7.1", "");
    row("back", samples::back(), " > 4.7.1", "4.8.0", "");
    row("the first deploy", samples::firstDeploy(), " > 4.8.0", "", "no older version is in its history");
}

void TestBoardRow::namesTheWayBack()
{
    QFETCH(const Rollout, rollout);
    Shop shop;
    sees(rollout)(shop);
    const BoardRow row = rowOf(shop, kMeasured);
    QTEST(row.oldVersion + QStringLiteral(" > ") + row.newVersion, "shown");
    QTEST(row.rollbackTo, "target");
    QTEST(row.notReady, "notReady");
    QCOMPARE(row.provenMs, row.rollbackTo.isEmpty() ? 0 : kNow);
    QVERIFY(row.production);
    QVERIFY(row.seen);
}

void TestBoardRow::saysWhatIsNext_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<QString>("next");
    QTest::addColumn<qint64>("at");
    const auto row = [](const char *name, const Act &act, const char *next, qint64 at) {
        QTest::newRow(name) << act << QString::fromUtf8(next) << at;
    };
    const auto run = [](Shop &shop) { shop.goBack(kMeasured, PlanKind::Rollback, kNow); };
    const auto abort = [](Shop &shop) { shop.goBack(kMeasured, PlanKind::Abort, kNow); };
    const auto silence = [](Shop &shop) { shop.clock.pass(200'000); };
    // The undo has been taken: the older version is on its way, what failed is still the stable one.
    const auto undone = [](Shop &shop) {
        Rollout rollout = samples::back();
        rollout.stableHash = QStringLiteral("new");
        rollout.serving.shares = {{QStringLiteral("new"), 9, 75, 9, 9}, {QStringLiteral("old"), 10, 25, 3, 3}};
        shop.observe(kMeasured, rollout);
    };
    Rollout timed = samples::progressing();
    timed.control.currentStep = 3;
    timed.control.pausedSinceMs = kNow - 10'000;
    row("goes on", sees(samples::progressing()), "goes on to 50 %", 0);
    row("goes on by itself after a pause", sees(timed), "goes on to 100 %", kNow + 50'000);
    row("waits", sees(samples::canary()), "waits for Promote", 0);
    row("held", sees(pausedByPerson()), "stays until somebody resumes it", 0);
    row("serves", sees(samples::finished()), "", 0);
    row("not known", then(sees(samples::canary()), silence), "", 0);
    row("traffic returns", sees(returning()), "4.7.1 gets all traffic", 0);
    row("a plan gives up the canary", then(sees(samples::canary()), abort), "4.7.1 gets all traffic", 0);
    row("a plan goes back, nothing is seen of it yet", then(sees(samples::finished()), run), "4.7.1 gets all traffic",
        0);
    row("a plan goes back, and it begins to show", then(sees(samples::finished()), then(run, undone)),
        "4.7.1 gets all traffic", 0);
}

void TestBoardRow::saysWhatIsNext()
{
    QFETCH(const Act, act);
    Shop shop;
    act(shop);
    const BoardRow row = rowOf(shop, kMeasured);
    QTEST(plain(row.next), "next");
    QTEST(row.nextAtMs, "at");
}

void TestBoardRow::tellsHowOldABackendIsThatNeverAnswered()
{
    Shop shop;
    shop.observe(kUnmeasured, samples::finished());
    shop.clock.pass(8'000);
    shop.health("argo", BackendHealth::State::Connecting, 0);
    const BoardRow row = rowOf(shop, kUnmeasured);
    QVERIFY(row.stale);
    QVERIFY(row.state == BoardState::Unknown);
    QCOMPARE(plain(row.stateReason), QStringLiteral("last seen 8 s ago"));
    QCOMPARE(row.sinceMs, kNow);
}

// Else such a row would be news ten times a second.
void TestBoardRow::equalsItselfWithoutANumber()
{
    Shop shop;
    sees(samples::progressing())(shop);
    shop.clock.pass(1'000);
    shop.sample(kMeasured, "errors", Role::New, std::numeric_limits<double>::quiet_NaN());
    const BoardRow row = rowOf(shop, kMeasured);
    QVERIFY(row == rowOf(shop, kMeasured));
    shop.clock.pass(1'000);
    shop.sample(kMeasured, "errors", Role::New, 0.003);
    QVERIFY(!(row == rowOf(shop, kMeasured)));
}

QTEST_GUILESS_MAIN(TestBoardRow)
#include "tst_boardrow.moc"
