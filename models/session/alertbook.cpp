// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/alertbook.h"

#include "models/workspace/placeholders.h"

#include <algorithm>
#include <array>

namespace astern {
namespace {

constexpr std::array kServiceLabels{"service", "app", "job"};

// An alert without such a label is about all of them.
bool fitsWhere(const QMap<QString, QString> &labels, const char *name, const char *shortName, const QString &wanted)
{
    for (const char *label : {name, shortName}) {
        const auto found = labels.constFind(QLatin1String(label));
        if (found != labels.cend())
            return *found == wanted;
    }
    return true;
}

} // namespace

bool usualLabelsFit(const QMap<QString, QString> &labels, const Placement &place)
{
    const bool service = std::any_of(kServiceLabels.begin(), kServiceLabels.end(), [&](const char *label) {
        return labels.value(QLatin1String(label)) == place.service;
    });
    return service && fitsWhere(labels, "environment", "env", place.environment) &&
           fitsWhere(labels, "cell", "cluster", place.cell);
}

bool labelsFit(const QMap<QString, QString> &labels, const QMap<QString, QString> &wanted)
{
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
        const auto found = labels.constFind(it.key());
        // Several that are all meant: "checkout|checkout-worker".
        if (found == labels.cend() || !it.value().split(QLatin1Char('|')).contains(*found))
            return false;
    }
    return true;
}

void AlertBook::setWorkspace(const Workspace &workspace)
{
    m_places.clear();
    m_usual.clear();
    m_special.clear();
    for (const ServiceConfig &service : workspace.services) {
        for (const Placement &placement : service.placements) {
            Place place{.placement = placement, .key = placement.key(), .labels = service.alertLabels};
            for (QString &value : place.labels)
                value = withPlace(value, placement);
            if (place.labels.isEmpty())
                m_usual[placement.service].append(m_places.size());
            else
                m_special.append(m_places.size());
            m_places.append(place);
        }
    }
    (void)sort();
}

QSet<QString> AlertBook::set(const AlertBatch &batch)
{
    m_alerts.insert(batch.backend, batch.alerts);
    return sort();
}

QSet<QString> AlertBook::forget(const QString &backend)
{
    return m_alerts.remove(backend) > 0 ? sort() : QSet<QString>();
}

QStringList AlertBook::placesOf(const Alert &alert) const
{
    QStringList keys;
    QSet<QString> services; // service and app may both name it
    for (const char *label : kServiceLabels)
        services.insert(alert.labels.value(QLatin1String(label)));
    for (const QString &service : std::as_const(services)) {
        for (const qsizetype at : m_usual.value(service)) {
            if (usualLabelsFit(alert.labels, m_places.at(at).placement))
                keys.append(m_places.at(at).key);
        }
    }
    for (const qsizetype at : m_special) {
        if (labelsFit(alert.labels, m_places.at(at).labels))
            keys.append(m_places.at(at).key);
    }
    return keys;
}

QSet<QString> AlertBook::sort()
{
    const QHash<QString, QList<Alert>> before = std::exchange(m_byPlace, {});
    m_ofNoPlace.clear();
    QSet<QString> seen;
    for (const QList<Alert> &alerts : std::as_const(m_alerts)) {
        for (const Alert &alert : alerts) {
            if (seen.contains(alert.fingerprint))
                continue;
            seen.insert(alert.fingerprint);
            const QStringList places = placesOf(alert);
            for (const QString &key : places)
                m_byPlace[key].append(alert);
            if (places.isEmpty())
                m_ofNoPlace.append(alert);
        }
    }
    QSet<QString> differ;
    for (auto it = m_byPlace.begin(); it != m_byPlace.end(); ++it) {
        std::sort(it->begin(), it->end(), isBefore);
        if (before.value(it.key()) != *it)
            differ.insert(it.key());
    }
    std::sort(m_ofNoPlace.begin(), m_ofNoPlace.end(), isBefore);
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!m_byPlace.contains(it.key()))
            differ.insert(it.key());
    }
    return differ;
}

} // namespace astern
