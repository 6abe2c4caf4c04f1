// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/dispersion.h"
#include "models/policy/verdict/arms.h"
#include "models/policy/verdict/verdict.h"

#include <memory>
#include <span>

namespace astern::policy {

// What is being judged, as far as no record says it.
struct JudgedRollout {
    QString id;
    qint64 startMs = 0; // the controller's creation time of the new revision, UTC
    // Labels that a series must have to belong to a role, placeholders filled in; empty: the role has no series.
    QMap<QString, QString> newLabels;
    QMap<QString, QString> stableLabels;
    // What the counted events of a signal were in the same slots of the last weeks, incidents left out: rules of type
    // drop. By signal id.
    QMap<QString, QList<double>> sameSlots;
    bool operator==(const JudgedRollout &) const = default;
};

// The tick under way.
struct Moment {
    qint64 t = 0;     // ticks since the one that holds the rollout's start
    qint64 tick = 0;  // its number on the grid
    qint64 endMs = 0; // tick x tickMs
    bool warmUp = false;
    bool stepEnd = false;
    bool rolloutEnd = false;
};

// What a rule is built from. Outlives it.
struct Ground {
    const Policy &policy;
    const JudgedRollout &rollout;
    const Arms &arms;
    qint64 startTick = 0; // that holds the rollout's start

    [[nodiscard]] qint64 ticks(qint64 ms) const { return ticksOf(ms, policy.time.tickMs); }
    [[nodiscard]] qint64 plannedTicks() const { return ticks(policy.time.maxDurationMs); }
    [[nodiscard]] qsizetype signalIndex(const QString &id) const;
    [[nodiscard]] const Signal &signal(const QString &id) const { return policy.signalSpecs.at(signalIndex(id)); }
    [[nodiscard]] const Arm &arm(const QString &signal, Role role) const { return arms.at(signalIndex(signal), role); }
    [[nodiscard]] bool hasStable() const { return !rollout.stableLabels.isEmpty(); }
};

// One rule over the life of one rollout: told each tick once, in order, it says what it finds. Deterministic.
class RuleJudge {
public:
    virtual ~RuleJudge() = default;
    // `others` holds the readings of this tick of the rules named by reads(). `reading` comes fresh but for the rule's
    // own severity; samples, late and sinceMs are filled in by the caller.
    virtual void step(const Moment &now, std::span<const RuleReading> others, RuleReading &reading) = 0;
    // Once a mitigation is in place.
    virtual void startAfresh(qint64 /*tick: the first that counts*/) {}
    [[nodiscard]] virtual QList<qsizetype> reads() const { return {}; } // indices of rules
};

[[nodiscard]] std::unique_ptr<RuleJudge> makeRuleJudge(const Rule &rule, const Ground &ground);

// Whether there is enough to judge events by, over a window of an arm.
struct WindowAnswer {
    Outcome outcome = Outcome::NoData; // Ok: there is
    ArmHistory::Sum sum;
    qint64 coverageE9 = 0;
};
[[nodiscard]] WindowAnswer eventsWithin(const Arm &arm, qint64 tick, qint64 window, qint64 notBefore,
                                        const Answering &answering);

// How events scattered in an arm in the hour before the rollout.
[[nodiscard]] statistics::Dispersion dispersionBefore(const Arm &arm, const Ground &ground);

} // namespace astern::policy
