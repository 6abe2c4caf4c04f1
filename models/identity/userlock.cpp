// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/userlock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Identity", text); }

Error refused(const QString &path, const QString &message)
{
    return {.kind = Error::Kind::Storage,
            .message = message,
            .where = path,
            .hint = tr("Look at who made it, and remove it if it is not needed.")};
}

// Of the open file, and of what stands at its name by now.
bool isPlainlyMine(int file, const QByteArray &path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(file, &open) == 0 && ::lstat(path.constData(), &named) == 0 && S_ISREG(open.st_mode) &&
           open.st_uid == ::geteuid() && (open.st_mode & 022) == 0 && open.st_nlink == 1 &&
           open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

} // namespace

UserLock::UserLock(QString file) : m_path(std::move(file)) {}

UserLock::~UserLock() { release(); }

Result<bool> UserLock::take()
{
    if (m_file >= 0)
        return true;
    const QByteArray path = QFile::encodeName(m_path);
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (file < 0)
        return refused(
            m_path, errno == ELOOP
                        ? tr("The lock file is a link to another file")
                        : tr("The lock file cannot be opened: %1").arg(QString::fromLocal8Bit(std::strerror(errno))));
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    const bool locked = ::fcntl(file, F_OFD_SETLK, &whole) == 0;
    const int why = errno;
    if (locked && isPlainlyMine(file, path)) {
        m_file = file;
        return true;
    }
    ::close(file);
    if (locked)
        return refused(m_path, tr("The lock file is not a file of yours alone"));
    if (why == EAGAIN || why == EACCES)
        return false;
    return refused(m_path, tr("The lock file cannot be locked: %1").arg(QString::fromLocal8Bit(std::strerror(why))));
}

void UserLock::release()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

} // namespace astern
