// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/signal.h"
#include "models/policy/condition.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

// The rules of a policy document as values. Durations are milliseconds and end in Ms, ratios are 0…1 (0.01 = 1 %);
// everything that the file may leave out holds its default already. Thread-safe: plain values.
namespace astern::policy {

enum class Mode { Enforce, Observe };                     // Observe: shown and recorded, never acted on
enum class Severity { Minor, Major, Critical };           // graver is greater
enum class Direction { HigherIsBad, LowerIsBad, Either }; // Either: of compare.rank only

// That many episodes within the span are systemic: flapping.
struct Recurrence {
    qint64 episodes = 3;
    qint64 withinMs = 15 * 60'000;
    bool operator==(const Recurrence &) const = default;
};

// The fast path: every tick of the last `forMs` at or above the ratio, with at least minTotal requests in all of them.
// With `dose` fewer ticks are enough once their ratios add up to as much: at 100 % instead of 50 % half of `forMs`.
struct Critical {
    double ratio = 0.5;
    qint64 minTotal = 50;
    qint64 forMs = 40'000;
    bool dose = false; // `measure: dose`: shorter when it is worse
    bool operator==(const Critical &) const = default;
};

// When a rule has an answer, how long it lives without data, and how long it must be well before it is healthy.
// Rules that cannot say so in the file live by these defaults.
struct Answering {
    qint64 minTotal = 50;     // fewer events in the window: insufficient
    double minCoverage = 0.8; // fewer ticks with data in the window: no_data
    qint64 noDataHoldMs = 60'000;
    qint64 clearForMs = 60'000;
    bool operator==(const Answering &) const = default;
};

// Suspect, then confirm: what compare.ratio and budget share.
struct TwoPhase {
    double alpha = 0.001;
    double alphaConfirm = 0.01;
    double betaClear = 0.05;
    double clearFraction = 0.25;
    QList<double> ratios; // mixture grid, each above 1, in file order
    qint64 transientMaxMs = 60'000;
    qint64 confirmTimeoutMs = 15 * 60'000;
    qint64 restartEveryMs = 60'000;
    bool sustained = false; // `confirm: sustained`: harm longer than transient_max need not wait for fresh data
    std::optional<double> dispersion; // phi >= 1; absent: auto
    Recurrence recurrence;
    std::optional<Critical> critical = Critical(); // absent: `critical: null`
    bool operator==(const TwoPhase &) const = default;
};

// Exactly one of above and below. A ratio for events, else in the gauge's unit.
struct Threshold {
    enum class Aggregate { Ratio, Mean, Max, Min, Last };
    QString signal;
    Role role = Role::New;
    std::optional<double> above;
    std::optional<double> below;
    double clear = 0;
    qint64 windowMs = 0;                    // whole ticks
    qint64 forMs = 0;                       // 0: judged at the tick
    Aggregate aggregate = Aggregate::Ratio; // of events; gauges: Mean unless the file says otherwise
    Recurrence recurrence;
    Answering answering;
    bool operator==(const Threshold &) const = default;
};

struct CompareRatio {
    QString signal;
    Direction direction = Direction::HigherIsBad; // never Either
    double tolerateRatio = 1.0;
    double badRatio = 2.0;
    double floor = 0.001; // without effect when LowerIsBad, as is badFloor
    double badFloor = 0.002;
    TwoPhase phases;
    Answering answering;
    bool operator==(const CompareRatio &) const = default;
};

struct CompareRank {
    // Only at fixed looks: an EveryTick rule is observed, whatever the file says, because peeking ruins alpha.
    enum class Look { StepEnd, RolloutEnd, EveryTick };
    QString signal;
    QString samples; // "per_minute_ratio"
    double alpha = 0.02;
    qint64 minSamples = 5; // in each arm
    double effectA12 = 0.64;
    Direction direction = Direction::HigherIsBad;
    Look at = Look::StepEnd;
    Answering answering;
    bool operator==(const CompareRank &) const = default;
};

struct Budget {
    QString signal;
    Role role = Role::New;
    double budget = 0;    // what E_abs takes for harmless
    double badBudget = 0; // 2 x budget unless the file says otherwise
    TwoPhase phases;
    Answering answering;
    bool operator==(const Budget &) const = default;
};

struct BurnRate {
    struct Pair {
        qint64 longMs = 0;
        qint64 shortMs = 0;
        double factor = 0;
        Severity severity = Severity::Major; // the rule's unless the file says otherwise
        bool operator==(const Pair &) const = default;
    };
    QString signal;
    Role role = Role::All;
    double slo = 0; // 0.999
    qint64 periodMs = qint64(30) * 86'400'000;
    qint64 minBad = 10;     // in the long window
    bool sinceStart = true; // attribute: since_start; a burn from before the rollout is external
    QList<Pair> pairs;
    bool operator==(const BurnRate &) const = default;
};

struct Deadline {
    struct Quorum {
        enum class Kind { All, Count, Percent };
        Kind kind = Kind::All;
        qint64 count = 0;   // Count
        double percent = 0; // Percent, as a ratio 0…1
        bool operator==(const Quorum &) const = default;
    };
    QString signal;
    Role role = Role::New;
    QString expect; // one of the signal's states
    Quorum quorum;
    qint64 healthyForMs = 10'000;
    qint64 eachWithinMs = 5 * 60'000;
    qint64 progressWithinMs = 10 * 60'000;
    qint64 crashLoops = 3;
    bool operator==(const Deadline &) const = default;
};

struct ProbeRule {
    QString signal;
    Role role = Role::New;
    qint64 failAfter = 3;
    qint64 locations = 1; // the majority of the signal's `from` unless the file says otherwise
    qint64 recoverAfter = 2;
    qint64 initialDelayMs = 0;
    bool operator==(const ProbeRule &) const = default;
};

struct Missing {
    QString signal;
    Role role = Role::New;
    qint64 staleAfterMs = 0; // wins over the signal's
    qint64 unknownAfterMs = 0;
    std::optional<qint64> escalateAfterMs; // absent: the ladder's own times
    QStringList systemicIf;                // rule ids; empty: never systemic
    bool operator==(const Missing &) const = default;
};

struct LowTraffic {
    enum class Then { Hold, RelyOn, Ask };
    QString signal;
    Role role = Role::New;
    qint64 needTotal = 0;
    qint64 withinMs = 0;
    Then then = Then::Hold;
    QStringList relyOn; // rule ids, with RelyOn
    bool operator==(const LowTraffic &) const = default;
};

struct Quorum {
    QStringList of; // rule ids
    qint64 need = 0;
    std::optional<qint64> withinMs; // absent: one tick
    bool operator==(const Quorum &) const = default;
};

struct StateRule {
    QString signal;
    Role role = Role::New;
    QStringList bad; // of the signal's states
    qint64 forMs = 60'000;
    bool operator==(const StateRule &) const = default;
};

// An Argo template taken over: a number is read `count` times and each reading passes, fails or does neither.
struct Sampled {
    QString signal;
    Role role = Role::New;
    qint64 everyMs = 0;
    qint64 count = 1;
    qint64 maxFailures = 0;
    qint64 maxInconclusive = 0;
    qint64 maxSourceErrors = 4;
    std::optional<qint64> needSuccessesInARow;
    std::optional<Condition> pass; // at least one of the two
    std::optional<Condition> fail;
    bool operator==(const Sampled &) const = default;
};

// Against the same slots of the last weeks. Only ever observed.
struct Drop {
    QString signal;
    Role role = Role::All;
    qint64 weeks = 4;
    qint64 slotMs = 15 * 60'000;
    QString statistic;           // "median_mad"
    std::optional<double> below; // relative drop, 0.25 = a quarter less
    std::optional<double> z;     // in MADs x 1.4826
    qint64 forMs = 0;
    bool operator==(const Drop &) const = default;
};

using RuleBody = std::variant<Threshold, CompareRatio, CompareRank, Budget, BurnRate, Deadline, ProbeRule, Missing,
                              LowTraffic, Quorum, StateRule, Sampled, Drop>;

struct Rule {
    QString id;
    Mode mode = Mode::Enforce; // the document's mode is not folded in: Policy::enforces()
    Severity severity = Severity::Major;
    RuleBody body;
    bool operator==(const Rule &) const = default;

    [[nodiscard]] QString type() const;   // "compare.ratio"
    [[nodiscard]] QString signal() const; // empty: of a quorum
    [[nodiscard]] Role role() const;      // New for compare rules, All for a quorum
};

} // namespace astern::policy
