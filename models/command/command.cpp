// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/command.h"

#include <QCoreApplication>

namespace astern {
namespace {

template <class... Fs>
struct Each : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Each(Fs...) -> Each<Fs...>;

Error noDoor(const QString &backend)
{
    return Error{.kind = Error::Kind::Unreachable,
                 .message =
                     QCoreApplication::translate("Dispatcher", "The backend %1 could not be opened").arg(backend),
                 .hint = QCoreApplication::translate("Dispatcher", "`asternctl doctor` says why."),
                 .notSent = true};
}

template <class Door>
Door *find(const std::function<Door *(const QString &)> &doors, const QString &backend)
{
    return doors ? doors(backend) : nullptr;
}

template <class T>
Done<T> asObservation(Done<Observation> done)
{
    return [done = std::move(done)](const Result<T> &read) {
        if (read)
            done(Observation(*read));
        else
            done(read.error());
    };
}

} // namespace

QString targetKey(const PlanCommand &command)
{
    return std::visit([](const auto &each) { return each.target.key(); }, command);
}

QString backendOf(const PlanCommand &command)
{
    return std::visit([](const auto &each) { return each.target.backend; }, command);
}

QString actionWord(const PlanCommand &command)
{
    return std::visit(
        Each{[](const DeliveryCommand &each) { return toString(each.action); },
             [](const FlagCommand &each) { return QString(QStringLiteral("flag-") + toString(each.action)); },
             [](const ConfigCommand &) { return QStringLiteral("restore-config"); }},
        command);
}

void tieTo(const Observation &read, PlanCommand &command)
{
    if (auto *delivery = std::get_if<DeliveryCommand>(&command)) {
        const bool tied = delivery->action == DeliveryAction::Undo || delivery->action == DeliveryAction::Promote ||
                          delivery->action == DeliveryAction::PromoteFull;
        if (const auto *now = std::get_if<Rollout>(&read); now && tied)
            delivery->expectResourceVersion = now->resourceVersion;
    } else if (auto *config = std::get_if<ConfigCommand>(&command)) {
        if (const auto *now = std::get_if<ConfigState>(&read))
            config->expectResourceVersion = now->resourceVersion;
    }
}

bool CommandDoors::opens(const PlanCommand &command) const
{
    const QString id = backendOf(command);
    return std::visit(Each{[&](const DeliveryCommand &) { return find(backend, id) != nullptr; },
                           [&](const FlagCommand &) { return find(flags, id) != nullptr; },
                           [&](const ConfigCommand &) { return find(configs, id) != nullptr; }},
                      command);
}

void CommandDoors::read(const PlanCommand &command, Done<Observation> done) const
{
    if (!opens(command))
        return done(noDoor(backendOf(command)));
    std::visit(Each{[&](const DeliveryCommand &each) {
                        backend(each.target.backend)->read(each.target, asObservation<Rollout>(std::move(done)));
                    },
                    [&](const FlagCommand &each) {
                        flags(each.target.backend)->read(each.target, asObservation<FlagState>(std::move(done)));
                    },
                    [&](const ConfigCommand &each) {
                        configs(each.target.backend)->read(each.target, asObservation<ConfigState>(std::move(done)));
                    }},
               command);
}

Capability CommandDoors::capability(const PlanCommand &command, const Observation &now) const
{
    if (!opens(command) || command.index() != now.index())
        return {};
    return std::visit(Each{[&](const DeliveryCommand &each) {
                               return backend(each.target.backend)->capability(each.action, std::get<Rollout>(now));
                           },
                           [&](const FlagCommand &each) {
                               return flags(each.target.backend)->capability(each.action, std::get<FlagState>(now));
                           },
                           [&](const ConfigCommand &each) {
                               return configs(each.target.backend)->capability(std::get<ConfigState>(now));
                           }},
                      command);
}

void CommandDoors::mayI(const PlanCommand &command, Done<Permission> done) const
{
    if (!opens(command))
        return done(noDoor(backendOf(command)));
    std::visit(
        Each{[&](const DeliveryCommand &each) {
                 backend(each.target.backend)->mayI(each.action, each.target, std::move(done));
             },
             [&](const FlagCommand &each) {
                 flags(each.target.backend)->mayI(each.action, each.target, std::move(done));
             },
             [&](const ConfigCommand &each) { configs(each.target.backend)->mayI(each.target, std::move(done)); }},
        command);
}

void CommandDoors::apply(const LoggedIntent &intent, const PlanCommand &command, Done<Accepted> done) const
{
    if (!opens(command))
        return done(noDoor(backendOf(command)));
    std::visit(
        Each{[&](const DeliveryCommand &each) { backend(each.target.backend)->apply(intent, each, std::move(done)); },
             [&](const FlagCommand &each) { flags(each.target.backend)->apply(intent, each, std::move(done)); },
             [&](const ConfigCommand &each) { configs(each.target.backend)->apply(intent, each, std::move(done)); }},
        command);
}

} // namespace astern
