// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/command/breaker.h"
#include "models/command/campaign.h"
#include "models/command/command.h"
#include "models/command/logneed.h"
#include "models/command/plan.h"
#include "models/journal/journal.h"

#include <QHash>
#include <QJsonArray>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <map>

namespace astern {

class Authority;
class CampaignRunner;
class Claims;
class PlanRunner;

// Runs plans through the one door: authority, durable intent, precondition on a fresh read, one request,
// read-back of the effect, durable outcome. Lives on the command thread; all slots run there, every signal
// carries a value. Plans on the same target run one after another, plans on different targets side by side.
class Dispatcher : public QObject {
    Q_OBJECT
public:
    struct Doors {
        std::function<DeliveryCommands *(const QString &backend)> backend; // nullptr: unknown
        std::function<FlagBackend *(const QString &backend)> flags;
        std::function<ConfigBackend *(const QString &backend)> configs;
        Journal *journal = nullptr;
        const Authority *authority = nullptr;
        const Clock *clock = nullptr;
        Claims *claims = nullptr; // shared with other processes on the same journal; nullptr: there are none
        // Since when (wall ms) the service's signals are under their limits; 0: they are not, or nobody knows.
        // Called on the command thread for Recover steps.
        std::function<qint64(const Plan &)> underLimitsSince;
        // How safely a plan's intents must be recorded now. Called on the command thread before each of them; empty:
        // in the log of this device.
        std::function<LogVerdict(const Plan &)> logNeed = {};
        // What an intent says of who leads the automation of a team (`lead`; empty: nothing), or why this process may
        // not send it now. Called on the command thread before each intent; empty: there is no team.
        std::function<Result<QJsonObject>(const PlanRun &)> lead = {};
        // Uses up the approvals that let this plan go, as just read; of rivals one wins, and the other is refused.
        // Called on the command thread before the first intent of what goes forward; the answer is for that intent.
        // Empty: there are no gates.
        std::function<void(const Plan &, const Actor &, Done<QJsonArray>)> passGates = {};
        // The plan ended before anything of it was sent: what passGates() used up may be given back. Answers once that
        // is recorded, or cannot be. Empty: nothing is.
        std::function<void(const Plan &, const Actor &, Done<Ok>)> giveBack = {};

        [[nodiscard]] CommandDoors commands() const { return {backend, flags, configs}; }
    };
    explicit Dispatcher(Doors doors, QObject *parent = nullptr);
    ~Dispatcher() override;

public Q_SLOTS:
    // Starts the plan; progressed() tells the rest. A plan id that is already known is not started again.
    void run(const astern::Plan &plan, const astern::Actor &actor, const QString &reason);
    // The same for a plan that goes back, where a person was told that nothing can be recorded and has typed the name:
    // see Journal::appendUnrecorded(). What is kept in memory is recorded as soon as that is possible.
    void runUnrecorded(const astern::Plan &plan, const astern::Actor &actor, const QString &reason,
                       const astern::TypedConfirmation &confirmation);
    // Starts the campaign; each of its plans is run as above when its turn comes.
    void runCampaign(const astern::Campaign &campaign, const astern::Actor &actor, const QString &reason);
    // No further wave is begun; the plans under way go on.
    void stopCampaign(const QString &campaignId);
    // Ends the plan after the request under way; nothing further is sent.
    void stop(const QString &planId);
    void skipStep(const QString &planId);
    // At start: every intent without an outcome that nobody alive works on. The target is read first; the outcome is
    // recorded as found. The same key is sent again only for what goes back, is young, may be repeated and still meets
    // its precondition. Then each plan that goes back, is young and was interrupted between two of its steps goes on
    // with the next one, by the same rules as if nothing had happened; recovered() comes when they have ended. Waves of
    // a campaign that had not begun are not begun: that is recorded, and left to a person.
    void recoverUnresolved();

Q_SIGNALS:
    void progressed(const astern::PlanRun &run);
    void campaignProgressed(const astern::CampaignRun &run);
    void campaignInterrupted(const astern::InterruptedCampaign &campaign); // found at the start, and recorded
    void unrecordedChanged(const QString &text); // what is in memory alone, see unrecordedText(); empty: nothing
    void recovered(int resolved, int stillUnknown);
    // Instead of it: the journal could not be asked what a crash left open. Nothing was looked at.
    void recoveryFailed(const astern::Error &error);

private:
    struct Queued {
        PlanRunner *runner = nullptr;
        QStringList targets;
        bool started = false;
    };
    void enqueue(PlanRunner *runner);
    void tellUnrecorded();
    void catchUpUnrecorded();
    void startReady();
    [[nodiscard]] QSet<QString> claimLeftovers(const QList<UnresolvedIntent> &open);
    void recoverAll(const QList<UnresolvedIntent> &todo);
    void recover(const UnresolvedIntent &intent);
    void recoverCampaigns();
    void resumePlans();
    void resume(const QString &planId, const QString &step);
    void resumed();
    void recoveryDone(bool resolved);
    void releaseLeftovers();
    void endRecovery();
    void failRecovery(const Error &error);

    Doors m_doors;
    std::map<QString, Breaker> m_breakers;        // by backend
    QSet<QString> m_known;                        // plan and campaign ids, for life: each runs once
    QHash<QString, PlanRunner *> m_runners;       // by plan id, until finished
    QList<Queued> m_queue;                        // in order; one runs when no earlier one has a target of its
    QHash<QString, CampaignRunner *> m_campaigns; // by campaign id, until finished
    QList<JournalEntry> m_openCampaigns;          // recovered once all plans are
    QSet<QString> m_leftovers;                    // plan and campaign ids, claimed while they are recovered
    QTimer m_unrecorded;                          // until it is recorded
    int m_recovering = 0;
    int m_resuming = 0;
    int m_resolved = 0;
    int m_unknown = 0;
    Inbox m_inbox;
};

} // namespace astern
