// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/backtest.h"

#include "models/guard/subject.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

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

class Backtest {
public:
    explicit Backtest(const BacktestOrder &order) : m_order(order)
    {
        for (const auto &policy : order.policies)
            m_evaluators.push_back(std::make_unique<Evaluator>(policy, order.rollout));
        m_found.verdicts.resize(m_evaluators.size());
    }

    void add(const Record &record)
    {
        for (size_t i = 0; i < m_evaluators.size(); ++i)
            add(i, record);
    }
    void add(size_t i, const Record &record)
    {
        m_evaluators[i]->add(record);
        m_evaluators[i]->advance([&](const policy::Verdict &verdict) { m_found.verdicts[i].push_back(verdict); });
    }
    void note(const Record &record)
    {
        ++m_found.records;
        const auto *sample = std::get_if<policy::SampleRecord>(&record);
        if (sample && (sample->series != m_last.second || sample->source != m_last.first)) {
            m_last = {sample->source, sample->series};
            m_seen.insert(m_last);
        }
        const auto *mark = std::get_if<policy::MarkRecord>(&record);
        m_found.marked = m_found.marked || (mark && mark->kind == policy::MarkRecord::Kind::Mitigated);
    }
    // A verdict is known once its tick is over, and its lateness.
    BacktestFound finish()
    {
        std::map<qint64, JudgedTick> ticks;
        for (size_t i = 0; i < m_evaluators.size(); ++i) {
            const auto &policy = m_order.policies.at(qsizetype(i));
            for (const auto &verdict : m_found.verdicts[i]) {
                auto &tick = ticks[verdict.tickMs + policy.time.latenessMs];
                tick.nowMs = verdict.tickMs + policy.time.latenessMs;
                tick.verdicts.append({policy.id, verdict});
            }
        }
        std::vector<JudgedTick> inOrder;
        for (auto &[at, tick] : ticks)
            inOrder.push_back(std::move(tick));
        auto assumed = m_order.assumed;
        assumed.marked = assumed.marked || m_found.marked;
        noteAbsent();
        m_found.acts = ladderOf(m_order.rollout.id, m_order.policies, inOrder, assumed);
        return std::move(m_found);
    }
    void setRevised(qint64 revised) { m_found.revised = revised; }

private:
    void noteAbsent()
    {
        for (const auto &policy : m_order.policies) {
            for (const auto &signal : policy.signalSpecs) {
                for (const auto &wanted : wantedBy(signal)) {
                    const auto words = QStringLiteral("%1: %2").arg(wanted.source, wanted.series);
                    if (!m_seen.contains({wanted.source, wanted.series}) && !m_found.absent.contains(words))
                        m_found.absent.append(words);
                }
            }
        }
    }

    const BacktestOrder &m_order;
    std::set<std::pair<QString, QString>> m_seen; // source and series
    std::pair<QString, QString> m_last;
    std::vector<std::unique_ptr<Evaluator>> m_evaluators;
    BacktestFound m_found;
};

} // namespace

Result<BacktestFound> backtest(const BacktestOrder &order, const NextRecord &next)
{
    Backtest run(order);
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

} // namespace astern::guard
