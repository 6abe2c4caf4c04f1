// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/promapi.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/promeval.h"

#include <QDateTime>

#include <cmath>
#include <optional>

namespace astern::connectors::sandbox {

namespace {

ApiResponse failure(int status, QLatin1String type, const QString &message)
{
    return {status,
            "application/json",
            compact({{u"status"_s, u"error"_s}, {u"errorType"_s, type}, {u"error"_s, message}}),
            {}};
}

ApiResponse failure(const PromError &error, const QString &query)
{
    if (error.execution)
        return failure(422, "execution"_L1, error.message);
    const qsizetype at = std::max<qsizetype>(0, error.position);
    const QStringView before = QStringView(query).left(at);
    const qsizetype line = before.count(QLatin1Char('\n')) + 1;
    const qsizetype column = at - (before.lastIndexOf(QLatin1Char('\n')) + 1) + 1;
    return failure(
        400, "bad_data"_L1,
        QStringLiteral("invalid parameter \"query\": %1:%2: parse error: %3").arg(line).arg(column).arg(error.message));
}

// Unix seconds with a fraction, or RFC 3339.
std::optional<qint64> parseTime(const QString &text)
{
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && std::isfinite(seconds) && std::abs(seconds) < 1e12)
        return qint64(std::llround(seconds * 1000));
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

// "1435781451.781": milliseconds only where there are some.
QByteArray timeText(qint64 ms)
{
    QByteArray out = QByteArray::number(ms / 1000);
    if (ms % 1000 != 0)
        out += '.' + QByteArray::number(ms % 1000).rightJustified(3, '0');
    return out;
}

QByteArray pointText(qint64 at, double value)
{
    return '[' + timeText(at) + ",\"" + formatValue(value).toLatin1() + "\"]";
}

QByteArray metricText(const Labels &labels)
{
    QJsonObject object;
    for (const auto &[name, value] : labels)
        object.insert(name, value);
    return compact(object);
}

ApiResponse success(const char *type, const QByteArray &result)
{
    return {200,
            "application/json",
            QByteArray("{\"status\":\"success\",\"data\":{\"resultType\":\"") + type + "\",\"result\":" + result + "}}",
            {}};
}

QByteArray matrixText(const std::map<Labels, std::vector<SampleStore::Point>> &series)
{
    QByteArray out = "[";
    for (const auto &[labels, points] : series) {
        out += (out.size() > 1 ? ",{\"metric\":" : "{\"metric\":") + metricText(labels) + ",\"values\":[";
        for (size_t i = 0; i < points.size(); ++i)
            out += (i > 0 ? "," : "") + pointText(points[i].at, points[i].value);
        out += "]}";
    }
    return out + ']';
}

} // namespace

ApiResponse PromApi::handle(const ApiRequest &request) const
{
    const bool reads = request.method == "GET";
    if (request.path == "/-/ready"_L1 && reads)
        return {200, "text/plain; charset=utf-8", "Prometheus Server is Ready.\n", {}};
    if (request.path == "/-/healthy"_L1 && reads)
        return {200, "text/plain; charset=utf-8", "Prometheus Server is Healthy.\n", {}};
    if (request.path == "/metrics"_L1 && reads)
        return {200, "text/plain; version=0.0.4; charset=utf-8", m_samples.exposition(), {}};
    if (request.path == "/api/v1/status/buildinfo"_L1 && reads)
        return {200,
                "application/json",
                compact({{u"status"_s, u"success"_s},
                         {u"data"_s, QJsonObject{{u"version"_s, u"2.42.0+sandbox"_s}, {u"revision"_s, u"sandbox"_s}}}}),
                {}};
    if (reads || request.method == "POST") {
        if (request.path == "/api/v1/query"_L1)
            return query(request);
        if (request.path == "/api/v1/query_range"_L1)
            return queryRange(request);
    }
    return {404, "text/plain; charset=utf-8", "404 page not found\n", {}};
}

ApiResponse PromApi::query(const ApiRequest &request) const
{
    const QString text = request.param("query"_L1);
    const auto at = request.has("time"_L1) ? parseTime(request.param("time"_L1)) : std::optional(m_nowMs);
    if (!at)
        return failure(400, "bad_data"_L1,
                       QStringLiteral("invalid parameter \"time\": cannot parse \"%1\" to a valid timestamp")
                           .arg(request.param("time"_L1)));
    PromExpr expr;
    PromError error;
    PromValue value;
    if (!parsePromQL(text, expr, error) || !PromEvaluator(m_samples, *at).evaluate(expr, value, error))
        return failure(error, text);
    if (value.type == PromType::Scalar)
        return success("scalar", pointText(*at, value.scalar));
    if (value.type == PromType::String)
        return success("string", '[' + timeText(*at) + ',' + compact({{u"s"_s, value.text}}).mid(5).chopped(1) + ']');
    if (value.type == PromType::Matrix) {
        std::map<Labels, std::vector<SampleStore::Point>> series;
        for (PromSeries &one : value.matrix)
            series[one.labels] = std::move(one.points);
        return success("matrix", matrixText(series));
    }
    QByteArray result = "[";
    for (const PromSample &sample : value.vector)
        result += (result.size() > 1 ? ",{\"metric\":" : "{\"metric\":") + metricText(sample.labels) +
                  ",\"value\":" + pointText(*at, sample.value) + '}';
    return success("vector", result + ']');
}

ApiResponse PromApi::queryRange(const ApiRequest &request) const
{
    const QString text = request.param("query"_L1);
    for (const auto name : {"start"_L1, "end"_L1})
        if (!parseTime(request.param(name)))
            return failure(400, "bad_data"_L1,
                           QStringLiteral("invalid parameter \"%1\": cannot parse \"%2\" to a valid timestamp")
                               .arg(name, request.param(name)));
    const qint64 start = *parseTime(request.param("start"_L1));
    const qint64 end = *parseTime(request.param("end"_L1));
    bool number = false;
    const double seconds = request.param("step"_L1).toDouble(&number);
    const qint64 step = number ? qint64(seconds * 1000) : promDurationMs(request.param("step"_L1));
    if (end < start)
        return failure(400, "bad_data"_L1, u"invalid parameter \"end\": end timestamp must not be before start time"_s);
    if (step <= 0)
        return failure(
            400, "bad_data"_L1,
            u"invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a "
            "positive integer"_s);
    if ((end - start) / step > 11'000)
        return failure(
            400, "bad_data"_L1,
            u"exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution "
            "(?step=XX)"_s);
    PromExpr expr;
    PromError error;
    if (!parsePromQL(text, expr, error))
        return failure(error, text);
    if (expr.type != PromType::Scalar && expr.type != PromType::Vector)
        return failure(
            400, "bad_data"_L1,
            QStringLiteral("invalid parameter \"query\": invalid expression type \"%1\" for range query, must be "
                           "Scalar or instant Vector")
                .arg(typeName(expr.type)));
    std::map<Labels, std::vector<SampleStore::Point>> series;
    for (qint64 at = start; at <= end; at += step) {
        PromValue value;
        if (!PromEvaluator(m_samples, at).evaluate(expr, value, error))
            return failure(error, text);
        if (value.type == PromType::Scalar)
            series[{}].push_back({at, value.scalar});
        for (const PromSample &sample : value.vector)
            series[sample.labels].push_back({at, sample.value});
    }
    return success("matrix", matrixText(series));
}

} // namespace astern::connectors::sandbox
