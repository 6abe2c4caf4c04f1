// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/identitydoors.h"
#include "models/policy/verdict/recordsource.h"
#include "models/presence/presence.h"
#include "models/rollout/connectiontest.h"
#include "models/rollout/diagnosis.h"
#include "models/session/session.h"
#include "models/workspace/workspace.h"

#include <QObject>

#include <memory>

namespace astern {
struct DeviceEnrolment; // models/approval/deviceenrol.h
}

namespace astern::app {

// What becomes of the workspace's policies in this process.
enum class Guarding {
    None,  // they are not judged
    Judge, // and shown
    Act,   // and acted on, where no other process does
};

struct EngineOptions {
    QString dataFolder;    // journal and keys; empty: XDG_DATA_HOME/astern/<workspace name>
    bool watch = true;     // start watches and signal sources
    bool recover = true;   // resolve intents that a crash left without an outcome
    bool readOnly = false; // nothing is ever sent
    Guarding guarding = Guarding::None;
    QString guardName;   // of this process, for people: "asternctl guard on ops-2"
    QString location;    // that probes from here are told as; empty: this machine's name
    bool follow = false; // read the workspace again when its file changes
    Actor actor;         // ref empty: the OS user
    bool signIn = true;  // people act here: who is signed in is read from the keychain and renewed
};

// What all processes of this user share about signing in: locks, nothing secret.
[[nodiscard]] QString signInFolder();

// Where the journal of a workspace lives when nobody says otherwise.
[[nodiscard]] QString defaultDataFolder(const Workspace &workspace);

// The composition root: builds connectors, journal, dispatcher and session for one workspace, owns the io and
// command threads, and ends everything in order. Both programs use it. Lives on the main thread; answers of its
// asynchronous calls come there.
class Engine : public QObject {
    Q_OBJECT
public:
    // Opens the journal (creating it where there is none) and checks what every backend's settings say. A backend
    // whose settings are wrong does not stop the others: it shows as refused, with the reason.
    static Result<std::unique_ptr<Engine>> create(const Workspace &workspace, const EngineOptions &options);
    ~Engine() override;

    [[nodiscard]] Session &session();
    [[nodiscard]] Journal &journal();
    // Who else of the team is there. Lives as long as this; its signal comes from a thread of its own.
    [[nodiscard]] Presence &presence();
    // Watches, sources, recovery, and where `follow` says so the workspace's file. A change of it comes into force
    // while everything runs: only backends with other settings connect again. What a plan under way rests on stays as
    // it was until that has ended. A broken edit leaves everything as it is; Session::workspaceNews() says what is
    // wrong.
    void start();

    // A fresh read, or a question to the backend, on the command connections.
    void read(const ObjectRef &ref, Done<Rollout> done);
    void mayI(const PlanCommand &command, Done<Permission> done);
    // The same of what a command would change.
    void readTarget(const PlanCommand &command, Done<Observation> done);
    // All flags of a project, in the server's words for the environment.
    void listFlags(const QString &backend, const QString &project, const QString &environment,
                   Done<QList<FlagState>> done);
    // Every version of configuration sets that was seen.
    [[nodiscard]] const ConfigStore &configs() const;
    // The flags as releases found them.
    [[nodiscard]] const FlagBook &flags() const;

    // Why a place is as it is, on the connections of watching. Told in parts, the last time complete; the answer
    // names the question for endDiagnosis().
    quint64 diagnose(const DiagnosisQuestion &question, DiagnosisSource::Told told);
    void endDiagnosis(quint64 ticket, const QString &backend);

    // What a source tells that nobody asks: samples of a rollout for the guard, as they are pushed. Any thread.
    void take(const policy::RecordBatch &batch);

    // Answers once what the log says of gates has been read: until then they are shut. In a team also once it is clear
    // that it cannot be had as it is now: ApprovalBook::trouble() says why, and what goes forward is refused with that.
    void whenApprovalsRead(Done<Ok> done);
    // Whether this device may be taken into the team now; that it may not is recorded.
    [[nodiscard]] AuthorityAnswer mayEnrol(const DeviceEnrolment &enrolment);

    // Automation of policies is held, or goes on (`untilMs` in the past), whichever process acts: recorded first.
    void holdAutomation(const guard::AutomationHold &hold, Done<Ok> done);

    // Records what is no plan, as safely as the workspace's `journal.needs` asks of such an action, and answers when it
    // is: an approval, an edit of a policy, an override. Refused before anything is recorded where that cannot be had.
    void appendNeeding(LogAction action, const QString &environment, Draft draft, Done<Receipt> done);
    // The same of this device's key, or of one that was stolen.
    void changeKey(const KeyChange &change, Done<Receipt> done);
    // Takes over what people were told of, `id` whole or short; recorded in the name of this person.
    void acknowledge(const QString &id, Done<Ok> done);
    // Sends a test to a target of people.notify: recorded first, like every message.
    void testTarget(const QString &target, Done<escalation::Answer> done);
    // What is known of escalations, once the log has said it.
    void escalations(Done<escalation::Sight> done);

    // Looks at one backend's connection, and at what its credentials may do in the namespaces of this workspace; told
    // line by line, the last time complete. Changes nothing there. The answer names the test for endTest().
    quint64 testConnection(const QString &backend, ConnectionTest::Told told);
    void endTest(quint64 ticket);

    // Once it is known whether somebody is signed in, or that is taking too long; at once where it is. For what goes
    // forward: what goes back never waits for it.
    void whenIdentityKnown(int withinMs, std::function<void()> then);

Q_SIGNALS:
    // Intents that a crash left open: how many are resolved now, how many need a person.
    void recovered(int resolved, int stillUnknown);
    void recoveryFailed(const astern::Error &error); // instead of it: the journal cannot be read

private:
    Engine();
    void openDispatcher();
    void connectSession();
    void followWorkspace();
    void takeReading(const WorkspaceReading &reading);
    void applyWanted();
    void apply(const Workspace &next, const QStringList &committed);
    void keepPolicies();
    QList<PolicyEdit> holdPolicies(Workspace &next, const QList<PolicyFile> &inForce);
    void letIn(const PolicyEdit &edit);
    void reconsiderPolicies();
    void answerAwaited();
    void openGuard();
    void seatLeader(const Workspace &workspace);
    void tellGuard();
    void planMitigation(const QString &place, const policy::Mitigate &wanted, const Done<Plan> &done);
    void askOtherGuards();
    void openIdentity();
    void restoreIdentity();
    void changeIdentity(const Workspace &next);
    void takeSignedIn(const SignedIn &now);
    void setPin(const QString &pin, const QString &old, Done<PinState> done);
    void settleIdentity();
    [[nodiscard]] IdentityDoors identityDoors();
    void record(const QString &kind, const QString &words);
    void watchMitigations();
    void openApprovals();
    void followApprovals(const Workspace &workspace);
    void readApprovals(quint64 after);
    void giveBackApprovals();
    void tellApprovalsRead(const Result<Ok> &read);
    void openEscalator();
    void tellGates();
    void setPeople(const NotifyConfig &config);
    void openShipper();
    void setSinks(const Workspace &workspace);
    [[nodiscard]] CommandDoors doors() const; // on the command thread
    void close();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::app
