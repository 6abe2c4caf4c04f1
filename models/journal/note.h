// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/digest.h"

#include <QList>
#include <QString>

namespace astern {

class DeviceKey;

// C2SP signed notes (c2sp.org/signed-note), checkpoints (tlog-checkpoint) and cosignatures (tlog-cosignature, v1).
// Never compare or hash whole notes: signature lines may change form and keep their meaning. Compare bodies.

// Who may sign a note, and how. Written as "<name>+<8 hex digits>+<base64 of type and key>".
struct NoteKey {
    enum class Type : quint8 {
        Ed25519 = 0x01,     // over the body: a log, the author of a manifest
        Cosignature = 0x04, // over body and time: a witness
    };
    QString name; // not empty; no white space, no plus sign
    Type type = Type::Ed25519;
    QByteArray publicKey; // 32 bytes

    [[nodiscard]] quint32 hash() const; // SHA-256(name, newline, type, key), first four bytes
    [[nodiscard]] QString vkey() const;
    [[nodiscard]] static Result<NoteKey> fromVkey(const QString &text);
    // Whether a key can have this name.
    [[nodiscard]] static bool isName(const QString &name);
    bool operator==(const NoteKey &) const = default;
};

struct NoteSignature {
    QString name;
    quint32 keyHash = 0;
    QByteArray bytes; // what follows the key hash; its form is the key type's
};

struct SignedNote {
    QByteArray body; // ends with a newline
    QList<NoteSignature> signatures;

    [[nodiscard]] QByteArray text() const;
    // Strict: control characters, invalid UTF-8, loose base64 and anything behind the last line are refused.
    [[nodiscard]] static Result<SignedNote> parse(QByteArrayView text);
};

struct VerifiedSignature {
    NoteKey key;
    qint64 atSeconds = 0; // POSIX; of cosignatures only
};

// What the keys say about the note. Lines of other keys count for nothing; a line of one of these keys that does not
// verify makes the note false, and a note without any line of these keys is an error too.
[[nodiscard]] Result<QList<VerifiedSignature>> verifyNote(const SignedNote &note, const QList<NoteKey> &keys);

[[nodiscard]] NoteSignature signNote(const DeviceKey &key, const QString &name, QByteArrayView body);
[[nodiscard]] NoteSignature cosignNote(const DeviceKey &key, const QString &name, QByteArrayView body,
                                       qint64 atSeconds);

// The head of a log: three lines, and no extension lines.
struct Checkpoint {
    QString origin; // what a key's name can be
    quint64 size = 0;
    Hash root{};

    [[nodiscard]] QByteArray body() const;
    [[nodiscard]] static Result<Checkpoint> fromBody(QByteArrayView body);
    bool operator==(const Checkpoint &) const = default;
};

[[nodiscard]] SignedNote signCheckpoint(const DeviceKey &logKey, const Checkpoint &checkpoint);

struct OpenedCheckpoint {
    Checkpoint checkpoint;
    QList<VerifiedSignature> signatures; // the log's own first
};
// A number as notes and proofs write it: decimal, without a leading zero, at most 2^63-1.
[[nodiscard]] std::optional<quint64> noteDecimal(QByteArrayView text);

// A checkpoint that the log itself signed under its origin, with the cosignatures of those witnesses that are there.
[[nodiscard]] Result<OpenedCheckpoint> openCheckpoint(QByteArrayView note, const NoteKey &log,
                                                      const QList<NoteKey> &witnesses = {});

} // namespace astern
