// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace astern::test {

// Lets this process mount what nobody else sees and what ends with it, as root or as anybody. Called first thing in
// main(): a process with threads may not. False where the system does not allow it.
inline bool beginPrivateMounts()
{
    const uid_t user = ::getuid();
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        QFile map(QStringLiteral("/proc/self/uid_map"));
        if (!map.open(QIODevice::WriteOnly | QIODevice::Unbuffered) ||
            map.write("0 " + QByteArray::number(user) + " 1") < 0)
            return false;
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

// A disk of a few megabytes, in memory, that can be filled up.
class SmallDisk {
public:
    explicit SmallDisk(qint64 bytes)
    {
        const QByteArray options = "size=" + QByteArray::number(bytes);
        m_mounted =
            ::mount("tmpfs", QFile::encodeName(m_folder.path()).constData(), "tmpfs", 0, options.constData()) == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(m_folder.path()).constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    // Leaves no byte free; free() makes room again.
    void fill()
    {
        QFile ballast(path(QStringLiteral("ballast")));
        if (!ballast.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            qFatal("cannot fill the disk");
        for (const qsizetype piece : {65536, 4096, 1}) {
            while (ballast.write(QByteArray(piece, 'x')) == piece) {
            }
        }
    }
    void free() { QFile::remove(path(QStringLiteral("ballast"))); }

private:
    QTemporaryDir m_folder;
    bool m_mounted = false;
};

} // namespace astern::test
