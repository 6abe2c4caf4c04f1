// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/localauthority.h"

#include "models/base/format.h"
#include "models/identity/personrule.h"
#include "models/policy/policy.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QTimeZone>

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Authority", text); }

AuthorityAnswer no(const QString &reason, const QString &where, const QString &hint)
{
    return {false, reason, where, hint};
}

} // namespace

LocalAuthority::LocalAuthority(const Workspace &workspace, Actor self, const Clock &clock)
    : m_account(std::move(self)), m_clock(clock)
{
    setWorkspace(workspace);
}

void LocalAuthority::setWorkspace(const Workspace &workspace, const QStringList &committed)
{
    const std::lock_guard lock(m_mutex);
    QHash<QString, Workspace> kept;
    for (const QString &plan : committed)
        kept.insert(plan, m_committed.value(plan, m_rules));
    m_committed = std::move(kept);
    m_rules = workspace;
}

void LocalAuthority::setReadOnly(bool readOnly)
{
    const std::lock_guard lock(m_mutex);
    m_readOnly = readOnly;
}

AuthorityAnswer LocalAuthority::may(const Plan &plan, const Actor &actor) const
{
    const std::lock_guard lock(m_mutex);
    if (m_readOnly)
        return no(tr("This session is read-only"), {}, tr("Start it again without --read-only."));
    const auto committed = m_committed.constFind(plan.id);
    const Workspace &rules = committed == m_committed.cend() ? m_rules : *committed;
    if (rules.readOnly)
        return no(tr("The workspace is read-only"), QStringLiteral("astern.yaml: read_only"),
                  tr("Set read_only: false, or use another workspace."));
    if (actor.ref.isEmpty())
        return no(tr("Nobody is signed in: an action without an actor cannot be recorded"), {},
                  tr("Sign in to this machine with an account of your own."));
    if (isProtective(plan.kind))
        return {true, {}, {}, {}};
    AuthorityAnswer answer = unprotected(rules, plan);
    if (!answer.allowed || actor.automation)
        return answer;
    answer = unfrozen(rules, plan);
    if (!answer.allowed)
        return answer;
    const QString refused = m_promotionGate ? m_promotionGate(plan) : QString();
    if (!refused.isEmpty())
        return no(tr("It may not go forward: %1").arg(refused), {},
                  tr("Wait until it is healthy, or roll back. Pausing and rolling back stay possible."));
    // Last: whoever may not anyway is not asked for a PIN.
    return m_signedIn ? knownWellEnough(rules.identity, *m_signedIn, plan, actor, m_clock.wallMs())
                      : AuthorityAnswer{true, {}, {}, {}};
}

Actor LocalAuthority::self() const
{
    const std::lock_guard lock(m_mutex);
    return m_signedIn ? whoActs(*m_signedIn, m_account, m_clock.wallMs()) : m_account;
}

void LocalAuthority::setSignedIn(const SignedIn &signedIn)
{
    const std::lock_guard lock(m_mutex);
    m_signedIn = signedIn;
}

void LocalAuthority::setPromotionGate(std::function<QString(const Plan &)> refusal)
{
    const std::lock_guard lock(m_mutex);
    m_promotionGate = std::move(refusal);
}

// Going forward past a gate that nobody watches would make the gate a lie.
AuthorityAnswer LocalAuthority::unprotected(const Workspace &rules, const Plan &plan)
{
    for (const Unenforced &declared : rules.unenforced) {
        if (!declared.covers(plan.environment, plan.service))
            continue;
        return no(
            tr("The workspace protects this by %1, which this version of Astern cannot enforce").arg(declared.what),
            QStringLiteral("%1:%2: %3").arg(declared.at.file).arg(declared.at.line).arg(declared.what),
            tr("Promote it where that protection is enforced, or take it out of the workspace. Pausing and rolling "
               "back stay possible."));
    }
    return {true, {}, {}, {}};
}

AuthorityAnswer LocalAuthority::unfrozen(const Workspace &rules, const Plan &plan) const
{
    const ServiceConfig *service = rules.service(plan.service);
    const bool starts = plan.kind == PlanKind::Retry;
    const bool promotes =
        plan.kind == PlanKind::Promote || plan.kind == PlanKind::PromoteFull || plan.kind == PlanKind::Resume;
    if (!service || (!starts && !promotes))
        return {true, {}, {}, {}};
    const QTimeZone zone =
        rules.timeZone.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(rules.timeZone.toLatin1());
    const QList<PolicyFile> policies = policiesFor(rules, *service, plan.environment, strategyOf(plan.seen));
    for (const FreezeInForce &on : freezesInForce(policies, m_clock.wallMs())) {
        if (!(starts ? on.freeze->blocksStart : on.freeze->blocksPromote))
            continue;
        const QString until = format::stamp(on.untilMs, zone);
        return no(tr("The freeze %1 of policy %2 is on until %3").arg(on.freeze->id, on.file.policy->id, until),
                  QStringLiteral("%1: freeze %2").arg(on.file.name, on.freeze->id),
                  tr("Wait until then, or change the policy. Pausing and rolling back stay possible."));
    }
    return {true, {}, {}, {}};
}

Actor LocalAuthority::systemUser(const QByteArray &salt)
{
    Actor actor;
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd *found = nullptr;
    const uid_t uid = geteuid();
    if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        actor.name = QString::fromLocal8Bit(entry.pw_name);
    else
        actor.name = QStringLiteral("uid-%1").arg(uid);
    const QByteArray digest =
        QCryptographicHash::hash(QByteArray(salt + actor.name.toUtf8()), QCryptographicHash::Sha256);
    actor.ref = QStringLiteral("os-") + QString::fromLatin1(digest.left(8).toHex());
    return actor;
}

} // namespace astern
