// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/views/timelinelayout.h"
#include "models/views/timelinemodel.h"
#include "tests/support/clocks.h"
#include "tests/support/logs.h"
#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using logs::s;

namespace {

constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;

QList<TimelineItem> itemsIn(const QList<TimelineItem> &items, TimelineLane lane)
{
    QList<TimelineItem> found;
    for (const TimelineItem &item : items) {
        if (item.lane == lane)
            found.append(item);
    }
    return found;
}

TimelineItem eventAt(qint64 atMs, const char *label)
{
    TimelineItem item;
    item.key = s(label);
    item.lane = TimelineLane::Decisions;
    item.fromMs = item.toMs = atMs;
    item.label = s(label);
    return item;
}

TimelineItem span(qint64 fromMs, qint64 toMs, const char *label)
{
    TimelineItem item = eventAt(fromMs, label);
    item.shape = TimelineItem::Shape::Span;
    item.toMs = toMs;
    return item;
}

// A pixel a millisecond, six pixels a letter.
QList<TimelineMark> layOut(const QList<TimelineItem> &items, int rows, double right = 1000)
{
    return layOutLane(
        items, TimelineLane::Decisions, [](qint64 at) { return double(at); },
        [](const QString &label) { return 6.0 * double(label.size()); },
        {.left = 0, .right = right, .rows = rows, .ring = 18, .gap = 4, .mostLabel = 200, .leastLabel = 24});
}

} // namespace

class Timeline : public QObject {
    Q_OBJECT
    ManualClock m_clock;
    FakeJournal m_journal;

private Q_SLOTS:
    void init() { m_journal.log.clear(), m_journal.away = false, m_journal.summaryMost = 0; }
    void anOperationIsOneSpan();
    void whatGoesOnIsOpen();
    void verdictsFollowEachOther();
    void whatWasSentAgainCounts();
    void everyKindHasALane();
    void labelsGiveWay();
    void closeRingsBecomeOne();
    void barsKeepTheirLabels();
    void theWorstVerdictHasTheFirstRow();
    void rowsAreShared();
    void countsAreThoseOfTheLog_data();
    void countsAreThoseOfTheLog();
    void whatIsRecordedMeanwhileIsCounted();
    void itemsComeAndGoWithTheWindow();
    void aBeginningBeforeTheWindowIsRead();
    void theModelLivesOn();
    void aFilterHoldsForCountsAndItems();
    void aJournalThatIsAwayIsSaid();
};

void Timeline::anOperationIsOneSpan()
{
    logs::incident(m_journal);
    const QList<TimelineItem> items = timelineItems(m_journal.log, samples::kNow);
    const QList<TimelineItem> rollouts = itemsIn(items, TimelineLane::Rollouts);
    const auto back = std::find_if(rollouts.cbegin(), rollouts.cend(),
                                   [](const TimelineItem &item) { return item.label == s("checkout  4.8.0 → 4.7.1"); });
    QVERIFY(back != rollouts.cend());
    QCOMPARE(back->toMs - back->fromMs, qint64(310 + 40 + 1'900 + 60 + 41'000));
    QVERIFY(!back->open);
    // The flag of the same operation stands in its own lane, its command in no other.
    const QList<TimelineItem> flags = itemsIn(items, TimelineLane::Flags);
    QCOMPARE(flags.size(), 2);
    QCOMPARE(flags.constLast().saga, back->saga);
    QVERIFY(flags.constLast().label.contains(format::duration(310)));
    for (const TimelineItem &item : itemsIn(items, TimelineLane::Commands))
        QVERIFY2(!item.label.contains(s("flag")), qPrintable(item.label));
    // What only switches a flag is no rollout.
    QVERIFY(std::none_of(rollouts.cbegin(), rollouts.cend(),
                         [](const TimelineItem &item) { return item.details.contains(s("flag-on")); }));
    // A policy's own decision is one, and the first intent that it makes is not a second.
    const QList<TimelineItem> decisions = itemsIn(items, TimelineLane::Decisions);
    QCOMPARE(std::count_if(decisions.cbegin(), decisions.cend(),
                           [&](const TimelineItem &item) { return item.saga == back->saga; }),
             3); // the act, its recovery, the reason given later
    QSet<QString> keys;
    for (const TimelineItem &item : items)
        keys.insert(item.key);
    QCOMPARE(keys.size(), items.size());
    QVERIFY(std::is_sorted(items.cbegin(), items.cend(),
                           [](const TimelineItem &a, const TimelineItem &b) { return a.fromMs < b.fromMs; }));
}

void Timeline::whatGoesOnIsOpen()
{
    logs::command(m_journal, 10'000, "rollback", logs::sagaOf(1), "checkout", {.result = ""});
    QList<TimelineItem> items = timelineItems(m_journal.log, 70'000);
    for (const TimelineLane lane : {TimelineLane::Rollouts, TimelineLane::Commands}) {
        QCOMPARE(itemsIn(items, lane).size(), 1);
        QVERIFY(itemsIn(items, lane).constFirst().open);
        QCOMPARE(itemsIn(items, lane).constFirst().toMs, qint64(70'000));
    }
    // The plan has ended without it: nothing goes on, and nobody knows its outcome.
    logs::put(m_journal, 40'000, "rollback.ended", logs::sagaOf(1), logs::at("checkout"));
    items = timelineItems(m_journal.log, 70'000);
    const TimelineItem command = itemsIn(items, TimelineLane::Commands).constFirst();
    QVERIFY(!command.open);
    QCOMPARE(int(command.tone), int(EntryRow::Tone::Doubt));
    QCOMPARE(itemsIn(items, TimelineLane::Rollouts).constFirst().toMs, qint64(40'000));
}

void Timeline::verdictsFollowEachOther()
{
    logs::verdict(m_journal, 1'000, "checkout", "slo", "healthy");
    logs::verdict(m_journal, 2'000, "search", "slo", "healthy");
    logs::verdict(m_journal, 5'000, "checkout", "slo", "systemic");
    logs::verdict(m_journal, 6'000, "checkout", "other", "unknown");
    const QList<TimelineItem> items = timelineItems(m_journal.log, 9'000);
    QCOMPARE(items.size(), 4);
    QCOMPARE(items.at(0).toMs, qint64(5'000)); // ends where the next of its place and policy begins
    QVERIFY(!items.at(0).open);
    QCOMPARE(items.at(1).toMs, qint64(9'000));
    QVERIFY(items.at(1).open && items.at(2).open && items.at(3).open);
    QCOMPARE(int(items.at(2).verdict), int(TimelineItem::Verdict::Failing));
    QCOMPARE(int(items.at(3).verdict), int(TimelineItem::Verdict::Unknown));
}

void Timeline::whatWasSentAgainCounts()
{
    logs::command(m_journal, 10'000, "rollback", logs::sagaOf(1), "checkout", {.result = ""});
    logs::put(m_journal, 20'000, "rollback.attempt", logs::sagaOf(1), logs::at("checkout"));
    const QList<TimelineItem> items = timelineItems(m_journal.log, 70'000);
    QCOMPARE(itemsIn(items, TimelineLane::Commands).constFirst().attempts, 2);
    // An outcome whose beginning was not read draws nothing wrong.
    m_journal.log.removeFirst();
    QVERIFY(timelineItems(m_journal.log, 70'000).isEmpty());
}

void Timeline::everyKindHasALane()
{
    for (const char *kind : {"rollback.intent", "promotion.outcome", "guard.rollback", "verdict.changed", "flag.intent",
                             "journal.genesis", "something.new"}) {
        const KindLook look = lookOfKind(s(kind));
        QVERIFY2(std::any_of(look.lanes.cbegin(), look.lanes.cend(), [](bool in) { return in; }), kind);
    }
    QCOMPARE(int(lookOfKind(s("guard.rollback")).tone), int(EntryRow::Tone::Bad));
    QCOMPARE(int(lookOfKind(s("verdict.changed")).tone), int(EntryRow::Tone::Plain));
}

void Timeline::labelsGiveWay()
{
    // Apart: both labels in the first row.
    QList<TimelineMark> marks = layOut({eventAt(100, "one"), eventAt(200, "two")}, 2);
    QCOMPARE(marks.size(), 2);
    QCOMPARE(marks.at(0).row, 0);
    QCOMPARE(marks.at(1).row, 0);
    // Too near for both labels: the second goes to the next row.
    marks = layOut({eventAt(100, "a long label"), eventAt(150, "two")}, 2);
    QCOMPARE(marks.at(1).row, 1);
    QCOMPARE(marks.at(0).labelWidth, 72.0);
    // No other row: the first one's label is shortened, then left out.
    marks = layOut({eventAt(100, "a long label"), eventAt(160, "two")}, 1);
    QCOMPARE(marks.at(1).row, 0);
    QCOMPARE(marks.at(0).labelWidth, 160.0 - 9 - 4 - (100 + 9 + 4));
    marks = layOut({eventAt(100, "a long label"), eventAt(140, "two")}, 1);
    QCOMPARE(marks.at(0).labelWidth, 0.0);
    // At the end of the axis it stands before; nothing is drawn beyond.
    marks = layOut({eventAt(990, "a long label"), eventAt(5'000, "out")}, 1);
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.at(0).labelX, 990.0 - 9 - 4 - 72);
    // Where another one's label is in the way, the ring stands alone.
    marks = layOut({eventAt(900, "a long label"), eventAt(990, "a long label")}, 1);
    QCOMPARE(marks.at(1).labelWidth, 0.0);
}

void Timeline::closeRingsBecomeOne()
{
    const QList<TimelineMark> marks = layOut({eventAt(100, "one"), eventAt(104, "two"), eventAt(108, "three")}, 1);
    QCOMPARE(marks.size(), 1);
    QCOMPARE(marks.constFirst().more, 2);
    QCOMPARE(layOut({eventAt(100, "one"), eventAt(104, "two"), eventAt(108, "three")}, 3).size(), 3);
}

void Timeline::barsKeepTheirLabels()
{
    QList<TimelineMark> marks = layOut({span(100, 400, "inside")}, 1);
    QVERIFY(marks.constFirst().inside);
    QCOMPARE(marks.constFirst().right, 400.0);
    // One that began before the window says what it is at the window's edge.
    marks = layOut({span(-500, 400, "inside")}, 1);
    QVERIFY(marks.constFirst().inside);
    QVERIFY(marks.constFirst().labelX > 0);
    // A short one has it beside it, and is never less than can be hit.
    marks = layOut({span(100, 101, "beside")}, 1);
    QVERIFY(!marks.constFirst().inside);
    QCOMPARE(marks.constFirst().right - marks.constFirst().left, 6.0);
    QVERIFY(marks.constFirst().labelX > marks.constFirst().right);
}

void Timeline::theWorstVerdictHasTheFirstRow()
{
    QList<TimelineItem> items;
    for (int i = 0; i < 30; ++i) {
        TimelineItem item = span(0, 1'000, "healthy");
        item.lane = TimelineLane::Verdicts;
        item.place = QString::number(i);
        item.verdict = i == 17 ? TimelineItem::Verdict::Failing : TimelineItem::Verdict::Healthy;
        items.append(item);
    }
    const QList<TimelineMark> marks = layOutLane(
        items, TimelineLane::Verdicts, [](qint64 at) { return double(at); },
        [](const QString &label) { return 6.0 * double(label.size()); }, {.left = 0, .right = 1000, .rows = 3});
    QCOMPARE(marks.size(), 3);
    int others = 0;
    for (const TimelineMark &mark : marks) {
        others += mark.more;
        if (items.at(mark.item).place == s("17"))
            QCOMPARE(mark.row, 0);
    }
    QCOMPARE(others, 27);
    QCOMPARE(items.at(marks.constLast().item).place, s("17")); // drawn last, on top
}

void Timeline::rowsAreShared()
{
    for (const int fitting : {0, 6, 9, 14, 22, 200}) {
        const auto rows = laneRows(fitting);
        int all = 0;
        for (const int count : rows) {
            QVERIFY(count >= 1);
            all += count;
        }
        QVERIFY2(all <= std::max(fitting, kTimelineLanes), qPrintable(QString::number(fitting)));
    }
    QCOMPARE(laneRows(8)[size_t(TimelineLane::Commands)], 2);
}

void Timeline::countsAreThoseOfTheLog_data()
{
    QTest::addColumn<qint64>("lengthMs");
    QTest::addColumn<qint64>("most"); // entries in one answer of the journal; 0: all
    QTest::newRow("a year") << 366 * kDay << qint64(0);
    QTest::newRow("a month") << 30 * kDay << qint64(0);
    QTest::newRow("a month in parts") << 30 * kDay << qint64(50);
    QTest::newRow("a day in parts") << kDay << qint64(3);
    QTest::newRow("an hour") << kHour << qint64(0);
}

void Timeline::countsAreThoseOfTheLog()
{
    QFETCH(const qint64, lengthMs);
    QFETCH(const qint64, most);
    logs::months(m_journal, 60, 12);
    m_journal.summaryMost = most;
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    Activity activity(session);
    const TimeSpan wanted{samples::kNow - lengthMs, samples::kNow};
    const qint64 piece = Activity::pieceFor(lengthMs);
    QVERIFY(lengthMs / piece <= 800);
    QTRY_VERIFY(activity.stretch(wanted, piece).uncounted.isEmpty());
    const Activity::Stretch found = activity.stretch(wanted, piece);
    QMap<qint64, std::array<qint64, kTimelineLanes>> naive;
    qint64 entries = 0;
    for (const JournalEntry &entry : std::as_const(m_journal.log)) {
        const qint64 start = entry.wallMs / piece * piece;
        if (start + piece <= wanted.fromMs || start >= wanted.toMs)
            continue;
        ++entries;
        for (size_t lane = 0; lane < kTimelineLanes; ++lane)
            naive[start][lane] += lookOfKind(entry.kind).lanes[lane] ? 1 : 0;
    }
    QCOMPARE(found.entries, entries);
    QCOMPARE(found.pieces.size(), naive.size());
    for (const Activity::Piece &one : found.pieces)
        QVERIFY(naive.value(one.startMs) == one.counts);
}

void Timeline::whatIsRecordedMeanwhileIsCounted()
{
    logs::months(m_journal, 3, 6);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    Activity activity(session);
    const TimeSpan wanted{samples::kNow - kDay, samples::kNow + kHour};
    const qint64 piece = Activity::pieceFor(kDay);
    (void)activity.stretch(wanted, piece); // asked, and not answered yet
    const auto tell = [&] {
        logs::verdict(m_journal, samples::kNow - 1'000, "checkout", "slo", "healthy");
        session.addEntry(m_journal.log.constLast());
    };
    tell(); // while the answer is on its way, and not in it
    QTRY_VERIFY(activity.stretch(wanted, piece).uncounted.isEmpty());
    const auto naive = [&] {
        return std::count_if(m_journal.log.cbegin(), m_journal.log.cend(),
                             [&](const JournalEntry &entry) { return entry.wallMs >= wanted.fromMs; });
    };
    QCOMPARE(activity.stretch(wanted, piece).entries, qint64(naive()));
    QSignalSpy changed(&activity, &Activity::changed);
    tell();
    tell();
    QCOMPARE(changed.count(), 2);
    QCOMPARE(activity.stretch(wanted, piece).entries, qint64(naive()));
    session.addEntry(m_journal.log.constLast()); // told twice
    QCOMPARE(activity.stretch(wanted, piece).entries, qint64(naive()));
}

void Timeline::itemsComeAndGoWithTheWindow()
{
    logs::months(m_journal, 200, 12);
    logs::incident(m_journal);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    TimelineModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSpan({samples::kNow - 150 * kDay, samples::kNow});
    QTRY_VERIFY(model.entriesInSpan() > TimelineModel::kMostItems);
    QVERIFY(!model.showsItems());
    model.setSpan({samples::kNow - kHour, samples::kNow});
    QTRY_VERIFY(model.showsItems() && !model.isReading());
    QTRY_VERIFY(model.rowCount() > 20);
    QVERIFY(model.whole().fromMs < samples::kNow - 199 * kDay);
    const int reads = m_journal.reads;
    model.setSpan({samples::kNow - kHour / 2, samples::kNow}); // inside of what was read
    QTest::qWait(100);
    QCOMPARE(m_journal.reads, reads);
    QCOMPARE(model.data(model.index(0, TimelineModel::LaneColumn), Qt::DisplayRole).toString().isEmpty(), false);
}

void Timeline::aBeginningBeforeTheWindowIsRead()
{
    logs::command(m_journal, samples::kNow - 30 * 60'000, "rollback", logs::sagaOf(1), "checkout",
                  {.tookMs = 29 * 60'000});
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    TimelineModel model(session);
    model.setSpan({samples::kNow - 2 * 60'000, samples::kNow});
    QTRY_VERIFY(model.rowCount() > 0);
    QCOMPARE(model.rowAt(0).toMs - model.rowAt(0).fromMs, qint64(29 * 60'000));
}

void Timeline::theModelLivesOn()
{
    logs::incident(m_journal);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    TimelineModel model(session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSpan({samples::kNow - kHour, samples::kNow});
    QTRY_VERIFY(model.rowCount() > 20);
    const QPersistentModelIndex kept = model.index(3, 0);
    const QString key = kept.data(TimelineModel::IdRole).toString();
    const int rows = model.rowCount();
    logs::verdict(m_journal, samples::kNow + 500, "cart", "slo", "healthy");
    session.addEntry(m_journal.log.constLast());
    QCOMPARE(model.rowCount(), rows + 1);
    QCOMPARE(kept.data(TimelineModel::IdRole).toString(), key);
    QCOMPARE(model.itemsAt(samples::kNow + 9'000).constLast().toMs, samples::kNow + 9'000);
    QVERIFY(model.rowOfEntry(m_journal.log.constLast().index) >= 0);
    QCOMPARE(model.rowOfEntry(1'000'000), -1);
}

void Timeline::aFilterHoldsForCountsAndItems()
{
    logs::incident(m_journal);
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    TimelineModel model(session);
    model.setSpan({samples::kNow - kHour, samples::kNow});
    QTRY_VERIFY(model.rowCount() > 20);
    model.setFilter(s("service:payments"));
    QTRY_VERIFY(model.rowCount() > 0 && !model.isReading());
    for (const TimelineItem &item : model.rows())
        QVERIFY2(item.place.startsWith(s("payments")), qPrintable(item.place));
    QVERIFY(model.entriesInSpan() < 12);
    model.setFilter(s("kind:verdict"));
    QTRY_VERIFY(model.rowCount() > 3);
    for (const TimelineItem &item : model.rows())
        QVERIFY(item.lane == TimelineLane::Verdicts);
    QCOMPARE(model.entriesInSpan(), qint64(model.rowCount()));
    model.setFilter(s("doubles")); // found by what was said, and shown with the operation that it is about
    QTRY_VERIFY(model.rowCount() > 1 && !model.isReading());
    for (const TimelineItem &item : model.rows())
        QCOMPARE(item.saga, model.rowAt(0).saga);
    model.setFilter({});
    QTRY_VERIFY(model.rowCount() > 20);
}

void Timeline::aJournalThatIsAwayIsSaid()
{
    m_journal.away = true;
    Session session(shop::workspace(), {.clock = &m_clock, .journal = &m_journal});
    TimelineModel model(session);
    model.setSpan({samples::kNow - kHour, samples::kNow});
    QTRY_VERIFY(model.error().has_value());
    QVERIFY(!model.showsItems());
    m_journal.away = false;
    logs::incident(m_journal);
    model.reload();
    QTRY_VERIFY(model.rowCount() > 20);
    QVERIFY(!model.error());
}

QTEST_GUILESS_MAIN(Timeline)
#include "tst_timeline.moc"
