// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/rolloutjudge.h"

#include <algorithm>
#include <limits>

namespace astern::guard {
namespace {

// A source that does not even fail is not waited for longer.
constexpr qint64 kPatienceMs = 30'000;
const QString kInstance = QStringLiteral("instance");

} // namespace

RolloutJudge::RolloutJudge(const Subject &subject)
{
    for (const PolicyFile &file : subject.policies) {
        m_evaluators.push_back(std::make_unique<policy::Evaluator>(*file.policy, subject.judged));
        const policy::Timing &time = file.policy->time;
        m_tickMs = m_tickMs > 0 ? std::min(m_tickMs, time.tickMs) : time.tickMs;
        m_latenessMs = std::max(m_latenessMs, time.latenessMs);
        m_latest.append({file.policy->id, {}});
    }
    for (const policy::RecordQuery &query : recordQueries(subject))
        m_sources.insert(query.source);
    m_behind = m_sources;
    for (const policy::StateQuery &query : stateQueries(subject)) {
        for (const QString &object : query.objects)
            m_objects.append({query.source, object, {}});
    }
}

// Long enough without a heartbeat that ticks have passed unjudged although nothing failed: this process slept, or was
// held up.
bool RolloutJudge::isGap(qint64 nowMs) const
{
    return m_heartbeatMs > 0 && nowMs - m_heartbeatMs > m_latenessMs + 3 * m_tickMs + kPatienceMs;
}

void RolloutJudge::take(const policy::RecordBatch &batch, qint64 nowMs)
{
    if (m_behind.isEmpty() && isGap(nowMs))
        m_behind = m_sources;
    if (batch.catchUp && !batch.error) {
        if (m_behind.isEmpty()) {
            // After an outage of the source: its ticks were judged without it, and so they stay.
            for (policy::SampleRecord record : batch.records) {
                record.arrivedMs = std::max(record.eventMs, m_heartbeatMs);
                feed(record);
            }
            return;
        }
        m_past.insert(m_past.end(), batch.records.cbegin(), batch.records.cend());
        m_behindSinceMs = nowMs;
        return;
    }
    // The first answer after a gap has what nobody could hear sooner.
    const bool wasBehind = m_behind.remove(batch.source) && m_heartbeatMs > 0;
    const QList<policy::SampleRecord> records = whole(batch);
    if (wasBehind || !m_behind.isEmpty())
        m_past.insert(m_past.end(), records.cbegin(), records.cend());
    if (!m_behind.isEmpty())
        return;
    catchUp();
    for (const policy::SampleRecord &record : records)
        feed(record);
    heartbeat(nowMs);
}

// A source of states tells all there is, and its sign of life beside it. That one is gone is therefore known here, also
// of those that an earlier process was told of.
QList<policy::SampleRecord> RolloutJudge::whole(const policy::RecordBatch &batch)
{
    QList<policy::SampleRecord> all = batch.records;
    for (Object &object : m_objects) {
        bool isTold = false;
        QSet<QString> there;
        for (const policy::SampleRecord &record : batch.records) {
            if (record.source != object.source || record.series != object.object)
                continue;
            const auto instance = record.labels.constFind(kInstance);
            isTold = isTold || instance == record.labels.cend();
            if (instance != record.labels.cend())
                there.insert(*instance);
        }
        const QMap<QString, policy::SampleRecord> before = object.there;
        for (policy::SampleRecord record : isTold ? before : QMap<QString, policy::SampleRecord>{}) {
            if (there.contains(record.labels.value(kInstance)))
                continue;
            record.labels.insert(QStringLiteral("state"), QLatin1String(policy::kGoneState));
            record.eventMs = record.arrivedMs = batch.arrivedMs;
            all.append(record);
        }
    }
    for (const policy::SampleRecord &record : std::as_const(all))
        know(record);
    return all;
}

void RolloutJudge::know(const policy::SampleRecord &record)
{
    for (Object &object : m_objects) {
        const QString instance = record.labels.value(kInstance);
        if (record.source != object.source || record.series != object.object || instance.isEmpty())
            continue;
        if (record.labels.value(QStringLiteral("state")) == QLatin1String(policy::kGoneState))
            object.there.remove(instance);
        else
            object.there.insert(instance, record);
    }
}

void RolloutJudge::catchUp()
{
    std::stable_sort(m_past.begin(), m_past.end(), [](const auto &a, const auto &b) { return a.eventMs < b.eventMs; });
    for (policy::SampleRecord &record : m_past) {
        record.arrivedMs = std::max(record.eventMs, m_heartbeatMs);
        feed(record);
    }
    m_past = {};
    m_behindSinceMs = 0;
}

void RolloutJudge::mark(const policy::MarkRecord &mark) { write(mark); }

void RolloutJudge::advance(qint64 nowMs)
{
    if (m_behind.isEmpty() && isGap(nowMs)) {
        m_behind = m_sources;
        m_behindSinceMs = nowMs;
    }
    if (!m_behind.isEmpty()) {
        if (m_behindSinceMs == 0)
            m_behindSinceMs = nowMs;
        if (nowMs - m_behindSinceMs < kPatienceMs)
            return;
        m_behind.clear(); // judged without what they have not told
        catchUp();
        return heartbeat(nowMs);
    }
    // What comes later is late, so nobody waits for it.
    if (nowMs >= m_closesMs)
        heartbeat(nowMs);
}

void RolloutJudge::replay(const policy::Record &record)
{
    for (const auto &evaluator : m_evaluators)
        evaluator->add(record);
    if (const auto *sample = std::get_if<policy::SampleRecord>(&record)) {
        m_newest[{sample->source, sample->series, sample->labels}] = sample->eventMs;
        know(*sample);
    }
    if (const auto *heartbeat = std::get_if<policy::HeartbeatRecord>(&record))
        heard(std::max(m_heartbeatMs, heartbeat->atMs));
}

void RolloutJudge::feed(const policy::SampleRecord &record)
{
    qint64 &newest = m_newest[{record.source, record.series, record.labels}];
    if (record.eventMs <= newest)
        return;
    newest = record.eventMs;
    write(record);
}

void RolloutJudge::write(const policy::Record &record)
{
    for (const auto &evaluator : m_evaluators)
        evaluator->add(record);
    m_records.push_back(record);
}

void RolloutJudge::heartbeat(qint64 nowMs)
{
    heard(nowMs);
    write(policy::HeartbeatRecord{nowMs});
}

void RolloutJudge::heard(qint64 atMs)
{
    m_heartbeatMs = atMs;
    m_closesMs = std::numeric_limits<qint64>::max();
    for (const auto &evaluator : m_evaluators) {
        const policy::Timing &time = evaluator->policy().time;
        const qint64 next = policy::tickOf(atMs - time.latenessMs + 1, time.tickMs);
        m_closesMs = std::min(m_closesMs, next * time.tickMs + time.latenessMs);
    }
}

QList<RolloutJudge::Tick> RolloutJudge::takeVerdicts()
{
    for (size_t i = 0; i < m_evaluators.size(); ++i) {
        const QString &id = m_evaluators[i]->policy().id;
        m_evaluators[i]->advance([&](const policy::Verdict &verdict) {
            Tick &tick = m_ticks[verdict.tickMs];
            tick.tickMs = verdict.tickMs;
            tick.verdicts.append({id, verdict});
            m_latest[qsizetype(i)].verdict = verdict;
        });
    }
    QList<Tick> ticks;
    for (auto &tick : std::exchange(m_ticks, {}))
        ticks.append(std::move(tick.second));
    return ticks;
}

} // namespace astern::guard
