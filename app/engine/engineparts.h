// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/engine.h"

#include "app/engine/connections.h"
#include "app/engine/leadershipseat.h"
#include "app/engine/limitwatch.h"
#include "app/engine/policykeeper.h"
#include "app/engine/presenceseat.h"
#include "app/engine/promotiongate.h"
#include "app/engine/shipping.h"
#include "app/engine/teamapprovals.h"
#include "app/engine/teamfollower.h"
#include "connectors/keychain/systemkeychain.h"
#include "connectors/notify/notifier.h"
#include "connectors/oidc/oidcprovider.h"
#include "models/approval/approvaldesk.h"
#include "models/approval/localauthority.h"
#include "models/base/logging.h"
#include "models/base/pace.h"
#include "models/command/claims.h"
#include "models/command/dispatcher.h"
#include "models/escalation/escalator.h"
#include "models/guard/guard.h"

#include <QThread>
#include <QTimer>

// What an engine is made of, for its own files: engine.cpp builds and connects it, engineworkspace.cpp keeps it at what
// the workspace's files say, engineguard.cpp at what its policies do.
namespace astern::app {

// Runs f on the thread of `home` and waits for it: for building and ending objects where they live.
template <class F>
void onThreadOf(QObject *home, F f)
{
    QMetaObject::invokeMethod(home, std::move(f), Qt::BlockingQueuedConnection);
}

struct Engine::Private {
    EngineOptions options;
    SystemClock clock;
    const qint64 startedMonoMs = SystemClock().monoMs();
    ApprovalBook approvals;
    std::unique_ptr<TeamApprovals> teamApprovals; // of a team: keeps `approvals`
    std::unique_ptr<ApprovalDesk> desk;
    QList<Done<Ok>> approvalsAwaited; // until the log has been read
    std::unique_ptr<LocalAuthority> authority;
    QString folder; // of its data
    std::unique_ptr<PolicyKeeper> policies;
    std::unique_ptr<Claims> claims; // outlives the journal: given up only after what is under way is recorded
    std::unique_ptr<ConfigStore> configs;
    std::unique_ptr<FlagBook> flags;
    std::unique_ptr<Journal> journal;
    LimitWatch limits;
    std::unique_ptr<Session> session;

    // A home on each thread; everything that lives there is its child and dies with it, there.
    QThread ioThread;
    QThread commandThread;
    QObject *io = nullptr;
    QObject *command = nullptr;

    connectors::SystemKeychain keychain;
    std::unique_ptr<Connections> connections;
    connectors::OidcProvider *identity = nullptr; // io; nullptr: nobody signs in here
    IdentityConfig identityConfig;                // that it was made by
    std::unique_ptr<PinKeeper> pin;
    QTimer askSoon;
    Pace askPace{50, 2, 5};
    Dispatcher *dispatcher = nullptr;           // command
    guard::Guard *guard = nullptr;              // io
    connectors::Notifier *notifier = nullptr;   // io
    escalation::Escalator *escalator = nullptr; // io
    QTimer gatesDue;                            // it is told what gates wait for
    LeadershipSeat leadership;                  // where this process acts by policies
    PresenceSeat presence;                      // where people see this process
    PromotionGate gate;
    LogGate log;
    Shipper *shipper = nullptr;     // io; nullptr: this process sends nothing
    TeamFollower *team = nullptr;   // io; nullptr with it
    std::shared_ptr<KeyStore> keys; // of the journal
    QSet<QString> guarded;          // places where a rollout is under policies
    QSet<QString> turned;           // places that the guard has not been told of yet
    bool turnedAll = true;
    QTimer guardSoon;
    quint64 lastTicket = 0;       // of a diagnosis or test
    std::unique_ptr<Inbox> inbox; // brings answers to the main thread

    bool recovering = false;         // intents of an earlier process are being read back
    Workspace asRead;                // last, and well; in force but for what waits
    std::optional<Workspace> wanted; // of that what is to come into force, and is not (wholly) yet
    QSet<QString> lettingIn;         // edits of policies whose use is being recorded
};

} // namespace astern::app
