// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "models/session/session.h"
#include "tests/support/clocks.h"
#include "tests/support/realmetrics.h"
#include "tests/support/samples.h"
#include "tests/support/versionexporter.h"

#include <QFile>
#include <QTest>

#include <atomic>

using namespace astern;
using astern::test::RealMetrics;
using astern::test::RealPrometheus;
using astern::test::RealVictoria;
using astern::test::VersionExporter;
using Reading = LimitReading::State;

namespace {

constexpr int kPatienceMs = 60'000; // a window of rates is 30 s long

// The same must hold whichever server it is; what differs between them stands here.
#ifdef ASTERN_TEST_VICTORIA
using Server = RealVictoria;
constexpr auto kType = "victoriametrics";
constexpr qint64 kSettledMs = 4'000; // what it takes in is seen a second or two later
// It knows a series for five minutes after it ended, by its last sample.
constexpr bool kForgetsEnded = false;
#else
using Server = RealPrometheus;
constexpr auto kType = "prometheus";
constexpr qint64 kSettledMs = 1'500;
constexpr bool kForgetsEnded = true;
#endif

QByteArray workspaceText(const QUrl &prometheus)
{
    return "astern: workspace/v1\n"
           "name: shop\n"
           "backends:\n"
           "  argo: {type: argo-rollouts, namespaces: [shop]}\n"
           "  prom: {type: " +
           QByteArray(kType) + ", url: \"" + prometheus.toEncoded() +
           "\", poll: 500ms}\n"
           "environments:\n"
           "  prod: {cells: [eu-1], protected: true}\n"
           "services:\n"
           "  checkout:\n"
           "    rollouts: [{environment: prod, cell: eu-1, backend: argo, namespace: shop, name: checkout}]\n"
           "    roles:\n"
           "      new: {service: \"{service}\", rollouts_pod_template_hash: \"{hash}\"}\n"
           "      stable: {service: \"{service}\", rollouts_pod_template_hash: \"{stable_hash}\"}\n"
           "    signals:\n"
           "      errors: {kind: events, scrape: 1s, total: {source: prom, series: http_requests_total},"
           " bad: {source: prom, series: http_requests_total, where: {status: \"5xx\"}}, limit: {above: 5%}}\n"
           "      latency: {kind: events, scrape: 1s, histogram: {source: prom,"
           " series: http_request_duration_seconds, over: 300ms}, limit: {above: 20%}}\n"
           "      traffic: {kind: counter, scrape: 1s, value: {source: prom, series: http_requests_total}}\n";
}

QString labels(const char *hash, const char *more = "")
{
    return QStringLiteral("{service=\"checkout\",rollouts_pod_template_hash=\"%1\"%2}")
        .arg(QLatin1String(hash), QLatin1String(more));
}

// Written by hand, as a person would ask the server.
QString byHand(const QString &signal, const char *hash)
{
    const QString all = QStringLiteral("sum(rate(http_requests_total%1[30s]))").arg(labels(hash));
    if (signal == QLatin1String("traffic"))
        return all;
    if (signal == QLatin1String("errors"))
        return QStringLiteral("sum(rate(http_requests_total%1[30s])) / %2").arg(labels(hash, ",status=~\"5..\""), all);
    return QStringLiteral("1 - sum(rate(http_request_duration_seconds_bucket%1[30s])) / "
                          "sum(rate(http_request_duration_seconds_count%2[30s]))")
        .arg(labels(hash, ",le=\"0.3\""), labels(hash));
}

QString sampleTime(const char *hash)
{
    return QStringLiteral("max(timestamp(http_requests_total%1))").arg(labels(hash));
}

} // namespace

// A real server, a service in two versions whose errors the test controls, and what Astern reads of it.
class TestPromReal : public QObject {
    Q_OBJECT

    const QString m_place = QStringLiteral("checkout@prod/eu-1");
    SteppedClock m_clock;
    std::unique_ptr<VersionExporter> m_exporter;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SignalSource> m_source;

    [[nodiscard]] const SignalSpec &spec(const QString &signal) const
    {
        const QList<SignalSpec> &all = m_session->workspace().services.first().signalSpecs;
        return *std::find_if(all.cbegin(), all.cend(), [&](const SignalSpec &one) { return one.id == signal; });
    }
    [[nodiscard]] LimitReading reading(Role role, const QString &signal = QStringLiteral("errors")) const
    {
        return readLimit(spec(signal), m_session->series().view({m_place, signal, role}), m_session->nowMs());
    }
    // A moment ago, when everything that was scraped is in the database: the same query has one answer from now on.
    void tick() { m_clock.set(std::max(m_clock.wallMs(), SystemClock().wallMs() - kSettledMs)); }
    [[nodiscard]] bool ticksUntil(const std::function<bool()> &reached)
    {
        return QTest::qWaitFor(
            [&] {
                tick();
                return reached();
            },
            kPatienceMs);
    }
    [[nodiscard]] BackendHealth health() const { return m_session->backends().value(0); }

    void compare(const QString &signal, Role role, const char *hash)
    {
        const SeriesId id{m_place, signal, role};
        // The same on a busy machine.
        QVERIFY(
            ticksUntil([this] { return health().state == BackendHealth::State::Live && health().clockSkewMs == 0; }));
        // An instant with a sample that Astern has not seen, and which the server has settled.
        std::optional<RealMetrics::Answer> expected;
        std::optional<RealMetrics::Answer> time;
        const auto settled = [&] {
            const qint64 before = m_clock.wallMs();
            const qint64 at = SystemClock().wallMs() - kSettledMs;
            time = m_server->query(sampleTime(hash), at);
            expected = m_server->query(byHand(signal, hash), at);
            if (!time || !expected) {
                tick(); // a clock that stands still for long looks like one that is wrong
                return false;
            }
            if (qRound64(time->value * 1000) <= before || at <= before)
                return false;
            m_clock.set(at);
            return true;
        };
        QVERIFY2(QTest::qWaitFor(settled, kPatienceMs), qPrintable(byHand(signal, hash)));
        const qint64 sampleMs = qRound64(time->value * 1000);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->series().last(id) && m_session->series().last(id)->atMs >= sampleMs,
                                 kPatienceMs);
        QCOMPARE(m_session->series().last(id)->atMs, sampleMs);
        // The instant stands still, so the server still says the same of it.
        QCOMPARE(m_server->query(byHand(signal, hash), m_clock.wallMs())->value, expected->value);
        QCOMPARE(m_session->series().last(id)->value, expected->value);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_exporter = std::make_unique<VersionExporter>("checkout");
        m_exporter->set("old", {.requestsPerSecond = 90, .errorRatio = 0.01, .slowRatio = 0.1});
        m_exporter->set("new", {.requestsPerSecond = 20, .errorRatio = 0.02, .slowRatio = 0.15});
        m_server = std::make_unique<Server>(QList<QByteArray>{m_exporter->target()});
        const QString trouble = m_server->start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));

        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("astern.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(workspaceText(m_server->url()));
        file.close();
        const WorkspaceReading workspace = readWorkspace(folder.path());
        QVERIFY2(workspace.workspace, qPrintable(workspace.issues.value(0).toString()));

        m_session = std::make_unique<Session>(*workspace.workspace, Session::Doors{.clock = &m_clock});
        RolloutBatch batch;
        batch.backend = QStringLiteral("argo");
        batch.changed = {samples::canary()};
        m_session->observe(batch);
        m_source = connectors::makePrometheusSource(*m_session->workspace().backend(QStringLiteral("prom")), {},
                                                    m_clock, 60'000);
        connect(m_source.get(), &SignalSource::sampled, m_session.get(), &Session::addSamples);
        connect(m_source.get(), &SignalSource::healthChanged, m_session.get(), &Session::setBackendHealth);
        m_source->setQueries(m_session->signalQueries());
        tick(); // the clock stood still while the server started: to the source it would be the server's that goes
                // ahead
        m_source->start();
    }
    void cleanupTestCase()
    {
        m_source.reset();
        m_server.reset();
        m_exporter.reset();
    }

    void readsWhatTheServerAnswers_data()
    {
        QTest::addColumn<QString>("signal");
        QTest::addColumn<int>("role");
        for (const char *signal : {"errors", "latency", "traffic"}) {
            for (const Role role : {Role::New, Role::Stable})
                QTest::newRow(qPrintable(QLatin1String(signal) + QLatin1Char(' ') + toString(role)))
                    << QString::fromLatin1(signal) << int(role);
        }
    }
    void readsWhatTheServerAnswers()
    {
        QFETCH(QString, signal);
        QFETCH(int, role);
        compare(signal, Role(role), Role(role) == Role::New ? "new" : "old");
        QCOMPARE(health().state, BackendHealth::State::Live);
        QVERIFY2(health().reason.isEmpty(), qPrintable(health().reason));
    }

    void isWhatTheServicesDo()
    {
        // Counters are whole numbers and the window is short: near, not equal.
        const auto near = [](double value, double wanted) { return std::abs(value - wanted) < 0.25 * wanted; };
        QVERIFY(ticksUntil([&] { return near(reading(Role::Stable).value, 0.01); }));
        QVERIFY(ticksUntil([&] { return near(reading(Role::New).value, 0.02); }));
        QVERIFY(ticksUntil([&] { return near(reading(Role::New, QStringLiteral("latency")).value, 0.15); }));
        QVERIFY(ticksUntil([&] { return near(reading(Role::Stable, QStringLiteral("traffic")).value, 90); }));
        QCOMPARE(reading(Role::New).state, Reading::Within);
        QCOMPARE(reading(Role::Stable).state, Reading::Within);
        QCOMPARE(reading(Role::New, QStringLiteral("traffic")).state, Reading::NoLimit);
        QVERIFY(m_session->underLimitsSince(m_place) > 0);
    }

    void raisedErrorsAreOverTheLimit()
    {
        m_exporter->set("new", {.requestsPerSecond = 20, .errorRatio = 0.5, .slowRatio = 0.15});
        QVERIFY(ticksUntil([&] { return reading(Role::New).state == Reading::OverLimit; }));
        QVERIFY(reading(Role::New).value > 0.05);
        QCOMPARE(reading(Role::Stable).state, Reading::Within); // the other version has no part in it
        QCOMPARE(m_session->underLimitsSince(m_place), 0);
        compare(QStringLiteral("errors"), Role::New, "new");
        QCOMPARE(reading(Role::New).state, Reading::OverLimit);
    }

    void loweredErrorsAreWithinAgain()
    {
        // With more traffic, so that the errors weigh little before the window has passed.
        m_exporter->set("new", {.requestsPerSecond = 2000, .errorRatio = 0.001, .slowRatio = 0.05});
        QVERIFY(ticksUntil([&] { return reading(Role::New).state == Reading::Within; }));
        QVERIFY(reading(Role::New).value <= 0.05);
        QVERIFY(m_session->underLimitsSince(m_place) > 0);
        compare(QStringLiteral("errors"), Role::New, "new");
    }

    void anEndedVersionDoesNotLiveOnInItsWindow()
    {
        m_exporter->remove("new");
        // The server goes on answering with a rate; only the time of the samples tells that they are of the past.
        const auto ended = [&] {
            const std::optional<RealMetrics::Answer> newest = m_server->query(sampleTime("new"), m_clock.wallMs());
            return kForgetsEnded ? !newest : newest && m_clock.wallMs() - qRound64(newest->value * 1000) > 3'000;
        };
        QVERIFY(ticksUntil(ended));
        compare(QStringLiteral("errors"), Role::Stable, "old"); // after which the last one of the other has been read
        QVERIFY(m_server->query(byHand(QStringLiteral("errors"), "new"), m_clock.wallMs()));
        const std::optional<Sample> last = m_session->series().last({m_place, QStringLiteral("errors"), Role::New});
        compare(QStringLiteral("errors"), Role::Stable, "old"); // which proves that it was asked again
        compare(QStringLiteral("errors"), Role::Stable, "old");
        QCOMPARE(m_session->series().last({m_place, QStringLiteral("errors"), Role::New}), last);
        m_exporter->set("new", {.requestsPerSecond = 20});
        QVERIFY(ticksUntil([&] { return reading(Role::New).atMs > last->atMs; }));
    }

    void aStoppedServerIsSaidAndItsReadingsGrowStale()
    {
        compare(QStringLiteral("errors"), Role::Stable, "old");
        const LimitReading last = reading(Role::Stable);
        m_server->stop();
        QTRY_COMPARE_WITH_TIMEOUT(health().state, BackendHealth::State::Retrying, kPatienceMs);
        QCOMPARE(health().reason,
                 QStringLiteral("Nothing answers for prom at 127.0.0.1, port %1.").arg(m_server->url().port()));
        QVERIFY2(health().hint.contains(QStringLiteral("Check that it runs")), qPrintable(health().hint));
        QVERIFY(health().nextTryMs > m_clock.wallMs());
        // What was read is true for a while, and then it is not known any more.
        QCOMPARE(reading(Role::Stable).state, Reading::Within);
        m_clock.set(last.atMs + spec(QStringLiteral("errors")).staleAfterMs() + 1);
        QCOMPARE(reading(Role::Stable).state, Reading::Stale);
        QCOMPARE(reading(Role::Stable).value, last.value);
        QCOMPARE(m_session->underLimitsSince(m_place), 0);
    }

    void itsReturnIsNoticed()
    {
        const QString trouble = m_server->start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        QVERIFY(ticksUntil([&] { return health().state == BackendHealth::State::Live; }));
        QVERIFY(ticksUntil([&] { return reading(Role::Stable).state == Reading::Within; }));
        QVERIFY(health().reason.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPromReal)
#include "tst_promreal.moc"
