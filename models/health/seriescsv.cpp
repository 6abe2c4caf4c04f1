// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/seriescsv.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

namespace astern {
namespace {

QByteArray field(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    const bool quoted = std::any_of(bytes.cbegin(), bytes.cend(),
                                    [](char c) { return c == '"' || c == ',' || c == '\r' || c == '\n'; });
    if (!quoted)
        return bytes;
    bytes.replace('"', "\"\"");
    return '"' + bytes + '"';
}

void appendNumber(QByteArray &out, double value)
{
    if (std::isnan(value))
        return;
    // The shortest digits that read back as the same double; no locale has a say in them.
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end.ptr - digits.data());
}

// Walks one column through the span.
struct Walk {
    SeriesStore::View samples;
    qsizetype next = 0;
    [[nodiscard]] qint64 atMs(qint64 toMs) const
    {
        constexpr qint64 kEnd = std::numeric_limits<qint64>::max();
        return next < samples.size() && samples.at(next).atMs <= toMs ? samples.at(next).atMs : kEnd;
    }
};

} // namespace

QByteArray seriesCsv(const QList<CsvColumn> &columns, const TimeSpan &span)
{
    QByteArray out = "time (UTC)";
    std::vector<Walk> walks;
    for (const CsvColumn &column : columns) {
        out +=
            ',' + field(column.unit.isEmpty() ? column.name : QStringLiteral("%1 (%2)").arg(column.name, column.unit));
        walks.push_back({column.samples, column.samples.firstNotBefore(span.fromMs)});
    }
    out += "\r\n";
    for (;;) {
        qint64 at = std::numeric_limits<qint64>::max();
        for (const Walk &walk : walks)
            at = std::min(at, walk.atMs(span.toMs));
        if (at == std::numeric_limits<qint64>::max())
            return out;
        out += QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
        for (Walk &walk : walks) {
            out += ',';
            if (walk.atMs(span.toMs) == at)
                appendNumber(out, walk.samples.at(walk.next++).value);
        }
        out += "\r\n";
    }
}

} // namespace astern
