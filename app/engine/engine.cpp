// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine.h"

#include "app/engine/connections.h"
#include "app/engine/limitwatch.h"
#include "app/engine/policykeeper.h"
#include "app/engine/promotiongate.h"
#include "app/engine/workspacefollower.h"
#include "connectors/keychain/systemkeychain.h"
#include "connectors/local/openjournal.h"
#include "models/approval/localauthority.h"
#include "models/base/logging.h"
#include "models/base/pace.h"
#include "models/command/claims.h"
#include "models/command/dispatcher.h"
#include "models/command/mitigationplanner.h"
#include "models/document/units.h"
#include "models/guard/guard.h"
#include "models/workspace/workspacechange.h"

#include <QDir>
#include <QEventLoop>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>

#include <cmath>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace astern::app {
namespace {

// Runs f on the thread of `home` and waits for it: for building and ending objects where they live.
template <class F>
void onThreadOf(QObject *home, F f)
{
    QMetaObject::invokeMethod(home, std::move(f), Qt::BlockingQueuedConnection);
}

// Where cores are few, watching must not hold up an emergency. Qt's priorities do nothing with Linux's usual scheduler;
// a nice value does, also for the network threads that this one starts.
void yieldToOthers()
{
#ifdef Q_OS_LINUX
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), 10);
#endif
}

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

QString defaultDataFolder(const Workspace &workspace)
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(base).filePath(QStringLiteral("astern/") + workspace.name);
}

struct Engine::Private {
    EngineOptions options;
    SystemClock clock;
    std::unique_ptr<LocalAuthority> authority;
    QString folder; // of its data
    std::unique_ptr<PolicyKeeper> policies;
    std::unique_ptr<Claims> claims; // outlives the journal: given up only after what is under way is recorded
    std::unique_ptr<ConfigStore> configs;
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
    QTimer askSoon;
    Pace askPace{50, 2, 5};
    Dispatcher *dispatcher = nullptr; // command
    guard::Guard *guard = nullptr;    // io
    PromotionGate gate;
    QTimer guardSoon;
    quint64 lastTicket = 0;       // of a diagnosis or test
    std::unique_ptr<Inbox> inbox; // brings answers to the main thread

    bool recovering = false;         // intents of an earlier process are being read back
    std::optional<Workspace> wanted; // read well, not (wholly) in force yet
};

Engine::Engine() : d(std::make_unique<Private>()) {}

Engine::~Engine() { close(); }

Session &Engine::session() { return *d->session; }

Journal &Engine::journal() { return *d->journal; }

Result<std::unique_ptr<Engine>> Engine::create(const Workspace &asRead, const EngineOptions &options)
{
    Workspace workspace = asRead;
    std::unique_ptr<Engine> engine(new Engine);
    Private &d = *engine->d;
    d.options = options;
    d.inbox = std::make_unique<Inbox>(engine.get());

    const QString folder = options.dataFolder.isEmpty() ? defaultDataFolder(workspace) : options.dataFolder;
    d.folder = folder;
    d.policies = std::make_unique<PolicyKeeper>(folder);
    d.policies->restore(workspace);
    d.claims = std::make_unique<Claims>(QDir(folder).filePath(QStringLiteral("journal.claims")));
    d.configs = std::make_unique<ConfigStore>(QDir(folder).filePath(QStringLiteral("configs")));
    d.journal = connectors::openJournal(QDir(folder).filePath(QStringLiteral("journal")));
    d.authority = std::make_unique<LocalAuthority>(workspace, options.actor.ref.isEmpty() ? LocalAuthority::systemUser()
                                                                                          : options.actor);
    d.authority->setReadOnly(options.readOnly);

    d.ioThread.setObjectName(QStringLiteral("io"));
    d.commandThread.setObjectName(QStringLiteral("command"));
    d.io = new QObject;
    d.command = new QObject;
    d.io->moveToThread(&d.ioThread);
    d.command->moveToThread(&d.commandThread);
    d.ioThread.start(QThread::LowPriority);
    d.commandThread.start();
    onThreadOf(d.io, &yieldToOthers);

    d.session = std::make_unique<Session>(
        workspace,
        Session::Doors{
            .clock = &d.clock,
            .authority = d.authority.get(),
            .journal = d.journal.get(),
            .run =
                [&d](const Plan &plan, const Actor &actor, const QString &reason) {
                    QMetaObject::invokeMethod(d.dispatcher,
                                              [&d, plan, actor, reason] { d.dispatcher->run(plan, actor, reason); });
                },
            .runCampaign =
                [&d](const Campaign &campaign, const Actor &actor, const QString &reason) {
                    QMetaObject::invokeMethod(d.dispatcher, [&d, campaign, actor, reason] {
                        d.dispatcher->runCampaign(campaign, actor, reason);
                    });
                },
            .stopCampaign =
                [&d](const QString &id) {
                    QMetaObject::invokeMethod(d.dispatcher, [&d, id] { d.dispatcher->stopCampaign(id); });
                },
            .stop =
                [&d](const QString &id) {
                    QMetaObject::invokeMethod(d.dispatcher, [&d, id] { d.dispatcher->stop(id); });
                },
            .skip =
                [&d](const QString &id) {
                    QMetaObject::invokeMethod(d.dispatcher, [&d, id] { d.dispatcher->skipStep(id); });
                },
            .mayI = [raw = engine.get()](const PlanCommand &command,
                                         Done<Permission> done) { raw->mayI(command, std::move(done)); },
            .diagnose = [raw = engine.get()](const DiagnosisQuestion &question,
                                             DiagnosisSource::Told told) { return raw->diagnose(question, told); },
            .endDiagnosis = [raw = engine.get()](quint64 ticket,
                                                 const QString &backend) { raw->endDiagnosis(ticket, backend); },
            .signIn = [&d](const QString &backend) { d.connections->signInAgain(backend); },
            .testConnection =
                [raw = engine.get()](const QString &backend, ConnectionTest::Told told) {
                    return raw->testConnection(backend, told);
                },
            .endTest = [raw = engine.get()](quint64 ticket) { raw->endTest(ticket); },
            .secrets = &d.keychain,
            .configs = d.configs.get(),
            .answer =
                [&d](const guard::Answer &answer) {
                    if (d.guard)
                        QMetaObject::invokeMethod(d.guard, [&d, answer] { d.guard->answer(answer); });
                },
            .holdAutomation =
                [&d](const guard::AutomationHold &hold) {
                    if (d.guard)
                        QMetaObject::invokeMethod(d.guard, [&d, hold] { d.guard->holdAutomation(hold); });
                }});
    d.connections =
        std::make_unique<Connections>(*d.session, Connections::Homes{.io = d.io, .command = d.command}, d.clock,
                                      d.keychain, *d.configs, options.watch, [&d](const policy::RecordBatch &batch) {
                                          if (d.guard)
                                              d.guard->take(batch);
                                      });
    // Before the connections: opening them loads what TLS needs, and the start of the window does not wait for that.
    engine->openDispatcher();
    for (const BackendConfig &config : workspace.backends)
        d.connections->open(config);
    engine->connectSession();
    engine->watchMitigations();
    if (options.guarding != Guarding::None)
        engine->openGuard();
    else
        engine->askOtherGuards();
    return engine;
}

void Engine::openDispatcher()
{
    onThreadOf(d->command, [this] {
        const CommandDoors targets = doors();
        d->dispatcher = new Dispatcher({.backend = targets.backend,
                                        .flags = targets.flags,
                                        .configs = targets.configs,
                                        .journal = d->journal.get(),
                                        .authority = d->authority.get(),
                                        .clock = &d->clock,
                                        .claims = d->claims.get(),
                                        .underLimitsSince = [this](const Plan &plan) { return d->limits.since(plan); }},
                                       d->command);
    });
}

void Engine::connectSession()
{
    Session *session = d->session.get();
    connect(d->dispatcher, &Dispatcher::progressed, session, &Session::setRun);
    connect(d->dispatcher, &Dispatcher::campaignProgressed, session, &Session::setCampaign);
    connect(d->dispatcher, &Dispatcher::recovered, this, [this](int resolved, int stillUnknown) {
        d->recovering = false;
        if (d->guard)
            QMetaObject::invokeMethod(d->guard, &guard::Guard::setRecovered);
        Q_EMIT recovered(resolved, stillUnknown);
        applyWanted();
    });
    connect(d->dispatcher, &Dispatcher::recoveryFailed, this, [this](const Error &error) {
        d->recovering = false;
        if (d->guard)
            QMetaObject::invokeMethod(d->guard, &guard::Guard::setRecovered);
        Q_EMIT recoveryFailed(error);
        applyWanted();
    });
    connect(d->journal.get(), &Journal::appended, session, &Session::addEntry);
    connect(d->journal.get(), &Journal::stateChanged, session, &Session::setJournalState);
    d->journal->state(d->inbox->wrap([session](const Result<JournalState> &state) {
        if (state)
            session->setJournalState(*state);
    }));
    // Each piece of a long first list changes what is asked.
    d->askSoon.setSingleShot(true);
    connect(&d->askSoon, &QTimer::timeout, this, [this, session] {
        d->askPace.wentAt(d->clock.monoMs());
        d->connections->ask(session->signalQueriesByPlace());
    });
    connect(session, &Session::queriesChanged, &d->askSoon, [this] {
        if (!d->askSoon.isActive())
            d->askSoon.start(int(d->askPace.waitMs(d->clock.monoMs())));
    });
    d->connections->ask(session->signalQueriesByPlace());
    d->limits.follow(session);
}

// Rollouts and verdicts pass between the main thread and the io thread as values; records never leave the io thread.
void Engine::openGuard()
{
    Session *session = d->session.get();
    const bool acts = d->options.guarding == Guarding::Act && !d->options.readOnly;
    onThreadOf(d->io, [this, acts] {
        d->guard = new guard::Guard(
            {.clock = &d->clock,
             .journal = d->journal.get(),
             .run =
                 [this](const Plan &plan, const Actor &actor, const QString &reason) {
                     QMetaObject::invokeMethod(
                         d->dispatcher, [this, plan, actor, reason] { d->dispatcher->run(plan, actor, reason); });
                 },
             .mitigation =
                 [this](const QString &place, const policy::Mitigate &wanted, const Done<Plan> &done) {
                     QMetaObject::invokeMethod(this,
                                               [this, place, wanted, done] { planMitigation(place, wanted, done); });
                 },
             .record = [this](const QList<policy::RecordQuery> &queries) { d->connections->record(queries); }},
            {.folder = d->folder,
             .name = d->options.guardName,
             .act = acts,
             .whyNot = d->options.readOnly ? tr("this session is read-only") : tr("it only judges")},
            d->io);
    });
    connect(d->dispatcher, &Dispatcher::progressed, d->guard, &guard::Guard::planProgressed);
    connect(d->guard, &guard::Guard::judged, this, [this, session](const guard::PlaceVerdict &verdict) {
        d->gate.set(verdict);
        session->setVerdict(verdict);
    });
    connect(d->guard, &guard::Guard::forgotten, this, [this, session](const QString &place) {
        d->gate.forget(place);
        session->forgetVerdict(place);
    });
    connect(d->guard, &guard::Guard::stateChanged, session, &Session::setGuardState);
    connect(d->guard, &guard::Guard::tookOver, this, [this] {
        d->recovering = true;
        QMetaObject::invokeMethod(d->dispatcher, &Dispatcher::recoverUnresolved);
    });
    connect(d->guard, &guard::Guard::told, session, &Session::guardTold);
    QMetaObject::invokeMethod(d->guard, [this] { Q_EMIT d->guard->stateChanged(d->guard->state()); });
    d->authority->setPromotionGate(
        [this](const Plan &plan) { return d->gate.refusal(plan.placementKey(), d->clock.wallMs()); });
    d->guardSoon.setSingleShot(true);
    connect(&d->guardSoon, &QTimer::timeout, this, &Engine::tellGuard);
    const auto soon = [this] {
        if (!d->guardSoon.isActive())
            d->guardSoon.start(0);
    };
    connect(session, &Session::changed, this, [soon](const QSet<QString> &, const QSet<QString> &turned) {
        if (!turned.isEmpty())
            soon();
    });
    connect(session, &Session::workspaceChanged, this, soon);
}

// From a fresh read of what is to be changed.
void Engine::planMitigation(const QString &placementKey, const policy::Mitigate &wanted, const Done<Plan> &done)
{
    const auto refuse = [&done](const QString &message) {
        done(Error{.kind = Error::Kind::Refused, .message = message});
    };
    Session &session = *d->session;
    const Placement *known = session.placement(placementKey);
    if (!known)
        return refuse(tr("The workspace has no such place."));
    const Placement place = *known;
    const PlanContext context = session.planContext(place);
    if (!wanted.flag.isEmpty()) {
        const QList<FlagRef> flags = flagsOf(session.workspace(), place);
        const auto flag = std::find_if(flags.cbegin(), flags.cend(),
                                       [&wanted](const FlagRef &one) { return one.name == wanted.flag; });
        if (flag == flags.cend())
            return refuse(tr("%1 declares no flag %2 here.").arg(place.service, wanted.flag));
        const bool off = wanted.set == QLatin1String("off");
        const bool on = wanted.set == QLatin1String("on");
        const std::optional<double> share = off || on ? std::nullopt : units::ratio(wanted.set);
        if (!off && !on && !share)
            return refuse(tr("A flag is set to on, off or a share of users, not to %1.").arg(wanted.set));
        const PlanKind kind = off ? PlanKind::FlagOff : on ? PlanKind::FlagOn : PlanKind::FlagPercent;
        const int percent = share ? int(std::lround(*share * 100)) : -1;
        return readTarget(FlagCommand{FlagAction::Off, *flag, -1},
                          [kind, percent, context, place, done](const Result<Observation> &now) {
                              done(now ? planFlag(kind, std::get<FlagState>(*now), percent, context, place.object)
                                       : Result<Plan>(now.error()));
                          });
    }
    const QList<ConfigOf> configs = configsOf(session.workspace(), place);
    const auto config = std::find_if(configs.cbegin(), configs.cend(),
                                     [&wanted](const ConfigOf &one) { return one.use.id == wanted.config; });
    if (config == configs.cend())
        return refuse(tr("%1 declares no configuration %2 here.").arg(place.service, wanted.config));
    readTarget(ConfigCommand{config->ref, {}, {}}, [this, use = config->use, wanted, context, place,
                                                    done](const Result<Observation> &answer) {
        if (!answer)
            return done(answer.error());
        const ConfigState &now = std::get<ConfigState>(*answer);
        const ConfigStore &store = this->configs();
        // A version by its digest; any other word means the one that the workspace calls safe.
        const bool byDigest = wanted.apply.startsWith(QLatin1String("sha256:"));
        const QString version = byDigest ? wanted.apply : use.safe;
        const QString before = store.before(now.ref, now.digest);
        const Result<QString> digest = version.isEmpty() ? Result<QString>(before) : store.find(now.ref, version);
        if (!digest || digest->isEmpty())
            return done(digest ? Error{.kind = Error::Kind::Refused,
                                       .message = tr("No other version of %1 is known.").arg(use.id)}
                               : digest.error());
        done(planConfig(now, *digest, context, place.object));
    });
}

Result<Ok> Engine::holdAutomation(const guard::AutomationHold &hold)
{
    const auto store = guard::GuardStore::open(d->folder);
    if (!store)
        return store.error();
    QEventLoop waiting;
    Result<Receipt> recorded = Error{.kind = Error::Kind::Cancelled, .message = tr("It was not recorded.")};
    d->journal->append(guard::holdDraft(hold, d->clock.wallMs()), d->inbox->wrap([&](const Result<Receipt> &receipt) {
        recorded = receipt;
        waiting.quit();
    }));
    (void)waiting.exec();
    return recorded ? (*store)->hold(hold) : Result<Ok>(recorded.error());
}

// A process that judges nothing itself asks what the one that does has written down.
void Engine::askOtherGuards()
{
    d->authority->setPromotionGate(
        [workspace = d->session->workspace(), folder = d->folder, clock = &d->clock](const Plan &plan) {
            const QList<Placement> placements = workspace.placements();
            const auto place = std::find_if(placements.cbegin(), placements.cend(),
                                            [&plan](const Placement &one) { return one.key() == plan.placementKey(); });
            if (place == placements.cend() || !guard::subjectOf(workspace, *place, plan.seen))
                return QString();
            const auto store = guard::GuardStore::open(folder);
            if (!store)
                return store.error().toString();
            const auto said = (*store)->promotion(place->key());
            if (!said)
                return said.error().toString();
            if (!*said || clock->wallMs() > (*said)->goodUntilMs)
                return tr("nobody judges it now; start asternctl guard, or open the desktop");
            return (*said)->refused;
        });
}

void Engine::tellGuard()
{
    const Session &session = *d->session;
    QList<guard::Subject> subjects;
    QSet<QString> guarded;
    for (const ServiceConfig &service : session.workspace().services) {
        if (service.policies.isEmpty())
            continue;
        for (const Placement &placement : service.placements) {
            const Rollout *rollout = session.rollout(placement.object);
            if (!rollout)
                continue;
            if (const auto subject = guard::subjectOf(session.workspace(), placement, *rollout)) {
                subjects.append(*subject);
                if (subject->onItsWay)
                    guarded.insert(placement.key());
            }
        }
    }
    d->gate.setGuarded(guarded);
    QMetaObject::invokeMethod(d->guard, [guard = d->guard, subjects] { guard->setSubjects(subjects); });
}

void Engine::start()
{
    d->connections->start();
    if (d->options.recover) {
        d->recovering = true;
        QMetaObject::invokeMethod(d->dispatcher, &Dispatcher::recoverUnresolved);
    } else if (d->guard) {
        QMetaObject::invokeMethod(d->guard, &guard::Guard::setRecovered);
    }
    keepPolicies();
    if (d->options.follow)
        followWorkspace();
}

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
        d->wanted = *reading.workspace;
        keepPoliciesInForce(*d->wanted, session.workspace().policies);
        d->policies->restore(*d->wanted);
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
    for (const BackendConfig &config : changes.opened)
        d->connections->open(config);
    watchMitigations();
    d->connections->ask(session.signalQueriesByPlace());
    keepPolicies();
    record(QStringLiteral("workspace.changed"), words);
}

void Engine::keepPolicies()
{
    if (d->options.readOnly)
        return;
    if (const Result<Ok> kept = d->policies->keep(d->session->workspace().policies); !kept)
        qCWarning(lcSession).noquote() << kept.error().toString();
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

void Engine::read(const ObjectRef &ref, Done<Rollout> done)
{
    QMetaObject::invokeMethod(d->command, [this, ref, answer = Done<Rollout>(d->inbox->wrap(std::move(done)))] {
        if (DeliveryCommands *door = d->connections->door(ref.backend))
            return door->read(ref, answer);
        answer(Error{.kind = Error::Kind::Unreachable,
                     .message = tr("The backend %1 could not be opened").arg(ref.backend),
                     .where = {},
                     .hint = tr("`asternctl doctor` says why.")});
    });
}

void Engine::mayI(const PlanCommand &command, Done<Permission> done)
{
    QMetaObject::invokeMethod(d->command, [this, command, answer = Done<Permission>(d->inbox->wrap(std::move(done)))] {
        doors().mayI(command, answer);
    });
}

void Engine::readTarget(const PlanCommand &command, Done<Observation> done)
{
    QMetaObject::invokeMethod(d->command, [this, command, answer = Done<Observation>(d->inbox->wrap(std::move(done)))] {
        doors().read(command, answer);
    });
}

void Engine::listFlags(const QString &backend, const QString &project, const QString &environment,
                       Done<QList<FlagState>> done)
{
    QMetaObject::invokeMethod(d->command, [this, backend, project, environment,
                                           answer = Done<QList<FlagState>>(d->inbox->wrap(std::move(done)))] {
        if (FlagBackend *door = d->connections->flagDoor(backend))
            return door->list(project, environment, answer);
        answer(Error{.kind = Error::Kind::Unreachable,
                     .message = tr("The backend %1 could not be opened").arg(backend),
                     .where = {},
                     .hint = tr("`asternctl doctor` says why.")});
    });
}

const ConfigStore &Engine::configs() const { return *d->configs; }

CommandDoors Engine::doors() const
{
    return {.backend = [this](const QString &id) { return d->connections->door(id); },
            .flags = [this](const QString &id) { return d->connections->flagDoor(id); },
            .configs = [this](const QString &id) { return d->connections->configDoor(id); }};
}

// What can be done before a rollback is followed as long as the workspace names it.
void Engine::watchMitigations()
{
    const Workspace &workspace = d->session->workspace();
    QHash<QString, QList<FlagRef>> flags;
    QHash<QString, QList<ConfigRef>> configs;
    QStringList safe;
    const QList<Placement> places = workspace.placements();
    for (const Placement &place : places) {
        for (const FlagRef &ref : flagsOf(workspace, place)) {
            if (!flags[ref.backend].contains(ref))
                flags[ref.backend].append(ref);
        }
        for (const ConfigOf &config : configsOf(workspace, place)) {
            if (!configs[config.ref.backend].contains(config.ref))
                configs[config.ref.backend].append(config.ref);
            safe.append(config.use.safe);
        }
    }
    d->configs->pin(safe);
    d->connections->watch(flags, configs);
}

quint64 Engine::diagnose(const DiagnosisQuestion &question, DiagnosisSource::Told told)
{
    const quint64 ticket = ++d->lastTicket;
    d->connections->diagnose(ticket, question, DiagnosisSource::Told(d->inbox->wrap(std::move(told))));
    return ticket;
}

void Engine::endDiagnosis(quint64 ticket, const QString &backend) { d->connections->endDiagnosis(ticket, backend); }

quint64 Engine::testConnection(const QString &backend, ConnectionTest::Told told)
{
    const quint64 ticket = ++d->lastTicket;
    const Workspace &workspace = d->session->workspace();
    QStringList namespaces;
    for (const Placement &placement : workspace.placements()) {
        if (placement.object.backend == backend && !namespaces.contains(placement.object.ns))
            namespaces.append(placement.object.ns);
    }
    if (const BackendConfig *config = workspace.backend(backend))
        d->connections->test(ticket, *config, namespaces, ConnectionTest::Told(d->inbox->wrap(std::move(told))));
    return ticket;
}

void Engine::endTest(quint64 ticket) { d->connections->endTest(ticket); }

// Order: nothing new is asked, then the threads end with what lives on them, then the journal closes last, so
// that an outcome under way is still recorded.
void Engine::close()
{
    if (d->session)
        d->session->disconnect(this);
    for (QObject *home : {d->io, d->command}) {
        if (!home)
            continue;
        QThread *thread = home->thread();
        onThreadOf(home, [home] { delete home; }); // with its children: what lives there ends there
        thread->quit();
        thread->wait();
    }
    d->inbox.reset();
    d->connections.reset();
    d->session.reset();
    d->journal.reset();
}

} // namespace astern::app
