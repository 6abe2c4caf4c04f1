// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/localauthority.h"

#include "models/approval/deviceenrol.h"
#include "models/approval/gateanswer.h"
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

// Whatever it is.
AuthorityAnswer LocalAuthority::mayAct(const Workspace &rules, const Actor &actor) const
{
    if (m_readOnly)
        return no(tr("This session is read-only"), {}, tr("Start it again without --read-only."));
    if (rules.readOnly)
        return no(tr("The workspace is read-only"), QStringLiteral("astern.yaml: read_only"),
                  tr("Set read_only: false, or use another workspace."));
    if (actor.ref.isEmpty())
        return no(tr("Nobody is signed in: an action without an actor cannot be recorded"), {},
                  tr("Sign in to this machine with an account of your own."));
    return {true, {}, {}, {}};
}

AuthorityAnswer LocalAuthority::may(const Plan &plan, const Actor &actor) const
{
    const std::lock_guard lock(m_mutex);
    const auto committed = m_committed.constFind(plan.id);
    const Workspace &rules = committed == m_committed.cend() ? m_rules : *committed;
    if (AuthorityAnswer answer = mayAct(rules, actor); !answer.allowed)
        return answer;
    if (isProtective(plan.kind))
        return {true, {}, {}, {}};
    AuthorityAnswer answer = unprotected(rules, plan);
    // What automation itself held it may let go again; everything else needs the people that a gate asks for.
    if (!answer.allowed || (actor.automation && plan.kind == PlanKind::Resume))
        return answer;
    if (!actor.automation) {
        answer = unfrozen(rules, plan);
        const QString refused = answer.allowed && m_promotionGate ? m_promotionGate(plan) : QString();
        if (!refused.isEmpty())
            return no(tr("It may not go forward: %1").arg(refused), {},
                      tr("Wait until it is healthy, or roll back. Pausing and rolling back stay possible."));
        if (answer.allowed)
            answer = withinBudget(rules, plan);
        if (!answer.allowed)
            return answer;
    }
    answer = gated(rules, plan, actor);
    if (actor.automation || !m_signedIn)
        return answer;
    // Who it is comes before what they may; the PIN is last: whoever may not anyway is not asked for it.
    const AuthorityAnswer known = knownWellEnough(rules.identity, *m_signedIn, plan, actor, m_clock.wallMs());
    if (!known.allowed && !known.presence)
        return known;
    return answer.allowed ? known : answer;
}

AuthorityAnswer LocalAuthority::withinBudget(const Workspace &rules, const Plan &plan) const
{
    for (const ChangeBudget &budget : rules.budgets) {
        if (!countsAsChange(plan.kind) || !budget.covers(plan.environment, plan.service))
            continue;
        const QString where = QStringLiteral("%1:%2: budget %3").arg(budget.at.file).arg(budget.at.line).arg(budget.id);
        if (AuthorityAnswer known = isKnownNow(m_book, tr("how much was changed"), where); !known.allowed)
            return known;
        const qint64 now = m_clock.wallMs();
        // Its own promotion is not another one: a plan of several steps asks again and again.
        const QList<ApprovalBook::Change> spent = m_book->changesSince(now - budget.withinMs, plan.id, budget);
        if (spent.size() < budget.promotions)
            continue;
        const qint64 freeMs = spent.at(spent.size() - budget.promotions).atMs + budget.withinMs;
        return no(tr("The budget %1 is spent: %2 of %3 promotions within %4")
                      .arg(budget.id)
                      .arg(spent.size())
                      .arg(budget.promotions)
                      .arg(format::duration(budget.withinMs)),
                  where,
                  tr("There is room again in %1. Pausing and rolling back stay possible.")
                      .arg(format::duration(std::max<qint64>(0, freeMs - now))));
    }
    return {true, {}, {}, {}};
}

// Who may at all, then what everybody who may has to wait for.
AuthorityAnswer LocalAuthority::gated(const Workspace &rules, const Plan &plan, const Actor &actor) const
{
    if (AuthorityAnswer pinned = rulesArePinned(rules, m_book); !pinned.allowed)
        return pinned;
    if (AuthorityAnswer role = mayByRole(rules, plan, actor); !role.allowed)
        return role;
    return mayPassGates(rules, plan, m_book, healthySince(plan), m_clock.wallMs());
}

AuthorityAnswer LocalAuthority::mayEnrol(const DeviceEnrolment &enrolment, const Actor &actor) const
{
    const std::lock_guard lock(m_mutex);
    AuthorityAnswer answer = mayAct(m_rules, actor);
    if (answer.allowed)
        answer = rulesArePinned(m_rules, m_book);
    if (answer.allowed)
        answer = mayByRole(m_rules, GatedAct::KeyEnrol, actor);
    if (!answer.allowed)
        return answer;
    const QList<GateStanding> gates =
        enrolmentGates(m_rules, enrolment, m_book ? m_book->history() : QList<ApprovalRecord>(), m_clock.wallMs());
    if (!gates.isEmpty())
        answer = isKnownNow(m_book, tr("who approved it"), gates.constFirst().gate.where());
    return answer.allowed ? mayPass(gates) : answer;
}

qint64 LocalAuthority::healthySince(const Plan &plan) const { return m_healthySince ? m_healthySince(plan) : 0; }

QList<GateStanding> LocalAuthority::gates(const Plan &plan) const
{
    const std::lock_guard lock(m_mutex);
    const auto committed = m_committed.constFind(plan.id);
    const Workspace &rules = committed == m_committed.cend() ? m_rules : *committed;
    return gateStandings(rules, plan, m_book ? m_book->history() : QList<ApprovalRecord>(), healthySince(plan),
                         m_clock.wallMs());
}

void LocalAuthority::setApprovals(const ApprovalBook *book)
{
    const std::lock_guard lock(m_mutex);
    m_book = book;
}

void LocalAuthority::setHealth(std::function<qint64(const Plan &)> healthySince)
{
    const std::lock_guard lock(m_mutex);
    m_healthySince = std::move(healthySince);
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
    if (!starts && !promotes)
        return {true, {}, {}, {}};
    const QTimeZone zone =
        rules.timeZone.isEmpty() ? QTimeZone::systemTimeZone() : QTimeZone(rules.timeZone.toLatin1());
    for (const FreezeCalendar &calendar : rules.calendars) {
        if (!(starts ? calendar.blocksStart : calendar.blocksPromote) ||
            !calendar.covers(plan.environment, plan.service))
            continue;
        const std::optional<CalendarSpan> on = frozenBy(calendar.spans, m_clock.wallMs());
        if (!on)
            continue;
        return no(
            tr("The calendar %1 says \"%2\" until %3")
                .arg(calendar.id, on->summary.isEmpty() ? calendar.id : on->summary, format::stamp(on->toMs, zone)),
            QStringLiteral("%1:%2: calendar %3").arg(calendar.at.file).arg(calendar.at.line).arg(calendar.id),
            tr("Wait until then, or change the calendar. Pausing and rolling back stay possible."));
    }
    if (!service)
        return {true, {}, {}, {}};
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
