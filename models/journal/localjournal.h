// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/fullcheck.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"
#include "models/journal/logio.h"
#include "models/journal/outbox.h"

#include <QHash>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace astern {

class Ledger;

// The right to write a journal: flock on journal.lock, held for life and let go by the kernel when the process dies.
class JournalLock {
public:
    // nullopt: another process has it. The folder is made where it is missing.
    [[nodiscard]] static Result<std::optional<JournalLock>> tryTake(const QString &folder);
    JournalLock(JournalLock &&other) noexcept : m_file(std::exchange(other.m_file, -1)), m_path(std::move(other.m_path))
    {
    }
    JournalLock &operator=(JournalLock &&other) noexcept
    {
        std::swap(m_file, other.m_file);
        std::swap(m_path, other.m_path);
        return *this;
    }
    ~JournalLock();
    // False: the lock file was taken away or put there anew, so that somebody else may have locked another one.
    [[nodiscard]] bool isHeld() const;

private:
    JournalLock(int file, QString path) : m_file(file), m_path(std::move(path)) {}
    int m_file;
    QString m_path;
};

inline constexpr std::chrono::hours kJournalCheckEvery{7 * 24}; // the whole log

struct LocalJournalOptions {
    QString folder;
    QString markFile; // high-water mark, outside the folder; empty: "<folder>.mark" beside it
    std::shared_ptr<KeyStore> keys;
    std::shared_ptr<const Clock> clock; // null: the system's
    qint64 segmentBytes = 0;            // 0: 4 MiB
    QString domain;                     // of the log's origin; empty: as it says itself; a new log: astern.local
    int checkAfterMs = 60'000;          // the whole log is verified so long after the start when that is due; -1: never
    int keepOpeningsDays = 0;           // who said nothing for so long is erased behind the weekly check; 0: never
    int levelWithinMs = 10'000;         // how long an append waits for a level above Local
};

// The owner of log and index, on a thread of its own. Appends that wait together share one group and one sync; an
// answer is given as soon as the group is on disk, index and high-water mark follow within a second.
class LocalJournal final : public Journal, public Outbox {
    Q_OBJECT
public:
    LocalJournal(LocalJournalOptions options, JournalLock lock, QObject *parent = nullptr);
    ~LocalJournal() override; // writes what was asked for, then index and mark

    using Journal::append;
    void append(const Draft &draft, JournalLevel level, Done<Receipt> done) override;
    // With an id made by whoever sends it: sent again after a lost answer, it is not recorded twice.
    void appendAs(const QString &id, const Draft &draft, JournalLevel level, Done<Receipt> done);
    void appendAs(const QString &id, const Draft &draft, Done<Receipt> done)
    {
        appendAs(id, draft, JournalLevel::Local, std::move(done));
    }
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override;
    void summary(const JournalSummaryQuery &query, Done<JournalSummary> done) override;
    void unresolved(Done<QList<UnresolvedIntent>> done) override;
    void state(Done<JournalState> done) override;
    void setReached(JournalLevel level, quint64 upTo) override;
    void setUnreachable(JournalLevel level, const Error &why) override;
    void setLost(quint64 index, const Error &why) override;
    void setSeen(const QJsonObject &head) override;
    void setShared(const SharedLogState &state) override;
    void verifyNow(Done<Ok> done) override;
    void erase(const Erasure &erasure, Done<Receipt> done) override;
    void hold(const PrivacyHold &hold, Done<Receipt> done) override;
    void changeKey(const KeyChange &change, JournalLevel level, Done<Receipt> done) override;
    Outbox *outbox() override { return this; }

    void leaves(quint64 from, int most, Done<QList<LoggedLeaf>> done) override;
    void cursors(Done<QList<SinkCursor>> done) override;
    void advance(const SinkCursor &cursor, Done<Ok> done) override;

private:
    struct Waiting {
        QString id;
        Draft draft;
        bool sentBefore = false;
        JournalLevel level = JournalLevel::Local;
        Done<Receipt> done;
    };
    // Recorded, and answered when its level is reached.
    struct LevelWait {
        Receipt receipt;
        JournalLevel level = JournalLevel::Shared;
        std::chrono::steady_clock::time_point deadline;
        Done<Receipt> done;
    };
    // False: the index is locked; asked again until `deadline`.
    using Question = std::function<bool(Ledger *ledger, bool last)>;
    struct Asked {
        Question question;
        std::chrono::steady_clock::time_point deadline;
    };
    using Chore = std::function<Result<Ok>()>;
    using ChoreEnd = std::function<void(const Result<Ok> &)>;

    void wait(Waiting waiting);
    [[nodiscard]] bool isAppendWaiting();
    void ask(Question question);
    void post(std::function<void()> job); // runs it on the journal thread
    [[nodiscard]] Error notOpen() const;
    template <class T, class F>
    void query(F read, Done<T> done);

    // On the journal thread.
    void run();
    void openLedger();
    void reopen();
    void openAnew();
    void work();
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> nextDue() const;
    void answerAppends();
    void answerQuestions();
    void runJobs();
    void keepHouse();
    void keepIndex(bool waiting);
    [[nodiscard]] bool fileIndex();
    void startMark();
    void startReserve();
    void keepKeys();
    void expireOpenings();
    [[nodiscard]] bool sealNow() const;
    void startCheck(bool soon);
    void runCheck(FullCheck::Until until, bool soon); // on a thread of its own
    void endCheck(const FullCheck::Until &until, const Result<QStringList> &findings);
    void answerReceipt(const Receipt &receipt, Waiting &waiting);
    void answerLevels();
    [[nodiscard]] std::optional<Error> refusedLevel(JournalLevel level) const;
    void startChore(Chore chore, ChoreEnd finished);
    void tellState();
    void tellAppended(const JournalEntry &entry); // and what it makes due

    LocalJournalOptions m_options;
    JournalLock m_lock;
    std::unique_ptr<LogIo> m_log;
    std::unique_ptr<LogIo> m_marks;
    std::unique_ptr<Ledger> m_ledger; // journal thread only
    JournalState m_failed;            // why there is no ledger

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Waiting> m_waiting;
    std::deque<Asked> m_asked;
    std::deque<std::function<void()>> m_jobs;
    bool m_stop = false;

    // Of the journal thread.
    std::list<LevelWait> m_levelWaits;
    QHash<int, Error> m_unreachable; // JournalLevel -> why
    QList<Done<Ok>> m_syncWaits;     // answered when the index was synced
    std::optional<std::thread> m_chore;
    bool m_choreRuns = false;
    std::chrono::steady_clock::time_point m_markAt{};
    std::chrono::steady_clock::time_point m_spareAt{}; // not before
    std::chrono::steady_clock::time_point m_fileAt{};
    bool m_markWanted = false;
    std::chrono::steady_clock::time_point m_reserveAt{}; // not before
    std::chrono::steady_clock::time_point m_sealAt{};    // by then even without a decision
    std::chrono::steady_clock::time_point m_checkAt{};
    std::chrono::steady_clock::time_point m_keysAt{}; // not before
    bool m_settleWanted = true;
    std::chrono::steady_clock::time_point m_reopenAt{}; // not before
    bool m_sealWanted = false;
    std::optional<std::thread> m_check;
    bool m_checkRuns = false;
    std::atomic<bool> m_checkStops = false;
    std::chrono::steady_clock::time_point m_textsAt{};
    bool m_textsWanted = true;
    std::thread m_thread;
};

} // namespace astern
