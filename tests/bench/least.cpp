// SPDX-License-Identifier: GPL-3.0-or-later
#include "least.h"

#include "bench.h"

#include <QFile>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr qint64 kRawBytes = 4 * 1024 * 1024;
constexpr qint64 kBlock = 4096;

} // namespace

Least::Least(const QString &path, quint16 port)
{
    m_file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const QByteArray zeros(kRawBytes, '\0');
    m_good = ::pwrite(m_file, zeros.constData(), size_t(zeros.size()), 0) == zeros.size() && ::fsync(m_file) == 0;
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    m_good = m_good && ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Least::~Least()
{
    ::close(m_file);
    ::close(m_socket);
}

double Least::once()
{
    static const QByteArray block(kBlock, 'x');
    static const QByteArray request("PATCH /least HTTP/1.1\r\nContent-Length: 64\r\n\r\n" + QByteArray(64, ' '));
    return microseconds([&] {
        char answer[256];
        m_good = m_good && ::pwrite(m_file, block.constData(), size_t(block.size()), m_at) == block.size() &&
                 ::fdatasync(m_file) == 0 &&
                 ::send(m_socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) == request.size() &&
                 ::recv(m_socket, answer, sizeof answer, 0) > 0;
        m_at = (m_at + kBlock) % kRawBytes;
    });
}

} // namespace astern::bench
