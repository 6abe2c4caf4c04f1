// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/desknotes.h"

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QThread>

#include <memory>

namespace astern::app {

// Speaks to the desktop's notifications (org.freedesktop.Notifications 1.2) and to its launcher (the badge of Unity's
// LauncherEntry, which KDE, Ubuntu's dock and others show). Lives on a thread of its own: a bus may take its time.
// Without either nothing is shown.
class NotesBus : public QObject {
    Q_OBJECT
public:
    // `address` of the bus; empty: the session's.
    explicit NotesBus(QString address = {});

public Q_SLOTS:
    void show(const astern::DeskNote &note, bool sound);
    void setBadge(int count);

Q_SIGNALS:
    void opened(const QString &place); // the person clicked it

private Q_SLOTS:
    void invoked(uint id, const QString &action);
    void closed(uint id, uint reason);

private:
    [[nodiscard]] QDBusConnection bus();
    QString m_address;
    bool m_connected = false;
    QHash<uint, QString> m_places; // of notes that are shown
};

// What a session has to say, on its person's desktop. `open` brings the place's screen to the front.
class DesktopNotes : public QObject {
    Q_OBJECT
public:
    DesktopNotes(Session &session, std::function<bool()> shown, std::function<bool()> sound,
                 std::function<void(const QString &place)> open, const QString &address = {});
    ~DesktopNotes() override;

private:
    DeskNotes m_notes;
    QThread m_thread;
    NotesBus *m_bus = nullptr; // m_thread
};

} // namespace astern::app
