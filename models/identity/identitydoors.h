// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/identityprovider.h"
#include "models/identity/pinkeeper.h"

#include <functional>

namespace astern {

// What a test of the connection to the provider is asked for by: no id of a backend.
inline constexpr auto kIdentityConnection = "identity:";

// What a window or a command may ask of whoever knows people. Called and answered on the session's thread; empty:
// nobody is there to ask (tests, or a workspace that goes by the user of this machine).
struct IdentityDoors {
    std::function<void(IdentityProvider::Way way, bool anew)> signIn;
    std::function<void()> cancel;
    std::function<void(Done<Ok>)> signOut;
    std::function<void(const QString &pin, Done<Ok>)> checkPin;
    // Where none is set yet, the person must have signed in anew just before.
    std::function<void(const QString &pin, const QString &old, Done<PinState>)> setPin;
    std::function<void(Done<PinState>)> lookAtPin;
};

} // namespace astern
