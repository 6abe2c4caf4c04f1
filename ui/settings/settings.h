// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSettings>
#include <QSize>

namespace astern::ui {

// What a person may set, and what the program keeps for them. The table in settings.cpp says for each: its key in the
// file, its default, and what is a valid value.
enum class Setting {
    Theme,        // "system", "light", "dark"
    Language,     // "" (the system's), or one that there is a translation for: "de"
    DesktopNotes, // bool: shown by the desktop
    NoteSound,    // bool: with a sound
    WindowSize,   // QSize, of the window that was closed last
    Count
};

// Reads and writes the table through one .ini file. What is stored and not valid counts as the default, and the log
// says so once.
class Settings : public QObject {
    Q_OBJECT
public:
    // `path`: made when there is something to keep. One that cannot be written costs only that.
    explicit Settings(const QString &path, QObject *parent = nullptr);

    [[nodiscard]] QVariant value(Setting setting) const;
    [[nodiscard]] QString text(Setting setting) const { return value(setting).toString(); }
    // False: not a valid value; nothing is changed then.
    bool set(Setting setting, const QVariant &value);
    // The same file, for what a screen keeps beside it.
    [[nodiscard]] QSettings &file() { return m_file; }

    [[nodiscard]] static QString key(Setting setting);

Q_SIGNALS:
    void changed(astern::ui::Setting setting);

private:
    QSettings m_file;
    mutable QStringList m_complained; // keys
};

} // namespace astern::ui
