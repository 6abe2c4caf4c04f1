// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox answers as a recorded Unleash 7.4.1 did (record_unleash.py), and its flags have effects.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/unleashapi.h"
#include "connectors/sandbox/world.h"
#include "tests/connectors/sandbox/traffic.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace astern::connectors::sandbox;

namespace {

constexpr qint64 kStart = 1'795'000'000'000;

// What differs between two servers that behave alike: identities, instants, pictures, words for people.
const QStringList kOwn{u"id"_s,       u"createdAt"_s, u"imageUrl"_s,        u"enteredStageAt"_s, u"lastUpdatedAt"_s,
                       u"label"_s,    u"summary"_s,   u"createdByUserId"_s, u"memberCount"_s,    u"name/createdBy"_s,
                       u"groupId/1"_s};

// The first difference, or nothing. Unknown values may be null on one side only where the key is one of kOwn.
QString difference(const QJsonValue &real, const QJsonValue &ours, const QString &at, const QString &key = {})
{
    if (kOwn.contains(key))
        return real.type() == ours.type() ? QString() : at + u": another type"_s;
    if (real.type() != ours.type())
        return at + u": another type"_s;
    if (real.isObject()) {
        const QStringList wanted = real.toObject().keys();
        if (wanted != ours.toObject().keys())
            return at + u": keys "_s + ours.toObject().keys().join(u' ') + u", wanted "_s + wanted.join(u' ');
        const bool person = wanted.contains(u"imageUrl"_s);
        for (const QString &each : wanted) {
            // A change's group is one's own, a strategy's is the flag's.
            const QString as = each == "groupId"_L1 && wanted.contains(u"groupType"_s) ? u"groupId/1"_s
                               : each == "name"_L1 && person                           ? u"name/createdBy"_s
                                                                                       : each;
            const QString found =
                difference(real.toObject().value(each), ours.toObject().value(each), at + QLatin1Char('/') + each, as);
            if (!found.isEmpty())
                return found;
        }
        return {};
    }
    if (real.isArray()) {
        if (real.toArray().size() != ours.toArray().size())
            return QStringLiteral("%1: %2 items, wanted %3")
                .arg(at)
                .arg(ours.toArray().size())
                .arg(real.toArray().size());
        for (qsizetype i = 0; i < real.toArray().size(); ++i)
            if (const QString found =
                    difference(real.toArray().at(i), ours.toArray().at(i), at + QLatin1Char('/') + QString::number(i));
                !found.isEmpty())
                return found;
        return {};
    }
    return real == ours ? QString()
                        : at + u": "_s + ours.toVariant().toString() + u", wanted "_s + real.toVariant().toString();
}

Access access()
{
    Access made;
    made.byToken.insert("a", {u"admin"_s, true, false});
    made.byToken.insert("v", {u"viewer"_s, false, false});
    return made;
}

ApiRequest requestOf(const QByteArray &method, const QString &target, const QByteArray &body = {})
{
    ApiRequest request;
    request.method = method;
    request.path = target.section(QLatin1Char('?'), 0, 0);
    for (const QString &pair : target.section(QLatin1Char('?'), 1).split(QLatin1Char('&'), Qt::SkipEmptyParts))
        request.query.append({pair.section(QLatin1Char('='), 0, 0),
                              QUrl::fromPercentEncoding(pair.section(QLatin1Char('='), 1).toLatin1())});
    request.authorization = "a";
    request.body = body;
    return request;
}

QByteArray bytes(const QJsonValue &value)
{
    return value.isArray()    ? QJsonDocument(value.toArray()).toJson()
           : value.isObject() ? QJsonDocument(value.toObject()).toJson()
                              : QByteArray();
}

double errors(World &world, const QString &environment)
{
    return failedShare(world, {{u"service"_s, u"search"_s}, {u"environment"_s, environment}});
}

} // namespace

class TestSandboxUnleash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersAsTheRealOne()
    {
        QFile file(astern::test::sourcePath("tests/data/captures/unleash-admin.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        Flags flags(1);
        const Access who = access();
        QString identity;
        int asked = 0;
        for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).array()) {
            const QJsonObject real = value.toObject();
            const QString path = real.value("path"_L1).toString().replace(u"{id}"_s, identity);
            const ApiResponse ours = UnleashApi(flags, who, kStart + asked * 1'000)
                                         .handle(requestOf(real.value("method"_L1).toString().toLatin1(), path,
                                                           bytes(real.value("body"_L1))));
            const QJsonDocument document = QJsonDocument::fromJson(ours.body);
            const QJsonValue answer = document.isArray()    ? QJsonValue(document.array())
                                      : document.isObject() ? QJsonValue(document.object())
                                                            : QJsonValue();
            const QString where = QStringLiteral("%1: %2 %3").arg(asked).arg(real.value("method"_L1).toString(), path);
            QVERIFY2(ours.status == real.value("status"_L1).toInt(),
                     qPrintable(where + u' ' + QString::number(ours.status)));
            if (identity.isEmpty() && path.endsWith("/strategies"_L1))
                identity = answer.toObject().value("id"_L1).toString();
            QJsonValue wanted = real.value("answer"_L1);
            // The record's own identity, in words.
            if (wanted.toObject().value("message"_L1).toString().contains(u"id="_s))
                wanted = answer;
            const QString found = difference(wanted, answer, where);
            QVERIFY2(found.isEmpty(), qPrintable(found));
            ++asked;
        }
        QVERIFY(asked > 30);
    }

    void whoMayNot()
    {
        Flags flags(1);
        flags.set(u"f"_s, true);
        const Access who = access();
        const QString path = u"/api/admin/projects/default/features/f/environments/production/off"_s;
        ApiRequest request = requestOf("POST", path);
        request.authorization = "nobody";
        QCOMPARE(UnleashApi(flags, who, kStart).handle(request).status, 401);
        request.authorization = "v";
        const ApiResponse refused = UnleashApi(flags, who, kStart).handle(request);
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.body.contains("UPDATE_FEATURE_ENVIRONMENT"));
        QCOMPARE(flags.share(u"f"_s, u"prod"_s), 1.0);
        request.authorization = "Bearer a";
        QCOMPARE(UnleashApi(flags, who, kStart).handle(request).status, 200);
        QCOMPARE(flags.share(u"f"_s, u"prod"_s), 0.0);
        QCOMPARE(flags.share(u"f"_s, u"staging"_s), 1.0);
    }

    void share_data()
    {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<double>("share");
        QTest::newRow("percent") << R"({"name":"flexibleRollout","parameters":{"rollout":"25"}})" << 0.25;
        QTest::newRow("number") << R"({"name":"flexibleRollout","parameters":{"rollout":40}})" << 0.4;
        QTest::newRow("over") << R"({"name":"flexibleRollout","parameters":{"rollout":"250"}})" << 1.0;
        QTest::newRow("below") << R"({"name":"flexibleRollout","parameters":{"rollout":"-5"}})" << 0.0;
        QTest::newRow("none") << R"({"name":"flexibleRollout","parameters":{"rollout":"abc"}})" << 0.0;
        QTest::newRow("standard") << R"({"name":"default"})" << 1.0;
        QTest::newRow("single users") << R"({"name":"userWithId","parameters":{"userIds":"7"}})" << 0.0;
        QTest::newRow("disabled") << R"({"name":"default","disabled":true})" << 0.0;
    }

    void share()
    {
        QFETCH(QString, strategy);
        QFETCH(double, share);
        Flags flags(1);
        const Access who = access();
        flags.create(u"f"_s, {}, u"release"_s, {});
        const QString where = u"/api/admin/projects/default/features/f/environments/production"_s;
        QCOMPARE(UnleashApi(flags, who, kStart)
                     .handle(requestOf("POST", where + u"/strategies"_s, strategy.toUtf8()))
                     .status,
                 200);
        QCOMPARE(flags.share(u"f"_s, u"prod"_s), 0.0); // not switched on yet
        QCOMPARE(UnleashApi(flags, who, kStart).handle(requestOf("POST", where + u"/on"_s)).status, 200);
        QCOMPARE(flags.share(u"f"_s, u"prod"_s), share);
    }

    // A fault that a flag carries hits the share of users that have it, in that environment, until it is off there.
    void aFlagCarriesAFaultForItsUsers()
    {
        World::Options options;
        options.startWallMs = kStart;
        options.historyMs = 60'000;
        options.story = false;
        World world(options);
        Fault fault;
        fault.id = u"f"_s;
        fault.service = u"search"_s;
        fault.flag = u"search-ranker-v2"_s; // 10 % in production, 100 % in development
        fault.ratio = 0.5;
        world.faults().add(fault);
        world.runFor(120'000);
        QVERIFY2(std::abs(errors(world, u"prod"_s) - 0.05) < 0.015,
                 qPrintable(QString::number(errors(world, u"prod"_s))));
        QVERIFY(errors(world, u"staging"_s) > 0.45);
        const Access who = access();
        const QString off = u"/api/admin/projects/default/features/search-ranker-v2/environments/%1/off"_s;
        const auto turnOff = [&](const QString &environment) {
            return UnleashApi(world.flags(), who, world.now().wall)
                .handle(requestOf("POST", off.arg(environment)))
                .status;
        };
        QCOMPARE(turnOff(u"production"_s), 200);
        world.runFor(90'000);
        QVERIFY(errors(world, u"prod"_s) < 0.01);
        QVERIFY(errors(world, u"staging"_s) > 0.45);
        QCOMPARE(turnOff(u"development"_s), 200);
        world.runFor(90'000);
        QVERIFY(errors(world, u"staging"_s) < 0.02);
    }
};

QTEST_GUILESS_MAIN(TestSandboxUnleash)
#include "tst_unleash.moc"
