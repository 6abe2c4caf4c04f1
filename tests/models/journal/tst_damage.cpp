// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfixture.h"

#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/verify/verify.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <sys/mount.h>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 64 * 1024;
constexpr qsizetype kPage = 4096;
bool g_mounts = false;

class TwoHandedClock final : public Clock {
public:
    qint64 wallMs() const override { return wall; }
    qint64 monoMs() const override { return mono; }
    std::atomic<qint64> wall{1'790'000'000'000};
    std::atomic<qint64> mono{5'000'000};
};

Draft decision(int number)
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("number"), number},
                    {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("cart")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("errors at %1 percent").arg(number)}};
    return draft;
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

} // namespace

// Files that changed behind the journal's back, disks that refuse, clocks that jump.
class TestDamage : public QObject {
    Q_OBJECT

    std::unique_ptr<SmallDisk> m_disk;
    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_folder;
    std::shared_ptr<MemoryKeys> m_keys;
    std::shared_ptr<TwoHandedClock> m_clock = std::make_shared<TwoHandedClock>();
    // A whole journal, byte for byte: path below its folder -> bytes.
    QMap<QString, QByteArray> m_good;
    QStringList m_leaves; // oldest first

    std::unique_ptr<LocalJournal> openJournal()
    {
        return openedJournal(
            {.folder = m_folder, .keys = m_keys, .clock = m_clock, .segmentBytes = kSegment, .checkAfterMs = -1});
    }
    void put(const QMap<QString, QByteArray> &files) const
    {
        QDir(m_folder).removeRecursively();
        QDir().mkpath(m_folder + QStringLiteral("/log"));
        for (auto it = files.constBegin(); it != files.constEnd(); ++it)
            writeTo(m_folder + it.key(), it.value());
    }

    struct Seen {
        bool same = false;  // entries and what they say are those of the good journal
        bool noted = false; // a start or the verification of the whole says that something is wrong
    };
    // What somebody would be shown, and whether the journal knows that it is wrong.
    Seen look() const
    {
        auto log = openPosixFolder(m_folder + QStringLiteral("/log"));
        auto marks = openPosixFolder(QFileInfo(m_folder).absolutePath());
        Ledger ledger({.folder = m_folder,
                       .log = log->get(),
                       .marks = marks->get(),
                       .markName = QFileInfo(m_folder).fileName() + QStringLiteral(".mark"),
                       .keys = m_keys.get(),
                       .clock = m_clock.get(),
                       .segmentBytes = kSegment});
        Seen seen;
        seen.noted = ledger.open().state != JournalState::State::Open || !ledger.state().words.isEmpty();
        const auto all = ledger.entries({.limit = 1000});
        seen.noted = seen.noted || !all;
        QStringList leaves;
        bool spoken = true;
        if (all) {
            for (const JournalEntry &entry : *all) {
                leaves.prepend(entry.leafHash);
                spoken = spoken && (!entry.payload.contains(QLatin1String("pd")) || !entry.personal.isEmpty());
            }
        }
        seen.same = spoken && leaves.mid(0, m_leaves.size()) == m_leaves;
        // Columns by which entries are found: the same question as an index would be asked.
        const auto found =
            ledger.entries({.limit = 1000, .service = QStringLiteral("cart"), .kind = QStringLiteral("rollback.")});
        seen.same = seen.same && found && found->size() == 9;
        seen.noted = seen.noted || !found;
        FullCheck check(*log.value(), m_folder + QStringLiteral("/journal.db"), ledger.checkUntil());
        Result<bool> more = true;
        while (more && *more)
            more = check.step(64);
        seen.noted = seen.noted || !more || !check.findings().isEmpty();
        return seen;
    }
    void damaged(const QString &file, const QByteArray &bytes, const QString &what)
    {
        auto files = m_good;
        files.insert(file, bytes);
        put(files);
        const Seen seen = look();
        if (!seen.same && !seen.noted)
            QFAIL(qPrintable(what + QStringLiteral(": another history was shown and nobody noticed")));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (g_mounts)
            m_disk = std::make_unique<SmallDisk>(64 * 1024 * 1024);
        m_keys = std::make_shared<MemoryKeys>();
        init();
        {
            auto journal = openJournal();
            for (int i = 0; i < 9; ++i)
                QVERIFY(append(*journal, decision(i)).ok());
            QCOMPARE(entries(*journal, {.text = QStringLiteral("errors")})->size(), 9);
            const auto all = entries(*journal);
            for (const JournalEntry &entry : *all)
                m_leaves.prepend(entry.leafHash);
        }
        for (const QString &name :
             {QStringLiteral("/journal.db"), QStringLiteral("/subjects.db"), QStringLiteral("/log/00000000.seg")})
            m_good.insert(name, bytesOf(m_folder + name));
        put(m_good);
        const Seen seen = look();
        QVERIFY(seen.same && !seen.noted);
    }
    void init()
    {
        const QString name = QStringLiteral("j%1").arg(m_round++);
        m_folder = m_disk ? m_disk->path(name) : m_dir.filePath(name);
    }
    void cleanup()
    {
        QDir(m_folder).removeRecursively();
        QFile::remove(m_folder + QStringLiteral(".mark"));
    }

    void bitsFlip_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("flips");
        const bool isLong = qEnvironmentVariableIsSet("ASTERN_LONG");
        QTest::newRow("index") << QStringLiteral("/journal.db") << (isLong ? 6000 : 700);
        QTest::newRow("log") << QStringLiteral("/log/00000000.seg") << (isLong ? 6000 : 500);
    }
    void bitsFlip()
    {
        QFETCH(QString, file);
        QFETCH(int, flips);
        QRandomGenerator random(7);
        const qsizetype end = file.endsWith(QLatin1String(".seg")) ? 11 * kPage : m_good.value(file).size();
        for (int i = 0; i < flips; ++i) {
            QByteArray bytes = m_good.value(file);
            const auto at = qsizetype(random.bounded(quint32(end)));
            const int bit = random.bounded(8);
            bytes[at] = char(bytes.at(at) ^ (1 << bit));
            damaged(file, bytes, QStringLiteral("bit %1 of byte %2").arg(bit).arg(at));
            if (QTest::currentTestFailed())
                return;
        }
    }

    void pages()
    {
        const QString file = QStringLiteral("/journal.db");
        const QByteArray good = m_good.value(file);
        const qsizetype count = good.size() / kPage;
        QVERIFY(count > 10);
        for (qsizetype page = 0; page < count; ++page) {
            QByteArray zeroed = good;
            zeroed.replace(page * kPage, kPage, QByteArray(kPage, '\0'));
            damaged(file, zeroed, QStringLiteral("page %1 zeroed").arg(page));
            QByteArray swapped = good;
            const qsizetype other = (page + 1) % count;
            swapped.replace(page * kPage, kPage, good.mid(other * kPage, kPage));
            swapped.replace(other * kPage, kPage, good.mid(page * kPage, kPage));
            damaged(file, swapped, QStringLiteral("pages %1 and %2 swapped").arg(page).arg(other));
            damaged(file, good.first(page * kPage), QStringLiteral("cut before page %1").arg(page));
            damaged(file, good.first(page * kPage + 1000), QStringLiteral("cut in page %1").arg(page));
            if (QTest::currentTestFailed())
                return;
        }
    }

    // A WAL that is cut or damaged opens as a shorter index without a word; the log knows better.
    void walIsCut()
    {
        QMap<QString, QByteArray> files;
        QString root;
        QStringList leaves;
        {
            auto log = openPosixFolder(m_folder + QStringLiteral("/log"));
            auto marks = openPosixFolder(QFileInfo(m_folder).absolutePath());
            MemoryKeys &keys = *m_keys;
            Ledger ledger({.folder = m_folder,
                           .log = log->get(),
                           .marks = marks->get(),
                           .markName = QFileInfo(m_folder).fileName() + QStringLiteral(".mark"),
                           .keys = &keys,
                           .clock = m_clock.get(),
                           .segmentBytes = kSegment});
            ledger.open();
            for (int i = 0; i < 5; ++i)
                QVERIFY(ledger.append({{Uuid7::next(), decision(i)}}).first().ok());
            QVERIFY(ledger.catchUp().ok());
            root = ledger.state().root;
            for (const char *name : {"/journal.db", "/journal.db-wal", "/subjects.db", "/log/00000000.seg"})
                files.insert(QString::fromLatin1(name), bytesOf(m_folder + QString::fromLatin1(name)));
        }
        const QByteArray wal = files.value(QStringLiteral("/journal.db-wal"));
        QVERIFY(wal.size() > 20 * kPage);
        QRandomGenerator random(11);
        for (int i = 0; i < 120; ++i) {
            QByteArray bytes = wal;
            const auto at = qsizetype(random.bounded(quint32(wal.size())));
            if (i % 2)
                bytes.truncate(at);
            else
                bytes[at] = char(bytes.at(at) ^ 0x10);
            files.insert(QStringLiteral("/journal.db-wal"), bytes);
            put(files);
            auto journal = openJournal();
            const auto now = state(*journal);
            QVERIFY2(now->state == JournalState::State::Open, qPrintable(now->words));
            if (now->words.isEmpty()) // otherwise the repair was recorded behind
                QCOMPARE(now->root, root);
            QCOMPARE(entries(*journal, {.kind = QStringLiteral("rollback.")})->size(), 5);
        }
    }

    void clocksJump()
    {
        auto journal = openJournal();
        const qint64 hour = 3'600'000;
        const qint64 jumps[] = {hour, -hour, -m_clock->wall, 2'147'483'648'000, 253'402'300'799'000};
        QStringList order;
        order.append(append(*journal, decision(0))->id);
        for (const qint64 jump : jumps) {
            m_clock->mono += 10;
            m_clock->wall = jump == hour || jump == -hour ? m_clock->wall + jump : std::max<qint64>(jump, 0);
            order.append(append(*journal, decision(1))->id);
        }
        m_clock->wall = 1'790'000'000'000;
        const auto all = entries(*journal, {.kind = QStringLiteral("rollback."), .after = JournalQuery::kOldest});
        QStringList found;
        for (const JournalEntry &entry : *all)
            found.append(entry.id);
        QCOMPARE(found, order); // by the chain, never by a clock
        const auto steps = entries(*journal, {.kind = QStringLiteral("clock.step")});
        QCOMPARE(steps->size(), std::ssize(jumps));
        journal.reset();
        journal = openJournal();
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        journal.reset();
        const auto report = verify::run({.log = m_folder + QStringLiteral("/log"),
                                         .database = m_folder + QStringLiteral("/journal.db"),
                                         .mark = m_folder + QStringLiteral(".mark")});
        QCOMPARE(report.exitCode(), 0);
    }

    // Somebody's tool holds the index: decisions go on, and are found when it lets go.
    void indexIsLocked()
    {
        auto journal = openJournal();
        QVERIFY(append(*journal, decision(0)).ok());
        QCOMPARE(entries(*journal)->size(), 3);
        auto foreign = Database::open(m_folder + QStringLiteral("/journal.db"), Database::Mode::ReadWrite, 1000);
        QVERIFY((*foreign)->exec("PRAGMA locking_mode=NORMAL; BEGIN IMMEDIATE").ok());
        for (int i = 1; i < 6; ++i)
            QVERIFY(append(*journal, decision(i)).ok());
        auto later = std::async(std::launch::async, [&] { return entries(*journal); });
        QVERIFY(append(*journal, decision(6)).ok()); // also while somebody asks
        QVERIFY((*foreign)->exec("ROLLBACK").ok());
        const auto found = later.get();
        QVERIFY2(found.ok(), found ? "" : qPrintable(found.error().toString()));
        QVERIFY(found->size() >= 8);
        QCOMPARE(entries(*journal)->size(), 9);
    }

    // Held for longer than anybody waits: asks are refused and appends go on; a start that met it opens when it is
    // over.
    void indexIsHeldForLong()
    {
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, decision(0)).ok());
            QVERIFY(entries(*journal).ok());
            auto foreign = Database::open(m_folder + QStringLiteral("/journal.db"), Database::Mode::ReadWrite, 1000);
            QVERIFY((*foreign)->exec("BEGIN EXCLUSIVE").ok());
            QVERIFY(append(*journal, decision(1)).ok());
            auto asked = std::async(std::launch::async, [&] { return entries(*journal); });
            int alive = 0;
            while (asked.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
                QVERIFY(state(*journal).ok());
                QVERIFY(append(*journal, decision(2)).ok());
                ++alive;
            }
            QVERIFY2(alive > 20, qPrintable(QString::number(alive)));
            QCOMPARE(asked.get().error().kind, Error::Kind::Storage);
            QVERIFY((*foreign)->exec("ROLLBACK").ok());
            QCOMPARE(entries(*journal, {.limit = 1'000})->size(), qsizetype(4 + alive));
        }
    }

    void diskIsReadOnly()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(8 * 1024 * 1024);
        const QString before = std::exchange(m_folder, disk.path(QStringLiteral("journal")));
        const QByteArray mountPoint = QFile::encodeName(QFileInfo(disk.path(QStringLiteral("x"))).path());
        {
            auto journal = openJournal();
            QVERIFY(append(*journal, decision(0)).ok());
        }
        QVERIFY(::mount("tmpfs", mountPoint.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
        {
            const auto lock = JournalLock::tryTake(m_folder);
            QVERIFY(!lock.ok());
            QVERIFY2(lock.error().hint.contains(QStringLiteral("Make the folder writable")),
                     qPrintable(lock.error().toString()));
        }
        QVERIFY(::mount("tmpfs", mountPoint.constData(), "tmpfs", MS_REMOUNT, nullptr) == 0);
        auto journal = openJournal();
        QVERIFY(append(*journal, decision(1)).ok());
        QCOMPARE(state(*journal)->size, quint64(4));
        journal.reset();
        m_folder = before;
    }
};

int main(int argc, char **argv)
{
    g_mounts = beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    TestDamage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_damage.moc"
