// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argo.h"
#include "connectors/prometheus/prometheus.h"
#include "tests/connectors/kubernetes/kubetest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = ConnectionLine::State;

namespace {

Result<QString> plain(const Secret &secret) { return secret.text; }

// An API server on which some rights are missing.
FakeReply api(const FakeRequest &request)
{
    if (request.path == "/version")
        return FakeReply::json("{\"gitVersion\":\"v1.31.4\"}");
    if (request.path != "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        return FakeReply::text(404, "404 page not found");
    const QJsonObject asked =
        QJsonDocument::fromJson(request.body)[QLatin1String("spec")][QLatin1String("resourceAttributes")].toObject();
    const QString subresource = asked.value(QLatin1String("subresource")).toString();
    const bool allowed = subresource != QLatin1String("log") &&
                         (subresource != QLatin1String("status") ||
                          asked.value(QLatin1String("namespace")).toString() == QLatin1String("shop"));
    return FakeReply::json(allowed ? "{\"status\":{\"allowed\":true}}" : "{\"status\":{\"allowed\":false}}", 201);
}

const ConnectionLine &line(const ConnectionReport &report, const char *id)
{
    static const ConnectionLine none;
    for (const ConnectionLine &each : report.lines) {
        if (each.id == QLatin1String(id))
            return each;
    }
    return none;
}

} // namespace

class TestProbe : public QObject {
    Q_OBJECT
    SystemClock m_clock;

    struct Run {
        QList<ConnectionReport> told;
        [[nodiscard]] const ConnectionReport &last() const { return told.last(); }
        [[nodiscard]] bool complete() const { return !told.isEmpty() && told.last().complete; }
    };

private Q_SLOTS:
    void saysWhatTheCredentialsMay();
    void changesNothing();
    void aRefusedSignInEndsIt();
    void nobodyThere();
    void tellsOfTls();
    void prometheus_data();
    void prometheus();
    void endsWhenItIsDeleted();
};

void TestProbe::saysWhatTheCredentialsMay()
{
    FakeServer server;
    server.handle(api);
    BackendConfig config = configFor(server);
    config.bearer = {QStringLiteral("s3cret-token-9")};
    auto test = makeArgoTest(config, {QStringLiteral("shop"), QStringLiteral("stage")}, plain, m_clock);
    QVERIFY(test);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QCOMPARE(run.told.size(), 1); // every line is there from the beginning
    QCOMPARE(run.told.first().lines.size(), 16);
    QTRY_VERIFY(run.complete());
    const ConnectionReport &report = run.last();
    QCOMPARE(report.done(), 16);
    for (qsizetype i = 1; i < run.told.size(); ++i)
        QVERIFY(run.told.at(i).done() >= run.told.at(i - 1).done());
    QCOMPARE(line(report, "version").words, QStringLiteral("Kubernetes v1.31.4"));
    QVERIFY(line(report, "round-trip").words.contains(QStringLiteral("the median of 3")));
    QCOMPARE(server.count("/version"), 4);
    QCOMPARE(line(report, "may-read").words, QStringLiteral("yes, in shop"));
    QCOMPARE(int(line(report, "may-promote").state), int(State::Note));
    QCOMPARE(line(report, "may-promote").words,
             QStringLiteral("in shop; not in stage: The credentials of prod-eu may not patch "
                            "rollouts.argoproj.io/status in namespace stage"));
    QCOMPARE(line(report, "may-undo").words, QStringLiteral("yes, in shop, stage"));
    QCOMPARE(line(report, "may-logs").words,
             QStringLiteral("no: The credentials of prod-eu may not get pods/log in namespace shop"));
    QCOMPARE(int(report.worst()), int(State::Note));
    for (const ConnectionLine &each : report.lines)
        QVERIFY2(!(each.words + each.hint).contains(QStringLiteral("s3cret")), qPrintable(each.id));
}

void TestProbe::changesNothing()
{
    FakeServer server;
    server.handle(api);
    auto test = makeArgoTest(configFor(server), {}, plain, m_clock);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_VERIFY(run.complete());
    for (const FakeRequest &request : server.requests())
        QVERIFY2(request.method == "GET" || request.path.endsWith("/selfsubjectaccessreviews"),
                 request.path.constData());
}

void TestProbe::aRefusedSignInEndsIt()
{
    FakeServer server;
    server.handle(
        [](const FakeRequest &) { return FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401); });
    auto test = makeArgoTest(configFor(server), {}, plain, m_clock);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_VERIFY(run.complete());
    QCOMPARE(int(line(run.last(), "sign-in").state), int(State::Wrong));
    QVERIFY(line(run.last(), "sign-in").words.contains(QStringLiteral("does not accept the credentials")));
    QCOMPARE(int(line(run.last(), "may-undo").state), int(State::Unknown)); // not "no": nobody said so
    QCOMPARE(int(run.last().worst()), int(State::Wrong));
}

void TestProbe::nobodyThere()
{
    FakeServer server;
    BackendConfig config = configFor(server);
    server.stop();
    auto test = makeArgoTest(config, {}, plain, m_clock);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_VERIFY_WITH_TIMEOUT(run.complete(), 30'000);
    QCOMPARE(int(line(run.last(), "answer").state), int(State::Wrong));
    QVERIFY(!line(run.last(), "answer").words.isEmpty());
}

void TestProbe::tellsOfTls()
{
    const TestCertificates &pems = TestCertificates::instance();
    FakeServer server({pems.pem("server.crt"), pems.pem("server.key"), {}});
    server.handle(api);
    BackendConfig config = configFor(server);
    config.caFile = pems.file("ca.crt");
    auto test = makeArgoTest(config, {}, plain, m_clock);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_VERIFY_WITH_TIMEOUT(run.complete(), 20'000);
    const QString words = line(run.last(), "tls").words;
    QVERIFY2(words.startsWith(QStringLiteral("issued by ")) && words.contains(QStringLiteral("good until 20")),
             qPrintable(words));
}

void TestProbe::prometheus_data()
{
    QTest::addColumn<int>("buildInfo");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("may");
    QTest::addColumn<QString>("version");
    const QByteArray good = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
    QTest::newRow("well") << 200 << good << int(State::Good) << QStringLiteral("2.42.0");
    QTest::newRow("without a version") << 404 << good << int(State::Good) << QStringLiteral("the server does not say");
    QTest::newRow("something else") << 404 << QByteArray("<html>") << int(State::Unknown)
                                    << QStringLiteral("the server does not say");
}

void TestProbe::prometheus()
{
    QFETCH(const int, buildInfo);
    QFETCH(const QByteArray, answer);
    FakeServer server;
    server.on("/api/v1/status/buildinfo",
              FakeReply::json("{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\"}}", buildInfo));
    server.on("/api/v1/query", FakeReply::json(answer));
    BackendConfig config = configFor(server, QStringLiteral("prometheus"));
    auto test = makePrometheusTest(config, plain, m_clock);
    QVERIFY(test);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_VERIFY(run.complete());
    QTEST(int(line(run.last(), "may-query").state), "may");
    QTEST(line(run.last(), "version").words, "version");
}

void TestProbe::endsWhenItIsDeleted()
{
    FakeServer server;
    server.on("/version", FakeReply::silent(FakeReply::End::Hang));
    auto test = makeArgoTest(configFor(server), {}, plain, m_clock);
    Run run;
    (*test)->start([&run](const ConnectionReport &report) { run.told.append(report); });
    QTRY_COMPARE(server.count("/version"), 1);
    test->reset();
    QTest::qWait(50);
    QCOMPARE(run.told.size(), 1);
}

QTEST_GUILESS_MAIN(TestProbe)
#include "tst_probe.moc"
