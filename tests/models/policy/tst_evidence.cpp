// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/ratiosequence.h"
#include "models/policy/statistics/twophase.h"
#include "tests/models/policy/vectorfile.h"

using namespace astern;
using namespace astern::statistics;
using astern::test::policyVectors;
using astern::test::tickCounts;

namespace {

QString nameOf(TwoPhase::State state)
{
    switch (state) {
    case TwoPhase::State::Watch:
        return QStringLiteral("watch");
    case TwoPhase::State::Suspect:
        return QStringLiteral("suspect");
    case TwoPhase::State::Unconfirmed:
        return QStringLiteral("unknown");
    case TwoPhase::State::Systemic:
        return QStringLiteral("systemic");
    }
    return {};
}

QString nameOf(TwoPhase::Why why)
{
    switch (why) {
    case TwoPhase::Why::ClearedTransient:
        return QStringLiteral("cleared_transient");
    case TwoPhase::Why::Confirmed:
        return QStringLiteral("confirmed");
    case TwoPhase::Why::Recurrence:
        return QStringLiteral("recurrence");
    case TwoPhase::Why::Critical:
        return QStringLiteral("critical");
    case TwoPhase::Why::Unconfirmed:
        return QStringLiteral("unconfirmed");
    case TwoPhase::Why::None:
        break;
    }
    return {};
}

} // namespace

// Evidence tick by tick, against reference values that another program computed as an explicit double sum.
class TestEvidence : public QObject {
    Q_OBJECT

    QJsonObject m_vectors = policyVectors();

    void rows(const char *key) { astern::test::addVectorRows(m_vectors, key); }

private Q_SLOTS:
    void ratioProcess_data() { rows("ratio_e_process"); }
    void ratioProcess()
    {
        QFETCH(const QJsonObject, vector);
        const auto params = vector.value(QLatin1String("params")).toObject();
        const auto expected = vector.value(QLatin1String("expected")).toObject();
        const double rho0 = params.value(QLatin1String("rho0")).toDouble();
        const double eta = params.value(QLatin1String("eta")).toDouble();
        const auto planned = params.value(QLatin1String("planned_ticks")).toInt();
        const auto every = params.value(QLatin1String("restart_every")).toInt();
        std::vector<RatioAlternative> grid;
        for (const auto ratio : params.value(QLatin1String("grid")).toArray())
            grid.emplace_back(rho0 * ratio.toDouble(), rho0);
        RestartMixture mixture(static_cast<int>(grid.size()), (planned + every - 1) / every, every);
        RatioSequence sequence;
        const auto ticks = vector.value(QLatin1String("ticks")).toArray();
        const auto logs = expected.value(QLatin1String("log_e")).toArray();
        QCOMPARE(ticks.size(), logs.size());
        std::optional<qsizetype> crossed;
        double most = kNothing;
        for (qsizetype i = 0; i < ticks.size(); ++i) {
            const auto tick = tickCounts(ticks.at(i));
            std::vector<double> logLr;
            for (const auto &alternative : grid)
                logLr.push_back(alternative.logLikelihoodRatio(tick));
            mixture.advance(i, logLr, eta);
            sequence.add(tick, 1); // the vectors' intervals are not tempered
            const double evidence = mixture.logEvidence();
            // Near 0 a relative tolerance would ask for more digits than doubles have.
            QVERIFY2(std::abs(evidence - logs.at(i).toDouble()) <= 1e-9 * std::max(1.0, std::abs(evidence)),
                     astern::test::differs(QString::number(i), evidence, logs.at(i).toDouble()).constData());
            most = std::max(most, evidence);
            if (!crossed && toE9(evidence) >= toE9(logOf(1000)))
                crossed = i;
        }
        QVERIFY(std::abs(most - expected.value(QLatin1String("max_log_e")).toDouble()) <= 1e-9 * std::max(1.0, most));
        const auto crosses = expected.value(QLatin1String("crosses_ln_1000_at"));
        QCOMPARE(crossed.has_value(), !crosses.isNull());
        if (crossed)
            QCOMPARE(*crossed, qsizetype(crosses.toInteger()));
        const auto interval = expected.value(QLatin1String("ratio_cs95_no_restart")).toArray();
        COMPARE_CLOSE(sequence.interval().value().lower, interval.at(0).toDouble());
        COMPARE_CLOSE(sequence.interval().value().upper, interval.at(1).toDouble());
    }

    void twoPhases_data() { rows("two_phase_timeline"); }
    void twoPhases()
    {
        QFETCH(const QJsonObject, vector);
        const auto ticks = vector.value(QLatin1String("ticks")).toArray();
        TwoPhaseSettings settings;
        settings.plannedTicks = ticks.size();
        TwoPhase phases(settings);
        const auto expected = vector.value(QLatin1String("expected_changes")).toArray();
        qsizetype next = 0;
        auto state = TwoPhase::State::Systemic; // none of the vectors begins with it
        for (qsizetype i = 0; i < ticks.size(); ++i) {
            phases.step(tickCounts(ticks.at(i)), 1);
            if (phases.state() == state && i > 0)
                continue;
            state = phases.state();
            QVERIFY2(next < expected.size(), qPrintable(QStringLiteral("changes at %1 too").arg(i)));
            const auto change = expected.at(next++).toObject();
            QCOMPARE(i, qsizetype(change.value(QLatin1String("tick")).toInteger()));
            QCOMPARE(nameOf(state), change.value(QLatin1String("state")).toString());
            QCOMPARE(nameOf(phases.why()), change.value(QLatin1String("why")).toString());
            COMPARE_CLOSE(phases.logRatioMixture(), change.value(QLatin1String("log_e_ratio")).toDouble());
            COMPARE_CLOSE(phases.logRateMixture(), change.value(QLatin1String("log_e_abs")).toDouble());
        }
        QCOMPARE(next, expected.size());
        QCOMPARE(nameOf(phases.state()), vector.value(QLatin1String("final")).toString());
    }
};

QTEST_GUILESS_MAIN(TestEvidence)
#include "tst_evidence.moc"
