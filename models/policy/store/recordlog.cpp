// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordlog.h"

#include "models/base/savewhole.h"
#include "models/policy/store/recordreader.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Records", text); }

qint64 latestOf(const Record &record)
{
    if (const auto *sample = std::get_if<SampleRecord>(&record))
        return std::max(sample->eventMs, sample->arrivedMs);
    if (const auto *mark = std::get_if<MarkRecord>(&record))
        return mark->atMs;
    return std::get<HeartbeatRecord>(record).atMs;
}

// The same, whenever it came into force.
bool saysTheSame(const RecordGround &a, RecordGround b)
{
    b.atMs = a.atMs;
    return a == b;
}

QByteArray beginning(const RecordGround &ground)
{
    return QByteArray(kFileMark, kFileMarkBytes) + makeFrame(Frame::Kind::Ground,
                                                             std::max(ground.atMs, ground.rollout.startMs),
                                                             encodeGround(ground), kFileMarkBytes);
}

} // namespace

// Belongs to the open file, not to the process: a second log in the same process is kept out too.
bool lockRecords(int file)
{
    struct flock lock{};
    lock.l_type = F_WRLCK;
    return ::fcntl(file, F_OFD_SETLK, &lock) == 0;
}

bool areRecordsLocked(int file)
{
    struct flock lock{};
    lock.l_type = F_WRLCK;
    return ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

Error RecordLog::failed(const QString &what, int code) const
{
    Error error{.kind = Error::Kind::Storage, .message = what, .where = m_path};
    error.detail = QString::fromLocal8Bit(std::strerror(code));
    error.message += QStringLiteral(": ") + error.detail;
    if (code == ENOSPC || code == EDQUOT)
        error.hint = tr("Free space on this disk; recording goes on by itself");
    return error;
}

Result<std::unique_ptr<RecordLog>> RecordLog::open(const QString &path, const RecordGround &ground)
{
    // Again where it was taken away between opening and locking.
    for (int tries = 0; tries < 3; ++tries) {
        if (!QFile::exists(path)) {
            const Result<Ok> made =
                saveWhole(path, beginning(ground), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
            if (!made)
                return made.error();
        }
        const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        std::unique_ptr<RecordLog> log(new RecordLog(path, file));
        if (file < 0 && errno == ENOENT)
            continue;
        if (file < 0)
            return log->failed(tr("The records cannot be opened"), errno);
        if (!lockRecords(file))
            return Error{.kind = Error::Kind::Conflict,
                         .message = tr("Another process records this rollout"),
                         .where = path,
                         .hint = tr("One of them is enough; end the other.")};
        struct stat info{};
        if (::fstat(file, &info) != 0)
            return log->failed(tr("The records cannot be opened"), errno);
        if (info.st_nlink == 0)
            continue;
        const Result<Ok> going = log->goOn(ground);
        if (!going)
            return going.error();
        return log;
    }
    return Error{.kind = Error::Kind::Conflict,
                 .message = tr("The records were taken away while they were opened"),
                 .where = path,
                 .hint = tr("Try again.")};
}

RecordLog::~RecordLog()
{
    if (m_file >= 0)
        ::close(m_file);
}

// Reads it once: what the series are, and where the last whole block ends.
Result<Ok> RecordLog::goOn(const RecordGround &ground)
{
    Result<RecordReader> reader = RecordReader::open(m_path);
    if (!reader)
        return reader.error();
    for (;;) {
        const Result<std::optional<RecordBlock>> block = reader->next();
        if (!block)
            return block.error();
        if (!*block)
            break;
        if ((*block)->ground)
            m_ground = (*block)->ground;
    }
    if (m_ground && m_ground->rollout.id != ground.rollout.id)
        return Error{.kind = Error::Kind::Refused,
                     .message = tr("These are the records of another rollout: %1").arg(m_ground->rollout.id),
                     .where = m_path};
    m_end = reader->offset();
    m_latestMs = reader->latestMs();
    m_dirty = reader->isCutOff();
    m_book = reader->takeBook();
    if (m_ground)
        return saysTheSame(*m_ground, ground) ? cut() : append(ground);
    // Cut off before it said whose records they are: there are none.
    m_end = 0;
    m_dirty = true;
    const Result<Ok> written = write(beginning(ground));
    if (written)
        m_ground = ground;
    return written;
}

Result<Ok> RecordLog::append(std::span<const Record> records)
{
    while (!records.empty()) {
        const std::span<const Record> some = records.first(std::min(records.size(), kMostRecords));
        records = records.subspan(some.size());
        qint64 latest = m_latestMs;
        for (const Record &record : some)
            latest = std::max(latest, latestOf(record));
        const QByteArray payload = encodeRecords(some, m_book);
        const Result<Ok> written = write(makeFrame(Frame::Kind::Records, latest, payload, m_end));
        if (!written) {
            m_book.rollBack();
            return written;
        }
        m_book.keep();
        m_latestMs = latest;
    }
    return Ok();
}

Result<Ok> RecordLog::append(const RecordGround &ground)
{
    if (m_ground && saysTheSame(*m_ground, ground))
        return Ok();
    const qint64 latest = std::max(m_latestMs, ground.atMs);
    const Result<Ok> written = write(makeFrame(Frame::Kind::Ground, latest, encodeGround(ground), m_end));
    if (written) {
        m_ground = ground;
        m_latestMs = latest;
    }
    return written;
}

Result<Ok> RecordLog::cut()
{
    if (m_dirty && ::ftruncate(m_file, m_end) != 0)
        return failed(tr("The records cannot be written"), errno);
    m_dirty = false;
    return Ok();
}

Result<Ok> RecordLog::write(const QByteArray &bytes)
{
    const Result<Ok> clean = cut();
    if (!clean)
        return clean;
    qint64 done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::pwrite(m_file, bytes.data() + done, size_t(bytes.size() - done), m_end + done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            const Error error = failed(tr("The records cannot be written"), n < 0 ? errno : EIO);
            m_dirty = true;
            (void)cut(); // else before the next write
            return error;
        }
        done += n;
    }
    m_end += done;
    return Ok();
}

Result<Ok> RecordLog::sync()
{
    if (::fdatasync(m_file) != 0)
        return failed(tr("The disk did not confirm that the records are safe"), errno);
    return Ok();
}

} // namespace astern::policy
