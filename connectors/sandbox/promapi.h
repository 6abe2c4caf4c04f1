// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"
#include "connectors/sandbox/samplestore.h"

namespace astern::connectors::sandbox {

// Answers as Prometheus does: /api/v1/query, /api/v1/query_range, /api/v1/status/buildinfo, /-/ready, /-/healthy,
// and the company's own /metrics. Called with the world's lock held.
class PromApi {
public:
    PromApi(const SampleStore &samples, qint64 nowMs) : m_samples(samples), m_nowMs(nowMs) {}
    [[nodiscard]] ApiResponse handle(const ApiRequest &request) const;

private:
    [[nodiscard]] ApiResponse query(const ApiRequest &request) const;
    [[nodiscard]] ApiResponse queryRange(const ApiRequest &request) const;

    const SampleStore &m_samples;
    qint64 m_nowMs;
};

} // namespace astern::connectors::sandbox
