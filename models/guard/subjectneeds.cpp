// SPDX-License-Identifier: GPL-3.0-or-later
// What sources have to tell for the rules of a rollout, beside series: probes and states.
#include "models/guard/subject.h"

#include <QRegularExpression>

#include <algorithm>

namespace astern::guard {
namespace {

const QString kRolePlace = QStringLiteral("{role}");

// With {role} filled in; nullopt: it stands there, and nobody knows for what.
std::optional<policy::Probe> filledIn(policy::Probe probe, const QString &host)
{
    QString &address = std::holds_alternative<policy::HttpCheck>(probe.check)
                           ? std::get<policy::HttpCheck>(probe.check).url
                           : std::get<policy::TcpCheck>(probe.check).host;
    if (!address.contains(kRolePlace))
        return probe;
    if (host.isEmpty())
        return std::nullopt;
    // The port of a TCP check is its own.
    const bool isTcp = std::holds_alternative<policy::TcpCheck>(probe.check);
    static const QRegularExpression port(QStringLiteral(":[0-9]+\\z"));
    address.replace(kRolePlace, isTcp ? QString(host).remove(port) : host);
    return probe;
}

bool tellsRoles(const policy::Probe &probe)
{
    const auto *http = std::get_if<policy::HttpCheck>(&probe.check);
    return (http ? http->url : std::get<policy::TcpCheck>(probe.check).host).contains(kRolePlace);
}

QString setOf(const Rollout &rollout, const QString &hash)
{
    const Revision *revision = hash.isEmpty() ? nullptr : rollout.revisionByHash(hash);
    return revision ? revision->objectName : QString();
}

} // namespace

QList<policy::ProbeQuery> probeQueries(const Subject &subject)
{
    QList<policy::ProbeQuery> queries;
    const auto add = [&](const policy::Signal &signal, Role role) {
        const auto probe = filledIn(std::get<policy::Probe>(signal.body), subject.hosts.value(role));
        const policy::ProbeQuery query{subject.id, signal.id, role, probe.value_or(policy::Probe{})};
        // Several policies may share a signal's name: what they check differs, or is told once.
        if (probe && !queries.contains(query))
            queries.append(query);
    };
    for (const PolicyFile &file : subject.policies) {
        for (const policy::Rule &rule : file.policy->rules) {
            const auto *body = std::get_if<policy::ProbeRule>(&rule.body);
            const policy::Signal *signal = body ? file.policy->signal(body->signal) : nullptr;
            if (!signal)
                continue;
            add(*signal, body->role);
            // An address without a role is the same for all: it says nothing about whose trouble it is.
            if (body->role != Role::Stable && tellsRoles(std::get<policy::Probe>(signal->body)))
                add(*signal, Role::Stable);
        }
    }
    return queries;
}

QList<policy::StateQuery> stateQueries(const Subject &subject)
{
    QMap<QString, policy::StateQuery> bySource;
    for (const PolicyFile &file : subject.policies) {
        for (const policy::Rule &rule : file.policy->rules) {
            const policy::Signal *signal = file.policy->signal(rule.signal());
            const auto *states = signal ? std::get_if<policy::States>(&signal->body) : nullptr;
            if (!states)
                continue;
            policy::StateQuery &query = bySource[states->source];
            if (!query.objects.contains(states->object))
                query.objects.append(states->object);
            const qint64 every = std::min(file.policy->time.tickMs, signal->scrapeMs);
            query.everyMs = query.everyMs > 0 ? std::min(query.everyMs, every) : every;
        }
    }
    for (auto query = bySource.begin(); query != bySource.end(); ++query) {
        query->rollout = subject.id;
        query->source = query.key();
        query->target = subject.rollout.ref;
        query->service = subject.placement.service;
        query->environment = subject.placement.environment;
        query->cell = subject.placement.cell;
        query->alertLabels = subject.alertLabels;
        query->newHash = subject.newHash;
        query->stableHash = subject.stableHash;
        query->newSet = setOf(subject.rollout, query->newHash);
        query->stableSet = setOf(subject.rollout, query->stableHash);
        query->newLabels = subject.judged.newLabels;
        query->stableLabels = subject.judged.stableLabels;
    }
    return bySource.values();
}

} // namespace astern::guard
