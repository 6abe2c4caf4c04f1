// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/identity/identity.h"

#include <QObject>

namespace astern {

// Somebody who vouches for people: an OpenID provider. Lives and answers on one thread; nothing here waits for it.
class IdentityProvider : public QObject {
    Q_OBJECT
public:
    enum class Way {
        Browser, // of this machine; changed() with `browse` set is where to send it
        Device,  // any other: changed() with `browse` and `code`
    };
    using QObject::QObject;
    [[nodiscard]] virtual const SignedIn &state() const = 0;
    // What is kept from before is read, checked with the provider, and renewed from then on.
    virtual void restore() = 0;
    // A person signs in; `anew`: the provider is to ask even if it knows them. One that is under way is given up.
    virtual void signIn(Way way, bool anew = false) = 0;
    virtual void cancel() = 0; // of signIn()
    // Forgets here and tells the provider. An error: it could not be told, and is forgotten here all the same.
    virtual void signOut(Done<Ok> done) = 0;

Q_SIGNALS:
    void changed(const astern::SignedIn &state);
};

} // namespace astern
