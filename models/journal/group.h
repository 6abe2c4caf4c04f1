// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/digest.h"

#include <QList>

#include <optional>

namespace astern {

inline constexpr qint64 kBlock = 4096; // groups start at multiples of it
inline constexpr qsizetype kGroupHeader = 96;

// What one write and one sync make durable: the entries of a moment and their encrypted openings.
//
//   0  8  magic "ASTNLOG1"        32  32  hash of the previous group (zeros for the first)
//   8  4  length, header included 64  32  SHA-256 of this group, these 32 bytes taken as zeros
//  12  4  number of entries       96      frames: uint16 length, bytes; entries first, then openings
//  16  8  group number                    zeros up to the next multiple of 4 KiB
//  24  8  index of the first entry        (all numbers big-endian)
struct Group {
    quint64 number = 0;
    quint64 first = 0;
    Hash prev{};
    Hash self{};
    QList<QByteArray> entries;
    QList<QByteArray> openings;

    // Sets `self`. The result is padded to whole blocks.
    [[nodiscard]] QByteArray encode();
    // Bytes on disk of a group with these frames.
    [[nodiscard]] qint64 paddedSize() const;
    // Reads the group at the start of `bytes`; nullopt unless every byte of it is as encode() made it.
    [[nodiscard]] static std::optional<Group> decode(QByteArrayView bytes);
    // Padded size that the header at the start of `bytes` claims; 0 when there is no header.
    [[nodiscard]] static qint64 claimedSize(QByteArrayView bytes);
    // A header of this format in a version that is not known here.
    [[nodiscard]] static bool isOfNewerVersion(QByteArrayView bytes);
};

[[nodiscard]] bool isZero(QByteArrayView bytes);

} // namespace astern
