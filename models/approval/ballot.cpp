// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/ballot.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

using Kind = ApprovalRecord::Kind;
using Standing = ApprovalRecord::Standing;
using Verdict = ApprovalRecord::Verdict;

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

QString standingWords(Standing standing)
{
    switch (standing) {
    case Standing::Counts:
        break;
    case Standing::Forged:
        return tr("it was not signed by the device that it names");
    case Standing::Revoked:
        return tr("the key of its device had been revoked");
    case Standing::Unapproved:
        return tr("no administrator has taken its device in");
    case Standing::Lost:
        return tr("another decision came first");
    }
    return {};
}

} // namespace

bool samePerson(const Actor &a, const Actor &b)
{
    if (!a.person.isEmpty() && !b.person.isEmpty())
        return a.person == b.person;
    return a.ref == b.ref;
}

QString shownName(const ApprovalRecord &record)
{
    return record.actor.name.isEmpty() ? record.claimedName : record.actor.name;
}

QString nameOf(const ApprovalRecord &record)
{
    const QString name = shownName(record);
    return name.isEmpty() ? record.actor.who() : name;
}

Ballot::Ballot(const GateConfig &gate, const ApprovalRecord &request, const GateFacts &facts)
    : m_gate(gate), m_request(request), m_facts(facts)
{
}

void Ballot::count(QList<ApprovalRecord> history)
{
    std::stable_sort(history.begin(), history.end(),
                     [](const ApprovalRecord &a, const ApprovalRecord &b) { return a.order < b.order; });
    for (const ApprovalRecord &record : std::as_const(history)) {
        const bool decides = record.kind == Kind::Decided || record.kind == Kind::Closed;
        if (decides && record.request == m_request.request)
            take(record);
    }
}

void Ballot::take(const ApprovalRecord &record)
{
    m_newest = std::max(m_newest, record.generation);
    const auto discount = [&](const QString &why) {
        m_discounted.append(tr("%1 by %2 does not count: %3").arg(toString(record.verdict), nameOf(record), why));
    };
    if (record.standing != Standing::Counts)
        return discount(standingWords(record.standing));
    // Rivals of one generation: the first in the log's order has won, and nobody decides again what is decided.
    if (record.generation <= m_last)
        return discount(standingWords(Standing::Lost));
    const bool releases = record.verdict == Verdict::Released && !m_usedBy.isEmpty();
    if (!releases && (!m_closed.isEmpty() || !m_usedBy.isEmpty()))
        return discount(tr("it had been decided"));
    m_last = record.generation;
    if (record.linkId != m_request.id || record.linkLeaf != m_request.leaf)
        return discount(tr("it was given to another request"));
    if (record.digest != m_request.digest)
        return discount(tr("it was given to another plan"));
    if (record.verdict == Verdict::Used) {
        if (int(m_seats.size()) < wanted() || lacksOwner() || record.plan.isEmpty())
            return discount(tr("it was not open"));
        m_usedBy = record.plan;
        m_usedOn = record.writer;
        return;
    }
    if (record.verdict == Verdict::Released) {
        // Only the device that had the plan knows that nothing of it was sent.
        if (!releases || record.plan != m_usedBy || record.writer != m_usedOn)
            return discount(tr("only the device that had used it gives it back"));
        m_usedBy.clear();
        return;
    }
    if (record.verdict == Verdict::Cancelled) {
        if (!samePerson(record.actor, m_request.actor))
            return discount(tr("only who asked may take the request back"));
        m_closed = tr("%1 took the request back").arg(nameOf(record));
        return;
    }
    if (const QString why = whyNot(record); !why.isEmpty())
        return discount(why);
    if (record.verdict == Verdict::Reject)
        m_closed = tr("%1 rejected it").arg(nameOf(record));
    else if (record.verdict == Verdict::Delegate)
        hand(record);
    else
        seat(record);
}

QStringList Ballot::wantedRoles() const
{
    // Whoever could have approved it may countersign it.
    return m_request.review && m_gate.approvals.roles.isEmpty() ? m_gate.breakGlass.roles : m_gate.approvals.roles;
}

QString Ballot::ownRole(const Actor &actor) const
{
    for (const QString &role : wantedRoles()) {
        if (actor.roles.contains(role))
            return role;
    }
    return {};
}

QString Ballot::whyNotPerson(const ApprovalRecord &record) const
{
    const Actor &actor = record.actor;
    const QString who = actor.who();
    if (actor.automation)
        return tr("a machine cannot approve");
    if (who.isEmpty() || (m_facts.provenPeople && actor.person.isEmpty()))
        return tr("nobody proved who this is");
    if ((m_gate.approvals.notRequester || m_request.review) && samePerson(actor, m_request.actor))
        return m_request.review ? tr("who broke the glass cannot countersign it")
                                : tr("who asked for it may not approve it");
    if (m_gate.approvals.notAuthor && !m_request.review) {
        const QStringList &authors = m_facts.authors;
        if (authors.contains(who) || (!actor.name.isEmpty() && authors.contains(actor.name, Qt::CaseInsensitive)))
            return tr("the author of the change may not approve it");
        // Named by the manifest, and so by name: who cannot be compared with that has not shown to be another.
        const bool byPseudonym = std::all_of(authors.cbegin(), authors.cend(), [](const QString &author) {
            return author.startsWith(QLatin1String("person-"));
        });
        if (actor.name.isEmpty() && !byPseudonym)
            return tr("the author may not approve it, and the name of who signed is not known here");
    }
    // A device says who sits before it. Where people are vouched for, it takes two devices to be two people: whoever
    // owns one can claim any name on it.
    if (m_facts.provenPeople && !record.writer.isEmpty()) {
        if ((m_gate.approvals.notRequester || m_request.review) && record.writer == m_request.writer)
            return tr("it was signed on the device that asked for it");
        if (m_writers.contains(record.writer) && record.verdict != Verdict::Reject)
            return tr("another approval was signed on the same device");
    }
    const bool done =
        std::any_of(m_done.cbegin(), m_done.cend(), [&actor](const Actor &other) { return samePerson(actor, other); });
    if (done && record.verdict != Verdict::Reject) // whoever signed may think again, and say no
        return tr("the same person has signed already, or gave that away");
    return {};
}

QString Ballot::whyNotRole(const ApprovalRecord &record) const
{
    const QStringList roles = wantedRoles();
    if (roles.isEmpty() || !ownRole(record.actor).isEmpty())
        return {};
    if (record.verdict != Verdict::Delegate && m_handed.contains(record.actor.who()))
        return {};
    return tr("only %1 may").arg(roles.join(tr(" or ")));
}

QString Ballot::whyNot(const ApprovalRecord &record) const
{
    if (const QString why = whyNotPerson(record); !why.isEmpty())
        return why;
    // A device may say any time; that it was in time by its own clock is the least that is asked of it.
    if (!m_request.review && record.wallMs >= m_request.expiresMs)
        return tr("the request had expired");
    if (const QString why = whyNotRole(record); !why.isEmpty())
        return why;
    if (record.verdict == Verdict::Delegate) {
        if (!m_gate.delegation)
            return tr("approvals of this gate cannot be handed on");
        if (record.delegateTo.isEmpty() || record.delegateTo == record.actor.who())
            return tr("it names nobody else to hand it to");
        if (m_handed.contains(record.delegateTo))
            return tr("that person has been handed one already");
        return {};
    }
    if (m_gate.approvals.reason && !record.reason)
        return tr("it does not say why");
    return {};
}

void Ballot::hand(const ApprovalRecord &record)
{
    m_done.append(record.actor);
    m_writers.insert(record.writer);
    m_handed.insert(record.delegateTo, {record.actor.who(), shownName(record), ownRole(record.actor),
                                        record.actor.roles.contains(m_facts.owner)});
}

void Ballot::seat(const ApprovalRecord &record)
{
    const QString who = record.actor.who();
    Seat seat{.person = who,
              .name = shownName(record),
              .role = ownRole(record.actor),
              .owner = !m_facts.owner.isEmpty() && record.actor.roles.contains(m_facts.owner),
              .delegatedBy = {},
              .delegatedByName = {},
              .entry = record.id,
              .atMs = record.wallMs};
    // A right of one's own is used first; the one that was handed over then goes unused.
    if (seat.role.isEmpty() && m_handed.contains(who)) {
        const Handed handed = m_handed.value(who);
        seat.role = handed.role;
        seat.owner = handed.owner && !m_facts.owner.isEmpty();
        seat.delegatedBy = handed.by;
        seat.delegatedByName = handed.byName;
    }
    m_done.append(record.actor);
    m_writers.insert(record.writer);
    m_seats.append(seat);
}

bool Ballot::lacksOwner() const
{
    return m_gate.approvals.owners && !m_request.review &&
           std::none_of(m_seats.cbegin(), m_seats.cend(), [](const Seat &seat) { return seat.owner; });
}

bool isClosed(const ApprovalRecord &request, const QList<ApprovalRecord> &history)
{
    const auto isOfIt = [&request](const ApprovalRecord &record) {
        return record.request == request.request && record.standing == Standing::Counts && record.linkId == request.id;
    };
    QSet<QString> released; // plans
    for (const ApprovalRecord &record : history) {
        if (isOfIt(record) && record.verdict == Verdict::Released)
            released.insert(record.plan);
    }
    return std::any_of(history.cbegin(), history.cend(), [&](const ApprovalRecord &record) {
        return isOfIt(record) && (record.verdict == Verdict::Reject || record.verdict == Verdict::Cancelled ||
                                  (record.verdict == Verdict::Used && !released.contains(record.plan)));
    });
}

} // namespace astern
