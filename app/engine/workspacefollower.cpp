// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/workspacefollower.h"

#include "models/document/section.h"
#include "models/document/yamltree.h"

#include <QFile>
#include <QSet>

namespace astern::app {
namespace {

constexpr int kSettleMs = 150; // editors write, rename and set modes within this
constexpr int kDoubtMs = 500;  // a write in progress is over by then
constexpr int kPollMs = 2'000;

} // namespace

WorkspaceFollower::WorkspaceFollower(const QString &folder, QObject *parent)
    : QObject(parent), m_folder(QDir(folder).absolutePath()), m_watcher(this), m_settle(this), m_poll(this)
{
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &WorkspaceFollower::look);
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (!m_settle.isActive())
            look();
    });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { soon(kSettleMs); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { soon(kSettleMs); });
}

void WorkspaceFollower::start()
{
    m_poll.start(kPollMs);
    look();
}

// Never put off: who writes without end must not keep a change from being seen.
void WorkspaceFollower::soon(int ms)
{
    if (!m_settle.isActive())
        m_settle.start(ms);
}

// A renamed file is another file to the system, and a folder that was away comes back as another folder.
void WorkspaceFollower::watchAgain()
{
    const QString file = QDir(m_folder).filePath(QLatin1String(kWorkspaceFile));
    if (!m_watcher.directories().contains(m_folder) && QFile::exists(m_folder))
        m_watcher.addPath(m_folder);
    if (!m_watcher.files().contains(file) && QFile::exists(file))
        m_watcher.addPath(file);
    const QDir policies(QDir(m_folder).filePath(QLatin1String(kPolicyFolder)));
    if (!m_watcher.directories().contains(policies.path()) && policies.exists())
        m_watcher.addPath(policies.path());
    const QStringList calendars = calendarFiles();
    for (const QString &path : calendars) {
        if (!m_watcher.files().contains(path))
            m_watcher.addPath(path);
    }
    for (const QString &name : policies.entryList({QStringLiteral("*.yaml"), QStringLiteral("*.yml")}, QDir::Files)) {
        if (!m_watcher.files().contains(policies.filePath(name)))
            m_watcher.addPath(policies.filePath(name));
    }
}

// Those beside the workspace's file are looked at even when it cannot be read: one of them may be why.
QStringList WorkspaceFollower::calendarFiles() const
{
    QSet<QString> paths(m_calendars.cbegin(), m_calendars.cend());
    const QDir folder(m_folder);
    for (const QString &name : folder.entryList({QStringLiteral("*.ics")}, QDir::Files))
        paths.insert(folder.filePath(name));
    QStringList there;
    for (const QString &path : std::as_const(paths)) {
        if (QFile::exists(path))
            there.append(path);
    }
    return there;
}

WorkspaceFollower::Seen WorkspaceFollower::seen() const
{
    Seen now{{}, readPolicyTexts(m_folder), {}};
    for (const QString &path : calendarFiles()) {
        if (QFile calendar(path); calendar.open(QIODevice::ReadOnly))
            now.calendars.insert(path, calendar.read(kMaxDocumentBytes + 1));
    }
    QFile file(QDir(m_folder).filePath(QLatin1String(kWorkspaceFile)));
    if (file.open(QIODevice::ReadOnly))
        now.text = file.read(kMaxDocumentBytes + 1); // one more than allowed: the reader says that it is too large
    return now;
}

void WorkspaceFollower::look()
{
    watchAgain(); // first: what changes from here on is noticed
    const Seen now = seen();
    if (m_told == now) {
        m_found.reset();
        return;
    }
    const WorkspaceReading reading =
        now.text ? readWorkspaceText(*now.text, m_folder, now.policies) : readWorkspace(m_folder);
    if (reading.workspace) {
        m_calendars.clear();
        for (const FreezeCalendar &calendar : reading.workspace->calendars)
            m_calendars.append(pathFrom(m_folder, calendar.file));
    }
    if (m_found != now) {
        m_found = now;
        soon(reading.workspace ? kSettleMs : kDoubtMs);
        return;
    }
    m_found.reset();
    m_told = now;
    Q_EMIT read(reading);
}

} // namespace astern::app
