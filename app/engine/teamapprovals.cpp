// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/teamapprovals.h"

#include "models/base/clock.h"

#include <QCoreApplication>

#include <utility>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

constexpr qint64 kPlaceMs = 20'000; // longer than the time between two looks at the store
constexpr auto kAgain = std::chrono::milliseconds(250);

qint64 nowMs() { return SystemClock().monoMs(); }

Error stopped() { return {.kind = Error::Kind::Cancelled, .message = tr("The program is closing")}; }

} // namespace

TeamApprovals::TeamApprovals(ApprovalBook &book, QString mirrorFile, QObject *parent)
    : QObject(parent), m_book(book), m_file(std::move(mirrorFile))
{
    m_thread = std::thread([this] { run(); });
}

TeamApprovals::~TeamApprovals() { stop(); }

void TeamApprovals::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    QList<Waiting> left;
    {
        const std::lock_guard lock(m_mutex);
        left.swap(m_waiting);
    }
    for (const Waiting &one : left)
        one.done(stopped());
}

void TeamApprovals::follow(bool team)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_follows == team)
            return;
        m_follows = team;
        m_anew = true;
        m_settled = false;
        m_read = 0;
        // At once: until the thread has looked nothing of the log before counts.
        m_book.clear();
        m_book.setNames({});
        m_book.setShared(team);
        m_book.setTrouble(team ? whyNotCurrent(m_state, 0, {}) : QString());
    }
    m_wake.notify_all();
}

bool TeamApprovals::follows() const
{
    const std::lock_guard lock(m_mutex);
    return m_follows;
}

void TeamApprovals::setState(const SharedLogState &state, bool final)
{
    {
        const std::lock_guard lock(m_mutex);
        m_state = state;
        m_final = final;
        m_look = true;
        // What is away now is away for whoever asks now, not only once the thread has come round.
        if (const QString why = whyNotCurrent(state, state.size, {}); m_follows && !why.isEmpty())
            m_book.setTrouble(why);
    }
    m_wake.notify_all();
}

bool TeamApprovals::isSettled() const
{
    const std::lock_guard lock(m_mutex);
    return m_settled;
}

void TeamApprovals::whenPlaced(const QString &entry, const Done<Ok> &done)
{
    {
        std::unique_lock lock(m_mutex);
        if (m_stop) {
            lock.unlock();
            return done(stopped());
        }
        m_waiting.append({entry, done, nowMs() + kPlaceMs});
        m_look = true;
    }
    m_wake.notify_all();
}

void TeamApprovals::run()
{
    std::unique_ptr<SharedApprovals> approvals;
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        if (std::exchange(m_anew, false)) {
            approvals = m_follows ? std::make_unique<SharedApprovals>(m_book, m_file) : nullptr;
            m_look = m_look || m_follows;
        }
        if (approvals && std::exchange(m_look, false)) {
            lock.unlock();
            look(*approvals);
            lock.lock();
            continue;
        }
        const auto due = [this] { return m_stop || m_anew || (m_look && m_follows); };
        if (m_waiting.isEmpty())
            m_wake.wait(lock, due);
        else if (!m_wake.wait_for(lock, kAgain, due))
            m_look = true;
    }
}

void TeamApprovals::look(SharedApprovals &approvals)
{
    const auto sight = [this, &approvals] {
        const std::lock_guard lock(m_mutex);
        return std::tuple{m_book.trouble(), approvals.heard(), m_settled};
    };
    const auto before = sight();
    const auto read = approvals.catchUp();
    // Once may be the moment in which the copy is being made.
    if (std::exchange(m_unread, !read) && !read)
        Q_EMIT troubled(read.error().toString());
    QString trouble;
    {
        const std::lock_guard lock(m_mutex);
        if (m_anew || !m_follows)
            return;
        m_read = read ? *read : m_read;
        trouble = whyNotCurrent(m_state, m_read, read ? QString() : read.error().message);
        m_book.setTrouble(trouble);
        if (read)
            m_book.setRead();
        // While it reads, nothing is settled; nor before anybody has an answer of the store.
        const bool reading = m_state.state == SharedLogState::State::Following && m_read < m_state.size;
        m_settled = m_final || trouble.isEmpty() || (m_state.isKnown() && !reading);
    }
    answer(trouble);
    if (sight() != before)
        Q_EMIT changed();
}

void TeamApprovals::answer(const QString &trouble)
{
    QList<std::pair<Done<Ok>, Result<Ok>>> answers;
    {
        const std::lock_guard lock(m_mutex);
        const qint64 now = nowMs();
        m_waiting.removeIf([&](const Waiting &one) {
            if (m_book.hasPlaceOf(one.entry)) {
                answers.append({one.done, Ok{}});
                return true;
            }
            if (now < one.untilMs)
                return false;
            answers.append(
                {one.done,
                 Error{.kind = Error::Kind::TimedOut,
                       .message = trouble.isEmpty()
                                      ? tr("It is recorded, and has no place in the team's log yet")
                                      : tr("It is recorded, and has no place in the team's log yet: %1").arg(trouble),
                       .hint = tr("Look at `asternctl gates` before it is done again.")}});
            return true;
        });
    }
    for (const auto &[done, result] : answers)
        done(result);
}

} // namespace astern::app

#include "moc_teamapprovals.cpp"
