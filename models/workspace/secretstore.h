// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QObject>

namespace astern {

// Secrets of this person on this machine, by name (isSecretName): the system keychain. Call from any thread that has an
// event loop: the answer comes on the thread of `context`, which must be the caller's, exactly once, never from inside
// the call, and not at all once `context` is gone. It never takes longer than the store's time-out, whatever the
// service behind it does. No error holds a value.
class SecretStore {
public:
    virtual ~SecretStore() = default;
    // Error::Kind::NotFound when there is none of that name.
    virtual void read(const QString &name, QObject *context, Done<QString> done) = 0;
    virtual void write(const QString &name, const QString &value, QObject *context, Done<Ok> done) = 0;
    // NotFound, too, when there was nothing to remove.
    virtual void remove(const QString &name, QObject *context, Done<Ok> done) = 0;
};

} // namespace astern
