// SPDX-License-Identifier: GPL-3.0-or-later
#include "diskshim.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

namespace astern::test {
namespace {

struct Recorder {
    std::recursive_mutex mutex;
    bool on = false;
    QString root;
    QList<DiskOp> ops;
    QHash<int, int> open; // descriptor -> file
    QHash<int, QString> folders;
    QHash<QString, int> names;
    int nextFile = 1;
    DiskShim::Fails fails = DiskShim::Fails::Write;
    int failIn = 0;
    int failMore = 0;
    int code = 0;
    int failed = 0;
};

Recorder &recorder()
{
    static Recorder *one = new Recorder; // outlives every static destructor that still writes
    return *one;
}

// No Qt before main() and none for files of nobody: the calls come from everywhere.
bool g_on = false;

QString pathOf(int folder, const char *name)
{
    const QString path = QFile::decodeName(name);
    if (path.startsWith(QLatin1Char('/')) || folder == AT_FDCWD)
        return path;
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    char target[4096];
    const ssize_t size = ::readlink(link, target, sizeof target);
    return size < 0 ? path : QFile::decodeName(QByteArray(target, size)) + QLatin1Char('/') + path;
}

bool isOurs(const QString &path)
{
    return path.startsWith(recorder().root) && !path.endsWith(QLatin1String("-shm")) &&
           !path.endsWith(QLatin1String(".lock"));
}

bool fails(DiskShim::Fails what)
{
    Recorder &r = recorder();
    if (r.failMore == 0 || r.fails != what || --r.failIn > 0)
        return false;
    --r.failMore;
    ++r.failed;
    errno = r.code;
    return true;
}

template <class F>
F real(const char *name)
{
    return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

void opened(int descriptor, const QString &path, bool existed, int flags)
{
    Recorder &r = recorder();
    struct stat info{};
    if (::fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode)) {
        r.folders.insert(descriptor, path);
        return;
    }
    if (!isOurs(path))
        return;
    if (!existed || !r.names.contains(path)) {
        const int file = r.nextFile++;
        r.names.insert(path, file);
        r.ops.append({.kind = DiskOp::Kind::Create, .file = file, .name = path});
    } else if (flags & O_TRUNC) {
        r.ops.append({.kind = DiskOp::Kind::Truncate, .file = r.names.value(path), .offset = 0});
    }
    r.open.insert(descriptor, r.names.value(path));
}

int openWith(const char *symbol, int folder, const char *name, int flags, mode_t mode)
{
    using Open = int (*)(int, const char *, int, mode_t);
    static const auto openat = real<Open>("openat");
    (void)symbol;
    if (!g_on)
        return openat(folder, name, flags, mode);
    const std::lock_guard lock(recorder().mutex);
    const QString path = pathOf(folder, name);
    struct stat info{};
    const bool existed = ::lstat(QFile::encodeName(path).constData(), &info) == 0;
    const int descriptor = openat(folder, name, flags, mode);
    if (descriptor >= 0 && path.startsWith(recorder().root))
        opened(descriptor, path, existed, flags);
    return descriptor;
}

mode_t modeOf(int flags, va_list list) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; }

ssize_t writeAt(int descriptor, const void *bytes, size_t size, off_t offset)
{
    using Write = ssize_t (*)(int, const void *, size_t, off_t);
    static const auto pwrite = real<Write>("pwrite64");
    if (!g_on)
        return pwrite(descriptor, bytes, size, offset);
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    if (!r.open.contains(descriptor))
        return pwrite(descriptor, bytes, size, offset);
    if (fails(DiskShim::Fails::Write))
        return -1;
    const ssize_t done = pwrite(descriptor, bytes, size, offset);
    if (done > 0)
        r.ops.append({.kind = DiskOp::Kind::Write,
                      .file = r.open.value(descriptor),
                      .offset = offset,
                      .bytes = QByteArray(static_cast<const char *>(bytes), done)});
    return done;
}

int syncWith(const char *symbol, int descriptor)
{
    const auto sync = real<int (*)(int)>(symbol);
    if (!g_on)
        return sync(descriptor);
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    if (r.open.contains(descriptor)) {
        if (fails(DiskShim::Fails::Sync))
            return -1;
        r.ops.append({.kind = DiskOp::Kind::Sync, .file = r.open.value(descriptor)});
    } else if (r.folders.contains(descriptor)) {
        if (fails(DiskShim::Fails::Sync))
            return -1;
        r.ops.append({.kind = DiskOp::Kind::SyncFolder, .name = r.folders.value(descriptor)});
    }
    return 0; // the disk below is memory, and nothing here waits for a real one
}

void renamed(const QString &from, const QString &to)
{
    Recorder &r = recorder();
    if (!r.names.contains(from))
        return;
    r.ops.append({.kind = DiskOp::Kind::Rename, .name = from, .to = to});
    r.names.insert(to, r.names.take(from));
}

int truncateWith(const char *symbol, int descriptor, off_t size)
{
    const auto truncate = real<int (*)(int, off_t)>(symbol);
    const int done = truncate(descriptor, size);
    if (!g_on || done != 0)
        return done;
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    if (r.open.contains(descriptor))
        r.ops.append({.kind = DiskOp::Kind::Truncate, .file = r.open.value(descriptor), .offset = size});
    return done;
}

} // namespace

void DiskShim::record(const QString &folder)
{
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    r.root = folder;
    r.ops.clear();
    r.open.clear();
    r.folders.clear();
    r.names.clear();
    r.failMore = 0;
    r.failed = 0;
    g_on = true;
}

QList<DiskOp> DiskShim::stop()
{
    const std::lock_guard lock(recorder().mutex);
    g_on = false;
    return std::exchange(recorder().ops, {});
}

void DiskShim::note(const QString &words, const QByteArray &bytes)
{
    const std::lock_guard lock(recorder().mutex);
    recorder().ops.append({.kind = DiskOp::Kind::Note, .name = words, .bytes = bytes});
}

void DiskShim::failAt(Fails what, int nth, int count, int code)
{
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    r.fails = what;
    r.failIn = nth;
    r.failMore = count;
    r.code = code;
    r.failed = 0;
}

int DiskShim::failed() { return recorder().failed; }

CutDisk::CutDisk(QList<DiskOp> ops, std::function<bool(const QString &)> ignored)
    : m_ops(std::move(ops)), m_ignored(std::move(ignored))
{
}

void CutDisk::writeTo(QByteArray &bytes, const DiskOp &op)
{
    if (op.kind == DiskOp::Kind::Truncate) {
        if (op.offset < bytes.size())
            bytes.truncate(op.offset);
        else
            bytes.append(op.offset - bytes.size(), '\0');
        return;
    }
    const qint64 end = op.offset + op.bytes.size();
    if (bytes.size() < end)
        bytes.append(end - bytes.size(), '\0');
    bytes.replace(op.offset, op.bytes.size(), op.bytes);
}

void CutDisk::rename(QMap<QString, int> &names, const DiskOp &op)
{
    switch (op.kind) {
    case DiskOp::Kind::Create:
        names.insert(op.name, op.file);
        break;
    case DiskOp::Kind::Rename:
        if (names.contains(op.name))
            names.insert(op.to, names.take(op.name));
        break;
    case DiskOp::Kind::Link:
        if (names.contains(op.name))
            names.insert(op.to, names.value(op.name));
        break;
    case DiskOp::Kind::Unlink:
        names.remove(op.name);
        break;
    default:
        break;
    }
}

void CutDisk::apply(const DiskOp &op)
{
    switch (op.kind) {
    case DiskOp::Kind::Create:
        m_files.insert(op.file, {{}, {}, op.name});
        m_pendingNames.append(op);
        break;
    case DiskOp::Kind::Rename:
    case DiskOp::Kind::Link:
    case DiskOp::Kind::Unlink:
        m_pendingNames.append(op);
        break;
    case DiskOp::Kind::Write:
    case DiskOp::Kind::Truncate:
        m_files[op.file].pending.append(op);
        break;
    case DiskOp::Kind::Sync: {
        File &file = m_files[op.file];
        if (m_ignored && m_ignored(file.name))
            break;
        for (const DiskOp &one : std::exchange(file.pending, {}))
            writeTo(file.durable, one);
        break;
    }
    case DiskOp::Kind::SyncFolder: {
        if (m_ignored && m_ignored(op.name))
            break;
        QList<DiskOp> left;
        for (const DiskOp &one : std::as_const(m_pendingNames)) {
            if (QFileInfo(one.name).path() == op.name)
                rename(m_names, one);
            else
                left.append(one);
        }
        m_pendingNames = left;
        break;
    }
    case DiskOp::Kind::Note:
        break;
    }
}

QMap<QString, QByteArray> CutDisk::at(qsizetype at, Mode mode)
{
    for (; m_at < at; ++m_at)
        apply(m_ops.at(m_at));
    QRandomGenerator random(quint32(at) * 4 + quint32(mode));
    QMap<QString, int> names = m_names;
    // Of names that were not synced a beginning is there, as a file system with a journal leaves it.
    const qsizetype kept = mode == Mode::DropAll   ? 0
                           : mode == Mode::KeepAll ? m_pendingNames.size()
                                                   : qsizetype(random.bounded(int(m_pendingNames.size()) + 1));
    for (qsizetype i = 0; i < kept; ++i)
        rename(names, m_pendingNames.at(i));
    QMap<QString, QByteArray> disk;
    for (auto it = names.constBegin(); it != names.constEnd(); ++it) {
        const File &file = m_files[it.value()];
        QByteArray bytes = file.durable;
        for (const DiskOp &op : file.pending) {
            if (mode == Mode::DropAll)
                break;
            if (mode == Mode::KeepAll || op.kind == DiskOp::Kind::Truncate) {
                if (mode == Mode::KeepAll || random.bounded(2))
                    writeTo(bytes, op);
                continue;
            }
            // Any of its sectors may be there.
            for (qint64 from = 0; from < op.bytes.size(); from += 512) {
                const int fate = random.bounded(mode == Mode::TornAndGarbage ? 3 : 2);
                QByteArray sector = op.bytes.mid(from, 512);
                if (fate == 0)
                    continue;
                if (fate == 2) {
                    for (char &byte : sector)
                        byte = char(random.bounded(256));
                }
                writeTo(bytes, {.kind = DiskOp::Kind::Write, .offset = op.offset + from, .bytes = sector});
            }
        }
        disk.insert(it.key(), bytes);
    }
    return disk;
}

} // namespace astern::test

using namespace astern::test;

extern "C" {

int open(const char *name, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeOf(flags, list);
    va_end(list);
    return openWith("open", AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeOf(flags, list);
    va_end(list);
    return openWith("open64", AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeOf(flags, list);
    va_end(list);
    return openWith("openat", folder, name, flags, mode);
}

int close(int descriptor)
{
    if (g_on) {
        const std::lock_guard lock(recorder().mutex);
        recorder().open.remove(descriptor);
        recorder().folders.remove(descriptor);
    }
    static const auto next = real<int (*)(int)>("close");
    return next(descriptor);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    return writeAt(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    return writeAt(descriptor, bytes, size, offset);
}

int fsync(int descriptor) { return syncWith("fsync", descriptor); }

int fdatasync(int descriptor) { return syncWith("fdatasync", descriptor); }

int ftruncate(int descriptor, off_t size) noexcept { return truncateWith("ftruncate", descriptor, size); }

int ftruncate64(int descriptor, off64_t size) noexcept { return truncateWith("ftruncate64", descriptor, size); }

int renameat(int oldFolder, const char *from, int newFolder, const char *to) noexcept
{
    static const auto next = real<int (*)(int, const char *, int, const char *)>("renameat");
    const int done = next(oldFolder, from, newFolder, to);
    if (!g_on || done != 0)
        return done;
    const std::lock_guard lock(recorder().mutex);
    renamed(pathOf(oldFolder, from), pathOf(newFolder, to));
    return done;
}

int rename(const char *from, const char *to) noexcept { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int renameat2(int oldFolder, const char *from, int newFolder, const char *to, unsigned flags) noexcept
{
    static const auto next = real<int (*)(int, const char *, int, const char *, unsigned)>("renameat2");
    const int done = next(oldFolder, from, newFolder, to, flags);
    if (!g_on || done != 0)
        return done;
    const std::lock_guard lock(recorder().mutex);
    renamed(pathOf(oldFolder, from), pathOf(newFolder, to));
    return done;
}

int unlink(const char *name) noexcept
{
    static const auto next = real<int (*)(const char *)>("unlink");
    const int done = next(name);
    if (!g_on || done != 0)
        return done;
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    const QString path = pathOf(AT_FDCWD, name);
    if (r.names.remove(path) > 0)
        r.ops.append({.kind = DiskOp::Kind::Unlink, .name = path});
    return done;
}

int link(const char *from, const char *to) noexcept
{
    static const auto next = real<int (*)(const char *, const char *)>("link");
    const int done = next(from, to);
    if (!g_on || done != 0)
        return done;
    const std::lock_guard lock(recorder().mutex);
    Recorder &r = recorder();
    const QString old = pathOf(AT_FDCWD, from);
    const QString made = pathOf(AT_FDCWD, to);
    if (r.names.contains(old)) {
        r.names.insert(made, r.names.value(old));
        r.ops.append({.kind = DiskOp::Kind::Link, .name = old, .to = made});
    }
    return done;
}
}
