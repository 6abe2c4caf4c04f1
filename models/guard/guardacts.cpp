// SPDX-License-Identifier: GPL-3.0-or-later
// Of the guard: what becomes of an act, from the ladder to its plan and back.
#include "models/guard/watched.h"

#include "models/base/crashpoint.h"
#include "models/base/logging.h"
#include "models/command/record.h"

#include <QCryptographicHash>

#include <algorithm>

namespace astern::guard {
namespace {

constexpr int kAttempts = 5; // of a plan that crashes interrupt
constexpr qint64 kSeenWithinMs = 30'000;
const QString kOutcomeKind = QStringLiteral("guard.outcome");

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

// What the journal has of a plan that an earlier process began.
struct Begun {
    bool intent = false;
    std::optional<Outcome::Result> told; // the act's outcome, as it was told then
    QString words;
    bool seen = false; // all of it was, whoever read it back
    bool said = false; // the act itself is written down
};

Begun begunOf(const QList<JournalEntry> &newestFirst)
{
    Begun begun;
    bool newest = true;
    for (const JournalEntry &entry : newestFirst) {
        const QJsonObject outcome = entry.payload.value(QLatin1String("outcome")).toObject();
        const QString result = outcome.value(QLatin1String("result")).toString();
        const QString words = outcome.value(QLatin1String("observed")).toString();
        if (entry.kind == kOutcomeKind && !begun.told) {
            begun.told = resultFrom(result);
            begun.words = words;
        }
        begun.said = begun.said || (entry.kind.startsWith(QLatin1String("guard.")) && entry.kind != kOutcomeKind);
        if (entry.kind.startsWith(QLatin1String("guard.")))
            continue; // of the plan itself the newest entry decides
        if (std::exchange(newest, false) && entry.kind.endsWith(QLatin1String(".outcome")) && !begun.told) {
            begun.seen = result == toString(astern::Outcome::Succeeded) && promisedStep(entry).isEmpty();
            begun.words = words;
        }
        begun.intent = begun.intent || entry.kind.endsWith(QLatin1String(".intent"));
    }
    return begun;
}

bool isPausing(const Act &act)
{
    return std::holds_alternative<policy::Hold>(act.what) || std::holds_alternative<Release>(act.what);
}

bool isForPeople(const Act &act)
{
    return std::holds_alternative<policy::Notify>(act.what) || std::holds_alternative<policy::Page>(act.what);
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

// Acts that an earlier process had issued and of which nobody knows an outcome.
void Guard::resumeActs(Watched &one)
{
    const QList<Act> open = one.ladder.state().open;
    for (const Act &act : open) {
        const bool ours = std::any_of(one.shown.sent.cbegin(), one.shown.sent.cend(),
                                      [&act](const PlaceVerdict::Sent &sent) { return sent.act.key == act.key; });
        if (ours || std::holds_alternative<policy::Ask>(act.what))
            continue;
        qCInfo(lcGuard).noquote() << one.subject.id << "goes on with" << act.name();
        takeUp(one, act);
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
    ASTERN_CRASH_POINT("guard.acts");
    qCInfo(lcGuard).noquote() << one.subject.id << act.name() << act.reasons.join(QStringLiteral(", "));
    if (isCarriedOutByPlan(act))
        return takeUp(one, act);
    if (!std::holds_alternative<Withdraw>(act.what))
        one.shown.sent.append({act, std::nullopt, {}});
    carryOut(one, act);
}

// Sees to it that what has an outcome gets one. A pause and its end never overtake each other: each finds the rollout
// as the one before has left it.
void Guard::takeUp(Watched &one, const Act &act)
{
    one.shown.sent.append({act, std::nullopt, {}});
    if (!isPausing(act))
        return begin(one, act, 0);
    one.turns.append(act);
    nextTurn(one);
}

// What is written down and shown is all that happens to these; an ask waits for its answer.
void Guard::carryOut(Watched &one, const Act &act)
{
    record(one, QStringLiteral("guard.") + act.name(), {{QStringLiteral("act"), toJson(act)}},
           planIdOf(act.key, one.subject.judged.startMs, 0));
    if (std::holds_alternative<policy::Shrink>(act.what))
        return tell(one, act.key, Outcome::Result::NotPossible,
                    tr("The weights belong to the controller's own steps: it is held instead."));
    if (isForPeople(act))
        tellPeople(one, act);
}

// Its outcome is written down behind what makes sure of it: until then a restart sees to it again.
void Guard::tellPeople(Watched &one, const Act &act)
{
    if (!m_doors.people)
        return tell(one, act.key, Outcome::Result::Confirmed, {});
    PlaceVerdict now = one.shown;
    now.coming = comingOf(now.policies, one.ladder.state());
    m_doors.people(now, act, m_inbox.wrap([this, rollout = one.subject.id, key = act.key](const Result<Ok> &taken) {
        if (Watched *still = find(rollout))
            tell(*still, key, taken ? Outcome::Result::Confirmed : Outcome::Result::Failed,
                 taken ? QString() : taken.error().message);
    }));
}

// A crash may have left a plan of this act behind: what the journal has of it is never sent again under its name.
void Guard::begin(Watched &one, const Act &act, int attempt)
{
    const QString id = planIdOf(act.key, one.subject.judged.startMs, attempt);
    m_doors.journal->entries({.limit = 100, .saga = id}, m_inbox.wrap([this, rollout = one.subject.id, act, attempt,
                                                                       id](const Result<QList<JournalEntry>> &known) {
        Watched *still = find(rollout);
        if (!still)
            return;
        if (!known)
            return tell(*still, act.key, Outcome::Result::Failed, known.error().toString());
        const Begun begun = begunOf(*known);
        if (begun.told) // the journal had it, and the process ended before anything else knew
            return ended(*still, act.key, *begun.told, begun.words);
        if (begun.seen)
            return tell(*still, act.key, Outcome::Result::Confirmed, begun.words, id);
        if (begun.said && isForPeople(act))
            return tellPeople(*still, act);
        if (!isCarriedOutByPlan(act))
            return begun.said ? tell(*still, act.key, Outcome::Result::Confirmed, {}) : carryOut(*still, act);
        if (!begun.intent)
            return dispatch(*still, act, attempt);
        if (attempt + 1 < kAttempts)
            return begin(*still, act, attempt + 1);
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
    const Rollout &now = one.subject.rollout;
    const bool rollback = std::holds_alternative<policy::Rollback>(act.what);
    // What was judged is not wanted any more: somebody was faster, or it was this act, and the answer was lost. To go
    // back from what is wanted now could mean to go back to what was judged.
    if (one.hasLeft(now)) {
        if (!rollback)
            return tell(one, act.key, Outcome::Result::NotPossible, tr("Another version is wanted by now."));
        one.leaving.append(act.key);
        return noteLeft(one);
    }
    PlanContext context = one.subject.context;
    context.hasSignals = false; // whether it recovers is judged by the policy's own rules
    const bool hold = std::holds_alternative<policy::Hold>(act.what);
    if (hold && (now.control.pausedByPerson || now.desired.paused))
        return tell(one, act.key, Outcome::Result::Confirmed, tr("It is paused already."));
    Result<Plan> plan = hold                                        ? planAction(PlanKind::Pause, now, context)
                        : std::holds_alternative<Release>(act.what) ? planAction(PlanKind::Resume, now, context)
                                                                    : planRollback(now, context);
    if (!plan) {
        // Somebody was faster.
        if (rollback && now.rolledBack())
            return tell(one, act.key, Outcome::Result::Confirmed, plan.error().message);
        return tell(one, act.key, rollback ? Outcome::Result::Failed : Outcome::Result::NotPossible,
                    plan.error().message);
    }
    send(one, act, attempt, plan.value());
}

// A rollback is done when the version that was judged has no traffic any more; the ladder says how long that may take.
void Guard::noteLeft(Watched &one)
{
    const Rollout &now = one.subject.rollout;
    const bool serves =
        std::any_of(now.serving.shares.cbegin(), now.serving.shares.cend(), [&one](const Serving::Share &share) {
            return share.hash == one.subject.newHash && share.percent > 0;
        });
    if (serves || now.serving.shares.isEmpty() || !now.unknownReason.isEmpty())
        return;
    Expectation served;
    served.what = Expectation::What::FullyServes;
    for (const QString &key : std::exchange(one.leaving, {}))
        tell(one, key, Outcome::Result::Confirmed, describe(served, now));
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
        tell(*one, key, resultOf(run), run.error ? run.error->message : run.summary, run.plan.id);
        return;
    }
}

// The journal first: what the ladder does next is only done once the journal can tell a restart why.
void Guard::tell(Watched &one, const QString &key, Outcome::Result result, const QString &words, const QString &planId)
{
    ASTERN_CRASH_POINT("guard.told");
    // Where no plan was needed it stands under the name that a restart asks for first.
    const QString saga = planId.isEmpty() ? planIdOf(key, one.subject.judged.startMs, 0) : planId;
    record(one, kOutcomeKind,
           {{QStringLiteral("outcome"), QJsonObject{{QStringLiteral("key"), key},
                                                    {QStringLiteral("result"), wordFor(result)},
                                                    {QStringLiteral("observed"), words}}}},
           saga, m_inbox.wrap([this, rollout = one.subject.id, key, result, words](const Result<Receipt> &) {
               if (Watched *still = find(rollout))
                   ended(*still, key, result, words);
           }));
}

void Guard::ended(Watched &one, const QString &key, Outcome::Result result, const QString &words)
{
    const qint64 now = m_doors.clock->wallMs();
    for (PlaceVerdict::Sent &sent : one.shown.sent) {
        if (sent.act.key != key)
            continue;
        sent.result = result;
        sent.words = words;
        sent.endedMs = now;
        const bool changes = std::holds_alternative<policy::Rollback>(sent.act.what) ||
                             std::holds_alternative<policy::Mitigate>(sent.act.what);
        if (changes && result == Outcome::Result::Confirmed) {
            one.judge.mark({policy::MarkRecord::Kind::Mitigated, now});
            store(one); // before the ladder is saved: without its mark no rule would ever ask again whether it helped
        }
        if (std::holds_alternative<policy::Rollback>(sent.act.what) && sent.act.automatic && m_store)
            (void)m_store->noteRollback(one.subject.context.service, one.subject.context.environment, sent.act.dueMs);
    }
    perform(one, one.ladder.tell({.key = key, .result = result, .atMs = now}));
    settle(one);
    nextTurn(one);
}

// Pauses and their ends, one after the other. What one did has been read back, but the watch may not have told it yet:
// planned from what was there before, the next pause would be in place already, and its end not needed.
void Guard::nextTurn(Watched &one)
{
    if (one.turns.isEmpty())
        return;
    const Act next = one.turns.constFirst();
    const PlaceVerdict::Sent *before = nullptr;
    for (const PlaceVerdict::Sent &sent : std::as_const(one.shown.sent)) {
        if (sent.act.key == next.key)
            break;
        if (isPausing(sent.act))
            before = &sent;
    }
    if (before && !before->result)
        return;
    const Rollout &now = one.subject.rollout;
    const bool paused = now.desired.paused || now.control.pausedByPerson;
    const bool unseen = before && before->result == Outcome::Result::Confirmed &&
                        paused != std::holds_alternative<policy::Hold>(before->act.what);
    if (unseen && m_doors.clock->wallMs() - before->endedMs < kSeenWithinMs)
        return;
    one.turns.removeFirst();
    begin(one, next, 0);
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

void Guard::record(const Watched &one, const QString &kind, const QJsonObject &fields, const QString &saga,
                   const Done<Receipt> &done)
{
    if (!m_state.acts) // whoever does writes it down
        return done(Receipt());
    Draft draft;
    draft.kind = kind;
    draft.saga = saga;
    draft.fields = fields;
    draft.fields.insert(QStringLiteral("subject"), subjectJson(one.subject));
    const Actor actor = self();
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), actor.ref},
                                                             {QStringLiteral("role"), actor.role},
                                                             {QStringLiteral("automation"), true}});
    m_doors.journal->append(draft, done); // what cannot be written the journal's state tells
}

} // namespace astern::guard
