// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/probe/probetask.h"
#include "models/workspace/workspace.h"

#include <vector>

namespace astern::connectors {

// Carries out the probes of policies: a task for each query. A failing name, a refused connection, a server that hangs,
// a certificate that is not trusted, an answer that is too large: each is a failed probe that says so. On one thread,
// which it never blocks.
class Prober final : public QObject {
    Q_OBJECT
public:
    // `location`: what this reporter is called in its records. `clock` must outlive it.
    Prober(QString location, const Clock &clock);
    ~Prober() override;

    // Of all connections from here on; what is under way starts afresh. Files are read with the next query.
    void setSettings(const ProbeSettings &settings);
    // Replaces what is probed; a query that stays the same goes on where it was.
    void setQueries(const QList<policy::ProbeQuery> &queries);

Q_SIGNALS:
    void recorded(const astern::policy::RecordBatch &batch); // one result

private:
    [[nodiscard]] Result<HttpOptions> options() const;
    void tell(const policy::ProbeQuery &query, const QString &trouble);

    const QString m_location;
    const Clock &m_clock;
    ProbeSettings m_settings;
    std::vector<std::unique_ptr<ProbeTask>> m_tasks;
    QHash<QString, QString> m_said; // the last trouble, by rollout, signal and role: logged once
};

} // namespace astern::connectors
