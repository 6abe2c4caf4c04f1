// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/localjournal.h"

#include "models/base/crashpoint.h"
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr qsizetype kMostInGroup = 64;
constexpr auto kMarkAfter = 500ms;
constexpr auto kFileAfter = 20ms; // the index waits this long for more, so that it stays off the next append's way
constexpr qsizetype kMostUnfiled = 64;
constexpr auto kLockedFor = 10s;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

Result<std::optional<JournalLock>> JournalLock::tryTake(const QString &folder)
{
    if (const auto made = openPosixFolder(folder); !made)
        return made.error();
    const QString path = folder + QStringLiteral("/journal.lock");
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return Error{.kind = Error::Kind::Storage,
                     .message =
                         tr("The journal's lock cannot be made: %1").arg(QString::fromLocal8Bit(std::strerror(errno))),
                     .where = path,
                     .hint = tr("Make the folder writable for this user")};
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return std::optional<JournalLock>();
    }
    return std::optional(JournalLock(file));
}

JournalLock::~JournalLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

LocalJournal::LocalJournal(LocalJournalOptions options, JournalLock lock, QObject *parent)
    : Journal(parent), m_options(std::move(options)), m_lock(std::move(lock))
{
    qRegisterMetaType<JournalEntry>();
    qRegisterMetaType<JournalState>();
    if (!m_options.clock)
        m_options.clock = std::make_shared<SystemClock>();
    if (m_options.markFile.isEmpty())
        m_options.markFile = m_options.folder + QStringLiteral(".mark");
    if (m_options.segmentBytes == 0)
        m_options.segmentBytes = kSegmentBytes;
    m_failed = {.state = JournalState::State::Opening, .owner = true};
    m_thread = std::thread([this] { run(); });
}

LocalJournal::~LocalJournal()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void LocalJournal::append(const Draft &draft, Done<Receipt> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({Uuid7::next(), draft, false, std::move(done)});
    }
    m_wake.notify_one();
}

void LocalJournal::appendAs(const QString &id, const Draft &draft, Done<Receipt> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({id, draft, true, std::move(done)});
    }
    m_wake.notify_one();
}

void LocalJournal::ask(Question question)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back({std::move(question), Steady::now() + kLockedFor});
    }
    m_wake.notify_one();
}

template <class T, class F>
void LocalJournal::query(F read, Done<T> done)
{
    ask([this, read = std::move(read), done = std::move(done)](Ledger *ledger, bool last) {
        if (!ledger) {
            done(Error{.kind = Error::Kind::Storage, .message = tr("The journal is not open"), .hint = m_failed.words});
            return true;
        }
        auto answer = read(*ledger);
        if (!answer && answer.error().kind == Error::Kind::Storage && ledger->behind() > 0 && !last)
            return false; // an old answer would hide what was just recorded
        done(std::move(answer));
        return true;
    });
}

void LocalJournal::entries(const JournalQuery &wanted, Done<QList<JournalEntry>> done)
{
    query<QList<JournalEntry>>([wanted](Ledger &ledger) { return ledger.entries(wanted); }, std::move(done));
}

void LocalJournal::unresolved(Done<QList<UnresolvedIntent>> done)
{
    query<QList<UnresolvedIntent>>([](Ledger &ledger) { return ledger.unresolved(); }, std::move(done));
}

void LocalJournal::state(Done<JournalState> done)
{
    ask([this, done = std::move(done)](Ledger *ledger, bool) {
        done(ledger ? ledger->state() : m_failed);
        return true;
    });
}

void LocalJournal::tellState() { Q_EMIT stateChanged(m_ledger ? m_ledger->state() : m_failed); }

void LocalJournal::run()
{
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
                                                          .segmentBytes = m_options.segmentBytes});
        m_ledger->open();
        m_markWanted = m_ledger->markDue();
    } else {
        m_failed.state = JournalState::State::Refused;
        m_failed.words = (!log ? log.error() : marks.error()).toString();
    }
    tellState();
    work();
}

void LocalJournal::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto busy = [this] { return m_stop || !m_waiting.empty() || !m_finished.empty() || !m_asked.empty(); };
        const bool filing = m_ledger && m_ledger->behind() > 0;
        if (filing || m_markWanted)
            m_wake.wait_until(lock, filing ? m_fileAt : m_markAt, busy);
        else
            m_wake.wait(lock, busy);
        if (m_stop && m_waiting.empty() && m_asked.empty())
            break;
        lock.unlock();
        answerAppends();
        answerQuestions();
        keepHouse();
        lock.lock();
    }
    lock.unlock();
    if (m_chore)
        m_chore->join();
    if (m_ledger && m_ledger->catchUp() && m_ledger->markDue())
        (void)m_ledger->markChore()();
    m_ledger.reset();
}

void LocalJournal::answerAppends()
{
    QList<Ledger::Wanted> wanted;
    QList<Done<Receipt>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        while (!m_waiting.empty() && wanted.size() < kMostInGroup) {
            Waiting &one = m_waiting.front();
            wanted.append({one.id, std::move(one.draft), one.sentBefore});
            waiting.append(std::move(one.done));
            m_waiting.pop_front();
        }
    }
    if (wanted.isEmpty())
        return;
    if (!m_ledger) {
        const Error error{
            .kind = Error::Kind::Storage, .message = tr("Nothing can be recorded"), .hint = m_failed.words};
        for (const auto &done : waiting)
            done(error);
        return;
    }
    const auto answers = m_ledger->append(wanted);
    ASTERN_CRASH_POINT("journal.before-reply");
    bool fresh = false;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        const auto &answer = answers.at(i);
        waiting.at(i)(answer ? Result<Receipt>(answer->receipt) : Result<Receipt>(answer.error()));
    }
    ASTERN_CRASH_POINT("journal.after-reply");
    for (const auto &answer : answers) {
        if (!answer || !answer->fresh)
            continue;
        Q_EMIT appended(answer->entry);
        fresh = true;
    }
    if (!fresh)
        return;
    tellState();
    const auto now = Steady::now();
    m_fileAt = now + kFileAfter;
    if (!m_markWanted) {
        m_markWanted = true;
        m_markAt = now + kMarkAfter;
    }
}

void LocalJournal::answerQuestions()
{
    std::deque<Asked> asked;
    {
        const std::lock_guard lock(m_mutex);
        asked.swap(m_asked);
    }
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

void LocalJournal::keepHouse()
{
    if (!m_ledger)
        return;
    std::deque<std::function<void()>> finished;
    bool waiting = false;
    {
        const std::lock_guard lock(m_mutex);
        finished.swap(m_finished);
        waiting = !m_waiting.empty();
    }
    for (const auto &end : finished)
        end();
    const auto now = Steady::now();
    if (m_ledger->behind() > 0 && ((!waiting && now >= m_fileAt) || m_ledger->behind() >= kMostUnfiled)) {
        if (!m_ledger->catchUp())
            m_fileAt = now + 100ms;
    }
    if (m_choreRuns)
        return;
    if (m_ledger->spareDue() && now >= m_spareAt) {
        const quint32 number = m_ledger->spareNumber();
        startChore(m_ledger->spareChore(), [this, number](const Result<Ok> &done) {
            if (done)
                m_ledger->spareMade(number);
            else
                m_spareAt = Steady::now() + 1s; // a full disk is not filled again and again
        });
    } else if (m_markWanted && now >= m_markAt) {
        if (!m_ledger->catchUp()) {
            m_markAt = now + 100ms;
            return;
        }
        if (!waiting)
            (void)m_ledger->checkpoint();
        m_markWanted = false;
        startChore(m_ledger->markChore(), [this](const Result<Ok> &done) {
            if (done)
                return;
            m_markWanted = true; // the disk said no: tried again
            m_markAt = Steady::now() + 1s;
        });
    }
}

void LocalJournal::startChore(std::function<Result<Ok>()> chore, std::function<void(const Result<Ok> &)> finished)
{
    if (m_chore)
        m_chore->join();
    m_choreRuns = true;
    m_chore.emplace([this, chore = std::move(chore), finished = std::move(finished)] {
        const auto done = chore();
        const std::lock_guard lock(m_mutex);
        m_finished.push_back([this, finished, done] {
            m_choreRuns = false;
            finished(done);
        });
        m_wake.notify_one();
    });
}

} // namespace astern

#include "moc_localjournal.cpp"
