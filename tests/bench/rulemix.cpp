// SPDX-License-Identifier: GPL-3.0-or-later
#include "rulemix.h"

#include <algorithm>
#include <functional>

namespace astern::bench {
namespace {

using namespace astern::policy;

const QString kSource = QStringLiteral("prom");
const QString kVersion = QStringLiteral("version");

Signal eventsSignal(const QString &id)
{
    Signal signal{.id = id, .scrapeMs = kRuleTickMs, .staleAfterMs = 30'000};
    signal.body = Events{.from = Events::Counters{{kSource, {id + QStringLiteral("_total"), {}}},
                                                  {kSource, {id + QStringLiteral("_bad"), {}}}}};
    return signal;
}

Signal gaugeSignal(const QString &id)
{
    Signal signal{.id = id, .scrapeMs = kRuleTickMs, .staleAfterMs = 30'000};
    signal.body = Gauge{{kSource, {id, {}}}, QStringLiteral("1/s")};
    return signal;
}

Signal probeSignal(const QString &id)
{
    Signal signal{.id = id, .scrapeMs = kRuleTickMs, .staleAfterMs = 30'000};
    signal.body =
        Probe{.everyMs = kRuleTickMs, .timeoutMs = 3'000, .check = HttpCheck{}, .from = {QStringLiteral("eu")}};
    return signal;
}

Signal statesSignal(const QString &id)
{
    Signal signal{.id = id, .scrapeMs = kRuleTickMs, .staleAfterMs = 45'000};
    signal.body = States{QStringLiteral("k8s"), id, {QStringLiteral("pending"), QStringLiteral("ready")}};
    return signal;
}

CompareRatio compare(const QString &signal)
{
    CompareRatio rule;
    rule.signal = signal;
    rule.phases.ratios = {1.25, 1.5, 2, 3, 5, 10, 20, 50};
    return rule;
}

// Which of the signals of ruleMix() a rule is on, in their order there.
enum class On { Http, Slow, Rps, Path, Ready };

// But for the quorum.
std::vector<std::pair<On, std::function<RuleBody(const QString &)>>> rulesOfMix()
{
    const auto errors = [](const QString &on) -> RuleBody {
        return Threshold{.signal = on,
                         .above = 0.01,
                         .clear = 0.008,
                         .windowMs = kRuleWindow * kRuleTickMs,
                         .forMs = 120'000,
                         .recurrence = {},
                         .answering = {}};
    };
    const auto missing = [](const QString &on) -> RuleBody {
        return Missing{.signal = on,
                       .staleAfterMs = 45'000,
                       .unknownAfterMs = 60'000,
                       .escalateAfterMs = 600'000,
                       .systemicIf = {}};
    };
    const auto burn = [](const QString &on) -> RuleBody {
        BurnRate rule{.signal = on, .slo = 0.999, .pairs = {}};
        rule.pairs = {{3'600'000, 300'000, 14.4, Severity::Critical},
                      {3'600'000, 1'800'000, 6, Severity::Major},
                      {3'600'000, 3'600'000, 1, Severity::Minor}};
        return rule;
    };
    const auto ratio = [](const QString &on) -> RuleBody { return compare(on); };
    const auto rank = [](const QString &on) -> RuleBody { return CompareRank{.signal = on, .answering = {}}; };
    const auto deadline = [](const QString &on) -> RuleBody {
        return Deadline{.signal = on, .expect = QStringLiteral("ready"), .quorum = {}};
    };
    const auto orders = [](const QString &on) -> RuleBody {
        auto rule = compare(on);
        rule.direction = Direction::LowerIsBad;
        rule.badRatio = 0.8;
        rule.phases.ratios = {1.05, 1.1, 1.2, 1.35, 1.6, 2, 4};
        return rule;
    };
    const auto probe = [](const QString &on) -> RuleBody { return ProbeRule{.signal = on, .locations = 1}; };
    const auto volume = [](const QString &on) -> RuleBody {
        return Threshold{.signal = on,
                         .below = 5.0,
                         .clear = 6.25,
                         .windowMs = 60'000,
                         .forMs = 180'000,
                         .aggregate = Threshold::Aggregate::Mean,
                         .recurrence = {},
                         .answering = {}};
    };
    const auto traffic = [](const QString &on) -> RuleBody {
        return LowTraffic{
            .signal = on, .needTotal = 300, .withinMs = kRuleWindow * kRuleTickMs, .then = {}, .relyOn = {}};
    };
    return {{On::Http, errors}, {On::Http, missing},   {On::Http, burn},   {On::Http, ratio},  {On::Slow, ratio},
            {On::Slow, rank},   {On::Ready, deadline}, {On::Slow, orders}, {On::Http, errors}, {On::Path, probe},
            {On::Http, ratio},  {On::Slow, ratio},     {On::Rps, volume},  {On::Http, ratio},  {On::Http, traffic},
            {On::Path, probe},  {On::Http, missing}};
}

void addRule(Policy &policy, RuleBody body)
{
    policy.rules.append({.id = QStringLiteral("rule-%1").arg(policy.rules.size()),
                         .severity = Severity::Minor,
                         .body = std::move(body)});
}

// Whether some rule sets the versions side by side.
bool isCompared(const Policy &policy, const Signal &signal)
{
    return std::any_of(policy.rules.cbegin(), policy.rules.cend(), [&](const Rule &rule) {
        return rule.signal() == signal.id &&
               (std::holds_alternative<CompareRatio>(rule.body) || std::holds_alternative<CompareRank>(rule.body));
    });
}

} // namespace

Policy ruleMix()
{
    Policy policy;
    policy.id = QStringLiteral("mix");
    policy.time.maxDurationMs = 4 * 3'600'000;
    const auto http = QStringLiteral("http"), slow = QStringLiteral("slow"), rps = QStringLiteral("rps");
    const auto path = QStringLiteral("path"), ready = QStringLiteral("ready");
    policy.signalSpecs = {eventsSignal(http), eventsSignal(slow), gaugeSignal(rps), probeSignal(path),
                          statesSignal(ready)};
    constexpr qsizetype kQuorumAt = 13;
    for (const auto &[on, rule] : rulesOfMix()) {
        if (policy.rules.size() == kQuorumAt)
            addRule(policy,
                    Quorum{.of = {QStringLiteral("rule-10"), QStringLiteral("rule-11"), QStringLiteral("rule-12")},
                           .need = 2,
                           .withinMs = 120'000});
        addRule(policy, rule(policy.signalSpecs.at(int(on)).id));
    }
    return policy;
}

Policy ruleMixOf(int signalCount)
{
    Policy policy;
    policy.id = QStringLiteral("mix");
    policy.time.maxDurationMs = 4 * 3'600'000;
    const auto rules = rulesOfMix();
    for (int i = 0; i < signalCount; ++i) {
        const auto &[on, rule] = rules[size_t(i) % rules.size()];
        const auto id = QStringLiteral("signal-%1").arg(i, 3, 10, QLatin1Char('0'));
        policy.signalSpecs.append(on == On::Rps     ? gaugeSignal(id)
                                  : on == On::Path  ? probeSignal(id)
                                  : on == On::Ready ? statesSignal(id)
                                                    : eventsSignal(id));
        addRule(policy, rule(id));
    }
    return policy;
}

JudgedRollout ruleRollout()
{
    return {.id = QStringLiteral("bench"),
            .startMs = (kRuleStart - 1) * kRuleTickMs + 1,
            .newLabels = {{kVersion, QStringLiteral("new")}},
            .stableLabels = {{kVersion, QStringLiteral("old")}},
            .sameSlots = {}};
}

RuleFeed::RuleFeed(const Policy &policy, quint64 seed) : m_latenessMs(policy.time.latenessMs), m_random(seed)
{
    for (const Signal &signal : policy.signalSpecs)
        addRoles(signal, isCompared(policy, signal));
}

void RuleFeed::add(const QString &source, const QString &series, QMap<QString, QString> labels, Series::Kind kind,
                   double value)
{
    m_series.push_back({{source, series, std::move(labels), 0, 0, value}, kind});
}

void RuleFeed::addRoles(const Signal &signal, bool bothRoles)
{
    using Kind = Series::Kind;
    if (const auto *states = std::get_if<States>(&signal.body)) {
        return add(states->source, states->object,
                   {{kVersion, QStringLiteral("new")},
                    {QStringLiteral("instance"), QStringLiteral("pod")},
                    {QStringLiteral("state"), QStringLiteral("ready")}},
                   Kind::Sign);
    }
    const bool isProbe = std::holds_alternative<Probe>(signal.body);
    for (const bool isNew : {true, false}) {
        if (!isNew && !bothRoles && !isProbe)
            continue;
        if (isProbe) {
            add(QStringLiteral("probe"), signal.id,
                {{QStringLiteral("role"), isNew ? QStringLiteral("new") : QStringLiteral("stable")},
                 {QStringLiteral("location"), QStringLiteral("eu")}},
                Kind::Sign, 1);
            continue;
        }
        const QMap<QString, QString> labels{{kVersion, isNew ? QStringLiteral("new") : QStringLiteral("old")}};
        if (std::holds_alternative<Gauge>(signal.body)) {
            add(kSource, signal.id, labels, Kind::Gauge);
            continue;
        }
        add(kSource, signal.id + QStringLiteral("_total"), labels, Kind::Total);
        add(kSource, signal.id + QStringLiteral("_bad"), labels, Kind::Bad);
    }
}

const std::vector<Record> &RuleFeed::next()
{
    m_records.clear();
    const auto end = m_tick++ * kRuleTickMs;
    for (Series &series : m_series) {
        const bool isNew = series.record.labels.value(kVersion) == QLatin1String("new");
        const auto total = double((isNew ? 100 : 900) + m_random() % 50);
        switch (series.kind) {
        case Series::Kind::Total:
            series.record.value += total;
            break;
        case Series::Kind::Bad:
            series.record.value += double(m_random() % 100 < 20 ? m_random() % 3 : 0);
            break;
        case Series::Kind::Gauge:
            series.record.value = total / 10;
            break;
        case Series::Kind::Sign:
            break;
        }
        series.record.eventMs = end;
        series.record.arrivedMs = end + 100;
        m_records.emplace_back(series.record);
    }
    m_records.emplace_back(HeartbeatRecord{end + m_latenessMs});
    return m_records;
}

} // namespace astern::bench
