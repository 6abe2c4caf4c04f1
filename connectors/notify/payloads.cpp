// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/payloads.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

using escalation::Deed;
using escalation::Message;

QString key(const char *text) { return QLatin1String(text); }

QByteArray compact(const QJsonObject &json) { return QJsonDocument(json).toJson(QJsonDocument::Compact); }

// docs.slack.dev, "Escaping text": these three, and nothing else, have a meaning of their own.
QString forSlack(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&amp;"))
        .replace(QLatin1Char('<'), QLatin1String("&lt;"))
        .replace(QLatin1Char('>'), QLatin1String("&gt;"));
}

// Punctuation of Markdown loses its meaning behind a backslash; a mention loses it by what cannot be seen.
QString forMarkdown(const QString &text)
{
    static const QString kMarks = QStringLiteral("\\`*_{}[]<>#+!|~:");
    QString out;
    for (const QChar c : text) {
        if (kMarks.contains(c))
            out.append(QLatin1Char('\\'));
        out.append(c);
        if (c == QLatin1Char('@'))
            out.append(QChar(0x200b));
    }
    return out;
}

QByteArray slack(const Message &message)
{
    QStringList lines;
    for (const QString &line : message.lines)
        lines.append(forSlack(line));
    const auto section = [](const QString &text) {
        return QJsonObject{{key("type"), key("section")},
                           {key("text"), QJsonObject{{key("type"), key("mrkdwn")}, {key("text"), text.left(3'000)}}}};
    };
    const QString title = forSlack(message.title);
    return compact({{key("text"), title},
                    {key("blocks"), QJsonArray{section(QLatin1Char('*') + title + QLatin1Char('*')),
                                               section(lines.join(QLatin1Char('\n')))}}});
}

QByteArray teams(const Message &message)
{
    const auto block = [](const QString &text, bool title) {
        QJsonObject json{{key("type"), key("TextBlock")}, {key("text"), forMarkdown(text)}, {key("wrap"), true}};
        if (title)
            json.insert(key("weight"), key("Bolder"));
        return json;
    };
    QJsonArray body{block(message.title, true)};
    for (const QString &line : message.lines)
        body.append(block(line, false));
    const QJsonObject card{{key("$schema"), key("http://adaptivecards.io/schemas/adaptive-card.json")},
                           {key("type"), key("AdaptiveCard")},
                           {key("version"), key("1.4")},
                           {key("body"), body}};
    return compact({{key("type"), key("message")},
                    {key("attachments"),
                     QJsonArray{QJsonObject{{key("contentType"), key("application/vnd.microsoft.card.adaptive")},
                                            {key("contentUrl"), QJsonValue::Null},
                                            {key("content"), card}}}}});
}

QByteArray mattermost(const Message &message)
{
    QStringList lines{QStringLiteral("**%1**").arg(forMarkdown(message.title))};
    for (const QString &line : message.lines)
        lines.append(forMarkdown(line));
    return compact({{key("text"), lines.join(QLatin1Char('\n'))}});
}

QString severityOf(Message::Grade grade)
{
    switch (grade) {
    case Message::Grade::Critical:
        return key("critical");
    case Message::Grade::Error:
        return key("error");
    case Message::Grade::Warning:
        return key("warning");
    case Message::Grade::Info:
        return key("info");
    }
    return {};
}

} // namespace

QByteArray webhookBody(NotifyTarget::Form form, const Message &message)
{
    switch (form) {
    case NotifyTarget::Form::Slack:
        return slack(message);
    case NotifyTarget::Form::Teams:
        return teams(message);
    case NotifyTarget::Form::Mattermost:
        return mattermost(message);
    }
    return {};
}

QString pagerDutyKey(const Message &message) { return (QStringLiteral("astern-") + message.key).left(255); }

QByteArray pagerDutyBody(const QString &routingKey, const Message &message)
{
    QJsonObject event{{key("routing_key"), routingKey},
                      {key("event_action"), toString(message.deed)},
                      {key("dedup_key"), pagerDutyKey(message)}};
    if (message.deed != Deed::Trigger) // they name the incident, and nothing else
        return compact(event);
    QJsonObject payload{
        {key("summary"), message.title.left(1'024)},
        {key("source"), message.source.left(255)},
        {key("severity"), severityOf(message.grade)},
        {key("timestamp"), QDateTime::fromMSecsSinceEpoch(message.atMs, Qt::UTC).toString(Qt::ISODateWithMs)},
        {key("class"), message.kind},
        {key("custom_details"), QJsonObject{{key("text"), message.lines.join(QLatin1Char('\n'))}}}};
    if (!message.component.isEmpty())
        payload.insert(key("component"), message.component);
    if (!message.group.isEmpty())
        payload.insert(key("group"), message.group);
    event.insert(key("payload"), payload);
    event.insert(key("client"), key("Astern"));
    return compact(event);
}

} // namespace astern::connectors
