// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/keychain/systemkeychain.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>

using namespace astern;

namespace {

// Takes every call and answers none.
class Silent final : public QDBusVirtualObject {
public:
    using QDBusVirtualObject::QDBusVirtualObject;
    int calls = 0;
    [[nodiscard]] QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &) override
    {
        ++calls;
        message.setDelayedReply(true);
        return true;
    }
};

} // namespace

// A Secret Service that has its name on the bus and never answers: whoever waits is told, and never held up.
class TestHangs : public QObject {
    Q_OBJECT
    QProcess m_bus;
    Silent m_silent;
    // QtKeychain belongs to the thread that used it first: one a process.
    connectors::SystemKeychain m_keychain{700};

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aHangingServiceIsTold();
    void aBadNameIsRefusedAtOnce();
    void whoIsGoneIsNotTold();
    void aBusThatEndsEndsNobodyElse();
};

void TestHangs::initTestCase()
{
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty())
        QSKIP("dbus-daemon is not installed, so that nothing is known of a hanging keychain. ./dev setup installs it.");
    m_bus.setProcessChannelMode(QProcess::SeparateChannels);
    m_bus.start(daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    QVERIFY(m_bus.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(m_bus.waitForReadyRead(50) || m_bus.bytesAvailable() > 0, 10'000);
    const QByteArray address = m_bus.readLine().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    // Calls are taken and lie there: this connection has nothing that would answer them.
    QDBusConnection bus = QDBusConnection::connectToBus(QString::fromUtf8(address), QStringLiteral("silent"));
    QVERIFY(bus.isConnected());
    QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.secrets")));
    QVERIFY(bus.registerVirtualObject(QStringLiteral("/"), &m_silent, QDBusConnection::SubPath));
}

void TestHangs::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(QStringLiteral("silent"));
    m_bus.terminate();
    m_bus.waitForFinished();
}

void TestHangs::aHangingServiceIsTold()
{
    int turns = 0; // of this thread's event loop
    QTimer ticking;
    connect(&ticking, &QTimer::timeout, this, [&turns] { ++turns; });
    ticking.start(5);
    std::optional<Result<QString>> answer;
    int turnsBefore = 0;
    m_keychain.read(QStringLiteral("prom"), this, [&](const Result<QString> &result) {
        answer = result;
        turnsBefore = turns;
    });
    QVERIFY(!answer); // never from inside
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000);
    QVERIFY(!*answer);
    QCOMPARE(int(answer->error().kind), int(Error::Kind::TimedOut));
    QVERIFY2(answer->error().message.contains(QStringLiteral("700")), qPrintable(answer->error().message));
    QVERIFY(answer->error().hint.contains(QStringLiteral("unlock")));
    QVERIFY(turnsBefore > 10);   // it went on turning meanwhile
    QVERIFY(m_silent.calls > 0); // it was this service that was asked
}

void TestHangs::aBadNameIsRefusedAtOnce()
{
    const int calls = m_silent.calls;
    std::optional<Result<Ok>> answer;
    m_keychain.write(QStringLiteral("../prom token"), QStringLiteral("v"), this,
                     [&](const Result<Ok> &result) { answer = result; });
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(int(answer->error().kind), int(Error::Kind::Invalid));
    QCOMPARE(m_silent.calls, calls);
}

void TestHangs::whoIsGoneIsNotTold()
{
    bool told = false;
    auto *context = new QObject;
    m_keychain.read(QStringLiteral("prom"), context, [&told](const Result<QString> &) { told = true; });
    delete context;
    // Asked later, answered later.
    bool later = false;
    m_keychain.read(QStringLiteral("prom"), this, [&later](const Result<QString> &) { later = true; });
    QTRY_VERIFY_WITH_TIMEOUT(later, 20'000);
    QVERIFY(!told);
}

// Last: there is no other bus afterwards. GIO would raise SIGTERM.
void TestHangs::aBusThatEndsEndsNobodyElse()
{
    m_bus.terminate();
    QVERIFY(m_bus.waitForFinished());
    for (int round = 0; round < 2; ++round) {
        std::optional<Result<QString>> answer;
        m_keychain.read(QStringLiteral("prom"), this, [&](const Result<QString> &result) { answer = result; });
        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000);
        QVERIFY(!*answer);
    }
}

QTEST_GUILESS_MAIN(TestHangs)
#include "tst_hangs.moc"
