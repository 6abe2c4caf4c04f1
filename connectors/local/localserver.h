// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/local/wire.h"
#include "models/base/inbox.h"
#include "models/journal/localdoor.h"
#include "models/journal/localjournal.h"

#include <QHash>
#include <QLocalServer>
#include <QLocalSocket>

namespace astern::connectors {

// The owner's end of the door: a socket that only this user's processes may enter. Lives on the thread it was made
// on, which needs an event loop.
class LocalServer final : public QObject, public LocalDoor {
    Q_OBJECT
public:
    explicit LocalServer(QString folder);
    ~LocalServer() override;
    Result<Ok> open(LocalJournal &owner) override;

private:
    struct Client {
        QLocalSocket *socket = nullptr;
        wire::Reader reader{wire::kMaxRequest};
        int running = 0;
    };
    void welcome();
    void read(quint64 id);
    void answer(quint64 id, const QJsonObject &request);
    void reply(quint64 id, qint64 number, QJsonObject message);
    void tell(const QJsonObject &event);
    template <class T>
    Done<T> replyTo(quint64 id, qint64 number, QJsonObject (*encode)(const T &));

    QString m_folder;
    QString m_ownTemp; // folder of a socket that did not fit into the journal's own
    LocalJournal *m_owner = nullptr;
    QLocalServer m_server;
    QHash<quint64, Client> m_clients;
    quint64 m_nextClient = 1;
    Inbox m_inbox{this};
};

} // namespace astern::connectors
