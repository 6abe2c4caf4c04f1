// SPDX-License-Identifier: GPL-3.0-or-later
// What people of a team are called, on a real server: who may say it, who hears it, and that it goes.
#include "desk.h"

#include <QDir>
#include <QFile>

using namespace astern;
using namespace astern::test;
using connectors::PgConnection;
using connectors::PgStore;
using connectors::TeamSetup;

namespace {

constexpr int kSoonMs = 30'000;

QString s(const char *text) { return QString::fromUtf8(text); }

QString idOf(const QByteArray &leaf) { return fromCanonical(Envelope::open(leaf)->payload)->value(s("id")).toString(); }

// Files an entry in which this actor speaks; its id.
QString spoken(PgStore &store, TestWriter &by, const QJsonObject &actor)
{
    const QByteArray leaf =
        by.next(s("test.entry"), actor.isEmpty() ? QJsonObject() : QJsonObject{{s("actor"), actor}});
    (void)store.append(leaf);
    return idOf(leaf);
}

} // namespace

class TestTeamNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_rig = std::make_unique<TeamRig>(RealPostgres::Kind::Fast);
        QCOMPARE(m_rig->start(), QString());
        for (const char *login : {"dev_a", "dev_b"})
            m_rig->login(s(login), s("journal_writer, journal_reader"));
        m_rig->login(s("auditor"), s("journal_reader"));
        m_rig->login(s("privacy"), s("journal_privacy"));
        m_store = std::make_unique<PgStore>(m_rig->as(s("dev_a")));
        QVERIFY(m_store->connect().ok());
    }

    // Of those who speak in its own entries, and of nobody else.
    void aDeviceNamesItsOwn()
    {
        TestWriter writer;
        TestWriter other;
        m_rig->allow(writer.id, s("dev_a"));
        m_rig->allow(other.id, s("dev_b"));
        PgStore theirs(m_rig->as(s("dev_b")));
        QVERIFY(theirs.connect().ok());
        (void)spoken(*m_store, writer, {});
        (void)spoken(theirs, other, {});
        const QString anna = spoken(*m_store, writer, {{s("ref"), s("n-1")}, {s("person"), s("person-n")}});
        const QString machine = spoken(*m_store, writer, {{s("ref"), s("guard")}, {s("automation"), true}});
        const QString nobody = spoken(*m_store, writer, {});
        const QString bob = spoken(theirs, other, {{s("ref"), s("n-2")}});
        const auto names = [&](const TestWriter &of) {
            return m_rig->server.sql(s("SELECT string_agg(ref || '/' || person || '/' || name || '/' || db_user, ',' "
                                       "ORDER BY ref) FROM journal.person_name WHERE writer = '%1'")
                                         .arg(of.id));
        };
        QVERIFY(m_store->sayName(anna, s("Anna")).ok());
        QVERIFY(theirs.sayName(bob, s("Bob")).ok());
        QCOMPARE(names(writer), s("n-1/person-n/Anna/dev_a"));
        // Another's entry, one in which a machine speaks or nobody, none at all.
        for (const QString &entry : {bob, machine, nobody, s("no such entry")})
            QVERIFY(m_store->sayName(entry, s("Mallory")).ok());
        QVERIFY(theirs.sayName(anna, s("Mallory")).ok());
        QCOMPARE(names(writer), s("n-1/person-n/Anna/dev_a"));
        QCOMPARE(names(other), s("n-2//Bob/dev_b"));
        // A new name comes with a new entry; an old one changes nothing.
        QVERIFY(m_store->sayName(anna, s("Annabel")).ok());
        QCOMPARE(names(writer), s("n-1/person-n/Anna/dev_a"));
        const QString later = spoken(*m_store, writer, {{s("ref"), s("n-1")}, {s("person"), s("person-n")}});
        QVERIFY(m_store->sayName(later, s("Annabel")).ok());
        QVERIFY(m_store->sayName(anna, s("Anna")).ok());
        QCOMPARE(names(writer), s("n-1/person-n/Annabel/dev_a"));
        // Everybody reads them.
        const auto read = theirs.names();
        QVERIFY(read.ok());
        QVERIFY(read->contains(SaidName{s("dev_a"), writer.id, s("n-1"), s("person-n"), s("Annabel"), 4}));
        QCOMPARE(m_rig->connect(s("auditor"))->query("SELECT count(*) FROM journal.person_name")->integer(0, 0),
                 read->size());
    }

    void whatNoNameMayBeIsRefusedHereToo_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("nothing") << QString();
        QTest::newRow("too long") << QString(101, QLatin1Char('a'));
        QTest::newRow("a space before") << s(" Anna");
        for (const char *bad :
             {"Anna\nBob", "Anna\tBob", "\x1b[31mAnna", "Anna\x7f", "Anna\u0085", "Anna\u202e", "\u2066Anna",
              "An\u200bna", "An\u00adna", "Anna\u3164", "Anna\u2028", "Anna\ufeff", "Anna\U000e0041", "Anna\U0010ffff"})
            QTest::addRow("%s", QByteArray(bad).toHex().constData()) << s(bad);
    }
    void whatNoNameMayBeIsRefusedHereToo()
    {
        QFETCH(const QString, name);
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        (void)spoken(*m_store, writer, {});
        const QString entry = spoken(*m_store, writer, {{s("ref"), s("n-3")}});
        QVERIFY(!isName(name));
        // Whoever leaves out that check.
        const auto device = m_rig->connect(s("dev_a"));
        const auto said =
            device->query("SELECT journal.say_name($1::text, $2::text)", {entry, name.isNull() ? s("") : name});
        QVERIFY(!said.ok());
        QCOMPARE(connectors::sqlStateOf(said.error()), s("23514"));
        QVERIFY(m_store->sayName(entry, s("Anna Möller 山田 🚀")).ok());
        QCOMPARE(m_rig->server.sql(s("SELECT name FROM journal.person_name WHERE writer = '%1'").arg(writer.id)),
                 s("Anna Möller 山田 🚀"));
    }

    // By whom of the two, and by which of the pseudonyms.
    void namesGoAndStayGone_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<bool>("byDevice");
        QTest::newRow("the account, by the team") << s("g-1") << false;
        QTest::newRow("the person, by the team") << s("person-g") << false;
        QTest::newRow("the account, by its device") << s("g-1") << true;
        QTest::newRow("the person, by its device") << s("person-g") << true;
    }
    void namesGoAndStayGone()
    {
        QFETCH(const QString, subject);
        QFETCH(const bool, byDevice);
        // Other pseudonyms for each row: what the team erased it erased for good.
        const QString mark = s(QTest::currentDataTag()).remove(QLatin1Char(' ')).remove(QLatin1Char(','));
        const QString whom = subject + mark;
        const QJsonObject actor{{s("ref"), s("g-1") + mark}, {s("person"), s("person-g") + mark}};
        TestWriter writer;
        TestWriter other;
        m_rig->allow(writer.id, s("dev_a"));
        m_rig->allow(other.id, s("dev_b"));
        PgStore theirs(m_rig->as(s("dev_b")));
        QVERIFY(theirs.connect().ok());
        (void)spoken(*m_store, writer, {});
        (void)spoken(theirs, other, {});
        const QString entry = spoken(*m_store, writer, actor);
        const QString colleague = spoken(*m_store, writer, {{s("ref"), s("h-1") + mark}});
        const QString elsewhere =
            spoken(theirs, other, {{s("ref"), s("g-2") + mark}, {s("person"), s("person-g") + mark}});
        QVERIFY(m_store->sayName(entry, s("Anna")).ok() && m_store->sayName(colleague, s("Bob")).ok());
        QVERIFY(theirs.sayName(elsewhere, s("Anna")).ok());
        const auto left = [&](const TestWriter &of) {
            return m_rig->server.sql(
                s("SELECT string_agg(name, ',') FROM journal.person_name WHERE writer = '%1'").arg(of.id));
        };
        QCOMPARE(left(writer).size(), s("Anna,Bob").size());
        if (byDevice) {
            const QByteArray order = writer.next(s("privacy.erase"), {{s("erase"), QJsonObject{{s("subject"), whom}}}});
            (void)m_store->append(order);
            QVERIFY(m_store->eraseOpenings(idOf(order)).ok());
        } else {
            QVERIFY(m_rig->connect(s("privacy"))->query("SELECT journal.erase($1::text)", {whom}).ok());
        }
        QCOMPARE(left(writer), s("Bob"));
        QVERIFY(m_store->sayName(entry, s("Anna")).ok()); // a copy that comes late
        QCOMPARE(left(writer), s("Bob"));
        // What another device said of the person goes by the team's hand alone.
        const bool ofBoth = !byDevice && subject == s("person-g");
        QCOMPARE(left(other), ofBoth ? QString() : s("Anna"));
        // Who speaks again says it anew, where not the team itself has erased them.
        const QString again = spoken(*m_store, writer, actor);
        QVERIFY(m_store->sayName(again, s("Anna")).ok());
        QCOMPARE(left(writer).contains(s("Anna")), byDevice);
    }

    // Prepared by a version that knew no names: the log works, and names come with `team init`.
    void aDatabaseFromBeforeIsBroughtUp()
    {
        QCOMPARE(m_rig->server.sql(s("CREATE DATABASE before ENCODING 'UTF8' TEMPLATE template0")), QString());
        auto admin = PgConnection::open(m_rig->as(s("postgres"), s("before")), m_rig->waker);
        QVERIFY(admin.ok());
        QByteArray sql = "BEGIN;";
        for (int version = 1; version <= 5; ++version) {
            const QDir folder(s(":/astern/team"));
            const QStringList found = folder.entryList({s("00%1-*.sql").arg(version)});
            QCOMPARE(found.size(), 1);
            QFile file(folder.filePath(found.constFirst()));
            QVERIFY(file.open(QIODevice::ReadOnly));
            sql += file.readAll() + "\nRESET ROLE;\nINSERT INTO journal.version (version) VALUES (" +
                   QByteArray::number(version) + ");\n";
        }
        QVERIFY((*admin)->run(sql + "COMMIT;").ok());
        TestWriter writer;
        QVERIFY((*admin)
                    ->query("INSERT INTO journal.writer_role (writer, role) VALUES ($1::text, 'dev_a')", {writer.id})
                    .ok());
        PgStore store(m_rig->as(s("dev_a"), s("before")));
        QVERIFY(store.connect().ok());
        (void)spoken(store, writer, {});
        const QString entry = spoken(store, writer, {{s("ref"), s("b-1")}});
        QVERIFY(store.sayName(entry, s("Anna")).ok());
        QCOMPARE(store.names().value().size(), 0);
        TeamSetup setup(**admin);
        const auto plan = setup.plan();
        QVERIFY2(plan.ok(), plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(plan->installed, 5);
        const auto applied = setup.apply(*plan);
        QVERIFY2(applied.ok(), applied ? "" : qPrintable(applied.error().toString() + applied.error().detail));
        QVERIFY(store.connect().ok());
        QVERIFY(store.sayName(entry, s("Anna")).ok());
        QCOMPARE(store.names().value().size(), 1);
        QVERIFY(setup.plan()->steps.isEmpty());
    }

    // Whoever speaks on one device has a name on the other, while the database is away, too, until it is erased.
    void whoSpeaksHasANameEverywhere()
    {
        TeamRig rig(RealPostgres::Kind::Fast); // of its own: the first entry makes its device the administrator's
        QCOMPARE(rig.start(), QString());
        for (const char *login : {"desk_a", "desk_b"})
            rig.login(s(login), s("journal_writer, journal_reader"));
        Desk a(rig, s("desk_a"));
        Desk b(rig, s("desk_b"));
        a.follow();
        QTRY_VERIFY_WITH_TIMEOUT(a.log->state().size >= 2, kSoonMs);
        a.approve(b);
        b.follow();
        const auto say = [&](Desk &desk, const QString &ref, const QString &name) {
            Draft draft{.kind = s("test.entry")};
            draft.fields.insert(s("actor"), QJsonObject{{s("ref"), ref}, {s("person"), s("person-") + ref}});
            draft.personal.insert(s("actor.name"), name);
            return append(*desk.journal, draft).ok();
        };
        const auto called = [](const Desk &desk, const char *who) {
            return readNames(namesFile(desk.mirrorFile())).of(s(who));
        };
        QVERIFY(say(a, s("p-1"), s("Anna")) && say(b, s("p-2"), s("Bob")));
        QTRY_COMPARE_WITH_TIMEOUT(called(b, "person-p-1"), s("Anna"), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(called(a, "p-2"), s("Bob"), kSoonMs);
        QVERIFY(say(a, s("p-1"), s("Anna Möller")));
        QTRY_COMPARE_WITH_TIMEOUT(called(b, "p-1"), s("Anna Möller"), kSoonMs);
        rig.server.stop();
        b.log.reset();
        b.follow();
        QTRY_VERIFY_WITH_TIMEOUT(b.log->state().state == SharedLogState::State::Away, kSoonMs);
        QCOMPARE(called(b, "p-1"), s("Anna Möller"));
        QCOMPARE(rig.server.start(), QString());
        QVERIFY(a.share());
        QVERIFY(b.share());
        QVERIFY(await<Receipt>([&](Done<Receipt> done) {
                    a.journal->erase({.subject = s("p-1"),
                                      .basis = s("GDPR Art. 17(1)(b)"),
                                      .reason = s("the person asked for it"),
                                      .requested = {},
                                      .by = s("p-2")},
                                     std::move(done));
                }).ok());
        // Before it says that nothing is left there.
        const QString acknowledged =
            s("SELECT count(*) FROM journal.entry WHERE kind = 'privacy.acknowledged' AND writer = '%1'").arg(b.writer);
        QTRY_COMPARE_WITH_TIMEOUT(called(b, "p-1"), QString(), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(called(a, "p-1"), QString(), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(rig.server.sql(acknowledged), s("1"), kSoonMs);
        // Nor does it come back when this device reads its whole journal once more.
        a.log.reset();
        QVERIFY(QFile::remove(a.mirrorFile()) && QFile::remove(namesFile(a.mirrorFile())));
        a.follow();
        QVERIFY(a.share());
        QTRY_COMPARE_WITH_TIMEOUT(called(a, "p-2"), s("Bob"), kSoonMs);
        QCOMPARE(rig.server.sql(s("SELECT string_agg(name, ',') FROM journal.person_name")), s("Bob"));
        // A backup that somebody restores brings it back into no copy.
        QCOMPARE(
            rig.server.sql(s("INSERT INTO journal.person_name SELECT e.writer, 'p-1', 'person-p-1', 'Anna', e.wseq, "
                             "e.db_user FROM journal.entry e WHERE e.writer = '%1' AND e.kind = 'test.entry' "
                             "ORDER BY e.idx LIMIT 1")
                               .arg(a.writer)),
            QString());
        for (int i = 0; i < 2; ++i) { // looked at from beginning to end
            const qint64 before = b.log->state().checkedMs;
            QTRY_VERIFY_WITH_TIMEOUT(b.log->state().checkedMs > before, kSoonMs);
        }
        QCOMPARE(readNames(namesFile(b.mirrorFile())).said().size(), 1);
        QCOMPARE(called(b, "p-1"), QString());
    }

private:
    std::unique_ptr<TeamRig> m_rig;
    std::unique_ptr<PgStore> m_store;
};

QTEST_GUILESS_MAIN(TestTeamNames)
#include "tst_teamnames.moc"
