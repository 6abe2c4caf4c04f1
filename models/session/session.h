// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/authority.h"
#include "models/approval/policyedit.h"
#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/base/pace.h"
#include "models/command/campaign.h"
#include "models/command/logneed.h"
#include "models/command/mitigationplanner.h"
#include "models/command/plan.h"
#include "models/command/planner.h"
#include "models/escalation/sight.h"
#include "models/flag/flagbook.h"
#include "models/guard/placeverdict.h"
#include "models/health/seriesstore.h"
#include "models/identity/identitydoors.h"
#include "models/journal/journal.h"
#include "models/rollout/connectiontest.h"
#include "models/rollout/diagnosis.h"
#include "models/session/alertbook.h"
#include "models/workspace/secretstore.h"
#include "models/workspace/workspace.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace astern {

class ApprovalBook;
class ApprovalDesk;
struct ApprovalRecord;
struct Countersign;

// What the workspace's files say that is not in force: nothing, while the files and what is in force agree.
struct WorkspaceNews {
    QList<WorkspaceIssue> issues; // a broken edit; what was read before it stays in force
    QString waits;                // a good edit, and what it waits for, as a sentence
    qint64 sinceMs = 0;           // wall clock; when it was found so
    [[nodiscard]] bool isEmpty() const { return issues.isEmpty() && waits.isEmpty(); }
    bool operator==(const WorkspaceNews &) const = default;
};

// The alerts of one place, and how far that can be believed: where managers do not answer, "none" is not known.
struct PlaceAlerts {
    enum class Known {
        NoSource, // the workspace has no manager of alerts
        Now,
        Stale,  // a manager has not answered for three polls: others may have come, and these may be over
        NotYet, // a manager has never answered
    };
    Known known = Known::NoSource;
    qint64 asOfMs = 0;   // wall clock: the oldest of the managers' last answers; 0: none has answered
    QString trouble;     // why a manager does not answer, in its words
    QList<Alert> alerts; // what needs a person first
};

// What one window (or one command) knows: the latest immutable values of everything, on the GUI thread, and the
// few things that can be asked for. Fed by queued signals from the io, command and journal threads; tells its
// readers at most ten times a second, however much arrives (after a silence three times within 40 ms). Tests feed it by
// the same slots.
class Session : public QObject {
    Q_OBJECT
public:
    struct Doors {
        const Clock *clock = nullptr;         // never null
        const Authority *authority = nullptr; // null: everything is read-only
        Journal *journal = nullptr;           // null: no log (tests)
        // Hands a plan to the dispatcher's thread; may be empty (tests).
        std::function<void(const Plan &, const Actor &, const QString &reason)> run;
        std::function<void(const Plan &, const Actor &, const QString &reason, const TypedConfirmation &)>
            runUnrecorded = {};
        std::function<void(const Campaign &, const Actor &, const QString &reason)> runCampaign;
        std::function<void(const QString &campaignId)> stopCampaign;
        std::function<void(const QString &planId)> stop;
        std::function<void(const QString &planId)> skip;
        // Asks the backend whether the credentials may; answers on this thread.
        std::function<void(const PlanCommand &, Done<Permission>)> mayI;
        // Asks why a place is as it is; told in parts on this thread. The answer is the ticket for endDiagnosis.
        std::function<quint64(const DiagnosisQuestion &, DiagnosisSource::Told)> diagnose;
        std::function<void(quint64 ticket, const QString &backend)> endDiagnosis;
        // Tells every connection of a backend that a person has signed in again, or wants it tried.
        std::function<void(const QString &backend)> signIn;
        // Looks at a backend's connection, told in parts on this thread. The answer is the ticket for endTest.
        std::function<quint64(const QString &backend, ConnectionTest::Told)> testConnection;
        std::function<void(quint64 ticket)> endTest;
        IdentityDoors identity;
        SecretStore *secrets = nullptr;       // null: there is no keychain (tests)
        const ConfigStore *configs = nullptr; // versions that were seen; null: none (tests)
        FlagBook *flags = nullptr;            // flags as releases found them; null: none are kept (tests)
        QString dataFolder; // of the log, with the samples that the guard keeps; empty: there is none (tests)
        QString readOnly;   // why nothing may be changed in this session, as a sentence; empty: it may
        // To the guard; empty: nothing is judged here.
        std::function<void(const guard::Answer &)> answer;
        std::function<void(const guard::AutomationHold &)> holdAutomation;
        // Records what is no plan as safely as `journal.needs` asks of such an action, and answers when it is; empty:
        // nothing is recorded (tests).
        std::function<void(LogAction, const QString &environment, const Draft &, Done<Receipt>)> recordNeeding = {};
        const ApprovalBook *approvals = nullptr;    // null: gates are not followed (tests)
        const ApprovalDesk *approvalDesk = nullptr; // null: nobody can ask or approve here
        std::function<void(const QString &id, const Actor &)> acknowledge;
        // Sends a test to a target of people.notify; answers on this thread.
        std::function<void(const QString &target, Done<escalation::Answer>)> testTarget;
    };
    Session(Workspace workspace, Doors doors, QObject *parent = nullptr);

    [[nodiscard]] const Workspace &workspace() const { return m_workspace; }
    [[nodiscard]] const WorkspaceNews &workspaceNews() const { return m_news; }
    // Wall clock; when its file was read last, whatever came of it.
    [[nodiscard]] qint64 workspaceReadMs() const { return m_workspaceReadMs; }
    [[nodiscard]] const Clock &clock() const { return *m_doors.clock; }
    [[nodiscard]] qint64 nowMs() const { return m_doors.clock->wallMs(); }
    [[nodiscard]] Actor self() const;
    [[nodiscard]] const SignedIn &signedIn() const { return m_signedIn; }
    // The person who is signed in proves by the PIN to be here: good for the commit of this plan alone.
    void provePresence(const QString &planId, const QString &pin, Done<Ok> done);
    [[nodiscard]] Journal *journal() const { return m_doors.journal; }
    [[nodiscard]] const Doors &doors() const { return m_doors; }

    [[nodiscard]] const Rollout *rollout(const ObjectRef &ref) const; // nullptr: not seen (yet)
    [[nodiscard]] const Placement *placement(const QString &key) const;
    // What is known of one place, looked up at once. Valid until the session changes.
    struct Sight {
        const Placement *placement = nullptr; // nullptr: the workspace has no such place, and the rest is null, too
        const ServiceConfig *service = nullptr;
        const Rollout *rollout = nullptr;      // nullptr: not seen (yet)
        const BackendHealth *health = nullptr; // of its delivery backend; nullptr: it has not said anything yet
        const PlanRun *run = nullptr;          // as runFor()
    };
    [[nodiscard]] Sight look(const QString &placementKey) const;
    // workspace().service(id), without looking through all of them.
    [[nodiscard]] const ServiceConfig *service(const QString &id) const { return m_services.value(id); }
    [[nodiscard]] QList<BackendHealth> backends() const;                 // in workspace order
    [[nodiscard]] const BackendHealth *backend(const QString &id) const; // nullptr: it has not said anything yet
    [[nodiscard]] const SeriesStore &series() const { return m_series; }
    [[nodiscard]] PlaceAlerts alerts(const QString &placementKey) const;
    [[nodiscard]] const QList<Alert> &alertsOfNoPlace() const { return m_alerts.ofNoPlace(); }
    // What the policies of a place say, and what will be done; nullptr: nothing is judged there.
    [[nodiscard]] const guard::PlaceVerdict *verdict(const QString &placementKey) const;
    [[nodiscard]] const guard::GuardState &guardState() const { return m_guardState; }
    // Who was told of what, who comes next, and who has taken it over.
    [[nodiscard]] const escalation::Sight &escalations() const { return m_escalations; }
    [[nodiscard]] JournalState journalState() const { return m_journalState; }
    [[nodiscard]] const ShippingState &shipping() const { return m_shipping; }
    // What was done although the log could not be had as safely as it must be, and is still missing somewhere.
    struct LogDebt {
        QStringList missing; // "team", ids of sinks
        QString reason;
        qint64 sinceMs = 0; // wall clock of its first entry
        int entries = 0;
        [[nodiscard]] bool isEmpty() const { return entries == 0; }
        bool operator==(const LogDebt &) const = default;
    };
    [[nodiscard]] LogDebt logDebt() const;
    [[nodiscard]] LogSight logSight() const;
    [[nodiscard]] QList<PlanRun> runs() const; // newest first
    // The run under way for this place, or the newest one that ended in the last 10 minutes.
    [[nodiscard]] const PlanRun *runFor(const QString &placementKey) const;
    // What the backend said of (action, object); absent: not answered yet.
    [[nodiscard]] std::optional<Permission> permission(const PlanCommand &command) const;
    [[nodiscard]] std::optional<Permission> permission(DeliveryAction action, const ObjectRef &ref) const;
    // The place's flags and configuration sets as they were told last, in workspace order; what was not told yet has an
    // unknownReason.
    [[nodiscard]] QList<FlagState> flags(const QString &placementKey) const;
    [[nodiscard]] QList<ConfigState> configs(const QString &placementKey) const;
    // The flags as the rollout that is or was on its way there found them; nullptr: nobody was looking then. Noted by
    // the first session that sees the rollout and has read them all.
    [[nodiscard]] const FlagGround *flagGround(const QString &placementKey) const;
    // The steps that a mitigation of this place has now; empty: none is possible.
    [[nodiscard]] QList<PlanStep> mitigations(const QString &placementKey) const;
    // Why what a backend told then is too old to decide by, as a sentence; empty: it is fresh.
    [[nodiscard]] QString whyStale(const QString &backend, qint64 observedMs) const;

    // What has to be true for recovery: since when every signal with a limit is under it (wall ms), or 0.
    [[nodiscard]] qint64 underLimitsSince(const QString &placementKey) const;
    // Signals that sources should read now, with the rollouts' hashes filled in.
    [[nodiscard]] QList<SignalQuery> signalQueries() const;
    // The same, a list for each place: shared and not copied, whatever their number.
    [[nodiscard]] QList<QList<SignalQuery>> signalQueriesByPlace() const;

    // A plan as the buttons make it; nothing is sent. toRevision 0: the default target. `leftOut`: ids of the
    // mitigations() that a person does not want.
    [[nodiscard]] Result<Plan> plan(PlanKind kind, const QString &placementKey, int toRevision = 0,
                                    Mitigation mitigation = Mitigation::None, const QStringList &leftOut = {}) const;
    // One flag, or one configuration set, of the place. Refused where what is known of it is too old.
    [[nodiscard]] Result<Plan> planFlag(PlanKind kind, const QString &placementKey, const FlagRef &flag,
                                        int percent = -1) const;
    [[nodiscard]] Result<Plan> planConfig(const QString &placementKey, const ConfigRef &config,
                                          const QString &digest) const;
    // What plans of this place know beside what was observed.
    [[nodiscard]] PlanContext planContext(const Placement &place) const;
    [[nodiscard]] AuthorityAnswer may(const Plan &plan) const;
    // The gates before this plan, and how each is now.
    [[nodiscard]] QList<GateStanding> gates(const Plan &plan) const;
    // The log of gates as far as it is known here, and whether all of it has been read.
    [[nodiscard]] QList<ApprovalRecord> approvals() const;
    [[nodiscard]] bool approvalsRead() const;
    // What went past a gate and no second person has signed since, oldest first; overdue ones stay until it is signed.
    [[nodiscard]] QList<Countersign> countersigns() const;
    // What the files of policies say and a gate holds back; what was in force stays so.
    [[nodiscard]] const QList<PolicyEdit> &policyEdits() const { return m_policyEdits; }
    // Somebody wanted this plan and was refused: recorded, once a plan.
    void noteRefusal(const Plan &plan, const AuthorityAnswer &answer);
    // Asks the backend what its credentials may do with this place; permission() has the answers soon. Called when a
    // person looks at it, never for all places at once: the questions share the command connections, and an emergency
    // must not stand behind them.
    void askPermissions(const QString &placementKey);
    void askPermissions(const Plan &plan); // for what its steps send
    // The commit. Answers with the refusal, or hands the plan to the dispatcher; runChanged() tells the rest.
    Result<Ok> commit(const Plan &plan, const QString &reason);
    // The same plan again under another id, for what goes back and could not be recorded: `typed` must be the service's
    // name. The plan that goes on its way.
    Result<Plan> commitUnrecorded(const Plan &plan, const QString &reason, const QString &typed);
    // What was done and is in memory alone, as a text to be kept; empty: nothing.
    [[nodiscard]] const QString &unrecorded() const { return m_unrecorded; }
    // One commit for several places: a plan for each that can have one and that the Authority allows, the others in
    // `leftOut` with the reason. Refused when not one is left. Nothing is sent.
    [[nodiscard]] Result<Campaign> campaign(PlanKind kind, const QStringList &placementKeys, CampaignOrder order,
                                            OnRefusal onRefusal) const;
    // Asks the Authority for every place again: one that is refused now and was not in `leftOut` refuses the whole, and
    // nothing is sent, so that nobody commits to less than was on the screen. campaignChanged() tells the rest.
    Result<Ok> commit(const Campaign &campaign, const QString &reason);
    void stopCampaign(const QString &campaignId); // no further wave; what is under way goes on
    [[nodiscard]] QList<CampaignRun> campaigns() const { return m_campaigns; } // newest first
    // Found at the start; until a person has taken note of it.
    [[nodiscard]] const QList<InterruptedCampaign> &interruptedCampaigns() const { return m_interrupted; }
    void noteInterrupted(const QString &campaignId); // a person has read it
    // The campaign under way that has this place; nullptr: none.
    [[nodiscard]] const CampaignRun *campaignFor(const QString &placementKey) const;
    void stop(const QString &planId);
    void skipStep(const QString &planId);
    // A reason given after the fact, for a plan or a campaign: recorded as `rationale.late`.
    void giveReason(const QString &id, const QString &reason);
    // What this person says to a policy's question about the place. Whoever may not roll back there may not answer.
    Result<Ok> answer(const QString &placementKey, const QString &askKey, guard::Answer::Choice choice);
    // Until then everything is judged and nothing is done by itself at the place; now or in the past: it goes on.
    Result<Ok> holdAutomation(const QString &placementKey, qint64 untilMs, const QString &reason);
    // An edit of a policy's file, before it is written: refused where it cannot be recorded as safely as it must be.
    void recordPolicyEdit(const QString &name, const QByteArray &text, const QByteArray &base, Done<Ok> done);
    // This person takes over what people were told of: nobody further is.
    Result<Ok> acknowledge(const QString &escalationId);
    // Whether this person may do either, and why not.
    [[nodiscard]] AuthorityAnswer mayDecide(const QString &placementKey) const;
    // Credentials of this backend are fetched anew and it is asked again; its health tells the rest.
    void signInAgain(const QString &backend);

public Q_SLOTS:
    void observe(const astern::RolloutBatch &batch);
    void addSamples(const astern::SampleBatch &batch);
    void setAlerts(const astern::AlertBatch &batch);
    void setFlags(const astern::FlagBatch &batch);
    void setConfigs(const astern::ConfigBatch &batch);
    void setBackendHealth(const astern::BackendHealth &health);
    void setVerdict(const astern::guard::PlaceVerdict &verdict);
    void forgetVerdict(const QString &placementKey);
    void setGuardState(const astern::guard::GuardState &state);
    void setEscalations(const astern::escalation::Sight &sight);
    void setJournalState(const astern::JournalState &state);
    void setShipping(const astern::ShippingState &state);
    void setApprovalsChanged(); // told by whoever feeds the book
    void setPolicyEdits(const QList<astern::PolicyEdit> &edits);
    void owe(const astern::JournalEntry &entry); // an entry from before, where it lacks something
    void addEntry(const astern::JournalEntry &entry);
    void setRun(const astern::PlanRun &run);
    void setUnrecorded(const QString &text);
    void setCampaign(const astern::CampaignRun &run);
    void addInterrupted(const astern::InterruptedCampaign &campaign);
    // Another reading of the workspace. What was known through a backend whose settings are other ones now, and samples
    // of what is asked for in another way now, are forgotten; everything else stays with its age.
    void setWorkspace(const astern::Workspace &workspace);
    void setWorkspaceNews(const astern::WorkspaceNews &news);
    void noteWorkspaceRead(); // now
    void setSignedIn(const astern::SignedIn &signedIn);

Q_SIGNALS:
    // Coalesced, as above. Keys are Placement::key(). `turned` are those of them that may stand
    // differently now: of the others only values within the same limits are newer.
    void changed(const QSet<QString> &placements, const QSet<QString> &turned);
    void backendsChanged();                           // at once: a state, a reason, an answer after silence
    void backendsAnswered();                          // coalesced like changed(): one that is well answered again
    void verdictChanged(const QString &placementKey); // at once
    void guardChanged();
    void escalationsChanged(); // at once
    void journalChanged();
    void approvalsChanged(); // the log says something new of gates
    void policyEditsChanged();
    void shippingChanged(); // of sinks, and of what is owed to them
    void entryAdded(const astern::JournalEntry &entry);
    void runChanged(const astern::PlanRun &run);          // at once: a plan under way is never coalesced
    void campaignChanged(const astern::CampaignRun &run); // at once, too
    void interruptedChanged();
    void unrecordedChanged();
    void queriesChanged(); // signalQueries() differs from what it was
    void workspaceChanged();
    void workspaceNewsChanged();
    void workspaceRead();
    void signedInChanged(); // what may be done may be something else now

private:
    // What is worked out once for each place: at two thousand of them it is too much for every batch.
    struct Place {
        Placement placement;
        QString key;
        QString objectKey;
        const ServiceConfig *service = nullptr; // of m_workspace
        QString desiredHash;                    // of its rollout, as far as `queries` are filled in with them
        QString stableHash;
        QList<SignalQuery> queries;
    };
    [[nodiscard]] const PlanRun *runOf(const Place &place) const;
    [[nodiscard]] Result<Ok> mayStart(const Plan &plan); // records a refusal
    void showStart(const Plan &plan, const QString &reason);
    [[nodiscard]] Actor actorFor(const Plan &plan) const;
    void settleDebt();
    void ask(const QString &placementKey, const QList<PlanCommand> &commands);
    void touch(const QString &placementKey, bool turned = true);
    void saySoon();
    void forgetBackend(const QString &id);
    void noteFlags(const Place &place);
    void touchUsers(const std::function<bool(const Place &)> &uses);
    void forgetSeries(const QList<Place> &before, const QStringList &closed);
    [[nodiscard]] QList<SignalQuery> queriesFor(const Placement &place) const;
    // Fills in what is asked for this place; false: the same as before.
    bool askFor(Place &place) const;

    Workspace m_workspace;
    WorkspaceNews m_news;
    QList<PolicyEdit> m_policyEdits;
    qint64 m_workspaceReadMs = 0;
    Doors m_doors;
    SignedIn m_signedIn;
    QSet<QString> m_present;                          // ids of plans for which the PIN was given
    QHash<QString, const ServiceConfig *> m_services; // of m_workspace
    QList<Place> m_places;
    QHash<QString, qsizetype> m_placementIndex;
    QHash<QString, QList<qsizetype>> m_placesOf; // by ObjectRef::key()
    QHash<QString, Rollout> m_rollouts;          // by ObjectRef::key()
    QHash<QString, BackendHealth> m_backends;
    SeriesStore m_series;
    AlertBook m_alerts;
    QHash<QString, FlagState> m_flags;        // by FlagRef::key()
    QHash<QString, ConfigState> m_configs;    // by ConfigRef::key()
    QHash<QString, FlagGround> m_flagGrounds; // by Placement::key(), also those of earlier rollouts
    struct Sought {
        QString rollout;
        qint64 atMs = 0;
    };
    QHash<QString, Sought> m_flagsSought;           // by Placement::key(): the last look into the book of flags
    QHash<QString, guard::PlaceVerdict> m_verdicts; // by Placement::key()
    guard::GuardState m_guardState;
    escalation::Sight m_escalations;
    JournalState m_journalState;
    ShippingState m_shipping;
    QSet<QString> m_refused;    // ids of plans whose refusal is recorded
    QList<JournalEntry> m_owed; // recorded without what they must have, oldest first
    QList<PlanRun> m_runs;
    QString m_unrecorded;
    QList<CampaignRun> m_campaigns;
    QList<InterruptedCampaign> m_interrupted; // newest first
    QSet<QString> m_runTargets;               // ObjectRef::key() of what any run was for
    QHash<QString, Permission> m_permissions;
    QSet<QString> m_touched;
    QSet<QString> m_turned;
    bool m_answered = false;
    QTimer m_coalesce;
    Pace m_pace{100, 3, 20};
    Inbox m_inbox;
};

} // namespace astern
