// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/uuid7.h"
#include "models/journal/indexschema.h"

#include <QJsonObject>
#include <QtTest>

using namespace astern;
using namespace astern::test;

namespace {

Draft note(const QString &kind, const QString &service, const QString &why = {})
{
    Draft draft{.kind = kind, .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("subject"),
                     QJsonObject{{QStringLiteral("service"), service},
                                 {QStringLiteral("artifact"), QStringLiteral("pkg:oci/shop@sha256:5f2c")}}},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")}}}};
    if (!why.isEmpty())
        draft.personal = {{QStringLiteral("rationale"), why}};
    return draft;
}

QString pragmaOf(const QString &path, const QString &name)
{
    const auto db = Database::open(path, Database::Mode::ReadOnly, 1000);
    const auto value = db ? (*db)->pragma(name) : Result<QString>(db.error());
    return value ? *value : value.error().toString();
}

// As the first version left it.
constexpr char kDowngrade[] =
    "DROP INDEX entry_wall; DROP TABLE note; DROP TABLE sink; DROP TABLE erased; DROP TABLE hold;"
    "DROP TABLE checked; DROP TABLE kept; DROP TABLE entry_text; PRAGMA user_version=1;";

} // namespace

// What the index is asked, and how it comes from one version to the next.
class TestIndex : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    std::shared_ptr<MemoryKeys> m_keys;
    std::shared_ptr<SetClock> m_clock;
    QString m_folder;

    std::unique_ptr<LocalJournal> openJournal()
    {
        auto lock = JournalLock::tryTake(m_folder);
        if (!lock || !*lock)
            return nullptr;
        return std::make_unique<LocalJournal>(
            LocalJournalOptions{.folder = m_folder, .keys = m_keys, .clock = m_clock, .segmentBytes = 256 * 1024},
            std::move(*lock.value()));
    }
    static QList<quint64> indexes(Journal &journal, const JournalQuery &query)
    {
        const auto found = entries(journal, query);
        if (!found)
            qFatal("%s", qPrintable(found.error().toString() + found.error().detail));
        QList<quint64> all;
        for (const JournalEntry &entry : *found)
            all.append(entry.index);
        return all;
    }
    [[nodiscard]] QString db() const { return m_folder + QStringLiteral("/journal.db"); }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QString::number(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
        m_clock = std::make_shared<SetClock>();
    }

    // Every page once, both ways, while entries are added meanwhile.
    void pagesBothWays()
    {
        auto journal = openJournal();
        for (int i = 0; i < 25; ++i)
            QVERIFY(append(*journal, note(i % 2 ? QStringLiteral("flag.intent") : QStringLiteral("rollback.intent"),
                                          QStringLiteral("cart")))
                        .ok());
        QList<quint64> up;
        JournalQuery query{.limit = 4, .service = QStringLiteral("cart"), .after = JournalQuery::kOldest};
        for (int page = 0; page < 20; ++page) {
            const auto found = indexes(*journal, query);
            if (found.isEmpty())
                break;
            up += found;
            query.after = found.last();
            if (page == 2)
                QVERIFY(append(*journal, note(QStringLiteral("rollback.outcome"), QStringLiteral("cart"))).ok());
        }
        QCOMPARE(up.size(), 26);
        QCOMPARE(up.first(), quint64(2));
        QVERIFY(std::is_sorted(up.begin(), up.end()));
        QList<quint64> down;
        query = {.limit = 4, .service = QStringLiteral("cart")};
        for (int page = 0; page < 20; ++page) {
            const auto found = indexes(*journal, query);
            if (found.isEmpty())
                break;
            down += found;
            query.before = found.last();
            if (page == 2)
                QVERIFY(append(*journal, note(QStringLiteral("rollback.outcome"), QStringLiteral("cart"))).ok());
        }
        std::reverse(down.begin(), down.end());
        QCOMPARE(down, up);
        QCOMPARE(indexes(*journal, {.before = 9, .after = 5}), (QList<quint64>{6, 7, 8}));
        QCOMPARE(indexes(*journal, {.limit = 1, .after = JournalQuery::kOldest}), QList<quint64>{0});
    }

    void kindsAndTimes()
    {
        auto journal = openJournal();
        const qint64 begin = m_clock->now;
        const QStringList kinds{QStringLiteral("rollback.intent"), QStringLiteral("rollback.outcome"),
                                QStringLiteral("flag.intent"), QStringLiteral("promotion.intent")};
        QCOMPARE(indexes(*journal, {}).size(), 2); // it is open: its own first entries have the first time
        for (const QString &kind : kinds) {
            m_clock->now += 1000;
            QVERIFY(append(*journal, note(kind, QStringLiteral("cart"))).ok());
        }
        QCOMPARE(indexes(*journal, {.kinds = {QStringLiteral("flag.intent")}}), QList<quint64>{4});
        QCOMPARE(indexes(*journal, {.kinds = {QStringLiteral("flag.intent"), QStringLiteral("rollback.")}}),
                 (QList<quint64>{4, 3, 2}));
        QCOMPARE(indexes(*journal, {.kinds = {QStringLiteral("rollback")}}), QList<quint64>{});
        QCOMPARE(indexes(*journal, {.fromMs = begin + 2000, .toMs = begin + 4000}), (QList<quint64>{4, 3}));
        QCOMPARE(indexes(*journal, {.fromMs = begin + 3000}), (QList<quint64>{5, 4}));
        QCOMPARE(indexes(*journal, {.toMs = begin + 1}), (QList<quint64>{1, 0}));
    }

    void text_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<quint64>>("found");
        QTest::newRow("of the entry") << QStringLiteral("checkout") << QList<quint64>{3, 2};
        QTest::newRow("beginning of a word") << QStringLiteral("check") << QList<quint64>{3, 2};
        QTest::newRow("not its middle") << QStringLiteral("heckout") << QList<quint64>{};
        QTest::newRow("of the rationale") << QStringLiteral("LATENCY") << QList<quint64>{2};
        QTest::newRow("without its accent") << QStringLiteral("cafe") << QList<quint64>{4};
        QTest::newRow("one of each") << QStringLiteral("checkout latency") << QList<quint64>{2};
        QTest::newRow("both must be there") << QStringLiteral("cart latency") << QList<quint64>{};
        QTest::newRow("with marks") << QStringLiteral("pkg:oci/shop@sha256") << QList<quint64>{4, 3, 2};
        QTest::newRow("of the search itself") << QStringLiteral("\"OR\" NOT* (cart)") << QList<quint64>{};
        QTest::newRow("quote") << QStringLiteral("cart\"") << QList<quint64>{4};
        QTest::newRow("nothing but marks") << QStringLiteral("?? --") << QList<quint64>{};
        QTest::newRow("no commitment") << QStringLiteral("hmac") << QList<quint64>{};
        QTest::newRow("kind") << QStringLiteral("override") << QList<quint64>{3};
    }
    void text()
    {
        QFETCH(QString, text);
        QFETCH(QList<quint64>, found);
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("checkout"),
                                          QStringLiteral("latency at p99 doubled")))
                        .ok());
            QVERIFY(append(*journal, note(QStringLiteral("override.granted"), QStringLiteral("checkout"))).ok());
            QVERIFY(append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("cart"),
                                          QStringLiteral("the café is closed")))
                        .ok());
            QCOMPARE(indexes(*journal, {.text = text}), found);
        }
        // The search over openings is lost: made again, and nothing else misses it.
        QVERIFY(QFile::remove(m_folder + QStringLiteral("/openings-search.db")));
        auto journal = openJournal();
        QCOMPARE(indexes(*journal, {.text = text}), found);
        const auto saga = entries(*journal, {.limit = 1})->first().saga;
        QCOMPARE(indexes(*journal, {.text = QStringLiteral("RB-%1-%2").arg(saga.first(8), saga.last(4))}),
                 QList<quint64>{4});
    }

    // A long log is looked through in pieces: nothing between two of them is missed, and nothing found twice.
    void textInEveryPiece()
    {
        constexpr int kMany = 2'300; // the first piece has 2 048 entries
        QList<quint64> all;
        auto journal = openJournal();
        std::atomic<int> left = kMany;
        for (int i = 0; i < kMany; ++i) {
            // Every entry says it in its subject, and each third in what a person said, too.
            journal->append(note(QStringLiteral("rollback.intent"), QStringLiteral("cart"),
                                 i % 3 == 0 ? QStringLiteral("the cart is empty") : QString()),
                            [&left](const Result<Receipt> &receipt) { left -= receipt ? 1 : 0; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(left.load(), 0, 60'000);
        for (quint64 index = 2; index < quint64(kMany) + 2; ++index) // behind genesis and enrolment
            all.append(index);
        const QString word = QStringLiteral("cart");
        QCOMPARE(indexes(*journal, {.limit = 10'000, .text = word, .after = JournalQuery::kOldest}), all);
        // From an entry on, too, the pieces lie elsewhere then.
        QCOMPARE(indexes(*journal, {.limit = 10'000, .text = word, .after = 100}), all.mid(99));
        QList<quint64> newest(all.crbegin(), all.crend());
        QCOMPARE(indexes(*journal, {.limit = 10'000, .text = word}), newest);
        QCOMPARE(indexes(*journal, {.before = 2'200, .limit = 10'000, .text = word}), newest.mid(102));
        // As somebody pages through it.
        QList<quint64> paged;
        for (quint64 before = 0;;) {
            const QList<quint64> page = indexes(*journal, {.before = before, .limit = 700, .text = word});
            if (page.isEmpty())
                break;
            paged += page;
            before = page.last();
        }
        QCOMPARE(paged, newest);
        const QList<quint64> said = indexes(*journal, {.limit = 10'000, .text = QStringLiteral("empty")});
        QCOMPARE(said.size(), (kMany + 2) / 3);
        QVERIFY(std::all_of(said.cbegin(), said.cend(), [](quint64 index) { return (index - 2) % 3 == 0; }));
    }

    void migrates()
    {
        QString root;
        QList<quint64> before;
        {
            auto journal = openJournal();
            for (int i = 0; i < 9; ++i)
                QVERIFY(append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("cart"),
                                              QStringLiteral("reason%1").arg(i)))
                            .ok());
            root = state(*journal)->root;
            before = indexes(*journal, {});
        }
        runSql(db(), kDowngrade);
        const QString old = db() + QStringLiteral(".v1");
        // What a cut in the middle left is no hindrance.
        QFile half(db() + QStringLiteral(".migrating"));
        QVERIFY(half.open(QIODevice::WriteOnly) && half.write(QByteArray(5000, 'x')) == 5000);
        half.close();
        {
            auto journal = openJournal();
            const auto now = state(*journal);
            QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
            QCOMPARE(now->words, QString());
            QCOMPARE(now->root, root);
            QCOMPARE(indexes(*journal, {}), before);
            QCOMPARE(indexes(*journal, {.text = QStringLiteral("reason8")}), QList<quint64>{10});
            QVERIFY(QFile::exists(old)); // until a start has verified the new one
        }
        QCOMPARE(pragmaOf(old, QStringLiteral("user_version")), QStringLiteral("1"));
        QCOMPARE(pragmaOf(db(), QStringLiteral("user_version")), QString::number(kIndexVersion));
        QVERIFY(!half.exists());
        QVERIFY(!(QFile::permissions(db()) & (QFile::ReadGroup | QFile::ReadOther)));
        {
            auto journal = openJournal();
            QCOMPARE(state(*journal)->root, root);
        }
        QVERIFY(!QFile::exists(old));
    }

    void aDamagedOldIndexIsMadeAgain()
    {
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("cart"))).ok());
        }
        // An entry's bytes changed: the copy would not give the tree that the old one has.
        runSql(db(),
               "DROP TRIGGER entry_update; UPDATE entry SET leaf=CAST(replace(leaf,'a','b') AS BLOB) WHERE idx=1;");
        runSql(db(), kDowngrade);
        auto journal = openJournal();
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        QVERIFY2(now->words.contains(QStringLiteral("made again from the log")), qPrintable(now->words));
        QCOMPARE(indexes(*journal, {}).size(), 4); // the repair is recorded
    }

    // Nothing in it is broken, and it does not take what the log has: it is no index of this log.
    void oneThatContradictsTheLogIsMadeAgain_data()
    {
        QTest::addColumn<bool>("atStart");
        QTest::newRow("while it runs") << false;
        QTest::newRow("at a start") << true;
    }
    void oneThatContradictsTheLogIsMadeAgain()
    {
        QFETCH(bool, atStart);
        const auto two = [this](Journal &journal) {
            for (int i = 0; i < 2; ++i)
                QVERIFY(append(journal, note(QStringLiteral("flag.intent"), QStringLiteral("cart"))).ok());
        };
        auto journal = openJournal();
        two(*journal);
        QCOMPARE(indexes(*journal, {}).size(), 4);
        const char *const node = "INSERT INTO node VALUES(1,2,zeroblob(32));"; // of entries 4 and 5
        if (!atStart) {
            runSql(db(), node);
            two(*journal);
        } else {
            journal.reset();
            QVERIFY(QFile::copy(db(), db() + QStringLiteral(".old")));
            journal = openJournal();
            two(*journal);
            journal.reset();
            for (const char *part : {"", "-wal", "-shm"})
                QFile::remove(db() + QLatin1String(part));
            QVERIFY(QFile::rename(db() + QStringLiteral(".old"), db()));
            runSql(db(), node);
            journal = openJournal();
        }
        QTRY_VERIFY(QDir(m_folder).entryList({QStringLiteral("journal.db.damaged-*")}).size() >= 1);
        const QList<quint64> all = indexes(*journal, {});
        QCOMPARE(all.size(), 7); // the repair is recorded
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        QVERIFY2(now->words.contains(QStringLiteral("made again from the log")), qPrintable(now->words));
        // And it goes on with the new one, now and after the next start.
        two(*journal);
        QCOMPARE(indexes(*journal, {}).size(), 9);
        journal.reset();
        journal = openJournal();
        QCOMPARE(indexes(*journal, {}).size(), 9);
        QVERIFY(state(*journal)->words.isEmpty());
    }

    // It cannot be made again while the log's folder is out of reach: then nothing is recorded, until it is back.
    void itsFolderIsGoneJustThen()
    {
        auto journal = openJournal();
        QVERIFY(append(*journal, note(QStringLiteral("flag.intent"), QStringLiteral("cart"))).ok());
        QCOMPARE(indexes(*journal, {}).size(), 3);
        QTest::qWait(1'500);                                        // the mark is written: nothing else goes on
        runSql(db(), "INSERT INTO node VALUES(1,1,zeroblob(32));"); // of entries 2 and 3
        const QString log = m_folder + QStringLiteral("/log");
        QVERIFY(QDir().rename(log, log + QStringLiteral(".away")));
        QFile inItsPlace(log);
        QVERIFY(inItsPlace.open(QIODevice::WriteOnly));
        (void)append(*journal, note(QStringLiteral("flag.intent"), QStringLiteral("cart")));
        QTRY_VERIFY(state(*journal)->state != JournalState::State::Open);
        QVERIFY(inItsPlace.remove());
        QVERIFY(QDir().rename(log + QStringLiteral(".away"), log));
        QTRY_VERIFY(append(*journal, note(QStringLiteral("flag.intent"), QStringLiteral("cart"))).ok());
        QVERIFY(indexes(*journal, {}).size() >= 5);
        QCOMPARE(int(state(*journal)->state), int(JournalState::State::Open));
    }

    void aNewerIndexIsRefused()
    {
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("cart"))).ok());
        }
        runSql(db(), "PRAGMA user_version=3");
        auto journal = openJournal();
        const auto now = state(*journal);
        QCOMPARE(now->state, JournalState::State::Refused);
        QVERIFY2(now->words.contains(QStringLiteral("written by a newer Astern (version 3)")), qPrintable(now->words));
        QVERIFY2(now->words.contains(QStringLiteral("Start the newer version")), qPrintable(now->words));
        QVERIFY(!append(*journal, note(QStringLiteral("rollback.intent"), QStringLiteral("cart"))).ok());
        QCOMPARE(pragmaOf(db(), QStringLiteral("user_version")), QStringLiteral("3")); // nothing was touched
    }
};

QTEST_GUILESS_MAIN(TestIndex)
#include "tst_index.moc"
