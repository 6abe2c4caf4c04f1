// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/secrets.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace astern::app {

Result<QString> resolveSecret(const Secret &secret)
{
    static const QRegularExpression reference(QStringLiteral("^\\$\\{(env|keychain):([A-Za-z0-9_.-]+)\\}$"));
    const QRegularExpressionMatch match = reference.match(secret.text);
    if (!match.hasMatch())
        return secret.text;
    const QString name = match.captured(2);
    if (match.captured(1) == QLatin1String("keychain")) {
        return Error{
            .kind = Error::Kind::Unsupported,
            .message = QCoreApplication::translate("Secrets", "This version cannot read the system keychain"),
            .where = QStringLiteral("${keychain:%1}").arg(name),
            .hint = QCoreApplication::translate("Secrets", "Write ${env:%1} in the workspace and set the variable.")
                        .arg(name.toUpper())};
    }
    if (!qEnvironmentVariableIsSet(name.toUtf8().constData())) {
        return Error{.kind = Error::Kind::Unauthorized,
                     .message =
                         QCoreApplication::translate("Secrets", "The environment variable %1 is not set").arg(name),
                     .where = {},
                     .hint = QCoreApplication::translate("Secrets", "Set it before starting Astern.")};
    }
    return qEnvironmentVariable(name.toUtf8().constData());
}

} // namespace astern::app
