// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/backtest.h"

#include "models/guard/subject.h"
#include "models/policy/samples/samplereader.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace astern::guard {
namespace {

using policy::Evaluator;
using policy::Record;

// When a record takes effect; at the same time samples go before marks, and those before the heartbeat.
std::pair<qint64, size_t> orderOf(const Record &record)
{
    if (const auto *sample = std::get_if<policy::SampleRecord>(&record))
        return {sample->arrivedMs, 0};
    if (const auto *mark = std::get_if<policy::MarkRecord>(&record))
        return {mark->atMs, 1};
    return {std::get<policy::HeartbeatRecord>(record).atMs, 2};
}

// As if every sample had come in time for its tick on the policy's grid. Returns how many had not.
qint64 revise(QList<Record> &records, const policy::Policy &policy, const policy::JudgedRollout &rollout)
{
    qint64 late = 0;
    const auto tickMs = policy.time.tickMs;
    const auto startTick = policy::tickOf(rollout.startMs, tickMs);
    for (auto &record : records) {
        auto *sample = std::get_if<policy::SampleRecord>(&record);
        if (!sample)
            continue;
        const auto closes =
            std::max(policy::tickOf(sample->eventMs, tickMs), startTick) * tickMs + policy.time.latenessMs;
        late += sample->arrivedMs > closes;
        sample->arrivedMs = std::min(sample->arrivedMs, closes);
    }
    std::stable_sort(records.begin(), records.end(),
                     [](const Record &a, const Record &b) { return orderOf(a) < orderOf(b); });
    return late;
}

// Which of the series that policies ask for are there.
class Wanted {
public:
    explicit Wanted(const QList<policy::Policy> &policies)
    {
        for (const auto &policy : policies) {
            for (const auto &signal : policy.signalSpecs) {
                for (const auto &wanted : wantedBy(signal)) {
                    const std::pair series{wanted.source, wanted.series};
                    if (std::find(m_missing.cbegin(), m_missing.cend(), series) == m_missing.cend())
                        m_missing.push_back(series);
                }
            }
        }
    }

    void note(const policy::SampleRecord &sample)
    {
        if (!m_missing.empty()) // soon it is
            std::erase(m_missing, std::pair{sample.source, sample.series});
    }
    [[nodiscard]] QStringList absent() const
    {
        QStringList words;
        for (const auto &[source, series] : m_missing)
            words.append(QStringLiteral("%1: %2").arg(source, series));
        return words;
    }

private:
    std::vector<std::pair<QString, QString>> m_missing; // source and series, in the policies' order
};

class Backtest {
public:
    Backtest(const BacktestOrder &order, const TellVerdict &tell) : m_order(order), m_tell(tell)
    {
        for (const auto &policy : order.policies)
            m_evaluators.push_back(std::make_unique<Evaluator>(policy, order.rollout));
        auto assumed = order.assumed;
        m_climbs.emplace_back(order.rollout.id, order.policies, assumed);
        if (!std::exchange(assumed.marked, true))
            m_climbs.emplace_back(order.rollout.id, order.policies, assumed);
    }

    void add(const Record &record)
    {
        for (size_t i = 0; i < m_evaluators.size(); ++i)
            add(i, record);
        climb();
    }
    void add(size_t i, const Record &record)
    {
        m_evaluators[i]->add(record);
        const auto &policy = m_order.policies.at(qsizetype(i));
        m_evaluators[i]->advance([&](const policy::Verdict &verdict) {
            m_tell(i, verdict);
            m_ticks[verdict.tickMs + policy.time.latenessMs].append({policy.id, verdict});
        });
    }
    // A verdict is known once its tick is over, and its lateness: every policy has judged what was over by a record.
    void climb()
    {
        for (const auto &[nowMs, verdicts] : m_ticks) {
            for (auto &climb : m_climbs)
                climb.judge(verdicts, nowMs);
        }
        m_ticks.clear();
    }
    void note(const Record &record)
    {
        ++m_found.records;
        if (const auto *sample = std::get_if<policy::SampleRecord>(&record))
            m_wanted.note(*sample);
        const auto *mark = std::get_if<policy::MarkRecord>(&record);
        m_found.marked = m_found.marked || (mark && mark->kind == policy::MarkRecord::Kind::Mitigated);
    }
    BacktestFound finish()
    {
        climb();
        // Whether mitigations are marked is known at the end: both climbs went on until then.
        m_found.acts = (m_found.marked ? m_climbs.back() : m_climbs.front()).acts();
        m_found.absent = m_wanted.absent();
        return std::move(m_found);
    }
    void setRevised(qint64 revised) { m_found.revised = revised; }

private:
    const BacktestOrder &m_order;
    const TellVerdict &m_tell;
    Wanted m_wanted{m_order.policies};
    std::vector<std::unique_ptr<Evaluator>> m_evaluators;
    std::vector<AssumedClimb> m_climbs;              // mitigations as assumed; as marked
    std::map<qint64, QList<Ladder::Judged>> m_ticks; // not climbed by yet
    BacktestFound m_found;
};

} // namespace

NextRecord recordsOf(policy::SampleReader &reader)
{
    return [&reader, last = std::optional<Record>()]() mutable -> Result<const Record *> {
        auto record = reader.next();
        if (!record)
            return record.error();
        last = std::move(record).value();
        return last ? &*last : nullptr;
    };
}

Result<BacktestFound> backtest(const BacktestOrder &order, const NextRecord &next, const TellVerdict &tell)
{
    Backtest run(order, tell);
    QList<Record> kept;
    for (;;) {
        const auto record = next();
        if (!record)
            return record.error();
        if (!*record)
            break;
        run.note(**record);
        if (order.revised)
            kept.append(**record);
        else
            run.add(**record);
    }
    for (qsizetype i = 0; order.revised && i < order.policies.size(); ++i) {
        auto records = kept;
        const auto late = revise(records, order.policies.at(i), order.rollout);
        if (i == 0)
            run.setRevised(late);
        for (const auto &record : records)
            run.add(size_t(i), record);
    }
    return run.finish();
}

Result<BacktestKept> backtest(const BacktestOrder &order, const NextRecord &next)
{
    BacktestKept kept;
    kept.verdicts.resize(size_t(order.policies.size()));
    auto found = backtest(
        order, next, [&](size_t policy, const policy::Verdict &verdict) { kept.verdicts[policy].push_back(verdict); });
    if (!found)
        return found.error();
    static_cast<BacktestFound &>(kept) = std::move(found).value();
    return kept;
}

} // namespace astern::guard
