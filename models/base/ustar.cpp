// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/ustar.h"

#include <algorithm>

namespace astern::Ustar {
namespace {

constexpr qsizetype kMostName = 99;
constexpr qsizetype kMostPrefix = 155;

QByteArray octal(qint64 value, int width) { return QByteArray::number(value, 8).rightJustified(width - 1, '0') + '\0'; }

// Where a long name is parted into prefix and name; 0: it is short; -1: it cannot be.
qsizetype partedAt(const QByteArray &name)
{
    if (name.size() <= kMostName)
        return 0;
    const qsizetype slash = name.indexOf('/', name.size() - kMostName - 1);
    return slash > 0 && slash <= kMostPrefix && slash + 1 < name.size() ? slash : -1;
}

} // namespace

bool isName(const QByteArray &name)
{
    const bool ascii = std::all_of(name.cbegin(), name.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
    return !name.isEmpty() && ascii && !name.startsWith('/') && partedAt(name) >= 0;
}

QByteArray member(const QByteArray &name, const QByteArray &bytes, int mode, qint64 mtimeSeconds)
{
    QByteArray block(kBlock, '\0');
    const auto put = [&block](qsizetype at, const QByteArray &part) { block.replace(at, part.size(), part); };
    const qsizetype parted = std::max<qsizetype>(partedAt(name), 0);
    put(0, parted == 0 ? name.left(kMostName) : name.mid(parted + 1));
    put(100, octal(mode, 8));
    put(108, octal(0, 8));
    put(116, octal(0, 8));
    put(124, octal(bytes.size(), 12));
    put(136, octal(mtimeSeconds, 12));
    put(148, QByteArray(8, ' ')); // the sum counts its own field as blanks
    put(156, "0");
    put(257, QByteArray("ustar\0", 6));
    put(263, "00");
    put(345, name.left(parted));
    unsigned sum = 0;
    for (const char byte : std::as_const(block))
        sum += static_cast<unsigned char>(byte);
    put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return block + bytes + QByteArray((kBlock - bytes.size() % kBlock) % kBlock, '\0');
}

QByteArray end() { return QByteArray(2 * kBlock, '\0'); }

} // namespace astern::Ustar
