// SPDX-License-Identifier: GPL-3.0-or-later
// Gates of a team: devices that share a log on a real server, and what somebody tries to make it say.
#include "app/engine/teamapprovals.h"
#include "models/approval/approvaldesk.h"
#include "models/approval/ballot.h"
#include "models/workspace/workspace.h"
#include "tests/connectors/postgres/desk.h"
#include "tests/models/approval/gatefixture.h"

#include <QTest>

#include <future>

using namespace astern;
using namespace astern::test;
using gatefixture::actor;
using gatefixture::s;
using Verdict = ApprovalRecord::Verdict;

namespace {

constexpr int kSoonMs = 30'000;
constexpr char kWhy[] = "it looks good to me";

QString told(const Error &error) { return error.message + QLatin1Char('|') + error.hint; }
template <class T>
QString whyNot(const Result<T> &result)
{
    return result ? s("it went through") : told(result.error());
}

// A person of the team before a device of their own: its book of gates, and what is done at them.
struct Member {
    Desk desk;
    ApprovalBook book; // outlives whoever writes it
    app::TeamApprovals team{book, desk.mirrorFile()};
    SystemClock clock;
    ApprovalDesk approvals{{.journal = desk.journal.get(),
                            .book = &book,
                            .clock = &clock,
                            .level = [](LogAction, const QString &) { return JournalLevel::Shared; },
                            .whenPlaced =
                                [this](const QString &entry, const Done<Ok> &done) {
                                    team.whenPlaced(entry, done);
                                    return true;
                                }}};
    GateConfig gate = gatefixture::gate(s("2 rm requester"));

    Member(TeamRig &rig, const char *login) : desk(rig, s(login))
    {
        team.follow(true);
        QObject::connect(
            desk.journal.get(), &Journal::stateChanged, desk.journal.get(),
            [this](const JournalState &state) { team.setState(state.shared); }, Qt::DirectConnection);
        desk.follow();
    }
    ~Member()
    {
        desk.log.reset();
        team.stop();
        desk.journal->disconnect();
    }
    GateStanding standing(const QString &plan = {}, const char *version = "4.8.0")
    {
        GateStanding one{.gate = gate, .subject = gatefixture::subject(version), .facts = {}, .decision = {}};
        one.facts.provenPeople = true;
        one.facts.plan = plan;
        one.decision = judgeGate(gate, one.subject, book.history(), one.facts, clock.wallMs());
        return one;
    }
    Result<QString> ask(const char *who, const char *version = "4.8.0")
    {
        return await<QString>(
            [&](auto done) { approvals.request(standing({}, version), actor(s(who)), s(kWhy), done); });
    }
    Result<Decision> say(const QString &request, Verdict verdict, const char *who, const char *version = "4.8.0")
    {
        return await<Decision>([&](auto done) {
            approvals.decide(request, verdict, standing({}, version), actor(s(who)), s(kWhy), done);
        });
    }
    Result<QJsonArray> pass(const char *who, const QString &plan)
    {
        Plan of;
        of.id = plan;
        return await<QJsonArray>([&](auto done) { approvals.pass({standing(plan)}, of, actor(s(who)), done); });
    }
    [[nodiscard]] bool knows(const QString &request) const { return book.request(request).has_value(); }
    [[nodiscard]] Decision stand(const QString &request)
    {
        return judgeRequest(gate, book.request(request).value_or(ApprovalRecord()), book.history(), standing().facts,
                            clock.wallMs());
    }
    // What this device signs, whatever a desk would say to it.
    Result<Receipt> file(const Draft &draft)
    {
        return await<Receipt>(
            [&](Done<Receipt> done) { desk.journal->append(draft, JournalLevel::Shared, std::move(done)); });
    }
    Draft approval(const QString &request, const char *who)
    {
        const ApprovalRecord of = book.request(request).value_or(ApprovalRecord());
        Ballot ballot(gate, of, standing().facts);
        ballot.count(book.history());
        return decisionDraft(of, Verdict::Approve, actor(s(who)), s(kWhy), ballot.nextGeneration(), {});
    }
};

QString planId(int n) { return s("01920000-0000-7000-8000-%1").arg(n, 12, 16, QLatin1Char('0')); }

} // namespace

class TestTeamApprovals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<TeamRig>(RealPostgres::Kind::Fast);
        QCOMPARE(m_rig->start(), QString());
        for (const char *login : {"dev_ann", "dev_bob", "dev_cyd", "dev_mal"})
            m_rig->login(s(login), s("journal_writer, journal_reader"));
        m_ann = std::make_unique<Member>(*m_rig, "dev_ann"); // the first is the administrator's
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->desk.log->state().size >= 2, kSoonMs);
        m_bob = std::make_unique<Member>(*m_rig, "dev_bob");
        m_cyd = std::make_unique<Member>(*m_rig, "dev_cyd");
        for (Member *one : {m_bob.get(), m_cyd.get()})
            m_ann->desk.approve(one->desk);
        for (Member *one : all()) {
            QTRY_VERIFY_WITH_TIMEOUT(one->desk.log->state().pendingWriters == 0 && one->desk.log->state().size >= 8,
                                     kSoonMs);
            QTRY_VERIFY_WITH_TIMEOUT(one->book.isRead() && one->book.trouble().isEmpty(), kSoonMs);
        }
    }
    void cleanup()
    {
        m_ann.reset();
        m_bob.reset();
        m_cyd.reset();
        m_rig.reset();
    }

    void quorumOfSeveralDevicesLetsOnePlanGo()
    {
        const QString request = asked("ann");
        QVERIFY(whyNot(m_ann->pass("ann", planId(1))).contains(s("2 more approvals of rm")));
        // Nobody fills a seat for who asked, on whichever device.
        QVERIFY(
            whyNot(m_bob->say(request, Verdict::Approve, "ann")).contains(s("who asked for it may not approve it")));
        const auto one = m_bob->say(request, Verdict::Approve, "bob");
        QVERIFY2(one, qPrintable(whyNot(one)));
        QVERIFY(one->state == Decision::State::Waiting);
        QTRY_COMPARE_WITH_TIMEOUT(m_cyd->stand(request).seats.size(), 1, kSoonMs);
        const auto two = m_cyd->say(request, Verdict::Approve, "cyd");
        QVERIFY2(two && two->isOpen(), qPrintable(whyNot(two)));
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->stand(request).isOpen(), kSoonMs);
        const auto passed = m_ann->pass("ann", planId(1));
        QVERIFY2(passed, qPrintable(whyNot(passed)));
        QCOMPARE(passed->first().toObject().value(s("approvals")).toArray().size(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(whyNot(m_bob->pass("bob", planId(2))).contains(s("one lets one plan go")), kSoonMs);
    }

    // Two use one approval, or one uses what another takes back at that moment: exactly one has its way.
    void ofRivalsOneWins()
    {
        for (int round = 0; round < 6; ++round) {
            const QString request = approved(round);
            const bool rejects = round % 2 != 0;
            std::promise<void> go;
            const auto ready = go.get_future().share();
            auto use = std::async(std::launch::async, [&] {
                ready.wait();
                return m_ann->pass("ann", planId(100 + round)).ok();
            });
            auto rival = std::async(std::launch::async, [&] {
                ready.wait();
                return rejects ? m_bob->say(request, Verdict::Reject, "bob").ok()
                               : m_bob->pass("bob", planId(200 + round)).ok();
            });
            go.set_value();
            const bool used = use.get();
            const bool other = rival.get();
            QVERIFY2(used != other, qPrintable(s("round %1: %2 %3").arg(round).arg(used).arg(other)));
            // Everybody's book says the same.
            for (Member *one : all()) {
                QTRY_VERIFY_WITH_TIMEOUT(one->stand(request).state == Decision::State::Refused, kSoonMs);
                QCOMPARE(one->stand(request).reason.contains(s("rejected")), rejects && other);
            }
        }
    }

    // What it said last is no answer while nobody knows what it says now.
    void shutWhileTheLogIsAway()
    {
        const QString request = approved(0);
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->stand(request).isOpen(), kSoonMs);
        m_rig->server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_ann->book.trouble().isEmpty(), kSoonMs);
        const AuthorityAnswer answer = isKnownNow(&m_ann->book, s("who approved it"), s("astern.yaml"));
        QVERIFY(!answer.allowed && answer.reason.contains(s("Nobody knows here who approved it: the team's log")));
        QVERIFY(!m_ann->pass("ann", planId(1)));
        QVERIFY(!m_bob->say(request, Verdict::Reject, "bob"));
        QCOMPARE(m_rig->server.start(), QString());
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->book.trouble().isEmpty() && m_bob->book.trouble().isEmpty(), kSoonMs);
        // Neither was recorded for later: what was refused did not happen.
        QVERIFY(m_ann->stand(request).isOpen());
        const auto passed = m_ann->pass("ann", planId(1));
        QVERIFY2(passed, qPrintable(whyNot(passed)));
    }

    // Names of colleagues come with their entries. Whoever calls himself like another opens nothing by it, and does not
    // pass for her; where nobody knows a name there is the pseudonym.
    void colleaguesHaveNames()
    {
        const QString request = asked("ann");
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->stand(request).requesterName, s("ann"), kSoonMs);
        QCOMPARE(m_bob->stand(request).requester, s("p-ann"));
        const auto one = m_bob->say(request, Verdict::Approve, "bob");
        QVERIFY2(one, qPrintable(whyNot(one)));
        const auto seatOn = [&](Member &member) { return member.stand(request).seats.value(0).name; };
        QTRY_COMPARE_WITH_TIMEOUT(seatOn(*m_cyd), s("bob"), kSoonMs);
        // mal, on cyd's device, signs as cyd and is called ann there.
        Draft draft = m_cyd->approval(request, "cyd");
        draft.personal.insert(s("actor.name"), s("Ann"));
        QVERIFY(m_cyd->file(draft).ok());
        QTRY_COMPARE_WITH_TIMEOUT(m_ann->stand(request).seats.value(1).name, s("Ann on dev_cyd"), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->stand(request).requesterName, s("ann on dev_ann"), kSoonMs);
        m_rig->server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bob->book.trouble().isEmpty(), kSoonMs);
        QCOMPARE(m_bob->stand(request).requesterName, s("ann on dev_ann"));
        QCOMPARE(m_rig->server.start(), QString());
        // What no name compares with does not change with it.
        GateConfig gate = m_ann->gate;
        gate.approvals.notAuthor = true;
        GateFacts facts = m_ann->standing().facts;
        facts.authors = {s("ann")};
        const ApprovalRecord of = m_bob->book.request(request).value_or(ApprovalRecord());
        QVERIFY(m_ann->stand(request).isOpen());
        const Decision byName = judgeRequest(gate, of, m_bob->book.history(), facts, m_bob->clock.wallMs());
        QVERIFY(!byName.isOpen());
        QVERIFY2(byName.discounted.join(QLatin1Char('|')).contains(s("the name of who signed is not known here")),
                 qPrintable(byName.discounted.join(QLatin1Char('|'))));
    }

    // A superuser lets himself write for bob's device, and files what bob's device never signed.
    void forgedBySuperuser()
    {
        const QString request = asked("ann");
        const auto one = m_cyd->say(request, Verdict::Approve, "cyd");
        QVERIFY2(one, qPrintable(whyNot(one)));
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->stand(request).seats.size(), 1, kSoonMs);
        const QString bob = m_bob->desk.writer;
        const auto ask = [this](const QString &statement) { return m_rig->server.sql(statement); };
        const auto last = ask(s("SELECT wseq || ' ' || encode(leaf_hash, 'hex') FROM journal.entry WHERE writer = '%1' "
                                "ORDER BY wseq DESC LIMIT 1")
                                  .arg(bob))
                              .split(QLatin1Char(' '));
        const auto prev = hashFromBytes(QByteArray::fromHex(last.value(1).toLatin1()));
        QVERIFY(prev);
        const DeviceKey key(randomBytes(32)); // not bob's
        const auto composed = compose(Uuid7::next(), m_bob->approval(request, "bob"),
                                      {ask(s("SELECT encode(leaf_hash, 'hex') FROM journal.entry WHERE idx = 0")), bob,
                                       last.value(0).toULongLong() + 1, *prev, EntryTime::now(m_bob->clock)});
        QVERIFY(composed);
        const QByteArray leaf = Envelope::seal(key, composed->bytes);
        m_rig->login(s("dev_forger"), s("journal_writer, journal_reader"));
        m_rig->allow(bob, s("dev_forger"));
        QCOMPARE(m_rig->server.sql(s("SET SESSION AUTHORIZATION dev_forger; SELECT status FROM journal.append('\\x%1')")
                                       .arg(QString::fromLatin1(leaf.toHex()))),
                 s("ok"));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_ann->stand(request).discounted.join(QLatin1Char('|')).contains(s("it was not signed by the device")),
            kSoonMs);
        QCOMPARE(m_ann->stand(request).seats.size(), 1);
        QVERIFY(whyNot(m_ann->pass("ann", planId(1))).contains(s("1 more approval")));
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->desk.hasAlarm(SharedAlarm::Kind::Void), kSoonMs);
    }

    // A row put in by force, with its tree: nothing behind it is believed, and nothing goes forward.
    void rowPutInByForce()
    {
        const QString request = asked("ann");
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->knows(request), kSoonMs);
        const QString said = m_rig->server.sql(
            s("SET session_replication_role = replica; INSERT INTO journal.entry (idx, leaf, leaf_hash, writer, wseq, "
              "id, kind, saga, gate, gate_gen, gate_won) SELECT h.size, e.leaf, sha256('\\x01'::bytea), e.writer, "
              "e.wseq + 1000, "
              "e.id, 'approval.decided', '%1', 'approval/%1', 1, true FROM journal.entry e, journal.head h WHERE "
              "e.idx = 3; UPDATE journal.head SET size = size + 1;")
                .arg(request));
        QVERIFY2(!said.startsWith(s("ERROR")), qPrintable(said));
        QTRY_VERIFY_WITH_TIMEOUT(!isKnownNow(&m_ann->book, s("who approved it"), {}).allowed, kSoonMs);
        QVERIFY2(m_ann->book.trouble().contains(s("log")), qPrintable(m_ann->book.trouble()));
        QCOMPARE(m_ann->stand(request).seats.size(), 0);
    }

    // A login that may write for its own device has no other way in.
    void forgedByWriter()
    {
        const QString request = asked("ann");
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->knows(request), kSoonMs);
        const auto as = [this](const QString &statement) {
            return m_rig->server.sql(s("SET SESSION AUTHORIZATION dev_mal; ") + statement);
        };
        QVERIFY(as(s("INSERT INTO journal.entry (idx, leaf, leaf_hash, writer, wseq, id, kind) SELECT 99, leaf, "
                     "leaf_hash, writer, 99, id, kind FROM journal.entry LIMIT 1"))
                    .contains(s("permission denied")));
        QVERIFY(as(s("UPDATE journal.gate SET idx = 0")).contains(s("permission denied")));
        QVERIFY(as(s("INSERT INTO journal.writer_role (writer, role) VALUES ('%1', 'dev_mal')").arg(m_bob->desk.writer))
                    .contains(s("permission denied")));
        const QString leaf = m_rig->server.sql(s("SELECT encode(leaf, 'hex') FROM journal.entry WHERE writer = '%1' "
                                                 "ORDER BY idx LIMIT 1")
                                                   .arg(m_bob->desk.writer));
        QCOMPARE(as(s("SELECT status FROM journal.append('\\x%1')").arg(leaf)), s("not-yours"));
        // A device that no administrator took in may file, where its login was let; nothing of it counts.
        Member mal(*m_rig, "dev_mal");
        QTRY_VERIFY_WITH_TIMEOUT(mal.knows(request), kSoonMs);
        const auto filed = mal.file(mal.approval(request, "bob"));
        QVERIFY2(filed, qPrintable(whyNot(filed)));
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->stand(request)
                                     .discounted.join(QLatin1Char('|'))
                                     .contains(s("no administrator has taken its device in")),
                                 kSoonMs);
        QCOMPARE(m_ann->stand(request).seats.size(), 0);
    }

    void replayedForAnotherPlan()
    {
        const QString first = asked("ann");
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->knows(first), kSoonMs);
        const Draft given = m_bob->approval(first, "bob");
        QVERIFY(m_bob->file(given));
        const auto second = m_ann->ask("ann", "4.9.0");
        QVERIFY2(second, qPrintable(whyNot(second)));
        QTRY_VERIFY_WITH_TIMEOUT(m_cyd->knows(*second), kSoonMs);
        // What bob signed, moved to the other request by who can sign as cyd's device.
        Draft moved = given;
        moved.saga = *second;
        moved.fields.insert(s("gate"), gateName(*second));
        QVERIFY(m_cyd->file(moved));
        const auto says = [&second](Member &member, const char *words) {
            return member.stand(*second).discounted.join(QLatin1Char('|')).contains(s(words));
        };
        for (Member *one : {m_ann.get(), m_cyd.get()}) // cyd's next generation comes behind it
            QTRY_VERIFY_WITH_TIMEOUT(says(*one, "it was given to another request"), kSoonMs);
        // With the right links, and the digest that was signed for.
        Draft linked = m_cyd->approval(*second, "cyd");
        linked.fields.insert(s("decision"), given.fields.value(s("decision")));
        QVERIFY(m_cyd->file(linked));
        QTRY_VERIFY_WITH_TIMEOUT(says(*m_ann, "it was given to another plan"), kSoonMs);
        QCOMPARE(m_ann->stand(*second).seats.size(), 0);
        // The very bytes a second time are the same entry.
        const QString again = m_rig->server.sql(
            s("SET SESSION AUTHORIZATION dev_bob; SELECT status FROM journal.append((SELECT leaf FROM journal.entry "
              "WHERE writer = '%1' AND kind = 'approval.decided' LIMIT 1))")
                .arg(m_bob->desk.writer));
        QCOMPARE(again, s("dup"));
    }

    void byRevokedKey()
    {
        const QString request = approved(0);
        QTRY_VERIFY_WITH_TIMEOUT(m_ann->stand(request).isOpen(), kSoonMs);
        const QString key = keyOf(m_bob->desk);
        // Stolen before bob signed: entry 1 is the last that is believed.
        Draft draft{.kind = s("key.revoke")};
        draft.fields = {{s("revoke"), QJsonObject{{s("keyid"), key}, {s("last_good_seq"), 1}}}};
        const auto revoked = m_ann->file(draft);
        QVERIFY2(revoked, qPrintable(whyNot(revoked)));
        for (Member *one : all()) {
            QTRY_COMPARE_WITH_TIMEOUT(one->stand(request).seats.size(), 1, kSoonMs);
            QVERIFY(one->stand(request)
                        .discounted.join(QLatin1Char('|'))
                        .contains(s("the key of its device had been revoked")));
        }
        QVERIFY(whyNot(m_ann->pass("ann", planId(1))).contains(s("1 more approval")));
        // And what it signs from now on.
        const auto more = m_ann->ask("ann", "4.9.0");
        QVERIFY2(more, qPrintable(whyNot(more)));
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->knows(*more), kSoonMs);
        (void)m_bob->file(m_bob->approval(*more, "bob"));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_ann->stand(*more).discounted.join(QLatin1Char('|')).contains(s("the key of its device had been revoked")),
            kSoonMs);
    }

    void onePersonFillsOneSeat()
    {
        const QString request = asked("ann");
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->knows(request) && m_cyd->knows(request), kSoonMs);
        const auto one = m_bob->say(request, Verdict::Approve, "bob");
        QVERIFY2(one, qPrintable(whyNot(one)));
        QTRY_COMPARE_WITH_TIMEOUT(m_cyd->stand(request).seats.size(), 1, kSoonMs);
        // On another device and under another account; refused there, and not counted if it is signed all the same.
        QVERIFY(
            whyNot(m_cyd->say(request, Verdict::Approve, "bob2")).contains(s("the same person has signed already")));
        QVERIFY(m_cyd->file(m_cyd->approval(request, "bob2")));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_ann->stand(request).discounted.join(QLatin1Char('|')).contains(s("the same person has signed already")),
            kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_bob->stand(request).discounted.join(QLatin1Char('|')).contains(s("the same person has signed already")),
            kSoonMs);
        // Another name on the same device: whoever owns it can claim any.
        QVERIFY(whyNot(m_bob->say(request, Verdict::Approve, "eve")).contains(s("signed on the same device")));
        QVERIFY(m_bob->file(m_bob->approval(request, "eve")));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_ann->stand(request).discounted.join(QLatin1Char('|')).contains(s("signed on the same device")), kSoonMs);
        QCOMPARE(m_ann->stand(request).seats.size(), 1);
    }

    // Whoever edits the rules on one device changes nothing: they count as an administrator pinned them.
    void roleClaimedByEditingTheWorkspace()
    {
        Workspace workspace;
        workspace.journal.team.type = s("postgresql");
        workspace.rulesDigest = s("sha256:as-agreed");
        const auto ask = [&](Member &member) { return rulesArePinned(workspace, &member.book); };
        QVERIFY(ask(*m_bob).reason.contains(s("No administrator has pinned")));
        QVERIFY(m_bob->file(rulesDraft(workspace.rulesDigest, actor(s("bob")), s(kWhy))));
        QVERIFY(m_ann->file(rulesDraft(s("sha256:as-agreed"), actor(s("ann")), s(kWhy))));
        QTRY_VERIFY_WITH_TIMEOUT(ask(*m_bob).allowed, kSoonMs);
        workspace.rulesDigest = s("sha256:mal-is-a-release-manager");
        QVERIFY(ask(*m_bob).reason.contains(s("is not what an administrator pinned")));
        const auto pinned = m_bob->file(rulesDraft(workspace.rulesDigest, actor(s("bob")), s(kWhy)));
        QVERIFY(pinned);
        const auto after = m_bob->file(m_bob->approval(asked("ann"), "bob")); // behind it in the log
        QVERIFY(after);
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->book.hasPlaceOf(after->id) && m_ann->book.hasPlaceOf(after->id), kSoonMs);
        QCOMPARE(m_bob->book.pinnedRules(), s("sha256:as-agreed"));
        QCOMPARE(m_ann->book.pinnedRules(), s("sha256:as-agreed"));
        QVERIFY(!ask(*m_bob).allowed);
    }

private:
    [[nodiscard]] QList<Member *> all() const { return {m_ann.get(), m_bob.get(), m_cyd.get()}; }
    QString asked(const char *who, const char *version = "4.8.0")
    {
        const auto request = m_ann->ask(who, version);
        if (!request)
            qFatal("%s", qPrintable(told(request.error())));
        for (Member *one : all()) {
            if (!QTest::qWaitFor([&] { return one->knows(*request); }, kSoonMs))
                qFatal("a request is not seen by everybody");
        }
        return *request;
    }
    // By bob and cyd; everybody has heard of it. One that was used before asks anew.
    QString approved(int round)
    {
        const QString request = asked("ann");
        for (Member *one : {m_bob.get(), m_cyd.get()}) {
            const auto said = one->say(request, Verdict::Approve, one == m_bob.get() ? "bob" : "cyd");
            if (!said)
                qFatal("round %d: %s", round, qPrintable(told(said.error())));
            for (Member *other : all()) {
                if (!QTest::qWaitFor([&] { return other->stand(request).seats.size() >= said->seats.size(); }, kSoonMs))
                    qFatal("an approval is not seen by everybody");
            }
        }
        return request;
    }
    [[nodiscard]] static QString keyOf(Desk &desk)
    {
        const auto first =
            await<QList<LoggedLeaf>>([&](auto done) { desk.journal->outbox()->leaves(1, 1, std::move(done)); });
        return first && !first->isEmpty() ? Envelope::open(first->first().leaf)->keyId : QString();
    }

    std::unique_ptr<TeamRig> m_rig;
    std::unique_ptr<Member> m_ann;
    std::unique_ptr<Member> m_bob;
    std::unique_ptr<Member> m_cyd;
};

QTEST_GUILESS_MAIN(TestTeamApprovals)
#include "tst_teamapprovals.moc"
