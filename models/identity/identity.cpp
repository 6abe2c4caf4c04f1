// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/identity.h"

#include <QMessageAuthenticationCode>

#include <algorithm>
#include <array>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace astern {
namespace {

bool shares(const QStringList &a, const QStringList &b)
{
    return std::any_of(a.cbegin(), a.cend(), [&b](const QString &one) { return b.contains(one); });
}

// Of the running process: what the kernel lets it do, not what a file says of its user.
QStringList systemGroups()
{
    std::vector<gid_t> ids(size_t(std::max(::getgroups(0, nullptr), 0)));
    if (!ids.empty())
        ids.resize(size_t(std::max(::getgroups(int(ids.size()), ids.data()), 0)));
    ids.push_back(::getegid());
    QStringList names;
    std::vector<char> buffer(64 * 1024);
    for (const gid_t id : ids) {
        group entry{};
        group *found = nullptr;
        if (::getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found &&
            !names.contains(QString::fromLocal8Bit(entry.gr_name)))
            names.append(QString::fromLocal8Bit(entry.gr_name));
    }
    return names;
}

QString systemName()
{
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd *found = nullptr;
    const uid_t uid = ::geteuid();
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(entry.pw_name);
    return QStringLiteral("uid-%1").arg(uid);
}

} // namespace

QString toString(SignedIn::State state)
{
    constexpr std::array kWords{"not-needed", "unknown", "signed-out", "asking", "signed-in", "ended"};
    return QLatin1String(kWords.at(size_t(state)));
}

QByteArray personSalt(const Workspace &workspace)
{
    const TeamConfig &team = workspace.journal.team;
    const QString scope = team.isEmpty()
                              ? QStringLiteral("workspace:") + workspace.name
                              : QStringLiteral("team:%1@%2:%3").arg(team.database, team.host.toLower()).arg(team.port);
    return QByteArrayLiteral("astern.person.v1:") + scope.toUtf8();
}

QString personOf(const QString &issuer, const QString &subject, const QByteArray &salt)
{
    if (subject.isEmpty())
        return {};
    // Lengths in front: no two pairs of texts make the same bytes.
    const QByteArray from = issuer.toUtf8();
    const QByteArray who = subject.toUtf8();
    const QByteArray bytes = QByteArray::number(from.size()) + ':' + from + QByteArray::number(who.size()) + ':' + who;
    const QByteArray code = QMessageAuthenticationCode::hash(bytes, salt, QCryptographicHash::Sha256);
    return QStringLiteral("person-") + QString::fromLatin1(code.left(12).toHex());
}

QStringList rolesOf(const IdentityConfig &config, const QList<RoleRule> &rules, const Identity &identity)
{
    QStringList roles;
    if (identity.isEmpty() || config.isOidc() != (identity.auth == QLatin1String("oidc")))
        return roles;
    for (const RoleRule &rule : rules) {
        const bool fits = config.isOidc()
                              ? shares(rule.oidcGroups, identity.groups)
                              : rule.osUsers.contains(identity.subject) || shares(rule.osGroups, identity.groups);
        if (fits && !roles.contains(rule.role))
            roles.append(rule.role);
    }
    return roles;
}

Identity systemIdentity(const Workspace &workspace)
{
    Identity identity;
    identity.name = systemName();
    identity.subject = identity.name;
    identity.groups = systemGroups();
    identity.auth = QStringLiteral("os");
    identity.person = personOf(QStringLiteral("os"), identity.subject, personSalt(workspace));
    identity.roles = rolesOf(workspace.identity, workspace.roles, identity);
    return identity;
}

Actor actorOf(const Identity &identity, const Actor &account)
{
    Actor actor = account;
    if (identity.isEmpty())
        return actor;
    actor.name = identity.name.isEmpty() ? account.name : identity.name;
    actor.auth = identity.auth;
    actor.person = identity.person;
    actor.roles = identity.roles;
    actor.role = identity.roles.value(0);
    return actor;
}

} // namespace astern
