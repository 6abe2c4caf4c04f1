// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/group.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace astern {
namespace {

constexpr QByteArrayView kMagic("ASTNLOG1", 8);
constexpr qsizetype kSelfAt = 64;
constexpr qint64 kLargestGroup = 64 * 1024 * 1024;

qint64 padded(qint64 size) { return (size + kBlock - 1) / kBlock * kBlock; }

qint64 plainSize(const Group &group)
{
    qint64 size = kGroupHeader;
    for (const QByteArray &frame : group.entries)
        size += 2 + frame.size();
    for (const QByteArray &frame : group.openings)
        size += 2 + frame.size();
    return size;
}

template <class T>
void put(QByteArray &bytes, qsizetype at, T value)
{
    qToBigEndian(value, bytes.data() + at);
}

template <class T>
T get(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<T>(bytes.data() + at);
}

Hash hashOf(QByteArrayView plain)
{
    static constexpr Hash kZeros{};
    return sha256(plain.first(kSelfAt), viewOf(kZeros), plain.sliced(kGroupHeader));
}

} // namespace

bool isZero(QByteArrayView bytes)
{
    return bytes.isEmpty() ||
           (bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, size_t(bytes.size() - 1)) == 0);
}

qint64 Group::paddedSize() const { return padded(plainSize(*this)); }

QByteArray Group::encode()
{
    const qint64 size = plainSize(*this);
    QByteArray out(padded(size), '\0');
    std::memcpy(out.data(), kMagic.data(), size_t(kMagic.size()));
    put(out, 8, quint32(size));
    put(out, 12, quint32(entries.size()));
    put(out, 16, number);
    put(out, 24, first);
    std::memcpy(out.data() + 32, prev.data(), prev.size());
    qsizetype at = kGroupHeader;
    for (const auto *frames : {&entries, &openings}) {
        for (const QByteArray &frame : *frames) {
            put(out, at, quint16(frame.size()));
            std::memcpy(out.data() + at + 2, frame.constData(), size_t(frame.size()));
            at += 2 + frame.size();
        }
    }
    self = hashOf(QByteArrayView(out).first(size));
    std::memcpy(out.data() + kSelfAt, self.data(), self.size());
    return out;
}

qint64 Group::claimedSize(QByteArrayView bytes)
{
    if (bytes.size() < kGroupHeader || bytes.first(kMagic.size()) != kMagic)
        return 0;
    const qint64 size = get<quint32>(bytes, 8);
    return size < kGroupHeader || size > kLargestGroup ? 0 : padded(size);
}

bool Group::isOfNewerVersion(QByteArrayView bytes)
{
    const qsizetype digit = kMagic.size() - 1;
    return bytes.size() >= kGroupHeader && bytes.first(digit) == kMagic.first(digit) && bytes[digit] > kMagic[digit] &&
           bytes[digit] <= '9';
}

std::optional<Group> Group::decode(QByteArrayView bytes)
{
    const qint64 whole = claimedSize(bytes);
    if (whole == 0 || whole > bytes.size())
        return std::nullopt;
    const qint64 size = get<quint32>(bytes, 8);
    const QByteArrayView plain = bytes.first(size);
    Group group;
    group.number = get<quint64>(plain, 16);
    group.first = get<quint64>(plain, 24);
    group.prev = *hashFromBytes(plain.sliced(32, 32));
    group.self = *hashFromBytes(plain.sliced(kSelfAt, 32));
    if (group.self != hashOf(plain) || !isZero(bytes.sliced(size, whole - size)))
        return std::nullopt;
    const quint32 count = get<quint32>(plain, 12);
    qint64 at = kGroupHeader;
    while (at < size) {
        if (at + 2 > size || at + 2 + get<quint16>(plain, at) > size)
            return std::nullopt;
        const qsizetype length = get<quint16>(plain, at);
        auto &frames = quint32(group.entries.size()) < count ? group.entries : group.openings;
        frames.append(plain.sliced(at + 2, length).toByteArray());
        at += 2 + length;
    }
    if (quint32(group.entries.size()) != count || count == 0)
        return std::nullopt;
    return group;
}

} // namespace astern
