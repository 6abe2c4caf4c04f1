// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/oidcprovider.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/realopenid.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#include <atomic>
#include <csignal>
#include <unistd.h>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = SignedIn::State;
using Way = IdentityProvider::Way;

namespace {

// The system's clock, with an error.
class WrongClock final : public Clock {
public:
    [[nodiscard]] qint64 wallMs() const override { return SystemClock().wallMs() + m_wrongMs; }
    [[nodiscard]] qint64 monoMs() const override { return SystemClock().monoMs() + m_passedMs; }
    [[nodiscard]] qint64 awakeMs() const override { return SystemClock().awakeMs() + m_passedMs; }
    void set(qint64 ms) { m_wrongMs = ms; }
    void pass(qint64 ms) { m_passedMs += ms; } // for pauses between two tries

private:
    std::atomic<qint64> m_wrongMs = 0;
    std::atomic<qint64> m_passedMs = 0;
};

} // namespace

// One desktop, or one window: a provider with the keychain and the lock folder of its user.
class TestOidcReal : public QObject {
    Q_OBJECT
    RealOpenId m_server;
    FakeSecrets m_secrets;
    QTemporaryDir m_locks;
    WrongClock m_clock;

    OidcOptions options()
    {
        IdentityConfig config;
        config.type = IdentityConfig::Type::Oidc;
        config.issuer = m_server.url();
        config.clientId = QStringLiteral("astern");
        config.scopes = {QStringLiteral("openid"), QStringLiteral("profile"), QStringLiteral("email"),
                         QStringLiteral("groups"), QStringLiteral("offline_access")};
        return {
            .config = config,
            .roles = {{.role = QStringLiteral("release-manager"), .oidcGroups = {QStringLiteral("release-managers")}},
                      {.role = QStringLiteral("on-call"), .oidcGroups = {QStringLiteral("oncall")}}},
            .salt = "salt",
            .keychain = &m_secrets,
            .lockFolder = m_locks.path(),
            .clock = &m_clock};
    }
    bool askedWith(OidcProvider &desk, Way way, bool anew = false)
    {
        desk.signIn(way, anew);
        return QTest::qWaitFor(
                   [&desk] { return !desk.state().browse.isEmpty() || desk.state().state != State::Asking; }, 20'000) &&
               desk.state().state == State::Asking;
    }
    // Signs in over the browser; answers with how it ended.
    State browse(OidcProvider &desk, const QString &user = QStringLiteral("alice"))
    {
        if (!askedWith(desk, Way::Browser))
            return desk.state().state;
        const QUrl back = m_server.agree(desk.state().browse, user);
        if (RealOpenId::visit(back) != 200)
            return State::Unknown;
        (void)QTest::qWaitFor([&desk] { return desk.state().state != State::Asking; }, 20'000);
        return desk.state().state;
    }
    static QString said(const OidcProvider &desk)
    {
        QString words = desk.state().problem;
        return words.replace(QChar(0x00a0), QLatin1Char(' '));
    }
    static bool renewed(OidcProvider &desk, const RealOpenId &, qint64 afterMs)
    {
        return QTest::qWaitFor(
            [&desk, afterMs] { return desk.state().state == State::In && desk.state().identity.untilMs > afterMs; },
            20'000);
    }
private Q_SLOTS:
    void initTestCase();
    void init();
    void browser();
    void ellipticKey();
    void refused();
    void twisted_data();
    void twisted();
    void tolerance_data();
    void tolerance();
    void wrongClock_data();
    void wrongClock();
    void newKey();
    void unknownKeysAreLookedForOnceAMinute();
    void device();
    void deviceSlowsDown();
    void deviceRunsOut();
    void cancelled();
    void renews();
    void renewsTwistedToken_data();
    void renewsTwistedToken();
    void twoWindowsRenewOnce();
    void aUsedTokenEndsTheGrant();
    void restored();
    void serverAway();
    void serverHangs();
    void endedElsewhere();
    void revoked();
    void signsOut();
    void noKeychain();
    void brokenKeychain();
    void linkedLock();
    void forgedVault();
};

void TestOidcReal::initTestCase()
{
    const QString wrong = m_server.open();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TestOidcReal::init()
{
    m_secrets.kept.clear();
    m_secrets.failing.reset();
    m_secrets.silent = false;
    m_clock.set(0);
    m_server.twist({});
    m_server.setGroups(QStringLiteral("alice"), {QStringLiteral("release-managers"), QStringLiteral("oncall")});
}

void TestOidcReal::browser()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Browser));
    const QUrlQuery asked(desk.state().browse);
    QCOMPARE(asked.queryItemValue(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
    QVERIFY(asked.queryItemValue(QStringLiteral("state")).size() >= 43);
    QVERIFY(asked.queryItemValue(QStringLiteral("nonce")).size() >= 43);
    QVERIFY(!desk.state().browse.toString().contains(QLatin1String("verifier")));
    const QUrl back = m_server.agree(desk.state().browse, QStringLiteral("alice"));
    QCOMPARE(back.host(), QStringLiteral("127.0.0.1"));
    QByteArray page;
    QCOMPARE(RealOpenId::visit(back, &page), 200);
    QVERIFY(page.contains("You may close this page"));
    QTRY_COMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    const Identity &alice = desk.state().identity;
    QCOMPARE(alice.name, QStringLiteral("Alice Ang"));
    QCOMPARE(alice.mail, QStringLiteral("alice@example.test"));
    QCOMPARE(alice.roles, (QStringList{QStringLiteral("release-manager"), QStringLiteral("on-call")}));
    QCOMPARE(alice.person, personOf(m_server.url().toString(), QStringLiteral("alice"), "salt"));
    QCOMPARE(alice.auth, QStringLiteral("oidc"));
    QVERIFY(alice.untilMs > m_clock.wallMs() && alice.untilMs <= m_clock.wallMs() + 60'000);
    QVERIFY(alice.authenticatedMs <= m_clock.wallMs());
    QVERIFY(desk.state().kept);
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    // The redirect is over: the same address again reaches nobody.
    QCOMPARE(RealOpenId::visit(back), 0);
    // Another person is another person, with other roles.
    OidcProvider other(options());
    QCOMPARE(toString(browse(other, QStringLiteral("bob"))), QStringLiteral("signed-in"));
    QVERIFY(other.state().identity.person != alice.person);
    QCOMPARE(other.state().identity.roles, QStringList());
}

void TestOidcReal::ellipticKey()
{
    RealOpenId elliptic;
    elliptic.setKey(QStringLiteral("EC"));
    const QString wrong = elliptic.open();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    OidcOptions there = options();
    there.config.issuer = elliptic.url();
    OidcProvider desk(there);
    QVERIFY(askedWith(desk, Way::Browser));
    QCOMPARE(RealOpenId::visit(elliptic.agree(desk.state().browse, QStringLiteral("alice"))), 200);
    QTRY_COMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
}

void TestOidcReal::refused()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Browser));
    const QUrl back = m_server.refuse(desk.state().browse);
    QVERIFY2(back.query().contains(QLatin1String("error=access_denied")), qPrintable(back.toString()));
    QCOMPARE(RealOpenId::visit(back), 200);
    QTRY_COMPARE(toString(desk.state().state), QStringLiteral("signed-out"));
    QVERIFY2(said(desk).contains(QLatin1String("refused at the provider")), qPrintable(said(desk)));
}

void TestOidcReal::twisted_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *what, const char *reason) {
        QTest::newRow(what) << QString::fromLatin1(what) << QString::fromLatin1(reason);
    };
    row("audience", "for another program");
    row("party", "for another program");
    row("nonce", "another question than ours");
    row("no-nonce", "another question than ours");
    row("issuer", "another provider");
    row("future", "clock is");
    row("past", "ended");
    row("unknown-key", "does not show");
    row("wrong-key", "signature of the ID token is wrong");
    row("none", "\"none\"");
    row("shared", "\"HS256\"");
}

void TestOidcReal::twisted()
{
    QFETCH(QString, what);
    QFETCH(QString, reason);
    m_server.twist(what);
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-out"));
    QVERIFY2(said(desk).contains(reason), qPrintable(said(desk)));
    QVERIFY(desk.state().identity.isEmpty());
    QVERIFY(m_secrets.kept.isEmpty());
}

void TestOidcReal::tolerance_data()
{
    QTest::addColumn<qint64>("skewMs");
    QTest::addColumn<bool>("good");
    QTest::newRow("a minute") << qint64(60'000) << true;
    QTest::newRow("none") << qint64(0) << false;
}

void TestOidcReal::tolerance()
{
    QFETCH(qint64, skewMs);
    QFETCH(bool, good);
    m_server.twist(QStringLiteral("little-future"));
    OidcOptions strict = options();
    strict.config.skewMs = skewMs;
    OidcProvider desk(strict);
    QCOMPARE(browse(desk) == State::In, good);
}

void TestOidcReal::wrongClock_data()
{
    QTest::addColumn<qint64>("wrongMs");
    QTest::addColumn<qint64>("skewMs");
    QTest::addColumn<QString>("reason"); // empty: signed in
    QTest::newRow("50 s ahead") << qint64(50'000) << qint64(60'000) << QString();
    QTest::newRow("50 s behind") << qint64(-50'000) << qint64(60'000) << QString();
    QTest::newRow("4 min behind, allowed") << qint64(-240'000) << qint64(300'000) << QString();
    QTest::newRow("4 min ahead, allowed") << qint64(240'000) << qint64(300'000) << QString();
    QTest::newRow("10 min ahead") << qint64(600'000) << qint64(300'000) << QStringLiteral("The ID token ended");
    QTest::newRow("10 min behind") << qint64(-600'000) << qint64(300'000) << QStringLiteral("clock is");
    QTest::newRow("4 min behind, not allowed") << qint64(-240'000) << qint64(60'000) << QStringLiteral("clock is");
}

// And a clock that is wrong by what is allowed does not shorten the sign-in to nothing.
void TestOidcReal::wrongClock()
{
    QFETCH(qint64, wrongMs);
    QFETCH(qint64, skewMs);
    QFETCH(QString, reason);
    m_clock.set(wrongMs);
    OidcOptions strict = options();
    strict.config.skewMs = skewMs;
    OidcProvider desk(strict);
    QCOMPARE(browse(desk) == State::In, reason.isEmpty());
    QVERIFY2(said(desk).contains(reason), qPrintable(said(desk)));
    if (reason.isEmpty())
        QVERIFY(desk.state().identity.untilMs > m_clock.wallMs() + 30'000);
}

// The provider starts again with another key: what is known of the old one is no obstacle.
void TestOidcReal::newKey()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    m_server.stop();
    QCOMPARE(m_server.start(), QString());
    m_clock.pass(60'000);
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QCOMPARE(m_server.count(QStringLiteral("keys")), 1);
}

void TestOidcReal::unknownKeysAreLookedForOnceAMinute()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    const int before = m_server.count(QStringLiteral("keys"));
    m_server.twist(QStringLiteral("unknown-key"));
    for (int i = 0; i < 3; ++i)
        (void)browse(desk);
    QCOMPARE(m_server.count(QStringLiteral("keys")), before);
    m_clock.pass(60'000);
    for (int i = 0; i < 3; ++i)
        (void)browse(desk);
    QCOMPARE(m_server.count(QStringLiteral("keys")), before + 1);
}

void TestOidcReal::device()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Device));
    QVERIFY(!desk.state().code.isEmpty());
    QVERIFY(m_server.agreeOnDevice(desk.state().browse, QStringLiteral("bob")));
    QTRY_COMPARE_WITH_TIMEOUT(toString(desk.state().state), QStringLiteral("signed-in"), 30'000);
    QCOMPARE(desk.state().identity.name, QStringLiteral("Bob Bird"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
}

void TestOidcReal::deviceSlowsDown()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Device));
    m_server.slowDown(1);
    QVERIFY(m_server.agreeOnDevice(desk.state().browse, QStringLiteral("bob")));
    const qint64 begin = m_clock.monoMs();
    QTRY_COMPARE_WITH_TIMEOUT(toString(desk.state().state), QStringLiteral("signed-in"), 40'000);
    QCOMPARE(m_server.count(QStringLiteral("slowed")), 1);
    QVERIFY(m_clock.monoMs() - begin >= 14'000); // 5 s, then 10 s: no sooner than it may
}

void TestOidcReal::deviceRunsOut()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Device));
    m_clock.set(61'000);
    QTRY_COMPARE_WITH_TIMEOUT(toString(desk.state().state), QStringLiteral("signed-out"), 20'000);
    QVERIFY2(said(desk).contains(QLatin1String("not typed in time")), qPrintable(said(desk)));
}

void TestOidcReal::cancelled()
{
    OidcProvider desk(options());
    QVERIFY(askedWith(desk, Way::Browser));
    const QUrl back = m_server.agree(desk.state().browse, QStringLiteral("alice"));
    desk.cancel();
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-out"));
    QTRY_COMPARE(RealOpenId::visit(back), 0);
    // Who was signed in before stays so.
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QVERIFY(askedWith(desk, Way::Browser));
    desk.cancel();
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    // Nobody comes back from the browser.
    OidcOptions impatient = options();
    impatient.askMs = 300;
    OidcProvider other(impatient);
    other.signIn(Way::Browser);
    QTRY_COMPARE(toString(other.state().state), QStringLiteral("signed-out"));
    QVERIFY2(said(other).contains(QLatin1String("did not come back")), qPrintable(said(other)));
}

// Each renewal with the token of the one before; the person's groups are those of now.
void TestOidcReal::renews()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    const int before = m_server.count(QStringLiteral("refreshed"));
    m_server.setGroups(QStringLiteral("alice"), {QStringLiteral("oncall")});
    for (int i = 1; i <= 3; ++i) {
        const QString vault = m_secrets.kept.first();
        desk.renew();
        QTRY_COMPARE(m_server.count(QStringLiteral("refreshed")), before + i);
        QTRY_VERIFY(m_secrets.kept.first() != vault);
        QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    }
    QCOMPARE(desk.state().identity.roles, QStringList{QStringLiteral("on-call")});
    QCOMPARE(m_server.count(QStringLiteral("grants revoked")), 0);
}

void TestOidcReal::renewsTwistedToken_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"audience", "nonce", "subject", "wrong-key", "none", "future"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

// A renewal that proves nothing changes nothing; what was proved holds until its end, and the grant lives.
void TestOidcReal::renewsTwistedToken()
{
    QFETCH(QString, what);
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    const SignedIn before = desk.state();
    m_server.twist(what);
    desk.renew();
    QTRY_VERIFY(!desk.state().problem.isEmpty());
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    QCOMPARE(desk.state().identity, before.identity);
    m_server.twist({});
    desk.renew();
    QTRY_VERIFY(desk.state().problem.isEmpty());
    QCOMPARE(m_server.count(QStringLiteral("grants revoked")), 0);
    m_clock.set(200'000); // and ends when it ends
    OidcProvider late(options());
    late.restore();
    QTRY_VERIFY(late.state().state != State::Unknown);
}

// Both at once, again and again: the provider sees one renewal each time, and never a token twice.
void TestOidcReal::twoWindowsRenewOnce()
{
    OidcProvider one(options());
    QCOMPARE(toString(browse(one)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    OidcProvider other(options());
    other.restore();
    QTRY_COMPARE(toString(other.state().state), QStringLiteral("signed-in"));
    QCOMPARE(other.state().identity.person, one.state().identity.person);
    for (int i = 0; i < 10; ++i) {
        const int before = m_server.count(QStringLiteral("refreshed"));
        QSignalSpy told(&one, &IdentityProvider::changed);
        QSignalSpy otherTold(&other, &IdentityProvider::changed);
        one.renew();
        other.renew();
        QTRY_VERIFY(!told.isEmpty() && !otherTold.isEmpty());
        QTRY_COMPARE(one.state().identity.untilMs, other.state().identity.untilMs);
        QCOMPARE(m_server.count(QStringLiteral("refreshed")), before + 1);
        QCOMPARE(toString(one.state().state), QStringLiteral("signed-in"));
        QCOMPARE(toString(other.state().state), QStringLiteral("signed-in"));
    }
    QCOMPARE(m_server.count(QStringLiteral("grants revoked")), 0);
}

// What the lock protects from, seen once: two that do not know of each other.
void TestOidcReal::aUsedTokenEndsTheGrant()
{
    OidcProvider one(options());
    QCOMPARE(toString(browse(one)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    const QMap<QString, QString> before = m_secrets.kept;
    const int refreshed = m_server.count(QStringLiteral("refreshed"));
    one.renew();
    QTRY_COMPARE(m_server.count(QStringLiteral("refreshed")), refreshed + 1);
    QTRY_VERIFY(m_secrets.kept != before);
    m_secrets.kept = before; // an old backup of the keychain
    OidcProvider other(options());
    other.restore();
    QTRY_COMPARE(toString(other.state().state), QStringLiteral("signed-in"));
    other.renew();
    QTRY_COMPARE(toString(other.state().state), QStringLiteral("ended"));
    QVERIFY2(said(other).contains(QLatin1String("no longer takes")), qPrintable(said(other)));
    QCOMPARE(other.state().identity.name, QStringLiteral("Alice Ang"));
    QVERIFY(other.state().identity.roles.isEmpty());
    QVERIFY(!other.state().identity.holdsAt(m_clock.wallMs()));
    QTRY_VERIFY(m_secrets.kept.isEmpty());
}

void TestOidcReal::restored()
{
    {
        OidcProvider desk(options());
        desk.restore();
        QTRY_COMPARE(toString(desk.state().state), QStringLiteral("signed-out"));
        QVERIFY(desk.state().problem.isEmpty());
        QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
        QTRY_COMPARE(m_secrets.kept.size(), 1);
    }
    const int before = m_server.count(QStringLiteral("refreshed"));
    OidcProvider soon(options());
    soon.restore();
    QCOMPARE(toString(soon.state().state), QStringLiteral("unknown"));
    QTRY_COMPARE(toString(soon.state().state), QStringLiteral("signed-in"));
    QCOMPARE(m_server.count(QStringLiteral("refreshed")), before);
    QCOMPARE(soon.state().identity.roles.size(), 2);
    // Long after: it is renewed first.
    m_clock.set(200'000);
    OidcOptions tolerant = options();
    tolerant.config.skewMs = 300'000;
    OidcProvider late(tolerant);
    late.restore();
    QTRY_COMPARE(toString(late.state().state), QStringLiteral("signed-in"));
    QCOMPARE(m_server.count(QStringLiteral("refreshed")), before + 1);
}

void TestOidcReal::serverAway()
{
    {
        OidcProvider desk(options());
        QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
        QTRY_COMPARE(m_secrets.kept.size(), 1);
    }
    m_server.stop();
    OidcProvider desk(options());
    desk.restore();
    QTRY_COMPARE_WITH_TIMEOUT(toString(desk.state().state), QStringLiteral("ended"), 30'000);
    QCOMPARE(desk.state().identity.name, QStringLiteral("Alice Ang")); // the last one known, and proves nothing
    QVERIFY(desk.state().identity.roles.isEmpty());
    QVERIFY(!desk.state().problem.isEmpty());
    QCOMPARE(m_secrets.kept.size(), 1);
    QCOMPARE(m_server.start(), QString()); // its grants are gone with it
    desk.renew();
    QTRY_VERIFY_WITH_TIMEOUT(said(desk).contains(QLatin1String("no longer takes")), 30'000);
}

// Nothing waits for it: the state is told at once, and stays what it was until the time-outs are over.
void TestOidcReal::serverHangs()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    QCOMPARE(::kill(pid_t(m_server.processId()), SIGSTOP), 0);
    const auto goOn = qScopeGuard([this] { ::kill(pid_t(m_server.processId()), SIGCONT); });
    OidcProvider other(options());
    other.restore();
    desk.renew();
    QTRY_VERIFY_WITH_TIMEOUT(!desk.state().problem.isEmpty(), 30'000); // a request waits for 5 s
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    QVERIFY(other.state().state == State::Unknown || other.state().state == State::Ended);
    QCOMPARE(::kill(pid_t(m_server.processId()), SIGCONT), 0);
    QTRY_COMPARE_WITH_TIMEOUT(toString(other.state().state), QStringLiteral("signed-in"), 60'000);
}

void TestOidcReal::endedElsewhere()
{
    OidcProvider one(options());
    QCOMPARE(toString(browse(one)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    OidcProvider other(options());
    other.restore();
    QTRY_COMPARE(toString(other.state().state), QStringLiteral("signed-in"));
    std::optional<Result<Ok>> done;
    other.signOut([&done](const Result<Ok> &result) { done = result; });
    QTRY_VERIFY(done);
    QVERIFY2(done->ok(), done->ok() ? "" : qPrintable(done->error().toString()));
    one.renew();
    QTRY_COMPARE(toString(one.state().state), QStringLiteral("signed-out"));
    QVERIFY2(said(one).contains(QLatin1String("by another program")), qPrintable(said(one)));
}

void TestOidcReal::revoked()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    const QString refresh =
        QJsonDocument::fromJson(m_secrets.kept.first().toUtf8()).object().value(QLatin1String("refresh")).toString();
    int status = 0;
    (void)m_server.post(QStringLiteral("/token/revocation"), "client_id=astern&token=" + refresh.toLatin1(), &status);
    QCOMPARE(status, 200);
    desk.renew();
    QTRY_COMPARE(toString(desk.state().state), QStringLiteral("ended"));
    QVERIFY2(said(desk).contains(QLatin1String("revoked")), qPrintable(said(desk)));
    QVERIFY(desk.state().identity.roles.isEmpty());
    QTRY_VERIFY(m_secrets.kept.isEmpty());
}

void TestOidcReal::signsOut()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    const QMap<QString, QString> before = m_secrets.kept;
    std::optional<Result<Ok>> done;
    desk.signOut([&done](const Result<Ok> &result) { done = result; });
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-out"));
    QTRY_VERIFY(done);
    QVERIFY(done->ok());
    QVERIFY(m_secrets.kept.isEmpty());
    QVERIFY(desk.state().browse.toString().contains(QLatin1String("/session/end")));
    // What was kept is worth nothing any more.
    m_secrets.kept = before;
    OidcProvider thief(options());
    thief.restore();
    QTRY_VERIFY(thief.state().state != State::Unknown);
    thief.renew();
    QTRY_COMPARE(toString(thief.state().state), QStringLiteral("ended"));
}

void TestOidcReal::noKeychain()
{
    OidcOptions alone = options();
    alone.keychain = nullptr;
    OidcProvider desk(alone);
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_VERIFY(!desk.state().kept);
    QTRY_VERIFY(desk.state().hint.contains(QLatin1String("ends with this program")));
    const int before = m_server.count(QStringLiteral("refreshed"));
    desk.renew();
    QTRY_COMPARE(m_server.count(QStringLiteral("refreshed")), before + 1);
    QTRY_VERIFY(!desk.state().kept);
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in"));
    const QStringList files = QDir(m_locks.path()).entryList(QDir::Files);
    for (const QString &file : files)
        QCOMPARE(QFileInfo(m_locks.filePath(file)).size(), 0);
}

void TestOidcReal::brokenKeychain()
{
    OidcProvider desk(options());
    m_secrets.failing = Error{.kind = Error::Kind::Unreachable, .message = QStringLiteral("locked")};
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    QTRY_VERIFY(!desk.state().kept);
    QVERIFY(m_secrets.kept.isEmpty());
}

// Somebody put a link where the lock is made: nothing is renewed, nothing behind the link is touched, and it is said.
void TestOidcReal::linkedLock()
{
    QTemporaryDir folder;
    OidcOptions attacked = options();
    attacked.lockFolder = folder.path();
    const QString lock = folder.filePath(vaultName(attacked.config) + QStringLiteral(".lock"));
    const QString target = folder.filePath(QStringLiteral("target"));
    QFile file(target);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("kept") == 4);
    file.close();
    QCOMPARE(::symlink(QFile::encodeName(target).constData(), QFile::encodeName(lock).constData()), 0);
    OidcProvider desk(attacked);
    QCOMPARE(toString(browse(desk)), QStringLiteral("signed-in"));
    const int before = m_server.count(QStringLiteral("refreshed"));
    desk.renew();
    QTRY_VERIFY(said(desk).contains(QLatin1String("link to another file")));
    QCOMPARE(toString(desk.state().state), QStringLiteral("signed-in")); // until it ends
    QCOMPARE(m_server.count(QStringLiteral("refreshed")), before);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("kept"));
}

// Whoever can write the keychain of a person still cannot make roles up.
void TestOidcReal::forgedVault()
{
    OidcProvider desk(options());
    QCOMPARE(toString(browse(desk, QStringLiteral("bob"))), QStringLiteral("signed-in"));
    QTRY_COMPARE(m_secrets.kept.size(), 1);
    QJsonObject kept = QJsonDocument::fromJson(m_secrets.kept.first().toUtf8()).object();
    QStringList parts = kept.value(QLatin1String("id")).toString().split(QLatin1Char('.'));
    QJsonObject claims =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(1).toLatin1(), QByteArray::Base64UrlEncoding)).object();
    claims.insert(QStringLiteral("groups"), QStringLiteral("release-managers"));
    parts[1] = QString::fromLatin1(QJsonDocument(claims)
                                       .toJson(QJsonDocument::Compact)
                                       .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    kept.insert(QStringLiteral("id"), parts.join(QLatin1Char('.')));
    kept.insert(QStringLiteral("refresh"), QStringLiteral("made-up"));
    m_secrets.kept.first() = QString::fromUtf8(QJsonDocument(kept).toJson());
    OidcProvider forged(options());
    bool wasIn = false;
    connect(&forged, &IdentityProvider::changed, this,
            [&wasIn](const SignedIn &now) { wasIn = wasIn || now.state == State::In; });
    forged.restore();
    QTRY_COMPARE(toString(forged.state().state), QStringLiteral("ended"));
    QVERIFY(!wasIn);
    QVERIFY(forged.state().identity.roles.isEmpty());
}

QTEST_GUILESS_MAIN(TestOidcReal)
#include "tst_oidcreal.moc"
