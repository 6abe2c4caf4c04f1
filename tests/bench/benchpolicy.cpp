// SPDX-License-Identifier: GPL-3.0-or-later
// P2: a tick of many rules, against a plain comparison over as many arrays; and against the evaluator's oracle.
#include "bench.h"

#include "models/policy/verdict/evaluator.h"
#include "tests/models/policy/naivejudge.h"

#include <memory>
#include <random>

namespace astern::bench {
namespace {

using namespace astern::policy;

constexpr qint64 kTickMs = 10'000;
constexpr qint64 kStart = 1'000; // the first tick of the rollouts
constexpr qint64 kWindow = 360;  // ticks
const QString kSource = QStringLiteral("prom");

Signal events(const QString &id)
{
    Signal signal{.id = id, .scrapeMs = kTickMs, .staleAfterMs = 30'000};
    signal.body = Events{.from = Events::Counters{{kSource, {id + QStringLiteral("_total"), {}}},
                                                  {kSource, {id + QStringLiteral("_bad"), {}}}}};
    return signal;
}

CompareRatio compare(const QString &signal)
{
    CompareRatio rule;
    rule.signal = signal;
    rule.phases.ratios = {1.25, 1.5, 2, 3, 5, 10, 20, 50};
    return rule;
}

// Rules in the proportions of the example policies: eighteen of them, on one service.
Policy mix()
{
    Policy policy;
    policy.id = QStringLiteral("mix");
    policy.time.maxDurationMs = 4 * 3'600'000;
    const auto http = QStringLiteral("http"), slow = QStringLiteral("slow"), rps = QStringLiteral("rps");
    const auto path = QStringLiteral("path"), ready = QStringLiteral("ready");
    Signal gauge{.id = rps, .scrapeMs = kTickMs, .staleAfterMs = 30'000};
    gauge.body = Gauge{{kSource, {rps, {}}}, QStringLiteral("1/s")};
    Signal probe{.id = path, .scrapeMs = kTickMs, .staleAfterMs = 30'000};
    probe.body = Probe{.everyMs = kTickMs, .timeoutMs = 3'000, .check = HttpCheck{}, .from = {QStringLiteral("eu")}};
    Signal states{.id = ready, .scrapeMs = kTickMs, .staleAfterMs = 45'000};
    states.body =
        States{QStringLiteral("k8s"), QStringLiteral("replicas"), {QStringLiteral("pending"), QStringLiteral("ready")}};
    policy.signalSpecs = {events(http), events(slow), gauge, probe, states};
    const auto add = [&policy](RuleBody body) {
        policy.rules.append({.id = QStringLiteral("rule-%1").arg(policy.rules.size()),
                             .severity = Severity::Minor,
                             .body = std::move(body)});
    };
    Threshold errors{.signal = http,
                     .above = 0.01,
                     .clear = 0.008,
                     .windowMs = kWindow * kTickMs,
                     .forMs = 120'000,
                     .recurrence = {},
                     .answering = {}};
    Threshold volume{.signal = rps,
                     .below = 5.0,
                     .clear = 6.25,
                     .windowMs = 60'000,
                     .forMs = 180'000,
                     .aggregate = Threshold::Aggregate::Mean,
                     .recurrence = {},
                     .answering = {}};
    BurnRate burn{.signal = http, .slo = 0.999, .pairs = {}};
    burn.pairs = {{3'600'000, 300'000, 14.4, Severity::Critical},
                  {3'600'000, 1'800'000, 6, Severity::Major},
                  {3'600'000, 3'600'000, 1, Severity::Minor}};
    auto orders = compare(slow);
    orders.direction = Direction::LowerIsBad;
    orders.badRatio = 0.8;
    orders.phases.ratios = {1.05, 1.1, 1.2, 1.35, 1.6, 2, 4};
    Missing missing{
        .signal = http, .staleAfterMs = 45'000, .unknownAfterMs = 60'000, .escalateAfterMs = 600'000, .systemicIf = {}};
    add(errors);
    add(missing);
    add(burn);
    add(compare(http));
    add(compare(slow));
    add(CompareRank{.signal = slow, .answering = {}});
    add(Deadline{.signal = ready, .expect = QStringLiteral("ready"), .quorum = {}});
    add(orders);
    add(errors);
    add(ProbeRule{.signal = path, .locations = 1});
    add(compare(http));
    add(compare(slow));
    add(volume);
    add(Quorum{.of = {QStringLiteral("rule-10"), QStringLiteral("rule-11"), QStringLiteral("rule-12")},
               .need = 2,
               .withinMs = 120'000});
    add(compare(http));
    add(LowTraffic{.signal = http, .needTotal = 300, .withinMs = kWindow * kTickMs, .then = {}, .relyOn = {}});
    add(ProbeRule{.signal = path, .locations = 1});
    add(missing);
    return policy;
}

JudgedRollout rollout()
{
    return {.id = QStringLiteral("bench"),
            .startMs = (kStart - 1) * kTickMs + 1,
            .newLabels = {{QStringLiteral("version"), QStringLiteral("new")}},
            .stableLabels = {{QStringLiteral("version"), QStringLiteral("old")}},
            .sameSlots = {}};
}

// One rollout under the mix, told tick by tick.
class Place {
public:
    explicit Place(quint64 seed) : m_random(seed) {}

    // Everything but the judging; what it was told, for the oracle.
    void tell(qint64 tick, QList<Record> *told)
    {
        const auto end = tick * kTickMs;
        const auto add = [&](const QString &source, const QString &series, QMap<QString, QString> labels,
                             double value) {
            const SampleRecord record{source, series, std::move(labels), end, end + 100, value};
            m_intake.add(record);
            if (told)
                told->append(record);
        };
        for (const bool isNew : {true, false}) {
            const QMap<QString, QString> labels{
                {QStringLiteral("version"), isNew ? QStringLiteral("new") : QStringLiteral("old")}};
            auto *sums = m_sums[isNew ? 0 : 1];
            const auto total = double((isNew ? 100 : 900) + m_random() % 50);
            for (int i = 0; i < 2; ++i) {
                const auto id = i == 0 ? QStringLiteral("http") : QStringLiteral("slow");
                add(kSource, id + QStringLiteral("_total"), labels, sums[2 * i] += total);
                add(kSource, id + QStringLiteral("_bad"), labels,
                    sums[2 * i + 1] += double(m_random() % 100 < 20 ? m_random() % 3 : 0));
            }
            add(kSource, QStringLiteral("rps"), labels, total / 10);
            add(QStringLiteral("probe"), QStringLiteral("path"),
                {{QStringLiteral("role"), isNew ? QStringLiteral("new") : QStringLiteral("stable")},
                 {QStringLiteral("location"), QStringLiteral("eu")}},
                1);
        }
        add(QStringLiteral("k8s"), QStringLiteral("replicas"),
            {{QStringLiteral("version"), QStringLiteral("new")},
             {QStringLiteral("instance"), QStringLiteral("pod")},
             {QStringLiteral("state"), QStringLiteral("ready")}},
            0);
        const HeartbeatRecord heartbeat{end + m_policy.time.latenessMs};
        m_intake.heartbeat(heartbeat.atMs);
        if (told)
            told->append(heartbeat);
        m_tick = m_intake.take(m_arms).tick;
    }
    const Verdict &judge() { return m_judge.step(m_tick, {}); }
    [[nodiscard]] const Policy &policy() const { return m_policy; }
    [[nodiscard]] const JudgedRollout &subject() const { return m_rollout; }

private:
    std::mt19937_64 m_random;
    const Policy m_policy = mix();
    const JudgedRollout m_rollout = rollout();
    Arms m_arms{m_policy};
    Intake m_intake{m_policy, m_rollout};
    Judge m_judge{m_policy, m_rollout, m_arms};
    qint64 m_tick = 0;
    double m_sums[2][4]{};
};

class VerdictWork final : public Work {
public:
    VerdictWork(const QList<int> &rules, bool smoke) : m_perPlace(int(mix().rules.size()))
    {
        for (const int wanted : rules) {
            auto &places = m_places.emplace_back();
            for (int i = 0; i * m_perPlace < wanted; ++i)
                places.push_back(std::make_unique<Place>(quint64(i) + 1));
            m_values.emplace_back(places.size() * size_t(m_perPlace), std::vector<double>(kWindow, 0.5));
        }
        const auto warm = smoke ? 40 : kWindow;
        for (m_tick = kStart; m_tick < kStart + warm; ++m_tick) {
            for (auto &places : m_places) {
                for (auto &place : places) {
                    place->tell(m_tick, nullptr);
                    place->judge();
                }
            }
        }
        m_ticks.assign(m_places.size(), m_tick);
    }

    Round round(qsizetype size) override
    {
        Round round;
        auto &places = m_places[size_t(size)];
        const auto &values = m_values[size_t(size)];
        const auto rules = double(places.size() * size_t(m_perPlace));
        for (int i = 0; i < 5; ++i) {
            const auto tick = m_ticks[size_t(size)]++;
            for (auto &place : places)
                place->tell(tick, nullptr);
            const quint64 before = allocations();
            round.ours.append(1000 / rules * cpuMicroseconds([&] {
                                  for (auto &place : places)
                                      m_healthy += place->judge().verdict == VerdictClass::Healthy ? 1 : 0;
                              }));
            m_allocated += allocations() - before;
            round.anchor.append(1000 / rules * cpuMicroseconds([&] {
                                    for (const auto &array : values)
                                        m_over += array[size_t(tick % kWindow)] > 0.9 ? 1 : 0;
                                }));
        }
        return round;
    }

    // A place of its own, told from the beginning, against the one that computes everything anew.
    QString prove() override
    {
        Place place(99);
        QList<Record> told;
        std::vector<Verdict> ours;
        constexpr qint64 kLast = kStart + 40;
        for (auto tick = kStart; tick <= kLast; ++tick) {
            place.tell(tick, &told);
            ours.push_back(place.judge());
        }
        const test::naive::Oracle oracle(place.policy(), place.subject(), told, kLast);
        for (size_t t = 0; t < ours.size(); ++t) {
            const auto &naive = oracle.verdicts().at(qsizetype(t));
            if (ours[t].verdict != naive.verdict || ours[t].reasons != naive.reasons)
                return QStringLiteral("tick %1 is not what the oracle says").arg(t);
            for (size_t i = 0; i < ours[t].rules.size(); ++i) {
                if (ours[t].rules[i].verdict != naive.rules[i].verdict ||
                    ours[t].rules[i].outcome != naive.rules[i].outcome ||
                    ours[t].rules[i].valueE9 != naive.rules[i].valueE9)
                    return QStringLiteral("rule %1 at tick %2 is not what the oracle says").arg(i).arg(t);
            }
        }
        return {};
    }

private:
    int m_perPlace;
    std::vector<std::vector<std::unique_ptr<Place>>> m_places; // by size
    std::vector<std::vector<std::vector<double>>> m_values;    // the anchor's
    std::vector<qint64> m_ticks;
    qint64 m_tick = 0;
    quint64 m_allocated = 0;
    qint64 m_healthy = 0;
    qint64 m_over = 0;
};

} // namespace

void addPolicy(Suite &suite)
{
    suite.add({.id = QStringLiteral("P2"),
               .what = QStringLiteral("a tick of 10 000 rules over windows of 360 ticks"),
               .against = QStringLiteral("one plain comparison for each over the same arrays"),
               .unit = QStringLiteral("ns/rule"),
               .target = 200,
               .limit = 200,
               .sizes = {QStringLiteral("1 250"), QStringLiteral("5 000"), QStringLiteral("10 000")},
               .make = [](Scale scale) {
                   const bool smoke = scale == Scale::Smoke;
                   return std::make_unique<VerdictWork>(
                       smoke ? QList<int>{18, 36, 72} : QList<int>{1'250, 5'000, 10'000}, smoke);
               }});
}

} // namespace astern::bench
