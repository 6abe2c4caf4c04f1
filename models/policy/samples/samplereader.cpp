// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/samplereader.h"

#include "models/policy/samples/csvline.h"
#include "models/policy/samples/jsonline.h"
#include "models/policy/samples/samplewriter.h"

#include <QCoreApplication>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }

bool isBlank(const QByteArray &line)
{
    return std::all_of(line.cbegin(), line.cend(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

QByteArray withoutReturn(QByteArray line)
{
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

} // namespace

SampleReader::SampleReader(QIODevice &device, QString name) : m_device(device), m_name(std::move(name)) {}

Error SampleReader::error(const QString &message) const
{
    return {.kind = Error::Kind::Invalid, .message = message, .where = QStringLiteral("%1:%2").arg(m_name).arg(m_line)};
}

Result<std::optional<QByteArray>> SampleReader::readLine()
{
    const auto at = m_nextLine;
    auto line = m_device.readLine(kLongestLine + 2); // its end, and what readLine() keeps for itself
    if (line.isEmpty()) {
        if (m_device.atEnd() || m_device.bytesAvailable() == 0)
            return std::optional<QByteArray>();
        m_line = at;
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The samples cannot be read on"),
                     .where = m_name,
                     .hint = {},
                     .detail = m_device.errorString()};
    }
    ++m_nextLine;
    if (!line.endsWith('\n') && line.size() > kLongestLine) {
        m_line = at;
        return error(tr("a line of more than %1 bytes").arg(kLongestLine));
    }
    if (at == 1 && line.startsWith("\xef\xbb\xbf"))
        line.remove(0, 3);
    if (line.endsWith('\n'))
        line.chop(1);
    return std::optional(line);
}

Result<std::optional<QByteArray>> SampleReader::readRow()
{
    auto row = readLine();
    while (row && *row && isOpenRow(**row)) {
        auto more = readLine();
        if (!more)
            return more;
        if (!*more)
            return row; // a quote that nothing closes: refused as a row
        row.value()->append('\n').append(*more.value());
        if ((*row)->size() > kLongestLine)
            return error(tr("a row of more than %1 bytes").arg(kLongestLine));
    }
    return row;
}

Result<std::optional<Record>> SampleReader::next()
{
    if (m_over)
        return std::optional<Record>();
    while (m_form == Form::Unknown) {
        m_line = m_nextLine;
        const auto line = readLine();
        if (!line || !*line) {
            m_over = true;
            return line ? Result<std::optional<Record>>(std::optional<Record>()) : line.error();
        }
        if (isBlank(**line))
            continue;
        if ((*line)->trimmed().startsWith('{')) {
            m_form = Form::Ndjson;
            auto record = recordFromJson(**line);
            m_over = !record;
            return record ? Result<std::optional<Record>>(std::optional(*record)) : error(record.error().message);
        }
        if (withoutReturn(**line) + "\r\n" != csvHeader()) {
            m_over = true;
            return error(tr("neither NDJSON, {\"source\":…} on each line, nor CSV, whose first line is "
                            "source,series,labels,event_ms,arrived_ms,value"));
        }
        m_form = Form::Csv;
    }
    auto record = m_form == Form::Ndjson ? nextJson() : nextRow();
    m_over = !record || !*record;
    return record;
}

Result<std::optional<Record>> SampleReader::nextJson()
{
    for (;;) {
        m_line = m_nextLine;
        const auto line = readLine();
        if (!line)
            return line.error();
        if (!*line)
            return std::optional<Record>();
        if (isBlank(**line))
            continue;
        auto record = recordFromJson(**line);
        if (!record)
            return error(record.error().message);
        return std::optional(*record);
    }
}

Result<std::optional<Record>> SampleReader::nextRow()
{
    for (;;) {
        m_line = m_nextLine;
        const auto row = readRow();
        if (!row)
            return row.error();
        if (!*row)
            return std::optional<Record>();
        if (isBlank(**row))
            continue;
        auto record = recordFromCsv(withoutReturn(**row));
        if (!record)
            return error(record.error().message);
        return std::optional(*record);
    }
}

} // namespace astern::policy
