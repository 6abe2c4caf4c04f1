// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/index.h"
#include "models/journal/tally.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kBegin = 1'700'000'000'000;

} // namespace

// Counts of the index against counting by hand.
class Summary : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Index> m_index;
    QList<FiledEntry> m_all;
    bool m_inOrder = false;
    void file(int count);
    [[nodiscard]] JournalSummary whole(const JournalSummaryQuery &query, qint64 most, int *answers = nullptr);

private Q_SLOTS:
    void init();
    void counts_data();
    void counts();
    void answersAreBounded();
    void whatIsFiledLaterIsCountedOnce();
    void aTimeIsFoundInAnyOrder_data();
    void aTimeIsFoundInAnyOrder();
    void aTimeOfALogInOrderIsNarrow();
};

void Summary::init()
{
    m_all.clear();
    m_index.reset();
    QFile::remove(m_folder.filePath(s("journal.db")));
    auto index = Index::open(m_folder.filePath(s("journal.db")), 1'000);
    QVERIFY2(index.ok(), index.ok() ? "" : qPrintable(index.error().toString()));
    m_index = std::move(index).value();
}

// In no order of time, as after a clock that was set back.
void Summary::file(int count)
{
    QRandomGenerator random(7);
    QList<FiledGroup> groups;
    static const QStringList kinds{s("rollback.intent"), s("verdict.changed"), s("guard.hold")};
    static const QStringList services{s("checkout"), s("search"), QString()};
    Hash prev{};
    const auto head = m_index->head();
    QVERIFY(head.ok());
    quint64 number = 0;
    if (*head) {
        number = (*head)->next.number;
        prev = (*head)->lastHash;
    }
    for (int i = 0; i < count; ++i) {
        const quint64 at = quint64(m_all.size());
        const QByteArray leaf = QByteArrayLiteral("entry ") + QByteArray::number(at);
        FiledEntry entry = describe(at, leaf, {});
        entry.id = QString::number(at);
        entry.kind = kinds.at(int(random.bounded(3)));
        entry.service = services.at(int(random.bounded(3)));
        entry.environment = entry.service.isEmpty() ? QString() : s("prod");
        entry.wallMs =
            m_inOrder ? kBegin + qint64(at) * (40 * kDay / 9'000) : kBegin + qint64(random.bounded(double(40 * kDay)));
        m_all.append(entry);
        FiledGroup filed;
        filed.group.number = number++;
        filed.group.first = at;
        filed.group.prev = prev;
        filed.group.entries = {leaf};
        (void)filed.group.encode();
        prev = filed.group.self;
        filed.entries = {entry};
        groups.append(filed);
    }
    const auto done = m_index->file(groups);
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().toString()));
}

JournalSummary Summary::whole(const JournalSummaryQuery &query, qint64 most, int *answers)
{
    JournalSummary all;
    JournalSummaryQuery rest = query;
    for (int i = 0; i < 10'000; ++i) {
        const auto part = Tally(m_index->database(), most).summary(rest);
        if (!part) {
            qWarning("%s", qPrintable(part.error().toString()));
            return {};
        }
        if (answers)
            ++*answers;
        all.pieces.append(part->pieces);
        all.size = part->size;
        if (part->nextMs == 0)
            return all;
        rest.fromMs = part->nextMs;
    }
    return {};
}

void Summary::counts_data()
{
    QTest::addColumn<qint64>("pieceMs");
    QTest::addColumn<qint64>("fromMs");
    QTest::addColumn<qint64>("toMs");
    QTest::addColumn<QString>("service");
    for (const char *service : {"", "checkout"}) {
        QTest::addRow("days %s", service) << kDay << kBegin << kBegin + 40 * kDay << s(service);
        QTest::addRow("quarters of days %s", service)
            << 6 * kHour << kBegin + 3 * kDay << kBegin + 9 * kDay << s(service);
        QTest::addRow("hours %s", service) << kHour << kBegin + kDay << kBegin + 3 * kDay << s(service);
        QTest::addRow("minutes %s", service) << qint64(60'000) << kBegin + kDay << kBegin + 6 * kDay << s(service);
        QTest::addRow("seconds %s", service) << qint64(1'000) << kBegin + kDay << kBegin + kDay + kHour << s(service);
    }
}

void Summary::counts()
{
    QFETCH(const qint64, pieceMs);
    QFETCH(const qint64, fromMs);
    QFETCH(const qint64, toMs);
    QFETCH(const QString, service);
    file(1'500);
    for (const qint64 most : {qint64(100), qint64(100'000)}) {
        const JournalSummary found =
            whole({.fromMs = fromMs, .toMs = toMs, .pieceMs = pieceMs, .service = service}, most);
        QMap<std::pair<qint64, QString>, qint64> naive;
        for (const FiledEntry &entry : std::as_const(m_all)) {
            const qint64 start = entry.wallMs / pieceMs * pieceMs;
            if (start + pieceMs > fromMs && start < toMs && (service.isEmpty() || entry.service == service))
                ++naive[{start, entry.kind}];
        }
        QMap<std::pair<qint64, QString>, qint64> counted;
        for (const JournalSummary::Piece &piece : found.pieces) {
            QVERIFY(!counted.contains({piece.startMs, piece.kind})); // none of them in two answers
            counted.insert({piece.startMs, piece.kind}, piece.count);
        }
        QCOMPARE(counted, naive);
        QCOMPARE(found.size, quint64(1'500));
    }
}

void Summary::answersAreBounded()
{
    file(1'500);
    int answers = 0;
    (void)whole({.fromMs = kBegin, .toMs = kBegin + 40 * kDay, .pieceMs = 60'000}, 100, &answers);
    QVERIFY2(answers >= 10, qPrintable(QString::number(answers)));
    answers = 0;
    (void)whole({.fromMs = kBegin, .toMs = kBegin + 40 * kDay, .pieceMs = kDay}, 100, &answers);
    QCOMPARE(answers, 15); // the first time, everything is counted
    answers = 0;
    (void)whole({.fromMs = kBegin, .toMs = kBegin + 40 * kDay, .pieceMs = kHour}, 100, &answers);
    QCOMPARE(answers, 1);
}

void Summary::whatIsFiledLaterIsCountedOnce()
{
    file(300);
    const JournalSummaryQuery query{.fromMs = kBegin - kDay, .toMs = kBegin + 41 * kDay, .pieceMs = kDay};
    const auto total = [&] {
        qint64 sum = 0;
        for (const JournalSummary::Piece &piece : whole(query, 1'000).pieces)
            sum += piece.count;
        return sum;
    };
    QCOMPARE(total(), qint64(300));
    file(200);
    QCOMPARE(total(), qint64(500));
    QCOMPARE(total(), qint64(500));
}

void Summary::aTimeIsFoundInAnyOrder_data()
{
    QTest::addColumn<qint64>("fromMs");
    QTest::addColumn<qint64>("toMs");
    QTest::addColumn<QStringList>("kinds");
    QTest::addColumn<QString>("service");
    QTest::addColumn<int>("limit");
    QTest::newRow("a day") << kBegin + 3 * kDay << kBegin + 4 * kDay << QStringList() << QString() << 10'000;
    QTest::newRow("from") << kBegin + 39 * kDay << qint64(0) << QStringList() << QString() << 10'000;
    QTest::newRow("to, a page") << qint64(0) << kBegin + 5 * kDay << QStringList() << QString() << 50;
    QTest::newRow("never") << kBegin - 2 * kDay << kBegin - kDay << QStringList() << QString() << 50;
    QTest::newRow("kinds") << qint64(0) << qint64(0) << QStringList{s("rollback."), s("guard.hold")} << QString() << 70;
    QTest::newRow("no such kind") << qint64(0) << qint64(0) << QStringList{s("flag.")} << QString() << 70;
    QTest::newRow("kinds of a day") << kBegin + 3 * kDay << kBegin + 9 * kDay << QStringList{s("verdict.")} << QString()
                                    << 20;
    QTest::newRow("kinds of a service") << qint64(0) << qint64(0) << QStringList{s("verdict.")} << s("checkout") << 90;
    QTest::newRow("all of it") << kBegin + 3 * kDay << kBegin + 9 * kDay << QStringList{s("verdict.")} << s("checkout")
                               << 5;
}

void Summary::aTimeIsFoundInAnyOrder()
{
    QFETCH(const qint64, fromMs);
    QFETCH(const qint64, toMs);
    QFETCH(const QStringList, kinds);
    QFETCH(const QString, service);
    QFETCH(const int, limit);
    file(5'000); // more than is mapped at once
    for (const bool oldestFirst : {false, true}) {
        JournalQuery query{.limit = limit, .service = service, .fromMs = fromMs, .toMs = toMs, .kinds = kinds};
        if (oldestFirst)
            query.after = JournalQuery::kOldest;
        QList<quint64> naive;
        for (const FiledEntry &entry : std::as_const(m_all)) {
            const bool ofKind =
                kinds.isEmpty() || std::any_of(kinds.cbegin(), kinds.cend(), [&](const QString &kind) {
                    return kind.endsWith(QLatin1Char('.')) ? entry.kind.startsWith(kind) : entry.kind == kind;
                });
            if (ofKind && entry.wallMs >= fromMs && (toMs == 0 || entry.wallMs < toMs) &&
                (service.isEmpty() || entry.service == service))
                naive.append(entry.index);
        }
        if (!oldestFirst)
            std::reverse(naive.begin(), naive.end());
        const auto found = m_index->entries(query);
        QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().toString()));
        QList<quint64> indexes;
        for (const FiledEntry &entry : *found)
            indexes.append(entry.index);
        QCOMPARE(indexes, naive.mid(0, limit));
    }
}

void Summary::aTimeOfALogInOrderIsNarrow()
{
    m_inOrder = true;
    file(9'000);
    m_inOrder = false;
    Tally tally(m_index->database(), 100'000);
    const qint64 step = 40 * kDay / 9'000;
    const auto range = tally.range(kBegin + 5'000 * step, kBegin + 5'010 * step);
    QVERIFY(range.ok());
    QVERIFY(range->first <= 5'000 && range->end >= 5'010);
    QVERIFY2(range->end - range->first <= 2 * 1'024, qPrintable(QString::number(range->end - range->first)));
    const auto none = tally.range(kBegin - kDay, kBegin - 1);
    QVERIFY(none.ok() && none->end <= none->first);
}

QTEST_GUILESS_MAIN(Summary)
#include "tst_summary.moc"
