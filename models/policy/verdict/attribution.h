// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"
#include "models/policy/verdict/breachtimeline.h"
#include "models/policy/verdict/rulejudge.h"

#include <functional>

namespace astern::policy {

// Canary against stable since a breach began: E_ratio of a default compare.ratio.
class Contrast {
public:
    explicit Contrast(const Ground &ground);
    void begin(); // a breach begins now
    void feed(const statistics::TickCounts &tick, double eta);
    [[nodiscard]] bool rejects() const; // 1/alpha_confirm is reached: they differ

private:
    std::vector<statistics::RatioAlternative> m_grid;
    std::vector<double> m_logLr;
    statistics::RestartMixture m_ratio;
    qint64 m_fed = 0;
    qint64 m_limit;
};

// Is the new version to blame? The same condition is asked of the stable arm at each tick, and of all traffic in the
// hour before the rollout. External when stable breaches at the same tick and canary against stable does not reject
// (a default compare.ratio over the signal, fed since the breach began, stays below 1/alpha_confirm), or when the
// breach was there before the rollout started. With no stable arm and no history the rollout is blamed.
class Attribution {
public:
    // Whether an arm breaches at a tick, while it is in breach already or not; nullopt: no answer. `full`: only with a
    // window that is there in full.
    using Condition = std::function<std::optional<bool>(const Arm &arm, qint64 tick, bool inBreach, bool full)>;
    struct Settings {
        BreachTimeline::Settings timeline;
        bool sinceStart = true; // a breach from before the rollout is external
    };
    Attribution(const Ground &ground, const QString &signal, Role role, Settings settings, Condition condition);

    // At the rollout's first tick, whether or not the rule is stepped then.
    void prepare(const Moment &now);
    // After the rule's own step, with whether it is in breach and whether that began now.
    void step(const Moment &now, bool inBreach, bool beganNow);
    // Of a rule that confirms harm now.
    [[nodiscard]] bool isExternal() const;
    [[nodiscard]] Why why() const { return m_before ? Why::BeforeStart : Why::StableToo; }
    // The rule has been ok for clear_for: what was there before is over.
    void forgetBefore() { m_before = false; }
    void startAfresh() { m_stableTimeline.startAfresh(); }
    [[nodiscard]] bool withoutHistory() const { return m_withoutHistory; }

private:
    void lookBefore(const Moment &now);

    const Ground &m_ground;
    const Arm &m_new;
    const Arm &m_stable;
    const Arm &m_all;
    bool m_applies; // of a rule on the new version or on all
    Settings m_settings;
    Condition m_condition;
    BreachTimeline m_stableTimeline;
    Contrast m_contrast;
    double m_eta = 1;
    bool m_before = false;
    bool m_withoutHistory = false;
};

} // namespace astern::policy
