// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/curves.h"

#include "models/base/format.h"
#include "ui/rollout/chartsource.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SignalWindow", text); }

QString titleOf(const SignalSpec &spec) { return spec.title.isEmpty() ? spec.id : spec.title; }

// What a compared subject is, as far as it differs from the first one.
QString difference(const Session &session, const ChartSubject &first, const ChartSubject &subject,
                   const SignalSpec &spec)
{
    QStringList parts;
    if (subject.signal != first.signal)
        parts.append(titleOf(spec));
    if (subject.place != first.place)
        parts.append(session.placement(subject.place)->where());
    return parts.join(QLatin1Char(' '));
}

} // namespace

const SignalSpec *specOf(const Session &session, const ChartSubject &subject)
{
    const Session::Sight sight = session.look(subject.place);
    if (!sight.service)
        return nullptr;
    const QList<SignalSpec> &specs = sight.service->signalSpecs;
    const auto found =
        std::find_if(specs.cbegin(), specs.cend(), [&](const SignalSpec &spec) { return spec.id == subject.signal; });
    return found == specs.cend() ? nullptr : &*found;
}

QString placeText(const Session &session, const QString &placementKey)
{
    const Placement *placement = session.placement(placementKey);
    return placement ? QString(placement->service + QLatin1Char(' ') + placement->where()) : placementKey;
}

QList<Curve> curvesOf(const Session &session, const QList<ChartSubject> &subjects)
{
    QList<Curve> curves;
    for (int i = 0; i < subjects.size(); ++i) {
        const ChartSubject &subject = subjects.at(i);
        const SignalSpec *spec = specOf(session, subject);
        if (!spec)
            continue;
        const Session::Sight sight = session.look(subject.place);
        const Rollout rollout = sight.rollout ? *sight.rollout : Rollout{};
        const HealthChart::Source source = chartSource(session, *sight.placement, *spec, rollout);
        const QString what = i == 0 ? QString() : difference(session, subjects.first(), subject, *spec);
        const auto name = [&what](const QString &side) {
            return what.isEmpty() ? side : side.isEmpty() ? what : QString(what + QStringLiteral(", ") + side);
        };
        const QString fresh = source.freshName.isEmpty() ? tr("all traffic") : source.freshName;
        curves.append({source.fresh, *spec, name(fresh), i, false});
        if (source.stable)
            curves.append({*source.stable, *spec, name(stableLabel(rollout)), i, true});
    }
    return curves;
}

QList<Comparison> otherSignals(const Session &session, const ChartSubject &subject)
{
    QList<Comparison> all;
    const Session::Sight sight = session.look(subject.place);
    if (!sight.service)
        return all;
    for (const SignalSpec &spec : sight.service->signalSpecs) {
        if (spec.id == subject.signal)
            continue;
        const QString unit = axisUnit(spec);
        all.append({{subject.place, spec.id},
                    unit.isEmpty() ? titleOf(spec) : QStringLiteral("%1 (%2)").arg(titleOf(spec), unit)});
    }
    return all;
}

QList<Comparison> otherPlaces(const Session &session, const ChartSubject &subject)
{
    QList<Comparison> all;
    const Session::Sight sight = session.look(subject.place);
    if (!sight.service)
        return all;
    for (const Placement &placement : sight.service->placements) {
        if (placement.key() != subject.place)
            all.append({{placement.key(), subject.signal}, placement.where()});
    }
    return all;
}

TimeSpan keptOf(const SeriesStore &store, const QList<Curve> &curves, qint64 nowMs)
{
    TimeSpan kept{nowMs, nowMs};
    for (const Curve &curve : curves) {
        const SeriesStore::View view = store.view(curve.id);
        if (!view.isEmpty())
            kept.fromMs = std::min(kept.fromMs, view.at(0).atMs);
    }
    return kept;
}

QString axisUnit(const SignalSpec &spec)
{
    return spec.kind == SignalSpec::Kind::Events ? QStringLiteral("%") : spec.unit;
}

QString storedUnit(const SignalSpec &spec)
{
    return spec.kind == SignalSpec::Kind::Events ? QStringLiteral("ratio") : spec.unit;
}

// Enough to tell neighbours apart, few enough to be read aloud.
static constexpr int kExactDigits = 4;

QString exactText(const SignalSpec &spec, double value)
{
    if (!std::isfinite(value))
        return format::number(value);
    const double shown = value * displayFactor(spec);
    const int whole = shown == 0 ? 0 : int(std::floor(std::log10(std::abs(shown)))); // the exponent of its first digit
    QString text = QString::number(shown, 'f', std::clamp(kExactDigits - 1 - whole, 0, 6));
    text.replace(QLatin1Char('-'), QChar(format::kMinus));
    const QString unit = axisUnit(spec);
    return unit.isEmpty() ? text : QString(text + QChar(format::kNoBreakSpace) + unit);
}

} // namespace astern::ui
