// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/naivejudge.h"
#include "tests/models/policy/randomrollout.h"

using namespace astern;
using namespace astern::policy;
using namespace astern::test;

namespace {

QString describe(const Policy &policy, const Verdict &verdict)
{
    auto text = QStringLiteral("%1 since %2 critical %3 fresh %4 still %5 [%6]")
                    .arg(wordFor(verdict.verdict))
                    .arg(verdict.sinceMs)
                    .arg(verdict.critical)
                    .arg(verdict.fresh)
                    .arg(verdict.stillSystemic)
                    .arg(verdict.reasons.join(QStringLiteral(", ")));
    for (size_t i = 0; i < verdict.rules.size(); ++i) {
        const auto &r = verdict.rules[i];
        const auto number = [](const std::optional<qint64> &value) {
            return value ? QString::number(*value) : QStringLiteral("-");
        };
        text += QStringLiteral("\n  %1 %2 %3 %4 sev %5 suspects %6 carries %7 value %8/%9 evidence %10 coverage %11 "
                               "since %12 samples %13 late %14 flags %15%16%17")
                    .arg(policy.rules.at(qsizetype(i)).id, wordFor(r.outcome), wordFor(r.verdict), wordFor(r.why))
                    .arg(int(r.severity))
                    .arg(r.suspects)
                    .arg(r.carries)
                    .arg(number(r.valueE9), number(r.limitE9), number(r.logEvidenceE9), number(r.coverageE9))
                    .arg(r.sinceMs)
                    .arg(r.samples)
                    .arg(r.late)
                    .arg(r.escalates)
                    .arg(r.assumedDispersion)
                    .arg(r.withoutHistory);
    }
    return text;
}

// Evidence is summed in another order there: equal to ten digits.
bool agree(Verdict ours, Verdict naive, bool withLate)
{
    for (size_t i = 0; i < ours.rules.size(); ++i) {
        auto &a = ours.rules[i];
        auto &b = naive.rules[i];
        if (!withLate)
            a.late = b.late = 0; // known to the oracle only as of its last tick
        a.confirmsAtMs = 0;      // of what is to come the oracle says nothing (models.guard.coming does)
        if (a.logEvidenceE9.has_value() != b.logEvidenceE9.has_value())
            return false;
        if (a.logEvidenceE9 && qAbs(*a.logEvidenceE9 - *b.logEvidenceE9) > 10 + qAbs(*a.logEvidenceE9) / 10'000'000'000)
            return false;
        a.logEvidenceE9 = b.logEvidenceE9;
    }
    return ours == naive;
}

} // namespace

// The evaluator, tick by tick and record by record, against one that computes everything from the beginning.
class TestOracle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agrees_data()
    {
        QTest::addColumn<int>("seed");
        const int runs = qEnvironmentVariableIntValue("ASTERN_ORACLE_RUNS");
        for (int seed = 1; seed <= (runs > 0 ? runs : 40); ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void agrees()
    {
        QFETCH(const int, seed);
        const auto told = randomRollout(quint32(seed));
        Evaluator evaluator(told.policy, told.rollout);
        std::vector<Verdict> ours;
        for (const auto &record : told.records) {
            evaluator.add(record);
            evaluator.advance([&](const Verdict &verdict) { ours.push_back(verdict); });
        }
        QVERIFY(!ours.empty());
        const auto start = ours.front().tickMs / told.policy.time.tickMs;
        // Some ticks of the way, and the last, each from all records that there are.
        const auto last = qint64(ours.size()) - 1;
        for (const auto upTo : {last / 2, last}) {
            const naive::Oracle oracle(told.policy, told.rollout, told.records, start + upTo);
            QCOMPARE(oracle.verdicts().size(), upTo + 1);
            for (qint64 t = 0; t <= upTo; ++t) {
                const auto &expected = oracle.verdicts().at(t);
                if (agree(ours[size_t(t)], expected, t == upTo))
                    continue;
                QFAIL(qPrintable(QStringLiteral("tick %1 of %2\nours  %3\nnaive %4")
                                     .arg(t)
                                     .arg(last)
                                     .arg(describe(told.policy, ours[size_t(t)]), describe(told.policy, expected))));
            }
        }
        // All records at once give the same bytes as one by one.
        Evaluator atOnce(told.policy, told.rollout);
        for (const auto &record : told.records)
            atOnce.add(record);
        std::vector<Verdict> again;
        atOnce.advance([&](const Verdict &verdict) { again.push_back(verdict); });
        QCOMPARE(again.size(), ours.size());
        for (size_t i = 0; i < ours.size(); ++i) {
            const auto bytes = [&](const Verdict &verdict) {
                return toCanonical(toRecord(verdict, told.policy, {told.policy.id, {}, told.rollout.id})).value();
            };
            QCOMPARE(bytes(again[i]), bytes(ours[i]));
            QVERIFY(again[i] == ours[i]);
        }
    }

    // A property that only ever sees healthy rollouts proves nothing.
    void seesEverything()
    {
        QSet<QString> seen;
        for (quint32 seed = 1; seed <= 40; ++seed) {
            const auto told = randomRollout(seed);
            Evaluator evaluator(told.policy, told.rollout);
            for (const auto &record : told.records)
                evaluator.add(record);
            evaluator.advance([&](const Verdict &verdict) {
                seen.insert(wordFor(verdict.verdict));
                for (const auto &reason : verdict.reasons)
                    seen.insert(reason.section(QStringLiteral(": "), 1));
                for (size_t i = 0; i < verdict.rules.size(); ++i) {
                    const auto &reading = verdict.rules[i];
                    seen.insert(wordFor(reading.outcome));
                    seen.insert(wordFor(reading.why));
                    seen.insert(told.policy.rules.at(qsizetype(i)).type() + QLatin1Char('/') +
                                wordFor(reading.verdict));
                }
            });
        }
        for (const char *word : {"healthy",
                                 "unknown",
                                 "transient",
                                 "external",
                                 "systemic",
                                 "ok",
                                 "breach",
                                 "no_data",
                                 "no_traffic",
                                 "insufficient",
                                 "pending",
                                 "confirmed",
                                 "cleared",
                                 "critical",
                                 "recurrence",
                                 "continuous",
                                 "stable_too",
                                 "before_start",
                                 "low_traffic",
                                 "quorum",
                                 "deadline",
                                 "crash_loop",
                                 "probe",
                                 "measured",
                                 "fixed_look",
                                 "overdue",
                                 "threshold/external",
                                 "burn_rate/external",
                                 "burn_rate/systemic",
                                 "budget/systemic",
                                 "compare.ratio/transient",
                                 "state/systemic",
                                 "missing/unknown",
                                 "probe/external",
                                 "sampled/healthy"})
            QVERIFY2(seen.contains(QLatin1String(word)), word);
    }
};

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
