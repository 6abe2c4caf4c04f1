// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/attribution.h"

#include <array>

namespace astern::policy {

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr double kAlphaConfirm = 0.01; // of a default compare.ratio, as are these
constexpr std::array kRatios{1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0};
constexpr qint64 kRestartEveryMs = 60'000;

} // namespace

Contrast::Contrast(const Ground &ground)
    : m_logLr(kRatios.size()), m_limit(statistics::toE9(statistics::logOf(1 / kAlphaConfirm)))
{
    for (const double ratio : kRatios)
        m_grid.emplace_back(ratio, 1);
    const auto every = ground.ticks(kRestartEveryMs);
    const auto starts = (ground.plannedTicks() + every - 1) / every;
    m_ratio = statistics::RestartMixture(int(kRatios.size()), int(starts), int(every));
}

void Contrast::begin()
{
    m_ratio.reset();
    m_fed = 0;
}

void Contrast::feed(const statistics::TickCounts &tick, double eta)
{
    for (size_t k = 0; k < m_grid.size(); ++k)
        m_logLr[k] = m_grid[k].logLikelihoodRatio(tick);
    m_ratio.advance(m_fed++, m_logLr, eta);
}

bool Contrast::rejects() const { return statistics::toE9(m_ratio.logEvidence()) >= m_limit; }

Attribution::Attribution(const Ground &ground, const QString &signal, Role role, Settings settings, Condition condition)
    : m_ground(ground), m_new(ground.arm(signal, Role::New)), m_stable(ground.arm(signal, Role::Stable)),
      m_all(ground.arm(signal, Role::All)), m_applies(role != Role::Stable), m_settings(std::move(settings)),
      m_condition(std::move(condition)), m_stableTimeline(m_settings.timeline), m_contrast(ground)
{
}

void Attribution::lookBefore(const Moment &now)
{
    BreachTimeline timeline(m_settings.timeline);
    m_withoutHistory = true;
    for (auto tick = now.tick - m_ground.ticks(kHourMs) + 1; tick <= now.tick; ++tick) {
        const auto breached = m_condition(m_all, tick, timeline.inBreach(), true);
        timeline.step(breached);
        if (breached)
            m_withoutHistory = false;
        if (timeline.inBreach())
            m_before = true;
    }
}

void Attribution::prepare(const Moment &now)
{
    if (!m_applies || now.t != 0)
        return;
    if (m_settings.sinceStart)
        lookBefore(now);
    if (m_ground.hasStable())
        m_eta = dispersionBefore(m_stable, m_ground).eta;
}

void Attribution::step(const Moment &now, bool inBreach, bool beganNow)
{
    if (!m_applies || !m_ground.hasStable())
        return;
    m_stableTimeline.step(m_condition(m_stable, now.tick, m_stableTimeline.inBreach(), false));
    if (!inBreach)
        return;
    if (beganNow)
        m_contrast.begin();
    m_contrast.feed({m_new.history.counts(now.tick), m_stable.history.counts(now.tick)}, m_eta);
}

bool Attribution::isExternal() const
{
    if (!m_applies)
        return false;
    if (m_before)
        return true;
    const bool stableToo = m_stableTimeline.inBreach() || m_stableTimeline.isConfirmed();
    return m_ground.hasStable() && stableToo && !m_contrast.rejects();
}

} // namespace astern::policy
