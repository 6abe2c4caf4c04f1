// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engineparts.h"

#include "app/engine/journalopening.h"
#include "connectors/local/devicekeys.h"
#include "connectors/local/openjournal.h"

#include <QDir>
#include <QHostInfo>
#include <QStandardPaths>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace astern::app {
namespace {

constexpr int kLastWordsMs = 1'500;

// Where cores are few, watching must not hold up an emergency. Qt's priorities do nothing with Linux's usual scheduler;
// a nice value does, also for the network threads that this one starts.
void yieldToOthers()
{
#ifdef Q_OS_LINUX
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), 10);
#endif
}

} // namespace

QString defaultDataFolder(const Workspace &workspace)
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(base).filePath(QStringLiteral("astern/") + workspace.name);
}

Engine::Engine() : d(std::make_unique<Private>()) {}

Engine::~Engine() { close(); }

Session &Engine::session() { return *d->session; }

Journal &Engine::journal() { return *d->journal; }

Presence &Engine::presence() { return d->presence; }

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
    d.asRead = workspace;
    const QList<PolicyEdit> edits = engine->holdPolicies(workspace, d.policies->kept(workspace));
    d.claims = std::make_unique<Claims>(QDir(folder).filePath(QStringLiteral("journal.claims")));
    d.configs = std::make_unique<ConfigStore>(QDir(folder).filePath(QStringLiteral("configs")));
    d.flags = std::make_unique<FlagBook>(QDir(folder).filePath(QStringLiteral("flags")));
    const QString journal = QDir(folder).filePath(QStringLiteral("journal"));
    auto opening = journalOptions(workspace.journal.keys, folder == defaultDataFolder(workspace),
                                  std::shared_ptr<SecretStore>(std::shared_ptr<void>(), &d.keychain));
    d.keys =
        std::make_shared<connectors::DeviceKeys>(connectors::DeviceKeyOptions{.path = journal + QStringLiteral(".keys"),
                                                                              .passphrase = opening.passphrase,
                                                                              .keychain = opening.keychain,
                                                                              .preferKeychain = opening.preferKeychain,
                                                                              .move = opening.moveToKeychain});
    opening.keys = d.keys;
    opening.domain = workspace.journal.domain;
    opening.keepOpeningsDays = workspace.journal.keepOpeningsDays;
    opening.levelWithinMs = int(workspace.journal.waitMs);
    d.journal = connectors::openJournal(journal, opening);
    const Actor self = options.actor.ref.isEmpty() ? LocalAuthority::systemUser() : options.actor;
    d.authority = std::make_unique<LocalAuthority>(workspace, self, d.clock);
    d.authority->setReadOnly(options.readOnly);
    d.teamApprovals = std::make_unique<TeamApprovals>(d.approvals, QDir(folder).filePath(QStringLiteral("mirror.db")));
    engine->openApprovals();
    engine->followApprovals(workspace);

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
            .runUnrecorded =
                [&d](const Plan &plan, const Actor &actor, const QString &reason,
                     const TypedConfirmation &confirmation) {
                    QMetaObject::invokeMethod(d.dispatcher, [&d, plan, actor, reason, confirmation] {
                        d.dispatcher->runUnrecorded(plan, actor, reason, confirmation);
                    });
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
            .identity = engine->identityDoors(),
            .secrets = &d.keychain,
            .configs = d.configs.get(),
            .flags = d.flags.get(),
            .dataFolder = folder,
            .readOnly = options.readOnly ? tr("This session is read-only.") : QString(),
            .answer =
                [&d](const guard::Answer &answer) {
                    if (d.guard)
                        QMetaObject::invokeMethod(d.guard, [&d, answer] { d.guard->answer(answer); });
                },
            .holdAutomation =
                [raw = engine.get()](const guard::AutomationHold &hold) {
                    raw->holdAutomation(hold, [](const Result<Ok> &held) {
                        if (!held)
                            qCWarning(lcGuard).noquote() << held.error().toString();
                    });
                },
            .recordNeeding =
                [raw = engine.get()](LogAction action, const QString &environment, const Draft &draft,
                                     Done<Receipt> done) {
                    raw->appendNeeding(action, environment, draft, std::move(done));
                },
            .approvals = &d.approvals,
            .approvalDesk = options.readOnly ? nullptr : d.desk.get(),
            .acknowledge =
                [raw = engine.get()](const QString &id, const Actor &) {
                    raw->acknowledge(id, [](const Result<Ok> &done) {
                        if (!done)
                            qCWarning(lcGuard).noquote() << done.error().toString();
                    });
                },
            .testTarget = [raw = engine.get()](const QString &target,
                                               Done<escalation::Answer> done) { raw->testTarget(target, done); }});
    d.connections = std::make_unique<Connections>(
        *d.session, Connections::Homes{.io = d.io, .command = d.command}, d.clock, d.keychain, *d.configs,
        options.watch, options.location.isEmpty() ? QHostInfo::localHostName() : options.location,
        [&d](const policy::RecordBatch &batch) {
            if (d.guard)
                d.guard->take(batch);
        });
    engine->openIdentity();
    d.log.setConfig(workspace.journal);
    // Before the connections: opening them loads what TLS needs, and the start of the window does not wait for that.
    engine->openDispatcher();
    for (const BackendConfig &config : workspace.backends)
        d.connections->open(config);
    d.connections->setProbeSettings(workspace.probes);
    engine->connectSession();
    d.session->setPolicyEdits(edits);
    engine->watchMitigations();
    engine->openEscalator();
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
        d->dispatcher =
            new Dispatcher({.backend = targets.backend,
                            .flags = targets.flags,
                            .configs = targets.configs,
                            .journal = d->journal.get(),
                            .authority = d->authority.get(),
                            .clock = &d->clock,
                            .claims = d->claims.get(),
                            .underLimitsSince = [this](const Plan &plan) { return d->limits.since(plan); },
                            .logNeed = [this](const Plan &plan) { return d->log.judge(plan, d->clock.wallMs()); },
                            .lead = [this](const PlanRun &run) { return d->leadership.lead(run); },
                            .passGates =
                                [this](const Plan &plan, const Actor &actor, const Done<QJsonArray> &done) {
                                    // What automation held by itself it lets go by itself, as the authority has it.
                                    if (actor.automation)
                                        return done(QJsonArray());
                                    d->desk->pass(d->authority->gates(plan), plan, actor, done);
                                },
                            .giveBack =
                                [this](const Plan &plan, const Actor &actor, const Done<Ok> &done) {
                                    if (actor.automation)
                                        return done(Ok{});
                                    d->desk->giveBack(plan, actor, done);
                                }},
                           d->command);
    });
}

void Engine::connectSession()
{
    Session *session = d->session.get();
    connect(d->dispatcher, &Dispatcher::progressed, session, &Session::setRun);
    connect(d->dispatcher, &Dispatcher::unrecordedChanged, session, &Session::setUnrecorded);
    connect(d->dispatcher, &Dispatcher::campaignProgressed, session, &Session::setCampaign);
    connect(d->dispatcher, &Dispatcher::campaignInterrupted, session, &Session::addInterrupted);
    connect(d->dispatcher, &Dispatcher::recovered, this, [this](int resolved, int stillUnknown) {
        d->recovering = false;
        if (d->guard)
            QMetaObject::invokeMethod(d->guard, &guard::Guard::setRecovered);
        giveBackApprovals();
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
    connect(session, &Session::entryAdded, session, [session](const JournalEntry &entry) {
        if (entry.kind.startsWith(QLatin1String("approval.")) || entry.kind.startsWith(QLatin1String("override.")))
            session->setApprovalsChanged();
    });
    connect(session, &Session::approvalsChanged, this, &Engine::reconsiderPolicies);
    connect(d->journal.get(), &Journal::stateChanged, session, &Session::setJournalState);
    // On the journal's thread: an emergency that is planned now is judged by what is known now.
    connect(
        d->journal.get(), &Journal::stateChanged, d->journal.get(),
        [this](const JournalState &state) {
            d->log.setTeam(state.shared);
            d->teamApprovals->setState(state.shared, d->options.readOnly);
        },
        Qt::DirectConnection);
    d->log.setTeam({});
    d->journal->state(d->inbox->wrap([this, session](const Result<JournalState> &state) {
        if (!state)
            return;
        d->log.setTeam(state->shared);
        d->teamApprovals->setState(state->shared, d->options.readOnly);
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

void Engine::start()
{
    restoreIdentity();
    d->connections->start();
    if (!d->options.readOnly)
        openShipper();
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

const FlagBook &Engine::flags() const { return *d->flags; }

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
    if (backend == kTeamName && !workspace.journal.team.isEmpty())
        d->connections->testTeam(ticket, workspace.journal.team, ConnectionTest::Told(d->inbox->wrap(std::move(told))));
    else if (backend == QLatin1String(kIdentityConnection))
        d->connections->testIdentity(ticket, workspace.identity, ConnectionTest::Told(d->inbox->wrap(std::move(told))));
    else if (const SinkConfig *sink = workspace.journal.sink(backend))
        d->connections->testSink(ticket, *sink, ConnectionTest::Told(d->inbox->wrap(std::move(told))));
    else if (const BackendConfig *config = workspace.backend(backend))
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
    // What a short life recorded shall not wait for the next one.
    if (d->team)
        onThreadOf(d->io, [this] { d->team->finish(kLastWordsMs); });
    settleIdentity();
    d->pin.reset();
    for (QObject *home : {d->io, d->command}) {
        if (!home)
            continue;
        QThread *thread = home->thread();
        onThreadOf(home, [home] { delete home; }); // with its children: what lives there ends there
        thread->quit();
        thread->wait();
    }
    d->leadership.leave();
    d->presence.leave();
    d->inbox.reset();
    d->connections.reset();
    d->session.reset();
    if (d->teamApprovals)
        d->teamApprovals->stop(); // what it answers goes on in the journal
    d->journal.reset();
}

} // namespace astern::app
