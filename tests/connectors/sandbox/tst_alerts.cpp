// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/alertmanagerapi.h"
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/world.h"

#include <QJsonDocument>
#include <QTest>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;

std::unique_ptr<World> company(const QString &scenario = {})
{
    World::Options options;
    options.startWallMs = kStart;
    options.historyMs = 90'000;
    options.story = false;
    if (!scenario.isEmpty())
        options.scenario = ScenarioOrder{scenario, u"checkout"_s, u"prod-eu-1"_s, 0};
    return std::make_unique<World>(options);
}

ApiResponse ask(World &world, const QString &path, const QList<QPair<QString, QString>> &query = {},
                const QByteArray &method = "GET", const QByteArray &body = {})
{
    ApiRequest request;
    request.method = method;
    request.path = path.startsWith(u'/') ? path : u"/api/v2/"_s + path;
    request.query = query;
    request.body = body;
    return AlertmanagerApi(world.alerts(), world.startWall(), world.now().wall).handle(request);
}

// "ErrorRateHigh checkout prod/eu-1 warning active", sorted.
QStringList told(World &world, const QList<QPair<QString, QString>> &query = {})
{
    QStringList lines;
    for (const QJsonValue &each : QJsonDocument::fromJson(ask(world, u"alerts"_s, query).body).array()) {
        const QJsonObject labels = each.toObject().value("labels"_L1).toObject();
        lines.append(QStringLiteral("%1 %2 %3/%4 %5 %6")
                         .arg(labels.value("alertname"_L1).toString(), labels.value("service"_L1).toString(),
                              labels.value("environment"_L1).toString(), labels.value("cell"_L1).toString(),
                              labels.value("severity"_L1).toString(),
                              get(each.toObject(), {"status"_L1, "state"_L1}).toString()));
    }
    lines.sort();
    return lines;
}

const QByteArray kSilence = "{\"matchers\":[{\"name\":\"service\",\"value\":\"check.*\",\"isRegex\":true}],    "
                            "\"startsAt\":\"2026-11-01T00:00:00Z\",\"endsAt\":\"2027-11-01T00:00:00Z\",\"createdBy\":"
                            "\"drill\",\"comment\":\"deploy 42\"}";

} // namespace

class TestSandboxAlerts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Seen on Debian's Alertmanager 0.25 for these very labels.
    void fingerprintIsTheRealOne()
    {
        QCOMPARE(
            fingerprint({{u"alertname"_s, u"ManualHold"_s}, {u"service"_s, u"checkout"_s}, {u"severity"_s, u"page"_s}}),
            u"55c9ed5bf2de09ae"_s);
    }

    void aBadReleaseFiresAndItsRollbackEndsIt()
    {
        const auto world = company(u"systemic_step_100pct"_s);
        QCOMPARE(told(*world), QStringList());
        world->runFor(180'000); // 5 % of the requests
        QCOMPARE(told(*world), QStringList({u"ErrorRateHigh checkout prod/eu-1 warning active"_s}));
        world->runFor(600'000); // 10 %
        QCOMPARE(told(*world), QStringList({u"ErrorRateCritical checkout prod/eu-1 critical active"_s,
                                            u"ErrorRateHigh checkout prod/eu-1 warning active"_s,
                                            // its caller suffers with it
                                            u"ErrorRateHigh web-frontend prod/eu-1 warning active"_s}));
        const QJsonArray before = QJsonDocument::fromJson(ask(*world, u"alerts"_s).body).array();
        world->runFor(60'000);
        const QJsonArray after = QJsonDocument::fromJson(ask(*world, u"alerts"_s).body).array();
        QCOMPARE(before.at(0).toObject().value("startsAt"_L1), after.at(0).toObject().value("startsAt"_L1));
        QVERIFY(before.at(0).toObject().value("updatedAt"_L1) != after.at(0).toObject().value("updatedAt"_L1));
        QVERIFY(before.at(0).toObject().value("fingerprint"_L1).toString() <
                before.at(1).toObject().value("fingerprint"_L1).toString());
        QCOMPARE(world->deploy(u"checkout"_s, u"prod-eu-1"_s, u"4.7.1"_s), QString());
        world->runFor(150'000);
        QCOMPARE(told(*world), QStringList());
    }

    // "for": what is over in less than half a minute over its limit wakes nobody.
    void aShortBurstFiresNothing()
    {
        const auto world = company();
        Fault fault;
        fault.id = u"f"_s;
        fault.service = u"search"_s;
        fault.ratio = 0.03;
        fault.forSeconds = 12;
        world->faults().add(fault);
        for (int i = 0; i < 24; ++i) {
            world->runFor(5'000);
            QCOMPARE(told(*world), QStringList());
        }
    }

    void slowAndCrashing()
    {
        const auto world = company();
        Fault slow;
        slow.id = u"slow"_s;
        slow.service = u"accounts"_s;
        slow.kind = Fault::Kind::Slow;
        slow.ratio = 0.2;
        slow.environment = u"prod"_s;
        slow.cell = u"us-1"_s;
        world->faults().add(slow);
        QCOMPARE(world->deploy(u"cart"_s, u"prod-eu-1"_s, u"bad-1"_s), QString());
        world->runFor(200'000);
        const QStringList all = told(*world);
        QVERIFY2(all.contains(u"PodsNotReady cart prod/eu-1 warning active"_s), qPrintable(all.join(u'\n')));
        QVERIFY2(all.contains(u"RequestsSlow accounts prod/us-1 warning active"_s), qPrintable(all.join(u'\n')));
    }

    void filters()
    {
        const auto world = company(u"systemic_step_100pct"_s);
        world->runFor(800'000);
        const auto with = [&](const QString &filter) { return told(*world, {{u"filter"_s, filter}}).size(); };
        QCOMPARE(with(u"severity=\"critical\""_s), 1);
        QCOMPARE(with(u"severity!=critical"_s), 2);
        QCOMPARE(with(u"alertname=~\"Error.*\""_s), 3);
        QCOMPARE(with(u"alertname=~\"Error\""_s), 0); // anchored
        QCOMPARE(with(u"alertname!~\".*High\""_s), 1);
        QCOMPARE(with(u"team=\"\""_s), 3); // a label that is not there is empty
        QCOMPARE(ask(*world, u"alerts"_s, {{u"filter"_s, u"((("_s}}).status, 400);
        QCOMPARE(ask(*world, u"alerts"_s, {{u"filter"_s, u"((("_s}}).body, QByteArray("\"bad matcher format: (((\"\n"));
        QCOMPARE(told(*world, {{u"active"_s, u"false"_s}}).size(), 0);
        QCOMPARE(told(*world, {{u"receiver"_s, u"nobody"_s}}).size(), 0);
        const QJsonArray groups = QJsonDocument::fromJson(ask(*world, u"alerts/groups"_s).body).array();
        QCOMPARE(groups.size(), 3);
        QCOMPARE(get(groups.at(0).toObject(), {"labels"_L1, "service"_L1}).toString(), u"checkout"_s);
    }

    void silences()
    {
        const auto world = company(u"systemic_step_100pct"_s);
        world->runFor(180'000);
        const ApiResponse made = ask(*world, u"silences"_s, {}, "POST", kSilence);
        QCOMPARE(made.status, 200);
        const QString id = QJsonDocument::fromJson(made.body).object().value("silenceID"_L1).toString();
        QCOMPARE(told(*world), QStringList({u"ErrorRateHigh checkout prod/eu-1 warning suppressed"_s}));
        QCOMPARE(told(*world, {{u"silenced"_s, u"false"_s}}).size(), 0);
        QVERIFY(ask(*world, u"alerts"_s).body.contains(id.toUtf8()));
        QVERIFY(ask(*world, u"silences"_s).body.contains("\"state\":\"active\""));
        QCOMPARE(ask(*world, u"silence/"_s + id, {}, "DELETE").status, 200);
        QCOMPARE(ask(*world, u"silence/"_s + id, {}, "DELETE").status, 200);
        QVERIFY(ask(*world, u"silence/"_s + id).body.contains("\"state\":\"expired\""));
        QCOMPARE(told(*world), QStringList({u"ErrorRateHigh checkout prod/eu-1 warning active"_s}));
    }

    // As Debian's 0.25 answered.
    void errors_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("answer");
        const QString none = u"silence/00000000-0000-4000-8000-000000000000"_s;
        QTest::newRow("unknown silence") << QByteArray("GET") << none << QByteArray() << 404 << QByteArray();
        QTest::newRow("expire unknown") << QByteArray("DELETE") << none << QByteArray() << 500
                                        << QByteArray("\"silence not found\"\n");
        QTest::newRow("no uuid")
            << QByteArray("GET") << u"silence/xyz"_s << QByteArray() << 422
            << QByteArray("{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"xyz\\\"\"}");
        QTest::newRow("nowhere") << QByteArray("GET") << u"nothing"_s << QByteArray() << 404
                                 << QByteArray("{\"code\":404,\"message\":\"path /api/v2/nothing was not found\"}");
        QTest::newRow("no comment") << QByteArray("POST") << u"silences"_s << QByteArray("{\"matchers\":[]}") << 422
                                    << QByteArray("{\"code\":602,\"message\":\"comment in body is required\"}");
        QTest::newRow("no matchers")
            << QByteArray("POST") << u"silences"_s
            << QByteArray(kSilence).replace("{\"name\":\"service\",\"value\":\"check.*\",\"isRegex\":true}", "") << 422
            << QByteArray("{\"code\":612,\"message\":\"matchers in body should have at least 1 items\"}");
        QTest::newRow("backwards") << QByteArray("POST") << u"silences"_s
                                   << QByteArray(kSilence).replace("2027-11-01", "2026-10-01") << 400
                                   << QByteArray("\"Failed to create silence: start time must be before end time\"\n");
    }

    void errors()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QByteArray, answer);
        const auto world = company();
        const ApiResponse response = ask(*world, path, {}, method, body);
        QCOMPARE(response.status, status);
        QCOMPARE(response.body, answer);
    }
};

QTEST_GUILESS_MAIN(TestSandboxAlerts)
#include "tst_alerts.moc"
