// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/recordsieve.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace astern::connectors {
namespace {

QString text(std::string_view bytes) { return QString::fromUtf8(bytes.data(), qsizetype(bytes.size())); }

// One text for a series, however its server orders labels; lengths keep apart what contains the separator.
QByteArray keyOf(std::vector<PromDecoder::Label> &labels)
{
    std::sort(labels.begin(), labels.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
    QByteArray key;
    for (const PromDecoder::Label &label : labels) {
        for (const std::string_view part : {label.name, label.value}) {
            key.append(part.data(), qsizetype(part.size()));
            key.append('\0').append(QByteArray::number(qulonglong(part.size()))).append('\0');
        }
    }
    return key;
}

} // namespace

RecordSieve::Series &RecordSieve::seriesOf(const PromDecoder::Series &found, const QByteArray *&key)
{
    std::vector<PromDecoder::Label> labels(found.labels.begin(), found.labels.end());
    const auto [it, isNew] = m_series.try_emplace(keyOf(labels));
    key = &it->first;
    Series &series = it->second;
    if (isNew) {
        for (const PromDecoder::Label &label : labels) {
            if (label.name == "__name__")
                series.name = text(label.value);
            else
                series.labels.insert(text(label.name), text(label.value));
        }
    }
    return series;
}

void RecordSieve::add(const PromDecoder &answer, bool dropsNaN)
{
    for (const PromDecoder::Series &found : answer.series()) {
        const QByteArray *key = nullptr;
        Series *series = nullptr;
        for (const Sample &sample : found.samples) {
            if (dropsNaN && std::isnan(sample.value))
                continue;
            if (!series)
                series = &seriesOf(found, key);
            const qint64 last = std::max(series->toldMs, series->addedMs);
            if (sample.atMs <= last)
                continue;
            if (last > 0 && (series->distanceMs == 0 || sample.atMs - last < series->distanceMs))
                series->distanceMs = sample.atMs - last;
            series->addedMs = sample.atMs;
            m_added.push_back({key, series, sample.atMs, sample.value});
        }
    }
}

QList<policy::SampleRecord> RecordSieve::take(const QString &source, qint64 arrivedMs, qint64 skewMs)
{
    struct Placed {
        Added added;
        qint64 eventMs;
    };
    std::vector<Placed> placed;
    placed.reserve(m_added.size());
    for (const Added &added : m_added) { // ascending within each series
        Series &series = *added.series;
        const qint64 event = std::max(added.serverMs - skewMs, series.toldEventMs + 1);
        series.toldMs = added.serverMs;
        series.toldEventMs = event;
        series.addedMs = 0;
        m_newestMs = std::max(m_newestMs, added.serverMs);
        placed.push_back({added, event});
    }
    m_added.clear();
    std::sort(placed.begin(), placed.end(), [](const Placed &a, const Placed &b) {
        return std::tie(a.eventMs, *a.added.key) < std::tie(b.eventMs, *b.added.key);
    });
    QList<policy::SampleRecord> records;
    records.reserve(qsizetype(placed.size()));
    for (const Placed &one : placed) {
        const Series &series = *one.added.series;
        records.append({source, series.name, series.labels, one.eventMs, arrivedMs, one.added.value});
    }
    return records;
}

void RecordSieve::drop()
{
    m_added.clear();
    // A series of which nothing was told is as if it had never been seen.
    std::erase_if(m_series, [](const auto &entry) { return entry.second.toldMs == 0; });
    for (auto &[key, series] : m_series)
        series.addedMs = 0;
}

void RecordSieve::forgetBefore(qint64 serverMs)
{
    std::erase_if(m_series, [serverMs](const auto &entry) {
        return std::max(entry.second.toldMs, entry.second.addedMs) < serverMs;
    });
}

qint64 RecordSieve::scrapeMs() const
{
    qint64 longest = 0;
    for (const auto &[key, series] : m_series)
        longest = std::max(longest, series.distanceMs);
    return longest;
}

qint64 RecordSieve::shortestScrapeMs() const
{
    qint64 shortest = 0;
    for (const auto &[key, series] : m_series) {
        if (series.distanceMs > 0 && (shortest == 0 || series.distanceMs < shortest))
            shortest = series.distanceMs;
    }
    return shortest;
}

} // namespace astern::connectors
