// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/filekeystore.h"
#include "models/identity/pinkeeper.h"
#include "tests/support/clocks.h"
#include "tests/support/fakesecrets.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace astern;

namespace {

const QString kPin = QStringLiteral("274 935");
const QString kWrong = QStringLiteral("274936");

template <class T, class Ask>
Result<T> answerOf(Ask ask)
{
    std::optional<Result<T>> answer;
    ask([&answer](const Result<T> &result) { answer = result; });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000))
        return Error{.kind = Error::Kind::TimedOut, .message = QStringLiteral("no answer")};
    return *answer;
}

QString kindOf(const Result<Ok> &result) { return result ? QStringLiteral("ok") : result.error().code(); }

} // namespace

class TestPin : public QObject {
    Q_OBJECT
    struct Desk {
        QTemporaryDir folder;
        FakeSecrets secrets;
        ManualClock clock;
        std::shared_ptr<KeyStore> keys =
            std::make_shared<connectors::FileKeyStore>(folder.filePath(QStringLiteral("keys")));
        std::unique_ptr<PinKeeper> keeper;
        explicit Desk(bool keychain = true)
        {
            keeper = std::make_unique<PinKeeper>(PinKeeper::Doors{
                .folder = folder.path(), .keychain = keychain ? &secrets : nullptr, .keys = keys, .clock = &clock});
        }
        QString file() const { return folder.filePath(QStringLiteral("identity.pin")); }
        QByteArray bytes() const
        {
            QFile reader(file());
            return reader.open(QIODevice::ReadOnly) ? reader.readAll() : QByteArray();
        }
        QString set(const QString &pin, const QString &old = {})
        {
            const auto done = answerOf<PinState>([&](Done<PinState> f) { keeper->set(pin, old, std::move(f)); });
            return done ? QStringLiteral("ok") : done.error().code();
        }
        QString check(const QString &pin)
        {
            return kindOf(answerOf<Ok>([&](Done<Ok> f) { keeper->check(pin, std::move(f)); }));
        }
        PinState look()
        {
            const auto state = answerOf<PinState>([&](Done<PinState> f) { keeper->look(std::move(f)); });
            return state ? *state : PinState{.misses = -1};
        }
    };
private Q_SLOTS:
    void delays_data();
    void delays();
    void good_data();
    void good();
    void tries();
    void clockSetBack();
    void kept_data();
    void kept();
    void missesAreCountedOverProcesses();
    void changed();
    void tampered_data();
    void tampered();
};

void TestPin::delays_data()
{
    QTest::addColumn<int>("misses");
    QTest::addColumn<qint64>("delay");
    const QList<qint64> delays{0, 0, 0, 0, 30'000, 60'000, 300'000, 900'000, 3'600'000, 3'600'000};
    for (int i = 0; i < delays.size(); ++i)
        QTest::addRow("%d", i) << i << delays.at(i);
    QTest::addRow("many") << 1'000'000 << qint64(3'600'000);
}

void TestPin::delays()
{
    QFETCH(int, misses);
    QFETCH(qint64, delay);
    QCOMPARE(pinDelayMs(misses), delay);
}

void TestPin::good_data()
{
    QTest::addColumn<QString>("pin");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *pin, bool good) { QTest::newRow(pin) << QString::fromUtf8(pin) << good; };
    row("", false);
    row("12345", false);
    row("111111", false);
    row("123456", false);
    row("987654", false);
    row("abcdef", false);
    row("123457", true);
    row("274935", true);
    row("größer", true);
    QTest::newRow("longest") << QString(32, QLatin1Char('a')) + QString(32, QLatin1Char('b')) << true;
    QTest::newRow("too long") << QString(32, QLatin1Char('a')) + QString(33, QLatin1Char('b')) << false;
}

void TestPin::good()
{
    QFETCH(QString, pin);
    QFETCH(bool, good);
    const auto made = makePin(pin, 1);
    QCOMPARE(made.ok(), good);
    if (!good)
        return;
    QVERIFY(made->hash.startsWith("$argon2id$"));
    QCOMPARE(*pinFromBytes(pinToBytes(*made)), *made);
    QVERIFY(!tryPin(*made, pin, 2).error);
    QVERIFY(makePin(pin, 1)->hash != made->hash); // salted
}

// A right one in a time that does not count is as good as none, and does not tell that it was right.
void TestPin::tries()
{
    PinRecord record = *makePin(kPin, 0);
    qint64 now = 1'000'000;
    for (int i = 0; i < 4; ++i)
        record = tryPin(record, kWrong, now).after;
    QCOMPARE(record.misses, 4);
    QCOMPARE(record.notBeforeMs, now + 30'000);
    const PinTry early = tryPin(record, kPin, now + 29'999);
    QVERIFY(early.error && early.error->kind == Error::Kind::Throttled);
    QCOMPARE(early.error->retryAfterMs, 1);
    QCOMPARE(early.after, record);
    now += 30'000;
    const PinTry wrong = tryPin(record, kWrong, now);
    QCOMPARE(wrong.after.notBeforeMs, now + 60'000);
    const PinTry right = tryPin(record, kPin, now);
    QVERIFY(!right.error);
    QCOMPARE(right.after.misses, 0);
    QCOMPARE(right.after.notBeforeMs, 0);
}

void TestPin::clockSetBack()
{
    PinRecord record = *makePin(kPin, 0);
    record.misses = 4;
    record.notBeforeMs = 1'000'000'000;
    const PinTry early = tryPin(record, kPin, 5'000);
    QVERIFY(early.error);
    QCOMPARE(early.error->retryAfterMs, 30'000);
    QVERIFY(!tryPin(early.after, kPin, 35'000).error);
}

void TestPin::kept_data()
{
    QTest::addColumn<bool>("keychain");
    QTest::newRow("sealed by the keychain") << true;
    QTest::newRow("sealed by the key file") << false;
}

void TestPin::kept()
{
    QFETCH(bool, keychain);
    Desk desk(keychain);
    QVERIFY(!desk.look().set);
    QCOMPARE(desk.check(kPin), QStringLiteral("not-found"));
    QCOMPARE(desk.set(kPin), QStringLiteral("ok"));
    QCOMPARE(desk.look().set, true);
    QCOMPARE(desk.look().byKeychain, keychain);
    QCOMPARE(desk.secrets.kept.size(), keychain ? 1 : 0);
    QCOMPARE(desk.check(kPin), QStringLiteral("ok"));
    QCOMPARE(desk.check(kWrong), QStringLiteral("not-permitted"));
    QCOMPARE(desk.look().misses, 1);
    QCOMPARE(desk.check(kPin), QStringLiteral("ok"));
    QCOMPARE(desk.look().misses, 0);
    // Neither the PIN nor its hash can be read off the disk.
    QVERIFY(!desk.bytes().isEmpty());
    QVERIFY(!desk.bytes().contains("argon2") && !desk.bytes().contains(kPin.toUtf8()));
    QCOMPARE(QFile::permissions(desk.file()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestPin::missesAreCountedOverProcesses()
{
    Desk desk;
    QCOMPARE(desk.set(kPin), QStringLiteral("ok"));
    for (int i = 0; i < 4; ++i) {
        PinKeeper another(
            {.folder = desk.folder.path(), .keychain = &desk.secrets, .keys = desk.keys, .clock = &desk.clock});
        QCOMPARE(kindOf(answerOf<Ok>([&](Done<Ok> f) { another.check(kWrong, std::move(f)); })),
                 QStringLiteral("not-permitted"));
    }
    QCOMPARE(desk.check(kPin), QStringLiteral("throttled"));
    desk.clock.pass(30'000);
    QCOMPARE(desk.check(kPin), QStringLiteral("ok"));
}

void TestPin::changed()
{
    Desk desk;
    QCOMPARE(desk.set(kPin), QStringLiteral("ok"));
    QCOMPARE(desk.set(QStringLiteral("864209")), QStringLiteral("not-permitted"));
    QCOMPARE(desk.set(QStringLiteral("864209"), kWrong), QStringLiteral("not-permitted"));
    QCOMPARE(desk.set(QStringLiteral("111111"), kPin), QStringLiteral("invalid"));
    QCOMPARE(desk.check(kPin), QStringLiteral("ok"));
    QCOMPARE(desk.set(QStringLiteral("864209"), kPin), QStringLiteral("ok"));
    QCOMPARE(desk.check(kPin), QStringLiteral("not-permitted"));
    QCOMPARE(desk.check(QStringLiteral("864209")), QStringLiteral("ok"));
}

void TestPin::tampered_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"flipped", "cut", "empty", "link", "readable by others", "key gone", "another's"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

// What is not whole is never the right PIN.
void TestPin::tampered()
{
    QFETCH(QString, how);
    Desk desk;
    QCOMPARE(desk.set(kPin), QStringLiteral("ok"));
    QByteArray bytes = desk.bytes();
    if (how == QLatin1String("key gone")) {
        desk.secrets.kept.clear();
    } else if (how == QLatin1String("link")) {
        QVERIFY(QFile::rename(desk.file(), desk.file() + QStringLiteral(".real")));
        QCOMPARE(::symlink(QFile::encodeName(desk.file() + QStringLiteral(".real")).constData(),
                           QFile::encodeName(desk.file()).constData()),
                 0);
    } else if (how == QLatin1String("readable by others")) {
        QVERIFY(QFile::setPermissions(desk.file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    } else {
        if (how == QLatin1String("flipped")) {
            const qsizetype at = bytes.indexOf("\"box\"") + 12;
            bytes[at] = bytes.at(at) == 'A' ? 'B' : 'A';
        } else if (how == QLatin1String("another's")) {
            Desk other;
            QCOMPARE(other.set(kPin), QStringLiteral("ok"));
            bytes = other.bytes();
        } else {
            bytes = how == QLatin1String("cut") ? bytes.left(bytes.size() / 2) : QByteArray();
        }
        QFile file(desk.file());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
    }
    const QString said = desk.check(kPin);
    QVERIFY2(said == QLatin1String("storage") || said == QLatin1String("not-found"), qPrintable(said));
    QVERIFY(desk.set(QStringLiteral("864209"), kPin) != QLatin1String("ok"));
}

QTEST_GUILESS_MAIN(TestPin)
#include "tst_pin.moc"
