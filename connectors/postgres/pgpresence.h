// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/postgres/pgconnection.h"
#include "models/presence/presence.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace astern::connectors {

struct PresenceOptions {
    PgOptions store;
    QString program;     // this process, for people
    QString leaderName;  // of the lease of whoever acts by policies: "guard/shop"
    int renewMs = 5'000; // and so often it is looked who has gone without a word
    int goodMs = 15'000; // a row is believed for so long
};

// The table journal.presence of the team's database, on a thread of its own. A store that is away is tried again; what
// was known stays, with the reason beside it.
class PgPresence final : public Presence {
    Q_OBJECT
public:
    explicit PgPresence(PresenceOptions options, QObject *parent = nullptr);
    ~PgPresence() override; // takes its row away
    void setSelf(const QString &person, const QString &name) override;
    void look(const Whereabouts &place) override;
    [[nodiscard]] TeamPresence now() const override;

private:
    void run();
    void round();
    [[nodiscard]] Result<Ok> connect();
    [[nodiscard]] Result<Ok> sayHere();
    void publish(const TeamPresence &now);
    void wake();

    PresenceOptions m_options;
    const QString m_session;
    PgWaker m_waker;
    std::unique_ptr<PgConnection> m_connection; // of the thread
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    // Under the mutex.
    TeamPresence m_now;
    QString m_person;
    QString m_name;
    Whereabouts m_whereabouts;
    bool m_stop = false;
    bool m_ended = false;
    std::thread m_thread;
};

// Who is there, asked once. `session`: of the process that asks; it may have none.
[[nodiscard]] Result<TeamPresence> readPresence(PgConnection &connection, const QString &leaderName,
                                                const QString &session = {});

} // namespace astern::connectors
