// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <map>
#include <mutex>

namespace astern::test {

// Metrics of one service that runs in several versions at once, for a Prometheus to scrape: how much traffic each
// has and how much of it fails is up to the test. Counters grow evenly with the time, without chance.
//   http_requests_total{service,rollouts_pod_template_hash,status="200"|"500"}
//   http_request_duration_seconds_{bucket,sum,count}{service,rollouts_pod_template_hash}   le 0.1, 0.3, 1, +Inf
class VersionExporter {
public:
    struct Traffic {
        double requestsPerSecond = 0;
        double errorRatio = 0; // of the requests answer 500
        double slowRatio = 0;  // of the requests take longer than 300 ms
    };
    explicit VersionExporter(const QByteArray &service);

    // From now on; a hash seen for the first time starts at zero.
    void set(const QByteArray &hash, const Traffic &traffic);
    // Its series are gone from the next scrape on.
    void remove(const QByteArray &hash);
    [[nodiscard]] QByteArray target() const; // "127.0.0.1:port"
    [[nodiscard]] int scrapes() const { return m_server.count("/metrics"); }

private:
    struct Version {
        Traffic traffic;
        double requests = 0;
        double errors = 0;
        double slow = 0;
        qint64 atMs = 0;
    };
    static void grow(Version &version, qint64 nowMs);
    QByteArray render();

    QByteArray m_service;
    std::mutex m_mutex;
    std::map<QByteArray, Version> m_versions;
    FakeServer m_server; // last: its thread ends before the rest does
};

} // namespace astern::test
