// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/document/issue.h"
#include "models/health/signal.h"
#include "models/rollout/rollout.h"
#include "models/workspace/backendconfig.h"
#include "models/workspace/freezecalendar.h"
#include "models/workspace/gateconfig.h"
#include "models/workspace/journalconfig.h"
#include "models/workspace/notifyconfig.h"
#include "models/workspace/peopleconfig.h"
#include "models/workspace/policybook.h"

#include <QDir>
#include <QList>
#include <QMap>
#include <QString>
#include <QUrl>

namespace astern {

struct EnvironmentConfig {
    QString id;
    QStringList cells;
    QList<QStringList> waves;
    bool isProtected = false; // production: said in title, sheet and hold control
    SourcePosition at;
    bool operator==(const EnvironmentConfig &) const = default;
};

// One place where a service runs: service, environment, cell, and the object that delivers it there.
struct Placement {
    QString service;
    QString environment;
    QString cell;
    ObjectRef object;
    bool onlyCell = false; // its environment has no other cell, so the cell goes without saying
    SourcePosition at;
    [[nodiscard]] QString key() const;   // "service@environment/cell"
    [[nodiscard]] QString where() const; // "prod/eu-1"; "staging" when it has one cell
    bool operator==(const Placement &) const = default;
};

// A feature flag that a service's releases are behind.
struct FlagUse {
    QString backend;
    QString project;
    QString name;
    SourcePosition at;
    bool operator==(const FlagUse &) const = default;
};

// A configuration set that a service reads: a ConfigMap.
struct ConfigUse {
    QString id;
    QString backend; // whose cluster has it; empty: that of the place
    QString ns;      // empty: the place's
    QString name;
    QString environment; // only there; empty: everywhere
    QString safe;        // "sha256:…" of the version to go back to; empty: the one seen before
    SourcePosition at;
    bool operator==(const ConfigUse &) const = default;
};

struct ServiceConfig {
    QString id;
    QString owner;
    QString criticality;
    QString runbook;
    QList<Placement> placements;
    QMap<QString, QString> newLabels; // role selector; "{hash}" and "{stable_hash}" are filled in
    QMap<QString, QString> stableLabels;
    QMap<QString, QString> allLabels;   // both versions together; empty: not asked for separately
    QMap<Role, QString> hosts;          // "host" or "host:port" that probes of a role go to; filled in as above
    QMap<QString, QString> alertLabels; // that an alert of it carries, as above; empty: the usual ones (AlertBook)
    QList<SignalSpec> signalSpecs;
    QList<FlagUse> flags;
    QList<ConfigUse> configs;
    QMap<QString, QString> links;
    QStringList policies; // ids of the policies that it lives by
    SourcePosition policiesAt;
    SourcePosition at;
    bool operator==(const ServiceConfig &) const = default;
};

// Protection that the workspace declares and this version cannot enforce: it refuses promotion, never rollback.
struct Unenforced {
    QString what; // "gate into-production"
    SourcePosition at;
    QString environment;   // empty: everywhere
    QString service;       // empty: every service
    bool isPolicy = false; // a policy that is named and not in force
    bool operator==(const Unenforced &) const = default;
    [[nodiscard]] QString note() const; // "file:line:column: note: …"
    [[nodiscard]] bool covers(const QString &inEnvironment, const QString &ofService) const
    {
        return (environment.isEmpty() || environment == inEnvironment) && (service.isEmpty() || service == ofService);
    }
};

// Of the connections that probes make. Empty members: the system's authorities, no certificate.
struct ProbeSettings {
    QString caFile;
    QString certFile;
    QString keyFile;
    bool operator==(const ProbeSettings &) const = default;
};

// What Astern knows about a company's systems: one immutable value, read from a folder.
struct Workspace {
    QString name;
    QString folder;
    QString timeZone;
    bool sandbox = false; // made by the sandbox: said in title, sheet and hold control
    bool readOnly = false;
    QList<BackendConfig> backends;
    QList<EnvironmentConfig> environments;
    QList<ServiceConfig> services;
    ProbeSettings probes;
    JournalConfig journal;
    IdentityConfig identity;
    QList<RoleRule> roles; // of people, in file order
    NotifyConfig notify;
    QList<PolicyFile> policies; // of its folder, by file name
    QList<GateConfig> gates;
    QList<ActRoles> permissions;
    QList<FreezeCalendar> calendars;
    QList<ChangeBudget> budgets;
    // SHA-256 in hexadecimal of what it says about people: gates, identity, people and permissions as they are written,
    // without comments and places. In a team an administrator's entry pins it. Empty: it says nothing of the kind.
    QString rulesDigest;
    QList<Unenforced> unenforced;
    QList<IgnoredKey> ignored;

    [[nodiscard]] const BackendConfig *backend(const QString &id) const;
    [[nodiscard]] const EnvironmentConfig *environment(const QString &id) const;
    [[nodiscard]] const ServiceConfig *service(const QString &id) const;
    [[nodiscard]] const GateConfig *gate(const QString &id) const;
    [[nodiscard]] QList<Placement> placements() const; // in file order
};

using WorkspaceIssue = DocumentIssue; // "W-KEY", "W-TYPE", "W-REF", "W-UNIT"…

struct WorkspaceReading {
    std::optional<Workspace> workspace; // absent when there was an error
    QList<WorkspaceIssue> issues;       // all of them, in file order
};
[[nodiscard]] WorkspaceReading readWorkspace(const QString &folder);
// The same for the text of its astern.yaml and those of its policies, which were read already. Errors of policies are
// not among the issues: each file says its own, and one that is broken stops nothing else.
[[nodiscard]] WorkspaceReading readWorkspaceText(const QByteArray &text, const QString &folder,
                                                 const PolicyTexts &policies = {});
inline constexpr auto kWorkspaceFile = "astern.yaml";

} // namespace astern
