// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "tests/support/samples.h"

// People of the shop at samples::kNow.
namespace astern::scenes {

inline void namePeople(Workspace &workspace)
{
    workspace.identity.type = IdentityConfig::Type::Oidc;
    workspace.identity.issuer = QUrl(QStringLiteral("https://login.shop.example"));
    workspace.identity.clientId = QStringLiteral("astern");
    workspace.identity.pin = true;
    workspace.roles = {
        {.role = QStringLiteral("release-manager"), .oidcGroups = {QStringLiteral("release-managers")}},
        {.role = QStringLiteral("on-call"), .oidcGroups = {QStringLiteral("oncall"), QStringLiteral("oncall-night")}},
        {.role = QStringLiteral("incident-commander"), .oidcGroups = {QStringLiteral("ic")}}};
}

inline SignedIn aliceSignedIn()
{
    return {.state = SignedIn::State::In,
            .identity = {.person = QStringLiteral("person-1"),
                         .name = QStringLiteral("Alice Ang"),
                         .mail = QStringLiteral("alice@shop.example"),
                         .roles = {QStringLiteral("release-manager"), QStringLiteral("on-call")},
                         .auth = QStringLiteral("oidc"),
                         .authenticatedMs = samples::kNow - 40 * 60'000,
                         .untilMs = samples::kNow + 12 * 60'000}};
}

inline SignedIn endedSignIn()
{
    SignedIn ended = aliceSignedIn();
    ended.state = SignedIn::State::Ended;
    ended.identity.roles.clear();
    ended.identity.untilMs = samples::kNow - 4 * 60'000;
    ended.problem = QStringLiteral("identity does not answer: the connection was refused");
    ended.hint = QStringLiteral("Is it running, and is its address right?");
    return ended;
}

// Doors that only say how it stands with the PIN.
inline IdentityDoors quietDoors()
{
    return {.signIn = [](IdentityProvider::Way, bool) {},
            .cancel = [] {},
            .signOut = [](const Done<Ok> &done) { done(Ok{}); },
            .checkPin = [](const QString &, const Done<Ok> &done) { done(Ok{}); },
            .setPin = [](const QString &, const QString &, const Done<PinState> &done) { done(PinState{.set = true}); },
            .lookAtPin =
                [](const Done<PinState> &done) {
                    done(PinState{.set = true, .byKeychain = true, .setMs = samples::kNow - 30 * 86'400'000LL});
                }};
}

} // namespace astern::scenes
