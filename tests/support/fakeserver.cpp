// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeserver.h"

#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>
#include <QTimer>

#include <mutex>

namespace astern::test {
namespace {

// What is known of the world outside the server's thread.
struct State {
    mutable std::mutex mutex;
    QMap<QByteArray, QList<FakeReply>> scripts;
    std::function<FakeReply(const FakeRequest &)> handler;
    QList<FakeRequest> requests;
    int connections = 0;
};

class Connection : public QObject {
public:
    Connection(QSslSocket *socket, State &state, int number, QObject *parent)
        : QObject(parent), m_socket(socket), m_state(state), m_number(number)
    {
        socket->setParent(this);
        connect(socket, &QSslSocket::readyRead, this, &Connection::read);
        connect(socket, &QSslSocket::disconnected, this, &QObject::deleteLater);
    }

    void push(const QByteArray &path, const QByteArray &bytes)
    {
        if (m_hanging && m_request.path == path)
            write(m_reply.chunked ? chunk(bytes) : bytes);
    }
    void abort() { m_socket->abort(); }

private:
    static QByteArray chunk(const QByteArray &bytes)
    {
        return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
    }

    void write(const QByteArray &bytes)
    {
        if (m_socket->state() != QAbstractSocket::ConnectedState)
            return; // the client has gone meanwhile
        m_socket->write(bytes);
        m_socket->flush();
    }

    void read()
    {
        m_in += m_socket->readAll();
        parse();
    }

    void parse()
    {
        if (m_busy)
            return;
        const qsizetype head = m_in.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        FakeRequest request;
        const QList<QByteArray> lines = m_in.left(head).split('\n');
        const QList<QByteArray> first = lines.first().trimmed().split(' ');
        request.method = first.value(0);
        request.target = first.value(1);
        request.path = request.target.split('?').first();
        request.connection = m_number;
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines.at(i).indexOf(':');
            request.headers.insert(lines.at(i).left(colon).trimmed().toLower(), lines.at(i).mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (m_in.size() < head + 4 + length)
            return;
        request.body = m_in.mid(head + 4, length);
        m_in.remove(0, head + 4 + length);
        m_busy = true;
        m_request = request;
        m_reply = answerFor(request);
        QTimer::singleShot(m_reply.delayMs, this, &Connection::begin);
    }

    FakeReply answerFor(const FakeRequest &request)
    {
        std::function<FakeReply(const FakeRequest &)> handler;
        {
            const std::lock_guard lock(m_state.mutex);
            m_state.requests.append(request);
            const auto found = m_state.scripts.find(request.path);
            if (found != m_state.scripts.end())
                return found->size() > 1 ? found->takeFirst() : found->first();
            handler = m_state.handler;
        }
        return handler ? handler(request) : FakeReply::text(404, "404 page not found\n");
    }

    void begin()
    {
        m_next = 0;
        if (m_reply.noAnswer) {
            finish();
            return;
        }
        if (!m_reply.raw.isEmpty()) {
            write(m_reply.raw);
            finish();
            return;
        }
        qsizetype length = 0;
        for (const QByteArray &piece : m_reply.pieces)
            length += piece.size();
        QByteArray head = "HTTP/1.1 " + QByteArray::number(m_reply.status) + " Fake\r\n";
        for (const auto &[name, value] : m_reply.headers)
            head += name + ": " + value + "\r\n";
        if (m_reply.chunked)
            head += "Transfer-Encoding: chunked\r\n";
        else if (m_reply.contentLength != -2)
            head += "Content-Length: " +
                    QByteArray::number(m_reply.contentLength == -1 ? length : qsizetype(m_reply.contentLength)) +
                    "\r\n";
        write(head + "\r\n");
        next();
    }

    void next()
    {
        if (m_next >= m_reply.pieces.size()) {
            if (m_reply.chunked && m_reply.end == FakeReply::End::Complete)
                write("0\r\n\r\n");
            finish();
            return;
        }
        const QByteArray piece = m_reply.pieces.at(m_next++);
        if (!piece.isEmpty() && m_request.method != "HEAD")
            write(m_reply.chunked ? chunk(piece) : piece);
        if (m_reply.pieceDelayMs > 0)
            QTimer::singleShot(m_reply.pieceDelayMs, this, &Connection::next);
        else
            next();
    }

    void finish()
    {
        switch (m_reply.end) {
        case FakeReply::End::Complete:
            m_busy = false;
            parse();
            break;
        case FakeReply::End::Close:
            m_socket->disconnectFromHost();
            break;
        case FakeReply::End::Reset:
            m_socket->flush();
            m_socket->abort();
            break;
        case FakeReply::End::Hang:
            m_hanging = true;
            break;
        }
    }

    QSslSocket *m_socket;
    State &m_state;
    int m_number;
    QByteArray m_in;
    FakeRequest m_request;
    FakeReply m_reply;
    qsizetype m_next = 0;
    bool m_busy = false;
    bool m_hanging = false;
};

class Server : public QTcpServer {
public:
    Server(State &state, std::optional<QSslConfiguration> tls) : m_state(state), m_tls(std::move(tls)) {}

    QList<QPointer<Connection>> connections;

protected:
    void incomingConnection(qintptr handle) override
    {
        auto *socket = new QSslSocket;
        socket->setSocketDescriptor(handle);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        int number = 0;
        {
            const std::lock_guard lock(m_state.mutex);
            number = ++m_state.connections;
        }
        connections.removeAll(nullptr);
        connections.append(new Connection(socket, m_state, number, this));
        if (m_tls) {
            socket->setSslConfiguration(*m_tls);
            socket->startServerEncryption();
        }
    }

private:
    State &m_state;
    std::optional<QSslConfiguration> m_tls;
};

} // namespace

FakeReply FakeReply::text(int status, const QByteArray &body, const QByteArray &type)
{
    FakeReply reply;
    reply.status = status;
    reply.headers = {{"Content-Type", type}};
    reply.pieces = {body};
    return reply;
}

FakeReply FakeReply::silent(End end)
{
    FakeReply reply;
    reply.noAnswer = true;
    reply.end = end;
    return reply;
}

FakeReply FakeReply::lines(const QList<QByteArray> &lines, End end, int pieceDelayMs)
{
    FakeReply reply;
    reply.headers = {{"Content-Type", "application/json"}};
    for (const QByteArray &line : lines)
        reply.pieces.append(line + "\n");
    reply.chunked = true;
    reply.pieceDelayMs = pieceDelayMs;
    reply.end = end;
    return reply;
}

FakeReply &FakeReply::with(const QByteArray &name, const QByteArray &value)
{
    headers.append({name, value});
    return *this;
}

class FakeServer::Private {
public:
    explicit Private(std::optional<QSslConfiguration> configuration)
    {
        server = new Server(state, std::move(configuration));
        server->moveToThread(&thread);
        thread.setObjectName(QStringLiteral("fake server"));
        thread.start();
        listen();
    }
    ~Private()
    {
        run([this] { delete server; });
        thread.quit();
        thread.wait();
    }

    // On the server's thread, waiting for it.
    void run(const std::function<void()> &f) { QMetaObject::invokeMethod(server, f, Qt::BlockingQueuedConnection); }

    void listen()
    {
        run([this] {
            if (!server->listen(QHostAddress::LocalHost, port))
                qFatal("no loopback port: %s", qPrintable(server->errorString()));
            port = server->serverPort();
        });
    }

    State state;
    QThread thread;
    Server *server = nullptr;
    quint16 port = 0;
    bool tls = false;
};

FakeServer::FakeServer() : d(std::make_unique<Private>(std::nullopt)) {}

FakeServer::FakeServer(const Tls &tls)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromData(tls.certPem));
    configuration.setPrivateKey(QSslKey(tls.keyPem, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!tls.clientCaPem.isEmpty()) {
        configuration.setCaCertificates(QSslCertificate::fromData(tls.clientCaPem));
        configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    }
    d = std::make_unique<Private>(configuration);
    d->tls = true;
}

FakeServer::~FakeServer() = default;

quint16 FakeServer::port() const { return d->port; }

QUrl FakeServer::url(const QString &path, const QString &host) const
{
    return QUrl(QStringLiteral("%1://%2:%3%4")
                    .arg(d->tls ? QStringLiteral("https") : QStringLiteral("http"), host)
                    .arg(d->port)
                    .arg(path));
}

void FakeServer::on(const QByteArray &path, const QList<FakeReply> &script)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.scripts.insert(path, script);
}

void FakeServer::handle(std::function<FakeReply(const FakeRequest &)> handler)
{
    const std::lock_guard lock(d->state.mutex);
    d->state.handler = std::move(handler);
}

int FakeServer::count(const QByteArray &path) const { return int(requests(path).size()); }

QList<FakeRequest> FakeServer::requests(const QByteArray &path) const
{
    const std::lock_guard lock(d->state.mutex);
    QList<FakeRequest> found;
    for (const FakeRequest &request : d->state.requests) {
        if (path.isEmpty() || request.path == path)
            found.append(request);
    }
    return found;
}

int FakeServer::connections() const
{
    const std::lock_guard lock(d->state.mutex);
    return d->state.connections;
}

void FakeServer::push(const QByteArray &path, const QByteArray &bytes)
{
    d->run([this, path, bytes] {
        for (const QPointer<Connection> &connection : std::as_const(d->server->connections)) {
            if (connection)
                connection->push(path, bytes);
        }
    });
}

void FakeServer::dropConnections()
{
    d->run([this] {
        const auto all = d->server->connections;
        for (const QPointer<Connection> &connection : all) {
            if (connection)
                connection->abort();
        }
    });
}

void FakeServer::stop()
{
    d->run([this] { d->server->close(); });
    dropConnections();
}

void FakeServer::listen() { d->listen(); }

} // namespace astern::test
