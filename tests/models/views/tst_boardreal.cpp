// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheus.h"
#include "models/views/boardmodel.h"
#include "tests/models/views/shop.h"
#include "tests/support/clocks.h"
#include "tests/support/realmetrics.h"
#include "tests/support/versionexporter.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace astern;
using astern::test::RealPrometheus;
using astern::test::VersionExporter;

namespace {

constexpr int kPatienceMs = 60'000; // a window of rates is 30 s long

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

SeriesSelector requests(const char *status = "")
{
    SeriesSelector selector;
    selector.series = QStringLiteral("http_requests_total");
    if (*status)
        selector.where.insert(QStringLiteral("status"), QLatin1String(status));
    return selector;
}

Workspace workspace(const QUrl &prometheus)
{
    Workspace all = small::workspace();
    BackendConfig &prom = all.backends[1];
    prom.type = QStringLiteral("prometheus");
    prom.url = prometheus;
    prom.pollMs = 500;
    ServiceConfig &checkout = all.services[0];
    const QString label = QStringLiteral("rollouts_pod_template_hash");
    const QString service = QStringLiteral("service");
    checkout.newLabels = {{service, QStringLiteral("checkout")}, {label, QStringLiteral("{hash}")}};
    checkout.stableLabels = {{service, QStringLiteral("checkout")}, {label, QStringLiteral("{stable_hash}")}};
    SignalSpec errors = shop::signal("errors", "Error ratio", SignalSpec::Kind::Events, "%");
    errors.scrapeMs = 1'000;
    errors.total = requests();
    errors.bad = requests("5xx");
    errors.limitAbove = 0.05;
    SignalSpec traffic = shop::signal("traffic", "Requests", SignalSpec::Kind::Counter, "req/s");
    traffic.scrapeMs = 1'000;
    traffic.total = requests();
    checkout.signalSpecs = {errors, traffic};
    return all;
}

// Written by hand, as a person would ask the server.
QString byHand(int column)
{
    const QString labels = QStringLiteral("service=\"checkout\",rollouts_pod_template_hash=\"new\"");
    const QString all = QStringLiteral("sum(rate(http_requests_total{%1}[30s]))").arg(labels);
    if (column == BoardModel::SecondSignalColumn)
        return all;
    return QStringLiteral("sum(rate(http_requests_total{%1,status=~\"5..\"}[30s])) / %2").arg(labels, all);
}

} // namespace

// From a real server to the cells of the board: the numbers that it answers, and the row that goes over its limit.
class TestBoardReal : public QObject {
    Q_OBJECT
private:
    SteppedClock m_clock;
    std::unique_ptr<VersionExporter> m_exporter;
    std::unique_ptr<RealPrometheus> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SignalSource> m_source;
    std::unique_ptr<BoardModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    [[nodiscard]] QVariant cell(int column, int role) const
    {
        return m_model->index(m_model->rowOf(kPlace), column).data(role);
    }
    [[nodiscard]] BoardState state() const { return m_model->rowAt(m_model->rowOf(kPlace)).state; }
    // A moment ago, when everything that was scraped is in the database.
    [[nodiscard]] bool ticksUntil(const std::function<bool()> &reached)
    {
        return QTest::qWaitFor(
            [&] {
                m_clock.set(std::max(m_clock.wallMs(), SystemClock().wallMs() - 1'500));
                return reached();
            },
            kPatienceMs);
    }
    void compare(int column);

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void showsWhatTheServerAnswers();
    void goesOverItsLimitAndRises();
    void isUnknownWhenTheServerIsGone();
};

void TestBoardReal::initTestCase()
{
    m_exporter = std::make_unique<VersionExporter>("checkout");
    m_exporter->set("old", {.requestsPerSecond = 90, .errorRatio = 0.01});
    m_exporter->set("new", {.requestsPerSecond = 20, .errorRatio = 0.02});
    m_server = std::make_unique<RealPrometheus>(QList<QByteArray>{m_exporter->target()});
    const QString trouble = m_server->start();
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    m_session = std::make_unique<Session>(workspace(m_server->url()), Session::Doors{.clock = &m_clock});
    RolloutBatch batch;
    batch.backend = QStringLiteral("argo");
    for (const Placement &place : m_session->workspace().placements()) {
        Rollout rollout = place.key() == kPlace ? samples::progressing() : samples::finished();
        rollout.ref = place.object;
        if (place.service != QLatin1String("checkout") || place.key() == kPlace)
            batch.changed.append(rollout);
    }
    m_session->observe(batch);
    m_model = std::make_unique<BoardModel>(*m_session);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_source =
        connectors::makePrometheusSource(*m_session->workspace().backend(QStringLiteral("prom")), {}, m_clock, 60'000);
    connect(m_source.get(), &SignalSource::sampled, m_session.get(), &Session::addSamples);
    connect(m_source.get(), &SignalSource::healthChanged, m_session.get(), &Session::setBackendHealth);
    m_source->setQueries(m_session->signalQueries());
    m_source->start();
}

void TestBoardReal::cleanupTestCase()
{
    m_source.reset();
    m_tester.reset();
    m_model.reset();
    m_server.reset();
    m_exporter.reset();
}

// The cell shows exactly what the server answers to a question written by hand, about the same instant.
void TestBoardReal::compare(int column)
{
    const QString newest = QStringLiteral("max(timestamp(http_requests_total{rollouts_pod_template_hash=\"new\"}))");
    std::optional<RealPrometheus::Answer> expected;
    std::optional<RealPrometheus::Answer> time;
    const auto settled = [&] { // an instant with a sample that Astern has not seen
        const qint64 before = m_clock.wallMs();
        const qint64 at = SystemClock().wallMs() - 1'500;
        time = m_server->query(newest, at);
        expected = m_server->query(byHand(column), at);
        if (!time || !expected || at <= before || qRound64(time->value * 1'000) <= before)
            return false;
        m_clock.set(at);
        return true;
    };
    QVERIFY2(QTest::qWaitFor(settled, kPatienceMs), qPrintable(byHand(column)));
    const qint64 sampleMs = qRound64(time->value * 1'000);
    QTRY_COMPARE_WITH_TIMEOUT(cell(column, BoardModel::ObservedRole).toLongLong(), sampleMs, kPatienceMs);
    QCOMPARE(m_server->query(byHand(column), m_clock.wallMs())->value, expected->value); // it stands still
    QCOMPARE(cell(column, BoardModel::SortRole).toDouble(), expected->value);
}

void TestBoardReal::showsWhatTheServerAnswers()
{
    QVERIFY(state() == BoardState::Unknown); // nothing is measured yet
    QVERIFY(ticksUntil([this] { return state() == BoardState::NoVerdict; }));
    compare(BoardModel::FirstSignalColumn);
    compare(BoardModel::SecondSignalColumn);
    QVERIFY(state() == BoardState::NoVerdict);
    QVERIFY(cell(BoardModel::FirstSignalColumn, Qt::DisplayRole).toString().endsWith(QLatin1Char('%')));
    QVERIFY(m_model->worst().isEmpty());
}

void TestBoardReal::goesOverItsLimitAndRises()
{
    QSignalSpy failing(m_model.get(), &BoardModel::beganToFail);
    m_model->setHeld(true); // somebody points at the table
    m_exporter->set("new", {.requestsPerSecond = 20, .errorRatio = 0.5});
    QVERIFY(ticksUntil([this] { return state() == BoardState::OverLimit; }));
    QCOMPARE(m_model->rowOf(kPlace), 0);
    QCOMPARE(m_model->worst(), kPlace);
    QCOMPARE(failing.size(), 1);
    QCOMPARE(failing.first().first().toString(), kPlace);
    compare(BoardModel::FirstSignalColumn);
    QVERIFY(cell(BoardModel::FirstSignalColumn, BoardModel::SortRole).toDouble() > 0.05);
    const QString reason = m_model->rowAt(0).stateReason;
    QVERIFY2(reason.startsWith(QStringLiteral("Error ratio ")) && reason.contains(QStringLiteral("is above")),
             qPrintable(reason));
    QVERIFY(m_model->rowAt(0).sinceMs > 0);
    m_model->setHeld(false);
}

void TestBoardReal::isUnknownWhenTheServerIsGone()
{
    const qint64 last = cell(BoardModel::FirstSignalColumn, BoardModel::ObservedRole).toLongLong();
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->backends().value(0).state == BackendHealth::State::Retrying, kPatienceMs);
    m_clock.set(std::max(m_clock.wallMs(), last) + 40'000);
    m_model->tick();
    QVERIFY(state() == BoardState::Unknown);
    QVERIFY(cell(BoardModel::FirstSignalColumn, BoardModel::StaleRole).toBool());
    QCOMPARE(m_model->rowAt(m_model->rowOf(kPlace)).stateReason, QStringLiteral("no news of Error ratio"));
}

QTEST_GUILESS_MAIN(TestBoardReal)
#include "tst_boardreal.moc"
