// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/guardstatus.h"

#include "app/cli/exitcodes.h"
#include "models/base/format.h"
#include "models/policy/policy.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {
namespace {

constexpr qint64 kLookBackMs = 24 * 3'600'000;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QJsonObject toJson(const guard::GuardState &state, qint64 nowMs)
{
    QJsonArray holds;
    for (const guard::AutomationHold &hold : state.holds)
        holds.append(QJsonObject{{QStringLiteral("place"), hold.place},
                                 {QStringLiteral("until_ms"), hold.untilMs},
                                 {QStringLiteral("reason"), hold.reason},
                                 {QStringLiteral("by"), hold.by}});
    QJsonArray coolDowns;
    for (const guard::CoolDown &one : state.coolDowns)
        coolDowns.append(QJsonObject{{QStringLiteral("service"), one.service},
                                     {QStringLiteral("environment"), one.environment},
                                     {QStringLiteral("until_ms"), one.untilMs}});
    return {{QStringLiteral("leader"), state.leader},
            {QStringLiteral("alive"), state.isAlive(nowMs)},
            {QStringLiteral("alive_ms"), state.leaderAliveMs},
            {QStringLiteral("holds"), holds},
            {QStringLiteral("cool_downs"), coolDowns}};
}

} // namespace

Result<guard::GuardState> writtenGuardState(const QString &folder, const Workspace &workspace, qint64 nowMs)
{
    const auto store = guard::GuardStore::open(folder);
    if (!store)
        return store.error();
    const auto leader = (*store)->leader();
    const auto holds = (*store)->holds(nowMs);
    const auto last = (*store)->lastRollbacks(nowMs - kLookBackMs);
    if (!leader)
        return leader.error();
    if (!holds)
        return holds.error();
    if (!last)
        return last.error();
    guard::GuardState state;
    if (*leader) {
        state.leader = (*leader)->who;
        state.leaderAliveMs = (*leader)->aliveMs;
    }
    state.holds = *holds;
    state.coolDowns = guard::coolDownsOf(
        *last,
        [&workspace](const QString &service, const QString &environment) {
            QList<PolicyFile> all;
            for (const PolicyFile &file : workspace.policies) {
                if (file.policy && file.policy->appliesTo.service == service &&
                    file.policy->appliesTo.environments.contains(environment))
                    all.append(file);
            }
            return all;
        },
        nowMs);
    return state;
}

int printGuardState(const guard::GuardState &state, qint64 nowMs, bool json, Streams streams)
{
    if (json) {
        streams.out << QString::fromUtf8(QJsonDocument(toJson(state, nowMs)).toJson(QJsonDocument::Compact))
                    << Qt::endl;
        return state.isAlive(nowMs) ? ExitDone : ExitRefused;
    }
    const QString ago = format::age(state.leaderAliveMs, nowMs);
    streams.out << (state.leader.isEmpty()  ? tr("nobody acts: no guard has run here")
                    : !state.isAlive(nowMs) ? tr("nobody acts: %1 was last seen %2 ago").arg(state.leader, ago)
                                            : tr("%1 acts, last seen %2 ago").arg(state.leader, ago))
                << '\n';
    for (const guard::AutomationHold &hold : state.holds)
        streams.out << tr("%1: automation is held until %2: %3")
                           .arg(hold.place.isEmpty() ? tr("everywhere") : hold.place,
                                format::clock(hold.untilMs, nowMs), hold.reason)
                    << '\n';
    for (const guard::CoolDown &one : state.coolDowns)
        streams.out << QStringLiteral("%1 %2: %3")
                           .arg(one.service, one.environment, coolDownWords(state, one.service, one.environment, nowMs))
                    << '\n';
    streams.out.flush();
    return state.isAlive(nowMs) ? ExitDone : ExitRefused;
}

} // namespace astern::app
