// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/rulejudge.h"
#include "models/policy/verdict/samplerecord.h"
#include "models/policy/verdict/serieskey.h"

#include <QByteArray>

#include <span>
#include <vector>

namespace astern::policy {

// A policy as it was in force: with its text its verdicts can be computed again when nobody has the file any more.
struct PolicyText {
    QString id;
    qint64 revision = 0;
    QString digest;  // digestOf() the policy
    QByteArray yaml; // as it was read
    bool operator==(const PolicyText &) const = default;
};

// What verdicts rest on beside the records that follow: whose rollout it is, and by which policies.
struct RecordGround {
    qint64 atMs = 0; // since when, UTC
    QString service;
    QString place; // Placement::key()
    JudgedRollout rollout;
    QList<PolicyText> policies;
    bool operator==(const RecordGround &) const = default;
};

// The series of a file, in the order in which they came, and where each of them stands. Both sides keep one, so that
// a record costs its difference from the one before.
class SeriesBook {
public:
    int idOf(const SampleRecord &record, bool &isNew);
    // Reading: -1, it has been entered before.
    int enter(const SeriesKey &key);
    [[nodiscard]] const SeriesKey &at(size_t id) const { return m_series[id].key; }
    [[nodiscard]] size_t size() const { return m_series.size(); }
    // The latest whole value of a series.
    [[nodiscard]] qint64 whole(size_t id) const { return m_series[id].whole; }
    void setWhole(size_t id, qint64 value);

    // What was entered since the last keep() is forgotten: it was not written.
    void keep();
    void rollBack();

private:
    struct Series {
        SeriesKey key;
        qint64 whole = 0;
    };
    std::vector<Series> m_series;
    QHash<SeriesKey, int> m_ids;
    size_t m_kept = 0;
    std::vector<std::pair<size_t, qint64>> m_before; // values that were changed
};

inline constexpr size_t kMostRecords = 65'536; // in one block

// Doubles keep every bit, the order stays. At most kMostRecords.
[[nodiscard]] QByteArray encodeRecords(std::span<const Record> records, SeriesBook &book);
// `spare`: records of an earlier block, to be written over. Most series come in the same order block after block, and
// their names are there already.
[[nodiscard]] Result<std::vector<Record>> decodeRecords(QByteArrayView payload, SeriesBook &book,
                                                        std::vector<Record> spare = {});
[[nodiscard]] QByteArray encodeGround(const RecordGround &ground);
[[nodiscard]] Result<RecordGround> decodeGround(QByteArrayView payload);

} // namespace astern::policy
