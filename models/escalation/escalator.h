// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/command/plan.h"
#include "models/escalation/message.h"
#include "models/escalation/sight.h"
#include "models/guard/placeverdict.h"
#include "models/journal/journal.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <deque>

namespace astern::escalation {

// Keeps a book at what the log says, and where it is the one that sends, does what is due: records it first, and only
// then lets it leave. In every process; only the one whose guard acts sends. What was recorded survives it: another one
// goes on where it was. Lives on the io thread; all slots run there.
class Escalator : public QObject {
    Q_OBJECT
public:
    struct Doors {
        const Clock *clock = nullptr;
        Journal *journal = nullptr;
        // Sends one message to one target; answers once, on this thread.
        std::function<void(const LoggedIntent &, const QString &target, const Message &, Done<Answer>)> send;
    };
    Escalator(Doors doors, QString workspace, QObject *parent = nullptr);

    [[nodiscard]] const Book &book() const { return m_book; }
    [[nodiscard]] Sight sight() const;
    // Once the past is known.
    void whenReady(const std::function<void()> &then);
    // Answers when it is recorded: from then on it is not lost. Raised before: answers at once.
    void raise(const Concern &concern, const Done<Ok> &done = {});
    // `id` as a whole or in its short form. Waits until the past is known.
    void acknowledge(const QString &id, const Actor &actor, const Done<Ok> &done = {});
    // Whether a message gets through to a target, whoever sends otherwise. Recorded like any other.
    void test(const QString &target, const Done<Answer> &done);

public Q_SLOTS:
    void setRules(const astern::NotifyConfig &rules);
    void setSending(bool sends);
    void forgetPlace(const QString &place); // nothing is judged there any more
    // All that gates wait for now: raises what is new, and ends what is not among it any more.
    void seeGates(const QList<astern::escalation::Concern> &waiting);
    // The same for what a place asks, and what is over there.
    void see(const astern::guard::PlaceVerdict &verdict);
    void resolve(const QString &id, const QString &why);
    void take(const astern::JournalEntry &entry); // that anybody recorded

Q_SIGNALS:
    void changed(const astern::escalation::Sight &sight);

private:
    struct Job {
        Event event;
        Actor actor;
        Done<Ok> done;
    };
    void load(std::optional<quint64> after);
    void loaded();
    void fold(const JournalEntry &entry);
    void step();
    [[nodiscard]] bool isKnown(const Event &event) const;
    void record(const Event &event, const Actor &actor, const Done<Ok> &done, bool queued);
    void recordIntent(const Sending &sending, qint64 atMs);
    void send(const LoggedIntent &intent, const Sending &sending);
    void apply(const Event &event, const QString &entry);
    void failed(const Error &error);
    void rest();
    void letGo();
    void judgeGates();
    void tell();
    void enqueue(const Event &event, const Actor &actor = {}, const Done<Ok> &done = {});

    Doors m_doors;
    QString m_workspace;
    Book m_book;
    Inbox m_inbox;
    QTimer m_timer;
    std::deque<Job> m_jobs;
    QHash<QString, EntryLink> m_intents; // by Sending::key()
    QSet<QString> m_known;               // ids of entries that were applied
    QList<JournalEntry> m_early;         // that came before the past was read
    QSet<QString> m_resolving;
    QSet<QString> m_judged;                 // places
    std::optional<QList<Concern>> m_gates;  // absent: nobody has said
    QList<std::function<void()>> m_waiting; // for the past
    bool m_sends = false;
    bool m_ready = false;   // the past was read
    bool m_busy = false;    // an entry is being recorded
    bool m_cleared = false; // what an earlier process left open was looked at
    QString m_trouble;
    Sight m_told;
};

} // namespace astern::escalation
