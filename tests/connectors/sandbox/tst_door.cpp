// SPDX-License-Identifier: GPL-3.0-or-later
// Who may come in by the control address, and what the page there is made of.
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace astern::connectors::sandbox;

class TestSandboxDoor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        Host::Options options;
        options.world.startWallMs = QDateTime::currentMSecsSinceEpoch();
        options.world.historyMs = 10'000;
        options.world.story = false;
        m_host = std::make_unique<Host>(options);
        QCOMPARE(m_host->start(), QString());
        m_address = "127.0.0.1:" + QByteArray::number(QUrl(m_host->url(u"prometheus"_s)).port());
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("site");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("pageStatus");
        const QByteArray good = "Bearer " + m_host->controlToken();
        const QByteArray port = m_address.mid(9);
        const QByteArray none;
        QTest::newRow("a script") << m_address << none << none << good << 200 << 200;
        QTest::newRow("the page") << m_address << "http://" + m_address << QByteArray("same-origin") << good << 200
                                  << 200;
        QTest::newRow("localhost") << "localhost" + port << "http://localhost" + port << none << good << 200 << 200;
        QTest::newRow("typed in") << m_address << none << QByteArray("none") << good << 200 << 200;
        QTest::newRow("no token") << m_address << none << none << none << 401 << 200;
        QTest::newRow("another token") << m_address << none << none << "Bearer " + m_host->adminToken() << 401 << 200;
        QTest::newRow("half a token") << m_address << none << none << good.chopped(1) << 401 << 200;
        QTest::newRow("another origin") << m_address << QByteArray("https://evil.example") << none << good << 403
                                        << 403;
        QTest::newRow("another port") << m_address << QByteArray("http://127.0.0.1:1") << none << good << 403 << 403;
        QTest::newRow("a file") << m_address << QByteArray("null") << none << good << 403 << 403;
        QTest::newRow("another site") << m_address << none << QByteArray("cross-site") << good << 403 << 403;
        QTest::newRow("a name that points here") << "evil.example" + port << none << none << good << 403 << 403;
        QTest::newRow("no name") << none << none << none << good << 403 << 403;
    }

    void refusals()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, site);
        QFETCH(QByteArray, token);
        QFETCH(int, status);
        QFETCH(int, pageStatus);
        ApiRequest request;
        request.host = host;
        request.origin = origin;
        request.fetchSite = site;
        request.authorization = token;
        request.path = u"/sandbox/state"_s;
        QCOMPARE(m_host->door(u"prometheus"_s, request).status, status);
        request.path = u"/sandbox/"_s;
        QCOMPARE(m_host->door(u"prometheus"_s, request).status, pageStatus);
        request.path = u"/sandbox/control"_s;
        request.method = "POST";
        request.contentType = "application/json";
        request.body = "{\"op\":\"speed\",\"value\":2}";
        QCOMPARE(m_host->door(u"prometheus"_s, request).status, status);
    }

    void thePageHoldsNothing()
    {
        ApiRequest request;
        request.host = m_address;
        request.path = u"/sandbox/"_s;
        const ApiResponse page = m_host->door(u"prometheus"_s, request);
        QVERIFY(!page.body.contains(m_host->controlToken()));
        QVERIFY(!page.body.contains("checkout")); // nor any data
        for (const char *elsewhere : {"http://", "https://", "src=", "<link", "@import", "innerHTML", "url("})
            QVERIFY2(!page.body.contains(elsewhere), elsewhere);
        QByteArray policy;
        for (const auto &[name, value] : page.headers)
            if (name == "Content-Security-Policy")
                policy = value;
        QVERIFY(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        QVERIFY(!policy.contains("unsafe"));
    }

    void theStateHasWhatThePageShows()
    {
        ApiRequest request;
        request.host = m_address;
        request.path = u"/sandbox/state"_s;
        request.authorization = "Bearer " + m_host->controlToken();
        const QJsonObject state = QJsonDocument::fromJson(m_host->door(u"prometheus"_s, request).body).object();
        for (const char *key : {"services", "catalogue", "kinds", "scenarios", "faults", "flags", "wall", "speed"})
            QVERIFY2(state.contains(QLatin1String(key)), key);
        QCOMPARE(state.value("services"_L1).toArray().size(), 13 * 3);
        const QJsonObject first = state.value("services"_L1).toArray().at(0).toObject();
        QCOMPARE(first.value("phase"_L1).toString(), u"Healthy"_s);
        const QJsonObject version = first.value("versions"_L1).toArray().at(0).toObject();
        QCOMPARE(version.value("tag"_L1).toString(), u"4.7.1"_s);
        QCOMPARE(version.value("share"_L1).toDouble(), 1.0);
    }

private:
    std::unique_ptr<Host> m_host;
    QByteArray m_address;
};

QTEST_GUILESS_MAIN(TestSandboxDoor)
#include "tst_door.moc"
