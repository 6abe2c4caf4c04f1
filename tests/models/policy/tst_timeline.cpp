// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/vectorfile.h"
#include "tests/models/policy/verdictfixture.h"

using namespace astern;
using namespace astern::policy;
using namespace astern::test;

// Reference values for what happens over time, through the whole evaluator: from samples to verdicts.
class TestTimeline : public QObject {
    Q_OBJECT

    QJsonObject m_vectors = policyVectors();

    void rows(const char *key) { addVectorRows(m_vectors, key); }

private Q_SLOTS:
    void thresholds_data() { rows("threshold_timeline"); }
    void thresholds()
    {
        QFETCH(const QJsonObject, vector);
        const auto params = vector.value(QLatin1String("params")).toObject();
        const auto param = [&params](const char *key) { return params.value(QLatin1String(key)); };
        auto body = threshold(param("threshold").toDouble(), param("window_s").toInteger() * 1000,
                              param("for_s").toInteger() * 1000);
        body.answering.minTotal = param("min_total").toInteger();
        body.answering.clearForMs = param("clear_for_s").toInteger() * 1000;
        Evaluator evaluator(policyOf({rule(QStringLiteral("errors"), body)}), rolloutAt(1));
        Traffic traffic(evaluator);
        const auto bad = vector.value(QLatin1String("bad")).toObject();
        const auto total = vector.value(QLatin1String("total")).toObject();
        const auto expected = vector.value(QLatin1String("expected_changes")).toArray();
        qsizetype next = 0;
        QString before;
        for (qint64 tick = 1; tick <= vector.value(QLatin1String("ticks")).toInteger(); ++tick) {
            const auto key = QString::number(tick);
            if (total.contains(key))
                traffic.requests(tick, "new", total.value(key).toInteger(), bad.value(key).toInteger());
            const auto verdict = traffic.end(tick);
            QCOMPARE(verdict.tickMs, tick * kTick);
            const auto &reading = verdict.rules.at(0);
            const auto now = wordFor(reading.outcome) + QLatin1Char('/') + wordFor(reading.verdict);
            if (now == before)
                continue;
            before = now;
            QVERIFY2(next < expected.size(), qPrintable(QStringLiteral("tick %1: %2").arg(key, now)));
            const auto change = expected.at(next++).toObject();
            QCOMPARE(tick, change.value(QLatin1String("tick")).toInteger());
            QCOMPARE(wordFor(reading.outcome), change.value(QLatin1String("outcome")).toString());
            QCOMPARE(wordFor(reading.verdict), change.value(QLatin1String("verdict")).toString());
            const auto value = change.value(QLatin1String("value"));
            QCOMPARE(reading.valueE9.has_value(), !value.isNull());
            if (reading.valueE9)
                QCOMPARE(*reading.valueE9, statistics::toE9(value.toDouble()));
        }
        QCOMPARE(next, expected.size());
    }

    void buckets_data() { rows("counter_buckets"); }
    void buckets()
    {
        QFETCH(const QJsonObject, vector);
        const auto params = vector.value(QLatin1String("params")).toObject();
        const auto param = [&params](const char *key) { return params.value(QLatin1String(key)).toInteger(); };
        const bool isGauge = params.value(QLatin1String("kind")) == QLatin1String("gauge");
        Policy policy;
        policy.time.tickMs = param("tick_ms");
        policy.time.latenessMs = param("lateness_ms");
        Signal signal{.id = QStringLiteral("s"), .scrapeMs = 10'000, .staleAfterMs = param("stale_ms")};
        const Query query{QStringLiteral("prom"), {QStringLiteral("one"), {}}};
        if (isGauge)
            signal.body = Gauge{query, {}};
        else
            signal.body =
                Events{.from = Events::Counters{query, {QStringLiteral("prom"), {QStringLiteral("none"), {}}}}};
        policy.signalSpecs = {signal};
        const JudgedRollout rollout{.startMs = param("rollout_start")};
        Arms arms(policy);
        Intake intake(policy, rollout);
        // In the order in which they arrived.
        QList<QJsonArray> samples;
        for (const auto sample : vector.value(QLatin1String("samples")).toArray())
            samples.append(sample.toArray());
        std::stable_sort(samples.begin(), samples.end(), [](const QJsonArray &a, const QJsonArray &b) {
            return a.at(2).toInteger() < b.at(2).toInteger();
        });
        const auto expected = vector.value(QLatin1String("expected")).toObject();
        QJsonObject found;
        const auto takeAll = [&] {
            while (intake.isTickOver()) {
                const auto tick = intake.take(arms).tick;
                const auto &arm = arms.at(0, Role::All);
                if (isGauge && std::isfinite(arm.history.last().gauge))
                    found.insert(QString::number(tick), arm.history.last().gauge);
                if (!isGauge && arm.history.last().data)
                    found.insert(QString::number(tick), arm.history.counts(tick).total);
            }
        };
        for (const auto &sample : samples) {
            const auto value =
                sample.at(1).isString() ? std::numeric_limits<double>::quiet_NaN() : sample.at(1).toDouble();
            intake.add({QStringLiteral("prom"),
                        QStringLiteral("one"),
                        {},
                        sample.at(0).toInteger(),
                        sample.at(2).toInteger(),
                        value});
            takeAll();
        }
        intake.heartbeat(200'000);
        takeAll();
        QCOMPARE(found, expected.value(QLatin1String("buckets")).toObject());
        const auto notes = expected.value(QLatin1String("notes")).toObject();
        const auto note = [&notes](const char *key) { return notes.value(QLatin1String(key)).toInteger(); };
        QCOMPARE(intake.notes(0), (SampleNotes{note("late"), note("resets"), note("gaps"), note("invalid")}));
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
