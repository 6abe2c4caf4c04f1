// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/firstsignals.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FirstWorkspace", text); }

using Labels = QMap<QString, QString>;

// Counters of answers, the best known first; a histogram has `_bucket` besides.
QStringList counters()
{
    return {QStringLiteral("http_requests_total"), QStringLiteral("http_server_requests_seconds_count"),
            QStringLiteral("http_server_request_duration_seconds_count"), QStringLiteral("istio_requests_total"),
            QStringLiteral("nginx_ingress_controller_requests")};
}
QStringList histograms()
{
    return {QStringLiteral("http_request_duration_seconds"), QStringLiteral("http_server_requests_seconds"),
            QStringLiteral("http_server_request_duration_seconds")};
}
QStringList nameLabels()
{
    return {QStringLiteral("service"),    QStringLiteral("app_kubernetes_io_name"), QStringLiteral("app"),
            QStringLiteral("deployment"), QStringLiteral("destination_workload"),   QStringLiteral("job")};
}
QStringList statusLabels()
{
    return {QStringLiteral("status"), QStringLiteral("code"), QStringLiteral("status_code"),
            QStringLiteral("http_response_status_code"), QStringLiteral("response_code")};
}
// Labels that may tell places apart, with what stands for their value in a workspace.
QList<QPair<QString, QString>> placeLabels()
{
    return {{QStringLiteral("environment"), QStringLiteral("{environment}")},
            {QStringLiteral("env"), QStringLiteral("{environment}")},
            {QStringLiteral("cell"), QStringLiteral("{cell}")},
            {QStringLiteral("cluster"), QStringLiteral("{cell}")},
            {QStringLiteral("namespace"), QStringLiteral("{namespace}")},
            {QStringLiteral("exported_namespace"), QStringLiteral("{namespace}")},
            {QStringLiteral("kubernetes_namespace"), QStringLiteral("{namespace}")}};
}
constexpr auto kRolloutHash = "rollouts_pod_template_hash";
constexpr auto kDeploymentHash = "pod_template_hash";

QString valueFor(const QString &placeholder, const SignalPlace &place)
{
    return placeholder == QLatin1String("{environment}") ? place.environment
           : placeholder == QLatin1String("{cell}")      ? place.cell
                                                         : place.ns;
}

const FoundMetric *metricNamed(const QList<FoundMetric> &metrics, const QString &name)
{
    const auto found = std::find_if(metrics.cbegin(), metrics.cend(), [&](const FoundMetric &metric) {
        return metric.name == name && !metric.labels.isEmpty();
    });
    return found == metrics.cend() ? nullptr : &*found;
}

// How the series of one service are found: labels with literal text and placeholders.
struct Selector {
    Labels text;
    [[nodiscard]] bool matches(const Labels &series, const QString &service, const SignalPlace &place) const
    {
        return std::all_of(text.keyValueBegin(), text.keyValueEnd(), [&](const auto &label) {
            const QString &value = label.second;
            const QString wanted = value == QLatin1String("{service}")  ? service
                                   : value.startsWith(QLatin1Char('{')) ? valueFor(value, place)
                                                                        : value;
            return series.value(label.first) == wanted;
        });
    }
};

// The label that carries the service's name, or that of its object.
std::optional<Selector> nameSelector(const QString &service, const QList<SignalPlace> &places,
                                     const FoundMetric &metric)
{
    QStringList names{service};
    const bool sameName = std::all_of(places.cbegin(), places.cend(),
                                      [&](const SignalPlace &place) { return place.name == places.first().name; });
    if (sameName)
        names.append(places.first().name);
    for (const QString &label : nameLabels()) {
        for (const QString &name : std::as_const(names)) {
            const bool any = std::any_of(metric.labels.cbegin(), metric.labels.cend(),
                                         [&](const Labels &series) { return series.value(label) == name; });
            if (any)
                return Selector{{{label, name == service ? QStringLiteral("{service}") : name}}};
        }
    }
    return std::nullopt;
}

// Adds what holds for every place; then each place must have series of its own, and no other's.
bool tellPlacesApart(Selector &selector, const QString &service, const QList<SignalPlace> &places,
                     const FoundMetric &metric)
{
    for (const auto &[label, placeholder] : placeLabels()) {
        Selector wider = selector;
        wider.text.insert(label, placeholder);
        const bool everywhere = std::all_of(places.cbegin(), places.cend(), [&](const SignalPlace &place) {
            return std::any_of(metric.labels.cbegin(), metric.labels.cend(),
                               [&](const Labels &series) { return wider.matches(series, service, place); });
        });
        if (everywhere)
            selector = wider;
    }
    QSet<QString> seen;
    for (const SignalPlace &place : places) {
        QStringList key;
        for (const QString &value : std::as_const(selector.text))
            key.append(value.startsWith(QLatin1Char('{')) && value != QLatin1String("{service}")
                           ? valueFor(value, place)
                           : value);
        seen.insert(key.join(QLatin1Char('\n')));
    }
    return seen.size() == places.size();
}

QString mapText(const Labels &labels)
{
    QStringList parts;
    for (auto it = labels.cbegin(); it != labels.cend(); ++it)
        parts.append(QStringLiteral("%1: %2").arg(yamlText(it.key()), yamlText(it.value())));
    return QLatin1Char('{') + parts.join(QStringLiteral(", ")) + QLatin1Char('}');
}

// A bound of the histogram that can be written in milliseconds, the nearest to 300.
std::optional<qint64> boundOf(const QList<Labels> &buckets)
{
    std::optional<qint64> best;
    for (const Labels &series : buckets) {
        bool isNumber = false;
        const double ms = series.value(QStringLiteral("le")).toDouble(&isNumber) * 1000;
        if (!isNumber || !std::isfinite(ms) || ms < 1 || ms > 3'600'000 || std::abs(ms - std::round(ms)) > 1e-6)
            continue;
        const qint64 bound = std::llround(ms);
        if (!best || std::abs(bound - 300) < std::abs(*best - 300))
            best = bound;
    }
    return best;
}

} // namespace

QStringList knownMetrics()
{
    QStringList names = counters();
    for (const QString &name : histograms())
        names.append(name + QStringLiteral("_bucket"));
    return names;
}

QStringList tellingLabels()
{
    QStringList labels = nameLabels() + statusLabels();
    for (const auto &[label, placeholder] : placeLabels())
        labels.append(label);
    return labels + QStringList{QLatin1String(kRolloutHash), QLatin1String(kDeploymentHash), QStringLiteral("le")};
}

QString yamlText(const QString &text)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_/~][A-Za-z0-9_./~-]*$"));
    static const QStringList words{QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("null"),
                                   QStringLiteral("yes"),  QStringLiteral("no"),    QStringLiteral("on"),
                                   QStringLiteral("off"),  QStringLiteral("y"),     QStringLiteral("n"),
                                   QStringLiteral("~")};
    if (plain.match(text).hasMatch() && !words.contains(text.toLower()))
        return text;
    QString quoted = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            quoted += QLatin1Char('\\') + c;
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            quoted += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            quoted += c;
    }
    return quoted + QLatin1Char('"');
}

FirstSignals firstSignals(const QString &service, const QList<SignalPlace> &places, const QList<FoundMetric> &metrics)
{
    FirstSignals first;
    const FoundMetric *counter = nullptr;
    std::optional<Selector> selector;
    for (const QString &name : counters()) {
        counter = metricNamed(metrics, name);
        selector = counter ? nameSelector(service, places, *counter) : std::nullopt;
        if (selector)
            break;
    }
    if (!selector) {
        first.doubts.append(tr("%1: no known metric has a label with its name; it has no signals.").arg(service));
        return first;
    }
    if (!tellPlacesApart(*selector, service, places, *counter)) {
        first.doubts.append(
            tr("%1: the labels of %2 do not tell its places apart; it has no signals.").arg(service, counter->name));
        return first;
    }
    QList<Labels> mine;
    for (const SignalPlace &place : places) {
        qsizetype before = mine.size();
        std::copy_if(counter->labels.cbegin(), counter->labels.cend(), std::back_inserter(mine),
                     [&](const Labels &series) { return selector->matches(series, service, place); });
        if (mine.size() == before)
            first.doubts.append(
                tr("%1: %2 has no samples of it in %3/%4.").arg(service, counter->name, place.environment, place.cell));
    }
    if (mine.isEmpty())
        return first;

    QString text;
    const bool argo = places.first().kind == WorkloadKind::ArgoRollout;
    const bool oneKind = std::all_of(places.cbegin(), places.cend(),
                                     [&](const SignalPlace &place) { return place.kind == places.first().kind; });
    const QString hash = QLatin1String(argo ? kRolloutHash : kDeploymentHash);
    const bool hashed = oneKind && std::any_of(mine.cbegin(), mine.cend(),
                                               [&](const Labels &series) { return !series.value(hash).isEmpty(); });
    text += QStringLiteral("    roles:\n");
    if (hashed) {
        Labels role = selector->text;
        role.insert(hash, QStringLiteral("{hash}"));
        text += QStringLiteral("      new: %1\n").arg(mapText(role));
        role.insert(hash, QStringLiteral("{stable_hash}"));
        text += QStringLiteral("      stable: %1\n").arg(mapText(role));
    } else {
        first.doubts.append(
            tr("%1: no label of %2 tells its new version from the stable one.").arg(service, counter->name));
    }
    text += QStringLiteral("      all: %1\n").arg(mapText(selector->text));

    text +=
        QStringLiteral("    # CHECK: no limit is set. It is a decision, e.g. `limit: {above: 1%}`.\n    signals:\n");
    static const QRegularExpression answer(QStringLiteral("^[1-5][0-9][0-9]$"));
    for (const QString &label : statusLabels()) {
        const bool coded = std::any_of(mine.cbegin(), mine.cend(), [&](const Labels &series) {
            return answer.match(series.value(label)).hasMatch();
        });
        if (!coded)
            continue;
        text += QStringLiteral("      errors:\n        kind: events\n        total: {source: prom, series: %1}\n"
                               "        bad: {source: prom, series: %1, where: {%2: \"5xx\"}}\n")
                    .arg(counter->name, label);
        break;
    }
    for (const QString &name : histograms()) {
        const FoundMetric *buckets = metricNamed(metrics, name + QStringLiteral("_bucket"));
        if (!buckets)
            continue;
        QList<Labels> found;
        for (const Labels &series : buckets->labels) {
            if (std::any_of(places.cbegin(), places.cend(),
                            [&](const SignalPlace &place) { return selector->matches(series, service, place); }))
                found.append(series);
        }
        const std::optional<qint64> bound = boundOf(found);
        if (!bound)
            continue;
        text += QStringLiteral("      slow:\n        kind: events\n        title: Slower than %1 ms\n"
                               "        histogram: {source: prom, series: %2, over: %1ms}\n")
                    .arg(QString::number(*bound), name);
        break;
    }
    text += QStringLiteral("      requests:\n        kind: counter\n        unit: req/s\n        better: higher\n"
                           "        value: {source: prom, series: %1}\n")
                .arg(counter->name);
    first.yaml = text.toUtf8();
    return first;
}

} // namespace astern
