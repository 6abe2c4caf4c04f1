// SPDX-License-Identifier: GPL-3.0-or-later
// P2: a tick of many rules, against a plain comparison over as many arrays; and against the evaluator's oracle.
#include "bench.h"
#include "rulemix.h"

#include "models/policy/verdict/evaluator.h"
#include "tests/models/policy/naivejudge.h"

#include <memory>

namespace astern::bench {
namespace {

using namespace astern::policy;

// One rollout under the mix, told tick by tick.
class Place {
public:
    explicit Place(quint64 seed) : m_feed(m_policy, seed) {}

    // Everything but the judging of the next tick; what it was told, for the oracle.
    void tell(QList<Record> *told)
    {
        for (const Record &record : m_feed.next()) {
            if (const auto *sample = std::get_if<SampleRecord>(&record))
                m_intake.add(*sample);
            else
                m_intake.heartbeat(std::get<HeartbeatRecord>(record).atMs);
            if (told)
                told->append(record);
        }
        m_tick = m_intake.take(m_arms).tick;
    }
    const Verdict &judge() { return m_judge.step(m_tick, {}); }
    [[nodiscard]] const Policy &policy() const { return m_policy; }
    [[nodiscard]] const JudgedRollout &subject() const { return m_rollout; }

private:
    const Policy m_policy = ruleMix();
    const JudgedRollout m_rollout = ruleRollout();
    RuleFeed m_feed;
    Arms m_arms{m_policy};
    Intake m_intake{m_policy, m_rollout};
    Judge m_judge{m_policy, m_rollout, m_arms};
    qint64 m_tick = 0;
};

class VerdictWork final : public Work {
public:
    VerdictWork(const QList<int> &rules, bool smoke) : m_perPlace(int(ruleMix().rules.size()))
    {
        for (const int wanted : rules) {
            auto &places = m_places.emplace_back();
            for (int i = 0; i * m_perPlace < wanted; ++i)
                places.push_back(std::make_unique<Place>(quint64(i) + 1));
            m_values.emplace_back(places.size() * size_t(m_perPlace), std::vector<double>(kRuleWindow, 0.5));
        }
        const auto warm = smoke ? 40 : kRuleWindow;
        for (m_tick = kRuleStart; m_tick < kRuleStart + warm; ++m_tick) {
            for (auto &places : m_places) {
                for (auto &place : places) {
                    place->tell(nullptr);
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
                place->tell(nullptr);
            const quint64 before = allocations();
            round.ours.append(1000 / rules * cpuMicroseconds([&] {
                                  for (auto &place : places)
                                      m_healthy += place->judge().verdict == VerdictClass::Healthy ? 1 : 0;
                              }));
            m_allocated += allocations() - before;
            round.anchor.append(1000 / rules * cpuMicroseconds([&] {
                                    for (const auto &array : values)
                                        m_over += array[size_t(tick % kRuleWindow)] > 0.9 ? 1 : 0;
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
        constexpr qint64 kLast = kRuleStart + 40;
        for (auto tick = kRuleStart; tick <= kLast; ++tick) {
            place.tell(&told);
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
