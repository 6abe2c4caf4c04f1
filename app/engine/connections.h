// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/intake.h"
#include "connectors/http/secrets.h"
#include "models/flag/flagbackend.h"
#include "models/policy/verdict/probequery.h"
#include "models/release/configbackend.h"
#include "models/release/configstore.h"
#include "models/rollout/connectiontest.h"
#include "models/rollout/diagnosis.h"
#include "models/session/session.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace astern::connectors {
class Prober;
}

namespace astern::app {

// The connections of one engine, by backend id: a watch, or a source of signals, alerts or flags on the io thread, a
// door on the command thread. Each is made, used and ended on its own thread, in the order in which it was asked for
// here; what an ended one still had to say is not heard. Lives on the main thread.
class Connections : public QObject {
    Q_OBJECT
public:
    struct Homes { // objects on the two threads; what is made there becomes their child
        QObject *io = nullptr;
        QObject *command = nullptr;
    };
    // Called on the io thread with every answer to record().
    using RecordsHeard = std::function<void(const policy::RecordBatch &)>;
    // `watch`: also follow; without it there are only doors. `location`: what probes from here are called. All of them
    // must outlive this.
    Connections(Session &session, Homes homes, const Clock &clock, SecretStore &keychain, ConfigStore &configs,
                bool watch, QString location = {}, RecordsHeard recordsHeard = {});

    // Shows as connecting at once. Settings that are wrong show as refused, with the reason.
    void open(const BackendConfig &config);
    void close(const QString &id);
    void start(); // what is open, and what is opened later
    // Tells each source what to keep reading; one whose questions are the same is left in peace.
    void ask(const QList<QList<SignalQuery>> &byPlace);
    // Replaces what is to be recorded: samples and states each by the source that the query names, a source that is
    // opened later is told then; and what is probed from here.
    void record(const policy::RecordNeeds &needs);
    void setProbeSettings(const ProbeSettings &settings);

    // Which flags and configuration sets to keep reading, by backend.
    void watch(const QHash<QString, QList<FlagRef>> &flags, const QHash<QString, QList<ConfigRef>> &configs);

    // Why a place is as it is; `told` is called on the io thread, the last time complete. A backend that is not open
    // answers so at once.
    void diagnose(quint64 ticket, const DiagnosisQuestion &question, const DiagnosisSource::Told &told);
    void endDiagnosis(quint64 ticket, const QString &backend);

    // Looks at a backend's connection with one of its own, whether or not it is open here; told on the io thread, until
    // it is complete or ended.
    void test(quint64 ticket, const BackendConfig &config, const QStringList &namespaces,
              const ConnectionTest::Told &told);
    // The same of a sink of the log; nothing of it is sent.
    void testSink(quint64 ticket, const SinkConfig &config, const ConnectionTest::Told &told);
    void testTeam(quint64 ticket, const TeamConfig &config, const ConnectionTest::Told &told);
    // The same of the provider of identities; nobody is signed in or out by it.
    void testIdentity(quint64 ticket, const IdentityConfig &config, const ConnectionTest::Told &told);
    void endTest(quint64 ticket);

    // Watching and commanding have connections of their own, and each its own credentials: all of them try anew.
    void signInAgain(const QString &id);

    // On the command thread only. nullptr: not open.
    [[nodiscard]] DeliveryCommands *door(const QString &id) const { return m_doors.value(id); }
    [[nodiscard]] FlagBackend *flagDoor(const QString &id) const { return m_flagDoors.value(id); }
    [[nodiscard]] ConfigBackend *configDoor(const QString &id) const { return m_configDoors.value(id); }

private:
    void openDoor(const BackendConfig &config, quint64 generation);
    void openWatch(const BackendConfig &config, quint64 generation);
    void openSource(const BackendConfig &config, quint64 generation);
    void openAlerts(const BackendConfig &config, quint64 generation);
    void openFlagDoor(const BackendConfig &config, quint64 generation);
    void openFlags(const BackendConfig &config, quint64 generation);
    void listen(DeliveryWatch *watch, const QString &id, quint64 generation);
    void listen(SignalSource *source, const QString &id, quint64 generation);
    void listen(AlertSource *source, const QString &id, quint64 generation);
    void listen(FlagSource *source, const QString &id, quint64 generation);
    void openConfigs(const BackendConfig &config, quint64 generation, bool start);
    void refused(const BackendConfig &config, quint64 generation, const Error &error);
    [[nodiscard]] QList<policy::RecordQuery> recordedBy(const QString &source) const;
    [[nodiscard]] QList<policy::StateQuery> statesBy(const QString &source) const;
    [[nodiscard]] connectors::Prober &prober();
    void beginTest(quint64 ticket, const QString &id, const QString &type, Result<std::unique_ptr<ConnectionTest>> made,
                   const ConnectionTest::Told &told);

    Session &m_session;
    const Homes m_homes;
    const Clock &m_clock;
    const connectors::SecretResolver m_secrets;
    ConfigStore &m_configStore;
    const bool m_watch;
    const QString m_location;
    const RecordsHeard m_recordsHeard;
    // main thread
    bool m_started = false;
    Intake m_intake;
    QHash<QString, quint64> m_generations; // of the open ones
    quint64 m_nextGeneration = 1;
    // io thread
    QHash<QString, QList<SignalQuery>> m_asked; // by source
    policy::RecordNeeds m_recorded;
    connectors::Prober *m_prober = nullptr; // made with the first probe
    ProbeSettings m_probeSettings;
    QHash<QString, DeliveryWatch *> m_watches;
    QHash<QString, SignalSource *> m_sources;
    QHash<QString, AlertSource *> m_alertSources;
    QHash<QString, QList<FlagRef>> m_flagsWanted; // by backend
    QHash<QString, QList<ConfigRef>> m_configsWanted;
    QHash<QString, FlagSource *> m_flagSources;
    QHash<QString, ConfigSource *> m_configSources;
    QHash<QString, DiagnosisSource *> m_diagnoses;
    QHash<quint64, ConnectionTest *> m_tests; // under way, by ticket
    // command thread
    QHash<QString, DeliveryCommands *> m_doors;
    QHash<QString, FlagBackend *> m_flagDoors;
    QHash<QString, ConfigBackend *> m_configDoors;
};

} // namespace astern::app
