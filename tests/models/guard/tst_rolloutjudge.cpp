// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/guardstore.h"
#include "models/guard/recorded.h"
#include "models/guard/rolloutjudge.h"
#include "models/journal/canonical.h"
#include "models/policy/canonicalform.h"
#include "tests/models/guard/judgedsubject.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::guard;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr qint64 kTick = 10'000;

const QByteArray kPolicy =
    "policy: astern/v1\n"
    "id: shop\n"
    "revision: 1\n"
    "owner: team\n"
    "applies_to: {service: checkout, environments: [prod], strategies: [canary]}\n"
    "time: {tick: 10s, lateness: 15s, max_duration: 60m}\n"
    "signals:\n"
    "  http: {kind: events, scrape: 10s, total: {source: prom, series: requests_total}, bad: {source: prom, series: "
    "requests_total, where: {status: \"5xx\"}}, error_class: server_error}\n"
    "rules:\n"
    "  - {id: against, type: compare.ratio, signal: http, direction: higher_is_bad, severity: major}\n"
    "  - {id: window, type: threshold, signal: http, role: new, above: 1%, window: 30s, for: 120s, severity: major}\n"
    "  - {id: gone, type: missing, signal: http, role: new, stale_after: 45s, unknown_after: 60s}\n"
    "ladder:\n"
    "  on_transient: [{do: hold}]\n"
    "  on_systemic: [{do: rollback}]\n"
    "  on_unknown: [{do: hold}]\n"
    "  on_external: [{do: hold}]\n";

Subject subject() { return test::subjectUnder(kPolicy, kStart); }

// What the source has: counters of two versions every ten seconds from an hour before the start, the new one ill from
// the third minute on.
std::vector<policy::SampleRecord> samplesUntil(qint64 untilMs)
{
    std::vector<policy::SampleRecord> all;
    double counts[2][2] = {};
    for (qint64 at = kStart - 3'600'000 + 3'000; at <= untilMs; at += kTick) {
        for (int version = 0; version < 2; ++version) {
            if (version == 1 && at < kStart)
                continue;
            const double bad = version == 1 && at > kStart + 180'000 ? 20 : (at / kTick) % 7 == 0 ? 1 : 0;
            counts[version][0] += 400 - bad;
            counts[version][1] += bad;
            for (int status = 0; status < 2; ++status)
                all.push_back(
                    {QStringLiteral("prom"),
                     QStringLiteral("requests_total"),
                     {{QStringLiteral("v"), version == 1 ? QStringLiteral("new") : QStringLiteral("old")},
                      {QStringLiteral("status"), status == 1 ? QStringLiteral("500") : QStringLiteral("200")}},
                     at,
                     0,
                     counts[version][status]});
        }
    }
    return all;
}

policy::RecordBatch batch(qint64 fromMs, qint64 untilMs, bool catchUp)
{
    policy::RecordBatch made{.rollout = {},
                             .source = QStringLiteral("prom"),
                             .arrivedMs = untilMs,
                             .records = {},
                             .catchUp = catchUp,
                             .error = {}};
    for (policy::SampleRecord &record : samplesUntil(untilMs)) {
        record.arrivedMs = untilMs;
        if (record.eventMs > fromMs)
            made.records.append(record);
    }
    return made;
}

// Verdict records as they are written down, by tick.
using Said = QMap<qint64, QByteArray>;

void take(RolloutJudge &judge, const Subject &of, Said &said)
{
    for (const RolloutJudge::Tick &tick : judge.takeVerdicts()) {
        const PolicyFile &file = of.policies.constFirst();
        const auto text = toCanonical(
            policy::toRecord(tick.verdicts.constFirst().verdict, *file.policy, {file.policy->id, file.digest, of.id}));
        if (!text)
            qFatal("a verdict record is not canonical");
        said.insert(tick.tickMs, *text);
    }
}

struct Run {
    Said said;
    std::vector<policy::Record> records;
};

// Polls every five seconds from `beginMs` on.
void poll(RolloutJudge &judge, const Subject &of, qint64 beginMs, qint64 endMs, Run &run)
{
    judge.take(batch(0, beginMs, true), beginMs);
    for (qint64 now = beginMs + 5'000; now <= endMs; now += 5'000) {
        judge.take(batch(now - 5'000, now, false), now);
        take(judge, of, run.said);
        for (policy::Record &record : judge.takeRecords())
            run.records.push_back(std::move(record));
    }
}

policy::RecordGround groundOf(const Subject &of, const QString &place)
{
    const PolicyFile &file = of.policies.constFirst();
    return {.atMs = kStart,
            .service = QStringLiteral("checkout"),
            .place = place,
            .rollout = of.judged,
            .policies = {{file.policy->id, file.policy->revision, file.digest, file.text}}};
}

// Recorded as the guard records it, in two lives of one process.
void record(const QString &dataFolder, const Subject &of, const QString &place,
            const std::vector<policy::Record> &records)
{
    const auto half = std::ptrdiff_t(records.size() / 2);
    for (const auto &[begin, end] :
         {std::pair(records.begin(), records.begin() + half), std::pair(records.begin() + half, records.end())}) {
        policy::RecordStore store(samplesFolder(dataFolder));
        const std::vector<policy::Record> part(begin, end);
        if (!store.begin(groundOf(of, place)) || (!part.empty() && !store.append(of.id, part)))
            qFatal("cannot be recorded");
    }
}

} // namespace

class TestRolloutJudge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void liveIsReplay()
    {
        const Subject of = subject();
        RolloutJudge live(of);
        Run run;
        poll(live, of, kStart + 5'000, kStart + 480'000, run);
        QVERIFY(run.said.size() > 40);
        QVERIFY(run.said.last().contains("\"systemic\""));
        QVERIFY(run.said.first().contains("\"unknown\""));
        QVERIFY(std::any_of(run.said.cbegin(), run.said.cend(),
                            [](const QByteArray &one) { return one.contains("\"class\":\"healthy\""); }));
        RolloutJudge again(of);
        Said said;
        for (const policy::Record &record : run.records)
            again.replay(record);
        take(again, of, said);
        QCOMPARE(said, run.said);
    }
    // Stopped at any tick and begun again from what was stored: the source tells its past once more, and nothing
    // differs.
    void restartAtAnyTick()
    {
        const Subject of = subject();
        const qint64 end = kStart + 420'000;
        RolloutJudge whole(of);
        Run one;
        poll(whole, of, kStart + 5'000, end, one);
        for (qint64 stop = kStart + 25'000; stop <= end - 30'000; stop += kTick) {
            RolloutJudge before(of);
            Run run;
            poll(before, of, kStart + 5'000, stop, run);
            RolloutJudge after(of);
            for (const policy::Record &record : run.records)
                after.replay(record);
            Said replayed;
            take(after, of, replayed);
            QCOMPARE(replayed, run.said);
            poll(after, of, stop + 20'000, end, run); // away for twenty seconds
            for (auto tick = one.said.cbegin(); tick != one.said.cend(); ++tick)
                QCOMPARE(run.said.value(tick.key()), tick.value());
            QCOMPARE(run.said.size(), one.said.size());
        }
    }
    // By the time alone: nobody waits for the next answer to say what is known already.
    void aTickIsOverByItself()
    {
        const Subject of = subject();
        RolloutJudge judge(of);
        Run run;
        const qint64 end = kStart + 121'000;
        poll(judge, of, kStart + 6'000, end, run);
        const qint64 close = judge.nextCloseMs();
        QVERIFY(close > end && close <= end + kTick);
        const qint64 last = run.said.lastKey();
        judge.advance(close - 1);
        take(judge, of, run.said);
        QCOMPARE(run.said.lastKey(), last);
        judge.advance(close);
        take(judge, of, run.said);
        QCOMPARE(run.said.lastKey(), last + kTick);
        QCOMPARE(run.said.lastKey(), close - 15'000);
        QCOMPARE(judge.nextCloseMs(), close + kTick);
    }
    // A process that was held up says nothing of the ticks that it missed before it has heard of them.
    void awayIsNotSilent_data()
    {
        QTest::addColumn<bool>("catchUp");
        QTest::newRow("the source tells its past") << true;
        QTest::newRow("it just goes on") << false;
    }
    void awayIsNotSilent()
    {
        QFETCH(const bool, catchUp);
        const Subject of = subject();
        const qint64 end = kStart + 480'000;
        const qint64 sleeps = kStart + 205'000, wakes = kStart + 400'000;
        RolloutJudge whole(of);
        Run one;
        poll(whole, of, kStart + 5'000, end, one);
        RolloutJudge judge(of);
        Run run;
        poll(judge, of, kStart + 5'000, sleeps, run);
        judge.advance(wakes);
        take(judge, of, run.said);
        QVERIFY(run.said.lastKey() < sleeps);
        if (catchUp) {
            poll(judge, of, wakes, end, run);
        } else {
            judge.take(batch(sleeps, wakes, false), wakes);
            for (qint64 now = wakes + 5'000; now <= end; now += 5'000)
                judge.take(batch(now - 5'000, now, false), now);
            take(judge, of, run.said);
        }
        QCOMPARE(run.said, one.said);
    }
    // What was recorded, judged again by the policy that was in force: every tick to the byte.
    void backtestOfWhatWasRecorded()
    {
        const Subject of = subject();
        RolloutJudge live(of);
        Run run;
        poll(live, of, kStart + 5'000, kStart + 480'000, run);
        const QTemporaryDir data;
        record(data.path(), of, QStringLiteral("checkout@prod/eu-1"), run.records);
        const auto meant = findRecorded(data.path(), QStringLiteral("checkout@prod/eu-1"));
        QVERIFY2(meant.ok(), meant ? "" : qPrintable(meant.error().toString()));
        auto recorded = RecordedRun::open(meant->path);
        QVERIFY(recorded);
        const auto policies = recorded->policies();
        QVERIFY(policies);
        const policy::Policy &policy = *policies->constFirst().policy;
        const auto found =
            backtest({.policies = {policy}, .rollout = recorded->ground().rollout, .revised = false, .assumed = {}},
                     [&recorded] { return recorded->next(); });
        QVERIFY(found);
        QCOMPARE(found->records, qint64(run.records.size()));
        QVERIFY(found->absent.isEmpty());
        Said said;
        for (const policy::Verdict &verdict : found->verdicts.at(0))
            said.insert(verdict.tickMs,
                        *toCanonical(policy::toRecord(verdict, policy, {policy.id, policy::digestOf(policy), of.id})));
        QCOMPARE(said, run.said);
        QVERIFY(std::any_of(found->acts.cbegin(), found->acts.cend(),
                            [](const Act &act) { return act.name() == QLatin1String("rollback"); }));
    }
    void whatARecordedRolloutIsCalled_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("found"); // id, or what the error says
        QTest::newRow("an id that another one begins with") << "checkout@prod/eu-1#aaa@1" << "checkout@prod/eu-1#aaa@1";
        QTest::newRow("a part") << "#bbb" << "checkout@prod/eu-2#bbb@2";
        QTest::newRow("in whatever letters") << "EU-2" << "checkout@prod/eu-2#bbb@2";
        QTest::newRow("several places") << "checkout"
                                        << "in several places are called that: checkout@prod/eu-1, checkout@prod/eu-2";
        QTest::newRow("several of one place") << "eu-1" << "2 recorded rollouts of checkout@prod/eu-1 are called that";
        QTest::newRow("which they are") << "eu-1" << "checkout@prod/eu-1#aaa@12, checkout@prod/eu-1#aaa@1";
        QTest::newRow("nearest") << "chekout@prod/eu-2#bbb@2" << "Did you mean checkout@prod/eu-2#bbb@2?";
        QTest::newRow("what there is") << "cart" << "Recorded are: checkout@prod/eu-2#bbb@2, checkout@prod/eu-1#aaa@12";
        QTest::newRow("no name") << "" << "No recorded rollout is called that";
        QTest::newRow("removed") << "checkout@prod/eu-1#old@0" << "no longer kept";
    }
    void whatARecordedRolloutIsCalled()
    {
        QFETCH(QString, name);
        QFETCH(QString, found);
        const QTemporaryDir data;
        const auto keep = [&data](const char *place, const char *id, qint64 atMs) {
            Subject of = subject();
            of.id = QLatin1String(id);
            of.judged.id = of.id;
            record(data.path(), of, QLatin1String(place),
                   {policy::HeartbeatRecord{atMs}, policy::HeartbeatRecord{atMs}});
        };
        keep("checkout@prod/eu-1", "checkout@prod/eu-1#aaa@1", kStart + 1);
        keep("checkout@prod/eu-1", "checkout@prod/eu-1#aaa@12", kStart + 2);
        keep("checkout@prod/eu-2", "checkout@prod/eu-2#bbb@2", kStart + 3);
        const auto store = GuardStore::open(data.path());
        QVERIFY(store);
        QVERIFY(store.value()->save({.rollout = QStringLiteral("checkout@prod/eu-1#old@0"),
                                     .place = QStringLiteral("checkout@prod/eu-1"),
                                     .ladder = {},
                                     .digests = {QStringLiteral("d")},
                                     .savedMs = 1,
                                     .over = true}));
        const auto meant = findRecorded(data.path(), name);
        const QString said = meant ? meant->rollout : meant.error().toString();
        const bool isId = !found.contains(u' ');
        QVERIFY2(isId ? meant && said == found : !meant && said.contains(found), qPrintable(said));
    }
    void nothingRecordedYet()
    {
        const QTemporaryDir data;
        const auto meant = findRecorded(data.path(), QStringLiteral("checkout"));
        QVERIFY(!meant);
        QVERIFY2(meant.error().hint.contains(QLatin1String("None is recorded")), qPrintable(meant.error().hint));
        QVERIFY(QDir(data.path()).isEmpty()); // asking leaves nothing behind
    }
    // Begun in the middle: what the source has kept tells all of it at once.
    void catchesUp()
    {
        const Subject of = subject();
        RolloutJudge whole(of);
        Run one;
        poll(whole, of, kStart + 5'000, kStart + 400'000, one);
        RolloutJudge late(of);
        Run run;
        QVERIFY(late.isCatchingUp());
        late.take(batch(0, kStart + 395'000, true), kStart + 395'000);
        take(late, of, run.said);
        QVERIFY(run.said.isEmpty()); // not before the past is whole
        late.take(batch(kStart + 395'000, kStart + 400'000, false), kStart + 400'000);
        QVERIFY(!late.isCatchingUp());
        take(late, of, run.said);
        QCOMPARE(run.said, one.said);
    }
    // A source that fails or says nothing at all: time passes, and nobody knows.
    void silence_data()
    {
        QTest::addColumn<bool>("fails");
        QTest::newRow("it fails") << true;
        QTest::newRow("it says nothing") << false;
    }
    void silence()
    {
        QFETCH(bool, fails);
        const Subject of = subject();
        RolloutJudge judge(of);
        Run run;
        const qint64 dies = kStart + 150'000;
        poll(judge, of, kStart + 5'000, dies, run);
        QVERIFY(run.said.last().contains("\"class\":\"healthy\""));
        for (qint64 now = dies; now <= dies + 200'000; now += 1'000) {
            if (fails && now % 5'000 == 0)
                judge.take({.rollout = {},
                            .source = QStringLiteral("prom"),
                            .arrivedMs = now,
                            .records = {},
                            .catchUp = false,
                            .error = Error{}},
                           now);
            judge.advance(now);
            take(judge, of, run.said);
        }
        QVERIFY2(run.said.last().contains("\"class\":\"unknown\""), run.said.last().constData());
        QVERIFY(run.said.lastKey() >= dies + 150'000);
    }
};

QTEST_GUILESS_MAIN(TestRolloutJudge)
#include "tst_rolloutjudge.moc"
