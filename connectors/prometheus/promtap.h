// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/prometheus/promrecording.h"

#include <memory>
#include <vector>

namespace astern::connectors {

// The raw samples that verdicts are computed from, out of the Prometheus query API: one recording for each query, all
// over the connection of the source that owns this. Every poll is told, also one that failed or brought nothing.
class PromTap final : public QObject {
    Q_OBJECT
public:
    PromTap(const BackendConfig &config, const PromDialect &dialect, const Clock &clock);

    // Replaces what is recorded; what stays the same goes on where it was. Where only the question of a rollout
    // changed its past is read again, and of series that are still there only what is new is told.
    void setQueries(const QList<policy::RecordQuery> &queries);
    // nullptr before the old one ends. `why`: there is none to be had, every poll is told as failed with it.
    void setClient(HttpClient *client, const std::optional<Error> &why = {});
    void woke();

Q_SIGNALS:
    void recorded(const astern::policy::RecordBatch &batch);

private:
    PromDecoder m_decoder;
    const PromRecording::Backend m_backend;
    HttpClient *m_client = nullptr;
    std::optional<Error> m_why;
    std::vector<std::unique_ptr<PromRecording>> m_recordings;
};

} // namespace astern::connectors
