// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/alerts.h"
#include "connectors/sandbox/artifacts.h"
#include "connectors/sandbox/cluster.h"
#include "connectors/sandbox/company.h"
#include "connectors/sandbox/faults.h"
#include "connectors/sandbox/migrations.h"
#include "connectors/sandbox/samplestore.h"
#include "connectors/sandbox/scenario.h"
#include "connectors/sandbox/traffic.h"

#include <functional>
#include <memory>

namespace astern::connectors::sandbox {

// The company: clusters, traffic, faults, and one clock for them. The same seed and the same start give the same
// states and counters at the same simulated times. Has no thread and no socket: whoever owns it moves it on.
class World {
public:
    struct Options {
        quint64 seed = 1;
        qint64 startWallMs = 0; // "now" when the company opens
        double speed = 1;       // simulated seconds per second; traffic keeps its rate per second
        int rollouts = 0;       // plain services are added until there are this many placements
        int scrapeMs = 5'000;
        qint64 historyMs = 3'600'000; // simulated before the start
        bool story = true;            // canaries under way and faults at the start
        // Begins when the company opens; its service has had the scenario's habits all the time. Must have no
        // problem().
        std::optional<ScenarioOrder> scenario;
    };
    explicit World(const Options &options);

    void runUntilWall(qint64 wallMs);
    void runFor(qint64 simMs);
    [[nodiscard]] Moment now() const { return {m_sim, qint64(m_wall)}; }
    void setSpeed(double speed) { m_speed = speed; }
    [[nodiscard]] double speed() const { return m_speed; }

    [[nodiscard]] const std::vector<std::unique_ptr<Cluster>> &clusters() const { return m_clusters; }
    [[nodiscard]] Cluster *cluster(const QString &name) const; // "prod-eu-1"
    [[nodiscard]] const QList<ServiceSpec> &services() const { return m_services; }
    [[nodiscard]] SampleStore &samples() { return m_samples; }
    [[nodiscard]] Flags &flags() { return m_flags; }
    [[nodiscard]] Alerts &alerts() { return m_alerts; }
    [[nodiscard]] qint64 startWall() const { return m_startWall; }
    [[nodiscard]] const Artifacts &artifacts() const { return m_artifacts; }
    [[nodiscard]] Faults &faults() { return m_faults; }
    [[nodiscard]] Traffic &traffic() { return m_traffic; }
    [[nodiscard]] int scrapeMs() const { return m_scrapeMs; }

    // Somebody deploys a tag, after its migration where it brings one; the error when there is no such workload.
    [[nodiscard]] QString deploy(const QString &service, const QString &cluster, const QString &tag,
                                 const std::optional<Migration> &migration = {});
    // Changes one value of a ConfigMap in one cluster.
    [[nodiscard]] QString setConfig(const QString &map, const QString &cluster, const QString &key,
                                    const QString &value);
    // scenariorun.cpp. Another one at the same place ends first; an ended one takes its faults with it, the rollout
    // stays.
    [[nodiscard]] QString beginScenario(const ScenarioOrder &order);
    [[nodiscard]] QString endScenario(const QString &service, const QString &cluster);
    [[nodiscard]] const QList<RunningScenario> &runningScenarios() const { return m_scenarios; }
    void at(qint64 simMs, std::function<void()> what) { m_script.emplace(simMs, std::move(what)); }

private:
    void step();
    void build(const Options &options);
    void build(const ServiceSpec &service, const CellSpec &cell, Cluster &cluster);
    static void release(Cluster &where, const QString &resource, const QString &key, const QString &tag,
                        const std::optional<Migration> &migration);
    void judge();
    void tellStory();
    void makeFlags();
    void prepare(const ScenarioOrder &order);

    quint64 m_seed;
    double m_speed = 1;
    int m_scrapeMs;
    qint64 m_startWall;
    qint64 m_sim = 0;
    double m_wall = 0;
    double m_nextTraffic = 0; // wall
    double m_nextScrape = 0;  // wall
    qint64 m_uncountedMs = 0; // wall; of the light services
    double m_nextRules = 0;   // wall
    Artifacts m_artifacts;
    Alerts m_alerts;
    Flags m_flags;
    Faults m_faults;
    Migrations m_migrations;
    SampleStore m_samples;
    std::vector<std::unique_ptr<Cluster>> m_clusters;
    Traffic m_traffic;
    QList<ServiceSpec> m_services;
    QList<RunningScenario> m_scenarios;
    std::multimap<qint64, std::function<void()>> m_script;
};

} // namespace astern::connectors::sandbox
