// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realserver.h"

#include <QJsonObject>

namespace astern::test {

// Debian's rsyslog with GnuTLS, asking for a client certificate in the name of `peer`. (With its OpenSSL driver any
// name of the same authority is let in.) What it has written is read from its own JSON.
class RealRsyslog final : public RealServer {
public:
    explicit RealRsyslog(QByteArray peer, QByteArray maxMessage = "64k")
        : RealServer("rsyslog"), m_peer(std::move(peer)), m_maxMessage(std::move(maxMessage))
    {
    }
    [[nodiscard]] quint16 port() const { return quint16(url().port()); }
    [[nodiscard]] QList<QJsonObject> messages() const;

protected:
    [[nodiscard]] QString program() const override { return QStringLiteral("/usr/sbin/rsyslogd"); }
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;

private:
    QByteArray m_peer;
    QByteArray m_maxMessage;
};

} // namespace astern::test
