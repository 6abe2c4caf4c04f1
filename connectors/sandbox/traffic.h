// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/cluster.h"
#include "connectors/sandbox/company.h"
#include "connectors/sandbox/faults.h"
#include "connectors/sandbox/samplestore.h"

#include <array>
#include <optional>
#include <set>
#include <vector>

namespace astern::connectors::sandbox {

// How much a service has to do at one place, and how well it does it when nothing is wrong.
struct Habits {
    double requestsPerSecond = 50;
    double errorRatio = 0.001;
    double medianMs = 60;
    double slowRatio = 0;     // share far beyond every limit
    double businessRatio = 0; // of the business counter per good request
    double wave = 0.25;       // of the requests over the day, as a share of them
    double noise = 0.008;     // of the requests from second to second
    double businessWave = 0;  // of the business ratio over the day
    static Habits of(const ServiceSpec &service, const CellSpec &cell);
};

// The requests that customers send, and what the services count of them: per version, with the labels that
// Prometheus gives to pods.
class Traffic {
public:
    Traffic(quint64 seed, SampleStore &samples, Faults &faults) : m_seed(seed), m_samples(samples), m_faults(faults) {}

    void add(const ServiceSpec &service, const CellSpec &cell, Cluster &cluster);
    // One stretch of traffic: `seconds` of it at `now`. Light services are counted on whole scrapes only.
    void advance(Moment now, double seconds, bool light);
    // Other habits than the service's own; nullopt: its own again. False: it does not run there.
    bool setHabits(const QString &service, const QString &cluster, const std::optional<Habits> &habits);
    // Their metrics are not scraped while it lasts; requests go on.
    void setScraped(const QString &service, bool on);

    static constexpr std::array kBuckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0};

private:
    struct Arm { // one version's counters
        std::array<size_t, 4> byStatus{};
        std::array<size_t, kBuckets.size() + 1> buckets{};
        size_t sum = 0;
        size_t count = 0;
        size_t business = 0;
        size_t memory = 0;
        bool open = false; // its series are scraped
        bool serving = false;
        bool unseen = false; // a fault keeps its series from being scraped
        ServingVersion version;
        Random random;
    };
    struct Place {
        ServiceSpec service;
        CellSpec cell;
        Habits habits;
        Cluster *cluster = nullptr;
        ConfigReader configs;
        QString owner;
        Random random;
        double noise = 0;
        std::map<QString, Arm> arms; // by hash
        // Of this stretch
        bool counted = false;
        Harm harm; // what its callers feel
    };

    void count(Place &place, Moment now, double seconds);
    void countArm(Place &place, Arm &arm, const Harm &inherited, double requests, Moment now);
    void setUnseen(const Place &place, Arm &arm, bool unseen);
    [[nodiscard]] qint64 failures(Arm &arm, qint64 total, double failing, double cluster) const;
    Arm &arm(Place &place, const Share &share);
    Place *find(const Place &from, const QString &service);
    void openSeries(const Place &place, Arm &arm, bool fresh);
    void closeSeries(Arm &arm);
    [[nodiscard]] static std::array<double, kBuckets.size() + 1> latencies(double medianMs, double slow);

    quint64 m_seed;
    SampleStore &m_samples;
    Faults &m_faults;
    std::vector<Place> m_places;
    std::map<QString, size_t> m_index; // "service@cluster"
    std::set<QString> m_unscraped;
};

} // namespace astern::connectors::sandbox
