// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/identitydoors.h"

namespace astern {

// Who acts here, in the words of the top bar, the settings and their menus. All pure.
struct WhoWords {
    QString name;       // "Alice Ang"; "Sign in" where nobody is
    QString role;       // "release-manager +1"; empty: none, or nobody
    QString state;      // a sentence: who, known by what, until when
    QString problem;    // what is wrong, and what to do; empty: nothing
    bool wants = false; // a person has to do something before anything can go forward
};
[[nodiscard]] WhoWords whoWords(const SignedIn &signedIn, const IdentityConfig &config, qint64 nowMs);

// "groups release-managers, ops of the provider; user jo of this machine".
[[nodiscard]] QString memberWords(const RoleRule &rule);
// "PIN set since 24 Nov 15:04, sealed by the keychain."
[[nodiscard]] QString pinWords(const PinState &pin, qint64 nowMs);

} // namespace astern
