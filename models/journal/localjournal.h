// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/journal.h"
#include "models/journal/keystore.h"
#include "models/journal/logio.h"

#include <condition_variable>
#include <deque>
#include <functional>
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
    JournalLock(JournalLock &&other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    JournalLock &operator=(JournalLock &&other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~JournalLock();

private:
    explicit JournalLock(int file) : m_file(file) {}
    int m_file;
};

struct LocalJournalOptions {
    QString folder;
    QString markFile; // high-water mark, outside the folder; empty: "<folder>.mark" beside it
    std::shared_ptr<KeyStore> keys;
    std::shared_ptr<const Clock> clock; // null: the system's
    qint64 segmentBytes = 0;            // 0: 4 MiB
};

// The owner of log and index, on a thread of its own. Appends that wait together share one group and one sync; an
// answer is given as soon as the group is on disk, index and high-water mark follow within a second.
class LocalJournal final : public Journal {
    Q_OBJECT
public:
    LocalJournal(LocalJournalOptions options, JournalLock lock, QObject *parent = nullptr);
    ~LocalJournal() override; // writes what was asked for, then index and mark

    void append(const Draft &draft, Done<Receipt> done) override;
    // With an id made by whoever sends it: sent again after a lost answer, it is not recorded twice.
    void appendAs(const QString &id, const Draft &draft, Done<Receipt> done);
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override;
    void unresolved(Done<QList<UnresolvedIntent>> done) override;
    void state(Done<JournalState> done) override;

private:
    struct Waiting {
        QString id;
        Draft draft;
        bool sentBefore = false;
        Done<Receipt> done;
    };
    // False: the index is locked; asked again until `deadline`.
    using Question = std::function<bool(Ledger *ledger, bool last)>;
    struct Asked {
        Question question;
        std::chrono::steady_clock::time_point deadline;
    };

    void run();
    void work();
    void answerAppends();
    void answerQuestions();
    void keepHouse();
    void startChore(std::function<Result<Ok>()> chore, std::function<void(const Result<Ok> &)> finished);
    void ask(Question question);
    void tellState();
    template <class T, class F>
    void query(F read, Done<T> done);

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
    std::deque<std::function<void()>> m_finished; // ends of chores, run on the journal thread
    bool m_stop = false;

    std::optional<std::thread> m_chore;
    bool m_choreRuns = false;
    std::chrono::steady_clock::time_point m_markAt{};
    std::chrono::steady_clock::time_point m_spareAt{}; // not before
    std::chrono::steady_clock::time_point m_fileAt{};
    bool m_markWanted = false;
    std::thread m_thread;
};

} // namespace astern
