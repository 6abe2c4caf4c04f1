// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/configsets.h"
#include "connectors/sandbox/flags.h"
#include "connectors/sandbox/replicasets.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace astern::connectors::sandbox {

// Something that is wrong, and with what. It lasts exactly as long as what carries it: the version that serves, the
// flag that is on, the setting that is set. Rolling back another service changes nothing.
struct Fault {
    enum class Kind {
        Errors,
        Slow,
        Business,
        CannotPull,
        Crashes,
        Drift,         // the service's own failures become `ratio` times as many more
        Clusters,      // as many failures as ever, but in clusters of `ratio` on average
        NoMetrics,     // its metrics are not scraped; the service is fine
        MigrationFails // of the schema, before the version gets out
    };

    QString id;
    QString service;
    // What carries it; an empty one carries for all.
    QString version;   // image tag
    QString flag;      // while it is on there, for the share of users that have it
    QString configMap; // of these two the service's own ConfigMap, or the one named here
    QString configKey; // while it says configValue
    QString configValue;
    QString configRevision; // while its content has this digest
    QString environment;    // only there; empty: everywhere
    QString cell;
    // What it does
    Kind kind = Kind::Errors;
    double ratio = 0;        // share of requests (orders for Business) that suffer; Drift and Clusters: see there
    int afterWeight = 0;     // begins once the version has had this percent of the traffic…
    double afterSeconds = 0; // …for this long
    double rampSeconds = 0;  // grows to `ratio` over this time
    double onSeconds = 0;    // comes and goes: this long out of every everySeconds
    double everySeconds = 0;
    double waveSeconds = 0; // swells to `ratio` and back once in this time
    double forSeconds = 0;  // ends by itself after this time; 0: never
    // Began at this simulated instant, for whoever carries it; without it each carrier's own time counts.
    std::optional<qint64> fromSim;

    // Requests suffer from it one by one, as a share of them: a service has something to complain about.
    [[nodiscard]] bool isFelt() const { return kind == Kind::Errors || kind == Kind::Slow || kind == Kind::Business; }
    [[nodiscard]] static QStringList kinds(); // in words
    static std::optional<Fault> fromJson(const QJsonObject &json, QString &error);
    [[nodiscard]] QJsonObject toJson() const;
};

// What requests to one version suffer: shares 0…1.
struct Harm {
    double errors = 0;
    double slow = 0;
    double business = 0;
    double times = 1;    // as many failures of its own as usual
    double cluster = 1;  // mean number of failures that come together
    bool unseen = false; // nobody scrapes it
    void add(const Harm &other, double strength = 1);
};

// Where a version serves, as a fault sees it.
struct ServingVersion {
    QString service;
    QString environment;
    QString cell;
    QString hash;
    QString tag;
    double weight = 0; // 0…1
    QList<ConfigSet> configs;
};

class Faults {
public:
    explicit Faults(const Flags &flags) : m_flags(flags) {}

    void add(const Fault &fault);
    bool clear(const QString &id); // empty id: all
    [[nodiscard]] const QList<Fault> &all() const { return m_faults; }

    // Own harm of a serving version at this time; keeps when each condition was first met.
    Harm harm(const ServingVersion &version, qint64 simMs);
    // The version no longer serves there: its faults start anew should it come back.
    void gone(const ServingVersion &version);
    // What a version suffered at an instant, each with its share of requests; changes nothing.
    [[nodiscard]] std::vector<std::pair<Fault, double>> felt(const ServingVersion &version, qint64 simMs) const;
    [[nodiscard]] bool migrationFails(const QString &service, const QString &tag, const QString &cluster) const;
    [[nodiscard]] PodFate fate(const QString &image) const;
    // A fault whose condition was met before the simulation began to look.
    void backdate(const QString &faultId, const ServingVersion &version, qint64 simMs);

private:
    [[nodiscard]] static QString stateKey(const Fault &fault, const ServingVersion &version);
    [[nodiscard]] static double strength(const Fault &fault, qint64 sinceSim, qint64 simMs); // 0…ratio
    // Share of the requests that its carrier can do harm to.
    [[nodiscard]] double reach(const Fault &fault, const ServingVersion &version) const;
    [[nodiscard]] std::optional<qint64> since(const Fault &fault, const ServingVersion &version) const;
    [[nodiscard]] static bool configured(const Fault &fault, const ServingVersion &version);
    [[nodiscard]] bool carried(const Fault &fault, const ServingVersion &version) const;

    QList<Fault> m_faults;
    const Flags &m_flags;
    std::map<QString, qint64> m_since; // fault and version -> sim
};

} // namespace astern::connectors::sandbox
