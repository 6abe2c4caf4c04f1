// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promdecode.h"

#include "connectors/prometheus/promscan.h"

#include <QCoreApplication>

#include <simdjson.h>

#include <vector>

namespace astern::connectors {
namespace {

using namespace simdjson;

QString tr(const char *text) { return QCoreApplication::translate("astern::Prometheus", text); }

// Where in the document we are; becomes text only when something is wrong.
struct Place {
    const char *key = nullptr; // "status", "data.result", …
    qsizetype series = -1;
    const char *inSeries = nullptr; // "metric", "values"
    qsizetype sample = -1;
    int part = -1; // 0: time, 1: value

    [[nodiscard]] QString text() const
    {
        QString path = QString::fromLatin1(key ? key : "");
        if (series >= 0)
            path += QStringLiteral("[%1]").arg(series);
        if (inSeries)
            path += QLatin1Char('.') + QLatin1String(inSeries);
        if (sample >= 0)
            path += QStringLiteral("[%1]").arg(sample);
        if (part >= 0)
            path += QStringLiteral("[%1]").arg(part);
        return path;
    }
};

} // namespace

class PromDecoder::Private : public promscan::Content {
public:
    ondemand::parser parser;
    ondemand::document document;
    Type type = Type::None;
    std::vector<std::string_view> warnings;
    std::vector<Series> series; // made at the end: what the spans point into moves while it grows
    Place place;
    QString problem; // what is wrong at `place`
    Error::Kind problemKind = Error::Kind::Malformed;
    bool quick = true;

    // Each returns false with `problem` set.
    bool fail(const QString &what, Error::Kind kind = Error::Kind::Malformed)
    {
        problem = what;
        problemKind = kind;
        return false;
    }
    bool failed(error_code code, const QString &expected)
    {
        const bool broken = code != INCORRECT_TYPE && code != NUMBER_ERROR && code != NO_SUCH_FIELD;
        return fail(broken ? tr("not valid JSON (%1)").arg(QString::fromLatin1(error_message(code))) : expected);
    }

    bool read(QByteArray &body);
    bool readDocument(QByteArray &body);
    void clear();
    bool readData(ondemand::value value);
    bool readSeries(ondemand::value value);
    bool readEntry(ondemand::value value);
    bool readMetric(ondemand::value value);
    bool readSample(ondemand::value value);
    bool readSamples(ondemand::value value);
    bool readWarnings(ondemand::value value);

    std::string_view status, errorType, errorText, resultType;
    bool partial = false;
};

void PromDecoder::Private::clear()
{
    type = Type::None;
    partial = false;
    status = errorType = errorText = resultType = {};
    samples.clear();
    labels.clear();
    warnings.clear();
    ranges.clear();
    series.clear();
}

// Nearly every answer is one that the scan knows. It accepts exactly what it understands, byte by byte; anything else
// is read again by the general parser, which then also says what is wrong.
bool PromDecoder::Private::read(QByteArray &body)
{
    clear();
    if (quick && promscan::scanAnswer({body.constData(), size_t(body.size())}, *this, type))
        return true;
    clear();
    if (body.capacity() < body.size() + qsizetype(SIMDJSON_PADDING))
        body.reserve(body.size() + qsizetype(SIMDJSON_PADDING));
    return readDocument(body);
}

bool PromDecoder::Private::readDocument(QByteArray &body)
{
    place = {};
    if (body.isEmpty())
        return fail(tr("an empty answer"));
    const error_code broken =
        parser.iterate(body.constData(), size_t(body.size()), size_t(body.size()) + SIMDJSON_PADDING).get(document);
    if (broken)
        return failed(broken, tr("an object was expected"));
    ondemand::object object;
    if (const error_code code = document.get_object().get(object))
        return failed(code, tr("an object was expected"));
    for (auto field : object) {
        ondemand::value value;
        std::string_view key;
        if (const error_code code = field.unescaped_key().get(key))
            return failed(code, tr("a name was expected"));
        if (const error_code code = field.value().get(value))
            return failed(code, tr("a value was expected"));
        std::string_view *text = nullptr;
        if (key == "status") {
            place = {"status"};
            text = &status;
        } else if (key == "errorType") {
            place = {"errorType"};
            text = &errorType;
        } else if (key == "error") {
            place = {"error"};
            text = &errorText;
        }
        if (text) {
            if (const error_code code = value.get_string().get(*text))
                return failed(code, tr("a text was expected"));
        } else if (key == "data") {
            if (!readData(value))
                return false;
        } else if (key == "isPartial") {
            place = {"isPartial"};
            if (const error_code code = value.get_bool().get(partial))
                return failed(code, tr("true or false was expected"));
        } else if (key == "warnings" || key == "infos") {
            place = {"warnings"};
            if (!readWarnings(value))
                return false;
        }
        place = {};
    }
    const char *rest = nullptr;
    if (document.current_location().get(rest) == SUCCESS)
        return fail(tr("something follows the answer"));
    if (status == "error")
        return fail(QString::fromUtf8(errorType.data(), qsizetype(errorType.size())) + QStringLiteral(": ") +
                        QString::fromUtf8(errorText.data(), qsizetype(errorText.size())),
                    Error::Kind::Unprocessable);
    place = {"status"};
    if (status != "success")
        return fail(tr("\"success\" or \"error\" was expected"));
    place = {"data.resultType"};
    if (type == Type::None)
        return fail(tr("vector, matrix, scalar or string was expected"));
    return true;
}

bool PromDecoder::Private::readData(ondemand::value value)
{
    place = {"data"};
    ondemand::object object;
    if (const error_code code = value.get_object().get(object))
        return failed(code, tr("an object was expected"));
    bool hasResult = false;
    for (auto field : object) {
        ondemand::value inner;
        std::string_view key;
        if (const error_code code = field.unescaped_key().get(key))
            return failed(code, tr("a name was expected"));
        if (const error_code code = field.value().get(inner))
            return failed(code, tr("a value was expected"));
        if (key == "resultType") {
            place = {"data.resultType"};
            if (const error_code code = inner.get_string().get(resultType))
                return failed(code, tr("a text was expected"));
            type = resultType == "vector"   ? Type::Vector
                   : resultType == "matrix" ? Type::Matrix
                   : resultType == "scalar" ? Type::Scalar
                   : resultType == "string" ? Type::String
                                            : Type::None;
            if (type == Type::None)
                return fail(tr("vector, matrix, scalar or string was expected"));
        } else if (key == "result") {
            place = {"data.result"};
            // Every server says the type first; without it the result cannot be read in one go.
            if (type == Type::None)
                return fail(tr("the type of the result comes after it"));
            hasResult = true;
            if (!readSeries(inner))
                return false;
        }
        place = {"data"};
    }
    place = {"data.result"};
    return hasResult || fail(tr("it is missing"));
}

bool PromDecoder::Private::readSeries(ondemand::value value)
{
    if (type == Type::String)
        return true; // of no use for a signal
    if (type == Type::Scalar) {
        ranges.push_back({0, 0, 0, 1});
        return readSample(value);
    }
    ondemand::array array;
    if (const error_code code = value.get_array().get(array))
        return failed(code, tr("a list was expected"));
    qsizetype index = 0;
    for (auto entry : array) {
        place = {"data.result", index++};
        ondemand::value inner;
        if (const error_code code = entry.get(inner))
            return failed(code, tr("an object was expected"));
        if (!readEntry(inner))
            return false;
    }
    place = {"data.result"};
    return true;
}

bool PromDecoder::Private::readEntry(ondemand::value value)
{
    ondemand::object object;
    if (const error_code code = value.get_object().get(object))
        return failed(code, tr("an object was expected"));
    Range range{labels.size(), 0, samples.size(), 0};
    bool read = false;
    for (auto field : object) {
        ondemand::value inner;
        std::string_view key;
        if (const error_code code = field.unescaped_key().get(key))
            return failed(code, tr("a name was expected"));
        if (const error_code code = field.value().get(inner))
            return failed(code, tr("a value was expected"));
        if (key == "metric") {
            place.inSeries = "metric";
            if (!readMetric(inner))
                return false;
        } else if (key == (type == Type::Vector ? "value" : "values")) {
            place.inSeries = type == Type::Vector ? "value" : "values";
            read = true;
            if (!(type == Type::Vector ? readSample(inner) : readSamples(inner)))
                return false;
        } else if (key == "histogram" || key == "histograms") {
            place.inSeries = "histogram";
            return fail(tr("native histograms are not read yet"), Error::Kind::Unsupported);
        }
        place.inSeries = nullptr;
        place.sample = place.part = -1;
    }
    if (!read)
        return fail(tr("it has no value"));
    range.labelCount = labels.size() - range.firstLabel;
    range.sampleCount = samples.size() - range.firstSample;
    ranges.push_back(range);
    return true;
}

bool PromDecoder::Private::readMetric(ondemand::value value)
{
    ondemand::object object;
    if (const error_code code = value.get_object().get(object))
        return failed(code, tr("an object was expected"));
    for (auto field : object) {
        Label label;
        if (const error_code code = field.unescaped_key().get(label.name))
            return failed(code, tr("a name was expected"));
        if (const error_code code = field.value().get_string().get(label.value))
            return failed(code, tr("a text was expected"));
        labels.push_back(label);
    }
    return true;
}

bool PromDecoder::Private::readSample(ondemand::value value)
{
    ondemand::array array;
    if (const error_code code = value.get_array().get(array))
        return failed(code, tr("a list of time and value was expected"));
    Sample sample;
    int parts = 0;
    for (auto part : array) {
        place.part = parts++;
        if (place.part == 0) {
            double seconds = 0;
            if (const error_code code = part.get_double().get(seconds))
                return failed(code, tr("a number of seconds was expected"));
            if (!promscan::toMilliseconds(seconds, sample.atMs))
                return fail(tr("this is no time"));
        } else if (place.part == 1) {
            std::string_view text;
            if (const error_code code = part.get_string().get(text))
                return failed(code, tr("a number written as text was expected"));
            if (!promscan::parseValue(text, sample.value))
                return fail(tr("a number written as text was expected, not \"%1\"")
                                .arg(QString::fromUtf8(text.data(), std::min<qsizetype>(40, qsizetype(text.size())))));
        } else {
            return fail(tr("two parts were expected"));
        }
    }
    place.part = -1;
    if (parts != 2)
        return fail(tr("two parts were expected"));
    samples.push_back(sample);
    return true;
}

bool PromDecoder::Private::readSamples(ondemand::value value)
{
    ondemand::array array;
    if (quick) {
        // Nine bytes of ten are in here, also in an answer with something around them that the scan does not know.
        std::string_view raw;
        if (const error_code code = value.get_array().get(array))
            return failed(code, tr("a list was expected"));
        if (const error_code code = array.raw_json().get(raw))
            return failed(code, tr("a list was expected"));
        const size_t before = samples.size();
        if (promscan::scan(raw, samples))
            return true;
        samples.resize(before);
        if (const error_code code = array.reset().error())
            return failed(code, tr("a list was expected"));
    } else if (const error_code code = value.get_array().get(array)) {
        return failed(code, tr("a list was expected"));
    }
    qsizetype index = 0;
    for (auto entry : array) {
        place.sample = index++;
        ondemand::value inner;
        if (const error_code code = entry.get(inner))
            return failed(code, tr("a list of time and value was expected"));
        if (!readSample(inner))
            return false;
    }
    place.sample = -1;
    return true;
}

bool PromDecoder::Private::readWarnings(ondemand::value value)
{
    bool isNull = false;
    if (value.is_null().get(isNull) == SUCCESS && isNull)
        return true;
    ondemand::array array;
    if (const error_code code = value.get_array().get(array))
        return failed(code, tr("a list was expected"));
    for (auto entry : array) {
        std::string_view text;
        if (const error_code code = entry.get_string().get(text))
            return failed(code, tr("a text was expected"));
        warnings.push_back(text);
    }
    return true;
}

PromDecoder::PromDecoder() : d(std::make_unique<Private>()) {}
PromDecoder::~PromDecoder() = default;
PromDecoder::PromDecoder(PromDecoder &&) noexcept = default;
PromDecoder &PromDecoder::operator=(PromDecoder &&) noexcept = default;

Result<Ok> PromDecoder::decode(QByteArray &body)
{
    if (!d->read(body)) {
        Error error;
        error.kind = d->problemKind;
        const QString where = d->place.text();
        error.message = error.kind == Error::Kind::Malformed
                            ? tr("The answer is not one of the Prometheus API: %1").arg(d->problem)
                            : d->problem;
        error.where = where;
        error.hint = error.kind == Error::Kind::Malformed
                         ? tr("Check that the address is that of a Prometheus API, and the proxy in between.")
                         : QString();
        d->clear();
        return error;
    }
    for (const promscan::Content::Range &range : d->ranges)
        d->series.push_back({std::span(d->labels).subspan(range.firstLabel, range.labelCount),
                             std::span(d->samples).subspan(range.firstSample, range.sampleCount)});
    return Ok{};
}

PromDecoder::Type PromDecoder::type() const { return d->type; }
std::span<const PromDecoder::Series> PromDecoder::series() const { return d->series; }
std::span<const std::string_view> PromDecoder::warnings() const { return d->warnings; }
bool PromDecoder::isPartial() const { return d->partial; }
void PromDecoder::setQuickScan(bool on) { d->quick = on; }
bool PromDecoder::parseValue(std::string_view text, double &value) { return promscan::parseValue(text, value); }

std::string_view PromDecoder::Series::label(std::string_view name) const
{
    for (const Label &label : labels) {
        if (label.name == name)
            return label.value;
    }
    return {};
}

} // namespace astern::connectors
