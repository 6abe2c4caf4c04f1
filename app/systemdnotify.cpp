// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/systemdnotify.h"

#include <QtGlobal>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace astern::app {

void notifySystemd(const QByteArray &state)
{
#ifdef Q_OS_LINUX
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un to{};
    if (path.isEmpty() || size_t(path.size()) >= sizeof to.sun_path)
        return;
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, path.constData(), size_t(path.size()));
    if (to.sun_path[0] == '@')
        to.sun_path[0] = '\0'; // an abstract name
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    (void)::sendto(socket, state.constData(), size_t(state.size()), MSG_NOSIGNAL,
                   static_cast<const sockaddr *>(static_cast<const void *>(&to)),
                   socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size())));
    ::close(socket);
#else
    Q_UNUSED(state)
#endif
}

int systemdWatchdogMs()
{
    bool ok = false;
    const qint64 us = qgetenv("WATCHDOG_USEC").toLongLong(&ok);
    const QByteArray pid = qgetenv("WATCHDOG_PID");
#ifdef Q_OS_LINUX
    if (!pid.isEmpty() && pid.toLongLong() != ::getpid())
        return 0; // meant for another process
#endif
    return ok && us > 0 ? int(std::clamp<qint64>(us / 2000, 1, 3'600'000)) : 0;
}

} // namespace astern::app
