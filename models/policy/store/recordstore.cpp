// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordstore.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Records", text); }

const QString kSuffix = QStringLiteral(".records");

class OpenFile {
public:
    explicit OpenFile(const QString &path) : m_file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC)) {}
    ~OpenFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;
    [[nodiscard]] bool isLocked() const { return m_file >= 0 && areRecordsLocked(m_file); }
    [[nodiscard]] bool lock() const { return m_file >= 0 && lockRecords(m_file); }

private:
    int m_file;
};

// Heads only: a file is hopped through, not read.
Result<Ok> survey(RecordedRollout &rollout)
{
    Result<FrameReader> frames = FrameReader::open(rollout.path);
    if (!frames)
        return frames.error();
    for (bool first = true;; first = false) {
        const Result<std::optional<Frame>> frame = frames->next();
        if (!frame)
            return frame.error();
        if (!*frame && first)
            return frames->damaged(tr("The records end before they begin"));
        if (!*frame)
            return Ok();
        rollout.endMs = (*frame)->latestMs;
        if (!first) {
            frames->skip();
            continue;
        }
        const Error damaged = frames->damaged(tr("The records are damaged"));
        const Result<std::optional<QByteArray>> payload = frames->payload();
        if (!payload)
            return payload.error();
        const Result<RecordGround> ground =
            *payload && (*frame)->kind == Frame::Kind::Ground ? decodeGround(**payload) : damaged;
        if (!ground)
            return damaged;
        rollout.rollout = ground->rollout.id;
        rollout.service = ground->service;
        rollout.place = ground->place;
        rollout.startMs = ground->rollout.startMs;
    }
}

} // namespace

// Readable as far as it goes, and its own for every id on every file system.
QString RecordStore::pathOf(const QString &rollout) const
{
    constexpr qsizetype kReadable = 48;
    QString name;
    for (const QChar c : rollout.left(kReadable)) {
        const char16_t code = c.toLower().unicode();
        const bool plain = (code >= u'a' && code <= u'z') || (code >= u'0' && code <= u'9');
        name += plain ? QChar(code) : QLatin1Char('-');
    }
    const QByteArray hash = QCryptographicHash::hash(rollout.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return QDir(m_folder).filePath(name + QLatin1Char('.') + QString::fromLatin1(hash) + kSuffix);
}

Result<Ok> RecordStore::begin(const RecordGround &ground)
{
    const auto it = m_open.find(ground.rollout.id);
    if (it != m_open.end())
        return it->second->append(ground);
    if (!QDir().mkpath(m_folder))
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The folder of the records cannot be made"),
                     .where = m_folder,
                     .hint = tr("Make the folder writable for this user")};
    QFile::setPermissions(m_folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    Result<std::unique_ptr<RecordLog>> log = RecordLog::open(pathOf(ground.rollout.id), ground);
    if (!log)
        return log.error();
    m_open.emplace(ground.rollout.id, std::move(log).value());
    return Ok();
}

Result<Ok> RecordStore::append(const QString &rollout, std::span<const Record> records)
{
    const auto it = m_open.find(rollout);
    if (it == m_open.end())
        return Error{
            .kind = Error::Kind::Refused, .message = tr("Nothing is recorded of this rollout"), .where = rollout};
    return it->second->append(records);
}

Result<Ok> RecordStore::sync()
{
    Result<Ok> all = Ok();
    for (const auto &[rollout, log] : m_open) {
        const Result<Ok> one = log->sync();
        if (all && !one)
            all = one;
    }
    return all;
}

void RecordStore::end(const QString &rollout) { m_open.erase(rollout); }

Result<RecordReader> RecordStore::read(const QString &rollout) const { return RecordReader::open(pathOf(rollout)); }

Result<QList<RecordedRollout>> RecordStore::list() const
{
    QList<RecordedRollout> all;
    const QDir folder(m_folder);
    if (!folder.exists())
        return all; // nothing was recorded yet
    if (!folder.isReadable())
        return Error{
            .kind = Error::Kind::Storage, .message = tr("The folder of the records cannot be read"), .where = m_folder};
    const QFileInfoList files =
        folder.entryInfoList({QLatin1Char('*') + kSuffix}, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDir::Name);
    std::multimap<qint64, RecordedRollout> byEnd;
    for (const QFileInfo &file : files) {
        RecordedRollout one;
        one.path = file.filePath();
        one.bytes = file.size();
        one.open = OpenFile(one.path).isLocked();
        const Result<Ok> read = survey(one);
        if (!read) {
            one.problem = read.error();
            one.endMs = file.lastModified().toMSecsSinceEpoch();
        }
        byEnd.emplace(one.endMs, one);
    }
    for (const auto &[end, one] : byEnd)
        all.append(one);
    return all;
}

Result<QList<RecordedRollout>> RecordStore::retain(const Limits &limits, qint64 nowMs)
{
    const Result<QList<RecordedRollout>> all = list();
    if (!all)
        return all;
    qint64 bytes = 0;
    for (const RecordedRollout &one : *all)
        bytes += one.bytes;
    QList<RecordedRollout> removed;
    for (const RecordedRollout &one : *all) {
        const bool old = limits.maxAgeMs > 0 && one.endMs < nowMs - limits.maxAgeMs;
        const bool tooMuch = limits.maxBytes > 0 && bytes > limits.maxBytes;
        if (!old && !tooMuch)
            continue;
        // Held until it is gone: whoever opens it meanwhile finds out and makes a new one.
        const OpenFile file(one.path);
        if (!file.lock() || !QFile::remove(one.path))
            continue;
        bytes -= one.bytes;
        removed.append(one);
    }
    return removed;
}

} // namespace astern::policy
