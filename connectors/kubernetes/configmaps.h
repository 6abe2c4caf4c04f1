// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/filewatch.h"
#include "connectors/kubernetes/kubeaccess.h"
#include "models/base/clock.h"
#include "models/release/configbackend.h"
#include "models/release/configstore.h"

#include <QTimer>

#include <memory>

namespace astern::connectors {

// Answer of a GET of one ConfigMap; `problem` is set where it cannot be understood.
[[nodiscard]] Result<ConfigState> readConfigMap(const QByteArray &body, const ConfigRef &ref);
// The patch that makes `content` what the object has, and changes nothing else; refused by the server when the object
// is another one than `now`.
[[nodiscard]] Result<QByteArray> configPatch(const ConfigState &now, const QByteArray &content, const QString &intent,
                                             bool hasAnnotations);

// Connections that are made anew when the files behind them change. On one thread.
class ConfigMapReader : public QObject {
    Q_OBJECT
public:
    ConfigMapReader(KubeAccess access, const BackendConfig &config, const Clock &clock);
    ~ConfigMapReader() override;

    // Also whether it has annotations, which a patch must know.
    struct Read {
        ConfigState state;
        bool hasAnnotations = false;
    };
    void read(const ConfigRef &ref, Done<Read> done);
    HttpJob *send(HttpRequest request) { return client().send(std::move(request)); }
    [[nodiscard]] const KubeAccess &access() const { return m_access; }
    [[nodiscard]] const QString &backend() const { return m_backend; }
    [[nodiscard]] static QString path(const ConfigRef &ref);
    void signInAgain();

private:
    [[nodiscard]] HttpClient &client();
    void reopen();

    KubeAccess m_access;
    QString m_backend;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    std::vector<std::unique_ptr<HttpClient>> m_retired; // with older settings, as long as something is under way
    std::unique_ptr<FileWatch> m_files;
};

// Reading and restoring, for the command thread. What is read is kept in `store`, which must outlive it.
class ConfigMaps final : public ConfigBackend {
    Q_OBJECT
public:
    ConfigMaps(KubeAccess access, const BackendConfig &config, ConfigStore &store, const Clock &clock);

    [[nodiscard]] Capability capability(const ConfigState &state) const override;
    void read(const ConfigRef &ref, Done<ConfigState> done) override;
    void mayI(const ConfigRef &ref, Done<Permission> done) override;
    void apply(const LoggedIntent &intent, const ConfigCommand &command, Done<Accepted> done) override;
    void signInAgain() override { m_reader.signInAgain(); }

private:
    void restore(const ConfigCommand &command, const QString &key, const ConfigMapReader::Read &now,
                 Done<Accepted> done);

    ConfigMapReader m_reader;
    ConfigStore &m_store;
};

// Reads again and again, for the io thread.
class ConfigMapSource final : public ConfigSource {
    Q_OBJECT
public:
    ConfigMapSource(KubeAccess access, const BackendConfig &config, ConfigStore &store, const Clock &clock);

    void start() override;
    void watch(const QList<ConfigRef> &configs) override;
    void signInAgain() override;

private:
    void round();
    void askNext(quint64 round);

    ConfigMapReader m_reader;
    ConfigStore &m_store;
    const Clock &m_clock;
    QList<ConfigRef> m_wanted;
    QList<ConfigState> m_found;
    quint64 m_round = 0; // an answer of an older one is not waited for
    bool m_started = false;
    QTimer m_timer;
};

} // namespace astern::connectors
