// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/prometheus/promdecode.h"
#include "models/policy/verdict/samplerecord.h"

#include <QByteArray>
#include <QList>

#include <map>
#include <vector>

namespace astern::connectors {

// Which samples of overlapping answers are new: of each series those that are newer, by the server's own time, than
// what was told of it. An answer counts only once it is taken; what a failed poll had brought is dropped, and comes
// again with the next one.
class RecordSieve {
public:
    // Of an answer with raw samples. `dropsNaN`: the server does not tell a value that is not a number from the end of
    // a series.
    void add(const PromDecoder &answer, bool dropsNaN);
    // What was added and is new, ascending by event time, then by series. Event times are the server's less `skewMs`;
    // where a clock was set meanwhile they still ascend within each series: the order of a counter's values is what
    // its increases are counted from.
    [[nodiscard]] QList<policy::SampleRecord> take(const QString &source, qint64 arrivedMs, qint64 skewMs);
    void drop();
    // Series without a sample at or after this are forgotten. No later answer may reach back beyond it.
    void forgetBefore(qint64 serverMs);

    [[nodiscard]] qint64 newestMs() const { return m_newestMs; } // told, by the server's clock; 0: nothing yet
    // The longest distance of the samples of a series that is there, ms; 0: not known.
    [[nodiscard]] qint64 scrapeMs() const;
    [[nodiscard]] qint64 shortestScrapeMs() const; // of any series that is there; 0: not known
    [[nodiscard]] size_t seriesCount() const { return m_series.size(); }

private:
    struct Series {
        QString name;
        QMap<QString, QString> labels; // shared by all its records
        qint64 toldMs = 0;             // server
        qint64 toldEventMs = 0;        // ours
        qint64 addedMs = 0;            // server; of what was added and not yet taken
        qint64 distanceMs = 0;         // the shortest between two of its samples: longer ones are gaps
    };
    struct Added {
        const QByteArray *key; // in m_series
        Series *series;
        qint64 serverMs;
        double value;
    };
    Series &seriesOf(const PromDecoder::Series &found, const QByteArray *&key);

    // By name and labels; ordered, so that the same samples are told in the same order.
    std::map<QByteArray, Series> m_series;
    std::vector<Added> m_added;
    qint64 m_newestMs = 0;
};

} // namespace astern::connectors
