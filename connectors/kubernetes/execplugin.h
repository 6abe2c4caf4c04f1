// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "models/base/clock.h"
#include "models/base/result.h"
#include "models/workspace/workspace.h"

#include <QJsonValue>
#include <QProcess>
#include <QTimer>

#include <memory>

namespace astern::connectors {

struct KubeCluster;

// An exec credential plugin as the kubeconfig says it (client.authentication.k8s.io/v1 and v1beta1).
struct ExecPlugin {
    enum class Interactive { Never, IfAvailable, Always };
    QString apiVersion;
    QString command; // absolute where the kubeconfig names a path; else looked for in PATH
    QStringList args;
    QList<QPair<QString, QString>> environment; // added to our own
    QString installHint;
    bool provideClusterInfo = false;
    Interactive interactive = Interactive::IfAvailable;
    SourcePosition at;
};

// KUBERNETES_EXEC_INFO: what the plugin is told.
[[nodiscard]] QByteArray execInfo(const ExecPlugin &plugin, const KubeCluster &cluster);
// An ExecCredential as the plugin prints it. Errors hold nothing of it.
[[nodiscard]] Result<Credentials> readExecCredential(const QByteArray &output, const QString &apiVersion);

struct ExecLimits {
    int timeoutMs = 60'000; // some open a browser
    qint64 maxBytes = 1 << 20;
};

// Runs the plugin, off every other thread's way, whenever credentials are missing or end. It has no terminal: one that
// must ask on one is refused with what to do instead.
class ExecCredentials final : public CredentialSource {
    Q_OBJECT
public:
    ExecCredentials(ExecPlugin plugin, QByteArray info, const Clock &clock, ExecLimits limits = {});
    ~ExecCredentials() override;
    [[nodiscard]] std::optional<Credentials> current() override;
    void renew() override;
    [[nodiscard]] bool asksPerson() const override { return m_plugin.interactive != ExecPlugin::Interactive::Never; }

private:
    void run();
    void onOutput();
    void onFinished();
    void end(const Result<Credentials> &result);
    void kill();
    [[nodiscard]] Error error(const QString &message, const QString &hint = {}) const;

    ExecPlugin m_plugin;
    QByteArray m_info;
    const Clock &m_clock;
    ExecLimits m_limits;
    std::optional<Credentials> m_now;
    std::unique_ptr<QProcess> m_process;
    QTimer m_timeout;
    QByteArray m_output;
    QByteArray m_said; // the end of its stderr
};

} // namespace astern::connectors
