// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/samplerecord.h"

#include <QIODevice>

namespace astern::policy {

// One record as a line of NDJSON, the line's end included: what SampleReader reads back as the same record.
[[nodiscard]] QByteArray toNdjson(const Record &record);
// The same as a row of CSV; and the header that stands above the rows.
[[nodiscard]] QByteArray toCsv(const Record &record);
[[nodiscard]] QByteArray csvHeader();

enum class SampleForm { Ndjson, Csv };

// Writes what SampleReader reads, in the order in which it is told. The device is open for writing and outlives it.
class SampleWriter {
public:
    SampleWriter(QIODevice &device, SampleForm form) : m_device(device), m_form(form) {}
    [[nodiscard]] Result<Ok> write(const Record &record);

private:
    [[nodiscard]] Result<Ok> put(const QByteArray &bytes);

    QIODevice &m_device;
    SampleForm m_form;
    bool m_begun = false;
};

} // namespace astern::policy
