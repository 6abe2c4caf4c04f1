// SPDX-License-Identifier: GPL-3.0-or-later
// What the shared store itself promises, on a real server.
#include "models/journal/canonical.h"
#include "teamrig.h"
#include "tests/support/fakeserver.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <csignal>
#include <thread>

using namespace astern;
using namespace astern::test;
using connectors::PgConnection;
using connectors::PgOptions;
using connectors::PgStore;
using connectors::PgValue;
using connectors::TeamSetup;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

QString name(const Result<Filed> &filed)
{
    static const char *const names[] = {"ok", "dup", "stale", "gap", "fork", "not-yours", "malformed"};
    return filed ? s(names[int(filed->status)]) : filed.error().toString() + filed.error().detail;
}

QString idOf(const QByteArray &leaf) { return fromCanonical(Envelope::open(leaf)->payload)->value(s("id")).toString(); }

QList<Hash> hashes(const QString &array) // "{\\x..,\\x..}"
{
    QList<Hash> list;
    for (const QString &item : array.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        list.append(hashFromHex(item).value_or(Hash{}));
    return list;
}

} // namespace

class TestTeamStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_rig = std::make_unique<TeamRig>(RealPostgres::Kind::Durable);
        QCOMPARE(m_rig->start(), QString());
        m_rig->login(s("dev_a"), s("journal_writer, journal_reader"));
        m_rig->login(s("dev_b"), s("journal_writer, journal_reader"));
        m_rig->login(s("guard"), s("journal_writer, journal_reader, journal_operator"));
        m_rig->login(s("auditor"), s("journal_reader"));
        m_rig->login(s("privacy"), s("journal_privacy"));
        m_rig->login(s("reader"), s("journal_writer, journal_reader")); // the name in client.crt
        m_store = std::make_unique<PgStore>(m_rig->as(s("dev_a")));
        const auto connected = m_store->connect();
        QVERIFY2(connected.ok(), connected ? "" : qPrintable(connected.error().toString()));
    }

    void initIsDoneOnce()
    {
        const auto admin = m_rig->connect(s("postgres"));
        const auto plan = TeamSetup(*admin).plan();
        QVERIFY(plan.ok());
        QVERIFY(plan->steps.isEmpty());
        QCOMPARE(plan->installed, plan->wanted);
    }

    void refusesADatabaseThatHoldsSomethingElse_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("statements");
        QTest::newRow("a table") << s("other") << s("CREATE TABLE shop (id int)");
        QTest::newRow("a schema of this name") << s("another") << s("CREATE SCHEMA journal");
        QTest::newRow("newer") << s("newer")
                               << s("CREATE SCHEMA journal; CREATE TABLE journal.version (version int); "
                                    "INSERT INTO journal.version VALUES (1000)");
    }
    void refusesADatabaseThatHoldsSomethingElse()
    {
        QFETCH(QString, database);
        QFETCH(QString, statements);
        QCOMPARE(m_rig->server.sql(s("CREATE DATABASE ") + database), QString());
        QCOMPARE(m_rig->server.sql(statements, database), QString());
        auto connection = PgConnection::open(m_rig->as(s("postgres"), database), m_rig->waker);
        QVERIFY(connection.ok());
        const auto plan = TeamSetup(**connection).plan();
        QVERIFY(!plan.ok());
        QCOMPARE(int(plan.error().kind), int(Error::Kind::Refused));
    }

    void statuses()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        const auto answer = [this](const QByteArray &leaf) { return m_store->append(leaf); };
        const QByteArray first = writer.next();
        auto filed = answer(first);
        QVERIFY2(filed.ok(), filed ? "" : qPrintable(filed.error().toString() + filed.error().detail));
        QCOMPARE(name(filed), s("ok"));
        const quint64 index = filed->at;
        filed = answer(first);
        QCOMPARE(name(filed), s("dup"));
        QCOMPARE(filed->at, index);
        TestWriter copy = writer.seq ? TestWriter{} : TestWriter{};
        copy.id = writer.id;
        const QByteArray otherFirst = copy.leaf();
        QCOMPARE(name(answer(otherFirst)), s("fork")); // a used number
        QCOMPARE(name(answer(otherFirst)), s("fork")); // and again, kept once
        const QByteArray second = writer.next();
        const QByteArray third = writer.next();
        filed = answer(third);
        QCOMPARE(name(filed), s("gap"));
        QCOMPARE(filed->at, quint64(1));
        QCOMPARE(name(answer(second)), s("ok"));
        QCOMPARE(name(answer(third)), s("ok"));
        const Hash right = std::exchange(writer.prev, Hash{});
        QCOMPARE(name(answer(writer.leaf())), s("fork")); // another entry before it
        writer.prev = right;
        QCOMPARE(m_rig->server.sql(s("SELECT count(*) FROM journal.fork WHERE writer = '%1'").arg(writer.id)), s("2"));

        TestWriter stranger;
        QCOMPARE(name(answer(stranger.leaf())), s("not-yours"));
        TestWriter colleague; // somebody may write for it, and not this login
        m_rig->allow(colleague.id, s("dev_b"));
        QCOMPARE(name(answer(colleague.leaf())), s("not-yours"));
        QCOMPARE(name(answer("nonsense")), s("malformed"));
    }

    void oneOfTwoTakesAGate()
    {
        TestWriter a;
        TestWriter b;
        m_rig->allow(a.id, s("dev_a"));
        m_rig->allow(b.id, s("dev_b"));
        PgStore other(m_rig->as(s("dev_b")));
        QVERIFY(other.connect().ok());
        QCOMPARE(name(m_store->append(a.next())), s("ok"));
        QCOMPARE(name(other.append(b.next())), s("ok"));
        const auto gate = [](int generation) {
            return QJsonObject{{s("gate"), s("payments/prod")}, {s("gate_gen"), generation}};
        };
        QCOMPARE(name(m_store->append(a.next(s("promotion.intent"), gate(1)))), s("ok"));
        const QByteArray late = b.next(s("promotion.intent"), gate(1));
        auto filed = other.append(late);
        QCOMPARE(name(filed), s("stale"));
        QCOMPARE(filed->why, s("1"));
        // A lost answer must not become a win.
        QCOMPARE(name(other.append(late)), s("stale"));
        // The chain of the loser goes on.
        QCOMPARE(name(other.append(b.next(s("promotion.intent"), gate(2)))), s("ok"));
        QCOMPARE(name(m_store->append(a.next(s("promotion.intent"), gate(4)))), s("stale")); // none may be left out
        QCOMPARE(m_rig->server.sql(s("SELECT count(*) FROM journal.gate WHERE name = 'payments/prod'")), s("2"));
    }

    void takesOnlyWhatAllReadersReadAlike_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("a key twice") << QByteArray("\"kind\":\"test.entry\"")
                                     << QByteArray("\"kind\":\"a.b\",\"kind\":\"test.entry\"");
        QTest::newRow("white space") << QByteArray("\"kind\":") << QByteArray("\"kind\": ");
        QTest::newRow("an escape that is not needed") << QByteArray("test.entry") << QByteArray("test.\\u0065ntry");
        QTest::newRow("order of keys") << QByteArray("\"id\"") << QByteArray("\"zd\"");
        QTest::newRow("a fraction") << QByteArray("\"v\":1") << QByteArray("\"v\":1.0");
        QTest::newRow("a large number") << QByteArray("\"v\":1") << QByteArray("\"v\":9007199254740992");
        QTest::newRow("a key that is not ASCII") << QByteArray("\"v\":1") << QByteArray("\"v\":1,\"\xc3\xa4\":1");
        QTest::newRow("no kind") << QByteArray("\"kind\":\"test.entry\",") << QByteArray();
        QTest::newRow("a kind that is a number") << QByteArray("\"kind\":\"test.entry\"") << QByteArray("\"kind\":1");
        QTest::newRow("invalid UTF-8") << QByteArray("test.entry") << QByteArray("test.\xff");
        QTest::newRow("a gate without generation") << QByteArray("\"id\"") << QByteArray("\"gate\":\"x\",\"id\"");
    }
    void takesOnlyWhatAllReadersReadAlike()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        QCOMPARE(name(m_store->append(writer.next())), s("ok"));
        const auto opened = Envelope::open(writer.leaf());
        QVERIFY(opened.ok());
        QByteArray payload = opened->payload;
        QVERIFY(payload.contains(from));
        payload.replace(from, to);
        const QByteArray leaf = Envelope::seal(*writer.key, payload); // truly signed
        const auto filed = m_store->append(leaf);
        QVERIFY2(filed.ok(), filed ? "" : qPrintable(filed.error().toString()));
        QCOMPARE(name(filed), s("malformed"));
        // The envelope must be the canonical one too.
        QByteArray loose = writer.leaf();
        loose.replace("\",\"payloadType", "\" ,\"payloadType");
        QCOMPARE(name(m_store->append(loose)), s("malformed"));
        QCOMPARE(name(m_store->append(writer.next())), s("ok")); // nothing of it was filed
    }

    void oddButCanonicalTextIsTaken()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        QCOMPARE(name(m_store->append(writer.next())), s("ok"));
        const QString odd = s("\" \\ / \b \f \n \r \t é — 😀 ") + QChar(0) + QChar(0x1f) + QChar(0x7f) + QChar(0xfeff);
        const auto filed =
            m_store->append(writer.next(s("test.entry"), {{s("note"), odd},
                                                          {s("n"), qint64(-9007199254740991)},
                                                          {s("deep"), QJsonArray{QJsonArray{QJsonObject{}}}}}));
        QCOMPARE(name(filed), s("ok"));
    }

    void treeAndProofsAreThoseOfRfc6962()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        for (int i = 0; i < 40; ++i)
            QCOMPARE(name(m_store->append(writer.next())), s("ok"));
        const auto rows = m_store->rows(0, 1000);
        QVERIFY(rows.ok());
        const auto head = m_store->head();
        QCOMPARE(head->size, quint64(rows->size()));
        QList<Hash> roots;
        Merkle::Frontier tree;
        for (qsizetype i = 0; i < rows->size(); ++i) {
            QCOMPARE(rows->at(i).index, quint64(i));
            tree.append(Merkle::leafHash(rows->at(i).leaf));
            roots.append(tree.root());
            QCOMPARE(m_rig->server.sql(s("SELECT encode(journal.root(%1), 'hex')").arg(i + 1)), toHex(tree.root()));
        }
        const quint64 size = head->size;
        for (quint64 i = 0; i < size; i += 5) {
            const auto path = hashes(m_rig->server.sql(
                s("SELECT encode(h, 'hex') FROM unnest(journal.inclusion(%1, %2)) WITH ORDINALITY u(h, n) ORDER BY n")
                    .arg(i)
                    .arg(size)));
            QVERIFY(Merkle::verifyInclusion(i, size, rows->at(qsizetype(i)).leafHash, path, roots.last()));
        }
        for (quint64 old = 1; old <= size; old += 3) {
            const auto path = hashes(m_rig->server.sql(
                s("SELECT encode(h, 'hex') FROM unnest(journal.consistency(%1, %2)) WITH ORDINALITY u(h, n) ORDER BY n")
                    .arg(old)
                    .arg(size)));
            QVERIFY(Merkle::verifyConsistency(old, size, roots.at(qsizetype(old) - 1), roots.last(), path));
        }
        QByteArray all;
        for (const SharedRow &row : *rows)
            all += row.digestBytes();
        QCOMPARE(toHex(*m_store->digest(0, size)), toHex(sha256(all)));
    }

    void nobodyChangesWhatIsThere_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("statement");
        const QStringList statements{
            s("INSERT INTO journal.entry (idx, leaf, leaf_hash, writer, wseq, id, kind) VALUES (9999, 'xx', "
              "sha256('x'), 'w', 0, 'i', 'k')"),
            s("UPDATE journal.entry SET kind = 'x'"),
            s("DELETE FROM journal.entry"),
            s("TRUNCATE journal.entry CASCADE"),
            s("INSERT INTO journal.node VALUES (0, 9999, sha256('x'))"),
            s("UPDATE journal.node SET hash = sha256('x')"),
            s("DELETE FROM journal.node"),
            s("TRUNCATE journal.node"),
            s("UPDATE journal.head SET size = 0"),
            s("UPDATE journal.head SET size = size + 1"),
            s("DELETE FROM journal.head"),
            s("TRUNCATE journal.head"),
            s("INSERT INTO journal.gate VALUES ('g', 1, 0)"),
            s("DELETE FROM journal.gate"),
            s("DELETE FROM journal.fork"),
            s("TRUNCATE journal.fork"),
            s("UPDATE journal.checkpoint SET note = 'x'"),
            s("DELETE FROM journal.checkpoint"),
            s("UPDATE journal.cosignature SET note = 'x'"),
            s("DELETE FROM journal.cosignature"),
            s("INSERT INTO journal.writer_role VALUES ('w', session_user)"),
            s("DELETE FROM journal.writer_role"),
            s("INSERT INTO journal.person_name VALUES ('w', 'r', '', 'Anna', 0, session_user)"),
            s("UPDATE journal.person_name SET name = 'Anna'"),
            s("DELETE FROM journal.person_name"),
            s("TRUNCATE journal.person_name"),
            s("INSERT INTO journal.erased_own (writer, subject, wseq) VALUES ('w', 's', 0)"),
            s("INSERT INTO journal.erased (subject) VALUES ('s')"),
            s("DROP TABLE journal.entry CASCADE"),
            s("ALTER TABLE journal.entry DISABLE TRIGGER ALL"),
            s("CREATE OR REPLACE FUNCTION journal.append(leaf bytea, OUT status text, OUT at bigint, OUT why text) AS "
              "'SELECT 1, 1, 1' LANGUAGE sql"),
            s("CREATE TABLE journal.mine (id int)"),
            s("CREATE FUNCTION public.sha256(bytea) RETURNS bytea AS 'SELECT $1' LANGUAGE sql"),
            s("SET ROLE journal_owner"),
            s("SET session_replication_role = replica")};
        for (const char *user : {"dev_a", "guard", "auditor", "privacy"}) {
            for (const QString &statement : statements)
                QTest::newRow(qPrintable(s(user) + QLatin1Char(' ') + statement.left(60))) << s(user) << statement;
        }
        for (const char *user : {"auditor", "privacy"})
            QTest::addRow("%s append", user) << s(user) << s("SELECT journal.append('xx')");
        for (const char *user : {"auditor", "privacy"})
            QTest::addRow("%s says a name", user) << s(user) << s("SELECT journal.say_name('e', 'Anna')");
        QTest::newRow("privacy reads names") << s("privacy") << s("SELECT * FROM journal.person_name");
        for (const char *user : {"dev_a", "auditor", "privacy"})
            QTest::addRow("%s checkpoint", user)
                << s(user) << s("INSERT INTO journal.checkpoint (size, note) VALUES (1, 'x')");
        for (const char *user : {"dev_a", "guard", "auditor"}) {
            QTest::addRow("%s opening", user) << s(user) << s("SELECT * FROM journal.opening");
            QTest::addRow("%s erase", user) << s(user) << s("SELECT journal.erase('p')");
        }
        QTest::newRow("privacy reads entries") << s("privacy") << s("SELECT * FROM journal.entry");
    }
    void nobodyChangesWhatIsThere()
    {
        QFETCH(QString, user);
        QFETCH(QString, statement);
        const auto connection = m_rig->connect(user);
        QVERIFY(connection);
        const auto done = connection->query(qPrintable(statement));
        QVERIFY2(!done.ok(), qPrintable(statement));
        QCOMPARE(connectors::sqlStateOf(done.error()), s("42501"));
        QCOMPARE(int(done.error().kind), int(Error::Kind::NotPermitted));
    }

    void triggersStopASuperusersHand_data()
    {
        QTest::addColumn<QString>("statement");
        for (const char *statement :
             {"UPDATE journal.entry SET kind = 'x'", "DELETE FROM journal.entry", "TRUNCATE journal.entry CASCADE",
              "INSERT INTO journal.entry (idx, leaf, leaf_hash, writer, wseq, id, kind) VALUES (9999, 'xx', "
              "sha256('x'), 'w', 0, 'i', 'k')",
              "UPDATE journal.node SET hash = sha256('x')", "DELETE FROM journal.node", "TRUNCATE journal.node",
              "UPDATE journal.head SET size = 0", "UPDATE journal.head SET size = size + 1", "DELETE FROM journal.head",
              "TRUNCATE journal.head", "DELETE FROM journal.gate", "TRUNCATE journal.gate", "DELETE FROM journal.fork",
              "TRUNCATE journal.checkpoint", "TRUNCATE journal.cosignature"})
            QTest::newRow(statement) << s(statement);
    }
    void triggersStopASuperusersHand()
    {
        QFETCH(QString, statement);
        // Row triggers need a row.
        (void)m_rig->server.sql(
            s("INSERT INTO journal.checkpoint (size, note) VALUES (1, 'x') ON CONFLICT DO NOTHING"));
        const QString said = m_rig->server.sql(statement);
        QVERIFY2(said.startsWith(s("ERROR")) && said.contains(s("journal: ")), qPrintable(said));
    }

    void refusesOtherIsolation_data()
    {
        QTest::addColumn<QString>("level");
        QTest::newRow("repeatable read") << s("REPEATABLE READ");
        QTest::newRow("serializable") << s("SERIALIZABLE");
    }
    void refusesOtherIsolation()
    {
        QFETCH(QString, level);
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        const auto connection = m_rig->connect(s("dev_a"));
        QVERIFY(connection->run("BEGIN ISOLATION LEVEL " + level.toLatin1()).ok());
        const auto done = connection->query("SELECT * FROM journal.append($1::bytea)", {PgValue::bytes(writer.leaf())});
        QVERIFY(!done.ok());
        QCOMPARE(connectors::sqlStateOf(done.error()), s("25000"));
        QVERIFY(connection->run("ROLLBACK").ok());
    }

    void commitsSynchronouslyWhateverTheSessionSays()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        const auto connection = m_rig->connect(s("dev_a"));
        QVERIFY(connection->run("SET synchronous_commit = off; BEGIN").ok());
        QVERIFY(connection->query("SELECT * FROM journal.append($1::bytea)", {PgValue::bytes(writer.leaf())}).ok());
        QCOMPARE(connection->query("SELECT current_setting('synchronous_commit')")->text(0, 0), s("on"));
        QVERIFY(connection->run("COMMIT").ok());
        QCOMPARE(connection->query("SELECT current_setting('synchronous_commit')")->text(0, 0), s("off"));
    }

    void openingsGoAndStayGone()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        const QByteArray leaf = writer.next();
        QCOMPARE(name(m_store->append(leaf)), s("ok"));
        const QString id = fromCanonical(Envelope::open(leaf)->payload)->value(s("id")).toString();
        const auto device = m_rig->connect(s("dev_a"));
        const auto other = m_rig->connect(s("dev_b"));
        const auto privacy = m_rig->connect(s("privacy"));
        const auto put = [&](PgConnection &connection) {
            return connection
                .query("SELECT journal.put_opening($1::text, 'rationale', 'p-1', $2::bytea)",
                       {id, PgValue::bytes("box")})
                ->integer(0, 0);
        };
        QCOMPARE(put(*other), 0); // of another's entry
        QCOMPARE(put(*device), 1);
        QCOMPARE(privacy->query("SELECT count(*) FROM journal.opening")->integer(0, 0), 1);
        QCOMPARE(privacy->query("SELECT journal.erase('p-1')")->integer(0, 0), 1);
        QCOMPARE(put(*device), 0); // a copy that comes late
        QCOMPARE(privacy->query("SELECT count(*) FROM journal.opening")->integer(0, 0), 0);
    }

    // What is erased while a device sends its openings is erased when both are done.
    void anErasureWaitsForWhatIsOnItsWay()
    {
        TestWriter writer;
        m_rig->allow(writer.id, s("dev_a"));
        const QByteArray leaf = writer.next();
        QCOMPARE(name(m_store->append(leaf)), s("ok"));
        const auto device = m_rig->connect(s("dev_a"));
        const auto privacy = m_rig->connect(s("privacy"));
        QVERIFY(device->run("BEGIN").ok());
        QCOMPARE(device
                     ->query("SELECT journal.put_opening($1::text, 'rationale', 'p-2', $2::bytea)",
                             {idOf(leaf), PgValue::bytes("box")})
                     ->integer(0, 0),
                 1);
        std::atomic<qint64> gone = -1;
        std::thread eraser([&] { gone = privacy->query("SELECT journal.erase('p-2')")->integer(0, 0); });
        const auto waits = [&] {
            return m_rig->server.sql(s("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'")) ==
                   s("1");
        };
        const bool waited = QTest::qWaitFor([&] { return gone >= 0 || waits(); }) && gone < 0;
        const bool committed = device->run("COMMIT").ok();
        eraser.join();
        QVERIFY(committed);
        QVERIFY2(waited, "it did not wait");
        QCOMPARE(gone.load(), 1);
        QCOMPARE(privacy->query("SELECT count(*) FROM journal.opening WHERE subject = 'p-2'")->integer(0, 0), 0);
    }

    // A device erases what its own entries said, as one of them says so; nobody else's, and nothing that came later.
    void aDeviceErasesItsOwn()
    {
        TestWriter writer;
        TestWriter other;
        m_rig->allow(writer.id, s("dev_a"));
        m_rig->allow(other.id, s("dev_b"));
        const auto file = [&](PgStore &store, TestWriter &by, const QString &kind = s("test.entry"),
                              const QJsonObject &fields = {}) {
            const QByteArray leaf = by.next(kind, fields);
            (void)store.append(leaf);
            return idOf(leaf);
        };
        PgStore theirs(m_rig->as(s("dev_b")));
        QVERIFY(theirs.connect().ok());
        (void)file(*m_store, writer);
        (void)file(theirs, other);
        const QString before = file(*m_store, writer);
        const QString elsewhere = file(theirs, other);
        const QJsonObject erase{{s("erase"), QJsonObject{{s("subject"), s("q-1")}}}};
        QVERIFY(m_store->putOpening({before, s("rationale"), s("q-1"), "box"}).ok());
        QVERIFY(m_store->putOpening({before, s("actor.name"), s("q-2"), "box"}).ok());
        QVERIFY(theirs.putOpening({elsewhere, s("rationale"), s("q-1"), "box"}).ok());
        const QString order = file(*m_store, writer, s("privacy.erase"), erase);
        const QString after = file(*m_store, writer);
        QVERIFY(m_store->putOpening({after, s("rationale"), s("q-1"), "box"}).ok());
        QVERIFY(!m_store->eraseOpenings(before).ok()); // says nothing of the kind
        QVERIFY(!theirs.eraseOpenings(order).ok());    // of another device
        const auto left = [&] {
            return m_rig->server.sql(s("SELECT string_agg(subject || ' ' || entry, ',' ORDER BY subject, entry) FROM "
                                       "journal.opening WHERE writer = '%1'")
                                         .arg(writer.id));
        };
        QCOMPARE(m_store->eraseOpenings(order).value(), quint64(1));
        QCOMPARE(left(), s("q-1 %1,q-2 %2").arg(after, before));
        QVERIFY(m_store->putOpening({before, s("rationale"), s("q-1"), "box"}).ok()); // late
        QCOMPARE(left(), s("q-1 %1,q-2 %2").arg(after, before));
        QCOMPARE(m_rig->server.sql(s("SELECT count(*) FROM journal.opening WHERE writer = '%1'").arg(other.id)),
                 s("1"));
    }

    void tlsTakesOnlyTheRightCertificates_data()
    {
        QTest::addColumn<QString>("root");
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("works");
        QTest::newRow("right") << s("ca.crt") << s("client") << s("reader") << s("localhost") << true;
        QTest::newRow("another's login") << s("ca.crt") << s("client") << s("dev_a") << s("localhost") << false;
        QTest::newRow("from nobody trusted")
            << s("ca.crt") << s("otherclient") << s("reader") << s("localhost") << false;
        QTest::newRow("none") << s("ca.crt") << QString() << s("reader") << s("localhost") << false;
        QTest::newRow("a server nobody trusts")
            << s("otherca.crt") << s("client") << s("reader") << s("localhost") << false;
        QTest::newRow("a server of another name")
            << s("ca.crt") << s("client") << s("reader") << s("127.0.0.2") << false;
    }
    void tlsTakesOnlyTheRightCertificates()
    {
        QFETCH(QString, root);
        QFETCH(QString, client);
        QFETCH(QString, user);
        QFETCH(QString, host);
        QFETCH(bool, works);
        const TestCertificates &made = TestCertificates::instance();
        PgOptions options = m_rig->as(user);
        options.host = host;
        options.rootCertificate = made.file(qPrintable(root));
        if (!client.isEmpty()) {
            options.certificate = made.file(qPrintable(client + s(".crt")));
            options.key = made.file(qPrintable(client + s(".key")));
        }
        const auto connection = PgConnection::open(options, m_rig->waker);
        QVERIFY2(connection.ok() == works, connection ? "" : qPrintable(connection.error().toString()));
        if (works)
            QCOMPARE((*connection)->query("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")->text(0, 0),
                     s("TLSv1.3"));
        else
            QVERIFY(!connection.error().message.isEmpty());
    }

    void addressesHoldNoSecretAndNoWeakerTls_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("url") << s("postgresql://dev@db.example:5433/astern?sslrootcert=/a&sslcert=/b&sslkey=/c")
                             << true;
        QTest::newRow("words") << s("host=db.example user=dev dbname=astern sslmode=verify-full") << true;
        QTest::newRow("password") << s("postgresql://dev:hunter2@db.example/astern") << false;
        QTest::newRow("weaker") << s("postgresql://dev@db.example/astern?sslmode=require") << false;
        QTest::newRow("no user") << s("postgresql://db.example/astern") << false;
        QTest::newRow("nonsense") << s("postgresql://dev:hunter2@[") << false;
    }
    void addressesHoldNoSecretAndNoWeakerTls()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        const auto options = PgOptions::parse(text);
        QCOMPARE(options.ok(), good);
        if (!good)
            QVERIFY(!options.error().toString().contains(s("hunter2")) &&
                    !options.error().detail.contains(s("hunter2")));
    }

    // Last: the server stands still, and goes on.
    void aServerThatStandsStillIsGivenUp()
    {
        PgOptions options = m_rig->as(s("dev_a"));
        options.answerMs = 700;
        options.connectMs = 700;
        PgStore store(options);
        QVERIFY(store.connect().ok());
        const QString pids = m_rig->server.sql(
            s("SELECT pid FROM pg_stat_activity WHERE usename = 'dev_a' AND application_name = 'astern'"));
        QList<pid_t> stopped{pid_t(m_rig->server.pid())};
        for (const QString &pid : pids.split(QLatin1Char('\n')))
            stopped.append(pid_t(pid.toInt()));
        for (const pid_t pid : stopped)
            ::kill(pid, SIGSTOP);
        TestWriter writer;
        const auto filed = store.append(writer.leaf());
        const auto again = store.connect();
        for (const pid_t pid : stopped)
            ::kill(pid, SIGCONT);
        QVERIFY(!filed.ok());
        QCOMPARE(int(filed.error().kind), int(Error::Kind::TimedOut));
        QVERIFY(!again.ok());
        QCOMPARE(int(again.error().kind), int(Error::Kind::TimedOut));
        QTRY_VERIFY_WITH_TIMEOUT(store.connect().ok(), 20'000);
    }

private:
    std::unique_ptr<TeamRig> m_rig;
    std::unique_ptr<PgStore> m_store;
};

QTEST_GUILESS_MAIN(TestTeamStore)
#include "tst_teamstore.moc"
