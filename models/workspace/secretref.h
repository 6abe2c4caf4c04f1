// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

#include <optional>

namespace astern {

// Where a secret is kept, as a workspace writes it: "${env:NAME}", "${keychain:NAME}", "${file:/absolute/path}".
struct SecretRef {
    enum class Kind { Environment, Keychain, File };
    Kind kind = Kind::Environment;
    QString name; // of the variable, of the entry, or the file's path

    [[nodiscard]] QString toString() const; // as it is written
    bool operator==(const SecretRef &) const = default;
};
// Absent: the text is no reference.
[[nodiscard]] std::optional<SecretRef> secretRef(const QString &text);
// What an entry of the keychain may be called: letters, digits, "_", "." and "-", at most 64 of them.
[[nodiscard]] bool isSecretName(const QString &name);
// What is allowed, for messages.
[[nodiscard]] QString secretForms();

// Every secret of a backend, in the order of its file's keys.
[[nodiscard]] QList<Secret> secretsOf(const BackendConfig &config);
// An entry of the keychain that the workspace names, and the backends, and targets of notifications, that use it.
struct KeychainUse {
    QString name;
    QStringList backends;
    bool operator==(const KeychainUse &) const = default;
};
[[nodiscard]] QList<KeychainUse> keychainUses(const Workspace &workspace); // by name

} // namespace astern
