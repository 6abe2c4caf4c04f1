// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/filewatch.h"

#include <QFile>

#include <sys/stat.h>

namespace astern::connectors {

FileWatch::FileWatch(const QStringList &files, QObject *parent) : QObject(parent)
{
    for (const QString &file : files)
        m_seen.insert(file, lookAt(file));
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FileWatch::look);
    if (!files.isEmpty())
        m_timer.start(1'000);
}

FileWatch::Look FileWatch::lookAt(const QString &file)
{
    struct stat seen{};
    if (::stat(QFile::encodeName(file).constData(), &seen) != 0)
        return {};
    return {qint64(seen.st_mtim.tv_sec) * 1'000'000'000 + seen.st_mtim.tv_nsec, qint64(seen.st_size),
            quint64(seen.st_ino)};
}

void FileWatch::look()
{
    const QStringList all = m_seen.keys();
    for (const QString &file : all) {
        const Look now = lookAt(file);
        if (now == m_seen.value(file))
            continue;
        m_seen.insert(file, now);
        Q_EMIT changed(file);
    }
}

} // namespace astern::connectors
