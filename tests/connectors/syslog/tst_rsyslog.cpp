// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/syslog/syslog.h"
#include "models/base/clock.h"
#include "models/journal/shipqueue.h"
#include "tests/support/fakeserver.h"
#include "tests/support/journalleaves.h"
#include "tests/support/realrsyslog.h"

#include <QTcpServer>
#include <QtTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

using Kind = SinkAnswer::Kind;

// What is permitted is the name "reader": the common name of client.crt.
SinkConfig sinkTo(quint16 port, const char *certificate = "client")
{
    const TestCertificates &certificates = TestCertificates::instance();
    SinkConfig config;
    config.id = QStringLiteral("siem");
    config.type = QStringLiteral("syslog-tls");
    config.host = QStringLiteral("localhost");
    config.port = port;
    config.connection.caFile = certificates.file("ca.crt");
    if (*certificate) {
        config.connection.certFile = certificates.file(QByteArray(certificate).append(".crt").constData());
        config.connection.keyFile = certificates.file(QByteArray(certificate).append(".key").constData());
    }
    return config;
}

std::optional<SinkAnswer> sendTo(JournalSink &sink, const QList<LoggedLeaf> &batch)
{
    auto answer = std::make_shared<std::optional<SinkAnswer>>();
    sink.send(batch, [answer](const SinkAnswer &is) { *answer = is; });
    (void)QTest::qWaitFor([&] { return answer->has_value(); }, 30'000);
    return *answer;
}

// Of what rsyslog has written: the hashes of entries, in order.
QStringList leavesOf(const QList<QJsonObject> &messages)
{
    static const QRegularExpression leaf(QStringLiteral(" leaf=\"([0-9a-f]{64})\""));
    QStringList found;
    for (const QJsonObject &message : messages) {
        const auto match = leaf.match(message.value(QStringLiteral("structured-data")).toString());
        if (match.hasMatch())
            found.append(match.captured(1));
    }
    return found;
}

} // namespace

class TestRsyslog : public QObject {
    Q_OBJECT
    SystemClock m_clock;
    const SyslogTimes m_times{.settleMs = 400};

private Q_SLOTS:
    void entriesArriveAsTheyAre()
    {
        RealRsyslog server("reader");
        QCOMPARE(server.start(), QString());
        const auto sink = makeSyslogSink(sinkTo(server.port()), m_clock, m_times);
        const QList<LoggedLeaf> log = leafLog(150);
        for (int from = 0; from < 150; from += 50) {
            const auto answer = sendTo(*sink, log.mid(from, 50));
            QVERIFY(answer);
            QVERIFY2(answer->kind == Kind::HandedOver, qPrintable(answer->error.toString()));
            QVERIFY(answer->proof.isEmpty()); // nothing claims that they are there
        }
        QTRY_COMPARE(leavesOf(server.messages()), hashesOf(log));
        const QJsonObject first = server.messages().at(1);
        QCOMPARE(first[QStringLiteral("pri")].toString(), QStringLiteral("109"));
        QCOMPARE(first[QStringLiteral("app-name")].toString(), QStringLiteral("astern"));
        QCOMPARE(first[QStringLiteral("msgid")].toString(), QStringLiteral("promotion.intent"));
        QCOMPARE(first[QStringLiteral("timereported")].toString().left(19), QStringLiteral("2026-11-16T00:46:40"));
        QVERIFY(first[QStringLiteral("msg")].toString().endsWith(QString::fromUtf8(log.at(1).leaf)));
        sink->tellHead(150, QStringLiteral("ab").repeated(32));
        QTRY_COMPARE(server.messages().last()[QStringLiteral("msgid")].toString(), QStringLiteral("journal.digest"));
        QVERIFY(server.messages().last()[QStringLiteral("structured-data")].toString().contains(
            QStringLiteral("size=\"150\"")));
    }

    // With TLS 1.3 a refused client is connected, has sent, and only then sees the end.
    void whoIsNotPermittedIsTold_data()
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::newRow("another name of the same authority") << QByteArray("server");
        QTest::newRow("of another authority") << QByteArray("otherclient");
        QTest::newRow("none") << QByteArray();
    }
    void whoIsNotPermittedIsTold()
    {
        QFETCH(QByteArray, certificate);
        RealRsyslog server("reader");
        QCOMPARE(server.start(), QString());
        const auto sink = makeSyslogSink(sinkTo(server.port(), certificate.constData()), m_clock, m_times);
        const auto answer = sendTo(*sink, leafLog(3));
        QVERIFY(answer && answer->kind == Kind::Later);
        QVERIFY(!answer->error.message.isEmpty());
        QVERIFY(server.messages().isEmpty());
        // The test of the connection says so as well.
        const auto test = makeSyslogTest(sinkTo(server.port(), certificate.constData()), m_clock, m_times);
        ConnectionReport report;
        test->start([&report](const ConnectionReport &is) { report = is; });
        QTRY_VERIFY(report.complete);
        QVERIFY(report.worst() == ConnectionLine::State::Wrong);
    }

    void theServersNameIsChecked()
    {
        RealRsyslog server("reader");
        QCOMPARE(server.start(), QString());
        SinkConfig config = sinkTo(server.port());
        config.connection.caFile = TestCertificates::instance().file("otherca.crt");
        const auto answer = sendTo(*makeSyslogSink(config, m_clock, m_times), leafLog(1));
        QVERIFY(answer && answer->kind == Kind::Later);
        QVERIFY(server.messages().isEmpty());
    }

    // Killed and back: nothing claims delivery, what was on its way is said again, and all of it is there in the end.
    void theServerIsKilledAndBack()
    {
        RealRsyslog server("reader");
        QCOMPARE(server.start(), QString());
        const auto sink = makeSyslogSink(sinkTo(server.port()), m_clock, m_times);
        const QList<LoggedLeaf> log = leafLog(60);
        QVERIFY(sendTo(*sink, log.mid(0, 20))->kind == Kind::HandedOver);
        QTRY_COMPARE(leavesOf(server.messages()).size(), 20);
        server.stop();
        const auto away = sendTo(*sink, log.mid(20, 20));
        QVERIFY(away && away->kind == Kind::Later);
        QCOMPARE(server.start(), QString());
        QVERIFY(sendTo(*sink, log.mid(20, 20))->kind == Kind::HandedOver);
        QVERIFY(sendTo(*sink, log.mid(40))->kind == Kind::HandedOver);
        // Those before the end of the first connection come once more: nobody knows whether they had arrived.
        QTRY_COMPARE(leavesOf(server.messages()).size(), 80);
        const QStringList arrived = leavesOf(server.messages());
        const QStringList all = hashesOf(log);
        QCOMPARE(QSet<QString>(arrived.cbegin(), arrived.cend()), QSet<QString>(all.cbegin(), all.cend()));
    }

    // A server that takes less than it is sent reads the rest as a message of its own: a record can be forged so.
    void longEntriesForgeNothing()
    {
        RealRsyslog server("reader", "4k");
        QCOMPARE(server.start(), QString());
        SinkConfig config = sinkTo(server.port());
        config.maxMessage = 4'000;
        const auto sink = makeSyslogSink(config, m_clock, m_times);
        const QString forged = QStringLiteral("<13>1 2026-01-01T00:00:00Z root su - - - all is well ").repeated(120);
        const QList<LoggedLeaf> log{
            leafOf(0, QStringLiteral("journal.genesis"), QStringLiteral("s")),
            leafOf(1, QStringLiteral("promotion.intent"), QStringLiteral("s"), {{QStringLiteral("note"), forged}})};
        QVERIFY(sendTo(*sink, log)->kind == Kind::HandedOver);
        QTRY_COMPARE(leavesOf(server.messages()), hashesOf(log));
        QCOMPARE(server.messages().size(), 2);
        QVERIFY(server.messages().last()[QStringLiteral("structured-data")].toString().contains(
            QStringLiteral("cut=\"1\"")));
    }

    void nobodyThere()
    {
        quint16 port = 0;
        {
            QTcpServer probe;
            QVERIFY(probe.listen(QHostAddress::LocalHost));
            port = probe.serverPort();
        }
        const auto answer = sendTo(*makeSyslogSink(sinkTo(port), m_clock, m_times), leafLog(1));
        QVERIFY(answer && answer->kind == Kind::Later);
        QVERIFY(!answer->error.hint.isEmpty());
    }

    // Connects and says nothing: not waited for without end.
    void oneThatHangs()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        SyslogTimes times = m_times;
        times.connectMs = 300;
        const auto answer = sendTo(*makeSyslogSink(sinkTo(silent.serverPort()), m_clock, times), leafLog(1));
        QVERIFY(answer && answer->kind == Kind::Later);
    }
};

QTEST_GUILESS_MAIN(TestRsyslog)
#include "tst_rsyslog.moc"
