// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "models/policy/verdict/recordsource.h"
#include "tests/support/fakeserver.h"
#include "tests/support/realmetrics.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <atomic>

using namespace astern;
using astern::test::FakeReply;
using astern::test::FakeRequest;
using astern::test::FakeServer;

namespace {

constexpr int kPatienceMs = 60'000;

// The same must hold whichever server it is.
#ifdef ASTERN_TEST_VICTORIA
using Server = test::RealVictoria;
constexpr auto kType = "victoriametrics";
constexpr qint64 kSettledMs = 4'000; // what it takes in is seen a second or two later
constexpr auto kMoreFields = "&nocache=1";
#else
using Server = test::RealPrometheus;
constexpr auto kType = "prometheus";
constexpr qint64 kSettledMs = 1'500;
constexpr auto kMoreFields = "";
#endif

QString s(const char *text) { return QString::fromUtf8(text); }

using Points = QList<QPair<qint64, double>>;
using ByKey = QMap<QString, Points>; // "name status=500 le=0.3" -> samples

QString keyOf(QString name, const QMap<QString, QString> &labels)
{
    for (const char *label : {"service", "le", "status"}) {
        if (labels.contains(s(label)))
            name += QLatin1Char(' ') + s(label) + QLatin1Char('=') + labels.value(s(label));
    }
    return name;
}

constexpr qint64 kPastMs = 35 * 60'000; // so much of `level`, ...
constexpr qint64 kPastEndMs = 90'000;   // ... until so long ago

} // namespace

// Every sample that a real server has scraped, with the server's own times, once.
class TestPromTapReal : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    FakeServer m_target;
    std::atomic<int> m_scrapes = 0;
    std::atomic<bool> m_brief = true; // a series that ends
    std::unique_ptr<Server> m_server;
    std::unique_ptr<SignalSource> m_source;
    QList<policy::RecordBatch> m_batches;
    policy::RecordQuery m_query;

    QByteArray exposition()
    {
        const QByteArray n = QByteArray::number(++m_scrapes);
        QByteArray text = "# TYPE beats_total counter\nbeats_total{service=\"web\",status=\"200\"} " + n +
                          "\nbeats_total{service=\"web\",status=\"500\"} 7\nbeats_total{service=\"db\"} " + n +
                          "\n# TYPE other_total counter\nother_total{service=\"web\"} " + n + '\n';
        if (m_brief)
            text += "# TYPE brief_total counter\nbrief_total{service=\"web\"} " + n + '\n';
        text += "# TYPE took_seconds histogram\n";
        for (const char *bound : {"0.1", "0.3", "1", "+Inf"})
            text += "took_seconds_bucket{service=\"web\",le=\"" + QByteArray(bound) + "\"} " + n + '\n';
        return text + "took_seconds_sum{service=\"web\"} 1\ntook_seconds_count{service=\"web\"} " + n + '\n';
    }

    // What the server has, asked by other code.
    ByKey raw(qint64 fromMs, qint64 atMs)
    {
        const QString names = m_query.series.join(QLatin1Char('|'));
        const QByteArray body =
            m_server->post(s("/api/v1/query"),
                           "query=" + QUrl::toPercentEncoding(s("{service=\"web\",__name__=~\"%1\"}[3h]").arg(names)) +
                               "&time=" + QByteArray::number(double(atMs) / 1000, 'f', 3) + kMoreFields);
        ByKey all;
        const QJsonArray result = QJsonDocument::fromJson(body)[s("data")][s("result")].toArray();
        for (const auto one : result) {
            QMap<QString, QString> labels;
            const QJsonObject metric = one[s("metric")].toObject();
            for (auto it = metric.begin(); it != metric.end(); ++it)
                labels.insert(it.key(), it.value().toString());
            const QString le = labels.value(s("le"));
            if (!le.isEmpty() && le != s("0.3") && le != s("+Inf"))
                continue;
            const QJsonArray values = one[s("values")].toArray();
            for (const auto value : values) {
                const qint64 at = qRound64(value[0].toDouble() * 1000);
                if (at >= fromMs && value[1].toString() != s("NaN"))
                    all[keyOf(labels.value(s("__name__")), labels)].append({at, value[1].toString().toDouble()});
            }
        }
        return all;
    }
    ByKey told(qint64 atMs) const
    {
        ByKey all;
        for (const policy::RecordBatch &batch : m_batches) {
            for (const policy::SampleRecord &record : batch.records) {
                if (record.eventMs <= atMs)
                    all[keyOf(record.series, record.labels)].append({record.eventMs, record.value});
            }
        }
        return all;
    }
    // Everything until an instant that both have settled.
    void compare()
    {
        const qint64 at = m_clock.wallMs();
        const auto reached = [&] {
            return !m_batches.isEmpty() && !m_batches.last().error && !m_batches.last().catchUp &&
                   m_batches.last().arrivedMs > at + kSettledMs;
        };
        QTRY_VERIFY_WITH_TIMEOUT(reached(), kPatienceMs);
        const ByKey expected = raw(m_query.fromMs, at);
        const ByKey is = told(at);
        QCOMPARE(is.keys(), expected.keys());
        for (auto it = expected.cbegin(); it != expected.cend(); ++it) {
            QVERIFY2(
                is.value(it.key()) == it.value(),
                qPrintable(it.key() +
                           s(": %1 samples, the server has %2").arg(is.value(it.key()).size()).arg(it.value().size())));
        }
        for (const policy::RecordBatch &batch : std::as_const(m_batches)) {
            QVERIFY(std::is_sorted(batch.records.begin(), batch.records.end(),
                                   [](const auto &a, const auto &b) { return a.eventMs < b.eventMs; }));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_target.handle(
            [this](const FakeRequest &) { return FakeReply::text(200, exposition(), "text/plain; version=0.0.4"); });
        m_server = std::make_unique<Server>(QList<QByteArray>{"127.0.0.1:" + QByteArray::number(m_target.port())});
        const qint64 end = m_clock.wallMs() / 1000 * 1000 - kPastEndMs;
        QByteArray lines;
        for (qint64 at = end - kPastMs; at <= end; at += 10'000) {
#ifdef ASTERN_TEST_VICTORIA
            const QByteArray time = QByteArray::number(at + 123);
#else
            const QByteArray time = QByteArray::number(at / 1000) + ".123";
#endif
            lines += "level{service=\"web\"} " + QByteArray::number(at / 10'000 % 97) + ".5 " + time + '\n';
        }
#ifndef ASTERN_TEST_VICTORIA
        QCOMPARE(m_server->load(lines + "# EOF\n"), QString());
#endif
        const QString trouble = m_server->start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
#ifdef ASTERN_TEST_VICTORIA
        QVERIFY(m_server->import(lines));
#endif
        m_query.rollout = s("shop/checkout#7");
        m_query.source = s("prom");
        m_query.series = {s("beats_total"), s("took_seconds_bucket"), s("level"), s("brief_total")};
        m_query.bounds = {0.3};
        m_query.selectors = {{{s("service"), s("web")}}};
        m_query.fromMs = end - 30 * 60'000;
        m_query.everyMs = 300;
        QTRY_VERIFY_WITH_TIMEOUT(m_scrapes > 3 && raw(0, m_clock.wallMs()).contains(s("level service=web")),
                                 kPatienceMs);

        BackendConfig config;
        config.id = s("prom");
        config.type = s(kType);
        config.url = m_server->url();
        config.pollMs = 500;
        m_source = connectors::makePrometheusSource(config, {}, m_clock);
        connect(m_source.get(), &SignalSource::recorded, this,
                [this](const policy::RecordBatch &batch) { m_batches.append(batch); });
        m_source->setRecordQueries({m_query});
        m_source->start();
    }
    void cleanupTestCase()
    {
        m_source.reset();
        m_server.reset();
    }

    void thePastAndThenEverySampleOnce()
    {
        compare();
        const ByKey all = told(m_clock.wallMs());
        QCOMPARE(all.keys(), QStringList({s("beats_total service=web status=200"),
                                          s("beats_total service=web status=500"), s("brief_total service=web"),
                                          s("level service=web"), s("took_seconds_bucket service=web le=+Inf"),
                                          s("took_seconds_bucket service=web le=0.3")}));
        QCOMPARE(all.value(s("level service=web")).size(), 181); // every 10 s of half an hour, both ends
        // Each scrape is there: the counter counts them.
        const Points beats = all.value(s("beats_total service=web status=200"));
        for (qsizetype i = 1; i < beats.size(); ++i)
            QCOMPARE(beats.at(i).second, beats.at(i - 1).second + 1);
        // The past in pieces, oldest first, and then no more of it.
        const auto live = std::find_if(m_batches.cbegin(), m_batches.cend(), [](const auto &b) { return !b.catchUp; });
        QVERIFY(live - m_batches.cbegin() >= 3);
        QVERIFY(std::none_of(live, m_batches.cend(), [](const auto &b) { return b.catchUp; }));
        for (const policy::RecordBatch &batch : std::as_const(m_batches)) {
            QVERIFY2(!batch.error, qPrintable(batch.error ? batch.error->toString() : QString()));
            QCOMPARE(batch.rollout, m_query.rollout);
            QCOMPARE(batch.source, s("prom"));
            for (const policy::SampleRecord &record : batch.records) {
                QCOMPARE(record.arrivedMs, batch.arrivedMs);
                QCOMPARE(record.source, s("prom"));
                QVERIFY(!record.labels.contains(s("__name__")));
            }
        }
    }

    // A series that ends leaves no sample behind that was never scraped: no "not a number" that marks the end.
    void theEndOfASeriesIsNoSample()
    {
        m_brief = false;
        const int before = m_scrapes;
        QTRY_VERIFY_WITH_TIMEOUT(m_scrapes > before + 3, kPatienceMs);
        compare();
        for (const policy::RecordBatch &batch : std::as_const(m_batches)) {
            for (const policy::SampleRecord &record : batch.records)
                QVERIFY(!std::isnan(record.value));
        }
    }

    void acrossARestartOfTheServer()
    {
        m_server->stop();
        const auto failed = [this] { return m_batches.last().error.has_value(); };
        QTRY_VERIFY_WITH_TIMEOUT(failed(), kPatienceMs);
        QCOMPARE(int(m_batches.last().error->kind), int(Error::Kind::Unreachable));
        QVERIFY(m_batches.last().records.isEmpty());
        const QString trouble = m_server->start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        const int before = m_scrapes;
        QTRY_VERIFY_WITH_TIMEOUT(m_scrapes > before + 2, kPatienceMs);
        compare();
    }

    // A policy that names one series more: its past is read, and of the others nothing is told again.
    void aQuestionThatGrows()
    {
        QVERIFY(!told(m_clock.wallMs()).contains(s("other_total service=web")));
        m_query.series.append(s("other_total"));
        const qsizetype before = m_batches.size();
        m_source->setRecordQueries({m_query});
        // brief_total has ended longer ago than anything is read anew for; it is not forgotten, it is only not asked.
        QTRY_VERIFY_WITH_TIMEOUT(m_batches.size() > before + 3, kPatienceMs);
        QVERIFY(m_batches.at(before).catchUp);
        const ByKey all = told(m_clock.wallMs());
        QVERIFY(all.value(s("other_total service=web")).size() > 5);
        const Points beats = all.value(s("beats_total service=web status=200"));
        for (qsizetype i = 1; i < beats.size(); ++i)
            QVERIFY(beats.at(i).first > beats.at(i - 1).first);
    }
};

QTEST_GUILESS_MAIN(TestPromTapReal)
#include "tst_promtapreal.moc"
