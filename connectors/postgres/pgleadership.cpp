// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/pgleadership.h"

#include "models/base/uuid7.h"

#include <QCoreApplication>

namespace astern::connectors {
namespace {

constexpr int kAnswerMs = 2'000;
constexpr int kEndMs = 500;

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

} // namespace

PgLeadership::PgLeadership(LeadershipOptions options) : m_options(std::move(options)), m_holder(Uuid7::next())
{
    if (!m_options.clock)
        m_options.clock = std::make_shared<SystemClock>();
    m_options.store.connectMs = kAnswerMs;
    m_options.store.answerMs = kAnswerMs;
    m_thread = std::thread([this] { run(); });
}

PgLeadership::~PgLeadership()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    {
        // A store that stands still does not hold up the end: the lease runs out by itself.
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait_for(lock, std::chrono::milliseconds(kEndMs), [this] { return m_ended; }))
            m_waker.cancel();
    }
    m_thread.join();
}

PgLeadership::State PgLeadership::state() const
{
    const std::lock_guard lock(m_mutex);
    State state{.leads = false, .epoch = m_epoch, .leader = m_leader, .why = {}};
    const qint64 now = nowMs();
    const bool away = !m_trouble.isEmpty() && m_triedAt >= m_validUntil;
    state.leads = m_mine && (now < m_validUntil || away);
    if (state.leads)
        state.leader = m_options.who;
    else if (m_mine)
        state.why = tr("its lease has run out, and the team's store has not said who leads");
    else if (!m_trouble.isEmpty())
        state.why = tr("nobody knows who leads: %1").arg(m_trouble);
    else
        state.why = m_leader.isEmpty() ? tr("the team's store has not said who leads") : tr("%1 leads").arg(m_leader);
    return state;
}

void PgLeadership::want(bool wanted)
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_wanted, wanted) != wanted)
        m_wake.notify_all();
}

void PgLeadership::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        const bool wanted = m_wanted;
        lock.unlock();
        if (wanted)
            ask();
        else
            leave();
        lock.lock();
        m_wake.wait_for(lock, std::chrono::milliseconds(m_options.renewMs),
                        [this, wanted] { return m_stop || m_wanted != wanted; });
    }
    lock.unlock();
    leave();
    m_connection.reset();
    lock.lock();
    m_ended = true;
    m_wake.notify_all();
}

// Whoever waits need not wait for the end of the lease.
void PgLeadership::leave()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_mine, false))
            return;
        m_validUntil = 0;
    }
    if (m_connection && m_connection->usable())
        (void)m_connection->query("SELECT journal.leave($1::text, $2::text)", {m_options.name, m_holder});
}

void PgLeadership::ask()
{
    const qint64 began = nowMs();
    const auto asked = askStore(began);
    const std::lock_guard lock(m_mutex);
    m_trouble = asked ? QString() : asked.error().message;
    if (!asked)
        m_triedAt = began;
}

Result<Ok> PgLeadership::askStore(qint64 began)
{
    if (!m_connection || !m_connection->usable()) {
        m_connection.reset();
        auto connection = PgConnection::open(m_options.store, m_waker);
        if (!connection)
            return connection.error();
        m_connection = std::move(connection).value();
        began = nowMs(); // a slow handshake costs nothing of the lease
    }
    const auto rows =
        m_connection->query("SELECT mine, epoch, leader FROM journal.lease($1::text, $2::text, $3::text, $4::bigint)",
                            {m_options.name, m_holder, m_options.who, qint64(m_options.leaseMs)});
    if (!rows)
        return rows.error();
    if (rows->size() != 1)
        return Error{.kind = Error::Kind::Malformed, .message = tr("The team store answered something else")};
    const std::lock_guard lock(m_mutex);
    m_mine = rows->integer(0, 0) != 0;
    m_epoch = quint64(rows->integer(0, 1));
    m_leader = rows->text(0, 2);
    m_validUntil = m_mine ? began + m_options.leaseMs : 0;
    return Ok{};
}

} // namespace astern::connectors
