// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/samplerecord.h"

#include <QIODevice>

#include <optional>

namespace astern::policy {

// Samples on disk, one record after another in the order in which they were written down. Two forms, told apart by the
// first character:
//
// NDJSON, one object a line, keys in any order, blank lines between:
//   {"source":"prom","series":"http_requests_total","labels":{"status":"500"},"event_ms":1,"arrived_ms":2,"value":1234}
//   {"heartbeat_ms":1795424410000}
//   {"mark":"step_end","at_ms":1795424410000}          step_end, rollout_end or mitigated
//
// CSV (RFC 4180) with the header `source,series,labels,event_ms,arrived_ms,value`; labels are `k=v;k=v`, in which a
// backslash goes before `;`, `=` and itself. A row without a source is a heartbeat (only arrived_ms) or a mark (its
// word as series, and event_ms).
//
// A value is a number, or one of "NaN", "+Inf", "-Inf" (in NDJSON as text). Doubles keep every bit but a NaN's payload.
// UTF-8, with or without a mark at the beginning; lines end in LF or CRLF.
class SampleReader {
public:
    static constexpr qint64 kLongestLine = 64 * 1024; // bytes
    static constexpr int kMostLabels = 64;
    static constexpr qint64 kLatestMs = 253'402'300'799'999; // the year 9999; the earliest is 0

    // The device is open for reading and outlives the reader; `name` stands before the line in errors.
    SampleReader(QIODevice &device, QString name);

    // The next record; nullopt: there is none. Errors say name:line, what was found and what is allowed; afterwards
    // nothing more is read.
    [[nodiscard]] Result<std::optional<Record>> next();
    [[nodiscard]] qint64 line() const { return m_line; } // of the record last read, from 1

private:
    enum class Form { Unknown, Ndjson, Csv };
    [[nodiscard]] Result<std::optional<QByteArray>> readLine();
    [[nodiscard]] Result<std::optional<QByteArray>> readRow(); // of CSV: a quoted field may hold a line's end
    [[nodiscard]] Result<std::optional<Record>> nextJson();
    [[nodiscard]] Result<std::optional<Record>> nextRow();
    [[nodiscard]] Error error(const QString &message) const;

    QIODevice &m_device;
    QString m_name;
    Form m_form = Form::Unknown;
    qint64 m_line = 0;
    qint64 m_nextLine = 1;
    bool m_over = false;
};

} // namespace astern::policy
