// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realserver.h"

#include <QJsonObject>

namespace astern::test {

// Debian's aiosmtpd, with a certificate of the tests' authority. Its greeting tells that it is this one.
class RealMail final : public RealServer {
public:
    enum class Kind { StartTls, Implicit, Plain };
    struct Options {
        Kind kind = Kind::StartTls;
        QByteArray certificate = "server"; // of TestCertificates
        QByteArray user = "astern";        // empty: it asks nobody who he is
        QByteArray password = "s3cret w0rds";
    };
    RealMail() : RealMail(Options()) {}
    explicit RealMail(Options options);

    [[nodiscard]] quint16 port() const { return quint16(url().port()); }
    [[nodiscard]] QList<QJsonObject> messages() const; // {from, to, text, tls, user}
    [[nodiscard]] QList<QJsonObject> logins() const;
    void behave(const QByteArray &mode) { writeFile("mode", mode); } // ok, busy, refuse, hang, die

protected:
    [[nodiscard]] QString program() const override { return QStringLiteral("/usr/bin/python3"); }
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;

private:
    [[nodiscard]] QList<QJsonObject> lines(const char *name) const;
    Options m_options;
    QByteArray m_ident;
};

} // namespace astern::test
