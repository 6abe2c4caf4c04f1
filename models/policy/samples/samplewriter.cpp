// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/samplewriter.h"

#include "models/policy/samples/csvline.h"
#include "models/policy/samples/recordfields.h"

#include <QCoreApplication>

#include <cmath>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }

QByteArray jsonText(const QString &text)
{
    QByteArray bytes = "\"";
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\')
            bytes.append('\\').append(c);
        else if (static_cast<unsigned char>(c) < 0x20)
            bytes += "\\u00" + QByteArray::number(c, 16).rightJustified(2, '0');
        else
            bytes += c;
    }
    return bytes + '"';
}

QByteArray jsonLine(const SampleRecord &sample)
{
    QByteArray labels;
    for (auto it = sample.labels.cbegin(); it != sample.labels.cend(); ++it)
        labels += (labels.isEmpty() ? "" : ",") + jsonText(it.key()) + ':' + jsonText(it.value());
    QByteArray value = valueText(sample.value);
    if (!std::isfinite(sample.value))
        value = '"' + value + '"';
    return "{\"source\":" + jsonText(sample.source) + ",\"series\":" + jsonText(sample.series) + ",\"labels\":{" +
           labels + "},\"event_ms\":" + QByteArray::number(sample.eventMs) +
           ",\"arrived_ms\":" + QByteArray::number(sample.arrivedMs) + ",\"value\":" + value + "}\n";
}

} // namespace

QByteArray toNdjson(const Record &record)
{
    if (const auto *sample = std::get_if<SampleRecord>(&record))
        return jsonLine(*sample);
    if (const auto *heartbeat = std::get_if<HeartbeatRecord>(&record))
        return "{\"heartbeat_ms\":" + QByteArray::number(heartbeat->atMs) + "}\n";
    const auto &mark = std::get<MarkRecord>(record);
    return "{\"mark\":\"" + wordFor(mark.kind).toLatin1() + "\",\"at_ms\":" + QByteArray::number(mark.atMs) + "}\n";
}

QByteArray toCsv(const Record &record)
{
    if (const auto *sample = std::get_if<SampleRecord>(&record))
        return quotedField(sample->source.toUtf8()) + ',' + quotedField(sample->series.toUtf8()) + ',' +
               quotedField(labelsText(sample->labels)) + ',' + QByteArray::number(sample->eventMs) + ',' +
               QByteArray::number(sample->arrivedMs) + ',' + valueText(sample->value) + "\r\n";
    if (const auto *heartbeat = std::get_if<HeartbeatRecord>(&record))
        return ",,,," + QByteArray::number(heartbeat->atMs) + ",\r\n";
    const auto &mark = std::get<MarkRecord>(record);
    return ',' + wordFor(mark.kind).toLatin1() + ",," + QByteArray::number(mark.atMs) + ",,\r\n";
}

QByteArray csvHeader() { return "source,series,labels,event_ms,arrived_ms,value\r\n"; }

Result<Ok> SampleWriter::put(const QByteArray &bytes)
{
    if (m_device.write(bytes) == bytes.size())
        return Ok();
    return Error{.kind = Error::Kind::Storage,
                 .message = tr("The samples cannot be written"),
                 .hint = tr("Free some space, or choose another place"),
                 .detail = m_device.errorString()};
}

Result<Ok> SampleWriter::write(const Record &record)
{
    if (!m_begun && m_form == SampleForm::Csv) {
        if (auto done = put(csvHeader()); !done)
            return done;
    }
    m_begun = true;
    return put(m_form == SampleForm::Csv ? toCsv(record) : toNdjson(record));
}

} // namespace astern::policy
