// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/logio.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error failed(const QString &what, const QString &where, int code)
{
    Error error{.kind = Error::Kind::Storage, .message = what, .where = where};
    error.detail = QString::fromLocal8Bit(std::strerror(code));
    error.message += QStringLiteral(": ") + error.detail;
    switch (code) {
    case ENOENT:
        error.kind = Error::Kind::NotFound;
        break;
    case ENOSPC:
    case EDQUOT:
        error.hint = tr("Free space on this disk; recording goes on by itself");
        break;
    case EROFS:
    case EACCES:
    case EPERM:
        error.hint = tr("Make the folder writable for this user");
        break;
    default:
        break;
    }
    return error;
}

class PosixLogIo final : public LogIo {
public:
    PosixLogIo(int folder, QString path) : m_folder(folder), m_path(std::move(path)) {}
    ~PosixLogIo() override { ::close(m_folder); }

    Result<QStringList> list() override
    {
        const int copy = ::openat(m_folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *dir = copy < 0 ? nullptr : ::fdopendir(copy);
        if (!dir)
            return failed(tr("The folder cannot be listed"), m_path, errno);
        QStringList names;
        while (const dirent *entry = ::readdir(dir)) {
            const QString name = QFile::decodeName(static_cast<const char *>(entry->d_name));
            if (!name.startsWith(QLatin1Char('.')))
                names.append(name);
        }
        ::closedir(dir);
        names.sort();
        return names;
    }

    Result<int> open(const QString &name) override { return openWith(name, O_RDWR, tr("The file cannot be opened")); }
    Result<int> create(const QString &name) override
    {
        return openWith(name, O_RDWR | O_CREAT | O_TRUNC, tr("The file cannot be made"));
    }
    void close(int file) override { ::close(file); }

    Result<qint64> size(int file) override
    {
        struct stat info{};
        if (::fstat(file, &info) != 0)
            return failed(tr("The size of a log file cannot be read"), m_path, errno);
        return qint64(info.st_size);
    }

    Result<QByteArray> read(int file, qint64 offset, qint64 length) override
    {
        QByteArray bytes(length, Qt::Uninitialized);
        qint64 done = 0;
        while (done < length) {
            const ssize_t n = ::pread(file, bytes.data() + done, size_t(length - done), offset + done);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return failed(tr("The log cannot be read"), m_path, errno);
            if (n == 0)
                break;
            done += n;
        }
        bytes.truncate(done);
        return bytes;
    }

    Result<Ok> write(int file, qint64 offset, QByteArrayView bytes) override
    {
        qint64 done = 0;
        while (done < bytes.size()) {
            const ssize_t n = ::pwrite(file, bytes.data() + done, size_t(bytes.size() - done), offset + done);
            if (n < 0 && errno == EINTR)
                continue;
            if (n <= 0)
                return failed(tr("The log cannot be written"), m_path, n < 0 ? errno : EIO);
            done += n;
        }
        return Ok{};
    }

    Result<Ok> sync(int file) override
    {
        if (::fdatasync(file) != 0)
            return failed(tr("The disk did not confirm that the record is safe"), m_path, errno);
        return Ok{};
    }

    Result<Ok> rename(const QString &from, const QString &to) override
    {
        if (::renameat(m_folder, QFile::encodeName(from).constData(), m_folder, QFile::encodeName(to).constData()) != 0)
            return failed(tr("The file cannot be put in its place"), where(to), errno);
        return Ok{};
    }

    Result<Ok> syncFolder() override
    {
        if (::fsync(m_folder) != 0)
            return failed(tr("The disk did not confirm a change of the folder"), m_path, errno);
        return Ok{};
    }

private:
    [[nodiscard]] QString where(const QString &name) const { return m_path + QLatin1Char('/') + name; }

    Result<int> openWith(const QString &name, int flags, const QString &what)
    {
        const int file = ::openat(m_folder, QFile::encodeName(name).constData(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0)
            return failed(what, where(name), errno);
        return file;
    }

    int m_folder;
    QString m_path;
};

} // namespace

Result<std::unique_ptr<LogIo>> openPosixFolder(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST) {
        if (errno != ENOENT || !QDir().mkpath(path))
            return failed(tr("The folder cannot be made"), path, errno);
        ::chmod(name.constData(), 0700);
    }
    const int folder = ::open(name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return failed(tr("The folder cannot be opened"), path, errno);
    return std::unique_ptr<LogIo>(std::make_unique<PosixLogIo>(folder, path));
}

Result<Ok> replaceFile(LogIo &io, const QString &name, QByteArrayView bytes)
{
    const QString fresh = name + QStringLiteral(".new");
    {
        const auto made = io.create(fresh);
        if (!made)
            return made.error();
        const LogFile file(io, *made);
        if (auto done = io.write(file.id(), 0, bytes); !done)
            return done;
        if (auto done = io.sync(file.id()); !done)
            return done;
    }
    if (auto done = io.rename(fresh, name); !done)
        return done;
    return io.syncFolder();
}

} // namespace astern
