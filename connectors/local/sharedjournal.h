// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/local/localserver.h"
#include "connectors/local/openjournal.h"

#include <QLocalSocket>
#include <QThread>
#include <QTimer>

#include <map>

namespace astern::connectors {

class DoorClient;

// What is asked of the process that owns the journal.
struct DoorQuestion {
    QJsonObject request;
    std::function<void(const Result<QJsonObject> &)> answer;
    std::function<void(LocalJournal &)> here; // asks the same when this process has become the owner
    qint64 deadlineMs = 0;
};

// A journal that is owned here or by another process; see openJournal().
class SharedJournal final : public Journal {
    Q_OBJECT
public:
    SharedJournal(LocalJournalOptions options, int answerWithinMs);
    ~SharedJournal() override;

    using Journal::append;
    void append(const Draft &draft, JournalLevel level, Done<Receipt> done) override;
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override;
    void summary(const JournalSummaryQuery &query, Done<JournalSummary> done) override;
    void unresolved(Done<QList<UnresolvedIntent>> done) override;
    void state(Done<JournalState> done) override;
    // Only where this process owns the log.
    void setReached(JournalLevel level, quint64 upTo) override;
    void setUnreachable(JournalLevel level, const Error &why) override;
    void setLost(quint64 index, const Error &why) override;
    void setSeen(const QJsonObject &head) override;
    void setShared(const SharedLogState &state) override;
    Outbox *outbox() override { return owned(); }
    void verifyNow(Done<Ok> done) override;
    void erase(const Erasure &erasure, Done<Receipt> done) override;
    void hold(const PrivacyHold &hold, Done<Receipt> done) override;
    void changeKey(const KeyChange &change, JournalLevel level, Done<Receipt> done) override;

private:
    friend class DoorClient;
    // On the door thread: makes this process the owner.
    void own(JournalLock lock);
    [[nodiscard]] LocalJournal *owned();
    void askOwner(const DoorQuestion &waiting); // while this one closes it is answered at once

    LocalJournalOptions m_options;
    std::mutex m_mutex;
    std::unique_ptr<LocalJournal> m_local; // set once, under the mutex
    QThread m_thread;                      // of the socket, whichever end
    DoorClient *m_client = nullptr;        // lives on m_thread
    std::unique_ptr<LocalServer> m_server; // lives on m_thread
};

// The end of the door in a process that does not own the journal. Lives on the door thread.
class DoorClient final : public QObject {
    Q_OBJECT
public:
    DoorClient(SharedJournal &journal, int answerWithinMs);
    void start();
    void stop(); // cancels what waits

    using Waiting = DoorQuestion;
    void ask(Waiting waiting);

private:
    void tryDoor();
    void later();
    void refuseAll();
    void read();
    void lost();
    void send(qint64 number, const Waiting &waiting);
    void expire();

    SharedJournal &m_journal;
    int m_answerWithinMs;
    QLocalSocket *m_socket = nullptr;
    wire::Reader m_reader{wire::kMaxAnswer};
    std::map<qint64, Waiting> m_waiting; // in the order they were asked
    qint64 m_next = 1;
    QTimer *m_retry = nullptr;
    QTimer *m_expiry = nullptr;
    Error m_problem;
    bool m_owner = false;
    bool m_cannotLock = false; // nor can anybody else
    bool m_connected = false;
};

} // namespace astern::connectors
