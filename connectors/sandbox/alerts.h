// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/promeval.h"
#include "models/base/random.h"

#include <QJsonArray>
#include <QJsonObject>

#include <map>
#include <optional>

namespace astern::connectors::sandbox {

struct Alert {
    Labels labels; // alertname, service, environment, cell, severity
    QString summary;
    qint64 pendingSince = 0; // wall, as all times here
    qint64 startsAt = 0;     // 0: not long enough yet
    qint64 updatedAt = 0;
};

// "name=value", "!=", "=~", "!~" on an alert's labels.
struct AlertMatcher {
    PromMatcher matcher;
    [[nodiscard]] bool matches(const Labels &labels) const;
    static std::optional<AlertMatcher> parse(const QString &text);
};

struct Silence {
    QString id;
    QJsonArray matchers;
    qint64 startsAt = 0;
    qint64 endsAt = 0;
    qint64 updatedAt = 0;
    QString createdBy;
    QString comment;
    [[nodiscard]] bool matches(const Labels &labels) const;
    [[nodiscard]] QString state(qint64 wall) const; // "active", "pending", "expired"
};

// What alerting rules make of the company's own metrics, and what somebody silenced.
class Alerts {
public:
    static constexpr qint64 kEveryMs = 15'000;
    explicit Alerts(quint64 seed) : m_random(Random::stream(seed, u"silences")) {}

    void watch(const QString &service); // rules are for those that are watched
    // One round of the rules; `podsFailing`: places (service, environment, cell) with pods that do not come up.
    void evaluate(const SampleStore &samples, const std::vector<std::array<QString, 3>> &podsFailing, qint64 wall);
    // Those that fire, by fingerprint.
    [[nodiscard]] std::map<QString, Alert> firing() const;

    [[nodiscard]] const QList<Silence> &silences() const { return m_silences; }
    // The new silence's id. One that is there and says the same is changed in place; otherwise it ends.
    QString silence(Silence wanted, qint64 wall);
    bool expire(const QString &id, qint64 wall);
    // The rules in PromQL, with $service; for people.
    [[nodiscard]] static QString rules();

private:
    struct Watch {
        int rule = 0;
        PromExpr expr;
    };
    std::vector<Watch> m_watches;
    std::map<QString, Alert> m_alerts; // by fingerprint; pending ones, too
    QList<Silence> m_silences;
    Random m_random;
};

// As Alertmanager writes it.
[[nodiscard]] QString fingerprint(const Labels &labels);

} // namespace astern::connectors::sandbox
