// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"

#include <QJsonArray>

#include <algorithm>

namespace astern::app {
namespace {

QString knownWord(PlaceAlerts::Known known)
{
    switch (known) {
    case PlaceAlerts::Known::NoSource:
        return QStringLiteral("no-source");
    case PlaceAlerts::Known::Now:
        return QStringLiteral("now");
    case PlaceAlerts::Known::Stale:
        return QStringLiteral("stale");
    case PlaceAlerts::Known::NotYet:
        return QStringLiteral("unknown");
    }
    return {};
}

QString rankWord(AlertRank rank)
{
    switch (rank) {
    case AlertRank::Info:
        return QStringLiteral("info");
    case AlertRank::Warning:
        return QStringLiteral("warning");
    case AlertRank::Critical:
        return QStringLiteral("critical");
    }
    return {};
}

QJsonValue textOrNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }

QJsonObject alertToJson(const Alert &alert)
{
    QJsonObject labels;
    for (auto it = alert.labels.cbegin(); it != alert.labels.cend(); ++it)
        labels.insert(it.key(), it.value());
    return {{QStringLiteral("backend"), alert.backend},
            {QStringLiteral("fingerprint"), alert.fingerprint},
            {QStringLiteral("name"), alert.name},
            {QStringLiteral("severity"), textOrNull(alert.severity)},
            {QStringLiteral("rank"), rankWord(rankOf(alert))},
            {QStringLiteral("state"), toString(alert.state)},
            {QStringLiteral("since_ms"), alert.sinceMs > 0 ? QJsonValue(alert.sinceMs) : QJsonValue()},
            {QStringLiteral("summary"), textOrNull(alert.summary)},
            {QStringLiteral("description"), textOrNull(alert.description)},
            {QStringLiteral("runbook_url"), textOrNull(alert.runbookUrl)},
            {QStringLiteral("generator_url"), textOrNull(alert.generatorUrl)},
            {QStringLiteral("silenced_by"), QJsonArray::fromStringList(alert.silencedBy)},
            {QStringLiteral("inhibited_by"), QJsonArray::fromStringList(alert.inhibitedBy)},
            {QStringLiteral("labels"), labels}};
}

} // namespace

QJsonValue alertsToJson(const Session &session, const QString &placementKey)
{
    const PlaceAlerts alerts = session.alerts(placementKey);
    if (alerts.known == PlaceAlerts::Known::NoSource)
        return {};
    int firing = 0;
    AlertRank worst = AlertRank::Info;
    QJsonArray list;
    for (const Alert &alert : alerts.alerts) {
        list.append(alertToJson(alert));
        if (!alert.isFiring())
            continue;
        ++firing;
        worst = std::max(worst, rankOf(alert));
    }
    return QJsonObject{{QStringLiteral("known"), knownWord(alerts.known)},
                       {QStringLiteral("as_of_ms"), alerts.asOfMs > 0 ? QJsonValue(alerts.asOfMs) : QJsonValue()},
                       {QStringLiteral("trouble"), textOrNull(alerts.trouble)},
                       {QStringLiteral("firing"), firing},
                       {QStringLiteral("worst"), firing > 0 ? QJsonValue(rankWord(worst)) : QJsonValue()},
                       {QStringLiteral("list"), list},
                       {QStringLiteral("of_no_place"), session.alertsOfNoPlace().size()}};
}

} // namespace astern::app
