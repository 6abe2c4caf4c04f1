// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/segmentlog.h"

#include "models/base/crashpoint.h"

#include <QCoreApplication>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error onlyEmergencies(const Error &why)
{
    return {.kind = Error::Kind::Storage,
            .message = tr("The disk with the log is full: only rollbacks and other emergencies are recorded"),
            .where = why.where,
            .hint = tr("Free space on this disk; recording goes on by itself"),
            .detail = why.detail};
}

} // namespace

QString LogPosition::toString() const
{
    return QStringLiteral("%1 at %2").arg(SegmentLog::nameOf(segment)).arg(offset);
}

QString SegmentLog::nameOf(quint32 segment) { return QStringLiteral("%1.seg").arg(segment, 8, 10, QLatin1Char('0')); }

SegmentLog::SegmentLog(LogIo &io, qint64 segmentBytes) : m_io(io), m_segmentBytes(segmentBytes) {}

Result<Ok> SegmentLog::load()
{
    const auto names = m_io.list();
    if (!names)
        return names.error();
    m_count = 0;
    {
        const std::lock_guard lock(m_making->mutex);
        m_making->made = 0; // what is there is counted below
    }
    m_layoutDamage.clear();
    m_reserve = 0;
    for (int i = 0; i < kReserveSegments; ++i)
        m_reserve += names->contains(reserveName(i)) ? 1 : 0;
    quint32 last = 0;
    for (const QString &name : *names) {
        bool isNumber = false;
        const quint32 number = name.endsWith(QLatin1String(".seg")) ? name.chopped(4).toUInt(&isNumber) : 0;
        if (!isNumber || name != nameOf(number))
            continue;
        ++m_count;
        last = std::max(last, number);
    }
    if (m_count != 0 && last + 1 != m_count) {
        m_layoutDamage = tr("a segment of the log is missing");
        m_count = last + 1;
    }
    for (quint32 segment = 0; segment + 1 < m_count && m_layoutDamage.isEmpty(); ++segment) {
        const auto file = m_io.open(nameOf(segment));
        if (!file)
            return file.error();
        const LogFile guard(m_io, *file);
        const auto size = m_io.size(*file);
        if (!size)
            return size.error();
        if (*size < m_segmentBytes)
            m_layoutDamage = tr("%1 is shorter than it was made").arg(nameOf(segment));
    }
    return Ok{};
}

Result<Ok> SegmentLog::syncFrom(quint32 segment)
{
    for (; segment < m_count; ++segment) {
        const auto file = m_io.open(nameOf(segment));
        if (!file && file.error().kind == Error::Kind::NotFound)
            continue;
        if (!file)
            return file.error();
        const LogFile guard(m_io, *file);
        if (auto done = m_io.sync(*file); !done)
            return done;
    }
    return m_io.syncFolder();
}

Result<Ok> SegmentLog::zeroFrom(LogPosition at)
{
    for (quint32 segment = at.segment; segment < m_count; ++segment) {
        const auto bytes = bytesOf(segment);
        if (!bytes)
            return bytes.error();
        const qint64 start = segment == at.segment ? at.offset : 0;
        if (bytes->size() == m_segmentBytes && isZero(QByteArrayView(*bytes).sliced(start)))
            continue;
        const auto file = m_io.open(nameOf(segment));
        if (!file)
            return file.error();
        const LogFile guard(m_io, *file);
        if (auto done = m_io.write(*file, start, QByteArray(m_segmentBytes - start, '\0')); !done)
            return done;
        if (auto done = m_io.sync(*file); !done)
            return done;
    }
    return Ok{};
}

Result<Ok> SegmentLog::resume(const ScanEnd &end)
{
    if (m_count == 0) {
        if (auto done = makeSegment(m_io, 0, m_segmentBytes); !done)
            return done;
        m_count = 1;
    }
    if (auto done = zeroFrom(end.next.at); !done)
        return done;
    m_suspect = false;
    if (auto done = moveTo(end.next.at.segment); !done)
        return done;
    m_at = end.next.at;
    return Ok{};
}

Result<Ok> SegmentLog::moveTo(quint32 segment)
{
    const auto file = m_io.open(nameOf(segment));
    if (!file)
        return file.error();
    m_file = LogFile(m_io, *file);
    m_at = {segment, 0};
    return Ok{};
}

Result<Ok> SegmentLog::reserve(qint64 size, bool emergency)
{
    if (size > m_segmentBytes)
        return Error{.kind = Error::Kind::TooLarge, .message = tr("The record is larger than a segment of the log")};
    if (m_tight && !emergency)
        return onlyEmergencies({});
    if (m_at.offset + size <= m_segmentBytes)
        return Ok{};
    const quint32 next = m_at.segment + 1;
    if (next >= m_count) {
        const std::lock_guard lock(m_making->mutex);
        if (next >= m_making->made) {
            auto done = makeSegment(m_io, next, m_segmentBytes);
            if (!done && !emergency)
                return m_reserve > 0 ? onlyEmergencies(done.error()) : done;
            if (!done && !takeReserve(next))
                return done; // why there is no room is what matters
            m_making->made = next + 1;
        }
        spareMade(next);
    }
    return moveTo(next);
}

// It was made and synced long ago: a rename gives it its place without asking the disk for room.
Result<Ok> SegmentLog::takeReserve(quint32 number, const QByteArray &content)
{
    for (int i = kReserveSegments - 1; i >= 0; --i) {
        const QString name = reserveName(i);
        {
            const auto file = m_io.open(name);
            if (!file && file.error().kind == Error::Kind::NotFound)
                continue;
            if (!file)
                return file.error();
            const LogFile guard(m_io, *file);
            const auto size = m_io.size(*file);
            if (!size)
                return size.error();
            if (*size != m_segmentBytes)
                continue;
            if (!content.isEmpty()) {
                if (auto done = m_io.write(*file, 0, content); !done)
                    return done;
                if (auto done = m_io.sync(*file); !done)
                    return done;
            }
        }
        m_reserve = std::max(0, m_reserve - 1);
        m_tight = true;
        if (auto done = m_io.rename(name, nameOf(number)); !done)
            return done;
        return m_io.syncFolder();
    }
    return Error{.kind = Error::Kind::NotFound, .message = tr("The reserve of the log is used up")};
}

Result<LogPosition> SegmentLog::append(const QByteArray &group)
{
    if (m_suspect) {
        if (auto done = rehome(group); !done)
            return done.error();
    } else {
        ASTERN_CRASH_POINT("journal.before-write");
        auto done = m_io.write(m_file.id(), m_at.offset, group);
        ASTERN_CRASH_POINT("journal.after-write");
        if (done)
            done = m_io.sync(m_file.id());
        if (!done) {
            m_suspect = true;
            if (auto again = rehome(group); !again)
                return done.error();
        }
    }
    ASTERN_CRASH_POINT("journal.after-sync");
    const LogPosition at = m_at;
    m_at.offset += group.size();
    return at;
}

Result<Ok> SegmentLog::rehome(const QByteArray &group)
{
    const auto kept = m_io.read(m_file.id(), 0, m_at.offset);
    if (!kept)
        return kept.error();
    if (kept->size() != m_at.offset)
        return Error{
            .kind = Error::Kind::Storage, .message = tr("The log lost bytes that were safe"), .where = m_at.toString()};
    // What is carried over must be what was synced: each group says so itself.
    for (qint64 at = 0; at < kept->size();) {
        const auto old = Group::decode(QByteArrayView(*kept).sliced(at));
        if (!old)
            return Error{.kind = Error::Kind::Storage,
                         .message = tr("The log reads back wrong after a failed write"),
                         .where = LogPosition{m_at.segment, at}.toString()};
        at += old->paddedSize();
    }
    if (auto done = makeSegment(m_io, m_at.segment, m_segmentBytes, *kept + group); !done) {
        if (!takeReserve(m_at.segment, *kept + group))
            return done;
    }
    const auto file = m_io.open(nameOf(m_at.segment));
    if (!file)
        return file.error();
    m_file = LogFile(m_io, *file);
    m_suspect = false;
    return Ok{};
}

namespace {

Result<Ok> makeFile(LogIo &io, const QString &name, qint64 segmentBytes, const QByteArray &content)
{
    const QString fresh = name + QStringLiteral(".new");
    {
        const auto made = io.create(fresh);
        if (!made)
            return made.error();
        const LogFile file(io, *made);
        QByteArray bytes = content;
        bytes.append(segmentBytes - content.size(), '\0');
        if (auto done = io.write(file.id(), 0, bytes); !done) {
            // What was written of it would hold the last free bytes of a full disk.
            if (const auto emptied = io.create(fresh))
                io.close(*emptied);
            return done;
        }
        if (auto done = io.sync(file.id()); !done)
            return done;
    }
    // Under its name only when every byte of it is on disk; usable only when the name is.
    if (auto done = io.rename(fresh, name); !done)
        return done;
    return io.syncFolder();
}

} // namespace

Result<Ok> SegmentLog::makeSegment(LogIo &io, quint32 number, qint64 segmentBytes, const QByteArray &content)
{
    return makeFile(io, nameOf(number), segmentBytes, content);
}

QString SegmentLog::reserveName(int number) { return QStringLiteral("reserve-%1").arg(number); }

std::function<Result<Ok>()> SegmentLog::reserveChore() const
{
    return [io = &m_io, making = m_making, bytes = m_segmentBytes]() -> Result<Ok> {
        const std::lock_guard lock(making->mutex);
        const auto names = io->list();
        if (!names)
            return names.error();
        for (int i = 0; i < kReserveSegments; ++i) {
            const QString name = reserveName(i);
            if (names->contains(name)) {
                const auto file = io->open(name);
                const LogFile guard = file ? LogFile(*io, *file) : LogFile();
                const auto size = file ? io->size(*file) : Result<qint64>(file.error());
                if (size && *size == bytes)
                    continue;
            }
            if (auto done = makeFile(*io, name, bytes, {}); !done)
                return done;
        }
        return Ok{};
    };
}

void SegmentLog::reserveMade()
{
    m_reserve = kReserveSegments;
    m_tight = false;
}

std::function<Result<Ok>()> SegmentLog::spareChore() const
{
    return [io = &m_io, making = m_making, number = spareNumber(), size = m_segmentBytes]() -> Result<Ok> {
        const std::lock_guard lock(making->mutex);
        if (number < making->made)
            return Ok{};
        auto done = makeSegment(*io, number, size);
        if (done)
            making->made = number + 1;
        return done;
    };
}

void SegmentLog::spareMade(quint32 number) { m_count = std::max(m_count, number + 1); }

Result<Ok> SegmentLog::replaceSegment(quint32 segment, const QByteArray &bytes, const QString &asideSuffix)
{
    const auto damaged = bytesOf(segment);
    if (!damaged)
        return damaged.error();
    if (!damaged->isEmpty()) {
        if (auto done = replaceFile(m_io, nameOf(segment) + asideSuffix, *damaged); !done)
            return done;
    }
    if (auto done = makeSegment(m_io, segment, m_segmentBytes, bytes); !done)
        return done;
    spareMade(segment);
    return Ok{};
}

} // namespace astern
