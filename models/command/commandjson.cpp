// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/commandjson.h"

#include <algorithm>
#include <array>

namespace astern {
namespace {

constexpr std::array kActions{DeliveryAction::Pause,       DeliveryAction::Resume, DeliveryAction::Promote,
                              DeliveryAction::PromoteFull, DeliveryAction::Abort,  DeliveryAction::Retry,
                              DeliveryAction::Undo};
constexpr std::array kExpectations{std::pair{Expectation::What::Nothing, "nothing"},
                                   std::pair{Expectation::What::InProgress, "in-progress"},
                                   std::pair{Expectation::What::Paused, "paused"},
                                   std::pair{Expectation::What::NotPaused, "not-paused"},
                                   std::pair{Expectation::What::StepPassed, "step-passed"},
                                   std::pair{Expectation::What::Aborted, "aborted"},
                                   std::pair{Expectation::What::DesiredIs, "desired-is"},
                                   std::pair{Expectation::What::FullyServes, "fully-serves"},
                                   std::pair{Expectation::What::StableServes, "stable-serves"},
                                   std::pair{Expectation::What::StableServesUnpaused, "stable-serves-unpaused"},
                                   std::pair{Expectation::What::Retrying, "retrying"},
                                   std::pair{Expectation::What::FlagOff, "flag-off"},
                                   std::pair{Expectation::What::FlagOn, "flag-on"},
                                   std::pair{Expectation::What::FlagPercent, "flag-percent"},
                                   std::pair{Expectation::What::ConfigIs, "config-is"}};
constexpr std::array kFlagActions{FlagAction::Off, FlagAction::On, FlagAction::SetPercent};

QJsonObject deliveryJson(const DeliveryCommand &command)
{
    const bool argo = command.target.kind == WorkloadKind::ArgoRollout;
    return {{QStringLiteral("action"), toString(command.action)},
            {QStringLiteral("backend"), command.target.backend},
            {QStringLiteral("kind"), argo ? QStringLiteral("rollout") : QStringLiteral("deployment")},
            {QStringLiteral("namespace"), command.target.ns},
            {QStringLiteral("name"), command.target.name},
            {QStringLiteral("to_revision"), command.toRevision},
            {QStringLiteral("expect_desired"), command.expectDesiredHash},
            {QStringLiteral("from_step"), command.fromStep}};
}

std::optional<DeliveryCommand> deliveryFrom(const QJsonObject &object)
{
    const QString action = object.value(QLatin1String("action")).toString();
    const auto known =
        std::find_if(kActions.begin(), kActions.end(), [&](DeliveryAction a) { return toString(a) == action; });
    const QString kind = object.value(QLatin1String("kind")).toString();
    if (known == kActions.end() || (kind != QLatin1String("rollout") && kind != QLatin1String("deployment")))
        return std::nullopt;
    DeliveryCommand command;
    command.action = *known;
    command.target = {.backend = object.value(QLatin1String("backend")).toString(),
                      .kind = kind == QLatin1String("rollout") ? WorkloadKind::ArgoRollout : WorkloadKind::Deployment,
                      .ns = object.value(QLatin1String("namespace")).toString(),
                      .name = object.value(QLatin1String("name")).toString()};
    command.toRevision = object.value(QLatin1String("to_revision")).toInt();
    command.expectDesiredHash = object.value(QLatin1String("expect_desired")).toString();
    command.fromStep = object.value(QLatin1String("from_step")).toInt(-1);
    return command;
}

QJsonObject flagJson(const FlagCommand &command)
{
    return {{QStringLiteral("action"), toString(command.action)},
            {QStringLiteral("backend"), command.target.backend},
            {QStringLiteral("kind"), QStringLiteral("flag")},
            {QStringLiteral("project"), command.target.project},
            {QStringLiteral("name"), command.target.name},
            {QStringLiteral("environment"), command.target.environment},
            {QStringLiteral("percent"), command.percent}};
}

std::optional<FlagCommand> flagFrom(const QJsonObject &object)
{
    const QString action = object.value(QLatin1String("action")).toString();
    const auto known =
        std::find_if(kFlagActions.begin(), kFlagActions.end(), [&](FlagAction a) { return toString(a) == action; });
    if (known == kFlagActions.end())
        return std::nullopt;
    return FlagCommand{
        *known,
        {object.value(QLatin1String("backend")).toString(), object.value(QLatin1String("project")).toString(),
         object.value(QLatin1String("name")).toString(), object.value(QLatin1String("environment")).toString()},
        object.value(QLatin1String("percent")).toInt(-1)};
}

QJsonObject configJson(const ConfigCommand &command)
{
    return {{QStringLiteral("action"), QStringLiteral("restore")}, {QStringLiteral("backend"), command.target.backend},
            {QStringLiteral("kind"), QStringLiteral("configmap")}, {QStringLiteral("namespace"), command.target.ns},
            {QStringLiteral("name"), command.target.name},         {QStringLiteral("digest"), command.digest}};
}

ConfigCommand configFrom(const QJsonObject &object)
{
    return {{object.value(QLatin1String("backend")).toString(), object.value(QLatin1String("namespace")).toString(),
             object.value(QLatin1String("name")).toString()},
            object.value(QLatin1String("digest")).toString(),
            {}};
}

} // namespace

QJsonObject toJson(const PlanCommand &command)
{
    if (const auto *flag = std::get_if<FlagCommand>(&command))
        return flagJson(*flag);
    if (const auto *config = std::get_if<ConfigCommand>(&command))
        return configJson(*config);
    return deliveryJson(std::get<DeliveryCommand>(command));
}

std::optional<PlanCommand> commandFrom(const QJsonObject &object)
{
    const QString kind = object.value(QLatin1String("kind")).toString();
    if (kind == QLatin1String("flag")) {
        const std::optional<FlagCommand> flag = flagFrom(object);
        return flag ? std::optional<PlanCommand>(*flag) : std::nullopt;
    }
    if (kind == QLatin1String("configmap"))
        return PlanCommand(configFrom(object));
    const std::optional<DeliveryCommand> delivery = deliveryFrom(object);
    return delivery ? std::optional<PlanCommand>(*delivery) : std::nullopt;
}

QJsonObject refJson(const ObjectRef &ref)
{
    return {{QStringLiteral("backend"), ref.backend},
            {QStringLiteral("kind"),
             ref.kind == WorkloadKind::ArgoRollout ? QStringLiteral("rollout") : QStringLiteral("deployment")},
            {QStringLiteral("namespace"), ref.ns},
            {QStringLiteral("name"), ref.name}};
}

std::optional<ObjectRef> refFrom(const QJsonObject &object)
{
    const QString kind = object.value(QLatin1String("kind")).toString();
    if (kind != QLatin1String("rollout") && kind != QLatin1String("deployment"))
        return std::nullopt;
    return ObjectRef{object.value(QLatin1String("backend")).toString(),
                     kind == QLatin1String("rollout") ? WorkloadKind::ArgoRollout : WorkloadKind::Deployment,
                     object.value(QLatin1String("namespace")).toString(),
                     object.value(QLatin1String("name")).toString()};
}

QJsonObject toJson(const Expectation &expectation)
{
    QString what;
    for (const auto &[value, word] : kExpectations) {
        if (value == expectation.what)
            what = QLatin1String(word);
    }
    QJsonObject object{{QStringLiteral("what"), what},
                       {QStringLiteral("step"), expectation.step},
                       {QStringLiteral("revision"), expectation.revision},
                       {QStringLiteral("hash"), expectation.hash},
                       {QStringLiteral("digest"), expectation.digest}};
    if (expectation.percent >= 0)
        object.insert(QStringLiteral("percent"), expectation.percent);
    return object;
}

std::optional<Expectation> expectationFrom(const QJsonObject &object)
{
    const QString what = object.value(QLatin1String("what")).toString();
    for (const auto &[value, word] : kExpectations) {
        if (what == QLatin1String(word)) {
            return Expectation{.what = value,
                               .step = object.value(QLatin1String("step")).toInt(-1),
                               .revision = object.value(QLatin1String("revision")).toInt(),
                               .hash = object.value(QLatin1String("hash")).toString(),
                               .digest = object.value(QLatin1String("digest")).toString(),
                               .percent = object.value(QLatin1String("percent")).toInt(-1)};
        }
    }
    return std::nullopt;
}

} // namespace astern
