// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journalvalues.h"
#include "models/journal/summary.h"
#include "models/journal/unrecorded.h"

#include <QObject>

#include <mutex>

namespace astern {

class Outbox;

// The decision log. Thread safe: every call may come from any thread; answers come on the journal's own
// thread (wrap them with an Inbox). An answer is given once.
class Journal : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // Answers when the entry has the level. A level that cannot be had now is refused before anything is recorded;
    // where it is not reached in time the error says so, and that the entry is in the local log.
    virtual void append(const Draft &draft, JournalLevel level, Done<Receipt> done) = 0;
    void append(const Draft &draft, Done<Receipt> done) { append(draft, JournalLevel::Local, std::move(done)); }
    // `key` becomes the entry's `idem`.
    void appendIntent(Draft draft, const QString &key, JournalLevel level, Done<LoggedIntent> done);
    void appendIntent(Draft draft, const QString &key, Done<LoggedIntent> done)
    {
        appendIntent(std::move(draft), key, JournalLevel::Local, std::move(done));
    }
    // The last way out, for what goes back: where the intent cannot be recorded, it is kept in memory, and the key is
    // one that says so.
    void appendUnrecorded(Draft draft, const QString &key, const TypedConfirmation &confirmation,
                          Done<LoggedIntent> done);
    // What followed such an intent: kept beside it.
    void noteUnrecorded(const Draft &draft, const QString &why);
    [[nodiscard]] QList<UnrecordedEntry> unrecorded() const; // oldest first; empty: everything is in the log
    // Records them behind a journal.gap. What cannot be recorded yet stays. One call at a time.
    void catchUpUnrecorded(Done<Ok> done);
    virtual void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) = 0; // newest first; see the query
    // How many there are, without reading them; see the query. Never takes long: an answer may be a part.
    virtual void summary(const JournalSummaryQuery &query, Done<JournalSummary> done);
    virtual void unresolved(Done<QList<UnresolvedIntent>> done) = 0;
    virtual void state(Done<JournalState> done) = 0;

    // From whoever brings entries to a level: those below `upTo` have it. Only upward; heard by the owner alone.
    virtual void setReached(JournalLevel level, quint64 upTo);
    // The level cannot be had now, and why: appends that wait for it are answered with this, new ones refused, until
    // setReached() is called for it again.
    virtual void setUnreachable(JournalLevel level, const Error &why);
    // Of whoever files entries in the team's log. This entry is there and lost its gate: whoever waits for its level is
    // answered with this instead. Called before setReached() covers it.
    virtual void setLost(quint64 index, const Error &why);
    // The newest head of the team's log that was verified here, {origin, size, root}: entries say it as `seen`.
    virtual void setSeen(const QJsonObject &head);
    // How the team's log is, for JournalState::shared.
    virtual void setShared(const SharedLogState &state);
    // The log for whoever ships it; null while another process owns it (JournalState::owner tells when that changes).
    [[nodiscard]] virtual Outbox *outbox() { return nullptr; }

    // Verifies the whole log from its first entry on, on a thread of its own; answered when it begins, its progress
    // and end are told by stateChanged. Only one runs at a time: a second call is answered by the first.
    virtual void verifyNow(Done<Ok> done);
    // Records who erases whom and why, then destroys the subject's key and what the search knows of it. Refused under
    // a hold. The receipt is that of the (first) privacy.erase entry.
    virtual void erase(const Erasure &erasure, Done<Receipt> done);
    virtual void hold(const PrivacyHold &hold, Done<Receipt> done);
    // Recorded first, answered when the entry has the level. A rotation then destroys the old secret, or, cut short,
    // does so at the next start; the next entry is signed by the new key.
    virtual void changeKey(const KeyChange &change, JournalLevel level, Done<Receipt> done);

Q_SIGNALS:
    void appended(const astern::JournalEntry &entry);
    void stateChanged(const astern::JournalState &state);

private:
    mutable std::mutex m_unrecordedMutex;
    QList<UnrecordedEntry> m_unrecorded;
};

} // namespace astern
