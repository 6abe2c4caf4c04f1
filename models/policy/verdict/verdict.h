// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <QJsonObject>

#include <vector>

// What is said of a rollout at a tick. Values, any thread.
namespace astern::policy {

// Graver is greater: the gravest of all enforcing rules is the rollout's.
enum class VerdictClass {
    Healthy,   // enough data, and nothing in breach, suspect or lately cleared
    Unknown,   // no data, too little, a broken source, unconfirmed: neither pass nor fail
    Transient, // a breach or suspicion that is not confirmed, or cleared less than clear_for ago
    External,  // confirmed harm that the stable version shares, or that began before the rollout
    Systemic,  // confirmed harm of the new version
};

enum class Outcome { Ok, Breach, NoData, NoTraffic, Insufficient, Invalid, Pending };

// Why a rule is in its class.
enum class Why {
    None,
    Breach,          // over the limit, for less than `for`
    Suspected,       // evidence, not confirmed yet
    Cleared,         // was, less than clear_for ago
    Continuous,      // over the limit for `for`
    Confirmed,       // fresh evidence after transient_max
    Recurrence,      // too many episodes: flapping
    Critical,        // the fast path
    Deadline,        // not ready in time
    NoProgress,      // nothing became ready for too long
    CrashLoop,       // restarted too often
    NoInstance,      // none was ever seen
    ProbeFailed,     // enough locations say so
    FixedLook,       // a rank test at its look
    Quorum,          // enough members
    Measured,        // a sampled measurement failed
    StableToo,       // the stable version suffers too
    BeforeStart,     // it was so before the rollout began
    Unconfirmed,     // suspected, and undecided for confirm_timeout
    NoAnswer,        // nothing to judge by, for longer than it is borne
    SourceDown,      // the backend itself is silent
    MissingInBreach, // no data while every rule of systemic_if is in breach
    LowTraffic,      // too few events to judge by
    Overdue,         // longer under way than planned: a person has to look
};

struct RuleReading {
    Outcome outcome = Outcome::Pending;
    VerdictClass verdict = VerdictClass::Unknown;
    Severity severity = Severity::Major; // of what it says now
    Why why = Why::None;
    bool suspects = false;          // counts for a quorum: in breach, suspect or systemic
    bool carries = true;            // false: not looked yet, or others carry the verdict in its place
    bool escalates = false;         // missing for so long that people are told at once
    bool assumedDispersion = false; // too little history to estimate it from
    bool withoutHistory = false;    // whether it was so before the start cannot be told
    std::optional<qint64> valueE9;
    std::optional<qint64> limitE9;
    std::optional<qint64> logEvidenceE9;
    std::optional<qint64> coverageE9;
    qint64 sinceMs = 0; // end of the tick from which on it has been in this class
    // End of the tick at which it has lasted for `for` and becomes systemic, if nothing changes; 0: not on the way
    // there, or evidence decides, which nobody can foresee. For people; no part of the record.
    qint64 confirmsAtMs = 0;
    qint64 samples = 0; // accepted for this rule since the rollout's start
    qint64 late = 0;    // of its signal, too late for their tick, since then

    [[nodiscard]] bool answered() const { return outcome == Outcome::Ok || outcome == Outcome::Breach; }
    bool operator==(const RuleReading &) const = default;
};

struct Verdict {
    qint64 tickMs = 0; // end of the tick
    VerdictClass verdict = VerdictClass::Unknown;
    bool critical = false; // systemic, and mitigations are skipped
    bool fresh = false;    // every enforcing rule answered at this very tick: else nothing is promoted
    qint64 sinceMs = 0;
    std::vector<RuleReading> rules; // in the policy's order
    QStringList reasons;            // "errors-vs-stable: confirmed", of the rules that carry the class
    // Systemic, a mitigation is in place, and what raised it has not become healthy since.
    bool stillSystemic = false;

    bool operator==(const Verdict &) const = default;
};

// Words of the record, stable for ever: "no_data", "systemic", "confirmed".
[[nodiscard]] QString wordFor(VerdictClass verdict);
[[nodiscard]] QString wordFor(Outcome outcome);
[[nodiscard]] QString wordFor(Why why);

// Whose verdict: what stands in a record beside what was found.
struct JudgedBy {
    QString policyId;
    QString digest; // hexadecimal SHA-256 of the policy's canonical form
    QString rolloutId;
    bool operator==(const JudgedBy &) const = default;
};
// The record of a verdict: integers only, so that toCanonical() (journal/canonical.h) gives the same bytes everywhere.
[[nodiscard]] QJsonObject toRecord(const Verdict &verdict, const Policy &policy, const JudgedBy &by);

} // namespace astern::policy
