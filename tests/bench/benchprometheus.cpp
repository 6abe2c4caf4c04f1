// SPDX-License-Identifier: GPL-3.0-or-later
// P1: metric answers decoded, against the bare conversion of their numbers and against QJsonDocument.
#include "bench.h"

#include "connectors/prometheus/promdecode.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace astern::bench {
namespace {

using connectors::PromDecoder;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A query_range answer as Prometheus writes it: ratios and rates with all their digits, now and then a number that is
// none. Times have milliseconds, as they have when somebody asks for "now".
class Answer {
public:
    Answer(int series, int points)
    {
        std::mt19937_64 random(quint64(series) * 1'000'003 + quint64(points));
        std::vector<std::pair<qsizetype, qsizetype>> numbers;
        body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[";
        for (int s = 0; s < series; ++s) {
            body += s ? ",{\"metric\":{" : "{\"metric\":{";
            body += "\"cell\":\"eu-1\",\"environment\":\"prod\",\"rollouts_pod_template_hash\":\"66d5f48f4\","
                    "\"service\":\"svc-" +
                    QByteArray::number(s) + "\"},\"values\":[";
            for (int p = 0; p < points; ++p) {
                body += p ? ",[" : "[";
                body += QByteArray::number(1'795'446'612 + 10 * p) + ".213,\"";
                const qsizetype at = body.size();
                body += number(random);
                if (body.at(at) != 'N' && body.at(at) != '+' && body.at(body.size() - 1) != 'f')
                    numbers.emplace_back(at, body.size() - at);
                body += "\"]";
            }
            body += "]}";
        }
        body += "]}}";
        body.reserve(body.size() + 4096); // as an HTTP answer comes: with room to spare
        count = qsizetype(series) * points;
        for (const auto &[at, size] : numbers)
            finite.emplace_back(body.constData() + at, size_t(size));
        values.resize(finite.size());
    }

    QByteArray body;
    qsizetype count = 0;
    std::vector<std::string_view> finite; // where the numbers are
    std::vector<double> values;           // what they become

private:
    static QByteArray number(std::mt19937_64 &random)
    {
        const double uniform = std::uniform_real_distribution(0.0, 1.0)(random);
        switch (random() % 100) {
        case 0:
            return "NaN";
        case 1:
            return uniform < 0.5 ? "+Inf" : "-Inf";
        case 2:
        case 3:
            return "0";
        case 4:
        case 5:
            return QByteArray::number(uniform * 1e-5, 'g', QLocale::FloatingPointShortest);
        default:
            return QByteArray::number(random() % 2 ? uniform : uniform * 1000, 'g', QLocale::FloatingPointShortest);
        }
    }
};

// What decoding costs at the very least.
void convert(Answer &answer)
{
    for (size_t i = 0; i < answer.finite.size(); ++i) {
        const std::string_view text = answer.finite[i];
        std::from_chars(text.data(), text.data() + text.size(), answer.values[i]);
    }
}

double plainValue(const QString &text)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (isNumber)
        return value;
    return text == QLatin1String("NaN") ? kNaN : text.startsWith(QLatin1Char('-')) ? -kInfinity : kInfinity;
}

// What everybody would write first.
void readPlainly(const QByteArray &body, std::vector<Sample> &samples)
{
    samples.clear();
    const QJsonArray result = QJsonDocument::fromJson(body)
                                  .object()
                                  .value(QLatin1String("data"))
                                  .toObject()
                                  .value(QLatin1String("result"))
                                  .toArray();
    for (const QJsonValue &series : result) {
        const QJsonArray values = series.toObject().value(QLatin1String("values")).toArray();
        for (const QJsonValue &value : values) {
            const QJsonArray pair = value.toArray();
            samples.push_back({std::llround(pair.at(0).toDouble() * 1000), plainValue(pair.at(1).toString())});
        }
    }
}

class DecodeWork final : public Work {
public:
    DecodeWork(const QList<std::pair<int, int>> &sizes, bool plain, bool smoke)
        : m_plain(plain), m_repeats(smoke || plain ? 1 : 5)
    {
        for (const auto &[series, points] : sizes)
            m_answers.push_back(smoke ? Answer(series / 50, points / 10) : Answer(series, points));
        for (Answer &answer : m_answers) // the decoder has seen answers of these sizes
            decode(answer);
    }

    Round round(qsizetype size) override
    {
        Round round;
        Answer &answer = m_answers[size_t(size)];
        for (int i = 0; i < m_repeats; ++i) {
            const quint64 before = allocations();
            const double ours = cpuMicroseconds([&] { decode(answer); });
            m_allocated += allocations() - before;
            const double anchor =
                cpuMicroseconds([&] { m_plain ? readPlainly(answer.body, m_samples) : convert(answer); });
            round.ours.append(ours * 1000 / double(answer.count));
            round.anchor.append(anchor * 1000 / double(answer.count));
        }
        return round;
    }

    QString prove() override
    {
        if (m_allocated)
            return QStringLiteral("%1 heap allocations in steady state").arg(m_allocated);
        for (Answer &answer : m_answers) {
            decode(answer);
            readPlainly(answer.body, m_samples);
            qsizetype at = 0;
            for (const PromDecoder::Series &series : m_decoder.series()) {
                for (const Sample &sample : series.samples) {
                    if (at >= qsizetype(m_samples.size()) || !same(sample, m_samples[size_t(at)]))
                        return QStringLiteral("sample %1 is not what QJsonDocument reads").arg(at);
                    ++at;
                }
            }
            if (at != answer.count)
                return QStringLiteral("%1 samples, %2 expected").arg(at).arg(answer.count);
        }
        return m_wrong;
    }

private:
    void decode(Answer &answer)
    {
        if (const Result<Ok> done = m_decoder.decode(answer.body); !done)
            m_wrong = done.error().toString();
    }
    static bool same(const Sample &a, const Sample &b)
    {
        const bool bothNaN = std::isnan(a.value) && std::isnan(b.value);
        return a.atMs == b.atMs && (bothNaN || std::bit_cast<quint64>(a.value) == std::bit_cast<quint64>(b.value));
    }

    PromDecoder m_decoder;
    std::vector<Answer> m_answers;
    std::vector<Sample> m_samples;
    bool m_plain;
    int m_repeats;
    quint64 m_allocated = 0;
    QString m_wrong;
};

} // namespace

void addPrometheus(Suite &suite)
{
    using Sizes = QList<std::pair<int, int>>;
    const auto add = [&suite](const char *id, bool plain, const Sizes &sizes) {
        QStringList names;
        for (const auto &[series, points] : sizes)
            names.append(QStringLiteral("%1 x %2").arg(series).arg(points));
        suite.add(
            {.id = QLatin1String(id),
             .what = QStringLiteral("decoding %1 series x %2 points").arg(sizes.last().first).arg(sizes.last().second),
             .against = plain ? QStringLiteral("QJsonDocument and QString::toDouble")
                              : QStringLiteral("std::from_chars of the numbers alone"),
             .unit = QStringLiteral("ns/point"),
             .target = plain ? 40.0 : 2.2,
             .faster = plain,
             .sizes = names,
             .make = [sizes, plain](Scale scale) {
                 return std::make_unique<DecodeWork>(sizes, plain, scale == Scale::Smoke);
             }});
    };
    add("P1a", false, {{125, 360}, {250, 360}, {500, 360}});
    add("P1b", false, {{1250, 60}, {2500, 60}, {5000, 60}});
    add("P1c", true, {{500, 360}});
    add("P1d", true, {{5000, 60}});
}

} // namespace astern::bench
