// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

namespace astern {

// One of this user's processes at a time, and one object of it. The kernel lets go when the process dies, however it
// dies. The file must be a plain one of this user's, at its own name: a link, somebody else's file, or one with a
// second name would lock something else than everybody believes, and is refused. Nothing is ever written there.
class UserLock {
public:
    explicit UserLock(QString file); // made, 0600, at the first take()
    ~UserLock();
    UserLock(const UserLock &) = delete;
    UserLock &operator=(const UserLock &) = delete;

    // True: it is this object's from now on. False: somebody else has it. Waits for nobody.
    [[nodiscard]] Result<bool> take();
    void release();
    [[nodiscard]] bool isMine() const { return m_file >= 0; }

private:
    QString m_path;
    int m_file = -1;
};

} // namespace astern
