// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/release/configstore.h"
#include "tests/support/shop.h"

// What a service of the shop declares beside its release: three flags, and a configuration set with three versions.
namespace astern::samples {

inline QString digestOf(const char *of) { return configDigest(QByteArray("{\"data\":{\"v\":\"") + of + "\"}}"); }

// checkout declares them; `unleash` calls staging development and prod production. The safe version is "good".
inline Workspace declaring(Workspace workspace)
{
    BackendConfig unleash;
    unleash.id = QStringLiteral("unleash");
    unleash.type = QStringLiteral("unleash");
    unleash.flagEnvironments = {{QStringLiteral("staging"), QStringLiteral("development")},
                                {QStringLiteral("prod"), QStringLiteral("production")}};
    workspace.backends.append(unleash);
    for (ServiceConfig &service : workspace.services) {
        if (service.id != QLatin1String("checkout"))
            continue;
        for (const char *name : {"new-checkout-flow", "instant-refunds", "gift-cards"})
            service.flags.append(
                {.backend = unleash.id, .project = QStringLiteral("default"), .name = QLatin1String(name), .at = {}});
        ConfigUse config;
        config.id = QStringLiteral("checkout-config");
        config.name = config.id;
        config.safe = digestOf("good").left(15);
        service.configs = {config};
    }
    return workspace;
}

inline FlagState flagState(const char *name, const char *environment, bool on, std::optional<int> percent)
{
    FlagState state;
    state.ref = {QStringLiteral("unleash"), QStringLiteral("default"), QLatin1String(name), QLatin1String(environment)};
    state.on = on;
    state.strategies = percent ? 1 : 0;
    state.percent = percent;
    state.strategyId = percent ? QStringLiteral("s1") : QString();
    state.decides = percent ? QStringLiteral("%1 % of users").arg(*percent) : QStringLiteral("nothing yet");
    state.digest = QStringLiteral("sha256:%1%2").arg(on).arg(percent.value_or(-1));
    state.observedMs = kNow - 12'000;
    return state;
}

inline FlagState changed(FlagState state, const char *what, const char *by, qint64 agoMs)
{
    state.lastChange =
        FlagChange{.id = 7, .what = QLatin1String(what), .by = QLatin1String(by), .why = {}, .atMs = kNow - agoMs};
    return state;
}

inline ConfigState configState(const char *of, const char *ns = "prod-eu-1")
{
    ConfigState state;
    state.ref = {QStringLiteral("argo"), QLatin1String(ns), QStringLiteral("checkout-config")};
    state.content = QByteArray("{\"data\":{\"v\":\"") + of + "\"}}";
    state.digest = configDigest(state.content);
    state.keys = {QStringLiteral("v")};
    state.resourceVersion = QStringLiteral("7");
    state.changedBy = QStringLiteral("helm");
    state.changedMs = kNow - 240'000;
    state.observedMs = kNow - 9'000;
    return state;
}

// One flag is on for a quarter, one is off, one nobody has decided about; staging has all of them. The present
// configuration is the third one that was seen.
inline void tellDeclared(Session &session, ConfigStore *store, qint64 flagsAgoMs = 12'000)
{
    FlagBatch flags{.backend = QStringLiteral("unleash"), .flags = {}};
    flags.flags = {changed(flagState("new-checkout-flow", "production", true, 25), "percentage set", "kim", 95'000),
                   changed(flagState("instant-refunds", "production", false, 50), "switched off", "jo", 86'400'000),
                   flagState("gift-cards", "production", false, {}),
                   changed(flagState("new-checkout-flow", "development", true, 100), "switched on", "kim", 9'000'000),
                   flagState("instant-refunds", "development", true, 100)};
    FlagState gone = flagState("gift-cards", "development", false, {});
    gone.unknownReason = QStringLiteral("unleash has no flag gift-cards");
    flags.flags.append(gone);
    for (FlagState &state : flags.flags)
        state.observedMs = kNow - flagsAgoMs;
    session.setFlags(flags);
    BackendHealth health;
    health.backend = QStringLiteral("unleash");
    health.type = QStringLiteral("unleash");
    health.pollMs = 15'000;
    health.lastAnswerMs = kNow - flagsAgoMs;
    const bool live = flagsAgoMs <= 45'000;
    health.state = live ? BackendHealth::State::Live : BackendHealth::State::Retrying;
    health.sinceMs = health.lastAnswerMs;
    health.reason = live ? QString() : QStringLiteral("connection refused");
    session.setBackendHealth(health);
    for (const char *version : {"good", "older", "bad"}) {
        ConfigState state = configState(version);
        state.observedMs = kNow - (version == std::string_view("good") ? 90'000'000 : 3'600'000);
        if (version == std::string_view("bad"))
            state.observedMs = kNow - 9'000;
        if (store)
            (void)store->keep(state);
    }
    session.setConfigs({QStringLiteral("argo"), {configState("bad")}});
}

} // namespace astern::samples
