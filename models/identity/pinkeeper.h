// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/identity/pin.h"
#include "models/journal/keystore.h"
#include "models/workspace/secretstore.h"

#include <QObject>

#include <memory>

namespace astern {

// Of a PIN, without anything secret.
struct PinState {
    bool set = false;
    bool byKeychain = false; // what it is sealed with is in the keychain, else in a file of this user's
    qint64 setMs = 0;
    int misses = 0;
    qint64 notBeforeMs = 0; // wall clock
    bool operator==(const PinState &) const = default;
};

// The PIN of this device: proof that the person who is signed in sits here now. Kept in a file, sealed with a key that
// is in the keychain, or, where there is none, in the key file of this device. A file that is missing, damaged or does
// not open is never taken for the right PIN. Lives on one thread; hashing has threads of its own, one try at a time
// over all processes. Answers come on this thread, exactly once while it lives.
class PinKeeper : public QObject {
    Q_OBJECT
public:
    struct Doors {
        QString folder;                  // of the data; the file is "identity.pin" in it
        SecretStore *keychain = nullptr; // null: there is none
        std::shared_ptr<KeyStore> keys;  // of this device
        const Clock *clock = nullptr;
    };
    explicit PinKeeper(Doors doors, QObject *parent = nullptr);

    void look(Done<PinState> done);
    // NotFound: none is set. NotPermitted: it is wrong. Throttled: it was wrong too often.
    void check(const QString &pin, Done<Ok> done);
    // `old` is asked for where one is set, and counts as a try.
    void set(const QString &pin, const QString &old, Done<PinState> done);

private:
    enum class Seal { Keychain, File };
    using Key = Result<QByteArray>;
    void withKey(std::function<void(const Key &key, Seal seal)> go);
    template <class T>
    void work(Done<T> done, std::function<Result<T>()> task);

    const Doors m_doors;
    Inbox m_inbox;
};

} // namespace astern
