// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/twophase.h"

#include <algorithm>

namespace astern::statistics {

namespace {

constexpr double kMostAlternative = 0.98; // of the rate grid: floor x ratio may pass 1
constexpr double kMostClear = 0.5;
constexpr int kClearTicks = 6; // that p_clear looks back

} // namespace

TwoPhase::TwoPhase(TwoPhaseSettings settings)
    : m_settings(std::move(settings)),
      m_limits{toE9(logOf(1 / m_settings.alpha)), toE9(logOf(1 / m_settings.alphaConfirm)),
               toE9(logOf(2 / m_settings.betaClear))}
{
    const bool lower = m_settings.kind == TwoPhaseSettings::Kind::LowerIsBad;
    const double tolerated = m_settings.tolerateRatio;
    for (const double ratio : m_settings.ratios) {
        m_ratioGrid.emplace_back(lower ? tolerated / ratio : tolerated * ratio, tolerated);
        if (hasFloor())
            m_rateGrid.emplace_back(std::min(m_settings.floor * ratio, kMostAlternative), m_settings.floor);
    }
    m_safe.emplace(tolerated, m_settings.badRatio);
    m_ratioLr.resize(m_ratioGrid.size());
    m_rateLr.resize(m_rateGrid.size());
    const auto alternatives = static_cast<int>(m_settings.ratios.size());
    const int every = std::max(1, m_settings.restartTicks);
    const auto starts = static_cast<int>((std::max<qint64>(1, m_settings.plannedTicks) + every - 1) / every);
    m_ratioWatch = m_rateWatch = RestartMixture(alternatives, starts, every);
    m_ratioHarm = m_rateHarm = RestartMixture::once(alternatives);
    if (m_settings.sustained)
        m_ratioLong = m_rateLong = SustainedMixture(alternatives, starts, m_settings.transientTicks);
}

bool TwoPhase::hasFloor() const
{
    return m_settings.kind != TwoPhaseSettings::Kind::LowerIsBad && m_settings.floor > 0 &&
           m_settings.floor < kMostAlternative;
}

// An e-process for the union of both nulls: neither a small nor a harmless difference fires.
double TwoPhase::smaller(double ratioLog, double rateLog) const
{
    if (!comparesArms())
        return rateLog;
    return hasFloor() ? std::min(ratioLog, rateLog) : ratioLog;
}

void TwoPhase::remember(const TickCounts &tick)
{
    const auto most = std::max(kClearTicks, m_settings.critical ? m_settings.critical->ticks : 0);
    m_recent.push_back(tick.canary);
    if (m_recent.size() > static_cast<size_t>(most))
        m_recent.pop_front();
}

bool TwoPhase::criticalHolds() const
{
    if (!m_settings.critical || m_settings.kind == TwoPhaseSettings::Kind::LowerIsBad)
        return false;
    const auto &critical = *m_settings.critical;
    const auto ticks = static_cast<size_t>(std::max(1, critical.ticks));
    const auto least = toE9(critical.ratio);
    const auto dose = toE9(critical.ratio * static_cast<double>(ticks));
    qint64 total = 0;
    double sum = 0;
    size_t reached = 0;
    bool enough = false;
    for (auto arm = m_recent.crbegin(); arm != m_recent.crend() && !enough; ++arm) {
        const double ratio = arm->total > 0 ? static_cast<double>(arm->bad) / static_cast<double>(arm->total) : 0;
        if (arm->total <= 0 || toE9(ratio) < least)
            return false;
        total += arm->total;
        sum += ratio;
        // So bad that it need not last as long, if there are requests enough to say so.
        enough = ++reached == ticks || (critical.dose && toE9(sum) >= dose && total >= critical.minTotal);
    }
    return enough && total >= critical.minTotal;
}

void TwoPhase::become(State state, Why why)
{
    m_state = state;
    m_why = why;
}

void TwoPhase::step(const TickCounts &tick, double eta)
{
    ++m_tick;
    remember(tick);
    const bool says = tick.canary.bad + tick.stable.bad > 0; // most ticks of a healthy service have nothing to say
    if (comparesArms() && (says || m_said)) {
        for (size_t k = 0; k < m_ratioGrid.size(); ++k)
            m_ratioLr[k] = m_ratioGrid[k].logLikelihoodRatio(tick);
    }
    for (size_t k = 0; k < m_rateGrid.size(); ++k)
        m_rateLr[k] = m_rateGrid[k].logLikelihoodRatio(tick.canary);

    m_said = says;

    watch(eta);
    if (!m_critical && criticalHolds()) {
        m_critical = true;
        become(State::Systemic, Why::Critical);
    }
    probation(eta);
    if (m_state == State::Suspect || m_state == State::Unconfirmed)
        confirm(tick, eta);
    else if (m_state == State::Watch && toE9(m_evidence) >= m_limits.suspect)
        suspect();
    if ((m_state == State::Suspect || m_state == State::Unconfirmed) && lasts())
        become(State::Systemic, Why::Confirmed);
}

bool TwoPhase::lasts() const
{
    return m_settings.sustained && toE9(smaller(m_ratioLong.logMixture(), m_rateLong.logMixture())) >= m_limits.confirm;
}

void TwoPhase::probation(double eta)
{
    if (m_probationUntil < 0 || m_state == State::Systemic)
        return;
    if (comparesArms())
        m_ratioBefore.advance(m_tick, m_ratioLr, eta);
    if (hasFloor())
        m_rateBefore.advance(m_tick, m_rateLr, eta);
    if (toE9(smaller(m_ratioBefore.logMixture(), m_rateBefore.logMixture())) >= m_limits.confirm)
        become(State::Systemic, Why::Confirmed);
    else if (m_tick >= m_probationUntil)
        m_probationUntil = -1;
}

// The watching processes are fed in every state: what they say is shown beside a suspicion, too.
void TwoPhase::watch(double eta)
{
    if (comparesArms()) {
        m_ratioWatch.advance(m_tick, m_ratioLr, eta);
        m_logRatio = m_ratioWatch.logMixture();
        m_ratioEvidence = m_ratioWatch.logEvidence();
        if (m_settings.sustained)
            m_ratioLong.advance(m_ratioWatch, m_ratioLr, eta);
    }
    double rate = 0;
    if (hasFloor()) {
        m_rateWatch.advance(m_tick, m_rateLr, eta);
        m_logRate = m_rateWatch.logMixture();
        rate = m_rateWatch.logEvidence();
        if (m_settings.sustained)
            m_rateLong.advance(m_rateWatch, m_rateLr, eta);
    }
    m_evidence = smaller(m_ratioEvidence, rate);
}

void TwoPhase::suspect()
{
    m_suspectedAt = m_tick;
    become(State::Suspect, Why::None);
    m_ratioHarm.reset();
    m_rateHarm.reset();
    m_ratioSafe = m_rateSafe = 0;
    if (hasFloor()) {
        ArmCounts sum;
        const auto last = std::min<size_t>(kClearTicks, m_recent.size());
        for (auto arm = m_recent.cend() - static_cast<std::ptrdiff_t>(last); arm != m_recent.cend(); ++arm) {
            sum.total += arm->total;
            sum.bad += arm->bad;
        }
        const double seen = sum.total > 0 ? static_cast<double>(sum.bad) / static_cast<double>(sum.total) : 0;
        m_clearRatio = std::min(std::max(m_settings.badFloor, m_settings.clearFraction * seen), kMostClear);
        m_rateClear.reset();
        if (*m_clearRatio > m_settings.floor) // else nothing could be told apart
            m_rateClear.emplace(m_settings.floor, *m_clearRatio);
    }
    std::erase_if(m_raised, [this](qint64 tick) { return tick <= m_tick - m_settings.episodeTicks; });
    m_raised.push_back(m_tick);
    if (m_settings.episodes > 0 && m_raised.size() >= static_cast<size_t>(m_settings.episodes))
        become(State::Systemic, Why::Recurrence);
}

void TwoPhase::confirmRate(const ArmCounts &arm, double eta)
{
    m_rateHarm.advance(m_tick, m_rateLr, eta);
    if (m_rateClear)
        m_rateSafe += eta * m_rateClear->logLikelihoodRatio(arm);
}

void TwoPhase::confirm(const TickCounts &tick, double eta)
{
    const auto confirming = m_tick - m_suspectedAt - m_settings.transientTicks; // 1 at the first tick that counts
    if (confirming < 1)
        return;
    if (comparesArms()) {
        m_ratioHarm.advance(m_tick, m_ratioLr, eta);
        m_ratioSafe += eta * m_safe->logLikelihoodRatio(tick);
    }
    if (hasFloor())
        confirmRate(tick.canary, eta);
    m_evidence = smaller(m_ratioHarm.logMixture(), m_rateHarm.logMixture());
    if (toE9(m_evidence) >= m_limits.confirm) {
        become(State::Systemic, Why::Confirmed);
    } else if (toE9(m_ratioSafe) >= m_limits.clear || toE9(m_rateSafe) >= m_limits.clear) {
        m_episodeEndedAt = m_tick;
        become(State::Watch, Why::ClearedTransient);
        if (m_settings.probationTicks > 0) {
            m_ratioBefore = m_ratioHarm;
            m_rateBefore = m_rateHarm;
            m_probationUntil = m_tick + m_settings.probationTicks;
        }
        resetWatch();
    } else if (confirming >= m_settings.confirmTicks && m_state == State::Suspect) {
        become(State::Unconfirmed, Why::Unconfirmed);
    }
}

void TwoPhase::resetWatch()
{
    m_ratioWatch.reset();
    m_rateWatch.reset();
    m_ratioLong.reset();
    m_rateLong.reset();
    m_suspectedAt = -1;
    m_clearRatio.reset();
    m_rateClear.reset();
}

void TwoPhase::startAfresh()
{
    resetWatch();
    become(State::Watch, Why::None);
    m_critical = false;
    m_raised.clear();
    m_recent.clear();
    m_probationUntil = -1;
    m_episodeEndedAt.reset();
}

} // namespace astern::statistics
