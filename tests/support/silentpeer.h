// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace astern::test {

// A loopback port where nobody ever says a word.
class SilentPeer {
public:
    enum class Way {
        Hangs,    // connections are made, and nothing comes: a server that was stopped
        Vanishes, // the queue of the kernel is full, further packets are dropped without a word: a black hole
    };
    explicit SilentPeer(Way way)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        socklen_t length = sizeof address;
        auto *plain = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, plain, length) != 0 || ::listen(m_listener, way == Way::Hangs ? 256 : 0) != 0 ||
            ::getsockname(m_listener, plain, &length) != 0)
            qFatal("no listener");
        m_port = ntohs(address.sin_port);
        for (int i = 0; way == Way::Vanishes && i < 4; ++i) {
            const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            (void)::connect(filler, plain, length);
            m_fillers.append(filler);
        }
    }
    ~SilentPeer()
    {
        for (const int each : std::as_const(m_fillers))
            ::close(each);
        ::close(m_listener);
    }
    SilentPeer(const SilentPeer &) = delete;
    SilentPeer &operator=(const SilentPeer &) = delete;
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    int m_listener = -1;
    quint16 m_port = 0;
    QList<int> m_fillers;
};

} // namespace astern::test
