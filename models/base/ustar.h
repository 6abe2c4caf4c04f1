// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace astern::Ustar {

// A POSIX.1-1988 tar of plain files, piece by piece.
inline constexpr qsizetype kBlock = 512;

// Whether a member can have this name: ASCII, no leading slash, at most 99 bytes behind its last part that begins
// within 155.
[[nodiscard]] bool isName(const QByteArray &name);
// Header, bytes and padding of a file that nobody owns.
[[nodiscard]] QByteArray member(const QByteArray &name, const QByteArray &bytes, int mode, qint64 mtimeSeconds);
[[nodiscard]] QByteArray end();

} // namespace astern::Ustar
