// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/crc32c.h"

#include <array>

namespace astern::policy {
namespace {

constexpr std::array<quint32, 256> makeTable()
{
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < 256; ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? (value >> 1) ^ 0x82f6'3b78U : value >> 1;
        table[i] = value;
    }
    return table;
}

constexpr std::array<quint32, 256> kTable = makeTable();

} // namespace

quint32 crc32c(QByteArrayView bytes, quint32 before)
{
    quint32 value = ~before;
    for (const char byte : bytes)
        value = (value >> 8) ^ kTable[(value ^ quint8(byte)) & 0xff];
    return ~value;
}

} // namespace astern::policy
