// SPDX-License-Identifier: GPL-3.0-or-later
#include "diskshim.h"
#include "journalfixture.h"

#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QTest>

#include <cerrno>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 24 * 1024;

bool g_mounts = false;

// What the key store remembers is durable when it returns: written down at that moment.
class NotingKeys final : public KeyStore {
public:
    Result<QByteArray> load(const QString &name) override { return m_keys.load(name); }
    Result<Ok> store(const QString &name, const QByteArray &secret) override
    {
        DiskShim::note(QStringLiteral("store ") + name, secret);
        return m_keys.store(name, secret);
    }
    Result<Ok> replace(const QString &name, const QString &from) override
    {
        DiskShim::note(QStringLiteral("replace ") + name);
        return m_keys.replace(name, from);
    }
    Result<Ok> forget(const QString &name) override
    {
        DiskShim::note(QStringLiteral("forget ") + name);
        return m_keys.forget(name);
    }
    Result<QByteArray> recall(const QString &name) override { return m_keys.recall(name); }
    Result<Ok> remember(const QString &name, const QByteArray &value) override
    {
        DiskShim::note(QStringLiteral("remember ") + name, value);
        return m_keys.remember(name, value);
    }

private:
    MemoryKeys m_keys;
};

std::unique_ptr<KeyStore> freshKeys()
{
    auto keys = std::make_unique<NotingKeys>();
    for (const char *name : {"device", "wrapping", "log"})
        (void)keys->store(QString::fromLatin1(name), QByteArray(32, name[0]));
    return keys;
}

// What the key store held when the power went, told by what it noted until then.
void doAgain(KeyStore &keys, const QList<DiskOp> &notes)
{
    for (const DiskOp &note : notes) {
        const QString name = note.name.section(QLatin1Char(' '), 1);
        if (note.name.startsWith(QLatin1String("store ")))
            (void)keys.store(name, note.bytes);
        else if (note.name.startsWith(QLatin1String("replace ")))
            (void)keys.replace(name, kNextName);
        else if (note.name.startsWith(QLatin1String("forget ")))
            (void)keys.forget(name);
        else if (note.name.startsWith(QLatin1String("remember ")))
            (void)keys.remember(name, note.bytes);
    }
}

// A ledger without threads, so that what it does comes in one order.
struct Desk {
    SystemClock clock;
    std::unique_ptr<LogIo> log, marks;
    std::unique_ptr<Ledger> ledger;

    Desk(const QString &folder, KeyStore &keys)
    {
        log = std::move(openPosixFolder(folder + QStringLiteral("/log"))).value();
        marks = std::move(openPosixFolder(QFileInfo(folder).absolutePath())).value();
        ledger =
            std::make_unique<Ledger>(LedgerOptions{.folder = folder,
                                                   .log = log.get(),
                                                   .marks = marks.get(),
                                                   .markName = QFileInfo(folder).fileName() + QStringLiteral(".mark"),
                                                   .keys = &keys,
                                                   .clock = &clock,
                                                   .segmentBytes = kSegment});
        ledger->open();
    }
};

Draft said(const QString &person, int number)
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("number"), number},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), person}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("xylophone %1").arg(number)}};
    return draft;
}

const QString kGone = QStringLiteral("psn-gone");
const QString kStays = QStringLiteral("psn-stays");

// As the first version left it; in one transaction, since it is none of the journal's doing.
constexpr char kDowngrade[] =
    "BEGIN IMMEDIATE; DROP INDEX entry_wall; DROP TABLE note; DROP TABLE sink; DROP TABLE erased;"
    "DROP TABLE hold; DROP TABLE checked; DROP TABLE kept; DROP TABLE entry_text;"
    "PRAGMA user_version=1; COMMIT;";

} // namespace

// The power goes before every single operation on the disk, and the disk may hold any of what was not synced.
class TestPowerCut : public QObject {
    Q_OBJECT

    std::unique_ptr<SmallDisk> m_disk;
    QTemporaryDir m_dir;
    QString m_root;
    QString m_folder;
    QList<DiskOp> m_ops;

    void record(Ledger &ledger, const QString &person, int number)
    {
        const auto logged = ledger.append({{Uuid7::next(), said(person, number)}}).first();
        if (!logged)
            qFatal("%s", qPrintable(logged.error().toString()));
        DiskShim::note(QStringLiteral("ack"), logged->receipt.leafHash.toLatin1());
    }
    static void must(const Result<Ok> &done)
    {
        if (!done)
            qFatal("%s", qPrintable(done.error().toString() + done.error().detail));
    }
    static void seal(Ledger &ledger)
    {
        must(ledger.catchUp());
        const auto seal = ledger.sealChore();
        must(seal.chore());
        must(ledger.sealed(seal.head));
    }

    // Appends, groups, marks, heads, segments, full text, a migration and an erasure.
    void work()
    {
        const auto keys = freshKeys();
        {
            Desk desk(m_folder, *keys);
            Ledger &ledger = *desk.ledger;
            record(ledger, kGone, 1);
            record(ledger, kStays, 2);
            seal(ledger);
            must(ledger.spareChore()());
            ledger.spareMade(ledger.spareNumber());
            record(ledger, kGone, 3);
            must(ledger.catchUp());
            if (!ledger.fileTexts(100))
                qFatal("no full text");
            must(ledger.checkpoint());
            record(ledger, kStays, 4); // behind the end of the first segment soon
            record(ledger, kStays, 5);
            must(ledger.catchUp());
            must(ledger.markChore()());
        }
        must((*Database::open(m_folder + QStringLiteral("/journal.db"), Database::Mode::ReadWrite, 1000))
                 ->exec(kDowngrade));
        {
            Desk desk(m_folder, *keys);
            Ledger &ledger = *desk.ledger;
            record(ledger, kStays, 6);
            must(ledger.catchUp());
            std::optional<Error> refused;
            for (const auto &part : ledger.erasureOf({.subject = kGone,
                                                      .basis = QStringLiteral("GDPR Art. 17"),
                                                      .reason = QStringLiteral("has left and asked"),
                                                      .by = QStringLiteral("psn-officer")},
                                                     refused)) {
                const auto logged = ledger.append({part}).first();
                if (!logged)
                    qFatal("%s", qPrintable(logged.error().toString()));
                DiskShim::note(QStringLiteral("ack"), logged->receipt.leafHash.toLatin1());
                DiskShim::note(QStringLiteral("erase"));
            }
            must(ledger.finishErasures());
            must(ledger.emptyWal());
            const auto rotated = ledger.changeKey({.what = KeyChange::What::Rotate,
                                                   .id = Uuid7::next(),
                                                   .keyId = {},
                                                   .reason = QStringLiteral("the laptop was lent"),
                                                   .by = kStays});
            if (!rotated)
                qFatal("%s", qPrintable(rotated.error().toString()));
            DiskShim::note(QStringLiteral("ack"), rotated->receipt.leafHash.toLatin1());
            record(ledger, kStays, 7);
            seal(ledger);
        }
    }

    // Shorter than it takes to make the reserve: 8 MiB in each of a thousand states.
    void live(const std::shared_ptr<KeyStore> &keys, int life) const
    {
        const auto journal = openedJournal(
            {.folder = m_folder, .keys = keys, .clock = {}, .segmentBytes = kSegment, .checkAfterMs = -1});
        std::vector<std::future<void>> answers;
        const auto noting = [&answers] {
            auto promise = std::make_shared<std::promise<void>>();
            answers.push_back(promise->get_future());
            return [promise](const Result<Receipt> &receipt) {
                if (!receipt)
                    qFatal("%s", qPrintable(receipt.error().toString()));
                DiskShim::note(QStringLiteral("ack"), receipt->leafHash.toLatin1());
                promise->set_value();
            };
        };
        for (int i = 0; i < 3; ++i)
            journal->append(said(kStays, life * 10 + i), noting());
        journal->changeKey({.what = KeyChange::What::Rotate,
                            .id = Uuid7::next(),
                            .keyId = {},
                            .reason = QStringLiteral("the laptop was lent"),
                            .by = kStays},
                           JournalLevel::Local, noting());
        for (const auto &answer : answers)
            answer.wait();
        QTRY_VERIFY(QFile::exists(m_folder + QStringLiteral(".mark"))); // and a head with it
        journal->append(said(kStays, life * 10 + 5), noting());
        answers.back().wait();
    }

    struct Verdict {
        int lost = 0;    // acknowledged entries that are not there, or without what was said
        int notOpen = 0; // states that cannot be gone on with
        int notErased = 0;
        int states = 0;
        QString first; // the first thing that is wrong
    };

    void judge(Verdict &verdict, const QString &where, const QMap<QString, QByteArray> &disk,
               const QSet<QByteArray> &acked, bool erased, const QList<DiskOp> &noted)
    {
        QDir(m_root).removeRecursively();
        QDir().mkpath(m_folder + QStringLiteral("/log"));
        for (auto it = disk.constBegin(); it != disk.constEnd(); ++it) {
            QFile file(it.key());
            if (!file.open(QIODevice::WriteOnly) || file.write(it.value()) != it.value().size())
                qFatal("cannot write %s", qPrintable(it.key()));
        }
        const auto keys = freshKeys();
        doAgain(*keys, noted);
        Desk desk(m_folder, *keys);
        ++verdict.states;
        const auto wrong = [&verdict, where](int &count, const QString &what) {
            ++count;
            if (verdict.first.isEmpty())
                verdict.first = where + QStringLiteral(": ") + what;
        };
        if (desk.ledger->state().state != JournalState::State::Open)
            return wrong(verdict.notOpen, desk.ledger->state().words);
        const auto all = desk.ledger->entries({.limit = 1000});
        if (!all)
            return wrong(verdict.notOpen, all.error().toString());
        QSet<QByteArray> whole;
        for (const JournalEntry &entry : *all) // on disk before it was answered: a start does what it orders
            erased = erased || entry.kind == kEraseKind;
        for (const JournalEntry &entry : *all) {
            const QString person =
                entry.payload.value(QLatin1String("actor")).toObject().value(QLatin1String("ref")).toString();
            const bool gone = erased && person == kGone;
            if (gone && !entry.personal.isEmpty())
                wrong(verdict.notErased, entry.id);
            if (gone || !entry.payload.contains(QLatin1String("pd")) || !entry.personal.isEmpty())
                whole.insert(entry.leafHash.toLatin1());
        }
        for (const QByteArray &leaf : acked) {
            if (!whole.contains(leaf))
                wrong(verdict.lost, QString::fromLatin1(leaf));
        }
        const auto next = desk.ledger->append({{Uuid7::next(), said(kStays, 1000)}}).first(); // it goes on
        if (!next)
            wrong(verdict.notOpen, next.error().toString());
    }

    // Every operation from `from` on, in each of these ways.
    Verdict cutEverywhere(const QList<CutDisk::Mode> &modes, const std::function<bool(const QString &)> &ignored = {})
    {
        Verdict verdict;
        for (const CutDisk::Mode mode : modes) {
            CutDisk disk(m_ops, ignored);
            QSet<QByteArray> acked;
            QList<DiskOp> noted;
            bool erased = false;
            for (qsizetype at = 0; at < disk.count(); ++at) {
                const DiskOp &op = m_ops.at(at);
                if (op.kind != DiskOp::Kind::Note) {
                    judge(verdict, QStringLiteral("operation %1, way %2").arg(at).arg(int(mode)), disk.at(at, mode),
                          acked, erased, noted);
                } else if (op.name == QLatin1String("ack")) {
                    acked.insert(op.bytes);
                } else if (op.name == QLatin1String("erase")) {
                    erased = true;
                } else {
                    noted.append(op);
                }
            }
        }
        return verdict;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (g_mounts)
            m_disk = std::make_unique<SmallDisk>(64 * 1024 * 1024);
        m_root = m_disk ? m_disk->path(QStringLiteral("root")) : m_dir.filePath(QStringLiteral("root"));
        m_folder = m_root + QStringLiteral("/journal");
        QDir().mkpath(m_folder + QStringLiteral("/log"));
        DiskShim::record(m_root);
        work();
        m_ops = DiskShim::stop();
        QMap<DiskOp::Kind, int> kinds;
        for (const DiskOp &op : std::as_const(m_ops))
            ++kinds[op.kind];
        // The shim sees what there is: the log's and SQLite's own calls, renames of segments, mark and migration.
        QVERIFY2(kinds.value(DiskOp::Kind::Write) > 100, qPrintable(QString::number(m_ops.size())));
        QVERIFY(kinds.value(DiskOp::Kind::Sync) > 50);
        QVERIFY(kinds.value(DiskOp::Kind::SyncFolder) > 8);
        QVERIFY(kinds.value(DiskOp::Kind::Rename) > 5);
        QVERIFY(kinds.value(DiskOp::Kind::Link) == 1);
        QVERIFY(kinds.value(DiskOp::Kind::Unlink) > 3);
    }

    void nothingThatWasAnsweredIsLost_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("nothing unsynced is there") << int(CutDisk::Mode::DropAll);
        QTest::newRow("all of it is") << int(CutDisk::Mode::KeepAll);
        QTest::newRow("some sectors are") << int(CutDisk::Mode::Torn);
        QTest::newRow("some are, and others are garbage") << int(CutDisk::Mode::TornAndGarbage);
    }
    void nothingThatWasAnsweredIsLost()
    {
        QFETCH(int, mode);
        const Verdict verdict = cutEverywhere({CutDisk::Mode(mode)});
        qInfo("%d power cuts", verdict.states);
        QVERIFY(verdict.states > 200);
        QVERIFY2(verdict.notOpen == 0 && verdict.lost == 0 && verdict.notErased == 0,
                 qPrintable(QStringLiteral("%1 lost, %2 not open, %3 not erased; %4")
                                .arg(verdict.lost)
                                .arg(verdict.notOpen)
                                .arg(verdict.notErased)
                                .arg(verdict.first)));
    }

    // The journal as it ships: its threads bring groups, marks, heads and a rotation when they come.
    void aJournalWithItsThreads()
    {
        QDir(m_root).removeRecursively();
        QDir().mkpath(m_folder + QStringLiteral("/log"));
        DiskShim::record(m_root);
        {
            const std::shared_ptr<KeyStore> keys = freshKeys();
            for (int life = 0; life < 2; ++life)
                live(keys, life);
        }
        const QList<DiskOp> kept = std::exchange(m_ops, DiskShim::stop());
        const Verdict verdict = cutEverywhere({CutDisk::Mode::DropAll, CutDisk::Mode::TornAndGarbage});
        m_ops = kept;
        qInfo("%d power cuts", verdict.states);
        QVERIFY(verdict.states > 200);
        QVERIFY2(
            verdict.notOpen == 0 && verdict.lost == 0,
            qPrintable(
                QStringLiteral("%1 lost, %2 not open; %3").arg(verdict.lost).arg(verdict.notOpen).arg(verdict.first)));
    }

    // The harness proves itself: what the journal rests on is taken away, and that shows.
    void withoutTheSyncEntriesAreLost()
    {
        const Verdict verdict = cutEverywhere({CutDisk::Mode::DropAll},
                                              [](const QString &name) { return name.contains(QLatin1String(".seg")); });
        QVERIFY(verdict.lost + verdict.notOpen > 0);
    }
    void withoutTheFoldersSyncEntriesAreLost()
    {
        const Verdict verdict = cutEverywhere({CutDisk::Mode::DropAll},
                                              [](const QString &name) { return name.endsWith(QLatin1String("/log")); });
        QVERIFY(verdict.lost + verdict.notOpen > 0);
    }
    void withoutTheKeysSyncWordsAreLost()
    {
        const Verdict verdict = cutEverywhere(
            {CutDisk::Mode::DropAll}, [](const QString &name) { return name.contains(QLatin1String("subjects.db")); });
        QVERIFY(verdict.lost + verdict.notOpen > 0);
    }
    void withoutTheSecondCopyDamageStays()
    {
        for (const bool withCopy : {true, false}) {
            CutDisk disk(m_ops);
            auto files = disk.at(m_ops.size(), CutDisk::Mode::KeepAll);
            QByteArray &segment = files[m_folder + QStringLiteral("/log/00000000.seg")];
            QVERIFY(segment.size() == kSegment);
            segment[2 * kBlock + 300] = char(segment.at(2 * kBlock + 300) ^ 1);
            if (!withCopy) {
                for (const char *part : {"", "-wal"})
                    files.remove(m_folder + QStringLiteral("/journal.db") + QString::fromLatin1(part));
            }
            QSet<QByteArray> acked;
            QList<DiskOp> noted; // what became of the keys, too
            for (const DiskOp &op : std::as_const(m_ops)) {
                if (op.kind == DiskOp::Kind::Note && op.name == QLatin1String("ack"))
                    acked.insert(op.bytes);
                else if (op.kind == DiskOp::Kind::Note && op.name != QLatin1String("erase"))
                    noted.append(op);
            }
            Verdict verdict;
            judge(verdict, QStringLiteral("a flipped bit"), files, acked, true, noted);
            QVERIFY2(verdict.lost == 0, qPrintable(verdict.first)); // lost is one thing, said to be damaged another
            QVERIFY2(verdict.notOpen == (withCopy ? 0 : 1), qPrintable(verdict.first));
        }
    }

    void oneThingFails_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("code");
        QTest::newRow("one write finds no room") << int(DiskShim::Fails::Write) << 1 << ENOSPC;
        QTest::newRow("many writes find no room") << int(DiskShim::Fails::Write) << 12 << ENOSPC;
        QTest::newRow("one sync fails") << int(DiskShim::Fails::Sync) << 1 << EIO;
        QTest::newRow("several syncs fail") << int(DiskShim::Fails::Sync) << 3 << EIO;
    }
    // At every write or sync once. What is refused is asked again; nothing is there twice, nothing answered is missing.
    void oneThingFails()
    {
        QFETCH(int, what);
        QFETCH(int, count);
        QFETCH(int, code);
        int refused = 0;
        int nth = 1;
        for (;; ++nth) {
            QDir(m_root).removeRecursively();
            QDir().mkpath(m_folder + QStringLiteral("/log"));
            const auto keys = freshKeys();
            QStringList ids;
            QStringList answered;
            bool hit = false;
            {
                DiskShim::record(m_root);
                Desk desk(m_folder, *keys); // opening is the start's matter; see below
                QCOMPARE(desk.ledger->state().state, JournalState::State::Open);
                DiskShim::failAt(DiskShim::Fails(what), nth, count, code);
                for (int i = 0; i < 6; ++i) {
                    const QString id = Uuid7::next();
                    Result<Ledger::Logged> logged = Error{};
                    for (int attempt = 0; attempt < 40 && !logged; ++attempt) {
                        logged = desk.ledger->append({{id, said(kStays, i), attempt > 0}}).first();
                        if (!logged) {
                            ++refused;
                            QVERIFY2(!logged.error().message.isEmpty(), "a refusal says why");
                        }
                    }
                    QVERIFY2(logged.ok(), qPrintable(QString::number(nth)));
                    answered.append(logged->receipt.leafHash);
                    ids.append(id);
                    if (i % 2)
                        (void)desk.ledger->catchUp();
                    if (i == 3 && desk.ledger->catchUp())
                        (void)desk.ledger->markChore()();
                }
                hit = DiskShim::failed() > 0;
                (void)DiskShim::stop();
            }
            Desk desk(m_folder, *keys);
            QVERIFY2(desk.ledger->state().state == JournalState::State::Open,
                     qPrintable(QStringLiteral("%1: %2").arg(nth).arg(desk.ledger->state().words)));
            const auto all = desk.ledger->entries({.limit = 100, .kind = QStringLiteral("rollback.")});
            QVERIFY(all.ok());
            QCOMPARE(all->size(), answered.size());
            for (const JournalEntry &entry : *all) {
                QVERIFY(answered.contains(entry.leafHash));
                QVERIFY(ids.contains(entry.id));
            }
            if (!hit)
                break;
        }
        QVERIFY2(nth > 12, qPrintable(QString::number(nth)));
        QVERIFY(refused > 0 || count == 1);
    }

    // Sent again under its own id an entry is recorded once; without looking for the id it would be there twice.
    void withoutTheIdItIsRecordedTwice()
    {
        for (const bool looked : {true, false}) {
            QDir(m_root).removeRecursively();
            const auto keys = freshKeys();
            Desk desk(m_folder, *keys);
            const QString id = Uuid7::next();
            const auto once = desk.ledger->append({{id, said(kStays, 1), looked}}).first();
            const auto twice = desk.ledger->append({{id, said(kStays, 1), looked}}).first();
            QVERIFY(once.ok() && twice.ok());
            QCOMPARE(twice->receipt.leafHash == once->receipt.leafHash, looked);
            QCOMPARE(desk.ledger->state().size, quint64(looked ? 3 : 4));
        }
    }
};

int main(int argc, char **argv)
{
    g_mounts = beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    TestPowerCut test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_powercut.moc"
