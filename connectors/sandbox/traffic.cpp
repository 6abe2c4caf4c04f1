// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/traffic.h"

#include "connectors/sandbox/json.h"

#include <cmath>
#include <numbers>

namespace astern::connectors::sandbox {

static constexpr std::array kStatuses{"200"_L1, "404"_L1, "500"_L1, "503"_L1};

// How high a wave of this height stands at this hour; it swings around 1.
static double waveAt(qint64 wallMs, double height)
{
    const double day = double(wallMs % 86'400'000) / 86'400'000;
    return 1 + height * std::sin(2 * std::numbers::pi * (day - 0.35));
}

Habits Habits::of(const ServiceSpec &service, const CellSpec &cell)
{
    Habits habits;
    habits.requestsPerSecond = service.requestsPerSecond * cell.traffic;
    habits.errorRatio = service.errorRatio;
    habits.medianMs = service.medianMs;
    habits.businessRatio = service.businessRatio;
    return habits;
}

void Traffic::add(const ServiceSpec &service, const CellSpec &cell, Cluster &cluster)
{
    Place place;
    place.service = service;
    place.cell = cell;
    place.habits = Habits::of(service, cell);
    place.cluster = &cluster;
    place.owner = workloadResource(service) + QLatin1Char('|') + ObjectStore::key(nameSpace(), service.id);
    place.random = Random::stream(m_seed, u"noise of "_s + service.id + cell.context());
    m_index[service.id + QLatin1Char('@') + cluster.name()] = m_places.size();
    m_places.push_back(std::move(place));
}

bool Traffic::setHabits(const QString &service, const QString &cluster, const std::optional<Habits> &habits)
{
    const auto it = m_index.find(service + QLatin1Char('@') + cluster);
    if (it == m_index.end())
        return false;
    Place &place = m_places[it->second];
    place.habits = habits ? *habits : Habits::of(place.service, place.cell);
    return true;
}

void Traffic::setScraped(const QString &service, bool on)
{
    if (on)
        m_unscraped.erase(service);
    else
        m_unscraped.insert(service);
    for (Place &place : m_places)
        if (place.service.id == service)
            for (auto &[hash, arm] : place.arms)
                if (arm.serving && !arm.unseen) {
                    if (on)
                        openSeries(place, arm, false);
                    else
                        closeSeries(arm);
                }
}

void Traffic::advance(Moment now, double seconds, bool light)
{
    for (Place &place : m_places)
        place.counted = place.service.fleet != light;
    for (Place &place : m_places)
        if (!place.counted)
            count(place, now, seconds);
}

Traffic::Place *Traffic::find(const Place &from, const QString &service)
{
    const auto it = m_index.find(service + QLatin1Char('@') + from.cluster->name());
    return it == m_index.end() ? nullptr : &m_places[it->second];
}

void Traffic::count(Place &place, Moment now, double seconds)
{
    place.counted = true;
    // Dependencies first: what they suffer is felt here, by both versions alike.
    Harm inherited;
    for (const DependencySpec &dependency : place.service.dependencies) {
        Place *other = find(place, dependency.service);
        if (!other)
            continue;
        if (!other->counted)
            count(*other, now, seconds);
        inherited.add(other->harm, dependency.strength);
    }
    const Habits &habits = place.habits;
    place.noise += -0.05 * place.noise + habits.noise * place.random.normal();
    const double rate = habits.requestsPerSecond * waveAt(now.wall, habits.wave) * std::max(0.2, 1 + place.noise);

    const std::vector<Share> &shares = place.cluster->shares(place.owner);
    place.harm = inherited;
    if (shares.empty())
        place.harm.errors = 1; // nothing answers
    Harm own;
    for (const Share &share : shares) {
        Arm &served = arm(place, share);
        const Harm fault = m_faults.harm(served.version, now.sim);
        own.errors += fault.errors * share.weight;
        own.slow += fault.slow * share.weight;
        Harm both = inherited;
        both.add(fault);
        setUnseen(place, served, both.unseen);
        countArm(place, served, both, rate * seconds * share.weight, now);
    }
    place.harm.add(own);
    for (auto &[hash, candidate] : place.arms) {
        const bool serves = std::any_of(shares.begin(), shares.end(), [&](const Share &s) { return s.hash == hash; });
        if (!serves && candidate.serving) {
            candidate.serving = false;
            m_faults.gone(candidate.version);
        }
        if (!candidate.serving && candidate.open) {
            bool pods = false;
            for (const auto *set : place.cluster->sets().of(place.owner))
                pods = pods || (set->hash == hash && !set->pods.empty());
            if (!pods) { // the last pod is gone, and with it the target
                closeSeries(candidate);
                candidate.open = false;
            }
        }
    }
}

void Traffic::setUnseen(const Place &place, Arm &arm, bool unseen)
{
    if (arm.unseen == unseen)
        return;
    arm.unseen = unseen;
    if (unseen)
        closeSeries(arm);
    else if (!m_unscraped.contains(place.service.id))
        openSeries(place, arm, false);
}

Traffic::Arm &Traffic::arm(Place &place, const Share &share)
{
    const auto [it, made] = place.arms.try_emplace(share.hash);
    Arm &arm = it->second;
    if (made) {
        arm.random = Random::stream(m_seed, u"requests to "_s + place.service.id + place.cell.context() + share.hash);
    }
    if (!arm.serving) {
        arm.version = {
            place.service.id, place.cell.environment, place.cell.cell, share.hash, imageTag(share.image), 0, {}};
        if (!arm.open) {
            openSeries(place, arm, true);
            if (m_unscraped.contains(place.service.id))
                closeSeries(arm);
        }
        arm.open = true;
        arm.serving = true;
    }
    arm.version.weight = share.weight;
    if (!place.service.fleet)
        arm.version.configs = place.configs.read(place.cluster->store(), place.service.id);
    return arm;
}

void Traffic::openSeries(const Place &place, Arm &arm, bool fresh)
{
    const QString hashLabel =
        place.service.strategy == Strategy::Deployment ? u"pod_template_hash"_s : u"rollouts_pod_template_hash"_s;
    const Labels base{
        {u"service"_s, place.service.id}, {u"namespace"_s, nameSpace()},   {u"environment"_s, place.cell.environment},
        {u"cell"_s, place.cell.cell},     {u"version"_s, arm.version.tag}, {hashLabel, arm.version.hash}};
    const auto series = [&](const QString &name, const QString &label = {}, const QString &value = {}) {
        Labels labels = base;
        labels[u"__name__"_s] = name;
        if (!label.isEmpty())
            labels[label] = value;
        const size_t index = m_samples.open(labels);
        if (fresh) // new pods count from nothing
            m_samples.set(index, 0);
        return index;
    };
    for (size_t i = 0; i < kStatuses.size(); ++i)
        arm.byStatus[i] = series(u"http_requests_total"_s, u"status"_s, kStatuses[i]);
    if (place.service.fleet)
        return;
    for (size_t i = 0; i <= kBuckets.size(); ++i)
        arm.buckets[i] = series(u"http_request_duration_seconds_bucket"_s, u"le"_s,
                                i < kBuckets.size() ? formatValue(kBuckets[i]) : u"+Inf"_s);
    arm.sum = series(u"http_request_duration_seconds_sum"_s);
    arm.count = series(u"http_request_duration_seconds_count"_s);
    arm.memory = series(u"process_resident_memory_bytes"_s);
    if (!place.service.business.isEmpty())
        arm.business = series(place.service.business);
}

void Traffic::closeSeries(Arm &arm)
{
    for (const size_t index : arm.byStatus)
        m_samples.close(index);
    if (arm.count == 0)
        return;
    for (const size_t index : arm.buckets)
        m_samples.close(index);
    for (const size_t index : {arm.sum, arm.count, arm.memory})
        m_samples.close(index);
    if (arm.business != 0)
        m_samples.close(arm.business);
}

// Probability of each bucket: a log-normal body, and the slow share far beyond every limit.
std::array<double, Traffic::kBuckets.size() + 1> Traffic::latencies(double medianMs, double slow)
{
    const auto below = [](double seconds, double median, double sigma) {
        return 0.5 * std::erfc(-std::log(seconds / median) / (sigma * std::numbers::sqrt2));
    };
    std::array<double, kBuckets.size() + 1> probability{};
    double last = 0;
    for (size_t i = 0; i <= kBuckets.size(); ++i) {
        const double now = i == kBuckets.size() ? 1
                                                : (1 - slow) * below(kBuckets[i], medianMs / 1000, 0.45) +
                                                      slow * below(kBuckets[i], 0.9, 0.35);
        probability[i] = std::max(0.0, now - last);
        last = now;
    }
    return probability;
}

qint64 Traffic::failures(Arm &arm, qint64 total, double failing, double cluster) const
{
    if (cluster <= 1)
        return arm.random.binomial(total, failing);
    // As many on average, but each cluster has one more with the same chance as ever: a geometric size.
    qint64 failed = 0;
    for (qint64 left = arm.random.poisson(double(total) * failing / cluster); left > 0; --left)
        failed += 1 + qint64(std::log(1 - arm.random.uniform()) / std::log(1 - 1 / cluster));
    return std::min(failed, total);
}

void Traffic::countArm(Place &place, Arm &arm, const Harm &harm, double requests, Moment now)
{
    const qint64 total = arm.random.poisson(requests);
    const Habits &habits = place.habits;
    const double failing = 1 - (1 - std::min(1.0, habits.errorRatio * harm.times)) * (1 - harm.errors);
    const qint64 failed = failures(arm, total, failing, harm.cluster);
    const qint64 missing = arm.random.binomial(total - failed, 0.004);
    const qint64 unavailable = arm.random.binomial(failed, 0.4);
    const qint64 good = total - failed - missing;
    m_samples.add(arm.byStatus[0], double(good));
    m_samples.add(arm.byStatus[1], double(missing));
    m_samples.add(arm.byStatus[2], double(failed - unavailable));
    m_samples.add(arm.byStatus[3], double(unavailable));
    if (place.service.fleet)
        return;
    const auto probability = latencies(habits.medianMs, 1 - (1 - habits.slowRatio) * (1 - harm.slow));
    qint64 left = total;
    double rest = 1;
    qint64 upTo = 0;
    double seconds = 0;
    for (size_t i = 0; i <= kBuckets.size(); ++i) {
        const bool last = i == kBuckets.size();
        const qint64 here =
            last ? left : arm.random.binomial(left, rest > 0 ? std::min(1.0, probability[i] / rest) : 0);
        left -= here;
        rest -= probability[i];
        upTo += here;
        m_samples.add(arm.buckets[i], double(upTo));
        const double low = i == 0 ? 0 : kBuckets[i - 1];
        seconds += double(here) * (last ? low * 1.2 : (low + kBuckets[i]) / 2);
    }
    m_samples.add(arm.sum, std::round(seconds * 1e6) / 1e6);
    m_samples.add(arm.count, double(total));
    const double growth = harm.slow * 600e6;
    m_samples.set(arm.memory, std::round(180e6 + growth + 4e6 * arm.random.normal()));
    if (!place.service.business.isEmpty()) {
        const double ratio = habits.businessRatio * waveAt(now.wall, habits.businessWave) * (1 - harm.business);
        m_samples.add(arm.business, double(arm.random.binomial(good, ratio)));
    }
}

} // namespace astern::connectors::sandbox
