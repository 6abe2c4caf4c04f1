// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleash.h"
#include "tests/support/fakedoors.h"
#include "tests/support/fakeserver.h"

#include <QTest>

using namespace astern;
using astern::test::FakeReply;
using astern::test::FakeServer;
using State = BackendHealth::State;

namespace {

constexpr char kFlag[] = "/api/admin/projects/default/features/new-pricing";
constexpr char kOff[] = "/api/admin/projects/default/features/new-pricing/environments/production/off";
constexpr char kEvents[] = "/api/admin/search/events";
const QByteArray kOn = R"({"name":"new-pricing","archived":false,"environments":[{"name":"production","enabled":true,)"
                       R"("strategies":[{"id":"s1","name":"flexibleRollout","parameters":{"rollout":"25"}}]}]})";

FlagRef flag()
{
    return {QStringLiteral("flags"), QStringLiteral("default"), QStringLiteral("new-pricing"),
            QStringLiteral("production")};
}

FakeReply problem(int status, const char *name)
{
    return FakeReply::json(QByteArray("{\"name\":\"") + name + "\",\"message\":\"said by the server\"}", status);
}

} // namespace

// What no server can be asked to do: refuse, break off, hang.
class TestFlagFailures : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    FakeJournal m_journal;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<FlagBackend> m_flags;

    [[nodiscard]] BackendConfig config() const
    {
        return {.id = QStringLiteral("flags"),
                .type = QStringLiteral("unleash"),
                .url = m_server->url(),
                .token = {QStringLiteral("user:0123456789")},
                .pollMs = 50};
    }
    template <class T, class Ask>
    static Result<T> wait(Ask ask)
    {
        std::optional<Result<T>> answer;
        ask([&answer](const Result<T> &result) { answer = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000); }();
        return answer ? *answer : Result<T>(Error{});
    }
    [[nodiscard]] Result<Accepted> switchOff()
    {
        const auto key = wait<LoggedIntent>([&](auto done) {
            m_journal.appendIntent({.kind = QStringLiteral("rollback.intent")}, QStringLiteral("saga:flag:1"), done);
        });
        return wait<Accepted>([&](auto done) { m_flags->apply(*key, {FlagAction::Off, flag(), -1}, done); });
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeServer>();
        m_server->on(kFlag, FakeReply::json(kOn));
        m_server->on(kEvents, FakeReply::json(R"({"events":[{"id":7,"type":"feature-environment-enabled",)"
                                              R"("createdBy":"kim","createdAt":"2026-11-26T16:00:00.000Z"}]})"));
        auto made = connectors::makeUnleashFlags(config(), {}, m_clock);
        QVERIFY(made);
        m_flags.reset(made->release());
    }
    void cleanup()
    {
        m_flags.reset();
        m_server.reset();
    }

    void theTokenGoesAsItIsAndTheIntentBesideIt()
    {
        m_server->on(kOff, FakeReply::text(200, ""));
        QVERIFY(switchOff());
        QCOMPARE(m_server->count(kOff), 1);
        const test::FakeRequest sent = m_server->requests(kOff).first();
        QCOMPARE(sent.method, QByteArray("POST"));
        QCOMPARE(sent.headers.value("authorization"), QByteArray("user:0123456789"));
        QCOMPARE(sent.headers.value("astern-intent"), QByteArray("saga:flag:1"));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("401") << 401 << QStringLiteral("unauthorized");
        QTest::newRow("403") << 403 << QStringLiteral("not-permitted");
        QTest::newRow("404") << 404 << QStringLiteral("not-found");
        QTest::newRow("409") << 409 << QStringLiteral("conflict");
        QTest::newRow("500") << 500 << QStringLiteral("unavailable");
        QTest::newRow("503") << 503 << QStringLiteral("unavailable");
    }
    // A changing request leaves once, whatever comes back.
    void refusals()
    {
        QFETCH(int, status);
        QFETCH(QString, code);
        m_server->on(kOff, problem(status, "AnError"));
        const Result<Accepted> answer = switchOff();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code(), code);
        QVERIFY(!answer.error().notSent);
        QVERIFY2(answer.error().toString().contains(QLatin1String("said by the server")) || status == 401,
                 qPrintable(answer.error().toString()));
        QVERIFY(!answer.error().toString().contains(QLatin1String("0123456789")));
        QCOMPARE(m_server->count(kOff), 1);
    }

    void aLostAnswerIsNotSentAgain_data()
    {
        QTest::addColumn<int>("end");
        QTest::newRow("reset") << int(FakeReply::End::Reset);
        QTest::newRow("hanging") << int(FakeReply::End::Hang);
    }
    void aLostAnswerIsNotSentAgain()
    {
        QFETCH(int, end);
        m_server->on(kOff, FakeReply::silent(FakeReply::End(end)));
        const Result<Accepted> answer = switchOff();
        QVERIFY(!answer && !answer.error().notSent);
        QCOMPARE(m_server->count(kOff), 1);
    }

    // What cannot be read is not changed.
    void aBrokenReadSendsNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &body, const char *code) {
            QTest::newRow(name) << body << QString::fromLatin1(code);
        };
        row("truncated", kOn.left(60), "malformed");
        row("no object", "[]", "malformed");
        row("another flag", R"({"name":"other","environments":[]})", "malformed");
        row("no environments", R"({"name":"new-pricing"})", "malformed");
        row("no switch", R"({"name":"new-pricing","environments":[{"name":"production"}]})", "malformed");
        row("no such environment", R"({"name":"new-pricing","environments":[{"name":"development"}]})", "not-found");
    }
    void aBrokenReadSendsNothing()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        m_server->on(kFlag, FakeReply::json(body));
        const Result<Accepted> answer = switchOff();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code(), code);
        QVERIFY(answer.error().notSent);
        QCOMPARE(m_server->count(kOff), 0);
    }

    // Who changed it is the lesser thing.
    void withoutTheLogOfChangesTheFlagIsStillRead()
    {
        m_server->on(kEvents, problem(403, "PermissionError"));
        const auto state = wait<FlagState>([&](auto done) { m_flags->read(flag(), done); });
        QVERIFY(state);
        QVERIFY(state->on && !state->lastChange);
        QCOMPARE(state->percent, std::optional(25));
    }

    void somebodyElseAtTheSameMomentIsSaid()
    {
        m_server->on(kOff, FakeReply::text(200, ""));
        m_server->on(kEvents,
                     {FakeReply::json(R"({"events":[{"id":7,"type":"x"}]})"),
                      FakeReply::json(R"({"events":[{"id":9,"type":"x"},{"id":8,"type":"x"},{"id":7,"type":"x"}]})")});
        const Result<Accepted> answer = switchOff();
        QVERIFY(answer && !answer->warning.isEmpty());
    }

    void theSourceSaysWhatIsWrong_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("state");
        QTest::newRow("401") << 401 << int(State::NeedsLogin);
        QTest::newRow("500") << 500 << int(State::Retrying);
    }
    void theSourceSaysWhatIsWrong()
    {
        QFETCH(int, status);
        QFETCH(int, state);
        m_server->on(kFlag, {problem(status, "AnError"), FakeReply::json(kOn)});
        auto source = connectors::makeUnleashSource(config(), {}, m_clock);
        QList<BackendHealth> healths;
        int rounds = 0;
        connect(source.get(), &FlagSource::healthChanged, this, [&](const auto &now) { healths.append(now); });
        connect(source.get(), &FlagSource::told, this, [&] { ++rounds; });
        source->watch({flag()});
        source->start();
        QTRY_VERIFY(!healths.isEmpty() && int(healths.last().state) == state);
        QCOMPARE(rounds, 0);
        if (status == 401)
            source->signInAgain();
        QTRY_VERIFY_WITH_TIMEOUT(rounds > 0 && healths.last().state == State::Live, 30'000);
    }
};

QTEST_GUILESS_MAIN(TestFlagFailures)
#include "tst_flagfailures.moc"
