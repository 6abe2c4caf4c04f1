// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/personrule.h"

#include <QTest>

using namespace astern;

namespace {

constexpr qint64 kNow = 1'000'000;
const QString kAlice = QStringLiteral("person-alice");

using State = SignedIn::State;

SignedIn standing(State state, qint64 untilMs = kNow + 60'000)
{
    SignedIn signedIn{.state = state};
    if (state == State::In || state == State::Ended) {
        signedIn.identity = {.person = kAlice,
                             .name = QStringLiteral("Alice"),
                             .roles = {QStringLiteral("release-manager")},
                             .auth = QStringLiteral("oidc"),
                             .untilMs = untilMs};
    }
    return signedIn;
}

Actor actor(const QString &person, const char *auth)
{
    Actor made{.ref = QStringLiteral("os-1"), .name = QStringLiteral("alice"), .auth = QLatin1String(auth)};
    made.person = person;
    return made;
}

} // namespace

class TestPersonRule : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void forward_data();
    void forward();
    void backAlways_data();
    void backAlways();
    void acts_data();
    void acts();
};

void TestPersonRule::forward_data()
{
    QTest::addColumn<bool>("oidc");
    QTest::addColumn<bool>("pin");
    QTest::addColumn<bool>("production");
    QTest::addColumn<SignedIn>("signedIn");
    QTest::addColumn<Actor>("who");
    QTest::addColumn<QString>("reason"); // a part of it; empty: allowed
    QTest::addColumn<bool>("presence");
    const auto row = [](const char *name, bool oidc, bool pin, bool production, const SignedIn &signedIn,
                        const Actor &who, const char *reason, bool presence = false) {
        QTest::newRow(name) << oidc << pin << production << signedIn << who << QString::fromLatin1(reason) << presence;
    };
    const Actor alice = actor(kAlice, "oidc");
    const Actor present = actor(kAlice, "pin");
    const Actor os = actor({}, "os");
    Actor guard = os;
    guard.automation = true;
    row("signed in", true, false, true, standing(State::In), alice, "");
    row("signed in, PIN given", true, true, true, standing(State::In), present, "");
    row("signed in, no PIN", true, true, true, standing(State::In), alice, "PIN is needed", true);
    row("no PIN before production", true, true, false, standing(State::In), alice, "");
    row("nobody", true, false, true, standing(State::Out), os, "Nobody is signed in");
    row("PIN of nobody", true, true, true, standing(State::Out), actor({}, "pin"), "Nobody is signed in");
    row("not known yet", true, false, true, standing(State::Unknown), os, "not known yet");
    row("in the browser", true, false, true, standing(State::Asking), os, "Nobody is signed in");
    row("ended", true, false, true, standing(State::Ended, kNow - 1), os, "ended at");
    row("ended this instant, and nobody has said so yet", true, false, true, standing(State::In, kNow), alice,
        "ended at");
    row("one millisecond left", true, false, true, standing(State::In, kNow + 1), alice, "");
    row("ended, with its old PIN", true, true, true, standing(State::Ended, kNow - 1), present, "ended at");
    row("refused by the provider before its end", true, false, true, standing(State::Ended), alice,
        "Nobody is signed in");
    row("another person by now", true, false, true, standing(State::In), actor(QStringLiteral("person-bob"), "oidc"),
        "Another person");
    row("somebody without a person", true, false, true, standing(State::In), os, "Another person");
    row("automation", true, true, true, standing(State::Out), guard, "");
    row("user of the machine", false, false, true, standing(State::NotNeeded), os, "");
    row("user of the machine, no PIN", false, true, true, standing(State::NotNeeded), os, "PIN is needed", true);
    row("user of the machine, PIN given", false, true, true, standing(State::NotNeeded), actor({}, "pin"), "");
}

void TestPersonRule::forward()
{
    QFETCH(bool, oidc);
    QFETCH(bool, pin);
    QFETCH(bool, production);
    QFETCH(SignedIn, signedIn);
    QFETCH(Actor, who);
    QFETCH(QString, reason);
    QFETCH(bool, presence);
    IdentityConfig config;
    config.type = oidc ? IdentityConfig::Type::Oidc : IdentityConfig::Type::OperatingSystem;
    config.pin = pin;
    for (const PlanKind kind :
         {PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Resume, PlanKind::Retry, PlanKind::FlagOn}) {
        Plan plan;
        plan.kind = kind;
        plan.production = production;
        const AuthorityAnswer answer = knownWellEnough(config, signedIn, plan, who, kNow);
        QCOMPARE(answer.allowed, reason.isEmpty());
        QVERIFY2(answer.reason.contains(reason), qPrintable(answer.reason));
        QCOMPARE(answer.presence, presence);
        QVERIFY(answer.allowed || (!answer.hint.isEmpty() && !answer.where.isEmpty()));
    }
}

void TestPersonRule::backAlways_data()
{
    QTest::addColumn<SignedIn>("signedIn");
    for (const State state : {State::NotNeeded, State::Unknown, State::Out, State::Asking, State::In, State::Ended})
        QTest::newRow(qPrintable(toString(state))) << standing(state, kNow - 1);
}

// Whoever it is, and however little is known of them.
void TestPersonRule::backAlways()
{
    QFETCH(SignedIn, signedIn);
    IdentityConfig config;
    config.type = IdentityConfig::Type::Oidc;
    config.pin = true;
    for (const PlanKind kind : {PlanKind::Rollback, PlanKind::Abort, PlanKind::Pause, PlanKind::Mitigate,
                                PlanKind::FlagOff, PlanKind::RestoreConfig}) {
        Plan plan;
        plan.kind = kind;
        plan.production = true;
        QVERIFY(knownWellEnough(config, signedIn, plan, actor({}, "os"), kNow).allowed);
    }
}

void TestPersonRule::acts_data()
{
    QTest::addColumn<SignedIn>("signedIn");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("auth");
    QTest::addColumn<QString>("person");
    const auto row = [](const char *what, const SignedIn &signedIn, const char *name, const char *auth,
                        const QString &person) {
        QTest::newRow(what) << signedIn << QString::fromLatin1(name) << QString::fromLatin1(auth) << person;
    };
    row("signed in", standing(State::In), "Alice", "oidc", kAlice);
    row("nobody", standing(State::Out), "jo", "os", {});
    row("ended", standing(State::Ended, kNow - 1), "Alice", "oidc-ended", {});
    row("ended this instant", standing(State::In, kNow), "Alice", "oidc-ended", {});
    row("refused by the provider", standing(State::Ended), "Alice", "oidc-ended", {});
    row("not known yet", standing(State::Unknown), "jo", "os", {});
}

void TestPersonRule::acts()
{
    QFETCH(SignedIn, signedIn);
    QFETCH(QString, name);
    QFETCH(QString, auth);
    QFETCH(QString, person);
    const Actor account{.ref = QStringLiteral("os-1"), .name = QStringLiteral("jo")};
    const Actor now = whoActs(signedIn, account, kNow);
    QCOMPARE(now.ref, account.ref);
    QCOMPARE(now.name, name);
    QCOMPARE(now.auth, auth);
    QCOMPARE(now.person, person);
    QCOMPARE(now.roles.isEmpty(), person.isEmpty());
}

QTEST_GUILESS_MAIN(TestPersonRule)
#include "tst_personrule.moc"
