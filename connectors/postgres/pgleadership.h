// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"
#include "models/base/clock.h"
#include "models/guard/leadership.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace astern::connectors {

struct LeadershipOptions {
    PgOptions store;
    QString name; // of what is led: the same in every process that may lead, e.g. "guard/shop"
    QString who;  // this process, for people
    int leaseMs = 3'000;
    int renewMs = 750;                  // and so often others look whether it has run out
    std::shared_ptr<const Clock> clock; // null: the system's
};

// The lease is a row of the team's database, and time there is that of the database: no two clocks are compared. Here
// it counts from the moment before it was asked for. On a thread of its own.
//
// Where the store goes away, whoever led goes on, since nobody else can take over there; who was stopped so long that
// its lease has run out leads only once the store has said so, or was tried and is away.
class PgLeadership final : public guard::Leadership {
public:
    explicit PgLeadership(LeadershipOptions options);
    ~PgLeadership() override; // gives the lease back
    void want(bool wanted) override;
    [[nodiscard]] State state() const override;

private:
    void run();
    void ask();
    void leave();
    [[nodiscard]] Result<Ok> askStore(qint64 began);
    [[nodiscard]] qint64 nowMs() const { return m_options.clock->monoMs(); }

    LeadershipOptions m_options;
    const QString m_holder; // of this life
    PgWaker m_waker;
    std::unique_ptr<PgConnection> m_connection; // of the thread
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    // Under the mutex.
    bool m_stop = false;
    bool m_wanted = false;
    bool m_ended = false;
    bool m_mine = false; // as the store said last
    quint64 m_epoch = 0;
    QString m_leader;
    QString m_trouble;       // why the store could not be asked; empty: it could
    qint64 m_validUntil = 0; // of a lease that is ours
    qint64 m_triedAt = 0;    // when the try began that found the store away
    std::thread m_thread;
};

} // namespace astern::connectors
