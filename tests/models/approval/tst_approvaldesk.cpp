// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvaldesk.h"
#include "tests/models/approval/gatefixture.h"
#include "tests/models/journal/journalfixture.h"

#include <QTest>

#include <thread>

using namespace astern;
using namespace astern::test;
using gatefixture::actor;
using gatefixture::s;
using Verdict = ApprovalRecord::Verdict;

namespace {

constexpr char kWhy[] = "it looks good to me";

// A journal of its own, the book that hears it, and the desk.
struct Office {
    QTemporaryDir folder;
    ApprovalBook book; // outlives the journal, whose thread tells it
    std::shared_ptr<SetClock> clock = std::make_shared<SetClock>();
    std::unique_ptr<LocalJournal> journal = openedJournal({.folder = folder.filePath(s("journal")),
                                                           .markFile = {},
                                                           .keys = std::make_shared<MemoryKeys>(),
                                                           .clock = clock,
                                                           .domain = {}});
    ApprovalDesk desk{{.journal = journal.get(), .book = &book, .clock = clock.get(), .level = {}}};
    GateConfig gate = gatefixture::gate(s("2 rm requester hand glass=on-call"));
    Plan plan;

    Office()
    {
        QObject::connect(
            journal.get(), &Journal::appended, journal.get(),
            [this](const JournalEntry &entry) { book.takeOwn(entry); }, Qt::DirectConnection);
        book.setRead();
        plan.id = s("01920000-0000-7000-8000-000000000001");
    }
    GateStanding standing(const ApprovalSubject &of = gatefixture::subject(), const QString &planId = {})
    {
        GateStanding one{.gate = gate, .subject = of, .facts = {}, .decision = {}};
        one.facts.plan = planId;
        one.decision = judgeGate(gate, of, book.history(), one.facts, clock->wallMs());
        return one;
    }
    Result<QString> ask(const char *who)
    {
        return await<QString>([&](auto done) { desk.request(standing(), actor(s(who)), s(kWhy), done); });
    }
    Result<Decision> say(const QString &request, Verdict verdict, const char *who, const char *why = kWhy)
    {
        return await<Decision>(
            [&](auto done) { desk.decide(request, verdict, standing(), actor(s(who)), s(why), done); });
    }
    Result<QJsonArray> pass(const Plan &of)
    {
        const GateStanding one = standing(gatefixture::subject(), of.id);
        return await<QJsonArray>([&](auto done) { desk.pass({one}, of, actor(s("ann")), done); });
    }
};

QString told(const Error &error) { return error.message + QLatin1Char('|') + error.hint; }

} // namespace

class TestApprovalDesk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Asked, signed by two, used once.
    void wholeWay()
    {
        Office office;
        const auto request = office.ask("ann");
        QVERIFY2(request, qPrintable(request ? QString() : told(request.error())));
        QCOMPARE(*office.ask("cyd"), *request); // the same is not asked for twice
        QVERIFY(!office.pass(office.plan));
        const auto one = office.say(*request, Verdict::Approve, "bob");
        QVERIFY2(one, qPrintable(one ? QString() : told(one.error())));
        QCOMPARE(one->seats.size(), 1);
        QVERIFY(!one->isOpen());
        const auto two = office.say(*request, Verdict::Approve, "cyd");
        QVERIFY(two && two->isOpen());
        const auto passed = office.pass(office.plan);
        QVERIFY2(passed, qPrintable(passed ? QString() : told(passed.error())));
        const QJsonObject said = passed->first().toObject();
        QCOMPARE(said.value(s("request")).toString(), *request);
        QCOMPARE(said.value(s("approvals")).toArray().size(), 2);
        QVERIFY(office.pass(office.plan)); // the same plan goes on
        Plan other = office.plan;
        other.id = s("01920000-0000-7000-8000-000000000002");
        QVERIFY(!office.pass(other)); // one approval, one plan
        // A start reads the same from the log.
        ApprovalBook again;
        const auto all = entries(*office.journal, {.limit = 1'000, .kinds = ApprovalBook::kinds()});
        for (const JournalEntry &entry : *all)
            again.take(entry);
        QCOMPARE(again.history().size(), office.book.history().size());
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("why");
        QTest::newRow("who asked") << s("ann") << s("who asked for it may not approve it");
        QTest::newRow("another account of who asked") << s("ann2") << s("who asked for it may not approve it");
        QTest::newRow("no role") << s("dan") << s("only rm may");
        QTest::newRow("a machine") << s("guard") << s("a machine cannot approve");
        QTest::newRow("signed already") << s("bob2") << s("the same person has signed already");
    }
    void refusals()
    {
        QFETCH(const QString, who);
        QFETCH(const QString, why);
        Office office;
        const auto request = office.ask("ann");
        QVERIFY(request && office.say(*request, Verdict::Approve, "bob"));
        const quint64 before = state(*office.journal)->size;
        const auto decision = office.say(*request, Verdict::Approve, who.toLatin1().constData());
        QVERIFY(!decision);
        QVERIFY2(decision.error().message.contains(why), qPrintable(decision.error().message));
        QVERIFY(decision.error().kind == Error::Kind::NotPermitted);
        QCOMPARE(state(*office.journal)->size, before); // what would not count is not written
    }

    // What changed since it was asked for is told field by field, and nothing is signed.
    void changed()
    {
        Office office;
        const auto request = office.ask("ann");
        QVERIFY(request);
        const GateStanding moved = office.standing(gatefixture::subject("4.9.0"));
        const auto decision = await<Decision>(
            [&](auto done) { office.desk.decide(*request, Verdict::Approve, moved, actor(s("bob")), s(kWhy), done); });
        QVERIFY(!decision && decision.error().kind == Error::Kind::Conflict);
        QVERIFY2(decision.error().message.contains(s("sha256:4.8.0")) &&
                     decision.error().message.contains(s("sha256:4.9.0")),
                 qPrintable(decision.error().message));
    }

    // Two at once, each from a thread of their own, again and again: one generation each, and nobody is lost.
    void rivals()
    {
        for (int round = 0; round < 20; ++round) {
            Office office;
            office.gate.approvals.count = 1;
            const auto request = office.ask("ann");
            QVERIFY(request);
            std::optional<Result<Decision>> yes;
            std::optional<Result<Decision>> no;
            const GateStanding standing = office.standing();
            const auto cast = [&](Verdict verdict, const char *who) {
                return await<Decision>(
                    [&](auto done) { office.desk.decide(*request, verdict, standing, actor(s(who)), s(kWhy), done); });
            };
            std::thread one([&] { yes = cast(Verdict::Approve, "bob"); });
            std::thread two([&] { no = cast(Verdict::Reject, "cyd"); });
            one.join();
            two.join();
            // Whoever came second was told so, unless they saw the first one and decided behind it.
            const Decision now = judgeRequest(office.gate, *office.book.request(*request), office.book.history(), {},
                                              office.clock->wallMs());
            QSet<qint64> generations;
            int won = 0;
            for (const ApprovalRecord &record : office.book.history()) {
                if (record.kind != ApprovalRecord::Kind::Decided || generations.contains(record.generation))
                    continue;
                generations.insert(record.generation);
                ++won;
            }
            QCOMPARE(int(yes->ok()) + int(no->ok()), won);
            QCOMPARE(now.isOpen(), yes->ok() && !no->ok());
        }
    }

    // Of two plans that are let go by one approval at once, one goes.
    void twoPlans()
    {
        for (int round = 0; round < 20; ++round) {
            Office office;
            const auto request = office.ask("ann");
            QVERIFY(request && office.say(*request, Verdict::Approve, "bob") &&
                    office.say(*request, Verdict::Approve, "cyd"));
            Plan other = office.plan;
            other.id = s("01920000-0000-7000-8000-000000000002");
            std::optional<Result<QJsonArray>> first;
            std::optional<Result<QJsonArray>> second;
            std::thread one([&] { first = office.pass(office.plan); });
            std::thread two([&] { second = office.pass(other); });
            one.join();
            two.join();
            QCOMPARE(int(first->ok()) + int(second->ok()), 1);
        }
    }

    // A plan that sent nothing leaves what had let it go to another one: told by itself, or found by the next start
    // where its process died.
    void givenBack_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("free");
        QTest::newRow("by itself") << s("itself") << true;
        QTest::newRow("its process died") << s("died") << true;
        QTest::newRow("its process is at it") << s("alive") << false;
        QTest::newRow("it had begun") << s("begun") << false;
        QTest::newRow("it is of this process") << s("later") << false;
    }
    void givenBack()
    {
        QFETCH(const QString, how);
        QFETCH(const bool, free);
        Office office;
        office.gate.approvals.count = 1;
        const auto request = office.ask("ann");
        QVERIFY(request && office.say(*request, Verdict::Approve, "bob"));
        QVERIFY(office.pass(office.plan));
        Draft intent{.kind = s("promotion.intent")};
        intent.saga = office.plan.id;
        if (how == s("begun"))
            QVERIFY(append(*office.journal, intent));
        const qint64 now = office.clock->monoMs();
        if (how == s("itself"))
            QVERIFY(await<Ok>([&](auto done) { office.desk.giveBack(office.plan, actor(s("ann")), done); }));
        else
            office.desk.giveBackLeft(
                how == s("later") ? now : now + 1, [&](const QString &) { return how != s("alive"); }, actor(s("ann")));
        const auto released = [&office] {
            const auto all = entries(*office.journal, {.kinds = {s("approval.closed")}});
            return all->constFirst().payload.value(s("decision")).toObject().value(s("verdict")).toString() ==
                   s("released");
        };
        if (free)
            QTRY_VERIFY(released());
        else
            QTest::qWait(50);
        QCOMPARE(released(), free);
        QTRY_COMPARE(office.standing().decision.isOpen(), free);
        Plan other = office.plan;
        other.id = s("01920000-0000-7000-8000-000000000002");
        QCOMPARE(office.pass(other).ok(), free);
        // What was given back is not given back again.
        office.desk.giveBackLeft(
            now + 1, [](const QString &plan) { return plan.endsWith(QLatin1Char('1')); }, actor(s("ann")));
        QTest::qWait(50);
        QVERIFY(!released() || !free);
    }

    // In a team's log somebody may have come between, or first.
    void givenBackInATeam_data()
    {
        QTest::addColumn<bool>("lost");
        QTest::newRow("behind what was decided meanwhile") << false;
        QTest::newRow("nothing, by who came second") << true;
    }
    void givenBackInATeam()
    {
        QFETCH(const bool, lost);
        Office office;
        office.book.setShared(true);
        office.gate.approvals.count = 1;
        const auto request = office.ask("ann");
        QVERIFY(request && office.say(*request, Verdict::Approve, "bob"));
        QVERIFY(office.pass(office.plan));
        const auto closed = [&office] { return *entries(*office.journal, {.kinds = {s("approval.closed")}}); };
        const JournalEntry used = closed().constFirst();
        const qint64 generation = readApproval(used)->generation;
        if (lost) {
            office.book.take(used, used.index, ApprovalRecord::Standing::Lost);
        } else {
            const ApprovalRecord asked = *office.book.request(*request);
            QVERIFY(append(*office.journal,
                           decisionDraft(asked, Verdict::Approve, actor(s("cyd")), s(kWhy), generation + 1, {})));
        }
        QVERIFY(await<Ok>([&](auto done) { office.desk.giveBack(office.plan, actor(s("ann")), done); }));
        QCOMPARE(closed().size(), lost ? 1 : 2);
        if (lost)
            return;
        QCOMPARE(readApproval(closed().constFirst())->generation, generation + 2);
        QTRY_VERIFY(office.standing().decision.isOpen());
    }

    // An approval of one request, copied to another plan's: by its link, by its digest, and by its saga.
    void replayed_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("as it is, under the other request") << 0;
        QTest::newRow("with the other's link") << 1;
        QTest::newRow("with the other's digest") << 2;
        QTest::newRow("without a generation of the other") << 3;
    }
    void replayed()
    {
        QFETCH(const int, how);
        Office office;
        office.gate.approvals.count = 1;
        const auto mine = office.ask("ann");
        QVERIFY(mine && office.say(*mine, Verdict::Approve, "bob"));
        const GateStanding other = office.standing(gatefixture::subject("4.9.0"));
        const auto theirs =
            await<QString>([&](auto done) { office.desk.request(other, actor(s("ann")), s(kWhy), done); });
        QVERIFY(theirs && *theirs != *mine);
        const ApprovalRecord from = *office.book.request(*mine);
        const ApprovalRecord to = *office.book.request(*theirs);
        Draft copy = decisionDraft(from, Verdict::Approve, actor(s("bob")), s(kWhy), 1, {});
        copy.saga = *theirs;
        if (how != 3)
            copy.fields.insert(s("gate"), gateName(*theirs));
        QJsonObject decision = copy.fields.value(s("decision")).toObject();
        if (how == 1 || how == 3)
            copy.links = {{EntryLink::Rel::Approves, to.id, to.leaf}};
        if (how == 2 || how == 3)
            decision.insert(s("digest"), to.digest);
        copy.fields.insert(s("decision"), decision);
        QVERIFY(append(*office.journal, copy));
        const GateStanding now = office.standing(gatefixture::subject("4.9.0"));
        QVERIFY2(!now.decision.isOpen(), qPrintable(now.decision.words()));
        QCOMPARE(now.decision.seats.size(), 0);
    }

    // Nobody can write a digest beside a plan that it is not of.
    void lyingRequest()
    {
        Office office;
        Draft draft = requestDraft(s("01920000-0000-7000-8000-00000000000a"), gatefixture::subject("4.9.0"),
                                   actor(s("ann")), s(kWhy), office.clock->wallMs() + 1'000'000, {});
        QJsonObject approval = draft.fields.value(s("approval")).toObject();
        approval.insert(s("digest"), gatefixture::subject().digest());
        draft.fields.insert(s("approval"), approval);
        QVERIFY(append(*office.journal, draft));
        QCOMPARE(office.book.history().constLast().digest, gatefixture::subject("4.9.0").digest());
    }

    // What a key signed before it was revoked stays; what came behind its last good entry does not count.
    void revokedKey()
    {
        Office office;
        office.gate.approvals.count = 1;
        const auto request = office.ask("ann");
        QVERIFY(request && office.say(*request, Verdict::Approve, "bob"));
        QVERIFY(office.standing().decision.isOpen());
        // What it has of keys, and a revocation as an administrator's entry has it.
        const auto keys = entries(*office.journal, {.kinds = {s("key.enrol")}});
        for (const JournalEntry &entry : *keys)
            office.book.take(entry);
        const ApprovalRecord approval = office.book.history().constLast();
        const auto revoke = [&](qint64 lastGood) {
            const JournalEntry enrolled = keys->constFirst();
            JournalEntry entry;
            entry.id = s("revoke-%1").arg(lastGood);
            entry.kind = s("key.revoke");
            entry.payload.insert(
                s("revoke"), QJsonObject{{s("keyid"), enrolled.payload.value(s("key")).toObject().value(s("keyid"))},
                                         {s("last_good_seq"), lastGood}});
            office.book.take(entry);
        };
        revoke(qint64(approval.seq));
        QVERIFY(office.standing().decision.isOpen());
        revoke(qint64(approval.seq) - 1);
        const Decision decision = office.standing().decision;
        QVERIFY(!decision.isOpen());
        QVERIFY2(decision.discounted.join(QString()).contains(s("revoked")),
                 qPrintable(decision.discounted.join(QString())));
    }

    void delegated()
    {
        Office office;
        office.gate.approvals.count = 1;
        const auto request = office.ask("ann");
        QVERIFY(request);
        QVERIFY(!office.say(*request, Verdict::Approve, "dan"));
        const auto handed = await<Decision>([&](auto done) {
            office.desk.delegate(*request, office.standing(), actor(s("bob")), s("p-dan"), s(kWhy), done);
        });
        QVERIFY2(handed, qPrintable(handed ? QString() : told(handed.error())));
        QVERIFY(!office.say(*request, Verdict::Approve, "bob"));
        const auto decision = office.say(*request, Verdict::Approve, "dan");
        QVERIFY(decision && decision->isOpen());
        QCOMPARE(decision->seats.constFirst().delegatedBy, s("p-bob"));
    }

    void takenBack()
    {
        Office office;
        const auto request = office.ask("ann");
        QVERIFY(request);
        QVERIFY(!await<Ok>([&](auto done) { office.desk.cancel(*request, actor(s("bob")), done); }));
        QVERIFY(await<Ok>([&](auto done) { office.desk.cancel(*request, actor(s("ann")), done); }));
        QVERIFY(!office.say(*request, Verdict::Approve, "bob"));
        QVERIFY(office.ask("ann") && *office.ask("ann") != *request);
    }

    // Immediate and loud: an override, and a review that stays until another person has signed.
    void glass()
    {
        Office office;
        const auto smash = [&](const char *who) {
            return await<Ok>([&](auto done) {
                office.desk.breakGlass(office.standing(), office.plan, actor(s(who)), s("prod is down"), done);
            });
        };
        QVERIFY(!smash("bob"));
        QVERIFY(smash("dan"));
        const GateStanding now = office.standing(gatefixture::subject(), office.plan.id);
        QVERIFY(now.decision.isOpen() && now.decision.byBrokenGlass);
        QVERIFY(!office.standing().decision.isOpen()); // for its plan alone
        QVERIFY(office.pass(office.plan));
        QList<Countersign> due = dueCountersigns({office.gate}, office.book.history(), office.clock->wallMs());
        QCOMPARE(due.size(), 1);
        QVERIFY(!due.constFirst().request.isEmpty() && !due.constFirst().overdue);
        office.clock->now += office.gate.breakGlass.countersignWithinMs + 1;
        due = dueCountersigns({office.gate}, office.book.history(), office.clock->wallMs());
        QVERIFY(due.constFirst().overdue);
        const auto sign = [&](const char *who) {
            return await<Ok>([&](auto done) {
                office.desk.countersign(due.constFirst().request, office.gate, actor(s(who)), s(kWhy), done);
            });
        };
        QVERIFY(!sign("dan"));
        QVERIFY(!sign("dan2"));
        QVERIFY(sign("bob"));
        QCOMPARE(dueCountersigns({office.gate}, office.book.history(), office.clock->wallMs()).size(), 0);
        QStringList kinds;
        const auto last = entries(*office.journal, {.limit = 3});
        for (const JournalEntry &entry : *last)
            kinds.prepend(entry.kind);
        QCOMPARE(kinds, (QStringList{s("override.granted"), s("approval.requested"), s("approval.decided")}));
    }
};

QTEST_GUILESS_MAIN(TestApprovalDesk)
#include "tst_approvaldesk.moc"
