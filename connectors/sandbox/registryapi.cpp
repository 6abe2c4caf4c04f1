// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/registryapi.h"

#include "connectors/sandbox/company.h"
#include "connectors/sandbox/json.h"

#include <QJsonDocument>
#include <QUrl>

namespace astern::connectors::sandbox {

namespace {

constexpr auto kManifestType = "application/vnd.oci.image.manifest.v1+json";

ApiResponse answer(int status, const QByteArray &type, const QByteArray &body)
{
    return {status, type, body, {{"Docker-Distribution-Api-Version", "registry/2.0"}}};
}

ApiResponse json(const QJsonObject &body)
{
    return answer(200, "application/json; charset=utf-8", compact(body) + '\n');
}

// In the real one's order of keys; `detail` is JSON.
ApiResponse failure(int status, const QByteArray &code, const QByteArray &message, const QByteArray &detail = {})
{
    return answer(status, "application/json; charset=utf-8",
                  "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + '"' +
                      (detail.isEmpty() ? QByteArray() : ",\"detail\":" + detail) + "}]}\n");
}

QByteArray quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

ApiResponse withDigest(ApiResponse response, const QString &digest)
{
    response.headers.append(qMakePair(QByteArray("Docker-Content-Digest"), digest.toLatin1()));
    response.headers.append({"Etag", '"' + digest.toLatin1() + '"'});
    return response;
}

// A page of names: ?n= of them after ?last=, and where the next page is.
ApiResponse page(const ApiRequest &request, const QStringList &names, const QString &key, QJsonObject body)
{
    bool good = true;
    const int most = request.has("n"_L1) ? request.param("n"_L1).toInt(&good) : int(names.size());
    if (!good || most < 0)
        return failure(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested",
                       "{\"n\":" + quoted(request.param("n"_L1)) + '}');
    const QString last = request.param("last"_L1);
    QJsonArray list;
    bool more = false;
    for (const QString &name : names) {
        if (!last.isEmpty() && name <= last)
            continue;
        more = list.size() >= most;
        if (more)
            break;
        list.append(name);
    }
    body.insert(key, list);
    ApiResponse response = json(body);
    if (more && !list.isEmpty())
        response.headers.append({"Link", '<' + request.path.toUtf8() +
                                             "?last=" + QUrl::toPercentEncoding(list.last().toString()) +
                                             "&n=" + QByteArray::number(most) + ">; rel=\"next\""});
    return response;
}

} // namespace

QStringList RegistryApi::tags(const QString &repository) const
{
    QStringList names;
    const auto found = m_artifacts.all().find(repository);
    if (found != m_artifacts.all().end())
        for (const auto &[tag, built] : found->second)
            if (m_faults.fate(image(repository, tag)) != PodFate::CannotPull)
                names.append(tag);
    return names;
}

ApiResponse RegistryApi::handle(const ApiRequest &request) const
{
    if (request.method != "GET" && request.method != "HEAD")
        return failure(405, "UNSUPPORTED", "The operation is unsupported.");
    if (request.path == "/v2/"_L1)
        return answer(200, "application/json; charset=utf-8", "{}");
    if (request.path == "/v2/_catalog"_L1) {
        QStringList names;
        for (const auto &[repository, built] : m_artifacts.all())
            names.append(repository);
        return page(request, names, u"repositories"_s, {});
    }
    QStringList parts = request.path.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.size() < 4 || parts.first() != "v2"_L1)
        return {404, "text/plain; charset=utf-8", "404 page not found\n", {}};
    const QString reference = parts.takeLast();
    const QString what = parts.takeLast();
    const QString name = parts.mid(1).join(QLatin1Char('/'));
    if (what == "tags"_L1 && reference == "list"_L1) {
        if (request.method == "HEAD")
            return answer(405, "text/plain; charset=utf-8", "Method Not Allowed\n");
        const QStringList names = tags(name);
        return names.isEmpty() ? failure(404, "NAME_UNKNOWN", "repository name not known to registry",
                                         "{\"name\":" + quoted(name) + '}')
                               : page(request, names, u"tags"_s, {{u"name"_s, name}});
    }
    if (what == "manifests"_L1)
        return manifest(request, name, reference);
    if (what == "blobs"_L1)
        return blob(name, reference);
    return {404, "text/plain; charset=utf-8", "404 page not found\n", {}};
}

ApiResponse RegistryApi::manifest(const ApiRequest &request, const QString &name, const QString &reference) const
{
    const bool byDigest = reference.startsWith("sha256:"_L1);
    const QString tag = byDigest ? m_artifacts.tagOf(name, reference).value_or(QString()) : reference;
    if (!tags(name).contains(tag))
        return failure(404, "MANIFEST_UNKNOWN", "manifest unknown",
                       byDigest ? "{\"Name\":" + quoted(name) + ",\"Revision\":" + quoted(reference) + '}'
                                : "{\"Tag\":" + quoted(reference) + '}');
    // As the real one: whoever does not ask for this format is told that there is nothing.
    if (!request.accept.contains(kManifestType))
        return failure(404, "MANIFEST_UNKNOWN", "OCI manifest found, but accept header does not support OCI manifests");
    const QByteArray bytes = m_artifacts.blobs(name, tag).manifest;
    return withDigest(answer(200, kManifestType, bytes), Artifacts::digestOf(bytes));
}

ApiResponse RegistryApi::blob(const QString &name, const QString &digest) const
{
    for (const QString &tag : tags(name)) {
        const Artifacts::Blobs blobs = m_artifacts.blobs(name, tag);
        for (const QByteArray *bytes : {&blobs.config, &blobs.layer})
            if (Artifacts::digestOf(*bytes) == digest) {
                ApiResponse response = withDigest(answer(200, "application/octet-stream", *bytes), digest);
                response.headers.append(qMakePair(QByteArray("Cache-Control"), QByteArray("max-age=31536000")));
                return response;
            }
    }
    return failure(404, "BLOB_UNKNOWN", "blob unknown to registry", quoted(digest));
}

} // namespace astern::connectors::sandbox
