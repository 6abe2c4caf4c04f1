// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/scenario.h"

#include "connectors/sandbox/json.h"

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

// What every scenario starts from.
Habits usual(double requestsPerSecond = 100)
{
    Habits habits;
    habits.requestsPerSecond = requestsPerSecond;
    habits.errorRatio = 0.0005;
    habits.medianMs = 40; // nothing of its body is slower than 300 ms
    habits.slowRatio = 0.005;
    habits.businessRatio = 0.05;
    habits.wave = 0;
    habits.noise = 0;
    return habits;
}

Fault fault(Fault::Kind kind, double ratio = 0, double forSeconds = 0)
{
    Fault made;
    made.kind = kind;
    made.ratio = ratio;
    made.forSeconds = forSeconds;
    return made;
}

QString percent(double ratio) { return QString::number(ratio * 100) + u"pct"_s; }

Scenario common(const QString &name, const QString &variant, const QString &summary, const std::optional<Fault> &what,
                Scenario::Onset onset = Scenario::Onset::Start)
{
    Scenario made{name, variant, summary, Scenario::Truth::Healthy, onset, true, what, usual()};
    return made;
}

Scenario canary(const QString &name, const QString &variant, const QString &summary, Scenario::Truth truth,
                const Fault &what)
{
    return {name, variant, summary, truth, Scenario::Onset::Drawn, false, what, usual()};
}

void addHealthy(QList<Scenario> &all)
{
    all.append(common(u"healthy"_s, {}, u"nothing is wrong"_s, {}));
    Fault drift = fault(Fault::Kind::Drift, 3);
    drift.waveSeconds = 2'400;
    all.append(
        common(u"healthy_drift_common"_s, {}, u"both versions fail 1 to 4 times as often, in a slow wave"_s, drift));
    all.append(common(u"healthy_drift_step_with_ramp"_s, {},
                      u"both versions fail 4 times as often in the last third, when the canary's share is high"_s,
                      fault(Fault::Kind::Drift, 3), Scenario::Onset::Third));
    all.append(common(u"healthy_clustered_errors"_s, {}, u"as many failures as ever, but in clusters of 5 on average"_s,
                      fault(Fault::Kind::Clusters, 5)));
    for (const int minutes : {2, 10}) {
        Scenario outage = common(u"healthy_common_outage"_s, QStringLiteral("%1m_5pct").arg(minutes),
                                 QStringLiteral("both versions fail with 5 % for %1 minutes").arg(minutes),
                                 fault(Fault::Kind::Errors, 0.05, minutes * 60), Scenario::Onset::Drawn);
        outage.truth = Scenario::Truth::External;
        all.append(outage);
    }
    for (const auto &[rate, variant] : {std::pair(2.0, "2rps"_L1), std::pair(0.2, "0.2rps"_L1)}) {
        Scenario low = common(u"healthy_low_traffic"_s, variant,
                              QStringLiteral("%1 requests a second, nothing is wrong").arg(rate), {});
        low.habits.requestsPerSecond = rate;
        all.append(low);
    }
    all.append(canary(u"healthy_metric_outage_5m"_s, {},
                      u"the canary's metrics are gone for 5 minutes, the service is fine"_s, Scenario::Truth::Healthy,
                      fault(Fault::Kind::NoMetrics, 0, 300)));
}

void addFailing(QList<Scenario> &all)
{
    for (const auto &[ratio, seconds] : {std::pair(0.3, 30), std::pair(0.05, 30), std::pair(0.2, 60)})
        all.append(canary(u"transient"_s, QStringLiteral("%1s_%2").arg(seconds).arg(percent(ratio)),
                          QStringLiteral("%1 % of the canary's requests fail for %2 s").arg(ratio * 100).arg(seconds),
                          Scenario::Truth::Transient, fault(Fault::Kind::Errors, ratio, seconds)));
    for (const double ratio : {0.05, 0.002, 0.005, 0.01, 0.02, 0.2, 1.0})
        all.append(canary(u"systemic_step"_s, percent(ratio),
                          QStringLiteral("%1 % of the canary's requests fail, for good").arg(ratio * 100),
                          Scenario::Truth::Systemic, fault(Fault::Kind::Errors, ratio)));
    for (const double ratio : {0.2, 1.0}) {
        Scenario low =
            canary(u"systemic_low_traffic"_s, u"2rps_"_s + percent(ratio),
                   QStringLiteral("2 requests a second; %1 % of the canary's fail, for good").arg(ratio * 100),
                   Scenario::Truth::Systemic, fault(Fault::Kind::Errors, ratio));
        low.habits.requestsPerSecond = 2;
        all.append(low);
    }
    // From 0.5 to 30 %: the habits have the first half percent.
    Fault leak = fault(Fault::Kind::Slow, 1 - 0.7 / 0.995);
    leak.rampSeconds = 1'200;
    all.append(canary(u"leak"_s, {}, u"the canary's slow requests grow from 0.5 to 30 % over 20 minutes"_s,
                      Scenario::Truth::Systemic, leak));
    Fault flapping = fault(Fault::Kind::Errors, 0.1);
    flapping.onSeconds = 20;
    flapping.everySeconds = 120;
    all.append(canary(u"flapping"_s, {}, u"10 % of the canary's requests fail for 20 s of every 120"_s,
                      Scenario::Truth::Systemic, flapping));
    for (const double lost : {0.2, 0.0, 0.1, 0.5}) {
        Scenario business =
            canary(u"business"_s, u"drop_"_s + percent(lost),
                   QStringLiteral("orders of 5 % of requests, more by day; the canary loses %1 %").arg(lost * 100),
                   Scenario::Truth::Systemic, fault(Fault::Kind::Business, lost));
        business.habits.businessWave = 0.25;
        if (lost == 0) {
            business.truth = Scenario::Truth::Healthy;
            business.fault.reset();
        }
        all.append(business);
    }
}

} // namespace

const QList<Scenario> &scenarios()
{
    static const QList<Scenario> all = [] {
        QList<Scenario> made;
        addHealthy(made);
        addFailing(made);
        return made;
    }();
    return all;
}

const Scenario *findScenario(const QString &name)
{
    const QList<Scenario> &all = scenarios();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&name](const Scenario &each) { return each.id() == name || each.name == name; });
    return it == all.end() ? nullptr : &*it;
}

QString toString(Scenario::Truth truth)
{
    switch (truth) {
    case Scenario::Truth::Healthy:
        return u"healthy"_s;
    case Scenario::Truth::Transient:
        return u"transient"_s;
    case Scenario::Truth::Systemic:
        return u"systemic"_s;
    case Scenario::Truth::External:
        return u"external"_s;
    }
    return {};
}

QString scenarioList()
{
    qsizetype widest = 0;
    for (const Scenario &each : scenarios())
        widest = std::max(widest, each.id().size());
    QString out;
    for (const Scenario &each : scenarios())
        out += each.id().leftJustified(widest + 2) + toString(each.truth).leftJustified(11) + each.summary +
               (findScenario(each.name) == &each && !each.variant.isEmpty() ? u" (also: "_s + each.name + u")"_s
                                                                            : QString()) +
               QLatin1Char('\n');
    return out;
}

QString ScenarioOrder::problem() const
{
    if (!findScenario(name))
        return u"there is no scenario \""_s + name + u"\"; --list-scenarios lists them"_s;
    const QList<ServiceSpec> &all = shopServices();
    const auto found = std::find_if(all.begin(), all.end(), [this](const ServiceSpec &s) { return s.id == service; });
    if (found == all.end() || found->strategy != Strategy::CanaryRouted)
        return u"a scenario needs a service with a routed canary; \""_s + service + u"\" has none"_s;
    if (name.startsWith("business"_L1) && found->business.isEmpty())
        return u"\""_s + service + u"\" counts nothing that the company lives from; checkout and payments do"_s;
    if (std::none_of(cells().begin(), cells().end(), [this](const CellSpec &c) { return c.context() == cluster; }))
        return u"there is no cluster \""_s + cluster + QLatin1Char('"');
    if (onsetSeconds > 2'400)
        return u"the onset must be within the 2400 s of the rollout"_s;
    return {};
}

QJsonObject RunningScenario::toJson() const
{
    const Scenario *scenario = findScenario(order.name);
    return {{u"scenario"_s, scenario->id()},
            {u"truth"_s, toString(scenario->truth)},
            {u"service"_s, order.service},
            {u"cluster"_s, order.cluster},
            {u"tag"_s, tag},
            {u"began_ms"_s, beganSim},
            {u"onset_seconds"_s, onsetSeconds}};
}

QJsonArray scenarioSteps()
{
    QJsonArray steps;
    for (const int weight : {5, 10, 25, 50}) {
        steps.append(QJsonObject{{u"setWeight"_s, weight}});
        steps.append(QJsonObject{{u"pause"_s, QJsonObject{{u"duration"_s, u"10m"_s}}}});
    }
    return steps;
}

QString nextTag(const QString &tag)
{
    const qsizetype dot = tag.lastIndexOf(QLatin1Char('.'));
    bool number = false;
    const int last = tag.mid(dot + 1).toInt(&number);
    return number ? tag.left(dot + 1) + QString::number(last + 1) : tag + u".1"_s;
}

} // namespace astern::connectors::sandbox
