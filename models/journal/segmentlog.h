// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/group.h"
#include "models/journal/logio.h"

#include <functional>
#include <memory>
#include <mutex>

namespace astern {

inline constexpr qint64 kSegmentBytes = 4 * 1024 * 1024;
inline constexpr int kReserveSegments = 2; // 8 MiB

struct LogPosition {
    quint32 segment = 0;
    qint64 offset = 0;
    bool operator==(const LogPosition &) const = default;
    [[nodiscard]] QString toString() const; // "00000003.seg at 8192"
};

// Where a reader of the log stands: what the group at `at` must be to continue the chain.
struct LogCursor {
    LogPosition at;
    quint64 number = 0;
    quint64 index = 0;
    Hash prev{};
};

struct ScanEnd {
    LogCursor next;
    bool residue = false; // other bytes than zeros lie behind: a group that was cut off while it was written
    bool newer = false;   // that is a group of a version that is not known here
    bool damaged = false; // what lies behind contradicts a cut: it was whole once
    QString why;
};

// The record: numbered files of one size, written with zeros and synced before they are used, so that a group
// costs one write in place and one fdatasync. Knows groups and their chain, nothing of what entries say.
class SegmentLog {
public:
    explicit SegmentLog(LogIo &io, qint64 segmentBytes = kSegmentBytes);

    // Finds the segments. Damage of their numbering or sizes is kept for scan() to tell.
    [[nodiscard]] Result<Ok> load();
    [[nodiscard]] quint32 segments() const { return m_count; }
    // What was read may lie in the cache alone: synced before anything is built on it.
    [[nodiscard]] Result<Ok> syncFrom(quint32 segment);

    using Visit = std::function<Result<Ok>(const Group &group, LogPosition at)>;
    // Reads whole groups from `from` on, in order, until the log ends or something else is found.
    [[nodiscard]] Result<ScanEnd> scan(const LogCursor &from, const Visit &visit);
    // The group at a position, when it is whole.
    [[nodiscard]] Result<Group> groupAt(LogPosition at);

    // Goes on behind `end`. A group that was cut off was never answered for: its residue becomes zeros again.
    [[nodiscard]] Result<Ok> resume(const ScanEnd &end);
    // Makes sure that `size` bytes fit without asking the disk for more. Called before anything is signed. When the
    // disk has no room for another segment, an emergency takes one of the reserve; from then on nothing else is let in
    // until the reserve is whole again.
    [[nodiscard]] Result<Ok> reserve(qint64 size, bool emergency = false);
    [[nodiscard]] bool isTight() const { return m_tight; }
    // There is room in the segment as it is.
    [[nodiscard]] bool holds(qint64 size) const { return m_at.offset + size <= m_segmentBytes; }
    // One write, one sync. On an error the bytes may be on disk or not, so the same bytes must be appended again
    // before any others; that call then moves to a fresh copy of the segment, since a sync that failed once
    // cannot be trusted to have kept the pages.
    [[nodiscard]] Result<LogPosition> append(const QByteArray &group);

    // Replaces a damaged segment by one with these bytes; the damaged file stays beside it under another name.
    [[nodiscard]] Result<Ok> replaceSegment(quint32 segment, const QByteArray &bytes, const QString &asideSuffix);

    // One segment ahead of the current one, made by a call that may run on another thread than append(). Should
    // reserve() have made that segment first, the call makes nothing: there may be groups in it.
    [[nodiscard]] bool needsSpare() const { return m_at.segment + 1 >= m_count; }
    [[nodiscard]] std::function<Result<Ok>()> spareChore() const;
    [[nodiscard]] static Result<Ok> makeSegment(LogIo &io, quint32 number, qint64 segmentBytes,
                                                const QByteArray &content = {});
    [[nodiscard]] static QString reserveName(int number);
    void spareMade(quint32 number);
    // Segments that lie ready under other names, for a disk that is full.
    [[nodiscard]] bool needsReserve() const { return m_reserve < kReserveSegments; }
    [[nodiscard]] std::function<Result<Ok>()> reserveChore() const;
    void reserveMade();
    [[nodiscard]] quint32 spareNumber() const { return m_count; }
    [[nodiscard]] qint64 segmentBytes() const { return m_segmentBytes; }
    [[nodiscard]] static QString nameOf(quint32 segment);

private:
    [[nodiscard]] Result<QByteArray> bytesOf(quint32 segment);
    [[nodiscard]] Result<Ok> judgeTail(ScanEnd &end);
    [[nodiscard]] Result<Ok> moveTo(quint32 segment);
    [[nodiscard]] Result<Ok> rehome(const QByteArray &group);
    [[nodiscard]] Result<Ok> takeReserve(quint32 number, const QByteArray &content = {});
    [[nodiscard]] Result<Ok> zeroFrom(LogPosition at);

    // Two threads make segments, by one name and through one temporary file: one at a time, and none twice.
    struct Making {
        std::mutex mutex;
        quint32 made = 0; // segments below exist
    };

    LogIo &m_io;
    qint64 m_segmentBytes;
    std::shared_ptr<Making> m_making = std::make_shared<Making>();
    quint32 m_count = 0;
    QString m_layoutDamage;
    LogFile m_file; // the segment that m_at is in
    LogPosition m_at;
    int m_reserve = 0;      // how many lie ready
    bool m_tight = false;   // one was taken and could not be made again yet
    bool m_suspect = false; // a write or sync failed: the file on disk may differ from what reads give
};

} // namespace astern
