// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

namespace astern::connectors {

// Tells when one of some files is another one than before: written, replaced, made or removed. Looks once a second:
// tools replace such files by renaming and by changing links, which notification of the file itself does not survive.
class FileWatch : public QObject {
    Q_OBJECT
public:
    explicit FileWatch(const QStringList &files, QObject *parent = nullptr);
    [[nodiscard]] QStringList files() const { return m_seen.keys(); }
    void look(); // now

Q_SIGNALS:
    void changed(const QString &file);

private:
    struct Look {
        qint64 modifiedNs = -1; // -1: it cannot be seen
        qint64 size = 0;
        quint64 inode = 0;
        bool operator==(const Look &) const = default;
    };
    [[nodiscard]] static Look lookAt(const QString &file);

    QHash<QString, Look> m_seen;
    QTimer m_timer;
};

} // namespace astern::connectors
