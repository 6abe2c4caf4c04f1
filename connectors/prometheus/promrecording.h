// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/http/pollhealth.h"
#include "connectors/prometheus/promdecode.h"
#include "connectors/prometheus/promdialect.h"
#include "connectors/prometheus/recordsieve.h"
#include "models/policy/verdict/recordsource.h"

#include <QTimer>

namespace astern::connectors {

// Follows the series of one RecordQuery: range selectors in instant queries give the raw samples, with the times of
// the server's own scrapes. The past comes first, oldest first, in pieces; then every poll asks from the newest sample
// on, less a margin for what the server takes in late. A poll is told whole or not at all. Polls go along with the
// scrapes: each asks just after the server has taken one in, as a sample that waits for its poll is a verdict that
// waits.
class PromRecording final : public QObject {
    Q_OBJECT
public:
    // All of them outlive it.
    struct Backend {
        const BackendConfig &config;
        const PromDialect &dialect;
        const Clock &clock;
        PromDecoder &decoder;
    };
    PromRecording(const Backend &backend, policy::RecordQuery query);
    ~PromRecording() override;

    [[nodiscard]] const policy::RecordQuery &query() const { return m_query; }
    // The question of a rollout has changed: what was told before is not told again, of series that are still there.
    void goOnFrom(PromRecording &before);
    // What it asks over; nullptr: nothing for now, and why, where there is a reason. What is under way is let go.
    void setClient(HttpClient *client, const std::optional<Error> &why);
    void woke(); // the machine slept: what comes next is of the past

Q_SIGNALS:
    void recorded(const astern::policy::RecordBatch &batch);

private:
    void poll();
    void ask();
    void sendNext();
    void onAnswer(const Result<HttpResponse> &answer);
    void finish();
    void fail(const Error &error);
    void letGo();
    void again();
    [[nodiscard]] qint64 alongWithScrapes(qint64 dueMs) const;
    void tell(policy::RecordBatch batch);
    [[nodiscard]] qint64 everyMs() const;
    [[nodiscard]] qint64 marginMs() const;

    const Backend m_backend;
    const policy::RecordQuery m_query;
    QStringList m_selectors;        // one for each request
    std::optional<Error> m_invalid; // why it can never be asked
    std::optional<Error> m_why;     // why there is no client
    HttpClient *m_client = nullptr;
    RecordSieve m_sieve;
    PollHealth m_pace; // only for its back-off
    QTimer m_timer;
    qint64 m_dueMs = 0;    // monotonic
    qint64 m_afterMs;      // how long after a scrape it is asked for
    qint64 m_scrapeMs = 0; // shortest distance of a series' samples, as the last poll found them; 0: not known

    // By the server's clock.
    qint64 m_askedToMs = 0; // everything until then has been read; 0: nothing yet
    qint64 m_floorMs = 0;   // no answer reaches back beyond this any more
    bool m_catchUp = true;
    bool m_behind = false; // a piece of the past was read, and the next one follows
    qint64 m_pieceMs;

    // The poll under way.
    bool m_polling = false;
    bool m_askedTwice = false;
    qint64 m_fromMs = 0, m_toMs = 0, m_nowMs = 0, m_skewMs = 0;
    qsizetype m_next = 0; // selector
    QList<HttpJob *> m_jobs;
};

} // namespace astern::connectors
