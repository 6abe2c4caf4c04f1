// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/command/record.h"
#include "models/views/configsmodel.h"
#include "models/views/flagsmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/declared.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using samples::kNow;

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

QString plain(QString text)
{
    return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' '))
        .replace(QChar(format::kThinSpace), QLatin1Char(' '));
}

QString rowOf(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells.append(plain(model.index(row, column).data().toString()));
    return cells.join(QStringLiteral(" | "));
}

// As Astern writes it down: who switched it, why, and what came of it.
void record(FakeJournal &journal, Session &session, const Plan &plan, qint64 agoMs, Outcome outcome,
            const QString &reason)
{
    PlanRun run;
    run.plan = plan;
    run.actor = {.ref = QStringLiteral("p-9"), .name = QStringLiteral("sam"), .role = {}};
    run.reason = reason;
    run.steps.resize(plan.steps.size());
    journal.append(intentDraft(run, 0, 1, true), [](const Result<Receipt> &) {});
    journal.log.last().wallMs = kNow - agoMs;
    const JournalEntry &intent = journal.log.constLast();
    journal.append(outcomeDraft(operationOf(plan), {intent.index, intent.id, intent.leafHash}, outcome, {}),
                   [](const Result<Receipt> &) {});
    journal.log.last().wallMs = kNow - agoMs + 800;
    session.addEntry(journal.log.constLast());
}

} // namespace

class FlagsTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    SteppedClock m_clock{kNow};
    FakeAuthority m_authority;
    FakeJournal m_journal;
    std::unique_ptr<ConfigStore> m_store;
    std::unique_ptr<Session> m_session;

private Q_SLOTS:
    void init()
    {
        m_clock.set(kNow);
        m_journal.log.clear();
        m_store = std::make_unique<ConfigStore>(m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())));
        m_session = std::make_unique<Session>(
            samples::declaring(shop::workspace()),
            Session::Doors{
                .clock = &m_clock, .authority = &m_authority, .journal = &m_journal, .configs = m_store.get()});
        shop::open(*m_session);
    }

    void saysEachFlagInEachEnvironment()
    {
        FlagsModel model(*m_session);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlacement(kPlace);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(rowOf(model, 0), QStringLiteral("new-checkout-flow | prod, PRODUCTION | not known |  |  |  | "));
        const QPersistentModelIndex kept(model.index(4, 0));
        samples::tellDeclared(*m_session, m_store.get());
        model.refresh();
        const QString at = format::clock(kNow - 95'000, kNow);
        QCOMPARE(rowOf(model, 0),
                 QStringLiteral("new-checkout-flow | prod, PRODUCTION | on | 25 % | percentage set by kim, %1 | "
                                "changed since 4.8.0 began | 12 s")
                     .arg(at));
        QCOMPARE(model.index(0, 0).data(FlagsModel::ToneRole).toInt(), 4);
        QCOMPARE(rowOf(model, 1).section(QStringLiteral(" | "), 0, 3),
                 QStringLiteral("instant-refunds | prod, PRODUCTION | off | 50 %"));
        QCOMPARE(model.index(1, 0).data(FlagsModel::ToneRole).toInt(), 0);
        QCOMPARE(rowOf(model, 2), QStringLiteral("gift-cards | prod, PRODUCTION | off | not set |  |  | 12 s"));
        QVERIFY(rowOf(model, 3).startsWith(QStringLiteral("new-checkout-flow | staging | on | 100 %")));
        QVERIFY(!model.rowAt(3).here);
        QCOMPARE(model.index(5, 0).data(FlagsModel::DetailRole).toString(),
                 QStringLiteral("unleash has no flag gift-cards"));
        QCOMPARE(model.index(5, 0).data(FlagsModel::ToneRole).toInt(), 3);
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), QStringLiteral("instant-refunds"));
        QVERIFY(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("as of 12")));
        // Where nothing is declared there is nothing.
        model.setPlacement(QStringLiteral("cart@prod/eu-1"));
        QCOMPARE(model.rowCount(), 0);
    }

    // What a release found is written down by the first that sees it, and is what the flags are compared with from then
    // on.
    void asTheReleaseFoundThem()
    {
        const QString folder = m_folder.filePath(QStringLiteral("flags"));
        const auto open = [&](FlagBook &book, const QString &readOnly = {}) {
            m_session = std::make_unique<Session>(samples::declaring(shop::workspace()),
                                                  Session::Doors{.clock = &m_clock,
                                                                 .authority = &m_authority,
                                                                 .journal = &m_journal,
                                                                 .flags = &book,
                                                                 .readOnly = readOnly});
            shop::open(*m_session);
        };
        const auto tell = [this](const FlagState &first, qint64 agoMs) {
            m_session->setFlags({QStringLiteral("unleash"),
                                 {samples::changed(first, "switched", "kim", agoMs),
                                  samples::changed(samples::flagState("instant-refunds", "production", false, 50),
                                                   "switched off", "jo", 20'000), // since it began: nobody knows
                                  samples::flagState("gift-cards", "production", false, {})}});
        };
        const qint64 longAgo = 86'400'000;
        {
            FlagBook book(folder);
            open(book, QStringLiteral("This session is read-only."));
            tell(samples::flagState("new-checkout-flow", "production", true, 25), longAgo);
            QVERIFY(!m_session->flagGround(kPlace)); // who only looks writes nothing down
            QVERIFY(!QDir(folder).exists());
        }
        FlagBook book(folder);
        open(book);
        QVERIFY(!m_session->flagGround(kPlace)); // not all of them have been read
        tell(samples::flagState("new-checkout-flow", "production", true, 25), longAgo);
        const FlagGround *ground = m_session->flagGround(kPlace);
        QVERIFY(ground);
        QCOMPARE(ground->version, QStringLiteral("4.8.0"));
        QCOMPARE(ground->flags.values.size(), 2);
        FlagsModel model(*m_session);
        model.setPlacement(kPlace);
        QCOMPARE(model.rowAt(0).drift, QString());
        QCOMPARE(model.rowAt(1).drift, QStringLiteral("changed since 4.8.0 began"));
        tell(samples::flagState("new-checkout-flow", "production", false, 25), 5'000);
        model.refresh();
        QCOMPARE(model.rowAt(0).drift, QStringLiteral("was on, 25 % of users when 4.8.0 began"));
        QCOMPARE(model.index(0, 0).data(FlagsModel::ToneRole).toInt(), 4);
        // A flag that the server tells no changes of drifts all the same.
        FlagState other = samples::flagState("gift-cards", "production", true, 100);
        m_session->setFlags({QStringLiteral("unleash"), {other}});
        model.refresh();
        QCOMPARE(model.rowAt(2).drift, QStringLiteral("was off when 4.8.0 began"));
        // Another program, later: what it sees first is not taken for what the release found.
        FlagBook later(folder);
        QTRY_VERIFY(later.find(kPlace));
        open(later);
        tell(samples::flagState("new-checkout-flow", "production", false, 25), 5'000);
        QVERIFY(m_session->flagGround(kPlace));
        QVERIFY(*m_session->flagGround(kPlace) == *book.find(kPlace));
        // The next release finds what is there then.
        const Placement *place = m_session->placement(kPlace);
        Rollout next = *m_session->rollout(place->object);
        next.desired.hash = QStringLiteral("next");
        next.startedMs = next.startedStampMs = kNow - 1'000;
        m_session->observe({.backend = place->object.backend, .complete = false, .changed = {next}, .gone = {}});
        QVERIFY(m_session->flagGround(kPlace));
        QCOMPARE(m_session->flagGround(kPlace)->startedMs, next.startedMs);
        QVERIFY(m_session->flagGround(kPlace)->flags.values.size() == 3);
    }

    // What another program writes down is seen, and yet the file is not read with every change.
    void theBookIsLookedIntoNowAndThen()
    {
        const QString folder = m_folder.filePath(QStringLiteral("flags-of-others"));
        FlagBook book(folder);
        m_session = std::make_unique<Session>(samples::declaring(shop::workspace()),
                                              Session::Doors{.clock = &m_clock,
                                                             .authority = &m_authority,
                                                             .journal = &m_journal,
                                                             .flags = &book,
                                                             .readOnly = QStringLiteral("This session is read-only.")});
        shop::open(*m_session);
        QVERIFY(!m_session->flagGround(kPlace));
        const Rollout *rollout = m_session->rollout(m_session->placement(kPlace)->object);
        {
            FlagBook other(folder);
            other.note(kPlace, {.rollout = rolloutId(kPlace, *rollout),
                                .version = QStringLiteral("4.8.0"),
                                .startedMs = rollout->startedMs,
                                .flags = {}});
        }
        const auto change = [this] {
            m_session->setFlags(
                {QStringLiteral("unleash"), {samples::flagState("gift-cards", "production", true, {})}});
        };
        m_clock.set(kNow + 9'999);
        change();
        QVERIFY(!m_session->flagGround(kPlace));
        m_clock.set(kNow + 10'000);
        change();
        QVERIFY(m_session->flagGround(kPlace));
    }

    // Who and why come from Astern's own log, as long as the server's last change is the one that it sent.
    void theLogKnowsWhy()
    {
        samples::tellDeclared(*m_session, nullptr);
        FlagsModel model(*m_session);
        model.setPlacement(kPlace);
        const FlagRef flow = model.rowAt(0).state.ref;
        const Result<Plan> plan = m_session->planFlag(PlanKind::FlagPercent, kPlace, flow, 30);
        QVERIFY(plan);
        record(m_journal, *m_session, *plan, 96'000, Outcome::Succeeded, QStringLiteral("an hour without errors"));
        QTRY_COMPARE(model.rowAt(0).why, QStringLiteral("an hour without errors"));
        QCOMPARE(model.rowAt(0).change,
                 QStringLiteral("percentage set by sam, %1").arg(format::clock(kNow - 95'000, kNow)));
        QCOMPARE(model.rowAt(0).drift, QStringLiteral("changed since 4.8.0 began"));
        // Somebody else came after it.
        FlagState other = samples::changed(samples::flagState("new-checkout-flow", "production", true, 80),
                                           "percentage set", "kim", 5'000);
        m_session->setFlags({QStringLiteral("unleash"), {other}});
        QTRY_COMPARE(model.rowAt(0).drift,
                     QStringLiteral("changed since 4.8.0 began; changed last by kim, not through Astern"));
        QVERIFY(model.rowAt(0).why.isEmpty());
    }

    // What was refused changed nothing.
    void aRefusalIsNoChange()
    {
        samples::tellDeclared(*m_session, nullptr);
        FlagsModel model(*m_session);
        model.setPlacement(kPlace);
        const Result<Plan> plan = m_session->planFlag(PlanKind::FlagOff, kPlace, model.rowAt(0).state.ref);
        QVERIFY(plan);
        record(m_journal, *m_session, *plan, 96'000, Outcome::Failed, QStringLiteral("errors at 3 %"));
        QTest::qWait(50); // the answer of the log
        QVERIFY(model.rowAt(0).why.isEmpty());
        QCOMPARE(model.log().last(targetKey(plan->steps.constFirst().command)), nullptr);
    }

    void whatIsOldSaysSo()
    {
        samples::tellDeclared(*m_session, m_store.get(), 134'000);
        FlagsModel model(*m_session);
        model.setPlacement(kPlace);
        QCOMPARE(plain(model.index(0, 0).data(FlagsModel::DetailRole).toString()),
                 QStringLiteral("what unleash told of it is 2 min 14 s old: connection refused"));
        QCOMPARE(model.index(0, 0).data(FlagsModel::ToneRole).toInt(), 3);
        const Result<Plan> refused = m_session->planFlag(PlanKind::FlagOff, kPlace, model.rowAt(0).state.ref);
        QVERIFY(!refused);
        QCOMPARE(
            plain(refused.error().message),
            QStringLiteral("new-checkout-flow is not known as it is now: what unleash told of it is 2 min 14 s old: "
                           "connection refused"));
    }

    void saysEachVersion()
    {
        FlagsModel flags(*m_session);
        flags.setPlacement(kPlace);
        ConfigsModel model(*m_session, flags.log());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlacement(kPlace);
        QCOMPARE(model.rowCount(), 2); // the present one, not known; and the safe one, never seen
        QCOMPARE(model.index(1, ConfigsModel::WhatColumn).data().toString(),
                 QStringLiteral("the safe version, never seen here"));
        m_clock.set(m_clock.wallMs() + 20'000); // the list is read again
        samples::tellDeclared(*m_session, m_store.get());
        shop::setHealth(*m_session, "argo", true);
        model.refresh();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(rowOf(model, 0), QStringLiteral("checkout-config | %1 | there now | first seen %2 | by helm, %3 | not "
                                                 "the safe version; changed since 4.8.0 began | 29 s")
                                      .arg(shortDigest(samples::digestOf("bad")), format::clock(kNow - 9'000, kNow),
                                           format::clock(kNow - 240'000, kNow)));
        QCOMPARE(model.index(0, 0).data(ConfigsModel::ToneRole).toInt(), 4);
        QCOMPARE(rowOf(model, 1).section(QStringLiteral(" | "), 1, 2),
                 shortDigest(samples::digestOf("older")) + QStringLiteral(" | kept"));
        QCOMPARE(rowOf(model, 2).section(QStringLiteral(" | "), 1, 2),
                 shortDigest(samples::digestOf("good")) + QStringLiteral(" | kept, the safe version"));
        QVERIFY(model.rowAt(2).safe && model.rowAt(2).kept);
        // Restored: the same row is another version, and the one that was there is kept below.
        const QPersistentModelIndex there(model.index(0, 0));
        m_clock.set(m_clock.wallMs() + 20'000);
        ConfigState now = samples::configState("good");
        now.observedMs = m_clock.wallMs();
        QVERIFY(m_store->keep(now));
        m_session->setConfigs({QStringLiteral("argo"), {now}});
        model.refresh();
        QCOMPARE(there.sibling(there.row(), ConfigsModel::WhatColumn).data().toString(),
                 QStringLiteral("there now, the safe version"));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(!rowOf(model, 0).contains(QStringLiteral("not the safe version")));
    }
};

QTEST_GUILESS_MAIN(FlagsTest)
#include "tst_flags.moc"
