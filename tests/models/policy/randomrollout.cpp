// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/randomrollout.h"

#include <algorithm>
#include <cmath>

namespace astern::test {

using namespace astern::policy;

namespace {

constexpr qint64 kStart = 1'000;
constexpr qint64 kHistory = 60; // ticks before the rollout

class Maker {
public:
    explicit Maker(quint32 seed) : m_random(seed) {}

    ToldRollout make()
    {
        m_told.rollout = rolloutAt(kStart);
        if (chance(0.15))
            m_told.rollout.stableLabels.clear();
        m_length = 40 + pick(50);
        choosePolicy();
        chooseWorld();
        for (qint64 tick = kStart - (chance(0.8) ? kHistory : 0); tick < kStart + m_length; ++tick)
            tellTick(tick);
        arrive();
        return std::move(m_told);
    }

private:
    struct World { // bad ratio of an arm over time, as spans of ticks
        double base = 0.002;
        struct Span {
            qint64 from, to;
            double ratio;
        };
        QList<Span> spans;
        [[nodiscard]] double at(qint64 tick) const
        {
            double ratio = base;
            for (const auto &span : spans) {
                if (tick >= span.from && tick < span.to)
                    ratio = span.ratio;
            }
            return ratio;
        }
    };

    qint64 pick(qint64 below) { return qint64(m_random() % quint64(below)); }
    bool chance(double share) { return double(m_random()) / 4294967296.0 < share; }
    double one(std::initializer_list<double> of) { return *(of.begin() + pick(qint64(of.size()))); }
    qint64 events(double expected) // around the expectation; the law does not matter here
    {
        const double spread = double(pick(2001) - 1000) / 1000.0;
        return std::max<qint64>(0, std::llround(expected + spread * std::sqrt(expected) * 1.5));
    }

    void add(const char *id, RuleBody body)
    {
        const Severity severities[]{Severity::Minor, Severity::Major, Severity::Major, Severity::Critical};
        auto made = rule(QLatin1String(id), std::move(body), severities[pick(4)]);
        if (chance(0.1))
            made.mode = Mode::Observe;
        m_told.policy.rules.append(made);
    }

    void choosePolicy()
    {
        auto &policy = m_told.policy;
        policy = policyOf({});
        auto other = httpSignal(QStringLiteral("slow"));
        other.body =
            Events{.from = Events::Histogram{{QStringLiteral("prom"), {QStringLiteral("duration_seconds"), {}}}, 300}};
        Signal gauge{.id = QStringLiteral("rps"), .scrapeMs = 10'000, .staleAfterMs = 30'000};
        gauge.body = Gauge{{QStringLiteral("prom"), {QStringLiteral("http_rps"), {}}}, QStringLiteral("1/s")};
        Signal probe{.id = QStringLiteral("path"), .scrapeMs = 10'000, .staleAfterMs = 30'000};
        probe.body = Probe{.everyMs = 10'000,
                           .timeoutMs = 3'000,
                           .check = HttpCheck{},
                           .from = {QStringLiteral("eu"), QStringLiteral("us"), QStringLiteral("ap")}};
        Signal ready{.id = QStringLiteral("ready"), .scrapeMs = 10'000, .staleAfterMs = 45'000};
        ready.body = States{QStringLiteral("k8s"),
                            QStringLiteral("replicas"),
                            {QStringLiteral("pending"), QStringLiteral("ready"), QStringLiteral("crashed")}};
        policy.signalSpecs << other << gauge << probe << ready;
        if (chance(0.3)) {
            policy.signalSpecs[0].scrapeMs = 15'000;
            policy.signalSpecs[0].staleAfterMs = 45'000;
        }
        policy.time.maxDurationMs = chance(0.3) ? 400'000 : 3'600'000;
        policy.time.warmUpMs = chance(0.2) ? 35'000 : 0;
        policy.time.latenessMs = qint64(one({0, 5'000, 15'000}));

        // One draw a statement: which argument of a call is drawn first is each compiler's own.
        const auto forMs = qint64(one({0, 60'000, 115'000}));
        auto first = threshold(one({0.01, 0.02}), 60'000, forMs);
        first.role = chance(0.3) ? Role::All : Role::New;
        first.answering.clearForMs = qint64(one({0, 60'000}));
        first.recurrence.episodes = 2 + pick(2);
        add("errors", first);
        const bool stable = !m_told.rollout.stableLabels.isEmpty();
        if (stable) {
            auto compare = compareRatio();
            if (chance(0.5))
                compare.phases.dispersion.reset();
            compare.phases.confirmTimeoutMs = qint64(one({60'000, 900'000}));
            compare.phases.transientMaxMs = qint64(one({20'000, 60'000}));
            compare.answering.minTotal = qint64(one({50, 400}));
            if (chance(0.3))
                compare.phases.critical.reset();
            add("versus", compare);
            auto slow = compareRatio(QStringLiteral("slow"));
            slow.floor = 0.01;
            slow.badFloor = 0.02;
            if (chance(0.4)) {
                slow.direction = Direction::LowerIsBad;
                slow.badRatio = 0.8;
                slow.phases.ratios = {1.05, 1.1, 1.2, 1.35, 1.6, 2, 4};
            }
            add("slow", slow);
        } else {
            Budget budget{.signal = QStringLiteral("http"),
                          .budget = 0.004,
                          .badBudget = 0.008,
                          .phases = compareRatio().phases,
                          .answering = {}};
            add("budget", budget);
        }
        BurnRate burn{.signal = QStringLiteral("http"), .slo = 0.999, .pairs = {}};
        burn.sinceStart = chance(0.7);
        burn.pairs = {{300'000, 60'000, 14.4, Severity::Critical}, {600'000, 120'000, 6, Severity::Major}};
        if (chance(0.4))
            add("burn", burn);
        if (chance(0.4)) {
            Threshold low{.signal = QStringLiteral("rps"),
                          .below = 3.0,
                          .clear = 3.5,
                          .windowMs = 30'000,
                          .forMs = 60'000,
                          .recurrence = {},
                          .answering = {}};
            low.aggregate = std::array{Threshold::Aggregate::Mean, Threshold::Aggregate::Min, Threshold::Aggregate::Max,
                                       Threshold::Aggregate::Last}[size_t(pick(4))];
            add("volume", low);
        }
        if (chance(0.4))
            add("probe", ProbeRule{.signal = QStringLiteral("path"), .locations = 2, .initialDelayMs = 20'000});
        if (chance(0.4)) {
            Deadline deadline{.signal = QStringLiteral("ready"), .expect = QStringLiteral("ready"), .quorum = {}};
            deadline.eachWithinMs = 120'000;
            deadline.progressWithinMs = 150'000;
            deadline.quorum.kind = std::array{Deadline::Quorum::Kind::All, Deadline::Quorum::Kind::Count,
                                              Deadline::Quorum::Kind::Percent}[size_t(pick(3))];
            deadline.quorum.count = 2;
            deadline.quorum.percent = 0.5;
            add("init", deadline);
        }
        if (chance(0.3))
            add("broken",
                StateRule{.signal = QStringLiteral("ready"), .bad = {QStringLiteral("crashed")}, .forMs = 40'000});
        if (chance(0.3)) {
            Sampled sampled{.signal = QStringLiteral("rps"),
                            .everyMs = 30'000,
                            .count = 5,
                            .maxFailures = 1,
                            .maxInconclusive = 2,
                            .maxSourceErrors = 1,
                            .pass = {},
                            .fail = {}};
            sampled.pass = Condition::parse(QStringLiteral("result > 4")).value();
            if (chance(0.5))
                sampled.fail = Condition::parse(QStringLiteral("result < 2 || isNaN(result)")).value();
            add("sampled", sampled);
        }
        if (stable && chance(0.3)) {
            CompareRank rank{.signal = QStringLiteral("slow"), .answering = {}};
            rank.direction = chance(0.5) ? Direction::Either : Direction::HigherIsBad;
            rank.minSamples = 5;
            rank.alpha = 0.1;
            add("shape", rank);
        }
        if (chance(0.3)) {
            LowTraffic low{
                .signal = QStringLiteral("http"), .needTotal = 300, .withinMs = 120'000, .then = {}, .relyOn = {}};
            low.then = chance(0.5) ? LowTraffic::Then::RelyOn : LowTraffic::Then::Hold;
            add("enough", low);
        }
        if (chance(0.5)) {
            Missing missing{.signal = QStringLiteral("http"),
                            .staleAfterMs = 30'000,
                            .unknownAfterMs = 60'000,
                            .escalateAfterMs = 120'000,
                            .systemicIf = {}};
            if (chance(0.5))
                missing.systemicIf = {QStringLiteral("errors")};
            add("gone", missing);
        }
        if (stable && chance(0.5)) {
            Quorum quorum{.of = {QStringLiteral("errors"), QStringLiteral("versus"), QStringLiteral("slow")},
                          .need = 2};
            if (chance(0.5))
                quorum.withinMs = 40'000;
            add("two", quorum);
        }
        if (chance(0.3))
            std::reverse(policy.rules.begin(), policy.rules.end());
    }

    void chooseWorld()
    {
        m_rate = one({3, 40, 120, 120}); // requests of the canary a tick
        for (int i = 0; i < int(pick(4)); ++i) {
            const auto from = kStart + pick(m_length);
            const World::Span span{from, from + 1 + pick(30), one({0.03, 0.1, 0.3, 0.9, 1})};
            m_new.spans.append(span);
            if (chance(0.35))
                m_stable.spans.append(span);
        }
        if (chance(0.15)) // broken before the rollout came
            for (auto *arm : {&m_new, &m_stable})
                arm->spans.append({kStart - 30, kStart + pick(20), 0.05});
        if (chance(0.3)) {
            const auto from = kStart + pick(m_length);
            m_outage = {from, from + 2 + pick(20)};
        }
        if (chance(0.2))
            m_silent = {kStart + pick(m_length), kStart + m_length};
        m_crash = kStart + pick(2 * m_length);
        m_slowStart = pick(14);
        m_probeFails = kStart + pick(2 * m_length);
        m_probeFailsEverywhere = chance(0.4);
    }

    void sample(qint64 eventMs, const QString &source, const QString &series, const QMap<QString, QString> &labels,
                double value)
    {
        qint64 delay = 50 + pick(900);
        if (chance(0.02))
            delay += 4'000 + pick(40'000); // late, perhaps
        if (chance(0.004))
            value = chance(0.5) ? NAN : INFINITY;
        if (chance(0.003))
            eventMs += 61'000 + delay; // a clock that runs ahead
        m_samples.append(
            {source, series, labels, eventMs, eventMs > m_now + 1'000 ? m_now + delay : eventMs + delay, value});
        if (chance(0.01)) {
            auto twice = m_samples.constLast();
            twice.arrivedMs += pick(500);
            twice.value += 7;
            m_samples.append(twice);
        }
    }
    void count(qint64 eventMs, const char *version, const QString &series, const char *label, const char *value,
               qint64 more)
    {
        auto &sum = m_sums[QLatin1String(version) + series + QLatin1String(label) + QLatin1String(value)];
        if (chance(0.005))
            sum = 0; // the process restarted
        sum += more;
        sample(eventMs, QStringLiteral("prom"), series,
               {{QStringLiteral("version"), QLatin1String(version)}, {QLatin1String(label), QLatin1String(value)}},
               double(sum));
    }

    void tellTick(qint64 tick)
    {
        m_now = tick * kTick;
        for (const char *version : {"new", "old"}) {
            const bool isNew = version[0] == 'n';
            if (isNew ? tick < kStart : false)
                continue;
            const bool quiet = isNew && tick >= m_silent.first && tick < m_silent.second;
            const double ratio = (isNew ? m_new : m_stable).at(tick);
            const auto total = quiet ? 0 : events(isNew ? m_rate : 5 * m_rate);
            const auto bad = std::min(total, events(double(total) * ratio));
            const auto slow = std::min(total, events(double(total) * std::min(1.0, ratio + 0.02)));
            m_left[QLatin1String(version)] += total - bad;
            m_leftBad[QLatin1String(version)] += bad;
            if (tick >= m_outage.first && tick < m_outage.second)
                continue;
            const auto at = m_now - pick(3) * 1'000;
            const auto scrape = m_told.policy.signalSpecs.at(0).scrapeMs;
            if (scrape == 10'000 || (tick * kTick / scrape) != ((tick - 1) * kTick / scrape)) {
                const auto http = QStringLiteral("http_requests_total");
                count(at, version, http, "status", "200", m_left.take(QLatin1String(version)));
                if (m_leftBad.value(QLatin1String(version)) > 0 || m_badSeen.contains(QLatin1String(version))) {
                    count(at, version, http, "status", "503", m_leftBad.take(QLatin1String(version)));
                    m_badSeen.insert(QLatin1String(version));
                }
            }
            const auto buckets = QStringLiteral("duration_seconds_bucket");
            count(at, version, buckets, "le", "0.1", (total - slow) / 2);
            count(at, version, buckets, "le", "0.3", total - slow);
            count(at, version, buckets, "le", "+Inf", total);
            sample(at, QStringLiteral("prom"), QStringLiteral("http_rps"),
                   {{QStringLiteral("version"), QLatin1String(version)}}, double(total) / 10);
            const bool fails = tick >= m_probeFails && (isNew || m_probeFailsEverywhere);
            for (const char *location : {"eu", "us", "ap"}) {
                if (!chance(0.9))
                    continue;
                const double value = fails || chance(0.05) ? 0 : 1;
                sample(at + pick(900), QStringLiteral("probe"), QStringLiteral("path"),
                       {{QStringLiteral("role"), isNew ? QStringLiteral("new") : QStringLiteral("stable")},
                        {QStringLiteral("location"), QLatin1String(location)}},
                       value);
            }
        }
        if (tick >= kStart)
            tellInstances(tick);
        if (chance(0.9))
            m_heartbeats.append(m_now + m_told.policy.time.latenessMs);
        if (tick > kStart && chance(0.05))
            m_marks.append({MarkRecord::Kind::Mitigated, m_now - pick(9'000)});
        if (tick > kStart + 20 && chance(0.05))
            m_marks.append({MarkRecord::Kind::StepEnd, m_now - pick(9'000)});
    }
    void tellInstances(qint64 tick)
    {
        const auto series = QStringLiteral("replicas");
        sample(m_now - 500, QStringLiteral("k8s"), series, {}, 3);
        for (qint64 i = 0; i < 3; ++i) {
            const auto age = tick - kStart - i;
            if (age < 0 || chance(0.2))
                continue;
            const bool crashed = i == 1 && tick >= m_crash;
            const auto state = crashed                       ? QStringLiteral("crashed")
                               : age < (i + 1) * m_slowStart ? QStringLiteral("pending")
                                                             : QStringLiteral("ready");
            sample(m_now - 400, QStringLiteral("k8s"), series,
                   {{QStringLiteral("version"), QStringLiteral("new")},
                    {QStringLiteral("instance"), QStringLiteral("pod-%1").arg(i)},
                    {QStringLiteral("state"), state}},
                   crashed ? double(1 + (tick - m_crash) / 8) : 0);
        }
    }

    // Written down as it arrived; heartbeats and marks at their time.
    void arrive()
    {
        QList<std::pair<qint64, Record>> timed;
        for (const auto &sample : m_samples)
            timed.append({sample.arrivedMs, sample});
        for (const auto at : m_heartbeats)
            timed.append({at, HeartbeatRecord{at}});
        for (const auto &mark : m_marks)
            timed.append({mark.atMs + 300, mark});
        std::stable_sort(timed.begin(), timed.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        for (qsizetype i = 1; i < timed.size(); ++i) { // now and then two are written the other way round
            if (chance(0.01))
                std::swap(timed[i - 1], timed[i]);
        }
        for (auto &[at, record] : timed)
            m_told.records.append(std::move(record));
        m_told.records.append(HeartbeatRecord{(kStart + m_length) * kTick});
    }

    std::mt19937 m_random;
    ToldRollout m_told;
    qint64 m_length = 0;
    double m_rate = 0;
    World m_new, m_stable;
    std::pair<qint64, qint64> m_outage{0, 0}, m_silent{0, 0};
    qint64 m_crash = 0, m_slowStart = 0, m_probeFails = 0, m_now = 0;
    bool m_probeFailsEverywhere = false;
    QMap<QString, qint64> m_sums;
    QMap<QString, qint64> m_left, m_leftBad;
    QSet<QString> m_badSeen;
    QList<SampleRecord> m_samples;
    QList<qint64> m_heartbeats;
    QList<MarkRecord> m_marks;
};

} // namespace

ToldRollout randomRollout(quint32 seed) { return Maker(seed).make(); }

} // namespace astern::test
