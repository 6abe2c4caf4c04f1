// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/httpserver.h"

#include "models/base/httpdate.h"

// The only file that sees this header: it takes seconds to compile.
#include <httplib.h>

#include <QDateTime>

#include <sys/socket.h>

namespace astern::connectors::sandbox {

namespace {

// A thread for each connection: watches keep theirs for hours, a pool of fixed size would run dry.
class ThreadPerConnection : public httplib::TaskQueue {
public:
    void enqueue(std::function<void()> work) override
    {
        const std::lock_guard lock(m_mutex);
        ++m_running;
        std::thread([this, work = std::move(work)] {
            work();
            const std::lock_guard done(m_mutex);
            --m_running;
            m_idle.notify_all();
        }).detach();
    }
    void shutdown() override
    {
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_running == 0; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_running = 0;
};

QByteArray header(const httplib::Request &request, const char *name)
{
    return QByteArray::fromStdString(request.get_header_value(name));
}

void readPairs(const QByteArray &text, bool form, QList<QPair<QString, QString>> &out)
{
    for (QByteArray pair : text.split('&')) {
        if (pair.isEmpty())
            continue;
        if (form)
            pair.replace('+', ' ');
        const qsizetype equals = pair.indexOf('=');
        out.append({QString::fromUtf8(QByteArray::fromPercentEncoding(equals < 0 ? pair : pair.left(equals))),
                    equals < 0 ? QString() : QString::fromUtf8(QByteArray::fromPercentEncoding(pair.mid(equals + 1)))});
    }
}

} // namespace

struct HttpServer::Private {
    httplib::Server server;
    Handler handler;
    std::thread thread;
    int socket = -1;

    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
    bool hanging = false;
    int failStatus = 0;
    int failRetryAfter = 0;
    int failCount = 0;
    int truncateCount = 0;
    std::atomic<int> epoch{0}; // streams of an older one are dropped

    // Waits while the server hangs. False: it is stopping.
    bool pass()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stopping || !hanging; });
        return !stopping;
    }
    void answer(const httplib::Request &in, httplib::Response &out, const QByteArray &body);
    void send(const ApiResponse &response, httplib::Response &out, bool cut) const;
    void stream(const HttpReply &reply, httplib::Response &out);
};

HttpServer::HttpServer(Handler handler) : d(std::make_unique<Private>())
{
    d->handler = std::move(handler);
    auto &server = d->server;
    server.new_task_queue = [] { return new ThreadPerConnection; };
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(1'000'000);
    server.set_keep_alive_timeout(60);
    server.set_read_timeout(30);
    server.set_write_timeout(30);
    server.set_socket_options([this](socket_t socket) {
        d->socket = socket;
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server.set_pre_routing_handler([](const httplib::Request &request, httplib::Response &) {
        // The library would compress a watch; the real server does not, and a watcher wants each line at once.
        auto &headers = const_cast<httplib::Request &>(request).headers;
        headers.erase("Accept-Encoding");
        return httplib::Server::HandlerResponse::Unhandled;
    });
    const auto plain = [this](const httplib::Request &in, httplib::Response &out) { d->answer(in, out, {}); };
    // The library limits form bodies that it reads itself to 8 kB; queries are longer.
    const auto withBody = [this](const httplib::Request &in, httplib::Response &out,
                                 const httplib::ContentReader &reader) {
        QByteArray body;
        reader([&body](const char *data, size_t size) {
            body.append(data, qsizetype(size));
            return body.size() < (8 << 20);
        });
        d->answer(in, out, body);
    };
    server.Get(".*", plain);
    server.Post(".*", withBody);
    server.Put(".*", withBody);
    server.Patch(".*", withBody);
    server.Delete(".*", plain);
}

HttpServer::~HttpServer() { stop(); }

int HttpServer::start(int port)
{
    if (port == 0)
        m_port = std::max(0, d->server.bind_to_any_port("127.0.0.1"));
    else
        m_port = d->server.bind_to_port("127.0.0.1", port) ? port : 0;
    if (m_port == 0)
        return 0;
    ::listen(d->socket, 1024); // the library's backlog of 5 makes bursts of connections wait a second
    d->thread = std::thread([this] { d->server.listen_after_bind(); });
    return m_port;
}

void HttpServer::stop()
{
    {
        const std::lock_guard lock(d->mutex);
        d->stopping = true;
    }
    d->changed.notify_all();
    if (d->thread.joinable()) {
        while (!d->server.is_running())
            std::this_thread::yield(); // a stop before the loop began would be lost
        d->server.stop();
        d->thread.join();
    }
}

void HttpServer::Private::answer(const httplib::Request &in, httplib::Response &out, const QByteArray &body)
{
    // RFC 9110, 6.6.1: whoever has a clock says what it shows. Others find by it that theirs is wrong.
    out.set_header("Date", httpDate(QDateTime::currentMSecsSinceEpoch()).toStdString());
    ApiRequest request;
    request.method = QByteArray::fromStdString(in.method);
    request.contentType = header(in, "Content-Type");
    request.authorization = header(in, "Authorization");
    request.userAgent = header(in, "User-Agent");
    request.accept = header(in, "Accept");
    request.host = header(in, "Host");
    request.origin = header(in, "Origin");
    request.fetchSite = header(in, "Sec-Fetch-Site");
    request.body = body;
    const QByteArray target = QByteArray::fromStdString(in.target);
    const qsizetype mark = target.indexOf('?');
    request.path = QString::fromUtf8(QByteArray::fromPercentEncoding(mark < 0 ? target : target.left(mark)));
    if (mark >= 0)
        readPairs(target.mid(mark + 1), true, request.query);
    if (request.contentType.startsWith("application/x-www-form-urlencoded"))
        readPairs(body, true, request.query);

    bool cut = false;
    if (!request.path.startsWith(QLatin1String(kControlPath))) {
        if (!pass())
            return;
        const std::lock_guard lock(mutex);
        if (failCount != 0) {
            failCount -= failCount > 0 ? 1 : 0;
            ApiResponse failure{failStatus, "text/plain; charset=utf-8", "the sandbox was told to fail\n", {}};
            if (failRetryAfter > 0)
                failure.headers.append({"Retry-After", QByteArray::number(failRetryAfter)});
            send(failure, out, false);
            return;
        }
        cut = truncateCount > 0;
        truncateCount -= cut ? 1 : 0;
    }
    const HttpReply reply = handler(request);
    if (reply.stream)
        stream(reply, out);
    else
        send(reply.response, out, cut);
}

void HttpServer::Private::send(const ApiResponse &response, httplib::Response &out, bool cut) const
{
    out.status = response.status;
    for (const auto &[name, value] : response.headers)
        out.set_header(name.constData(), value.toStdString());
    if (!cut) {
        out.set_content(response.body.constData(), size_t(response.body.size()), response.contentType.constData());
        return;
    }
    // Promises the whole and breaks off in the middle.
    out.set_content_provider(size_t(response.body.size()), response.contentType.constData(),
                             [body = response.body](size_t, size_t, httplib::DataSink &sink) {
                                 sink.write(body.constData(), size_t(body.size() / 2));
                                 return false;
                             });
}

void HttpServer::Private::stream(const HttpReply &reply, httplib::Response &out)
{
    out.status = reply.response.status;
    out.set_chunked_content_provider(reply.response.contentType.constData(),
                                     [this, next = reply.stream, born = epoch.load()](size_t, httplib::DataSink &sink) {
                                         if (!pass() || epoch.load() != born || !sink.is_writable())
                                             return false; // closed without a last chunk, as when a server dies
                                         QByteArray bytes;
                                         const bool more = next(bytes);
                                         if (!bytes.isEmpty() &&
                                             (!pass() || !sink.write(bytes.constData(), size_t(bytes.size()))))
                                             return false;
                                         if (!more)
                                             sink.done();
                                         return true;
                                     });
}

void HttpServer::hang(bool on)
{
    const std::lock_guard lock(d->mutex);
    d->hanging = on;
    d->changed.notify_all();
}

void HttpServer::fail(int status, int retryAfterSeconds, int count)
{
    const std::lock_guard lock(d->mutex);
    d->failStatus = status;
    d->failRetryAfter = retryAfterSeconds;
    d->failCount = count;
}

void HttpServer::truncate(int count)
{
    const std::lock_guard lock(d->mutex);
    d->truncateCount = count;
}

void HttpServer::dropStreams() { ++d->epoch; }

void HttpServer::calm()
{
    hang(false);
    fail(0, 0, 0);
    truncate(0);
}

} // namespace astern::connectors::sandbox
