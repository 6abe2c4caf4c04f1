// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/dispatcher.h"

#include "models/command/campaignrecord.h"
#include "models/command/campaignrunner.h"
#include "models/command/claims.h"
#include "models/command/planrunner.h"
#include "models/command/record.h"

namespace astern {
namespace {

// A command of yesterday must not surprise today's rollout.
constexpr qint64 kResendWithinMs = 10 * 60'000;

} // namespace

Dispatcher::Dispatcher(Doors doors, QObject *parent) : QObject(parent), m_doors(std::move(doors)), m_inbox(this) {}

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
    auto *runner = new PlanRunner(m_doors, m_breakers[plan.target.backend], run, this);
    connect(runner, &PlanRunner::progressed, this, &Dispatcher::progressed);
    m_runners.insert(plan.id, runner);
    const QString target = plan.target.key();
    connect(
        runner, &PlanRunner::finished, this,
        [this, runner, target, id = plan.id] {
            m_runners.remove(id);
            if (m_doors.claims)
                m_doors.claims->release(id);
            m_queues[target].dequeue();
            runner->deleteLater();
            startNext(target);
        },
        Qt::QueuedConnection);
    m_queues[target].enqueue(runner);
    if (m_queues.value(target).size() == 1)
        runner->start();
}

void Dispatcher::startNext(const QString &targetKey)
{
    if (m_queues.value(targetKey).isEmpty())
        m_queues.remove(targetKey);
    else
        m_queues.value(targetKey).head()->start();
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
            return endRecovery();
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
        return endRecovery();
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
    DeliveryCommands *backend = record ? m_doors.backend(record->command.target.backend) : nullptr;
    if (!backend)
        return recoveryDone(false);
    const Receipt receipt{.index = intent.intent.index, .id = intent.intent.id, .leafHash = intent.intent.leafHash};
    const qint64 age = m_doors.clock->wallMs() - intent.intent.wallMs;
    const auto end = [this, receipt, record = *record](Outcome outcome, const QString &observed) {
        m_doors.journal->append(
            outcomeDraft(operationOf(record), receipt, outcome, observed, QStringLiteral("recovery")),
            m_inbox.wrap([this](const Result<Receipt> &written) { recoveryDone(written.ok()); }));
    };
    backend->read(
        record->command.target, [this, backend, end, age, receipt, record = *record](const Result<Rollout> &now) {
            if (!now)
                return recoveryDone(false); // stays unresolved and is shown as such; the next start reads again
            if (holds(record.effect, *now))
                return end(Outcome::Succeeded, describe(record.effect, *now));
            const Capability can = backend->capability(record.command.action, *now);
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
                attempt, record.key, m_inbox.wrap([this, backend, end, record](const Result<LoggedIntent> &key) {
                    if (!key)
                        return recoveryDone(false);
                    backend->apply(*key, record.command, [this, backend, end, record](const Result<Accepted> &answer) {
                        if (!answer)
                            return end(Outcome::Unknown,
                                       tr("sent again after an interruption: %1").arg(answer.error().message));
                        backend->read(record.command.target, [end, record](const Result<Rollout> &after) {
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
        endRecovery();
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
            m_doors.journal->append(
                interruptedOutcome(intent, *found),
                m_inbox.wrap([this](const Result<Receipt> &written) { recoveryDone(written.ok()); }));
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
