// SPDX-License-Identifier: GPL-3.0-or-later
// What the admin API only tells: flags, environments, the log of changes.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/unleashapi.h"

#include <QDateTime>

#include <algorithm>

namespace astern::connectors::sandbox {

using namespace unleash;

namespace {

// What a list says of each environment of a flag.
QJsonObject brief(const FlagEnvironment &environment, const Flag::State &state)
{
    const auto enabled = [](const FlagStrategy &strategy) { return !strategy.disabled; };
    return {{u"name"_s, environment.name},
            {u"enabled"_s, state.enabled},
            {u"type"_s, environment.type},
            {u"sortOrder"_s, environment.sortOrder},
            {u"variantCount"_s, 0},
            {u"lastSeenAt"_s, QJsonValue()},
            {u"hasStrategies"_s, !state.strategies.isEmpty()},
            {u"hasEnabledStrategies"_s, std::any_of(state.strategies.begin(), state.strategies.end(), enabled)}};
}

QJsonObject person() { return {{u"id"_s, 1}, {u"name"_s, u"admin"_s}, {u"imageUrl"_s, QString()}}; }

bool reads(const QString &text, int &number)
{
    bool good = true;
    if (!text.isEmpty())
        number = text.toInt(&good);
    return good && number >= 0;
}

// "IS:a" and "IS_ANY_OF:a,b"; without an operator the value itself.
bool passes(const QString &filter, const QString &value)
{
    if (filter.isEmpty())
        return true;
    const QString wanted = filter.section(QLatin1Char(':'), 1);
    return filter.contains(QLatin1Char(':')) ? wanted.split(QLatin1Char(',')).contains(value) : filter == value;
}

} // namespace

std::optional<ApiResponse> UnleashApi::lists(const ApiRequest &request, const QStringList &path) const
{
    const QString all = path.join(QLatin1Char('/'));
    if (all == "projects"_L1) {
        const QJsonObject only{{u"name"_s, u"Default"_s},
                               {u"id"_s, u"default"_s},
                               {u"description"_s, u"Default project"_s},
                               {u"health"_s, 100},
                               {u"technicalDebt"_s, 0},
                               {u"featureCount"_s, int(m_flags.all().size())},
                               {u"memberCount"_s, 0},
                               {u"createdAt"_s, stampMs(m_wall - 400LL * 86'400'000)},
                               {u"archivedAt"_s, QJsonValue()},
                               {u"mode"_s, u"open"_s},
                               {u"lastReportedFlagUsage"_s, QJsonValue()},
                               {u"lastUpdatedAt"_s, m_flags.events().isEmpty()
                                                        ? QJsonValue()
                                                        : m_flags.events().last().value("createdAt"_L1)},
                               {u"owners"_s, QJsonArray{QJsonObject{{u"ownerType"_s, u"system"_s}}}}};
        return json(200, {{u"version"_s, 1}, {u"projects"_s, QJsonArray{only}}});
    }
    if (all == "environments"_L1 || all == "environments/project/default"_L1)
        return json(200, {{u"version"_s, 1}, {u"environments"_s, environments(path.size() > 1)}});
    if (all == "projects/default/features"_L1)
        return json(200, {{u"version"_s, 2}, {u"features"_s, features()}});
    if (all == "search/events"_L1)
        return search(request);
    if (all == "search/features"_L1)
        return searchFeatures(request);
    if (path.value(0) != "events"_L1 || path.size() > 2)
        return std::nullopt;
    QJsonArray events;
    for (auto it = m_flags.events().rbegin(); it != m_flags.events().rend(); ++it)
        if (path.size() == 1 || it->value("featureName"_L1) == path.at(1))
            events.append(*it);
    if (path.size() == 1)
        return json(200, {{u"version"_s, 1}, {u"events"_s, events}, {u"totalEvents"_s, int(events.size())}});
    return json(200, {{u"version"_s, 1},
                      {u"toggleName"_s, path.at(1)},
                      {u"events"_s, events},
                      {u"totalEvents"_s, int(events.size())}});
}

QJsonObject UnleashApi::environmentOf(const Flag &flag, const QString &environment) const
{
    const Flag::State &state = flag.environments.at(environment);
    QJsonArray strategies;
    for (const FlagStrategy &each : state.strategies) {
        QJsonObject one = strategyJson(each);
        one.insert(u"featureName"_s, flag.name);
        one.remove("segments"_L1);
        strategies.append(one);
    }
    return {{u"name"_s, flag.name},
            {u"environment"_s, environment},
            {u"enabled"_s, state.enabled},
            {u"strategies"_s, strategies}};
}

QJsonObject UnleashApi::feature(const Flag &flag) const
{
    QJsonArray environments;
    for (const FlagEnvironment &each : flagEnvironments()) {
        const Flag::State &state = flag.environments.at(each.name);
        QJsonArray strategies;
        for (const FlagStrategy &strategy : state.strategies)
            strategies.append(strategyJson(strategy));
        environments.append(QJsonObject{{u"name"_s, each.name},
                                        {u"lastSeenAt"_s, QJsonValue()},
                                        {u"enabled"_s, state.enabled},
                                        {u"yes"_s, 0},
                                        {u"no"_s, 0},
                                        {u"type"_s, each.type},
                                        {u"sortOrder"_s, each.sortOrder},
                                        {u"strategies"_s, strategies}});
    }
    QJsonObject object = flagJson(flag);
    object.insert(u"environments"_s, environments);
    object.insert(u"createdBy"_s, person());
    object.insert(u"variants"_s, QJsonArray());
    object.insert(u"dependencies"_s, QJsonArray());
    object.insert(u"children"_s, QJsonArray());
    object.insert(u"links"_s, QJsonArray());
    object.insert(u"lifecycle"_s,
                  QJsonObject{{u"stage"_s, u"initial"_s}, {u"enteredStageAt"_s, stampMs(flag.createdWall)}});
    object.insert(u"collaborators"_s, QJsonObject{{u"users"_s, QJsonArray{person()}}});
    return object;
}

QJsonArray UnleashApi::features() const
{
    QJsonArray list;
    for (const auto &[name, flag] : m_flags.all()) {
        QJsonObject object = flagJson(flag);
        object.remove("project"_L1);
        object.remove("archived"_L1);
        QJsonArray environments;
        for (const FlagEnvironment &each : flagEnvironments())
            environments.append(brief(each, flag.environments.at(each.name)));
        object.insert(u"environments"_s, environments);
        list.append(object);
    }
    return list;
}

QJsonArray UnleashApi::environments(bool ofProject) const
{
    QJsonArray list;
    for (const FlagEnvironment &each : flagEnvironments()) {
        int enabled = 0;
        for (const auto &[name, flag] : m_flags.all())
            enabled += flag.environments.at(each.name).enabled ? 1 : 0;
        QJsonObject object{{u"name"_s, each.name}, {u"type"_s, each.type},  {u"sortOrder"_s, each.sortOrder},
                           {u"enabled"_s, true},   {u"protected"_s, false}, {u"requiredApprovals"_s, QJsonValue()}};
        if (ofProject) {
            object.insert(u"projectApiTokenCount"_s, 0);
            object.insert(u"projectEnabledToggleCount"_s, enabled);
            object.insert(u"visible"_s, true);
        } else {
            object.insert(u"projectCount"_s, 1);
            object.insert(u"apiTokenCount"_s, 0);
            object.insert(u"enabledToggleCount"_s, enabled);
        }
        list.append(object);
    }
    return list;
}

// Newest first, in pages.
ApiResponse UnleashApi::search(const ApiRequest &request) const
{
    int limit = 50;
    int offset = 0;
    if (!reads(request.param("limit"_L1), limit) || !reads(request.param("offset"_L1), offset))
        return failure(400, "BadDataError"_L1, u"limit and offset must be whole numbers"_s);
    limit = std::clamp(limit, 1, 1000);
    const QString from = request.param("from"_L1).section(QLatin1Char(':'), 1);
    const QString to = request.param("to"_L1).section(QLatin1Char(':'), 1);
    QJsonArray page;
    int total = 0;
    for (auto it = m_flags.events().rbegin(); it != m_flags.events().rend(); ++it) {
        const QString day = it->value("createdAt"_L1).toString().left(10);
        const bool wanted =
            passes(request.param("feature"_L1), it->value("featureName"_L1).toString()) &&
            passes(request.param("project"_L1), it->value("project"_L1).toString()) &&
            passes(request.param("type"_L1), it->value("type"_L1).toString()) &&
            passes(request.param("environment"_L1), it->value("environment"_L1).toString()) &&
            passes(request.param("createdBy"_L1), QString::number(it->value("createdByUserId"_L1).toInt())) &&
            (from.isEmpty() || day >= from) && (to.isEmpty() || day <= to);
        if (!wanted)
            continue;
        if (total >= offset && page.size() < limit) {
            QJsonObject event = *it;
            event.insert(u"label"_s, event.value("type"_L1));
            event.insert(u"summary"_s,
                         QStringLiteral("**%1**: %2 of **%3**")
                             .arg(event.value("createdBy"_L1).toString(), event.value("type"_L1).toString(),
                                  event.value("featureName"_L1).toString()));
            page.append(event);
        }
        ++total;
    }
    return json(200, {{u"events"_s, page}, {u"total"_s, total}});
}

ApiResponse UnleashApi::searchFeatures(const ApiRequest &request) const
{
    int limit = 50;
    int offset = 0;
    if (!reads(request.param("limit"_L1), limit) || !reads(request.param("offset"_L1), offset))
        return failure(400, "BadDataError"_L1, u"limit and offset must be whole numbers"_s);
    const QString query = request.param("query"_L1);
    QJsonArray page;
    int total = 0;
    for (const auto &[name, flag] : m_flags.all()) {
        if (!passes(request.param("project"_L1), u"default"_s) || !passes(request.param("type"_L1), flag.type) ||
            (!query.isEmpty() && !name.contains(query)))
            continue;
        if (total++ < offset || page.size() >= limit)
            continue;
        QJsonObject object = flagJson(flag);
        object.remove("archived"_L1);
        QJsonArray environments;
        for (const FlagEnvironment &each : flagEnvironments()) {
            QJsonObject one = brief(each, flag.environments.at(each.name));
            one.insert(u"yes"_s, 0);
            one.insert(u"no"_s, 0);
            one.insert(u"changeRequestIds"_s, QJsonArray());
            environments.append(one);
        }
        object.insert(u"environments"_s, environments);
        object.insert(u"archivedAt"_s, QJsonValue());
        object.insert(u"dependencyType"_s, QJsonValue());
        object.insert(u"favorite"_s, false);
        object.insert(u"segments"_s, QJsonArray());
        object.insert(u"createdBy"_s, person());
        object.insert(u"lifecycle"_s,
                      QJsonObject{{u"stage"_s, u"initial"_s}, {u"enteredStageAt"_s, stampMs(flag.createdWall)}});
        page.append(object);
    }
    return json(200, {{u"features"_s, page}, {u"total"_s, total}});
}

} // namespace astern::connectors::sandbox
