// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/flags.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/replicasets.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace astern::connectors::sandbox {

const QList<FlagEnvironment> &flagEnvironments()
{
    static const QList<FlagEnvironment> all{{u"development"_s, u"development"_s, 2},
                                            {u"production"_s, u"production"_s, 3}};
    return all;
}

QString flagEnvironment(const QString &environment)
{
    return environment == "prod"_L1 ? u"production"_s : u"development"_s;
}

QString stampMs(qint64 wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

double FlagStrategy::share() const
{
    if (disabled)
        return 0;
    if (name == "default"_L1)
        return 1;
    if (name != "flexibleRollout"_L1)
        return 0; // single users, hosts or addresses: nobody that counts
    const QJsonValue rollout = parameters.value("rollout"_L1);
    const double percent = rollout.isString() ? rollout.toString().toDouble() : rollout.toDouble();
    return std::isfinite(percent) ? std::clamp(percent / 100, 0.0, 1.0) : 0;
}

QJsonObject strategyJson(const FlagStrategy &strategy)
{
    return {{u"id"_s, strategy.id},
            {u"name"_s, strategy.name},
            {u"title"_s, strategy.title},
            {u"disabled"_s, strategy.disabled},
            {u"constraints"_s, strategy.constraints},
            {u"parameters"_s, strategy.parameters},
            {u"variants"_s, strategy.variants},
            {u"sortOrder"_s, strategy.sortOrder},
            {u"segments"_s, strategy.segments}};
}

QJsonObject flagJson(const Flag &flag)
{
    return {{u"name"_s, flag.name},
            {u"description"_s, flag.description.isEmpty() ? QJsonValue() : QJsonValue(flag.description)},
            {u"type"_s, flag.type},
            {u"project"_s, u"default"_s},
            {u"stale"_s, false},
            {u"createdAt"_s, stampMs(flag.createdWall)},
            {u"lastSeenAt"_s, QJsonValue()},
            {u"impressionData"_s, flag.impressionData},
            {u"archived"_s, false}};
}

const Flag *Flags::find(const QString &name) const
{
    const auto it = m_flags.find(name);
    return it == m_flags.end() ? nullptr : &it->second;
}

double Flags::share(const QString &name, const QString &environment) const
{
    const Flag *flag = find(name);
    if (!flag)
        return 0;
    double most = 0;
    for (const auto &[where, state] : flag->environments) {
        if (!state.enabled || (!environment.isEmpty() && where != flagEnvironment(environment)))
            continue;
        // Strategies of one flag let the same users in: the widest one counts.
        for (const FlagStrategy &strategy : state.strategies)
            most = std::max(most, strategy.share());
    }
    return most;
}

void Flags::create(const QString &name, const QString &description, const QString &type, const FlagActor &actor)
{
    Flag flag;
    flag.name = name;
    flag.description = description;
    flag.type = type;
    flag.createdWall = actor.wall;
    for (const FlagEnvironment &each : flagEnvironments())
        flag.environments[each.name] = {};
    note(u"feature-created"_s, name, QJsonValue(), actor, flagJson(flag), QJsonValue());
    m_flags[name] = std::move(flag);
}

void Flags::archive(const QString &name, const FlagActor &actor)
{
    m_flags.erase(name);
    note(u"feature-archived"_s, name, QJsonValue(), actor, QJsonValue(), QJsonValue());
}

void Flags::turn(const QString &name, const QString &environment, bool on, const FlagActor &actor)
{
    Flag::State &state = m_flags.at(name).environments.at(environment);
    if (state.enabled == on)
        return; // Unleash notes no event then
    if (on && state.strategies.isEmpty()) {
        FlagStrategy everybody;
        everybody.parameters = {{u"rollout"_s, u"100"_s}, {u"stickiness"_s, u"default"_s}, {u"groupId"_s, name}};
        addStrategy(name, environment, everybody, actor);
    }
    state.enabled = on;
    note(on ? u"feature-environment-enabled"_s : u"feature-environment-disabled"_s, name, environment, actor,
         QJsonValue(), QJsonValue());
}

void Flags::set(const QString &name, bool on, const FlagActor &actor, const QString &environment)
{
    if (!find(name))
        create(name, {}, u"release"_s, actor);
    for (const FlagEnvironment &each : flagEnvironments())
        if (environment.isEmpty() || each.name == flagEnvironment(environment))
            turn(name, each.name, on, actor);
}

const FlagStrategy &Flags::addStrategy(const QString &name, const QString &environment, FlagStrategy strategy,
                                       const FlagActor &actor)
{
    QList<FlagStrategy> &all = m_flags.at(name).environments.at(environment).strategies;
    strategy.id = makeUid(m_random);
    strategy.sortOrder = int(all.size());
    all.append(strategy);
    note(u"feature-strategy-add"_s, name, environment, actor, strategyJson(strategy), QJsonValue());
    return all.last();
}

void Flags::updateStrategy(const QString &name, const QString &environment, const FlagStrategy &strategy,
                           const FlagActor &actor)
{
    for (FlagStrategy &each : m_flags.at(name).environments.at(environment).strategies)
        if (each.id == strategy.id) {
            note(u"feature-strategy-update"_s, name, environment, actor, strategyJson(strategy), strategyJson(each));
            each = strategy;
        }
}

void Flags::removeStrategy(const QString &name, const QString &environment, const QString &id, const FlagActor &actor)
{
    Flag::State &state = m_flags.at(name).environments.at(environment);
    for (const FlagStrategy &each : QList(state.strategies))
        if (each.id == id) {
            state.strategies.removeIf([&id](const FlagStrategy &strategy) { return strategy.id == id; });
            note(u"feature-strategy-remove"_s, name, environment, actor, QJsonValue(), strategyJson(each));
        }
}

void Flags::note(const QString &type, const QString &flag, const QJsonValue &environment, const FlagActor &actor,
                 const QJsonValue &data, const QJsonValue &before)
{
    m_events.append({{u"id"_s, m_events.isEmpty() ? 1 : m_events.last().value("id"_L1).toInt() + 1},
                     {u"type"_s, type},
                     {u"createdBy"_s, actor.name},
                     {u"createdAt"_s, stampMs(actor.wall)},
                     {u"createdByUserId"_s, actor.id},
                     {u"data"_s, data},
                     {u"preData"_s, before},
                     {u"tags"_s, QJsonArray()},
                     {u"featureName"_s, flag},
                     {u"project"_s, u"default"_s},
                     {u"environment"_s, environment},
                     {u"groupType"_s, u"transaction"_s},
                     {u"groupId"_s, groupId(actor.wall)}});
}

// A ULID: 48 bits of time, 80 of chance.
QString Flags::groupId(qint64 wall)
{
    static constexpr char kDigits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    QString out(26, QLatin1Char('0'));
    for (int i = 9; i >= 0; --i, wall >>= 5)
        out[i] = QLatin1Char(kDigits[wall & 31]);
    for (int i = 10; i < 26; ++i)
        out[i] = QLatin1Char(kDigits[m_random.next() & 31]);
    return out;
}

} // namespace astern::connectors::sandbox
