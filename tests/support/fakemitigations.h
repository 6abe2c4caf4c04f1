// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/command.h"
#include "tests/support/fakedoors.h"

// A flag and a configuration set that obey, or not, beside FakeBackend.
namespace astern {

class FakeFlags : public FlagBackend {
    Q_OBJECT
public:
    FlagState now{.ref = {QStringLiteral("flags"), QStringLiteral("default"), QStringLiteral("new-pricing"),
                          QStringLiteral("production")},
                  .on = true,
                  .strategies = 1,
                  .percent = 25,
                  .strategyId = QStringLiteral("s1"),
                  .decides = QStringLiteral("25 % of users"),
                  .digest = QStringLiteral("sha256:on")};
    QList<FlagCommand> sent;
    QList<Error> answers; // for the next commands, taken in order

    [[nodiscard]] Capability capability(FlagAction, const FlagState &) const override
    {
        return {Support::Native, Idempotency::Safe, {}};
    }
    void list(const QString &, const QString &, Done<QList<FlagState>> done) override { done(QList<FlagState>{now}); }
    void read(const FlagRef &, Done<FlagState> done) override
    {
        QTimer::singleShot(0, this, [this, done] { done(now); });
    }
    void mayI(FlagAction, const FlagRef &, Done<Permission> done) override { done(Permission{true, {}}); }
    void apply(const LoggedIntent &, const FlagCommand &command, Done<Accepted> done) override
    {
        sent.append(command);
        if (!answers.isEmpty())
            return QTimer::singleShot(0, this, [done, error = answers.takeFirst()] { done(error); });
        if (command.action == FlagAction::SetPercent)
            now.percent = command.percent;
        else
            now.on = command.action == FlagAction::On;
        QTimer::singleShot(0, this, [done] { done(Accepted{}); });
    }
};

class FakeConfigs : public ConfigBackend {
    Q_OBJECT
public:
    ConfigState now{.ref = {QStringLiteral("argo"), QStringLiteral("shop"), QStringLiteral("checkout-config")},
                    .digest = QStringLiteral("sha256:bad"),
                    .resourceVersion = QStringLiteral("7")};
    QList<ConfigCommand> sent;

    [[nodiscard]] Capability capability(const ConfigState &) const override
    {
        return {Support::Native, Idempotency::Keyed, {}};
    }
    void read(const ConfigRef &, Done<ConfigState> done) override
    {
        QTimer::singleShot(0, this, [this, done] { done(now); });
    }
    void mayI(const ConfigRef &, Done<Permission> done) override { done(Permission{true, {}}); }
    void apply(const LoggedIntent &, const ConfigCommand &command, Done<Accepted> done) override
    {
        sent.append(command);
        now.digest = command.digest;
        QTimer::singleShot(0, this, [done] { done(Accepted{}); });
    }
};

} // namespace astern
