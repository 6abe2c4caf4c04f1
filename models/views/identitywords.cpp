// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/identitywords.h"

#include "models/base/format.h"

#include <QCoreApplication>

namespace astern {
namespace {

using State = SignedIn::State;

QString tr(const char *text) { return QCoreApplication::translate("IdentityWords", text); }

QString roleWords(const QStringList &roles)
{
    return roles.size() < 2 ? roles.value(0) : QStringLiteral("%1 +%2").arg(roles.constFirst()).arg(roles.size() - 1);
}

QString sentence(const QString &text)
{
    return text.isEmpty() || text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString problemOf(const SignedIn &signedIn)
{
    return QStringList{sentence(signedIn.problem), sentence(signedIn.hint)}.join(QLatin1Char(' ')).trimmed();
}

QString untilWords(const SignedIn &signedIn, const IdentityConfig &config, qint64 nowMs)
{
    const Identity &who = signedIn.identity;
    QStringList words{tr("Signed in with %1.").arg(config.issuer.host())};
    if (who.authenticatedMs != 0)
        words.append(tr("The provider asked at %1.").arg(format::clock(who.authenticatedMs, nowMs)));
    words.append(signedIn.problem.isEmpty()
                     ? tr("Good until %1, renewed before.").arg(format::clock(who.untilMs, nowMs))
                     : tr("Good until %1.").arg(format::clock(who.untilMs, nowMs)));
    if (!signedIn.kept)
        words.append(tr("Ends with this program: no keychain keeps it."));
    return words.join(QLatin1Char(' '));
}

} // namespace

WhoWords whoWords(const SignedIn &signedIn, const IdentityConfig &config, qint64 nowMs)
{
    const Identity &who = signedIn.identity;
    WhoWords words{.name = who.name, .role = roleWords(who.roles), .problem = problemOf(signedIn)};
    switch (signedIn.state) {
    case State::NotNeeded:
        words.state = tr("Known as the user of this machine.");
        break;
    case State::Unknown:
        words.name = who.name.isEmpty() ? tr("Checking…") : who.name;
        words.state = tr("Who is signed in is being checked with the provider.");
        break;
    case State::Out:
        words.name = tr("Sign in");
        words.role.clear();
        words.state = tr("Nobody is signed in: nothing can go forward. Going back works.");
        words.wants = true;
        break;
    case State::Asking:
        words.name = tr("Signing in…");
        words.role.clear();
        words.state =
            signedIn.code.isEmpty()
                ? tr("Go on in the browser.")
                : tr("On any device open %1 and type the code %2.").arg(signedIn.browse.toString(), signedIn.code);
        words.wants = true;
        break;
    case State::In:
        words.state = untilWords(signedIn, config, nowMs);
        break;
    case State::Ended:
        words.role.clear();
        words.state = tr("The sign-in of %1 ended at %2: nothing can go forward. Going back works.")
                          .arg(who.name, format::clock(who.untilMs, nowMs));
        words.wants = true;
        break;
    }
    return words;
}

QString memberWords(const RoleRule &rule)
{
    QStringList words;
    const auto add = [&words](const QStringList &names, const char *one, const char *many) {
        if (!names.isEmpty())
            words.append(tr(names.size() == 1 ? one : many).arg(names.join(QStringLiteral(", "))));
    };
    add(rule.oidcGroups, QT_TRANSLATE_NOOP("IdentityWords", "group %1 of the provider"),
        QT_TRANSLATE_NOOP("IdentityWords", "groups %1 of the provider"));
    add(rule.osUsers, QT_TRANSLATE_NOOP("IdentityWords", "user %1 of this machine"),
        QT_TRANSLATE_NOOP("IdentityWords", "users %1 of this machine"));
    add(rule.osGroups, QT_TRANSLATE_NOOP("IdentityWords", "group %1 of this machine"),
        QT_TRANSLATE_NOOP("IdentityWords", "groups %1 of this machine"));
    return words.isEmpty() ? tr("nobody") : words.join(QStringLiteral("; "));
}

QString pinWords(const PinState &pin, qint64 nowMs)
{
    if (!pin.set)
        return tr("No PIN is set on this device.");
    QStringList words{
        pin.byKeychain
            ? tr("A PIN is set since %1, sealed by the keychain.").arg(format::clock(pin.setMs, nowMs))
            : tr("A PIN is set since %1, sealed by the key file of this device.").arg(format::clock(pin.setMs, nowMs))};
    if (pin.misses > 0)
        words.append(tr("It was missed %1 times in a row.").arg(pin.misses));
    if (pin.notBeforeMs > nowMs)
        words.append(tr("The next try counts in %1.").arg(format::duration(pin.notBeforeMs - nowMs)));
    return words.join(QLatin1Char(' '));
}

} // namespace astern
