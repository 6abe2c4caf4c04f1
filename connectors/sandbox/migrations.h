// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/cluster.h"
#include "connectors/sandbox/faults.h"

#include <QJsonObject>
#include <QString>

#include <list>
#include <optional>

namespace astern::connectors::sandbox {

// A change of a service's schema that comes with a release.
struct Migration {
    QString id;           // "0143-split-address"
    bool hasDown = false; // it can be undone by a migration of its own
};

// What a version's pod template says of its migration: annotation and label. They go with the template, so that
// ReplicaSets, pods and a rollback plan can see them.
//   metadata.annotations["astern.dev/schema-migration"] = the migration's id
//   metadata.labels["astern.dev/reversible"] = "false" where there is no down migration, otherwise "down-migration"
[[nodiscard]] QJsonObject withMigration(QJsonObject podTemplate, const std::optional<Migration> &migration);

// Releases that wait for their migration: a Job runs first, as a PreSync hook does, and only when it has completed
// does the new version reach the workload. One that fails leaves the workload as it was.
class Migrations {
public:
    explicit Migrations(const Faults &faults) : m_faults(faults) {}

    struct Release {
        QString service;
        QString cluster;
        QString tag;
        Migration migration;
    };
    // Makes the Job (an older one of this name goes first).
    void begin(Cluster &cluster, const Release &release, Moment now);
    // The releases whose migration has completed at this instant.
    [[nodiscard]] QList<Release> advance(const std::function<Cluster &(const QString &)> &cluster, Moment now);

private:
    struct Running {
        Release release;
        QString key;    // of the Job
        qint64 turnsAt; // sim: this attempt ends, or the next one begins
        bool active = true;
        int failed = 0;
    };
    void finish(Cluster &cluster, const Running &run, bool good, Moment now) const;
    void write(Cluster &cluster, const Running &run, QJsonObject status) const;

    const Faults &m_faults;
    std::list<Running> m_running;
};

} // namespace astern::connectors::sandbox
