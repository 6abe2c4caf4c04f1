// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/uuid7.h"
#include "models/journal/note.h"
#include "models/journal/segmentlog.h"
#include "models/journal/sqlite.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;
bool g_mounts = false;

Draft said(const QString &kind, const QString &person, const QString &why)
{
    Draft draft{.kind = kind, .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), person}}}};
    draft.personal = {{QStringLiteral("rationale"), why}};
    return draft;
}

Draft rollback()
{
    return said(QStringLiteral("rollback.intent"), QStringLiteral("psn-a"), QStringLiteral("zanzibar errors"));
}
Draft promotion()
{
    return said(QStringLiteral("promotion.intent"), QStringLiteral("psn-a"), QStringLiteral("all is well"));
}

bool folderHolds(const QString &folder, const QByteArray &bytes)
{
    for (const QString &name : QDir(folder).entryList(QDir::Files)) {
        QFile file(folder + QLatin1Char('/') + name);
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            return true;
    }
    return false;
}

} // namespace

// What the journal does on its own beside appends: it verifies itself, keeps a reserve, signs heads, forgets what was
// said in person.
class TestKeeping : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    std::shared_ptr<MemoryKeys> m_keys;
    QString m_folder;

    std::unique_ptr<LocalJournal> openJournal(int checkAfterMs = -1)
    {
        auto lock = JournalLock::tryTake(m_folder);
        if (!lock || !*lock)
            return nullptr;
        return std::make_unique<LocalJournal>(LocalJournalOptions{.folder = m_folder,
                                                                  .keys = m_keys,
                                                                  .segmentBytes = kSegment,
                                                                  .domain = QStringLiteral("log.example"),
                                                                  .checkAfterMs = checkAfterMs},
                                              std::move(*lock.value()));
    }
    static Result<Ok> verifyNow(Journal &journal)
    {
        return await<Ok>([&](auto done) { journal.verifyNow(std::move(done)); });
    }
    static Result<Receipt> erase(Journal &journal, const Erasure &erasure)
    {
        return await<Receipt>([&](auto done) { journal.erase(erasure, std::move(done)); });
    }
    static Result<Receipt> hold(Journal &journal, const PrivacyHold &hold)
    {
        return await<Receipt>([&](auto done) { journal.hold(hold, std::move(done)); });
    }
    [[nodiscard]] QString db() const { return m_folder + QStringLiteral("/journal.db"); }
    static QStringList found(Journal &journal)
    {
        const auto entry = entries(journal, {.limit = 1, .kind = QStringLiteral("journal.verify-failed")});
        QStringList all;
        if (entry && !entry->isEmpty()) {
            for (const auto text : entry->first().payload.value(QLatin1String("found")).toArray())
                all.append(text.toString());
        }
        return all;
    }
    [[nodiscard]] Erasure erasureOf(const QString &subject) const
    {
        return {subject, QStringLiteral("GDPR Art. 17(1)(b)"), QStringLiteral("the person has left and asked for it"),
                QStringLiteral("2026-11-20 by letter"), QStringLiteral("psn-officer")};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QString::number(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
    }

    void whatWasVerifiedStaysSo()
    {
        {
            auto journal = openJournal();
            for (int i = 0; i < 3; ++i)
                QVERIFY(append(*journal, rollback()).ok());
            QCOMPARE(state(*journal)->verifiedTo, quint64(5));
        }
        auto journal = openJournal();
        QCOMPARE(state(*journal)->verifiedTo, quint64(5));
        QCOMPARE(state(*journal)->words, QString());
    }

    // Between the last verified head and the end every entry is looked at before anything is built on it.
    void theNewestAreVerifiedAtTheStart_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("entry behind the verified head") << QByteArray(
            "UPDATE head SET size=3,root=(SELECT hash FROM node WHERE level=9); DROP TRIGGER entry_update;"
            "UPDATE entry SET leaf=CAST(replace(leaf,'a','b') AS BLOB) WHERE idx=4;");
        QTest::newRow("another head than was verified") << QByteArray("UPDATE head SET root=zeroblob(32);");
        QTest::newRow("longer than it is") << QByteArray("UPDATE head SET size=size+5;");
    }
    void theNewestAreVerifiedAtTheStart()
    {
        QFETCH(QByteArray, sql);
        QString root;
        {
            auto journal = openJournal();
            for (int i = 0; i < 4; ++i) {
                QVERIFY(append(*journal, rollback()).ok());
                if (i == 0) // what was the head then: kept as a node that no tree has
                    root = state(*journal)->root;
            }
        }
        runSql(db(),
               QByteArray("INSERT INTO node(level,pos,hash) VALUES(9,0,x'" + root.toLatin1() + "');").constData());
        runSql(db(), sql.constData());
        auto journal = openJournal();
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        QVERIFY2(now->words.contains(QStringLiteral("made again from the log")), qPrintable(now->words));
        QCOMPARE(now->size, quint64(7)); // and recorded
        QCOMPARE(now->verifiedTo, quint64(7));
    }

    void wholeLogIsVerifiedInTheBackground()
    {
        auto journal = openJournal(0);
        for (int i = 0; i < 40; ++i)
            QVERIFY(append(*journal, rollback()).ok());
        QTRY_VERIFY(state(*journal)->checkedMs > 0);
        QCOMPARE(state(*journal)->finding, QString());
        const qint64 first = state(*journal)->checkedMs;
        QTest::qWait(2);
        QVERIFY(verifyNow(*journal).ok());
        QTRY_VERIFY(state(*journal)->checkedMs > first);
        QCOMPARE(found(*journal), QStringList());
        QCOMPARE(state(*journal)->checkingOf, quint64(0));
        journal = nullptr;
        journal = openJournal();
        QVERIFY(state(*journal)->checkedMs > first); // known after a restart
    }

    void findingsAreRecordedAndNothingIsMended_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("finding");
        QTest::newRow("column") << QByteArray(
                                       "DROP TRIGGER entry_update; UPDATE entry SET kind='flag.intent' WHERE idx=3;")
                                << QStringLiteral("entry 3 is another one in the index");
        QTest::newRow("leaf") << QByteArray("DROP TRIGGER entry_update; UPDATE entry SET leaf=x'7b7d' WHERE idx=3;")
                              << QStringLiteral("entry 3 is another one in the index");
        QTest::newRow("node") << QByteArray("DROP TRIGGER node_update; UPDATE node SET hash=zeroblob(32) WHERE level=1 "
                                            "AND pos=0;")
                              << QStringLiteral("node 1/0 of the index is not what the entries give");
        QTest::newRow("log") << QByteArray() << QStringLiteral("group 3 is missing or changed");
    }
    void findingsAreRecordedAndNothingIsMended()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, finding);
        auto journal = openJournal();
        for (int i = 0; i < 9; ++i)
            QVERIFY(append(*journal, rollback()).ok());
        QCOMPARE(entries(*journal)->size(), 11); // filed
        QFile log(m_folder + QStringLiteral("/log/00000000.seg"));
        QVERIFY(log.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        if (sql.isEmpty()) {
            log.seek(3 * kBlock + 200);
            QCOMPARE(log.write("#"), 1);
        } else {
            runSql(db(), sql.constData());
        }
        log.seek(0);
        const QByteArray before = log.read(11 * kBlock);
        QVERIFY(verifyNow(*journal).ok());
        QTRY_VERIFY(!found(*journal).isEmpty());
        QVERIFY2(found(*journal).join(QLatin1Char(' ')).contains(finding),
                 qPrintable(found(*journal).join(QLatin1Char(' '))));
        const auto now = state(*journal);
        QVERIFY(now->finding.contains(finding));
        QVERIFY2(now->words.contains(QStringLiteral("asternctl journal verify")), qPrintable(now->words));
        log.seek(0);
        QCOMPARE(log.read(11 * kBlock), before);
    }

    void fullDiskKeepsARoomForEmergencies()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(4 * 1024 * 1024);
        QVERIFY(disk.isMounted());
        m_folder = disk.path(QStringLiteral("journal"));
        const QString first = m_folder + QStringLiteral("/log/reserve-0");
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, promotion()).ok());
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder + QStringLiteral("/log/reserve-1")), 20'000);
            QTRY_COMPARE(QFileInfo(first).size(), kSegment);
            disk.fill();
            // What was reserved for everybody is used up first.
            Result<Receipt> normal = Receipt{};
            for (int i = 0; i < 100 && normal; ++i)
                normal = append(*journal, promotion());
            QVERIFY(!normal);
            QVERIFY2(normal.error().message.contains(QStringLiteral("only rollbacks and other emergencies")),
                     qPrintable(normal.error().toString()));
            QVERIFY(normal.error().hint.contains(QStringLiteral("Free space on this disk")));
            QVERIFY(QFile::exists(first));
            int urgent = 0;
            Result<Receipt> emergency = Receipt{};
            while (urgent < 200 && (emergency = append(*journal, rollback())))
                ++urgent;
            QVERIFY2(urgent > 2 * kSegment / kBlock - 4 && urgent <= 2 * kSegment / kBlock + 16,
                     qPrintable(QString::number(urgent)));
            QVERIFY2(emergency.error().message.contains(QStringLiteral("No space left on device")),
                     qPrintable(emergency.error().toString()));
            QVERIFY(state(*journal)->diskFull);
            QVERIFY(!append(*journal, promotion()).ok()); // not into what an emergency took
            // Somebody new, whose key has no room: recorded, without what was said.
            disk.free();
            QTRY_VERIFY_WITH_TIMEOUT(!state(*journal)->diskFull, 20'000);
            QVERIFY(QFile::exists(first)); // whole again
            QVERIFY(append(*journal, promotion()).ok());
        }
        auto journal = openJournal();
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
    }

    void emergencyOfSomebodyNewOnAFullDisk()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(4 * 1024 * 1024);
        m_folder = disk.path(QStringLiteral("journal"));
        auto journal = openJournal();
        QVERIFY(append(*journal, promotion()).ok());
        disk.fill();
        QVERIFY(!append(*journal, said(QStringLiteral("promotion.intent"), QStringLiteral("psn-new"),
                                       QStringLiteral("all is well")))
                     .ok());
        const auto receipt = append(*journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-new"),
                                                   QStringLiteral("errors at 3 percent")));
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        disk.free();
        const auto entry = entries(*journal, {.kind = QStringLiteral("rollback.")})->first();
        QCOMPARE(entry.payload.value(QLatin1String("degraded")).toObject().value(QLatin1String("unsaid")).toArray(),
                 QJsonArray{QStringLiteral("rationale")});
        QVERIFY(!entry.payload.contains(QLatin1String("pd")));
    }

    void headsAreSigned()
    {
        Receipt receipt;
        QByteArray note;
        QString writer;
        {
            auto journal = openJournal();
            std::promise<Result<Receipt>> promise;
            auto sealed = promise.get_future();
            journal->append(promotion(), JournalLevel::Sealed, [&](auto answer) { promise.set_value(answer); });
            const auto answer = sealed.get();
            QVERIFY2(answer.ok(), answer ? "" : qPrintable(answer.error().toString()));
            QCOMPARE(answer->level, JournalLevel::Sealed);
            QVERIFY(state(*journal)->levels.sealed > answer->index);
            writer = entries(*journal, {.limit = 1})
                         ->first()
                         .payload.value(QLatin1String("writer"))
                         .toObject()
                         .value(QLatin1String("id"))
                         .toString();
        }
        auto db = Database::open(this->db(), Database::Mode::ReadOnly, 1000);
        auto row = (*db)->prepare(QStringLiteral("SELECT origin,size,note FROM note"));
        QVERIFY(*row->step());
        QCOMPARE(row->text(0), QStringLiteral("log.example/journal/w/") + writer);
        note = row->blob(2);
        row->reset();
        auto journal = openJournal();
        const auto enrol = entries(*journal, {.kind = QStringLiteral("key.enrol")})->first();
        const auto key = NoteKey::fromVkey(
            enrol.payload.value(QLatin1String("log")).toObject().value(QLatin1String("vkey")).toString());
        QVERIFY(key.ok());
        const auto device = m_keys->load(QStringLiteral("device"));
        QVERIFY(*m_keys->load(QStringLiteral("log")) != *device); // another key than the entries'
        const auto opened = openCheckpoint(note, *key);
        QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().toString()));
        QCOMPARE(opened->checkpoint.size, quint64(3));
        QCOMPARE(toHex(opened->checkpoint.root), state(*journal)->root);
        QCOMPARE(state(*journal)->levels.sealed, quint64(3));
        const auto remembered = m_keys->recall(QStringLiteral("head.") + writer);
        QCOMPARE(*remembered, opened->checkpoint.body());
    }

    // The whole folder and its mark come out of an older snapshot: what the device signed since speaks against it.
    void aSnapshotThatTheMarkDoesNotKnow()
    {
        const QString copy = m_folder + QStringLiteral("-snapshot");
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, promotion()).ok());
        }
        const auto copyAll = [](const QString &from, const QString &to) {
            QDir(to).removeRecursively();
            QDir().mkpath(to + QStringLiteral("/log"));
            for (const QString &name : QDir(from).entryList(QDir::Files))
                QFile::copy(from + QLatin1Char('/') + name, to + QLatin1Char('/') + name);
            for (const QString &name : QDir(from + QStringLiteral("/log")).entryList(QDir::Files))
                QFile::copy(from + QStringLiteral("/log/") + name, to + QStringLiteral("/log/") + name);
            QFile::remove(to + QStringLiteral(".mark"));
            QFile::copy(from + QStringLiteral(".mark"), to + QStringLiteral(".mark"));
        };
        copyAll(m_folder, copy);
        {
            auto journal = openJournal();
            for (int i = 0; i < 3; ++i)
                QVERIFY(append(*journal, promotion()).ok());
        }
        copyAll(copy, m_folder);
        auto journal = openJournal();
        const auto now = state(*journal);
        QCOMPARE(now->state, JournalState::State::Truncated);
        QVERIFY2(now->words.contains(QStringLiteral("3 entries are here, a head of 6 was signed")),
                 qPrintable(now->words));
        QVERIFY(!append(*journal, rollback()).ok());
    }

    void erasesAPerson()
    {
        QString root;
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-gone"),
                                          QStringLiteral("xylophone errors")))
                        .ok());
            QVERIFY(append(*journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-stays"),
                                          QStringLiteral("quicksilver errors")))
                        .ok());
            QCOMPARE(entries(*journal, {.text = QStringLiteral("xylophone")})->size(), 1);
            QVERIFY(folderHolds(m_folder, "xylophone")); // in the search, and nowhere else
            const auto before = entries(*journal);
            QCOMPARE(
                erase(*journal,
                      {QStringLiteral("psn-gone"), {}, QStringLiteral("a long reason"), {}, QStringLiteral("psn-o")})
                    .error()
                    .kind,
                Error::Kind::Invalid);
            QCOMPARE(erase(*journal, erasureOf(QStringLiteral("psn-nobody"))).error().kind, Error::Kind::NotFound);

            QVERIFY(hold(*journal, {.subject = QStringLiteral("*"),
                                    .basis = QStringLiteral("GDPR Art. 17(3)(e)"),
                                    .by = QStringLiteral("psn-officer")})
                        .ok());
            const auto held = erase(*journal, erasureOf(QStringLiteral("psn-gone")));
            QCOMPARE(held.error().kind, Error::Kind::Refused);
            QVERIFY2(held.error().message.contains(QStringLiteral("Entry 4 holds")),
                     qPrintable(held.error().toString()));
            QVERIFY(hold(*journal, {.subject = QStringLiteral("*"),
                                    .lifted = true,
                                    .basis = QStringLiteral("over"),
                                    .by = QStringLiteral("psn-officer")})
                        .ok());

            const auto receipt = erase(*journal, erasureOf(QStringLiteral("psn-gone")));
            QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
            const auto after = entries(*journal);
            const auto entry = after->first();
            QCOMPARE(entry.id, receipt->id);
            const QJsonObject what = entry.payload.value(QLatin1String("erase")).toObject();
            QCOMPARE(what.value(QLatin1String("subject")).toString(), QStringLiteral("psn-gone"));
            QCOMPARE(what.value(QLatin1String("basis")).toString(), QStringLiteral("GDPR Art. 17(1)(b)"));
            QCOMPARE(what.value(QLatin1String("entries")).toArray(), QJsonArray{before->at(1).id});
            QCOMPARE(after->at(4).personal.size(), 0);
            QCOMPARE(after->at(4).leafHash, before->at(1).leafHash); // its place in the log stays
            QCOMPARE(after->at(3).personal.value(QStringLiteral("rationale")), QStringLiteral("quicksilver errors"));
            QCOMPARE(entries(*journal, {.text = QStringLiteral("xylophone")})->size(), 0);
            QCOMPARE(entries(*journal, {.text = QStringLiteral("quicksilver")})->size(), 1);
            QVERIFY(!folderHolds(m_folder, "xylophone"));
            // Later words of the same person have a key of their own.
            QVERIFY(append(*journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-gone"),
                                          QStringLiteral("marzipan errors")))
                        .ok());
            root = state(*journal)->root;
        }
        for (const bool withIndex : {true, false}) {
            if (!withIndex) {
                QVERIFY(QFile::remove(db()));
                QVERIFY(QFile::remove(m_folder + QStringLiteral("/openings-search.db")));
            }
            auto journal = openJournal();
            QCOMPARE(state(*journal)->root, root);
            QCOMPARE(entries(*journal, {.text = QStringLiteral("xylophone")})->size(), 0);
            QCOMPARE(entries(*journal, {.text = QStringLiteral("marzipan")})->size(), 1);
            QVERIFY(!folderHolds(m_folder, "xylophone"));
        }
    }

    void wordsThatAreOldEnoughGo()
    {
        const auto clock = std::make_shared<SetClock>();
        auto lock = JournalLock::tryTake(m_folder);
        LocalJournal journal({.folder = m_folder,
                              .keys = m_keys,
                              .clock = clock,
                              .segmentBytes = kSegment,
                              .checkAfterMs = -1,
                              .keepOpeningsDays = 1000},
                             std::move(*lock.value()));
        for (const char *person : {"psn-old", "psn-both", "psn-held"})
            QVERIFY(append(journal, said(QStringLiteral("rollback.intent"), QString::fromLatin1(person),
                                         QStringLiteral("errors then")))
                        .ok());
        QVERIFY(hold(journal, {.subject = QStringLiteral("psn-held"),
                               .basis = QStringLiteral("GDPR Art. 17(3)(e)"),
                               .by = QStringLiteral("psn-officer")})
                    .ok());
        clock->now += qint64(1001) * 24 * 3600 * 1000;
        QVERIFY(append(journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-both"),
                                     QStringLiteral("errors now")))
                    .ok());
        QVERIFY(verifyNow(journal).ok());
        const auto erasures = [&] { return *entries(journal, {.kind = QStringLiteral("privacy.erase")}); };
        QTRY_COMPARE(erasures().size(), 1);
        QCOMPARE(erasures().first().payload.value(QLatin1String("erase")).toObject().value(QLatin1String("subject")),
                 QJsonValue(QStringLiteral("psn-old")));
        QCOMPARE(entries(journal, {.text = QStringLiteral("errors")})->size(), 3); // both of one, and what is held
        const qint64 checked = state(journal)->checkedMs;
        clock->now += 1000;
        QVERIFY(verifyNow(journal).ok());
        QTRY_VERIFY(state(journal)->checkedMs > checked);
        QCOMPARE(erasures().size(), 1); // once
    }

    // The entry was durable and the power went before the deed: the next start does it.
    void anErasureIsFinishedAfterACut()
    {
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, said(QStringLiteral("rollback.intent"), QStringLiteral("psn-gone"),
                                          QStringLiteral("xylophone errors")))
                        .ok());
            QCOMPARE(entries(*journal, {.text = QStringLiteral("xylophone")})->size(), 1);
        }
        const QString subjects = m_folder + QStringLiteral("/subjects.db");
        const QString search = m_folder + QStringLiteral("/openings-search.db");
        for (const QString &file : {subjects, search})
            QVERIFY(QFile::copy(file, file + QStringLiteral(".before")));
        {
            auto journal = openJournal();
            QVERIFY(erase(*journal, erasureOf(QStringLiteral("psn-gone"))).ok());
        }
        for (const QString &file : {subjects, search})
            QVERIFY(QFile::remove(file) && QFile::rename(file + QStringLiteral(".before"), file));
        auto journal = openJournal();
        QCOMPARE(entries(*journal, {.text = QStringLiteral("xylophone")})->size(), 0);
        QCOMPARE(entries(*journal, {.kind = QStringLiteral("rollback.")})->first().personal.size(), 0);
        QVERIFY(!folderHolds(m_folder, "xylophone"));
    }
};

int main(int argc, char **argv)
{
    g_mounts = beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    TestKeeping test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keeping.moc"
