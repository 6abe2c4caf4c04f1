// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sandboxprocess.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {

SandboxProcess::SandboxProcess(QObject *parent) : QObject(parent)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus) { Q_EMIT died(tr("The sandbox ended (exit code %1).").arg(code)); });
}

SandboxProcess::~SandboxProcess()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(3000)) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

Result<QString> SandboxProcess::start(const QStringList &arguments, int timeoutMs)
{
    const QString program = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("asternctl"));
    m_process.start(program, QStringList{QStringLiteral("sandbox"), QStringLiteral("--with-parent")} + arguments);
    QByteArray line;
    const QDeadlineTimer deadline(timeoutMs);
    while (!line.endsWith('\n') && !deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        if (m_process.waitForReadyRead(int(qMin<qint64>(deadline.remainingTime(), 200))))
            line += m_process.readLine();
    }
    const QString folder = QJsonDocument::fromJson(line).object().value(QLatin1String("workspace")).toString();
    if (folder.isEmpty()) {
        return Error{.kind = Error::Kind::Unreachable,
                     .message = tr("The sandbox did not start"),
                     .where = program,
                     .hint = tr("Run `asternctl sandbox` in a terminal to see why.")};
    }
    return folder;
}

} // namespace astern::app
