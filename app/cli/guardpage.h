// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QTcpServer>

#include <functional>

namespace astern::app {

// Two pages on loopback for whoever watches the guard: /healthz and /metrics (Prometheus text format). Answers GET
// only, one request a connection, small and within seconds.
class GuardPage : public QObject {
    Q_OBJECT
public:
    struct Page {
        int status = 200;
        QByteArray type = "text/plain; charset=utf-8";
        QByteArray body;
    };
    explicit GuardPage(std::function<Page(const QByteArray &path)> page, QObject *parent = nullptr);
    // "127.0.0.1:9911", "[::1]:0"; another address than a loopback one is refused. The port that was had.
    [[nodiscard]] Result<int> listen(const QString &address);

private:
    void serve();

    std::function<Page(const QByteArray &path)> m_page;
    QTcpServer m_server;
};

} // namespace astern::app
