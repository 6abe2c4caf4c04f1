// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promdecode.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace astern;
using astern::connectors::PromDecoder;

namespace {

struct Flat {
    QMap<QString, QString> labels;
    QList<QPair<qint64, quint64>> samples; // bits, so that NaN equals NaN
    bool operator==(const Flat &) const = default;
};

QList<Flat> flat(const PromDecoder &decoder)
{
    QList<Flat> all;
    for (const PromDecoder::Series &series : decoder.series()) {
        Flat one;
        for (const PromDecoder::Label &label : series.labels)
            one.labels.insert(QString::fromUtf8(label.name.data(), qsizetype(label.name.size())),
                              QString::fromUtf8(label.value.data(), qsizetype(label.value.size())));
        for (const Sample &sample : series.samples)
            one.samples.append({sample.atMs, std::bit_cast<quint64>(sample.value)});
        all.append(one);
    }
    return all;
}

double oracleValue(const QString &text)
{
    if (text == QLatin1String("NaN"))
        return std::numeric_limits<double>::quiet_NaN();
    if (text.endsWith(QLatin1String("Inf")))
        return text.startsWith(QLatin1Char('-')) ? -std::numeric_limits<double>::infinity()
                                                 : std::numeric_limits<double>::infinity();
    return text.toDouble();
}

QPair<qint64, quint64> oracleSample(const QJsonArray &pair)
{
    return {std::llround(pair.at(0).toDouble() * 1000), std::bit_cast<quint64>(oracleValue(pair.at(1).toString()))};
}

// The slow and obvious way.
QList<Flat> oracle(const QByteArray &body)
{
    QList<Flat> all;
    const QJsonObject data = QJsonDocument::fromJson(body).object().value(QLatin1String("data")).toObject();
    for (const QJsonValue &value : data.value(QLatin1String("result")).toArray()) {
        Flat one;
        const QJsonObject metric = value.toObject().value(QLatin1String("metric")).toObject();
        for (auto it = metric.begin(); it != metric.end(); ++it)
            one.labels.insert(it.key(), it.value().toString());
        for (const QJsonValue &pair : value.toObject().value(QLatin1String("values")).toArray())
            one.samples.append(oracleSample(pair.toArray()));
        if (value.toObject().contains(QLatin1String("value")))
            one.samples.append(oracleSample(value.toObject().value(QLatin1String("value")).toArray()));
        all.append(one);
    }
    return all;
}

QByteArray matrix(const QByteArray &values)
{
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},"
           "\"values\":" +
           values + "}]}}";
}

// `odd`: with a label that needs unescaping, which the quick scan leaves to the general parser.
QByteArray randomMatrix(QRandomGenerator &random, int series, int points, bool odd)
{
    QByteArray body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[";
    for (int s = 0; s < series; ++s) {
        body += s ? ",{\"metric\":{\"service\":\"s" : "{\"metric\":{\"service\":\"s";
        body += QByteArray::number(s) +
                (odd ? R"(","odd":"a\"b\\c\n\u00e4"},"values":[)" : R"(","cell":"eu-1"},"values":[)");
        for (int p = 0; p < points; ++p) {
            if (p)
                body += ',';
            body += '[' + QByteArray::number(1795446612 + p);
            if (random.bounded(2))
                body += '.' + QByteArray::number(100 + random.bounded(900));
            body += ",\"";
            switch (random.bounded(8)) {
            case 0:
                body += "NaN";
                break;
            case 1:
                body += random.bounded(2) ? "+Inf" : "-Inf";
                break;
            case 2:
                body += QByteArray::number(random.bounded(100000));
                break;
            case 3:
                body += QByteArray::number(random.generateDouble() * 1e-7, 'e', 16);
                break;
            default:
                body += QByteArray::number((random.generateDouble() - 0.5) * 1e3, 'g', 17);
                break;
            }
            body += "\"]";
        }
        body += "]}";
    }
    return body + "]}}";
}

} // namespace

class TestPromDecode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<double>("value");
        constexpr double kInf = std::numeric_limits<double>::infinity();
        const auto row = [](const char *text, bool ok, double value) {
            QTest::addRow("%s", *text ? text : "(empty)") << QString::fromLatin1(text) << ok << value;
        };
        row("0", true, 0);
        row("1", true, 1);
        row("-1.5", true, -1.5);
        row("9.995566666666667", true, 9.995566666666667);
        row("1.1064667103932055e-01", true, 0.11064667103932055);
        row("1e+06", true, 1e6);
        row("1e-07", true, 1e-7);
        row("5e-324", true, 5e-324);
        row("1.7976931348623157e+308", true, 1.7976931348623157e308);
        row("NaN", true, std::nan(""));
        row("+Inf", true, kInf);
        row("Inf", true, kInf);
        row("-Inf", true, -kInf);
        for (const char *bad : {"", " 1", "1 ", "+1", "nan", "inf", "infinity", "nan(1)", "-NaN", "1e999", "0x10",
                                "1,5", "--1", "1.2.3", "e5", ".5", "one", "-", "Infinity"})
            row(bad, false, 0);
    }
    void values()
    {
        QFETCH(QString, text);
        QFETCH(bool, ok);
        QFETCH(double, value);
        double read = 0;
        QCOMPARE(PromDecoder::parseValue(text.toStdString(), read), ok);
        if (ok)
            QVERIFY(std::isnan(value) ? std::isnan(read) : read == value);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("series");
        using T = PromDecoder::Type;
        QTest::newRow("vector")
            << QByteArray(
                   R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"version":"canary"},"value":[1795446617.213,"9.995566666666667"]},{"metric":{"version":"stable"},"value":[1795446617.213,"90.44444444444446"]}]}})")
            << int(T::Vector) << 2;
        QTest::newRow("nothing") << QByteArray(R"({"status":"success","data":{"resultType":"vector","result":[]}})")
                                 << int(T::Vector) << 0;
        QTest::newRow("no labels")
            << QByteArray(
                   R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"+Inf"]}]}})")
            << int(T::Vector) << 1;
        QTest::newRow("matrix") << matrix(R"([[1795446612,"10"],[1795446613.25,"NaN"]])") << int(T::Matrix) << 1;
        QTest::newRow("empty matrix") << matrix("[]") << int(T::Matrix) << 1;
        QTest::newRow("white space") << matrix("[ [ 1795446612 , \"10\" ] ,\n[1795446613.25,\t\"NaN\"] ]")
                                     << int(T::Matrix) << 1;
        QTest::newRow("times of another form")
            << matrix(R"([[1.795446612e9,"10"],[1795446613.2504,"1"],[-1.5,"2"]])") << int(T::Matrix) << 1;
        QTest::newRow("escaped value") << matrix(R"([[1795446612,"1\u0030"]])") << int(T::Matrix) << 1;
        QTest::newRow("value before labels")
            << QByteArray(
                   R"({"status":"success","data":{"resultType":"vector","result":[{"value":[1,"2"],"metric":{"a":"b"}}]}})")
            << int(T::Vector) << 1;
        QTest::newRow("more than we know")
            << QByteArray(
                   R"({"new":{"a":[1,{}]},"status":"success","data":{"resultType":"vector","stats":{"x":[]},"result":[{"metric":{},"more":[[]],"value":[1,"2"]}]},"infos":["i"]})")
            << int(T::Vector) << 1;
    }
    void answers()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, type);
        QFETCH(int, series);
        for (const bool quick : {true, false}) {
            PromDecoder decoder;
            decoder.setQuickScan(quick);
            QByteArray copy = body;
            const Result<Ok> result = decoder.decode(copy);
            QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().toString()));
            QCOMPARE(int(decoder.type()), type);
            QCOMPARE(int(decoder.series().size()), series);
            QCOMPARE(flat(decoder), oracle(body));
            QCOMPARE(copy, body);
        }
    }

    void scalar()
    {
        PromDecoder decoder;
        QByteArray body = R"({"status":"success","data":{"resultType":"scalar","result":[1795446617.213,"NaN"]}})";
        QVERIFY(decoder.decode(body).ok());
        QCOMPARE(decoder.series().size(), size_t(1));
        QCOMPARE(decoder.series()[0].samples[0].atMs, qint64(1795446617213));
        QVERIFY(std::isnan(decoder.series()[0].samples[0].value));
    }

    void warnings()
    {
        PromDecoder decoder;
        QByteArray body =
            R"({"status":"success","data":{"resultType":"vector","result":[]},"warnings":["one store is down","two"]})";
        QVERIFY(decoder.decode(body).ok());
        QCOMPARE(decoder.warnings().size(), size_t(2));
        QCOMPARE(std::string(decoder.warnings()[0]), std::string("one store is down"));
    }

    void wrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const QByteArray &body, const char *where, const char *said) {
            QTest::newRow(name) << body << QString::fromLatin1(where) << QString::fromLatin1(said);
        };
        row("empty", "", "", "empty answer");
        row("not JSON", "<html>", "", "");
        row("a list", "[]", "", "object was expected");
        row("cut off", R"({"status":"success","data":{"resultType":"vector","result":[)", "", "");
        row("status is a number", R"({"status":1,"data":{}})", "status", "text was expected");
        row("status unknown", R"({"status":"fine","data":{"resultType":"vector","result":[]}})", "status", "success");
        row("no data", R"({"status":"success"})", "data.resultType", "was expected");
        row("data is a list", R"({"status":"success","data":[]})", "data", "object was expected");
        row("type unknown", R"({"status":"success","data":{"resultType":"table","result":[]}})", "data.resultType",
            "vector, matrix");
        row("no result", R"({"status":"success","data":{"resultType":"vector"}})", "data.result", "missing");
        row("result is an object", R"({"status":"success","data":{"resultType":"vector","result":{}}})", "data.result",
            "list was expected");
        row("series is a number", R"({"status":"success","data":{"resultType":"vector","result":[7]}})",
            "data.result[0]", "object was expected");
        row("second has no value",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]},{"metric":{}}]}})",
            "data.result[1]", "no value");
        row("label is a number",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":1},"value":[1,"2"]}]}})",
            "data.result[0].metric", "text was expected");
        row("value is a number",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,2]}]}})",
            "data.result[0].value[1]", "number written as text");
        row("value is a word",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"two"]}]}})",
            "data.result[0].value[1]", "not \"two\"");
        row("time is a text",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":["1","2"]}]}})",
            "data.result[0].value[0]", "number of seconds");
        row("time without end",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1e300,"2"]}]}})",
            "data.result[0].value[0]", "no time");
        row("sample of one",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}})",
            "data.result[0].value", "two parts");
        row("sample of three",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2",3]}]}})",
            "data.result[0].value[2]", "two parts");
        row("vector where a matrix was", matrix(R"([1,"2"])"), "data.result[0].values[0]", "list of time and value");
        row("deep inside", matrix(R"([[1,"2"],[2,"x"]])"), "data.result[0].values[1][1]", "not \"x\"");
        row("null value", matrix(R"([[1,"2"],[2,null]])"), "data.result[0].values[1][1]", "number written as text");
        row("leading zero", matrix(R"([[01,"2"]])"), "data.result[0].values[0][0]", "");
        row("native histogram",
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}})",
            "data.result[0].histogram", "native histograms");
        row("warnings are a text", R"({"status":"success","data":{"resultType":"vector","result":[]},"warnings":"x"})",
            "warnings", "list was expected");
        row("an error with 200", R"({"status":"error","errorType":"execution","error":"too many samples"})", "",
            "execution: too many samples");
        row("trailing rubbish", R"({"status":"success","data":{"resultType":"vector","result":[]}} {})", "", "");
    }
    void wrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, where);
        QFETCH(QString, said);
        for (const bool quick : {true, false}) {
            PromDecoder decoder;
            decoder.setQuickScan(quick);
            QByteArray copy = body;
            const Result<Ok> result = decoder.decode(copy);
            QVERIFY(!result.ok());
            if (!where.isEmpty())
                QCOMPARE(result.error().where, where);
            QVERIFY2(result.error().message.contains(said), qPrintable(result.error().message));
            QCOMPARE(int(decoder.series().size()), 0);
            QCOMPARE(int(decoder.type()), int(PromDecoder::Type::None));
            // And the same decoder goes on.
            QByteArray good = matrix(R"([[1,"2"]])");
            QVERIFY(decoder.decode(good).ok());
        }
    }

    void randomAnswers()
    {
        QRandomGenerator random(1795446612);
        PromDecoder quick;
        PromDecoder slow;
        slow.setQuickScan(false);
        for (int round = 0; round < 60; ++round) {
            QByteArray body = randomMatrix(random, random.bounded(6), random.bounded(40), round % 2);
            const QList<Flat> expected = oracle(body);
            QVERIFY(quick.decode(body).ok());
            QCOMPARE(flat(quick), expected);
            QVERIFY(slow.decode(body).ok());
            QCOMPARE(flat(slow), expected);
        }
    }

    // Cut anywhere, or with any byte changed: never a crash, the two ways of reading agree, and what is accepted is
    // what a JSON parser sees.
    void damagedAnswers_data()
    {
        QTest::addColumn<bool>("odd");
        QTest::newRow("plain") << false;
        QTest::newRow("with escapes") << true;
    }
    void damagedAnswers()
    {
        QFETCH(bool, odd);
        QRandomGenerator random(4711);
        const QByteArray whole = randomMatrix(random, 3, 6, odd);
        PromDecoder quick;
        PromDecoder slow;
        slow.setQuickScan(false);
        int accepted = 0;
        const auto check = [&](QByteArray body) {
            const bool ok = quick.decode(body).ok();
            const QList<Flat> seen = ok ? flat(quick) : QList<Flat>();
            QCOMPARE(slow.decode(body).ok(), ok);
            if (!ok)
                return;
            ++accepted;
            QCOMPARE(flat(slow), seen);
            if (!QJsonDocument::fromJson(body).isNull())
                QCOMPARE(seen.size(), oracle(body).size());
        };
        for (qsizetype length = 0; length < whole.size(); ++length)
            check(whole.left(length));
        QCOMPARE(accepted, 0);
        for (int round = 0; round < 20000; ++round) {
            QByteArray body = whole;
            const int changes = 1 + random.bounded(2);
            for (int i = 0; i < changes; ++i)
                body[random.bounded(int(body.size()))] =
                    char("0123456789.,:[]{}\"\\ +-eNaInfx\n\0\xff"[random.bounded(33)]);
            check(body);
        }
        QVERIFY(accepted > 1000);
    }
};

QTEST_GUILESS_MAIN(TestPromDecode)
#include "tst_promdecode.moc"
