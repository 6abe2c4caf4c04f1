// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

namespace astern {

// The few file operations that the log's durability rests on, in one folder. Small, so that tests can cut the
// power before each of them, tear it or let it fail. Thread safe: calls hold no state but the files'.
class LogIo {
public:
    virtual ~LogIo() = default;

    virtual Result<QStringList> list() = 0;
    virtual Result<int> open(const QString &name) = 0;   // read and write; NotFound when it is not there
    virtual Result<int> create(const QString &name) = 0; // empty, 0600; replaces a file of that name
    virtual void close(int file) = 0;
    virtual Result<qint64> size(int file) = 0;
    virtual Result<QByteArray> read(int file, qint64 offset, qint64 length) = 0; // shorter only at the file's end
    virtual Result<Ok> write(int file, qint64 offset, QByteArrayView bytes) = 0; // all of it or an error
    virtual Result<Ok> sync(int file) = 0;                                       // fdatasync
    virtual Result<Ok> rename(const QString &from, const QString &to) = 0;
    virtual Result<Ok> syncFolder() = 0;
};

// Closes a file of a LogIo when it goes out of scope.
class LogFile {
public:
    LogFile() = default;
    LogFile(LogIo &io, int file) : m_io(&io), m_file(file) {}
    LogFile(LogFile &&other) noexcept : m_io(std::exchange(other.m_io, nullptr)), m_file(other.m_file) {}
    LogFile &operator=(LogFile &&other) noexcept
    {
        std::swap(m_io, other.m_io);
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~LogFile()
    {
        if (m_io)
            m_io->close(m_file);
    }
    [[nodiscard]] int id() const { return m_file; }
    explicit operator bool() const { return m_io != nullptr; }

private:
    LogIo *m_io = nullptr;
    int m_file = -1;
};

// The real one. Makes the folder (0700) where it is missing.
[[nodiscard]] Result<std::unique_ptr<LogIo>> openPosixFolder(const QString &path);

// Writes a small file so that a crash leaves the old or the new one: other name, sync, rename, sync the folder.
[[nodiscard]] Result<Ok> replaceFile(LogIo &io, const QString &name, QByteArrayView bytes);

} // namespace astern
