// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"
#include "models/journal/sharedmirror.h"
#include "models/journal/sharedstore.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace astern {

class Outbox;
struct LoggedLeaf;

struct SharedLogOptions {
    std::shared_ptr<SharedStore> store;
    QString mirrorFile;                 // "mirror.db" beside the journal's folder, of this log alone
    std::shared_ptr<KeyStore> keys;     // of the journal; the keys for heads are made in it
    QString domain;                     // begins the names of logs and witnesses, e.g. "shop.example"
    bool signsHeads = false;            // this process is the log's operator (the guard)
    std::shared_ptr<const Clock> clock; // null: the system's
    int checkMs = 15'000;               // the store is looked at at least this often
    int turnMs = 20'000;                // how long a lost entry waits for the ones that stood before it
    int headMs = 1'000;                 // heads are signed at most this often
    int auditRows = 20'000; // rows whose content each check reads again: the newest half of it, and a window
};

struct SharedLogState {
    enum class State { Waiting, Connecting, Following, Away, Forked };
    State state = State::Waiting; // Waiting: another process owns the journal, and follows the shared log
    quint64 size = 0;             // of the shared log as verified here
    QString root;                 // hex
    QString origin;
    quint64 sent = 0;      // own entries below are in the shared log
    quint64 waiting = 0;   // own entries that are not
    quint64 witnessed = 0; // entries of the shared log below are under another device's cosignature
    int pendingWriters = 0;
    qint64 checkedMs = 0; // when the copy was last compared with the store
    QList<SharedAlarm> alarms;
    QString words; // why it is away
    bool operator==(const SharedLogState &) const = default;
};

// This device's part in the team's log: files the own entries there, in order (level Shared), keeps a verified copy of
// everybody's, finds what was changed, sends again what was lost, and cosigns heads (level Witnessed). On a thread of
// its own, which waits for the store so that no other thread has to. Works where the journal is owned.
//
// An entry whose gate was taken by another is in the shared log and has lost: whoever waits for its level is answered
// with Conflict, and gateLost tells it.
class SharedLog final : public QObject {
    Q_OBJECT
public:
    SharedLog(Journal &journal, SharedLogOptions options, QObject *parent = nullptr); // the journal must live longer
    ~SharedLog() override;

    [[nodiscard]] SharedLogState state() const; // any thread
    void checkNow();                            // any thread; stateChanged follows

Q_SIGNALS: // from its own thread
    void stateChanged(const astern::SharedLogState &state);
    void alarm(const astern::SharedAlarm &alarm); // once, when it is found
    void gateLost(quint64 index, const QString &gate, qint64 generation);

private:
    using Step = Result<Ok>;
    template <class T, class F>
    Result<T> ask(F question); // of the journal's thread

    [[nodiscard]] bool stopping() const;
    void run();
    void round();
    Step connect();
    Step learnWho();
    Step check(bool audits);
    Step catchUpOwn();
    Step follow(const SharedHead &head);
    Step compare(const SharedHead &head, bool audits);
    Step audit(quint64 from, quint64 to);
    Step locate(quint64 from, quint64 to, const SharedHead &head);
    Step lose(SharedAlarm::Kind kind, quint64 from, const QString &words, const SharedHead &head);
    Step ship();
    Step file(const LoggedLeaf &leaf, bool &again);
    void forked(quint64 index, const QString &why);
    [[nodiscard]] bool waitsForTurn(const LoggedLeaf &leaf);
    Step heads();
    Step announce(const char *kind, const QString &name, const QByteArray &publicKey, const QString &algorithm);
    Step signHead();
    Step readHeads();
    void tellOthers();
    void away(const Error &error);
    void raise(SharedAlarm alarm);
    void heal(SharedAlarm::Kind kind);
    void updateLosses();
    void publish();
    void pause(int ms);
    [[nodiscard]] Result<QByteArray> secret(const QString &name);
    [[nodiscard]] qint64 now() const { return m_options.clock->monoMs(); }
    [[nodiscard]] QString origin() const;
    void setState(SharedLogState::State state, const QString &words = {});

    Journal &m_journal;
    SharedLogOptions m_options;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    SharedLogState m_state;     // under the mutex
    bool m_stop = false;        // under the mutex
    bool m_checkWanted = false; // under the mutex

    // Of the log's own thread.
    SharedLogState m_now;
    std::unique_ptr<SharedMirror> m_mirror;
    QString m_writer;
    quint64 m_next = 0; // own entries below are filed
    qint64 m_checkAt = 0;
    qint64 m_notifyAt = 0;
    qint64 m_headAt = 0;
    qint64 m_retryMs = 1'000;
    qint64 m_turnSince = 0;
    quint64 m_turnFor = 0;
    quint64 m_auditAt = 0;
    bool m_notifyDue = false;
    bool m_announced = false;
    bool m_waitsTurn = false;
    bool m_lookNow = false;         // somebody told that there is something new
    bool m_tampered = false;        // what the store has is not what was signed: no head of it is signed
    std::optional<Error> m_refusal; // the store does not take our entries: tried again with each check
    std::thread m_thread;
};

template <class T, class F>
Result<T> SharedLog::ask(F question)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto answer = promise->get_future();
    question([promise](Result<T> result) { promise->set_value(std::move(result)); });
    // The journal answers everything before it goes, and it lives longer.
    while (answer.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
        if (stopping())
            return Error{.kind = Error::Kind::Cancelled, .message = QStringLiteral("the shared log is closing")};
    }
    return answer.get();
}

} // namespace astern

Q_DECLARE_METATYPE(astern::SharedLogState)
Q_DECLARE_METATYPE(astern::SharedAlarm)
