// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktopnotes.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace astern::app {
namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kDesktopId = QStringLiteral("io.github.astern.Astern");
constexpr int kAnswerMs = 5'000;

} // namespace

NotesBus::NotesBus(QString address) : m_address(std::move(address)) {}

QDBusConnection NotesBus::bus()
{
    QDBusConnection bus = m_address.isEmpty()
                              ? QDBusConnection::sessionBus()
                              : QDBusConnection::connectToBus(m_address, QStringLiteral("astern-notes ") + m_address);
    if (bus.isConnected() && !m_connected) {
        m_connected = bus.connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this,
                                  SLOT(invoked(uint, QString))) &&
                      bus.connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this,
                                  SLOT(closed(uint, uint)));
    }
    return bus;
}

void NotesBus::show(const DeskNote &note, bool sound)
{
    const QDBusConnection to = bus();
    if (!to.isConnected())
        return;
    QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue(uchar(note.urgent ? 2 : 1))},
                      {QStringLiteral("desktop-entry"), kDesktopId}};
    if (sound)
        hints.insert(QStringLiteral("sound-name"),
                     note.urgent ? QStringLiteral("dialog-warning") : QStringLiteral("complete"));
    else
        hints.insert(QStringLiteral("suppress-sound"), true);
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
    // The body may be taken as markup.
    call.setArguments({QStringLiteral("Astern"), uint(0), kDesktopId, note.title, note.text.toHtmlEscaped(),
                       QStringList{QStringLiteral("default"), tr("Show")}, hints, -1});
    auto *watcher = new QDBusPendingCallWatcher(to.asyncCall(call, kAnswerMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, place = note.place] {
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isValid())
            m_places.insert(reply.value(), place);
        watcher->deleteLater();
    });
}

void NotesBus::setBadge(int count)
{
    const QDBusConnection to = bus();
    if (!to.isConnected())
        return;
    QDBusMessage update =
        QDBusMessage::createSignal(QStringLiteral("/io/github/astern/Astern"),
                                   QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    update.setArguments({QStringLiteral("application://%1.desktop").arg(kDesktopId),
                         QVariantMap{{QStringLiteral("count"), qint64(count)},
                                     {QStringLiteral("count-visible"), count > 0},
                                     {QStringLiteral("urgent"), count > 0}}});
    (void)to.send(update);
}

void NotesBus::invoked(uint id, const QString &action)
{
    if (m_places.contains(id) && action == QLatin1String("default"))
        Q_EMIT opened(m_places.value(id));
}

void NotesBus::closed(uint id, uint) { m_places.remove(id); }

DesktopNotes::DesktopNotes(Session &session, std::function<bool()> shown, std::function<bool()> sound,
                           std::function<void(const QString &)> open, const QString &address)
    : m_notes(session), m_bus(new NotesBus(address))
{
    m_bus->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("notes"));
    m_thread.start(QThread::LowPriority);
    connect(&m_thread, &QThread::finished, m_bus, &QObject::deleteLater);
    connect(&m_notes, &DeskNotes::note, this, [this, shown, sound](const DeskNote &note) {
        if (shown())
            QMetaObject::invokeMethod(m_bus, [bus = m_bus, note, loud = sound()] { bus->show(note, loud); });
    });
    connect(&m_notes, &DeskNotes::waitingChanged, m_bus, &NotesBus::setBadge);
    connect(m_bus, &NotesBus::opened, this, [open](const QString &place) { open(place); });
}

DesktopNotes::~DesktopNotes()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace astern::app
