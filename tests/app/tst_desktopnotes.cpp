// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktopnotes.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace astern;
using namespace astern::app;

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");

// As the desktop's own: takes notes, and tells which one was clicked.
class Desktop final : public QDBusVirtualObject {
public:
    using QDBusVirtualObject::QDBusVirtualObject;
    QList<QVariantList> notes;
    [[nodiscard]] QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() != QLatin1String("Notify"))
            return false;
        notes.append(message.arguments());
        return bus.send(message.createReply(uint(notes.size())));
    }
};

} // namespace

// The desktop's notifications on a bus of their own.
class DesktopNotesTest : public QObject {
    Q_OBJECT
    QProcess m_bus;
    Desktop m_desktop;
    QString m_address;
    std::optional<QDBusConnection> m_connection;

private Q_SLOTS:
    void initTestCase()
    {
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty())
            QSKIP("dbus-daemon is not installed. ./dev setup installs it.");
        m_bus.start(daemon,
                    {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(m_bus.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(m_bus.waitForReadyRead(50) || m_bus.bytesAvailable() > 0, 10'000);
        m_address = QString::fromUtf8(m_bus.readLine().trimmed());
        m_connection = QDBusConnection::connectToBus(m_address, QStringLiteral("desktop"));
        QVERIFY(m_connection->isConnected());
        QVERIFY(m_connection->registerService(kService));
        QVERIFY(m_connection->registerVirtualObject(QStringLiteral("/org/freedesktop/Notifications"), &m_desktop));
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
        m_bus.terminate();
        m_bus.waitForFinished();
    }
    void showsAndLands()
    {
        NotesBus bus(m_address);
        QSignalSpy opened(&bus, &NotesBus::opened);
        bus.show({DeskNote::Kind::NeedsYou, QStringLiteral("checkout@prod/eu-1"),
                  QStringLiteral("checkout needs a person"), QStringLiteral("<b>errors</b>"), true},
                 false);
        QTRY_COMPARE(m_desktop.notes.size(), 1);
        const QVariantList note = m_desktop.notes.first();
        QCOMPARE(note.at(0).toString(), QStringLiteral("Astern"));
        QCOMPARE(note.at(3).toString(), QStringLiteral("checkout needs a person"));
        QCOMPARE(note.at(4).toString(), QStringLiteral("&lt;b&gt;errors&lt;/b&gt;")); // a text, and no markup
        const QVariantMap hints = qdbus_cast<QVariantMap>(note.at(6));
        QCOMPARE(hints.value(QStringLiteral("suppress-sound")).toBool(), true);
        // Clicked: on the screen of its place. Another program's note is none of ours.
        for (const uint id : {99u, 1u}) {
            QDBusMessage clicked = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/Notifications"),
                                                              kService, QStringLiteral("ActionInvoked"));
            clicked.setArguments({id, QStringLiteral("default")});
            QTest::qWait(50); // its answer has come
            QVERIFY(m_connection->send(clicked));
        }
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), QStringLiteral("checkout@prod/eu-1"));
    }
    void withoutABusNothingIsShown()
    {
        NotesBus bus(QStringLiteral("unix:path=/nowhere/at/all"));
        bus.show({}, true);
        bus.setBadge(3);
        QVERIFY(m_desktop.notes.size() <= 1);
    }
};

QTEST_GUILESS_MAIN(DesktopNotesTest)
#include "tst_desktopnotes.moc"
