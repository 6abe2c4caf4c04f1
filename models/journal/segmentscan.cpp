// SPDX-License-Identifier: GPL-3.0-or-later
// SegmentLog, read: groups in order, where they end, and what lies behind that.
#include "models/journal/segmentlog.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

Result<QByteArray> SegmentLog::bytesOf(quint32 segment)
{
    const auto file = m_io.open(nameOf(segment));
    if (!file && file.error().kind == Error::Kind::NotFound)
        return QByteArray();
    if (!file)
        return file.error();
    const LogFile guard(m_io, *file);
    const auto size = m_io.size(*file);
    if (!size)
        return size.error();
    return m_io.read(*file, 0, *size);
}

Result<ScanEnd> SegmentLog::scan(const LogCursor &from, const Visit &visit)
{
    ScanEnd end{.next = from};
    LogCursor &next = end.next;
    const auto follows = [&next](const std::optional<Group> &group) {
        return group && group->number == next.number && group->first == next.index && group->prev == next.prev;
    };
    for (quint32 segment = next.at.segment; segment < m_count; ++segment) {
        const auto bytes = bytesOf(segment);
        if (!bytes)
            return bytes.error();
        qint64 at = segment == from.at.segment ? from.at.offset : 0;
        while (at + kBlock <= bytes->size()) {
            const auto group = Group::decode(QByteArrayView(*bytes).sliced(at));
            if (!follows(group))
                break;
            if (auto done = visit(*group, {segment, at}); !done)
                return done.error();
            at += group->paddedSize();
            next = {{segment, at}, group->number + 1, group->first + quint64(group->entries.size()), group->self};
        }
        if (segment != next.at.segment)
            break; // nothing of this segment continues the chain: the log ended in the one before
        if (!isZero(QByteArrayView(*bytes).sliced(std::min<qint64>(at, bytes->size()))))
            break; // a segment is left only where the rest of it is zeros
    }
    if (auto done = judgeTail(end); !done)
        return done.error();
    if (!end.damaged && !m_layoutDamage.isEmpty()) {
        end.damaged = true;
        end.why = m_layoutDamage;
    }
    return end;
}

// A cut can leave the last group torn; it cannot leave a whole group behind a missing one, because a group is
// written only after the one before it was synced.
Result<Ok> SegmentLog::judgeTail(ScanEnd &end)
{
    for (quint32 segment = end.next.at.segment; segment < m_count; ++segment) {
        const auto bytes = bytesOf(segment);
        if (!bytes)
            return bytes.error();
        const qint64 start = segment == end.next.at.segment ? end.next.at.offset : 0;
        if (start >= bytes->size() || isZero(QByteArrayView(*bytes).sliced(start)))
            continue;
        if (!end.residue)
            end.newer = Group::isOfNewerVersion(QByteArrayView(*bytes).sliced(start));
        end.residue = true;
        for (qint64 at = start; at + kBlock <= bytes->size(); at += kBlock) {
            const auto group = Group::decode(QByteArrayView(*bytes).sliced(at));
            if (!group)
                continue;
            end.damaged = true;
            end.why = tr("group %1 is missing or changed, but group %2 lies behind it, %3")
                          .arg(end.next.number)
                          .arg(group->number)
                          .arg(LogPosition{segment, at}.toString());
            return Ok{};
        }
    }
    return Ok{};
}

Result<Group> SegmentLog::groupAt(LogPosition at)
{
    const auto bytes = bytesOf(at.segment);
    if (!bytes)
        return bytes.error();
    if (at.offset < bytes->size()) {
        if (auto group = Group::decode(QByteArrayView(*bytes).sliced(at.offset)))
            return *group;
    }
    return Error{.kind = Error::Kind::Malformed, .message = tr("No whole group is there"), .where = at.toString()};
}

} // namespace astern
