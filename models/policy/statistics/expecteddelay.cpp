// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/statistics/expecteddelay.h"

#include "models/policy/statistics/elementary.h"

namespace astern::statistics {

std::optional<ExpectedDelay> expectedDelay(const ExpectedTraffic &traffic, const ExpectedTest &test)
{
    const double w = traffic.share;
    if (!(traffic.perSecond > 0) || !(w > 0) || !(w < 1) || !(traffic.bad > 0))
        return std::nullopt;
    const double canary = traffic.perSecond * w * traffic.bad;
    const double stable = traffic.perSecond * (1 - w) * traffic.healthy;
    const double q = canary / (canary + stable); // w rho / (w rho + 1 - w) with rho = bad/healthy, for healthy = 0 too
    const double divergence = q * logOf(q / w) + (q < 1 ? (1 - q) * logOf((1 - q) / (1 - w)) : 0);
    const double information = (canary + stable) * divergence;
    if (!(toE9(information) > 0))
        return std::nullopt;
    ExpectedDelay delay{.information = information};
    delay.suspect = (logOf(1 / test.alpha) + logOf(test.alternatives) + logOf(test.starts)) / information;
    delay.rollback = delay.suspect + test.transientMax + logOf(1 / test.alphaConfirm) / information;
    return delay;
}

} // namespace astern::statistics
