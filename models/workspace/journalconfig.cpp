// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/journalconfig.h"

#include <algorithm>

namespace astern {

QString SinkConfig::where() const
{
    if (!host.isEmpty())
        return host + QLatin1Char(':') + QString::number(port);
    return path.isEmpty() ? connection.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery) : path;
}

QStringList sinkTypes() { return {QStringLiteral("otlp-http"), QStringLiteral("syslog-tls"), QStringLiteral("file")}; }

bool sinkProves(const QString &type) { return type != QLatin1String("syslog-tls"); }

QString toString(LogAction action)
{
    switch (action) {
    case LogAction::Promotion:
        return QStringLiteral("promotion");
    case LogAction::Approval:
        return QStringLiteral("approval");
    case LogAction::Flag:
        return QStringLiteral("flag");
    case LogAction::Policy:
        return QStringLiteral("policy");
    case LogAction::Key:
        return QStringLiteral("key");
    case LogAction::Override:
        return QStringLiteral("override");
    }
    return {};
}

QList<LogAction> logActions()
{
    return {LogAction::Promotion, LogAction::Approval, LogAction::Flag,
            LogAction::Policy,    LogAction::Key,      LogAction::Override};
}

const SinkConfig *JournalConfig::sink(const QString &id) const
{
    const auto found =
        std::find_if(sinks.cbegin(), sinks.cend(), [&id](const SinkConfig &one) { return one.id == id; });
    return found == sinks.cend() ? nullptr : &*found;
}

JournalLevel JournalConfig::need(LogAction action, const QString &environment) const
{
    const QMap<LogAction, JournalLevel> said = needs.value(environment);
    if (const auto own = said.constFind(action); own != said.constEnd())
        return *own;
    JournalLevel level = team.isEmpty() ? JournalLevel::Local : JournalLevel::Shared;
    if (std::any_of(sinks.cbegin(), sinks.cend(), [](const SinkConfig &one) { return one.required; }))
        level = JournalLevel::Shipped;
    // What belongs to no environment, a key or a policy, works in each of them: the strictest word counts.
    for (auto place = needs.cbegin(); environment.isEmpty() && place != needs.cend(); ++place)
        level = std::max(level, place->value(action, JournalLevel::Local));
    return level;
}

} // namespace astern
