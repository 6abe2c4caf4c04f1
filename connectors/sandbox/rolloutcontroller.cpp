// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/rolloutcontroller.h"

namespace astern::connectors::sandbox {

void RolloutController::reconcile(const QString &key, WorkloadMemory &memory, Moment now)
{
    RolloutPass(m_store, m_sets, memory, now).run(key);
}

} // namespace astern::connectors::sandbox
