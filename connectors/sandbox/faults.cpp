// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/faults.h"

#include "connectors/sandbox/json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace astern::connectors::sandbox {

static constexpr std::array kKinds{"errors"_L1, "slow"_L1,     "business"_L1,   "cannot-pull"_L1,    "crashes"_L1,
                                   "drift"_L1,  "clusters"_L1, "no-metrics"_L1, "migration-fails"_L1};

QStringList Fault::kinds()
{
    QStringList names;
    for (const QLatin1String kind : kKinds)
        names.append(kind);
    return names;
}

std::optional<Fault> Fault::fromJson(const QJsonObject &json, QString &error)
{
    Fault fault;
    fault.id = json.value("id"_L1).toString();
    fault.service = json.value("service"_L1).toString();
    fault.version = json.value("version"_L1).toString();
    fault.flag = json.value("flag"_L1).toString();
    fault.configKey = get(json, {"config"_L1, "key"_L1}).toString();
    fault.configValue = get(json, {"config"_L1, "value"_L1}).toString();
    fault.configMap = get(json, {"config"_L1, "map"_L1}).toString();
    fault.configRevision = get(json, {"config"_L1, "revision"_L1}).toString();
    fault.environment = json.value("environment"_L1).toString();
    fault.cell = json.value("cell"_L1).toString();
    const auto kind = std::find(kKinds.begin(), kKinds.end(), json.value("kind"_L1).toString(u"errors"_s));
    if (kind == kKinds.end()) {
        error = u"kind must be one of "_s + kinds().join(u", "_s);
        return std::nullopt;
    }
    fault.kind = Kind(kind - kKinds.begin());
    fault.ratio = json.value("ratio"_L1).toDouble();
    fault.afterWeight = json.value("after_weight"_L1).toInt();
    fault.afterSeconds = json.value("after_seconds"_L1).toDouble();
    fault.rampSeconds = json.value("ramp_seconds"_L1).toDouble();
    fault.onSeconds = json.value("on_seconds"_L1).toDouble();
    fault.everySeconds = json.value("every_seconds"_L1).toDouble();
    fault.waveSeconds = json.value("wave_seconds"_L1).toDouble();
    fault.forSeconds = json.value("for_seconds"_L1).toDouble();
    if (json.contains("from_ms"_L1))
        fault.fromSim = qint64(json.value("from_ms"_L1).toDouble());
    const bool counted = fault.kind == Kind::Drift || fault.kind == Kind::Clusters;
    if (fault.id.isEmpty() || fault.service.isEmpty())
        error = u"a fault needs an id and a service"_s;
    else if (fault.isFelt() && (fault.ratio <= 0 || fault.ratio > 1))
        error = u"ratio must be above 0 and at most 1"_s;
    else if (counted && (fault.ratio <= 0 || fault.ratio > 1000))
        error = u"ratio must be above 0 and at most 1000"_s;
    else
        return fault;
    return std::nullopt;
}

QJsonObject Fault::toJson() const
{
    QJsonObject json{{u"id"_s, id}, {u"service"_s, service}, {u"kind"_s, kKinds.at(size_t(kind))}, {u"ratio"_s, ratio}};
    const auto add = [&json](QLatin1String key, const QString &value) {
        if (!value.isEmpty())
            json.insert(key, value);
    };
    add("version"_L1, version);
    add("flag"_L1, flag);
    add("environment"_L1, environment);
    add("cell"_L1, cell);
    QJsonObject config;
    for (const auto &[key, value] : {std::pair("map"_L1, configMap), std::pair("key"_L1, configKey),
                                     std::pair("value"_L1, configValue), std::pair("revision"_L1, configRevision)})
        if (!value.isEmpty())
            config.insert(key, value);
    if (!config.isEmpty())
        json.insert(u"config"_s, config);
    const auto addNumber = [&json](QLatin1String key, double value) {
        if (value != 0)
            json.insert(key, value);
    };
    addNumber("after_weight"_L1, afterWeight);
    addNumber("after_seconds"_L1, afterSeconds);
    addNumber("ramp_seconds"_L1, rampSeconds);
    addNumber("on_seconds"_L1, onSeconds);
    addNumber("every_seconds"_L1, everySeconds);
    addNumber("wave_seconds"_L1, waveSeconds);
    addNumber("for_seconds"_L1, forSeconds);
    if (fromSim)
        json.insert(u"from_ms"_s, *fromSim);
    return json;
}

void Harm::add(const Harm &other, double strength)
{
    errors = 1 - (1 - errors) * (1 - other.errors * strength);
    slow = 1 - (1 - slow) * (1 - other.slow * strength);
    business = 1 - (1 - business) * (1 - other.business * strength);
    times *= 1 + (other.times - 1) * strength;
    cluster = std::max(cluster, other.cluster);
    unseen = unseen || other.unseen;
}

void Faults::add(const Fault &fault)
{
    clear(fault.id);
    m_faults.append(fault);
}

bool Faults::clear(const QString &id)
{
    const auto gone = m_faults.removeIf([&id](const Fault &fault) { return id.isEmpty() || fault.id == id; });
    std::erase_if(m_since,
                  [&id](const auto &item) { return id.isEmpty() || item.first.startsWith(id + QLatin1Char('|')); });
    return gone > 0;
}

QString Faults::stateKey(const Fault &fault, const ServingVersion &version)
{
    return fault.id + QLatin1Char('|') + version.service + QLatin1Char('@') + version.environment + QLatin1Char('/') +
           version.cell + QLatin1Char('|') + version.hash;
}

bool Faults::configured(const Fault &fault, const ServingVersion &version)
{
    if (fault.configKey.isEmpty() && fault.configRevision.isEmpty())
        return true;
    const QString name = fault.configMap.isEmpty() ? configSetName(fault.service) : fault.configMap;
    return std::any_of(version.configs.begin(), version.configs.end(), [&](const ConfigSet &set) {
        return set.name == name &&
               (fault.configKey.isEmpty() || set.data.value(fault.configKey).toString() == fault.configValue) &&
               (fault.configRevision.isEmpty() || set.revision == fault.configRevision);
    });
}

bool Faults::carried(const Fault &fault, const ServingVersion &version) const
{
    return fault.service == version.service && (fault.version.isEmpty() || fault.version == version.tag) &&
           (fault.environment.isEmpty() || fault.environment == version.environment) &&
           (fault.cell.isEmpty() || fault.cell == version.cell) &&
           (fault.flag.isEmpty() || m_flags.share(fault.flag, version.environment) > 0) && configured(fault, version);
}

void Faults::backdate(const QString &faultId, const ServingVersion &version, qint64 simMs)
{
    for (const Fault &fault : m_faults)
        if (fault.id == faultId)
            m_since[stateKey(fault, version)] = simMs;
}

void Faults::gone(const ServingVersion &version)
{
    for (const Fault &fault : m_faults)
        m_since.erase(stateKey(fault, version));
}

double Faults::strength(const Fault &fault, qint64 sinceSim, qint64 simMs)
{
    const double age = double(simMs - sinceSim) / 1000 - fault.afterSeconds;
    if (age < 0 || (fault.forSeconds > 0 && age >= fault.forSeconds))
        return 0;
    if (fault.everySeconds > 0 && std::fmod(age, fault.everySeconds) >= fault.onSeconds)
        return 0;
    const double full = fault.kind == Fault::Kind::NoMetrics ? 1 : fault.ratio;
    const double swell =
        fault.waveSeconds > 0 ? (1 - std::cos(2 * std::numbers::pi * age / fault.waveSeconds)) / 2 : 1.0;
    return full * swell * (fault.rampSeconds > 0 ? std::min(1.0, age / fault.rampSeconds) : 1.0);
}

double Faults::reach(const Fault &fault, const ServingVersion &version) const
{
    return fault.flag.isEmpty() || !fault.isFelt() ? 1 : m_flags.share(fault.flag, version.environment);
}

std::optional<qint64> Faults::since(const Fault &fault, const ServingVersion &version) const
{
    if (fault.fromSim)
        return fault.fromSim;
    const auto found = m_since.find(stateKey(fault, version));
    return found == m_since.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::pair<Fault, double>> Faults::felt(const ServingVersion &version, qint64 simMs) const
{
    std::vector<std::pair<Fault, double>> all;
    for (const Fault &fault : m_faults) {
        const std::optional<qint64> began = since(fault, version);
        if (!began || !carried(fault, version))
            continue;
        if (const double suffers = strength(fault, *began, simMs) * reach(fault, version); suffers > 0)
            all.emplace_back(fault, suffers);
    }
    return all;
}

Harm Faults::harm(const ServingVersion &version, qint64 simMs)
{
    Harm sum;
    for (const Fault &fault : m_faults) {
        if (fault.service != version.service)
            continue;
        if (!carried(fault, version)) {
            m_since.erase(stateKey(fault, version));
            continue;
        }
        std::optional<qint64> began = since(fault, version);
        if (!began) {
            if (version.weight * 100 + 1e-9 < fault.afterWeight)
                continue;
            began = m_since.emplace(stateKey(fault, version), simMs).first->second;
        }
        const double suffers = strength(fault, *began, simMs) * reach(fault, version);
        Harm own;
        if (fault.kind == Fault::Kind::Errors)
            own.errors = suffers;
        else if (fault.kind == Fault::Kind::Slow)
            own.slow = suffers;
        else if (fault.kind == Fault::Kind::Business)
            own.business = suffers;
        else if (fault.kind == Fault::Kind::Drift)
            own.times = 1 + suffers;
        else if (fault.kind == Fault::Kind::Clusters)
            own.cluster = std::max(1.0, suffers);
        else if (fault.kind == Fault::Kind::NoMetrics)
            own.unseen = suffers > 0;
        sum.add(own);
    }
    return sum;
}

bool Faults::migrationFails(const QString &service, const QString &tag, const QString &cluster) const
{
    return std::any_of(m_faults.begin(), m_faults.end(), [&](const Fault &fault) {
        return fault.kind == Fault::Kind::MigrationFails && fault.service == service &&
               (fault.version.isEmpty() || fault.version == tag) &&
               (fault.environment.isEmpty() || cluster.startsWith(fault.environment + QLatin1Char('-'))) &&
               (fault.cell.isEmpty() || cluster.endsWith(QLatin1Char('-') + fault.cell));
    });
}

PodFate Faults::fate(const QString &image) const
{
    const QString service = image.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), 0, 0);
    const QString tag = imageTag(image);
    for (const Fault &fault : m_faults) {
        if (fault.service != service || (!fault.version.isEmpty() && fault.version != tag))
            continue;
        if (!fault.flag.isEmpty() && m_flags.share(fault.flag, {}) == 0)
            continue;
        if (fault.kind == Fault::Kind::CannotPull)
            return PodFate::CannotPull;
        if (fault.kind == Fault::Kind::Crashes)
            return PodFate::Crashes;
    }
    // A tag that nobody ever built.
    return tag.startsWith("bad"_L1) ? PodFate::CannotPull : PodFate::Starts;
}

} // namespace astern::connectors::sandbox
