// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/world.h"

namespace astern::connectors::sandbox {

// The flags that the company has, switched some weeks ago.
void World::makeFlags()
{
    struct Made {
        QLatin1String name;
        QLatin1String description;
        QLatin1String type;
        int daysAgo;
        int staging; // percent; 0: off
        int prod;
    };
    static constexpr Made kFlags[] = {
        {"new-checkout-flow"_L1, "Checkout on one page instead of three"_L1, "release"_L1, 34, 100, 0},
        {"search-ranker-v2"_L1, "Ranks by what was bought, not by what was clicked"_L1, "experiment"_L1, 21, 100, 10},
        {"payments-retry"_L1, "Asks the bank a second time when it did not answer"_L1, "operational"_L1, 90, 100, 100},
        {"carousel"_L1, "Recommendations as a carousel"_L1, "release"_L1, 12, 50, 0},
        {"shipping-quotes-off"_L1, "Flat rates when the carriers are slow"_L1, "kill-switch"_L1, 200, 0, 0},
    };
    for (const Made &each : kFlags) {
        FlagActor actor;
        actor.wall = m_startWall - each.daysAgo * 86'400'000LL;
        m_flags.create(each.name, each.description, each.type, actor);
        for (const auto &[environment, percent] :
             {std::pair(u"staging"_s, each.staging), std::pair(u"prod"_s, each.prod)}) {
            if (percent == 0)
                continue;
            actor.wall += 2 * 86'400'000LL;
            FlagStrategy strategy;
            strategy.parameters = {{u"rollout"_s, QString::number(percent)},
                                   {u"stickiness"_s, u"default"_s},
                                   {u"groupId"_s, QString(each.name)}};
            m_flags.addStrategy(each.name, flagEnvironment(environment), strategy, actor);
            m_flags.turn(each.name, flagEnvironment(environment), true, actor);
        }
    }
}

// What is going on when the company opens. Times are simulated seconds from then; what lies before it has really
// been simulated.
void World::tellStory()
{
    struct Release {
        qint64 seconds;
        QLatin1String service;
        QLatin1String cluster;
        QLatin1String tag;
    };
    static constexpr Release kReleases[] = {
        {-112, "checkout"_L1, "prod-eu-1"_L1, "4.8.0"_L1},           // 25 % shortly after the start
        {-440, "search"_L1, "prod-eu-1"_L1, "1.44.0"_L1},            // 10 %
        {-1'500, "catalog"_L1, "prod-us-1"_L1, "7.2.0"_L1},          // 60 %
        {-1'500, "accounts"_L1, "prod-eu-1"_L1, "2.8.0"_L1},         // waits at its gate
        {-500, "cart"_L1, "prod-us-1"_L1, "3.5.0"_L1},               // blue-green, waits for the switch
        {-900, "recommendations"_L1, "prod-us-1"_L1, "11.5.0"_L1},   // 30 %, by pods
        {-400, "pricing"_L1, "staging-eu-1"_L1, "5.11.0"_L1},        // 5 %
        {-3'000, "shipping-quotes"_L1, "prod-us-1"_L1, "1.10.0"_L1}, // aborted later
        {30, "web-frontend"_L1, "staging-eu-1"_L1, "2026.48.0"_L1},
        {150, "notifications"_L1, "prod-us-1"_L1, "0.19.0"_L1},
    };
    for (const Release &release : kReleases)
        at(release.seconds * 1'000, [this, release] { (void)deploy(release.service, release.cluster, release.tag); });

    at(-2'500'000, [this] {
        Cluster *where = cluster(u"prod-us-1"_s);
        const QString key = ObjectStore::key(nameSpace(), u"shipping-quotes"_s);
        QJsonObject object = *where->store().find(u"rollouts"_s, key);
        set(object, {"status"_L1, "abort"_L1}, true);
        where->store().put(u"rollouts"_s, object);
        where->touch(u"rollouts"_s, key);
    });

    Fault checkout;
    checkout.id = u"checkout-4.8.0"_s;
    checkout.service = u"checkout"_s;
    checkout.version = u"4.8.0"_s;
    checkout.ratio = 0.09;
    checkout.afterWeight = 25; // a pool that is too small for a quarter of the customers
    checkout.afterSeconds = 20;
    m_faults.add(checkout);

    Fault resizer;
    resizer.id = u"media-resizer-0.10.0"_s;
    resizer.service = u"media-resizer"_s;
    resizer.version = u"0.10.0"_s;
    resizer.environment = u"prod"_s;
    resizer.kind = Fault::Kind::Slow;
    resizer.ratio = 0.16;
    resizer.rampSeconds = 4 * 3'600;
    m_faults.add(resizer);
    // It has leaked since it was released, before the simulation began to look.
    for (const ServiceSpec &service : m_services)
        for (const CellSpec &cell : cells())
            if (service.id == resizer.service && cell.environment == resizer.environment) {
                const QString hash = templateHash(podTemplate(service, cell, resizer.version));
                m_faults.backdate(resizer.id, {service.id, cell.environment, cell.cell, hash, resizer.version, 1, {}},
                                  -qint64(service.releases.last().hoursAgo * 3'600'000));
            }
}

} // namespace astern::connectors::sandbox
