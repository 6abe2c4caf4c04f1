// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/workspace/workspace.h"

#include <QMetaType>

namespace astern {

// Who somebody is, and how that is known. What is not proved is not in here.
struct Identity {
    QString person; // pseudonym, the same on every device of a team; empty: nobody
    QString name;
    QString mail;
    QStringList groups;         // of the provider, or of this machine
    QStringList roles;          // ids of people.roles
    QString auth;               // "os", "oidc"
    QString issuer;             // empty: this machine
    QString subject;            // the issuer's name for the person
    qint64 authenticatedMs = 0; // wall clock
    qint64 untilMs = 0;         // wall clock; 0: without end
    bool operator==(const Identity &) const = default;
    [[nodiscard]] bool isEmpty() const { return person.isEmpty(); }
    [[nodiscard]] bool holdsAt(qint64 wallMs) const { return !isEmpty() && (untilMs == 0 || wallMs < untilMs); }
};

// How it stands with the sign-in of one workspace, for every reader of it.
struct SignedIn {
    enum class State {
        NotNeeded, // the workspace goes by the user of this machine
        Unknown,   // what is kept from before is being read and checked
        Out,       // nobody
        Asking,    // the browser, or another device, is where it goes on
        In,
        Ended, // it was In, and its time is over
    };
    State state = State::NotNeeded;
    Identity identity; // In: proved; Ended: the last one that was
    QString problem;   // why it is not In, or cannot be renewed, as a sentence
    QString hint;
    bool kept = true;         // outlives this process
    QUrl browse;              // Asking: where a person goes on
    QString code;             // Asking on another device: what to type there
    qint64 askingUntilMs = 0; // Asking: wall clock
    bool operator==(const SignedIn &) const = default;
};
[[nodiscard]] QString toString(SignedIn::State state); // "signed-in"

// What is mixed into pseudonyms of people: equal on all devices that share a log, and different elsewhere, so that two
// teams' logs do not tell that they speak of the same person. No secret.
[[nodiscard]] QByteArray personSalt(const Workspace &workspace);
// The same for every account of the person at that issuer, on every device with that salt.
[[nodiscard]] QString personOf(const QString &issuer, const QString &subject, const QByteArray &salt);

// The roles that the workspace gives to whoever this is: by `groups` of the provider where the workspace goes by one,
// else by user and groups of this machine.
[[nodiscard]] QStringList rolesOf(const IdentityConfig &config, const QList<RoleRule> &rules, const Identity &identity);

// The user of the operating system, with its groups; roles as rolesOf() says.
[[nodiscard]] Identity systemIdentity(const Workspace &workspace);

// As the log names it. `account`: the user of the operating system, whose `ref` a person keeps whatever happens.
[[nodiscard]] Actor actorOf(const Identity &identity, const Actor &account);

} // namespace astern

Q_DECLARE_METATYPE(astern::SignedIn)
