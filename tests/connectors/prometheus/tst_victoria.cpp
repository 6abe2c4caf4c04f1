// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "connectors/prometheus/prominventory.h"
#include "models/health/seriesstore.h"
#include "tests/support/clocks.h"
#include "tests/support/fakeserver.h"
#include "tests/support/realmetrics.h"

#include <QTest>
#include <QUrlQuery>

#include <cmath>

using namespace astern;
using astern::connectors::makePrometheusSource;
using astern::test::FakeReply;
using astern::test::FakeServer;
using astern::test::RealVictoria;
using State = BackendHealth::State;

namespace {

constexpr int kPatienceMs = 30'000;

QString s(const char *text) { return QString::fromUtf8(text); }

struct Ears : QObject {
    SeriesStore store;
    BackendHealth health;
    explicit Ears(SignalSource &source)
    {
        connect(&source, &SignalSource::sampled, this, [this](const SampleBatch &batch) { store.add(batch); });
        connect(&source, &SignalSource::healthChanged, this, [this](const BackendHealth &next) { health = next; });
    }
};

BackendConfig config(const QUrl &url, const QString &tenant = {})
{
    BackendConfig made;
    made.id = s("vm");
    made.type = s("victoriametrics");
    made.url = url;
    made.tenant = tenant;
    made.pollMs = 200;
    return made;
}

SignalQuery gauge(const char *series)
{
    SignalQuery query;
    query.id = {s("web@prod/eu-1"), s(series), Role::All};
    query.spec.id = s(series);
    query.spec.kind = SignalSpec::Kind::Gauge;
    query.spec.total.series = s(series);
    query.spec.scrapeMs = 1000;
    return query;
}

SignalQuery errors(const char *service)
{
    SignalQuery query;
    query.id = {s("web@prod/eu-1"), s(service), Role::All};
    query.spec.id = s("errors");
    query.spec.scrapeMs = 1000;
    query.spec.total.series = query.spec.bad.series = s("requests_total");
    query.spec.bad.where = {{s("status"), s("5xx")}};
    query.labels = {{s("service"), s(service)}};
    return query;
}

QByteArray line(const char *series, double value, qint64 atMs)
{
    return QByteArray(series) + ' ' + QByteArray::number(value) + ' ' + QByteArray::number(atMs) + '\n';
}

} // namespace

// What VictoriaMetrics does differently from Prometheus, on a real one with its own settings.
class TestVictoria : public QObject {
    Q_OBJECT

    RealVictoria m_server{{}};
    SystemClock m_clock;

private Q_SLOTS:
    void initTestCase()
    {
        const QString trouble = m_server.start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }

    // By default it hides its newest 30 s, and stamps what it answers instead with the time that was asked for.
    void theNewestIsSeen()
    {
        const qint64 at = m_clock.wallMs() / 1000 * 1000 - 1000;
        QVERIFY(m_server.import(line("depth", 4, at - 60'000) + line("depth", 7, at)));
        const auto source = makePrometheusSource(config(m_server.url()), {}, m_clock);
        Ears ears(*source);
        source->setQueries({gauge("depth")});
        const auto isThere = [&] {
            const auto answer = m_server.query(s("depth"), m_clock.wallMs());
            return answer && answer->value == 7;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isThere(), kPatienceMs);
        source->start();
        // The first that it hears is the newest.
        QTRY_VERIFY_WITH_TIMEOUT(ears.store.last(gauge("depth").id), kPatienceMs);
        QCOMPARE(ears.store.last(gauge("depth").id), std::optional(Sample({at, 7})));
        QTRY_COMPARE(ears.health.state, State::Live);
        QVERIFY2(ears.health.reason.isEmpty(), qPrintable(ears.health.reason));
    }

    // The past at the times of its samples, however the server moves the ends of a range.
    void thePastKeepsItsTimes()
    {
        const qint64 newest = m_clock.wallMs() / 1000 * 1000 - 40'000;
        QByteArray lines;
        for (int i = 0; i < 10; ++i)
            lines += line("level", i, newest - i * 10'000 + 123);
        QVERIFY(m_server.import(lines));
        const auto source = makePrometheusSource(config(m_server.url()), {}, m_clock, 600'000);
        Ears ears(*source);
        source->setQueries({gauge("level")});
        // The past is read once: when it is there to be read.
        QTRY_VERIFY_WITH_TIMEOUT(m_server.query(s("level"), newest + 1000), kPatienceMs);
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(ears.store.view(gauge("level").id).size() >= 10, kPatienceMs);
        const SeriesStore::View view = ears.store.view(gauge("level").id);
        QCOMPARE(view.size(), 10);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(view.at(9 - i), Sample({newest - i * 10'000 + 123, double(i)}));
    }

    // 0/0 is no number, and a server that leaves it out must not make it "no data": there is no traffic.
    void noTrafficIsNotNoData()
    {
        const qint64 at = m_clock.wallMs() / 1000 * 1000;
        QByteArray lines;
        for (int i = 0; i < 20; ++i) {
            lines += line("requests_total{service=\"idle\",status=\"200\"}", 50, at - i * 1000);
            lines += line("requests_total{service=\"busy\",status=\"200\"}", 1000 - 9 * i, at - i * 1000);
            lines += line("requests_total{service=\"busy\",status=\"503\"}", 1000 - i, at - i * 1000);
            lines += line("requests_total{service=\"well\",status=\"200\"}", 1000 - i, at - i * 1000);
        }
        QVERIFY(m_server.import(lines));
        const auto source = makePrometheusSource(config(m_server.url()), {}, m_clock);
        Ears ears(*source);
        source->setQueries({errors("idle"), errors("busy"), errors("well"), errors("absent")});
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(ears.store.last(errors("idle").id), kPatienceMs);
        QVERIFY(std::isnan(ears.store.last(errors("idle").id)->value));
        QTRY_VERIFY_WITH_TIMEOUT(ears.store.last(errors("busy").id) && ears.store.last(errors("busy").id)->atMs == at,
                                 kPatienceMs);
        QVERIFY(std::abs(ears.store.last(errors("busy").id)->value - 0.1) < 1e-9);
        QCOMPARE(ears.store.last(errors("well").id)->value, 0.0); // none were bad
        QVERIFY(!ears.store.last(errors("absent").id));
    }

    void tenants_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("tenant");
        QTest::newRow("key") << s("/") << s("42");
        QTest::newRow("in the url") << s("/select/42/prometheus") << QString();
    }
    void tenants()
    {
        QFETCH(QString, path);
        QFETCH(QString, tenant);
        QUrl url = m_server.url();
        url.setPath(path);
        const auto source = makePrometheusSource(config(url, tenant), {}, m_clock);
        Ears ears(*source);
        source->setQueries({gauge("depth")});
        source->start();
        QTRY_COMPARE_WITH_TIMEOUT(ears.health.state, State::Refused, kPatienceMs);
        QCOMPARE(ears.health.reason, s("This VictoriaMetrics has no such tenant, or nothing at this address."));
        QVERIFY2(ears.health.hint.contains(s("tenant: 0")), qPrintable(ears.health.hint));
        QVERIFY(ears.health.nextTryMs > m_clock.wallMs()); // it may be set right there
    }

    void clusterIsAskedAtItsPath()
    {
        FakeServer server;
        const char path[] = "/vm/select/0:7/prometheus/api/v1/query";
        server.on(path,
                  FakeReply::json("{\"status\":\"success\",\"isPartial\":false,\"data\":{\"resultType\":\"vector\","
                                  "\"result\":[]}}"));
        const auto source = makePrometheusSource(config(server.url(s("/vm/")), s("0:7")), {}, m_clock);
        Ears ears(*source);
        source->start();
        QTRY_COMPARE(ears.health.state, State::Live);
        const QUrlQuery form(QString::fromUtf8(server.requests(path).first().body));
        QCOMPARE(form.queryItemValue(s("nocache")), s("1"));
    }

    void discoveryTellsItFromPrometheus()
    {
        connectors::PromInventory inventory(m_server.url(), {.name = s("vm")});
        std::optional<Result<QList<FoundMetric>>> answer;
        inventory.start([&](const Result<QList<FoundMetric>> &found) { answer = found; });
        QTRY_VERIFY_WITH_TIMEOUT(answer, kPatienceMs);
        QVERIFY2(answer->ok(), qPrintable(answer->ok() ? QString() : answer->error().toString()));
        QCOMPARE(inventory.type(), s("victoriametrics"));
    }

    // A cluster that lost a part of its storage answers all the same, with sums that are too small.
    void partIsNoReading()
    {
        FakeServer server;
        std::atomic<bool> partial = true;
        server.handle([&](const test::FakeRequest &request) {
            if (request.path.endsWith("query_range"))
                return FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");
            const QByteArray time = QUrlQuery(QString::fromUtf8(request.body)).queryItemValue(s("time")).toUtf8();
            const QByteArray sample = "\"value\":[" + time + ",\"" + time + "\"]}";
            return FakeReply::json(
                "{\"status\":\"success\",\"isPartial\":" + QByteArray(partial ? "true" : "false") +
                ",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"astern_v\":\"0\"}," + sample +
                ",{\"metric\":{\"astern_t\":\"0\"}," + sample + "]}}");
        });
        const auto source = makePrometheusSource(config(server.url(), s("0")), {}, m_clock);
        Ears ears(*source);
        source->setQueries({gauge("depth")});
        source->start();
        QTRY_COMPARE(ears.health.state, State::Retrying);
        QCOMPARE(ears.health.reason,
                 s("vm answers without a part of its storage, so that no number of it can be taken."));
        QVERIFY(!ears.store.last(gauge("depth").id));
        partial = false;
        QTRY_COMPARE(ears.health.state, State::Live);
        QTRY_VERIFY(ears.store.last(gauge("depth").id));
    }
};

QTEST_GUILESS_MAIN(TestVictoria)
#include "tst_victoria.moc"
