// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

#include <mutex>

namespace astern {

// Which plans are being worked on, seen by all processes that share a journal: an intent without an outcome is a
// leftover only when nobody alive works on its plan. One byte of a file for each plan, locked for this object's open
// file, which the kernel lets go of when the process dies, however it dies. Nothing is ever written there.
//
// Thread safe; a call takes one system call and waits for nobody.
class Claims {
public:
    explicit Claims(QString file); // made, 0600, at the first claim
    ~Claims();
    Claims(const Claims &) = delete;
    Claims &operator=(const Claims &) = delete;

    // True: the plan is this object's from now on (or was already). False: somebody else is at it.
    [[nodiscard]] Result<bool> take(const QString &planId);
    void release(const QString &planId);

private:
    [[nodiscard]] int open();

    QString m_path;
    std::mutex m_mutex;
    int m_file = -1;
};

} // namespace astern
