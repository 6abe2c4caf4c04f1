// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>

namespace astern::bench {

// A program that is measured from outside, in a session of its own: all of its processes are known by that, and are
// ended with it. Dies with the bench.
class Child {
public:
    Child();
    ~Child(); // ends it, by force where it does not end by itself
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    // `inChild`, where given, runs between fork and exec. Off screen where the program uses Qt.
    void start(const QString &program, const QStringList &arguments, std::function<void()> inChild = {});
    // Milliseconds from its exec until it writes a line with this word, on either of its outputs; nullopt: it ended, or
    // did not within half a minute.
    [[nodiscard]] std::optional<double> untilItSays(const QByteArray &word);
    [[nodiscard]] double sinceExecMs() const;
    // What the kernel counts as the memory of all its processes, shared pages by their share, in MiB; the bench itself
    // has no share.
    [[nodiscard]] double pssMiB() const;
    [[nodiscard]] QByteArray said() const { return m_said; }
    [[nodiscard]] QString lastSaid() const; // enough to see what was wrong
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    void end();

private:
    [[nodiscard]] QList<qint64> processes() const; // of its session, also those whose parent is gone

    QProcess m_process;
    std::int64_t *m_execNs = nullptr; // written by the child just before its exec
    qint64 m_session = 0;
    QByteArray m_said;
};

// Lets this process have no page of any file in its memory, until it touches it again: else every library that it
// has in common with a program that is measured would make that one look smaller.
void letGoOfFilePages();

} // namespace astern::bench
