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
// "approval.decided" of an administrator links to that genesis or to the key.enrol behind it, whichever stands first: a
// leaf hash names one entry and no other.
//
// Keys count by position: "key.rotate" ends the key that signed it, "key.revoke" of an administrator makes what a key
// signed behind its last good number disputed, wherever it stands, and with it what rests on that: keys that were
// enrolled so, and approvals.
class SharedChain {
public:
    struct Verdict {
        enum class Kind {
            Good,
            Pending,  // genuine, of a writer that no administrator has approved yet
            Void,     // in the log, and not signed by the device that it names: counts for nothing
            Tampered, // append() would not have filed this
            Disputed, // signed by a key that was revoked from before it on: shown, and counts for nothing
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
    // Whether what this key signed under this number of its writer counts, as far as is known now.
    [[nodiscard]] bool counts(const QString &keyId, quint64 seq) const;
    // Revoked keys, and the last number under which each counts.
    [[nodiscard]] const QHash<QString, quint64> &revoked() const { return m_revoked; }
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] const QString &journal() const { return m_journal; } // leaf hash of the first entry; empty: none yet
    [[nodiscard]] const QHash<QString, Writer> &writers() const { return m_writers; }
    [[nodiscard]] const QList<NoteKey> &logKeys() const { return m_logKeys; }

private:
    void learn(const SharedRow &row, const QJsonObject &payload, const QString &keyId);
    void learnKey(const SharedRow &row, const QJsonObject &key, const QString &signer, bool follows);
    void learnNoteKey(const SharedRow &row, const QJsonObject &key, const QString &signer);
    void approve(const SharedRow &row, const QJsonObject &payload, const QString &keyId);
    [[nodiscard]] bool isApproved(const QString &leaf) const;
    void revoke(const QJsonObject &payload);
    void judgeAgain();

    quint64 m_size = 0;
    QString m_journal;
    QHash<QString, Writer> m_writers;
    QHash<QString, QString> m_firstLeaves; // leaf hash of a writer's genesis or first key.enrol -> writer
    QSet<QString> m_adminKeys;
    QList<NoteKey> m_logKeys;
    // Under what each rests: the key that signed for it, and the number of that entry of its writer.
    struct Ground {
        QString keyId;
        quint64 seq = 0;
    };
    QHash<QString, Ground> m_keyGrounds; // of keys that another key enrolled
    struct Named {
        QString writer;
        NoteKey key;
        Ground ground;
    };
    QList<Named> m_noteKeys;
    QHash<QString, QList<Ground>> m_approvals; // leaf hash of what is approved -> by whom
    QHash<QString, quint64> m_revoked;
    QSet<QString> m_ended; // followed by another
};

inline constexpr char kCosignKind[] = "key.cosign"; // a device names the key it cosigns heads with
inline constexpr char kLogKeyKind[] = "key.log";    // the operator names the key it signs heads with

} // namespace astern
