// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/journal/journalfixture.h"

#include "connectors/local/openjournal.h"
#include "models/base/uuid7.h"
#include "models/journal/verify/verify.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

bool g_mounts = false;

Draft intent(const char *kind = "rollback.intent")
{
    Draft draft{.kind = QString::fromLatin1(kind), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout")}}},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-1")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("errors at 3 %")}};
    return draft;
}

std::unique_ptr<Journal> openIn(const QString &folder) { return openJournal(folder, {.segmentBytes = 64 * 1024}); }

Result<LoggedIntent> unrecorded(Journal &journal)
{
    const auto confirmation = TypedConfirmation::of(QStringLiteral("checkout"), QStringLiteral("checkout"));
    return await<LoggedIntent>([&](Done<LoggedIntent> done) {
        journal.appendUnrecorded(intent(), QStringLiteral("key"), *confirmation, std::move(done));
    });
}

QString judged(const QString &folder)
{
    const auto report = verify::run({.log = folder + QStringLiteral("/log"),
                                     .database = folder + QStringLiteral("/journal.db"),
                                     .mark = folder + QStringLiteral(".mark")});
    QString found;
    for (const verify::Finding &finding : report.findings)
        found += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
    return report.exitCode() == 0 ? QString() : found + QString::number(report.exitCode());
}

// The life of an owner that is killed: says that it owns, and goes on recording.
int own(const QString &folder)
{
    const auto journal = openIn(folder);
    for (int i = 0;; ++i) {
        const auto receipt = append(*journal, intent("rollback.attempt"));
        if (!receipt)
            return 2;
        const QByteArray line = receipt->leafHash.toLatin1() + '\n';
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
            return 3;
    }
}

} // namespace

// What happens to a journal that several programs share, on disks that fail.
class TestFaults : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_round = 0;

    [[nodiscard]] QString folderHere() { return m_dir.filePath(QStringLiteral("f%1/journal").arg(m_round++)); }
    // What could not be recorded is there: a gap, then the intent with its reason.
    static void checkCaughtUp(Journal &journal)
    {
        QTRY_VERIFY_WITH_TIMEOUT(await<Ok>([&](Done<Ok> done) { journal.catchUpUnrecorded(std::move(done)); }).ok(),
                                 30'000);
        QVERIFY(journal.unrecorded().isEmpty());
        const auto newest = entries(journal, {.limit = 2});
        QVERIFY2(newest.ok() && newest->size() == 2, newest ? "" : qPrintable(newest.error().toString()));
        QCOMPARE(newest->at(1).kind, QStringLiteral("journal.gap"));
        QCOMPARE(newest->at(0).kind, QStringLiteral("rollback.intent"));
        QCOMPARE(newest->at(0).personal.value(QStringLiteral("rationale")), QStringLiteral("errors at 3 %"));
        QVERIFY(!newest->at(0)
                     .payload.value(QLatin1String("unrecorded"))
                     .toObject()
                     .value(QLatin1String("why"))
                     .toString()
                     .isEmpty());
    }

private Q_SLOTS:
    // The owner is killed in the midst of recording: another takes over and nothing that was answered is lost.
    void theOwnerDies()
    {
        const QString folder = folderHere();
        for (int round = 0; round < 5; ++round) {
            QProcess owner;
            owner.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--own"), folder});
            QVERIFY(owner.waitForReadyRead());
            auto journal = openIn(folder);
            QVERIFY(append(*journal, intent()).ok());
            QVERIFY(!state(*journal)->owner);
            QElapsedTimer taking;
            taking.start();
            QCOMPARE(::kill(pid_t(owner.processId()), SIGKILL), 0);
            const auto receipt = append(*journal, intent());
            QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
            const qint64 took = taking.elapsed();
            QVERIFY(owner.waitForFinished());
            QTRY_VERIFY(state(*journal)->owner);
            qInfo("taken over in %lld ms", took);
            QVERIFY2(took < 2'000, qPrintable(QString::number(took)));
            const auto answered = owner.readAllStandardOutput().split('\n');
            QSet<QString> leaves;
            const auto all = entries(*journal, {.limit = 100'000});
            for (const JournalEntry &entry : *all)
                leaves.insert(entry.leafHash);
            for (const QByteArray &leaf : answered)
                QVERIFY(leaf.size() != 64 || leaves.contains(QString::fromLatin1(leaf)));
        }
        QCOMPARE(judged(folder), QString());
    }

    void aFolderThatCannotBeWritten()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(32 * 1024 * 1024);
        const QString folder = disk.path(QStringLiteral("data/journal"));
        const QByteArray mountPoint = QFile::encodeName(QFileInfo(disk.path(QStringLiteral("x"))).path());
        {
            QVERIFY(append(*openIn(folder), intent()).ok());
        }
        QVERIFY(::mount("tmpfs", mountPoint.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
        auto journal = openIn(folder);
        const auto refused = append(*journal, intent());
        QCOMPARE(refused.error().kind, Error::Kind::Storage);
        QVERIFY2(refused.error().hint.contains(QStringLiteral("writable")), qPrintable(refused.error().toString()));
        const auto key = unrecorded(*journal);
        QVERIFY2(key.ok(), key ? "" : qPrintable(key.error().toString()));
        QVERIFY(!key->isRecorded());
        QCOMPARE(key->key(), QStringLiteral("key"));
        QCOMPARE(journal->unrecorded().size(), 1);
        QVERIFY(!await<Ok>([&](Done<Ok> done) { journal->catchUpUnrecorded(std::move(done)); }).ok());
        QCOMPARE(journal->unrecorded().size(), 1);
        QVERIFY(::mount("tmpfs", mountPoint.constData(), "tmpfs", MS_REMOUNT, nullptr) == 0);
        checkCaughtUp(*journal);
        QVERIFY(append(*journal, intent("promotion.intent")).ok());
        journal.reset();
        QCOMPARE(judged(folder), QString());
    }

    // Full, and the reserve used up, too.
    void aDiskThatIsFull()
    {
        if (!g_mounts)
            QSKIP("this system does not let the test mount a disk of its own");
        SmallDisk disk(3 * 1024 * 1024); // no room for a reserve
        const QString folder = disk.path(QStringLiteral("data/journal"));
        auto journal = openIn(folder);
        QVERIFY(append(*journal, intent()).ok());
        disk.fill();
        bool full = false;
        for (int i = 0; i < 500 && !full; ++i)
            full = !append(*journal, intent()).ok();
        QVERIFY(full);
        const auto key = unrecorded(*journal);
        QVERIFY2(key.ok(), key ? "" : qPrintable(key.error().toString()));
        QVERIFY(!key->isRecorded());
        disk.free();
        checkCaughtUp(*journal);
        journal.reset();
        QCOMPARE(judged(folder), QString());
    }

    // Damaged beyond its second copy: the text that was kept is recorded in the journal that was restored.
    void aJournalThatIsDamaged()
    {
        const QString folder = folderHere();
        {
            QVERIFY(append(*openIn(folder), intent()).ok());
        }
        QProcess copy;
        copy.start(QStringLiteral("cp"), {QStringLiteral("-a"), folder, folder + QStringLiteral(".good")});
        QVERIFY(copy.waitForFinished());
        for (const char *name : {"/log/00000000.seg", "/journal.db"}) {
            QFile file(folder + QLatin1String(name));
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(4'096 + 200);
            file.write(QByteArray(8'192, 'x'));
        }
        QString text;
        {
            auto journal = openIn(folder);
            const auto key = unrecorded(*journal);
            QVERIFY2(key.ok(), key ? "" : qPrintable(key.error().toString()));
            QVERIFY(!key->isRecorded());
            text = unrecordedText(journal->unrecorded());
        }
        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(QDir().rename(folder + QStringLiteral(".good"), folder));
        auto journal = openIn(folder);
        const auto kept = unrecordedFrom(text);
        QVERIFY(kept.ok());
        const auto gap = await<Receipt>([&](Done<Receipt> done) {
            recordUnrecorded(*journal, *kept, [](const QString &, const Receipt &) {}, std::move(done));
        });
        QVERIFY2(gap.ok(), gap ? "" : qPrintable(gap.error().toString()));
        checkCaughtUp(*journal);
        journal.reset();
        QCOMPARE(judged(folder), QString());
    }
};

int main(int argc, char **argv)
{
    g_mounts = beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == QLatin1String("--own"))
        return own(QCoreApplication::arguments().value(2));
    TestFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_faults.moc"
