// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/reader.h"

#include <QMap>

#include <functional>
#include <optional>

namespace astern {

class DeviceKey;

// What leaves the house as evidence: entries or a whole log, with all that a stranger needs to check them. The same
// question to the same log gives the same bytes.
namespace Bundle {

// A document that an entry rests on, by the SHA-256 of its bytes: the name it has in `evidence/`.
struct Evidence {
    QString sha256;                  // lower-case hex
    QString what;                    // "policy", "policy file", "samples", "configuration"
    std::optional<QByteArray> bytes; // absent: the entry names it, and it is not kept here any more
};
// What the payload of an entry names.
using EvidenceOf = std::function<QList<Evidence>(const QJsonObject &payload)>;

struct Request {
    QString question;                   // what was asked for, in words: "operation 0191…"
    QList<JournalReader::Entry> chosen; // empty: the whole log up to the checkpoint
    // Whether this opening may leave; the rest is listed as withheld.
    std::function<bool(const QString &entryId, const QString &field)> mayLeave;
    // Told now and then how many entries of how many were gathered; false: give it up (Error::Kind::Cancelled).
    std::function<bool(quint64 done, quint64 of)> goesOn;
};

struct Parts {
    JournalReader *reader = nullptr;
    NoteKey logKey;                    // who signs the log's checkpoints
    QList<NoteKey> witnesses;          // whose cosignatures are known
    const DeviceKey *device = nullptr; // signs the manifest
    // The log's own key, where this is its device: then the head of chosen entries is the one right behind them, not
    // the newest, and the same question gives the same bytes tomorrow.
    const DeviceKey *logSigner = nullptr;
    // Opens one opening; NotFound: the subject's key is gone.
    std::function<Result<Opening>(const SealedOpening &)> open;
    QMap<QByteArray, QByteArray> documents; // VERIFY.md, verify.go
    EvidenceOf evidence;                    // empty: documents are left out
};

// Name under which the device signs the manifest of a log's bundle.
[[nodiscard]] QString signerOf(const QString &origin);
// The kept checkpoint that a bundle of these entries stands on: the newest of the log's own, if it covers them.
[[nodiscard]] Result<JournalReader::KeptNote> headFor(JournalReader &reader, const QString &origin, quint64 lastIndex);

// The key of the log's own checkpoints, as its newest enrolment names it.
[[nodiscard]] Result<NoteKey> logKeyOf(JournalReader &reader);

// Members by their names. A whole log lies in memory, entries and tiles.
[[nodiscard]] Result<QMap<QByteArray, QByteArray>> members(const Request &request, const Parts &parts);
// As a tar: sorted, mtime 0.
[[nodiscard]] QByteArray toTar(const QMap<QByteArray, QByteArray> &members);

// A page for people, derived from the entries and no evidence itself.
[[nodiscard]] QByteArray report(const QString &question, const Checkpoint &head,
                                const QList<JournalReader::Entry> &entries,
                                const QMap<QString, QMap<QString, QString>> &openings);

} // namespace Bundle
} // namespace astern
