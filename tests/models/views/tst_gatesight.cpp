// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gatewords.h"
#include "models/views/policychanges.h"
#include "tests/support/clocks.h"
#include "tests/support/policyedits.h"

#include <QTest>

using namespace astern;
using gates::s;
using gates::someone;
using Verdict = ApprovalRecord::Verdict;

namespace {

const QString kPayments = s("payments@prod/eu-1");

// The shop with gates whose approvals can be handed on, Alice before the screen.
struct World {
    SteppedClock clock{samples::kNow};
    FakeJournal journal;
    Workspace workspace;
    std::unique_ptr<LocalAuthority> authority;
    ApprovalBook book;
    ApprovalDesk desk{{.journal = &journal, .book = &book, .clock = &clock, .level = {}}};
    std::unique_ptr<Session> session;
    std::unique_ptr<gates::Register> log;

    explicit World(bool delegation = true)
    {
        workspace = gates::gated(shop::workspace());
        workspace.gates[0].delegation = delegation;
        workspace.gates.append(gates::beforePolicies());
        authority = std::make_unique<LocalAuthority>(workspace, Actor{.ref = s("os-1"), .name = s("alice")}, clock);
        authority->setApprovals(&book);
        session = std::make_unique<Session>(workspace, Session::Doors{.clock = &clock,
                                                                      .authority = authority.get(),
                                                                      .journal = &journal,
                                                                      .identity = scenes::quietDoors(),
                                                                      .approvals = &book,
                                                                      .approvalDesk = &desk});
        signIn(scenes::aliceSignedIn());
        shop::open(*session);
        log = std::make_unique<gates::Register>(book);
    }
    void signIn(const SignedIn &signedIn)
    {
        authority->setSignedIn(signedIn);
        session->setSignedIn(signedIn);
    }
    GateSight sight(const QString &request) { return sightOf(*session, gateRow(*session, *book.request(request))); }
    QStringList choices(const QString &request, const QList<NamedPerson> &there = {})
    {
        QStringList names;
        for (const NamedPerson &one : handOnChoices(*session, sight(request), there))
            names.append(one.words());
        return names;
    }
};

const EntrySection *sectionCalled(const QList<EntrySection> &sections, const char *title)
{
    const auto found = std::find_if(sections.cbegin(), sections.cend(),
                                    [title](const EntrySection &one) { return one.title == s(title); });
    return found == sections.cend() ? nullptr : &*found;
}

} // namespace

// What a person can do at a gate beside signing, and what they sign for.
class TestGateSight : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handsOn_data()
    {
        QTest::addColumn<bool>("delegation");
        QTest::addColumn<QString>("who");
        QTest::addColumn<bool>("offered");
        QTest::newRow("may approve") << true << s("alice") << true;
        QTest::newRow("the rule lets nobody") << false << s("alice") << false;
        QTest::newRow("asked for it") << true << s("bob") << false;
        QTest::newRow("signed already") << true << s("cyd") << false;
        QTest::newRow("has no role") << true << s("mal") << false;
        QTest::newRow("nobody is signed in") << true << QString() << false;
    }
    void handsOn()
    {
        QFETCH(const bool, delegation);
        QFETCH(const QString, who);
        QFETCH(const bool, offered);
        World world(delegation);
        const QString request = world.log->ask(gates::Register::subject(*world.session, kPayments), someone("bob"), 5);
        world.log->say(request, Verdict::Approve, someone("cyd"), 1);
        SignedIn in = scenes::aliceSignedIn();
        if (who.isEmpty())
            in = {.state = SignedIn::State::Out};
        else if (who != s("alice"))
            in.identity.person = s("p-") + who;
        if (who == s("mal"))
            in.identity.roles.clear();
        world.signIn(in);
        const GateSight sight = world.sight(request);
        QCOMPARE(sight.handOn.offered, offered);
        QCOMPARE(sight.handOn.possible(), offered);
        QCOMPARE(sight.handOn.presence, offered); // as for the approval itself
    }

    // Whoever was handed one signs it, or leaves it: it goes no further.
    void whatWasHandedOnGoesNoFurther()
    {
        World world;
        const QString request = world.log->ask(gates::Register::subject(*world.session, kPayments), someone("bob"), 5);
        world.log->hand(request, someone("cyd"), s("person-1"), 3);
        SignedIn in = scenes::aliceSignedIn();
        in.identity.roles.clear();
        world.signIn(in);
        const GateSight sight = world.sight(request);
        QVERIFY2(sight.approve.possible(), qPrintable(sight.approve.why));
        QVERIFY(sight.handOn.offered && !sight.handOn.possible());
        QCOMPARE(sight.handOn.why, s("Only release-manager may."));
        const GateDetail detail = detailOf(*world.session, sight);
        const EntrySection *who = sectionCalled(detail.people, "Who");
        QVERIFY(who);
        QVERIFY(std::any_of(who->facts.cbegin(), who->facts.cend(), [](const EntryFact &fact) {
            return fact.name == s("handed on") && fact.words == s("cyd to person-1");
        }));
    }

    void choosesWhoCouldSign_data()
    {
        QTest::addColumn<QString>("there"); // people of the team who are there
        QTest::addColumn<bool>("handed");   // somebody has handed theirs to jo already
        QTest::addColumn<QStringList>("choices");
        const QStringList log{s("dan")}; // bob asked, cyd has signed, alice sits here
        QTest::newRow("whom the log names") << QString() << false << log;
        QTest::newRow("who is there first")
            << s("jo kim") << false << QStringList{s("jo (jo)"), s("kim (kim)"), s("dan")};
        QTest::newRow("each once") << s("dan jo") << false << QStringList{s("dan (dan)"), s("jo (jo)")};
        QTest::newRow("not who asked, nor who has signed")
            << s("bob cyd jo") << false << QStringList{s("jo (jo)"), s("dan")};
        QTest::newRow("nobody gets two") << s("jo kim") << true << QStringList{s("kim (kim)"), s("dan")};
    }
    void choosesWhoCouldSign()
    {
        QFETCH(const QString, there);
        QFETCH(const bool, handed);
        QFETCH(const QStringList, choices);
        World world;
        const QString request = world.log->ask(gates::Register::subject(*world.session, kPayments), someone("bob"), 9);
        world.log->say(request, Verdict::Approve, someone("cyd"), 7);
        (void)world.log->ask(gates::Register::subject(*world.session, s("checkout@prod/eu-1")), someone("dan"), 6);
        (void)world.log->ask(gates::Register::subject(*world.session, s("pricing@prod/eu-1")), world.session->self(),
                             5);
        if (handed)
            world.log->hand(request, someone("eve"), s("p-jo"), 4);
        QList<NamedPerson> people;
        for (const QString &name : there.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            people.append({s("p-") + name, name, name});
        QStringList expected = choices;
        if (handed)
            expected.removeAll(s("eve")); // gave hers away
        QCOMPARE(world.choices(request, people), expected);
    }

    void saysWhichNumbersChange_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("lines");
        const QByteArray policy = recordings::policyText();
        QTest::newRow("two numbers") << policy << gates::looserPolicy()
                                     << QStringList{s("errors/above: 2% → 5%"), s("errors/for: 120s → 300s")};
        QTest::newRow("a rule less")
            << policy
            << QByteArray(policy)
                   .replace("revision: 12", "revision: 13")
                   .replace("  - {id: gone, type: missing, signal: http, role: new, stale_after: 45s, unknown_after: "
                            "60s}\n",
                            "")
            << QStringList{s("gone/stale_after: 45s → none"), s("gone/unknown_after: 60s → none")};
        QTest::newRow("another owner")
            << policy
            << QByteArray(policy).replace("revision: 12", "revision: 13").replace("team-payments", "team-shop")
            << QStringList{s("the numbers of its rules are the same; something else differs")};
        QTest::newRow("new") << QByteArray() << policy << QStringList{s("it is new: nothing of it is in force yet")};
        QTest::newRow("gone") << policy << QByteArray()
                              << QStringList{s("it is gone: nothing of it would be in force any more")};
    }
    void saysWhichNumbersChange()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QFETCH(const QStringList, lines);
        const World world;
        const QList<PolicyEdit> edits = gates::waitingEdits(world.workspace, world.book, after, before);
        QCOMPARE(edits.size(), 1);
        QStringList said;
        for (const PolicyChange &change : policyChanges(edits.constFirst()))
            said.append(change.line());
        QCOMPARE(said, lines);
    }

    void whoSignsForAPolicySeesItsNumbers()
    {
        World world;
        world.session->setPolicyEdits(gates::waitingEdits(world.workspace, world.book, gates::looserPolicy()));
        const GateStanding standing = world.session->policyEdits().constFirst().gates.constFirst();
        const QString request = world.log->ask(standing.subject, someone("bob"), 5);
        world.session->setPolicyEdits(gates::waitingEdits(world.workspace, world.book, gates::looserPolicy()));
        const GateSight sight = world.sight(request);
        QVERIFY2(sight.approve.possible(), qPrintable(sight.approve.why));
        const GateDetail detail = detailOf(*world.session, sight);
        const EntrySection *numbers = sectionCalled(detail.plan, "Which numbers change");
        QVERIFY(numbers);
        QCOMPARE(numbers->note, s("revision 12 → revision 13"));
        QCOMPARE(numbers->facts.size(), 2);
        QCOMPARE(numbers->facts.constFirst().name, s("errors/above"));
        QCOMPARE(numbers->facts.constFirst().words, s("2% → 5%"));
        // Of a place nothing is said: it has none.
        QVERIFY(!sectionCalled(detail.people, "Signals at this moment"));
        QVERIFY(!sectionCalled(detail.people, "If it goes wrong"));
        // Another policy's edit is not this one's, and what waits no longer shows nothing.
        world.session->setPolicyEdits({});
        QVERIFY(!policyEditOf(*world.session, *world.book.request(request)));
        QVERIFY(!sectionCalled(detailOf(*world.session, world.sight(request)).plan, "Which numbers change"));
    }
};

QTEST_GUILESS_MAIN(TestGateSight)
#include "tst_gatesight.moc"
