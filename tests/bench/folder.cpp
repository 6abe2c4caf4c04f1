// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <QCoreApplication>
#include <QDir>

#include <csignal>
#include <thread>
#include <unistd.h>

namespace astern::bench {
namespace {

QString prefix(qint64 pid) { return QStringLiteral("bench-folder-%1-").arg(pid); }

QDir home() { return QDir(QCoreApplication::applicationDirPath()); }

void removeAll(const QString &pattern, bool (*mayGo)(const QString &name))
{
    QDir folder = home();
    for (const QString &name : folder.entryList({pattern}, QDir::Dirs)) {
        if (mayGo(name))
            QDir(folder.filePath(name)).removeRecursively();
    }
}

} // namespace

Folder::Folder()
{
    static int number = 0;
    m_path = home().filePath(prefix(QCoreApplication::applicationPid()) + QString::number(++number));
    if (!QDir().mkpath(m_path))
        qFatal("The folder %s cannot be made", qUtf8Printable(m_path));
}

Folder::~Folder() { QDir(m_path).removeRecursively(); }

void removeLeftFolders()
{
    removeAll(QStringLiteral("bench-folder-*"), [](const QString &name) {
        const auto pid = pid_t(name.section(QLatin1Char('-'), 2, 2).toLongLong());
        return pid <= 0 || (::kill(pid, 0) != 0 && errno == ESRCH);
    });
}

void removeFoldersOnInterrupt()
{
    static sigset_t endings;
    ::sigemptyset(&endings);
    ::sigaddset(&endings, SIGINT);
    ::sigaddset(&endings, SIGTERM);
    // Before any other thread is there: all of them inherit it, so that only the one below hears of it.
    ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);
    std::thread([] {
        int number = 0;
        ::sigwait(&endings, &number);
        removeAll(prefix(QCoreApplication::applicationPid()) + QLatin1Char('*'), [](const QString &) { return true; });
        ::_exit(128 + number);
    }).detach();
}

} // namespace astern::bench
