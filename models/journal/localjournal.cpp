// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/localjournal.h"

#include "models/base/uuid7.h"
#include "models/journal/hold.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonObject>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kLockedFor = 10s;
constexpr int kTextsAtOnce = 256;

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
    return std::optional(JournalLock(file, path));
}

bool JournalLock::isHeld() const
{
    struct stat held = {};
    struct stat there = {};
    return ::fstat(m_file, &held) == 0 && ::stat(QFile::encodeName(m_path).constData(), &there) == 0 &&
           held.st_ino == there.st_ino && held.st_dev == there.st_dev;
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

void LocalJournal::wait(Waiting waiting)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(waiting));
    }
    m_wake.notify_one();
}

void LocalJournal::append(const Draft &draft, JournalLevel level, Done<Receipt> done)
{
    wait({Uuid7::next(), draft, false, level, std::move(done)});
}

void LocalJournal::appendAs(const QString &id, const Draft &draft, JournalLevel level, Done<Receipt> done)
{
    wait({id, draft, true, level, std::move(done)});
}

void LocalJournal::ask(Question question)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back({std::move(question), Steady::now() + kLockedFor});
    }
    m_wake.notify_one();
}

void LocalJournal::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

bool LocalJournal::isAppendWaiting()
{
    const std::lock_guard lock(m_mutex);
    return !m_waiting.empty();
}

Error LocalJournal::notOpen() const
{
    return {.kind = Error::Kind::Storage, .message = tr("The journal is not open"), .hint = m_failed.words};
}

template <class T, class F>
void LocalJournal::query(F read, Done<T> done)
{
    ask([this, read = std::move(read), done = std::move(done)](Ledger *ledger, bool last) {
        if (!ledger) {
            done(notOpen());
            return true;
        }
        auto answer = read(*ledger);
        if (!answer && ledger->behind() > 0 && !last &&
            (answer.error().kind == Error::Kind::Storage || isDamage(answer.error())))
            return false; // an old answer would hide what was just recorded
        done(std::move(answer));
        return true;
    });
}

void LocalJournal::entries(const JournalQuery &wanted, Done<QList<JournalEntry>> done)
{
    if (wanted.text.isEmpty()) {
        query<QList<JournalEntry>>([wanted](Ledger &ledger) { return ledger.entries(wanted); }, std::move(done));
        return;
    }
    // What was recorded last is found, too: the full text is brought up first, in pieces that let appends through.
    // Then it is looked for, and gives way to whoever wants something recorded.
    ask([this, search = std::make_shared<Ledger::Search>(Ledger::Search{.query = wanted}),
         done = std::move(done)](Ledger *ledger, bool last) {
        if (!ledger) {
            done(notOpen());
            return true;
        }
        const auto more = search->edge ? Result<bool>(false) : ledger->fileTexts(kTextsAtOnce);
        if (more && *more && !last)
            return false;
        while (!search->isOver) {
            if (const auto looked = ledger->searchOn(*search); !looked) {
                done(looked.error());
                return true;
            }
            if (!search->isOver && !last && isAppendWaiting())
                return false;
        }
        done(std::move(search->found));
        return true;
    });
}

void LocalJournal::summary(const JournalSummaryQuery &wanted, Done<JournalSummary> done)
{
    query<JournalSummary>([wanted](Ledger &ledger) { return ledger.summary(wanted); }, std::move(done));
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

void LocalJournal::setReached(JournalLevel level, quint64 upTo)
{
    post([this, level, upTo] {
        m_unreachable.remove(int(level));
        if (m_ledger && m_ledger->setReached(level, upTo)) {
            answerLevels();
            tellState();
        }
    });
}

void LocalJournal::setUnreachable(JournalLevel level, const Error &why)
{
    post([this, level, why] {
        m_unreachable.insert(int(level), why);
        answerLevels();
    });
}

void LocalJournal::setLost(quint64 index, const Error &why)
{
    post([this, index, why] {
        for (auto it = m_levelWaits.begin(); it != m_levelWaits.end();) {
            if (it->receipt.index != index) {
                ++it;
                continue;
            }
            it->done(why);
            it = m_levelWaits.erase(it);
        }
    });
}

void LocalJournal::setSeen(const QJsonObject &head)
{
    post([this, head] {
        if (m_ledger)
            m_ledger->setSeen(head);
    });
}

void LocalJournal::setShared(const SharedLogState &state)
{
    post([this, state] {
        if (!m_ledger)
            return;
        m_ledger->setShared(state);
        tellState();
    });
}

void LocalJournal::leaves(quint64 from, int most, Done<QList<LoggedLeaf>> done)
{
    query<QList<LoggedLeaf>>([from, most](Ledger &ledger) { return ledger.leaves(from, most); }, std::move(done));
}

void LocalJournal::cursors(Done<QList<SinkCursor>> done)
{
    query<QList<SinkCursor>>([](Ledger &ledger) { return ledger.cursors(); }, std::move(done));
}

void LocalJournal::advance(const SinkCursor &cursor, Done<Ok> done)
{
    ask([this, cursor, done = std::move(done)](Ledger *ledger, bool last) {
        auto moved = ledger ? ledger->advance(cursor) : Result<Ok>(notOpen());
        if (!moved && moved.error().kind == Error::Kind::Storage && ledger && !last)
            return false;
        if (!moved) {
            done(moved.error());
            return true;
        }
        m_syncWaits.append(done);
        m_markWanted = true;
        m_markAt = std::min(m_markAt, Steady::now());
        return true;
    });
}

void LocalJournal::verifyNow(Done<Ok> done)
{
    ask([this, done = std::move(done)](Ledger *ledger, bool) {
        if (!ledger || ledger->state().state == JournalState::State::Opening) {
            done(notOpen());
            return true;
        }
        startCheck(true);
        done(Ok{});
        return true;
    });
}

void LocalJournal::hold(const PrivacyHold &hold, Done<Receipt> done)
{
    const auto draft = holdDraft(hold);
    if (!draft)
        return done(draft.error());
    append(*draft, JournalLevel::Local, std::move(done));
}

// The entries first, and durable; then the deed, which a start after a cut does again.
void LocalJournal::erase(const Erasure &erasure, Done<Receipt> done)
{
    ask([this, erasure, done = std::move(done)](Ledger *ledger, bool) {
        if (!ledger) {
            done(notOpen());
            return true;
        }
        std::optional<Error> refused;
        const auto parts = ledger->erasureOf(erasure, refused);
        if (refused) {
            done(*refused);
            return true;
        }
        std::optional<Receipt> first;
        for (const Ledger::Wanted &part : parts) {
            const auto logged = ledger->append({part}).first();
            if (!logged) {
                done(logged.error()); // what was recorded until here is finished at the next start or attempt
                return true;
            }
            if (!first)
                first = logged->receipt;
            tellAppended(logged->entry);
        }
        const auto gone = ledger->finishErasures();
        if (gone)
            (void)ledger->emptyWal();
        done(gone ? Result<Receipt>(*first) : Result<Receipt>(gone.error()));
        return true;
    });
}

} // namespace astern

#include "moc_localjournal.cpp"
