// SPDX-License-Identifier: GPL-3.0-or-later
// Who is there, on a real server that goes away in between.
#include "connectors/postgres/pgpresence.h"
#include "teamrig.h"

#include <QElapsedTimer>
#include <QTest>

using namespace astern;
using namespace astern::test;
using connectors::PgPresence;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
constexpr int kSoonMs = 10'000;

QStringList names(const PgPresence &seen)
{
    QStringList all;
    for (const Present &one : seen.now().present)
        all.append(one.name + (one.self ? s("*") : QString()));
    return all;
}

} // namespace

class TestPresence : public QObject {
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

    void eachSeesTheOthersAndWhatTheyLookAt()
    {
        const auto a = open("dev_a");
        a->setSelf(s("person-a"), s("Ann"));
        QTRY_COMPARE_WITH_TIMEOUT(names(*a), QStringList{s("Ann*")}, kSoonMs);
        auto b = open("dev_b");
        b->setSelf(s("person-b"), s("Bob"));
        QTRY_COMPARE_WITH_TIMEOUT(names(*a), (QStringList{s("Ann*"), s("Bob")}), kSoonMs);
        const Whereabouts place{s("checkout"), s("prod"), s("eu-1")};
        QElapsedTimer took;
        took.start();
        b->look(place);
        QTRY_COMPARE_WITH_TIMEOUT(a->now().lookingAt(place).size(), 1, kSoonMs);
        QVERIFY(took.elapsed() < 5'000); // told, not found at the next look
        QCOMPARE(a->now().lookingAt(place).constFirst().login, s("dev_b"));
        QCOMPARE(a->now().nameOf(s("person-b")), s("Bob"));
        QVERIFY(b->now().lookingAt(place).isEmpty()); // the others
        b.reset();                                    // says good-bye
        QTRY_COMPARE_WITH_TIMEOUT(names(*a), QStringList{s("Ann*")}, 3'000);
        QCOMPARE(m_rig->server.sql(s("SELECT count(*) FROM journal.entry")), s("0")); // no part of the log
    }

    void whoDiesIsGoneSoon()
    {
        const auto a = open("dev_a", 300, 1'500);
        QTRY_COMPARE_WITH_TIMEOUT(a->now().present.size(), 1, kSoonMs);
        // As a process that was killed leaves it.
        QCOMPARE(as("dev_b", "SELECT journal.here('killed', '{\"name\": \"Bob\"}', 1000)"), QString());
        QTRY_COMPARE_WITH_TIMEOUT(a->now().present.size(), 2, kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(a->now().present.size(), 1, kSoonMs);
    }

    void nobodyWritesForAnother()
    {
        QCOMPARE(as("dev_a", "SELECT journal.here('one', '{\"name\": \"Ann\"}', 60000)"), QString());
        QVERIFY(as("dev_b", "SELECT journal.here('one', '{\"name\": \"Bob\"}', 60000)").contains(s("another login")));
        QCOMPARE(as("dev_b", "SELECT journal.gone('one')"), QString());
        QVERIFY(as("stranger", "SELECT journal.here('two', '{}', 60000)").contains(s("writes for no device")));
        QVERIFY(as("dev_b", "DELETE FROM journal.presence").contains(s("permission denied")));
        QVERIFY(as("dev_b", "SELECT journal.here('big', jsonb_build_object('name', repeat('x', 9000)), 1000)")
                    .startsWith(s("ERROR")));
        QCOMPARE(as("dev_a", "SELECT said ->> 'name' FROM journal.presence"), s("Ann"));
    }

    void whatWasKnownStaysWithItsTrouble()
    {
        const auto a = open("dev_a");
        a->setSelf(s("person-a"), s("Ann"));
        QTRY_COMPARE_WITH_TIMEOUT(names(*a), QStringList{s("Ann*")}, kSoonMs);
        QVERIFY(a->now().known && a->now().trouble.isEmpty());
        m_rig->server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!a->now().trouble.isEmpty(), kSoonMs);
        QCOMPARE(names(*a), QStringList{s("Ann*")});
        QCOMPARE(m_rig->server.start(), QString());
        QTRY_VERIFY_WITH_TIMEOUT(a->now().trouble.isEmpty(), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(names(*a), QStringList{s("Ann*")}, kSoonMs); // said anew
    }

private:
    std::unique_ptr<PgPresence> open(const char *login, int renewMs = 5'000, int goodMs = 15'000)
    {
        return std::make_unique<PgPresence>(connectors::PresenceOptions{.store = m_rig->as(s(login)),
                                                                        .program = s("a test"),
                                                                        .leaderName = s("guard/shop"),
                                                                        .renewMs = renewMs,
                                                                        .goodMs = goodMs});
    }
    QString as(const char *login, const char *statement)
    {
        return m_rig->server.sql(s("SET SESSION AUTHORIZATION %1; %2").arg(s(login), s(statement)));
    }

    std::unique_ptr<TeamRig> m_rig;
};

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"
