// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/command/plan.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>

namespace astern {

class Authority;
class Journal;

// Runs plans through the one door: authority, durable intent, precondition on a fresh read, one request,
// read-back of the effect, durable outcome. Lives on the command thread; all slots run there, every signal
// carries a value. Plans on the same target run one after another, plans on different targets side by side.
class Dispatcher : public QObject {
    Q_OBJECT
public:
    struct Doors {
        std::function<DeliveryCommands *(const QString &backend)> backend; // nullptr: unknown
        Journal *journal = nullptr;
        Authority *authority = nullptr;
        const Clock *clock = nullptr;
        // Are the service's signals under their limits, and since when (wall ms; 0: they are not)?
        // Called on the command thread for Recover steps.
        std::function<qint64(const Plan &)> underLimitsSince;
    };
    explicit Dispatcher(Doors doors, QObject *parent = nullptr);
    ~Dispatcher() override;

public Q_SLOTS:
    // Starts the plan; progressed() tells the rest. A plan id that is already known is not started again.
    void run(const astern::Plan &plan, const astern::Actor &actor, const QString &reason);
    // Ends the plan after the request under way; nothing further is sent.
    void stop(const QString &planId);
    void skipStep(const QString &planId);
    // At start: every intent without an outcome. The target is read first, then the outcome is recorded as
    // found, or the same key is sent again where that is allowed.
    void recoverUnresolved();

Q_SIGNALS:
    void progressed(const astern::PlanRun &run);
    void recovered(int resolved, int stillUnknown);

private:
    class Run;
    Doors m_doors;
    Inbox m_inbox;
    QHash<QString, std::shared_ptr<Run>> m_runs;
};

} // namespace astern
