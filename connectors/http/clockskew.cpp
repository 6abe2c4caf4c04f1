// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/clockskew.h"

#include "models/base/httpdate.h"

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr qsizetype kKept = 5;
constexpr qint64 kSlowestMs = 4'000; // half of a slower round trip is nearly the limit itself
constexpr qint64 kLimitMs = 5'000;
constexpr qint64 kSteadyMs = 1'500;

} // namespace

void ClockSkew::note(qint64 sentMs, qint64 gotMs, const QByteArray &date, const QByteArray &age)
{
    const qint64 at = httpDateMs(date);
    if (at == 0 || !age.isEmpty() || gotMs < sentMs || gotMs - sentMs > kSlowestMs)
        return;
    m_recent.append(at + 500 - (sentMs + gotMs) / 2);
    if (m_recent.size() > kKept)
        m_recent.removeFirst();
    QList<qint64> sorted = m_recent;
    std::sort(sorted.begin(), sorted.end());
    const qint64 middle = sorted.at(sorted.size() / 2);
    const bool said = m_said != 0;
    if (std::abs(middle) <= (said ? kLimitMs - 1'000 : kLimitMs))
        m_said = 0;
    else if (!said || std::abs(middle - m_said) > kSteadyMs)
        m_said = (middle + (middle > 0 ? 500 : -500)) / 1'000 * 1'000;
}

} // namespace astern::connectors
