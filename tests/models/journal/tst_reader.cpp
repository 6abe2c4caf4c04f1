// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/reader.h"
#include "tests/models/journal/journalfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace astern;
using namespace astern::test;

// The index as whoever does not own it reads it.
class TestReader : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_folder;
    QString m_saga = Uuid7::next();
    std::unique_ptr<LocalJournal> m_journal;
    QList<JournalEntry> m_known; // newest first

    [[nodiscard]] QString file() const { return m_folder + QStringLiteral("/journal.db"); }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = m_dir.filePath(QStringLiteral("journal"));
        auto lock = JournalLock::tryTake(m_folder);
        QVERIFY(lock.ok() && lock->has_value());
        m_journal = std::make_unique<LocalJournal>(
            LocalJournalOptions{.folder = m_folder, .keys = std::make_shared<MemoryKeys>()}, std::move(*lock.value()));
        for (int i = 0; i < 9; ++i) {
            Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = i < 3 ? m_saga : Uuid7::next()};
            draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("because of %1").arg(i));
            QVERIFY(append(*m_journal, draft).ok());
        }
        const auto all = entries(*m_journal); // brings the index up to the log
        QVERIFY(all.ok());
        m_known = *all;
    }
    void cleanupTestCase() { m_journal.reset(); }

    void readsWhileAnotherOwns()
    {
        const auto reader = JournalReader::open(file());
        QVERIFY2(reader.ok(), reader ? "" : qPrintable(reader.error().toString()));
        QCOMPARE((*reader)->size(), quint64(m_known.size()));
        for (const JournalEntry &known : m_known) {
            const auto entry = (*reader)->entry(known.index);
            QVERIFY(entry.ok());
            QCOMPARE(entry->id, known.id);
            QCOMPARE(entry->kind, known.kind);
            QCOMPARE(toHex(entry->leafHash), known.leafHash);
            QCOMPARE(entry->payload().value(), known.payload);
            QCOMPARE((*reader)->find(known.id)->size(), 1);
        }
        QVERIFY(!(*reader)->entry(99).ok());
        const auto now = state(*m_journal);
        QCOMPARE(toHex((*reader)->rootAt((*reader)->size()).value()), now->root);
    }
    void findsAnOperation()
    {
        const auto reader = JournalReader::open(file());
        QCOMPARE((*reader)->find(m_saga)->size(), 3);
        QCOMPARE((*reader)->find(Uuid7::shortForm(m_saga))->size(), 3);
        QVERIFY((*reader)->find(QStringLiteral("RB-00000000-0000")).error().kind == Error::Kind::NotFound);
        QVERIFY(!(*reader)->find(Uuid7::next()).ok());
        QCOMPARE((*reader)->ofKind(QStringLiteral("rollback."))->size(), 9);
        QCOMPARE((*reader)->between(m_known.first().wallMs, m_known.first().wallMs + 1)->last().id, m_known.first().id);
        QCOMPARE((*reader)->between(0, m_known.first().wallMs)->size(), m_known.size());
        QVERIFY((*reader)->between(0, 1)->isEmpty());
    }
    void givesProofs()
    {
        const auto reader = JournalReader::open(file());
        const quint64 size = (*reader)->size();
        const Hash root = (*reader)->rootAt(size).value();
        for (quint64 i = 0; i < size; ++i) {
            const auto path = (*reader)->inclusionPath(i, size);
            QVERIFY(path.ok());
            QVERIFY(Merkle::verifyInclusion(i, size, (*reader)->node(0, i).value(), *path, root));
            const auto consistency = (*reader)->consistencyPath(i, size);
            QVERIFY(consistency.ok());
            QVERIFY(Merkle::verifyConsistency(i, size, (*reader)->rootAt(i).value(), root, *consistency));
        }
        QVERIFY(!(*reader)->inclusionPath(size, size).ok());
        QVERIFY(!(*reader)->inclusionPath(0, size + 1).ok());
        QVERIFY(!(*reader)->consistencyPath(0, size + 1).ok());
        QVERIFY(!(*reader)->rootAt(size + 1).ok());
        QCOMPARE((*reader)->leaves(0, int(size))->size(), qsizetype(size));
        QVERIFY(!(*reader)->leaves(0, int(size) + 1).ok());
    }
    void givesOpeningsStillSealed()
    {
        const auto reader = JournalReader::open(file());
        const auto sealed = (*reader)->openings(m_known.first().id);
        QVERIFY(sealed.ok());
        QCOMPARE(sealed->size(), 1);
        QCOMPARE(sealed->first().field, QStringLiteral("rationale"));
        QVERIFY((*reader)->openings(Uuid7::next())->isEmpty());
    }
    // What is written meanwhile is not seen: proofs and entries are of one moment.
    void staysAtItsMoment()
    {
        const auto reader = JournalReader::open(file());
        const quint64 size = (*reader)->size();
        QVERIFY(append(*m_journal, {.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()}).ok());
        QVERIFY(entries(*m_journal).ok());
        QVERIFY(!(*reader)->entry(size).ok());
        QVERIFY((*reader)->rootAt(size).ok());
        QCOMPARE((*JournalReader::open(file()))->size(), size + 1);
    }
    void refusesOtherFiles()
    {
        QVERIFY(!JournalReader::open(m_dir.filePath(QStringLiteral("nowhere"))).ok());
        const QString text = m_dir.filePath(QStringLiteral("text"));
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(5000, 'x')) == 5000);
        file.close();
        QVERIFY(!JournalReader::open(text).ok());
        QVERIFY(!QFile::exists(m_dir.filePath(QStringLiteral("nowhere"))));
    }
};

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
