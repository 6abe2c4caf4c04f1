// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/journalopening.h"

#include "connectors/local/filekeystore.h"

#include <QCoreApplication>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Keys", text); }

const QString kDevice = QStringLiteral("device");

} // namespace

QString keyPassphrase() { return qEnvironmentVariable("ASTERN_KEY_PASSPHRASE"); }

connectors::JournalOptions journalOptions(KeyPlace place, bool isHome, std::shared_ptr<SecretStore> keychain)
{
    return {.passphrase = keyPassphrase(),
            .keychain = std::move(keychain),
            .preferKeychain = place == KeyPlace::Keychain || (place == KeyPlace::Auto && isHome),
            .moveToKeychain = place == KeyPlace::Keychain};
}

KeyWords keyWords(const QString &folder)
{
    const QString path = folder + QStringLiteral(".keys");
    const auto facts = connectors::FileKeyStore(path).facts();
    if (!facts)
        return {facts.error().toString(), {}, false};
    if (facts->sealed.contains(kDevice))
        return {tr("in %1, sealed by a passphrase").arg(path), {}};
    if (facts->plain.contains(kDevice))
        return {tr("in %1, protected by its mode alone").arg(path),
                tr("`asternctl journal key move --to keychain` puts it into the keychain.")};
    if (facts->elsewhere.contains(kDevice))
        return {tr("in the keychain"), {}};
    return {tr("nowhere"), tr("Restore %1.").arg(path), false};
}

} // namespace astern::app
