// SPDX-License-Identifier: GPL-3.0-or-later
// LocalJournal's own thread: what waits is recorded first, then questions are answered; localjournalhouse.cpp keeps the
// house.
#include "models/base/crashpoint.h"
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/localjournal.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr qsizetype kMostInGroup = 64;
constexpr auto kMarkAfter = 500ms;
constexpr auto kFileAfter = 20ms; // the index waits this long for more, so that it stays off the next append's way
constexpr auto kTextsAfter = 200ms;
constexpr auto kReopenAfter = 2s;  // a start reads up to a third of a second
constexpr auto kReserveAfter = 2s; // a command that only looks need not write 8 MiB first

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

// What somebody decided, as opposed to what was seen on the way: sealed with the next mark.
bool isDecision(const QString &kind)
{
    return !kind.startsWith(QLatin1String("observation.")) && !kind.startsWith(QLatin1String("verdict.")) &&
           !kind.startsWith(QLatin1String("sink.")) && kind != QLatin1String("journal.heartbeat");
}

Error notReached(const QString &why, Error::Kind kind)
{
    return {.kind = kind,
            .message = tr("The entry is in the log of this device, but not as safe as it must be: %1").arg(why),
            .hint = tr("Nothing was done on the strength of it; look into the log before you try again")};
}

} // namespace

void LocalJournal::tellState() { Q_EMIT stateChanged(m_ledger ? m_ledger->state() : m_failed); }

void LocalJournal::run()
{
    openLedger();
    tellState();
    work();
}

// What kept it shut may be over: a folder that can be written again, a disk with room. What is damaged stays shut.
void LocalJournal::reopen()
{
    const auto now = Steady::now();
    const JournalState::State is = m_ledger ? m_ledger->state().state : m_failed.state;
    if (is != JournalState::State::Refused || now < m_reopenAt || m_choreRuns || m_checkRuns)
        return;
    openAnew();
}

void LocalJournal::openAnew()
{
    const SharedLogState shared = m_ledger ? m_ledger->state().shared : SharedLogState(); // told when it changes
    m_ledger.reset();
    openLedger();
    if (m_ledger)
        m_ledger->setShared(shared);
    m_reopenAt = Steady::now() + kReopenAfter;
    tellState();
}

void LocalJournal::openLedger()
{
    m_reopenAt = Steady::now() + kReopenAfter;
    const QFileInfo mark(m_options.markFile);
    auto log = openPosixFolder(m_options.folder + QStringLiteral("/log"));
    auto marks = openPosixFolder(mark.absolutePath());
    if (log && marks) {
        m_log = std::move(log).value();
        m_marks = std::move(marks).value();
        m_ledger = std::make_unique<Ledger>(LedgerOptions{.folder = m_options.folder,
                                                          .log = m_log.get(),
                                                          .marks = m_marks.get(),
                                                          .markName = mark.fileName(),
                                                          .keys = m_options.keys.get(),
                                                          .clock = m_options.clock.get(),
                                                          .domain = m_options.domain,
                                                          .segmentBytes = m_options.segmentBytes});
        m_ledger->open();
        m_markWanted = m_ledger->markDue();
        const JournalState &now = m_ledger->state();
        m_sealWanted = m_ledger->sealDue();
        m_reserveAt = Steady::now() + kReserveAfter;
        const qint64 ageMs = m_options.clock->wallMs() - now.checkedMs;
        if (m_options.checkAfterMs >= 0 && now.state == JournalState::State::Open) {
            const bool due = now.verifiedTo < now.size || ageMs < 0 ||
                             ageMs >= std::chrono::milliseconds(kJournalCheckEvery).count();
            m_checkAt = Steady::now() +
                        (due ? std::chrono::milliseconds(m_options.checkAfterMs)
                             : std::chrono::milliseconds(kJournalCheckEvery) - std::chrono::milliseconds(ageMs));
        }
    } else {
        m_failed.state = JournalState::State::Refused;
        m_failed.words = (!log ? log.error() : marks.error()).toString();
    }
}

std::optional<Steady::time_point> LocalJournal::nextDue() const
{
    std::optional<Steady::time_point> due;
    const auto at = [&due](Steady::time_point when) { due = due ? std::min(*due, when) : when; };
    const bool filing = m_ledger && m_ledger->behind() > 0;
    if (filing)
        at(m_fileAt);
    if (m_markWanted && !m_choreRuns)
        at(m_markAt);
    if (m_ledger && m_ledger->reserveDue() && !m_choreRuns)
        at(m_reserveAt);
    if (m_ledger && m_ledger->sealDue() && !m_markWanted)
        at(m_sealAt);
    if (m_ledger && (m_ledger->isLocked() || m_ledger->rotationDue() || (m_settleWanted && m_ledger->mayPart())) &&
        !m_choreRuns)
        at(m_keysAt);
    if (m_checkAt != Steady::time_point{} && !m_checkRuns)
        at(m_checkAt);
    if (m_ledger && m_textsWanted && !filing)
        at(m_textsAt);
    for (const LevelWait &one : m_levelWaits)
        at(one.deadline);
    return due;
}

void LocalJournal::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto busy = [this] { return m_stop || !m_waiting.empty() || !m_jobs.empty() || !m_asked.empty(); };
        if (const auto due = nextDue())
            m_wake.wait_until(lock, *due, busy);
        else
            m_wake.wait(lock, busy);
        if (m_stop && m_waiting.empty() && m_asked.empty())
            break;
        lock.unlock();
        answerAppends();
        answerQuestions();
        answerLevels();
        keepHouse();
        lock.lock();
    }
    lock.unlock();
    m_checkStops = true;
    if (m_check)
        m_check->join();
    if (m_chore)
        m_chore->join();
    runJobs(); // the ends of those two
    Result<Ok> marked = Error{.kind = Error::Kind::Cancelled, .message = tr("The program is closing")};
    if (m_ledger && m_ledger->catchUp()) {
        if (m_ledger->sealDue()) {
            const auto seal = m_ledger->sealChore();
            marked = seal.chore();
            if (marked)
                (void)m_ledger->sealed(seal.head);
        } else if (m_ledger->markDue() || !m_syncWaits.isEmpty()) {
            marked = m_ledger->markChore()();
        }
    }
    for (const auto &done : std::exchange(m_syncWaits, {}))
        done(marked);
    for (const LevelWait &one : std::exchange(m_levelWaits, {}))
        one.done(notReached(tr("The program is closing"), Error::Kind::Cancelled));
    m_ledger.reset();
}

std::optional<Error> LocalJournal::refusedLevel(JournalLevel level) const
{
    const auto why = m_unreachable.constFind(int(level));
    if (level == JournalLevel::Local || why == m_unreachable.constEnd())
        return std::nullopt;
    return *why;
}

void LocalJournal::answerAppends()
{
    QList<Ledger::Wanted> wanted;
    QList<Waiting> waiting;
    {
        const std::lock_guard lock(m_mutex);
        while (!m_waiting.empty() && waiting.size() < kMostInGroup) {
            waiting.append(std::move(m_waiting.front()));
            m_waiting.pop_front();
        }
    }
    runJobs(); // what was told before these were asked for
    for (qsizetype i = 0; i < waiting.size();) {
        Waiting &one = waiting[i];
        if (const auto refused = refusedLevel(one.level)) {
            one.done(*refused);
            waiting.removeAt(i);
            continue;
        }
        wanted.append({one.id, std::move(one.draft), one.sentBefore});
        ++i;
    }
    if (wanted.isEmpty())
        return;
    reopen();
    if (!m_ledger) {
        const Error error{
            .kind = Error::Kind::Storage, .message = tr("Nothing can be recorded"), .hint = m_failed.words};
        for (const Waiting &one : std::as_const(waiting))
            one.done(error);
        return;
    }
    if (!m_lock.isHeld()) {
        // Two writers would fork the chain: rather none.
        for (const Waiting &one : std::as_const(waiting))
            one.done(Error{.kind = Error::Kind::Storage,
                           .message = tr("The journal's lock was taken away: another program may own the log now"),
                           .where = m_options.folder,
                           .hint = tr("End every Astern on this folder, then start one again")});
        return;
    }
    const bool wasFull = m_ledger->state().diskFull;
    const auto answers = m_ledger->append(wanted);
    ASTERN_CRASH_POINT("journal.before-reply");
    bool fresh = false;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        if (answers.at(i))
            answerReceipt(answers.at(i)->receipt, waiting[i]);
        else
            waiting.at(i).done(answers.at(i).error());
    }
    ASTERN_CRASH_POINT("journal.after-reply");
    for (const auto &answer : answers) {
        if (answer && answer->fresh)
            tellAppended(answer->entry);
        fresh = fresh || (answer && answer->fresh);
    }
    if (fresh || m_ledger->state().diskFull != wasFull)
        tellState();
}

void LocalJournal::tellAppended(const JournalEntry &entry)
{
    Q_EMIT appended(entry);
    const auto now = Steady::now();
    m_fileAt = now + kFileAfter;
    m_textsWanted = true;
    m_textsAt = now + kTextsAfter;
    m_sealWanted = m_sealWanted || isDecision(entry.kind);
    if (m_markWanted)
        return;
    m_markWanted = true;
    m_markAt = now + kMarkAfter;
}

void LocalJournal::answerReceipt(const Receipt &receipt, Waiting &waiting)
{
    if (waiting.level == JournalLevel::Local) {
        waiting.done(receipt);
        return;
    }
    m_levelWaits.push_back({receipt, waiting.level, Steady::now() + std::chrono::milliseconds(m_options.levelWithinMs),
                            std::move(waiting.done)});
}

void LocalJournal::answerLevels()
{
    const auto now = Steady::now();
    std::list<LevelWait> ended;
    for (auto it = m_levelWaits.begin(); it != m_levelWaits.end();) {
        const auto next = std::next(it);
        const bool reached = m_ledger && m_ledger->state().levels.of(it->level) > it->receipt.index;
        if (reached)
            it->receipt.level = it->level;
        if (reached || refusedLevel(it->level) || now >= it->deadline)
            ended.splice(ended.end(), m_levelWaits, it);
        it = next;
    }
    for (const LevelWait &one : ended) {
        if (one.receipt.level == one.level)
            one.done(one.receipt);
        else if (const auto refused = refusedLevel(one.level))
            one.done(notReached(refused->toString(), refused->kind));
        else
            one.done(notReached(tr("nobody confirmed it in time"), Error::Kind::TimedOut));
    }
}

void LocalJournal::runJobs()
{
    std::deque<std::function<void()>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_jobs);
    }
    for (const auto &job : jobs)
        job();
}

void LocalJournal::answerQuestions()
{
    std::deque<Asked> asked;
    qsizetype before = 0;
    {
        const std::lock_guard lock(m_mutex);
        asked.swap(m_asked);
        before = asked.empty() ? 0 : qsizetype(m_waiting.size());
    }
    for (; before > 0; before -= kMostInGroup)
        answerAppends(); // what was to be recorded before these were asked
    runJobs();
    std::deque<Asked> again;
    for (Asked &one : asked) {
        bool stopping = false;
        {
            const std::lock_guard lock(m_mutex);
            stopping = m_stop;
        }
        if (!one.question(m_ledger.get(), stopping || Steady::now() >= one.deadline))
            again.push_back(std::move(one));
    }
    if (again.empty())
        return;
    std::unique_lock lock(m_mutex);
    // Somebody else holds the index: appends go on at once, questions wait a little.
    m_wake.wait_for(lock, 20ms, [this] { return m_stop || !m_waiting.empty(); });
    for (auto it = again.rbegin(); it != again.rend(); ++it)
        m_asked.push_front(std::move(*it));
}

} // namespace astern
