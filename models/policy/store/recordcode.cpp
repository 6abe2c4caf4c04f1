// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordcode.h"

#include "models/policy/store/recordcolumns.h"

#include <QCoreApplication>

#include <bit>
#include <cmath>

namespace astern::policy {
namespace {

enum Kind : quint64 { kSample, kHeartbeat, kMark, kKinds };

Error malformed()
{
    return {.kind = Error::Kind::Malformed,
            .message = QCoreApplication::translate("Records", "A block of records is not what it claims to be")};
}

// Counters are whole numbers, and those have a difference in few bytes. Every other value stays as it is: fractions,
// what is no number, and minus zero, which equals zero and still is another value.
bool isWhole(double value)
{
    constexpr double kExact = 9'007'199'254'740'992.0; // 2^53
    return std::abs(value) <= kExact && value == std::trunc(value) && !(value == 0 && std::signbit(value));
}

constexpr quint64 kRawValue = 1; // whole ones have the lowest bit clear

// Differences go round at the end of the range: any time is taken back as it was.
quint64 difference(qint64 value, qint64 before) { return zigzag(qint64(quint64(value) - quint64(before))); }
qint64 sum(qint64 before, quint64 coded) { return qint64(quint64(before) + quint64(unzigzag(coded))); }

// Whether its names are those very ones: no comparing.
bool isNamed(const SampleRecord &record, const SeriesKey &key)
{
    return record.series.constData() == key.series.constData() && record.labels.isSharedWith(key.labels) &&
           record.source.constData() == key.source.constData();
}

} // namespace

int SeriesBook::idOf(const SampleRecord &record, bool &isNew)
{
    const SeriesKey key{record.source, record.series, record.labels};
    const auto it = m_ids.constFind(key);
    isNew = it == m_ids.constEnd();
    return isNew ? enter(key) : *it;
}

int SeriesBook::enter(const SeriesKey &key)
{
    if (m_ids.contains(key))
        return -1;
    const int id = int(m_series.size());
    m_ids.insert(key, id);
    m_series.push_back({key});
    return id;
}

void SeriesBook::setWhole(size_t id, qint64 value)
{
    m_before.emplace_back(id, m_series[id].whole);
    m_series[id].whole = value;
}

void SeriesBook::keep()
{
    m_kept = m_series.size();
    m_before.clear();
}

void SeriesBook::rollBack()
{
    for (auto it = m_before.rbegin(); it != m_before.rend(); ++it)
        m_series[it->first].whole = it->second;
    m_before.clear();
    while (m_series.size() > m_kept) {
        m_ids.remove(m_series.back().key);
        m_series.pop_back();
    }
}

// Count, kinds, new series, then of the samples: series, event time, arrival, value, each a column; then the others.
QByteArray encodeRecords(std::span<const Record> records, SeriesBook &book)
{
    std::vector<quint64> kinds;
    std::vector<quint64> ids;
    std::vector<quint64> events;
    std::vector<quint64> arrivals;
    std::vector<quint64> values;
    std::vector<quint64> raw;
    std::vector<quint64> others;
    ColumnWriter series;
    quint64 newSeries = 0;
    qint64 lastId = -1;
    qint64 lastEvent = 0;
    qint64 lastArrival = 0;
    qint64 lastOther = 0;
    for (const Record &record : records) {
        kinds.push_back(record.index());
        if (const auto *heartbeat = std::get_if<HeartbeatRecord>(&record)) {
            others.push_back(difference(heartbeat->atMs, lastOther));
            lastOther = heartbeat->atMs;
            continue;
        }
        if (const auto *mark = std::get_if<MarkRecord>(&record)) {
            others.push_back(quint64(mark->kind));
            others.push_back(difference(mark->atMs, lastOther));
            lastOther = mark->atMs;
            continue;
        }
        const SampleRecord &sample = std::get<SampleRecord>(record);
        bool isNew = false;
        const int id = book.idOf(sample, isNew);
        if (isNew) {
            ++newSeries;
            series.text(sample.source);
            series.text(sample.series);
            series.labels(sample.labels);
        }
        ids.push_back(difference(id, lastId + 1)); // most come in the order in which they first came
        lastId = id;
        events.push_back(difference(sample.eventMs, lastEvent));
        lastEvent = sample.eventMs;
        arrivals.push_back(difference(sample.arrivedMs, lastArrival));
        lastArrival = sample.arrivedMs;
        if (isWhole(sample.value)) {
            const qint64 whole = qint64(sample.value);
            values.push_back(difference(whole, book.whole(size_t(id))) << 1);
            book.setWhole(size_t(id), whole);
        } else {
            values.push_back(kRawValue);
            raw.push_back(std::bit_cast<quint64>(sample.value));
        }
    }
    ColumnWriter out;
    out.number(records.size());
    out.column(kinds);
    out.number(newSeries);
    QByteArray payload = out.written() + series.written();
    ColumnWriter columns;
    for (const auto *column : {&ids, &events, &arrivals, &values})
        columns.column(*column);
    for (const quint64 bits : raw)
        columns.fixed(bits);
    for (const quint64 other : others)
        columns.number(other);
    return payload + columns.written();
}

Result<std::vector<Record>> decodeRecords(QByteArrayView payload, SeriesBook &book, std::vector<Record> spare)
{
    ColumnReader in(payload);
    const quint64 count = in.number();
    if (count > kMostRecords)
        return malformed();
    const std::vector<quint64> kinds = in.column(size_t(count));
    size_t samples = 0;
    for (const quint64 kind : kinds) {
        if (kind >= kKinds)
            return malformed();
        samples += kind == kSample ? 1 : 0;
    }
    for (size_t left = in.count(3); left > 0 && in.ok(); --left) {
        SeriesKey key;
        key.source = in.text();
        key.series = in.text();
        key.labels = in.labels();
        if (in.ok() && book.enter(key) < 0)
            return malformed();
    }
    const std::vector<quint64> ids = in.column(samples);
    const std::vector<quint64> events = in.column(samples);
    const std::vector<quint64> arrivals = in.column(samples);
    const std::vector<quint64> values = in.column(samples);
    if (!in.ok())
        return malformed();
    std::vector<Record> records = std::move(spare);
    records.resize(kinds.size());
    qint64 id = -1;
    SampleRecord last; // of what is the same in most: times
    size_t next = 0;
    for (size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] != kSample)
            continue;
        id = sum(id + 1, ids[next]);
        if (id < 0 || quint64(id) >= book.size())
            return malformed();
        const SeriesKey &key = book.at(size_t(id));
        last.eventMs = sum(last.eventMs, events[next]);
        last.arrivedMs = sum(last.arrivedMs, arrivals[next]);
        double value = 0;
        if ((values[next] & 1) != 0) {
            if (values[next] != kRawValue)
                return malformed();
            value = std::bit_cast<double>(in.fixed());
        } else {
            const qint64 whole = sum(book.whole(size_t(id)), values[next] >> 1);
            book.setWhole(size_t(id), whole);
            value = double(whole);
        }
        auto *sample = std::get_if<SampleRecord>(&records[i]);
        if (!sample || !isNamed(*sample, key))
            sample = &records[i].emplace<SampleRecord>(key.source, key.series, key.labels, 0, 0, 0.0);
        sample->eventMs = last.eventMs;
        sample->arrivedMs = last.arrivedMs;
        sample->value = value;
        ++next;
    }
    qint64 other = 0;
    for (size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] == kSample)
            continue;
        const quint64 mark = kinds[i] == kMark ? in.number() : 0;
        if (mark > quint64(MarkRecord::Kind::Mitigated))
            return malformed();
        other = sum(other, in.number());
        if (kinds[i] == kMark)
            records[i] = MarkRecord{MarkRecord::Kind(mark), other};
        else
            records[i] = HeartbeatRecord{other};
    }
    if (!in.ok() || !in.isAtEnd())
        return malformed();
    book.keep();
    return records;
}

QByteArray encodeGround(const RecordGround &ground)
{
    ColumnWriter out;
    out.number(zigzag(ground.atMs));
    out.text(ground.service);
    out.text(ground.place);
    out.text(ground.rollout.id);
    out.number(zigzag(ground.rollout.startMs));
    out.labels(ground.rollout.newLabels);
    out.labels(ground.rollout.stableLabels);
    out.number(quint64(ground.rollout.sameSlots.size()));
    for (auto it = ground.rollout.sameSlots.begin(); it != ground.rollout.sameSlots.end(); ++it) {
        out.text(it.key());
        out.number(quint64(it->size()));
        for (const double value : *it)
            out.fixed(std::bit_cast<quint64>(value));
    }
    out.number(quint64(ground.policies.size()));
    for (const PolicyText &policy : ground.policies) {
        out.text(policy.id);
        out.number(zigzag(policy.revision));
        out.text(policy.digest);
        out.bytes(policy.yaml);
    }
    return out.written();
}

Result<RecordGround> decodeGround(QByteArrayView payload)
{
    ColumnReader in(payload);
    RecordGround ground;
    ground.atMs = unzigzag(in.number());
    ground.service = in.text();
    ground.place = in.text();
    ground.rollout.id = in.text();
    ground.rollout.startMs = unzigzag(in.number());
    ground.rollout.newLabels = in.labels();
    ground.rollout.stableLabels = in.labels();
    for (size_t left = in.count(2); left > 0 && in.ok(); --left) {
        const QString signal = in.text();
        QList<double> values;
        for (size_t more = in.count(8); more > 0; --more)
            values.append(std::bit_cast<double>(in.fixed()));
        ground.rollout.sameSlots.insert(signal, values);
    }
    for (size_t left = in.count(4); left > 0 && in.ok(); --left) {
        PolicyText policy;
        policy.id = in.text();
        policy.revision = unzigzag(in.number());
        policy.digest = in.text();
        policy.yaml = in.bytes();
        ground.policies.append(policy);
    }
    if (!in.ok() || !in.isAtEnd())
        return malformed();
    return ground;
}

} // namespace astern::policy
