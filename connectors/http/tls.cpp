// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/tls.h"

#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Tls", text); }

Error invalid(const QString &message, const QString &hint)
{
    Error error;
    error.kind = Error::Kind::Invalid;
    error.message = message;
    error.hint = hint;
    return error;
}

QSslKey readKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

Result<QByteArray> readFile(const QString &path)
{
    if (path.isEmpty())
        return QByteArray();
    QFile file(path);
    constexpr qint64 kMax = 4 << 20;
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMax) {
        Error error = invalid(tr("The file cannot be read: %1").arg(file.errorString()),
                              tr("Check the path and who may read it."));
        error.where = path;
        return error;
    }
    return file.readAll();
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsMaterial &material)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (!material.caPem.isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromData(material.caPem, QSsl::Pem);
        if (authorities.isEmpty())
            return invalid(tr("The certificate authority holds no PEM certificate."),
                           tr("Give a file that begins with \"-----BEGIN CERTIFICATE-----\"."));
        tls.setCaCertificates(authorities);
    }
    if (material.certPem.isEmpty() != material.keyPem.isEmpty())
        return invalid(tr("A client certificate needs both the certificate and its key."),
                       tr("Give both, or neither."));
    if (!material.certPem.isEmpty()) {
        const QList<QSslCertificate> chain = QSslCertificate::fromData(material.certPem, QSsl::Pem);
        if (chain.isEmpty())
            return invalid(tr("The client certificate holds no PEM certificate."),
                           tr("Give a file that begins with \"-----BEGIN CERTIFICATE-----\"."));
        const QSslKey key = readKey(material.keyPem);
        if (key.isNull())
            return invalid(tr("The key of the client certificate cannot be read."),
                           tr("Give an unencrypted PEM key (EC or RSA)."));
        tls.setLocalCertificateChain(chain);
        tls.setPrivateKey(key);
    }
    return tls;
}

Result<QSslConfiguration> tlsFromFiles(const QString &caFile, const QString &certFile, const QString &keyFile)
{
    TlsMaterial material;
    const std::pair<const QString *, QByteArray *> files[] = {
        {&caFile, &material.caPem}, {&certFile, &material.certPem}, {&keyFile, &material.keyPem}};
    for (const auto &[path, pem] : files) {
        Result<QByteArray> bytes = readFile(*path);
        if (!bytes)
            return bytes.error();
        if (!path->isEmpty() && bytes->isEmpty()) {
            Error error = invalid(tr("The file is empty."), tr("Put a PEM certificate or key there."));
            error.where = *path;
            return error;
        }
        *pem = std::move(bytes).value();
    }
    Result<QSslConfiguration> tls = tlsConfiguration(material);
    if (!tls) {
        Error error = tls.error();
        QStringList named;
        for (const QString &path : {caFile, certFile, keyFile}) {
            if (!path.isEmpty())
                named.append(path);
        }
        error.where = named.join(QStringLiteral(", "));
        return error;
    }
    return tls;
}

} // namespace astern::connectors
