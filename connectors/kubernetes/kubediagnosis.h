// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kubeaccess.h"
#include "connectors/kubernetes/workload.h"
#include "models/rollout/diagnosis.h"

#include <memory>
#include <unordered_map>

namespace astern::connectors {

// Pods, events, conditions and the end of a log, read when somebody asks: nothing is followed, nothing is changed.
class KubeDiagnosis final : public DiagnosisSource {
    Q_OBJECT
public:
    KubeDiagnosis(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info, const Clock &clock);
    ~KubeDiagnosis() override;

    void ask(quint64 ticket, const DiagnosisQuestion &question, Told told) override;
    void cancel(quint64 ticket) override;
    void setDeadline(int ms) { m_deadlineMs = ms; } // of each request

private:
    class Inquiry;
    void drop(quint64 ticket);

    KubeAccess m_access;
    QString m_backend;
    const WorkloadKindInfo &m_info;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_client;
    std::unordered_map<quint64, std::unique_ptr<Inquiry>> m_inquiries;
    int m_deadlineMs = 6'000;
};

} // namespace astern::connectors
