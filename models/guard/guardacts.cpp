// SPDX-License-Identifier: GPL-3.0-or-later
// Of the guard: what becomes of an act, from the ladder to its plan and back.
#include "models/guard/watched.h"

#include "models/base/logging.h"

#include <QCryptographicHash>

#include <algorithm>

namespace astern::guard {
namespace {

constexpr int kAttempts = 5; // of a plan that crashes interrupt

QJsonObject subjectJson(const Subject &subject)
{
    return {{QStringLiteral("service"), subject.context.service},
            {QStringLiteral("environment"), subject.context.environment},
            {QStringLiteral("cell"), subject.context.cell}};
}

Outcome::Result resultOf(const PlanRun &run)
{
    switch (run.state) {
    case PlanRun::State::Succeeded:
        return Outcome::Result::Confirmed;
    case PlanRun::State::Unknown:
        return Outcome::Result::Unknown;
    case PlanRun::State::Stopped:
        return Outcome::Result::Partly;
    default:
        return Outcome::Result::Failed;
    }
}

} // namespace

QString planIdOf(const QString &actKey, qint64 startMs, int attempt)
{
    const QByteArray hash =
        QCryptographicHash::hash((actKey + u':' + QString::number(attempt)).toUtf8(), QCryptographicHash::Sha256);
    QByteArray bytes(16, '\0');
    for (int i = 0; i < 6; ++i)
        bytes[i] = char((startMs >> (8 * (5 - i))) & 0xff);
    for (int i = 6; i < 16; ++i)
        bytes[i] = hash.at(i);
    bytes[6] = char((bytes.at(6) & 0x0f) | 0x70);
    bytes[8] = char((bytes.at(8) & 0x3f) | 0x80);
    const QByteArray hex = bytes.toHex();
    return QString::fromLatin1(hex.mid(0, 8) + '-' + hex.mid(8, 4) + '-' + hex.mid(12, 4) + '-' + hex.mid(16, 4) + '-' +
                               hex.mid(20));
}

Actor Guard::self() const
{
    Actor actor;
    actor.ref = QStringLiteral("guard");
    actor.name = m_options.name;
    actor.role = QStringLiteral("guard");
    actor.automation = true;
    return actor;
}

// Acts that were sent and of which nobody knows an outcome: their plans are gone on with.
void Guard::resumeActs(Watched &one)
{
    const LadderState state = one.ladder.state();
    const auto goOnWith = [&](const QString &key, const Act::What &what) {
        const bool ours = std::any_of(one.shown.sent.cbegin(), one.shown.sent.cend(),
                                      [&key](const PlaceVerdict::Sent &sent) { return sent.act.key == key; });
        Act act;
        act.key = key;
        act.what = what;
        if (key.isEmpty() || ours || !isCarriedOutByPlan(act))
            return;
        act.cause = state.episode.verdict;
        act.episode = state.episode.number;
        act.policyId = state.episode.policyId;
        act.dueMs = state.rollback.key == key ? state.rollback.issuedMs : state.nowMs;
        act.reasons = one.shown.reasons;
        qCInfo(lcGuard).noquote() << one.subject.id << "goes on with" << act.name();
        one.shown.sent.append({act, std::nullopt, {}});
        runPlan(one, act, 0);
    };
    if (!state.rollback.result)
        goOnWith(state.rollback.key, policy::Rollback());
    for (const PolicyFile &file : one.subject.policies) {
        if (file.policy->id != state.episode.policyId)
            continue;
        const QList<policy::Step> &steps = stepsOf(*file.policy, state.episode.verdict);
        for (qsizetype i = 0; i < steps.size() && i < state.episode.steps.size(); ++i) {
            const StepState &step = state.episode.steps.at(i);
            if (step.is == StepState::Is::Running && !step.result)
                std::visit([&](const auto &what) { goOnWith(step.key, Act::What(what)); }, steps.at(i).act);
        }
    }
    publish(one);
}

// Whoever calls settles afterwards: no plan leaves before that, as the journal is asked first.
bool Guard::perform(Watched &one, const QList<Act> &acts)
{
    for (const Act &act : acts)
        performOne(one, act);
    return !acts.isEmpty();
}

void Guard::performOne(Watched &one, const Act &act)
{
    qCInfo(lcGuard).noquote() << one.subject.id << act.name() << act.reasons.join(QStringLiteral(", "));
    if (!std::holds_alternative<Withdraw>(act.what))
        one.shown.sent.append({act, std::nullopt, {}});
    if (isCarriedOutByPlan(act))
        return runPlan(one, act, 0);
    record(one, QStringLiteral("guard.") + act.name(), {{QStringLiteral("act"), toJson(act)}});
    if (std::holds_alternative<policy::Shrink>(act.what))
        return tell(one, act.key, Outcome::Result::NotPossible,
                    tr("The weights belong to the controller's own steps: it is held instead."));
    // What is written down and shown is all that happens to these; an ask waits for its answer.
    if (std::holds_alternative<policy::Notify>(act.what) || std::holds_alternative<policy::Page>(act.what))
        tell(one, act.key, Outcome::Result::Confirmed, {});
}

// A crash may have left a plan of this act behind: what the journal has of it is never sent again under its name.
void Guard::runPlan(Watched &one, const Act &act, int attempt)
{
    const QString id = planIdOf(act.key, one.subject.judged.startMs, attempt);
    m_doors.journal->entries({.limit = 100, .saga = id}, m_inbox.wrap([this, rollout = one.subject.id, act, attempt](
                                                                          const Result<QList<JournalEntry>> &known) {
        Watched *still = find(rollout);
        if (!still)
            return;
        if (!known)
            return tell(*still, act.key, Outcome::Result::Failed, known.error().toString());
        const bool begun = std::any_of(known->cbegin(), known->cend(), [](const JournalEntry &entry) {
            return entry.kind.endsWith(QLatin1String(".intent"));
        });
        if (!begun)
            return dispatch(*still, act, attempt);
        if (attempt + 1 < kAttempts)
            return runPlan(*still, act, attempt + 1);
        tell(*still, act.key, Outcome::Result::Failed, tr("It was begun %1 times and never ended.").arg(kAttempts));
    }));
}

void Guard::mitigate(Watched &one, const Act &act, int attempt)
{
    if (!m_doors.mitigation)
        return tell(one, act.key, Outcome::Result::NotPossible, tr("There is no connection that could do it."));
    m_doors.mitigation(one.subject.place(), std::get<policy::Mitigate>(act.what),
                       m_inbox.wrap([this, rollout = one.subject.id, act, attempt](const Result<Plan> &plan) {
                           Watched *still = find(rollout);
                           if (!still)
                               return;
                           if (plan)
                               return send(*still, act, attempt, *plan);
                           tell(*still, act.key, Outcome::Result::NotPossible, plan.error().message);
                       }));
}

void Guard::dispatch(Watched &one, const Act &act, int attempt)
{
    if (std::holds_alternative<policy::Mitigate>(act.what))
        return mitigate(one, act, attempt);
    PlanContext context = one.subject.context;
    context.hasSignals = false; // whether it recovers is judged by the policy's own rules
    const Rollout &now = one.subject.rollout;
    const bool hold = std::holds_alternative<policy::Hold>(act.what);
    if (hold && (now.control.pausedByPerson || now.desired.paused))
        return tell(one, act.key, Outcome::Result::Confirmed, tr("It is paused already."));
    Result<Plan> plan = hold                                        ? planAction(PlanKind::Pause, now, context)
                        : std::holds_alternative<Release>(act.what) ? planAction(PlanKind::Resume, now, context)
                                                                    : planRollback(now, context);
    if (!plan) {
        const bool rollback = std::holds_alternative<policy::Rollback>(act.what);
        // Somebody was faster.
        if (rollback && now.rolledBack())
            return tell(one, act.key, Outcome::Result::Confirmed, plan.error().message);
        return tell(one, act.key, rollback ? Outcome::Result::Failed : Outcome::Result::NotPossible,
                    plan.error().message);
    }
    send(one, act, attempt, plan.value());
}

void Guard::send(Watched &one, const Act &act, int attempt, Plan plan)
{
    plan.id = planIdOf(act.key, one.subject.judged.startMs, attempt);
    if (const auto *rollback = std::get_if<policy::Rollback>(&act.what)) {
        for (PlanStep &step : plan.steps) {
            step.attempts = int(rollback->retries) + 1;
            step.timeoutMs = rollback->timeoutMs;
        }
    }
    one.plans.insert(plan.id, act.key);
    record(one, QStringLiteral("guard.") + act.name(), {{QStringLiteral("act"), toJson(act)}}, plan.id);
    m_doors.run(plan, self(), tr("policy %1: %2").arg(act.policyId, act.reasons.join(QStringLiteral(", "))));
}

void Guard::planProgressed(const PlanRun &run)
{
    if (run.state == PlanRun::State::Running)
        return;
    for (auto &[id, one] : m_watched) {
        if (!one->plans.contains(run.plan.id))
            continue;
        const QString key = one->plans.take(run.plan.id);
        tell(*one, key, resultOf(run), run.error ? run.error->message : run.summary);
        return;
    }
}

void Guard::tell(Watched &one, const QString &key, Outcome::Result result, const QString &words)
{
    const qint64 now = m_doors.clock->wallMs();
    for (PlaceVerdict::Sent &sent : one.shown.sent) {
        if (sent.act.key != key)
            continue;
        sent.result = result;
        sent.words = words;
        const bool changes = std::holds_alternative<policy::Rollback>(sent.act.what) ||
                             std::holds_alternative<policy::Mitigate>(sent.act.what);
        if (changes && result == Outcome::Result::Confirmed)
            one.judge.mark({policy::MarkRecord::Kind::Mitigated, now});
        if (std::holds_alternative<policy::Rollback>(sent.act.what) && sent.act.automatic && m_store)
            (void)m_store->noteRollback(one.subject.context.service, one.subject.context.environment, sent.act.dueMs);
    }
    record(one, QStringLiteral("guard.outcome"),
           {{QStringLiteral("outcome"), QJsonObject{{QStringLiteral("key"), key},
                                                    {QStringLiteral("result"), wordFor(result)},
                                                    {QStringLiteral("observed"), words}}}});
    perform(one, one.ladder.tell({.key = key, .result = result, .atMs = now}));
    settle(one);
}

void Guard::answer(const Answer &answer) { (void)takeAnswer(answer); }

// Whoever took over has not seen every rollout yet: what was answered meanwhile waits until it has.
void Guard::takeAnswers()
{
    constexpr qint64 kWaitsMs = 10 * 60'000;
    const Result<QList<Answer>> taken = m_store->takeAnswers();
    const QList<Answer> all = m_unmatched + (taken ? *taken : QList<Answer>{});
    m_unmatched.clear();
    const qint64 now = m_doors.clock->wallMs();
    for (const Answer &one : all) {
        if (!takeAnswer(one) && now - one.atMs < kWaitsMs)
            m_unmatched.append(one);
    }
}

bool Guard::takeAnswer(const Answer &answer)
{
    for (auto &[id, one] : m_watched) {
        const auto ask = std::find_if(one->shown.asks.cbegin(), one->shown.asks.cend(),
                                      [&answer](const Act &open) { return open.key == answer.key; });
        if (ask == one->shown.asks.cend())
            continue;
        if (!mayAct(*one)) {
            if (m_store)
                (void)m_store->answer(answer); // whoever acts takes it from there
            return true;
        }
        record(*one, QStringLiteral("guard.answer"),
               {{QStringLiteral("answer"), QJsonObject{{QStringLiteral("ask"), answer.key},
                                                       {QStringLiteral("choice"), int(answer.choice)},
                                                       {QStringLiteral("by"), answer.by}}}});
        perform(*one, one->ladder.answer(answer));
        settle(*one);
        return true;
    }
    return false;
}

void Guard::record(const Watched &one, const QString &kind, const QJsonObject &fields, const QString &saga)
{
    if (!m_state.acts)
        return;
    Draft draft;
    draft.kind = kind;
    draft.saga = saga;
    draft.fields = fields;
    draft.fields.insert(QStringLiteral("subject"), subjectJson(one.subject));
    const Actor actor = self();
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), actor.ref},
                                                             {QStringLiteral("role"), actor.role},
                                                             {QStringLiteral("automation"), true}});
    m_doors.journal->append(draft, [](const Result<Receipt> &) {}); // what cannot be written the journal's state tells
}

} // namespace astern::guard
