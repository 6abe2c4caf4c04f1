// SPDX-License-Identifier: GPL-3.0-or-later
// P3: what was recorded of a rollout in thirty days, judged again from its file; against the judging alone.
#include "bench.h"
#include "rulemix.h"

#include "models/guard/recorded.h"
#include "models/policy/verdict/evaluator.h"

#include <malloc.h>
#include <memory>

namespace astern::bench {
namespace {

using namespace astern::policy;

constexpr int kSignals = 100;
constexpr qint64 kTicksOfDay = 8'640;

[[nodiscard]] size_t heapBytes()
{
    const auto now = ::mallinfo2();
    return now.uordblks + now.hblkhd;
}

// What a verdict says, in one number.
[[nodiscard]] size_t digestOf(const Verdict &verdict, size_t seed)
{
    seed = qHashMulti(seed, verdict.tickMs, int(verdict.verdict), verdict.critical, verdict.fresh, verdict.sinceMs);
    for (const RuleReading &rule : verdict.rules)
        seed = qHashMulti(seed, int(rule.outcome), int(rule.verdict), int(rule.why), rule.sinceMs, rule.samples,
                          rule.valueE9.value_or(-1), rule.logEvidenceE9.value_or(-1), rule.coverageE9.value_or(-1));
    return seed;
}

class BacktestWork final : public Work {
public:
    explicit BacktestWork(QList<qint64> ticks)
        : m_sizes(std::move(ticks)), m_store(m_folder.file(QStringLiteral("samples")))
    {
        for (qsizetype i = 0; i < m_sizes.size() && m_wrong.isEmpty(); ++i) {
            const Result<Ok> written = write(i);
            if (!written)
                m_wrong = written.error().toString();
        }
        for (qint64 i = 0; i < kRuleWindow; ++i)
            (void)judgeAlone();
    }

    Round round(qsizetype size) override
    {
        Round round;
        const double ticks = double(m_sizes.at(size));
        double alone = 0;
        const qint64 sampled = std::min(m_sizes.at(size), qint64(2'000));
        for (qint64 i = 0; i < sampled / 2; ++i)
            alone += judgeAlone();
        round.ours.append(cpuMicroseconds([&] { backtest(size); }) / ticks);
        for (qint64 i = 0; i < sampled / 2; ++i)
            alone += judgeAlone();
        round.anchor.append(alone / double(sampled / 2 * 2));
        return round;
    }

    QString prove() override
    {
        if (!m_wrong.isEmpty())
            return m_wrong;
        // The same verdicts as from the records themselves, without a file.
        for (qsizetype i = 0; i < m_sizes.size(); ++i) {
            const qint64 ticks = std::min(m_sizes.at(i), qint64(1'000));
            RuleFeed feed(m_policy, 1);
            Evaluator evaluator(m_policy, ruleRollout());
            size_t digest = 0;
            for (qint64 tick = 0; tick < ticks; ++tick) {
                for (const Record &record : feed.next())
                    evaluator.add(record);
                evaluator.advance([&](const Verdict &verdict) { digest = digestOf(verdict, digest); });
            }
            if (digest != m_digests.value(i))
                return QStringLiteral("the verdicts on %1 ticks are not those that were reached live").arg(ticks);
        }
        // What is kept after a tenth of the longest is all that is ever kept.
        if (m_heapEnd > m_heapTenth + m_heapTenth / 20 + (1 << 20))
            return QStringLiteral("memory grows: %1 KiB after a tenth, %2 KiB at the end")
                .arg(m_heapTenth / 1024)
                .arg(m_heapEnd / 1024);
        return {};
    }

private:
    [[nodiscard]] static QString nameOf(qsizetype size) { return QStringLiteral("bench-%1").arg(size); }

    [[nodiscard]] Result<Ok> write(qsizetype size)
    {
        RecordGround ground{.atMs = ruleRollout().startMs,
                            .service = QStringLiteral("bench"),
                            .place = QStringLiteral("bench@prod/eu-1"),
                            .rollout = ruleRollout(),
                            .policies = {}};
        ground.rollout.id = nameOf(size);
        Result<Ok> done = m_store.begin(ground);
        RuleFeed feed(m_policy, 1);
        for (qint64 tick = 0; done && tick < m_sizes.at(size); ++tick)
            done = m_store.append(nameOf(size), feed.next());
        m_store.end(nameOf(size));
        return done;
    }

    // Microseconds of one more tick of the same policy, from what is in its arms to its verdict.
    [[nodiscard]] double judgeAlone()
    {
        for (const Record &record : m_feed.next()) {
            if (const auto *sample = std::get_if<SampleRecord>(&record))
                m_intake.add(*sample);
            else
                m_intake.heartbeat(std::get<HeartbeatRecord>(record).atMs);
        }
        const qint64 tick = m_intake.take(m_arms).tick;
        return cpuMicroseconds([&] { (void)m_judge.step(tick, {}); });
    }

    void backtest(qsizetype size)
    {
        auto run = guard::RecordedRun::open(m_store.pathOf(nameOf(size)));
        if (!run) {
            m_wrong = run.error().toString();
            return;
        }
        const guard::BacktestOrder order{
            .policies = {m_policy}, .rollout = run->ground().rollout, .revised = false, .assumed = {}};
        const qint64 ticks = m_sizes.at(size);
        const size_t before = heapBytes();
        qint64 told = 0;
        size_t digest = 0;
        const auto found = guard::backtest(
            order, [&run] { return run->next(); },
            [&](size_t, const Verdict &verdict) {
                if (told < 1'000) {
                    digest = digestOf(verdict, digest);
                    m_digests[size] = digest;
                }
                ++told;
                if (size != m_sizes.size() - 1 || told % (ticks / 50) != 0)
                    return;
                const size_t now = heapBytes() - std::min(before, heapBytes());
                (told <= ticks / 10 ? m_heapTenth : m_heapEnd) = now;
            });
        if (!found)
            m_wrong = found.error().toString();
        else if (told != ticks)
            m_wrong = QStringLiteral("%1 verdicts on %2 ticks").arg(told).arg(ticks);
    }

    const QList<qint64> m_sizes; // ticks
    const Policy m_policy = ruleMixOf(kSignals);
    const JudgedRollout m_rollout = ruleRollout();
    Folder m_folder;
    RecordStore m_store;
    QMap<qsizetype, size_t> m_digests; // of the first thousand verdicts, by size
    size_t m_heapTenth = 0;
    size_t m_heapEnd = 0;
    // The anchor's.
    RuleFeed m_feed{m_policy, 1};
    Arms m_arms{m_policy};
    Intake m_intake{m_policy, m_rollout};
    Judge m_judge{m_policy, m_rollout, m_arms};
    QString m_wrong;
};

} // namespace

void addBacktest(Suite &suite)
{
    suite.add({.id = QStringLiteral("P3"),
               .what = QStringLiteral("a tick of a backtest of 30 days, 100 signals at 10 s, from its file"),
               .against = QStringLiteral("the judging of such a tick alone"),
               .unit = QStringLiteral("us/tick"),
               .target = 1.1,
               .limit = 6e6 / double(30 * kTicksOfDay), // six seconds for all of it
               .sizes = {QStringLiteral("1 day"), QStringLiteral("5 days"), QStringLiteral("30 days")},
               .rounds = 7,
               .make = [](Scale scale) {
                   const qint64 day = scale == Scale::Smoke ? 400 : kTicksOfDay;
                   return std::make_unique<BacktestWork>(QList<qint64>{day, 5 * day, 30 * day});
               }});
}

} // namespace astern::bench
