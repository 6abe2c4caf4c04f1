// SPDX-License-Identifier: GPL-3.0-or-later
// Rules on probes, instances and alerts as the guard judges them: what was judged live is what its records say again,
// to the byte, also when a guard stops at any tick and another goes on.
#include "models/guard/rolloutjudge.h"
#include "models/journal/canonical.h"
#include "models/policy/store/recordstore.h"
#include "tests/models/guard/judgedsubject.h"

#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::guard;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;
constexpr qint64 kStep = 5'000;

const QByteArray kPolicy =
    "policy: astern/v1\n"
    "id: shop\n"
    "revision: 1\n"
    "owner: team\n"
    "applies_to: {service: checkout, environments: [prod], strategies: [canary]}\n"
    "time: {tick: 10s, lateness: 15s, max_duration: 60m}\n"
    "signals:\n"
    "  ready: {kind: state, source: k8s, object: replicas, states: [pending, starting, ready, crashed]}\n"
    "  page: {kind: probe, every: 10s, timeout: 3s, http: {url: \"http://{role}/\"}, from: [here]}\n"
    "  alert: {kind: state, source: am, object: ErrorsHigh, states: [active, silenced]}\n"
    "rules:\n"
    "  - {id: init, type: deadline, signal: ready, role: new, expect: ready, each_within: 2m, severity: critical}\n"
    "  - {id: reach, type: probe, signal: page, role: new, fail_after: 3, locations: 1, severity: critical}\n"
    "  - {id: alarm, type: state, signal: alert, role: all, bad: [active], for: 60s, severity: major}\n"
    "ladder:\n"
    "  on_transient: [{do: hold}]\n"
    "  on_systemic: [{do: rollback}]\n"
    "  on_unknown: [{do: hold}]\n"
    "  on_external: [{do: hold}]\n";

QString s(const char *text) { return QString::fromUtf8(text); }

Subject subject()
{
    Subject made = test::subjectUnder(kPolicy, kStart);
    made.newHash = s("new");
    made.stableHash = s("old");
    made.hosts = {{Role::New, s("canary.example")}, {Role::Stable, s("shop.example:8443")}};
    return made;
}

policy::RecordBatch batch(const char *source, qint64 nowMs)
{
    return {.rollout = {}, .source = s(source), .arrivedMs = nowMs, .records = {}, .catchUp = false, .error = {}};
}

// What the world is like at a time, counted from the start in seconds.
struct World {
    const char *name;
    std::function<QString(int instance, qint64 second)> state; // of an instance; empty: it is not there
    std::function<bool(qint64 second)> answers;
    std::function<bool(qint64 second)> alarms;
    const char *ends; // class at the end
};

policy::RecordBatch states(const World &world, qint64 nowMs)
{
    policy::RecordBatch made = batch("k8s", nowMs);
    made.records.append({s("k8s"), s("replicas"), {}, nowMs, nowMs, 1});
    for (int i = 0; i < 4; ++i) {
        const QString state = world.state(i, (nowMs - kStart) / 1000);
        if (!state.isEmpty())
            made.records.append({s("k8s"),
                                 s("replicas"),
                                 {{s("v"), s("new")},
                                  {s("instance"), QStringLiteral("pod-%1").arg(i)},
                                  {s("state"), state},
                                  {s("started"), QString::number(kStart + 1'000)}},
                                 nowMs,
                                 nowMs,
                                 0});
    }
    return made;
}

policy::RecordBatch alerts(const World &world, qint64 nowMs)
{
    policy::RecordBatch made = batch("am", nowMs);
    made.records.append({s("am"), s("ErrorsHigh"), {}, nowMs, nowMs, 1});
    if (world.alarms((nowMs - kStart) / 1000))
        made.records.append(
            {s("am"), s("ErrorsHigh"), {{s("instance"), s("f1")}, {s("state"), s("active")}}, nowMs, nowMs, 0});
    return made;
}

policy::RecordBatch probe(const World &world, qint64 nowMs, const char *role)
{
    policy::RecordBatch made = batch("probe", nowMs);
    const bool good = qstrcmp(role, "stable") == 0 || world.answers((nowMs - kStart) / 1000);
    QMap<QString, QString> labels{{s("role"), s(role)}, {s("location"), s("here")}};
    if (!good)
        labels.insert(s("detail"), s("answered 500"));
    made.records.append({s("probe"), s("page"), labels, nowMs, nowMs, good ? 1.0 : 0.0});
    return made;
}

using Said = QMap<qint64, QByteArray>; // verdict records as they are written down, by tick

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

void live(RolloutJudge &judge, const Subject &of, const World &world, qint64 fromMs, qint64 toMs, Run &run)
{
    for (qint64 now = fromMs; now <= toMs; now += kStep) {
        judge.take(states(world, now), now);
        judge.take(alerts(world, now + 3), now + 3);
        if ((now - kStart) % 10'000 == 0) {
            judge.take(probe(world, now + 7, "new"), now + 7);
            judge.take(probe(world, now + 9, "stable"), now + 9);
        }
        judge.advance(now + 11);
        take(judge, of, run.said);
        for (policy::Record &record : judge.takeRecords())
            run.records.push_back(std::move(record));
    }
}

const QList<World> &worlds()
{
    static const auto ready = [](int, qint64 second) { return second < 20 ? s("starting") : s("ready"); };
    static const auto yes = [](qint64) { return true; };
    static const auto no = [](qint64) { return false; };
    static const QList<World> all{
        {"all is well", ready, yes, no, "healthy"},
        {"one never gets ready", [](int i, qint64 t) { return i == 3 ? s("pending") : ready(i, t); }, yes, no,
         "systemic"},
        {"nobody answers from the third minute on", ready, [](qint64 t) { return t < 180; }, no, "systemic"},
        {"an alert fires for long", ready, yes, [](qint64 t) { return t > 60; }, "systemic"},
        {"an alert fires for a moment", ready, yes, [](qint64 t) { return t > 100 && t < 130; }, "healthy"},
        // One is replaced before it got ready: the one that is gone is no longer waited for.
        {"one is replaced",
         [](int i, qint64 t) {
             if (i == 2)
                 return t < 60 ? s("pending") : QString();
             return i == 3 && t < 65 ? QString() : ready(i, t);
         },
         yes, no, "healthy"},
    };
    return all;
}

const World &worldOf(int index) { return worlds().at(index); }

void rows()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < worlds().size(); ++i)
        QTest::newRow(worldOf(i).name) << i;
}

} // namespace

class TestLiveJudge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatItNeeds()
    {
        const Subject of = subject();
        QVERIFY(recordQueries(of).isEmpty());
        const QList<policy::StateQuery> states = stateQueries(of);
        QCOMPARE(states.size(), 2);
        QCOMPARE(states.at(0).source, s("am"));
        QCOMPARE(states.at(0).objects, QStringList{s("ErrorsHigh")});
        QCOMPARE(states.at(1).source, s("k8s"));
        QCOMPARE(states.at(1).everyMs, 10'000);
        QCOMPARE(states.at(1).newHash, s("new"));
        QCOMPARE(states.at(1).stableLabels.value(s("v")), s("old"));
        QList<policy::ProbeQuery> probes = probeQueries(of);
        QCOMPARE(probes.size(), 2); // of the rule's role, and of stable to tell whose trouble it is
        QCOMPARE(std::get<policy::HttpCheck>(probes.at(0).probe.check).url, s("http://canary.example/"));
        QCOMPARE(std::get<policy::HttpCheck>(probes.at(1).probe.check).url, s("http://shop.example:8443/"));
        Subject nowhere = of;
        nowhere.hosts.clear();
        QVERIFY(probeQueries(nowhere).isEmpty());
        // The same rules without the one on the probe: nothing is probed.
        policy::Policy without = *of.policies.constFirst().policy;
        without.rules.removeIf([](const policy::Rule &rule) { return rule.id == s("reach"); });
        Subject quiet = of;
        quiet.policies[0].policy = std::make_shared<const policy::Policy>(without);
        QVERIFY(probeQueries(quiet).isEmpty());
    }

    void liveIsReplay_data() { rows(); }
    // Through the store, as a guard keeps them.
    void liveIsReplay()
    {
        QFETCH(int, index);
        const Subject of = subject();
        RolloutJudge judge(of);
        Run run;
        live(judge, of, worldOf(index), kStart, kStart + 420'000, run);
        QVERIFY(run.said.size() > 35);
        QVERIFY2(run.said.last().contains(QByteArray("\"class\":\"") + worldOf(index).ends),
                 run.said.last().constData());
        const QTemporaryDir folder;
        policy::RecordStore store(folder.path());
        const policy::RecordGround ground{
            .atMs = kStart, .service = s("checkout"), .place = s("checkout@prod/eu-1"), .rollout = of.judged};
        QVERIFY(store.begin(ground).ok());
        QVERIFY(store.append(of.id, run.records).ok());
        Result<policy::RecordReader> reader = store.read(of.id);
        QVERIFY(reader.ok());
        RolloutJudge again(of);
        for (;;) {
            const Result<std::optional<policy::RecordBlock>> block = reader.value().next();
            QVERIFY(block.ok());
            if (!*block)
                break;
            for (const policy::Record &record : (*block)->records)
                again.replay(record);
        }
        Said said;
        take(again, of, said);
        QCOMPARE(said, run.said);
    }

    void restartAtAnyTick_data() { rows(); }
    // A guard that goes on has heard nothing meanwhile, and what it says from then on is what its records say.
    void restartAtAnyTick()
    {
        QFETCH(int, index);
        const World &world = worldOf(index);
        const Subject of = subject();
        const qint64 end = kStart + 300'000;
        for (qint64 stop = kStart + 20'000; stop <= end - 60'000; stop += 10'000) {
            RolloutJudge before(of);
            Run run;
            live(before, of, world, kStart, stop, run);
            RolloutJudge after(of);
            for (const policy::Record &record : run.records)
                after.replay(record);
            Said replayed;
            take(after, of, replayed);
            QCOMPARE(replayed, run.said);
            live(after, of, world, stop + 20'000, end, run); // away for some ticks
            RolloutJudge again(of);
            for (const policy::Record &record : run.records)
                again.replay(record);
            Said said;
            take(again, of, said);
            QCOMPARE(said, run.said);
        }
    }

    // It vanished while nobody listened: the next guard knows from the records that it was there.
    void goneWhileAway()
    {
        const World &replaced = worldOf(5);
        const Subject of = subject();
        RolloutJudge before(of);
        Run run;
        live(before, of, replaced, kStart, kStart + 50'000, run);
        RolloutJudge after(of);
        for (const policy::Record &record : run.records)
            after.replay(record);
        live(after, of, replaced, kStart + 80'000, kStart + 420'000, run);
        QVERIFY2(run.said.last().contains("\"class\":\"healthy\""), run.said.last().constData());
    }

    // No source, no pass: neither healthy nor systemic.
    void silence()
    {
        const Subject of = subject();
        RolloutJudge judge(of);
        Said said;
        for (qint64 now = kStart; now <= kStart + 600'000; now += 1'000) {
            judge.advance(now);
            take(judge, of, said);
        }
        QVERIFY(said.size() > 50);
        for (const QByteArray &one : std::as_const(said))
            QVERIFY2(one.contains("\"class\":\"unknown\""), one.constData());
    }
};

QTEST_GUILESS_MAIN(TestLiveJudge)
#include "tst_livejudge.moc"
