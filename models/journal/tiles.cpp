// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/tiles.h"

#include <QtEndian>

namespace astern::Tiles {
namespace {

// Calls for every tile of a row of `items`, the last one perhaps narrower.
template <class F>
Result<Ok> eachTile(quint64 items, F call)
{
    for (quint64 number = 0; number * kWidth < items; ++number) {
        const int width = int(std::min<quint64>(kWidth, items - number * kWidth));
        if (auto done = call(number, width); !done)
            return done;
    }
    return Ok{};
}

} // namespace

QString path(const QString &level, quint64 number, int width)
{
    QString digits = QStringLiteral("%1").arg(number % 1000, 3, 10, QLatin1Char('0'));
    for (number /= 1000; number > 0; number /= 1000)
        digits = QStringLiteral("x%1/").arg(number % 1000, 3, 10, QLatin1Char('0')) + digits;
    const QString whole = QStringLiteral("tile/") + level + QLatin1Char('/') + digits;
    return width == kWidth ? whole : whole + QStringLiteral(".p/") + QString::number(width);
}

QByteArray bundle(const QList<QByteArray> &leaves)
{
    QByteArray out;
    for (const QByteArray &leaf : leaves) {
        quint16 length = qToBigEndian(quint16(leaf.size()));
        out.append(reinterpret_cast<const char *>(&length), sizeof length).append(leaf);
    }
    return out;
}

Result<Ok> write(const Source &source, const Write &write)
{
    // A hash of level l is the root of 256^l leaves; what does not fill one is not there yet.
    for (int level = 0; source.size >> (kHeight * level) > 0; ++level) {
        const auto tile = [&](quint64 number, int width) -> Result<Ok> {
            QByteArray bytes;
            bytes.reserve(width * qsizetype(sizeof(Hash)));
            for (int i = 0; i < width; ++i) {
                const auto hash = source.node(kHeight * level, number * kWidth + quint64(i));
                if (!hash)
                    return hash.error();
                bytes.append(viewOf(*hash));
            }
            return write(path(QString::number(level), number, width), bytes);
        };
        if (auto done = eachTile(source.size >> (kHeight * level), tile); !done)
            return done;
    }
    return eachTile(source.size, [&](quint64 number, int width) -> Result<Ok> {
        const auto leaves = source.leaves(number * kWidth, width);
        if (!leaves)
            return leaves.error();
        return write(path(QString::fromLatin1(kEntries), number, width), bundle(*leaves));
    });
}

} // namespace astern::Tiles
