// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/notifier.h"

#include "tests/support/fakedoors.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/fakeserver.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using escalation::Answer;
using escalation::Deed;
using escalation::Delivery;
using escalation::Message;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

const QByteArray kSecret = "T0AS/B1SECRET/x9y8z7w6";
QStringList g_logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text) { g_logged.append(text); }

Message message(Deed deed = Deed::Trigger)
{
    Message one;
    one.key = one.tryId = s("0192f3a1-1111-7000-8000-000000000001");
    one.deed = deed;
    one.title = s("failing");
    one.lines = {s("why")};
    one.source = s("shop: pay");
    return one;
}

} // namespace

class NotifierTest : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    FakeSecrets m_keychain;
    FakeJournal m_journal;

    [[nodiscard]] NotifyTarget webhook() const
    {
        NotifyTarget one;
        one.id = s("room");
        one.secret = {s("${keychain:room}")};
        return one;
    }
    [[nodiscard]] Answer send(const NotifyTarget &target, const Message &what = message())
    {
        Notifier notifier(
            SecretResolver([](const Secret &secret) { return Result<QString>(secret.text); }, &m_keychain), m_clock);
        NotifyConfig config;
        config.targets = {target};
        notifier.setConfig(config);
        std::optional<Answer> came;
        int answers = 0;
        Draft draft;
        draft.kind = s("notify.intent");
        m_journal.appendIntent(draft, s("key"), [&](const Result<LoggedIntent> &intent) {
            notifier.send(*intent, target.id, what, [&](const Result<Answer> &answer) {
                came = *answer;
                ++answers;
            });
        });
        if (!QTest::qWaitFor([&] { return came.has_value(); }, 30'000))
            qFatal("no answer came");
        QTest::qWait(0);
        Q_ASSERT(answers == 1);
        return *came;
    }

private Q_SLOTS:
    void init()
    {
        g_logged.clear();
        QLoggingCategory::setFilterRules(s("astern.*=true"));
    }
    void arrives()
    {
        FakeServer server;
        server.on("/services/" + kSecret, FakeReply::text(200, "ok"));
        m_keychain.kept.insert(s("room"), server.url(s("/services/") + QString::fromLatin1(kSecret)).toString());
        QVERIFY(send(webhook()).delivery == Delivery::Told);
        const QList<FakeRequest> requests = server.requests();
        QCOMPARE(requests.size(), 1);
        QCOMPARE(requests.first().method, QByteArray("POST"));
        QCOMPARE(requests.first().headers.value("content-type"), QByteArray("application/json; charset=utf-8"));
        QVERIFY(requests.first().body.contains("\"text\":\"failing\""));
    }
    void troubles_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("delivery");
        const auto row = [](int status, Delivery delivery) { QTest::addRow("%d", status) << status << int(delivery); };
        for (const int status : {202, 204})
            row(status, Delivery::Told);
        for (const int status : {400, 401, 403, 404, 405, 410, 413, 422})
            row(status, Delivery::Refused);
        for (const int status : {429, 500, 503})
            row(status, Delivery::Failed);
        for (const int status : {502, 504})
            row(status, Delivery::Unknown);
    }
    void troubles()
    {
        QFETCH(const int, status);
        QFETCH(const int, delivery);
        FakeServer server;
        // 204 has no body.
        server.on("/" + kSecret, FakeReply::text(status, status == 204 ? QByteArray() : "it says /" + kSecret));
        m_keychain.kept.insert(s("room"), server.url(s("/") + QString::fromLatin1(kSecret)).toString());
        const QtMessageHandler before = qInstallMessageHandler(keepLog);
        const Answer answer = send(webhook());
        qInstallMessageHandler(before);
        QCOMPARE(int(answer.delivery), delivery);
        QCOMPARE(server.count("/" + kSecret), 1); // whoever asked decides about another try
        // Behind the host of a webhook all is the secret: it is nowhere.
        const QStringList told = g_logged + QStringList(answer.words);
        for (const QString &text : told)
            QVERIFY2(!text.contains(s("B1SECRET")), qPrintable(text));
    }
    void says_when_to_come_again()
    {
        FakeServer server;
        server.on("/h", FakeReply::text(429, "slow down").with("Retry-After", "77"));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        const Answer answer = send(webhook());
        QVERIFY(answer.delivery == Delivery::Failed);
        QCOMPARE(answer.retryAfterMs, 77'000);
    }
    // Teams' own 429 comes within a 200.
    void aFailureWithinASuccess()
    {
        FakeServer server;
        server.on("/h", FakeReply::text(200, "Webhook message delivery failed with error: Microsoft Teams endpoint "
                                             "returned HTTP error 429 with ContextId x"));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        NotifyTarget teams = webhook();
        teams.form = NotifyTarget::Form::Teams;
        const Answer answer = send(teams);
        QVERIFY(answer.delivery == Delivery::Failed);
        QCOMPARE(answer.retryAfterMs, 60'000);
    }
    void lostAnswers_data()
    {
        QTest::addColumn<int>("end");
        QTest::newRow("dies without an answer") << int(FakeReply::End::Reset);
        QTest::newRow("closes without an answer") << int(FakeReply::End::Close);
    }
    void lostAnswers()
    {
        QFETCH(const int, end);
        FakeServer server;
        server.on("/h", FakeReply::silent(FakeReply::End(end)));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        QVERIFY(send(webhook()).delivery == Delivery::Unknown);
        QCOMPARE(server.count("/h"), 1);
    }
    void aServerThatHangs()
    {
        FakeServer server;
        server.on("/h", FakeReply::silent(FakeReply::End::Hang));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        QVERIFY(send(webhook()).delivery == Delivery::Unknown);
        QCOMPARE(server.count("/h"), 1);
    }
    void nobodyListens()
    {
        FakeServer server;
        const QString address = server.url(s("/h")).toString();
        server.stop();
        m_keychain.kept.insert(s("room"), address);
        QVERIFY(send(webhook()).delivery == Delivery::Failed); // for sure
    }
    // What is sent goes to the address that a person wrote down, or nowhere.
    void redirectsAreNotFollowed()
    {
        FakeServer elsewhere;
        elsewhere.on("/h", FakeReply::text(200, "ok"));
        FakeServer server;
        server.on("/h", FakeReply::text(307, "").with("Location", elsewhere.url(s("/h")).toEncoded()));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        QVERIFY(send(webhook()).delivery == Delivery::Refused);
        QCOMPARE(elsewhere.requests().size(), 0);
    }
    void secrets_data()
    {
        QTest::addColumn<QString>("kept");
        QTest::addColumn<int>("delivery");
        QTest::newRow("none of that name") << QString() << int(Delivery::Failed);
        QTest::newRow("no address") << s("hunter2") << int(Delivery::Refused);
        QTest::newRow("another scheme") << s("file:///etc/passwd") << int(Delivery::Refused);
        QTest::newRow("in the clear to another host") << s("http://192.0.2.1/h") << int(Delivery::Refused);
    }
    void secrets()
    {
        QFETCH(const QString, kept);
        QFETCH(const int, delivery);
        m_keychain.kept.clear();
        if (!kept.isEmpty())
            m_keychain.kept.insert(s("room"), kept);
        const Answer answer = send(webhook());
        QCOMPARE(int(answer.delivery), delivery);
        QVERIFY(kept.isEmpty() || !answer.words.contains(s("hunter2")));
    }
    void pagerDuty()
    {
        FakeServer server;
        server.on("/v2/enqueue",
                  FakeReply::json(R"({"status":"success","message":"Event processed","dedup_key":"x"})", 202));
        NotifyTarget target;
        target.id = s("oncall");
        target.channel = NotifyTarget::Channel::PagerDuty;
        target.secret = {s("R0UTINGKEY")};
        target.events = server.url(s("/v2/enqueue"));
        for (const Deed deed : {Deed::Trigger, Deed::Acknowledge, Deed::Resolve})
            QVERIFY(send(target, message(deed)).delivery == Delivery::Told);
        const QList<FakeRequest> requests = server.requests();
        QCOMPARE(requests.size(), 3);
        for (const FakeRequest &request : requests)
            QVERIFY(request.body.contains("\"dedup_key\":\"astern-0192f3a1-1111-7000-8000-000000000001\""));
    }
    void anUnknownTarget()
    {
        NotifyTarget target = webhook();
        Notifier notifier(SecretResolver(), m_clock);
        std::optional<Answer> came;
        Draft draft;
        draft.kind = s("notify.intent");
        m_journal.appendIntent(draft, s("key"), [&](const Result<LoggedIntent> &intent) {
            notifier.send(*intent, target.id, message(), [&](const Result<Answer> &answer) { came = *answer; });
        });
        QTRY_VERIFY(came);
        QVERIFY(came->delivery == Delivery::Refused);
    }
    // Certificates are checked: company authorities are named, or nobody is told.
    void tls()
    {
        const TestCertificates &certificates = TestCertificates::instance();
        FakeServer server(FakeServer::Tls{certificates.pem("server.crt"), certificates.pem("server.key"), {}});
        server.on("/h", FakeReply::text(200, "ok"));
        m_keychain.kept.insert(s("room"), server.url(s("/h")).toString());
        QVERIFY(send(webhook()).delivery != Delivery::Told);
        QCOMPARE(server.count("/h"), 0);
        NotifyTarget trusting = webhook();
        trusting.caFile = certificates.file("ca.crt");
        QVERIFY(send(trusting).delivery == Delivery::Told);
        QCOMPARE(server.count("/h"), 1);
    }
};

QTEST_GUILESS_MAIN(NotifierTest)
#include "tst_notifier.moc"
