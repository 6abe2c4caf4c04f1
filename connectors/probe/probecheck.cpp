// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/probe/probecheck.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString jsonTrouble(const QMap<QString, QJsonValue> &wanted, const QByteArray &body)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return QStringLiteral("the answer is no JSON object");
    const QJsonObject object = document.object();
    for (auto member = wanted.cbegin(); member != wanted.cend(); ++member) {
        const auto found = object.constFind(member.key());
        if (found == object.constEnd())
            return QStringLiteral("the answer has no \"%1\"").arg(member.key());
        if (*found != member.value())
            return QStringLiteral("\"%1\" is not what is expected").arg(member.key());
    }
    return {};
}

} // namespace

QString latencyTrouble(const std::optional<qint64> &limitMs, qint64 latencyMs)
{
    if (!limitMs || latencyMs <= *limitMs)
        return {};
    return QStringLiteral("slower than %1 ms").arg(*limitMs);
}

QString probeTrouble(const policy::HttpCheck &check, int status, const QByteArray &body, qint64 latencyMs)
{
    if (!check.expectStatus.contains(status))
        return QStringLiteral("answered %1").arg(status);
    if (!check.expectJson.isEmpty()) {
        if (const QString trouble = jsonTrouble(check.expectJson, body); !trouble.isEmpty())
            return trouble;
    }
    if (!check.expectBody.isEmpty() && !body.contains(check.expectBody.toUtf8()))
        return QStringLiteral("the answer does not have the expected text");
    return latencyTrouble(check.maxLatencyMs, latencyMs);
}

} // namespace astern::connectors
