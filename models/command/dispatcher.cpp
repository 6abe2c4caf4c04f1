// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/dispatcher.h"

#include "models/command/campaignrecord.h"
#include "models/command/campaignrunner.h"
#include "models/command/claims.h"
#include "models/command/planrunner.h"
#include "models/command/record.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kUnrecordedMs = 2'000;
constexpr int kLookBack = 500; // entries in which an interrupted plan is looked for

} // namespace

Dispatcher::Dispatcher(Doors doors, QObject *parent) : QObject(parent), m_doors(std::move(doors)), m_inbox(this)
{
    m_unrecorded.setParent(this); // moves to another thread with it
    m_unrecorded.setSingleShot(true);
    m_unrecorded.setInterval(kUnrecordedMs);
    connect(&m_unrecorded, &QTimer::timeout, this, &Dispatcher::catchUpUnrecorded);
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::run(const Plan &plan, const Actor &actor, const QString &reason)
{
    if (m_known.contains(plan.id))
        return;
    m_known.insert(plan.id);
    PlanRun run;
    run.plan = plan;
    run.actor = actor;
    run.reason = reason;
    enqueue(new PlanRunner(m_doors, m_breakers, run, this));
}

void Dispatcher::runUnrecorded(const Plan &plan, const Actor &actor, const QString &reason,
                               const TypedConfirmation &confirmation)
{
    if (m_known.contains(plan.id))
        return;
    m_known.insert(plan.id);
    PlanRun run;
    run.plan = plan;
    run.actor = actor;
    run.reason = reason;
    auto *runner = new PlanRunner(m_doors, m_breakers, run, this);
    runner->setConfirmation(confirmation);
    connect(runner, &PlanRunner::wentUnrecorded, this, &Dispatcher::tellUnrecorded);
    enqueue(runner);
}

void Dispatcher::tellUnrecorded()
{
    const QList<UnrecordedEntry> kept = m_doors.journal->unrecorded();
    Q_EMIT unrecordedChanged(unrecordedText(kept));
    if (!kept.isEmpty() && !m_unrecorded.isActive())
        m_unrecorded.start();
}

void Dispatcher::catchUpUnrecorded()
{
    m_doors.journal->catchUpUnrecorded(m_inbox.wrap([this](const Result<Ok> &) { tellUnrecorded(); }));
}

void Dispatcher::enqueue(PlanRunner *runner)
{
    const QString id = runner->run().plan.id;
    connect(runner, &PlanRunner::progressed, this, &Dispatcher::progressed);
    m_runners.insert(id, runner);
    connect(
        runner, &PlanRunner::finished, this,
        [this, runner, id] {
            m_runners.remove(id);
            if (m_doors.claims)
                m_doors.claims->release(id);
            m_queue.removeIf([runner](const Queued &queued) { return queued.runner == runner; });
            runner->deleteLater();
            startReady();
        },
        Qt::QueuedConnection);
    m_queue.append({runner, runner->run().plan.targetKeys()});
    startReady();
}

void Dispatcher::startReady()
{
    QSet<QString> taken;
    QList<PlanRunner *> ready;
    for (Queued &queued : m_queue) {
        const bool free = std::none_of(queued.targets.cbegin(), queued.targets.cend(),
                                       [&taken](const QString &target) { return taken.contains(target); });
        taken.unite(QSet<QString>(queued.targets.cbegin(), queued.targets.cend()));
        if (free && !std::exchange(queued.started, queued.started || free))
            ready.append(queued.runner);
    }
    for (PlanRunner *runner : std::as_const(ready)) // one that starts may bring another into the queue
        runner->start();
}

void Dispatcher::runCampaign(const Campaign &campaign, const Actor &actor, const QString &reason)
{
    if (m_known.contains(campaign.id))
        return;
    m_known.insert(campaign.id);
    auto *runner = new CampaignRunner(
        m_doors, makeCampaignRun(campaign, actor, reason),
        [this, actor, reason](const Plan &plan) { run(plan, actor, reason); }, this);
    m_campaigns.insert(campaign.id, runner);
    connect(this, &Dispatcher::progressed, runner, &CampaignRunner::takeRun);
    connect(runner, &CampaignRunner::progressed, this, &Dispatcher::campaignProgressed);
    connect(
        runner, &CampaignRunner::finished, this,
        [this, runner, id = campaign.id] {
            m_campaigns.remove(id);
            if (m_doors.claims)
                m_doors.claims->release(id);
            runner->deleteLater();
        },
        Qt::QueuedConnection);
    runner->start();
}

void Dispatcher::stopCampaign(const QString &campaignId)
{
    if (CampaignRunner *runner = m_campaigns.value(campaignId))
        runner->stop();
}

void Dispatcher::stop(const QString &planId)
{
    if (PlanRunner *runner = m_runners.value(planId))
        runner->stop();
}

void Dispatcher::skipStep(const QString &planId)
{
    if (PlanRunner *runner = m_runners.value(planId))
        runner->skipStep();
}

void Dispatcher::recoverUnresolved()
{
    m_doors.journal->unresolved(m_inbox.wrap([this](const Result<QList<UnresolvedIntent>> &open) {
        m_resolved = m_unknown = 0;
        if (!open)
            return failRecovery(open.error());
        m_leftovers = claimLeftovers(*open);
        if (m_leftovers.isEmpty())
            return resumePlans();
        // Looked at again now that nobody else can be at them: somebody may have been, until a moment ago.
        m_doors.journal->unresolved(m_inbox.wrap([this](const Result<QList<UnresolvedIntent>> &still) {
            if (!still)
                return failRecovery(still.error());
            QList<UnresolvedIntent> todo;
            for (const UnresolvedIntent &intent : *still) {
                if (m_leftovers.contains(intent.intent.saga))
                    todo.append(intent);
            }
            recoverAll(todo);
        }));
    }));
}

void Dispatcher::recoverAll(const QList<UnresolvedIntent> &todo)
{
    QList<UnresolvedIntent> plans;
    m_openCampaigns.clear();
    for (const UnresolvedIntent &open : todo) {
        if (open.intent.kind == kCampaignIntent)
            m_openCampaigns.append(open.intent);
        else
            plans.append(open);
    }
    m_recovering = int(todo.size());
    if (todo.isEmpty())
        return resumePlans();
    if (plans.isEmpty())
        return recoverCampaigns();
    for (const UnresolvedIntent &open : std::as_const(plans))
        recover(open);
}

// What this or another living process has under way is not a leftover.
QSet<QString> Dispatcher::claimLeftovers(const QList<UnresolvedIntent> &open)
{
    QSet<QString> mine;
    for (const UnresolvedIntent &intent : open) {
        if (intent.intent.kind.startsWith(QLatin1String("notify."))) // messages are their sender's
            continue;
        const QString &planId = intent.intent.saga;
        if (m_known.contains(planId) || mine.contains(planId))
            continue;
        const Result<bool> taken = m_doors.claims ? m_doors.claims->take(planId) : Result<bool>(true);
        if (taken && *taken)
            mine.insert(planId);
    }
    return mine;
}

void Dispatcher::recover(const UnresolvedIntent &intent)
{
    const Result<IntentRecord> record = readIntent(intent.intent);
    if (!record || !m_doors.commands().opens(record->command))
        return recoveryDone(false);
    const Receipt receipt{.index = intent.intent.index, .id = intent.intent.id, .leafHash = intent.intent.leafHash};
    const qint64 age = m_doors.clock->wallMs() - intent.intent.wallMs;
    const auto end = [this, receipt, record = *record](Outcome outcome, const QString &observed) {
        m_doors.journal->append(
            outcomeDraft(operationOf(record), receipt, outcome, observed, QStringLiteral("recovery")),
            m_inbox.wrap([this](const Result<Receipt> &written) { recoveryDone(written.ok()); }));
    };
    m_doors.commands().read(
        record->command, [this, end, age, receipt, record = *record](const Result<Observation> &now) {
            if (!now)
                return recoveryDone(false); // stays unresolved and is shown as such; the next start reads again
            if (holds(record.effect, *now))
                return end(Outcome::Succeeded, describe(record.effect, *now));
            const Capability can = m_doors.commands().capability(record.command, *now);
            const bool resend = isProtective(record.kind) && age >= 0 && age < kResendWithinMs &&
                                can.support != Support::Impossible && can.idempotency != Idempotency::Unsafe &&
                                holds(record.precondition, *now);
            if (!resend)
                return end(Outcome::Aborted, tr("interrupted; found: %1").arg(describe(record.effect, *now)));
            // The same key through the same door: an attempt of the same intent, recorded before it leaves.
            Draft attempt;
            attempt.kind = kindFamily(record.kind) + QStringLiteral(".attempt");
            attempt.saga = record.saga;
            attempt.links = {{EntryLink::Rel::AttemptOf, receipt.id, receipt.leafHash}};
            attempt.fields = {{QStringLiteral("subject"), operationOf(record).subject}};
            m_doors.journal->appendIntent(
                attempt, record.key, m_inbox.wrap([this, end, record](const Result<LoggedIntent> &key) {
                    if (!key)
                        return recoveryDone(false);
                    m_doors.commands().apply(*key, record.command, [this, end, record](const Result<Accepted> &answer) {
                        if (!answer)
                            return end(Outcome::Unknown,
                                       tr("sent again after an interruption: %1").arg(answer.error().message));
                        m_doors.commands().read(record.command, [end, record](const Result<Observation> &after) {
                            // Accepted; whether it has its full effect is watched by whoever looks at the board.
                            end(after && holds(record.effect, *after) ? Outcome::Succeeded : Outcome::Unknown,
                                after ? describe(record.effect, *after) : after.error().message);
                        });
                    });
                }));
        });
}

void Dispatcher::recoveryDone(bool resolved)
{
    ++(resolved ? m_resolved : m_unknown);
    --m_recovering;
    if (!m_openCampaigns.isEmpty() && m_recovering == m_openCampaigns.size())
        recoverCampaigns();
    else if (m_recovering == 0)
        resumePlans();
}

// After the plans, so that what became of each can be said.
void Dispatcher::recoverCampaigns()
{
    const QList<JournalEntry> open = std::exchange(m_openCampaigns, {});
    for (const JournalEntry &intent : open) {
        const QList<CampaignPlace> places = campaignPlaces(intent);
        auto found = std::make_shared<QList<CampaignPlace>>(places);
        auto left = std::make_shared<qsizetype>(places.size());
        auto failed = std::make_shared<bool>(false);
        const auto end = [this, intent, found, failed] {
            if (*failed)
                return recoveryDone(false);
            m_doors.journal->append(interruptedOutcome(intent, *found),
                                    m_inbox.wrap([this, intent, found](const Result<Receipt> &written) {
                                        InterruptedCampaign told = interrupted(intent, *found);
                                        told.outcomeIndex = written ? written->index + 1 : 0;
                                        Q_EMIT campaignInterrupted(told);
                                        recoveryDone(written.ok());
                                    }));
        };
        if (places.isEmpty())
            end();
        for (qsizetype i = 0; i < places.size(); ++i) {
            m_doors.journal->entries(
                {.saga = places.at(i).planId},
                m_inbox.wrap([found, left, failed, end, i](const Result<QList<JournalEntry>> &entries) {
                    if (entries)
                        (*found)[i].result = resultOf(*entries);
                    *failed = *failed || !entries;
                    if (--*left == 0)
                        end();
                }));
        }
    }
}

// A plan that was between two steps when its process died has no open intent: its last outcome says what was to come.
void Dispatcher::resumePlans()
{
    releaseLeftovers(); // who goes on claims anew
    m_doors.journal->entries({.limit = kLookBack, .kind = QStringLiteral("rollback.")},
                             m_inbox.wrap([this](const Result<QList<JournalEntry>> &newest) {
                                 if (!newest)
                                     return failRecovery(newest.error());
                                 QSet<QString> seen;
                                 QList<std::pair<QString, QString>> todo;
                                 for (const JournalEntry &entry : *newest) {
                                     if (seen.contains(entry.saga))
                                         continue; // its newest entry decides
                                     seen.insert(entry.saga);
                                     const qint64 age = m_doors.clock->wallMs() - entry.wallMs;
                                     const QString next = promisedStep(entry);
                                     if (!next.isEmpty() && age >= 0 && age < kResendWithinMs &&
                                         !m_known.contains(entry.saga))
                                         todo.append({entry.saga, next});
                                 }
                                 m_resuming = 1; // this look itself
                                 for (const auto &[planId, step] : std::as_const(todo))
                                     resume(planId, step);
                                 resumed();
                             }));
}

void Dispatcher::resume(const QString &planId, const QString &step)
{
    // Somebody alive may be at it: between two steps nothing else shows that.
    const Result<bool> mine = m_doors.claims ? m_doors.claims->take(planId) : Result<bool>(true);
    if (!mine || !*mine)
        return;
    ++m_resuming;
    m_doors.journal->entries(
        {.saga = planId, .kind = QStringLiteral("rollback.")},
        m_inbox.wrap([this, planId, step](const Result<QList<JournalEntry>> &entries) {
            const Result<PlanRun> run = entries ? readRun(*entries, step) : Result<PlanRun>(entries.error());
            // Whoever was at it may have gone on until just now.
            const bool goesOn = run && !m_known.contains(planId) && promisedStep(entries->constFirst()) == step;
            if (!goesOn) {
                if (m_doors.claims)
                    m_doors.claims->release(planId);
                return resumed();
            }
            m_known.insert(planId);
            auto *runner = new PlanRunner(m_doors, m_breakers, *run, this);
            connect(runner, &PlanRunner::finished, this, &Dispatcher::resumed, Qt::QueuedConnection);
            enqueue(runner);
        }));
}

void Dispatcher::resumed()
{
    if (--m_resuming == 0)
        endRecovery();
}

void Dispatcher::releaseLeftovers()
{
    for (const QString &planId : std::exchange(m_leftovers, {})) {
        if (m_doors.claims)
            m_doors.claims->release(planId);
    }
}

void Dispatcher::endRecovery()
{
    releaseLeftovers();
    Q_EMIT recovered(m_resolved, m_unknown);
}

void Dispatcher::failRecovery(const Error &error)
{
    releaseLeftovers();
    Q_EMIT recoveryFailed(error);
}

} // namespace astern
