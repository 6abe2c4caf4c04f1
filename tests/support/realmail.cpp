// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realmail.h"

#include "tests/support/fakeserver.h"
#include "tests/support/places.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QUuid>

namespace astern::test {

RealMail::RealMail(Options options)
    : RealServer("python3-aiosmtpd"), m_options(std::move(options)),
      m_ident(QUuid::createUuid().toByteArray(QUuid::Id128))
{
}

QStringList RealMail::arguments(quint16 port) const
{
    const TestCertificates &certificates = TestCertificates::instance();
    const QByteArray kind = m_options.kind == Kind::Implicit ? "implicit"
                            : m_options.kind == Kind::Plain  ? "plain"
                                                             : "starttls";
    return {test::sourcePath("tests/support/mailserver.py"),
            QFileInfo(file("mode")).absolutePath(),
            QString::number(port),
            QString::fromLatin1(kind),
            QString::fromLatin1(m_ident),
            certificates.file((m_options.certificate + ".crt").constData()),
            certificates.file((m_options.certificate + ".key").constData()),
            QString::fromLatin1(m_options.user),
            QString::fromLatin1(m_options.password)};
}

bool RealMail::isReadyAndMine()
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (m_options.kind == Kind::Implicit) {
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port());
        if (!socket.waitForEncrypted(2'000))
            return false;
    } else {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port());
        if (!socket.waitForConnected(2'000))
            return false;
    }
    while (!socket.canReadLine() && socket.waitForReadyRead(2'000)) {
    }
    return socket.readLine().contains(m_ident);
}

QList<QJsonObject> RealMail::lines(const char *name) const
{
    QFile written(file(name));
    QList<QJsonObject> all;
    if (!written.open(QIODevice::ReadOnly))
        return all;
    const QList<QByteArray> texts = written.readAll().split('\n');
    for (const QByteArray &text : texts) {
        if (!text.isEmpty())
            all.append(QJsonDocument::fromJson(text).object());
    }
    return all;
}

QList<QJsonObject> RealMail::messages() const { return lines("messages.json"); }

QList<QJsonObject> RealMail::logins() const { return lines("logins.json"); }

} // namespace astern::test
