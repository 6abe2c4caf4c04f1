// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace astern::app {

// Reads a workspace again whenever its file, one of its policies or one of its calendars changes, however an editor
// writes it: in place, by truncating, or by renaming another file over it. Several changes at once are one, and what
// was found must be found twice before anybody hears of it: half a file is what a write in progress looks like, and
// half a workspace may read well. A slow poll is the net below file systems that tell nothing. Lives on one thread with
// an event loop; reading blocks only that one.
class WorkspaceFollower : public QObject {
    Q_OBJECT
public:
    explicit WorkspaceFollower(const QString &folder, QObject *parent = nullptr);
    void start(); // the first reading is told, too

Q_SIGNALS:
    // A text is another one than that of the last reading told.
    void read(const astern::WorkspaceReading &reading);

private:
    void soon(int ms);
    void look();
    void watchAgain();

    struct Seen {                       // what a look found
        std::optional<QByteArray> text; // absent: not readable
        PolicyTexts policies;
        QMap<QString, QByteArray> calendars; // by path
        bool operator==(const Seen &) const = default;
    };
    [[nodiscard]] Seen seen() const;
    [[nodiscard]] QStringList calendarFiles() const;

    const QString m_folder;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
    QTimer m_poll;
    QStringList m_calendars; // that the last good reading named, wherever they are
    std::optional<Seen> m_told;
    std::optional<Seen> m_found; // once
};

} // namespace astern::app
