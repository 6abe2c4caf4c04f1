// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/verdict/recordsource.h"
#include "models/rollout/rollout.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QMetaType>
#include <QObject>
#include <QString>

#include <optional>

namespace astern {

// Whose samples: the version being rolled out, the one that serves beside it, or both together.
enum class Role { New, Stable, All };
[[nodiscard]] QString toString(Role role); // "new", "stable", "all"

// A series of a monitoring backend and how to narrow it down: the policy format's `{source, series, where}`.
struct SeriesSelector {
    QString series;               // metric name
    QMap<QString, QString> where; // label -> value; "5xx" style values match a class of status codes
    bool operator==(const SeriesSelector &) const = default;
};

// What a signal is, in the policy format's words (`services.<id>.signals.<signal>`).
struct SignalSpec {
    enum class Kind {
        Events,  // bad / total counters, or a histogram with a limit `over`: value is a ratio 0…1
        Counter, // events per second of one counter
        Gauge,   // value as it is
    };
    enum class Better { Lower, Higher };

    QString id;
    QString title; // for people; defaults to a readable form of id
    QString unit;  // "%", "ms", "req/s", "/min"… of the displayed value
    Kind kind = Kind::Events;
    Better better = Better::Lower;
    QString source; // workspace id of the monitoring backend
    qint64 scrapeMs = 15'000;
    SeriesSelector total;             // Events with counters; Counter and Gauge use this one
    SeriesSelector bad;               // Events with counters
    SeriesSelector histogram;         // Events with a histogram
    double overSeconds = 0;           // histogram limit: slower than this is bad
    std::optional<double> limitAbove; // in the value's own scale (0.01 = 1 %)
    std::optional<double> limitBelow;
    double perSeconds = 1; // Counter: value is events per this many seconds (60: per minute)
    bool operator==(const SignalSpec &) const = default;

    [[nodiscard]] bool hasLimit() const { return limitAbove || limitBelow; }
    // "older than": max(3 x scrape, 30 s), POLICY.md 2.9.
    [[nodiscard]] qint64 staleAfterMs() const { return std::max<qint64>(3 * scrapeMs, 30'000); }
};

// A value in the signal's own scale as people read it: "3.42 %" for a ratio of 0.0342, "812 ms", "31 /min".
[[nodiscard]] QString displayText(const SignalSpec &spec, double value);

// One series in the store: whose signal, and which role.
struct SeriesId {
    QString place;  // Placement::key(): service and where it runs
    QString signal; // SignalSpec::id
    Role role = Role::All;
    bool operator==(const SeriesId &) const = default;
};
[[nodiscard]] size_t qHash(const SeriesId &id, size_t seed = 0);

struct Sample {
    qint64 atMs = 0;  // event time, wall clock
    double value = 0; // NaN: the backend answered "not a number"
    bool operator==(const Sample &) const = default;
};

// Samples of one answer. `arrivedMs` is when it came in; the two times are kept apart.
struct SampleBatch {
    struct Series {
        SeriesId id;
        QList<Sample> samples; // ascending by atMs
    };
    QString backend;
    qint64 arrivedMs = 0;
    QList<Series> series;
};

// What a source is asked to keep reading. Selectors are already filled in with the rollout's hashes.
struct SignalQuery {
    SeriesId id;
    SignalSpec spec;
    QMap<QString, QString> labels; // role selector and place: label -> value, matched exactly
    bool operator==(const SignalQuery &) const = default;
};

// A monitoring backend. Lives on the io thread.
class SignalSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    // Replaces what is asked; a series seen for the first time is read back for `historyMs`.
    virtual void setQueries(const QList<astern::SignalQuery> &queries) = 0;
    // Replaces what is recorded; a query that stays the same goes on where it was. A source that keeps no raw samples
    // tells nothing.
    virtual void setRecordQueries(const QList<astern::policy::RecordQuery> &queries) { Q_UNUSED(queries) }
    // A person has signed in again, or wants it tried: secrets are read anew and everything is asked again.
    virtual void signInAgain() = 0;

Q_SIGNALS:
    void sampled(const astern::SampleBatch &batch);
    void recorded(const astern::policy::RecordBatch &batch);
    void healthChanged(const astern::BackendHealth &health);
};

} // namespace astern

Q_DECLARE_METATYPE(astern::SampleBatch)
Q_DECLARE_METATYPE(QList<astern::SignalQuery>)
