// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertdecode.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using Kind = Error::Kind;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// As Alertmanager 0.25 answers.
const QByteArray kOne =
    "{\"annotations\":{\"runbook_url\":\"https://wiki.example/errors\",\"summary\":\"errors of checkout\","
    "\"description\":\"5 % of requests\\nfail\"},\"endsAt\":\"2026-11-26T16:06:27.309Z\","
    "\"fingerprint\":\"55c9ed5bf2de09ae\",\"receivers\":[{\"name\":\"hook\"}],"
    "\"startsAt\":\"2026-11-26T16:01:27.309Z\",\"status\":{\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"active\"},"
    "\"updatedAt\":\"2026-11-26T16:01:27.309Z\",\"generatorURL\":\"http://prom.example/graph?g0.expr=up\","
    "\"labels\":{\"alertname\":\"HighErrorRate\",\"service\":\"checkout\",\"severity\":\"critical\"}}";

QByteArray with(const QByteArray &from, const QByteArray &to)
{
    if (!kOne.contains(from))
        qFatal("not there: %s", from.constData());
    return '[' + QByteArray(kOne).replace(from, to) + ']';
}

} // namespace

class TestAlertDecode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyField()
    {
        const Result<QList<Alert>> read = decodeAlerts('[' + kOne + ']', s("am"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(read->size(), 1);
        const Alert &alert = read->first();
        QCOMPARE(alert.backend, s("am"));
        QCOMPARE(alert.fingerprint, s("55c9ed5bf2de09ae"));
        QCOMPARE(alert.name, s("HighErrorRate"));
        QCOMPARE(alert.severity, s("critical"));
        QVERIFY(rankOf(alert) == AlertRank::Critical);
        QVERIFY(alert.state == Alert::State::Active);
        QCOMPARE(alert.sinceMs, 1795708887309);
        QCOMPARE(alert.summary, s("errors of checkout"));
        QCOMPARE(alert.description, s("5 % of requests\nfail"));
        QCOMPARE(alert.runbookUrl, s("https://wiki.example/errors"));
        QCOMPARE(alert.generatorUrl, s("http://prom.example/graph?g0.expr=up"));
        QCOMPARE(alert.labels.size(), 3);
        QVERIFY(decodeAlerts("[]", s("am"))->isEmpty());
    }

    void states_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("fires");
        const auto row = [](const char *name, const char *status, const char *state, bool fires) {
            QTest::newRow(name) << QByteArray(status) << s(state) << fires;
        };
        row("new", "\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"unprocessed\"", "unprocessed", true);
        row("silenced", "\"inhibitedBy\":[],\"silencedBy\":[\"5c8c\"],\"state\":\"suppressed\"", "silenced", false);
        row("inhibited", "\"inhibitedBy\":[\"77aa\"],\"silencedBy\":[],\"state\":\"suppressed\"", "inhibited", false);
        row("both", "\"inhibitedBy\":[\"77aa\"],\"silencedBy\":[\"5c8c\"],\"state\":\"suppressed\"", "silenced", false);
        row("by the time of day",
            "\"inhibitedBy\":[],\"silencedBy\":[],\"mutedBy\":[\"night\"],\"state\":\"suppressed\"", "silenced", false);
        row("without lists", "\"inhibitedBy\":null,\"state\":\"active\"", "active", true);
    }
    void states()
    {
        QFETCH(QByteArray, status);
        QFETCH(QString, state);
        QFETCH(bool, fires);
        const auto read =
            decodeAlerts(with("\"inhibitedBy\":[],\"silencedBy\":[],\"state\":\"active\"", status), s("am"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(toString(read->first().state), state);
        QCOMPARE(read->first().isFiring(), fires);
    }

    // Whoever needs a person stands first, whatever the order of the answer.
    void order()
    {
        const auto one = [](const char *id, const char *severity, const char *since, const char *status) {
            return QByteArray(kOne)
                .replace("55c9ed5bf2de09ae", id)
                .replace("\"critical\"", severity)
                .replace("\"startsAt\":\"2026-11-26T16:01:27.309Z\"", "\"startsAt\":\"" + QByteArray(since) + '"')
                .replace("\"silencedBy\":[],\"state\":\"active\"", status);
        };
        const char *active = "\"silencedBy\":[],\"state\":\"active\"";
        const QByteArray body =
            '[' + one("mute", "\"page\"", "2026-11-26T10:00:00Z", "\"silencedBy\":[\"x\"],\"state\":\"suppressed\"") +
            ',' + one("info", "\"info\"", "2026-11-26T10:00:00Z", active) + ',' +
            one("young", "\"critical\"", "2026-11-26T15:00:00Z", active) + ',' +
            one("odd", "\"urgentish\"", "2026-11-26T10:00:00Z", active) + ',' +
            one("old", "\"Page\"", "2026-11-26T10:00:00+02:00", active) + ']';
        const auto read = decodeAlerts(body, s("am"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QStringList ids;
        for (const Alert &alert : *read)
            ids.append(alert.fingerprint);
        QCOMPARE(ids, QStringList({s("old"), s("young"), s("odd"), s("info"), s("mute")}));
        QCOMPARE(read->first().sinceMs, 1795680000000); // eight o'clock in the middle of the world
    }

    void textsAreRedactedAndCut()
    {
        const QByteArray secret = "Authorization: Bearer abcdefghijklmnopqrstuvwxyz012345";
        const auto read = decodeAlerts(with("errors of checkout", secret + "\\n" + QByteArray(2000, 'a')), s("am"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QVERIFY2(!read->first().summary.contains(s("abcdefghijklmnop")), qPrintable(read->first().summary));
        QVERIFY(read->first().summary.size() <= 500);
        QVERIFY(!read->first().summary.contains(QLatin1Char('\n')));
    }

    void wrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QByteArray &body, const char *words) {
            QTest::newRow(name) << body << s(words);
        };
        row("nothing", "", "an empty answer");
        row("a page", "<html>", "not valid JSON");
        row("cut off", '[' + kOne.left(200), "not valid JSON");
        row("more behind", '[' + kOne + "] x", "not valid JSON");
        row("an object", "{\"status\":\"success\",\"data\":[]}", "a list was expected"); // API v1
        row("no objects", "[1]", "an object expected");
        row("label that is no text", with("\"severity\":\"critical\"", "\"severity\":1"), "[0].labels.severity");
        row("labels that are none", with("\"labels\":{", "\"labels\":7,\"l\":{"), "[0].labels");
        row("no labels", with("\"labels\":{", "\"l\":{"), "without fingerprint or labels");
        row("no fingerprint", with("\"fingerprint\"", "\"f\""), "without fingerprint or labels");
        row("annotation that is no text", with("\"errors of checkout\"", "[]"), "[0].annotations.summary");
        row("time that is none", with("\"startsAt\":\"2026-11-26T16:01:27.309Z\"", "\"startsAt\":\"soon\""),
            "startsAt");
        row("state that is none", with("\"state\":\"active\"", "\"state\":\"asleep\""), "whose state is none of");
        row("no state", with("\"state\":\"active\"", "\"s\":1"), "whose state is none of");
        row("silences that are no list", with("\"silencedBy\":[]", "\"silencedBy\":\"x\""), "silencedBy");
        row("silence that is no text", with("\"silencedBy\":[]", "\"silencedBy\":[1]"), "silencedBy[0]");
    }
    void wrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        const auto read = decodeAlerts(body, s("am"));
        QVERIFY(!read);
        QCOMPARE(int(read.error().kind), int(Kind::Malformed));
        QVERIFY2(read.error().message.startsWith(s("The answer is not one of Alertmanager: ")),
                 qPrintable(read.error().message));
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
        QVERIFY(!read.error().hint.isEmpty());
    }

    // Half a list would say that the others are over.
    void tooMany()
    {
        QByteArray body = "[" + kOne;
        for (int i = 0; i < kMaxAlerts; ++i)
            body += ',' + kOne;
        const auto read = decodeAlerts(body + ']', s("am"));
        QVERIFY(!read);
        QCOMPARE(int(read.error().kind), int(Kind::TooLarge));
        QVERIFY2(read.error().message.contains(s("20000")), qPrintable(read.error().message));
    }
};

QTEST_GUILESS_MAIN(TestAlertDecode)
#include "tst_alertdecode.moc"
