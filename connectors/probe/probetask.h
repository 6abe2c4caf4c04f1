// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "models/policy/verdict/probequery.h"

#include <QTimer>

#include <memory>

class QTcpSocket;

namespace astern::connectors {

// One check, carried out again and again: at once, and then at every multiple of its distance, never two at a time.
// Every try has an end, and each end is one result.
class ProbeTask final : public QObject {
    Q_OBJECT
public:
    // `http` is what its connections are made with. `clock` outlives it.
    ProbeTask(policy::ProbeQuery query, HttpOptions http, const Clock &clock);
    ~ProbeTask() override;

    [[nodiscard]] const policy::ProbeQuery &query() const { return m_query; }
    void start(int delayMs);
    void stop(); // nothing more is told

Q_SIGNALS:
    // `trouble` empty: it went well.
    void probed(const QString &trouble);

private:
    void begin();
    void beginHttp(const policy::HttpCheck &check);
    void beginTcp(const policy::TcpCheck &check);
    void onAnswer(HttpJob *job, const policy::HttpCheck &check, const Result<HttpResponse> &answer);
    void onOverdue();
    void end(const QString &trouble);
    void dropTry();
    [[nodiscard]] qint64 spentMs() const;

    const policy::ProbeQuery m_query;
    const HttpOptions m_http;
    const Clock &m_clock;
    QTimer m_next;
    QTimer m_overdue;
    qint64 m_dueMs = 0;   // monotonic
    qint64 m_begunMs = 0; // monotonic
    qint64 m_sleptMs = 0; // of the machine, as it began
    std::unique_ptr<HttpClient> m_client;
    HttpJob *m_job = nullptr;
    std::unique_ptr<QTcpSocket> m_socket;
};

} // namespace astern::connectors
