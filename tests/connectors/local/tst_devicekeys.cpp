// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/journal/journalfixture.h"

#include "connectors/local/devicekeys.h"
#include "connectors/local/openjournal.h"
#include "models/base/uuid7.h"
#include "models/journal/envelope.h"
#include "models/journal/verify/verify.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <map>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

const QString kDevice = QStringLiteral("device");
const QByteArray kSecret(32, 'd');

// A keychain that does what the test says.
class TriedKeychain final : public SecretStore {
public:
    enum class Mood { Works, Silent, Refuses, ForgetsWhatItTakes, CutsWhatItTakes };
    std::atomic<Mood> mood = Mood::Works;
    std::atomic<int> reads = 0;

    void read(const QString &name, QObject *context, Done<QString> done) override
    {
        ++reads;
        answer<QString>(context, done, [this, name]() -> Result<QString> {
            const std::lock_guard lock(m_mutex);
            const auto found = m_items.find(name);
            if (found == m_items.end())
                return Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such item")};
            return found->second;
        });
    }
    void write(const QString &name, const QString &value, QObject *context, Done<Ok> done) override
    {
        answer<Ok>(context, done, [this, name, value]() -> Result<Ok> {
            const std::lock_guard lock(m_mutex);
            if (mood != Mood::ForgetsWhatItTakes)
                m_items[name] = mood == Mood::CutsWhatItTakes ? value.left(8) : value;
            return Ok{};
        });
    }
    void remove(const QString &name, QObject *context, Done<Ok> done) override
    {
        answer<Ok>(context, done, [this, name]() -> Result<Ok> {
            const std::lock_guard lock(m_mutex);
            if (m_items.erase(name) == 0)
                return Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such item")};
            return Ok{};
        });
    }
    [[nodiscard]] qsizetype size()
    {
        const std::lock_guard lock(m_mutex);
        return qsizetype(m_items.size());
    }

private:
    template <class T, class F>
    void answer(QObject *context, const Done<T> &done, F work)
    {
        if (mood == Mood::Silent)
            return;
        if (mood == Mood::Refuses) {
            QMetaObject::invokeMethod(
                context,
                [done] {
                    done(Error{.kind = Error::Kind::NotPermitted, .message = QStringLiteral("it was not unlocked")});
                },
                Qt::QueuedConnection);
            return;
        }
        QMetaObject::invokeMethod(context, [done, work] { done(work()); }, Qt::QueuedConnection);
    }
    std::mutex m_mutex;
    std::map<QString, QString> m_items;
};

using Mood = TriedKeychain::Mood;

// A keychain that outlives the process: a file an item.
class FolderKeychain final : public SecretStore {
public:
    explicit FolderKeychain(const QString &folder) : m_folder(folder) { m_folder.mkpath(QStringLiteral(".")); }
    void read(const QString &name, QObject *context, Done<QString> done) override
    {
        QMetaObject::invokeMethod(
            context,
            [path = m_folder.filePath(name), done] {
                QFile file(path);
                if (file.open(QIODevice::ReadOnly))
                    return done(QString::fromUtf8(file.readAll()));
                done(Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such item")});
            },
            Qt::QueuedConnection);
    }
    void write(const QString &name, const QString &value, QObject *context, Done<Ok> done) override
    {
        QMetaObject::invokeMethod(
            context,
            [path = m_folder.filePath(name), value, done] {
                QFile file(path);
                if (!file.open(QIODevice::WriteOnly) || file.write(value.toUtf8()) < 0)
                    return done(Error{.kind = Error::Kind::Storage, .message = file.errorString()});
                file.close();
                done(Ok{});
            },
            Qt::QueuedConnection);
    }
    void remove(const QString &name, QObject *context, Done<Ok> done) override
    {
        QMetaObject::invokeMethod(
            context,
            [path = m_folder.filePath(name), done] {
                if (QFile::remove(path))
                    return done(Ok{});
                done(Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no such item")});
            },
            Qt::QueuedConnection);
    }

private:
    QDir m_folder;
};

std::unique_ptr<Journal> openIn(const QString &folder, bool prefer, bool move = false)
{
    return openJournal(folder, {.keychain = std::make_shared<FolderKeychain>(folder + QStringLiteral(".chain")),
                                .preferKeychain = prefer,
                                .moveToKeychain = move,
                                .segmentBytes = 256 * 1024});
}

Draft said(int number)
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("number"), number},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-1")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("because of %1").arg(number)}};
    return draft;
}

void tell(const Result<Receipt> &receipt)
{
    if (!receipt)
        qFatal("%s", qPrintable(receipt.error().toString()));
    const QByteArray line = receipt->leafHash.toLatin1() + '\n';
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
        qFatal("nobody listens");
}

// The lives of processes that are killed: each says at once what it was answered.
int rotateAndRotate(const QString &folder, bool inKeychain)
{
    const auto journal = openIn(folder, inKeychain);
    for (int i = 0; i < 4; ++i) {
        tell(append(*journal, said(i)));
        tell(await<Receipt>([&](Done<Receipt> done) {
            journal->changeKey({.what = KeyChange::What::Rotate,
                                .id = Uuid7::next(),
                                .keyId = {},
                                .reason = QStringLiteral("another device was lost"),
                                .by = QStringLiteral("psn-1")},
                               JournalLevel::Local, std::move(done));
        }));
    }
    return 1; // nobody killed it
}

int moveKeys(const QString &folder)
{
    const auto journal = openIn(folder, true, true);
    tell(append(*journal, said(0)));
    QTest::qWait(2'000); // the move comes by itself
    return 1;
}

} // namespace

// Where the secrets of a device are, and that none is ever nowhere.
class TestDeviceKeys : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_path;
    std::shared_ptr<TriedKeychain> m_keychain;

    [[nodiscard]] std::unique_ptr<DeviceKeys> keys(bool prefer = true, bool move = false,
                                                   const QString &word = {}) const
    {
        return std::make_unique<DeviceKeys>(DeviceKeyOptions{.path = m_path,
                                                             .passphrase = word,
                                                             .keychain = m_keychain,
                                                             .preferKeychain = prefer,
                                                             .move = move,
                                                             .waitMs = 200});
    }
    [[nodiscard]] bool fileHolds(const QByteArray &secret) const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(secret.toBase64());
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_dir.filePath(QStringLiteral("d%1/journal.keys").arg(m_round++));
        m_keychain = std::make_shared<TriedKeychain>();
    }

    void newSecretsGoWhereItWorks_data()
    {
        QTest::addColumn<int>("mood");
        QTest::addColumn<bool>("inFile");
        QTest::newRow("works") << int(Mood::Works) << false;
        QTest::newRow("silent") << int(Mood::Silent) << true;
        QTest::newRow("refuses") << int(Mood::Refuses) << true;
        QTest::newRow("does not give back") << int(Mood::ForgetsWhatItTakes) << true;
    }
    void newSecretsGoWhereItWorks()
    {
        QFETCH(const int, mood);
        QFETCH(const bool, inFile);
        m_keychain->mood = Mood(mood);
        const auto store = keys();
        QVERIFY(store->mayLock());
        QVERIFY(store->store(kDevice, kSecret).ok());
        QVERIFY(store->store(kStandInName, QByteArray(32, 's')).ok());
        QCOMPARE(fileHolds(kSecret), inFile);
        QVERIFY(fileHolds(QByteArray(32, 's'))); // always at hand
        QCOMPARE(*store->load(kDevice), kSecret);
        QCOMPARE(store->mayLock(), !inFile);
        QCOMPARE(store->store(kDevice, kSecret).error().kind, Error::Kind::Conflict);
        QCOMPARE(store->load(QStringLiteral("other")).error().kind, Error::Kind::NotFound);
        if (!inFile) {
            QCOMPARE(*keys(false)->load(kDevice), kSecret); // whatever this process would rather have
        }
    }

    // A start waits once and shortly, and not at all from then on.
    void aSilentKeychainIsNotWaitedFor()
    {
        QVERIFY(keys()->store(kDevice, kSecret).ok());
        m_keychain->mood = Mood::Silent;
        const auto store = keys();
        QCOMPARE(store->load(kDevice).error().kind, Error::Kind::TimedOut);
        const int asked = m_keychain->reads;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(store->load(kDevice).error().kind, Error::Kind::TimedOut);
        QCOMPARE(m_keychain->reads.load(), asked); // one question, however often it is looked
        QVERIFY(store->mayLock());
    }

    void aRefusalIsNotAskedAgainAtOnce()
    {
        QVERIFY(keys()->store(kDevice, kSecret).ok());
        m_keychain->mood = Mood::Refuses;
        const auto store = keys();
        QCOMPARE(store->load(kDevice).error().kind, Error::Kind::NotPermitted);
        const int asked = m_keychain->reads;
        for (int i = 0; i < 20; ++i)
            QCOMPARE(store->load(kDevice).error().kind, Error::Kind::NotPermitted);
        QCOMPARE(m_keychain->reads.load(), asked);
    }

    void keysOfAFileMove()
    {
        const QByteArray wrapping(32, 'w');
        {
            FileKeyStore file(m_path);
            QVERIFY(file.store(kDevice, kSecret).ok());
            QVERIFY(file.store(QStringLiteral("wrapping"), wrapping).ok());
            QVERIFY(file.store(kStandInName, QByteArray(32, 's')).ok());
        }
        QVERIFY(keys(false, false)->settle().ok());
        QVERIFY(fileHolds(kSecret)); // nobody asked for it
        const auto store = keys(true, true);
        QVERIFY(store->settle().ok());
        QVERIFY(!fileHolds(kSecret) && !fileHolds(wrapping) && fileHolds(QByteArray(32, 's')));
        QCOMPARE(m_keychain->size(), 2);
        QCOMPARE(*store->load(kDevice), kSecret);
        QCOMPARE(*keys()->load(QStringLiteral("wrapping")), wrapping);
        QVERIFY(store->moveToFile().ok());
        QVERIFY(fileHolds(kSecret) && fileHolds(wrapping));
        QCOMPARE(m_keychain->size(), 0);
        QCOMPARE(*FileKeyStore(m_path).load(kDevice), kSecret);
    }

    // Whatever the keychain does, what is in the file stays there until it was read back.
    void aMoveThatFailsLosesNothing_data()
    {
        QTest::addColumn<int>("mood");
        QTest::newRow("refuses") << int(Mood::Refuses);
        QTest::newRow("does not give back") << int(Mood::ForgetsWhatItTakes);
        QTest::newRow("gives back something else") << int(Mood::CutsWhatItTakes);
    }
    void aMoveThatFailsLosesNothing()
    {
        QFETCH(const int, mood);
        QVERIFY(FileKeyStore(m_path).store(kDevice, kSecret).ok());
        m_keychain->mood = Mood(mood);
        const auto store = keys(true, true);
        QVERIFY(!store->settle().ok());
        QVERIFY(fileHolds(kSecret));
        QCOMPARE(*store->load(kDevice), kSecret);
        m_keychain->mood = Mood::Works;
        QVERIFY(store->settle().ok()); // done again it ends
        QVERIFY(!fileHolds(kSecret));
        QCOMPARE(*keys()->load(kDevice), kSecret);
    }

    void aKeyIsFollowed_data()
    {
        QTest::addColumn<bool>("inKeychain");
        QTest::addColumn<QString>("word");
        QTest::newRow("in the keychain") << true << QString();
        QTest::newRow("in the file") << false << QString();
        QTest::newRow("in a sealed file") << false << QStringLiteral("open sesame");
    }
    void aKeyIsFollowed()
    {
        QFETCH(const bool, inKeychain);
        QFETCH(const QString, word);
        const QByteArray next(32, 'n');
        const auto store = keys(inKeychain, false, word);
        QVERIFY(store->store(kDevice, kSecret).ok());
        QCOMPARE(store->replace(kDevice, kNextName).error().kind, Error::Kind::NotFound);
        QVERIFY(store->store(kNextName, next).ok());
        QVERIFY(store->forget(kNextName).ok());
        QVERIFY(store->forget(kNextName).ok()); // fine, too
        QCOMPARE(store->load(kNextName).error().kind, Error::Kind::NotFound);
        QVERIFY(store->store(kNextName, next).ok());
        QCOMPARE(fileHolds(next), !inKeychain && word.isEmpty());
        QVERIFY(store->replace(kDevice, kNextName).ok());
        QCOMPARE(*keys(inKeychain, false, word)->load(kDevice), next);
        QCOMPARE(store->load(kNextName).error().kind, Error::Kind::NotFound);
        QVERIFY(!fileHolds(kSecret));
        QCOMPARE(m_keychain->size(), inKeychain ? 1 : 0);
    }

    // A rotation while the keychain is away must not put the next key into the file, nor wait long.
    void aFollowerGoesWhereTheOthersAre()
    {
        const auto store = keys();
        QVERIFY(store->store(kDevice, kSecret).ok());
        m_keychain->mood = Mood::Refuses;
        QCOMPARE(store->store(kNextName, QByteArray(32, 'n')).error().kind, Error::Kind::NotPermitted);
        QVERIFY(!fileHolds(QByteArray(32, 'n')));
        QCOMPARE(keys()->load(kNextName).error().kind, Error::Kind::NotFound); // and is not looked for
    }

    void aSealedFileNeedsItsWord()
    {
        m_keychain.reset();
        QVERIFY(keys(false, false, QStringLiteral("open sesame"))->store(kDevice, kSecret).ok());
        QVERIFY(!fileHolds(kSecret));
        const auto store = keys(false);
        const auto without = store->load(kDevice);
        QCOMPARE(without.error().kind, Error::Kind::Unauthorized);
        QVERIFY(without.error().hint.contains(QStringLiteral("ASTERN_KEY_PASSPHRASE")));
        QVERIFY(keys(false, false, QStringLiteral("open sesame"))->mayLock()); // somebody may not give it
        QCOMPARE(*keys(false, false, QStringLiteral("open sesame"))->load(kDevice), kSecret);
    }

    // Killed anywhere in a rotation or a move, the next start has its key, goes on, and nothing that was answered is
    // lost.
    void killedAnywhere_data()
    {
        QTest::addColumn<QStringList>("life");
        QTest::addColumn<QString>("at");
        for (const char *at :
             {"key.next-stored", "journal.signed:4", "journal.before-reply:2", "key.rotated", "key.before-replace",
              "key.before-forget", "key.after-replace", "key.next-stored:2", "key.rotated:3"}) {
            for (const bool inKeychain : {false, true}) {
                if (!inKeychain && QByteArrayView(at) == "key.before-forget")
                    continue; // one step in a file
                QTest::addRow("rotate, %s, %s", inKeychain ? "keychain" : "file", at)
                    << QStringList{QStringLiteral("--rotate"),
                                   inKeychain ? QStringLiteral("chain") : QStringLiteral("file")}
                    << QString::fromLatin1(at);
            }
        }
        for (const char *at : {"keys.named", "keys.copied", "keys.copied:2", "keys.copied:3", "keys.moved"})
            QTest::addRow("move, %s", at)
                << QStringList{QStringLiteral("--move"), QStringLiteral("chain")} << QString::fromLatin1(at);
    }
    void killedAnywhere()
    {
        QFETCH(const QStringList, life);
        QFETCH(const QString, at);
        const QString folder = m_dir.filePath(QStringLiteral("k%1/journal").arg(m_round));
        const bool moves = life.first() == QLatin1String("--move");
        const bool inKeychain = life.last() == QLatin1String("chain");
        if (moves)
            QVERIFY(append(*openIn(folder, false), said(0)).ok());
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ASTERN_CRASH_AT"), at);
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), QStringList(life) << folder);
        QVERIFY(process.waitForFinished());
        QVERIFY2(process.exitStatus() == QProcess::CrashExit, process.readAllStandardError().constData());
        const QStringList answered =
            QString::fromLatin1(process.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QSet<QString> leaves;
        for (int round = 0; round < 2; ++round) {
            auto journal = openIn(folder, inKeychain, moves);
            const auto receipt = append(*journal, said(100));
            QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
            QCOMPARE(state(*journal)->locked, QString());
            const auto all = entries(*journal, {.limit = 1'000});
            for (const JournalEntry &entry : *all) {
                leaves.insert(entry.leafHash);
                QVERIFY2(entry.kind != QLatin1String("rollback.intent") ||
                             entry.personal.contains(QStringLiteral("rationale")),
                         "the key to what was said is gone");
            }
            if (moves)
                QTRY_VERIFY(!FileKeyStore(folder + QStringLiteral(".keys")).facts()->has(kDevice));
        }
        for (const QString &leaf : answered)
            QVERIFY2(leaves.contains(leaf), qPrintable(leaf));
        const auto facts = FileKeyStore(folder + QStringLiteral(".keys")).facts();
        QVERIFY(!facts->has(kNextName) && !facts->elsewhere.contains(kNextName)); // no secret is left over
        QCOMPARE(facts->has(kDevice), !inKeychain);
        const auto report = verify::run({.log = folder + QStringLiteral("/log"),
                                         .database = folder + QStringLiteral("/journal.db"),
                                         .mark = folder + QStringLiteral(".mark")});
        QString found;
        for (const verify::Finding &finding : report.findings)
            found += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
        QVERIFY2(report.exitCode() == 0, qPrintable(found));
    }

    // A journal whose keychain went silent opens soon, does its emergencies, and the rest once it answers.
    void aJournalOfASilentKeychain()
    {
        const QString folder = m_dir.filePath(QStringLiteral("s%1/journal").arg(m_round));
        const auto open = [&] {
            return openJournal(folder, {.keychain = m_keychain, .preferKeychain = true, .segmentBytes = 256 * 1024});
        };
        QVERIFY(append(*open(), said(0)).ok());
        QVERIFY(m_keychain->size() == 3);
        for (const auto mood : {Mood::Silent, Mood::Refuses}) {
            m_keychain->mood = mood;
            auto journal = open();
            Draft forward = said(1);
            forward.kind = QStringLiteral("promotion.intent");
            QVERIFY(append(*journal, said(2)).ok());
            QVERIFY(!append(*journal, forward).ok());
            QVERIFY(!state(*journal)->locked.isEmpty());
        }
        m_keychain->mood = Mood::Works;
        auto journal = open();
        Draft forward = said(3);
        forward.kind = QStringLiteral("promotion.intent");
        QVERIFY(append(*journal, forward).ok());
    }

    void nobodyIsThereToAsk()
    {
        QVERIFY(keys()->store(kDevice, kSecret).ok());
        m_keychain.reset();
        QCOMPARE(keys(false)->load(kDevice).error().kind, Error::Kind::Unreachable);
    }
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList args = QCoreApplication::arguments();
    if (args.value(1) == QLatin1String("--rotate"))
        return rotateAndRotate(args.value(3), args.value(2) == QLatin1String("chain"));
    if (args.value(1) == QLatin1String("--move"))
        return moveKeys(args.value(3));
    TestDeviceKeys test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_devicekeys.moc"
