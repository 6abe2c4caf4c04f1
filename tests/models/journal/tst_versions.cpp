// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/reader.h"
#include "models/journal/sharedmirror.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/journalfixture.h"

#include <QDirIterator>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Of the record: what nobody can make again.
QMap<QString, QByteArray> recordIn(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator files(folder + QStringLiteral("/log"), {QStringLiteral("*.seg")}, QDir::Files);
    while (files.hasNext()) {
        const QString path = files.next();
        all.insert(path, bytesOf(path));
    }
    return all;
}

Draft intent(int number)
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields.insert(QStringLiteral("number"), number);
    draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("too many errors, number %1").arg(number));
    return draft;
}

} // namespace

// An older Astern finds what a newer one wrote: it writes nothing there, and what it can read it reads.
class TestVersions : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_folder;
    std::shared_ptr<MemoryKeys> m_keys;
    QStringList m_leaves; // oldest first

    std::unique_ptr<LocalJournal> openJournal() const
    {
        return openedJournal({.folder = m_folder, .keys = m_keys, .segmentBytes = kSegment, .checkAfterMs = -1});
    }
    // Each group of the log says that another version wrote it.
    void makeLogNewer() const
    {
        const QString path = m_folder + QStringLiteral("/log/00000000.seg");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        int groups = 0;
        for (qsizetype at = 0; at < bytes.size(); at += 4096) {
            if (bytes.mid(at, 8) != "ASTNLOG1")
                continue;
            bytes[at + 7] = '2';
            ++groups;
        }
        QVERIFY(groups > 3);
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
    }
    void removeIndex() const
    {
        for (const char *part : {"", "-wal", "-shm"})
            QFile::remove(m_folder + QStringLiteral("/journal.db") + QLatin1String(part));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QStringLiteral("j%1").arg(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
        m_leaves.clear();
        auto journal = openJournal();
        for (int i = 0; i < 4; ++i)
            QVERIFY(append(*journal, intent(i)).ok());
        const auto all = entries(*journal);
        for (const JournalEntry &entry : *all)
            m_leaves.prepend(entry.leafHash);
    }

    void aNewerIndexIsReadAndNotWritten()
    {
        // Versions only add.
        runSql(m_folder + QStringLiteral("/journal.db"),
               "CREATE TABLE later(x INTEGER) STRICT; ALTER TABLE entry ADD COLUMN later TEXT; PRAGMA user_version=9;");
        const auto record = recordIn(m_folder);
        {
            auto journal = openJournal();
            QCOMPARE(state(*journal)->state, JournalState::State::Refused);
            QVERIFY(state(*journal)->words.contains(QStringLiteral("newer Astern")));
            QVERIFY(!append(*journal, intent(9)).ok());
        }
        QCOMPARE(recordIn(m_folder), record);
        const auto reader = JournalReader::open(m_folder + QStringLiteral("/journal.db"));
        QVERIFY2(reader.ok(), reader ? "" : qPrintable(reader.error().toString()));
        QCOMPARE(reader.value()->size(), quint64(m_leaves.size()));
        for (qsizetype i = 0; i < m_leaves.size(); ++i)
            QCOMPARE(toHex(reader.value()->entry(quint64(i))->leafHash), m_leaves.at(i));
        const verify::Report report = verify::run({.log = m_folder + QStringLiteral("/log"),
                                                   .database = m_folder + QStringLiteral("/journal.db"),
                                                   .mark = m_folder + QStringLiteral(".mark")});
        QCOMPARE(report.exitCode(), 0);
    }
    // Without index and mark nothing else says that something is there: taken for a torn group it would be written
    // over.
    void aNewerLogIsNotTakenForATornOne_data()
    {
        QTest::addColumn<bool>("index");
        QTest::addColumn<bool>("mark");
        QTest::newRow("the log alone") << false << false;
        QTest::newRow("the log and its mark") << false << true;
    }
    void aNewerLogIsNotTakenForATornOne()
    {
        QFETCH(bool, index);
        QFETCH(bool, mark);
        makeLogNewer();
        if (!index)
            removeIndex();
        if (!mark)
            QFile::remove(m_folder + QStringLiteral(".mark"));
        const auto record = recordIn(m_folder);
        {
            auto journal = openJournal();
            const auto now = state(*journal);
            QCOMPARE(now->state, JournalState::State::Refused);
            QVERIFY2(now->words.contains(QStringLiteral("newer Astern")), qPrintable(now->words));
            QVERIFY(!append(*journal, intent(9)).ok());
        }
        QCOMPARE(recordIn(m_folder), record);
    }
    void aNewerCopyOfTheSharedLogIsLeftAlone()
    {
        const QString path = m_folder + QStringLiteral("/mirror.db");
        QVERIFY(SharedMirror::open(path).ok());
        runSql(path, "PRAGMA user_version=2");
        const QByteArray before = bytesOf(path);
        const auto refused = SharedMirror::open(path);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, Error::Kind::Unsupported);
        QCOMPARE(bytesOf(path), before);
    }
    // It is made of the openings and of nothing else.
    void aNewerSearchIsMadeAgain()
    {
        runSql(m_folder + QStringLiteral("/openings-search.db"), "PRAGMA user_version=2");
        auto journal = openJournal();
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        QTRY_COMPARE(entries(*journal, {.text = QStringLiteral("errors")})->size(), 4);
    }
};

QTEST_GUILESS_MAIN(TestVersions)
#include "tst_versions.moc"
