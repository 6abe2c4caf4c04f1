// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/execplugin.h"

#include "connectors/http/http.h"
#include "connectors/http/tls.h"
#include "connectors/kubernetes/kubeconfig.h"
#include "models/base/format.h"
#include "models/base/logging.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <csignal>
#include <unistd.h>

namespace astern::connectors {
namespace {

constexpr qsizetype kKeptOfStderr = 4'096;

QString tr(const char *text) { return QCoreApplication::translate("ExecPlugin", text); }

Error unauthorized(const QString &message, const QString &hint = {})
{
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.message = message;
    error.hint = hint;
    return error;
}

// What must not be said again, even where the plugin says it itself.
QStringList secretsIn(const QByteArray &output)
{
    const QJsonObject status = QJsonDocument::fromJson(output).object().value(QLatin1String("status")).toObject();
    QStringList secrets;
    for (const char *name : {"token", "clientKeyData"})
        secrets.append(status.value(QLatin1String(name)).toString());
    secrets.removeAll(QString());
    return secrets;
}

// The last line with words in it: what programs say before they give up.
QString lastLine(const QByteArray &said)
{
    const QList<QByteArray> lines = said.split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const QString text = QString::fromUtf8(*line).simplified();
        if (!text.isEmpty())
            return HttpClient::redact(text).left(300);
    }
    return {};
}

} // namespace

QByteArray execInfo(const ExecPlugin &plugin, const KubeCluster &cluster)
{
    QJsonObject spec{{QStringLiteral("interactive"), false}};
    if (plugin.provideClusterInfo) {
        QJsonObject about{{QStringLiteral("server"), cluster.server}};
        QByteArray ca = cluster.caData;
        if (QFile file(cluster.caFile); ca.isEmpty() && !cluster.caFile.isEmpty() && file.open(QIODevice::ReadOnly))
            ca = file.read(4 << 20);
        if (!ca.isEmpty())
            about.insert(QStringLiteral("certificate-authority-data"), QString::fromLatin1(ca.toBase64()));
        if (cluster.insecure)
            about.insert(QStringLiteral("insecure-skip-tls-verify"), true);
        if (!cluster.tlsServerName.isEmpty())
            about.insert(QStringLiteral("tls-server-name"), cluster.tlsServerName);
        if (!cluster.proxyUrl.isEmpty())
            about.insert(QStringLiteral("proxy-url"), cluster.proxyUrl);
        if (!cluster.execConfig.isUndefined() && !cluster.execConfig.isNull())
            about.insert(QStringLiteral("config"), cluster.execConfig);
        spec.insert(QStringLiteral("cluster"), about);
    }
    const QJsonObject info{{QStringLiteral("apiVersion"), plugin.apiVersion},
                           {QStringLiteral("kind"), QStringLiteral("ExecCredential")},
                           {QStringLiteral("spec"), spec}};
    return QJsonDocument(info).toJson(QJsonDocument::Compact);
}

Result<Credentials> readExecCredential(const QByteArray &output, const QString &apiVersion)
{
    const QJsonDocument document = QJsonDocument::fromJson(output);
    if (!document.isObject())
        return unauthorized(output.trimmed().isEmpty() ? tr("it printed nothing") : tr("what it printed is no JSON"));
    const QJsonObject root = document.object();
    if (root.value(QLatin1String("kind")).toString() != QLatin1String("ExecCredential"))
        return unauthorized(tr("what it printed is no ExecCredential"));
    const QString version = root.value(QLatin1String("apiVersion")).toString();
    if (version != apiVersion)
        return unauthorized(tr("it answers as %1, the kubeconfig says %2").arg(version.left(80), apiVersion),
                            tr("Set apiVersion of the plugin in the kubeconfig to what it speaks."));
    const QJsonObject status = root.value(QLatin1String("status")).toObject();
    const QByteArray token = status.value(QLatin1String("token")).toString().toUtf8();
    const QByteArray certificate = status.value(QLatin1String("clientCertificateData")).toString().toUtf8();
    const QByteArray key = status.value(QLatin1String("clientKeyData")).toString().toUtf8();
    if (token.isEmpty() && certificate.isEmpty() && key.isEmpty())
        return unauthorized(tr("it gave neither a token nor a certificate"));
    Credentials credentials;
    if (!token.isEmpty()) {
        if (token.contains('\n') || token.contains('\r') || token.contains('\0'))
            return unauthorized(tr("its token has a line break in it"));
        credentials.headers = {{"Authorization", "Bearer " + token}};
    }
    if (!certificate.isEmpty() || !key.isEmpty()) {
        const Result<QSslConfiguration> tls = tlsConfiguration({{}, certificate, key});
        if (!tls)
            return unauthorized(tr("its certificate cannot be used: %1").arg(tls.error().message));
        credentials.chain = tls->localCertificateChain();
        credentials.key = tls->privateKey();
    }
    credentials.untilMs =
        token.isEmpty() ? credentials.chain.first().expiryDate().toMSecsSinceEpoch() : webTokenEndMs(token);
    const QJsonValue end = status.value(QLatin1String("expirationTimestamp"));
    if (!end.isUndefined() && !end.isNull()) {
        const QDateTime at = QDateTime::fromString(end.toString(), Qt::ISODateWithMs);
        if (!at.isValid())
            return unauthorized(tr("its expirationTimestamp is no time"));
        credentials.untilMs = at.toMSecsSinceEpoch();
    }
    return credentials;
}

ExecCredentials::ExecCredentials(ExecPlugin plugin, QByteArray info, const Clock &clock, ExecLimits limits)
    : m_plugin(std::move(plugin)), m_info(std::move(info)), m_clock(clock), m_limits(limits)
{
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        kill();
        end(error(tr("it did not end within %1").arg(format::duration(m_limits.timeoutMs)),
                  tr("Run it by hand: it may be waiting for you.")));
    });
}

ExecCredentials::~ExecCredentials() { kill(); }

std::optional<Credentials> ExecCredentials::current()
{
    if (m_now && m_now->untilMs > 0 && m_clock.wallMs() >= m_now->untilMs)
        return std::nullopt;
    return m_now;
}

void ExecCredentials::renew()
{
    if (!m_process)
        QMetaObject::invokeMethod(this, &ExecCredentials::run, Qt::QueuedConnection);
}

Error ExecCredentials::error(const QString &message, const QString &hint) const
{
    QString said = lastLine(m_said);
    for (const QString &secret : secretsIn(m_output))
        said.replace(secret, QStringLiteral("***"));
    Error error =
        unauthorized(tr("The sign-in plugin “%1” gave no credentials: %2%3")
                         .arg(QFileInfo(m_plugin.command).fileName(), message,
                              said.isEmpty() ? QString() : tr(" (it says: %1)").arg(said)),
                     hint.isEmpty() ? tr("Sign in with its own command, then renew the sign-in here.") : hint);
    error.where = m_plugin.at.toString();
    return error;
}

void ExecCredentials::run()
{
    if (m_process)
        return;
    m_output.clear();
    m_said.clear();
    if (m_plugin.interactive == ExecPlugin::Interactive::Always)
        return end(error(tr("it wants to ask on a terminal (interactiveMode: Always), and Astern has none"),
                         tr("Give the backend a token of its own in the workspace: auth: {bearer: \"${env:NAME}\"}.")));
    const bool named = m_plugin.command.contains(QLatin1Char('/'));
    const QString program = named ? m_plugin.command : QStandardPaths::findExecutable(m_plugin.command);
    if (program.isEmpty() || !QFileInfo(program).isExecutable())
        return end(error(named ? tr("there is no such program") : tr("there is no such program in PATH"),
                         m_plugin.installHint.trimmed().isEmpty() ? tr("Install it, or correct the kubeconfig.")
                                                                  : m_plugin.installHint.simplified().left(600)));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : m_plugin.environment)
        environment.insert(name, value);
    environment.insert(QStringLiteral("KUBERNETES_EXEC_INFO"), QString::fromUtf8(m_info));
    m_process = std::make_unique<QProcess>();
    m_process->setProcessEnvironment(environment);
    m_process->setStandardInputFile(QProcess::nullDevice());
    // A group of its own, so that what it has started ends with it.
    m_process->setChildProcessModifier([] { ::setsid(); });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ExecCredentials::onOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this,
            [this] { m_said = (m_said + m_process->readAllStandardError()).right(kKeptOfStderr); });
    connect(m_process.get(), &QProcess::finished, this, &ExecCredentials::onFinished);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError problem) {
        if (problem == QProcess::FailedToStart)
            end(error(tr("it cannot be started: %1").arg(m_process->errorString())));
    });
    m_timeout.start(m_limits.timeoutMs);
    m_process->start(program, m_plugin.args);
}

void ExecCredentials::onOutput()
{
    m_output += m_process->readAllStandardOutput();
    if (m_output.size() <= m_limits.maxBytes)
        return;
    kill();
    end(error(tr("it printed more than %1 bytes").arg(format::count(m_limits.maxBytes))));
}

void ExecCredentials::onFinished()
{
    m_output += m_process->readAllStandardOutput();
    m_said = (m_said + m_process->readAllStandardError()).right(kKeptOfStderr);
    if (m_process->exitStatus() != QProcess::NormalExit)
        return end(error(tr("it was killed")));
    if (m_process->exitCode() != 0)
        return end(error(tr("it ended with code %1").arg(m_process->exitCode())));
    Result<Credentials> read = readExecCredential(m_output, m_plugin.apiVersion);
    if (!read)
        return end(error(read.error().message, read.error().hint));
    if (read->untilMs > 0 && read->untilMs <= m_clock.wallMs())
        return end(error(tr("they ended already at %1").arg(format::stamp(read->untilMs)),
                         tr("Sign in with its own command; if they are valid, check this machine's clock.")));
    end(read);
}

void ExecCredentials::kill()
{
    m_timeout.stop();
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->processId() > 0)
        ::kill(-pid_t(m_process->processId()), SIGKILL);
    m_process->kill();
    m_process->waitForFinished(1'000); // it is dead: this only collects it
}

void ExecCredentials::end(const Result<Credentials> &result)
{
    m_timeout.stop();
    m_output.fill('\0');
    m_output.clear();
    if (m_process) {
        // Not deleted here: this may be its own signal.
        m_process->disconnect(this);
        m_process.release()->deleteLater();
    }
    if (result) {
        m_now = *result;
        Q_EMIT obtained();
        return;
    }
    qCWarning(lcHttp).noquote() << result.error().toString();
    Q_EMIT failed(result.error());
}

} // namespace astern::connectors
