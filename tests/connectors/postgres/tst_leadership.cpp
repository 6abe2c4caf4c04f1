// SPDX-License-Identifier: GPL-3.0-or-later
// Who acts for a team, on a real server that is stopped in the middle.
#include "connectors/postgres/pgleadership.h"
#include "teamrig.h"

#include <QElapsedTimer>
#include <QTest>

using namespace astern;
using namespace astern::test;
using connectors::LeadershipOptions;
using connectors::PgLeadership;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
constexpr int kTakeOverMs = 5'000; // what is promised

} // namespace

class TestLeadership : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<TeamRig>(RealPostgres::Kind::Fast);
        QCOMPARE(m_rig->start(), QString());
        for (const char *login : {"dev_a", "dev_b", "stranger"})
            m_rig->login(s(login), s("journal_writer, journal_reader"));
        m_rig->allow(s("a"), s("dev_a"));
        m_rig->allow(s("b"), s("dev_b"));
    }
    void cleanup() { m_rig.reset(); }

    void oneLeadsAndTheOtherFollowsItsEnd()
    {
        auto a = open("dev_a");
        QTRY_VERIFY_WITH_TIMEOUT(a->state().leads, kTakeOverMs);
        auto b = open("dev_b");
        QTRY_COMPARE_WITH_TIMEOUT(b->state().leader, s("dev_a"), kTakeOverMs);
        QVERIFY(!b->state().leads);
        QVERIFY(b->state().why.contains(s("dev_a")));
        const quint64 epoch = a->state().epoch;
        for (int i = 0; i < 12; ++i) { // four leases long
            QTest::qWait(1'000);
            QVERIFY(a->state().leads && !b->state().leads);
        }
        QCOMPARE(a->state().epoch, epoch); // renewed, never taken anew
        a.reset();                         // in order: the lease is given back
        QTRY_VERIFY_WITH_TIMEOUT(b->state().leads, 2'000);
        QCOMPARE(b->state().epoch, epoch + 1);
    }

    // A process that stands still renews nothing. When it goes on it finds that it does not lead before it asks
    // anybody.
    void whoStandsStillLosesTheLease()
    {
        auto still = open("dev_a", 3'000, 600'000); // asks once
        QTRY_VERIFY_WITH_TIMEOUT(still->state().leads, kTakeOverMs);
        const quint64 epoch = still->state().epoch;
        auto b = open("dev_b");
        QVERIFY(!b->state().leads);
        QElapsedTimer timer;
        timer.start();
        bool both = false;
        while (!b->state().leads && timer.elapsed() < kTakeOverMs)
            QTest::qWait(5);
        QVERIFY2(b->state().leads, qPrintable(b->state().why));
        both = still->state().leads;
        QVERIFY(!both);
        QCOMPARE(b->state().epoch, epoch + 1);
        QVERIFY(!still->state().why.isEmpty());
        qInfo("taken over after %lld ms", timer.elapsed());
    }

    // Nobody can take over where the store is away, so whoever led goes on; nobody else begins.
    void theStoreGoesAwayAndComesBack()
    {
        auto a = open("dev_a");
        QTRY_VERIFY_WITH_TIMEOUT(a->state().leads, kTakeOverMs);
        auto b = open("dev_b");
        QTRY_COMPARE_WITH_TIMEOUT(b->state().leader, s("dev_a"), kTakeOverMs);
        m_rig->server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(b->state().why.contains(s("nobody knows")), kTakeOverMs);
        QTRY_VERIFY_WITH_TIMEOUT(a->state().leads, kTakeOverMs); // its lease may run out before it knows
        QTest::qWait(4'000);                                     // and long behind it
        QVERIFY(a->state().leads);
        QVERIFY(!b->state().leads);
        QCOMPARE(m_rig->server.start(), QString());
        QTRY_VERIFY_WITH_TIMEOUT(!b->state().why.contains(s("nobody knows")), kTakeOverMs);
        QTRY_VERIFY_WITH_TIMEOUT(a->state().leads != b->state().leads, kTakeOverMs);
    }

    void whoWritesForNoDeviceLeadsNobody()
    {
        auto stranger = open("stranger");
        QTRY_VERIFY_WITH_TIMEOUT(stranger->state().why.contains(s("writes for no device")), kTakeOverMs);
        auto a = open("dev_a");
        QTRY_VERIFY_WITH_TIMEOUT(a->state().leads, kTakeOverMs);
        // Another login cannot renew what is not its own, whatever it calls itself.
        const auto thief = m_rig->connect(s("dev_b"));
        const QString holder = m_rig->server.sql(s("SELECT holder FROM journal.leader"));
        QCOMPARE(
            thief->query("SELECT mine FROM journal.lease('guard/shop', $1::text, 'x', 3000)", {holder})->integer(0, 0),
            0);
        QVERIFY(thief->query("SELECT journal.leave('guard/shop', $1::text)", {holder}).ok());
        QVERIFY(a->state().leads);
        QCOMPARE(m_rig->server.sql(s("SELECT until > now() FROM journal.leader")), s("t"));
    }

private:
    std::unique_ptr<PgLeadership> open(const char *login, int leaseMs = 3'000, int renewMs = 750)
    {
        auto made = std::make_unique<PgLeadership>(LeadershipOptions{.store = m_rig->as(s(login)),
                                                                     .name = s("guard/shop"),
                                                                     .who = s(login),
                                                                     .leaseMs = leaseMs,
                                                                     .renewMs = renewMs,
                                                                     .clock = {}});
        made->want(true);
        return made;
    }
    std::unique_ptr<TeamRig> m_rig;
};

QTEST_GUILESS_MAIN(TestLeadership)
#include "tst_leadership.moc"
