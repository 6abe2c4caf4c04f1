// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/httperror.h"

#include <QDateTime>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using Kind = Error::Kind;

namespace {
const QUrl kUrl(QStringLiteral("https://jo:pw@prom.example:9090/api/v1/query?token=abc#x"));
}

class TestHttpError : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("kind");
        const QList<QPair<int, Kind>> all{
            {400, Kind::Invalid},       {401, Kind::Unauthorized}, {403, Kind::NotPermitted}, {404, Kind::NotFound},
            {405, Kind::Unsupported},   {408, Kind::TimedOut},     {409, Kind::Conflict},     {410, Kind::Gone},
            {412, Kind::Conflict},      {413, Kind::TooLarge},     {415, Kind::Unsupported},  {418, Kind::Invalid},
            {422, Kind::Unprocessable}, {429, Kind::Throttled},    {500, Kind::Unavailable},  {501, Kind::Unsupported},
            {502, Kind::Unavailable},   {503, Kind::Unavailable},  {504, Kind::Unavailable},  {599, Kind::Unavailable}};
        for (const auto &[status, kind] : all)
            QTest::addRow("%d", status) << status << int(kind);
    }
    void kinds()
    {
        QFETCH(int, status);
        QFETCH(int, kind);
        HttpResponse answer;
        answer.status = status;
        answer.body = "the reason";
        const Error error = statusError(QStringLiteral("prom"), kUrl, answer);
        QCOMPARE(int(error.kind), kind);
        // What happened, where, what to do, and the other side's own words.
        QVERIFY2(error.message.contains(QLatin1String("prom")), qPrintable(error.message));
        QVERIFY2(error.message.endsWith(QLatin1String(": the reason")), qPrintable(error.message));
        QCOMPARE(error.where, QStringLiteral("prom, https://prom.example:9090/api/v1/query"));
        QVERIFY(!error.hint.isEmpty());
        QVERIFY(error.detail.startsWith(QStringLiteral("HTTP %1").arg(status)));
    }

    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const char *body, const char *said) {
            QTest::newRow(name) << QByteArray(body) << QString::fromUtf8(said);
        };
        row("nothing", "", "");
        row("plain text", "404 page not found\n", "404 page not found");
        row("nomad", "Permission denied", "Permission denied");
        row("kubernetes status",
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":"
            "\"deployments.apps \\\"web\\\" is forbidden: User \\\"viewer\\\" cannot "
            "patch\",\"reason\":\"Forbidden\",\"code\":403}",
            "deployments.apps \"web\" is forbidden: User \"viewer\" cannot patch");
        row("prometheus",
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter \\\"query\\\": 1:30: parse "
            "error\"}",
            "bad_data: invalid parameter \"query\": 1:30: parse error");
        row("victoria metrics", "{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"unknown function\"}",
            "422: unknown function");
        row("json string", "\"at least one label pair required\"\n", "at least one label pair required");
        row("code and message", "{\"code\":400,\"message\":\"parsing alerts body\"}", "parsing alerts body");
        row("nested error", "{\"error\":{\"message\":\"inner\"}}", "inner");
        row("list of errors", "{\"errors\":[\"one\",{\"message\":\"two\"}]}", "one; two");
        row("oauth", "{\"error\":\"invalid_grant\",\"error_description\":\"expired\"}", "invalid_grant");
        row("html", "<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway");
        row("html without title", "<html><body>x</body></html>", "an HTML page");
        row("broken json", "{\"message\":", "{\"message\":");
        row("several lines", "one\n  two\n", "one two");
    }
    void bodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, said);
        QCOMPARE(bodyMessage(body), said);
    }

    void longBodies()
    {
        QVERIFY(bodyMessage(QByteArray(1 << 20, 'x')).size() <= 600);
        HttpResponse answer;
        answer.status = 500;
        answer.body = QByteArray(1 << 20, 'x');
        QVERIFY(statusError(QStringLiteral("prom"), kUrl, answer).message.size() < 400);
    }

    void retryAfter_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("absent") << QByteArray() << qint64(0);
        QTest::newRow("seconds") << QByteArray("7") << qint64(7000);
        QTest::newRow("zero") << QByteArray("0") << qint64(0);
        QTest::newRow("negative") << QByteArray("-5") << qint64(0);
        QTest::newRow("absurd") << QByteArray("99999999999999999") << qint64(86400000);
        QTest::newRow("date") << QByteArray("Wed, 25 Nov 2026 10:00:30 GMT") << qint64(30000);
        QTest::newRow("date gone by") << QByteArray("Wed, 25 Nov 2026 09:00:00 GMT") << qint64(0);
        QTest::newRow("rubbish") << QByteArray("soon") << qint64(0);
    }
    void retryAfter()
    {
        QFETCH(QByteArray, header);
        QFETCH(qint64, ms);
        const qint64 now = QDateTime(QDate(2026, 11, 25), QTime(10, 0), Qt::UTC).toMSecsSinceEpoch();
        QCOMPARE(retryAfterMs(header, now), ms);
    }

    void redirects_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("said");
        QTest::newRow("elsewhere") << QByteArray("https://evil.example/x?y=1") << int(Kind::Refused)
                                   << QStringLiteral("https://evil.example/x");
        QTest::newRow("relative") << QByteArray("/prometheus/") << int(Kind::Refused)
                                  << QStringLiteral("https://prom.example:9090/prometheus/");
        QTest::newRow("nowhere") << QByteArray() << int(Kind::Malformed) << QStringLiteral("without saying where");
    }
    void redirects()
    {
        QFETCH(QByteArray, location);
        QFETCH(int, kind);
        QFETCH(QString, said);
        HttpResponse answer;
        answer.status = 302;
        if (!location.isEmpty())
            answer.headers = {{"location", location}};
        const Error error = statusError(QStringLiteral("prom"), kUrl, answer);
        QCOMPARE(int(error.kind), kind);
        QVERIFY2(error.message.contains(said), qPrintable(error.message));
        QVERIFY(!error.hint.isEmpty());
    }

    void targets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("plainAllowed");
        QTest::addColumn<int>("kind"); // -1: allowed
        const auto row = [](const char *url, bool plain, int kind) {
            QTest::addRow("%s%s", url, plain ? ", plain allowed" : "") << QString::fromLatin1(url) << plain << kind;
        };
        row("https://prom.example/", false, -1);
        row("http://prom.example/", false, int(Kind::Refused));
        row("http://prom.example/", true, -1);
        row("http://127.0.0.1:9090/", false, -1);
        row("http://127.9.9.9/", false, -1);
        row("http://[::1]:9090/", false, -1);
        row("http://localhost/", false, -1);
        row("http://localhost.example/", false, int(Kind::Refused));
        row("http://127.0.0.1.example/", false, int(Kind::Refused));
        row("http://10.0.0.1/", false, int(Kind::Refused));
        row("ftp://prom.example/", true, int(Kind::Invalid));
        row("file:///etc/passwd", true, int(Kind::Invalid));
        row("", true, int(Kind::Invalid));
    }
    void targets()
    {
        QFETCH(QString, url);
        QFETCH(bool, plainAllowed);
        QFETCH(int, kind);
        HttpRequest request;
        request.url = QUrl(url);
        const Result<Ok> result = checkTarget(QStringLiteral("prom"), request, plainAllowed);
        QCOMPARE(result.ok() ? -1 : int(result.error().kind), kind);
    }

    void lineBreakInHeader()
    {
        HttpRequest request;
        request.url = QUrl(QStringLiteral("https://prom.example/"));
        request.headers = {{"X-Scope-OrgID", "a\r\nX-Admin: 1"}};
        QVERIFY(!checkTarget(QStringLiteral("prom"), request, false).ok());
    }
};

QTEST_GUILESS_MAIN(TestHttpError)
#include "tst_httperror.moc"
