// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/secrets.h"

#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Secrets", text); }

Result<QString> fromEnvironment(const QString &name)
{
    if (!qEnvironmentVariableIsSet(name.toUtf8().constData())) {
        return Error{.kind = Error::Kind::Unauthorized,
                     .message = tr("The environment variable %1 is not set").arg(name),
                     .where = {},
                     .hint = tr("Set it before starting Astern.")};
    }
    return qEnvironmentVariable(name.toUtf8().constData());
}

Result<QString> fromFile(const QString &path)
{
    constexpr qint64 kMost = 64 << 10;
    QFile file(path);
    const auto wrong = [&](const QString &message) {
        return Error{.kind = Error::Kind::Unauthorized,
                     .message = message,
                     .where = path,
                     .hint = tr("It holds the secret and nothing else, readable by you alone.")};
    };
    // A pipe or a device would be waited for.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return wrong(tr("The file of a secret cannot be read"));
    QByteArray bytes = file.read(kMost + 1);
    while (bytes.endsWith('\n') || bytes.endsWith('\r'))
        bytes.chop(1);
    if (bytes.isEmpty() || bytes.size() > kMost)
        return wrong(bytes.isEmpty() ? tr("The file of a secret is empty") : tr("The file of a secret is too large"));
    return QString::fromUtf8(bytes);
}

} // namespace

Result<QString> resolveSecret(const Secret &secret)
{
    const std::optional<SecretRef> ref = secretRef(secret.text);
    if (!ref)
        return secret.text;
    switch (ref->kind) {
    case SecretRef::Kind::Environment:
        return fromEnvironment(ref->name);
    case SecretRef::Kind::File:
        return fromFile(ref->name);
    case SecretRef::Kind::Keychain:
        break;
    }
    return Error{.kind = Error::Kind::Unsupported,
                 .message = tr("The keychain cannot be asked here"),
                 .where = ref->toString(),
                 .hint = tr("Write ${env:NAME} or ${file:/path} in the workspace.")};
}

} // namespace astern::app
