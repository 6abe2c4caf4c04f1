// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/command/logneed.h"
#include "models/journal/shipper.h"
#include "models/rollout/connectiontest.h"

#include <mutex>

namespace astern::app {

// Where the log may go beyond this device, as the dispatcher asks it from its own thread.
class LogGate {
public:
    void setConfig(const JournalConfig &config);
    void setShipping(const ShippingState &state);
    void setTeam(const SharedLogState &state);
    [[nodiscard]] LogVerdict judge(const Plan &plan, qint64 nowMs) const;
    [[nodiscard]] LogVerdict judge(LogAction action, const QString &environment, qint64 nowMs) const;
    // The level that such an entry needs there.
    [[nodiscard]] JournalLevel need(LogAction action, const QString &environment) const;

private:
    [[nodiscard]] LogSight sightAt(qint64 nowMs) const;
    mutable std::mutex m_mutex;
    LogSight m_sight;
};

// The sinks of a workspace, as the shipper wants them: with a text of everything that makes one another one.
[[nodiscard]] QList<std::pair<QString, ShipperSink>>
shipperSinks(const JournalConfig &config, const connectors::SecretResolver &secrets, const Clock &clock);
// Looks at one; nothing of the log is sent.
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>>
sinkTest(const SinkConfig &config, const connectors::SecretResolver &secrets, const Clock &clock);
// The entry about one that a sink refuses.
[[nodiscard]] Draft rejectedDraft(const QString &sink, quint64 index, const QString &words);

} // namespace astern::app
