// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

namespace astern {

// Where secrets of this device live: a sealed file, a keychain. Thread safe.
class KeyStore {
public:
    virtual ~KeyStore() = default;
    // Error::Kind::NotFound when there is none; any other error means that it may be there.
    virtual Result<QByteArray> load(const QString &name) = 0;
    // Durable when it returns. Never replaces a secret that is there.
    virtual Result<Ok> store(const QString &name, const QByteArray &secret) = 0;
    // What this device must not forget about what it signed, beside its keys and apart from the journal: no secret, and
    // replaced by a newer value. Durable when remember() returns.
    virtual Result<QByteArray> recall(const QString &name) = 0; // NotFound when there is none
    virtual Result<Ok> remember(const QString &name, const QByteArray &value) = 0;
};

} // namespace astern
