// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace astern::connectors::sandbox {

// The next bytes of a long answer. Called again and again from the connection's own thread; waits a moment for
// something to say. Returns false when the answer is complete.
using ByteStream = std::function<bool(QByteArray &bytes)>;

struct HttpReply {
    ApiResponse response;
    ByteStream stream; // set: sent in chunks after the headers instead of the body
};

// One listening socket on loopback, a thread for each connection. Can be told to misbehave.
class HttpServer {
public:
    using Handler = std::function<HttpReply(const ApiRequest &)>;
    explicit HttpServer(Handler handler);
    ~HttpServer();

    // port 0: any free one. Returns the port, or 0 when it could not be had.
    [[nodiscard]] int start(int port);
    void stop();
    [[nodiscard]] int port() const { return m_port; }
    // Requests under this path are answered whatever the trouble is.
    static constexpr auto kControlPath = "/sandbox/";

    // Trouble, for drills and tests.
    void hang(bool on);                                      // answers (and streams) stop until it is over
    void fail(int status, int retryAfterSeconds, int count); // the next `count` answers (-1: all)
    void truncate(int count);                                // the next answers end in the middle
    void dropStreams();                                      // open streams end without their last chunk
    void calm();

private:
    struct Private;
    std::unique_ptr<Private> d;
    int m_port = 0;
};

} // namespace astern::connectors::sandbox
