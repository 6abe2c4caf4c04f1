// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordreader.h"

#include <QCoreApplication>

namespace astern::policy {

Result<RecordReader> RecordReader::open(const QString &path)
{
    Result<FrameReader> frames = FrameReader::open(path);
    if (!frames)
        return frames.error();
    return RecordReader(std::move(frames).value());
}

Result<std::optional<RecordBlock>> RecordReader::next(std::vector<Record> spare)
{
    if (m_damage)
        return *m_damage;
    const qint64 at = m_frames.offset();
    const auto spoilt = [this](const Error &error) {
        m_damage = error;
        return error;
    };
    const Result<std::optional<Frame>> frame = m_frames.next();
    if (!frame)
        return spoilt(frame.error());
    if (!*frame)
        return std::optional<RecordBlock>();
    const Error misplaced = m_frames.damaged(QCoreApplication::translate("Records", "The records are damaged"));
    const Result<std::optional<QByteArray>> payload = m_frames.payload();
    if (!payload)
        return spoilt(payload.error());
    if (!*payload)
        return std::optional<RecordBlock>();
    Q_ASSERT(m_frames.offset() > at);
    RecordBlock block;
    if ((*frame)->kind == Frame::Kind::Ground) {
        Result<RecordGround> ground = decodeGround(**payload);
        if (!ground)
            return spoilt(misplaced);
        block.ground = std::move(ground).value();
    } else {
        // Whose records they are is said first.
        Result<std::vector<Record>> records = m_begun ? decodeRecords(**payload, m_book, std::move(spare)) : misplaced;
        if (!records)
            return spoilt(misplaced);
        block.records = std::move(records).value();
    }
    m_begun = true;
    m_latestMs = (*frame)->latestMs;
    return std::optional(std::move(block));
}

} // namespace astern::policy
