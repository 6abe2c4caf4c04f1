// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/alertmanagerapi.h"

#include "connectors/sandbox/flags.h"
#include "connectors/sandbox/json.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

constexpr auto kReceiver = "drill-room"_L1;
constexpr qint64 kValidMs = 4 * 60'000; // how long Prometheus says that an alert lasts without another word

ApiResponse json(int status, const QByteArray &body) { return {status, "application/json", body + '\n', {}}; }
ApiResponse array(const QJsonArray &list) { return json(200, QJsonDocument(list).toJson(QJsonDocument::Compact)); }

// Three shapes for one API: a JSON text, an object, nothing.
ApiResponse words(int status, const QString &message)
{
    const QByteArray list = QJsonDocument(QJsonArray{message}).toJson(QJsonDocument::Compact);
    return json(status, list.mid(1, list.size() - 2));
}
ApiResponse failure(int status, int code, const QString &message)
{
    return {status, "application/json", compact({{u"code"_s, code}, {u"message"_s, message}}), {}};
}

bool wants(const ApiRequest &request, QLatin1String name)
{
    return !request.has(name) || request.param(name) == "true"_L1;
}

// The filters of a request, or what is wrong with one.
std::optional<std::vector<AlertMatcher>> filters(const ApiRequest &request, QString &wrong)
{
    std::vector<AlertMatcher> all;
    for (const auto &[name, value] : request.query) {
        if (name != "filter"_L1)
            continue;
        const auto matcher = AlertMatcher::parse(value);
        if (!matcher) {
            wrong = value;
            return std::nullopt;
        }
        all.push_back(*matcher);
    }
    return all;
}

} // namespace

ApiResponse AlertmanagerApi::handle(const ApiRequest &request)
{
    if (request.path == "/-/ready"_L1 || request.path == "/-/healthy"_L1)
        return {200, "text/plain; charset=utf-8", "OK", {}};
    const QString path = request.path.startsWith("/api/v2/"_L1) ? request.path.mid(8) : QString();
    static const QStringList known{u"alerts"_s, u"alerts/groups"_s, u"receivers"_s, u"status"_s, u"silences"_s};
    if (path.startsWith("silence/"_L1))
        return silence(request, path.mid(8));
    if (!known.contains(path))
        return failure(404, 404, u"path "_s + request.path + u" was not found"_s);
    if (path == "silences"_L1 && request.method == "POST")
        return postSilence(request);
    if (request.method != "GET")
        return failure(405, 405,
                       u"method "_s + QString::fromLatin1(request.method) + u" is not allowed, but [GET] are"_s);
    if (path == "receivers"_L1)
        return array({QJsonObject{{u"name"_s, kReceiver}}});
    if (path == "status"_L1)
        return status();
    if (path == "silences"_L1)
        return listSilences(request);
    return alerts(request, path == "alerts/groups"_L1);
}

QJsonObject AlertmanagerApi::alertJson(const QString &print, const Alert &alert) const
{
    QJsonObject labels;
    for (const auto &[name, value] : alert.labels)
        labels.insert(name, value);
    QJsonArray silenced;
    for (const Silence &each : m_alerts.silences())
        if (each.state(m_wall) == "active"_L1 && each.matches(alert.labels))
            silenced.append(each.id);
    return {{u"annotations"_s, QJsonObject{{u"summary"_s, alert.summary}}},
            {u"endsAt"_s, stampMs(alert.updatedAt + kValidMs)},
            {u"fingerprint"_s, print},
            {u"receivers"_s, QJsonArray{QJsonObject{{u"name"_s, kReceiver}}}},
            {u"startsAt"_s, stampMs(alert.startsAt)},
            {u"status"_s, QJsonObject{{u"inhibitedBy"_s, QJsonArray()},
                                      {u"silencedBy"_s, silenced},
                                      {u"state"_s, silenced.isEmpty() ? u"active"_s : u"suppressed"_s}}},
            {u"updatedAt"_s, stampMs(alert.updatedAt)},
            {u"generatorURL"_s, u"https://prometheus.shop.example/alerts"_s},
            {u"labels"_s, labels}};
}

ApiResponse AlertmanagerApi::alerts(const ApiRequest &request, bool grouped) const
{
    QString wrong;
    const auto matchers = filters(request, wrong);
    if (!matchers)
        return words(400, u"bad matcher format: "_s + wrong);
    const QRegularExpression receiver(QRegularExpression::anchoredPattern(request.param("receiver"_L1)));
    if (!receiver.isValid())
        return words(400, u"failed to parse receiver param: error parsing regexp: "_s + receiver.errorString());
    QJsonArray list;
    std::map<QString, QJsonArray> groups; // "alertname service" -> alerts
    for (const auto &[print, alert] : m_alerts.firing()) {
        if (request.has("receiver"_L1) && !receiver.match(kReceiver).hasMatch())
            continue;
        if (!std::all_of(matchers->begin(), matchers->end(),
                         [&alert = alert](const AlertMatcher &each) { return each.matches(alert.labels); }))
            continue;
        const QJsonObject one = alertJson(print, alert);
        const bool silenced = get(one, {"status"_L1, "state"_L1}) == "suppressed"_L1;
        if (!wants(request, silenced ? "silenced"_L1 : "active"_L1))
            continue;
        list.append(one);
        groups[alert.labels.at(u"alertname"_s) + QLatin1Char(' ') + alert.labels.at(u"service"_s)].append(one);
    }
    if (!grouped)
        return array(list);
    QJsonArray all;
    for (const auto &[key, members] : groups)
        all.append(QJsonObject{{u"alerts"_s, members},
                               {u"labels"_s, QJsonObject{{u"alertname"_s, key.section(QLatin1Char(' '), 0, 0)},
                                                         {u"service"_s, key.section(QLatin1Char(' '), 1)}}},
                               {u"receiver"_s, QJsonObject{{u"name"_s, kReceiver}}}});
    return array(all);
}

ApiResponse AlertmanagerApi::status() const
{
    static const QString config = u"route:\n  receiver: drill-room\n  group_by:\n  - alertname\n  - service\n"
                                  "receivers:\n- name: drill-room\ntemplates: []\n"_s;
    return json(200, compact({{u"cluster"_s, QJsonObject{{u"peers"_s, QJsonArray()}, {u"status"_s, u"disabled"_s}}},
                              {u"config"_s, QJsonObject{{u"original"_s, config}}},
                              {u"uptime"_s, stampMs(m_started)},
                              {u"versionInfo"_s, QJsonObject{{u"branch"_s, u"sandbox"_s},
                                                             {u"buildDate"_s, u"20230409-09:50:43"_s},
                                                             {u"buildUser"_s, u"sandbox"_s},
                                                             {u"goVersion"_s, u"go1.19.8"_s},
                                                             {u"revision"_s, u"sandbox"_s},
                                                             {u"version"_s, u"0.25.0"_s}}}}));
}

QJsonObject AlertmanagerApi::silenceJson(const Silence &silence) const
{
    return {{u"id"_s, silence.id},
            {u"status"_s, QJsonObject{{u"state"_s, silence.state(m_wall)}}},
            {u"updatedAt"_s, stampMs(silence.updatedAt)},
            {u"comment"_s, silence.comment},
            {u"createdBy"_s, silence.createdBy},
            {u"startsAt"_s, stampMs(silence.startsAt)},
            {u"endsAt"_s, stampMs(silence.endsAt)},
            {u"matchers"_s, silence.matchers}};
}

ApiResponse AlertmanagerApi::listSilences(const ApiRequest &request) const
{
    QString wrong;
    const auto matchers = filters(request, wrong);
    if (!matchers)
        return words(400, u"bad matcher format: "_s + wrong);
    QJsonArray list;
    for (const QLatin1String state : {"active"_L1, "pending"_L1, "expired"_L1}) // as the real one sorts them
        for (const Silence &each : m_alerts.silences()) {
            Labels labels; // a filter looks at what the silence's matchers say
            for (const QJsonValue &matcher : each.matchers)
                labels[matcher.toObject().value("name"_L1).toString()] =
                    matcher.toObject().value("value"_L1).toString();
            if (each.state(m_wall) == state &&
                std::all_of(matchers->begin(), matchers->end(),
                            [&](const AlertMatcher &one) { return one.matches(labels); }))
                list.append(silenceJson(each));
        }
    return array(list);
}

ApiResponse AlertmanagerApi::postSilence(const ApiRequest &request)
{
    QJsonParseError error;
    const QJsonObject body = QJsonDocument::fromJson(request.body, &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(400, 400, u"parsing silence body from \"\" failed, because "_s + error.errorString());
    for (const QString &key : {u"comment"_s, u"createdBy"_s, u"endsAt"_s, u"matchers"_s, u"startsAt"_s})
        if (!body.contains(key))
            return failure(422, 602, key + u" in body is required"_s);
    Silence wanted;
    wanted.id = body.value("id"_L1).toString();
    for (const QJsonValue &each : body.value("matchers"_L1).toArray()) {
        QJsonObject matcher = each.toObject();
        if (!matcher.contains(u"isEqual"_s))
            matcher.insert(u"isEqual"_s, true);
        wanted.matchers.append(matcher);
    }
    if (wanted.matchers.isEmpty())
        return failure(422, 612, u"matchers in body should have at least 1 items"_s);
    wanted.startsAt =
        QDateTime::fromString(body.value("startsAt"_L1).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    wanted.endsAt = QDateTime::fromString(body.value("endsAt"_L1).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    wanted.createdBy = body.value("createdBy"_L1).toString();
    wanted.comment = body.value("comment"_L1).toString();
    if (wanted.endsAt <= wanted.startsAt)
        return words(400, u"Failed to create silence: start time must be before end time"_s);
    if (wanted.endsAt <= m_wall)
        return words(400, u"Failed to create silence: end time can't be in the past"_s);
    return json(200, compact({{u"silenceID"_s, m_alerts.silence(wanted, m_wall)}}));
}

ApiResponse AlertmanagerApi::silence(const ApiRequest &request, const QString &id)
{
    if (QUuid::fromString(id).isNull() && id != "00000000-0000-0000-0000-000000000000"_L1)
        return failure(422, 601, u"silenceID in path must be of type uuid: \""_s + id + QLatin1Char('"'));
    if (request.method == "DELETE")
        return m_alerts.expire(id, m_wall) ? ApiResponse{200, "application/json", {}, {}}
                                           : words(500, u"silence not found"_s);
    for (const Silence &each : m_alerts.silences())
        if (each.id == id)
            return json(200, compact(silenceJson(each)));
    return {404, "application/json", {}, {}};
}

} // namespace astern::connectors::sandbox
