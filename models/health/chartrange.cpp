// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/chartrange.h"

#include <algorithm>
#include <cmath>

namespace astern {
namespace {

// No chart is longer than this, whatever a wheel says: a century.
constexpr double kMostMs = 100.0 * 365 * 86'400'000;

} // namespace

TimeSpan ChartRange::at(const TimeSpan &kept) const
{
    if (m_all)
        return {std::min(kept.fromMs, kept.toMs - kLeastMs), kept.toMs};
    const qint64 end = m_follows ? kept.toMs : std::min(m_endMs, kept.toMs);
    return {end - m_lengthMs, end};
}

void ChartRange::follow() { m_follows = true; }

void ChartRange::showAll()
{
    m_all = true;
    m_follows = true;
}

void ChartRange::setLength(qint64 lengthMs, const TimeSpan &kept)
{
    const TimeSpan shown = at(kept);
    m_all = false;
    take({shown.toMs - std::max(lengthMs, kLeastMs), shown.toMs}, kept);
}

void ChartRange::zoom(double factor, qint64 atMs, const TimeSpan &kept)
{
    if (!(factor > 0) || !std::isfinite(factor))
        return;
    const TimeSpan shown = at(kept);
    const double before = double(shown.lengthMs());
    // Nothing is to be seen outside of what is kept, so it ends there, unless it was longer already.
    const double most = std::max({before, double(kept.lengthMs()), double(kLeastMs)});
    const double after = std::clamp(before * factor, double(kLeastMs), std::min(most, kMostMs));
    const qint64 hold = std::clamp(atMs, shown.fromMs, shown.toMs);
    const double share = double(hold - shown.fromMs) / before;
    const qint64 from = hold - std::llround(share * after);
    m_all = false;
    take({from, from + std::llround(after)}, kept);
}

void ChartRange::select(TimeSpan wanted, const TimeSpan &kept)
{
    if (wanted.fromMs > wanted.toMs)
        std::swap(wanted.fromMs, wanted.toMs);
    if (wanted.lengthMs() < kLeastMs) {
        const qint64 middle = wanted.fromMs + wanted.lengthMs() / 2;
        wanted = {middle - kLeastMs / 2, middle - kLeastMs / 2 + kLeastMs};
    }
    m_all = false;
    take(wanted, kept);
}

void ChartRange::pan(qint64 byMs, const TimeSpan &kept)
{
    const TimeSpan shown = at(kept);
    m_all = false;
    take({shown.fromMs + byMs, shown.toMs + byMs}, kept);
}

void ChartRange::take(TimeSpan wanted, const TimeSpan &kept)
{
    const qint64 length = wanted.lengthMs();
    // Not before the oldest sample, as long as that leaves nothing out at the other end.
    const qint64 end = std::max(wanted.toMs, kept.fromMs + length);
    m_lengthMs = length;
    m_endMs = end;
    m_follows = end >= kept.toMs;
}

} // namespace astern
