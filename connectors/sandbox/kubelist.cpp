// SPDX-License-Identifier: GPL-3.0-or-later
// Lists and the opening of watches.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"

#include <QJsonDocument>

namespace astern::connectors::sandbox {

namespace {

ApiResponse futureVersion(qint64 asked, qint64 current)
{
    ApiResponse response =
        kubestatus::make(504, "Timeout"_L1,
                         QStringLiteral("Timeout: Too large resource version: %1, current: %2").arg(asked).arg(current),
                         {{u"causes"_s, QJsonArray{QJsonObject{{u"reason"_s, u"ResourceVersionTooLarge"_s},
                                                               {u"message"_s, u"Too large resource version"_s}}}},
                          {u"retryAfterSeconds"_s, 1}});
    response.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("1")));
    return response;
}

ApiResponse badRequest(const QString &message) { return kubestatus::make(400, "BadRequest"_L1, message); }

// Where a list goes on: the version that its first page showed, and the last key that was sent.
struct Cursor {
    qint64 version = 0;
    QString after;

    [[nodiscard]] QString encode() const
    {
        return QString::fromLatin1(compact({{u"v"_s, u"meta.k8s.io/v1"_s}, {u"rv"_s, version}, {u"start"_s, after}})
                                       .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    }
    static std::optional<Cursor> decode(const QString &token)
    {
        const auto bytes = QByteArray::fromBase64Encoding(
            token.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
        if (!bytes)
            return std::nullopt;
        const QJsonObject json = QJsonDocument::fromJson(*bytes).object();
        if (!json.value("rv"_L1).isDouble() || !json.value("start"_L1).isString())
            return std::nullopt;
        return Cursor{qint64(json.value("rv"_L1).toDouble()), json.value("start"_L1).toString()};
    }
};

// The selectors of a request; the error when they cannot be read.
QString readSelectors(const ApiRequest &request, WatchSpec &spec)
{
    if (request.has("labelSelector"_L1) && !(spec.labels = Selector::labels(request.param("labelSelector"_L1))))
        return u"unable to parse requirement: "_s + request.param("labelSelector"_L1);
    if (request.has("fieldSelector"_L1) &&
        !(spec.fields = Selector::fields(request.param("fieldSelector"_L1), spec.type->plural)))
        return u"field label not supported: "_s + request.param("fieldSelector"_L1);
    return {};
}

} // namespace

KubeApi::Answer KubeApi::list(const ApiRequest &request, const Target &target)
{
    const ObjectStore &store = m_cluster.store();
    WatchSpec filter;
    filter.type = target.type;
    filter.ns = target.ns;
    if (const QString wrong = readSelectors(request, filter); !wrong.isEmpty())
        return {badRequest(wrong), {}};
    const qint64 asked = request.param("resourceVersion"_L1).toLongLong();
    if (asked > store.version())
        return {futureVersion(asked, store.version()), {}};
    if (request.param("resourceVersionMatch"_L1) == "Exact"_L1 && asked < store.floor())
        return {kubestatus::make(410, "Expired"_L1, u"The provided resource version is too old"_s), {}};

    Cursor cursor{store.version(), {}};
    if (request.has("continue"_L1) && !request.param("continue"_L1).isEmpty()) {
        const auto decoded = Cursor::decode(request.param("continue"_L1));
        if (!decoded)
            return {badRequest(u"continue key is not valid: the token could not be decoded"_s), {}};
        cursor = *decoded;
        if (cursor.version < store.floor()) { // the answer tells how to go on without that snapshot
            QJsonObject status = kubestatus::expired(
                u"The provided continue parameter is too old to display a consistent list result. You can start a new "
                "list without the continue parameter, or use the continue token in this response to retrieve the "
                "remainder of the results. Continuing with the provided token results in an inconsistent list - "
                "objects that were created, modified, or deleted between the time the first chunk was returned and now "
                "may show up in the list."_s);
            set(status, {"metadata"_L1, "continue"_L1}, Cursor{store.version(), cursor.after}.encode());
            return {{410, "application/json", compact(status), {}}, {}};
        }
    }
    const qint64 limit = request.param("limit"_L1).toLongLong();
    const ObjectStore::Objects news =
        target.type->plural == "events"_L1 ? m_news.events(filter.fields) : ObjectStore::Objects();
    const auto &objects = target.type->plural == "events"_L1 ? news : store.all(target.type->plural);
    QByteArray items;
    qint64 count = 0;
    qint64 remaining = 0;
    QString last;
    for (auto it = cursor.after.isEmpty() ? objects.begin() : objects.upper_bound(cursor.after); it != objects.end();
         ++it) {
        if (!filter.wants(it->second))
            continue;
        if (limit > 0 && count >= limit) {
            ++remaining;
            continue;
        }
        QJsonObject item = it->second;
        if (!target.type->custom) { // items of built-in types carry no kind of their own
            item.remove("kind"_L1);
            item.remove("apiVersion"_L1);
        }
        items += (count > 0 ? "," : "") + compact(item);
        last = it->first;
        ++count;
    }
    QJsonObject meta{{u"resourceVersion"_s, QString::number(cursor.version)}};
    if (remaining > 0) {
        meta.insert(u"continue"_s, Cursor{cursor.version, last}.encode());
        meta.insert(u"remainingItemCount"_s, remaining);
    } else if (target.type->custom)
        meta.insert(u"continue"_s, QString());
    const QByteArray body = "{\"kind\":\"" + target.type->kind.toLatin1() + "List\",\"apiVersion\":\"" +
                            target.type->apiVersion().toLatin1() + "\",\"metadata\":" + compact(meta) + ",\"items\":[" +
                            items + "]}";
    return {{200, "application/json", body, {}}, {}};
}

KubeApi::Answer KubeApi::watch(const ApiRequest &request, const Target &target)
{
    const ObjectStore &store = m_cluster.store();
    WatchSpec spec;
    spec.type = target.type;
    spec.ns = target.ns;
    if (const QString wrong = readSelectors(request, spec); !wrong.isEmpty())
        return {badRequest(wrong), {}};
    if (!target.name.isEmpty())
        spec.fields = Selector::fields(u"metadata.name="_s + target.name, target.type->plural);
    bool number = true;
    const QString version = request.param("resourceVersion"_L1);
    spec.from = version.isEmpty() ? 0 : version.toLongLong(&number);
    if (!number)
        return {badRequest(u"invalid resource version \""_s + version + QLatin1Char('"')), {}};
    if (spec.from > store.version())
        return {futureVersion(spec.from, store.version()), {}};
    const bool send = request.param("sendInitialEvents"_L1) == "true"_L1;
    spec.initial = spec.from == 0 || send;
    spec.markInitial = send;
    spec.bookmarks = request.param("allowWatchBookmarks"_L1) == "true"_L1;
    if (const qint64 seconds = request.param("timeoutSeconds"_L1).toLongLong(); seconds > 0)
        spec.timeoutMs = seconds * 1000;
    return {{200, "application/json", {}, {}}, spec};
}

} // namespace astern::connectors::sandbox
