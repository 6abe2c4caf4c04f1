// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/sharedapprovals.h"
#include "models/base/result.h"

#include <QObject>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace astern::app {

// Keeps the book of gates at what the team's log says, whichever process of this device follows that log, and says in
// the book why that may not be how the log is now. On a thread of its own, which reads the copy and checks signatures.
// Every call may come from any thread; answers come on its own.
class TeamApprovals final : public QObject {
    Q_OBJECT
public:
    TeamApprovals(ApprovalBook &book, QString mirrorFile, QObject *parent = nullptr); // the book lives longer
    ~TeamApprovals() override;

    // From now on the team's log, or no longer: the book begins anew.
    void follow(bool team);
    [[nodiscard]] bool follows() const;
    // How the log is, as the journal tells it. `final`: nothing in this process will make it any better.
    void setState(const SharedLogState &state, bool final = false);
    // It is known how the log stands, for good or bad.
    [[nodiscard]] bool isSettled() const;
    // Answers once the book has this entry at its place in the log's order, or with why it has not.
    void whenPlaced(const QString &entry, const Done<Ok> &done);
    // Nothing is read any more; whoever waits is answered, as whoever asks later.
    void stop();

Q_SIGNALS:                               // from its own thread
    void changed();                      // the book may say something else now
    void troubled(const QString &words); // the copy cannot be read

private:
    struct Waiting {
        QString entry;
        Done<Ok> done;
        qint64 untilMs = 0;
    };
    void run();
    void look(SharedApprovals &approvals);
    void answer(const QString &trouble);

    ApprovalBook &m_book;
    const QString m_file;
    bool m_unread = false;      // the last look failed; of the thread alone
    mutable std::mutex m_mutex; // guards all below but the thread
    std::condition_variable m_wake;
    SharedLogState m_state;
    QList<Waiting> m_waiting;
    quint64 m_read = 0;
    bool m_final = false;
    bool m_settled = false;
    bool m_follows = false;
    bool m_anew = false; // another log than before
    bool m_look = false;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace astern::app
