// SPDX-License-Identifier: GPL-3.0-or-later
// The company's own Prometheus beside the real one: the same samples, the same questions, the same answers.
#include "connectors/prometheus/promquery.h"
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/promapi.h"
#include "connectors/sandbox/workloads.h"
#include "connectors/sandbox/workspacewriter.h"
#include "connectors/sandbox/world.h"
#include "models/session/session.h"
#include "tests/support/realmetrics.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::connectors::sandbox;
using astern::test::RealPrometheus;

namespace {

// The text format with the time of every sample, as promtool takes it.
QByteArray openMetrics(World &world, qint64 from, qint64 to)
{
    QByteArray out;
    for (size_t i = 0; i < world.samples().size(); ++i) {
        QByteArray name;
        QByteArray labels;
        for (const auto &[label, value] : world.samples().at(i).labels) {
            if (label == u"__name__"_s)
                name = value.toUtf8();
            else
                labels += (labels.isEmpty() ? "" : ",") + label.toUtf8() + "=\"" + value.toUtf8() + '"';
        }
        for (const SampleStore::Point &point : world.samples().range(i, from, to))
            out += name + '{' + labels + "} " + formatValue(point.value).toUtf8() + ' ' +
                   QByteArray::number(double(point.at) / 1000, 'f', 3) + '\n';
    }
    return out + "# EOF\n";
}

// Results by their labels, so that the order of series does not matter.
QMap<QByteArray, QList<QPair<double, double>>> byLabels(const QByteArray &body)
{
    QMap<QByteArray, QList<QPair<double, double>>> all;
    const QJsonArray result = get(QJsonDocument::fromJson(body).object(), {"data"_L1, "result"_L1}).toArray();
    for (const auto value : result) {
        const QJsonObject one = value.toObject();
        QJsonArray points = one.value("values"_L1).toArray();
        if (one.contains("value"_L1))
            points = {one.value("value"_L1)};
        QList<QPair<double, double>> read;
        for (const auto point : points)
            read.append({point.toArray().at(0).toDouble(), point.toArray().at(1).toString().toDouble()});
        all.insert(compact(one.value("metric"_L1).toObject()), read);
    }
    return all;
}

bool same(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

} // namespace

class TestSandboxPrometheus : public QObject {
    Q_OBJECT

    std::unique_ptr<World> m_world;
    std::unique_ptr<RealPrometheus> m_real;
    QMap<QString, QString> m_queries; // name -> PromQL
    qint64 m_now = 0;

    void workspaceQueries()
    {
        WorkspaceFacts facts;
        for (const auto &cluster : m_world->clusters())
            facts.clusters.append({cluster->name(), u"http://127.0.0.1:1"_s});
        facts.prometheus = u"http://127.0.0.1:1"_s;
        facts.adminToken = facts.viewerToken = "t";
        facts.services = m_world->services();
        facts.scrapeMs = m_world->scrapeMs();
        const QTemporaryDir folder;
        QCOMPARE(writeWorkspace(folder.path(), facts), QString());
        const WorkspaceReading reading = readWorkspace(folder.path());
        QVERIFY2(reading.workspace, qPrintable(reading.issues.value(0).toString()));
        const SystemClock clock;
        Session session(*reading.workspace, {.clock = &clock});
        for (const Placement &place : reading.workspace->placements()) {
            const QString cluster = place.environment + QLatin1Char('-') + place.cell;
            const QString key = ObjectStore::key(place.object.ns, place.object.name);
            const QJsonObject *object = m_world->cluster(cluster)->store().find(u"rollouts"_s, key);
            Rollout rollout;
            rollout.ref = place.object;
            if (object) {
                rollout.desired.hash = text(*object, {"status"_L1, "currentPodHash"_L1});
                rollout.stableHash = text(*object, {"status"_L1, "stableRS"_L1});
            }
            session.observe({place.object.backend, false, {rollout}, {}});
        }
        for (const SignalQuery &query : session.signalQueries()) {
            const Result<promql::Questions> questions = promql::questions(query);
            QVERIFY(questions.ok());
            const QString name = query.id.place + QLatin1Char(' ') + query.id.signal + QLatin1Char(' ') +
                                 astern::toString(query.id.role);
            m_queries.insert(name, promql::batchPart(*questions, m_queries.size()));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        World::Options options;
        options.seed = 5;
        // On a scrape, a little in the past: everything lies in blocks, nothing is under way.
        options.startWallMs = QDateTime::currentMSecsSinceEpoch() / 60'000 * 60'000 - 20 * 60'000;
        options.historyMs = 10 * 60'000;
        options.story = false;
        m_world = std::make_unique<World>(options);
        // A canary that hurts, so that there are two versions and errors.
        Fault bad;
        bad.id = u"bad"_s;
        bad.service = u"checkout"_s;
        bad.version = u"4.8.0"_s;
        bad.ratio = 0.2;
        m_world->faults().add(bad);
        QCOMPARE(m_world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.8.0"_s), QString());
        m_world->runFor(5 * 60'000);
        m_now = m_world->now().wall;
        workspaceQueries();

        m_real = std::make_unique<RealPrometheus>(QList<QByteArray>());
        QString trouble = m_real->load(openMetrics(*m_world, 0, m_now));
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        trouble = m_real->start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }

    void everySignalOfTheWorkspace()
    {
        QVERIFY2(m_queries.size() > 100, qPrintable(QString::number(m_queries.size())));
        int values = 0;
        for (auto it = m_queries.cbegin(); it != m_queries.cend(); ++it) {
            // On a scrape, between two of them, a while ago, and just after the canary began: its window is half empty.
            // Fractions of a second that a double holds exactly: of others Prometheus drops a millisecond now and then.
            for (const qint64 at :
                 {m_now, m_now - 1'250, m_now - 61'000, m_now - 290'000, m_now - 281'500, m_now - 272'250}) {
                const QByteArray time = QByteArray::number(double(at) / 1000, 'f', 3);
                ApiRequest request;
                request.path = u"/api/v1/query"_s;
                request.query = {{u"query"_s, it.value()}, {u"time"_s, QString::fromLatin1(time)}};
                const auto ours = byLabels(PromApi(m_world->samples(), m_now).handle(request).body);
                const auto real = byLabels(
                    m_real->post(u"/api/v1/query"_s, "query=" + QUrl::toPercentEncoding(it.value()) + "&time=" + time));
                const QString what = it.key() + u": "_s + it.value() + u" at "_s + QString::fromLatin1(time);
                QVERIFY2(ours.keys() == real.keys(), qPrintable(what));
                for (auto series = ours.cbegin(); series != ours.cend(); ++series) {
                    const double a = series->first().second;
                    const double b = real.value(series.key()).first().second;
                    QVERIFY2(same(a, b), qPrintable(what + QStringLiteral(": %1, really %2").arg(a).arg(b)));
                    ++values;
                }
            }
        }
        QVERIFY2(values > 1200, qPrintable(QString::number(values)));
    }

    void ranges()
    {
        const QString name = u"checkout@prod/eu-1 errors new"_s;
        QVERIFY(m_queries.contains(name));
        const QByteArray end = QByteArray::number(m_now / 1000);
        const QByteArray start = QByteArray::number(m_now / 1000 - 420);
        ApiRequest request;
        request.path = u"/api/v1/query_range"_s;
        request.query = {{u"query"_s, m_queries.value(name)},
                         {u"start"_s, QString::fromLatin1(start)},
                         {u"end"_s, QString::fromLatin1(end)},
                         {u"step"_s, u"7"_s}};
        const auto ours = byLabels(PromApi(m_world->samples(), m_now).handle(request).body);
        const auto real =
            byLabels(m_real->post(u"/api/v1/query_range"_s, "query=" + QUrl::toPercentEncoding(m_queries.value(name)) +
                                                                "&start=" + start + "&end=" + end + "&step=7"));
        QCOMPARE(ours.keys(), real.keys());
        QCOMPARE(ours.size(), 2); // value and time
        for (auto series = ours.cbegin(); series != ours.cend(); ++series) {
            const auto other = real.value(series.key());
            QCOMPARE(series->size(), other.size());
            QVERIFY(series->size() > 20);
            for (qsizetype i = 0; i < other.size(); ++i) {
                QCOMPARE(series->at(i).first, other.at(i).first);
                QVERIFY2(same(series->at(i).second, other.at(i).second),
                         qPrintable(QStringLiteral("%1, really %2").arg(series->at(i).second).arg(other.at(i).second)));
            }
        }
    }

    // What a verdict is computed from: every sample as it was scraped.
    void rawSamples_data()
    {
        QTest::addColumn<QStringList>("series");
        QTest::addColumn<QMap<QString, QString>>("labels");
        QTest::addColumn<qint64>("backMs");
        const QMap<QString, QString> checkout{{u"service"_s, u"checkout"_s}};
        QTest::newRow("counter") << QStringList{u"http_requests_total"_s} << checkout << 0LL;
        QTest::newRow("counter and histogram")
            << QStringList{u"http_requests_total"_s, u"http_request_duration_seconds_bucket"_s} << checkout << 0LL;
        QTest::newRow("a while ago") << QStringList{u"http_request_duration_seconds_bucket"_s} << checkout << 61'250LL;
        QTest::newRow("all services") << QStringList{u"http_requests_total"_s} << QMap<QString, QString>() << 250LL;
        QTest::newRow("none") << QStringList{u"http_requests"_s} << checkout << 0LL;
    }
    void rawSamples()
    {
        QFETCH(QStringList, series);
        using Selector = QMap<QString, QString>;
        QFETCH(Selector, labels);
        QFETCH(qint64, backMs);
        const Result<QString> selector = promql::rawSelector(series, {0.3, 1}, labels);
        QVERIFY(selector.ok());
        const QString query = *selector + u"[300500ms]"_s;
        const QByteArray time = QByteArray::number(double(m_now - backMs) / 1000, 'f', 3);
        ApiRequest request;
        request.path = u"/api/v1/query"_s;
        request.query = {{u"query"_s, query}, {u"time"_s, QString::fromLatin1(time)}};
        const auto ours = byLabels(PromApi(m_world->samples(), m_now).handle(request).body);
        const auto real =
            byLabels(m_real->post(u"/api/v1/query"_s, "query=" + QUrl::toPercentEncoding(query) + "&time=" + time));
        QCOMPARE(ours.keys(), real.keys());
        QCOMPARE(ours.isEmpty(), series.first() == u"http_requests"_s);
        for (auto it = ours.cbegin(); it != ours.cend(); ++it) {
            QVERIFY(!it->isEmpty());
            QCOMPARE(*it, real.value(it.key()));
            QVERIFY2(it.key().contains("__name__"), it.key().constData());
            if (it.key().contains("\"le\""))
                QVERIFY2(it.key().contains("\"0.3\"") || it.key().contains("\"1\"") || it.key().contains("+Inf"),
                         it.key().constData());
        }
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("query");
        QTest::newRow("unclosed") << u"rate(http_requests_total[10s]"_s;
        QTest::newRow("no range") << u"rate(http_requests_total)"_s;
        QTest::newRow("nothing") << u""_s;
        QTest::newRow("many to many") << u"http_requests_total / on(service) http_requests_total"_s;
        QTest::newRow("unknown function") << u"wrong(http_requests_total)"_s;
        QTest::newRow("no matcher") << u"{a=\"\"}"_s;
    }
    void refusals()
    {
        QFETCH(QString, query);
        ApiRequest request;
        request.path = u"/api/v1/query"_s;
        request.query = {{u"query"_s, query}, {u"time"_s, QString::number(m_now / 1000)}};
        const ApiResponse ours = PromApi(m_world->samples(), m_now).handle(request);
        int status = 0;
        const QByteArray real = m_real->post(
            u"/api/v1/query"_s, "query=" + QUrl::toPercentEncoding(query) + "&time=" + QByteArray::number(m_now / 1000),
            &status);
        QCOMPARE(ours.status, status);
        QCOMPARE(QJsonDocument::fromJson(ours.body)["errorType"_L1], QJsonDocument::fromJson(real)["errorType"_L1]);
        QVERIFY(!QJsonDocument::fromJson(ours.body)["error"_L1].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSandboxPrometheus)
#include "tst_promcompare.moc"
