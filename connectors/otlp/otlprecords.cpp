// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/otlp/otlprecords.h"

#include "models/journal/shipfacts.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Ship", text); }

constexpr int kInfo = 9;
constexpr int kError = 17;
constexpr qint64 kTryAgainMs = 5 * 60'000;

// 64-bit numbers are texts in the JSON mapping of Protocol Buffers.
QString nanos(qint64 ms) { return ms > 0 ? QString::number(ms) + QStringLiteral("000000") : QStringLiteral("0"); }

QJsonObject textValue(const QString &text) { return {{QStringLiteral("stringValue"), text}}; }
QJsonObject numberValue(quint64 value) { return {{QStringLiteral("intValue"), QString::number(value)}}; }

void add(QJsonArray &attributes, const QString &key, const QJsonObject &value)
{
    attributes.append(QJsonObject{{QStringLiteral("key"), key}, {QStringLiteral("value"), value}});
}
void addText(QJsonArray &attributes, const QString &key, const QString &text)
{
    if (!text.isEmpty())
        add(attributes, key, textValue(text));
}

// A UUID's 16 bytes as the trace's: everything of one operation is one trace.
QString traceOf(const QString &saga)
{
    QString hex = saga.toLower();
    hex.remove(QLatin1Char('-'));
    const bool is =
        hex.size() == 32 && std::all_of(hex.cbegin(), hex.cend(), [](QChar c) {
            return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
        });
    return is && hex.count(QLatin1Char('0')) < 32 ? hex : QString();
}

QJsonObject recordOf(const ShipFacts &facts, qint64 observedMs)
{
    QJsonArray attributes;
    addText(attributes, QStringLiteral("journal.leaf"), facts.leaf);
    add(attributes, QStringLiteral("journal.index"), numberValue(facts.index));
    addText(attributes, QStringLiteral("journal.id"), facts.id);
    addText(attributes, QStringLiteral("journal.log"), facts.journal);
    addText(attributes, QStringLiteral("journal.kind"), facts.kind);
    addText(attributes, QStringLiteral("journal.saga"), facts.saga);
    addText(attributes, QStringLiteral("journal.writer"), facts.writer);
    add(attributes, QStringLiteral("journal.writer.seq"), numberValue(facts.seq));
    addText(attributes, QStringLiteral("service"), facts.service);
    addText(attributes, QStringLiteral("deployment.environment.name"), facts.environment);
    addText(attributes, QStringLiteral("cell"), facts.cell);
    for (auto it = facts.openings.cbegin(); it != facts.openings.cend(); ++it)
        add(attributes, QStringLiteral("journal.opening.") + it.key(), textValue(it.value()));
    QJsonObject record{
        {QStringLiteral("timeUnixNano"), nanos(facts.wallMs)},
        {QStringLiteral("observedTimeUnixNano"), nanos(observedMs)},
        {QStringLiteral("severityNumber"), facts.loud ? kError : kInfo},
        {QStringLiteral("severityText"), facts.loud ? QStringLiteral("ERROR") : QStringLiteral("INFO")},
        {QStringLiteral("eventName"),
         QStringLiteral("astern.journal.") + (facts.kind.isEmpty() ? QStringLiteral("opaque") : facts.kind)},
        {QStringLiteral("attributes"), attributes}};
    if (!facts.envelope.isEmpty())
        record.insert(QStringLiteral("body"), textValue(QString::fromUtf8(facts.envelope)));
    if (const QString trace = traceOf(facts.saga); !trace.isEmpty())
        record.insert(QStringLiteral("traceId"), trace);
    return record;
}

// An error of the other side's own words, if it has any.
Error withWords(Error error, const QString &words)
{
    if (!words.isEmpty() && !error.message.contains(words))
        error.message += QStringLiteral(": ") + words.left(300);
    return error;
}

} // namespace

QByteArray otlpRequest(const QList<LoggedLeaf> &batch, Redaction redaction, qint64 observedMs)
{
    QJsonArray records;
    QString writer;
    for (const LoggedLeaf &leaf : batch) {
        const ShipFacts facts = shipFacts(leaf, redaction);
        if (writer.isEmpty())
            writer = facts.writer;
        records.append(recordOf(facts, observedMs));
    }
    QJsonArray resource;
    addText(resource, QStringLiteral("service.name"), QStringLiteral("astern"));
    addText(resource, QStringLiteral("service.version"), QStringLiteral(ASTERN_VERSION));
    addText(resource, QStringLiteral("service.instance.id"), writer);
    const QJsonObject scopeLogs{
        {QStringLiteral("scope"), QJsonObject{{QStringLiteral("name"), QStringLiteral("astern.journal")},
                                              {QStringLiteral("version"), QStringLiteral("1")}}},
        {QStringLiteral("logRecords"), records}};
    const QJsonObject resourceLogs{{QStringLiteral("resource"), QJsonObject{{QStringLiteral("attributes"), resource}}},
                                   {QStringLiteral("scopeLogs"), QJsonArray{scopeLogs}}};
    return QJsonDocument(QJsonObject{{QStringLiteral("resourceLogs"), QJsonArray{resourceLogs}}})
        .toJson(QJsonDocument::Compact);
}

SinkAnswer otlpAnswer(int status, const QByteArray &body, const Error &error)
{
    using Kind = SinkAnswer::Kind;
    if (status == 200) {
        QJsonParseError trouble;
        const QJsonDocument document = QJsonDocument::fromJson(body, &trouble);
        // A page of a proxy or of a sign-in says 200, too.
        if (!body.isEmpty() && (trouble.error != QJsonParseError::NoError || !document.isObject())) {
            return {.kind = Kind::Later,
                    .error = {.kind = Error::Kind::Malformed,
                              .message = tr("what answers is no collector of OTLP"),
                              .hint = tr("The address ends in /v1/logs of a collector that takes JSON."),
                              .retryAfterMs = kTryAgainMs},
                    .settings = true};
        }
        const QJsonObject partial = document.object().value(QLatin1String("partialSuccess")).toObject();
        // int64: a text in JSON; some write a number.
        const QJsonValue rejected = partial.value(QLatin1String("rejectedLogRecords"));
        const qint64 count = rejected.isString() ? rejected.toString().toLongLong() : rejected.toInteger();
        const QString words = partial.value(QLatin1String("errorMessage")).toString();
        if (count > 0 || (rejected.isString() && rejected.toString() != QLatin1String("0")))
            return {.kind = Kind::Rejected,
                    .error = withWords(
                        {.kind = Error::Kind::Unprocessable, .message = tr("the collector does not take all of it")},
                        words)};
        return {.kind = Kind::Acknowledged,
                .proof = body.isEmpty() ? QByteArray("200") : QByteArray("200 " + body.left(200))};
    }
    switch (status) {
    case 0:
    case 429:
    case 502:
    case 503:
    case 504:
        return {.kind = Kind::Later, .error = error};
    case 400:
    case 413: // sent one by one, each is smaller
    case 422:
        return {.kind = Kind::Rejected, .error = error};
    default:
        break;
    }
    // The specification forbids to say the same again at once; forgetting it is no choice here.
    SinkAnswer answer{.kind = Kind::Later, .error = error, .settings = true};
    if (answer.error.message.isEmpty())
        answer.error = {.kind = Error::Kind::Malformed,
                        .message = tr("the collector answers with status %1").arg(status)};
    answer.error.retryAfterMs = std::max(answer.error.retryAfterMs, kTryAgainMs);
    return answer;
}

} // namespace astern::connectors
