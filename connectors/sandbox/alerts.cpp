// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/alerts.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/replicasets.h"

#include <algorithm>
#include <array>
#include <set>

namespace astern::connectors::sandbox {

namespace {

struct Rule {
    QLatin1String name;
    QLatin1String severity;
    qint64 forMs;
    QLatin1String expr; // empty: about pods
    QLatin1String summary;
};

constexpr std::array kRules{
    Rule{"ErrorRateHigh"_L1, "warning"_L1, 30'000,
         "sum by (service, environment, cell) (rate(http_requests_total{service=\"$service\",status=~\"5..\"}[1m])) / "
         "sum by (service, environment, cell) (rate(http_requests_total{service=\"$service\"}[1m])) > 0.01"_L1,
         "%1 in %2/%3: %4 % of the requests fail"_L1},
    Rule{"ErrorRateCritical"_L1, "critical"_L1, 30'000,
         "sum by (service, environment, cell) (rate(http_requests_total{service=\"$service\",status=~\"5..\"}[1m])) / "
         "sum by (service, environment, cell) (rate(http_requests_total{service=\"$service\"}[1m])) > 0.05"_L1,
         "%1 in %2/%3: %4 % of the requests fail"_L1},
    Rule{"RequestsSlow"_L1, "warning"_L1, 60'000,
         "1 - sum by (service, environment, cell) "
         "(rate(http_request_duration_seconds_bucket{service=\"$service\",le=\"0.3\"}[1m])) / "
         "sum by (service, environment, cell) "
         "(rate(http_request_duration_seconds_count{service=\"$service\"}[1m])) > 0.05"_L1,
         "%1 in %2/%3: %4 % of the requests take longer than 300 ms"_L1},
    Rule{"PodsNotReady"_L1, "warning"_L1, 30'000, {}, "%1 in %2/%3: pods do not come up"_L1},
};

} // namespace

QString fingerprint(const Labels &labels)
{
    quint64 hash = 14'695'981'039'346'656'037ULL; // FNV-1a, with a byte that no text has between the parts
    const auto add = [&hash](const QString &text) {
        for (const char c : text.toUtf8() + '\xff') {
            hash ^= quint8(c);
            hash *= 1'099'511'628'211ULL;
        }
    };
    for (const auto &[name, value] : labels) {
        add(name);
        add(value);
    }
    return QStringLiteral("%1").arg(hash, 16, 16, QLatin1Char('0'));
}

bool AlertMatcher::matches(const Labels &labels) const
{
    const auto it = labels.find(matcher.label);
    return matcher.matches(it == labels.end() ? QString() : it->second);
}

static PromMatcher matcherOf(const QString &label, PromMatcher::Op op, const QString &value)
{
    PromMatcher made;
    made.label = label;
    made.op = op;
    made.value = value;
    made.pattern = QRegularExpression(QRegularExpression::anchoredPattern(value));
    return made;
}

std::optional<AlertMatcher> AlertMatcher::parse(const QString &text)
{
    using Op = PromMatcher::Op;
    static const QRegularExpression form(u"^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    QString value = match.captured(3);
    if (value.size() >= 2 && value.startsWith(QLatin1Char('"')) && value.endsWith(QLatin1Char('"')))
        value = value.mid(1, value.size() - 2).replace(u"\\\""_s, u"\""_s).replace(u"\\\\"_s, u"\\"_s);
    const QString sign = match.captured(2);
    const Op op = sign == "="_L1    ? Op::Equal
                  : sign == "!="_L1 ? Op::NotEqual
                  : sign == "=~"_L1 ? Op::Regex
                                    : Op::NotRegex;
    AlertMatcher made{matcherOf(match.captured(1), op, value)};
    return made.matcher.pattern.isValid() ? std::optional(made) : std::nullopt;
}

bool Silence::matches(const Labels &labels) const
{
    using Op = PromMatcher::Op;
    return std::all_of(matchers.begin(), matchers.end(), [&labels](const QJsonValue &each) {
        const QJsonObject matcher = each.toObject();
        const bool regex = matcher.value("isRegex"_L1).toBool();
        const Op op = matcher.value("isEqual"_L1).toBool(true) ? regex ? Op::Regex : Op::Equal
                      : regex                                  ? Op::NotRegex
                                                               : Op::NotEqual;
        return AlertMatcher{matcherOf(matcher.value("name"_L1).toString(), op, matcher.value("value"_L1).toString())}
            .matches(labels);
    });
}

QString Silence::state(qint64 wall) const
{
    return wall >= endsAt ? u"expired"_s : wall < startsAt ? u"pending"_s : u"active"_s;
}

void Alerts::watch(const QString &service)
{
    for (size_t i = 0; i < kRules.size(); ++i) {
        if (kRules.at(i).expr.isEmpty())
            continue;
        Watch made{int(i), {}};
        PromError error;
        if (parsePromQL(QString(kRules.at(i).expr).replace(u"$service"_s, service), made.expr, error))
            m_watches.push_back(std::move(made));
    }
}

void Alerts::evaluate(const SampleStore &samples, const std::vector<std::array<QString, 3>> &podsFailing, qint64 wall)
{
    std::set<QString> seen;
    const auto note = [&](const Rule &rule, const QString &service, const QString &environment, const QString &cell,
                          double value) {
        const Labels labels{{u"alertname"_s, rule.name},
                            {u"service"_s, service},
                            {u"environment"_s, environment},
                            {u"cell"_s, cell},
                            {u"severity"_s, rule.severity}};
        const QString key = fingerprint(labels);
        seen.insert(key);
        const auto [it, made] = m_alerts.try_emplace(key);
        Alert &alert = it->second;
        if (made) {
            alert.labels = labels;
            alert.pendingSince = wall;
        }
        if (alert.startsAt == 0 && wall - alert.pendingSince >= rule.forMs)
            alert.startsAt = wall;
        alert.updatedAt = wall;
        alert.summary = QString(rule.summary).arg(service, environment, cell);
        if (!rule.expr.isEmpty())
            alert.summary = alert.summary.arg(QString::number(100 * value, 'f', 1));
    };
    for (const Watch &each : m_watches) {
        PromValue value;
        PromError error;
        if (!PromEvaluator(samples, wall).evaluate(each.expr, value, error))
            continue;
        for (const PromSample &sample : value.vector)
            note(kRules.at(size_t(each.rule)), sample.labels.at(u"service"_s), sample.labels.at(u"environment"_s),
                 sample.labels.at(u"cell"_s), sample.value);
    }
    for (const auto &[service, environment, cell] : podsFailing)
        note(kRules.back(), service, environment, cell, 0);
    std::erase_if(m_alerts, [&seen](const auto &item) { return seen.count(item.first) == 0; });
}

std::map<QString, Alert> Alerts::firing() const
{
    std::map<QString, Alert> all;
    for (const auto &[key, alert] : m_alerts)
        if (alert.startsAt > 0)
            all.emplace(key, alert);
    return all;
}

QString Alerts::silence(Silence wanted, qint64 wall)
{
    wanted.updatedAt = wall;
    for (Silence &each : m_silences) {
        if (wanted.id.isEmpty() || each.id != wanted.id)
            continue;
        if (each.matchers == wanted.matchers && each.endsAt > wall) {
            each = wanted;
            return each.id;
        }
        each.endsAt = std::min(each.endsAt, wall); // other alerts: another silence
    }
    wanted.startsAt = std::max(wanted.startsAt, wall);
    wanted.id = makeUid(m_random);
    m_silences.append(wanted);
    return wanted.id;
}

bool Alerts::expire(const QString &id, qint64 wall)
{
    for (Silence &each : m_silences)
        if (each.id == id) {
            if (each.endsAt > wall) {
                each.startsAt = std::min(each.startsAt, wall);
                each.endsAt = wall;
                each.updatedAt = wall;
            }
            return true;
        }
    return false;
}

QString Alerts::rules()
{
    QString out;
    for (const Rule &rule : kRules)
        out += QStringLiteral("%1 (%2), for %3 s: %4\n")
                   .arg(rule.name, rule.severity)
                   .arg(rule.forMs / 1000)
                   .arg(rule.expr.isEmpty() ? QLatin1String("pods that cannot be pulled, or crash") : rule.expr);
    return out;
}

} // namespace astern::connectors::sandbox
