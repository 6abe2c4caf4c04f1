// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPair>
#include <QString>

#include <deque>
#include <map>
#include <span>
#include <vector>

namespace astern::connectors::sandbox {

// Label name -> value, with the metric's name as "__name__".
using Labels = std::map<QString, QString>;

// The bit pattern with which Prometheus marks the end of a series; not the same as an ordinary NaN.
[[nodiscard]] double staleMarker();
[[nodiscard]] bool isStale(double value);

// What a Prometheus that scrapes the company has stored. Every series is scraped at the same instants, so the
// times are kept once.
class SampleStore {
public:
    struct Point {
        qint64 at = 0; // wall clock, ms
        double value = 0;
    };
    struct Series {
        Labels labels;
        qint64 start = 0; // index of the first value in the list of all scrapes
        std::vector<double> values;
        double current = 0;
        bool alive = true;
    };

    explicit SampleStore(qint64 retentionMs = 6 * 3'600'000LL) : m_retentionMs(retentionMs) {}

    // The series with these labels, made when there is none; it is alive from now on.
    size_t open(const Labels &labels);
    [[nodiscard]] Series &at(size_t index) { return m_series[index]; }
    [[nodiscard]] const Series &at(size_t index) const { return m_series[index]; }
    [[nodiscard]] size_t size() const { return m_series.size(); }
    void add(size_t index, double amount) { m_series[index].current += amount; }
    void set(size_t index, double value) { m_series[index].current = value; }
    // Its target is gone: the next scrape writes a stale marker.
    void close(size_t index) { m_series[index].alive = false; }

    void scrape(qint64 wallMs);
    [[nodiscard]] qint64 lastScrape() const { return m_times.empty() ? 0 : m_times.back(); }

    // Indexes of series that carry every one of these label values ("name" = "value").
    [[nodiscard]] std::vector<size_t> withLabels(const std::vector<QPair<QString, QString>> &equal) const;
    // Samples with from <= at <= to, stale markers left out.
    [[nodiscard]] std::vector<Point> range(size_t index, qint64 from, qint64 to) const;
    // The newest sample at or before `at`, not older than `lookback`; false: none, or the series had ended.
    [[nodiscard]] bool instant(size_t index, qint64 at, qint64 lookback, Point &point) const;

    // The last scrape in the text format, with its time, so that a real Prometheus stores the very same samples.
    [[nodiscard]] QByteArray exposition() const;

private:
    qint64 m_retentionMs;
    std::vector<Series> m_series;
    std::map<Labels, size_t> m_byLabels;
    QHash<QPair<QString, QString>, std::vector<size_t>> m_postings;
    std::deque<qint64> m_times;
    qint64 m_base = 0; // index of m_times.front() in the list of all scrapes
};

// Numbers as Prometheus writes them: shortest text that reads back the same, "+Inf", "NaN".
[[nodiscard]] QString formatValue(double value);

} // namespace astern::connectors::sandbox
