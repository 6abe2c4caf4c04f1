// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace astern::bench {

// One durable write and one request over a connection that is open already: nothing that has to be written down before
// it is sent can be faster.
class Least {
public:
    // A file of its own, and the port of something that answers.
    Least(const QString &path, quint16 port);
    ~Least();
    Least(const Least &) = delete;
    Least &operator=(const Least &) = delete;

    double once(); // microseconds
    [[nodiscard]] bool good() const { return m_good; }

private:
    int m_file = -1;
    int m_socket = -1;
    qint64 m_at = 0;
    bool m_good = false;
};

} // namespace astern::bench
