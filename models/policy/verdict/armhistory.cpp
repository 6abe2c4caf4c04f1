// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/armhistory.h"

#include "models/policy/statistics/elementary.h"

#include <algorithm>

namespace astern::policy {

void ArmHistory::add(qint64 tick, const ArmTick &arm)
{
    if (m_entries.empty()) {
        m_entries.emplace_back(); // the sums before the first tick
        m_first = m_next = tick;
    }
    Q_ASSERT(tick == m_next);
    Entry sums = entry(tick - 1);
    sums.total += arm.counts.total;
    sums.bad += arm.counts.bad;
    sums.data += arm.data ? 1 : 0;
    sums.gauge = arm.gauge;
    sums.invalid = arm.invalid;
    if (arm.data && m_firstData > tick)
        m_firstData = tick;
    m_place = m_place + 1 == m_capacity ? 0 : m_place + 1;
    if (m_place == static_cast<qint64>(m_entries.size()))
        m_entries.push_back(sums);
    else
        m_entries[static_cast<size_t>(m_place)] = sums;
    m_next = tick + 1;
    m_last = arm;
}

const ArmHistory::Entry &ArmHistory::entry(qint64 tick) const
{
    const auto place = m_place - (m_next - 1 - tick); // no division: windows are asked for all the time
    return m_entries[static_cast<size_t>(place < 0 ? place + m_capacity : place)];
}

qint64 ArmHistory::firstKept() const { return std::max(m_first, m_next - m_capacity + 1); }

ArmHistory::Sum ArmHistory::sum(qint64 last, qint64 ticks, qint64 notBefore) const
{
    const auto begin = std::max({last - ticks + 1, notBefore, firstKept()});
    if (m_entries.empty() || begin > last)
        return {};
    const auto &until = entry(last);
    const auto &before = entry(begin - 1);
    return {{until.total - before.total, until.bad - before.bad}, until.data - before.data, last - begin + 1};
}

statistics::ArmCounts ArmHistory::counts(qint64 tick) const
{
    if (m_entries.empty() || tick < firstKept() || tick >= m_next)
        return {};
    const auto &until = entry(tick);
    const auto &before = entry(tick - 1);
    return {until.total - before.total, until.bad - before.bad};
}

bool ArmHistory::isInvalid(qint64 tick) const
{
    return !m_entries.empty() && tick >= firstKept() && tick < m_next && entry(tick).invalid;
}

double ArmHistory::gauge(qint64 tick) const
{
    if (m_entries.empty() || tick < firstKept() || tick >= m_next)
        return std::numeric_limits<double>::quiet_NaN();
    return entry(tick).gauge;
}

qint64 ArmHistory::Sum::coverageE9() const
{
    return ticks == 0 ? 0 : statistics::toE9(static_cast<double>(data) / static_cast<double>(ticks));
}

} // namespace astern::policy
