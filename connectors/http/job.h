// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/exchange.h"
#include "connectors/http/inflate.h"
#include "connectors/http/linereader.h"

#include <memory>

namespace astern::connectors {

// HttpJob over exchanges: deadline, limit and decoding of each, and the retries.
class Job final : public HttpJob {
    Q_OBJECT
public:
    Job(HttpShared &shared, HttpRequest request, QObject *parent);
    void start();
    void cancel() override;
    void onWoke(); // the machine has slept

private:
    void attempt();
    void onAnswering();
    void onReceived(const QByteArray &bytes);
    void onComplete();
    void onFailed(const Failure &failure);
    void retryOrFinish(const Failure &failure);
    void failLater(const Error &error);
    [[nodiscard]] bool mayPass();
    void finish(const Result<HttpResponse> &result);

    HttpShared &m_shared;
    HttpRequest m_request;
    Exchange *m_exchange = nullptr;
    std::unique_ptr<Inflater> m_inflater;
    QTimer m_wait;
    qint64 m_sleptMs = 0; // Clock::sleptMs() when it was asked for
    int m_attempt = 0;    // from 0
    int m_generation = 0; // of the credentials that it went out with
    bool m_resentSignedIn = false;
    bool m_left = false; // some try had a connection
    bool m_resentAtOnce = false;
    bool m_done = false;
};

class Stream final : public HttpStream {
    Q_OBJECT
public:
    Stream(HttpShared &shared, HttpRequest request, int maxLineBytes, QObject *parent);
    ~Stream() override;
    void start();
    void cancel() override;
    void onWoke();

private:
    void connectNow();
    void onAnswering();
    void onReceived(const QByteArray &bytes);
    void onComplete();
    void endLater(const Error &error);
    void end(const Result<Ok> &result);

    HttpShared &m_shared;
    HttpRequest m_request;
    LineReader m_lines;
    Exchange *m_exchange = nullptr;
    QNetworkAccessManager *m_manager = nullptr;
    QTimer m_wait;
    int m_maxLineBytes;
    int m_generation = 0; // of the credentials that it went out with
    bool m_done = false;
};

} // namespace astern::connectors
