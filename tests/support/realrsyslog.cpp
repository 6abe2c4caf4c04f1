// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realrsyslog.h"

#include "tests/support/fakeserver.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTcpSocket>

namespace astern::test {

QStringList RealRsyslog::arguments(quint16 port) const
{
    const TestCertificates &certificates = TestCertificates::instance();
    const auto path = [&certificates](const char *name) { return certificates.file(name).toUtf8(); };
    const QByteArray folder = QFileInfo(file("rsyslog.conf")).absolutePath().toUtf8();
    writeFile("rsyslog.conf", "global(workDirectory=\"" + folder + "\" maxMessageSize=\"" + m_maxMessage +
                                  "\"\n  defaultNetstreamDriver=\"gtls\" defaultNetstreamDriverCAFile=\"" +
                                  path("ca.crt") + "\"\n  defaultNetstreamDriverCertFile=\"" + path("server.crt") +
                                  "\" defaultNetstreamDriverKeyFile=\"" + path("server.key") +
                                  "\")\nmodule(load=\"imtcp\")\n"
                                  "template(name=\"json\" type=\"string\" string=\"%jsonmesg%\\n\")\n"
                                  "ruleset(name=\"in\") { action(type=\"omfile\" file=\"" +
                                  folder +
                                  "/messages.json\" template=\"json\" flushOnTXEnd=\"on\" asyncWriting=\"off\") }\n"
                                  "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"" +
                                  QByteArray::number(port) +
                                  "\" ruleset=\"in\" StreamDriver.Name=\"gtls\" StreamDriver.Mode=\"1\" "
                                  "StreamDriver.AuthMode=\"x509/name\" PermittedPeer=[\"" +
                                  m_peer + "\"])\n");
    return {QStringLiteral("-n"), QStringLiteral("-f"), file("rsyslog.conf"), QStringLiteral("-i"), file("pid")};
}

// The port is its own when a socket of its own listens there: rsyslog goes on without one.
bool RealRsyslog::isReadyAndMine()
{
    QFile pid(file("pid"));
    if (!pid.open(QIODevice::ReadOnly))
        return false;
    const QString process = QStringLiteral("/proc/") + QString::fromLatin1(pid.readAll().trimmed());
    QFile table(process + QStringLiteral("/net/tcp"));
    if (!table.open(QIODevice::ReadOnly))
        return false;
    const QByteArray address = "0100007F:" + QByteArray::number(port(), 16).rightJustified(4, '0').toUpper();
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() < 10 || fields[1] != address || fields[3] != "0A")
            continue;
        const QString socket = QStringLiteral("socket:[%1]").arg(QString::fromLatin1(fields[9]));
        const QDir open(process + QStringLiteral("/fd"));
        const QStringList files = open.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        for (const QString &one : files) {
            if (QFile::symLinkTarget(open.filePath(one)).endsWith(socket))
                return true;
        }
    }
    return false;
}

QList<QJsonObject> RealRsyslog::messages() const
{
    QFile written(file("messages.json"));
    QList<QJsonObject> messages;
    if (!written.open(QIODevice::ReadOnly))
        return messages;
    const QList<QByteArray> lines = written.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (!line.isEmpty())
            messages.append(QJsonDocument::fromJson(line).object());
    }
    return messages;
}

} // namespace astern::test
