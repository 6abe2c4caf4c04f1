// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace astern {
namespace {

QString wordOf(SecretRef::Kind kind)
{
    switch (kind) {
    case SecretRef::Kind::Environment:
        return QStringLiteral("env");
    case SecretRef::Kind::Keychain:
        return QStringLiteral("keychain");
    case SecretRef::Kind::File:
        return QStringLiteral("file");
    }
    return {};
}

} // namespace

QString SecretRef::toString() const { return QStringLiteral("${%1:%2}").arg(wordOf(kind), name); }

bool isSecretName(const QString &name)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9_.-]{1,64}$"));
    return form.match(name).hasMatch();
}

std::optional<SecretRef> secretRef(const QString &text)
{
    // An absolute path: what a relative one means would depend on who starts the program.
    static const QRegularExpression form(
        QStringLiteral(R"rx(\A\$\{(?:(env|keychain):([A-Za-z0-9_.-]+)|file:(/[^{}\r\n"]+))\}\z)rx"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    if (!match.captured(3).isEmpty())
        return SecretRef{SecretRef::Kind::File, match.captured(3)};
    return SecretRef{match.captured(1) == QLatin1String("env") ? SecretRef::Kind::Environment
                                                               : SecretRef::Kind::Keychain,
                     match.captured(2)};
}

QString secretForms()
{
    return QCoreApplication::translate(
        "Workspace", "\"${env:NAME}\", \"${keychain:NAME}\" or \"${file:/path}\": a workspace holds no secret");
}

QList<Secret> secretsOf(const BackendConfig &config)
{
    QList<Secret> all{config.bearer, config.token, config.basicPassword};
    all += config.headers.values();
    all.removeAll(Secret());
    return all;
}

QList<KeychainUse> keychainUses(const Workspace &workspace)
{
    QMap<QString, QStringList> uses;
    const auto use = [&uses](const Secret &secret, const QString &by) {
        const std::optional<SecretRef> ref = secretRef(secret.text);
        if (ref && ref->kind == SecretRef::Kind::Keychain && !uses[ref->name].contains(by))
            uses[ref->name].append(by);
    };
    for (const BackendConfig &config : workspace.backends) {
        for (const Secret &secret : secretsOf(config))
            use(secret, config.id);
    }
    for (const NotifyTarget &target : workspace.notify.targets)
        use(target.secret, target.id);
    use(workspace.notify.mail.password, QStringLiteral("mail"));
    QList<KeychainUse> list;
    for (auto it = uses.cbegin(); it != uses.cend(); ++it)
        list.append({it.key(), it.value()});
    return list;
}

} // namespace astern
