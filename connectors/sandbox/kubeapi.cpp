// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/kubeapi.h"

#include "connectors/sandbox/json.h"

#include <QJsonDocument>

namespace astern::connectors::sandbox {

const Access::User *Access::user(const QByteArray &authorization) const
{
    if (!authorization.startsWith("Bearer "))
        return nullptr;
    const auto it = byToken.constFind(authorization.mid(7).trimmed());
    return it == byToken.constEnd() || it->expired ? nullptr : &*it;
}

static ApiResponse plainNotFound() { return {404, "text/plain; charset=utf-8", "404 page not found\n", {}}; }

static QString verbOf(const ApiRequest &request, bool named)
{
    if (request.method == "GET")
        return request.param("watch"_L1) == "1"_L1 || request.param("watch"_L1) == "true"_L1 ? u"watch"_s
               : named                                                                       ? u"get"_s
                                                                                             : u"list"_s;
    return QString::fromLatin1(request.method == "POST"   ? "create"
                               : request.method == "PUT"  ? "update"
                               : request.method == "HEAD" ? "get"
                                                          : request.method.toLower());
}

static bool isServed(const ResourceType &type, const QString &subresource)
{
    return subresource.isEmpty() || subresource == "status"_L1 || (subresource == "log"_L1 && type.plural == "pods"_L1);
}

KubeApi::Answer KubeApi::handle(const ApiRequest &request)
{
    Answer answer;
    // Health and version are for everybody, as on a real server.
    static const QStringList open{u"/healthz"_s, u"/livez"_s, u"/readyz"_s};
    if (open.contains(request.path))
        return {{200, "text/plain; charset=utf-8", "ok", {}}, {}};
    const Access::User *user = m_access.user(request.authorization);
    if (!user)
        return {kubestatus::make(401, "Unauthorized"_L1, u"Unauthorized"_s), {}};
    if (const auto found = discovery(request))
        answer.response = *found;
    else if (request.path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"_L1)
        answer.response = review(request, *user);
    else if (const auto target = parse(request.path)) {
        if (const auto refused = fence(request, *target, *user))
            answer.response = *refused;
        else
            answer = resource(request, *target);
    } else
        answer.response = plainNotFound();
    // Browsers and curl get it indented, at twice the size.
    static const QList<QByteArray> people{"Mozilla/5.0", "curl", "Wget"};
    for (const QByteArray &prefix : people)
        if (request.userAgent.startsWith(prefix) && answer.response.contentType == "application/json")
            answer.response.body = QJsonDocument::fromJson(answer.response.body).toJson(QJsonDocument::Indented);
    return answer;
}

std::optional<KubeApi::Target> KubeApi::parse(const QString &path)
{
    QStringList parts = path.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    Target target;
    QString group;
    if (parts.size() >= 3 && parts.first() == "api"_L1)
        parts.removeFirst();
    else if (parts.size() >= 4 && parts.first() == "apis"_L1) {
        group = parts.at(1);
        parts = parts.mid(2);
    } else
        return std::nullopt;
    const QString version = parts.takeFirst();
    if (parts.size() >= 3 && parts.first() == "namespaces"_L1) {
        target.ns = parts.at(1);
        parts = parts.mid(2);
    }
    target.type = resourceType(group, version, parts.value(0));
    target.name = parts.value(1);
    target.subresource = parts.value(2);
    if (!target.type || parts.size() > 3 || !isServed(*target.type, target.subresource) ||
        (!target.name.isEmpty() && target.type->namespaced && target.ns.isEmpty()))
        return std::nullopt;
    return target;
}

// May this user do that? The answer of the real one names who, what and where.
std::optional<ApiResponse> KubeApi::fence(const ApiRequest &request, const Target &target,
                                          const Access::User &user) const
{
    const QString verb = verbOf(request, !target.name.isEmpty());
    const ResourceType &type = *target.type;
    const QString resource =
        type.plural + (target.subresource.isEmpty() ? QString() : QLatin1Char('/') + target.subresource);
    const bool reads = verb == "get"_L1 || verb == "list"_L1 || verb == "watch"_L1;
    if ((user.mayChange || reads) && !user.withheld.contains(resource))
        return std::nullopt;
    QString message = type.qualified() +
                      (target.name.isEmpty() ? QString() : u" \""_s + target.name + QLatin1Char('"')) +
                      u" is forbidden: User \""_s + user.name + u"\" cannot "_s + verb + u" resource \""_s + resource +
                      u"\" in API group \""_s + type.group + QLatin1Char('"');
    message +=
        target.ns.isEmpty() ? u" at the cluster scope"_s : u" in the namespace \""_s + target.ns + QLatin1Char('"');
    QJsonObject details{{u"kind"_s, type.plural}};
    if (!target.name.isEmpty())
        details.insert(u"name"_s, target.name);
    if (!type.group.isEmpty())
        details.insert(u"group"_s, type.group);
    return kubestatus::make(403, "Forbidden"_L1, message, details);
}

KubeApi::Answer KubeApi::resource(const ApiRequest &request, const Target &target)
{
    const QString verb = verbOf(request, !target.name.isEmpty());
    if (verb == "watch"_L1)
        return watch(request, target);
    if (verb == "list"_L1)
        return list(request, target);
    if (verb == "patch"_L1 && target.type->writable && !target.name.isEmpty())
        return {patch(request, target), {}};
    if (verb != "get"_L1)
        return {kubestatus::make(405, "MethodNotAllowed"_L1,
                                 u"the server does not allow this method on the requested resource"_s),
                {}};
    if (target.subresource == "log"_L1)
        return {m_news.log(target.ns, target.name, request), {}};
    const QJsonObject *object = m_cluster.store().find(target.type->plural, ObjectStore::key(target.ns, target.name));
    if (!object)
        return {kubestatus::notFound(*target.type, target.name), {}};
    return {{200, "application/json", compact(*object), {}}, {}};
}

ApiResponse KubeApi::review(const ApiRequest &request, const Access::User &user) const
{
    if (request.method != "POST")
        return kubestatus::make(405, "MethodNotAllowed"_L1,
                                u"the server does not allow this method on the requested resource"_s);
    QJsonParseError error;
    const QJsonObject asked = QJsonDocument::fromJson(request.body, &error).object();
    const QJsonObject attributes = get(asked, {"spec"_L1, "resourceAttributes"_L1}).toObject();
    if (error.error != QJsonParseError::NoError)
        return kubestatus::make(400, "BadRequest"_L1,
                                u"couldn't get version/kind; json parse error: "_s + error.errorString());
    const QString verb = attributes.value("verb"_L1).toString();
    const bool reads = verb == "get"_L1 || verb == "list"_L1 || verb == "watch"_L1;
    QJsonObject status{{u"allowed"_s, user.mayChange || reads}};
    if (user.mayChange || reads)
        status.insert(u"reason"_s,
                      u"RBAC: allowed by ClusterRoleBinding \"%1\" of ClusterRole \"%2\" to User \"%3\""_s.arg(
                          user.name, user.mayChange ? u"cluster-admin"_s : u"view"_s, user.name));
    return {201,
            "application/json",
            compact({{u"kind"_s, u"SelfSubjectAccessReview"_s},
                     {u"apiVersion"_s, u"authorization.k8s.io/v1"_s},
                     {u"metadata"_s, QJsonObject{{u"creationTimestamp"_s, QJsonValue()}}},
                     {u"spec"_s, asked.value("spec"_L1)},
                     {u"status"_s, status}}),
            {}};
}

std::optional<ApiResponse> KubeApi::discovery(const ApiRequest &request) const
{
    const auto json = [](const QJsonObject &object) {
        return ApiResponse{200, "application/json", compact(object), {}};
    };
    const auto versions = [](const QString &group, const QString &version) {
        const QJsonObject entry{{u"groupVersion"_s, group + QLatin1Char('/') + version}, {u"version"_s, version}};
        return QJsonObject{{u"name"_s, group}, {u"versions"_s, QJsonArray{entry}}, {u"preferredVersion"_s, entry}};
    };
    const QString path = request.path.endsWith(QLatin1Char('/')) ? request.path.chopped(1) : request.path;
    if (path == "/version"_L1)
        return json({{u"major"_s, u"1"_s},
                     {u"minor"_s, u"36"_s},
                     {u"gitVersion"_s, u"v1.36.2+sandbox"_s},
                     {u"platform"_s, u"linux/amd64"_s}});
    if (path == "/api"_L1)
        return json({{u"kind"_s, u"APIVersions"_s}, {u"versions"_s, QJsonArray{u"v1"_s}}});
    if (path == "/apis"_L1)
        return json(
            {{u"kind"_s, u"APIGroupList"_s},
             {u"apiVersion"_s, u"v1"_s},
             {u"groups"_s, QJsonArray{versions(u"apps"_s, u"v1"_s), versions(u"authorization.k8s.io"_s, u"v1"_s),
                                      versions(u"batch"_s, u"v1"_s), versions(u"argoproj.io"_s, u"v1alpha1"_s)}}});
    QJsonArray resources;
    for (const ResourceType &type : resourceTypes()) {
        if (path != (type.group.isEmpty() ? u"/api/"_s : u"/apis/"_s) + type.apiVersion())
            continue;
        QJsonArray verbs{u"get"_s, u"list"_s, u"watch"_s};
        if (type.writable)
            verbs.append(u"patch"_s);
        QJsonArray shortNames;
        for (const QString &name : type.shortNames)
            shortNames.append(name);
        resources.append(QJsonObject{{u"name"_s, type.plural},
                                     {u"singularName"_s, type.singular},
                                     {u"namespaced"_s, type.namespaced},
                                     {u"kind"_s, type.kind},
                                     {u"verbs"_s, verbs},
                                     {u"shortNames"_s, shortNames}});
        if (type.writable && !type.group.isEmpty())
            resources.append(QJsonObject{{u"name"_s, type.plural + u"/status"_s},
                                         {u"singularName"_s, QString()},
                                         {u"namespaced"_s, true},
                                         {u"kind"_s, type.kind},
                                         {u"verbs"_s, QJsonArray{u"get"_s, u"patch"_s}}});
    }
    if (resources.isEmpty())
        return std::nullopt;
    return json({{u"kind"_s, u"APIResourceList"_s},
                 {u"apiVersion"_s, u"v1"_s},
                 {u"groupVersion"_s, path.section(QLatin1Char('/'), 2)},
                 {u"resources"_s, resources}});
}

} // namespace astern::connectors::sandbox
