// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/uuid7.h"

#include <QJsonObject>
#include <QtTest>

using namespace astern;
using namespace astern::test;

namespace {

Draft decision(int number, const QString &why = QStringLiteral("errors at 3 percent"))
{
    Draft draft{.kind = QStringLiteral("promotion.intent"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("number"), number},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")}}}};
    draft.personal = {{QStringLiteral("rationale"), why}};
    return draft;
}

// An append whose answer is looked at later.
struct Promise {
    std::shared_ptr<std::promise<Result<Receipt>>> promise = std::make_shared<std::promise<Result<Receipt>>>();
    std::future<Result<Receipt>> future = promise->get_future();
    Done<Receipt> done()
    {
        return [promise = promise](Result<Receipt> answer) { promise->set_value(std::move(answer)); };
    }
    [[nodiscard]] bool isAnswered() const
    {
        return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    }
};

} // namespace

// Levels above the local one, and the log as those see it who bring entries there.
class TestOutbox : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    std::shared_ptr<MemoryKeys> m_keys;
    QString m_folder;

    std::unique_ptr<LocalJournal> openJournal(int levelWithinMs = 10'000)
    {
        return openedJournal(
            {.folder = m_folder, .keys = m_keys, .segmentBytes = 64 * 1024, .levelWithinMs = levelWithinMs});
    }
    static Result<QList<LoggedLeaf>> leaves(LocalJournal &journal, quint64 from, int most)
    {
        return await<QList<LoggedLeaf>>([&](auto done) { journal.leaves(from, most, std::move(done)); });
    }
    static Result<QList<SinkCursor>> cursors(LocalJournal &journal)
    {
        return await<QList<SinkCursor>>([&](auto done) { journal.cursors(std::move(done)); });
    }
    static Result<Ok> advance(LocalJournal &journal, const SinkCursor &cursor)
    {
        return await<Ok>([&](auto done) { journal.advance(cursor, std::move(done)); });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QString::number(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
    }

    void answersWhenTheLevelIsReached()
    {
        auto journal = openJournal();
        Promise shared;
        journal->append(decision(0), JournalLevel::Shared, shared.done());
        QCOMPARE(state(*journal)->size, quint64(3)); // recorded here
        QVERIFY(!shared.isAnswered());
        journal->setReached(JournalLevel::Shared, 2); // not yet the third entry
        QCOMPARE(state(*journal)->levels.shared, quint64(2));
        QVERIFY(!shared.isAnswered());
        journal->setReached(JournalLevel::Shipped, 3); // another level is another matter
        QCOMPARE(state(*journal)->levels.shipped, quint64(3));
        QVERIFY(!shared.isAnswered());
        journal->setReached(JournalLevel::Shared, 3);
        const auto receipt = shared.future.get();
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        QCOMPARE(receipt->level, JournalLevel::Shared);
        QCOMPARE(receipt->index, quint64(2));
        journal->setReached(JournalLevel::Shared, 1); // never down
        QCOMPARE(state(*journal)->levels.shared, quint64(3));
        journal->setReached(JournalLevel::Shared, 1000); // nor beyond what is there
        QCOMPARE(state(*journal)->levels.shared, quint64(3));
        QCOMPARE(append(*journal, decision(1))->level, JournalLevel::Local);
    }

    void levelsSurviveARestart()
    {
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, decision(0)).ok());
            journal->setReached(JournalLevel::Shared, 3);
            journal->setReached(JournalLevel::Shipped, 2);
            QVERIFY(append(*journal, decision(1)).ok());
        }
        auto journal = openJournal();
        QCOMPARE(state(*journal)->levels.shared, quint64(3));
        QCOMPARE(state(*journal)->levels.shipped, quint64(2));
    }

    void whatCannotBeHadIsRefusedBeforeItIsRecorded()
    {
        auto journal = openJournal();
        Promise waiting;
        journal->append(decision(0), JournalLevel::Shared, waiting.done());
        QCOMPARE(state(*journal)->size, quint64(3));
        journal->setUnreachable(JournalLevel::Shared, {.kind = Error::Kind::Unreachable,
                                                       .message = QStringLiteral("The team's store does not answer")});
        const auto late = waiting.future.get(); // it is in the log, and the answer says so
        QVERIFY(!late.ok());
        QVERIFY2(late.error().message.contains(QStringLiteral("is in the log of this device")),
                 qPrintable(late.error().toString()));
        QVERIFY(late.error().message.contains(QStringLiteral("The team's store does not answer")));
        Promise refused;
        journal->append(decision(1), JournalLevel::Shared, refused.done());
        const auto never = refused.future.get();
        QVERIFY(!never.ok());
        QCOMPARE(never.error().message, QStringLiteral("The team's store does not answer"));
        QCOMPARE(state(*journal)->size, quint64(3));
        QVERIFY(append(*journal, decision(2)).ok()); // the local level goes on
        journal->setReached(JournalLevel::Shared, 4);
        Promise again;
        journal->append(decision(3), JournalLevel::Shared, again.done());
        QCOMPARE(state(*journal)->size, quint64(5));
        journal->setReached(JournalLevel::Shared, 5);
        QVERIFY(again.future.get().ok());
    }

    void aLevelThatNobodyReaches()
    {
        auto journal = openJournal(50);
        Promise waiting;
        journal->append(decision(0), JournalLevel::Witnessed, waiting.done());
        const auto late = waiting.future.get();
        QVERIFY(!late.ok());
        QCOMPARE(late.error().kind, Error::Kind::TimedOut);
        QCOMPARE(state(*journal)->size, quint64(3));
        Promise closing;
        journal->append(decision(1), JournalLevel::Sealed, closing.done());
        journal.reset();
        QVERIFY(!closing.future.get().ok());
    }

    void leavesAreTheLogInOrder()
    {
        auto journal = openJournal();
        QStringList hashes;
        for (int i = 0; i < 7; ++i)
            hashes.append(append(*journal, decision(i))->leafHash);
        const auto all = leaves(*journal, 2, 100);
        QVERIFY(all.ok());
        QCOMPARE(all->size(), 7);
        for (qsizetype i = 0; i < all->size(); ++i) {
            QCOMPARE(all->at(i).index, quint64(i + 2));
            QCOMPARE(toHex(all->at(i).leafHash), hashes.at(i));
            QVERIFY(all->at(i).leaf.startsWith("{\"payload\":"));
            QCOMPARE(all->at(i).personal.value(QStringLiteral("rationale")), QStringLiteral("errors at 3 percent"));
        }
        QCOMPARE(leaves(*journal, 4, 2)->size(), 2);
        QCOMPARE(leaves(*journal, 4, 2)->first().index, quint64(4));
        QCOMPARE(leaves(*journal, 9, 10)->size(), 0);
    }

    void cursorsGoUpAndStay()
    {
        const SinkCursor cursor{.sink = QStringLiteral("otlp.a"),
                                .acked = 3,
                                .atMs = 1'794'790'000'000,
                                .proof = QByteArray("\0ok", 3),
                                .rejected = {1, 2}};
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, decision(0)).ok());
            QCOMPARE(cursors(*journal)->size(), 0);
            const auto done = advance(*journal, cursor);
            QVERIFY2(done.ok(), done ? "" : qPrintable(done.error().toString()));
            QVERIFY(advance(*journal, {.sink = QStringLiteral("file"), .acked = 1}).ok());
            QCOMPARE(advance(*journal, {.sink = QStringLiteral("otlp.a"), .acked = 2}).error().kind,
                     Error::Kind::Conflict);
            QCOMPARE(advance(*journal, {.sink = QStringLiteral("otlp.a"), .acked = 4}).error().kind,
                     Error::Kind::Invalid); // more than there is
        }
        auto journal = openJournal();
        const auto known = cursors(*journal);
        QCOMPARE(known->size(), 2);
        QVERIFY(known->last() == cursor);
        QCOMPARE(known->first().acked, quint64(1));
    }
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
