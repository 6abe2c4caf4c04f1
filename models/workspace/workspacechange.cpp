// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspacechange.h"

#include "models/policy/policy.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("WorkspaceChange", text); }

// A line added above moves everything below it; that changes nothing.
template <class T>
T nowhere(T item)
{
    item.at = {};
    return item;
}
ServiceConfig nowhere(ServiceConfig service)
{
    service.at = {};
    service.policiesAt = {};
    for (Placement &placement : service.placements)
        placement.at = {};
    for (FlagUse &flag : service.flags)
        flag.at = {};
    for (ConfigUse &config : service.configs)
        config.at = {};
    return service;
}

JournalConfig nowhere(JournalConfig journal)
{
    journal.team.at = {};
    for (SinkConfig &sink : journal.sinks)
        sink.at = sink.connection.at = {};
    return journal;
}

bool sameRoles(const QList<RoleRule> &a, const QList<RoleRule> &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(),
                      [](const RoleRule &x, const RoleRule &y) { return nowhere(x) == nowhere(y); });
}

NotifyConfig nowhere(NotifyConfig notify)
{
    notify.mail.at = {};
    for (NotifyTarget &target : notify.targets)
        target.at = {};
    for (NotifyLadder &ladder : notify.ladders)
        ladder.at = {};
    return notify;
}

template <class T>
const T *byId(const QList<T> &list, const QString &id)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), [&id](const T &item) { return item.id == id; });
    return found == list.cend() ? nullptr : &*found;
}

// Puts `item` in the place of the one with its id, or at the end.
template <class T>
void put(QList<T> &list, const T &item)
{
    const auto found = std::find_if(list.begin(), list.end(), [&item](const T &other) { return other.id == item.id; });
    if (found != list.end())
        *found = item;
    else
        list.append(item);
}

template <class T>
bool sameList(const QList<T> &a, const QList<T> &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(),
                      [](const T &x, const T &y) { return nowhere(x) == nowhere(y); });
}

template <class T>
void listWords(QStringList &all, const QString &title, const QList<T> &before, const QList<T> &after)
{
    QStringList words;
    for (const T &item : after) {
        const T *old = byId(before, item.id);
        if (!old)
            words.append(tr("%1 added").arg(item.id));
        else if (nowhere(*old) != nowhere(item))
            words.append(tr("%1 changed").arg(item.id));
    }
    for (const T &item : before) {
        if (!byId(after, item.id))
            words.append(tr("%1 removed").arg(item.id));
    }
    constexpr qsizetype kNamed = 6;
    if (const qsizetype more = words.size() - kNamed; more > 1)
        words = words.mid(0, kNamed) + QStringList{tr("and %1 more").arg(more)};
    if (!words.isEmpty())
        all.append(tr("%1: %2").arg(title, words.join(QStringLiteral(", "))));
}

const PolicyFile *fileOf(const QList<PolicyFile> &files, const QString &name)
{
    const auto found =
        std::find_if(files.cbegin(), files.cend(), [&name](const PolicyFile &file) { return file.name == name; });
    return found == files.cend() ? nullptr : &*found;
}

void policyWords(QStringList &all, const QList<PolicyFile> &before, const QList<PolicyFile> &after)
{
    QStringList words;
    const auto called = [](const PolicyFile &file) {
        return tr("%1 revision %2").arg(file.policy->id).arg(file.policy->revision);
    };
    for (const PolicyFile &now : after) {
        const PolicyFile *old = fileOf(before, now.name);
        if (old && *old == now)
            continue;
        if (now.isRefused())
            words.append(now.policy ? tr("%1 refused, %2 stays in force").arg(now.name, called(now))
                                    : tr("%1 refused").arg(now.name));
        else if (!old || old->digest != now.digest)
            words.append(tr("%1 in force").arg(called(now)));
    }
    for (const PolicyFile &old : before) {
        if (old.policy && !fileOf(after, old.name))
            words.append(tr("%1 no longer in force").arg(called(old)));
    }
    if (!words.isEmpty())
        all.append(tr("policies: %1").arg(words.join(QStringLiteral(", "))));
}

QStringList sourcesOf(const ServiceConfig &service)
{
    QStringList ids;
    for (const SignalSpec &spec : service.signalSpecs) {
        if (!ids.contains(spec.source))
            ids.append(spec.source);
    }
    return ids;
}

} // namespace

std::optional<PlanGround> planGround(const Workspace &workspace, const QString &placementKey)
{
    for (const ServiceConfig &service : workspace.services) {
        for (const Placement &placement : service.placements) {
            if (placement.key() != placementKey)
                continue;
            PlanGround ground;
            ground.placement = nowhere(placement);
            if (const BackendConfig *backend = workspace.backend(placement.object.backend))
                ground.backend = nowhere(*backend);
            const EnvironmentConfig *environment = workspace.environment(placement.environment);
            ground.isProtected = environment && environment->isProtected;
            ground.readOnly = workspace.readOnly;
            ground.signalSpecs = service.signalSpecs;
            for (const QString &id : sourcesOf(service)) {
                if (const BackendConfig *source = workspace.backend(id))
                    ground.sources.append(nowhere(*source));
            }
            for (const Unenforced &declared : workspace.unenforced) {
                if (declared.covers(placement.environment, placement.service))
                    ground.protections.append(declared.what);
            }
            for (const GateConfig &gate : workspace.gates) {
                if (gate.when.coversPlace(placement.environment, placement.service))
                    ground.protections.append(gate.digest());
            }
            return ground;
        }
    }
    return std::nullopt;
}

QString groundChange(const std::optional<PlanGround> &before, const std::optional<PlanGround> &after)
{
    if (before == after)
        return {};
    if (!after)
        return tr("the place is gone");
    if (!before)
        return tr("the place is new");
    QStringList words;
    if (before->placement.object != after->placement.object)
        words.append(tr("the object behind it"));
    if (before->backend != after->backend)
        words.append(tr("the connection %1").arg(after->backend.id));
    if (before->signalSpecs != after->signalSpecs)
        words.append(tr("its signals and limits"));
    if (before->sources != after->sources)
        words.append(tr("where its signals come from"));
    if (before->isProtected != after->isProtected || before->protections != after->protections ||
        before->readOnly != after->readOnly)
        words.append(tr("its protection"));
    if (words.isEmpty())
        words.append(tr("what it is called"));
    return words.join(QStringLiteral(", "));
}

BackendChanges backendChanges(const Workspace &before, const Workspace &after)
{
    BackendChanges changes;
    for (const BackendConfig &old : before.backends) {
        const BackendConfig *now = after.backend(old.id);
        if (!now || nowhere(*now) != nowhere(old))
            changes.closed.append(old.id);
    }
    for (const BackendConfig &now : after.backends) {
        if (!before.backend(now.id) || changes.closed.contains(now.id))
            changes.opened.append(now);
    }
    return changes;
}

Workspace keepUnderWay(const Workspace &now, Workspace next, const QList<PlaceUnderWay> &underWay)
{
    for (const PlaceUnderWay &place : underWay) {
        QStringList backends{place.backend};
        if (const ServiceConfig *service = now.service(place.service)) {
            put(next.services, *service);
            backends += sourcesOf(*service);
            // All of its places are kept, so all that they stand on is.
            for (const Placement &other : service->placements) {
                backends.append(other.object.backend);
                if (const EnvironmentConfig *environment = now.environment(other.environment))
                    put(next.environments, *environment);
            }
        }
        for (const QString &id : std::as_const(backends)) {
            if (const BackendConfig *backend = now.backend(id))
                put(next.backends, *backend);
        }
    }
    return next;
}

bool sameContent(const Workspace &a, const Workspace &b)
{
    return a.name == b.name && a.folder == b.folder && a.timeZone == b.timeZone && a.sandbox == b.sandbox &&
           a.readOnly == b.readOnly && sameList(a.backends, b.backends) && sameList(a.environments, b.environments) &&
           sameList(a.services, b.services) && sameList(a.unenforced, b.unenforced) && sameList(a.ignored, b.ignored) &&
           a.policies == b.policies && a.probes == b.probes && nowhere(a.journal) == nowhere(b.journal) &&
           nowhere(a.notify) == nowhere(b.notify) && nowhere(a.identity) == nowhere(b.identity) &&
           sameRoles(a.roles, b.roles) && sameList(a.gates, b.gates) && sameList(a.permissions, b.permissions) &&
           sameList(a.calendars, b.calendars) && sameList(a.budgets, b.budgets) && a.rulesDigest == b.rulesDigest;
}

QString changeWords(const Workspace &before, const Workspace &after)
{
    QStringList all;
    if (before.name != after.name)
        all.append(tr("name: %1").arg(after.name));
    if (before.readOnly != after.readOnly)
        all.append(after.readOnly ? tr("read only") : tr("no longer read only"));
    listWords(all, tr("backends"), before.backends, after.backends);
    listWords(all, tr("environments"), before.environments, after.environments);
    listWords(all, tr("services"), before.services, after.services);
    policyWords(all, before.policies, after.policies);
    if (before.probes != after.probes)
        all.append(tr("probes"));
    if (nowhere(before.notify) != nowhere(after.notify))
        all.append(tr("who is told"));
    if (nowhere(before.journal) != nowhere(after.journal))
        all.append(tr("where the log goes"));
    if (nowhere(before.identity) != nowhere(after.identity))
        all.append(tr("identity"));
    if (!sameRoles(before.roles, after.roles))
        all.append(tr("roles"));
    if (!sameList(before.unenforced, after.unenforced) || !sameList(before.gates, after.gates) ||
        !sameList(before.permissions, after.permissions) || !sameList(before.calendars, after.calendars) ||
        !sameList(before.budgets, after.budgets))
        all.append(tr("protection"));
    if (all.isEmpty() && !sameContent(before, after))
        all.append(tr("what this version does not use"));
    return all.join(QStringLiteral("; "));
}

} // namespace astern
