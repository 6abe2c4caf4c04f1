// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/mail.h"
#include "connectors/notify/payloads.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
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

QString slackText(const QJsonObject &body, int block)
{
    return body.value(s("blocks"))
        .toArray()
        .at(block)
        .toObject()
        .value(s("text"))
        .toObject()
        .value(s("text"))
        .toString();
}

QJsonObject cardOf(const QJsonObject &body)
{
    return body.value(s("attachments")).toArray().at(0).toObject().value(s("content")).toObject();
}

// A text as long as it may be, and all of its characters whole.
void checkText(const QString &text, qsizetype least, qsizetype most)
{
    QVERIFY2(text.size() >= least && text.size() <= most, qPrintable(QString::number(text.size())));
    QCOMPARE(QString::fromUtf8(text.toUtf8()), text);
    QVERIFY(!text.contains(QChar(0xfffd)));
}

// @slack/types and docs.slack.dev: header 150, section 3000, blocks 50; a header is plain_text; none is empty.
void checkSlack(const QByteArray &bytes)
{
    const QJsonObject body = json(bytes);
    QCOMPARE(body.keys(), (QStringList{s("blocks"), s("text")}));
    checkText(body.value(s("text")).toString(), 1, 40'000);
    const QJsonArray blocks = body.value(s("blocks")).toArray();
    QVERIFY(!blocks.isEmpty() && blocks.size() <= 50);
    for (const auto each : blocks) {
        const QJsonObject block = each.toObject();
        QCOMPARE(block.keys(), (QStringList{s("text"), s("type")}));
        const QString type = block.value(s("type")).toString();
        QVERIFY(type == s("header") || type == s("section"));
        const QJsonObject text = block.value(s("text")).toObject();
        QCOMPARE(text.keys(), (QStringList{s("text"), s("type")}));
        QCOMPARE(text.value(s("type")).toString(), s("plain_text"));
        const QString words = text.value(s("text")).toString();
        checkText(words, 1, type == s("header") ? 150 : 3'000);
        // Whole entities, and nothing that would be one.
        static const QRegularExpression bare(s("[<>]|&(?!amp;|lt;|gt;)"));
        QVERIFY2(!bare.match(words).hasMatch(), qPrintable(words));
    }
}

// adaptivecards.io, schema 1.2, as far as it is used: `additionalProperties` is false in all of these.
void checkTeams(const QByteArray &bytes)
{
    QVERIFY2(bytes.size() <= 28'000, qPrintable(QString::number(bytes.size())));
    const QJsonObject body = json(bytes);
    QCOMPARE(body.keys(), (QStringList{s("attachments"), s("type")}));
    QCOMPARE(body.value(s("type")).toString(), s("message"));
    QCOMPARE(body.value(s("attachments")).toArray().size(), 1);
    const QJsonObject attachment = body.value(s("attachments")).toArray().at(0).toObject();
    QCOMPARE(attachment.keys(), (QStringList{s("content"), s("contentType"), s("contentUrl")}));
    QCOMPARE(attachment.value(s("contentType")).toString(), s("application/vnd.microsoft.card.adaptive"));
    QVERIFY(attachment.value(s("contentUrl")).isNull());
    const QJsonObject card = cardOf(body);
    QCOMPARE(card.keys(), (QStringList{s("$schema"), s("body"), s("type"), s("version")}));
    QCOMPARE(card.value(s("type")).toString(), s("AdaptiveCard"));
    QCOMPARE(card.value(s("version")).toString(), s("1.2"));
    const QJsonArray elements = card.value(s("body")).toArray();
    QVERIFY(!elements.isEmpty());
    for (const auto each : elements) {
        const QJsonObject element = each.toObject();
        QCOMPARE(element.value(s("type")).toString(), s("TextBlock"));
        checkText(element.value(s("text")).toString(), 1, 28'000);
        QVERIFY(element.value(s("wrap")).isBool());
        for (const QString &property : element.keys()) {
            QVERIFY2((QStringList{s("type"), s("text"), s("wrap"), s("weight")}.contains(property)),
                     qPrintable(property));
        }
        if (element.contains(s("weight")))
            QCOMPARE(element.value(s("weight")).toString(), s("Bolder"));
    }
}

// PagerDuty/api-schema, events-v2: what is required, what is allowed, and how long the documentation lets it be.
void checkPagerDuty(const QByteArray &bytes)
{
    QVERIFY(bytes.size() <= 512'000);
    const QJsonObject event = json(bytes);
    QCOMPARE(event.keys(),
             (QStringList{s("client"), s("dedup_key"), s("event_action"), s("payload"), s("routing_key")}));
    QCOMPARE(event.value(s("routing_key")).toString().size(), 32);
    QVERIFY((
        QStringList{s("trigger"), s("acknowledge"), s("resolve")}.contains(event.value(s("event_action")).toString())));
    checkText(event.value(s("dedup_key")).toString(), 1, 255);
    const QJsonObject payload = event.value(s("payload")).toObject();
    static const QStringList kAllowed{s("summary"),   s("timestamp"), s("severity"), s("source"),
                                      s("component"), s("group"),     s("class"),    s("custom_details")};
    for (const QString &property : payload.keys())
        QVERIFY2(kAllowed.contains(property), qPrintable(property));
    checkText(payload.value(s("summary")).toString(), 1, 1'024);
    checkText(payload.value(s("source")).toString(), 1, 1'024);
    QVERIFY((QStringList{s("critical"), s("warning"), s("error"), s("info")}.contains(
        payload.value(s("severity")).toString())));
    QVERIFY(QDateTime::fromString(payload.value(s("timestamp")).toString(), Qt::ISODateWithMs).isValid());
    QVERIFY(payload.value(s("custom_details")).isObject());
}

} // namespace

// The shapes are those that the vendors publish; what is not allowed there is not in them.
class PayloadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // As Slack, Teams, Mattermost and PagerDuty say it of themselves: see the head of payloads.h.
    void limits_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("lines");
        const QString long_ = s("ab<&>\"\\]€😀👩‍👩‍👧é ");
        QTest::newRow("usual") << message().title << message().lines;
        QTest::newRow("no lines") << s("failing") << QStringList();
        QTest::newRow("lines of nothing") << s("failing") << QStringList{QString(), s(" \n\t")};
        QTest::newRow("a title of 151") << QString(151, QLatin1Char('a')) << message().lines;
        QTest::newRow("long") << long_.repeated(400) << QStringList{long_.repeated(4'000)};
        QTest::newRow("many lines") << s("failing") << QStringList(3'000, s("<"));
        for (const char *each : {"<", "&", "]", "*", "\\", "\"", "€", "😀", "a\x01"})
            QTest::addRow("all of %s", QByteArray(each).toHex().constData())
                << s(each).repeated(2'000) << QStringList{s(each).repeated(50'000), s(each).repeated(50'000)};
    }
    void limits()
    {
        QFETCH(const QString, title);
        QFETCH(const QStringList, lines);
        Message one = message(title);
        one.lines = lines;
        checkSlack(webhookBody(NotifyTarget::Form::Slack, one));
        checkTeams(webhookBody(NotifyTarget::Form::Teams, one));
        const QJsonObject mattermost = json(webhookBody(NotifyTarget::Form::Mattermost, one));
        QCOMPARE(mattermost.keys(), QStringList{s("text")});
        checkText(mattermost.value(s("text")).toString(), 1, 16'383);
        checkPagerDuty(pagerDutyBody(s("0123456789abcdef0123456789abcdef"), one));
    }
    void cut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("cut");
        QTest::newRow("fits") << s("abc") << 3 << s("abc");
        QTest::newRow("does not") << s("abcd") << 3 << s("ab…");
        QTest::newRow("half a surrogate") << s("a😀b") << 3 << s("a…");
        QTest::newRow("an accent of its own") << s("ae\u0301bc") << 3 << s("a…");
        QTest::newRow("a family is one") << s("a👩‍👩‍👧b") << 6 << s("a…");
        QTest::newRow("nothing") << QString() << 3 << QString();
    }
    void cut()
    {
        QFETCH(const QString, text);
        QFETCH(const int, most);
        QTEST(cutText(text, most), "cut");
    }
    // What somebody wrote calls nobody, and leads nowhere.
    void slackEscapes()
    {
        Message one = message(s("<!channel> & *all*"));
        one.lines = {s("<https://evil.example|our status page> @here")};
        const QJsonObject body = json(webhookBody(NotifyTarget::Form::Slack, one));
        QCOMPARE(body.value(s("text")).toString(), s("&lt;!channel&gt; &amp; *all*"));
        QCOMPARE(slackText(body, 0), s("&lt;!channel&gt; &amp; *all*"));
        QCOMPARE(slackText(body, 1), s("&lt;https://evil.example|our status page&gt; @here"));
    }
    // Cut in an entity it would be neither.
    void slackCutsBetweenCharacters()
    {
        const QJsonObject body = json(webhookBody(NotifyTarget::Form::Slack, message(s("&").repeated(200))));
        QCOMPARE(slackText(body, 0), s("&amp;").repeated(29) + s("…"));
        QVERIFY(slackText(body, 1).startsWith(s("&amp;").repeated(200))); // all of it stands below
    }
    void markdown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("teams");
        QTest::addColumn<QString>("mattermost");
        const QString gap = s("\u200b");
        const auto with = [&gap](const char *text) { return s(text).replace(QLatin1Char('|'), gap); };
        QTest::newRow("plain") << s("pay prod/eu-1: failing, 14:02.") << s("pay prod/eu-1: failing, 14:02.")
                               << s("pay prod/eu-1: failing, 14:02.");
        QTest::newRow("a link") << s("[x](http://y)") << with("[x]|(http://y)") << s("\\[x\\]\\(http://y\\)");
        QTest::newRow("a picture") << s("![x](y)") << with("![x]|(y)") << s("\\!\\[x\\]\\(y\\)");
        QTest::newRow("an address") << s("<http://y>") << with("<|http://y>") << with("<|http://y\\>");
        QTest::newRow("a mention") << s("@all <at>jo</at>") << with("@all <|at>jo<|/at>")
                                   << with("@|all <|at\\>jo<|/at\\>");
        QTest::newRow("bold") << s("a *b* _c_") << s("a \\*b\\* \\_c\\_") << s("a \\*b\\* \\_c\\_");
        QTest::newRow("a backslash before it") << s("\\*b*") << s("\\\\\\*b\\*") << with("\\|\\*b\\*");
        QTest::newRow("a list") << s("- a") << with("|- a") << with("|- a");
        QTest::newRow("a numbered list") << s("1. a") << with("|1. a") << with("|1. a");
        QTest::newRow("a heading") << s("# a") << with("|# a") << with("|\\# a");
        QTest::newRow("a channel") << s("~town") << s("~town") << with("~|town");
        QTest::newRow("code") << s("`a`") << s("`a`") << s("\\`a\\`");
        QTest::newRow("a date") << s("{{DATE(2017-02-14T06:00:00Z)}}") << with("{|{|DATE(2017-02-14T06:00:00Z)}}")
                                << s("{{DATE\\(2017-02-14T06:00:00Z\\)}}");
        QTest::newRow("two lines") << s("a\n- b\r\n[c]: d") << with("a - b  [c]|: d") << s("a - b  \\[c\\]: d");
    }
    void markdown()
    {
        QFETCH(const QString, text);
        Message one = message(s("failing"));
        one.lines = {text};
        const QJsonObject card = cardOf(json(webhookBody(NotifyTarget::Form::Teams, one)));
        QTEST(card.value(s("body")).toArray().at(1).toObject().value(s("text")).toString(), "teams");
        const QString post = json(webhookBody(NotifyTarget::Form::Mattermost, one)).value(s("text")).toString();
        QVERIFY(post.startsWith(s("**failing**\n")));
        QTEST(post.mid(12), "mattermost");
    }
    void pagerDuty()
    {
        Message one = message(QString(2'000, QLatin1Char('a')));
        const QJsonObject body = json(pagerDutyBody(s("key"), one));
        QCOMPARE(body.value(s("routing_key")).toString(), s("key"));
        QCOMPARE(body.value(s("event_action")).toString(), s("trigger"));
        QCOMPARE(body.value(s("dedup_key")).toString(), s("astern-") + one.key);
        const QJsonObject payload = body.value(s("payload")).toObject();
        QCOMPARE(payload.value(s("summary")).toString(), QString(1'023, QLatin1Char('a')) + s("…"));
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
        const QByteArray field = "Subject: " + head;
        for (const QByteArray &line : field.split('\n'))
            QVERIFY(QByteArray(line).replace('\r', "").size() <= 76); // RFC 2047, 2: that of the first one, too
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
