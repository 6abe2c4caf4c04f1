// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/claims.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace astern {
namespace {

// A lock that belongs to the open file and not to the process, as flock does: closing another descriptor of the same
// file must not give it up, and two windows of one process must not share it.
bool setLock(int file, short type, const QString &planId)
{
    const QByteArray digest = QCryptographicHash::hash(planId.toUtf8(), QCryptographicHash::Sha256);
    quint64 at = 0;
    std::memcpy(&at, digest.constData(), sizeof at);
    struct flock range = {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = off_t(at >> 2); // an offset must stay below 2^63, its end too
    range.l_len = 1;
    return ::fcntl(file, F_OFD_SETLK, &range) == 0;
}

} // namespace

Claims::Claims(QString file) : m_path(std::move(file)) {}

Claims::~Claims()
{
    if (m_file >= 0)
        ::close(m_file);
}

int Claims::open()
{
    const std::lock_guard lock(m_mutex);
    if (m_file < 0) {
        QDir().mkpath(QFileInfo(m_path).absolutePath());
        m_file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    }
    return m_file;
}

Result<bool> Claims::take(const QString &planId)
{
    const int file = open();
    if (file >= 0 && setLock(file, F_WRLCK, planId))
        return true;
    if (file >= 0 && (errno == EAGAIN || errno == EACCES))
        return false;
    return Error{.kind = Error::Kind::Storage,
                 .message = QCoreApplication::translate("Dispatcher", "A plan cannot be marked as under way: %1")
                                .arg(QString::fromLocal8Bit(std::strerror(errno))),
                 .where = m_path,
                 .hint = QCoreApplication::translate("Dispatcher", "Make the folder writable for this user")};
}

void Claims::release(const QString &planId)
{
    if (const int file = open(); file >= 0)
        (void)setLock(file, F_UNLCK, planId);
}

} // namespace astern
