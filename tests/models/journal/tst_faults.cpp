// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/journalfixture.h"
#include "tests/support/places.h"
#include "tests/support/smalldisk.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <cstdio>
#include <sys/inotify.h>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;

bool g_mounts = false;

// The same secrets in every process of this test.
std::shared_ptr<MemoryKeys> sameKeys()
{
    auto keys = std::make_shared<MemoryKeys>();
    (void)keys->store(QStringLiteral("device"), QByteArray(32, 'd'));
    (void)keys->store(QStringLiteral("wrapping"), QByteArray(32, 'w'));
    (void)keys->store(QStringLiteral("log"), QByteArray(32, 'l'));
    return keys;
}

std::unique_ptr<LocalJournal> openJournal(const QString &folder)
{
    auto lock = JournalLock::tryTake(folder);
    if (!lock || !*lock)
        return nullptr;
    return std::make_unique<LocalJournal>(
        LocalJournalOptions{.folder = folder, .keys = sameKeys(), .segmentBytes = kSegment}, std::move(*lock.value()));
}

Draft intent(int number)
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields.insert(QStringLiteral("number"), number);
    draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("error ratio 4 % > 2 % — number %1").arg(number));
    return draft;
}

// The life of the process that is killed: says on standard output what it was answered, at once.
int write(const QString &folder)
{
    const auto journal = openJournal(folder);
    for (int i = 0; journal && i < 500; ++i) {
        const auto receipt = append(*journal, intent(i));
        if (!receipt)
            return 2;
        const QByteArray line = receipt->leafHash.toLatin1() + '\n';
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
            return 3;
        QTest::qSleep(20); // the index and the mark follow on their own
    }
    return 1; // nobody killed it
}

// Those of recording; a key's have a test beside the store that keeps it.
QStringList crashPoints()
{
    QStringList names;
    QDirIterator files(test::sourcePath("models/journal"), {QStringLiteral("*.cpp")});
    static const QRegularExpression point(QStringLiteral("ASTERN_CRASH_POINT\\(\"([^\"]+)\"\\)"));
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        auto found = point.globalMatch(QString::fromUtf8(file.readAll()));
        while (found.hasNext())
            names.append(found.next().captured(1));
    }
    names.removeIf([](const QString &name) { return !name.startsWith(QLatin1String("journal.")); });
    names.sort();
    names.removeDuplicates();
    return names;
}

QStringList killedWriting(const QString &folder, const QString &at)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASTERN_CRASH_AT"), at);
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write"), folder});
    const bool killed = process.waitForFinished() && process.exitStatus() == QProcess::CrashExit;
    if (!killed) {
        process.kill();
        process.waitForFinished();
        return {QStringLiteral("not killed")};
    }
    return QString::fromLatin1(process.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QString words(const verify::Report &report)
{
    QString all;
    for (const verify::Finding &finding : report.findings)
        all += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
    return all;
}

verify::Report judge(const QString &folder)
{
    return verify::run({.log = folder + QStringLiteral("/log"),
                        .database = folder + QStringLiteral("/journal.db"),
                        .mark = folder + QStringLiteral(".mark")});
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeTo(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

void remove(const QString &folder, const QStringList &names)
{
    for (const QString &name : names)
        QFile::remove(folder + name);
}

const QStringList kIndexFiles{QStringLiteral("/journal.db"), QStringLiteral("/journal.db-wal"),
                              QStringLiteral("/journal.db-shm")};

} // namespace

// What happens to the journal when the process is killed, the disk is full, and files are cut, damaged or gone.
class TestJournalFaults : public QObject {
    Q_OBJECT

    // In memory where that is allowed: a kill loses nothing that was written, and thousands of starts are quick.
    QTemporaryDir m_dir;
    std::unique_ptr<SmallDisk> m_disk;
    int m_round = 0;
    QString m_folder;
    // A journal of some groups, byte for byte, to be broken again and again.
    QString m_good;
    QByteArray m_segment;
    QList<qint64> m_groups; // where each begins
    qint64 m_end = 0;       // behind the last byte that is not padding
    QStringList m_leaves;   // oldest first

    void checkNothingLost(const QString &folder, const QStringList &answered)
    {
        const auto journal = openJournal(folder);
        QVERIFY(journal);
        const auto now = state(*journal);
        QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
        const auto receipt = append(*journal, intent(1000)); // it goes on
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        const auto all = entries(*journal, {.limit = 10'000});
        QVERIFY(all.ok());
        QCOMPARE(quint64(all->size()), receipt->index + 1);
        QSet<QString> leaves;
        for (const JournalEntry &entry : *all) {
            QVERIFY(!leaves.contains(entry.leafHash));
            leaves.insert(entry.leafHash);
            if (entry.kind == QLatin1String("rollback.intent"))
                QVERIFY2(entry.personal.contains(QStringLiteral("rationale")), qPrintable(entry.id));
        }
        for (const QString &leaf : answered)
            QVERIFY2(leaves.contains(leaf), qPrintable(leaf));
        const auto open = unresolved(*journal); // each is found again, to be resolved
        QVERIFY(open->size() > answered.size());
    }

    // A copy of the good journal with these bytes as its log.
    QString brokenCopy(const QByteArray &segment, bool withIndex, bool withMark)
    {
        const QString folder = m_folder + QStringLiteral("-copy");
        QDir(folder).removeRecursively();
        QDir().mkpath(folder + QStringLiteral("/log"));
        writeTo(folder + QStringLiteral("/log/00000000.seg"), segment);
        QFile::remove(folder + QStringLiteral(".mark"));
        if (withIndex)
            QFile::copy(m_good + QStringLiteral("/journal.db"), folder + QStringLiteral("/journal.db"));
        if (withMark)
            QFile::copy(m_good + QStringLiteral(".mark"), folder + QStringLiteral(".mark"));
        QFile::copy(m_good + QStringLiteral("/subjects.db"), folder + QStringLiteral("/subjects.db"));
        return folder;
    }
    // Opens without threads, which is quick: thousands of cuts.
    struct Opened {
        JournalState state;
        QStringList leaves; // of the good journal's, oldest first
    };
    static Opened openAt(const QString &folder)
    {
        auto log = openPosixFolder(folder + QStringLiteral("/log"));
        auto marks = openPosixFolder(QFileInfo(folder).absolutePath());
        const auto keys = sameKeys();
        const SystemClock clock;
        Ledger ledger({.folder = folder,
                       .log = log->get(),
                       .marks = marks->get(),
                       .markName = QFileInfo(folder).fileName() + QStringLiteral(".mark"),
                       .keys = keys.get(),
                       .clock = &clock,
                       .segmentBytes = kSegment});
        Opened opened{ledger.open(), {}};
        const auto read = ledger.entries({.limit = 1000});
        if (read) {
            for (const JournalEntry &entry : *read)
                opened.leaves.prepend(entry.leafHash);
        }
        return opened;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (g_mounts)
            m_disk = std::make_unique<SmallDisk>(256 * 1024 * 1024);
        QVERIFY(!g_mounts || m_disk->isMounted());
    }
    void init()
    {
        const QString name = QString::number(m_round++);
        m_folder = m_disk ? m_disk->path(name) : m_dir.filePath(name);
    }

    void killedAtEveryPoint_data()
    {
        QTest::addColumn<QString>("at");
        const QStringList points = crashPoints();
        QVERIFY2(points.size() >= 11, qPrintable(points.join(QLatin1Char(' '))));
        for (const QString &point : points) {
            // The first hits are those of the genesis. Marks follow twice a second.
            const bool rare = point.contains(QLatin1String("-mark"));
            for (const int hit : rare ? QList<int>{1, 2} : QList<int>{1, 2, 3, 7}) {
                const QString at = QStringLiteral("%1:%2").arg(point).arg(hit);
                QTest::newRow(qPrintable(at)) << at;
            }
        }
    }
    void killedAtEveryPoint()
    {
        QFETCH(QString, at);
        const QStringList answered = killedWriting(m_folder, at);
        QVERIFY2(answered != QStringList{QStringLiteral("not killed")}, qPrintable(at));
        checkNothingLost(m_folder, answered);
        const verify::Report report = judge(m_folder);
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
    }

    void killedAgainAndAgain()
    {
        QStringList answered;
        const QStringList points = crashPoints();
        for (int round = 0; round < 2; ++round) {
            for (const QString &point : points) {
                const QStringList more = killedWriting(m_folder, QStringLiteral("%1:%2").arg(point).arg(round + 1));
                QVERIFY(more != QStringList{QStringLiteral("not killed")});
                answered += more;
            }
        }
        checkNothingLost(m_folder, answered);
        const verify::Report report = judge(m_folder);
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
    }

    void fullDisk()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(4 * 1024 * 1024);
        QVERIFY(disk.isMounted());
        const QString folder = disk.path(QStringLiteral("journal"));
        QStringList answered;
        {
            const auto journal = openJournal(folder);
            QVERIFY(journal);
            for (int i = 0; i < 3; ++i)
                answered.append(append(*journal, intent(i))->leafHash);
            QVERIFY(entries(*journal).ok());
            const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
            QVERIFY(::inotify_add_watch(watch, QFile::encodeName(folder + QStringLiteral("/log")).constData(),
                                        IN_CREATE | IN_OPEN | IN_CLOSE_WRITE) >=
                    0); // two kinds: equal events behind each other count once
            disk.fill();
            // What is reserved is still used; then the answer is a refusal that says what to do.
            Result<Receipt> refused = Receipt{};
            for (int i = 0; i < 1000 && refused; ++i) {
                refused = append(*journal, intent(i));
                if (refused)
                    answered.append(refused->leafHash);
            }
            QVERIFY(!refused);
            QVERIFY(answered.size() > 3);
            const Error error = refused.error();
            QCOMPARE(error.code(), QStringLiteral("storage"));
            QVERIFY2(error.message.contains(QStringLiteral("No space left on device")), qPrintable(error.toString()));
            QVERIFY2(error.hint.contains(QStringLiteral("Free space on this disk")), qPrintable(error.toString()));
            // It looks now and then whether there is space; it does not hammer the disk.
            QTest::qWait(1000);
            alignas(inotify_event) char events[65536];
            const ssize_t size = ::read(watch, events, sizeof events);
            ::close(watch);
            QVERIFY2(size < ssize_t(40 * (sizeof(inotify_event) + 32)), qPrintable(QString::number(size)));
            QVERIFY(!append(*journal, intent(0)).ok());
            disk.free();
            const auto again = append(*journal, intent(2000));
            QVERIFY2(again.ok(), again ? "" : qPrintable(again.error().toString()));
            answered.append(again->leafHash);
            const auto all = entries(*journal, {.limit = 10'000});
            QVERIFY2(all.ok(), all ? "" : qPrintable(all.error().toString()));
            QCOMPARE(quint64(all->size()), again->index + 1);
        }
        checkNothingLost(folder, answered);
        const verify::Report report = judge(folder);
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
    }

    void fullDiskAtTheStart()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(4 * 1024 * 1024);
        QVERIFY(disk.isMounted());
        const QString folder = disk.path(QStringLiteral("journal"));
        disk.fill();
        {
            const auto journal = openJournal(folder);
            QVERIFY(journal);
            const auto now = state(*journal);
            QCOMPARE(now->state, JournalState::State::Refused);
            QVERIFY2(now->words.contains(QStringLiteral("pace")), qPrintable(now->words));
            const auto refused = append(*journal, intent(0));
            QVERIFY(!refused.ok());
            QVERIFY2(refused.error().toString().contains(now->words), qPrintable(refused.error().toString()));
        }
        disk.free();
        const auto journal = openJournal(folder);
        QVERIFY(journal);
        QVERIFY(append(*journal, intent(0)).ok());
    }

    void makeGood()
    {
        m_good = m_folder;
        {
            const auto journal = openJournal(m_good);
            QVERIFY(journal);
            for (int i = 0; i < 5; ++i)
                QVERIFY(append(*journal, intent(i)).ok());
            const auto all = entries(*journal);
            for (const JournalEntry &entry : *all)
                m_leaves.prepend(entry.leafHash);
        }
        m_segment = bytesOf(m_good + QStringLiteral("/log/00000000.seg"));
        for (qint64 at = 0; Group::claimedSize(QByteArrayView(m_segment).sliced(at)) > 0;) {
            m_groups.append(at);
            at += Group::claimedSize(QByteArrayView(m_segment).sliced(at));
        }
        m_end = m_segment.size();
        while (m_segment.at(m_end - 1) == '\0')
            --m_end;
        QCOMPARE(m_groups.size(), m_leaves.size()); // one entry each
        QVERIFY(!QFile::exists(m_good + QStringLiteral("/journal.db-wal")) ||
                QFileInfo(m_good + QStringLiteral("/journal.db-wal")).size() == 0);
    }

    void tornAnywhere_data()
    {
        QTest::addColumn<bool>("shortened");
        QTest::newRow("zeros behind the cut") << false;
        QTest::newRow("nothing behind the cut") << true;
    }
    // Without index and mark nothing contradicts a cut: what is whole stays, and the journal goes on behind it.
    void tornAnywhere()
    {
        QFETCH(bool, shortened);
        const qsizetype count = m_groups.size();
        // Every byte; a file that ends there is read the same way, so every fifth will do.
        for (qint64 cut = m_groups.at(count - 2); cut <= m_end; cut += shortened ? 5 : 1) {
            QByteArray torn = m_segment.first(cut);
            if (!shortened)
                torn.append(m_segment.size() - cut, '\0');
            qsizetype whole = count - 2;
            for (const qsizetype group : {count - 2, count - 1}) {
                if (torn.size() >= m_groups.at(group) + kBlock &&
                    torn.mid(m_groups.at(group), kBlock) == m_segment.mid(m_groups.at(group), kBlock))
                    whole = group + 1;
            }
            const Opened opened = openAt(brokenCopy(torn, false, false));
            QVERIFY2(opened.state.state == JournalState::State::Open,
                     qPrintable(QStringLiteral("%1: %2").arg(cut).arg(opened.state.words)));
            QCOMPARE(opened.leaves, m_leaves.first(whole));
        }
    }

    // The index is a second copy: whatever the log lost comes back from it.
    void tornIsHealedFromTheIndex()
    {
        const qsizetype count = m_groups.size();
        for (qint64 cut = m_groups.at(count - 2); cut <= m_end; cut += cut % 64 == 0 ? 1 : 9) {
            QByteArray torn = m_segment.first(cut);
            torn.append(m_segment.size() - cut, '\0');
            const Opened opened = openAt(brokenCopy(torn, true, true));
            QVERIFY2(opened.state.state == JournalState::State::Open,
                     qPrintable(QStringLiteral("%1: %2").arg(cut).arg(opened.state.words)));
            QCOMPARE(opened.leaves.first(m_leaves.size()), m_leaves);
            const bool wasWhole = torn == m_segment;
            QCOMPARE(opened.leaves.size(), m_leaves.size() + (wasWhole ? 0 : 1)); // the repair is recorded
            QCOMPARE(opened.state.words.isEmpty(), wasWhole);
        }
    }

    // Without the index the mark outside still knows how long it was: never a shorter history in silence.
    void tornBelowTheMarkIsRefused()
    {
        const qsizetype count = m_groups.size();
        for (qint64 cut = m_groups.at(count - 2); cut < m_end; cut += 13) {
            QByteArray torn = m_segment.first(cut);
            torn.append(m_segment.size() - cut, '\0');
            const QString folder = brokenCopy(torn, false, true);
            const Opened opened = openAt(folder);
            QVERIFY2(opened.state.state == JournalState::State::Truncated, qPrintable(QString::number(cut)));
            QVERIFY2(opened.state.words.contains(QStringLiteral("shorter than it was")),
                     qPrintable(opened.state.words));
            QVERIFY2(opened.state.words.contains(QStringLiteral("asternctl journal verify")),
                     qPrintable(opened.state.words));
        }
    }

    void lostFiles_data()
    {
        QTest::addColumn<QStringList>("gone");
        QTest::addColumn<QByteArray>("index"); // what lies there instead
        QTest::addColumn<bool>("repaired");
        QTest::newRow("index gone") << kIndexFiles << QByteArray() << false;
        QTest::newRow("index and mark gone")
            << kIndexFiles + QStringList{QStringLiteral(".mark")} << QByteArray() << false;
        QTest::newRow("mark gone") << QStringList{QStringLiteral(".mark")} << QByteArray() << false;
        QTest::newRow("log gone") << QStringList{QStringLiteral("/log/00000000.seg")} << QByteArray() << true;
        QTest::newRow("index is something else") << kIndexFiles << QByteArray(20'000, 'x') << true;
        QTest::newRow("index is cut") << kIndexFiles << QByteArray("cut") << true;
    }
    void lostFiles()
    {
        QFETCH(QStringList, gone);
        QFETCH(QByteArray, index);
        QFETCH(bool, repaired);
        const QString folder = brokenCopy(m_segment, true, true);
        if (index == "cut") {
            const QByteArray whole = bytesOf(folder + QStringLiteral("/journal.db"));
            index = whole.first(whole.size() / 2);
        }
        remove(folder, gone);
        if (!index.isEmpty())
            writeTo(folder + QStringLiteral("/journal.db"), index);
        Opened opened = openAt(folder);
        QVERIFY2(opened.state.state == JournalState::State::Open, qPrintable(opened.state.words));
        QCOMPARE(opened.leaves.mid(0, m_leaves.size()), m_leaves);
        QCOMPARE(opened.state.words.contains(QStringLiteral("Repaired at the start")), repaired);
        QCOMPARE(opened.leaves.size(), m_leaves.size() + (repaired ? 1 : 0));
        const auto journal = openJournal(folder);
        QVERIFY(journal);
        const auto all = entries(*journal, {.kind = QStringLiteral("rollback.")});
        QCOMPARE(all->size(), 5);
        for (const JournalEntry &entry : *all) // openings lie in the log, too
            QVERIFY(entry.personal.value(QStringLiteral("rationale")).startsWith(QStringLiteral("error ratio")));
    }

    void everythingGoneButTheMark()
    {
        const QString folder = brokenCopy(m_segment, false, true);
        remove(folder, {QStringLiteral("/log/00000000.seg")});
        const Opened opened = openAt(folder);
        QCOMPARE(opened.state.state, JournalState::State::Truncated);
        QVERIFY2(opened.state.words.contains(QStringLiteral("0 entries are here, 7 were recorded")),
                 qPrintable(opened.state.words));
    }
};

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0) {
        const QCoreApplication application(argc, argv);
        return write(QFile::decodeName(argv[2]));
    }
    g_mounts = beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    TestJournalFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_faults.moc"
