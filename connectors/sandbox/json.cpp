// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTimeZone>

#include <cmath>

namespace astern::connectors::sandbox {

QJsonValue get(const QJsonObject &root, std::initializer_list<QLatin1String> path)
{
    QJsonValue value(root);
    for (const QLatin1String key : path) {
        if (!value.isObject())
            return QJsonValue(QJsonValue::Undefined);
        value = value.toObject().value(key);
    }
    return value;
}

QString text(const QJsonObject &root, std::initializer_list<QLatin1String> path) { return get(root, path).toString(); }

int number(const QJsonObject &root, std::initializer_list<QLatin1String> path, int missing)
{
    return get(root, path).toInt(missing);
}

static void setFrom(QJsonObject &root, const QLatin1String *path, const QLatin1String *end, const QJsonValue &value)
{
    if (path + 1 == end) {
        if (value.isUndefined())
            root.remove(*path);
        else
            root.insert(*path, value);
        return;
    }
    QJsonObject child = root.value(*path).toObject();
    setFrom(child, path + 1, end, value);
    root.insert(*path, child);
}

void set(QJsonObject &root, std::initializer_list<QLatin1String> path, const QJsonValue &value)
{
    if (path.size() > 0)
        setFrom(root, path.begin(), path.end(), value);
}

QByteArray compact(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

QString stamp(qint64 wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs - (wallMs % 1000), Qt::UTC).toString(Qt::ISODate);
}

qint64 parseStamp(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

qint64 parseDurationMs(const QJsonValue &value)
{
    if (value.isDouble())
        return qint64(value.toDouble() * 1000);
    const QString text = value.toString();
    bool ok = false;
    const double plain = text.toDouble(&ok);
    if (ok)
        return qint64(plain * 1000);
    double total = 0;
    QString digits;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isDigit() || c == QLatin1Char('.')) {
            digits += c;
            continue;
        }
        const double amount = digits.toDouble(&ok);
        if (!ok)
            return -1;
        digits.clear();
        if (QStringView(text).mid(i).startsWith("ms"_L1)) {
            total += amount;
            ++i;
        } else if (c == QLatin1Char('s'))
            total += amount * 1000;
        else if (c == QLatin1Char('m'))
            total += amount * 60'000;
        else if (c == QLatin1Char('h'))
            total += amount * 3'600'000;
        else
            return -1;
    }
    return digits.isEmpty() && !text.isEmpty() ? qint64(std::llround(total)) : -1;
}

} // namespace astern::connectors::sandbox
