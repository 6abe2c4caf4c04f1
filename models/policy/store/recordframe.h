// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QFile>

#include <memory>
#include <optional>

// How blocks lie in a file: eight bytes that say what it is, then frame after frame.
//   u32 length of the payload · u8 version · u8 kind · u16 zero · i64 latest time, ms UTC · u32 CRC-32C of the payload
//   · u32 CRC-32C of the twenty bytes before and of the frame's own offset (u64) · payload · 0xa5
// Little endian. The head has a sum of its own, so that a length can be believed: a file that ends before its last
// frame does was cut off while it was written. The last byte is never zero: where it is, the pages of a frame had not
// reached the disk when the power went.
namespace astern::policy {

struct Frame {
    enum class Kind : quint8 { Ground = 1, Records = 2 };
    Kind kind = Kind::Records;
    qint64 latestMs = 0; // of everything in the file up to and with this
    quint32 length = 0;
    quint32 sum = 0;
};

inline constexpr char kFileMark[] = "ASTREC1\n";
inline constexpr qint64 kFileMarkBytes = 8;
inline constexpr qint64 kHeadBytes = 24;
inline constexpr quint32 kMostBytes = 64 << 20; // of a payload

[[nodiscard]] QByteArray makeFrame(Frame::Kind kind, qint64 latestMs, const QByteArray &payload, qint64 offset);

// Goes through a file frame by frame, while somebody else may append to it.
class FrameReader {
public:
    [[nodiscard]] static Result<FrameReader> open(const QString &path);

    // The next frame; nullopt: there is none, or none that is whole. Ask again later, more may have come. Damage is an
    // Error that names file and offset, for good.
    [[nodiscard]] Result<std::optional<Frame>> next();
    // Of the frame that next() gave; nullopt: its end had not been written when the power went. Either this or skip().
    [[nodiscard]] Result<std::optional<QByteArray>> payload();
    void skip();

    [[nodiscard]] qint64 offset() const { return m_offset; } // everything before is whole
    [[nodiscard]] bool isCutOff() const { return m_cutOff; } // other bytes lie behind offset()
    [[nodiscard]] Error damaged(const QString &what) const;

private:
    [[nodiscard]] Result<QByteArray> read(qint64 offset, qint64 length);
    [[nodiscard]] Result<bool> isEmptyFrom(qint64 offset); // nothing but zeros

    std::unique_ptr<QFile> m_file;
    qint64 m_offset = 0;
    Frame m_frame;
    bool m_cutOff = false;
};

} // namespace astern::policy
