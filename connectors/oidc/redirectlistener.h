// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QHash>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <optional>

class QTcpSocket;

namespace astern::connectors {

// Where the browser comes back to: 127.0.0.1, a port of the moment, one visit (RFC 8252). Other pages of the browser,
// and other users of the machine, can send requests here, too: only the one that carries the state that was made for
// this sign-in is heard; everything else gets an error page and changes nothing. After the visit nobody listens any
// more.
class RedirectListener : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMostBytes = 16 * 1024; // of a request
    static constexpr int kMostSockets = 16;
    static constexpr int kMostVisits = 200;
    static constexpr int kIdleMs = 10'000;

    struct Expected {
        QString state;
        QString issuer;           // what `iss` must be where it is there
        bool namesIssuer = false; // it must be there
    };
    explicit RedirectListener(Expected expected, QObject *parent = nullptr);
    // The address for the browser to come back to.
    [[nodiscard]] Result<QUrl> listen();

Q_SIGNALS:
    // Once: the authorization code, or why the provider gave none.
    void answered(const astern::Result<QString> &code);

private:
    void onConnection();
    void onBytes(QTcpSocket *socket);
    // What the page says; absent: this was no visit of ours.
    [[nodiscard]] std::optional<Result<QString>> read(const QByteArray &request, int &status) const;
    static void reply(QTcpSocket *socket, int status, const QString &words);

    const Expected m_expected;
    // Before the server: it takes its sockets along, and each tells that it is gone.
    QHash<QTcpSocket *, QByteArray> m_open;
    QTcpServer m_server;
    int m_visits = 0;
    bool m_answered = false;
};

} // namespace astern::connectors
