// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvaldesk.h"

#include "models/approval/ballot.h"
#include "models/approval/gateanswer.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

using Verdict = ApprovalRecord::Verdict;

constexpr int kClosings = 100; // the newest: older requests have expired

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

Error refused(const QString &message, const GateConfig &gate, const QString &hint = {})
{
    return {.kind = Error::Kind::NotPermitted, .message = message, .where = gate.where(), .hint = hint};
}

Error unknown(const QString &request)
{
    return {.kind = Error::Kind::NotFound,
            .message = tr("There is no request %1").arg(request),
            .hint = tr("`asternctl gates` lists them.")};
}

// What the decision was made on, by hash: the plan as it stood there.
QJsonArray evidenceOf(const ApprovalSubject &subject)
{
    const QByteArray bytes = QJsonDocument(subject.toJson()).toJson(QJsonDocument::Compact);
    return {QJsonObject{{QStringLiteral("name"), QStringLiteral("plan")},
                        {QStringLiteral("media"), QStringLiteral("application/json")},
                        {QStringLiteral("size"), bytes.size()},
                        {QStringLiteral("sha256"), subject.digest()},
                        {QStringLiteral("class"), QStringLiteral("confidential")}}};
}

// An edit of a policy is in force by its use alone, and a device is taken in by whoever says the same again; a plan
// begins behind it.
bool startsWithIntent(const std::optional<ApprovalRecord> &request)
{
    const QString act = request ? request->subject.value(QLatin1String("act")).toString() : QString();
    return request && act != toString(GatedAct::PolicyEdit) && act != toString(GatedAct::KeyEnrol);
}

ApprovalRecord castBy(const ApprovalRecord &request, Verdict verdict, const Actor &actor, const QString &reason,
                      qint64 nowMs, const QString &toPerson = {})
{
    ApprovalRecord record;
    record.kind = ApprovalRecord::Kind::Decided;
    record.verdict = verdict;
    record.request = request.request;
    record.gate = request.gate;
    record.digest = request.digest;
    record.linkId = request.id;
    record.linkLeaf = request.leaf;
    record.actor = actor;
    record.reason = !reason.trimmed().isEmpty();
    record.wallMs = nowMs;
    record.delegateTo = toPerson;
    return record;
}

} // namespace

void ApprovalDesk::append(const Draft &draft, LogAction action, const QString &environment, Done<Receipt> done) const
{
    const JournalLevel level = m_doors.level ? m_doors.level(action, environment) : JournalLevel::Local;
    m_doors.journal->append(draft, level, std::move(done));
}

// The journal tells of entries a moment after it answers: whoever wrote one must not be asked for it again. In a team
// others may have decided before: their entries are waited for, as far as the own one's place.
void ApprovalDesk::learn(const Receipt &receipt, const QString &saga, Done<Ok> done) const
{
    if (m_doors.whenPlaced && m_doors.whenPlaced(receipt.id, done))
        return;
    m_doors.journal->entries({.limit = 10'000, .saga = saga},
                             [book = m_doors.book, done](const Result<QList<JournalEntry>> &entries) {
                                 if (!entries)
                                     return done(entries.error());
                                 for (const JournalEntry &entry : *entries)
                                     book->takeOwn(entry);
                                 done(Ok{});
                             });
}

// By what the log has now, in its order: what was written a moment ago may have come second.
void ApprovalDesk::settle(const Receipt &receipt, const ApprovalRecord &request, const GateConfig &gate,
                          const GateFacts &facts, Judged judged) const
{
    learn(receipt, request.request, [doors = m_doors, request, gate, facts, judged](const Result<Ok> &learnt) {
        if (!learnt)
            return judged(learnt.error());
        judged(judgeRequest(gate, request, doors.book->history(), facts, doors.clock->wallMs()));
    });
}

Result<ApprovalRecord> ApprovalDesk::fresh(const QString &request, const GateStanding &standing) const
{
    const std::optional<ApprovalRecord> record = m_doors.book->request(request);
    if (!record || record->gate != standing.gate.id)
        return unknown(request);
    if (record->digest == standing.subject.digest())
        return *record;
    return Error{.kind = Error::Kind::Conflict,
                 .message = tr("What was asked for is not what would be done now: %1")
                                .arg(wordsOf(changesOf(record->subject, standing.subject.toJson()))),
                 .where = standing.gate.where(),
                 .hint = tr("Whoever wants it asks again.")};
}

qint64 ApprovalDesk::nextGeneration(const ApprovalRecord &request, const GateConfig &gate, const GateFacts &facts) const
{
    Ballot ballot(gate, request, facts);
    ballot.count(m_doors.book->history());
    return ballot.nextGeneration();
}

void ApprovalDesk::request(const GateStanding &standing, const Actor &actor, const QString &reason,
                           Done<QString> done) const
{
    const Decision &decision = standing.decision;
    if (decision.isOpen() || !decision.asksPeople)
        return done(refused(decision.words(), standing.gate));
    const bool open = decision.state == Decision::State::Waiting && !decision.request.isEmpty() &&
                      decision.expiresMs > m_doors.clock->wallMs();
    if (open)
        return done(decision.request);
    if (standing.facts.provenPeople && actor.person.isEmpty())
        return done(refused(tr("Nobody proved who asks"), standing.gate, tr("Sign in first.")));
    const QString id = Uuid7::next();
    const qint64 expires = m_doors.clock->wallMs() + standing.gate.approvals.expiresMs;
    append(requestDraft(id, standing.subject, actor, reason, expires, evidenceOf(standing.subject)),
           LogAction::Approval, standing.subject.environment, [*this, done, id](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               learn(*receipt, id, [done, id](const Result<Ok> &learnt) {
                   done(learnt ? Result<QString>(id) : Result<QString>(learnt.error()));
               });
           });
}

// One entry on a request, and what became of it: another one may have come first.
void ApprovalDesk::cast(const ApprovalRecord &request, Verdict verdict, const Draft &draft,
                        const GateStanding &standing, Done<Decision> done) const
{
    append(draft, LogAction::Approval, standing.subject.environment,
           [*this, request, verdict, standing, done](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               settle(*receipt, request, standing.gate, standing.facts, [=](const Result<Decision> &decision) {
                   const auto mine = [&receipt](const Seat &seat) { return seat.entry == receipt->id; };
                   const bool counts = !decision || verdict == Verdict::Delegate ||
                                       (verdict == Verdict::Reject
                                            ? decision->state == Decision::State::Refused
                                            : std::any_of(decision->seats.cbegin(), decision->seats.cend(), mine));
                   if (counts)
                       return done(decision);
                   done(Error{.kind = Error::Kind::Conflict,
                              .message = decision->discounted.isEmpty() ? tr("It does not count")
                                                                        : decision->discounted.constLast(),
                              .where = standing.gate.where(),
                              .hint = tr("Look at it again.")});
               });
           });
}

void ApprovalDesk::decide(const QString &request, Verdict verdict, const GateStanding &standing, const Actor &actor,
                          const QString &reason, Done<Decision> done) const
{
    const Result<ApprovalRecord> record = fresh(request, standing);
    if (!record)
        return done(record.error());
    Ballot ballot(standing.gate, *record, standing.facts);
    ballot.count(m_doors.book->history());
    QString why = ballot.closed();
    if (why.isEmpty())
        why = ballot.whyNot(castBy(*record, verdict, actor, reason, m_doors.clock->wallMs()));
    if (why.isEmpty() && !ballot.usedBy().isEmpty())
        why = tr("it has been used already");
    if (!why.isEmpty())
        return done(refused(tr("This would not count: %1").arg(why), standing.gate));
    cast(*record, verdict,
         decisionDraft(*record, verdict, actor, reason, ballot.nextGeneration(), evidenceOf(standing.subject)),
         standing, std::move(done));
}

void ApprovalDesk::delegate(const QString &request, const GateStanding &standing, const Actor &actor,
                            const QString &toPerson, const QString &reason, Done<Decision> done) const
{
    const Result<ApprovalRecord> record = fresh(request, standing);
    if (!record)
        return done(record.error());
    Ballot ballot(standing.gate, *record, standing.facts);
    ballot.count(m_doors.book->history());
    QString why = ballot.closed();
    if (why.isEmpty())
        why = ballot.whyNot(castBy(*record, Verdict::Delegate, actor, reason, m_doors.clock->wallMs(), toPerson));
    if (!why.isEmpty())
        return done(refused(tr("This would not count: %1").arg(why), standing.gate));
    cast(*record, Verdict::Delegate,
         decisionDraft(*record, Verdict::Delegate, actor, reason, ballot.nextGeneration(), {}, toPerson), standing,
         std::move(done));
}

void ApprovalDesk::cancel(const QString &request, const Actor &actor, Done<Ok> done) const
{
    const std::optional<ApprovalRecord> record = m_doors.book->request(request);
    if (!record)
        return done(unknown(request));
    GateConfig gate;
    gate.id = record->gate;
    if (!samePerson(actor, record->actor))
        return done(Error{.kind = Error::Kind::NotPermitted, .message = tr("Only who asked may take it back")});
    append(closingDraft(*record, Verdict::Cancelled, actor, nextGeneration(*record, gate, {}), {}), LogAction::Approval,
           record->subject.value(QLatin1String("environment")).toString(),
           [*this, saga = record->request, done](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               learn(*receipt, saga, done);
           });
}

void ApprovalDesk::countersign(const QString &review, const GateConfig &gate, const Actor &actor, const QString &reason,
                               Done<Ok> done) const
{
    const std::optional<ApprovalRecord> record = m_doors.book->request(review);
    if (!record || !record->review)
        return done(unknown(review));
    Ballot ballot(gate, *record, {});
    ballot.count(m_doors.book->history());
    const QString why = ballot.whyNot(castBy(*record, Verdict::Approve, actor, reason, m_doors.clock->wallMs()));
    if (!why.isEmpty())
        return done(refused(tr("This would not count: %1").arg(why), gate));
    append(decisionDraft(*record, Verdict::Approve, actor, reason, ballot.nextGeneration(), {}), LogAction::Approval,
           record->subject.value(QLatin1String("environment")).toString(),
           [*this, saga = record->request, done](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               learn(*receipt, saga, done);
           });
}

void ApprovalDesk::breakGlass(const GateStanding &standing, const Plan &plan, const Actor &actor, const QString &reason,
                              Done<Ok> done) const
{
    if (const QString why = whyNoBreakGlass(standing.gate, actor); !why.isEmpty())
        return done(refused(tr("The glass stays whole: %1").arg(why), standing.gate));
    const qint64 by = m_doors.clock->wallMs() + standing.gate.breakGlass.countersignWithinMs;
    const Draft grant = grantDraft(standing.subject, plan.id, actor, reason, by);
    append(grant, LogAction::Override, standing.subject.environment,
           [*this, standing, plan, actor, by, done](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               ApprovalRecord granted;
               granted.id = receipt->id;
               granted.leaf = receipt->leafHash;
               granted.gate = standing.gate.id;
               granted.subject = standing.subject.toJson();
               granted.digest = standing.subject.digest();
               granted.countersignByMs = by;
               // In this device's log behind the grant: that the review lags does not hold up an emergency.
               const QString review = Uuid7::next();
               m_doors.journal->append(reviewDraft(review, granted, actor), [*this, review, plan, grant = *receipt,
                                                                             done](const Result<Receipt> &opened) {
                   if (!opened)
                       return done(opened.error());
                   learn(grant, plan.id, [*this, opened = *opened, review, done](const Result<Ok> &learnt) {
                       if (!learnt)
                           return done(learnt.error());
                       learn(opened, review, [done](const Result<Ok> &) { done(Ok{}); });
                   });
               });
           });
}

void ApprovalDesk::release(QList<ApprovalRecord> used, const Actor &actor, Done<Ok> done) const
{
    if (used.isEmpty())
        return done(Ok{});
    const ApprovalRecord one = used.takeFirst();
    const std::optional<ApprovalRecord> request = m_doors.book->request(one.request);
    // Whoever came second has used nothing up. To say that it was given back would take a generation from the device
    // that did.
    if (!request || m_doors.book->hasLost(one.id))
        return release(used, actor, std::move(done));
    const qint64 generation = std::max(one.generation + 1, nextGeneration(*request, {}, {}));
    m_doors.journal->append(closingDraft(*request, Verdict::Released, actor, generation, one.plan),
                            [*this, used, actor, done](const Result<Receipt> &receipt) {
                                if (!receipt)
                                    return done(receipt.error());
                                release(used, actor, done);
                            });
}

// By this device's own log: what was used up and could not be filed in time is filed later all the same, and this
// right behind it.
void ApprovalDesk::giveBack(const Plan &plan, const Actor &actor, Done<Ok> done) const
{
    m_doors.journal->entries({.limit = kClosings, .kinds = {QStringLiteral("approval.closed")}},
                             [*this, id = plan.id, actor, done](const Result<QList<JournalEntry>> &entries) {
                                 if (!entries)
                                     return done(entries.error());
                                 QList<ApprovalRecord> all;
                                 for (const JournalEntry &entry : *entries) {
                                     const std::optional<ApprovalRecord> used = readApproval(entry);
                                     if (used && used->verdict == Verdict::Used && used->plan == id)
                                         all.append(*used);
                                 }
                                 release(all, actor, done);
                             });
}

void ApprovalDesk::giveBackLeft(qint64 monoMs, const std::function<bool(const QString &plan)> &isDead,
                                const Actor &actor) const
{
    const auto look = [*this, monoMs, isDead, actor](const Result<QList<JournalEntry>> &entries) {
        QSet<QString> released; // the newest entry is the first
        for (const JournalEntry &entry : entries ? *entries : QList<JournalEntry>()) {
            const std::optional<ApprovalRecord> used = readApproval(entry);
            if (used && used->verdict == Verdict::Released)
                released.insert(used->plan);
            const qint64 at =
                entry.payload.value(QLatin1String("time")).toObject().value(QLatin1String("mono_ms")).toInteger();
            if (!used || used->verdict != Verdict::Used || released.contains(used->plan) || at >= monoMs ||
                !startsWithIntent(m_doors.book->request(used->request)))
                continue;
            m_doors.journal->entries({.limit = 50, .saga = used->plan}, [*this, used = *used, isDead, actor](
                                                                            const Result<QList<JournalEntry>> &ofPlan) {
                const bool began = !ofPlan || std::any_of(ofPlan->cbegin(), ofPlan->cend(), [](const auto &one) {
                    return one.kind.endsWith(QLatin1String(".intent"));
                });
                if (!began && isDead(used.plan))
                    release({used}, actor, [](const Result<Ok> &) {});
            });
        }
    };
    m_doors.journal->entries({.limit = kClosings, .kinds = {QStringLiteral("approval.closed")}}, look);
}

void ApprovalDesk::pass(const QList<GateStanding> &standings, const Plan &plan, const Actor &actor,
                        Done<QJsonArray> done) const
{
    pass(standings, {}, plan, actor, std::move(done));
}

void ApprovalDesk::pass(QList<GateStanding> left, QJsonArray passed, const Plan &plan, const Actor &actor,
                        Done<QJsonArray> done) const
{
    if (left.isEmpty())
        return done(passed);
    const GateStanding standing = left.takeFirst();
    const Decision &decision = standing.decision;
    if (!decision.isOpen())
        return done(refused(decision.words(), standing.gate));
    passed.append(passOf(standing));
    // By proofs alone, or past it: there is nothing to use up.
    const std::optional<ApprovalRecord> record = m_doors.book->request(decision.request);
    if (decision.request.isEmpty() || !record)
        return pass(left, passed, plan, actor, std::move(done));
    append(closingDraft(*record, Verdict::Used, actor, decision.nextGeneration, plan.id), LogAction::Approval,
           standing.subject.environment,
           [*this, left, passed, plan, actor, record = *record, standing, done](const Result<Receipt> &receipt) {
               if (!receipt)
                   return done(receipt.error());
               settle(*receipt, record, standing.gate, standing.facts,
                      [*this, left, passed, plan, actor, standing, done](const Result<Decision> &now) {
                          if (!now)
                              return done(now.error());
                          if (!now->isOpen())
                              return done(refused(tr("Another decision came first: %1").arg(now->words()),
                                                  standing.gate, tr("Look at it again.")));
                          pass(left, passed, plan, actor, done);
                      });
           });
}

} // namespace astern
