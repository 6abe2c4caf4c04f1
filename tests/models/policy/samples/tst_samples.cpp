// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/samplereader.h"
#include "models/policy/samples/samplewriter.h"
#include "tests/models/policy/randomrollout.h"

#include <QBuffer>
#include <QLocale>
#include <QTest>

#include <bit>
#include <cmath>
#include <random>

using namespace astern;
using namespace astern::policy;

namespace {

struct Read {
    QList<Record> records;
    std::optional<Error> error;
};

Read readAll(const QByteArray &bytes)
{
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    SampleReader reader(buffer, QStringLiteral("s"));
    Read all;
    for (;;) {
        const auto record = reader.next();
        if (!record) {
            all.error = record.error();
            const auto after = reader.next(); // and nothing more
            if (!after || *after)
                qFatal("read on after an error");
            return all;
        }
        if (!*record)
            return all;
        all.records.append(**record);
    }
}

QByteArray written(const QList<Record> &records, SampleForm form)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    SampleWriter writer(buffer, form);
    for (const auto &record : records) {
        if (!writer.write(record))
            qFatal("not written");
    }
    return bytes;
}

bool sameBits(const Record &a, const Record &b)
{
    const auto *one = std::get_if<SampleRecord>(&a);
    const auto *other = std::get_if<SampleRecord>(&b);
    if (!one || !other)
        return a == b;
    auto left = *one;
    auto right = *other;
    const bool same = std::isnan(left.value)
                          ? std::isnan(right.value)
                          : std::bit_cast<quint64>(left.value) == std::bit_cast<quint64>(right.value);
    left.value = right.value = 0;
    return same && left == right;
}

SampleRecord sample(double value) { return {QStringLiteral("prom"), QStringLiteral("up"), {}, 1000, 1200, value}; }

QByteArray json(const char *value)
{
    return QByteArray("{\"source\":\"p\",\"series\":\"s\",\"labels\":{},\"event_ms\":1,\"arrived_ms\":2,\"value\":") +
           value + "}\n";
}
QByteArray csv(const QByteArray &row) { return csvHeader() + row + "\r\n"; }

} // namespace

class TestSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDocumentedLines()
    {
        const QByteArray text = "{\"source\":\"prom\",\"series\":\"http_requests_total\",\"labels\":{\"status\":"
                                "\"500\",\"version\":\"4.8.0\"},"
                                "\"event_ms\":1795424400000,\"arrived_ms\":1795424400212,\"value\":1234}\n"
                                "{\"heartbeat_ms\":1795424410000}\n"
                                "{\"mark\":\"step_end\",\"at_ms\":1795424410000}\n";
        const auto all = readAll(text);
        QVERIFY(!all.error);
        const QList<Record> expected{SampleRecord{QStringLiteral("prom"),
                                                  QStringLiteral("http_requests_total"),
                                                  {{QStringLiteral("status"), QStringLiteral("500")},
                                                   {QStringLiteral("version"), QStringLiteral("4.8.0")}},
                                                  1795424400000,
                                                  1795424400212,
                                                  1234},
                                     HeartbeatRecord{1795424410000},
                                     MarkRecord{MarkRecord::Kind::StepEnd, 1795424410000}};
        QCOMPARE(all.records, expected);
        QCOMPARE(written(expected, SampleForm::Ndjson), text);
        QCOMPARE(written(expected, SampleForm::Csv),
                 QByteArray("source,series,labels,event_ms,arrived_ms,value\r\n"
                            "prom,http_requests_total,status=500;version=4.8.0,1795424400000,1795424400212,1234\r\n"
                            ",,,,1795424410000,\r\n"
                            ",step_end,,1795424410000,,\r\n"));
    }

    void everyRecordComesBack_data()
    {
        QTest::addColumn<bool>("csv");
        QTest::newRow("NDJSON") << false;
        QTest::newRow("CSV") << true;
    }
    void everyRecordComesBack()
    {
        QFETCH(const bool, csv);
        QList<Record> records{sample(std::nan("")),
                              sample(std::numeric_limits<double>::infinity()),
                              sample(-std::numeric_limits<double>::infinity()),
                              sample(0.0),
                              sample(-0.0),
                              sample(5e-324),
                              sample(1.7976931348623157e308),
                              sample(0.1),
                              sample(9007199254740993.0),
                              sample(1e22),
                              HeartbeatRecord{0},
                              HeartbeatRecord{SampleReader::kLatestMs},
                              MarkRecord{MarkRecord::Kind::StepEnd, 1},
                              MarkRecord{MarkRecord::Kind::RolloutEnd, 2},
                              MarkRecord{MarkRecord::Kind::Mitigated, 3}};
        auto odd = sample(1);
        odd.source = QStringLiteral("a,\"b\"\r\n=;\\\u00e9\U0001f600");
        odd.series = QStringLiteral("\ufeff s\t\r");
        odd.labels = {{QStringLiteral("a=b;c\\"), QStringLiteral("\"x\",\n;=\\\r\n\x01")}, {QStringLiteral("k"), {}}};
        records.append(odd);
        std::mt19937_64 random(7);
        for (int i = 0; i < 20'000; ++i)
            records.append(sample(std::bit_cast<double>(random())));
        records += test::randomRollout(3).records;
        const auto all = readAll(written(records, csv ? SampleForm::Csv : SampleForm::Ndjson));
        QVERIFY2(!all.error, all.error ? qPrintable(all.error->toString()) : "");
        QCOMPARE(all.records.size(), records.size());
        for (qsizetype i = 0; i < records.size(); ++i)
            QVERIFY2(sameBits(all.records.at(i), records.at(i)), toNdjson(records.at(i)).constData());
    }

    void noLocaleMatters()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const auto *before = setlocale(LC_ALL, "de_DE.UTF-8"); // where there is one
        QCOMPARE(written({sample(1234567.5)}, SampleForm::Csv), csv("prom,up,,1000,1200,1234567.5"));
        QCOMPARE(readAll(json("1234567.5")).records.size(), 1);
        QVERIFY(readAll(json("\"1,5\"")).error);
        setlocale(LC_ALL, "C");
        QLocale::setDefault(QLocale::c());
        Q_UNUSED(before)
    }

    void whatIsTakenAllTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("records");
        QTest::newRow("nothing") << QByteArray() << 0;
        QTest::newRow("blank lines only") << QByteArray("\n \r\n\t\n") << 0;
        QTest::newRow("blank lines between") << "\n" + json("1") + "\r\n\n" + json("2") << 2;
        QTest::newRow("no end of the last line") << json("1") + json("2").chopped(1) << 2;
        QTest::newRow("CRLF") << json("1").chopped(1) + "\r\n" << 1;
        QTest::newRow("a mark of UTF-8") << "\xef\xbb\xbf" + json("1") << 1;
        QTest::newRow("a mark of UTF-8 before CSV") << "\xef\xbb\xbf" + csv(",,,,5,") << 1;
        QTest::newRow("white space and another order")
            << QByteArray(" { \"at_ms\" : 5 , \"mark\" : \"mitigated\" } ") << 1;
        QTest::newRow("escapes") << QByteArray("{\"mark\":\"step\\u005fend\",\"at_ms\":5}") << 1;
        QTest::newRow("CSV with LF") << csvHeader().replace("\r", "") + "p,s,,1,2,3\n" << 1;
        QTest::newRow("CSV, a line's end in a field") << csv("p,\"s\nt\",,1,2,3") + "p,s,,1,2,3\r\n" << 2;
        QTest::newRow("CSV header only") << csvHeader() << 0;
    }
    void whatIsTakenAllTheSame()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const int, records);
        const auto all = readAll(text);
        QVERIFY2(!all.error, all.error ? qPrintable(all.error->toString()) : "");
        QCOMPARE(all.records.size(), records);
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &text, int line, const char *says) {
            QTest::newRow(name) << text << QStringLiteral("s:%1").arg(line) << QString::fromUtf8(says);
        };
        const auto good = json("1");
        row("neither form", "hello\n", 1, "neither NDJSON");
        row("another header", "source,series\n", 1, "neither NDJSON");
        row("an array", good + "[1]\n", 2, "a record is an object");
        row("unknown key", good + "\n{\"sauce\":1}\n", 3, "\"sauce\" is no key of a record; allowed: source, series");
        row("twice", "{\"heartbeat_ms\":1,\"heartbeat_ms\":2}", 1, "stands there twice");
        row("half a sample", "{\"source\":\"p\",\"value\":1}", 1, "these keys make no record");
        row("two records in one", "{\"heartbeat_ms\":1,\"mark\":\"step_end\",\"at_ms\":1}", 1,
            "these keys make no record");
        row("two on a line", "{\"heartbeat_ms\":1}{\"heartbeat_ms\":2}", 1, "each stands on a line of its own");
        row("an unknown mark", "{\"mark\":\"end\",\"at_ms\":1}", 1, "allowed: step_end, rollout_end, mitigated");
        row("an empty source", QByteArray(good).replace("\"p\"", "\"\""), 1, "may not be empty");
        row("a fraction of a time", QByteArray(good).replace(":2,", ":2.5,"), 1, "arrived_ms is whole milliseconds");
        row("a time before 1970", QByteArray(good).replace(":1,", ":-1,"), 1, "event_ms is whole milliseconds");
        row("beyond the year 9999", "{\"heartbeat_ms\":253402300800000}", 1, "from 0 to 253402300799999");
        row("a number as label", QByteArray(good).replace("{}", "{\"a\":1}"), 1, "labels are an object of texts");
        row("a label twice", QByteArray(good).replace("{}", "{\"a\":\"1\",\"a\":\"2\"}"), 1,
            "the label \"a\" stands there twice");
        row("a label without a name", QByteArray(good).replace("{}", "{\"\":\"1\"}"), 1, "without a name");
        for (const char *value : {"nan", "NaN", "\"nan\"", "\"Inf\"", "1e999", "-1e999", "01", ".5", "5.", "+1", "0x10",
                                  "1 2", "\"1\"", "null", "true", "", "1,5"})
            QTest::addRow("value %s", value) << good + json(value) << QStringLiteral("s:2") << QString();
        row("broken UTF-8", QByteArray(good).replace("\"s\"", "\"\xc3\x28\""), 1, "valid UTF-8");
        row("half a surrogate", QByteArray(good).replace("\"s\"", "\"\\ud800x\""), 1, "valid UTF-8");
        row("no end", "{\"heartbeat_ms\":1", 1, "a comma or the end");
        row("too long", good + QByteArray(70'000, ' ') + "\n", 2, "a line of more than 65536 bytes");
        QByteArray many = "{";
        for (int i = 0; i < 65; ++i)
            many += (i ? ",\"l" : "\"l") + QByteArray::number(i) + "\":\"\"";
        row("many labels", QByteArray(good).replace("{}", many + "}"), 1, "more than 64 labels");
        row("CSV columns", csv("p,s,,1,2"), 2, "5 columns; there are six");
        row("CSV quote", csv("p,s\"t\",,1,2,3"), 2, "a quote stands where none may");
        row("CSV open quote", csv("p,\"s,,1,2,3"), 2, "a quote stands where none may");
        row("CSV second row", csv("p,s,,1,2,3") + "p,\"s\nt\",,1,2,3\r\np,s,,x,2,3\r\n", 5, "event_ms is whole");
        row("CSV value", csv("p,s,,1,2,inf"), 2, "NaN, +Inf, -Inf");
        row("CSV labels", csv("p,s,a,1,2,3"), 2, "labels are k=v;k=v");
        row("CSV label escape", csv("p,s,a=\\b,1,2,3"), 2, "a backslash in labels");
        row("CSV label twice", csv("p,s,a=1;a=2,1,2,3"), 2, "stands there twice");
        row("CSV no series", csv("p,,,1,2,3"), 2, "without a series");
        row("CSV half a mark", csv(",step_end,,1,2,"), 2, "a row without a source");
        row("CSV row too long", csv("p,\"" + QByteArray(40'000, 'x') + "\n" + QByteArray(40'000, 'y') + "\",,1,2,3"), 2,
            "a row of more than 65536 bytes");
    }
    void errorsNameTheLine()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, where);
        QFETCH(const QString, says);
        const auto all = readAll(text);
        QVERIFY(all.error);
        QCOMPARE(all.error->where, where);
        QVERIFY2(all.error->message.contains(says), qPrintable(all.error->toString()));
    }
};

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
