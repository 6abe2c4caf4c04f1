// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realserver.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

namespace astern::test {
namespace {

constexpr int kAnswerMs = 5'000;

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, 0) ? probe.serverPort() : 0;
}

} // namespace

RealServer::~RealServer() { stop(); }

void RealServer::writeFile(const char *name, const QByteArray &content) const
{
    QFile target(file(name));
    if (!target.open(QIODevice::WriteOnly) || target.write(content) != content.size())
        qFatal("cannot write %s", name);
}

QUrl RealServer::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

QString RealServer::start()
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    if (m_port != 0)
        return tryStart();
    // Somebody may take the port between the look and the start; the server then ends at once.
    QString why;
    for (int attempt = 0; attempt < 5; ++attempt) {
        m_port = freePort();
        why = tryStart();
        if (why.isEmpty())
            return {};
    }
    return why;
}

QString RealServer::tryStart()
{
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : environment(m_port))
        variables.insert(variable.section(QLatin1Char('='), 0, 0), variable.section(QLatin1Char('='), 1));
    m_process.setProcessEnvironment(variables);
    m_process.start(program(), arguments(m_port));
    if (!m_process.waitForStarted())
        return QStringLiteral("%1 cannot be started: install the package %2").arg(program(), m_package);
    const QDeadlineTimer deadline(readyMs());
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        if (isReadyAndMine())
            return {};
        QTest::qWait(50);
    }
    stop();
    return QStringLiteral("%1 did not become ready: ").arg(program()) + QString::fromLocal8Bit(m_process.readAll());
}

void RealServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kAnswerMs)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void RealServer::wait(QNetworkReply *reply)
{
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
}

QNetworkRequest RealServer::requestFor(const QString &path) const
{
    QNetworkRequest request(url().resolved(QUrl(path)));
    request.setTransferTimeout(kAnswerMs);
    if (!m_authorization.isEmpty())
        request.setRawHeader("Authorization", m_authorization);
    return request;
}

QByteArray RealServer::get(const QString &path)
{
    const std::unique_ptr<QNetworkReply> reply(m_network.get(requestFor(path)));
    wait(reply.get());
    return reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray();
}

QByteArray RealServer::post(const QString &path, const QByteArray &body, int *status, const char *type)
{
    QNetworkRequest request = requestFor(path);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QString::fromLatin1(type));
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, body));
    wait(reply.get());
    if (status)
        *status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return reply->readAll();
}

int RealServer::remove(const QString &path)
{
    const std::unique_ptr<QNetworkReply> reply(m_network.deleteResource(requestFor(path)));
    wait(reply.get());
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace astern::test
