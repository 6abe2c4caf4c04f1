// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/sharedstate.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

namespace astern {

class Journal;

// How safely an entry is recorded, each counted by itself: the log on this disk; the team's store; a checkpoint signed
// by the log's own key; another device's cosignature; every sink that must have it.
enum class JournalLevel { Local = 1, Shared = 2, Sealed = 3, Witnessed = 4, Shipped = 5 };

struct EntryLink {
    enum class Rel { OutcomeOf, AttemptOf, Approves, Overrides, Supersedes, Erases, Corrects };
    Rel rel = Rel::OutcomeOf;
    QString id;   // of the entry linked to
    QString leaf; // its leaf hash, lower-case hex
};

// What somebody wants recorded. The journal adds id, writer, chain, time and signature.
struct Draft {
    QString kind; // e.g. "rollback.intent"
    QString saga; // UUIDv7 of the operation
    QList<EntryLink> links;
    QJsonObject fields;              // subject, decision, rollback, actor, idem, outcome…; integers only, no floats
    QMap<QString, QString> personal; // field -> text: only salted commitments go into the entry
};

// What is recorded even when the disk is full, into the reserve: everything of a rollback, and what the guard does to
// protect. Its outcomes too: they say how a rollback that is under way ended.
[[nodiscard]] bool isEmergency(const Draft &draft);

// Proof of what was recorded.
struct Receipt {
    quint64 index = 0; // position in this writer's log, from 0
    QString id;        // UUIDv7 of the entry
    QString leafHash;  // lower-case hex
    JournalLevel level = JournalLevel::Local;
};

// The key to a changing call: proof that an intent is durable. Only a Journal can make one.
class LoggedIntent {
public:
    // False: nothing could be recorded, a person has typed the name, and the journal keeps the intent in memory. Its
    // receipt has no leaf and no index then.
    [[nodiscard]] bool isRecorded() const { return m_isRecorded; }
    [[nodiscard]] const Receipt &receipt() const { return m_receipt; }
    [[nodiscard]] const QString &saga() const { return m_saga; }
    // "<saga>:<step>:<attempt>": the idempotency key that goes to the target.
    [[nodiscard]] const QString &key() const { return m_key; }

private:
    friend class Journal;
    LoggedIntent(Receipt receipt, QString saga, QString key, bool isRecorded)
        : m_isRecorded(isRecorded), m_receipt(std::move(receipt)), m_saga(std::move(saga)), m_key(std::move(key))
    {
    }
    bool m_isRecorded;
    Receipt m_receipt;
    QString m_saga;
    QString m_key;
};

// An entry as readers get it: verified bytes decoded, personal fields opened where allowed.
struct JournalEntry {
    quint64 index = 0;
    QString id;
    QString kind;
    QString saga;
    QString leafHash;
    qint64 wallMs = 0;
    QJsonObject payload;             // whole signed payload
    QMap<QString, QString> personal; // openings that are present
};

// An intent that has no outcome yet.
struct UnresolvedIntent {
    JournalEntry intent;
};

// Which entries, and which way to page: newest first below `before`, or oldest first above `after`. A page's last index
// is where the next one goes on, so what is recorded meanwhile shifts nothing.
struct JournalQuery {
    static constexpr quint64 kOldest = ~quint64(0); // as `after`: from the first entry on

    quint64 before = 0; // entries with index < before; 0: from the newest
    int limit = 100;
    QString service; // empty: all
    QString environment;
    QString cell;
    QString saga;
    QString kind; // prefix, e.g. "rollback."
    // Words, each the beginning of one in the entry or in its openings (rationale, names); all must be found.
    QString text;
    qint64 fromMs = 0;            // wall clock of the entry, included; 0: from ever
    qint64 toMs = 0;              // not included; 0: until ever
    QStringList kinds;            // any of these; one that ends with "." is a prefix; empty: all
    std::optional<quint64> after; // set: oldest first, entries with index > after
};

// Entries below have the level. Local needs none: what is in the log has it.
struct JournalLevels {
    quint64 shared = 0;
    quint64 sealed = 0;
    quint64 witnessed = 0;
    quint64 shipped = 0;
    bool operator==(const JournalLevels &) const = default;
    [[nodiscard]] quint64 of(JournalLevel level) const; // Local: not counted here, 0
};

struct JournalState {
    enum class State { Opening, Open, Refused, Truncated, Damaged };
    State state = State::Opening;
    quint64 size = 0;
    QString root;           // hex
    quint64 verifiedTo = 0; // entries below were verified, in this run or before
    bool owner = false;     // this process owns the log; else it appends through the owner
    QString words;          // what is wrong, and what to do
    JournalLevels levels;
    // The whole log, verified from its first entry on by a thread of its own.
    qint64 checkedMs = 0; // wall clock of the end of the last time; 0: never
    quint64 checking = 0; // entries read so far by the one that runs, of `checkingOf`; 0 of 0: none runs
    quint64 checkingOf = 0;
    QString finding;       // what the last one found; empty: nothing
    bool diskFull = false; // only emergencies are recorded, into the reserve, until there is space
    SharedLogState shared; // the team's log, as whoever follows it on this device says
    QString locked; // only emergencies are recorded, since this device's key is out of reach: why; empty: it is not
};

// Whose personal data goes, and why. Entries keep their place in the log; what they said in person cannot be read
// again.
struct Erasure {
    QString subject; // pseudonym: `actor.ref` of the entries
    QString basis;   // e.g. "GDPR Art. 17(1)(b)"
    QString reason;
    QString requested; // who asked for it and when, as the request says
    QString by;        // pseudonym of who decides
};

// What is to become of a key.
struct KeyChange {
    enum class What {
        Rotate, // this device's key is followed by a new one; the old one is destroyed
        Revoke, // what `keyId` signed behind entry `lastGood` is disputed
    };
    What what = What::Rotate;
    QString id; // UUIDv7 of the entry, made by whoever asks: asked again after a lost answer, it is done once
    QString keyId;
    quint64 lastGood = 0;
    QString reason;
    QString by; // pseudonym of who decides
};

// Blocks every erasure of a subject until it is lifted.
struct PrivacyHold {
    QString subject; // "*": of everybody
    bool lifted = false;
    QString basis; // e.g. "GDPR Art. 17(3)(e)"
    QString reason;
    QString by;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::JournalEntry)
Q_DECLARE_METATYPE(astern::JournalState)
