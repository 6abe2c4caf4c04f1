// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/csvline.h"

#include "models/policy/samples/recordfields.h"
#include "models/policy/samples/samplereader.h"

#include <QCoreApplication>

namespace astern::policy {
namespace {

constexpr qsizetype kColumns = 6;

QString tr(const char *text) { return QCoreApplication::translate("Samples", text); }

Error invalid(const QString &message) { return {.kind = Error::Kind::Invalid, .message = message}; }

// RFC 4180; nullopt: a quote stands where none may.
std::optional<QList<QByteArray>> fieldsOf(QByteArrayView row)
{
    QList<QByteArray> fields;
    qsizetype at = 0;
    for (;;) {
        QByteArray field;
        if (at < row.size() && row[at] == '"') {
            for (++at;; ++at) {
                if (at >= row.size())
                    return std::nullopt;
                if (row[at] == '"' && (++at >= row.size() || row[at] != '"'))
                    break;
                field.append(row[at]);
            }
        } else {
            for (; at < row.size() && row[at] != ','; ++at) {
                if (row[at] == '"')
                    return std::nullopt;
                field.append(row[at]);
            }
        }
        fields.append(field);
        if (at >= row.size())
            return fields;
        if (row[at] != ',')
            return std::nullopt;
        ++at;
    }
}

// k=v;k=v with a backslash before `;`, `=` and itself.
Result<QMap<QString, QString>> labelsFrom(const QString &text)
{
    QMap<QString, QString> labels;
    if (text.isEmpty())
        return labels;
    QString name;
    QString value;
    bool inValue = false;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at == text.size() || text.at(at) == QLatin1Char(';')) {
            if (!inValue || name.isEmpty())
                return invalid(tr("labels are k=v;k=v; a backslash goes before ; and = within them"));
            if (labels.contains(name))
                return invalid(tr("the label \"%1\" stands there twice").arg(name));
            labels.insert(name, value);
            if (labels.size() > SampleReader::kMostLabels)
                return invalid(tr("more than %1 labels").arg(SampleReader::kMostLabels));
            name.clear();
            value.clear();
            inValue = false;
            continue;
        }
        QChar c = text.at(at);
        if (c == QLatin1Char('=') && !inValue) {
            inValue = true;
            continue;
        }
        if (c == QLatin1Char('=') || (c == QLatin1Char('\\') && ++at == text.size()))
            return invalid(tr("labels are k=v;k=v; a backslash goes before ; and = within them"));
        if (c == QLatin1Char('\\')) {
            c = text.at(at);
            if (c != QLatin1Char('\\') && c != QLatin1Char(';') && c != QLatin1Char('='))
                return invalid(tr("a backslash in labels goes before ;, = or another backslash"));
        }
        (inValue ? value : name).append(c);
    }
    return labels;
}

Result<Record> withoutSource(const QList<QByteArray> &fields)
{
    const bool bare = fields[2].isEmpty() && fields[5].isEmpty();
    if (bare && fields[1].isEmpty() && fields[3].isEmpty()) {
        if (const auto at = instantFrom(fields[4]))
            return Record(HeartbeatRecord{*at});
    } else if (bare && fields[4].isEmpty()) {
        const auto kind = markFrom(QString::fromUtf8(fields[1]));
        const auto at = instantFrom(fields[3]);
        if (kind && at)
            return Record(MarkRecord{*kind, *at});
    }
    return invalid(tr("a row without a source is a heartbeat (arrived_ms alone) or a mark (step_end, rollout_end or "
                      "mitigated as series, and event_ms)"));
}

QByteArray escaped(const QString &text)
{
    QByteArray bytes;
    for (const char c : text.toUtf8()) {
        if (c == '\\' || c == ';' || c == '=')
            bytes.append('\\');
        bytes.append(c);
    }
    return bytes;
}

} // namespace

Result<Record> recordFromCsv(QByteArrayView row)
{
    const auto fields = fieldsOf(row);
    if (!fields)
        return invalid(
            tr("a quote stands where none may; a field with quotes is in quotes, and those within are doubled"));
    if (fields->size() != kColumns)
        return invalid(
            tr("%1 columns; there are six: source,series,labels,event_ms,arrived_ms,value").arg(fields->size()));
    if (fields->at(0).isEmpty())
        return withoutSource(*fields);
    const auto source = textFrom(fields->at(0));
    const auto series = textFrom(fields->at(1));
    const auto labelText = textFrom(fields->at(2));
    if (!source || !series || !labelText)
        return invalid(tr("the text is no valid UTF-8"));
    if (series->isEmpty())
        return invalid(tr("a sample without a series"));
    const auto labels = labelsFrom(*labelText);
    if (!labels)
        return labels.error();
    const auto eventMs = instantFrom(fields->at(3));
    const auto arrivedMs = instantFrom(fields->at(4));
    if (!eventMs || !arrivedMs)
        return invalid(tr("%1 is whole milliseconds since 1970 in UTC, from 0 to %2")
                           .arg(eventMs ? QStringLiteral("arrived_ms") : QStringLiteral("event_ms"))
                           .arg(SampleReader::kLatestMs));
    const auto word = wordValueFrom(fields->at(5));
    const auto value = word ? word : numberFrom(fields->at(5));
    if (!value)
        return invalid(tr("a value is a number that a double can hold, or one of NaN, +Inf, -Inf"));
    return Record(SampleRecord{*source, *series, *labels, *eventMs, *arrivedMs, *value});
}

bool isOpenRow(QByteArrayView row) { return std::count(row.begin(), row.end(), '"') % 2 != 0; }

QByteArray quotedField(const QByteArray &field)
{
    const bool plain = std::none_of(field.cbegin(), field.cend(),
                                    [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; });
    return plain ? field : '"' + QByteArray(field).replace('"', "\"\"") + '"';
}

QByteArray labelsText(const QMap<QString, QString> &labels)
{
    QByteArray text;
    for (auto it = labels.cbegin(); it != labels.cend(); ++it) {
        if (!text.isEmpty())
            text.append(';');
        text += escaped(it.key()) + '=' + escaped(it.value());
    }
    return text;
}

} // namespace astern::policy
