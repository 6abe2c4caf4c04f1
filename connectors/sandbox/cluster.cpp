// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/cluster.h"

#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

Cluster::Cluster(QString name, quint64 seed, ImageSource images)
    : m_name(std::move(name)), m_random(Random::stream(seed, u"objects of "_s + m_name)),
      m_sets(m_store, Random::stream(seed, u"pods of "_s + m_name), std::move(images)), m_rollouts(m_store, m_sets),
      m_deployments(m_store, m_sets)
{
}

void Cluster::touch(const QString &resource, const QString &key)
{
    if (resource == "rollouts"_L1)
        m_rollouts.touch(key);
    else if (resource == "deployments"_L1)
        m_deployments.touch(key);
}

void Cluster::advance(Moment now)
{
    for (const QString &owner : m_sets.advance(now))
        touch(owner.section(QLatin1Char('|'), 0, 0), owner.section(QLatin1Char('|'), 1));
    m_rollouts.advance(now);
    m_deployments.advance(now);
}

const std::vector<Share> &Cluster::shares(const QString &owner) const
{
    const QString key = owner.section(QLatin1Char('|'), 1);
    return owner.startsWith("rollouts|"_L1) ? m_rollouts.shares(key) : m_deployments.shares(key);
}

} // namespace astern::connectors::sandbox
