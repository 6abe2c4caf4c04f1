// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QObject>
#include <QTimer>

#include <deque>

namespace astern::app {

// Hands what watches have seen to the session in pieces that leave the window alive: ten thousand rollouts in a first
// list would hold it up for a quarter of a second. What is seen later waits its turn. Lives on the session's thread.
class Intake : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kPiece = 200; // rollouts: some 5 ms

    explicit Intake(Session &session, QObject *parent = nullptr);
    // At once where it is small and nothing waits; else piece by piece, with the event loop in between.
    void take(const RolloutBatch &batch);
    void forget(const QString &backend); // what still waits from there
    [[nodiscard]] bool isEmpty() const { return m_waiting.empty(); }

private:
    void handOver();

    Session &m_session;
    std::deque<RolloutBatch> m_waiting;
    QTimer m_next;
};

} // namespace astern::app
