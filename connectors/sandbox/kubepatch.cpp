// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/kubeapi.h"
#include "connectors/sandbox/patch.h"

#include <QJsonDocument>

namespace astern::connectors::sandbox {

namespace {

// The patched object, or the answer that says why not.
struct Patched {
    QJsonObject object;
    std::optional<ApiResponse> refusal;
};

Patched applyPatch(const ApiRequest &request, const ResourceType &type, const QJsonObject &object)
{
    const QByteArray contentType = request.contentType.split(';').first().trimmed();
    const bool merge = contentType == "application/merge-patch+json";
    if (!merge && contentType != "application/json-patch+json") {
        QString accepted = u"application/json-patch+json, application/merge-patch+json"_s;
        return {{},
                kubestatus::make(
                    415, "UnsupportedMediaType"_L1,
                    u"the body of the request was in an unknown format - accepted media types include: "_s + accepted)};
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    const bool shape = merge ? document.isObject() : document.isArray();
    if (error.error != QJsonParseError::NoError || !shape) {
        const QString why = error.error == QJsonParseError::NoError
                                ? u"json: cannot unmarshal into the type of the patch"_s
                                : QStringLiteral("%1 at offset %2").arg(error.errorString()).arg(error.offset);
        return {{}, kubestatus::make(400, "BadRequest"_L1, u"error decoding patch: "_s + why)};
    }
    if (merge)
        return {mergePatch(object, document.object()), {}};
    const PatchOutcome outcome = jsonPatch(object, document.array());
    if (outcome.malformed)
        return {{}, kubestatus::make(400, "BadRequest"_L1, u"error decoding patch: "_s + outcome.error)};
    if (!outcome.error.isEmpty())
        return {
            {},
            kubestatus::make(422, "Invalid"_L1, u"the server rejected our request due to an error in our request"_s)};
    Q_UNUSED(type)
    return {outcome.object, {}};
}

// What the schema of the type refuses: 422 with the field that is wrong.
std::optional<ApiResponse> validate(const ResourceType &type, const QString &name, const QJsonObject &object)
{
    struct Cause {
        QString field;
        QString message;
    };
    QList<Cause> causes;
    const QJsonObject spec = object.value("spec"_L1).toObject();
    const auto wrongType = [&causes](const QString &field, const QJsonValue &value, QLatin1String wanted) {
        const QLatin1String found = value.isString()   ? "string"_L1
                                    : value.isDouble() ? "integer"_L1
                                    : value.isBool()   ? "boolean"_L1
                                    : value.isArray()  ? "array"_L1
                                                       : "object"_L1;
        causes.append({field, u"Invalid value: \""_s + found + u"\": "_s + field + u" in body must be of type "_s +
                                  wanted + u": \""_s + found + QLatin1Char('"')});
    };
    const auto check = [&](const QJsonObject &in, QLatin1String key, const QString &at, QJsonValue::Type wanted,
                           QLatin1String name_) {
        const QJsonValue value = in.value(key);
        if (!value.isUndefined() && value.type() != wanted)
            wrongType(at + QLatin1Char('.') + key, value, name_);
    };
    if (type.plural == "rollouts"_L1 || type.plural == "deployments"_L1) {
        check(spec, "replicas"_L1, u"spec"_s, QJsonValue::Double, "integer"_L1);
        check(spec, "paused"_L1, u"spec"_s, QJsonValue::Bool, "boolean"_L1);
        check(spec, "template"_L1, u"spec"_s, QJsonValue::Object, "object"_L1);
        const QJsonObject status = object.value("status"_L1).toObject();
        check(status, "abort"_L1, u"status"_s, QJsonValue::Bool, "boolean"_L1);
        check(status, "promoteFull"_L1, u"status"_s, QJsonValue::Bool, "boolean"_L1);
        check(status, "currentStepIndex"_L1, u"status"_s, QJsonValue::Double, "integer"_L1);
        const QJsonArray steps = get(spec, {"strategy"_L1, "canary"_L1, "steps"_L1}).toArray();
        for (qsizetype i = 0; i < steps.size(); ++i)
            check(steps.at(i).toObject(), "setWeight"_L1, QStringLiteral("spec.strategy.canary.steps[%1]").arg(i),
                  QJsonValue::Double, "integer"_L1);
        if (get(spec, {"template"_L1, "spec"_L1, "containers"_L1}).toArray().isEmpty())
            causes.append({u"spec.template.spec.containers"_s, u"Required value"_s});
    }
    if (causes.isEmpty())
        return std::nullopt;
    QStringList texts;
    QJsonArray list;
    for (const Cause &cause : causes) {
        texts.append(cause.field + u": "_s + cause.message);
        list.append(QJsonObject{
            {u"reason"_s, cause.message == "Required value"_L1 ? u"FieldValueRequired"_s : u"FieldValueTypeInvalid"_s},
            {u"message"_s, cause.message},
            {u"field"_s, cause.field}});
    }
    const QString what = texts.size() == 1 ? texts.first() : QLatin1Char('[') + texts.join(", "_L1) + QLatin1Char(']');
    return kubestatus::make(422, "Invalid"_L1,
                            type.kind + QLatin1Char('.') + type.group + u" \""_s + name + u"\" is invalid: "_s + what,
                            {{u"name"_s, name}, {u"group"_s, type.group}, {u"kind"_s, type.kind}, {u"causes"_s, list}});
}

} // namespace

ApiResponse KubeApi::patch(const ApiRequest &request, const Target &target)
{
    const ResourceType &type = *target.type;
    const QString key = ObjectStore::key(target.ns, target.name);
    const QJsonObject *found = m_cluster.store().find(type.plural, key);
    if (!found)
        return kubestatus::notFound(type, target.name);
    const QJsonObject before = *found;
    const Patched patched = applyPatch(request, type, before);
    if (patched.refusal)
        return *patched.refusal;

    // Identity cannot be changed; the version, when the patch carries one, is a precondition.
    const QString version = text(before, {"metadata"_L1, "resourceVersion"_L1});
    const QString carried = text(patched.object, {"metadata"_L1, "resourceVersion"_L1});
    if (!carried.isEmpty() && carried != version)
        return kubestatus::conflict(type, target.name);
    QJsonObject after = patched.object;
    for (const auto field :
         {"name"_L1, "namespace"_L1, "uid"_L1, "creationTimestamp"_L1, "generation"_L1, "resourceVersion"_L1})
        set(after, {"metadata"_L1, field}, get(before, {"metadata"_L1, field}));
    for (const auto field : {"apiVersion"_L1, "kind"_L1})
        after.insert(field, before.value(field));
    const bool status = target.subresource == "status"_L1;
    if (status) { // the subresource changes nothing but the status
        QJsonObject only = before;
        only.insert(u"status"_s, after.value("status"_L1));
        after = only;
    } else if (before.contains("status"_L1))
        after.insert(u"status"_s, before.value("status"_L1));
    if (const auto refusal = validate(type, target.name, after))
        return *refusal;
    if (!status && after.value("spec"_L1) != before.value("spec"_L1))
        set(after, {"metadata"_L1, "generation"_L1}, number(before, {"metadata"_L1, "generation"_L1}) + 1);
    if (request.param("dryRun"_L1) == "All"_L1)
        return {200, "application/json", compact(after), {}};
    if (m_cluster.store().put(type.plural, after))
        m_cluster.touch(type.plural, key);
    return {200, "application/json", compact(*m_cluster.store().find(type.plural, key)), {}};
}

} // namespace astern::connectors::sandbox
