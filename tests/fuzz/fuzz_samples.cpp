// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/samplereader.h"
#include "models/policy/samples/samplewriter.h"
#include "tests/fuzz/mutator.h"

#include <QBuffer>
#include <QTest>

using namespace astern;
using namespace astern::policy;

namespace {

// What was read of it, written again; an error must have a place.
QByteArray readAndWrite(QByteArray input, SampleForm form, QByteArray &wrong, qsizetype &records)
{
    QBuffer in(&input);
    in.open(QIODevice::ReadOnly);
    SampleReader reader(in, QStringLiteral("s"));
    QByteArray bytes;
    QBuffer out(&bytes);
    out.open(QIODevice::WriteOnly);
    SampleWriter writer(out, form);
    const auto lines = input.count('\n') + 1;
    for (;;) {
        const auto record = reader.next();
        if (reader.line() > lines + 1)
            wrong = "a line behind the last one";
        if (!record && (record.error().message.isEmpty() || !record.error().where.startsWith(QLatin1String("s:"))))
            wrong = "an error without a place";
        if (!record || !*record)
            return bytes;
        ++records;
        if (!writer.write(**record))
            wrong = "cannot be written";
    }
}

} // namespace

class FuzzSamples : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(
            {"{\"source\":\"prom\",\"series\":\"http_requests_total\",\"labels\":{\"status\":\"500\",\"v\":\"4\"},"
             "\"event_ms\":"
             "1795424400000,\"arrived_ms\":1795424400212,\"value\":1234}\n{\"heartbeat_ms\":1795424410000}\n"
             "{\"mark\":\"step_end\",\"at_ms\":1795424410000}\n",
             "source,series,labels,event_ms,arrived_ms,value\r\nprom,up,a=b;c=d,1,2,3.5\r\n,,,,5,\r\n,mitigated,,7,,"
             "\r\n"
             "\"p,\"\"q\",\"a\nb\",\"x\\;y=z\\=\",1,2,NaN\r\n"},
            {"\"NaN\"",
             "+Inf",
             "-Inf",
             "1e308",
             "1e999",
             "5e-324",
             "-0",
             "0",
             "253402300799999",
             "\\u00e9",
             "\\ud83d\\ude00",
             "\\ud800",
             "\\\\",
             "\\;",
             "\\=",
             "\"\"",
             "\xef\xbb\xbf",
             "\xff",
             "\r\n",
             "\r",
             ";",
             "=",
             ",",
             "{",
             "}",
             ":",
             QByteArray("\0", 1)});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            QByteArray wrong;
            qsizetype read = 0;
            const auto lines = readAndWrite(input, SampleForm::Ndjson, wrong, read);
            for (const auto form : {SampleForm::Ndjson, SampleForm::Csv}) {
                qsizetype again = 0;
                qsizetype third = 0;
                const auto other = readAndWrite(lines, form, wrong, again);
                if (again != read || readAndWrite(other, SampleForm::Ndjson, wrong, third) != lines)
                    return "written and read again, it is something else";
            }
            return wrong;
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzSamples)
#include "fuzz_samples.moc"
