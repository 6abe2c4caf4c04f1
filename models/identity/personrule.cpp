// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/personrule.h"

#include "models/base/format.h"

#include <QCoreApplication>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Identity", text); }

AuthorityAnswer no(const IdentityConfig &config, const QString &reason, const QString &hint, bool presence = false)
{
    return {.allowed = false,
            .reason = reason,
            .where = QStringLiteral("%1: identity").arg(config.at.toString()),
            .hint = hint,
            .presence = presence};
}

QString signInHint()
{
    return tr("Sign in: at the top right of the window, or `asternctl login`. Pausing and rolling back stay possible.");
}

AuthorityAnswer notSignedIn(const IdentityConfig &config, const SignedIn &signedIn, qint64 wallMs)
{
    const Identity &last = signedIn.identity;
    if (!last.isEmpty() && last.untilMs != 0 && wallMs >= last.untilMs) {
        const QString ended = tr("The sign-in of %1 ended at %2").arg(last.name, format::clock(last.untilMs, wallMs));
        return no(config, signedIn.problem.isEmpty() ? ended : tr("%1: %2").arg(ended, signedIn.problem),
                  signedIn.hint.isEmpty() ? signInHint() : signedIn.hint);
    }
    if (signedIn.state == SignedIn::State::Unknown)
        return no(config, tr("Who is signed in is not known yet"),
                  tr("The identity provider is being asked. Pausing and rolling back stay possible."));
    return no(config,
              signedIn.problem.isEmpty() ? tr("Nobody is signed in")
                                         : tr("Nobody is signed in: %1").arg(signedIn.problem),
              signInHint());
}

} // namespace

AuthorityAnswer knownWellEnough(const IdentityConfig &config, const SignedIn &signedIn, const Plan &plan,
                                const Actor &actor, qint64 wallMs)
{
    if (isProtective(plan.kind) || actor.automation)
        return {.allowed = true};
    if (config.isOidc()) {
        const Identity &now = signedIn.identity;
        const bool in = signedIn.state == SignedIn::State::In && now.holdsAt(wallMs);
        if (!in)
            return notSignedIn(config, signedIn, wallMs);
        if (actor.person != now.person)
            return no(config, tr("Another person signed in meanwhile"), tr("Look at the plan again."));
    }
    if (config.pin && plan.production && actor.auth != QLatin1String(kPinAuth))
        return no(config, tr("This goes forward in production: your PIN is needed"),
                  tr("It is asked for where it is confirmed. `asternctl identity pin set` sets one."), true);
    return {.allowed = true};
}

Actor whoActs(const SignedIn &signedIn, const Actor &account, qint64 wallMs)
{
    const Identity &identity = signedIn.identity;
    if (signedIn.state == SignedIn::State::NotNeeded ||
        (signedIn.state == SignedIn::State::In && identity.holdsAt(wallMs)))
        return actorOf(identity, account);
    if (identity.isEmpty())
        return account;
    Actor actor = account;
    actor.name = identity.name.isEmpty() ? account.name : identity.name;
    actor.auth = QLatin1String(kEndedAuth);
    return actor;
}

} // namespace astern
