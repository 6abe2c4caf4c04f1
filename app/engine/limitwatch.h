// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QHash>

#include <mutex>

namespace astern::app {

// Tells the command thread what the main thread knows: since when a service's signals are under their limits.
// Written by the main thread as samples arrive (and as they grow stale), read by the dispatcher.
class LimitWatch {
public:
    // Main thread; the session must outlive the dispatcher's questions.
    void follow(Session *session);
    // Any thread: wall clock ms since when every signal with a limit is under it; 0: they are not, or not known.
    [[nodiscard]] qint64 since(const Plan &plan) const;

private:
    void refresh(const Session &session);

    mutable std::mutex m_mutex;
    QHash<QString, qint64> m_since; // by Placement::key()
};

} // namespace astern::app
