// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartsource.h"

#include "models/views/boardrow.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("HealthChart", text); }

bool hasSamples(const Session &session, const SeriesId &id) { return !session.series().view(id).isEmpty(); }

SeriesId freshId(const Session &session, const Placement &placement, const QString &signal)
{
    SeriesId id{placement.key(), signal, shownRole(session, placement)};
    if (hasSamples(session, id))
        return id;
    // After a rollback the new version's samples end and those of all traffic go on: show what there is.
    for (const Role role : {Role::New, Role::All, Role::Stable}) {
        const SeriesId other{placement.key(), signal, role};
        if (hasSamples(session, other))
            return other;
    }
    return id;
}

} // namespace

HealthChart::Source chartSource(const Session &session, const Placement &placement, const SignalSpec &spec,
                                const Rollout &rollout)
{
    HealthChart::Source source;
    source.spec = spec;
    source.fresh = freshId(session, placement, spec.id);
    const QString version = rollout.desired.manifest.version();
    const SeriesId stable{placement.key(), spec.id, Role::Stable};
    if (source.fresh.role == Role::New && hasSamples(session, stable)) {
        source.stable = stable;
        source.freshName = tr("canary %1").arg(version);
        source.stableName = tr("stable");
    } else {
        source.freshName = version;
    }
    return source;
}

QString stableLabel(const Rollout &rollout)
{
    const Revision *stable = rollout.revisionByHash(rollout.stableHash);
    return stable ? tr("stable %1").arg(stable->manifest.version()) : tr("stable");
}

QList<VerdictBand> verdictBands(const guard::PlaceVerdict &verdict, qint64 toMs)
{
    using State = VerdictBand::State;
    static const QMap<policy::VerdictClass, State> kStates{{policy::VerdictClass::Unknown, State::NoData},
                                                           {policy::VerdictClass::Transient, State::Suspect},
                                                           {policy::VerdictClass::External, State::External},
                                                           {policy::VerdictClass::Systemic, State::Failing}};
    const qint64 endMs = verdict.isStale(toMs) ? std::min(toMs, verdict.tickMs) : toMs;
    QList<VerdictBand> bands;
    for (qsizetype i = 0; i < verdict.timeline.size(); ++i) {
        const guard::PlaceVerdict::Span &span = verdict.timeline.at(i);
        const qint64 until = i + 1 < verdict.timeline.size() ? verdict.timeline.at(i + 1).fromMs : endMs;
        const auto state = kStates.constFind(span.verdict);
        if (state != kStates.cend() && until > span.fromMs)
            bands.append({span.fromMs, until, *state});
    }
    if (endMs < toMs)
        bands.append({std::max(endMs, verdict.timeline.isEmpty() ? endMs : verdict.timeline.constFirst().fromMs), toMs,
                      State::NoData});
    return bands;
}

QList<VerdictBand> bandsOf(const Session &session, const Placement &placement, const Rollout &rollout, qint64 fromMs,
                           qint64 toMs)
{
    const ServiceConfig *service = session.workspace().service(placement.service);
    if (!service)
        return {};
    // Where policies judge, theirs is the word: a limit that is passed for a moment is no verdict.
    const guard::PlaceVerdict *verdict = session.verdict(placement.key());
    if (verdict && !verdict->over && verdict->tickMs > 0)
        return verdictBands(*verdict, toMs);
    QList<VerdictBand> bands;
    qint64 silentFrom = -1;
    for (const SignalSpec &spec : service->signalSpecs) {
        if (!limitOf(spec))
            continue;
        const SeriesStore::View view = session.series().view(chartSource(session, placement, spec, rollout).fresh);
        bands += overLimitBands(spec, view, fromMs, toMs, 3 * spec.scrapeMs);
        const qint64 last = view.isEmpty() ? fromMs : view.last().atMs;
        if (toMs - last > spec.staleAfterMs())
            silentFrom = std::max(silentFrom, last);
    }
    bands = joined(bands);
    if (silentFrom >= 0) {
        // What was over when the samples ended is not over any more, and not well either: it is not known.
        for (VerdictBand &band : bands)
            band.toMs = std::min(band.toMs, silentFrom);
        bands.append({silentFrom, toMs, VerdictBand::State::NoData});
    }
    return bands;
}

QString worstSignal(const Session &session, const Placement &placement, qint64 nowMs)
{
    const ServiceConfig *service = session.workspace().service(placement.service);
    if (!service || service->signalSpecs.isEmpty())
        return {};
    QString worst;
    double furthest = 0;
    QString limited;
    for (const SignalSpec &spec : service->signalSpecs) {
        const std::optional<LimitValue> limit = limitOf(spec);
        if (!limit)
            continue;
        if (limited.isEmpty())
            limited = spec.id;
        const BoardSignal now = readSignal(session, placement.key(), spec, shownRole(session, placement), nowMs);
        if (!now.over() || limit->value == 0)
            continue;
        const double excess = std::abs(now.reading.value - limit->value) / std::abs(limit->value);
        if (worst.isEmpty() || excess > furthest) {
            worst = spec.id;
            furthest = excess;
        }
    }
    if (!worst.isEmpty())
        return worst;
    return limited.isEmpty() ? service->signalSpecs.first().id : limited;
}

} // namespace astern::ui
