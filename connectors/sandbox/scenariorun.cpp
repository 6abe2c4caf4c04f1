// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios in the company: other habits for one service at one place, a release, and what is wrong with it.
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/world.h"

#include <algorithm>

namespace astern::connectors::sandbox {

static QString faultId(const ScenarioOrder &order) { return u"scenario-"_s + order.place(); }

void World::prepare(const ScenarioOrder &order)
{
    m_traffic.setHabits(order.service, order.cluster, findScenario(order.name)->habits);
}

QString World::beginScenario(const ScenarioOrder &order)
{
    if (const QString problem = order.problem(); !problem.isEmpty())
        return problem;
    (void)endScenario(order.service, order.cluster);
    const Scenario &scenario = *findScenario(order.name);
    Cluster &where = *cluster(order.cluster);
    const QString key = ObjectStore::key(nameSpace(), order.service);
    QJsonObject object = *where.store().find(u"rollouts"_s, key);
    set(object, {"spec"_L1, "strategy"_L1, "canary"_L1, "steps"_L1}, scenarioSteps());
    where.store().put(u"rollouts"_s, object);

    RunningScenario running;
    running.order = order;
    running.beganSim = m_sim;
    running.tag = nextTag(imageTag(templateImage(get(object, {"spec"_L1, "template"_L1}).toObject())));
    // The same place draws the same instant, whenever somebody begins it.
    Random random = Random::stream(m_seed, u"onset of "_s + scenario.id() + order.place());
    const double drawn = random.between(60, 1'500);
    running.onsetSeconds = order.onsetSeconds >= 0                    ? order.onsetSeconds
                           : scenario.onset == Scenario::Onset::Start ? 0
                           : scenario.onset == Scenario::Onset::Third ? 1'600
                                                                      : drawn;
    prepare(order);
    if (scenario.fault) {
        Fault fault = *scenario.fault;
        fault.id = faultId(order);
        fault.service = order.service;
        fault.version = scenario.both ? QString() : running.tag;
        for (const CellSpec &cell : cells())
            if (cell.context() == order.cluster) {
                fault.environment = cell.environment;
                fault.cell = cell.cell;
            }
        fault.fromSim = m_sim;
        fault.afterSeconds = running.onsetSeconds;
        m_faults.add(fault);
    }
    m_scenarios.append(running);
    return deploy(order.service, order.cluster, running.tag);
}

QString World::endScenario(const QString &service, const QString &clusterName)
{
    const auto it = std::find_if(m_scenarios.begin(), m_scenarios.end(), [&](const RunningScenario &running) {
        return running.order.service == service && running.order.cluster == clusterName;
    });
    if (it == m_scenarios.end())
        return u"no scenario runs for \""_s + service + u"\" in \""_s + clusterName + QLatin1Char('"');
    (void)m_faults.clear(faultId(it->order));
    m_traffic.setHabits(service, clusterName, std::nullopt);
    m_scenarios.erase(it);
    return {};
}

} // namespace astern::connectors::sandbox
