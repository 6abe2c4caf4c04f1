// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/keystore.h"
#include "models/journal/localjournal.h"
#include "models/journal/sqlite.h"

#include <QHash>
#include <QTemporaryDir>

#include <atomic>
#include <future>

namespace astern::test {

// Secrets of one test, in memory.
class MemoryKeys final : public KeyStore {
public:
    Result<QByteArray> load(const QString &name) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_secrets.contains(name))
            return Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such secret")};
        return m_secrets.value(name);
    }
    Result<Ok> store(const QString &name, const QByteArray &secret) override
    {
        const std::lock_guard lock(m_mutex);
        m_secrets.insert(name, secret);
        return Ok{};
    }
    Result<Ok> replace(const QString &name, const QString &from) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_secrets.contains(from))
            return Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such secret")};
        m_secrets.insert(name, m_secrets.take(from));
        return Ok{};
    }
    Result<Ok> forget(const QString &name) override
    {
        const std::lock_guard lock(m_mutex);
        m_secrets.remove(name);
        return Ok{};
    }

    Result<QByteArray> recall(const QString &name) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_heads.contains(name))
            return Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("nothing is remembered")};
        return m_heads.value(name);
    }
    Result<Ok> remember(const QString &name, const QByteArray &value) override
    {
        const std::lock_guard lock(m_mutex);
        m_heads.insert(name, value);
        return Ok{};
    }

private:
    std::mutex m_mutex;
    QHash<QString, QByteArray> m_secrets;
    QHash<QString, QByteArray> m_heads;
};

// Asks for something and waits for the answer.
template <class T, class F>
Result<T> await(F call)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    call([promise](Result<T> answer) { promise->set_value(std::move(answer)); });
    if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready)
        return Error{.kind = Error::Kind::TimedOut, .message = QStringLiteral("no answer after 30 s")};
    return future.get();
}

inline Result<Receipt> append(Journal &journal, const Draft &draft)
{
    return await<Receipt>([&](Done<Receipt> done) { journal.append(draft, std::move(done)); });
}
inline Result<QList<JournalEntry>> entries(Journal &journal, const JournalQuery &query = {})
{
    return await<QList<JournalEntry>>([&](auto done) { journal.entries(query, std::move(done)); });
}
inline Result<QList<UnresolvedIntent>> unresolved(Journal &journal)
{
    return await<QList<UnresolvedIntent>>([&](auto done) { journal.unresolved(std::move(done)); });
}
inline Result<JournalState> state(Journal &journal)
{
    return await<JournalState>([&](auto done) { journal.state(std::move(done)); });
}

// Stands until it is set.
class SetClock final : public Clock {
public:
    qint64 wallMs() const override { return now; }
    qint64 monoMs() const override { return now - 1'000'000; }
    std::atomic<qint64> now{1'790'000'000'000};
};

// Into a journal's database, past its owner.
inline void runSql(const QString &path, const char *sql)
{
    auto db = Database::open(path, Database::Mode::ReadWrite, 5000);
    const auto done = db ? (*db)->exec(sql) : Result<Ok>(db.error());
    if (!done)
        qFatal("%s", qPrintable(done.error().toString() + done.error().detail));
}

// nullptr: another journal has the folder.
inline std::unique_ptr<LocalJournal> openedJournal(LocalJournalOptions options)
{
    auto lock = JournalLock::tryTake(options.folder);
    if (!lock || !*lock)
        return nullptr;
    return std::make_unique<LocalJournal>(std::move(options), std::move(*lock.value()));
}

} // namespace astern::test
