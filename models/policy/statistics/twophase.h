// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/sustained.h"

#include <deque>
#include <optional>
#include <vector>

namespace astern::statistics {

// What the two phases are about; spans in whole ticks. `floor` 0: nothing is too small to matter, and the absolute
// processes do not apply (nor do they with LowerIsBad).
struct TwoPhaseSettings {
    enum class Kind {
        HigherIsBad, // canary against stable, and against the floor
        LowerIsBad,  // canary against stable: what is counted is good
        Budget,      // one arm against the floor; in TickCounts::canary
    };
    struct Critical {
        double ratio = 0.5;
        qint64 minTotal = 50;
        int ticks = 4;
        bool dose = false; // fewer ticks are enough once their ratios add up to ratio x ticks: the worse, the sooner
        bool operator==(const Critical &) const = default;
    };

    Kind kind = Kind::HigherIsBad;
    double alpha = 0.001;
    double alphaConfirm = 0.01;
    double betaClear = 0.05;
    double tolerateRatio = 1;
    double badRatio = 2;
    double floor = 0.001;
    double badFloor = 0.002;
    double clearFraction = 0.25;
    std::vector<double> ratios{1.25, 1.5, 2, 3, 5, 10, 20, 50};
    int transientTicks = 6;
    int confirmTicks = 90;
    int restartTicks = 6;
    qint64 plannedTicks = 360;
    int episodes = 3; // 0: no recurrence
    int episodeTicks = 90;
    std::optional<Critical> critical = Critical();
    // Harm that no burst of transientTicks explains, wherever it lies, is confirmed while suspect: it need not wait for
    // data from after the suspicion (SustainedMixture, 1/alphaConfirm).
    bool sustained = false;
    // For so long after a suspicion was cleared its harm process goes on, and may still confirm: trouble that comes
    // back before that is the old one. The bound of a forgiven burst holds, because it holds at all times.
    int probationTicks = 0;

    bool operator==(const TwoPhaseSettings &) const = default;
};

// Suspect, then confirm. A suspicion is raised at t0 when min(E_ratio, E_abs) >= 1/alpha. What happens until
// t0 + transientTicks is forgiven; afterwards fresh processes look for harm (C, 1/alpha_confirm) and for safety
// (S, 2/beta_clear). So a burst that has ended within that time is confirmed with probability alpha_confirm at most.
class TwoPhase {
public:
    enum class State { Watch, Suspect, Unconfirmed, Systemic };
    enum class Why { None, ClearedTransient, Confirmed, Recurrence, Critical, Unconfirmed };

    explicit TwoPhase(TwoPhaseSettings settings);

    // Tick by tick from the one that holds the rollout's start (0), every tick, empty ones too. eta: Dispersion.
    void step(const TickCounts &tick, double eta);
    // Once a mitigation is in place: nothing of what was seen counts any more, but the lifetime's clock goes on.
    void startAfresh();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Why why() const { return m_why; }              // of the last change of state
    [[nodiscard]] bool isCritical() const { return m_critical; } // systemic by the fast path
    [[nodiscard]] qint64 tick() const { return m_tick; }         // of the last step; -1 before the first
    [[nodiscard]] qint64 suspectedAt() const { return m_suspectedAt; }
    [[nodiscard]] std::optional<qint64> episodeEndedAt() const { return m_episodeEndedAt; } // the last that cleared
    [[nodiscard]] std::optional<double> clearRatio() const { return m_clearRatio; }         // p_clear of this episode

    // As of the last step, before a reset that it caused.
    [[nodiscard]] double logRatioMixture() const { return m_logRatio; } // without reserve
    [[nodiscard]] double logRateMixture() const { return m_logRate; }
    [[nodiscard]] double logRatioEvidence() const { return m_ratioEvidence; } // with it; 0 where it does not apply
    // What decided at the last step: min(E) while watching, min(C) while confirming.
    [[nodiscard]] double logEvidence() const { return m_evidence; }

private:
    struct Limits {
        qint64 suspect, confirm, clear; // logarithms in billionths
    };

    [[nodiscard]] bool comparesArms() const { return m_settings.kind != TwoPhaseSettings::Kind::Budget; }
    [[nodiscard]] bool hasFloor() const;
    void remember(const TickCounts &tick);
    [[nodiscard]] bool criticalHolds() const;
    [[nodiscard]] double smaller(double ratioLog, double rateLog) const;
    void watch(double eta);
    void suspect();
    [[nodiscard]] bool lasts() const;
    void probation(double eta);
    void confirm(const TickCounts &tick, double eta);
    void confirmRate(const ArmCounts &arm, double eta);
    void become(State state, Why why);
    void resetWatch();

    TwoPhaseSettings m_settings;
    Limits m_limits;
    std::vector<RatioAlternative> m_ratioGrid;
    std::vector<RateAlternative> m_rateGrid;
    std::optional<RatioAlternative> m_safe; // tolerateRatio over badRatio, upside down
    std::vector<double> m_ratioLr;          // of the tick under way
    std::vector<double> m_rateLr;

    qint64 m_tick = -1;
    State m_state = State::Watch;
    Why m_why = Why::None;
    bool m_critical = false;
    RestartMixture m_ratioWatch, m_rateWatch, m_ratioHarm, m_rateHarm;
    SustainedMixture m_ratioLong, m_rateLong;
    RestartMixture m_ratioBefore, m_rateBefore; // harm of the episode that is on probation
    qint64 m_probationUntil = -1;               // -1: none is
    double m_ratioSafe = 0;
    double m_rateSafe = 0;
    std::optional<RateAlternative> m_rateClear;
    std::optional<double> m_clearRatio;
    qint64 m_suspectedAt = -1;
    std::optional<qint64> m_episodeEndedAt;
    std::vector<qint64> m_raised;   // ticks of suspicions within the recurrence span
    std::deque<ArmCounts> m_recent; // of the canary, newest last: as many as p_clear and critical look back
    double m_logRatio = kNothing;
    double m_logRate = kNothing;
    double m_ratioEvidence = 0;
    double m_evidence = 0;
    bool m_said = false; // m_ratioLr is not all 0
};

} // namespace astern::statistics
