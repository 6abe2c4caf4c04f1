// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/inboxmodel.h"

#include "models/views/gatewords.h"
#include "tests/support/clocks.h"
#include "tests/support/gates.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using gates::s;
using Group = InboxRow::Group;
using Verdict = ApprovalRecord::Verdict;

namespace {

// The shop with gates, Alice before the screen, and what the log says.
struct World {
    SteppedClock clock{samples::kNow};
    FakeJournal journal;
    Workspace workspace = gates::gated(shop::workspace());
    LocalAuthority authority{workspace, Actor{.ref = s("os-1"), .name = s("alice")}, clock};
    ApprovalBook book;
    ApprovalDesk desk{{.journal = &journal, .book = &book, .clock = &clock, .level = {}}};
    std::unique_ptr<Session> session;
    std::unique_ptr<gates::Register> log;

    explicit World(const QList<GateConfig> &more = {})
    {
        workspace.gates += more;
        authority.setWorkspace(workspace);
        authority.setApprovals(&book);
        session = std::make_unique<Session>(workspace, Session::Doors{.clock = &clock,
                                                                      .authority = &authority,
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
        authority.setSignedIn(signedIn);
        session->setSignedIn(signedIn);
    }
    GateSight sight(const QString &request)
    {
        const std::optional<ApprovalRecord> record = book.request(request);
        return sightOf(*session, gateRow(*session, *record));
    }
};

QStringList lines(const InboxModel &model)
{
    QStringList all;
    for (const InboxRow &row : model.rows())
        all.append(QStringLiteral("%1 %2 %3").arg(toWords(row.group), row.gate.service, standWords(row.gate)));
    return all;
}

} // namespace

class TestInbox : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sortsByWhoseTurnItIs()
    {
        World world;
        gates::fillInbox(*world.session, *world.log);
        InboxModel model(*world.session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 7);
        QCOMPARE(lines(model), (QStringList{s("Overdue payments overdue"), s("Waits for you accounts not signed yet"),
                                            s("Waits for you payments 1 of 2"), s("Waits for you checkout 0 of 2"),
                                            s("Waits for you catalog gate shut"), s("Waits for others catalog void"),
                                            s("Waits for others pricing 1 of 2")}));
        const QPersistentModelIndex own = model.index(6, 0);
        model.setPast(true);
        QTRY_COMPARE(model.countOf(Group::Past), 4);
        QCOMPARE(lines(model).mid(7), (QStringList{s("Past inventory used"), s("Past search rejected"),
                                                   s("Past cart taken back"), s("Past media-resizer expired")}));
        QVERIFY(own.isValid());
        model.setPast(false);
        QTRY_COMPARE(model.rowCount(), 7);
        QCOMPARE(own.row(), 6);
        QVERIFY(gates::plain(model.data(model.index(0, 0), Qt::AccessibleTextRole).toString())
                    .contains(s("for 1 h 10 min")));
    }

    // A selection stays with its line while others come and go.
    void followsWhatIsSigned()
    {
        World world;
        const QString request =
            world.log->ask(gates::Register::subject(*world.session, s("payments@prod/eu-1")), gates::someone("bob"), 5);
        gates::pauseByPerson(*world.session, "catalog@prod/eu-1");
        InboxModel model(*world.session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.countOf(Group::Yours), 2); // the other is the pause of catalog, which waits for its gate
        const QPersistentModelIndex line = model.index(model.rowOf(request), 0);
        world.log->say(request, Verdict::Approve, world.session->self(), 1);
        world.session->setApprovalsChanged();
        QTRY_COMPARE(model.rowAt(line.row()).group, Group::Others);
        world.log->say(request, Verdict::Approve, gates::someone("cyd"), 0);
        world.session->setApprovalsChanged();
        QTRY_COMPARE(standWords(model.rowAt(line.row()).gate), s("approved"));
        world.log->end(request, Verdict::Cancelled, gates::someone("bob"), 0);
        world.session->setApprovalsChanged();
        QTRY_COMPARE(model.rowOf(request), -1);
    }

    void saysWhyNot_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("why");
        QTest::newRow("may") << s("alice") << QString();
        QTest::newRow("asked for it") << s("bob") << s("Who asked for it may not approve it.");
        QTest::newRow("signed already") << s("cyd") << s("The same person has signed already, or gave that away.");
        QTest::newRow("has no role") << s("mal") << s("Only release-manager may.");
        QTest::newRow("nobody is signed in") << QString() << s("Nobody is signed in.");
    }
    void saysWhyNot()
    {
        QFETCH(const QString, who);
        QFETCH(const QString, why);
        World world;
        const QString request =
            world.log->ask(gates::Register::subject(*world.session, s("payments@prod/eu-1")), gates::someone("bob"), 5);
        world.log->say(request, Verdict::Approve, gates::someone("cyd"), 1);
        SignedIn in = scenes::aliceSignedIn();
        if (who.isEmpty())
            in = {.state = SignedIn::State::Out};
        else if (who != s("alice"))
            in.identity.person = s("p-") + who;
        if (who == s("mal"))
            in.identity.roles.clear();
        world.signIn(in);
        const GateSight sight = world.sight(request);
        QVERIFY(sight.approve.offered);
        if (why.isEmpty())
            QCOMPARE(sight.approve.why, QString());
        else
            QVERIFY2(sight.approve.why.startsWith(why), qPrintable(sight.approve.why));
        QCOMPARE(sight.yours(), why.isEmpty());
        QCOMPARE(sight.takeBack.offered, who == s("bob"));
        // The PIN is asked for where the workspace asks for it, and only of who may.
        QCOMPARE(sight.approve.presence, why.isEmpty());
    }

    void aSilentBackendCannotBeCompared()
    {
        World world;
        const QString request =
            world.log->ask(gates::Register::subject(*world.session, s("payments@prod/eu-1")), gates::someone("bob"), 5);
        QVERIFY(world.sight(request).approve.possible());
        shop::setHealth(*world.session, "argo", false);
        const GateSight sight = world.sight(request);
        QVERIFY2(gates::plain(sight.approve.why).startsWith(s("argo has been silent for 2 min")),
                 qPrintable(sight.approve.why));
        QVERIFY(!sight.reject.possible());
        QCOMPARE(detailOf(*world.session, sight).tone, GateDetail::Tone::Doubt);
    }

    void whatChangedIsSaid()
    {
        World world;
        ApprovalSubject other = gates::Register::subject(*world.session, s("payments@prod/eu-1"));
        other.manifest = s("sha256:4.7.9");
        const GateSight sight = world.sight(world.log->ask(other, gates::someone("bob"), 5));
        QVERIFY(!sight.approve.possible());
        const GateDetail detail = detailOf(*world.session, sight);
        QCOMPARE(detail.tone, GateDetail::Tone::Bad);
        QCOMPARE(detail.plan.constFirst().facts.size(), 1);
        QCOMPARE(detail.plan.constFirst().facts.constFirst().words,
                 s("The manifest: was sha256:4.7.9, is sha256:4.8.0."));
    }

    void anUnreadLogLetsNobodySign()
    {
        World world;
        ApprovalBook unread;
        Session session(world.workspace, Session::Doors{.clock = &world.clock,
                                                        .authority = &world.authority,
                                                        .journal = &world.journal,
                                                        .approvals = &unread,
                                                        .approvalDesk = &world.desk});
        InboxModel model(session);
        QSignalSpy refreshed(&model, &InboxModel::refreshed);
        QVERIFY(refreshed.wait());
        QVERIFY(!model.isKnown());
    }

    // Only places that turned are looked at again.
    void aPauseComesAndGoes()
    {
        World world;
        Rollout running = samples::progressing();
        running.ref = world.session->placement(s("catalog@prod/eu-1"))->object;
        const RolloutBatch goesOn{.backend = s("argo"), .complete = false, .changed = {running}, .gone = {}};
        world.session->observe(goesOn);
        InboxModel model(*world.session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy refreshed(&model, &InboxModel::refreshed);
        QVERIFY(refreshed.wait());
        const QString pause = s("pause:catalog@prod/eu-1");
        QCOMPARE(model.rowOf(pause), -1);
        gates::pauseByPerson(*world.session, "catalog@prod/eu-1");
        QTRY_VERIFY(model.rowOf(pause) >= 0);
        const QString asked =
            world.log->ask(gates::Register::subject(*world.session, s("payments@prod/eu-1")), gates::someone("bob"), 5);
        Q_EMIT world.session->journalChanged(); // looks at requests, and at no place
        QTRY_VERIFY(model.rowOf(asked) >= 0);
        QVERIFY(model.rowOf(pause) >= 0);
        world.session->observe(goesOn);
        QTRY_COMPARE(model.rowOf(pause), -1);
    }

    // A request that may not be used any more leaves the pause to be ended by another one.
    void aVoidRequestHidesNoPause()
    {
        World world;
        gates::pauseByPerson(*world.session, "catalog@prod/eu-1");
        ApprovalSubject other = gates::Register::subject(*world.session, s("catalog@prod/eu-1"), PlanKind::Resume);
        InboxModel model(*world.session);
        const QString pause = s("pause:catalog@prod/eu-1");
        QTRY_VERIFY(model.rowOf(pause) >= 0);
        const QString good = world.log->ask(other, gates::someone("bob"), 5);
        world.session->setApprovalsChanged();
        QTRY_COMPARE(model.rowOf(pause), -1);
        world.log->end(good, Verdict::Cancelled, gates::someone("bob"), 0);
        other.manifest = s("sha256:4.7.9");
        const QString stale = world.log->ask(other, gates::someone("bob"), 5);
        world.session->setApprovalsChanged();
        QTRY_VERIFY(model.rowOf(stale) >= 0);
        QTRY_VERIFY(model.rowOf(pause) >= 0);
    }

    // Two hundred requests among two thousand entries: looked through in pieces that leave the frame alone.
    void manyAreLookedThroughInPieces()
    {
        World world;
        Workspace many = world.workspace;
        for (int i = 0; i < 200; ++i)
            many.services.append(shop::service(QStringLiteral("service-%1").arg(i), s("team")));
        world.authority.setWorkspace(many);
        world.session->setWorkspace(many);
        shop::open(*world.session);
        RolloutBatch batch{.backend = s("argo"), .complete = false, .changed = {}, .gone = {}};
        QStringList places;
        for (const Placement &place : many.placements()) {
            if (!place.service.startsWith(s("service-")) || place.environment != s("prod") || place.cell != s("eu-1"))
                continue;
            Rollout rollout = samples::progressing();
            rollout.ref = place.object;
            batch.changed.append(rollout);
            places.append(place.key());
        }
        world.session->observe(batch);
        for (const QString &place : std::as_const(places)) {
            const QString id =
                world.log->ask(gates::Register::subject(*world.session, place), gates::someone("bob"), 5);
            for (int i = 0; i < 8; ++i)
                world.log->say(id, Verdict::Approve, gates::someone("mal", {}), 4); // counts for nothing
        }
        InboxModel model(*world.session);
        QSignalSpy refreshed(&model, &InboxModel::refreshed);
        QVERIFY(refreshed.wait(30'000));
        QVERIFY(model.rowCount() > 200);
        QCOMPARE(model.data(model.index(0, 0), InboxModel::SortRole).toInt(), 0);
    }

    // A device that is to come into the team is of no place, and has no plan: what is read is what its card says.
    void aDeviceIsReadable()
    {
        World world({gates::newDevices()});
        const DeviceEnrolment notebook = gates::notebook();
        const QString request =
            world.log->ask(gates::Register::subject(*world.session, notebook), gates::someone("bob"), 5);
        GateSight sight = world.sight(request);
        QVERIFY2(sight.yours(), qPrintable(sight.approve.why));
        const GateDetail detail = detailOf(*world.session, sight);
        QCOMPARE(detail.title, s("device of anna"));
        QCOMPARE(detail.act, s("take a device into the team"));
        QStringList facts;
        for (const EntrySection &section : detail.plan + detail.people) {
            for (const EntryFact &fact : section.facts)
                facts.append(fact.name + QLatin1Char('|') + fact.words);
        }
        for (const QString &fact :
             {s("device|") + notebook.device, s("login|anna"), s("its key|3fa9 07c2"), s("domain|shop.example"),
              s("its journal|7c19 a3f0"), s("|an administrator revokes the device: asternctl team revoke")})
            QVERIFY2(facts.contains(fact), qPrintable(fact + s(" is not in: ") + facts.join(s(", "))));

        // Not the own one.
        const QString own =
            world.log->ask(gates::Register::subject(*world.session, notebook), world.session->self(), 4);
        QCOMPARE(world.sight(own).approve.why, s("Who asked for it may not approve it."));

        world.log->say(request, Verdict::Approve, world.session->self(), 1);
        sight = world.sight(request);
        QVERIFY(sight.row.decision.isOpen());
        QCOMPARE(detailOf(*world.session, sight).sentence, s("Approved: whoever asked can go on with it."));
    }

    // The rule is another one than it was asked under.
    void aDeviceUnderAnotherRule()
    {
        GateConfig stricter = gates::newDevices();
        stricter.approvals.count = 2;
        World asked({gates::newDevices()});
        World world({stricter});
        const QString request =
            world.log->ask(gates::Register::subject(*asked.session, gates::notebook()), gates::someone("bob"), 5);
        const GateSight sight = world.sight(request);
        QCOMPARE(standWords(sight.row), s("void"));
        QCOMPARE(sight.row.decision.changes.size(), 1);
        QVERIFY(!sight.approve.possible());
    }
};

QTEST_GUILESS_MAIN(TestInbox)
#include "tst_inbox.moc"
