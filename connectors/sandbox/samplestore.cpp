// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/samplestore.h"

#include <QByteArray>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <iterator>

namespace astern::connectors::sandbox {

static constexpr quint64 kStaleBits = 0x7ff0000000000002ULL; // value.StaleNaN of Prometheus

double staleMarker() { return std::bit_cast<double>(kStaleBits); }
bool isStale(double value) { return std::bit_cast<quint64>(value) == kStaleBits; }

size_t SampleStore::open(const Labels &labels)
{
    const auto [it, made] = m_byLabels.try_emplace(labels, m_series.size());
    if (made) {
        Series series;
        series.labels = labels;
        series.start = m_base + qint64(m_times.size());
        m_series.push_back(std::move(series));
        for (const auto &[name, value] : labels)
            m_postings[{name, value}].push_back(it->second);
    }
    m_series[it->second].alive = true;
    return it->second;
}

void SampleStore::scrape(qint64 wallMs)
{
    m_times.push_back(wallMs);
    const qint64 next = m_base + qint64(m_times.size()) - 1;
    while (!m_times.empty() && m_times.front() < wallMs - m_retentionMs) {
        m_times.pop_front();
        ++m_base;
    }
    for (Series &series : m_series) {
        if (!series.alive && (series.values.empty() || isStale(series.values.back())))
            continue;
        // Came back after an end: the scrapes in between had nothing.
        const qint64 gap = next - (series.start + qint64(series.values.size()));
        series.values.insert(series.values.end(), size_t(std::max<qint64>(0, gap)), staleMarker());
        series.values.push_back(series.alive ? series.current : staleMarker());
        const qint64 old = m_base - series.start;
        if (old > 1000) { // in pieces: taking one from the front of a vector moves them all
            series.values.erase(series.values.begin(),
                                series.values.begin() + std::min(old, qint64(series.values.size())));
            series.start += old;
        }
    }
}

std::vector<size_t> SampleStore::withLabels(const std::vector<QPair<QString, QString>> &equal) const
{
    std::vector<const std::vector<size_t> *> lists; // each ascending
    for (const auto &pair : equal) {
        const auto it = m_postings.constFind(pair);
        if (it == m_postings.constEnd())
            return {};
        lists.push_back(&*it);
    }
    std::vector<size_t> found;
    if (lists.empty()) {
        found.resize(m_series.size());
        for (size_t i = 0; i < found.size(); ++i)
            found[i] = i;
        return found;
    }
    std::sort(lists.begin(), lists.end(), [](const auto *a, const auto *b) { return a->size() < b->size(); });
    std::copy_if(lists.front()->begin(), lists.front()->end(), std::back_inserter(found), [&lists](size_t index) {
        return std::all_of(lists.begin() + 1, lists.end(), [index](const std::vector<size_t> *list) {
            return std::binary_search(list->begin(), list->end(), index);
        });
    });
    return found;
}

std::vector<SampleStore::Point> SampleStore::range(size_t index, qint64 from, qint64 to) const
{
    const Series &series = m_series[index];
    std::vector<Point> points;
    const qint64 first = m_base + (std::lower_bound(m_times.begin(), m_times.end(), from) - m_times.begin());
    const qint64 behind = m_base + (std::upper_bound(m_times.begin(), m_times.end(), to) - m_times.begin());
    const qint64 end = std::min(behind, series.start + qint64(series.values.size()));
    for (qint64 at = std::max(first, series.start); at < end; ++at) {
        if (const double value = series.values[size_t(at - series.start)]; !isStale(value))
            points.push_back({m_times[size_t(at - m_base)], value});
    }
    return points;
}

bool SampleStore::instant(size_t index, qint64 at, qint64 lookback, Point &point) const
{
    const Series &series = m_series[index];
    const qint64 upTo = std::upper_bound(m_times.begin(), m_times.end(), at) - m_times.begin();
    // The newest of its values at or before `at`.
    const qint64 last = std::min(m_base + upTo, series.start + qint64(series.values.size())) - 1;
    if (last < series.start || last < m_base)
        return false;
    const qint64 time = m_times[size_t(last - m_base)];
    const double value = series.values[size_t(last - series.start)];
    if (time < at - lookback || isStale(value))
        return false;
    point = {time, value};
    return true;
}

QString formatValue(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("+Inf") : QStringLiteral("-Inf");
    char buffer[400];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    return error == std::errc() ? QString::fromLatin1(buffer, end - buffer) : QString::number(value, 'g', 17);
}

QByteArray SampleStore::exposition() const
{
    std::map<QString, QByteArray> families;
    const qint64 next = m_base + qint64(m_times.size());
    for (const Series &series : m_series) {
        // Only what the last scrape saw.
        if (!series.alive || series.start + qint64(series.values.size()) != next || series.values.empty())
            continue;
        const QString name = series.labels.at(QStringLiteral("__name__"));
        QByteArray &out = families[name];
        if (out.isEmpty() && name.endsWith(QLatin1String("_total")))
            out += "# TYPE " + name.toUtf8() + " counter\n";
        else if (out.isEmpty())
            out += "# TYPE " + name.toUtf8() + " untyped\n";
        out += name.toUtf8() + '{';
        bool first = true;
        for (const auto &[label, value] : series.labels) {
            if (label == QLatin1String("__name__"))
                continue;
            QString quoted = value;
            quoted.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
            out += (first ? "" : ",") + label.toUtf8() + "=\"" + quoted.toUtf8() + '"';
            first = false;
        }
        out += "} " + formatValue(series.values.back()).toUtf8() + ' ' + QByteArray::number(m_times.back()) + '\n';
    }
    QByteArray all;
    for (const auto &[name, lines] : families)
        all += lines;
    return all;
}

} // namespace astern::connectors::sandbox
