// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/workloads.h"

#include <QJsonArray>

namespace astern::connectors::sandbox {

// Behaves towards Rollout objects as the Argo Rollouts controller does: canary steps, pauses, abort, retry, undo,
// full promotion, blue-green. Analysis and experiment steps are refused as an invalid spec: there is no metric
// provider behind them here.
class RolloutController : public WorkloadController {
public:
    RolloutController(ObjectStore &store, ReplicaSets &sets)
        : WorkloadController(store, sets, QStringLiteral("rollouts"))
    {
    }

private:
    void reconcile(const QString &key, WorkloadMemory &memory, Moment now) override;
};

// One look at one Rollout: reads the object, moves pods and status one piece on, writes the status back.
class RolloutPass {
public:
    RolloutPass(ObjectStore &store, ReplicaSets &sets, WorkloadMemory &memory, Moment now)
        : m_store(store), m_sets(sets), m_memory(memory), m_now(now)
    {
    }
    void run(const QString &key);

private:
    // rolloutpass.cpp: what both strategies share
    void load(const QString &key);
    [[nodiscard]] QString invalid() const;
    void ensureNewSet();
    void noteTemplateChange();
    void noteFlags();
    void beginAbort();
    void noteProgress();
    void noteDeadline();
    void beginPause(QLatin1String reason);
    void endPause();
    void promote();
    void dropOld(int delaySeconds);
    void runTimers();
    void trimHistory();
    void fillStatus();
    [[nodiscard]] std::pair<QString, QString> phase() const;
    [[nodiscard]] bool settled() const { return m_hash == m_stable; }
    [[nodiscard]] bool aborted() const { return m_status.value(QLatin1String("abort")).toBool(); }
    [[nodiscard]] bool hasPause() const
    {
        return !m_status.value(QLatin1String("pauseConditions")).toArray().isEmpty();
    }
    [[nodiscard]] bool controllerPause() const { return m_status.value(QLatin1String("controllerPause")).toBool(); }
    [[nodiscard]] int index() const { return m_status.value(QLatin1String("currentStepIndex")).toInt(); }
    void setIndex(int index) { m_status.insert(QLatin1String("currentStepIndex"), index); }
    void erase(QLatin1String key) { m_status.remove(key); }
    [[nodiscard]] QString setName() const;
    [[nodiscard]] std::vector<ReplicaSets::Set *> olds() const;

    // canarypass.cpp
    void runCanary();
    void advanceSteps();
    bool stepDone(const QJsonObject &step);
    bool pauseDone(const QJsonObject &pause);
    bool scaleCanary(int weight);
    void writeWeights();
    [[nodiscard]] int weightBefore(int index) const;

    // bluegreenpass.cpp
    void runBlueGreen();
    void activate();

    ObjectStore &m_store;
    ReplicaSets &m_sets;
    WorkloadMemory &m_memory;
    Moment m_now;
    QString m_key;
    QJsonObject m_object;
    QJsonObject m_spec;
    QJsonObject m_status;
    QJsonObject m_canary;    // spec.strategy.canary
    QJsonObject m_blueGreen; // spec.strategy.blueGreen
    QJsonArray m_steps;
    bool m_isBlueGreen = false;
    bool m_routed = false;
    int m_replicas = 1;
    QString m_hash;
    QString m_stable;
    ReplicaSets::Set *m_new = nullptr;
    ReplicaSets::Set *m_stableSet = nullptr;
};

} // namespace astern::connectors::sandbox
