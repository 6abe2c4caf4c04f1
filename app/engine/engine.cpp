// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine.h"

#include "app/engine/limitwatch.h"
#include "app/engine/secrets.h"
#include "connectors/argo/argo.h"
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/local/openjournal.h"
#include "connectors/prometheus/prometheus.h"
#include "models/approval/localauthority.h"
#include "models/command/claims.h"
#include "models/command/dispatcher.h"

#include <QDir>
#include <QStandardPaths>
#include <QThread>

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

} // namespace

QString defaultDataFolder(const Workspace &workspace)
{
    const QString base = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(base).filePath(QStringLiteral("astern/") + workspace.name);
}

struct Engine::Private {
    Workspace workspace;
    EngineOptions options;
    SystemClock clock;
    std::unique_ptr<LocalAuthority> authority;
    std::unique_ptr<Claims> claims; // outlives the journal: given up only after what is under way is recorded
    std::unique_ptr<Journal> journal;
    LimitWatch limits;
    std::unique_ptr<Session> session;

    // A home on each thread; everything that lives there is its child and dies with it, there.
    QThread ioThread;
    QThread commandThread;
    QObject *io = nullptr;
    QObject *command = nullptr;

    QStringList watching;                        // ids of the backends that tell their health
    QHash<QString, DeliveryWatch *> watches;     // io, by backend id
    QHash<QString, SignalSource *> sources;      // io, by backend id
    QHash<QString, DeliveryCommands *> doors;    // command, by backend id
    QHash<QString, DiagnosisSource *> diagnoses; // io, by backend id
    quint64 lastTicket = 0;                      // of a diagnosis
    Dispatcher *dispatcher = nullptr;            // command
    std::unique_ptr<Inbox> inbox;                // brings answers to the main thread

    // Watching and commanding have connections of their own, and each its own credentials.
    void signInAgain(const QString &backend)
    {
        if (DeliveryWatch *watch = watches.value(backend))
            QMetaObject::invokeMethod(watch, &DeliveryWatch::signInAgain);
        if (SignalSource *source = sources.value(backend))
            QMetaObject::invokeMethod(source, &SignalSource::signInAgain);
        if (DeliveryCommands *door = doors.value(backend))
            QMetaObject::invokeMethod(door, &DeliveryCommands::signInAgain);
    }
};

Engine::Engine() : d(std::make_unique<Private>()) {}

Engine::~Engine() { close(); }

Session &Engine::session() { return *d->session; }

Journal &Engine::journal() { return *d->journal; }

Result<std::unique_ptr<Engine>> Engine::create(const Workspace &workspace, const EngineOptions &options)
{
    std::unique_ptr<Engine> engine(new Engine);
    Private &d = *engine->d;
    d.workspace = workspace;
    d.options = options;
    d.inbox = std::make_unique<Inbox>(engine.get());

    const QString folder = options.dataFolder.isEmpty() ? defaultDataFolder(workspace) : options.dataFolder;
    d.claims = std::make_unique<Claims>(QDir(folder).filePath(QStringLiteral("journal.claims")));
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
            .mayI = [raw = engine.get()](DeliveryAction action, const ObjectRef &ref,
                                         Done<Permission> done) { raw->mayI(action, ref, std::move(done)); },
            .diagnose = [raw = engine.get()](const DiagnosisQuestion &question,
                                             DiagnosisSource::Told told) { return raw->diagnose(question, told); },
            .endDiagnosis = [raw = engine.get()](quint64 ticket,
                                                 const QString &backend) { raw->endDiagnosis(ticket, backend); },
            .signIn = [&d](const QString &backend) { d.signInAgain(backend); }});
    engine->openBackends();
    engine->openDispatcher();
    engine->connectSession();
    return engine;
}

void Engine::openBackends()
{
    // Collected while the other threads build, told afterwards: the session belongs to this thread.
    QList<BackendHealth> broken;
    const auto refused = [this, &broken](const BackendConfig &config, const Error &error) {
        broken.append(
            {.backend = config.id,
             .type = config.type,
             .state = BackendHealth::State::Refused,
             .lastAnswerMs = 0,
             .sinceMs = d->clock.wallMs(),
             .nextTryMs = 0,
             .pollMs = config.pollMs,
             .reason = error.message + (error.where.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.where)),
             .hint = error.hint});
    };
    for (const BackendConfig &config : std::as_const(d->workspace.backends)) {
        const bool argo = config.type == QLatin1String("argo-rollouts");
        const bool kubernetes = config.type == QLatin1String("kubernetes");
        if (argo || kubernetes) {
            onThreadOf(d->command, [&] {
                auto door = argo ? connectors::makeArgoCommands(config, resolveSecret, d->clock)
                                 : connectors::makeKubernetesCommands(config, resolveSecret, d->clock);
                if (!door)
                    return refused(config, door.error());
                d->doors.insert(config.id, door->get());
                door->release()->setParent(d->command);
            });
            if (d->options.watch) {
                onThreadOf(d->io, [&] {
                    auto watch = argo ? connectors::makeArgoWatch(config, resolveSecret, d->clock)
                                      : connectors::makeKubernetesWatch(config, resolveSecret, d->clock);
                    if (!watch)
                        return refused(config, watch.error());
                    d->watches.insert(config.id, watch->get());
                    d->watching.append(config.id);
                    watch->release()->setParent(d->io);
                    // What opened for the watch opens for this one: nothing new to refuse.
                    auto source = argo ? connectors::makeArgoDiagnosis(config, resolveSecret, d->clock)
                                       : connectors::makeKubernetesDiagnosis(config, resolveSecret, d->clock);
                    if (source) {
                        d->diagnoses.insert(config.id, source->get());
                        source->release()->setParent(d->io);
                    }
                });
            }
        } else if (config.type == QLatin1String("prometheus") && d->options.watch) {
            onThreadOf(d->io, [&] {
                auto source = connectors::makePrometheusSource(config, resolveSecret, d->clock);
                d->sources.insert(config.id, source.get());
                d->watching.append(config.id);
                source.release()->setParent(d->io);
            });
        }
    }
    // Until it answers a backend is being connected to; without this nobody could tell it from one that is not there.
    for (const BackendConfig &config : std::as_const(d->workspace.backends)) {
        if (d->watching.contains(config.id)) {
            d->session->setBackendHealth({.backend = config.id,
                                          .type = config.type,
                                          .state = BackendHealth::State::Connecting,
                                          .sinceMs = d->clock.wallMs(),
                                          .pollMs = config.pollMs});
        }
    }
    for (const BackendHealth &health : std::as_const(broken))
        d->session->setBackendHealth(health);
}

void Engine::openDispatcher()
{
    onThreadOf(d->command, [this] {
        d->dispatcher = new Dispatcher({.backend = [this](const QString &id) { return d->doors.value(id); },
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
    connect(d->dispatcher, &Dispatcher::recovered, this, &Engine::recovered);
    connect(d->journal.get(), &Journal::appended, session, &Session::addEntry);
    connect(d->journal.get(), &Journal::stateChanged, session, &Session::setJournalState);
    d->journal->state(d->inbox->wrap([session](const Result<JournalState> &state) {
        if (state)
            session->setJournalState(*state);
    }));
    for (DeliveryWatch *watch : std::as_const(d->watches)) {
        connect(watch, &DeliveryWatch::observed, session, &Session::observe);
        connect(watch, &DeliveryWatch::healthChanged, session, &Session::setBackendHealth);
    }
    for (SignalSource *source : std::as_const(d->sources)) {
        connect(source, &SignalSource::sampled, session, &Session::addSamples);
        connect(source, &SignalSource::healthChanged, session, &Session::setBackendHealth);
    }
    const auto ask = [this, session] {
        QHash<QString, QList<SignalQuery>> bySource;
        for (const SignalQuery &query : session->signalQueries())
            bySource[query.spec.source].append(query);
        for (auto it = d->sources.cbegin(); it != d->sources.cend(); ++it) {
            QMetaObject::invokeMethod(
                it.value(), [source = it.value(), queries = bySource.value(it.key())] { source->setQueries(queries); });
        }
    };
    connect(session, &Session::queriesChanged, this, ask);
    ask();
    d->limits.follow(session);
}

void Engine::start()
{
    QMetaObject::invokeMethod(d->io, [this] {
        for (DeliveryWatch *watch : std::as_const(d->watches))
            watch->start();
        for (SignalSource *source : std::as_const(d->sources))
            source->start();
    });
    if (d->options.recover)
        QMetaObject::invokeMethod(d->dispatcher, &Dispatcher::recoverUnresolved);
}

void Engine::read(const ObjectRef &ref, Done<Rollout> done)
{
    QMetaObject::invokeMethod(d->command, [this, ref, answer = Done<Rollout>(d->inbox->wrap(std::move(done)))] {
        if (DeliveryCommands *door = d->doors.value(ref.backend))
            return door->read(ref, answer);
        answer(Error{.kind = Error::Kind::Unreachable,
                     .message = tr("The backend %1 could not be opened").arg(ref.backend),
                     .where = {},
                     .hint = tr("`asternctl doctor` says why.")});
    });
}

void Engine::mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done)
{
    QMetaObject::invokeMethod(d->command,
                              [this, action, ref, answer = Done<Permission>(d->inbox->wrap(std::move(done)))] {
                                  if (DeliveryCommands *door = d->doors.value(ref.backend))
                                      return door->mayI(action, ref, answer);
                                  answer(Error{.kind = Error::Kind::Unreachable,
                                               .message = tr("The backend %1 could not be opened").arg(ref.backend),
                                               .where = {},
                                               .hint = tr("`asternctl doctor` says why.")});
                              });
}

quint64 Engine::diagnose(const DiagnosisQuestion &question, DiagnosisSource::Told told)
{
    const quint64 ticket = ++d->lastTicket;
    DiagnosisSource *source = d->diagnoses.value(question.ref.backend);
    const DiagnosisSource::Told home(d->inbox->wrap(std::move(told)));
    if (source) {
        QMetaObject::invokeMethod(source, [source, ticket, question, home] { source->ask(ticket, question, home); });
        return ticket;
    }
    const Error closed{.kind = Error::Kind::Unreachable,
                       .message = tr("The backend %1 could not be opened").arg(question.ref.backend),
                       .where = {},
                       .hint = tr("`asternctl doctor` says why.")};
    Diagnosis none;
    none.question = question;
    none.pods.error = none.events.error = none.conditions.error = none.log.error = closed;
    none.complete = true;
    home(none);
    return ticket;
}

void Engine::endDiagnosis(quint64 ticket, const QString &backend)
{
    if (DiagnosisSource *source = d->diagnoses.value(backend))
        QMetaObject::invokeMethod(source, [source, ticket] { source->cancel(ticket); });
}

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
        onThreadOf(home, [home] { qDeleteAll(home->children()); });
        home->deleteLater();
        thread->quit();
        thread->wait();
    }
    d->inbox.reset();
    d->session.reset();
    d->journal.reset();
}

} // namespace astern::app
