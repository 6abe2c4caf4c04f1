// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/connectors/kubernetes/kubetest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>
#include <QTest>

#include <functional>
#include <optional>

namespace astern::test {

// What `call(done)` is answered; absent: nothing within this time.
template <class T, class F>
std::optional<Result<T>> answerOf(F call, int withinMs)
{
    std::optional<Result<T>> answer;
    call([&answer](const Result<T> &got) { answer = got; });
    (void)QTest::qWaitFor([&] { return answer.has_value(); }, withinMs);
    return answer;
}

// A small API server with a memory: objects by path, and PATCH as the real one takes it. Refuses wrong content
// types (415), bodies that are no JSON (400), an old resourceVersion (409), a failing test (422 without a cause)
// and, with fieldValidation=Strict, fields that it does not know. A status subresource changes the status alone,
// the object itself everything but the status.
class FakeApi {
public:
    FakeApi()
    {
        server.handle([this](const FakeRequest &request) {
            FakeReply reply = answer(request);
            if (closesConnections) {
                reply.with("Connection", "close");
                reply.end = FakeReply::End::Close;
            }
            return reply;
        });
    }

    void put(const QString &path, QJsonObject object)
    {
        const QMutexLocker lock(&m_mutex);
        object[QStringLiteral("metadata")] = stamped(object);
        m_objects.insert(path, object);
    }
    [[nodiscard]] QJsonObject object(const QString &path) const
    {
        const QMutexLocker lock(&m_mutex);
        return m_objects.value(path);
    }
    [[nodiscard]] QList<FakeRequest> patches() const
    {
        QList<FakeRequest> found;
        for (const FakeRequest &request : server.requests()) {
            if (request.method == "PATCH")
                found.append(request);
        }
        return found;
    }
    // Changes an object as somebody else would, right before the next `count` patches arrive.
    void meddle(int count) { m_meddle = count; }
    // Called first; an answer with status 0 means: go on as usual.
    std::function<FakeReply(const FakeRequest &)> intercept;
    // The answer is lost after the change was made, for so many patches; this comes instead.
    int loseAnswers = 0;
    FakeReply lostAs = FakeReply::silent();
    // What a controller makes of a change. Called with the changed object, on the server's thread.
    std::function<void(const QJsonObject &)> controller;
    // Every answer ends its connection, so that the next request needs somebody to connect to.
    bool closesConnections = false;
    bool hasStatusSubresource = true;
    QByteArray warning;
    QList<QJsonObject> sets;         // ReplicaSets
    QStringList unknownStatusFields; // that this server's definition does not have
    FakeServer server;

private:
    QJsonObject stamped(const QJsonObject &object)
    {
        QJsonObject metadata = object[QStringLiteral("metadata")].toObject();
        metadata[QStringLiteral("resourceVersion")] = QString::number(++m_version);
        return metadata;
    }
    FakeReply answer(const FakeRequest &request)
    {
        const QMutexLocker lock(&m_mutex);
        if (intercept) {
            const FakeReply reply = intercept(request);
            if (reply.status != 0)
                return reply;
        }
        if (request.path.endsWith("/replicasets"))
            return list();
        if (request.method == "GET")
            return get(QString::fromLatin1(request.path));
        if (request.method == "PATCH")
            return patch(request);
        return FakeReply::text(404, "404 page not found\n");
    }
    FakeReply list()
    {
        QJsonArray items;
        for (const QJsonObject &set : sets)
            items.append(set);
        const QJsonObject body{
            {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("resourceVersion"), QStringLiteral("1")}}},
            {QStringLiteral("items"), items}};
        return FakeReply::json(QJsonDocument(body).toJson(QJsonDocument::Compact));
    }
    FakeReply get(const QString &path)
    {
        if (!m_objects.contains(path))
            return FakeReply::json(status(404, "NotFound", "rollouts.argoproj.io \\\"checkout\\\" not found"), 404);
        return FakeReply::json(QJsonDocument(m_objects.value(path)).toJson(QJsonDocument::Compact));
    }
    FakeReply patch(const FakeRequest &request)
    {
        QString path = QString::fromLatin1(request.path);
        const bool sub = path.endsWith(QLatin1String("/status"));
        if (sub)
            path.chop(7);
        if ((sub && !hasStatusSubresource) || !m_objects.contains(path))
            return FakeReply::text(404, "404 page not found\n");
        if (m_meddle > 0) {
            --m_meddle;
            m_objects[path][QStringLiteral("metadata")] = stamped(m_objects.value(path));
        }
        QJsonParseError problem;
        const QJsonDocument body = QJsonDocument::fromJson(request.body, &problem);
        if (problem.error != QJsonParseError::NoError)
            return FakeReply::json(status(400, "BadRequest", "error decoding patch"), 400);
        const QByteArray type = request.headers.value("content-type");
        const QJsonObject before = m_objects.value(path);
        QJsonObject after = before;
        if (type == "application/merge-patch+json" && body.isObject()) {
            after = merged(before, body.object()).toObject();
            if (after[QStringLiteral("metadata")][QStringLiteral("resourceVersion")] !=
                before[QStringLiteral("metadata")][QStringLiteral("resourceVersion")])
                return FakeReply::json(
                    status(409, "Conflict",
                           "the object has been modified; please apply your changes to the latest version"),
                    409);
        } else if (type == "application/json-patch+json" && body.isArray()) {
            if (!applyPatch(after, body.array()))
                return FakeReply::json(status(422, "Invalid",
                                              "the server rejected our request due to an error in our request",
                                              ",\"details\":{}"),
                                       422);
        } else {
            return FakeReply::json(
                status(415, "UnsupportedMediaType", "the body of the request was in an unknown format"), 415);
        }
        if (query(request, "fieldValidation") == QLatin1String("Strict")) {
            for (const QString &unknown : std::as_const(unknownStatusFields)) {
                if (after[QStringLiteral("status")].toObject().contains(unknown))
                    return FakeReply::json(
                        status(422, "Invalid",
                               "strict decoding error: unknown field \\\"status." + unknown.toUtf8() + "\\\"",
                               ",\"details\":{\"causes\":[{\"field\":\"status." + unknown.toUtf8() +
                                   "\",\"message\":\"unknown field\"}]}"),
                        422);
            }
        }
        if (sub) {
            QJsonObject only = before;
            only[QStringLiteral("status")] = after[QStringLiteral("status")];
            after = only;
        } else if (hasStatusSubresource) {
            after[QStringLiteral("status")] = before[QStringLiteral("status")];
        }
        if (after != before) {
            after[QStringLiteral("metadata")] = stamped(after);
            m_objects[path] = after;
            if (controller)
                controller(after);
        }
        if (loseAnswers > 0) {
            --loseAnswers;
            return lostAs;
        }
        FakeReply reply = FakeReply::json(QJsonDocument(after).toJson(QJsonDocument::Compact));
        if (!warning.isEmpty())
            reply.with("Warning", "299 - \"" + warning + "\"");
        return reply;
    }
    static QJsonValue merged(const QJsonValue &target, const QJsonObject &patch) // RFC 7386
    {
        QJsonObject result = target.toObject();
        for (auto it = patch.begin(); it != patch.end(); ++it) {
            if (it->isNull())
                result.remove(it.key());
            else
                result[it.key()] = it->isObject() ? merged(result.value(it.key()), it->toObject()) : it.value();
        }
        return result;
    }
    static QString plain(QString token)
    {
        return token.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
    }
    // Sets the value at a pointer; false where its parent, or for `replace` the value itself, is not there.
    static bool setAt(QJsonObject &object, const QStringList &tokens, const QJsonValue &value, bool mustExist)
    {
        const QString key = plain(tokens.first());
        if (tokens.size() == 1) {
            if (mustExist && !object.contains(key))
                return false;
            object[key] = value;
            return true;
        }
        if (!object.value(key).isObject())
            return false;
        QJsonObject child = object.value(key).toObject();
        const bool done = setAt(child, tokens.mid(1), value, mustExist);
        object[key] = child;
        return done;
    }
    static bool applyPatch(QJsonObject &object, const QJsonArray &patch)
    {
        for (const QJsonValue &each : patch) {
            const QString op = each[QStringLiteral("op")].toString();
            const QStringList tokens = each[QStringLiteral("path")].toString().mid(1).split(QLatin1Char('/'));
            const QJsonValue value = each[QStringLiteral("value")];
            if (op == QLatin1String("test")) {
                QJsonValue at = object;
                for (const QString &token : tokens)
                    at = at.toObject().value(plain(token));
                if (at != value)
                    return false;
            } else if (!setAt(object, tokens, value, op == QLatin1String("replace"))) {
                return false;
            }
        }
        return true;
    }

    mutable QMutex m_mutex;
    QMap<QString, QJsonObject> m_objects;
    int m_version = 1000;
    int m_meddle = 0;
};

// The items of a recorded list, by name.
inline QMap<QString, QJsonObject> captureItems(const QString &file)
{
    QMap<QString, QJsonObject> items;
    for (const QJsonValue &item : QJsonDocument::fromJson(capture(file))[QStringLiteral("items")].toArray())
        items.insert(item[QStringLiteral("metadata")][QStringLiteral("name")].toString(), item.toObject());
    return items;
}

} // namespace astern::test
