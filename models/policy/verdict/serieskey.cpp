// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/serieskey.h"

#include "models/policy/statistics/elementary.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace astern::policy {

namespace {

const QString kBucket = QStringLiteral("_bucket");
const QString kBound = QStringLiteral("le");

bool isEither(const QString &alternatives, const QString &value)
{
    const auto parts = QStringView(alternatives).split(u'|');
    return std::any_of(parts.begin(), parts.end(), [&value](QStringView part) {
        if (part.size() == 3 && part.endsWith(u"xx"))
            return value.size() == 3 && value.front() == part.front();
        return part == value;
    });
}

bool matches(const Query &query, const SeriesKey &key, const QString &suffix = {})
{
    if (query.source != key.source || query.selector.series + suffix != key.series)
        return false;
    const auto &where = query.selector.where;
    return std::all_of(where.keyBegin(), where.keyEnd(),
                       [&](const QString &label) { return matchesValue(where.value(label), key.labels.value(label)); });
}

std::vector<Role> rolesOf(const SeriesKey &key, const JudgedRollout &rollout)
{
    const auto has = [&key](const QMap<QString, QString> &labels) {
        return !labels.isEmpty() && std::all_of(labels.keyBegin(), labels.keyEnd(), [&](const QString &label) {
            const auto found = key.labels.constFind(label);
            return found != key.labels.constEnd() && *found == labels.value(label);
        });
    };
    std::vector<Role> roles{Role::All};
    if (has(rollout.newLabels))
        roles.push_back(Role::New);
    if (has(rollout.stableLabels))
        roles.push_back(Role::Stable);
    return roles;
}

std::optional<Feed::Part> partOf(const Events &events, const SeriesKey &key)
{
    if (const auto *counters = std::get_if<Events::Counters>(&events.from)) {
        // A series may be both: where all of it is bad.
        return matches(counters->total, key) ? std::optional(Feed::Part::Total) : std::nullopt;
    }
    const auto &histogram = std::get<Events::Histogram>(events.from);
    if (!matches(histogram.query, key, kBucket))
        return std::nullopt;
    const auto bound = key.labels.value(kBound);
    if (bound == QLatin1String("+Inf"))
        return Feed::Part::BucketAll;
    bool ok = false;
    const double seconds = bound.toDouble(&ok); // of the C locale
    if (ok && statistics::toE9(seconds) == histogram.overMs * 1'000'000)
        return Feed::Part::BucketWithin;
    return std::nullopt;
}

std::optional<Feed> statesFeed(const States &states, const SeriesKey &key, const JudgedRollout &rollout)
{
    if (states.source != key.source || states.object != key.series)
        return std::nullopt;
    if (!key.labels.contains(QStringLiteral("instance")))
        return Feed{0, Feed::Part::SignOfLife, {Role::All, Role::New, Role::Stable}};
    return Feed{0, Feed::Part::Instance, rolesOf(key, rollout)};
}

std::optional<Feed> probeFeed(const Signal &signal, const SeriesKey &key)
{
    if (key.source != QLatin1String("probe") || key.series != signal.id)
        return std::nullopt;
    const auto role = key.labels.value(QStringLiteral("role"));
    for (const auto one : {Role::New, Role::Stable, Role::All}) {
        if (role == toString(one))
            return Feed{0, Feed::Part::Probe, {one}};
    }
    return std::nullopt;
}

} // namespace

size_t qHash(const SeriesKey &key, size_t seed)
{
    size_t hash = qHashMulti(seed, key.source, key.series);
    for (auto label = key.labels.begin(); label != key.labels.end(); ++label)
        hash = qHashMulti(hash, label.key(), label.value());
    return hash;
}

bool operator<(const SeriesKey &a, const SeriesKey &b)
{
    if (a.source != b.source)
        return a.source < b.source;
    if (a.series != b.series)
        return a.series < b.series;
    return std::lexicographical_compare(a.labels.constKeyValueBegin(), a.labels.constKeyValueEnd(),
                                        b.labels.constKeyValueBegin(), b.labels.constKeyValueEnd());
}

bool matchesValue(const QString &pattern, const QString &value)
{
    return pattern.startsWith(u'!') ? !isEither(pattern.mid(1), value) : isEither(pattern, value);
}

std::vector<Feed> feedsOf(const SeriesKey &key, const Policy &policy, const JudgedRollout &rollout)
{
    std::vector<Feed> feeds;
    for (qsizetype i = 0; i < policy.signalSpecs.size(); ++i) {
        const auto &signal = policy.signalSpecs.at(i);
        std::optional<Feed> feed;
        if (const auto *events = std::get_if<Events>(&signal.body)) {
            if (const auto part = partOf(*events, key))
                feeds.push_back({i, *part, rolesOf(key, rollout)});
            const auto *counters = std::get_if<Events::Counters>(&events->from);
            if (counters && matches(counters->bad, key))
                feeds.push_back({i, Feed::Part::Bad, rolesOf(key, rollout)});
        } else if (const auto *gauge = std::get_if<Gauge>(&signal.body)) {
            if (matches(gauge->query, key))
                feed = Feed{0, Feed::Part::Gauge, rolesOf(key, rollout)};
        } else if (const auto *states = std::get_if<States>(&signal.body)) {
            feed = statesFeed(*states, key, rollout);
        } else {
            feed = probeFeed(signal, key);
        }
        if (!feed)
            continue;
        feed->signal = i;
        feeds.push_back(std::move(*feed));
    }
    return feeds;
}

} // namespace astern::policy
