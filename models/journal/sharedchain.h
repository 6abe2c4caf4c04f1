// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/note.h"
#include "models/journal/sharedstore.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

#include <optional>

namespace astern {

// What the entries of the shared log say of who may write. Fed in the log's order; nothing else is believed.
//
// The first entry of the log is the genesis of the team's journal: its leaf hash names the journal, its keys are those
// of the first administrators. Any other writer begins with its own genesis, and counts once an entry
// "approval.decided" of an administrator links to that genesis or to the key.enrol behind it.
class SharedChain {
public:
    struct Verdict {
        enum class Kind {
            Good,
            Pending,  // genuine, of a writer that no administrator has approved yet
            Void,     // in the log, and not signed by the device that it names: counts for nothing
            Tampered, // append() would not have filed this
        };
        Kind kind = Kind::Good;
        QString words;
        QJsonObject payload;
    };
    struct Writer {
        quint64 nextSeq = 0;
        Hash last{};
        QString first;                   // leaf hash of its first entry, hex
        QHash<QString, QByteArray> keys; // key id -> public key: may sign entries of this writer
        bool approved = false;
        bool admin = false;
        std::optional<NoteKey> cosigner;
    };

    // `checkSignature` false: it was checked when the row was taken.
    [[nodiscard]] Verdict take(const SharedRow &row, bool checkSignature = true);
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] const QString &journal() const { return m_journal; } // leaf hash of the first entry; empty: none yet
    [[nodiscard]] const QHash<QString, Writer> &writers() const { return m_writers; }
    [[nodiscard]] const QList<NoteKey> &logKeys() const { return m_logKeys; }

private:
    void learn(const SharedRow &row, const QJsonObject &payload, const QString &keyId);
    void approve(const QJsonObject &payload);

    quint64 m_size = 0;
    QString m_journal;
    QHash<QString, Writer> m_writers;
    QHash<QString, QString> m_firstLeaves; // leaf hash of a writer's genesis or first key.enrol -> writer
    QSet<QString> m_adminKeys;
    QList<NoteKey> m_logKeys;
};

inline constexpr char kCosignKind[] = "key.cosign"; // a device names the key it cosigns heads with
inline constexpr char kLogKeyKind[] = "key.log";    // the operator names the key it signs heads with

} // namespace astern
