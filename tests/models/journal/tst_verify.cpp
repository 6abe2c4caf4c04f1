// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/segmentlog.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/journalfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <thread>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeAll(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

// The verifier judges what the writer wrote, knowing nothing of how.
class TestVerify : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_folder;
    QString m_segment;
    QByteArray m_good;

    [[nodiscard]] verify::Report judge(bool withIndex = true) const
    {
        return verify::run({.log = m_folder + QStringLiteral("/log"),
                            .database = withIndex ? m_folder + QStringLiteral("/journal.db") : QString(),
                            .mark = m_folder + QStringLiteral(".mark")});
    }
    [[nodiscard]] static QString words(const verify::Report &report)
    {
        QString all;
        for (const verify::Finding &finding : report.findings)
            all += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
        return all;
    }
    void sql(const char *statement) const
    {
        sqlite3 *db = nullptr;
        QCOMPARE(sqlite3_open((m_folder + QStringLiteral("/journal.db")).toUtf8().constData(), &db), SQLITE_OK);
        QCOMPARE(sqlite3_exec(db, statement, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(db);
    }

private Q_SLOTS:
    void init()
    {
        static int round = 0;
        m_folder = m_dir.filePath(QString::number(round++));
        auto lock = JournalLock::tryTake(m_folder);
        QVERIFY(lock.ok() && lock->has_value());
        LocalJournal journal(
            LocalJournalOptions{.folder = m_folder, .keys = std::make_shared<MemoryKeys>(), .segmentBytes = kSegment},
            std::move(*lock.value()));
        for (int i = 0; i < 3; ++i) {
            Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
            draft.fields.insert(QStringLiteral("subject"),
                                QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout")}});
            draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("errors at 3 percent"));
            QVERIFY(append(journal, draft).ok());
        }
        m_segment = m_folder + QStringLiteral("/log/00000000.seg");
    }
    void wholeIsWhole()
    {
        const verify::Report report = judge();
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, quint64(5));
        QVERIFY(report.passed > 10);
        QCOMPARE(verify::run({.database = m_folder + QStringLiteral("/journal.db")}).exitCode(), 0);
    }
    // The three copies follow one another; a reader in between must not take that for tampering.
    void isWholeWhileItGrows()
    {
        m_folder = m_dir.filePath(QStringLiteral("growing"));
        auto lock = JournalLock::tryTake(m_folder);
        QVERIFY(lock.ok() && lock->has_value());
        LocalJournal journal(
            LocalJournalOptions{.folder = m_folder, .keys = std::make_shared<MemoryKeys>(), .segmentBytes = kSegment},
            std::move(*lock.value()));
        QVERIFY(append(journal, {.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()}).ok());
        QTRY_VERIFY(QFile::exists(m_folder + QStringLiteral(".mark")));
        std::atomic<bool> growing{true};
        std::thread writer([&] {
            for (int i = 0; i < 400; ++i)
                (void)append(journal, {.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()});
            growing = false;
        });
        QStringList wrong;
        quint64 entries = 0;
        int readings = 0;
        while (growing) {
            const verify::Report report = judge();
            if (report.exitCode() != 0 || report.entries < entries)
                wrong.append(words(report));
            entries = report.entries;
            ++readings;
        }
        writer.join();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
        QVERIFY(readings > 1);
        QVERIFY(judge().entries > 400);
    }
    // A spare that comes late: the log needed that segment before and has written to it.
    void lateSpareOverwritesNothing()
    {
        const QTemporaryDir folder;
        const auto opened = openPosixFolder(folder.path());
        QVERIFY(opened.ok());
        LogIo &io = **opened;
        SegmentLog log(io, 2 * kBlock);
        QVERIFY(log.load().ok());
        QVERIFY(log.resume({}).ok());
        const auto late = log.spareChore();
        Group group{.entries = {"an entry"}};
        for (int i = 0; i < 3; ++i) {
            QVERIFY(log.reserve(kBlock).ok());
            QVERIFY(log.append(group.encode()).ok());
            group = {
                .number = group.number + 1, .first = group.first + 1, .prev = group.self, .entries = group.entries};
        }
        QVERIFY(late().ok());
        int groups = 0;
        const auto end = log.scan({}, [&groups](const Group &, LogPosition) -> Result<Ok> {
            ++groups;
            return Ok{};
        });
        QVERIFY(end.ok());
        QCOMPARE(groups, 3);
    }
    void everyFlippedByteOfTheLogIsFound()
    {
        const QByteArray good = readAll(m_segment);
        qsizetype used = good.size();
        while (used > 0 && good.at(used - 1) == '\0')
            --used;
        QVERIFY(used > 8192);
        QList<qsizetype> missed;
        for (qsizetype at = 0; at < used; ++at) {
            QByteArray bad = good;
            bad[at] = char(bad.at(at) ^ 1);
            writeAll(m_segment, bad);
            if (judge(false).exitCode() == 0)
                missed.append(at);
        }
        QCOMPARE(missed, QList<qsizetype>{});
    }
    void cutTailIsFoundByTheMark()
    {
        QByteArray bytes = readAll(m_segment);
        qsizetype used = bytes.size();
        while (used > 0 && bytes.at(used - 1) == '\0')
            --used;
        const qsizetype lastGroup = (used - 1) / 4096 * 4096;
        writeAll(m_segment, bytes.left(lastGroup) + QByteArray(bytes.size() - lastGroup, '\0'));
        const verify::Report alone = judge(false);
        QCOMPARE(alone.exitCode(), 1);
        QVERIFY2(words(alone).contains(QStringLiteral("TRUNCATED")), qPrintable(words(alone)));
        QVERIFY(words(judge()).contains(QStringLiteral("journal.db goes on")));
    }
    void editedIndexIsFound_data()
    {
        QTest::addColumn<QByteArray>("statement");
        QTest::newRow("leaf") << QByteArray(
            "DROP TRIGGER entry_update; UPDATE entry SET leaf=CAST(leaf||' ' AS BLOB) WHERE idx=3");
        QTest::newRow("column") << QByteArray(
            "DROP TRIGGER entry_update; UPDATE entry SET kind='promotion.intent' WHERE idx=3");
        QTest::newRow("service") << QByteArray(
            "DROP TRIGGER entry_update; UPDATE entry SET service='cart' WHERE idx=3");
        QTest::newRow("row gone") << QByteArray(
            "PRAGMA foreign_keys=OFF; DROP TRIGGER entry_delete; DELETE FROM entry WHERE idx=2");
        QTest::newRow("node") << QByteArray(
            "DROP TRIGGER node_update; UPDATE node SET hash=zeroblob(32) WHERE level=1 AND pos=0");
        QTest::newRow("node gone") << QByteArray("DROP TRIGGER node_delete; DELETE FROM node WHERE level=1 AND pos=1");
        QTest::newRow("node too many") << QByteArray("INSERT INTO node(level,pos,hash) VALUES(1,99,zeroblob(32))");
        QTest::newRow("level too many") << QByteArray("INSERT INTO node(level,pos,hash) VALUES(40,0,zeroblob(32))");
        QTest::newRow("time") << QByteArray(
            "DROP TRIGGER entry_update; UPDATE entry SET wall_ms=wall_ms+1 WHERE idx=3");
        // A note that is none stands in for one that was changed: the columns are compared in any case.
        QTest::newRow("checkpoint") << QByteArray(
            "DROP TRIGGER note_insert; INSERT OR REPLACE INTO note(origin,size,root,note,at_ms) "
            "VALUES('x/journal/w/y',1,zeroblob(32),CAST('no note' AS BLOB),0)");
        QTest::newRow("checkpoint's columns") << QByteArray(
            "DROP TRIGGER note_insert; INSERT OR REPLACE INTO note(origin,size,root,note,at_ms) "
            "VALUES('x',1,zeroblob(32),"
            "CAST('x/journal/w/y' || char(10) || '2' || char(10) || '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' || "
            "char(10) || char(10) || '\xe2\x80\x94 x AAAAAAAA' || char(10) AS BLOB),0)");
    }
    void editedIndexIsFound()
    {
        QFETCH(QByteArray, statement);
        sql(statement.constData());
        const verify::Report report = judge();
        QVERIFY2(report.exitCode() == 1, qPrintable(words(report)));
    }
    void anotherGenesisIsRefused()
    {
        const verify::Report report =
            verify::run({.log = m_folder + QStringLiteral("/log"), .genesis = QString(64, QLatin1Char('0'))});
        QCOMPARE(report.exitCode(), 1);
    }
    void missingMarkIsIncomplete()
    {
        QVERIFY(QFile::remove(m_folder + QStringLiteral(".mark")));
        QCOMPARE(judge().exitCode(), 2);
    }
    void nothingIsUnreadable()
    {
        QCOMPARE(verify::run({.log = m_dir.filePath(QStringLiteral("nowhere"))}).exitCode(), 4);
    }
};

QTEST_GUILESS_MAIN(TestVerify)
#include "tst_verify.moc"
