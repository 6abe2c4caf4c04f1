// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace astern {

// How this workspace knows who a person is.
struct IdentityConfig {
    enum class Type {
        OperatingSystem, // whoever is signed in to the machine
        Oidc,            // whoever an OpenID provider vouches for
    };
    static constexpr qint64 kMostSkewMs = 300'000;

    Type type = Type::OperatingSystem;
    QUrl issuer; // as the provider writes it in its tokens
    QString clientId;
    QStringList scopes;
    QString groupsClaim = QStringLiteral("groups");
    QString caFile;
    qint64 skewMs = 60'000; // how far the provider's clock may be from this machine's
    bool pin = false;       // what goes forward in a protected environment asks for the PIN
    SourcePosition at;
    [[nodiscard]] bool isOidc() const { return type == Type::Oidc; }
    bool operator==(const IdentityConfig &) const = default;
};

// Who has a role: whoever one of these fits. Groups of the provider count with Type::Oidc alone, names of this machine
// with Type::OperatingSystem alone.
struct RoleRule {
    QString role;
    QStringList oidcGroups;
    QStringList osUsers;
    QStringList osGroups;
    SourcePosition at;
    bool operator==(const RoleRule &) const = default;
};

} // namespace astern
