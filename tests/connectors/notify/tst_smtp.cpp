// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/mail.h"
#include "connectors/notify/smtp.h"

#include "tests/support/fakeserver.h"
#include "tests/support/realmail.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <thread>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using escalation::Answer;
using escalation::Delivery;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

constexpr SmtpLimits kSoon{.connectMs = 2'000, .allMs = 3'000};

MailServer settings(quint16 port)
{
    MailServer server;
    server.host = s("127.0.0.1");
    server.port = port;
    server.user = s("astern");
    server.from = s("astern@shop.example");
    server.caFile = TestCertificates::instance().file("ca.crt");
    return server;
}

QByteArray text()
{
    escalation::Message message;
    message.key = message.tryId = s("0192f3a1-1111-7000-8000-000000000001");
    message.title = s("[shop] Kasse prod/eu-1: gestört");
    message.lines = {s("Policy slo: Fehler über 1 %."), s(".")};
    message.atMs = 1'764'000'000'000;
    return mailText(message, s("astern@shop.example"), {s("leads@shop.example")});
}

Answer send(const MailServer &server, const char *password = "s3cret w0rds", const char *to = "leads@shop.example",
            const SmtpLimits &limits = {})
{
    std::atomic<bool> stop = false;
    return sendMail(server, s(password), {s(to)}, text(), stop, limits);
}

} // namespace

// Against Debian's own mail server in Python, with certificates of a real authority.
class SmtpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void arrives_data()
    {
        QTest::addColumn<bool>("implicit");
        QTest::newRow("STARTTLS") << false;
        QTest::newRow("TLS at once") << true;
    }
    void arrives()
    {
        QFETCH(const bool, implicit);
        RealMail mail({.kind = implicit ? RealMail::Kind::Implicit : RealMail::Kind::StartTls});
        const QString why = mail.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        MailServer server = settings(mail.port());
        server.implicitTls = implicit;
        const Answer answer = send(server);
        QVERIFY2(answer.delivery == Delivery::Told, qPrintable(answer.words));
        const QList<QJsonObject> messages = mail.messages();
        QCOMPARE(messages.size(), 1);
        QCOMPARE(messages.first().value(s("from")).toString(), s("astern@shop.example"));
        QCOMPARE(messages.first().value(s("user")).toString(), s("astern"));
        QCOMPARE(messages.first().value(s("text")).toString().toLatin1().trimmed(), text().trimmed());
    }
    void refusals_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("delivery");
        const auto row = [](const char *name, const char *mode, const char *password, const char *to,
                            Delivery delivery) {
            QTest::newRow(name) << QByteArray(mode) << QByteArray(password) << QByteArray(to) << int(delivery);
        };
        row("wrong password", "ok", "guess", "leads@shop.example", Delivery::Refused);
        row("nobody there", "ok", "s3cret w0rds", "nobody@shop.example", Delivery::Refused);
        row("later", "busy", "s3cret w0rds", "leads@shop.example", Delivery::Failed);
        row("not that", "refuse", "s3cret w0rds", "leads@shop.example", Delivery::Refused);
        row("hangs with the message", "hang", "s3cret w0rds", "leads@shop.example", Delivery::Unknown);
        row("dies with the message", "die", "s3cret w0rds", "leads@shop.example", Delivery::Unknown);
    }
    void refusals()
    {
        QFETCH(const QByteArray, mode);
        QFETCH(const QByteArray, password);
        QFETCH(const QByteArray, to);
        QFETCH(const int, delivery);
        RealMail mail;
        const QString why = mail.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        mail.behave(mode);
        QElapsedTimer clock;
        clock.start();
        const Answer answer = send(settings(mail.port()), password.constData(), to.constData(), kSoon);
        // The limit is for all of it, taking leave of the server included; libcurl's own is a minute.
        QVERIFY2(!clock.hasExpired(kSoon.allMs * 10), "the sender was held for longer than its limit");
        QVERIFY2(int(answer.delivery) == delivery, qPrintable(toString(answer.delivery) + s(": ") + answer.words));
        QVERIFY(!answer.words.isEmpty());
        QVERIFY(!answer.words.contains(s("guess")) && !answer.words.contains(s("s3cret")));
    }
    void certificates_data()
    {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QByteArray>("authority");
        QTest::newRow("another name") << QByteArray("elsewhere") << QByteArray("ca.crt");
        QTest::newRow("another authority") << QByteArray("server") << QByteArray("otherca.crt");
        QTest::newRow("expired") << QByteArray("expired") << QByteArray("ca.crt");
        QTest::newRow("only the system's") << QByteArray("server") << QByteArray();
    }
    void certificates()
    {
        QFETCH(const QByteArray, certificate);
        QFETCH(const QByteArray, authority);
        RealMail mail({.certificate = certificate});
        const QString why = mail.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        MailServer server = settings(mail.port());
        server.caFile = authority.isEmpty() ? QString() : TestCertificates::instance().file(authority.constData());
        const Answer answer = send(server);
        QVERIFY2(answer.delivery == Delivery::Refused, qPrintable(answer.words));
        QVERIFY(mail.messages().isEmpty());
        QVERIFY(mail.logins().isEmpty()); // nobody saw the password
    }
    // A server that takes STARTTLS away (or somebody in between who does) hears neither user nor text.
    void withoutTlsNothingIsSaid()
    {
        RealMail mail({.kind = RealMail::Kind::Plain});
        const QString why = mail.start();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        const Answer answer = send(settings(mail.port()));
        QVERIFY2(answer.delivery == Delivery::Refused, qPrintable(answer.words));
        QVERIFY(mail.messages().isEmpty());
        QVERIFY(mail.logins().isEmpty());
    }
    void nobodyListens()
    {
        QTcpServer port;
        QVERIFY(port.listen(QHostAddress::LocalHost));
        const quint16 number = port.serverPort();
        port.close();
        QVERIFY(send(settings(number)).delivery == Delivery::Failed);
    }
    void aServerThatSaysNothing()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QVERIFY(send(settings(silent.serverPort()), "s3cret w0rds", "leads@shop.example", kSoon).delivery ==
                Delivery::Failed); // it never had the message
    }
    // The program ends: whoever is waiting for a server lets go.
    void letsGo()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        std::atomic<bool> stop = false;
        Answer answer;
        std::thread sender([&] { answer = sendMail(settings(silent.serverPort()), {}, {s("a@b")}, text(), stop); });
        QVERIFY(silent.waitForNewConnection(10'000));
        stop = true;
        sender.join();
        QVERIFY(answer.delivery == Delivery::Failed);
    }
};

QTEST_GUILESS_MAIN(SmtpTest)
#include "tst_smtp.moc"
