// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sharedchain.h"

namespace astern {

// What follows where a device of a team is believed up to one of its entries and no further.
struct DeviceRevocation {
    QString device;
    quint64 lastGood = 0;  // number of its own entry
    QStringList keys;      // to be revoked: those that sign behind it, of which the log does not say so yet
    quint64 disputed = 0;  // entries that it wrote behind it
    QStringList enrolled;  // keys that it enrolled behind it: they count no more
    QStringList approvals; // requests that it approved behind it
    bool operator==(const DeviceRevocation &) const = default;
};

// The devices of a team as the entries of the shared log tell of them. Fed in the log's order; judges each entry that
// matters anew.
class TeamDevices {
public:
    struct Key {
        QString id;
        quint64 from = 0;                // entries of its device from here on
        std::optional<quint64> last;     // up to here; none: it signs
        std::optional<quint64> lastGood; // of a revoked one
    };
    struct Device {
        QString id;
        quint64 entries = 0;
        bool approved = false;
        bool admin = false;
        QList<Key> keys;                 // that sign entries or did; oldest first
        std::optional<quint64> lastGood; // each key that signs is revoked: nothing behind this is believed
        [[nodiscard]] bool mayRevoke() const { return admin && !lastGood; }
    };

    void take(const SharedRow &row);
    // Takes what is new in this device's verified copy of the log, whichever process keeps it. A copy that was rewound
    // is read again from its beginning; one that does not exist yet has no entries.
    [[nodiscard]] Result<Ok> readOn(const QString &mirrorFile);

    [[nodiscard]] QList<Device> devices() const; // as they were made
    [[nodiscard]] std::optional<Device> device(const QString &id) const;
    // The one that a text means: its id, enough of that, or its login where `logins` has that (by device). Else an
    // error, which names the nearest.
    [[nodiscard]] Result<Device> deviceLike(const QString &text, const QHash<QString, QString> &logins = {}) const;
    [[nodiscard]] DeviceRevocation revocation(const Device &device, quint64 lastGood) const;

private:
    struct Deed {
        quint64 seq = 0;
        QString enrols;   // key
        QString approves; // request
    };
    void learn(const SharedRow &row, const SharedChain::Verdict &verdict);
    void addKey(const SharedRow &row, const QJsonObject &key, quint64 from);

    SharedChain m_chain;
    QHash<QString, QList<Key>> m_keys;   // by device
    QHash<QString, QList<Deed>> m_deeds; // by device
    QByteArray m_lastHash;               // of the newest row
};

} // namespace astern
