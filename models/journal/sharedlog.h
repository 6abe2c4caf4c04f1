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

inline const QString kBeside = QStringLiteral("beside"); // of the mirror's small numbers

struct SharedLogOptions {
    std::shared_ptr<SharedStore> store;
    QString mirrorFile;                 // "mirror.db" beside the journal's folder, of this log alone
    std::shared_ptr<KeyStore> keys;     // of the journal; the keys for heads are made in it
    QString domain;                     // begins the names of logs and witnesses, e.g. "shop.example"
    bool signsHeads = false;            // this device signs the log's heads, where its login is the log's operator
    std::shared_ptr<const Clock> clock; // null: the system's
    int checkMs = 15'000;               // the store is looked at at least this often
    int turnMs = 20'000;                // how long a lost entry waits for the ones that stood before it
    int headMs = 1'000;                 // heads are signed at most this often
    qint64 acknowledgeMs = 30 * 24 * 3'600'000LL; // an erasure that a device does not acknowledge for so long alarms
    quint64 auditRows = 10'000;                   // the newest rows, whose content each check reads again at once
    quint64 sweepRows = 8'192; // then all older ones, so many at a time: an append waits for one such piece
    int sweepMs = 5'000;       // and so long for each check; the next one goes on where it ended
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
    // Waits at most so long until what was recorded until now is in the store; at once where the store is away.
    void finish(int ms);

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
    Step sweep();
    Result<Hash> ownDigest(quint64 from, quint64 to);
    Step locate(quint64 from, quint64 to, const SharedHead &head);
    Step lose(SharedAlarm::Kind kind, quint64 from, const QString &words, const SharedHead &head);
    Step ship();
    Step file(const LoggedLeaf &leaf, bool &again);
    void forked(quint64 index, const QString &why);
    [[nodiscard]] bool waitsForTurn(const LoggedLeaf &leaf);
    Step beside();
    Step sayName(quint64 index);
    Step learnNames();
    Step acknowledge();
    void lookForUnacknowledged();
    Step heads();
    Step announce(const char *kind, const QString &name, const QByteArray &publicKey, const QString &algorithm);
    Step signHead();
    Step readHeads();
    void tellOthers();
    void away(const Error &error);
    void cannot(const Error &why);
    void can(quint64 upTo);
    void raise(SharedAlarm alarm);
    void heal(SharedAlarm::Kind kind);
    void updateLosses();
    void forgetOldNews();
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
    quint64 m_next = 0;   // own entries below are filed
    quint64 m_beside = 0; // their openings are in the store, or erased there
    qint64 m_checkAt = 0;
    qint64 m_notifyAt = 0;
    qint64 m_headAt = 0;
    qint64 m_retryMs = 1'000;
    qint64 m_turnSince = 0;
    quint64 m_turnFor = 0;
    bool m_sweeping = false; // older rows are being read again
    quint64 m_sweepAt = 0;
    quint64 m_sweepTo = 0;
    qint64 m_sweepSpent = 0;
    QHash<quint64, Hash> m_digests;                   // of whole pieces of the copy, by their first row
    std::optional<std::pair<quint64, quint64>> m_bad; // rows that were not as they were signed when they were read
    Names m_names;                                    // as the copy beside the mirror has them
    QSet<QString> m_acknowledged;                     // leaf hashes of erasures, in entries that may not be filed yet
    bool m_operator = false;
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
