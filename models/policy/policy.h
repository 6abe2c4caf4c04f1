// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/rules.h"

#include <QJsonValue>

// A policy document as one immutable value: how live signals become a verdict and a verdict an action. Defaults are
// filled in, references are known to hold, and what the reader refuses (reader.h) never gets here.
namespace astern::policy {

enum class Strategy { Canary, BlueGreen, Rolling };
enum class ErrorClass { ClientError, ServerError, Timeout, Slow, Dependency, Saturation, Data };
enum class SeriesStart { ZeroIfNew, Zero, IgnoreFirst }; // what the first value of a counter counts for

struct Query {
    QString source; // backend id of the workspace
    SeriesSelector selector;
    bool operator==(const Query &) const = default;
};

// Counters of all and of bad events, or a histogram whose events slower than `overMs` are bad.
struct Events {
    struct Counters {
        Query total;
        Query bad; // what is counted; with LowerIsBad the good events
        bool operator==(const Counters &) const = default;
    };
    struct Histogram {
        Query query;
        qint64 overMs = 0;
        bool operator==(const Histogram &) const = default;
    };
    std::variant<Counters, Histogram> from;
    QString unit = QStringLiteral("request"); // a label only
    ErrorClass errorClass = ErrorClass::ServerError;
    SeriesStart seriesStart = SeriesStart::ZeroIfNew;
    bool operator==(const Events &) const = default;
};

struct Gauge {
    Query query;
    QString unit;
    bool operator==(const Gauge &) const = default;
};

struct HttpCheck {
    QString method = QStringLiteral("GET");
    QString url; // with {role}
    QMap<QString, QString> headers;
    QString body;
    QList<int> expectStatus{200};
    QMap<QString, QJsonValue> expectJson; // top-level member -> text, number, bool or null
    QString expectBody;                   // contained in the answer; empty: anything
    std::optional<qint64> maxLatencyMs;
    bool operator==(const HttpCheck &) const = default;
};
struct TcpCheck {
    QString host; // with {role}
    int port = 0;
    std::optional<qint64> maxLatencyMs;
    bool operator==(const TcpCheck &) const = default;
};

struct Probe {
    qint64 everyMs = 0;
    qint64 timeoutMs = 0;
    std::variant<HttpCheck, TcpCheck> check;
    QStringList from; // named locations
    bool operator==(const Probe &) const = default;
};

struct States {
    QString source; // backend id of the workspace
    QString object; // "replicas"
    QStringList states;
    bool operator==(const States &) const = default;
};

struct Signal {
    QString id;
    qint64 scrapeMs = 15'000;     // expected distance of samples; a probe's `every`
    qint64 staleAfterMs = 45'000; // max(3 x scrape, 30 s) unless the file says otherwise
    std::variant<Events, Gauge, Probe, States> body;
    bool operator==(const Signal &) const = default;
};

struct Timing {
    qint64 tickMs = 10'000;
    qint64 latenessMs = 15'000;
    qint64 maxDurationMs = 60 * 60'000;
    qint64 warmUpMs = 0;
    bool operator==(const Timing &) const = default;
};

struct AppliesTo {
    QString service;
    QStringList environments;
    QList<Strategy> strategies;
    bool operator==(const AppliesTo &) const = default;
};

struct Guards {
    qint64 coolDownMs = 10 * 60'000;
    qint64 maxAutoRollbacks = 2;
    qint64 maxAutoRollbacksWithinMs = 24 * 3'600'000;
    bool rollbackSafe = true; // false: a rollback of the ladder becomes a question
    qint64 alertsPer10m = 1;
    qint64 alertFlood = 10; // alerts in 10 min
    qint64 alertsPerDay = 150;
    bool operator==(const Guards &) const = default;
};

struct FreezeSpan {
    qint64 fromMs = 0; // UTC
    qint64 toMs = 0;
    bool operator==(const FreezeSpan &) const = default;
};
struct FreezeWeekly {
    QList<int> days;    // 1 Monday … 7 Sunday, on which it begins
    int fromMinute = 0; // of the day, in the zone
    int toMinute = 0;   // not after fromMinute: of the next day
    QString zone;       // "Europe/Berlin"
    bool operator==(const FreezeWeekly &) const = default;
};

// A time in which no rollout starts or is promoted. Never blocks a rollback.
struct Freeze {
    QString id;
    std::variant<FreezeSpan, FreezeWeekly> when;
    bool blocksStart = false;
    bool blocksPromote = false;
    bool operator==(const Freeze &) const = default;
};

struct Hold {
    bool operator==(const Hold &) const = default;
};
struct Shrink {
    double to = 0; // share of the traffic, 0…1; the smaller of this and the current one
    bool operator==(const Shrink &) const = default;
};
// A flag is set, or a configuration is applied: one of the two pairs is filled.
struct Mitigate {
    QString flag;
    QString set;
    QString config;
    QString apply;
    qint64 waitMs = 60'000; // after it was confirmed, before the next step looks
    bool operator==(const Mitigate &) const = default;
};
struct Rollback {
    qint64 retries = 3;
    qint64 backoffMs = 5'000; // doubled each time, at most 60 s
    qint64 timeoutMs = 5 * 60'000;
    bool operator==(const Rollback &) const = default;
};
struct Notify {
    QString to;
    bool operator==(const Notify &) const = default;
};
struct Page {
    QString to;
    bool operator==(const Page &) const = default;
};
struct Ask {
    enum class Default { Hold, Rollback, Freeze };
    QString to;
    qint64 timeoutMs = 0;
    Default otherwise = Default::Hold; // without an answer in time
    bool operator==(const Ask &) const = default;
};

struct Step {
    enum class When { Always, StillSystemic, NotConfirmed };
    std::variant<Hold, Shrink, Mitigate, Rollback, Notify, Page, Ask> act;
    qint64 afterMs = 0; // since the episode of the class began
    When when = When::Always;
    bool unlessCritical = false;
    bool operator==(const Step &) const = default;

    [[nodiscard]] QString name() const; // "rollback", as `do` says it
};

struct Ladder {
    QList<Step> onTransient;
    QList<Step> onSystemic;
    QList<Step> onUnknown;
    QList<Step> onExternal;
    bool operator==(const Ladder &) const = default;
};

struct Policy {
    QString id;
    qint64 revision = 1;
    QString owner;
    Mode mode = Mode::Enforce;
    AppliesTo appliesTo;
    Timing time;
    QList<Signal> signalSpecs; // in file order
    QList<Rule> rules;         // in file order
    Guards guards;
    QList<Freeze> freezes;
    Ladder ladder;
    bool operator==(const Policy &) const = default;

    [[nodiscard]] const Signal *signal(const QString &id) const; // nullptr: none
    [[nodiscard]] const Rule *rule(const QString &id) const;
    // False: what the rule says is shown and recorded, and changes no verdict.
    [[nodiscard]] bool enforces(const Rule &rule) const { return mode == Mode::Enforce && rule.mode == Mode::Enforce; }
};

} // namespace astern::policy
