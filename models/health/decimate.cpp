// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/decimate.h"

#include <cmath>
#include <limits>

namespace astern {
namespace {

// Lowest and highest sample of one column, and the order in which they came.
class Column {
public:
    explicit Column(std::vector<Sample> &out) : m_out(out) {}

    void add(const Sample &sample, int column)
    {
        if (m_has && column != m_column)
            flush();
        if (!m_has) {
            m_low = m_high = sample;
            m_column = column;
            m_has = true;
            return;
        }
        if (sample.value < m_low.value)
            m_low = sample;
        if (sample.value > m_high.value)
            m_high = sample;
    }

    void flush()
    {
        if (!m_has)
            return;
        m_has = false;
        const Sample &first = m_low.atMs <= m_high.atMs ? m_low : m_high;
        const Sample &second = m_low.atMs <= m_high.atMs ? m_high : m_low;
        m_out.push_back(first);
        if (second.atMs != first.atMs)
            m_out.push_back(second);
    }

    void breakLine(qint64 atMs)
    {
        flush();
        if (!m_out.empty() && !std::isnan(m_out.back().value))
            m_out.push_back({atMs, std::numeric_limits<double>::quiet_NaN()});
    }

private:
    std::vector<Sample> &m_out;
    Sample m_low;
    Sample m_high;
    int m_column = 0;
    bool m_has = false;
};

} // namespace

int TimeColumns::column(qint64 atMs) const
{
    if (columns <= 0 || toMs <= fromMs || atMs < fromMs)
        return -1;
    if (atMs > toMs)
        return columns;
    // In doubles: 2^53 ms are 285 000 years, and ms * columns in 64 bits would not be safe.
    const double x = double(atMs - fromMs) / double(toMs - fromMs) * columns;
    return std::min(int(x), columns - 1);
}

void decimate(const SeriesStore::View &view, const TimeColumns &axis, qint64 gapMs, std::vector<Sample> &out)
{
    if (axis.columns <= 0 || axis.toMs <= axis.fromMs || view.isEmpty())
        return;
    qsizetype from = view.firstNotBefore(axis.fromMs);
    if (from > 0)
        --from;
    Column column(out);
    qint64 previousMs = std::numeric_limits<qint64>::min();
    for (qsizetype i = from; i < view.size(); ++i) {
        const Sample &sample = view.at(i);
        if (std::isnan(sample.value)) {
            column.breakLine(sample.atMs);
        } else {
            const bool hole =
                gapMs > 0 && previousMs != std::numeric_limits<qint64>::min() && sample.atMs - previousMs > gapMs;
            if (hole)
                column.breakLine(previousMs + 1);
            column.add(sample, axis.column(sample.atMs));
        }
        previousMs = sample.atMs;
        if (sample.atMs > axis.toMs)
            break;
    }
    column.flush();
}

std::vector<std::span<const Sample>> unbroken(std::span<const Sample> line)
{
    std::vector<std::span<const Sample>> pieces;
    size_t from = 0;
    for (size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && std::isfinite(line[i].value))
            continue;
        if (i > from)
            pieces.push_back(line.subspan(from, i - from));
        from = i + 1;
    }
    return pieces;
}

} // namespace astern
