// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: the workspace's files while it runs.
#include "app/engine/engineparts.h"
#include "app/engine/workspacefollower.h"
#include "models/workspace/workspacechange.h"

namespace astern::app {
namespace {

// What a person has committed to and what has not ended yet, the later waves of a campaign included.
QList<Plan> plansUnderWay(const Session &session)
{
    QList<Plan> plans;
    for (const PlanRun &run : session.runs()) {
        if (run.state == PlanRun::State::Running)
            plans.append(run.plan);
    }
    for (const CampaignRun &run : session.campaigns()) {
        if (!run.isOver())
            plans += run.campaign.plans();
    }
    return plans;
}

} // namespace

void Engine::followWorkspace()
{
    Session *session = d->session.get();
    QMetaObject::invokeMethod(d->io, [this, folder = session->workspace().folder] {
        auto *follower = new WorkspaceFollower(folder, d->io);
        connect(follower, &WorkspaceFollower::read, this, &Engine::takeReading);
        follower->start();
    });
    // Queued: whoever is told of the run as well must find the workspace that it ended under.
    connect(
        session, &Session::runChanged, this,
        [this](const PlanRun &run) {
            if (run.state != PlanRun::State::Running)
                applyWanted();
        },
        Qt::QueuedConnection);
    connect(
        session, &Session::campaignChanged, this,
        [this](const CampaignRun &run) {
            if (run.isOver())
                applyWanted();
        },
        Qt::QueuedConnection);
}

void Engine::takeReading(const WorkspaceReading &reading)
{
    Session &session = *d->session;
    session.noteWorkspaceRead();
    WorkspaceNews news = session.workspaceNews();
    news.issues.clear();
    const auto takeErrors = [&news](const QList<DocumentIssue> &issues) {
        std::copy_if(issues.cbegin(), issues.cend(), std::back_inserter(news.issues),
                     [](const WorkspaceIssue &issue) { return issue.severity == WorkspaceIssue::Severity::Error; });
    };
    if (reading.workspace) {
        d->asRead = *reading.workspace;
        keepPoliciesInForce(d->asRead, session.workspace().policies);
        d->policies->restore(d->asRead);
        d->wanted = d->asRead;
        session.setPolicyEdits(holdPolicies(*d->wanted, session.workspace().policies));
        // A broken policy stops nothing else: what it said before stays, and this says so.
        for (const PolicyFile &file : std::as_const(d->wanted->policies))
            takeErrors(file.issues);
        news.waits.clear();
        news.sinceMs = session.nowMs();
        session.setWorkspaceNews(news.issues.isEmpty() ? WorkspaceNews{} : news);
        return applyWanted();
    }
    takeErrors(reading.issues);
    news.sinceMs = session.nowMs();
    session.setWorkspaceNews(news);
    if (news.issues.isEmpty())
        return;
    // Not the message: it repeats what was found, and the log keeps for ever what somebody pasted by mistake.
    WorkspaceIssue first = news.issues.constFirst();
    first.message = tr("not accepted");
    record(QStringLiteral("workspace.refused"), first.toString());
}

// What a plan under way rests on stays until it has ended; the rest comes into force now.
void Engine::applyWanted()
{
    if (!d->wanted)
        return;
    Session &session = *d->session;
    const Workspace now = session.workspace();
    Workspace next = *d->wanted;
    QStringList waits;
    // The name says which log is open.
    if (next.name != now.name) {
        waits.append(tr("The name %1 and its log come with the next start.").arg(next.name));
        next.name = now.name;
    }
    QList<PlaceUnderWay> underWay;
    QStringList committed;
    QStringList services;
    for (const Plan &plan : plansUnderWay(session)) {
        underWay.append({plan.service, plan.environment, plan.target.backend});
        committed.append(plan.id);
        services.append(plan.service);
    }
    services.removeDuplicates();
    Workspace merged = d->recovering ? now : keepUnderWay(now, next, underWay);
    const bool whole = sameContent(merged, next);
    if (d->recovering && !whole)
        waits.append(tr("It comes into force once what an interrupted start left behind has been read back."));
    else if (!whole)
        waits.append(tr("What the plan for %1 rests on comes into force when that has ended.")
                         .arg(services.join(QStringLiteral(", "))));
    else
        d->wanted.reset();
    if (!sameContent(merged, now))
        apply(merged, committed);
    for (const PolicyEdit &edit : session.policyEdits()) {
        if (const QString words = edit.waitsFor(); !words.isEmpty())
            waits.append(words);
    }
    WorkspaceNews news = session.workspaceNews();
    news.waits = waits.join(QLatin1Char(' '));
    if (news.issues.isEmpty())
        news.sinceMs = news.waits.isEmpty() ? 0 : session.nowMs();
    session.setWorkspaceNews(news);
}

void Engine::apply(const Workspace &next, const QStringList &committed)
{
    Session &session = *d->session;
    const QString words = changeWords(session.workspace(), next);
    const BackendChanges changes = backendChanges(session.workspace(), next);
    for (const QString &id : changes.closed)
        d->connections->close(id);
    d->authority->setWorkspace(next, committed);
    session.setWorkspace(next);
    changeIdentity(next);
    for (const BackendConfig &config : changes.opened)
        d->connections->open(config);
    d->connections->setProbeSettings(next.probes);
    setSinks(next);
    followApprovals(next);
    seatLeader(next);
    setPeople(next.notify);
    watchMitigations();
    d->connections->ask(session.signalQueriesByPlace());
    keepPolicies();
    record(QStringLiteral("workspace.changed"), words);
}

// Of several processes on one log only its owner says it; who only looks says nothing.
void Engine::record(const QString &kind, const QString &words)
{
    if (d->options.readOnly || !d->session->journalState().owner)
        return;
    Draft draft;
    draft.kind = kind;
    draft.fields.insert(QStringLiteral("workspace"), QJsonObject{{QStringLiteral("name"), d->session->workspace().name},
                                                                 {QStringLiteral("words"), words.left(1000)}});
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), d->session->self().ref}});
    d->journal->append(draft, [](const Result<Receipt> &) {}); // what cannot be written is told by the journal's state
}

} // namespace astern::app
