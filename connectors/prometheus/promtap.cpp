// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promtap.h"

#include <algorithm>

namespace astern::connectors {

PromTap::PromTap(const BackendConfig &config, const PromDialect &dialect, const Clock &clock)
    : m_backend{config, dialect, clock, m_decoder}
{
}

void PromTap::setQueries(const QList<policy::RecordQuery> &queries)
{
    std::vector<std::unique_ptr<PromRecording>> before = std::exchange(m_recordings, {});
    const auto takeIf = [&before](const auto &fits) {
        const auto it = std::find_if(before.begin(), before.end(),
                                     [&fits](const auto &recording) { return recording && fits(recording->query()); });
        return it == before.end() ? nullptr : std::move(*it);
    };
    // Those that stay first: what is left of a rollout is what changed.
    m_recordings.resize(size_t(queries.size()));
    for (qsizetype i = 0; i < queries.size(); ++i)
        m_recordings[size_t(i)] = takeIf([&](const policy::RecordQuery &query) { return query == queries.at(i); });
    for (qsizetype i = 0; i < queries.size(); ++i) {
        std::unique_ptr<PromRecording> &recording = m_recordings[size_t(i)];
        if (recording)
            continue;
        recording = std::make_unique<PromRecording>(m_backend, queries.at(i));
        const auto changed =
            takeIf([&](const policy::RecordQuery &query) { return query.rollout == queries.at(i).rollout; });
        if (changed)
            recording->goOnFrom(*changed);
        connect(recording.get(), &PromRecording::recorded, this, &PromTap::recorded);
        if (m_client || m_why)
            recording->setClient(m_client, m_why);
    }
}

void PromTap::setClient(HttpClient *client, const std::optional<Error> &why)
{
    m_client = client;
    m_why = why;
    for (const auto &recording : m_recordings)
        recording->setClient(client, why);
}

void PromTap::woke()
{
    for (const auto &recording : m_recordings)
        recording->woke();
}

} // namespace astern::connectors
