// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/dispatcher.h"

#include "models/command/claims.h"
#include "models/command/planrunner.h"
#include "models/command/record.h"

namespace astern {
namespace {

// A command of yesterday must not surprise today's rollout.
constexpr qint64 kResendWithinMs = 10 * 60'000;

QJsonObject subjectOf(const IntentRecord &record)
{
    return {{QStringLiteral("service"), record.service},
            {QStringLiteral("environment"), record.environment},
            {QStringLiteral("cell"), record.cell}};
}

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
        m_leftovers = claimLeftovers(open ? *open : QList<UnresolvedIntent>{});
        if (m_leftovers.isEmpty())
            return endRecovery();
        // Looked at again now that nobody else can be at them: somebody may have been, until a moment ago.
        m_doors.journal->unresolved(m_inbox.wrap([this](const Result<QList<UnresolvedIntent>> &still) {
            QList<UnresolvedIntent> todo;
            for (const UnresolvedIntent &intent : still ? *still : QList<UnresolvedIntent>{}) {
                if (m_leftovers.contains(intent.intent.saga))
                    todo.append(intent);
            }
            m_recovering = int(todo.size());
            if (todo.isEmpty())
                endRecovery();
            for (const UnresolvedIntent &intent : std::as_const(todo))
                recover(intent);
        }));
    }));
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
        m_doors.journal->append(outcomeDraft(record.kind, record.saga, subjectOf(record), receipt, outcome, observed,
                                             QStringLiteral("recovery")),
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
            attempt.fields = {{QStringLiteral("subject"), subjectOf(record)}};
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
    if (--m_recovering == 0)
        endRecovery();
}

void Dispatcher::endRecovery()
{
    for (const QString &planId : std::exchange(m_leftovers, {})) {
        if (m_doors.claims)
            m_doors.claims->release(planId);
    }
    Q_EMIT recovered(m_resolved, m_unknown);
}

} // namespace astern
