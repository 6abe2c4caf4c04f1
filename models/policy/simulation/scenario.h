// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

// Made-up rollouts with a known truth: what a policy finds, and what it takes for harm that is none.
namespace astern::policy::simulation {

enum class Truth {
    Healthy,   // nothing is wrong: any rollback is a false one
    Transient, // a burst that ends: the same
    Systemic,  // for good from the onset on
};
enum class Subject { Errors, Slow, Orders }; // what is counted; decides which built-in policy is played

// A change of the share of bad (of orders: counted) events. Times count from the onset, or from the rollout's start.
struct Phase {
    bool fromStart = false;
    qint64 fromMs = 0;
    std::optional<qint64> forMs; // absent: for good
    qint64 everyMs = 0;          // 0: once; else again and again
    qint64 rampMs = 0;           // linear from what it was before
    std::optional<double> ratio; // absent: `times` what it was before
    double times = 1;
    bool operator==(const Phase &) const = default;
};

struct Scenario {
    QString id;
    Truth truth = Truth::Healthy;
    Subject subject = Subject::Errors;
    double perSecond = 100; // requests, or sessions
    double ratio = 0.0005;  // share of bad events of a healthy version
    double drift = 1;       // of both versions: 1…drift times the ratio on one slow sine
    double cluster = 0;     // mean size of clusters of bad events (geometric); 0: each on its own
    qint64 silentMs = 0;    // from the onset on the new version's samples are gone for so long
    QList<Phase> canary;    // of the new version alone
    QList<Phase> both;
    QList<double> shares{0.05, 0.1, 0.25, 0.5}; // of the new version, step by step
    qint64 stepMs = 10 * 60'000;
    qint64 onsetFromMs = 60'000; // the onset is uniform within, both ends included
    qint64 onsetToMs = 25 * 60'000;

    [[nodiscard]] qint64 durationMs() const { return stepMs * shares.size(); }
    bool operator==(const Scenario &) const = default;
};

// The share of bad events of an arm in the tick that begins `ms` after the rollout's start; before it: negative.
[[nodiscard]] double ratioAt(const Scenario &scenario, bool canary, qint64 ms, qint64 onsetMs);

// The built-in ones: healthy, transient and harmful rollouts, and business figures.
[[nodiscard]] const QList<Scenario> &scenarios();
// The built-in policy (a YAML text) that is played where none is named.
[[nodiscard]] QByteArray policyTextFor(Subject subject);

} // namespace astern::policy::simulation
