// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/gatejudge.h"
#include "tests/models/approval/gatefixture.h"

#include <QTest>

using namespace astern;
using namespace astern::gatefixture;

// Who may what at a gate, as rows: roles, history, time and plan lead to "open", or to the reason why not.
class TestGateJudge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rule_data();
    void rule();
    void proofs_data();
    void proofs();
    void whatChanged_data();
    void whatChanged();
    void person_data();
    void person();
    void glass_data();
    void glass();
    void countersigns();
    void rivals();
    void discounted();
};

void TestGateJudge::rule_data()
{
    QTest::addColumn<QString>("gate");
    QTest::addColumn<QString>("history");
    QTest::addColumn<int>("minute");       // now
    QTest::addColumn<QString>("expected"); // state, or state and part of its words
    const auto row = [](const char *name, const char *gate, const char *history, const char *expected,
                        int minute = 10) { QTest::newRow(name) << s(gate) << s(history) << minute << s(expected); };
    // Seats.
    row("nobody asked", "1 rm", "", "waiting|Nobody has asked yet. It needs 1 more approval of rm (0 of 1)");
    row("asked", "1 rm", "ask=ann", "waiting|1 more approval of rm (0 of 1)");
    row("one of one", "1 rm", "ask=ann yes=bob", "open|1 of 1");
    row("one of two", "2 rm", "ask=ann yes=bob", "waiting|1 more approval of rm (1 of 2)");
    row("two of two", "2 rm", "ask=ann yes=bob yes=cyd", "open|2 of 2");
    row("three of two", "2 rm", "ask=ann yes=bob yes=cyd yes=eve", "open|3 of 2");
    row("anybody", "1", "ask=ann yes=mal", "open");
    row("none of three", "3 rm", "ask=ann", "waiting|3 more approvals of rm (0 of 3)");
    row("either of two roles", "2 rm on-call", "ask=ann yes=bob yes=dan", "open");
    row("gate that asks nobody", "healthy=0", "", "open");
    // One person, one seat.
    row("twice", "2 rm", "ask=ann yes=bob yes=bob", "waiting|(1 of 2)");
    row("twice under two accounts", "2 rm", "ask=ann yes=bob yes=bob2", "waiting|(1 of 2)");
    row("two accounts without proof of a person", "2 rm", "ask=ann yes=bob/bare yes=bob2/bare", "open|2 of 2");
    row("once proved and once not, same account", "2 rm", "ask=ann yes=bob yes=bob/bare", "waiting|(1 of 2)");
    row("the second one makes it two", "2 rm", "ask=ann yes=bob yes=bob2 yes=cyd", "open");
    // Four eyes.
    row("own request, allowed", "1 rm", "ask=ann yes=ann", "open");
    row("own request", "1 rm requester", "ask=ann yes=ann", "waiting|(0 of 1)");
    row("own request under another account", "1 rm requester", "ask=ann yes=ann2", "waiting|(0 of 1)");
    row("own request without proof", "1 rm requester", "ask=ann/bare yes=ann", "waiting|(0 of 1)");
    row("somebody else's request", "1 rm requester", "ask=ann yes=bob", "open");
    row("requester and one", "2 rm requester", "ask=ann yes=ann yes=bob", "waiting|(1 of 2)");
    // Roles.
    row("no role", "1 rm", "ask=ann yes=mal", "waiting|(0 of 1)");
    row("another role", "1 rm", "ask=ann yes=dan", "waiting|(0 of 1)");
    row("a machine", "1 rm", "ask=ann yes=guard", "waiting|(0 of 1)");
    row("a machine where anybody may", "1", "ask=ann yes=guard", "waiting|(0 of 1)");
    row("nobody", "1", "ask=ann yes=x/nobody", "waiting|(0 of 1)");
    // Owners.
    row("no owner", "1 rm owners", "ask=ann yes=bob", "waiting|one of them has to be of team-shop");
    row("an owner with the role", "1 rm owners", "ask=ann yes=eve", "open");
    row("an owner without the role", "1 rm owners", "ask=ann yes=fay", "waiting|(0 of 1)");
    row("owner among two", "2 rm owners", "ask=ann yes=bob yes=eve", "open");
    row("three and no owner", "2 rm owners", "ask=ann yes=bob yes=cyd", "waiting|one of them has to be of team-shop");
    // Expiry.
    row("in time", "1 rm expires=60", "ask=ann yes=bob/at=59", "open", 59);
    row("too late now", "1 rm expires=60", "ask=ann yes=bob/at=59", "waiting|the last one expired", 60);
    row("signed too late", "1 rm expires=60", "ask=ann yes=bob/at=60", "waiting|(0 of 1)", 59);
    row("asked again", "1 rm expires=60", "ask=ann yes=bob ask=ann/at=70 yes=bob/at=71", "open", 72);
    row("asked again, not signed again", "1 rm expires=60", "ask=ann yes=bob ask=ann/at=70", "waiting|(0 of 1)", 72);
    // Reasons.
    row("without a reason", "1 rm reason", "ask=ann yes=bob/mute", "waiting|(0 of 1)");
    row("with a reason", "1 rm reason", "ask=ann yes=bob", "open");
    row("no reason needed", "1 rm", "ask=ann yes=bob/mute", "open");
    // No.
    row("rejected", "1 rm", "ask=ann no=bob", "refused|bob rejected it");
    row("rejected behind one yes", "2 rm", "ask=ann yes=bob no=cyd yes=eve", "refused|cyd rejected it");
    row("rejected behind all", "1 rm", "ask=ann yes=bob no=cyd", "refused|cyd rejected it");
    row("second thoughts", "2 rm", "ask=ann yes=bob no=bob yes=cyd", "refused|bob rejected it");
    row("rejected by who may not", "1 rm", "ask=ann no=dan yes=bob", "open");
    row("rejected by who asked", "1 rm requester", "ask=ann no=ann yes=bob", "open");
    row("taken back", "1 rm", "ask=ann yes=bob back=ann", "refused|ann took the request back");
    row("taken back by another", "1 rm", "ask=ann yes=bob back=cyd", "open");
    row("asked again behind a no", "1 rm", "ask=ann no=bob ask=ann yes=cyd", "open");
    // Delegation.
    row("handed on", "1 rm hand", "ask=ann hand=bob>dan yes=dan", "open|1 of 1");
    row("handed on where that is not allowed", "1 rm", "ask=ann hand=bob>dan yes=dan", "waiting|(0 of 1)");
    row("handed on by who may not", "1 rm hand", "ask=ann hand=mal>dan yes=dan", "waiting|(0 of 1)");
    row("handed on twice", "1 rm hand", "ask=ann hand=bob>dan hand=dan>mal yes=mal", "waiting|(0 of 1)");
    row("given away and kept", "2 rm hand", "ask=ann hand=bob>dan yes=bob yes=dan", "waiting|(1 of 2)");
    row("signed, then given away", "2 rm hand", "ask=ann yes=bob hand=bob>dan yes=dan", "waiting|(1 of 2)");
    row("two seats for one", "2 rm hand", "ask=ann hand=bob>dan hand=cyd>dan yes=dan yes=dan", "waiting|(1 of 2)");
    row("own seat and a handed one", "2 rm hand", "ask=ann hand=bob>cyd yes=cyd yes=cyd2", "waiting|(1 of 2)");
    row("handed to who asked", "1 rm requester hand", "ask=ann hand=bob>ann yes=ann", "waiting|(0 of 1)");
    row("handed to oneself", "2 rm hand", "ask=ann hand=bob>bob yes=bob yes=cyd", "open");
    row("owner hands on", "1 rm owners hand", "ask=ann hand=eve>dan yes=dan", "open");
    // What is not an approval of this.
    row("of another plan", "1 rm", "ask=ann yes=bob/other", "waiting|(0 of 1)");
    row("of another request", "1 rm", "ask=ann yes=bob/elsewhere", "waiting|(0 of 1)");
    row("forged", "1 rm", "ask=ann yes=bob/forged", "waiting|(0 of 1)");
    row("by a revoked key", "1 rm", "ask=ann yes=bob/revoked", "waiting|(0 of 1)");
    row("by a device that is not taken in", "1 rm", "ask=ann yes=bob/unapproved", "waiting|(0 of 1)");
    row("a forged request", "1 rm", "ask=ann/forged yes=bob", "waiting|Nobody has asked yet");
    row("a forged no", "1 rm", "ask=ann no=cyd/forged yes=bob", "open");
    row("something else was asked for", "1 rm", "ask=ann/new=4.9.0 yes=bob", "void|4.9.0");
    row("something else, expired", "1 rm expires=60", "ask=ann/new=4.9.0 yes=bob", "waiting|Nobody has asked yet", 70);
    row("both were asked for", "1 rm", "ask=ann/new=4.9.0 yes=bob ask=ann yes=cyd", "open");
    // Used once.
    row("used by this plan", "1 rm", "ask=ann yes=bob use=p", "open");
    row("used by another", "1 rm", "ask=ann yes=bob use=q", "refused|has been used");
    row("used before it was open", "2 rm", "ask=ann yes=bob use=p", "waiting|(1 of 2)");
    row("used and late", "1 rm expires=60", "ask=ann yes=bob use=p", "open", 90);
    row("a no behind its use", "1 rm", "ask=ann yes=bob use=p no=cyd", "open");
    // Generations: one of rivals wins.
    row("two of one generation", "2 rm", "ask=ann yes=bob/gen=1 yes=cyd/gen=1", "waiting|(1 of 2)");
    row("yes before no", "1 rm", "ask=ann yes=bob/gen=1 no=cyd/gen=1", "open");
    row("no before yes", "1 rm", "ask=ann no=cyd/gen=1 yes=bob/gen=1", "refused|cyd rejected it");
    row("lost in the store", "1 rm", "ask=ann yes=bob/lost", "waiting|(0 of 1)");
    row("an older generation", "2 rm", "ask=ann yes=bob/gen=3 yes=cyd/gen=2", "waiting|(1 of 2)");
    row("given back", "1 rm", "ask=ann yes=bob use=q free=q", "open");
    row("given back, and used again", "1 rm", "ask=ann yes=bob use=q free=q use=r", "refused|has been used");
    row("given back, and rejected", "1 rm", "ask=ann yes=bob use=q free=q no=cyd", "refused|rejected");
    row("given back by another device", "1 rm", "ask=ann yes=bob use=q free=q/dev=other", "refused|has been used");
    row("given back what another plan used", "1 rm", "ask=ann yes=bob use=q free=r", "refused|has been used");
    row("given back before it was used", "1 rm", "ask=ann yes=bob free=q", "open");
    row("given back, and lost", "1 rm", "ask=ann yes=bob use=q free=q/lost", "refused|has been used");
    row("two uses of one generation", "1 rm", "ask=ann yes=bob use=q/gen=2 use=p/gen=2", "refused|has been used");
}

void TestGateJudge::rule()
{
    QFETCH(const QString, gate);
    QFETCH(const QString, history);
    QFETCH(const int, minute);
    QFETCH(const QString, expected);
    const GateConfig rule = gatefixture::gate(gate);
    GateFacts facts;
    facts.owner = s("team-shop");
    facts.plan = s("p");
    const Decision decision =
        judgeGate(rule, subject(), gatefixture::history(history, rule), facts, kStart + minute * kMinute);
    const QString told =
        QString(toString(decision.state) + QLatin1Char('|') + decision.words()).replace(QChar(0xa0), QLatin1Char(' '));
    QVERIFY2(toString(decision.state) == expected.section(QLatin1Char('|'), 0, 0) &&
                 told.contains(expected.section(QLatin1Char('|'), 1)),
             qPrintable(told + QStringLiteral(" / ") + decision.discounted.join(QStringLiteral("; "))));
}

void TestGateJudge::proofs_data()
{
    QTest::addColumn<QString>("gate");
    QTest::addColumn<int>("healthy"); // minutes; -1: not, or not known
    QTest::addColumn<int>("drilled"); // minutes ago; -1: never
    QTest::addColumn<int>("ready");   // 1, 0; -1: not known
    QTest::addColumn<QString>("author");
    QTest::addColumn<bool>("proven"); // only people who proved who they are
    QTest::addColumn<QString>("history");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *gate, const char *expected, int healthy = -1, int drilled = -1,
                        int ready = -1, const char *author = "", bool proven = false,
                        const char *history = "ask=ann yes=bob") {
        QTest::newRow(name) << s(gate) << healthy << drilled << ready << s(author) << proven << s(history)
                            << s(expected);
    };
    row("healthy for long enough", "1 rm healthy=5", "open", 5);
    row("not long enough", "1 rm healthy=5", "waiting|it has been healthy for 4 min of 5 min", 4);
    row("not healthy", "1 rm healthy=5", "waiting|it is not healthy");
    row("health alone", "healthy=5", "open", 6, -1, -1, "", false, "");
    row("health alone, not yet", "healthy=5", "waiting|1 min of 5 min", 1, -1, -1, "", false, "");
    row("no drill", "1 rm drill=60", "refused|no rehearsal is recorded");
    row("a young drill", "1 rm drill=60", "open", -1, 59);
    row("an old drill", "1 rm drill=60", "waiting|1 h 1 min old", -1, 61);
    row("readiness unknown", "1 rm ready", "refused|nothing measures it yet");
    row("ready", "1 rm ready", "open", -1, -1, 1);
    row("not ready", "1 rm ready", "waiting|not green", -1, -1, 0);
    row("author unknown", "1 rm author", "refused|no annotation astern.dev/author");
    row("author is another", "1 rm author", "open", -1, -1, -1, "ann");
    row("author approves", "1 rm author", "waiting|(0 of 1)", -1, -1, -1, "bob");
    row("author in other letters", "1 rm author", "waiting|(0 of 1)", -1, -1, -1, "Bob");
    row("author by pseudonym", "1 rm author", "waiting|(0 of 1)", -1, -1, -1, "p-bob");
    row("author under another account", "1 rm author", "waiting|(0 of 1)", -1, -1, -1, "bob", false,
        "ask=ann yes=bob2");
    row("proven", "1 rm", "open", -1, -1, -1, "", true);
    row("approval of nobody proven", "1 rm", "waiting|(0 of 1)", -1, -1, -1, "", true, "ask=ann yes=bob/bare");
    row("request of nobody proven", "1 rm", "refused|nobody proved who asked", -1, -1, -1, "", true,
        "ask=ann/bare yes=bob");
    row("on the device that asked", "1 rm requester", "waiting|(0 of 1)", -1, -1, -1, "", true,
        "ask=ann/dev=a yes=bob/dev=a");
    row("two names on one device", "2 rm", "waiting|(1 of 2)", -1, -1, -1, "", true,
        "ask=ann/dev=a yes=bob/dev=b yes=cyd/dev=b");
    row("two names on two devices", "2 rm", "open", -1, -1, -1, "", true, "ask=ann/dev=a yes=bob/dev=b yes=cyd/dev=c");
    row("two names on one device, alone", "2 rm", "open", -1, -1, -1, "", false,
        "ask=ann/dev=a yes=bob/dev=a yes=cyd/dev=a");
    // The proof that does not exist is told before anybody signs in vain, and breaks no earlier no.
    row("no proof and nobody asked", "1 rm ready", "refused|nothing measures it yet", -1, -1, -1, "", false, "");
    // What was let go goes on, whatever its health does now.
    row("used, and ill since", "1 rm healthy=5", "open", -1, -1, -1, "", false, "ask=ann yes=bob use=p");
}

void TestGateJudge::proofs()
{
    QFETCH(const QString, gate);
    QFETCH(const int, healthy);
    QFETCH(const int, drilled);
    QFETCH(const int, ready);
    QFETCH(const QString, author);
    QFETCH(const bool, proven);
    QFETCH(const QString, history);
    QFETCH(const QString, expected);
    const qint64 now = kStart + 120 * kMinute;
    const GateConfig rule = gatefixture::gate(gate);
    GateFacts facts;
    facts.plan = s("p");
    facts.provenPeople = proven;
    facts.healthySinceMs = healthy < 0 ? 0 : now - healthy * kMinute;
    if (drilled >= 0)
        facts.drilledMs = now - drilled * kMinute;
    if (ready >= 0)
        facts.ready = ready == 1;
    if (!author.isEmpty())
        facts.authors = {author};
    const Decision decision = judgeGate(rule, subject(), gatefixture::history(history, rule), facts, now);
    const QString told =
        QString(toString(decision.state) + QLatin1Char('|') + decision.words()).replace(QChar(0xa0), QLatin1Char(' '));
    QVERIFY2(toString(decision.state) == expected.section(QLatin1Char('|'), 0, 0) &&
                 told.contains(expected.section(QLatin1Char('|'), 1)),
             qPrintable(told));
}

void TestGateJudge::whatChanged_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("field");
    int what = 0;
    for (const char *field : {"manifest", "stable", "rollout", "gate_rule", "policies.slo", "steps", "reach", "to",
                              "from", "target", "act"})
        QTest::newRow(field) << what++ << s(field);
    QTest::newRow("a policy more") << what++ << s("policies.more");
    QTest::newRow("a policy less") << what++ << s("policies.slo");
}

// No edit after the approval executes: each field of what was signed for, changed alone, voids it and is named.
void TestGateJudge::whatChanged()
{
    QFETCH(const int, what);
    QFETCH(const QString, field);
    ApprovalSubject now = subject();
    const QList<std::function<void()>> edits{[&] { now.manifest += s("x"); },
                                             [&] { now.stableManifest += s("x"); },
                                             [&] { now.rollout += s("x"); },
                                             [&] { now.gateDigest += s("x"); },
                                             [&] { now.policies[s("slo")] = s("d-2"); },
                                             [&] { now.steps.append(QJsonObject{{s("id"), s("promote")}}); },
                                             [&] { now.reach = 50; },
                                             [&] { now.toVersion += s("x"); },
                                             [&] { now.fromVersion += s("x"); },
                                             [&] { now.target += s("x"); },
                                             [&] { now.act = s("promote-full"); },
                                             [&] { now.policies[s("more")] = s("d"); },
                                             [&] { now.policies.clear(); }};
    edits.at(what)();
    const GateConfig rule = gatefixture::gate(s("1 rm"));
    const Decision decision =
        judgeGate(rule, now, gatefixture::history(s("ask=ann yes=bob"), rule), {}, kStart + kMinute);
    QVERIFY(decision.state == Decision::State::Void);
    QCOMPARE(decision.changes.size(), 1);
    QCOMPARE(decision.changes.constFirst().field, field);
    QVERIFY(!decision.isOpen() && decision.words().contains(decision.changes.constFirst().words()));
}

void TestGateJudge::person_data()
{
    QTest::addColumn<QString>("gate");
    QTest::addColumn<QString>("history");
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("why"); // empty: it would count
    const auto row = [](const char *name, const char *gate, const char *history, const char *who, const char *why) {
        QTest::newRow(name) << s(gate) << s(history) << s(who) << s(why);
    };
    row("may", "2 rm", "ask=ann", "bob", "");
    row("no role", "1 rm", "ask=ann", "dan", "only rm may");
    row("either role", "1 rm on-call", "ask=ann", "mal", "only rm or on-call may");
    row("asked for it", "1 rm requester", "ask=ann", "ann", "who asked for it may not approve it");
    row("signed already", "2 rm", "ask=ann yes=bob", "bob2", "the same person has signed already");
    row("gave it away", "2 rm hand", "ask=ann hand=bob>dan", "bob", "the same person has signed already");
    row("got it", "2 rm hand", "ask=ann hand=bob>dan", "dan", "");
    row("a machine", "1 rm", "ask=ann", "guard", "a machine cannot approve");
    row("rejected", "1 rm", "ask=ann no=cyd", "bob", "cyd rejected it");
    row("expired", "1 rm expires=1", "ask=ann", "bob", "the request has expired");
    row("without a reason", "1 rm reason", "ask=ann", "bob", "it does not say why");
}

// What a button says before it is pressed is what the log would make of it.
void TestGateJudge::person()
{
    QFETCH(const QString, gate);
    QFETCH(const QString, history);
    QFETCH(const QString, who);
    QFETCH(const QString, why);
    const GateConfig rule = gatefixture::gate(gate);
    const QList<ApprovalRecord> all = gatefixture::history(history, rule);
    const QString told =
        whyNot(rule, all.constFirst(), all, {}, actor(who), !gate.contains(s("reason")), kStart + 5 * kMinute);
    QVERIFY2(why.isEmpty() ? told.isEmpty() : told.contains(why), qPrintable(told));
}

void TestGateJudge::glass_data()
{
    QTest::addColumn<QString>("gate");
    QTest::addColumn<QString>("history");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *gate, const char *history, const char *expected) {
        QTest::newRow(name) << s(gate) << s(history) << s(expected);
    };
    row("broken", "2 rm glass=on-call", "glass=dan", "open");
    row("broken past a proof that does not exist", "1 rm ready glass=on-call", "glass=dan", "open");
    row("broken past a no", "1 rm glass=on-call", "ask=ann no=bob glass=dan", "open");
    row("by who may not", "2 rm glass=on-call", "glass=bob", "waiting");
    row("where nobody may", "2 rm", "glass=dan", "waiting");
    row("by a machine", "2 rm glass=rm", "glass=guard", "waiting");
    row("for another plan", "2 rm glass=on-call", "glass=dan/plan=q", "waiting");
    row("for another version", "2 rm glass=on-call", "glass=dan/new=4.9.0", "waiting");
    row("forged", "2 rm glass=on-call", "glass=dan/forged", "waiting");
    row("by a revoked key", "2 rm glass=on-call", "glass=dan/revoked", "waiting");
}

void TestGateJudge::glass()
{
    QFETCH(const QString, gate);
    QFETCH(const QString, history);
    QFETCH(const QString, expected);
    const GateConfig rule = gatefixture::gate(gate);
    GateFacts facts;
    facts.plan = s("p");
    const Decision decision = judgeGate(rule, subject(), gatefixture::history(history, rule), facts, kStart + kMinute);
    QCOMPARE(toString(decision.state), expected);
    QCOMPARE(decision.byBrokenGlass, expected == s("open"));
}

void TestGateJudge::countersigns()
{
    const GateConfig rule = gatefixture::gate(s("2 rm glass=on-call"));
    QList<ApprovalRecord> all = gatefixture::history(s("glass=dan"), rule);
    all[0].countersignByMs = kStart + 60 * kMinute;
    QCOMPARE(dueCountersigns({rule}, all, kStart).size(), 1); // also before its review is opened
    ApprovalRecord review = all.constFirst();
    review.kind = ApprovalRecord::Kind::Requested;
    review.review = true;
    review.request = s("r-9");
    review.id = s("e-9");
    review.leaf = s("l-9");
    review.order = 9;
    review.overrides = all.constFirst().id;
    review.expiresMs = all.constFirst().countersignByMs;
    all.append(review);
    QVERIFY(!dueCountersigns({rule}, all, kStart + 60 * kMinute).constFirst().overdue);
    QVERIFY(dueCountersigns({rule}, all, kStart + 60 * kMinute + 1).constFirst().overdue);
    const auto sign = [&](const char *who, quint64 order) {
        ApprovalRecord yes = review;
        yes.kind = ApprovalRecord::Kind::Decided;
        yes.verdict = ApprovalRecord::Verdict::Approve;
        yes.actor = actor(s(who));
        yes.linkId = review.id;
        yes.linkLeaf = review.leaf;
        yes.order = order;
        yes.generation = qint64(order);
        yes.wallMs = kStart + 90 * kMinute; // late, and it still counts
        all.append(yes);
        return dueCountersigns({rule}, all, kStart + 90 * kMinute).size();
    };
    QCOMPARE(sign("dan", 10), 1);  // who broke it
    QCOMPARE(sign("dan2", 11), 1); // under another account
    QCOMPARE(sign("mal", 12), 1);
    QCOMPARE(sign("bob", 13), 0);
    QCOMPARE(dueCountersigns({}, all, kStart + 90 * kMinute).size(), 0); // the gate is gone: signed stays signed
}

// The generation that the next decision has to take is above whatever anybody has used, forged ones included.
void TestGateJudge::rivals()
{
    const GateConfig rule = gatefixture::gate(s("3 rm"));
    const auto next = [&rule](const char *text) {
        const QList<ApprovalRecord> all = gatefixture::history(s(text), rule);
        return judgeRequest(rule, all.constFirst(), all, {}, kStart).nextGeneration;
    };
    QCOMPARE(next("ask=ann"), 1);
    QCOMPARE(next("ask=ann yes=bob"), 2);
    QCOMPARE(next("ask=ann yes=bob/gen=7/forged"), 8);
    QCOMPARE(next("ask=ann yes=bob yes=cyd/gen=1"), 2);
}

void TestGateJudge::discounted()
{
    const GateConfig rule = gatefixture::gate(s("2 rm requester"));
    const QList<ApprovalRecord> all =
        gatefixture::history(s("ask=ann yes=ann yes=mal yes=bob yes=bob2 yes=cyd/forged"), rule);
    const QStringList told = judgeRequest(rule, all.constFirst(), all, {}, kStart).discounted;
    QCOMPARE(told,
             (QStringList{s("approve by ann does not count: who asked for it may not approve it"),
                          s("approve by mal does not count: only rm may"),
                          s("approve by bob does not count: the same person has signed already, or gave that away"),
                          s("approve by cyd does not count: it was not signed by the device that it names")}));
}

QTEST_GUILESS_MAIN(TestGateJudge)
#include "tst_gatejudge.moc"
