// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/firstworkspace.h"

#include "models/document/section.h"
#include "models/workspace/firstsignals.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FirstWorkspace", text); }

constexpr auto kNoEnvironment = "unnamed";
constexpr auto kOnlyCell = "main";
constexpr qsizetype kNamedNamespaces = 8; // beyond, every namespace is watched where that is allowed

// An id out of a name that may hold anything: a context is often the address of a cluster.
QString idOf(const QString &name)
{
    static const QRegularExpression other(QStringLiteral("[^A-Za-z0-9._-]+"));
    static const QRegularExpression ends(QStringLiteral("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$"));
    QString id = name.section(QLatin1Char('/'), -1); // arn:aws:eks:…:cluster/shop
    id.replace(other, QStringLiteral("-"));
    id = id.left(48);
    id.remove(ends);
    return id.isEmpty() ? QStringLiteral("x") : id;
}

QString unique(const QString &wanted, QSet<QString> &taken)
{
    QString id = wanted;
    for (int i = 2; taken.contains(id); ++i)
        id = QStringLiteral("%1-%2").arg(wanted).arg(i);
    taken.insert(id);
    return id;
}

// One object with all that is known or guessed of it.
struct Place {
    FoundWorkload workload;
    qsizetype context = 0;
    QString service;
    QString environment;
    QString cell;
    QString backend;
    bool guessed = false; // a word for the environment was found
    QString from;         // "namespace shop-prod", "context prod-eu-1"
};

class Builder {
public:
    explicit Builder(const Found &found) : m_found(found) {}

    FirstWorkspace build()
    {
        collect();
        nameServices();
        guessPlaces();
        partPlaces();
        nameBackends();
        write();
        return m_first;
    }

private:
    void collect()
    {
        for (qsizetype c = 0; c < m_found.contexts.size(); ++c) {
            const QList<FoundWorkload> &all = m_found.contexts.at(c).workloads;
            QSet<QString> taken; // Deployments whose pods a Rollout runs
            for (const FoundWorkload &workload : all) {
                if (workload.kind == WorkloadKind::ArgoRollout)
                    taken << workload.ns + QLatin1Char('/') + workload.name
                          << workload.ns + QLatin1Char('/') + workload.runs;
            }
            for (const FoundWorkload &workload : all) {
                const bool taking = workload.kind == WorkloadKind::Deployment &&
                                    taken.contains(workload.ns + QLatin1Char('/') + workload.name);
                if (!taking)
                    m_places.append({.workload = workload, .context = c});
            }
        }
    }
    // app.kubernetes.io/name says which service it is, unless several objects beside each other say the same.
    void nameServices()
    {
        const auto label = [](const Place &place) {
            const QString name = place.workload.labels.value(QStringLiteral("app.kubernetes.io/name"));
            return isPlainId(name) ? name : QString();
        };
        QHash<QString, int> sharing;
        const auto spot = [&label](const Place &place) {
            return QStringLiteral("%1/%2/%3").arg(place.context).arg(place.workload.ns, label(place));
        };
        for (const Place &place : std::as_const(m_places))
            ++sharing[spot(place)];
        for (Place &place : m_places) {
            const QString named = label(place);
            place.service = !named.isEmpty() && sharing.value(spot(place)) == 1 ? named : idOf(place.workload.name);
        }
    }
    void guessPlaces()
    {
        for (Place &place : m_places) {
            const QString context = m_found.contexts.at(place.context).name;
            const WhereGuess byContext = guessWhere(context);
            const WhereGuess byNamespace = guessWhere(place.workload.ns);
            // The namespace is the nearer one: a cluster may hold several environments.
            if (!byNamespace.environment.isEmpty()) {
                place.environment = byNamespace.environment;
                place.from = tr("namespace %1").arg(place.workload.ns);
            } else if (!byContext.environment.isEmpty()) {
                place.environment = byContext.environment;
                place.from = tr("context %1").arg(context);
            }
            place.guessed = !place.environment.isEmpty();
            if (!place.guessed)
                place.environment = QLatin1String(kNoEnvironment);
            place.cell = byContext.rest.isEmpty() ? QLatin1String(kOnlyCell) : idOf(byContext.rest);
        }
    }
    // Two objects of a service in one cell: the namespace parts them, or the object's own name.
    void partPlaces()
    {
        for (const bool byName : {false, true}) {
            QHash<QString, int> count;
            const auto key = [](const Place &place) {
                return place.service + QLatin1Char('@') + place.environment + QLatin1Char('/') + place.cell;
            };
            for (const Place &place : std::as_const(m_places))
                ++count[key(place)];
            for (Place &place : m_places) {
                if (count.value(key(place)) < 2)
                    continue;
                if (byName)
                    place.service = unique(place.service, m_services);
                else
                    place.cell = idOf(place.cell + QLatin1Char('-') + place.workload.ns);
            }
        }
        std::stable_sort(m_places.begin(), m_places.end(), [](const Place &a, const Place &b) {
            return std::tie(a.service, a.environment, a.cell) < std::tie(b.service, b.environment, b.cell);
        });
    }
    void nameBackends()
    {
        QSet<QString> taken;
        QHash<QString, QString> ids;
        for (Place &place : m_places) {
            const bool argo = place.workload.kind == WorkloadKind::ArgoRollout;
            const QString key = QStringLiteral("%1 %2").arg(place.context).arg(argo);
            if (!ids.contains(key)) {
                const QString suffix = argo ? QStringLiteral("-rollouts") : QStringLiteral("-deployments");
                ids.insert(key, unique(idOf(m_found.contexts.at(place.context).name) + suffix, taken));
            }
            place.backend = ids.value(key);
        }
    }

    void line(const QString &text) { m_first.yaml += text.toUtf8() + '\n'; }

    void write()
    {
        line(QStringLiteral(
            "# A first workspace, written by `asternctl discover` from what the systems say. Lines with"));
        line(
            QStringLiteral("# CHECK hold a guess: read them, correct them, take the comment out. It holds no secret."));
        line(QStringLiteral("astern: workspace/v1"));
        line(QStringLiteral("name: ") + yamlText(m_found.name));
        line({});
        writeBackends();
        writeEnvironments();
        writeServices();
        if (m_places.isEmpty())
            m_first.doubts.append(tr("Neither a Rollout nor a Deployment was found."));
    }
    void writeBackends()
    {
        QStringList ids;
        for (const Place &place : std::as_const(m_places)) {
            if (!ids.contains(place.backend))
                ids.append(place.backend);
        }
        ids.sort();
        line(QStringLiteral("backends:%1")
                 .arg(ids.isEmpty() && m_found.prometheus.isEmpty() ? QStringLiteral(" {}") : QString()));
        for (const QString &id : std::as_const(ids)) {
            QStringList namespaces;
            const Place *one = nullptr;
            for (const Place &place : std::as_const(m_places)) {
                if (place.backend != id)
                    continue;
                one = &place;
                if (!namespaces.contains(yamlText(place.workload.ns)))
                    namespaces.append(yamlText(place.workload.ns));
            }
            namespaces.sort();
            const FoundContext &context = m_found.contexts.at(one->context);
            const bool all = context.everywhere && namespaces.size() > kNamedNamespaces;
            line(QStringLiteral("  %1:").arg(yamlText(id)));
            line(QStringLiteral("    type: ") + (one->workload.kind == WorkloadKind::ArgoRollout
                                                     ? QStringLiteral("argo-rollouts")
                                                     : QStringLiteral("kubernetes")));
            line(QStringLiteral("    kubeconfig: ") + yamlText(m_found.kubeconfig));
            line(QStringLiteral("    context: ") + yamlText(context.name));
            if (!all)
                line(QStringLiteral("    namespaces: [%1]").arg(namespaces.join(QStringLiteral(", "))));
        }
        if (!m_found.prometheus.isEmpty()) {
            line(QStringLiteral("  prom:"));
            line(QStringLiteral("    type: ") + m_found.prometheusType);
            line(QStringLiteral("    url: ") + yamlText(m_found.prometheus));
        }
        line({});
    }
    void writeEnvironments()
    {
        QMap<QString, QStringList> cells;
        QMap<QString, QStringList> from;
        for (const Place &place : std::as_const(m_places)) {
            if (!cells[place.environment].contains(place.cell))
                cells[place.environment].append(place.cell);
            if (!place.from.isEmpty() && !from[place.environment].contains(place.from))
                from[place.environment].append(place.from);
        }
        line(QStringLiteral("environments:%1").arg(cells.isEmpty() ? QStringLiteral(" {}") : QString()));
        for (auto it = cells.begin(); it != cells.end(); ++it) {
            it.value().sort();
            const bool guessed = it.key() != QLatin1String(kNoEnvironment);
            if (guessed) {
                line(QStringLiteral("  # CHECK: guessed from %1. Production? Then say `protected: true`.")
                         .arg(from.value(it.key()).mid(0, 4).join(QStringLiteral(", "))));
            } else {
                line(QStringLiteral("  # CHECK: neither context nor namespace says what this is. Give it a name."));
                m_first.doubts.append(
                    tr("Neither context nor namespace names an environment for some services: they are in \"%1\".")
                        .arg(QLatin1String(kNoEnvironment)));
            }
            QStringList ids;
            for (const QString &cell : std::as_const(it.value()))
                ids.append(yamlText(cell));
            line(QStringLiteral("  %1: {cells: [%2]}").arg(yamlText(it.key()), ids.join(QStringLiteral(", "))));
        }
        line({});
    }
    void writeServices()
    {
        line(QStringLiteral("services:%1").arg(m_places.isEmpty() ? QStringLiteral(" {}") : QString()));
        for (qsizetype i = 0; i < m_places.size();) {
            qsizetype end = i;
            while (end < m_places.size() && m_places.at(end).service == m_places.at(i).service)
                ++end;
            writeService(m_places.mid(i, end - i));
            i = end;
        }
    }
    void writeService(const QList<Place> &places)
    {
        const QString id = places.first().service;
        ++m_first.services;
        m_first.places += int(places.size());
        line(QStringLiteral("  %1:").arg(yamlText(id)));
        const QString partOf = places.first().workload.labels.value(QStringLiteral("app.kubernetes.io/part-of"));
        static const QRegularExpression control(QStringLiteral("[\\x00-\\x1f]"));
        if (!partOf.isEmpty())
            line(QStringLiteral("    # part of ") + QString(partOf).remove(control).left(63));
        line(QStringLiteral("    rollouts:"));
        QList<SignalPlace> measured;
        for (const Place &place : places) {
            line(QStringLiteral("      - {environment: %1, cell: %2, backend: %3, namespace: %4, name: %5}")
                     .arg(yamlText(place.environment), yamlText(place.cell), yamlText(place.backend),
                          yamlText(place.workload.ns), yamlText(place.workload.name)));
            measured.append(
                {place.environment, place.cell, place.workload.ns, place.workload.name, place.workload.kind});
        }
        if (m_found.prometheus.isEmpty())
            return;
        const FirstSignals found = firstSignals(id, measured, m_found.metrics);
        m_first.doubts += found.doubts;
        if (found.yaml.isEmpty())
            return;
        ++m_first.measured;
        m_first.yaml += found.yaml;
    }

    const Found &m_found;
    QList<Place> m_places;
    QSet<QString> m_services; // names given to part what shares one
    FirstWorkspace m_first;
};

} // namespace

WhereGuess guessWhere(const QString &name)
{
    static const QHash<QString, QString> words{
        {QStringLiteral("prod"), QStringLiteral("prod")},       {QStringLiteral("production"), QStringLiteral("prod")},
        {QStringLiteral("prd"), QStringLiteral("prod")},        {QStringLiteral("live"), QStringLiteral("prod")},
        {QStringLiteral("staging"), QStringLiteral("staging")}, {QStringLiteral("stage"), QStringLiteral("staging")},
        {QStringLiteral("stg"), QStringLiteral("staging")},     {QStringLiteral("preprod"), QStringLiteral("staging")},
        {QStringLiteral("test"), QStringLiteral("test")},       {QStringLiteral("qa"), QStringLiteral("test")},
        {QStringLiteral("uat"), QStringLiteral("test")},        {QStringLiteral("dev"), QStringLiteral("dev")},
        {QStringLiteral("development"), QStringLiteral("dev")}};
    static const QRegularExpression between(QStringLiteral("[^A-Za-z0-9]+"));
    // Of an address only the end is a name: arn:aws:eks:eu-west-1:1234:cluster/shop-prod.
    QStringList parts = name.section(QLatin1Char('/'), -1).split(between, Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        QString environment = words.value(parts.at(i).toLower());
        if (environment.isEmpty())
            continue;
        // "pre-prod" and "non-prod" are not production.
        const QString before = i > 0 ? parts.at(i - 1).toLower() : QString();
        const bool denied =
            environment == QLatin1String("prod") &&
            (before == QLatin1String("pre") || before == QLatin1String("non") || before == QLatin1String("no"));
        if (denied)
            environment = before == QLatin1String("pre") ? QStringLiteral("staging") : QStringLiteral("nonprod");
        parts.removeAt(i);
        if (denied)
            parts.removeAt(i - 1);
        return {environment, parts.join(QLatin1Char('-'))};
    }
    return {{}, parts.join(QLatin1Char('-'))};
}

FirstWorkspace firstWorkspace(const Found &found) { return Builder(found).build(); }

} // namespace astern
