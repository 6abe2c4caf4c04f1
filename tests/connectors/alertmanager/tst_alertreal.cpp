// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertmanager.h"
#include "models/session/session.h"
#include "tests/support/realalertmanager.h"

#include <QTest>

using namespace astern;
using astern::test::RealAlertmanager;
using State = BackendHealth::State;
using Known = PlaceAlerts::Known;

namespace {

constexpr int kPatienceMs = 30'000;
QString s(const char *text) { return QString::fromUtf8(text); }

QByteArray alert(const char *name, const char *severity, const char *service, const char *more = "")
{
    return "{\"labels\":{\"alertname\":\"" + QByteArray(name) + "\",\"severity\":\"" + severity + "\",\"service\":\"" +
           service + "\"" + more + "},\"annotations\":{\"summary\":\"" + name +
           " of a test\",\"runbook_url\":\"https://wiki.example/" + name +
           "\"},\"generatorURL\":\"http://127.0.0.1/graph\"}";
}

Placement placement(const char *service, const char *cell)
{
    return {.service = s(service),
            .environment = s("prod"),
            .cell = s(cell),
            .object = {s("argo"), WorkloadKind::ArgoRollout, s(cell), s(service)}};
}

} // namespace

// A real Alertmanager that the test raises alerts in, and what the session knows of them by the place.
class TestAlertReal : public QObject {
    Q_OBJECT

    // A critical alert of a service speaks for its warnings.
    RealAlertmanager m_server{"inhibit_rules:\n- source_matchers: [severity=critical]\n"
                              "  target_matchers: [severity=warning]\n  equal: [service]\n"};
    SystemClock m_clock;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<AlertSource> m_source;

    [[nodiscard]] PlaceAlerts at(const char *key) const { return m_session->alerts(s(key)); }
    // "HighErrorRate critical active"
    [[nodiscard]] QStringList told(const char *key) const
    {
        QStringList all;
        for (const Alert &alert : at(key).alerts)
            all.append(QStringList{alert.name, alert.severity, toString(alert.state)}.join(QLatin1Char(' ')));
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString trouble = m_server.start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        Workspace workspace;
        workspace.backends = {{.id = s("argo"), .type = s("argo-rollouts")},
                              {.id = s("am"), .type = s("alertmanager"), .url = m_server.url(), .pollMs = 500}};
        workspace.environments = {{.id = s("prod"), .cells = {s("eu-1"), s("us-1")}}};
        workspace.services = {
            {.id = s("checkout"), .placements = {placement("checkout", "eu-1"), placement("checkout", "us-1")}},
            {.id = s("pay"),
             .placements = {placement("pay", "eu-1")},
             .alertLabels = {{s("team"), s("{service}-team")}}}};
        m_session = std::make_unique<Session>(workspace, Session::Doors{.clock = &m_clock});
        m_source = connectors::makeAlertmanagerSource(workspace.backends.last(), {}, m_clock);
        connect(m_source.get(), &AlertSource::alerted, m_session.get(), &Session::setAlerts);
        connect(m_source.get(), &AlertSource::healthChanged, m_session.get(), &Session::setBackendHealth);
        QVERIFY(at("checkout@prod/eu-1").known == Known::NotYet); // and not: no alerts
        m_source->start();
    }
    void cleanupTestCase() { m_source.reset(); }

    void theConnectionCanBeTested()
    {
        const BackendConfig config{.id = s("am"), .type = s("alertmanager"), .url = m_server.url()};
        auto test = connectors::makeAlertmanagerTest(config, {}, m_clock);
        QVERIFY(test);
        ConnectionReport last;
        (*test)->start([&last](const ConnectionReport &report) { last = report; });
        QTRY_VERIFY_WITH_TIMEOUT(last.complete, kPatienceMs);
        QVERIFY(last.worst() == ConnectionLine::State::Good || last.worst() == ConnectionLine::State::Note);
        const auto words = [&last](const char *id) {
            const auto found = std::find_if(last.lines.cbegin(), last.lines.cend(),
                                            [id](const ConnectionLine &line) { return line.id == QLatin1String(id); });
            return found == last.lines.cend() ? QString() : found->words;
        };
        QVERIFY2(words("version").startsWith(s("0.")), qPrintable(words("version")));
        QCOMPARE(words("may-alerts"), s("yes"));
    }

    void noneIsKnown()
    {
        QTRY_VERIFY_WITH_TIMEOUT(at("checkout@prod/eu-1").known == Known::Now, kPatienceMs);
        QCOMPARE(told("checkout@prod/eu-1"), QStringList());
        QVERIFY(at("checkout@prod/eu-1").asOfMs > 0);
    }

    void raisedIsSeenWhereItBelongs()
    {
        QVERIFY(m_server.raise('[' + alert("Slow", "warning", "checkout", ",\"cell\":\"eu-1\"") + ',' +
                               alert("Queue", "info", "checkout") + ',' +
                               alert("Pay", "page", "something", ",\"team\":\"pay-team\"") + ',' +
                               alert("Disk", "critical", "node") + ']'));
        QTRY_COMPARE_WITH_TIMEOUT(told("checkout@prod/eu-1"),
                                  QStringList({s("Slow warning active"), s("Queue info active")}), kPatienceMs);
        QCOMPARE(told("checkout@prod/us-1"), QStringList(s("Queue info active"))); // the other is of another cell
        QCOMPARE(told("pay@prod/eu-1"), QStringList(s("Pay page active")));        // by labels of its own
        QCOMPARE(m_session->alertsOfNoPlace().size(), 1);                          // counted, not lost
        QCOMPARE(m_session->alertsOfNoPlace().first().name, s("Disk"));
        const Alert slow = at("checkout@prod/eu-1").alerts.first();
        QCOMPARE(slow.summary, s("Slow of a test"));
        QCOMPARE(slow.runbookUrl, s("https://wiki.example/Slow"));
        QCOMPARE(slow.generatorUrl, s("http://127.0.0.1/graph"));
        QVERIFY(std::abs(slow.sinceMs - m_clock.wallMs()) < 600'000);
    }

    void silencedIsMarkedAndNotGone()
    {
        const QString id = m_server.silence("alertname", "Queue");
        QVERIFY(!id.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(told("checkout@prod/us-1"), QStringList(s("Queue info silenced")), kPatienceMs);
        QCOMPARE(at("checkout@prod/us-1").alerts.first().silencedBy, QStringList(id));
        QVERIFY(m_server.unsilence(id));
        QTRY_COMPARE_WITH_TIMEOUT(told("checkout@prod/us-1"), QStringList(s("Queue info active")), kPatienceMs);
    }

    void inhibitedIsMarked()
    {
        QVERIFY(m_server.raise('[' + alert("Down", "critical", "checkout", ",\"cell\":\"eu-1\"") + ']'));
        QTRY_COMPARE_WITH_TIMEOUT(
            told("checkout@prod/eu-1"),
            QStringList({s("Down critical active"), s("Queue info active"), s("Slow warning inhibited")}), kPatienceMs);
        QCOMPARE(at("checkout@prod/eu-1").alerts.last().inhibitedBy,
                 QStringList(at("checkout@prod/eu-1").alerts.first().fingerprint));
    }

    void resolvedIsGone()
    {
        const QByteArray over = QDateTime::currentDateTimeUtc().addSecs(-1).toString(Qt::ISODate).toLatin1();
        QByteArray down = alert("Down", "critical", "checkout", ",\"cell\":\"eu-1\"");
        down.chop(1);
        QVERIFY(m_server.raise('[' + down + ",\"endsAt\":\"" + over + "\"}]"));
        QTRY_COMPARE_WITH_TIMEOUT(told("checkout@prod/eu-1"),
                                  QStringList({s("Slow warning active"), s("Queue info active")}), kPatienceMs);
    }

    // A dead manager is not a world without alerts.
    void deadIsNotNone()
    {
        m_server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(at("checkout@prod/eu-1").known == Known::Stale, kPatienceMs);
        QCOMPARE(told("checkout@prod/eu-1").size(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(at("checkout@prod/eu-1").trouble.startsWith(s("Nothing answers for am")), kPatienceMs);
        const QString trouble = m_server.start();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        // It forgets alerts when it ends; whoever raises them tells again.
        QTRY_VERIFY_WITH_TIMEOUT(at("checkout@prod/eu-1").known == Known::Now, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(told("checkout@prod/eu-1"), QStringList(), kPatienceMs);
    }
};

QTEST_GUILESS_MAIN(TestAlertReal)
#include "tst_alertreal.moc"
