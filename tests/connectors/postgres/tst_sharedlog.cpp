// SPDX-License-Identifier: GPL-3.0-or-later
// Desktops that share a log, on a real server that is killed, stopped, set back and tampered with.
#include "desk.h"
#include "models/journal/canonical.h"
#include "models/journal/restore.h"

#include <QDir>
#include <QFile>
#include <QMutex>
#include <QTest>

#include <csignal>
#include <random>

using namespace astern;
using namespace astern::test;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
constexpr int kSoonMs = 30'000;
// As a superuser would who knows how to switch triggers off.
QString byForce(const char *statements)
{
    return s("SET session_replication_role = replica; BEGIN; %1 COMMIT;").arg(s(statements));
}

} // namespace

class TestSharedLog : public QObject {
    Q_OBJECT

    // Until the store was looked at from beginning to end since now.
    static void looksTwice(const Desk &desk)
    {
        for (int i = 0; i < 2; ++i) {
            const qint64 before = desk.log->state().checkedMs;
            QTRY_VERIFY_WITH_TIMEOUT(desk.log->state().checkedMs > before, kSoonMs);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<TeamRig>(RealPostgres::Kind::Durable);
        QCOMPARE(m_rig->start(), QString());
        for (const char *login : {"dev_a", "dev_b", "dev_c"})
            m_rig->login(s(login), s("journal_writer, journal_reader"));
        m_rig->login(s("guard"), s("journal_writer, journal_reader, journal_operator"));
    }
    void cleanup() { m_rig.reset(); }

    void entriesOfTwoDesksBecomeSharedAndWitnessed()
    {
        Desk guard(*m_rig, s("guard"), true);
        Desk a(*m_rig, s("dev_a"));
        guard.follow();
        QTRY_VERIFY_WITH_TIMEOUT(guard.log->state().size >= 2, kSoonMs);
        a.follow();
        QTRY_COMPARE_WITH_TIMEOUT(guard.log->state().pendingWriters, 1, kSoonMs);
        guard.approve(a);
        QTRY_COMPARE_WITH_TIMEOUT(a.log->state().pendingWriters, 0, kSoonMs);
        const auto receipt = a.record(JournalLevel::Shared);
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        QCOMPARE(
            m_rig->server.sql(
                s("SELECT count(*) FROM journal.entry WHERE encode(leaf_hash, 'hex') = '%1'").arg(receipt->leafHash)),
            s("1"));
        const auto witnessed = a.record(JournalLevel::Witnessed);
        QVERIFY2(witnessed.ok(), witnessed ? "" : qPrintable(witnessed.error().toString()));
        // The next entry says which head its writer had seen.
        QTRY_VERIFY_WITH_TIMEOUT(seenOf(a) > 0, kSoonMs);
        // The operator's head is one that others can read.
        QTRY_VERIFY_WITH_TIMEOUT(m_rig->server.sql(s("SELECT count(*) FROM journal.checkpoint")).toInt() > 0, kSoonMs);
        const QString note = m_rig->server.sql(s("SELECT note FROM journal.checkpoint ORDER BY size DESC LIMIT 1"));
        QVERIFY(note.startsWith(s("shop.example/journal/")));
        QTRY_COMPARE_WITH_TIMEOUT(a.log->state().root, guard.log->state().root, kSoonMs);
        QVERIFY(a.log->state().alarms.isEmpty());
        QVERIFY(guard.log->state().alarms.isEmpty());
    }

    void oneOfTwoDesksTakesTheDecision()
    {
        Desk a(*m_rig, s("dev_a"));
        Desk b(*m_rig, s("dev_b"));
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.log->state().size >= 2, kSoonMs);
        b.follow();
        QTRY_VERIFY_WITH_TIMEOUT(b.log->state().size >= 4, kSoonMs);
        const QJsonObject gate{{s("gate"), s("payments/prod")}, {s("gate_gen"), 1}};
        std::promise<void> go;
        const auto ready = go.get_future().share();
        const auto race = [&](Desk &desk) {
            return std::async(std::launch::async, [&desk, &gate, ready] {
                ready.wait();
                return desk.record(JournalLevel::Shared, gate, s("promotion.intent"));
            });
        };
        auto first = race(a);
        auto second = race(b);
        go.set_value();
        const auto one = first.get();
        const auto two = second.get();
        QVERIFY(one.ok() != two.ok());
        const Error &lost = one ? two.error() : one.error();
        QCOMPARE(int(lost.kind), int(Error::Kind::Conflict));
        QVERIFY(lost.toString().contains(s("payments/prod")));
        // The loser's chain goes on.
        QVERIFY((one ? b : a).record(JournalLevel::Shared).ok());
    }

    void aSuperusersHandIsFoundAndTheLogIsMadeWholeAgain_data()
    {
        QTest::addColumn<QString>("statements");
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("heals"); // without the administrator
        QTest::newRow("the tail is cut off, tree and head repaired")
            << byForce(
                   "DELETE FROM journal.entry WHERE idx >= 6; DELETE FROM journal.node WHERE (pos + 1) << level > 6; "
                   "UPDATE journal.head SET size = 6;")
            << int(SharedAlarm::Kind::Truncated) << true;
        QTest::newRow("all is cut off")
            << byForce("TRUNCATE journal.entry CASCADE; TRUNCATE journal.node; UPDATE journal.head SET size = 0;")
            << int(SharedAlarm::Kind::Truncated) << true;
        QTest::newRow("bytes of an entry") << byForce("UPDATE journal.entry SET leaf = leaf || 'x' WHERE idx = 3;")
                                           << int(SharedAlarm::Kind::Changed) << false;
        QTest::newRow("a name it is filed under") << byForce("UPDATE journal.entry SET kind = 'other' WHERE idx = 3;")
                                                  << int(SharedAlarm::Kind::Changed) << false;
        QTest::newRow("one in the middle is gone")
            << byForce("DELETE FROM journal.entry WHERE idx = 3;") << int(SharedAlarm::Kind::Changed) << false;
        QTest::newRow("a node of the tree")
            << byForce("UPDATE journal.node SET hash = sha256('x') WHERE level = 3 AND pos = 0;")
            << int(SharedAlarm::Kind::Changed) << false;
    }
    void aSuperusersHandIsFoundAndTheLogIsMadeWholeAgain()
    {
        QFETCH(QString, statements);
        QFETCH(int, kind);
        QFETCH(bool, heals);
        Desk a(*m_rig, s("dev_a"));
        a.follow();
        for (int i = 0; i < 8; ++i)
            QVERIFY(a.share());
        // Nothing of it is on its way: a row that comes while others are cut off stays behind the end.
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        const QString size = m_rig->server.sql(s("SELECT size FROM journal.head"));
        const QString before = m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(size));
        QVERIFY2(!m_rig->server.sql(statements).startsWith(s("ERROR")), qPrintable(m_rig->server.sql(statements)));
        QTRY_VERIFY_WITH_TIMEOUT(
            a.hasAlarm(SharedAlarm::Kind(kind)) || (heals && a.hasAlarm(SharedAlarm::Kind(kind), true)), kSoonMs);
        for (const SharedAlarm &alarm : a.log->state().alarms)
            QVERIFY(!alarm.words.isEmpty() && !alarm.hint.isEmpty());
        if (!heals) {
            QVERIFY(a.hasAlarm(SharedAlarm::Kind(kind)));
            return;
        }
        QVERIFY2(QTest::qWaitFor([&] { return a.hasAlarm(SharedAlarm::Kind(kind), true); }, kSoonMs),
                 stateOf(a).constData());
        QCOMPARE(m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(size)), before);
    }

    void lostEntriesOfTwoDesksComeBackInTheirOldOrder()
    {
        Desk a(*m_rig, s("dev_a"));
        Desk b(*m_rig, s("dev_b"));
        a.turnMs = b.turnMs = 20'000;
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.log->state().size >= 2, kSoonMs);
        b.follow();
        for (int i = 0; i < 4; ++i) {
            QVERIFY(a.share());
            QVERIFY(b.share());
        }
        QVERIFY2(QTest::qWaitFor([&] { return settled(a) && settled(b) && a.log->state().size == b.log->state().size; },
                                 kSoonMs),
                 (stateOf(a) + "; " + stateOf(b)).constData());
        const QString size = m_rig->server.sql(s("SELECT size FROM journal.head"));
        const QString before = m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(size));
        (void)m_rig->server.sql(
            byForce("DELETE FROM journal.entry WHERE idx >= 5; DELETE FROM journal.node WHERE (pos + 1) << level > 5; "
                    "UPDATE journal.head SET size = 5;"));
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Truncated, true) &&
                                     b.hasAlarm(SharedAlarm::Kind::Truncated, true),
                                 2 * kSoonMs);
        QCOMPARE(m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(size)), before);
    }

    void aReplacedTailIsFound()
    {
        Desk a(*m_rig, s("dev_a"));
        a.turnMs = 500;
        a.follow();
        for (int i = 0; i < 8; ++i)
            QVERIFY(a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        const QString lost = m_rig->server.sql(s("SELECT encode(leaf_hash, 'hex') FROM journal.entry WHERE idx = 9"));
        // Another writer's entries in their place, put there by append() itself, as many as there were.
        TestWriter other;
        m_rig->allow(other.id, s("dev_c"));
        QString put =
            s("SET session_replication_role = replica; BEGIN; DELETE FROM journal.entry WHERE idx >= 5; DELETE FROM "
              "journal.node WHERE (pos + 1) << level > 5; "
              "UPDATE journal.head SET size = 5; SET session_replication_role = origin; SET SESSION AUTHORIZATION "
              "dev_c; ");
        for (int i = 0; i < 8; ++i)
            put += s("SELECT status FROM journal.append('\\x%1'); ").arg(QString::fromLatin1(other.next().toHex()));
        const QString said = m_rig->server.sql(put + s("COMMIT;"));
        QVERIFY2(said.startsWith(s("ok")), qPrintable(said));
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Replaced), kSoonMs);
        const QString signedTo = m_rig->server.sql(s("SELECT max(size) FROM journal.cosignature"));
        // What was lost is sent again all the same, and the alarm stays: this is not the log that was witnessed.
        QTRY_COMPARE_WITH_TIMEOUT(
            m_rig->server.sql(s("SELECT count(*) FROM journal.entry WHERE encode(leaf_hash, 'hex') = '%1'").arg(lost)),
            s("1"), kSoonMs);
        QVERIFY(a.hasAlarm(SharedAlarm::Kind::Replaced));
        // No head of it contradicts one that this device has signed.
        QVERIFY(a.share());
        looksTwice(a);
        QCOMPARE(m_rig->server.sql(s("SELECT max(size) FROM journal.cosignature")), signedTo);
    }

    void aDeviceIsNoWitnessOfItself()
    {
        Desk a(*m_rig, s("dev_a"));
        a.follow();
        QVERIFY(a.share());
        QTRY_VERIFY_WITH_TIMEOUT(m_rig->server.sql(s("SELECT count(*) FROM journal.cosignature")).toInt() > 0, kSoonMs);
        looksTwice(a);
        QCOMPARE(a.log->state().witnessed, quint64(0));
    }

    void aRestoredJournalIsAFork()
    {
        Desk a(*m_rig, s("dev_a"));
        a.follow();
        QVERIFY(a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        a.log.reset();
        a.journal.reset();
        QProcess::execute(s("/bin/cp"), {s("-a"), a.folder(), a.folder() + s(".copy")});
        a.openJournal();
        a.follow();
        QVERIFY(a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        a.log.reset();
        a.journal.reset();
        QVERIFY(QDir(a.folder()).removeRecursively());
        QVERIFY(QDir().rename(a.folder() + s(".copy"), a.folder()));
        QFile::remove(a.folder() + s(".mark"));
        a.openJournal();
        (void)a.record(JournalLevel::Local);
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Forked), kSoonMs);
        const auto refused = a.record(JournalLevel::Shared);
        QVERIFY(!refused.ok());
        QCOMPARE(int(a.log->state().state), int(SharedLogState::State::Forked));
    }

    // Log and index are gone, and so are its groups: what the team's log has of this device is its journal again.
    void aLostJournalIsMadeWholeFromTheSharedLog()
    {
        Desk a(*m_rig, s("dev_a"));
        Desk b(*m_rig, s("dev_b"));
        a.approve(b);
        a.follow();
        b.follow();
        for (int i = 0; i < 70; ++i) // more than a group
            QVERIFY(a.record(JournalLevel::Local).ok());
        QVERIFY(b.share());
        QVERIFY(a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a) && settled(b); }, kSoonMs),
                 (stateOf(a) + "; " + stateOf(b)).constData());
        const auto before = state(*a.journal);
        a.log.reset();
        a.journal.reset();
        const auto device = DeviceKey(a.keys->load(s("device")).value()).publicKey();
        const auto restored = [&a, &device](const QString &stamp) {
            return Repair::fromMirror(a.folder(), a.mirrorFile(), device, stamp);
        };
        for (const char *name : {"/journal.db", "/journal.db-wal"})
            QFile::remove(a.folder() + s(name));
        QVERIFY(QDir(a.folder() + s("/log")).removeRecursively());
        a.openJournal();
        QCOMPARE(state(*a.journal)->state, JournalState::State::Truncated); // the mark knows better
        a.journal.reset();
        const auto done = restored(s("one"));
        QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().toString()));
        QVERIFY(done->entries >= before->size);
        a.openJournal();
        const auto now = state(*a.journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        QVERIFY(now->size >= before->size);
        const auto mine = entries(*a.journal, {.limit = 1'000});
        QVERIFY(mine.ok());
        // It goes on in its old place, and nobody calls it a fork.
        a.follow();
        QVERIFY(a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        QVERIFY(!a.hasAlarm(SharedAlarm::Kind::Forked));
        a.log.reset();
        a.journal.reset();
        // The copy of somebody else's log helps nobody: nothing is moved.
        QVERIFY(!Repair::fromMirror(a.folder(), a.mirrorFile(), QByteArray(32, 'x'), s("two")).ok());
        QVERIFY(QFile::exists(a.folder() + s("/log/00000000.seg")));
    }

    void aLoginWithoutRightIsToldAndGoesOnWhenItHasIt()
    {
        Desk a(*m_rig, s("dev_a"));
        QCOMPARE(m_rig->server.sql(s("DELETE FROM journal.writer_role")), QString());
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::NotYours), kSoonMs);
        const auto refused = a.record(JournalLevel::Shared);
        QVERIFY(!refused.ok());
        QCOMPARE(int(refused.error().kind), int(Error::Kind::NotPermitted));
        QVERIFY(a.record(JournalLevel::Local).ok());
        m_rig->allow(a.writer, s("dev_a"));
        QVERIFY(a.share());
        QVERIFY(a.hasAlarm(SharedAlarm::Kind::NotYours, true));
    }

    void aFailoverToACopyThatWasBehindEndsInResending()
    {
        Desk a(*m_rig, s("dev_a"));
        a.follow();
        for (int i = 0; i < 3; ++i)
            QVERIFY(a.share());
        m_rig->server.stop();
        QCOMPARE(m_rig->server.keepCopy(), QString());
        QCOMPARE(m_rig->server.start(), QString());
        QStringList shared;
        for (int i = 0; i < 5; ++i) {
            Result<Receipt> receipt = a.record(JournalLevel::Shared);
            for (const QDeadlineTimer deadline(kSoonMs); !receipt && !deadline.hasExpired();)
                receipt = a.record(JournalLevel::Shared);
            QVERIFY(receipt.ok());
            shared.append(receipt->leafHash);
        }
        m_rig->server.stop();
        QCOMPARE(m_rig->server.restoreCopy(), QString());
        QCOMPARE(m_rig->server.start(), QString());
        for (const QString &leaf : shared)
            QTRY_COMPARE_WITH_TIMEOUT(
                m_rig->server.sql(
                    s("SELECT count(*) FROM journal.entry WHERE encode(leaf_hash, 'hex') = '%1'").arg(leaf)),
                s("1"), kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(!a.hasAlarm(SharedAlarm::Kind::Truncated), kSoonMs);
        QVERIFY(!a.hasAlarm(SharedAlarm::Kind::Forked));
    }

    void nobodyWaitsForAServerThatStandsStill()
    {
        Desk a(*m_rig, s("dev_a"));
        a.answerMs = 1'000;
        a.follow();
        QVERIFY(a.share());
        QList<pid_t> stopped{pid_t(m_rig->server.pid())};
        for (const QString &pid :
             m_rig->server.sql(s("SELECT pid FROM pg_stat_activity WHERE usename = 'dev_a'")).split(QLatin1Char('\n')))
            stopped.append(pid_t(pid.toInt()));
        for (const pid_t pid : stopped)
            ::kill(pid, SIGSTOP);
        const auto local = a.record(JournalLevel::Local); // while the shared log waits
        const auto shared = a.record(JournalLevel::Shared);
        const auto state = a.log->state().state;
        for (const pid_t pid : stopped)
            ::kill(pid, SIGCONT);
        QVERIFY(local.ok());
        QVERIFY(!shared.ok());
        QVERIFY(shared.error().toString().size() > 10);
        QCOMPARE(int(state), int(SharedLogState::State::Away));
        QVERIFY(a.share());
        QTRY_COMPARE_WITH_TIMEOUT(a.log->state().waiting, quint64(0), kSoonMs);
    }

    void anEntryThatItsWriterDidNotSignIsVoid()
    {
        Desk a(*m_rig, s("dev_a"));
        a.follow();
        QVERIFY(a.share());
        TestWriter thief; // has the login of another writer, and not its key
        m_rig->allow(thief.id, s("dev_b"));
        connectors::PgStore store(m_rig->as(s("dev_b")));
        QVERIFY(store.connect().ok());
        QCOMPARE(int(store.append(thief.next())->status), int(Filed::Status::Ok));
        const DeviceKey other(randomBytes(32));
        const QByteArray forged = Envelope::seal(other, Envelope::open(thief.leaf())->payload);
        QCOMPARE(int(store.append(forged)->status), int(Filed::Status::Ok));
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Void), kSoonMs);
    }

    // Far from the newest rows: each check reads all of it, in pieces.
    void aRowOfLongAgoIsFoundToo_data()
    {
        QTest::addColumn<int>("row");
        QTest::newRow("in the first piece") << 1;
        QTest::newRow("in the middle") << 9;
        QTest::newRow("in the last, which is not whole") << 25;
    }
    void aRowOfLongAgoIsFoundToo()
    {
        QFETCH(int, row);
        Desk a(*m_rig, s("dev_a"));
        a.auditRows = 4;
        a.sweepRows = 4;
        a.follow();
        for (int i = 0; i < 30; ++i)
            QVERIFY(a.record(i == 29 ? JournalLevel::Shared : JournalLevel::Local).ok() || a.share());
        QVERIFY2(QTest::qWaitFor([&] { return settled(a); }, kSoonMs), stateOf(a).constData());
        const QString kind = m_rig->server.sql(s("SELECT kind FROM journal.entry WHERE idx = %1").arg(row));
        const auto change = [&](const QString &to) {
            (void)m_rig->server.sql(s("SET session_replication_role = replica; UPDATE journal.entry SET kind = '%1' "
                                      "WHERE idx = %2")
                                        .arg(to)
                                        .arg(row));
        };
        change(s("other"));
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Changed), kSoonMs);
        const auto alarms = a.log->state().alarms;
        QCOMPARE(int(alarms.last().index), row);
        // It stays, and no head is signed meanwhile, however often somebody notifies.
        const QString heads = s("SELECT count(*) FROM journal.cosignature");
        QVERIFY(a.share());
        const QString before = m_rig->server.sql(heads);
        for (int i = 0; i < 3; ++i)
            QVERIFY(a.share());
        a.log->checkNow();
        QVERIFY(a.hasAlarm(SharedAlarm::Kind::Changed));
        QCOMPARE(m_rig->server.sql(heads), before);
        change(kind);
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Changed, true), kSoonMs);
        QVERIFY(!a.log->state().worst());
        QVERIFY(a.share());
        QTRY_VERIFY_WITH_TIMEOUT(m_rig->server.sql(heads) != before, kSoonMs);
    }

    void whatWasSaidIsSharedEncryptedAndErasedEverywhere()
    {
        Desk a(*m_rig, s("dev_a"));
        Desk b(*m_rig, s("dev_b"));
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.log->state().size >= 2, kSoonMs);
        a.approve(b);
        b.follow();
        const auto say = [&](const QString &words) {
            Draft draft{.kind = s("test.entry")};
            draft.fields.insert(s("actor"), QJsonObject{{s("ref"), s("p-1")}});
            draft.personal.insert(s("rationale"), words);
            return append(*a.journal, draft);
        };
        const auto openings = [&] { return m_rig->server.sql(s("SELECT count(*) FROM journal.opening")); };
        QVERIFY(say(s("the tyres were flat")).ok());
        QTRY_COMPARE_WITH_TIMEOUT(openings(), s("1"), kSoonMs);
        QCOMPARE(m_rig->server.sql(s("SELECT count(*) FROM journal.opening WHERE subject = 'p-1' AND position('tyres' "
                                     "IN encode(box, 'escape')) > 0")),
                 s("0"));
        // Kept by somebody, to be brought back.
        const QString copy = m_rig->server.sql(s("SELECT entry || ',' || field || ',' || encode(box, 'hex') FROM "
                                                 "journal.opening"));
        const auto erased = await<Receipt>([&](Done<Receipt> done) {
            a.journal->erase({.subject = s("p-1"),
                              .basis = s("GDPR Art. 17(1)(b)"),
                              .reason = s("the person asked for it"),
                              .requested = {},
                              .by = s("p-2")},
                             std::move(done));
        });
        QVERIFY2(erased.ok(), erased ? "" : qPrintable(erased.error().toString()));
        const QString ofPerson = s("SELECT count(*) FROM journal.opening WHERE subject = 'p-1'");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->server.sql(ofPerson), s("0"), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->server.sql(s("SELECT count(*) FROM journal.erased_own")), s("1"), kSoonMs);
        // A copy that comes late, with the right login, and the whole journal once more.
        const QStringList parts = copy.split(QLatin1Char(','));
        connectors::PgStore late(m_rig->as(s("dev_a")));
        QVERIFY(late.connect().ok());
        QVERIFY(
            late.putOpening({parts.at(0), parts.at(1), s("p-1"), QByteArray::fromHex(parts.at(2).toLatin1())}).ok());
        a.log.reset();
        QVERIFY(QFile::remove(a.mirrorFile()));
        a.follow();
        QVERIFY(a.share());
        QCOMPARE(m_rig->server.sql(ofPerson), s("0"));
        // The other device says that nothing is left there, once.
        const QString acknowledged =
            s("SELECT count(*) FROM journal.entry WHERE kind = 'privacy.acknowledged' AND writer = '%1'").arg(b.writer);
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->server.sql(acknowledged), s("1"), kSoonMs);
        b.log.reset();
        b.follow();
        QVERIFY(b.share());
        QCOMPARE(m_rig->server.sql(acknowledged), s("1"));
        QVERIFY(a.log->state().alarms.isEmpty());
        // What the person says later has another key, and stays.
        QVERIFY(say(s("all is well again")).ok());
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->server.sql(ofPerson), s("1"), kSoonMs);
    }

    void whoDoesNotAcknowledgeAnErasureIsNamed()
    {
        Desk a(*m_rig, s("dev_a"));
        Desk b(*m_rig, s("dev_b"));
        a.acknowledgeMs = 0; // 30 days are over at once
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.log->state().size >= 2, kSoonMs);
        a.approve(b);
        b.follow();
        QTRY_COMPARE_WITH_TIMEOUT(b.log->state().pendingWriters, 0, kSoonMs);
        QVERIFY(b.share());
        b.log.reset();
        Draft draft{.kind = s("test.entry")};
        draft.fields.insert(s("actor"), QJsonObject{{s("ref"), s("p-1")}});
        draft.personal.insert(s("rationale"), s("the tyres were flat"));
        QVERIFY(append(*a.journal, draft).ok());
        QVERIFY(await<Receipt>([&](Done<Receipt> done) {
                    a.journal->erase({.subject = s("p-1"),
                                      .basis = s("GDPR Art. 17(1)(b)"),
                                      .reason = s("the person asked for it"),
                                      .requested = {},
                                      .by = s("p-2")},
                                     std::move(done));
                }).ok());
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Unacknowledged), kSoonMs);
        QVERIFY(a.log->state().worst()->words.contains(b.writer));
        b.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.hasAlarm(SharedAlarm::Kind::Unacknowledged, true), kSoonMs);
    }

    // Eight writers, sessions ended at random, the server stopped in the middle and started again.
    void nothingAcknowledgedIsLostUnderKills()
    {
        constexpr int kWriters = 8;
        constexpr int kEach = 60;
        std::vector<std::unique_ptr<TestWriter>> writers;
        for (int i = 0; i < kWriters; ++i) {
            writers.push_back(std::make_unique<TestWriter>());
            m_rig->allow(writers.back()->id, s("dev_a"));
        }
        std::atomic<int> alive = kWriters;
        std::atomic<int> acked = 0;
        std::atomic<int> retries = 0;
        QMutex mutex;
        QSet<QString> acknowledged;
        QStringList wrong;
        std::vector<std::thread> threads;
        for (auto &writer : writers) {
            threads.emplace_back([&, w = writer.get()] {
                connectors::PgStore store(m_rig->as(s("dev_a")));
                for (int i = 0; i < kEach; ++i) {
                    const QByteArray leaf = w->next();
                    for (const QDeadlineTimer deadline(60'000);;) {
                        const auto ready = store.connected() ? Result<Ok>(Ok{}) : store.connect();
                        const auto filed = ready ? store.append(leaf) : Result<Filed>(ready.error());
                        if (filed && (filed->status == Filed::Status::Ok || filed->status == Filed::Status::Dup)) {
                            const QMutexLocker lock(&mutex);
                            acknowledged.insert(toHex(Merkle::leafHash(leaf)));
                            ++acked;
                            break;
                        }
                        if (filed || deadline.hasExpired()) {
                            const QMutexLocker lock(&mutex);
                            wrong.append(filed ? s("status %1").arg(int(filed->status)) : filed.error().toString());
                            --alive;
                            return;
                        }
                        ++retries;
                        std::this_thread::sleep_for(std::chrono::milliseconds(20));
                    }
                }
                --alive;
            });
        }
        bool restarted = false;
        std::mt19937 random(20261127);
        while (alive > 0) {
            QTest::qWait(150); // else hardly anything is done between two kills
            (void)m_rig->server.sql(
                s("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE "
                  "usename = 'dev_a' ORDER BY random() LIMIT %1) x")
                    .arg(1 + int(random() % 3)));
            if (!restarted && acked > kWriters * kEach / 3) {
                m_rig->server.stop();
                QCOMPARE(m_rig->server.start(), QString());
                restarted = true;
            }
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(wrong, QStringList());
        QCOMPARE(int(acked), kWriters * kEach);
        QVERIFY(restarted);
        QVERIFY(retries > 0); // else nothing was killed
        QCOMPARE(
            m_rig->server.sql(s("SELECT count(*), max(idx) + 1, (SELECT size FROM journal.head) FROM journal.entry")),
            s("%1|%1|%1").arg(kWriters * kEach));
        connectors::PgStore store(m_rig->as(s("dev_a")));
        QVERIFY(store.connect().ok());
        const auto rows = store.rows(0, 100'000);
        Merkle::Frontier tree;
        for (const SharedRow &row : *rows) {
            acknowledged.remove(toHex(row.leafHash));
            tree.append(Merkle::leafHash(row.leaf));
        }
        QVERIFY(acknowledged.isEmpty());
        QCOMPARE(m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(kWriters * kEach)),
                 toHex(tree.root()));
        qInfo("%d retries", int(retries));
    }

private:
    // Nothing is left that it would do by itself. Not for QTRY_VERIFY, which asks once more after it was so: what
    // others write may be on its way by then.
    bool settled(const Desk &desk) const
    {
        const SharedLogState state = desk.log->state();
        return state.state == SharedLogState::State::Following && state.waiting == 0 && state.size > 0 &&
               state.checkedMs > 0 && mirrored(desk) && hasAnnounced(desk);
    }
    // Its key for heads: an entry that it writes once it sees its own ones.
    bool hasAnnounced(const Desk &desk) const
    {
        return m_rig->server.sql(s("SELECT count(*) FROM journal.entry WHERE writer = '%1' AND kind = '%2'")
                                     .arg(desk.writer, QLatin1String(kCosignKind))) == s("1");
    }
    static QByteArray stateOf(const Desk &desk)
    {
        const SharedLogState state = desk.log->state();
        return s("%1 %2 %3; waiting %4, read %5 of %6, checked %7")
            .arg(int(state.state))
            .arg(state.words, state.trouble)
            .arg(state.waiting)
            .arg(state.size)
            .arg(desk.size())
            .arg(state.checkedMs)
            .toUtf8();
    }
    static bool mirrored(const Desk &desk)
    {
        auto mirror = desk.log->state();
        return quint64(desk.size()) <= mirror.size;
    }
    static qint64 seenOf(Desk &desk)
    {
        const auto receipt = desk.record(JournalLevel::Local);
        const auto last = await<QList<LoggedLeaf>>(
            [&](auto done) { desk.journal->outbox()->leaves(receipt->index, 1, std::move(done)); });
        const auto payload = fromCanonical(Envelope::open(last->first().leaf)->payload);
        return payload->value(QLatin1String("seen")).toObject().value(QLatin1String("size")).toInteger();
    }

    std::unique_ptr<TeamRig> m_rig;
};

QTEST_GUILESS_MAIN(TestSharedLog)
#include "tst_sharedlog.moc"
