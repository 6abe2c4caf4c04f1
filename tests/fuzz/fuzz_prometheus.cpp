// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promdecode.h"
#include "connectors/prometheus/promjoin.h"
#include "tests/fuzz/mutator.h"

#include <QTest>

#include <cstring>

using namespace astern;
using namespace astern::connectors;

namespace {

QList<QByteArray> answers(); // below: moc takes a raw string for the end of the file

// Everything that was read, bit by bit (NaN is not equal to itself).
QByteArray textOf(const PromDecoder &decoder)
{
    QByteArray out = QByteArray::number(int(decoder.type()));
    for (const PromDecoder::Series &series : decoder.series()) {
        out += '{';
        for (const PromDecoder::Label &label : series.labels)
            out.append(label.name.data(), qsizetype(label.name.size()))
                .append('=')
                .append(label.value.data(), qsizetype(label.value.size()))
                .append(',');
        for (const Sample &sample : series.samples) {
            char bits[sizeof(double)];
            std::memcpy(bits, &sample.value, sizeof bits);
            out += QByteArray::number(sample.atMs) + ':' + QByteArray(bits, sizeof bits).toHex() + ' ';
        }
        out += '}';
    }
    return out;
}

} // namespace

class FuzzPrometheus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(answers(), {"[",
                                                "]",
                                                "{",
                                                "}",
                                                "\"",
                                                ",",
                                                ":",
                                                "[[",
                                                "]]",
                                                "null",
                                                "true",
                                                "1e308",
                                                "1e999",
                                                "-1",
                                                "0.0001",
                                                "9223372036854775808",
                                                "\"NaN\"",
                                                "\"+Inf\"",
                                                "\"1e-07\"",
                                                "\"\"",
                                                "[1795446612,\"10\"]",
                                                "\\ud800",
                                                "\\u0000",
                                                "\xff",
                                                " ",
                                                "\"result\":",
                                                "\"metric\":",
                                                "\"values\":",
                                                "\"value\":",
                                                "\"resultType\":"});
        PromDecoder decoder;
        PromDecoder slow;
        slow.setQuickScan(false);
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            QByteArray body = input;
            QByteArray again = input;
            const Result<Ok> read = decoder.decode(body);
            const Result<Ok> read2 = slow.decode(again);
            if (body != input)
                return "the input was changed";
            if (read.ok() != read2.ok())
                return "the quick scan and the general parser disagree";
            if (!read)
                return decoder.series().empty() && !read.error().message.isEmpty() ? QByteArray()
                                                                                   : QByteArray("half an answer");
            if (textOf(decoder) != textOf(slow))
                return "the quick scan reads " + textOf(decoder) + ", the general parser " + textOf(slow);
            for (const promql::Joined &joined : promql::join(decoder, 2)) {
                for (qsizetype i = 1; i < joined.samples.size(); ++i) {
                    if (joined.samples.at(i).atMs <= joined.samples.at(i - 1).atMs)
                        return "samples out of order";
                }
            }
            return {};
        });
        QVERIFY(done > 0);
    }
};

namespace {

QList<QByteArray> answers()
{
    return {
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"astern_v":"0"},"value":[1795446617.213,"9.995566666666667"]},{"metric":{"astern_t":"0"},"value":[1795446617.213,"1795446616.5"]}]}})",
        R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"astern_v":"0","a":"é\n"},"values":[[1795446612,"10"],[1795446613.25,"NaN"],[1795446614,"+Inf"]]},{"metric":{"astern_t":"0"},"values":[[1795446612,"1795446611"],[1795446613.25,"1795446613"],[1795446614,"1795446614"]]}]},"warnings":["w"]})",
        R"({"status":"success","data":{"resultType":"scalar","result":[1795446617.213,"-Inf"]}})",
        R"({"status":"success","data":{"resultType":"string","result":[1795446617.213,"text"]}})",
        R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:30: parse error"})"};
}

} // namespace

QTEST_GUILESS_MAIN(FuzzPrometheus)
#include "fuzz_prometheus.moc"
