// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/merkle.h"

// A log as files that anybody can serve and read: c2sp.org/tlog-tiles. Written at export; never a store of ours.
namespace astern::Tiles {

inline constexpr int kWidth = 256; // hashes of a whole tile, entries of a whole bundle
inline constexpr int kHeight = 8;  // 2^8 = kWidth
inline constexpr char kEntries[] = "entries";

// "tile/<level>/x001/x234/067", with ".p/<width>" behind it when fewer than 256 hashes are in it. Level "entries" for
// bundles of entries.
[[nodiscard]] QString path(const QString &level, quint64 number, int width = kWidth);

// What a log must answer.
struct Source {
    quint64 size = 0; // of the checkpoint that the tiles belong to
    // The hash of a complete subtree (level 0: of a leaf).
    std::function<Result<Hash>(int level, quint64 pos)> node;
    // Exactly `count` entries from `first` on.
    std::function<Result<QList<QByteArray>>(quint64 first, int count)> leaves;
};
using Write = std::function<Result<Ok>(const QString &path, const QByteArray &bytes)>;

// Every tile and bundle of the log at that size, in the order of their levels and numbers; one at a time in memory.
[[nodiscard]] Result<Ok> write(const Source &source, const Write &write);

// An entry bundle: uint16 length and bytes of each entry.
[[nodiscard]] QByteArray bundle(const QList<QByteArray> &leaves);

} // namespace astern::Tiles
