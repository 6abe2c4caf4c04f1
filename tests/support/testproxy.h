// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

#include <memory>

namespace astern::test {

// A small real HTTP proxy on a free loopback port, in a thread of its own: CONNECT tunnels and plain requests, with
// or without a password. Names that exist nowhere can be given a loopback port to lead to. Methods from any thread.
class TestProxy {
public:
    TestProxy();
    ~TestProxy();
    TestProxy(const TestProxy &) = delete;
    TestProxy &operator=(const TestProxy &) = delete;

    [[nodiscard]] quint16 port() const;
    // Requests for this host, whatever their port, go to this port here. A host without one gets 502.
    void lead(const QByteArray &host, quint16 port);
    void wantPassword(const QByteArray &user, const QByteArray &password);
    void deny(const QByteArray &host); // 403
    // "CONNECT api.example:443 HTTP/1.1", "GET http://api.example/x HTTP/1.1"…, in order, refused ones too.
    [[nodiscard]] QList<QByteArray> requests() const;
    [[nodiscard]] QList<QByteArray> heads() const; // with their headers

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::test
