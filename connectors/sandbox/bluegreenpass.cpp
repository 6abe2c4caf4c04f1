// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/rolloutcontroller.h"

namespace astern::connectors::sandbox {

void RolloutPass::runBlueGreen()
{
    const bool paused = m_spec.value("paused"_L1).toBool();
    set(m_status, {"blueGreen"_L1, "previewSelector"_L1}, m_hash);
    if (settled() || m_stable.isEmpty() || (!aborted() && !paused))
        m_sets.scale(*m_new, m_replicas, m_now);
    if (m_stableSet && !settled())
        m_sets.scale(*m_stableSet, m_replicas, m_now);
    for (auto *old : olds()) // neither the one that serves nor the one in preview
        if (old != m_stableSet && old->desired > 0 && !m_memory.scaleDownAt.contains(old->hash))
            m_sets.scale(*old, 0, m_now);

    const bool up = m_new->ready() >= m_replicas;
    if (m_stable.isEmpty()) {
        if (up)
            activate();
    } else if (!settled() && !aborted() && !paused && up) {
        const bool automatic = m_blueGreen.value("autoPromotionEnabled"_L1).toBool(true);
        const int after = m_blueGreen.value("autoPromotionSeconds"_L1).toInt();
        if (m_status.value("promoteFull"_L1).toBool() || (automatic && after == 0)) {
            activate();
        } else if (!controllerPause()) {
            beginPause("BlueGreenPause"_L1);
        } else if (!hasPause() || (after > 0 && m_now.sim >= m_memory.pausedAt + after * 1000)) {
            endPause();
            activate();
        }
        if (after > 0 && hasPause())
            m_memory.wake(m_memory.pausedAt + after * 1000);
    }
    const QString active = get(m_status, {"blueGreen"_L1, "activeSelector"_L1}).toString();
    m_memory.shares.clear();
    for (const auto *set : m_sets.of(u"rollouts|"_s + m_key))
        if (set->hash == active && set->ready() > 0)
            m_memory.shares.push_back({set->hash, set->image, 1.0});
}

void RolloutPass::activate()
{
    set(m_status, {"blueGreen"_L1, "activeSelector"_L1}, m_hash);
    promote();
    dropOld(m_blueGreen.value("scaleDownDelaySeconds"_L1).toInt(30));
}

} // namespace astern::connectors::sandbox
