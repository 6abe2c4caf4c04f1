// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/mitigationplanner.h"

#include "models/base/format.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Plan", text); }

constexpr qint64 kSecond = 1000;

Error refused(const QString &message, const QString &hint = {})
{
    return {.kind = Error::Kind::Refused, .message = message, .hint = hint};
}

QString changedWords(const FlagState &now)
{
    return now.lastChange ? QStringLiteral("; ") + changeWords(*now.lastChange) : QString();
}

PlanStep flagStep(const char *id, FlagAction action, const FlagState &now, int percent = -1)
{
    PlanStep step;
    step.id = QLatin1String(id) + QLatin1Char('-') + now.ref.name;
    step.command = FlagCommand{action, now.ref, percent};
    step.expectedMs = kSecond;
    step.timeoutMs = 30 * kSecond;
    return step;
}

PlanStep offStep(const FlagState &now)
{
    PlanStep step = flagStep("flag-off", FlagAction::Off, now);
    step.title = tr("Switch the flag %1 off").arg(now.ref.name);
    step.detail = tr("%1 now%2").arg(flagWords(now), changedWords(now));
    step.effect.what = Expectation::What::FlagOff;
    return step;
}

PlanStep onStep(const FlagState &now, int percent)
{
    PlanStep step = flagStep("flag-on", FlagAction::On, now);
    step.title = tr("Switch the flag %1 on").arg(now.ref.name);
    step.detail =
        percent >= 0 ? tr("lets in %1 of users").arg(format::weight(percent)) : tr("lets in %1").arg(now.decides);
    if (percent >= 0) {
        step.precondition.what = Expectation::What::FlagPercent;
        step.precondition.percent = percent;
    }
    step.effect.what = Expectation::What::FlagOn;
    return step;
}

PlanStep percentStep(const FlagState &now, int percent)
{
    PlanStep step = flagStep("flag-percent", FlagAction::SetPercent, now, percent);
    step.title = tr("Set the flag %1 to %2 of users").arg(now.ref.name, format::weight(percent));
    step.detail = now.on ? tr("%1 now").arg(now.decides) : tr("%1 now; it is off").arg(now.decides);
    step.effect.what = Expectation::What::FlagPercent;
    step.effect.percent = percent;
    return step;
}

PlanStep configStep(const ConfigState &now, const QString &digest)
{
    PlanStep step;
    step.id = QStringLiteral("config-") + now.ref.name;
    step.command = ConfigCommand{now.ref, digest, {}};
    step.title = tr("Restore %1 to version %2").arg(now.ref.name, shortDigest(digest));
    step.detail = tr("%1 now").arg(shortDigest(now.digest));
    if (!now.changedBy.isEmpty() && now.changedMs > 0)
        step.detail += QStringLiteral("; ") + tr("changed by %1, %2").arg(now.changedBy, format::stamp(now.changedMs));
    // Another content since then is another decision.
    step.precondition.what = Expectation::What::ConfigIs;
    step.precondition.digest = now.digest;
    step.effect.what = Expectation::What::ConfigIs;
    step.effect.digest = digest;
    step.expectedMs = kSecond;
    step.timeoutMs = 30 * kSecond;
    return step;
}

// Two servers may have a flag of the same name.
void append(QList<PlanStep> &steps, PlanStep step)
{
    const QString id = step.id;
    for (int number = 2;
         std::any_of(steps.cbegin(), steps.cend(), [&step](const PlanStep &other) { return other.id == step.id; });
         ++number)
        step.id = QStringLiteral("%1-%2").arg(id).arg(number);
    steps.append(step);
}

Plan begin(PlanKind kind, const PlanContext &context, const ObjectRef &place, const QString &from, const QString &to)
{
    Plan plan;
    plan.id = Uuid7::next();
    plan.kind = kind;
    plan.service = context.service;
    plan.environment = context.environment;
    plan.cell = context.cell;
    plan.production = context.production;
    plan.target = place;
    plan.fromVersion = from;
    plan.toVersion = to;
    return plan;
}

} // namespace

QList<FlagRef> flagsOf(const Workspace &workspace, const Placement &place)
{
    QList<FlagRef> all;
    const ServiceConfig *service = workspace.service(place.service);
    for (const FlagUse &use : service ? service->flags : QList<FlagUse>()) {
        const BackendConfig *server = workspace.backend(use.backend);
        const QString environment = server ? server->flagEnvironmentOf(place.environment) : QString();
        if (!environment.isEmpty())
            all.append({use.backend, use.project, use.name, environment});
    }
    return all;
}

QList<ConfigOf> configsOf(const Workspace &workspace, const Placement &place)
{
    QList<ConfigOf> all;
    const ServiceConfig *service = workspace.service(place.service);
    for (const ConfigUse &use : service ? service->configs : QList<ConfigUse>()) {
        if (use.environment.isEmpty() || use.environment == place.environment)
            all.append({{use.backend.isEmpty() ? place.object.backend : use.backend,
                         use.ns.isEmpty() ? place.object.ns : use.ns, use.name},
                        use});
    }
    return all;
}

QString versionToRestore(const ConfigUse &use, const ConfigState &now, const ConfigStore &store,
                         qint64 releaseStartedMs)
{
    if (!use.safe.isEmpty()) {
        const Result<QString> safe = store.find(now.ref, use.safe);
        return safe && *safe != now.digest ? *safe : QString();
    }
    const QList<ConfigVersion> versions = store.versions(now.ref);
    const auto present = std::find_if(versions.cbegin(), versions.cend(),
                                      [&now](const ConfigVersion &version) { return version.digest == now.digest; });
    const bool cameWithIt =
        releaseStartedMs > 0 && present != versions.cend() && present->firstSeenMs >= releaseStartedMs;
    return cameWithIt ? store.before(now.ref, now.digest) : QString();
}

Result<QString> versionAskedFor(const QString &asked, const ConfigUse &use, const ConfigState &now,
                                const ConfigStore &store)
{
    const QString wanted = asked.isEmpty() ? use.safe : asked;
    if (!wanted.isEmpty())
        return store.find(now.ref, wanted);
    const QString before = store.before(now.ref, now.digest);
    if (!before.isEmpty())
        return before;
    return Error{.kind = Error::Kind::Refused,
                 .message = tr("No other version of %1 was ever seen here").arg(now.ref.name),
                 .hint = tr("A version is kept when it is seen.")};
}

QList<PlanStep> mitigationSteps(const QList<FlagState> &flags, const QList<ConfigGoal> &configs)
{
    QList<PlanStep> steps;
    for (const FlagState &flag : flags) {
        if (flag.on && flag.unknownReason.isEmpty())
            append(steps, offStep(flag));
    }
    for (const ConfigGoal &config : configs) {
        if (config.now.unknownReason.isEmpty() && !config.digest.isEmpty() && config.digest != config.now.digest)
            append(steps, configStep(config.now, config.digest));
    }
    return steps;
}

Result<Plan> planFlag(PlanKind kind, const FlagState &now, int percent, const PlanContext &context,
                      const ObjectRef &place)
{
    if (!now.unknownReason.isEmpty())
        return refused(tr("%1 is not known: %2").arg(now.ref.name, now.unknownReason));
    if (now.archived)
        return refused(tr("%1 is archived").arg(now.ref.name), tr("Bring it back on the flag server first."));
    if (kind == PlanKind::FlagPercent || percent >= 0) {
        if (const Result<Ok> good = checkPercent(percent); !good)
            return good.error();
    }
    Plan plan = begin(kind, context, place, flagWords(now), {});
    plan.seen.observedMs = now.observedMs;
    const bool setFirst = percent >= 0 && now.percent != percent;
    switch (kind) {
    case PlanKind::FlagOff:
        if (!now.on)
            return refused(tr("%1 is off already").arg(now.ref.name), tr("Nothing needs to be sent."));
        plan.toVersion = tr("off");
        plan.steps = {offStep(now)};
        break;
    case PlanKind::FlagPercent:
        if (!setFirst)
            return refused(tr("%1 is at %2 already").arg(now.ref.name, format::weight(percent)),
                           tr("Nothing needs to be sent."));
        plan.toVersion = tr("%1 of users").arg(format::weight(percent));
        plan.steps = {percentStep(now, percent)};
        break;
    case PlanKind::FlagOn:
        if (now.on && !setFirst)
            return refused(tr("%1 is on already").arg(now.ref.name), tr("Nothing needs to be sent."));
        if (now.strategies == 0 && percent < 0)
            return refused(
                tr("Nothing decides yet whom %1 lets in: switched on, everybody would get it").arg(now.ref.name),
                tr("Say how many users, e.g. --percent 5."));
        plan.toVersion =
            percent >= 0 ? tr("on, %1 of users").arg(format::weight(percent)) : tr("on, %1").arg(now.decides);
        // Whom it lets in is settled before it does.
        if (setFirst)
            plan.steps.append(percentStep(now, percent));
        if (!now.on)
            plan.steps.append(onStep(now, percent));
        break;
    default:
        return Error{.kind = Error::Kind::Internal, .message = toString(kind)};
    }
    plan.stays.append(
        tr("The release stays as it is; programs ask for flags every few seconds, so that not all of them "
           "follow at once"));
    return plan;
}

Result<Plan> planConfig(const ConfigState &now, const QString &digest, const PlanContext &context,
                        const ObjectRef &place)
{
    if (!now.unknownReason.isEmpty())
        return refused(tr("%1 is not known: %2").arg(now.ref.name, now.unknownReason));
    if (digest == now.digest)
        return refused(tr("%1 is at %2 already").arg(now.ref.name, shortDigest(digest)),
                       tr("Nothing needs to be sent."));
    Plan plan = begin(PlanKind::RestoreConfig, context, place, shortDigest(now.digest), shortDigest(digest));
    plan.seen.observedMs = now.observedMs;
    plan.steps = {configStep(now, digest)};
    plan.stays.append(tr("The release stays as it is; programs that read %1 only when they start follow when they do")
                          .arg(now.ref.name));
    if (now.owner)
        plan.warnings.append(tr("%1 (%2) owns %3 and will undo it at its next sync unless Git says the same")
                                 .arg(now.owner->tool, now.owner->application, now.ref.name));
    return plan;
}

} // namespace astern
