// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/unleashapi.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/patch.h"
#include "connectors/sandbox/replicasets.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace astern::connectors::sandbox {

// Some errors can be found again in the server's log.
static QString errorId(const QString &about)
{
    Random random = Random::stream(0, about);
    return makeUid(random);
}

namespace unleash {

ApiResponse json(int status, const QJsonObject &body)
{
    return {status, "application/json; charset=utf-8", compact(body), {}};
}

ApiResponse failure(int status, QLatin1String name, const QString &message)
{
    return json(
        status,
        {{u"name"_s, name}, {u"message"_s, message}, {u"details"_s, QJsonArray{QJsonObject{{u"message"_s, message}}}}});
}

ApiResponse noSuchFlag(const QString &name)
{
    return failure(404, "NotFoundError"_L1, u"There's no feature named \""_s + name + u"\" in project \"default\"."_s);
}

ApiResponse noSuchPath(const QString &path)
{
    const QString message = u"The path you were looking for ("_s + path + u") is not available."_s;
    return json(404, {{u"id"_s, errorId(path)},
                      {u"name"_s, u"NotFoundError"_s},
                      {u"message"_s, message},
                      {u"details"_s, QJsonArray{QJsonObject{{u"message"_s, message}}}}});
}

} // namespace unleash

namespace {

using namespace unleash;

constexpr auto kInvalid = "Request validation failed: your request body or params contain invalid data. Refer to the "
                          "`details` list for more information."_L1;

ApiResponse invalid(const QString &detail)
{
    return json(400, {{u"name"_s, u"BadDataError"_s},
                      {u"message"_s, kInvalid},
                      {u"details"_s, QJsonArray{QJsonObject{{u"message"_s, detail}}}}});
}

ApiResponse required(const QString &property)
{
    const QString path = u"/body/"_s + property;
    const QString message = u"The `"_s + path + u"` property is required. It was not present on the data you sent."_s;
    return json(400, {{u"id"_s, errorId(path)},
                      {u"name"_s, u"BadDataError"_s},
                      {u"message"_s, kInvalid},
                      {u"details"_s, QJsonArray{QJsonObject{{u"path"_s, path}, {u"message"_s, message}}}}});
}

ApiResponse done(int status = 200) { return {status, "text/plain; charset=utf-8", {}, {}}; }

// The answer names the permission that this verb needs.
ApiResponse forbidden(const ApiRequest &request, const QStringList &path)
{
    const qsizetype at = path.indexOf(u"environments"_s);
    const bool strategy = path.contains(u"strategies"_s);
    const QString permission = at < 0      ? request.method == "POST" ? u"CREATE_FEATURE"_s : u"DELETE_FEATURE"_s
                               : !strategy ? u"UPDATE_FEATURE_ENVIRONMENT"_s
                               : request.method == "POST"   ? u"CREATE_FEATURE_STRATEGY"_s
                               : request.method == "DELETE" ? u"DELETE_FEATURE_STRATEGY"_s
                                                            : u"UPDATE_FEATURE_STRATEGY"_s;
    const QString where = at < 0 ? QString() : u" in the \""_s + path.value(at + 1) + u"\" environment"_s;
    const QString message = u"You don't have the required permissions to perform this operation. To perform this "
                            "action, you need the \""_s +
                            permission + u"\" permission"_s + where + QLatin1Char('.');
    return json(403, {{u"name"_s, u"PermissionError"_s},
                      {u"message"_s, message},
                      {u"details"_s, QJsonArray{QJsonObject{{u"message"_s, message}}}},
                      {u"permissions"_s, QJsonArray{permission}}});
}

// What a body says of a strategy, over what there is.
FlagStrategy read(const QJsonObject &body, FlagStrategy strategy)
{
    strategy.name = body.value("name"_L1).toString(strategy.name);
    if (body.contains("title"_L1))
        strategy.title = body.value("title"_L1);
    if (body.contains("parameters"_L1)) {
        strategy.parameters = {};
        const QJsonObject given = body.value("parameters"_L1).toObject();
        for (auto it = given.begin(); it != given.end(); ++it) // Unleash keeps them all as texts
            strategy.parameters.insert(it.key(),
                                       it->isString() ? it->toString() : QString::number(it->toDouble(), 'g', 15));
    }
    for (auto [key, list] :
         {std::pair("constraints"_L1, &strategy.constraints), std::pair("variants"_L1, &strategy.variants),
          std::pair("segments"_L1, &strategy.segments)})
        if (body.contains(key))
            *list = body.value(key).toArray();
    strategy.disabled = body.value("disabled"_L1).toBool(strategy.disabled);
    strategy.sortOrder = body.value("sortOrder"_L1).toInt(strategy.sortOrder);
    return strategy;
}

} // namespace

ApiResponse UnleashApi::handle(const ApiRequest &request)
{
    if (request.path == "/health"_L1)
        return json(200, {{u"health"_s, u"GOOD"_s}});
    const bool bearer = request.authorization.startsWith("Bearer ");
    const Access::User *user = m_access.user(bearer ? request.authorization : "Bearer " + request.authorization);
    if (!user)
        return failure(401, "AuthenticationRequired"_L1,
                       request.authorization.isEmpty()
                           ? u"You must log in to use Unleash. Your request had no authorization header, so we could "
                             "not authorize you. Try logging in at /auth/simple/login"_s
                           : u"You must log in to use Unleash. Try logging in at /auth/simple/login"_s);
    m_actor = {user->name, user->mayChange ? 1 : 2, m_wall};
    const QStringList path = request.path.split(QLatin1Char('/'), Qt::SkipEmptyParts).mid(2);
    if (!request.path.startsWith("/api/admin/"_L1))
        return noSuchPath(request.path);
    if (request.method != "GET" && !user->mayChange)
        return forbidden(request, path);
    if (request.method == "GET")
        if (const auto answer = lists(request, path))
            return *answer;
    if (path.value(0) == "projects"_L1 && path.size() >= 3) {
        if (path.at(1) != "default"_L1)
            return failure(404, "NotFoundError"_L1, u"No project found with id \""_s + path.at(1) + QLatin1Char('"'));
        return project(request, path.mid(2));
    }
    return noSuchPath(request.path);
}

// Below /api/admin/projects/default.
ApiResponse UnleashApi::project(const ApiRequest &request, const QStringList &path)
{
    if (path.first() == "bulk_features"_L1)
        return bulk(request, path);
    if (path.first() != "features"_L1)
        return noSuchPath(request.path);
    if (path.size() == 1 && request.method == "POST")
        return create(request);
    const Flag *flag = m_flags.find(path.value(1));
    if (path.size() == 1)
        return noSuchPath(request.path);
    if (!flag)
        return noSuchFlag(path.at(1));
    if (path.size() == 2) {
        if (request.method == "GET")
            return json(200, feature(*flag));
        if (request.method == "DELETE") {
            m_flags.archive(path.at(1), m_actor);
            return done(202);
        }
    }
    if (path.value(2) == "environments"_L1 && path.size() >= 4)
        return environment(request, *flag, path.mid(3));
    return noSuchPath(request.path);
}

ApiResponse UnleashApi::create(const ApiRequest &request)
{
    static const QRegularExpression friendly(u"^[A-Za-z0-9._~-]+$"_s);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (!body.contains("name"_L1))
        return required(u"name"_s);
    const QString name = body.value("name"_L1).toString();
    if (!friendly.match(name).hasMatch())
        return invalid(u"\"name\" must be URL friendly. You provided \""_s + name + u"\"."_s);
    if (m_flags.find(name))
        return failure(409, "NameExistsError"_L1, u"A flag with that name already exists"_s);
    m_flags.create(name, body.value("description"_L1).toString(), body.value("type"_L1).toString(u"release"_s),
                   m_actor);
    return json(201, flagJson(*m_flags.find(name)));
}

// Below …/features/NAME/environments.
ApiResponse UnleashApi::environment(const ApiRequest &request, const Flag &flag, const QStringList &path)
{
    const QString &where = path.first();
    if (flag.environments.count(where) == 0)
        return failure(404, "NotFoundError"_L1,
                       u"Could not find environment "_s + where + u" for feature: "_s + flag.name);
    if (path.size() == 1 && request.method == "GET")
        return json(200, environmentOf(flag, where));
    const bool on = path.value(1) == "on"_L1;
    if (path.size() == 2 && request.method == "POST" && (on || path.at(1) == "off"_L1)) {
        m_flags.turn(flag.name, where, on, m_actor);
        return done();
    }
    if (path.value(1) == "strategies"_L1 && path.size() <= 3)
        return strategies(request, flag, where, path.value(2));
    return noSuchPath(request.path);
}

ApiResponse UnleashApi::strategies(const ApiRequest &request, const Flag &flag, const QString &where, const QString &id)
{
    const QList<FlagStrategy> &all = flag.environments.at(where).strategies;
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    if (id.isEmpty()) {
        if (request.method == "GET") {
            QJsonArray list;
            for (const FlagStrategy &each : all) {
                QJsonObject one = strategyJson(each);
                one.insert(u"milestoneId"_s, QJsonValue());
                list.append(one);
            }
            return {200, "application/json; charset=utf-8", QJsonDocument(list).toJson(QJsonDocument::Compact), {}};
        }
        if (request.method != "POST")
            return noSuchPath(request.path);
        if (!body.object().contains("name"_L1))
            return required(u"name"_s);
        return json(200, strategyJson(m_flags.addStrategy(flag.name, where, read(body.object(), {}), m_actor)));
    }
    const auto found = std::find_if(all.begin(), all.end(), [&id](const FlagStrategy &each) { return each.id == id; });
    if (found == all.end())
        return failure(404, "NotFoundError"_L1,
                       (request.method == "DELETE" ? u"Could not find strategy with id="_s
                                                   : u"Could not find strategy with id: "_s) +
                           id);
    FlagStrategy strategy = *found;
    if (request.method == "GET")
        return json(200, strategyJson(strategy));
    if (request.method == "DELETE") {
        m_flags.removeStrategy(flag.name, where, id, m_actor);
        return done();
    }
    if (request.method == "PATCH") {
        const PatchOutcome patched = jsonPatch(strategyJson(strategy), body.array());
        if (!patched.error.isEmpty())
            return invalid(patched.error);
        strategy = read(patched.object, strategy);
    } else if (request.method == "PUT")
        strategy = read(body.object(), strategy);
    else
        return noSuchPath(request.path);
    m_flags.updateStrategy(flag.name, where, strategy, m_actor);
    return json(200, strategyJson(strategy));
}

// bulk_features/environments/ENV/on|off
ApiResponse UnleashApi::bulk(const ApiRequest &request, const QStringList &path)
{
    const bool on = path.value(3) == "on"_L1;
    if (request.method != "POST" || path.size() != 4 || path.at(1) != "environments"_L1 ||
        (!on && path.at(3) != "off"_L1))
        return noSuchPath(request.path);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    if (!body.contains("features"_L1))
        return required(u"features"_s);
    const QJsonArray names = body.value("features"_L1).toArray();
    for (const QJsonValue &name : names) {
        const Flag *flag = m_flags.find(name.toString());
        if (!flag)
            return noSuchFlag(name.toString());
        if (flag->environments.count(path.at(2)) == 0)
            return failure(404, "NotFoundError"_L1,
                           u"Could not find environment "_s + path.at(2) + u" for feature: "_s + flag->name);
    }
    for (const QJsonValue &name : names)
        m_flags.turn(name.toString(), path.at(2), on, m_actor);
    return done();
}

} // namespace astern::connectors::sandbox
