// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QPair>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>

namespace astern::test {

// What a FakeServer does with one request.
struct FakeReply {
    enum class End {
        Complete, // as HTTP wants it; the connection stays open
        Close,    // orderly close after the last piece (the end of a body without a length)
        Reset,    // the connection is aborted after the last piece, in the middle of the answer
        Hang,     // nothing more comes, the connection stays open
    };
    int status = 200;
    QList<QPair<QByteArray, QByteArray>> headers; // Content-Type and the like
    QList<QByteArray> pieces;                     // of the body, written one by one
    int delayMs = 0;                              // before the first byte of the answer
    int pieceDelayMs = 0;                         // between pieces
    bool chunked = false;                         // else Content-Length, see below
    int contentLength = -1;                       // -1: the right one; -2: none; other: that, right or wrong
    End end = End::Complete;
    bool noAnswer = false; // not even a status line: only `end` happens
    QByteArray raw;        // not empty: written instead of everything above but end and delays

    static FakeReply text(int status, const QByteArray &body, const QByteArray &type = "text/plain; charset=utf-8");
    static FakeReply json(const QByteArray &body, int status = 200) { return text(status, body, "application/json"); }
    static FakeReply silent(End end = End::Reset);
    // One line a piece, chunked: a watch. `end` says how it stops.
    static FakeReply lines(const QList<QByteArray> &lines, End end = End::Complete, int pieceDelayMs = 0);
    FakeReply &with(const QByteArray &name, const QByteArray &value);
};

struct FakeRequest {
    QByteArray method;
    QByteArray target;                    // path and query as sent
    QByteArray path;                      // without the query
    QMap<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
    int connection = 0; // counted from 1
};

// PEM files for TLS tests, made once a process with the `openssl` program.
struct TestCertificates {
    QString folder;
    [[nodiscard]] QString file(const char *name) const; // e.g. "server.crt"
    [[nodiscard]] QByteArray pem(const char *name) const;
    // ca.crt · server.crt/.key (localhost, 127.0.0.1, ::1) · elsewhere.crt/.key (another name) · client.crt/.key ·
    // otherca.crt, otherclient.crt/.key (from an authority nobody trusts) · expired.crt/.key
    static const TestCertificates &instance();
};

// A raw HTTP/1.1 server on a free loopback port in a thread of its own: scripted answers, any kind of misbehaviour,
// and a count of what really arrived. All methods from any thread.
class FakeServer {
public:
    struct Tls {
        QByteArray certPem;
        QByteArray keyPem;
        QByteArray clientCaPem; // not empty: client certificates of this authority are required
    };
    FakeServer();
    explicit FakeServer(const Tls &tls);
    ~FakeServer();
    FakeServer(const FakeServer &) = delete;
    FakeServer &operator=(const FakeServer &) = delete;

    [[nodiscard]] quint16 port() const;
    // http(s)://127.0.0.1:port/path
    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/"),
                           const QString &host = QStringLiteral("127.0.0.1")) const;

    // Answers for a path (without its query), one after the other; the last one stays. Others get a plain 404.
    void on(const QByteArray &path, const QList<FakeReply> &script);
    void on(const QByteArray &path, const FakeReply &reply) { on(path, QList<FakeReply>{reply}); }
    // Called on the server's thread for every request without a script.
    void handle(std::function<FakeReply(const FakeRequest &)> handler);

    [[nodiscard]] int count(const QByteArray &path) const; // requests that came for it, complete with their body
    [[nodiscard]] QList<FakeRequest> requests(const QByteArray &path = {}) const; // empty: all
    [[nodiscard]] int connections() const;
    // Writes more of the body on every connection that hangs at this path (End::Hang).
    void push(const QByteArray &path, const QByteArray &bytes);
    // Drops every open connection now.
    void dropConnections();
    // Nobody listens on the port any more; listen() takes the same port again.
    void stop();
    void listen();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::test
