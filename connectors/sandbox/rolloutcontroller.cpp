// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/rolloutcontroller.h"

#include "connectors/sandbox/json.h"

#include <limits>

namespace astern::connectors::sandbox {

void RolloutController::touch(const QString &key)
{
    m_memory[key].dirty = true;
    m_wakeAt = std::numeric_limits<qint64>::min();
}

std::vector<QString> RolloutController::advance(Moment now)
{
    std::vector<QString> seen;
    if (now.sim < m_wakeAt)
        return seen; // thousands of quiet objects cost nothing
    m_wakeAt = std::numeric_limits<qint64>::max();
    for (auto &[key, memory] : m_memory) {
        const bool due = memory.wakeAt >= 0 && memory.wakeAt <= now.sim;
        if (memory.dirty || due) {
            memory.dirty = false;
            memory.wakeAt = -1;
            if (m_store.find(u"rollouts"_s, key)) {
                RolloutPass(m_store, m_sets, memory, now).run(key);
                seen.push_back(key);
            }
        }
        if (memory.wakeAt >= 0)
            m_wakeAt = std::min(m_wakeAt, memory.wakeAt);
    }
    return seen;
}

const std::vector<Share> &RolloutController::shares(const QString &key) const
{
    static const std::vector<Share> none;
    const auto it = m_memory.find(key);
    return it == m_memory.end() ? none : it->second.shares;
}

} // namespace astern::connectors::sandbox
