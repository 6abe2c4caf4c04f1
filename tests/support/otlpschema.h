// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <initializer_list>

namespace astern::test {

// ExportLogsServiceRequest of opentelemetry-proto (logs/v1, common/v1, resource/v1) in its JSON mapping: names in
// lowerCamelCase and no others, 64-bit numbers as texts, enumerations as numbers, trace ids in hexadecimal. Answers
// with what is not so; empty: all of it is.
class OtlpSchema {
public:
    [[nodiscard]] QString trouble(const QByteArray &body)
    {
        QJsonParseError wrong;
        const QJsonDocument document = QJsonDocument::fromJson(body, &wrong);
        if (!document.isObject())
            return wrong.errorString();
        each(document.object(), "request", {"resourceLogs"});
        for (const QJsonObject &logs : list(document.object(), "resourceLogs")) {
            each(logs, "resourceLogs", {"resource", "scopeLogs", "schemaUrl"});
            const QJsonObject resource = logs.value(QLatin1String("resource")).toObject();
            each(resource, "resource", {"attributes", "droppedAttributesCount"});
            attributes(resource);
            for (const QJsonObject &scope : list(logs, "scopeLogs")) {
                each(scope, "scopeLogs", {"scope", "logRecords", "schemaUrl"});
                each(scope.value(QLatin1String("scope")).toObject(), "scope", {"name", "version", "attributes"});
                for (const QJsonObject &record : list(scope, "logRecords"))
                    logRecord(record);
            }
        }
        return m_troubles.join(QLatin1Char('\n'));
    }

private:
    void bad(const QString &what) { m_troubles.append(what); }
    void each(const QJsonObject &object, const char *name, std::initializer_list<const char *> known)
    {
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (std::none_of(known.begin(), known.end(),
                             [&it](const char *one) { return it.key() == QLatin1String(one); }))
                bad(QStringLiteral("%1 has no %2").arg(QLatin1String(name), it.key()));
        }
    }
    QList<QJsonObject> list(const QJsonObject &object, const char *key)
    {
        const QJsonValue value = object.value(QLatin1String(key));
        if (!value.isArray() && !value.isUndefined())
            bad(QStringLiteral("%1 is no list").arg(QLatin1String(key)));
        QList<QJsonObject> items;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            items.append(item.toObject());
        return items;
    }
    void number(const QJsonObject &object, const char *key, bool isSigned)
    {
        static const QRegularExpression form(QStringLiteral("^-?[0-9]{1,20}$"));
        const QJsonValue value = object.value(QLatin1String(key));
        if (value.isUndefined())
            return;
        if (!value.isString() || !form.match(value.toString()).hasMatch() ||
            (!isSigned && value.toString().startsWith(QLatin1Char('-'))))
            bad(QStringLiteral("%1 is no 64-bit number").arg(QLatin1String(key)));
    }
    void anyValue(const QJsonObject &value)
    {
        each(value, "value",
             {"stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"});
        if (value.size() > 1)
            bad(QStringLiteral("a value is several"));
        if (value.contains(QLatin1String("stringValue")) && !value.value(QLatin1String("stringValue")).isString())
            bad(QStringLiteral("stringValue is none"));
        number(value, "intValue", true);
    }
    void attributes(const QJsonObject &object)
    {
        QStringList seen;
        for (const QJsonObject &attribute : list(object, "attributes")) {
            each(attribute, "attribute", {"key", "value"});
            const QString key = attribute.value(QLatin1String("key")).toString();
            if (key.isEmpty() || seen.contains(key))
                bad(QStringLiteral("attribute \"%1\" is empty or there twice").arg(key));
            seen.append(key);
            anyValue(attribute.value(QLatin1String("value")).toObject());
        }
    }
    void id(const QJsonObject &record, const char *key, int bytes)
    {
        const QString text = record.value(QLatin1String(key)).toString();
        const QRegularExpression form(QStringLiteral("^[0-9a-fA-F]{%1}$").arg(2 * bytes));
        if (!text.isEmpty() && !form.match(text).hasMatch())
            bad(QStringLiteral("%1 is none").arg(QLatin1String(key)));
    }
    void logRecord(const QJsonObject &record)
    {
        each(record, "logRecord",
             {"timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "body", "attributes",
              "droppedAttributesCount", "flags", "traceId", "spanId", "eventName"});
        number(record, "timeUnixNano", false);
        number(record, "observedTimeUnixNano", false);
        const QJsonValue severity = record.value(QLatin1String("severityNumber"));
        if (!severity.isDouble() || severity.toInt() < 1 || severity.toInt() > 24)
            bad(QStringLiteral("severityNumber is none"));
        for (const char *key : {"severityText", "eventName"}) {
            if (!record.value(QLatin1String(key)).isString())
                bad(QStringLiteral("%1 is no text").arg(QLatin1String(key)));
        }
        anyValue(record.value(QLatin1String("body")).toObject());
        attributes(record);
        id(record, "traceId", 16);
        id(record, "spanId", 8);
    }

    QStringList m_troubles;
};

inline QString otlpTrouble(const QByteArray &body) { return OtlpSchema().trouble(body); }

} // namespace astern::test
