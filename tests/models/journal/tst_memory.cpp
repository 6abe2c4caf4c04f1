// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/journalfixture.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;

// SQLite's memory, which gives none once the n-th piece is asked for, `g_fails` times.
int g_asked = 0;
int g_failAt = 0; // 0: never
int g_fails = 0;
int g_refused = 0;

bool isRefused()
{
    ++g_asked;
    if (g_failAt == 0 || g_asked < g_failAt || g_asked >= g_failAt + g_fails)
        return false;
    ++g_refused;
    return true;
}
void *give(int size) { return isRefused() ? nullptr : std::malloc(std::size_t(size)); }
void *giveMore(void *old, int size) { return isRefused() ? nullptr : std::realloc(old, std::size_t(size)); }
void take(void *piece) { std::free(piece); }
int sizeOf(void *piece) { return int(::malloc_usable_size(piece)); }
int roundUp(int size) { return (size + 7) & ~7; }
int begin(void *) { return SQLITE_OK; }
void end(void *) {}

std::shared_ptr<MemoryKeys> sameKeys()
{
    auto keys = std::make_shared<MemoryKeys>();
    (void)keys->store(QStringLiteral("device"), QByteArray(32, 'd'));
    (void)keys->store(QStringLiteral("wrapping"), QByteArray(32, 'w'));
    (void)keys->store(QStringLiteral("log"), QByteArray(32, 'l'));
    return keys;
}

Draft intent(int number)
{
    const QString kind = number % 2 ? QStringLiteral("promotion.intent") : QStringLiteral("rollback.intent");
    Draft draft{.kind = kind, .saga = Uuid7::next()};
    draft.fields.insert(QStringLiteral("number"), number);
    draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("error ratio 4 % > 2 % — number %1").arg(number));
    return draft;
}

std::unique_ptr<LocalJournal> openJournal(const QString &folder)
{
    return openedJournal({.folder = folder, .keys = sameKeys(), .segmentBytes = kSegment, .checkAfterMs = -1});
}

// The life of a process that runs out of memory: says on standard output what it was answered, at once.
int write(const QString &folder, qint64 room)
{
    const auto journal = openJournal(folder);
    if (!journal || !append(*journal, intent(0)))
        return 2;
    long pages = 0;
    if (FILE *file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld", &pages) != 1)
            pages = 0;
        std::fclose(file);
    }
    const rlim_t limit = rlim_t(pages) * rlim_t(::getpagesize()) + rlim_t(room);
    const struct rlimit most{limit, limit};
    if (pages == 0 || ::setrlimit(RLIMIT_AS, &most) != 0)
        return 3;
    QList<QByteArray> held;
    for (int i = 1; i < 100'000; ++i) {
        const auto receipt = append(*journal, intent(i));
        if (!receipt)
            continue; // a refusal is an answer, too
        const QByteArray line = receipt->leafHash.toLatin1() + '\n';
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
            return 4;
        held.append(QByteArray(32 * 1024, 'x')); // what somebody else of the process needs more and more of
    }
    return 1;
}

// What a person said is there, or an emergency that went without it says so.
bool isWhole(const JournalEntry &entry)
{
    const QString rationale = QStringLiteral("rationale");
    const QJsonObject degraded = entry.payload.value(QLatin1String("degraded")).toObject();
    const bool unsaid = degraded.value(QLatin1String("unsaid")).toArray().contains(rationale);
    return entry.personal.contains(rationale) || (unsaid && entry.kind == QLatin1String("rollback.intent"));
}

QString judged(const QString &folder)
{
    const verify::Report report = verify::run({.log = folder + QStringLiteral("/log"),
                                               .database = folder + QStringLiteral("/journal.db"),
                                               .mark = folder + QStringLiteral(".mark")});
    QString all;
    for (const verify::Finding &finding : report.findings)
        all += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
    return report.exitCode() == 0 ? QString() : all;
}

} // namespace

// Memory ends: in SQLite piece by piece, in the whole process at once. No entry is there in half, and none that was
// answered is missing.
class TestMemory : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_folder;

private Q_SLOTS:
    void init() { m_folder = m_dir.filePath(QStringLiteral("j%1").arg(m_round++)); }

    void sqliteGetsNone_data()
    {
        QTest::addColumn<int>("fails");
        QTest::newRow("once") << 1;
        QTest::newRow("for a while") << 50;
    }
    // At every so many-th piece, from the first one on until a life needs no more. The log does not need SQLite: it
    // takes entries all the same, and the index comes after.
    void sqliteGetsNone()
    {
        QFETCH(int, fails);
        int lives = 0;
        for (int at = 1;; at += 1 + at / 100, ++lives) {
            const QString folder = QStringLiteral("%1-%2").arg(m_folder).arg(at);
            QDir().mkpath(folder + QStringLiteral("/log"));
            auto log = openPosixFolder(folder + QStringLiteral("/log"));
            auto marks = openPosixFolder(QFileInfo(folder).absolutePath());
            const auto keys = sameKeys();
            const SystemClock clock;
            const auto make = [&] {
                return std::make_unique<Ledger>(
                    LedgerOptions{.folder = folder,
                                  .log = log->get(),
                                  .marks = marks->get(),
                                  .markName = QFileInfo(folder).fileName() + QStringLiteral(".mark"),
                                  .keys = keys.get(),
                                  .clock = &clock,
                                  .segmentBytes = kSegment});
            };
            QStringList answered;
            int refusedHere = 0;
            {
                auto ledger = make();
                QCOMPARE(ledger->open().state, JournalState::State::Open);
                g_asked = g_refused = 0;
                g_failAt = at;
                g_fails = fails;
                for (int i = 0; i < 6; ++i) {
                    const QString id = Uuid7::next();
                    for (int attempt = 0; attempt < 60; ++attempt) {
                        const auto logged = ledger->append({{id, intent(i), attempt > 0}}).first();
                        if (!logged)
                            continue;
                        answered.append(logged->receipt.leafHash);
                        break;
                    }
                    (void)ledger->catchUp();
                    if (i == 3)
                        (void)ledger->markChore()();
                }
                refusedHere = g_refused;
                g_failAt = 0;
            }
            auto ledger = make();
            QVERIFY2(ledger->open().state == JournalState::State::Open,
                     qPrintable(QStringLiteral("%1: %2").arg(at).arg(ledger->state().words)));
            const auto all =
                ledger->entries({.limit = 100, .kinds = {QStringLiteral("rollback."), QStringLiteral("promotion.")}});
            QVERIFY(all.ok());
            QCOMPARE(answered.size(), 6);
            QCOMPARE(all->size(), 6);
            for (const JournalEntry &entry : *all) {
                QVERIFY(answered.contains(entry.leafHash));
                QVERIFY2(isWhole(entry), qPrintable(QStringLiteral("%1: %2").arg(at).arg(entry.kind)));
            }
            ledger.reset();
            QCOMPARE(judged(folder), QString());
            QDir(folder).removeRecursively();
            if (refusedHere == 0)
                break; // this life asked for less than `at` pieces
        }
        QVERIFY2(lives > 40, qPrintable(QString::number(lives)));
    }

    void theProcessGetsNone_data()
    {
        QTest::addColumn<qint64>("room");
        for (const qint64 kilobytes : {0, 100, 700, 2'000, 5'000})
            QTest::newRow(qPrintable(QString::number(kilobytes))) << kilobytes * 1024;
    }
    void theProcessGetsNone()
    {
        QFETCH(qint64, room);
#ifdef __SANITIZE_ADDRESS__
        QSKIP("AddressSanitizer keeps its own memory beside that which the limit is for");
#endif
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--write"), m_folder, QString::number(room)});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitStatus() == QProcess::CrashExit, "it did not run out of memory");
        const auto lines = process.readAllStandardOutput().split('\n');
        const auto journal = openJournal(m_folder);
        QVERIFY(journal);
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        const auto all = entries(*journal, {.limit = 100'000});
        QSet<QByteArray> leaves;
        for (const JournalEntry &entry : *all)
            leaves.insert(entry.leafHash.toLatin1());
        for (const QByteArray &leaf : lines)
            QVERIFY2(leaf.size() != 64 || leaves.contains(leaf), leaf.constData());
        QVERIFY(append(*journal, intent(1)).ok());
    }
};

int main(int argc, char **argv)
{
    if (argc == 4 && QByteArray(argv[1]) == "--write") {
        const QCoreApplication application(argc, argv);
        return write(QString::fromLocal8Bit(argv[2]), QByteArray(argv[3]).toLongLong());
    }
    const sqlite3_mem_methods methods{give, take, giveMore, sizeOf, roundUp, begin, end, nullptr};
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        qFatal("SQLite was in use before its memory could be replaced");
    const QCoreApplication application(argc, argv);
    TestMemory test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_memory.moc"
