// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/pollloop.h"
#include "connectors/prometheus/promdecode.h"
#include "connectors/prometheus/promdialect.h"
#include "connectors/prometheus/prometheus.h"
#include "connectors/prometheus/promquery.h"
#include "connectors/prometheus/promtap.h"

#include <optional>

namespace astern::connectors {

// Polls: every `poll` all signals are asked at one fixed instant, in as few queries as fit; signals that are new are
// read back once before. After a failure it asks again with its own back-off, 1 s to 30 s.
class PrometheusSource final : public SignalSource {
    Q_OBJECT
public:
    PrometheusSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock, qint64 historyMs);
    ~PrometheusSource() override;
    void start() override;
    void setQueries(const QList<SignalQuery> &queries) override;
    void setRecordQueries(const QList<policy::RecordQuery> &queries) override;
    void signInAgain() override;

private:
    struct Asked {
        int ticket = 0; // its own for ever: what is under way names it by this
        SignalQuery query;
        promql::Questions questions;
        qsizetype sentChars = 0; // of both, in a request
        QString problem;         // why it cannot be asked at all, or what the server says against it
        bool historyRead = false;
        qint64 seriesSeenMs = 0; // since when the series is there although the value is not
    };
    // Some signals in one request.
    struct Chunk {
        bool history = false;
        QList<int> tickets; // in the order of the request's parts
    };
    struct Running {
        HttpJob *job = nullptr;
        Chunk chunk;
    };

    void poll();
    void pump();
    void send(const Chunk &chunk);
    void onAnswer(const Chunk &chunk, const Result<HttpResponse> &answer);
    void onDecoded(const Chunk &chunk);
    void onRefused(const Chunk &chunk, const Error &error);
    void onFailed(const Error &error);
    void finishTick();
    void forgetWhatNobodyAsks();
    void dropRunning();
    // nullptr: nobody asks for it any more.
    [[nodiscard]] Asked *find(int ticket);
    // Requests for what has this ticket or a newer one.
    [[nodiscard]] QList<Chunk> chunks(bool history, int fromTicket = 0) const;
    [[nodiscard]] qint64 stepMs(const Chunk &chunk) const;

    BackendConfig m_config;
    PromDialect m_dialect;
    const Clock &m_clock;
    qint64 m_historyMs;
    PollLoop m_loop;
    std::unique_ptr<PromTap> m_tap; // asks over its connection too
    PromDecoder m_decoder;
    QList<Asked> m_asked;
    QHash<int, qsizetype> m_places; // in m_asked, by ticket
    int m_nextTicket = 1;
    QList<Chunk> m_waiting;
    QList<Running> m_running;
    qint64 m_tickMs = 0; // when this tick began, wall
    qint64 m_atMs = 0;   // the instant that it asks for, by the server's clock
    bool m_failedThisTick = false;
    QString m_lastWarning;
};

} // namespace astern::connectors
