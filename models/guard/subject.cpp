// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/subject.h"

#include "models/policy/verdict/arms.h"
#include "models/workspace/placeholders.h"
#include "models/workspace/rolelabels.h"

#include <algorithm>

namespace astern::guard {
namespace {

bool hasLimits(const ServiceConfig &service)
{
    return std::any_of(service.signalSpecs.cbegin(), service.signalSpecs.cend(),
                       [](const SignalSpec &spec) { return spec.hasLimit(); });
}

} // namespace

QList<WantedSeries> wantedBy(const policy::Signal &signal)
{
    if (const auto *events = std::get_if<policy::Events>(&signal.body)) {
        if (const auto *counters = std::get_if<policy::Events::Counters>(&events->from))
            return {{counters->total.source, counters->total.selector.series},
                    {counters->bad.source, counters->bad.selector.series}};
        const auto &histogram = std::get<policy::Events::Histogram>(events->from);
        return {{histogram.query.source, histogram.query.selector.series + QStringLiteral("_bucket"),
                 double(histogram.overMs) / 1000}};
    }
    if (const auto *gauge = std::get_if<policy::Gauge>(&signal.body))
        return {{gauge->query.source, gauge->query.selector.series}};
    return {};
}

QString hashOfRollout(const QString &id) { return id.section(u'#', 1).section(u'@', 0, 0); }

std::optional<Subject> subjectOf(const Workspace &workspace, const Placement &placement, const Rollout &rollout)
{
    const ServiceConfig *service = workspace.service(placement.service);
    if (!service || service->policies.isEmpty())
        return std::nullopt;
    Subject subject;
    subject.onItsWay = rollout.inProgress() && rollout.startedMs > 0 && !rollout.desired.hash.isEmpty();
    subject.policies = policiesFor(workspace, *service, placement.environment, strategyOf(rollout));
    if (subject.policies.isEmpty())
        return std::nullopt;
    subject.placement = placement;
    subject.rollout = rollout;
    const EnvironmentConfig *environment = workspace.environment(placement.environment);
    subject.context = {.service = placement.service,
                       .environment = placement.environment,
                       .cell = placement.cell,
                       .production = environment && environment->isProtected,
                       .hasSignals = hasLimits(*service)};
    subject.id = rolloutId(placement.key(), rollout);
    subject.judged.id = subject.id;
    subject.judged.startMs = rollout.startedMs;
    subject.newHash = rollout.desired.hash;
    subject.stableHash = rollout.stableHash;
    const auto fill = [&](const QMap<QString, QString> &labels) {
        const auto filled = labels.isEmpty() ? std::nullopt : filledIn(labels, placement, &rollout);
        if (filled)
            subject.selectors.append(*filled);
        return filled.value_or(QMap<QString, QString>{});
    };
    // Where the workspace names no labels, states tell their roles by one of ours; no series has it.
    const auto orOurs = [](const QMap<QString, QString> &labels, Role role) {
        return labels.isEmpty() ? QMap<QString, QString>{{QStringLiteral("astern_role"), toString(role)}} : labels;
    };
    subject.judged.newLabels = orOurs(fill(service->newLabels), Role::New);
    subject.judged.stableLabels = orOurs(fill(service->stableLabels), Role::Stable);
    (void)fill(service->allLabels);
    for (auto host = service->hosts.cbegin(); host != service->hosts.cend(); ++host) {
        if (const auto filled = filledIn({{QString(), host.value()}}, placement, &rollout))
            subject.hosts.insert(host.key(), filled->value(QString()));
    }
    subject.alertLabels = service->alertLabels;
    for (QString &value : subject.alertLabels)
        value = withPlace(value, placement);
    return subject;
}

QList<policy::RecordQuery> recordQueries(const Subject &subject)
{
    QMap<QString, policy::RecordQuery> bySource;
    for (const PolicyFile &file : subject.policies) {
        const policy::Arms arms(*file.policy);
        const policy::Timing &time = file.policy->time;
        // An hour at least: whether a counter is new is told by what was there before the start.
        const qint64 back = std::max<qint64>(arms.lookBack() * time.tickMs, 3'600'000);
        for (const policy::Signal &signal : file.policy->signalSpecs) {
            for (const WantedSeries &wanted : wantedBy(signal)) {
                policy::RecordQuery &query = bySource[wanted.source];
                query.rollout = subject.id;
                query.source = wanted.source;
                query.selectors = subject.selectors;
                if (!query.series.contains(wanted.series))
                    query.series.append(wanted.series);
                if (wanted.bound > 0 && !query.bounds.contains(wanted.bound))
                    query.bounds.append(wanted.bound);
                const qint64 from = subject.judged.startMs - back;
                query.fromMs = query.fromMs > 0 ? std::min(query.fromMs, from) : from;
                // A tick without lateness knows only what came within it: four looks a tick find most of it.
                const qint64 every = time.latenessMs > 0 ? time.tickMs : std::max<qint64>(time.tickMs / 4, 100);
                query.everyMs = query.everyMs > 0 ? std::min(query.everyMs, every) : every;
            }
        }
    }
    return bySource.values();
}

} // namespace astern::guard
