// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/workloads.h"

#include "connectors/sandbox/json.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace astern::connectors::sandbox {

void WorkloadController::touch(const QString &key)
{
    m_memory[key].dirty = true;
    m_wakeAt = std::numeric_limits<qint64>::min();
}

std::vector<QString> WorkloadController::advance(Moment now)
{
    std::vector<QString> seen;
    if (now.sim < m_wakeAt)
        return seen; // thousands of quiet objects cost nothing
    m_wakeAt = std::numeric_limits<qint64>::max();
    for (auto &[key, memory] : m_memory) {
        const bool due = memory.wakeAt >= 0 && memory.wakeAt <= now.sim;
        if (memory.dirty || due) {
            memory.dirty = false;
            memory.wakeAt = -1;
            if (m_store.find(m_resource, key)) {
                reconcile(key, memory, now);
                seen.push_back(key);
            }
        }
        if (memory.wakeAt >= 0)
            m_wakeAt = std::min(m_wakeAt, memory.wakeAt);
    }
    return seen;
}

const std::vector<Share> &WorkloadController::shares(const QString &key) const
{
    static const std::vector<Share> none;
    const auto it = m_memory.find(key);
    return it == m_memory.end() ? none : it->second.shares;
}

void setCondition(QJsonObject &status, QLatin1String type, QLatin1String value, QLatin1String reason,
                  const QString &message, qint64 wallMs)
{
    QJsonArray conditions = status.value("conditions"_L1).toArray();
    QJsonObject next{{u"type"_s, type},
                     {u"status"_s, value},
                     {u"reason"_s, reason},
                     {u"message"_s, message},
                     {u"lastUpdateTime"_s, stamp(wallMs)},
                     {u"lastTransitionTime"_s, stamp(wallMs)}};
    for (qsizetype i = 0; i < conditions.size(); ++i) {
        const QJsonObject old = conditions.at(i).toObject();
        if (old.value("type"_L1) != type)
            continue;
        if (old.value("status"_L1) == value) {
            if (old.value("reason"_L1) == reason && old.value("message"_L1) == message)
                return;
            next.insert(u"lastTransitionTime"_s, old.value("lastTransitionTime"_L1));
        }
        conditions.replace(i, next);
        status.insert(u"conditions"_s, conditions);
        return;
    }
    conditions.append(next);
    status.insert(u"conditions"_s, conditions);
}

QJsonObject condition(const QJsonObject &status, QLatin1String type)
{
    for (const QJsonValue &value : status.value("conditions"_L1).toArray())
        if (value.toObject().value("type"_L1) == type)
            return value.toObject();
    return {};
}

void dropCondition(QJsonObject &status, QLatin1String type)
{
    QJsonArray kept;
    for (const QJsonValue &value : status.value("conditions"_L1).toArray())
        if (value.toObject().value("type"_L1) != type)
            kept.append(value);
    status.insert(u"conditions"_s, kept);
}

std::vector<Share> sharesByPods(const std::vector<ReplicaSets::Set *> &sets)
{
    double total = 0;
    for (const auto *set : sets)
        total += set->ready();
    std::vector<Share> shares;
    for (const auto *set : sets)
        if (set->ready() > 0)
            shares.push_back({set->hash, set->image, double(set->ready()) / total});
    return shares;
}

int countOf(const QJsonValue &value, int replicas, bool roundUp, int missing)
{
    if (value.isDouble())
        return value.toInt();
    const QString text = value.toString();
    if (!text.endsWith(QLatin1Char('%')))
        return missing;
    const double exact = text.chopped(1).toDouble() * replicas / 100;
    return int(roundUp ? std::ceil(exact) : std::floor(exact));
}

bool rollTowards(ReplicaSets &sets, ReplicaSets::Set &newSet, const std::vector<ReplicaSets::Set *> &olds,
                 int newTarget, int oldTarget, RollingLimits limits, Moment now)
{
    int oldCount = 0;
    int ready = newSet.ready();
    for (const auto *old : olds) {
        oldCount += old->count();
        ready += old->ready();
    }
    const int most = limits.replicas + limits.surge;
    if (newSet.count() < newTarget) {
        const int room = std::max(0, most - newSet.count() - oldCount);
        sets.scale(newSet, std::min(newTarget, newSet.count() + room), now);
    } else if (newSet.count() > newTarget) {
        const int spare = std::max(0, ready - (limits.replicas - limits.unavailable));
        // Pods that never became ready cost nothing to take away.
        const int useless = newSet.count() - newSet.ready();
        sets.scale(newSet, std::max(newTarget, newSet.count() - std::max(spare, useless)), now);
    }
    int spare = std::max(0, ready - (limits.replicas - limits.unavailable));
    for (auto old = olds.rbegin(); old != olds.rend() && oldCount > oldTarget; ++old) {
        const int useless = (*old)->count() - (*old)->ready();
        const int take = std::min({(*old)->count(), oldCount - oldTarget, spare + useless});
        if (take <= 0)
            continue;
        sets.scale(**old, (*old)->count() - take, now);
        spare -= std::max(0, take - useless);
        oldCount -= take;
    }
    // Fewer old pods than wanted (an abort): bring the newest old version back.
    if (oldCount < oldTarget && !olds.empty()) {
        const int room = std::max(0, most - newSet.count() - oldCount);
        sets.scale(*olds.front(), olds.front()->count() + std::min(room, oldTarget - oldCount), now);
    }
    oldCount = 0;
    int oldReady = 0;
    for (const auto *old : olds) {
        oldCount += old->count();
        oldReady += old->ready();
    }
    return newSet.count() == newTarget && newSet.ready() == newTarget && oldCount == oldTarget && oldReady == oldTarget;
}

} // namespace astern::connectors::sandbox
