// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QMetaType>
#include <QObject>
#include <QString>

namespace astern {

// How safely an entry is recorded. Each level includes the ones before it.
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
    [[nodiscard]] const Receipt &receipt() const { return m_receipt; }
    [[nodiscard]] const QString &saga() const { return m_saga; }
    // "<saga>:<step>:<attempt>": the idempotency key that goes to the target.
    [[nodiscard]] const QString &key() const { return m_key; }

private:
    friend class Journal;
    LoggedIntent(Receipt receipt, QString saga, QString key)
        : m_receipt(std::move(receipt)), m_saga(std::move(saga)), m_key(std::move(key))
    {
    }
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

struct JournalQuery {
    quint64 before = 0; // entries with index < before; 0: from the newest
    int limit = 100;
    QString service; // empty: all
    QString environment;
    QString cell;
    QString saga;
    QString kind; // prefix, e.g. "rollback."
};

struct JournalState {
    enum class State { Opening, Open, Refused, Truncated, Damaged };
    State state = State::Opening;
    quint64 size = 0;
    QString root; // hex
    quint64 verifiedTo = 0;
    bool owner = false; // this process owns the log; else it appends through the owner
    QString words;      // what is wrong, and what to do
};

// The decision log. Thread safe: every call may come from any thread; answers come on the journal's own
// thread (wrap them with an Inbox). An answer is given once, after its level was reached.
class Journal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void append(const Draft &draft, Done<Receipt> done) = 0;
    // `key` becomes the entry's `idem`.
    void appendIntent(Draft draft, const QString &key, Done<LoggedIntent> done)
    {
        draft.fields.insert(QStringLiteral("idem"), key);
        append(draft, [saga = draft.saga, key, done = std::move(done)](Result<Receipt> receipt) {
            if (receipt)
                done(LoggedIntent(*receipt, saga, key));
            else
                done(receipt.error());
        });
    }
    virtual void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) = 0; // newest first
    virtual void unresolved(Done<QList<UnresolvedIntent>> done) = 0;
    virtual void state(Done<JournalState> done) = 0;

Q_SIGNALS:
    void appended(const astern::JournalEntry &entry);
    void stateChanged(const astern::JournalState &state);
};

} // namespace astern

Q_DECLARE_METATYPE(astern::JournalEntry)
Q_DECLARE_METATYPE(astern::JournalState)
