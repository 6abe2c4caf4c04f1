// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/answers.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using escalation::Answer;
using escalation::Delivery;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

enum class To { Slack, Teams, Mattermost, PagerDuty };

NotifyTarget targetOf(To to)
{
    NotifyTarget target;
    target.id = s("room");
    target.channel = to == To::PagerDuty ? NotifyTarget::Channel::PagerDuty : NotifyTarget::Channel::Webhook;
    target.form = to == To::Teams        ? NotifyTarget::Form::Teams
                  : to == To::Mattermost ? NotifyTarget::Form::Mattermost
                                         : NotifyTarget::Form::Slack;
    return target;
}

} // namespace

// The answers are those that the services document, or that people have reported of them: see answers.h.
class AnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void taken_data()
    {
        QTest::addColumn<int>("to");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("delivery");
        QTest::addColumn<qint64>("waitMs");
        const auto row = [](const char *name, To to, const char *body, Delivery delivery, qint64 waitMs = 0) {
            QTest::newRow(name) << int(to) << QByteArray(body) << int(delivery) << waitMs;
        };
        row("Slack", To::Slack, "ok", Delivery::Told);
        row("Mattermost", To::Mattermost, "ok", Delivery::Told);
        row("compatible with Slack", To::Slack, R"({"success":true})", Delivery::Told);
        row("compatible, not taken", To::Slack, R"({"ok":false,"error":"channel_not_found"})", Delivery::Refused);
        row("a workflow of Teams", To::Teams, "", Delivery::Told);
        row("an old webhook of Teams", To::Teams, "1", Delivery::Told);
        row("Teams is asked too often", To::Teams,
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with "
            "ContextId "
            "tcid=0,server=msgapi",
            Delivery::Failed, 60'000);
        row("Teams fails", To::Teams,
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 500 with "
            "ContextId x",
            Delivery::Failed);
        row("too large for Teams", To::Teams,
            "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with "
            "ContextId x",
            Delivery::Refused);
        row("Teams is not reached", To::Teams,
            "Webhook message delivery failed with error: Error contacting Microsoft Teams endpoint", Delivery::Failed);
        row("Teams is not reached, in .NET's words", To::Teams,
            "System.Net.Http.HttpRequestException: Error while copying content", Delivery::Failed);
        row("PagerDuty", To::PagerDuty, R"({"status":"success","message":"Event processed","dedup_key":"x"})",
            Delivery::Told);
        row("PagerDuty says something else", To::PagerDuty, R"({"status":"invalid event","message":"…"})",
            Delivery::Refused);
        for (const To to : {To::Slack, To::Teams, To::Mattermost, To::PagerDuty})
            QTest::addRow("a page of a sign-in %d", int(to))
                << int(to) << QByteArray("\r\n<!DOCTYPE html><title>Sign in</title>") << int(Delivery::Failed)
                << qint64(0);
    }
    void taken()
    {
        QFETCH(const int, to);
        QFETCH(const QByteArray, body);
        QFETCH(const int, delivery);
        const Answer answer = answerOf(targetOf(To(to)), body);
        QCOMPARE(int(answer.delivery), delivery);
        QTEST(answer.retryAfterMs, "waitMs");
        QCOMPARE(answer.words.isEmpty(), answer.delivery == Delivery::Told);
        QVERIFY(!answer.words.contains(s("ContextId"))); // nothing of what it says is repeated
    }
    void failed_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("notSent");
        QTest::addColumn<qint64>("asked");
        QTest::addColumn<int>("delivery");
        QTest::addColumn<qint64>("waitMs");
        const auto row = [](int status, Delivery delivery, qint64 asked = 0, qint64 waitMs = 0) {
            QTest::addRow("%d asks for %lld", status, static_cast<long long>(asked))
                << status << false << asked << int(delivery) << waitMs;
        };
        row(400, Delivery::Refused); // PagerDuty: not again; Slack: invalid_payload
        row(403, Delivery::Refused); // Slack: action_prohibited
        row(404, Delivery::Refused); // Slack: channel_not_found
        row(410, Delivery::Refused); // Slack: channel_is_archived
        row(413, Delivery::Refused);
        row(429, Delivery::Failed, 0, 60'000);
        row(429, Delivery::Failed, 30'000, 30'000); // Slack says how long
        row(500, Delivery::Failed);                 // Slack: rollup_error
        row(503, Delivery::Failed, 5'000, 5'000);
        row(408, Delivery::Unknown);
        row(502, Delivery::Unknown);
        row(504, Delivery::Unknown);
        row(0, Delivery::Unknown);
        QTest::newRow("nothing was sent") << 0 << true << qint64(0) << int(Delivery::Failed) << qint64(0);
    }
    void failed()
    {
        QFETCH(const int, status);
        QFETCH(const bool, notSent);
        QFETCH(const qint64, asked);
        QFETCH(const int, delivery);
        Error error{.kind = Error::Kind::Internal, .message = s("no")};
        error.notSent = notSent;
        error.retryAfterMs = asked;
        const Answer answer = failureOf(status, error);
        QCOMPARE(int(answer.delivery), delivery);
        QCOMPARE(answer.words, s("no"));
        QTEST(answer.retryAfterMs, "waitMs");
    }
};

QTEST_APPLESS_MAIN(AnswersTest)
#include "tst_answers.moc"
