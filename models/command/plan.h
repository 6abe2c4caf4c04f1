// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/command/command.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace astern {

enum class PlanKind {
    Pause,
    Resume,
    Promote,
    PromoteFull,
    Abort,
    Retry,
    Rollback,
    Mitigate,      // flags off, configuration back; the release stays
    FlagOff,       // one flag
    FlagOn,        // lets in whom its strategies say
    FlagPercent,   // of users
    RestoreConfig, // one configuration set
};
[[nodiscard]] QString toString(PlanKind kind); // "promote-full"
// Goes back, stops, or holds: allowed when the log is degraded, never blocked by protection.
[[nodiscard]] bool isProtective(PlanKind kind);

// What must be seen on the target, in a fresh read, before a step may send, or after it to call it done.
struct Expectation {
    enum class What {
        Nothing,
        InProgress, // a version other than the stable one is on its way
        Paused,
        NotPaused,
        StepPassed,   // control.currentStep is beyond `step`
        Aborted,      // the controller gave up on the new version
        DesiredIs,    // the desired version is `hash` / revision `revision`
        FullyServes,  // that version serves 100 %, nothing else gets traffic
        StableServes, // the stable version serves 100 %, and no other is on its way
        StableServesUnpaused,
        Retrying,
        FlagOff,
        FlagOn,
        FlagPercent, // `percent` of users, whether it is on or not
        ConfigIs,    // the configuration set is the version `digest`
    };
    What what = What::Nothing;
    int step = -1;
    int revision = 0;
    QString hash;
    QString digest; // of the manifest: survives that an undo gives the same template a new revision number
    int percent = -1;
    bool operator==(const Expectation &) const = default;
};
// The pure rule: does the expectation hold on this observation? Never true on an unknown rollout.
[[nodiscard]] bool holds(const Expectation &expectation, const Rollout &now);
[[nodiscard]] bool holds(const Expectation &expectation, const Observation &now);
// What is seen of it now: "9 of 12 pods…"; for the step under way and for the outcome.
[[nodiscard]] QString describe(const Expectation &expectation, const Rollout &now);
[[nodiscard]] QString describe(const Expectation &expectation, const Observation &now);
// How far it is, 0…1, by traffic; -1: this expectation has no measure.
[[nodiscard]] double progressTo(const Expectation &expectation, const Rollout &now);
[[nodiscard]] double progressTo(const Expectation &expectation, const Observation &now);

struct PlanStep {
    enum class Kind {
        Command, // sends `command`, then reads back until `effect` holds
        Recover, // watches the service's signals until they are under their limits for `holdMs`
    };
    QString id; // "abort", "restore", "promote-full", "recover": unique in its plan
    Kind kind = Kind::Command;
    QString title;  // "Abort the canary, all traffic to 4.7.1"
    QString detail; // "25 % → 0 %; 4.7.1 is running, 12 of 12 ready"
    PlanCommand command;
    Expectation precondition;
    Expectation effect;
    bool skipWhenEffectHolds = true; // already as wanted: recorded as found, nothing is sent
    qint64 expectedMs = 0;           // promise shown to people
    qint64 timeoutMs = 0;            // no effect after this long: "accepted, but no effect after N s"
    qint64 holdMs = 0;               // Recover: how long the signals must stay under their limits
    int attempts = 3;                // for requests that may be sent again
    // nullptr: it is not about a delivery backend.
    [[nodiscard]] const DeliveryCommand *delivery() const { return std::get_if<DeliveryCommand>(&command); }
    bool operator==(const PlanStep &) const = default;
};

// What happens to the waves of a campaign that have not begun when a place of an earlier one is not where it should be.
enum class OnRefusal {
    Stop, // they are not begun: what goes forward must not spread
    GoOn, // they are begun all the same: a cell that refuses must not keep the bad version serving elsewhere
};
[[nodiscard]] QString toString(OnRefusal policy); // "stop", "go-on"

// The campaign that a plan belongs to; every entry of the plan names it.
struct CampaignPart {
    QString id;   // empty: the plan stands alone
    int wave = 0; // from 0
    int waves = 0;
    OnRefusal onRefusal = OnRefusal::GoOn;
    bool operator==(const CampaignPart &) const = default;
};

// Ordered steps with their preconditions: what a button, the command line and the guard all make.
struct Plan {
    QString id; // UUIDv7: the saga id in the journal, and for a rollback its event id
    PlanKind kind = PlanKind::Rollback;
    QString service;
    QString environment;
    QString cell;
    ObjectRef target;
    bool production = false; // environment is protected
    QString fromVersion;
    QString toVersion;
    int fromRevision = 0;
    int toRevision = 0;
    QList<PlanStep> steps;
    QStringList stays;    // what stays as it is, said before anybody commits
    QStringList warnings; // e.g. that GitOps will undo it
    Rollout seen;         // the observation it was made from
    CampaignPart campaign;
    bool operator==(const Plan &) const = default;

    [[nodiscard]] qint64 expectedMs() const;    // of all command steps
    [[nodiscard]] QString placementKey() const; // as Placement::key() has it
    // All that its steps change, and the object that it is about.
    [[nodiscard]] QStringList targetKeys() const;
    // Of the command after the step at this place; empty: there is none.
    [[nodiscard]] QString commandAfter(qsizetype step) const;
};

// Who asks, as the journal records it.
struct Actor {
    QString ref;  // pseudonym for the log: of this account on this device
    QString name; // for people; personal data
    QString role; // the one acted in, for the log; proves nothing
    QString auth = QStringLiteral("os");
    bool automation = false;
    // Stable pseudonym of the person, the same under each of their accounts and on each of their devices: who fills one
    // seat of a gate fills no other. Empty: nobody proved who it is, and `ref` stands for the person.
    QString person = {};
    // Roles of the workspace (ids of people.roles) that a sign-in proved and that are in force now. What is only
    // claimed, in a file or an environment variable, is never among them.
    QStringList roles = {};
    [[nodiscard]] const QString &who() const { return person.isEmpty() ? ref : person; }
    bool operator==(const Actor &) const = default;
};

// How a plan is going: an immutable snapshot, sent after every change.
struct StepRun {
    enum class State {
        Waiting,
        Checking,
        Logging,
        Sending,
        Confirming,
        Done,
        Found,
        Skipped,
        Failed,
        Refused,
        Unknown
    };
    State state = State::Waiting;
    qint64 startedMs = 0; // wall clock
    qint64 endedMs = 0;
    int attempt = 0;
    QString words;           // "9 of 12 pods on 4.7.1, canary at 6 %"
    double progress = -1;    // 0…1, or -1: not known
    quint64 intentIndex = 0; // journal index + 1 of intent and outcome; 0: none
    quint64 outcomeIndex = 0;
    std::optional<Error> error;
    bool operator==(const StepRun &) const = default;
};

struct PlanRun {
    enum class State { Running, Succeeded, Failed, Refused, Stopped, Unknown };
    Plan plan;
    Actor actor;
    QString reason;
    State state = State::Running;
    qint64 startedMs = 0;
    qint64 endedMs = 0;
    QList<StepRun> steps; // same order as plan.steps
    QString summary;      // at the end: "recovered after 41 s"
    std::optional<Error> error;
    bool mayGoUnrecorded = false; // it ended because not even this device could record it: a typed name goes past that
    bool isUnrecorded = false;    // something of it is in memory alone
    [[nodiscard]] int currentStep() const; // first that is not over; steps.size() when all are
    bool operator==(const PlanRun &) const = default;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::Plan)
Q_DECLARE_METATYPE(astern::PlanRun)
