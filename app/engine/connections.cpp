// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/connections.h"

#include "app/engine/secrets.h"
#include "app/engine/shipping.h"
#include "app/engine/teamfollower.h"
#include "connectors/alertmanager/alertmanager.h"
#include "connectors/argo/argo.h"
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/oidc/oidcprovider.h"
#include "connectors/probe/prober.h"
#include "connectors/prometheus/prometheus.h"
#include "connectors/unleash/unleash.h"
#include "models/workspace/backendtypes.h"

namespace astern::app {
namespace {

bool isArgo(const BackendConfig &config) { return config.type == QLatin1String("argo-rollouts"); }
bool isDelivery(const BackendConfig &config) { return deliveryTypes().contains(config.type); }

} // namespace

Connections::Connections(Session &session, Homes homes, const Clock &clock, SecretStore &keychain, ConfigStore &configs,
                         bool watch, QString location, RecordsHeard recordsHeard)
    : m_session(session), m_homes(homes), m_clock(clock), m_secrets(&resolveSecret, &keychain), m_configStore(configs),
      m_watch(watch), m_location(std::move(location)), m_recordsHeard(std::move(recordsHeard)), m_intake(session)
{
}

void Connections::open(const BackendConfig &config)
{
    const quint64 generation = m_nextGeneration++;
    m_generations.insert(config.id, generation);
    // Until it answers a backend is being connected to; without this nobody could tell it from one that is not there.
    if (m_watch) {
        m_session.setBackendHealth({.backend = config.id,
                                    .type = config.type,
                                    .state = BackendHealth::State::Connecting,
                                    .sinceMs = m_clock.wallMs(),
                                    .pollMs = config.pollMs});
    }
    if (isDelivery(config)) {
        openDoor(config, generation);
        if (m_watch)
            openWatch(config, generation);
    } else if (flagTypes().contains(config.type)) {
        openFlagDoor(config, generation);
        if (m_watch)
            openFlags(config, generation);
    } else if (m_watch && alertTypes().contains(config.type)) {
        openAlerts(config, generation);
    } else if (m_watch) {
        openSource(config, generation);
    }
}

void Connections::openDoor(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.command, [this, config, generation] {
        auto door = isArgo(config) ? connectors::makeArgoCommands(config, m_secrets, m_clock)
                                   : connectors::makeKubernetesCommands(config, m_secrets, m_clock);
        if (!door)
            return refused(config, generation, door.error());
        m_doors.insert(config.id, door->get());
        door->release()->setParent(m_homes.command);
        // What opened for the door opens for this one.
        if (auto configs = connectors::makeConfigMaps(config, m_secrets, m_configStore, m_clock)) {
            m_configDoors.insert(config.id, configs->get());
            configs->release()->setParent(m_homes.command);
        }
    });
}

void Connections::openWatch(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.io, [this, config, generation, start = m_started] {
        auto made = isArgo(config) ? connectors::makeArgoWatch(config, m_secrets, m_clock)
                                   : connectors::makeKubernetesWatch(config, m_secrets, m_clock);
        if (!made)
            return refused(config, generation, made.error());
        DeliveryWatch *watch = made->release();
        watch->setParent(m_homes.io);
        m_watches.insert(config.id, watch);
        listen(watch, config.id, generation);
        watch->setStateQueries(statesBy(config.id));
        // What opened for the watch opens for this one: nothing new to refuse.
        auto diagnosis = isArgo(config) ? connectors::makeArgoDiagnosis(config, m_secrets, m_clock)
                                        : connectors::makeKubernetesDiagnosis(config, m_secrets, m_clock);
        if (diagnosis) {
            m_diagnoses.insert(config.id, diagnosis->get());
            diagnosis->release()->setParent(m_homes.io);
        }
        openConfigs(config, generation, start);
        if (start)
            watch->start();
    });
}

void Connections::openSource(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.io, [this, config, generation, start = m_started] {
        SignalSource *source = connectors::makePrometheusSource(config, m_secrets, m_clock).release();
        source->setParent(m_homes.io);
        m_sources.insert(config.id, source);
        listen(source, config.id, generation);
        source->setRecordQueries(recordedBy(config.id));
        if (start)
            source->start();
    });
}

void Connections::openAlerts(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.io, [this, config, generation, start = m_started] {
        AlertSource *source = connectors::makeAlertmanagerSource(config, m_secrets, m_clock).release();
        source->setParent(m_homes.io);
        m_alertSources.insert(config.id, source);
        listen(source, config.id, generation);
        source->setStateQueries(statesBy(config.id));
        if (start)
            source->start();
    });
}

void Connections::openFlagDoor(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.command, [this, config, generation] {
        auto door = connectors::makeUnleashFlags(config, m_secrets, m_clock);
        if (!door)
            return refused(config, generation, door.error());
        m_flagDoors.insert(config.id, door->get());
        door->release()->setParent(m_homes.command);
    });
}

void Connections::openFlags(const BackendConfig &config, quint64 generation)
{
    QMetaObject::invokeMethod(m_homes.io, [this, config, generation, start = m_started] {
        FlagSource *source = connectors::makeUnleashSource(config, m_secrets, m_clock).release();
        source->setParent(m_homes.io);
        m_flagSources.insert(config.id, source);
        listen(source, config.id, generation);
        source->watch(m_flagsWanted.value(config.id));
        if (start)
            source->start();
    });
}

// The session is the context, so each value crosses to its thread; there it is known whether anybody still wants it.
void Connections::listen(DeliveryWatch *watch, const QString &id, quint64 generation)
{
    const auto heard = [this, id, generation] { return m_generations.value(id) == generation; };
    if (m_recordsHeard)
        connect(watch, &DeliveryWatch::recorded, watch, m_recordsHeard);
    connect(watch, &DeliveryWatch::observed, &m_session, [this, heard](const RolloutBatch &batch) {
        if (heard())
            m_intake.take(batch);
    });
    connect(watch, &DeliveryWatch::healthChanged, &m_session, [this, heard](const BackendHealth &health) {
        if (heard())
            m_session.setBackendHealth(health);
    });
}

void Connections::listen(SignalSource *source, const QString &id, quint64 generation)
{
    const auto heard = [this, id, generation] { return m_generations.value(id) == generation; };
    // Not by way of the session's thread: what is judged does not wait for what is shown.
    if (m_recordsHeard)
        connect(source, &SignalSource::recorded, source, m_recordsHeard);
    connect(source, &SignalSource::sampled, &m_session, [this, heard](const SampleBatch &batch) {
        if (heard())
            m_session.addSamples(batch);
    });
    connect(source, &SignalSource::healthChanged, &m_session, [this, heard](const BackendHealth &health) {
        if (heard())
            m_session.setBackendHealth(health);
    });
}

void Connections::listen(AlertSource *source, const QString &id, quint64 generation)
{
    const auto heard = [this, id, generation] { return m_generations.value(id) == generation; };
    if (m_recordsHeard)
        connect(source, &AlertSource::recorded, source, m_recordsHeard);
    connect(source, &AlertSource::alerted, &m_session, [this, heard](const AlertBatch &batch) {
        if (heard())
            m_session.setAlerts(batch);
    });
    connect(source, &AlertSource::healthChanged, &m_session, [this, heard](const BackendHealth &health) {
        if (heard())
            m_session.setBackendHealth(health);
    });
}

// On the io thread.
void Connections::openConfigs(const BackendConfig &config, quint64 generation, bool start)
{
    auto made = connectors::makeConfigMapSource(config, m_secrets, m_configStore, m_clock);
    if (!made)
        return; // as its watch will say
    ConfigSource *source = made->release();
    source->setParent(m_homes.io);
    m_configSources.insert(config.id, source);
    connect(source, &ConfigSource::told, &m_session, [this, id = config.id, generation](const ConfigBatch &batch) {
        if (m_generations.value(id) == generation)
            m_session.setConfigs(batch);
    });
    source->watch(m_configsWanted.value(config.id));
    if (start)
        source->start();
}

void Connections::watch(const QHash<QString, QList<FlagRef>> &flags, const QHash<QString, QList<ConfigRef>> &configs)
{
    QMetaObject::invokeMethod(m_homes.io, [this, flags, configs] {
        m_flagsWanted = flags;
        m_configsWanted = configs;
        for (auto it = m_flagSources.cbegin(); it != m_flagSources.cend(); ++it)
            it.value()->watch(flags.value(it.key()));
        for (auto it = m_configSources.cbegin(); it != m_configSources.cend(); ++it)
            it.value()->watch(configs.value(it.key()));
    });
}

void Connections::listen(FlagSource *source, const QString &id, quint64 generation)
{
    const auto heard = [this, id, generation] { return m_generations.value(id) == generation; };
    connect(source, &FlagSource::told, &m_session, [this, heard](const FlagBatch &batch) {
        if (heard())
            m_session.setFlags(batch);
    });
    connect(source, &FlagSource::healthChanged, &m_session, [this, heard](const BackendHealth &health) {
        if (heard())
            m_session.setBackendHealth(health);
    });
}

void Connections::refused(const BackendConfig &config, quint64 generation, const Error &error)
{
    QMetaObject::invokeMethod(&m_session, [this, config, generation, error] {
        if (m_generations.value(config.id) != generation)
            return;
        m_session.setBackendHealth(
            {.backend = config.id,
             .type = config.type,
             .state = BackendHealth::State::Refused,
             .lastAnswerMs = 0,
             .sinceMs = m_clock.wallMs(),
             .nextTryMs = 0,
             .pollMs = config.pollMs,
             .reason = error.message + (error.where.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.where)),
             .hint = error.hint});
    });
}

void Connections::close(const QString &id)
{
    m_generations.remove(id);
    m_intake.forget(id);
    QMetaObject::invokeMethod(m_homes.io, [this, id] {
        m_asked.remove(id);
        delete m_diagnoses.take(id);
        delete m_watches.take(id);
        delete m_sources.take(id);
        delete m_alertSources.take(id);
        delete m_flagSources.take(id);
        delete m_configSources.take(id);
    });
    QMetaObject::invokeMethod(m_homes.command, [this, id] {
        delete m_doors.take(id);
        delete m_flagDoors.take(id);
        delete m_configDoors.take(id);
    });
}

void Connections::signInAgain(const QString &id)
{
    QMetaObject::invokeMethod(m_homes.io, [this, id] {
        if (DeliveryWatch *watch = m_watches.value(id))
            watch->signInAgain();
        if (SignalSource *source = m_sources.value(id))
            source->signInAgain();
        if (AlertSource *source = m_alertSources.value(id))
            source->signInAgain();
        if (FlagSource *source = m_flagSources.value(id))
            source->signInAgain();
        if (ConfigSource *source = m_configSources.value(id))
            source->signInAgain();
    });
    QMetaObject::invokeMethod(m_homes.command, [this, id] {
        if (DeliveryCommands *door = m_doors.value(id))
            door->signInAgain();
        if (FlagBackend *door = m_flagDoors.value(id))
            door->signInAgain();
        if (ConfigBackend *door = m_configDoors.value(id))
            door->signInAgain();
    });
}

void Connections::start()
{
    m_started = true;
    QMetaObject::invokeMethod(m_homes.io, [this] {
        for (DeliveryWatch *watch : std::as_const(m_watches))
            watch->start();
        for (SignalSource *source : std::as_const(m_sources))
            source->start();
        for (AlertSource *source : std::as_const(m_alertSources))
            source->start();
        for (FlagSource *source : std::as_const(m_flagSources))
            source->start();
        for (ConfigSource *source : std::as_const(m_configSources))
            source->start();
    });
}

void Connections::ask(const QList<QList<SignalQuery>> &byPlace)
{
    QMetaObject::invokeMethod(m_homes.io, [this, byPlace] {
        QHash<QString, QList<SignalQuery>> bySource;
        for (const QList<SignalQuery> &queries : byPlace) {
            for (const SignalQuery &query : queries)
                bySource[query.spec.source].append(query);
        }
        for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it) {
            const QList<SignalQuery> wanted = bySource.value(it.key());
            QList<SignalQuery> &asked = m_asked[it.key()];
            if (wanted == asked)
                continue;
            asked = wanted;
            it.value()->setQueries(wanted);
        }
    });
}

void Connections::record(const policy::RecordNeeds &needs)
{
    QMetaObject::invokeMethod(m_homes.io, [this, needs] {
        m_recorded = needs;
        // Each goes on where it was as far as it stays the same.
        for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it)
            it.value()->setRecordQueries(recordedBy(it.key()));
        for (auto it = m_watches.cbegin(); it != m_watches.cend(); ++it)
            it.value()->setStateQueries(statesBy(it.key()));
        for (auto it = m_alertSources.cbegin(); it != m_alertSources.cend(); ++it)
            it.value()->setStateQueries(statesBy(it.key()));
        if (m_prober || !needs.probes.isEmpty())
            prober().setQueries(needs.probes);
    });
}

void Connections::setProbeSettings(const ProbeSettings &settings)
{
    QMetaObject::invokeMethod(m_homes.io, [this, settings] {
        m_probeSettings = settings;
        if (m_prober)
            m_prober->setSettings(settings);
    });
}

connectors::Prober &Connections::prober()
{
    if (!m_prober) {
        m_prober = new connectors::Prober(m_location, m_clock);
        m_prober->setParent(m_homes.io);
        m_prober->setSettings(m_probeSettings);
        if (m_recordsHeard)
            connect(m_prober, &connectors::Prober::recorded, m_prober, m_recordsHeard);
    }
    return *m_prober;
}

QList<policy::RecordQuery> Connections::recordedBy(const QString &source) const
{
    QList<policy::RecordQuery> queries = m_recorded.series;
    queries.removeIf([&source](const policy::RecordQuery &query) { return query.source != source; });
    return queries;
}

QList<policy::StateQuery> Connections::statesBy(const QString &source) const
{
    QList<policy::StateQuery> queries = m_recorded.states;
    queries.removeIf([&source](const policy::StateQuery &query) { return query.source != source; });
    return queries;
}

void Connections::diagnose(quint64 ticket, const DiagnosisQuestion &question, const DiagnosisSource::Told &told)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, question, told] {
        if (DiagnosisSource *source = m_diagnoses.value(question.ref.backend))
            return source->ask(ticket, question, told);
        const Error closed{.kind = Error::Kind::Unreachable,
                           .message = tr("The backend %1 could not be opened").arg(question.ref.backend),
                           .where = {},
                           .hint = tr("`asternctl doctor` says why.")};
        Diagnosis none;
        none.question = question;
        none.pods.error = none.events.error = none.conditions.error = none.log.error = closed;
        none.complete = true;
        told(none);
    });
}

void Connections::test(quint64 ticket, const BackendConfig &config, const QStringList &namespaces,
                       const ConnectionTest::Told &told)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, config, namespaces, told] {
        auto made = isArgo(config)       ? connectors::makeArgoTest(config, namespaces, m_secrets, m_clock)
                    : isDelivery(config) ? connectors::makeKubernetesTest(config, namespaces, m_secrets, m_clock)
                    : config.type == QLatin1String("alertmanager")
                        ? connectors::makeAlertmanagerTest(config, m_secrets, m_clock)
                    : flagTypes().contains(config.type) ? connectors::makeUnleashTest(config, m_secrets, m_clock)
                                                        : connectors::makePrometheusTest(config, m_secrets, m_clock);
        beginTest(ticket, config.id, config.type, std::move(made), told);
    });
}

void Connections::testSink(quint64 ticket, const SinkConfig &config, const ConnectionTest::Told &told)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, config, told] {
        beginTest(ticket, config.id, config.type, sinkTest(config, m_secrets, m_clock), told);
    });
}

void Connections::testTeam(quint64 ticket, const TeamConfig &config, const ConnectionTest::Told &told)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, config, told] {
        beginTest(ticket, kTeamName, config.type, teamTest(config, m_secrets), told);
    });
}

void Connections::testIdentity(quint64 ticket, const IdentityConfig &config, const ConnectionTest::Told &told)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, config, told] {
        beginTest(ticket, QStringLiteral("identity"), QStringLiteral("oidc"), connectors::makeOidcTest(config, m_clock),
                  told);
    });
}

void Connections::beginTest(quint64 ticket, const QString &id, const QString &type,
                            Result<std::unique_ptr<ConnectionTest>> made, const ConnectionTest::Told &told)
{
    if (!made) {
        const Error &error = made.error();
        const QString where = error.where.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.where);
        return told({id,
                     type,
                     {{ConnectionLine::State::Wrong, QStringLiteral("settings"), tr("Settings"), error.message + where,
                       error.hint}},
                     true});
    }
    ConnectionTest *test = made->release();
    test->setParent(m_homes.io);
    m_tests.insert(ticket, test);
    test->start([this, ticket, told](const ConnectionReport &report) {
        told(report);
        if (!report.complete)
            return;
        // It is still speaking.
        if (ConnectionTest *ended = m_tests.take(ticket))
            ended->deleteLater();
    });
}

void Connections::endTest(quint64 ticket)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket] { delete m_tests.take(ticket); });
}

void Connections::endDiagnosis(quint64 ticket, const QString &backend)
{
    QMetaObject::invokeMethod(m_homes.io, [this, ticket, backend] {
        if (DiagnosisSource *source = m_diagnoses.value(backend))
            source->cancel(ticket);
    });
}

} // namespace astern::app
