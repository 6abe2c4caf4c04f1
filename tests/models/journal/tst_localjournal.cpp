// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/uuid7.h"
#include "models/journal/verify/verify.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QtTest>

using namespace astern;
using namespace astern::test;

namespace {

Draft intent(const QString &saga, const QString &service = QStringLiteral("payments"))
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = saga};
    draft.fields = {
        {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), service},
                                                {QStringLiteral("environment"), QStringLiteral("production")},
                                                {QStringLiteral("cell"), QStringLiteral("eu-1")}}},
        {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("error ratio 4.1 % > 2 % — café \"checkout\"")}};
    return draft;
}

} // namespace

class TestLocalJournal : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    std::shared_ptr<MemoryKeys> m_keys;
    QString m_folder;

    std::unique_ptr<LocalJournal> openJournal(qint64 segmentBytes = 64 * 1024)
    {
        auto lock = JournalLock::tryTake(m_folder);
        if (!lock || !*lock)
            return nullptr;
        return std::make_unique<LocalJournal>(
            LocalJournalOptions{.folder = m_folder, .keys = m_keys, .segmentBytes = segmentBytes},
            std::move(*lock.value()));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QString::number(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
    }

    void recordsAndReadsBack()
    {
        const QString saga = Uuid7::next();
        Receipt receipt;
        QString root;
        {
            auto journal = openJournal();
            QVERIFY(journal);
            QSignalSpy spy(journal.get(), &Journal::appended);
            const auto logged = await<LoggedIntent>(
                [&](auto done) { journal->appendIntent(intent(saga), saga + QStringLiteral(":abort:1"), done); });
            QVERIFY2(logged.ok(), logged ? "" : qPrintable(logged.error().toString()));
            receipt = logged->receipt();
            QCOMPARE(receipt.index, quint64(2));
            QCOMPARE(logged->key(), saga + QStringLiteral(":abort:1"));
            const auto read = entries(*journal);
            QVERIFY(read.ok());
            QCOMPARE(read->size(), 3);
            QCOMPARE(read->at(0).id, receipt.id);
            QCOMPARE(read->at(0).payload.value(QLatin1String("idem")).toString(), logged->key());
            QCOMPARE(read->at(0).personal.value(QStringLiteral("rationale")),
                     intent(saga).personal.value(QStringLiteral("rationale")));
            QCOMPARE(read->at(1).kind, QStringLiteral("key.enrol"));
            QCOMPARE(read->at(2).kind, QStringLiteral("journal.genesis"));
            QVERIFY(!read->at(2).payload.contains(QLatin1String("journal")));
            QCOMPARE(read->at(0).payload.value(QLatin1String("journal")).toString(), read->at(2).leafHash);
            QTRY_COMPARE(spy.size(), 1);
            root = state(*journal)->root;
        }
        auto journal = openJournal();
        QVERIFY(journal);
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        QCOMPARE(now->size, quint64(3));
        QCOMPARE(now->root, root);
        const auto open = unresolved(*journal);
        QCOMPARE(open->size(), 1);
        QCOMPARE(open->first().intent.id, receipt.id);
        Draft outcome{.kind = QStringLiteral("rollback.outcome"), .saga = saga};
        outcome.links = {{EntryLink::Rel::OutcomeOf, receipt.id, receipt.leafHash}};
        outcome.fields.insert(QStringLiteral("outcome"), QStringLiteral("succeeded"));
        QVERIFY(append(*journal, outcome).ok());
        QCOMPARE(unresolved(*journal)->size(), 0);
    }

    void filters()
    {
        auto journal = openJournal();
        for (int i = 0; i < 30; ++i)
            QVERIFY(append(*journal, intent(Uuid7::next(), QStringLiteral("service-%1").arg(i % 3))).ok());
        QCOMPARE(entries(*journal, {.service = QStringLiteral("service-1")})->size(), 10);
        QCOMPARE(entries(*journal, {.limit = 4, .service = QStringLiteral("service-1")})->size(), 4);
        QCOMPARE(entries(*journal, {.kind = QStringLiteral("rollback.")})->size(), 30);
        QCOMPARE(entries(*journal, {.kind = QStringLiteral("journal.")})->size(), 1);
        QCOMPARE(entries(*journal, {.environment = QStringLiteral("staging")})->size(), 0);
        QCOMPARE(entries(*journal, {.cell = QStringLiteral("eu-1")})->size(), 30);
        const auto page = entries(*journal, {.before = 10, .limit = 3});
        QCOMPARE(page->size(), 3);
        QCOMPARE(page->first().index, quint64(9));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("fields");
        QTest::newRow("no kind") << QString() << QJsonObject();
        QTest::newRow("kind without a dot") << QStringLiteral("rollback") << QJsonObject();
        QTest::newRow("own field") << QStringLiteral("rollback.intent") << QJsonObject{{QStringLiteral("v"), 2}};
        QTest::newRow("float") << QStringLiteral("rollback.intent") << QJsonObject{{QStringLiteral("x"), 0.5}};
        QTest::newRow("2^53") << QStringLiteral("rollback.intent")
                              << QJsonObject{{QStringLiteral("x"), qint64(9007199254740992)}};
        QTest::newRow("name not ASCII") << QStringLiteral("rollback.intent") << QJsonObject{{QStringLiteral("é"), 1}};
        QTest::newRow("lone surrogate") << QStringLiteral("rollback.intent")
                                        << QJsonObject{{QStringLiteral("x"), QString(QChar(0xd800))}};
        QTest::newRow("too large") << QStringLiteral("rollback.intent")
                                   << QJsonObject{{QStringLiteral("x"), QString(40'000, QLatin1Char('x'))}};
    }
    void refuses()
    {
        QFETCH(QString, kind);
        QFETCH(QJsonObject, fields);
        auto journal = openJournal();
        const auto answer = append(*journal, Draft{.kind = kind, .fields = fields});
        QVERIFY(!answer.ok());
        QVERIFY(!answer.error().message.isEmpty());
        QVERIFY(append(*journal, intent(Uuid7::next())).ok()); // and goes on, without a gap
        QCOMPARE(state(*journal)->size, quint64(3));
    }

    void sentTwiceIsRecordedOnce()
    {
        auto journal = openJournal();
        const QString id = Uuid7::next();
        const Draft draft = intent(Uuid7::next());
        const auto once = await<Receipt>([&](auto done) { journal->appendAs(id, draft, done); });
        const auto twice = await<Receipt>([&](auto done) { journal->appendAs(id, draft, done); });
        QVERIFY(once.ok());
        QVERIFY(twice.ok());
        QCOMPARE(twice->leafHash, once->leafHash);
        QCOMPARE(state(*journal)->size, quint64(3));
    }

    // A text that begins with a byte order mark, as it comes out of some clipboards: kept as typed, and no damage.
    void byteOrderMarkIsText()
    {
        const QString text = QString(QChar(0xfeff)) + QStringLiteral("errors at 3 percent");
        Draft draft = intent(Uuid7::next(), text);
        draft.personal.insert(QStringLiteral("rationale"), text);
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, draft).ok());
        }
        for (const bool withIndex : {true, false}) {
            if (!withIndex)
                QVERIFY(QFile::remove(m_folder + QStringLiteral("/journal.db")));
            auto journal = openJournal();
            const auto now = state(*journal);
            QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
            const auto read = entries(*journal, {.service = text});
            QCOMPARE(read->size(), 1);
            QCOMPARE(read->first().personal.value(QStringLiteral("rationale")), text);
        }
    }

    void oneOwner()
    {
        auto journal = openJournal();
        QVERIFY(journal);
        const auto second = JournalLock::tryTake(m_folder);
        QVERIFY(second.ok());
        QVERIFY(!second->has_value());
    }

    // Somebody clears away what looks left over: the lock of the one that runs. Two may own the log then, and one
    // records.
    void theLockIsTakenAway()
    {
        auto first = openJournal();
        Draft draft{.kind = QStringLiteral("rollback.attempt")};
        QVERIFY(append(*first, draft).ok());
        QVERIFY(entries(*first).ok());
        QVERIFY(QFile::remove(m_folder + QStringLiteral("/journal.lock")));
        auto second = openJournal();
        QVERIFY(second);
        QVERIFY(append(*second, draft).ok());
        const auto refused = append(*first, draft);
        QCOMPARE(refused.error().kind, Error::Kind::Storage);
        QVERIFY2(refused.error().message.contains(QStringLiteral("taken away")), qPrintable(refused.error().message));
        first.reset();
        QVERIFY(append(*second, draft).ok());
        QCOMPARE(state(*second)->size, quint64(5));
        second.reset();
        const auto report = verify::run({.log = m_folder + QStringLiteral("/log"),
                                         .database = m_folder + QStringLiteral("/journal.db"),
                                         .mark = m_folder + QStringLiteral(".mark")});
        QCOMPARE(report.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLocalJournal)
#include "tst_localjournal.moc"
