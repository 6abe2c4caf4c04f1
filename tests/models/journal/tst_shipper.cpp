// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/clock.h"
#include "models/base/uuid7.h"
#include "models/journal/shipfacts.h"
#include "models/journal/shipper.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QtTest>

#include <memory>

using namespace astern;
using namespace astern::test;

namespace {

using Kind = SinkAnswer::Kind;

// What a scripted sink got, and how it answers.
struct Far {
    QList<quint64> arrived;
    QList<LoggedLeaf> leaves;
    int batches = 0;
    std::function<SinkAnswer(const QList<LoggedLeaf> &)> answer;
};

class ScriptedSink final : public JournalSink {
    Q_OBJECT
public:
    explicit ScriptedSink(std::shared_ptr<Far> far) : m_far(std::move(far)) {}
    void send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done) override
    {
        ++m_far->batches;
        const SinkAnswer answer = m_far->answer ? m_far->answer(batch) : SinkAnswer{.kind = Kind::Acknowledged};
        if (answer.kind == Kind::Acknowledged) {
            for (const LoggedLeaf &leaf : batch) {
                m_far->arrived.append(leaf.index);
                m_far->leaves.append(leaf);
            }
        }
        QMetaObject::invokeMethod(this, [done, answer] { done(answer); }, Qt::QueuedConnection);
    }
    void cancel() override {}

private:
    std::shared_ptr<Far> m_far;
};

std::pair<QString, ShipperSink> sinkTo(const std::shared_ptr<Far> &far, const QString &name, bool required = false)
{
    ShipperSink sink;
    sink.is.name = name;
    sink.is.type = QStringLiteral("scripted");
    sink.is.required = required;
    sink.open = [far] { return std::make_unique<ScriptedSink>(far); };
    return {name, sink};
}

Draft decision(int number)
{
    Draft draft{.kind = QStringLiteral("promotion.intent"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("number"), number},
                    {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout")}}},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("errors at 3 percent")}};
    return draft;
}

constexpr ShipRules kQuick{.firstWaitMs = 10, .mostWaitMs = 40};

SinkAnswer later() { return {.kind = Kind::Later, .error = {.message = QStringLiteral("no route")}}; }

} // namespace

class TestShipper : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    std::shared_ptr<MemoryKeys> m_keys;
    QString m_folder;
    SystemClock m_clock;

    std::unique_ptr<LocalJournal> openJournal(int levelWithinMs = 10'000)
    {
        return openedJournal(
            {.folder = m_folder, .keys = m_keys, .segmentBytes = 64 * 1024, .levelWithinMs = levelWithinMs});
    }
    std::unique_ptr<Shipper> shipper(Journal &journal)
    {
        return std::make_unique<Shipper>(journal, m_clock, [] { return 0.5; }, kQuick);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QString::number(m_round++));
        m_keys = std::make_shared<MemoryKeys>();
    }

    void everySinkGetsEverythingInOrder()
    {
        auto journal = openJournal();
        for (int i = 0; i < 230; ++i)
            QVERIFY(append(*journal, decision(i)));
        const auto far = std::make_shared<Far>();
        const auto other = std::make_shared<Far>();
        int failures = 3;
        other->answer = [&failures](const auto &) {
            return failures-- > 0 ? later() : SinkAnswer{.kind = Kind::Acknowledged};
        };
        auto ships = shipper(*journal);
        ships->setSinks({sinkTo(far, QStringLiteral("a")), sinkTo(other, QStringLiteral("b"))});
        const quint64 size = state(*journal)->size;
        QTRY_COMPARE(quint64(far->arrived.size()), size);
        QTRY_COMPARE(quint64(other->arrived.size()), size);
        for (const auto &each : {far, other}) {
            for (quint64 i = 0; i < size; ++i)
                QCOMPARE(each->arrived.at(qsizetype(i)), i);
        }
        // What comes later follows by itself.
        QVERIFY(append(*journal, decision(1'000)));
        QTRY_COMPARE(quint64(far->arrived.size()), size + 1);
        QTRY_VERIFY(ships->state().sink(QStringLiteral("a"))->state == SinkState::State::Current);
        QVERIFY(ships->state().shipping);
    }

    // Whoever owns the log next goes on where the last one was; a batch whose answer was lost comes twice.
    void goesOnAfterARestart()
    {
        const auto far = std::make_shared<Far>();
        quint64 size = 0;
        {
            auto journal = openJournal();
            for (int i = 0; i < 20; ++i)
                QVERIFY(append(*journal, decision(i)));
            auto ships = shipper(*journal);
            ships->setSinks({sinkTo(far, QStringLiteral("a"))});
            size = state(*journal)->size;
            QTRY_COMPARE(ships->state().sink(QStringLiteral("a"))->acked, size);
            QTRY_VERIFY(await<QList<SinkCursor>>([&](auto done) { journal->cursors(done); })->value(0).acked == size);
            ships.reset();
            QVERIFY(append(*journal, decision(99)));
        }
        auto journal = openJournal();
        auto ships = shipper(*journal);
        ships->setSinks({sinkTo(far, QStringLiteral("a"))});
        QTRY_VERIFY(far->arrived.contains(size));
        QCOMPARE(far->arrived.count(size - 1), 1);
        QCOMPARE(far->arrived.count(size), 1);
    }

    void aRequiredSinkMakesTheLevel()
    {
        auto journal = openJournal();
        const auto far = std::make_shared<Far>();
        auto ships = shipper(*journal);
        ships->setSinks({sinkTo(far, QStringLiteral("a"), true)});
        const auto logged = std::make_shared<std::promise<Result<Receipt>>>();
        auto answer = logged->get_future();
        journal->append(decision(1), JournalLevel::Shipped, [logged](auto receipt) { logged->set_value(receipt); });
        QTRY_VERIFY(answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready);
        const Result<Receipt> receipt = answer.get();
        QVERIFY2(receipt.ok(), receipt.ok() ? "" : qPrintable(receipt.error().toString()));
        QVERIFY(receipt->level == JournalLevel::Shipped);
        QVERIFY(far->arrived.contains(receipt->index));
    }

    void aRequiredSinkThatIsAwayRefusesTheLevel()
    {
        auto journal = openJournal();
        const auto far = std::make_shared<Far>();
        far->answer = [](const auto &) { return later(); };
        auto ships = shipper(*journal);
        ships->setSinks({sinkTo(far, QStringLiteral("a"), true)});
        QVERIFY(append(*journal, decision(0)));
        QTRY_VERIFY(ships->state().sink(QStringLiteral("a"))->state == SinkState::State::Retrying);
        const quint64 before = state(*journal)->size;
        // Until the second failure in a row, it is waited for.
        QTRY_VERIFY(far->batches > 2);
        const auto refused =
            await<Receipt>([&](auto done) { journal->append(decision(1), JournalLevel::Shipped, std::move(done)); });
        QVERIFY(!refused);
        QVERIFY2(refused.error().toString().contains(QStringLiteral("the sink a does not take entries: no route")),
                 qPrintable(refused.error().toString()));
        QCOMPARE(state(*journal)->size, before); // nothing was recorded of it
        // And goes on by itself when the sink is back.
        far->answer = {};
        QTRY_VERIFY(ships->state().sink(QStringLiteral("a"))->state == SinkState::State::Current);
        QTRY_VERIFY(state(*journal)->levels.shipped >= before);
    }

    void aRefusedEntryIsAlarmedOnceAndKept()
    {
        auto journal = openJournal();
        for (int i = 0; i < 5; ++i)
            QVERIFY(append(*journal, decision(i)));
        const auto far = std::make_shared<Far>();
        far->answer = [](const QList<LoggedLeaf> &batch) {
            for (const LoggedLeaf &leaf : batch) {
                if (leaf.index == 3)
                    return SinkAnswer{.kind = Kind::Rejected, .error = {.message = QStringLiteral("bad attribute")}};
            }
            return SinkAnswer{.kind = Kind::Acknowledged};
        };
        auto ships = shipper(*journal);
        QSignalSpy alarms(ships.get(), &Shipper::rejected);
        ships->setSinks({sinkTo(far, QStringLiteral("a"))});
        QTRY_COMPARE(quint64(far->arrived.size()), state(*journal)->size - 1);
        QVERIFY(!far->arrived.contains(3u));
        QCOMPARE(alarms.size(), 1);
        QCOMPARE(alarms.at(0).at(1).toULongLong(), 3u);
        QTRY_VERIFY(await<QList<SinkCursor>>([&](auto done) { journal->cursors(done); })->value(0).rejected ==
                    QList<quint64>{3});
    }

    // A sink that is gone from the workspace gets nothing more, and one with other settings is opened anew.
    void sinksCanBeReplaced()
    {
        auto journal = openJournal();
        const auto first = std::make_shared<Far>();
        auto ships = shipper(*journal);
        ships->setSinks({sinkTo(first, QStringLiteral("a"))});
        QTRY_VERIFY(!first->arrived.isEmpty());
        QTRY_VERIFY(ships->state().sink(QStringLiteral("a"))->state == SinkState::State::Current);
        QTRY_VERIFY(await<QList<SinkCursor>>([&](auto done) { journal->cursors(done); })->value(0).acked > 0);
        const qsizetype had = first->arrived.size();
        const auto second = std::make_shared<Far>();
        auto changed = sinkTo(second, QStringLiteral("a"));
        changed.first = QStringLiteral("another address");
        ships->setSinks({changed});
        QVERIFY(append(*journal, decision(1)));
        QTRY_COMPARE(second->arrived.size(), 1);
        QCOMPARE(first->arrived.size(), had);
    }

    void redaction()
    {
        auto journal = openJournal();
        QVERIFY(append(*journal, decision(1)));
        const auto leaves = await<QList<LoggedLeaf>>([&](auto done) { journal->leaves(0, 10, std::move(done)); });
        QVERIFY(leaves.ok());
        const auto leaf = std::find_if(leaves->cbegin(), leaves->cend(), [](const LoggedLeaf &one) {
            return kindOf(one) == QLatin1String("promotion.intent");
        });
        QVERIFY(leaf != leaves->cend());
        const ShipFacts open = shipFacts(*leaf, Redaction::None);
        QCOMPARE(open.openings.value(QStringLiteral("rationale")), QStringLiteral("errors at 3 percent"));
        QCOMPARE(open.service, QStringLiteral("checkout"));
        QCOMPARE(open.leaf, toHex(leaf->leafHash));
        QVERIFY(open.seq == leaf->index && open.wallMs > 0 && !open.writer.isEmpty() && !open.journal.isEmpty());
        const ShipFacts usual = shipFacts(*leaf, Redaction::Pseudonym);
        QVERIFY(usual.openings.isEmpty());
        QCOMPARE(usual.envelope, leaf->leaf);
        const ShipFacts full = shipFacts(*leaf, Redaction::Full);
        QVERIFY(full.openings.isEmpty() && full.envelope.isEmpty());
        QCOMPARE(full.kind, QStringLiteral("promotion.intent"));
        // What cannot be understood is shipped all the same.
        const ShipFacts odd = shipFacts({7, "no envelope", {}, {}}, Redaction::Pseudonym);
        QCOMPARE(odd.index, 7u);
        QCOMPARE(odd.envelope, QByteArray("no envelope"));
    }
};

QTEST_GUILESS_MAIN(TestShipper)
#include "tst_shipper.moc"
