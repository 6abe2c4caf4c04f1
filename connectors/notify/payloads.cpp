// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/payloads.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextBoundaryFinder>

namespace astern::connectors {
namespace {

using escalation::Deed;
using escalation::Message;

constexpr qsizetype kSlackHeader = 150;
constexpr qsizetype kSlackSection = 3'000;
// Of Teams and Mattermost, before they are escaped: 4 bytes at most for each unit and 50 around each line are below the
// 28 KB of the one, 2 characters for each below the 16 383 of the other, whatever is in them.
constexpr qsizetype kTitle = 500;
constexpr qsizetype kLines = 6'000;
constexpr qsizetype kAroundLine = 64;
constexpr qsizetype kPagerDutySummary = 1'024;
constexpr qsizetype kPagerDutyKey = 255;
constexpr qsizetype kPagerDutyField = 1'024; // it names no limit of its own
constexpr qsizetype kPagerDutyText = 100'000;

constexpr QChar kUnseen(0x200b); // zero width space: keeps two characters from meaning something together
constexpr QChar kMore(0x2026);

QString key(const char *text) { return QLatin1String(text); }

QByteArray compact(const QJsonObject &json) { return QJsonDocument(json).toJson(QJsonDocument::Compact); }

QString asIs(const QString &text) { return text; }

// As long as it may be behind `escape`, which sees one character after the other.
template <class Escape>
QString fitted(const QString &text, qsizetype most, Escape escape)
{
    if (const QString whole = escape(text); whole.size() <= most)
        return whole;
    QString out;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype from = 0, to = finder.toNextBoundary(); to >= 0; from = to, to = finder.toNextBoundary()) {
        const QString next = escape(text.mid(from, to - from));
        if (out.size() + next.size() >= most)
            break;
        out += next;
    }
    return out + kMore;
}

// What no reader sees, and a line's end, is a space.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = QLatin1Char(' ');
    }
    return text.trimmed();
}

QStringList linesOf(const Message &message)
{
    QStringList lines;
    for (const QString &line : message.lines) {
        if (const QString text = oneLine(line); !text.isEmpty())
            lines.append(text);
    }
    return lines;
}

QStringList fewLinesOf(const Message &message)
{
    QStringList few;
    qsizetype left = kLines;
    for (const QString &line : linesOf(message)) {
        left -= kAroundLine;
        if (left <= 0)
            break;
        few.append(cutText(line, left));
        left -= line.size();
    }
    return few;
}

QString forSlack(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == QLatin1Char('&'))
            out += QLatin1String("&amp;");
        else if (c == QLatin1Char('<'))
            out += QLatin1String("&lt;");
        else if (c == QLatin1Char('>'))
            out += QLatin1String("&gt;");
        else
            out += c;
    }
    return out;
}

// A backslash where every reader of that dialect takes it away again; what has none is kept apart by what cannot be
// seen. A line that begins like a list, a heading or a quote begins with it.
QString forMarkdown(const QString &text, QLatin1String escaped, QLatin1String apart)
{
    static const QLatin1String kBlocks("-+*#>=0123456789");
    QString out;
    if (!text.isEmpty() && kBlocks.contains(text.at(0)))
        out += kUnseen;
    for (const QChar c : text) {
        if (escaped.contains(c))
            out += QLatin1Char('\\');
        out += c;
        if (apart.contains(c))
            out += kUnseen;
    }
    return out;
}

// "{{DATE(…)}}" is made into a date, "](" into a link.
QString forTeams(const QString &text) { return forMarkdown(text, QLatin1String("*_\\"), QLatin1String("<]{")); }

QString forMattermost(const QString &text)
{
    return forMarkdown(text, QLatin1String("`*_[]()#!>|"), QLatin1String("@<~\\"));
}

QByteArray slack(const Message &message)
{
    const auto text = [](const QString &plain) {
        return QJsonObject{{key("type"), key("plain_text")}, {key("text"), plain}};
    };
    const QString title = oneLine(message.title);
    QStringList lines = linesOf(message);
    const QString head = fitted(title, kSlackHeader, forSlack);
    if (head.endsWith(kMore))
        lines.prepend(title);
    QJsonArray blocks{QJsonObject{{key("type"), key("header")}, {key("text"), text(head)}}};
    if (!lines.isEmpty()) // a section without a text is refused
        blocks.append(QJsonObject{{key("type"), key("section")},
                                  {key("text"), text(fitted(lines.join(QLatin1Char('\n')), kSlackSection, forSlack))}});
    return compact({{key("text"), fitted(title, kSlackSection, forSlack)}, {key("blocks"), blocks}});
}

QByteArray teams(const Message &message)
{
    const auto block = [](const QString &text, bool title) {
        QJsonObject json{{key("type"), key("TextBlock")}, {key("text"), forTeams(text)}, {key("wrap"), true}};
        if (title)
            json.insert(key("weight"), key("Bolder"));
        return json;
    };
    QJsonArray body{block(cutText(oneLine(message.title), kTitle), true)};
    for (const QString &line : fewLinesOf(message))
        body.append(block(line, false));
    const QJsonObject card{{key("$schema"), key("http://adaptivecards.io/schemas/adaptive-card.json")},
                           {key("type"), key("AdaptiveCard")},
                           {key("version"), key("1.2")},
                           {key("body"), body}};
    return compact({{key("type"), key("message")},
                    {key("attachments"),
                     QJsonArray{QJsonObject{{key("contentType"), key("application/vnd.microsoft.card.adaptive")},
                                            {key("contentUrl"), QJsonValue::Null},
                                            {key("content"), card}}}}});
}

QByteArray mattermost(const Message &message)
{
    QStringList lines{QStringLiteral("**%1**").arg(forMattermost(cutText(oneLine(message.title), kTitle)))};
    for (const QString &line : fewLinesOf(message))
        lines.append(forMattermost(line));
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

QString pagerDutyKey(const Message &message)
{
    return (QStringLiteral("astern-") + message.key).left(kPagerDutyKey); // of an id: ASCII, and far shorter
}

QByteArray pagerDutyBody(const QString &routingKey, const Message &message)
{
    QJsonObject event{{key("routing_key"), routingKey},
                      {key("event_action"), toString(message.deed)},
                      {key("dedup_key"), pagerDutyKey(message)}};
    if (message.deed != Deed::Trigger) // they name the incident, and nothing else
        return compact(event);
    const auto field = [](const QString &text) { return cutText(oneLine(text), kPagerDutyField); };
    QJsonObject payload{
        {key("summary"), cutText(oneLine(message.title), kPagerDutySummary)},
        {key("source"), field(message.source)},
        {key("severity"), severityOf(message.grade)},
        {key("timestamp"), QDateTime::fromMSecsSinceEpoch(message.atMs, Qt::UTC).toString(Qt::ISODateWithMs)},
        {key("class"), message.kind},
        {key("custom_details"),
         QJsonObject{{key("text"), cutText(linesOf(message).join(QLatin1Char('\n')), kPagerDutyText)}}}};
    if (!message.component.isEmpty())
        payload.insert(key("component"), field(message.component));
    if (!message.group.isEmpty())
        payload.insert(key("group"), field(message.group));
    event.insert(key("payload"), payload);
    event.insert(key("client"), key("Astern"));
    return compact(event);
}

QString cutText(const QString &text, qsizetype most) { return fitted(text, most, asIs); }

} // namespace astern::connectors
