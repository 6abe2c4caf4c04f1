// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promdecode.h"
#include "connectors/prometheus/promjoin.h"
#include "connectors/prometheus/promquery.h"

#include <QTest>

#include <cmath>

using namespace astern;
using namespace astern::connectors;
using Labels = QMap<QString, QString>;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

SignalQuery query(SignalSpec::Kind kind)
{
    SignalQuery made;
    made.spec.kind = kind;
    made.spec.id = s("errors");
    made.spec.scrapeMs = 10000;
    made.labels = {{s("hash"), s("abc")}};
    return made;
}

} // namespace

class TestPromQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selectors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Labels>("where");
        QTest::addColumn<Labels>("labels");
        QTest::addColumn<QString>("text"); // empty: refused
        const auto row = [](const char *title, const char *name, const Labels &where, const Labels &labels,
                            const char *text) { QTest::newRow(title) << s(name) << where << labels << s(text); };
        row("bare", "up", {}, {}, "up{}");
        row("exact", "m", {{s("status"), s("200")}}, {}, "m{status=\"200\"}");
        row("class", "m", {{s("status"), s("5xx")}}, {}, "m{status=~\"5..\"}");
        row("not a class", "m", {{s("a"), s("9xx")}}, {}, "m{a=\"9xx\"}");
        row("longer than a class", "m", {{s("a"), s("5xxx")}}, {}, "m{a=\"5xxx\"}");
        row("either", "m", {{s("status"), s("5xx|429")}}, {}, "m{status=~\"5..|429\"}");
        row("not", "m", {{s("status"), s("!200")}}, {}, "m{status!=\"200\"}");
        row("not either", "m", {{s("status"), s("!2xx|3xx")}}, {}, "m{status!~\"2..|3..\"}");
        row("regex signs are plain", "m", {{s("path"), s("/a.b|/c+")}}, {}, "m{path=~\"/a\\\\.b|/c\\\\+\"}");
        row("quotes", "m", {{s("a"), s("x\"y\\z\n")}}, {}, "m{a=\"x\\\"y\\\\z\\n\"}");
        row("place labels are exact", "m", {}, {{s("a"), s("5xx|!b")}}, "m{a=\"5xx|!b\"}");
        row("both", "m", {{s("status"), s("5xx")}}, {{s("hash"), s("abc")}}, "m{status=~\"5..\",hash=\"abc\"}");
        row("colon in the name", "a:b", {}, {}, "a:b{}");
        row("name of another world", "http.requests", {}, {}, "{__name__=\"http.requests\"}");
        row("injection by name", "x} or vector(1) or y{", {}, {}, "{__name__=\"x} or vector(1) or y{\"}");
        row("injection by value", "m", {}, {{s("a"), s("\"} or vector(1)")}}, "m{a=\"\\\"} or vector(1)\"}");
        row("no name", "", {}, {}, "");
        row("bad label", "m", {{s("a-b"), s("x")}}, {}, "");
        row("injection by label", "m", {}, {{s("a=\"x\"} or b{c"), s("x")}}, "");
        row("line break after label", "m", {}, {{s("a\n"), s("x")}}, "");
    }
    void selectors()
    {
        QFETCH(QString, name);
        QFETCH(Labels, where);
        QFETCH(Labels, labels);
        QFETCH(QString, text);
        const Result<QString> result = promql::selector(name, where, labels);
        QCOMPARE(result.ok() ? *result : QString(), text);
        if (!result.ok())
            QVERIFY(!result.error().hint.isEmpty());
    }

    void rawSelectors_data()
    {
        QTest::addColumn<QString>("series"); // by blanks
        QTest::addColumn<QList<double>>("bounds");
        QTest::addColumn<Labels>("labels");
        QTest::addColumn<QString>("expected"); // empty: refused
        const auto row = [](const char *title, const char *series, const QList<double> &bounds, const Labels &labels,
                            const char *text) { QTest::newRow(title) << s(series) << bounds << labels << s(text); };
        row("one", "a_total", {}, {}, "{__name__=~\"a_total\"}");
        row("several", "a b", {0.3}, {{s("x"), s("y|\"z")}}, "{__name__=~\"a|b\",x=\"y|\\\"z\"}");
        row("buckets", "a t_bucket", {0.3, 1}, {{s("x"), s("y")}},
            "{__name__=~\"a|t_bucket\",x=\"y\",le=~\"|0\\\\.30*|1(\\\\.0+)?|\\\\+Inf\"}");
        row("no bounds", "t_bucket", {}, {}, "{__name__=~\"t_bucket\",le=~\"|\\\\+Inf\"}");
        row("regex signs are plain", "a.b", {}, {}, "{__name__=~\"a\\\\.b\"}");
        row("no series", "", {}, {{s("x"), s("y")}}, "");
        row("no label", "a", {}, {{s("x y"), s("z")}}, "");
    }
    void rawSelectors()
    {
        QFETCH(QString, series);
        QFETCH(QList<double>, bounds);
        QFETCH(Labels, labels);
        QFETCH(QString, expected);
        // An empty name among them would match everything; so would no name.
        const Result<QString> selector = promql::rawSelector(series.split(QLatin1Char(' ')), bounds, labels);
        QCOMPARE(selector.ok() ? *selector : QString(), expected);
        QVERIFY(!promql::rawSelector({}, bounds, labels).ok());
    }

    void windows_data()
    {
        QTest::addColumn<qint64>("scrapeMs");
        QTest::addColumn<qint64>("windowMs");
        QTest::newRow("fast") << qint64(1000) << qint64(30000);
        QTest::newRow("equal") << qint64(7500) << qint64(30000);
        QTest::newRow("usual") << qint64(15000) << qint64(60000);
        QTest::newRow("slow") << qint64(60000) << qint64(240000);
    }
    void windows()
    {
        QFETCH(qint64, scrapeMs);
        QFETCH(qint64, windowMs);
        SignalSpec spec;
        spec.scrapeMs = scrapeMs;
        QCOMPARE(promql::windowMs(spec), windowMs);
    }

    void events()
    {
        SignalQuery q = query(SignalSpec::Kind::Events);
        q.spec.total.series = s("http_requests_total");
        q.spec.bad = {s("http_requests_total"), {{s("status"), s("5xx")}}};
        const Result<promql::Questions> r = promql::questions(q);
        QVERIFY(r.ok());
        QCOMPARE(r->value, s("(sum(rate(http_requests_total{status=~\"5..\",hash=\"abc\"}[40000ms])) or 0 * "
                             "sum(rate(http_requests_total{hash=\"abc\"}[40000ms]))) / "
                             "sum(rate(http_requests_total{hash=\"abc\"}[40000ms]))"));
        QCOMPARE(r->time, s("max(timestamp(http_requests_total{hash=\"abc\"}))"));
    }

    void histograms_data()
    {
        QTest::addColumn<double>("over");
        QTest::addColumn<QString>("pattern");
        QTest::newRow("300 ms") << 0.3 << s("0\\\\.30*");
        QTest::newRow("1 s") << 1.0 << s("1(\\\\.0+)?");
        QTest::newRow("2.5 s") << 2.5 << s("2\\\\.50*");
        QTest::newRow("25 us") << 0.000025 << s("0\\\\.0000250*|2\\\\.5e-05");
    }
    void histograms()
    {
        QFETCH(double, over);
        QFETCH(QString, pattern);
        SignalQuery q = query(SignalSpec::Kind::Events);
        q.spec.histogram.series = s("d_seconds");
        q.spec.overSeconds = over;
        const Result<promql::Questions> r = promql::questions(q);
        QVERIFY(r.ok());
        QCOMPARE(r->value, QString(s("clamp_min(1 - sum(rate(d_seconds_bucket{hash=\"abc\",le=~\"") + pattern +
                                   s("\"}[40000ms])) / sum(rate(d_seconds_count{hash=\"abc\"}[40000ms])), 0)")));
        QCOMPARE(r->time, s("max(timestamp(d_seconds_count{hash=\"abc\"}))"));
        q.labels.clear();
        q.spec.histogram.series = s("d_seconds_bucket"); // written either way
        QVERIFY(promql::questions(q)->value.startsWith(s("clamp_min(1 - sum(rate(d_seconds_bucket{le=~\"")));
        q.spec.overSeconds = 0;
        QVERIFY(!promql::questions(q).ok());
    }

    void countersAndGauges()
    {
        SignalQuery q = query(SignalSpec::Kind::Counter);
        q.spec.total.series = s("orders_total");
        QCOMPARE(promql::questions(q)->value, s("sum(rate(orders_total{hash=\"abc\"}[40000ms]))"));
        q.spec.perSeconds = 60;
        QCOMPARE(promql::questions(q)->value, s("sum(rate(orders_total{hash=\"abc\"}[40000ms])) * 60"));
        q.spec.kind = SignalSpec::Kind::Gauge;
        QCOMPARE(promql::questions(q)->value, s("avg(orders_total{hash=\"abc\"})"));
        q.spec.total.series.clear();
        QVERIFY(!promql::questions(q).ok());
    }

    void batches()
    {
        // A value that looks like a place marker stays what it is.
        QCOMPARE(promql::batchPart({s("a{b=\"50%2\"}"), s("t%1")}, 7),
                 s("label_replace(a{b=\"50%2\"},\"astern_v\",\"7\",\"\",\"\") or "
                   "label_replace(t%1,\"astern_t\",\"7\",\"\",\"\")"));
    }

    void joins_data()
    {
        QTest::addColumn<QByteArray>("result");
        QTest::addColumn<QList<double>>("flat"); // event time, value, …
        QTest::addColumn<bool>("hasTime");
        const auto series = [](const char *label, const char *values) -> QByteArray {
            return QByteArray("{\"metric\":{\"") + label + "\":\"0\"},\"values\":" + values + "}";
        };
        QTest::newRow("nothing") << QByteArray() << QList<double>() << false;
        QTest::newRow("a pair") << QByteArray(series("astern_v", "[[100,\"5\"]]") + "," +
                                              series("astern_t", "[[100,\"98.5\"]]"))
                                << QList<double>{98500, 5} << true;
        QTest::newRow("times first") << QByteArray(series("astern_t", "[[100,\"98.5\"]]") + "," +
                                                   series("astern_v", "[[100,\"5\"]]"))
                                     << QList<double>{98500, 5} << true;
        QTest::newRow("the series has ended") << series("astern_v", "[[100,\"5\"]]") << QList<double>() << false;
        QTest::newRow("no value yet") << series("astern_t", "[[100,\"98\"]]") << QList<double>() << true;
        QTest::newRow("holes on both sides")
            << QByteArray(series("astern_v", "[[10,\"1\"],[20,\"2\"],[40,\"4\"]]") + "," +
                          series("astern_t", "[[10,\"9\"],[30,\"29\"],[40,\"39\"]]"))
            << QList<double>{9000, 1, 39000, 4} << true;
        QTest::newRow("one raw sample under two points")
            << QByteArray(series("astern_v", "[[10,\"1\"],[20,\"2\"],[30,\"3\"]]") + "," +
                          series("astern_t", "[[10,\"9\"],[20,\"9\"],[30,\"29\"]]"))
            << QList<double>{9000, 2, 29000, 3} << true;
        QTest::newRow("time runs back") << QByteArray(series("astern_v", "[[10,\"1\"],[20,\"2\"]]") + "," +
                                                      series("astern_t", "[[10,\"9\"],[20,\"8\"]]"))
                                        << QList<double>{9000, 1} << true;
        QTest::newRow("time is no number")
            << QByteArray(series("astern_v", "[[10,\"1\"]]") + "," + series("astern_t", "[[10,\"NaN\"]]"))
            << QList<double>() << true;
        QTest::newRow("index out of range")
            << QByteArray("{\"metric\":{\"astern_v\":\"1\"},\"values\":[[10,\"1\"]]}") << QList<double>() << false;
        QTest::newRow("index is a word") << QByteArray("{\"metric\":{\"astern_v\":\"0x\"},\"values\":[[10,\"1\"]]}")
                                         << QList<double>() << false;
    }
    void joins()
    {
        QFETCH(QByteArray, result);
        QFETCH(QList<double>, flat);
        QFETCH(bool, hasTime);
        PromDecoder decoder;
        QByteArray body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + result + "]}}";
        QVERIFY(decoder.decode(body).ok());
        const QList<promql::Joined> joined = promql::join(decoder, 1);
        QCOMPARE(joined.size(), 1);
        QList<double> seen;
        for (const Sample &sample : joined.first().samples)
            seen << double(sample.atMs) << sample.value;
        QCOMPARE(seen, flat);
        QCOMPARE(joined.first().hasTime, hasTime);
    }

    void notANumberStays()
    {
        PromDecoder decoder;
        QByteArray body =
            R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"astern_v":"0"},"value":[10,"NaN"]},{"metric":{"astern_t":"0"},"value":[10,"9"]}]}})";
        QVERIFY(decoder.decode(body).ok());
        QVERIFY(std::isnan(promql::join(decoder, 1).first().samples.first().value));
    }
};

QTEST_GUILESS_MAIN(TestPromQuery)
#include "tst_promquery.moc"
