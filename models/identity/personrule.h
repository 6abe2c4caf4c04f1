// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/authority.h"
#include "models/identity/identity.h"

namespace astern {

// Whether who acts is known well enough for the plan, now; what else may forbid it is not asked here. What goes back,
// stops or holds needs nobody's sign-in and no PIN; automation has neither. Where a PIN alone is missing the answer
// says so in `presence`.
[[nodiscard]] AuthorityAnswer knownWellEnough(const IdentityConfig &config, const SignedIn &signedIn, const Plan &plan,
                                              const Actor &actor, qint64 wallMs);

// Who acts now: the one who is signed in, else the user of the operating system. Where a sign-in has ended the actor
// still has the last known name, and `auth` says that it proves nothing: "oidc-ended".
[[nodiscard]] Actor whoActs(const SignedIn &signedIn, const Actor &account, qint64 wallMs);

inline constexpr auto kEndedAuth = "oidc-ended";
inline constexpr auto kPinAuth = "pin";

} // namespace astern
