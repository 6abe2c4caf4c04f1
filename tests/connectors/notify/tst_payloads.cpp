// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/mail.h"
#include "connectors/notify/payloads.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using escalation::Deed;
using escalation::Message;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

Message message(const QString &title = s("[shop] pay prod/eu-1: failing"))
{
    Message one;
    one.key = s("0192f3a1-1111-7000-8000-000000000001");
    one.tryId = one.key + s(".0.0.trigger");
    one.grade = Message::Grade::Critical;
    one.title = title;
    one.lines = {s("Policy slo: <errors> & more."), s("Take it over: asternctl ack ES-1")};
    one.source = s("shop: pay@prod/eu-1");
    one.component = s("pay");
    one.group = s("prod");
    one.kind = s("page");
    one.atMs = 1'764'000'000'000;
    return one;
}

QJsonObject json(const QByteArray &text) { return QJsonDocument::fromJson(text).object(); }

} // namespace

// The shapes are those that the vendors publish; what is not allowed there is not in them.
class PayloadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slack()
    {
        const QJsonObject body = json(webhookBody(NotifyTarget::Form::Slack, message(s("<!channel> & *all*"))));
        QCOMPARE(body.keys(), (QStringList{s("blocks"), s("text")}));
        QCOMPARE(body.value(s("text")).toString(), s("&lt;!channel&gt; &amp; *all*"));
        const QJsonArray blocks = body.value(s("blocks")).toArray();
        QCOMPARE(blocks.size(), 2);
        for (const auto block : blocks) {
            QCOMPARE(block.toObject().value(s("type")).toString(), s("section"));
            const QJsonObject text = block.toObject().value(s("text")).toObject();
            QCOMPARE(text.value(s("type")).toString(), s("mrkdwn"));
            QVERIFY(!text.value(s("text")).toString().contains(QLatin1Char('<')));
        }
    }
    void teams()
    {
        const QJsonObject body = json(webhookBody(NotifyTarget::Form::Teams, message()));
        QCOMPARE(body.value(s("type")).toString(), s("message"));
        const QJsonObject attachment = body.value(s("attachments")).toArray().at(0).toObject();
        QCOMPARE(attachment.value(s("contentType")).toString(), s("application/vnd.microsoft.card.adaptive"));
        const QJsonObject card = attachment.value(s("content")).toObject();
        QCOMPARE(card.value(s("type")).toString(), s("AdaptiveCard"));
        QCOMPARE(card.value(s("body")).toArray().size(), 3);
        for (const auto block : card.value(s("body")).toArray())
            QCOMPARE(block.toObject().value(s("type")).toString(), s("TextBlock"));
    }
    void mattermost()
    {
        const QJsonObject body =
            json(webhookBody(NotifyTarget::Form::Mattermost, message(s("@all [x](http://y) `z`"))));
        QCOMPARE(body.keys(), QStringList{s("text")});
        const QString text = body.value(s("text")).toString();
        QVERIFY2(!text.contains(s("@all")), qPrintable(text)); // nobody is mentioned by what a text holds
        QVERIFY2(!text.contains(s("[x](")), qPrintable(text));
    }
    void pagerDuty()
    {
        Message one = message(QString(2'000, QLatin1Char('a')));
        const QJsonObject body = json(pagerDutyBody(s("key"), one));
        QCOMPARE(body.value(s("routing_key")).toString(), s("key"));
        QCOMPARE(body.value(s("event_action")).toString(), s("trigger"));
        QCOMPARE(body.value(s("dedup_key")).toString(), s("astern-") + one.key);
        const QJsonObject payload = body.value(s("payload")).toObject();
        QCOMPARE(payload.value(s("summary")).toString().size(), 1'024);
        QCOMPARE(payload.value(s("severity")).toString(), s("critical"));
        QCOMPARE(payload.value(s("source")).toString(), s("shop: pay@prod/eu-1"));
        QCOMPARE(payload.value(s("timestamp")).toString(), s("2025-11-24T16:00:00.000Z"));
        one.deed = Deed::Resolve;
        QCOMPARE(json(pagerDutyBody(s("key"), one)).keys(),
                 (QStringList{s("dedup_key"), s("event_action"), s("routing_key")}));
    }
    void heads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("plain") << s("failing") << QByteArray("failing");
        QTest::newRow("umlauts") << s("gefährlich") << QByteArray("=?UTF-8?B?Z2Vmw6RocmxpY2g=?=");
        QTest::newRow("a line break") << s("a\r\nBcc: x@y") << QByteArray("=?UTF-8?B?YQ0KQmNjOiB4QHk=?=");
        QTest::newRow("looks encoded") << s("=?x") << QByteArray("=?UTF-8?B?PT94?=");
    }
    void heads()
    {
        QFETCH(const QString, text);
        QFETCH(const QByteArray, head);
        QCOMPARE(headText(text), head);
    }
    // Nothing of it is cut in a character, and no line is too long.
    void longHeads()
    {
        const QString text = s("ä€😀").repeated(60);
        const QByteArray head = headText(text);
        QString back;
        for (const QByteArray &line : head.split('\n')) {
            QVERIFY(line.trimmed().size() <= 75);
            const QByteArray word = line.trimmed();
            QVERIFY(word.startsWith("=?UTF-8?B?") && word.endsWith("?="));
            const QString part = QString::fromUtf8(QByteArray::fromBase64(word.mid(10, word.size() - 12)));
            QVERIFY(!part.contains(QChar(0xfffd)));
            back += part;
        }
        QCOMPARE(back, text);
    }
    void mail()
    {
        const QByteArray text =
            mailText(message(s("Prüfung")), s("astern@shop.example"), {s("a@shop.example"), s("b@shop.example")});
        const qsizetype end = text.indexOf("\r\n\r\n");
        for (const QByteArray &line : text.split('\n')) {
            QVERIFY(line.size() <= 79);
            QVERIFY(line.isEmpty() || line.endsWith('\r'));
            QVERIFY(std::all_of(line.cbegin(), line.cend(), [](char c) { return (c & 0x80) == 0; }));
        }
        const QByteArray head = text.left(end);
        for (const char *field : {"Date: Mon, 24 Nov 2025 16:00:00 +0000\r\n", "From: Astern <astern@shop.example>\r\n",
                                  "To: a@shop.example,\r\n b@shop.example\r\n", "Subject: =?UTF-8?B?UHLDvGZ1bmc=?=\r\n",
                                  "Message-ID: <0192f3a1-1111-7000-8000-000000000001.0.0.trigger@shop.example>\r\n",
                                  "Auto-Submitted: auto-generated\r\n", "MIME-Version: 1.0\r\n"})
            QVERIFY2(head.contains(field), field);
        const QString body = QString::fromUtf8(QByteArray::fromBase64(text.mid(end + 4)));
        QCOMPARE(body, s("Prüfung\r\n\r\nPolicy slo: <errors> & more.\r\nTake it over: asternctl ack ES-1\r\n"));
    }
};

QTEST_APPLESS_MAIN(PayloadsTest)
#include "tst_payloads.moc"
