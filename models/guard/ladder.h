// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/guard/act.h"
#include "models/guard/ladderstate.h"

namespace astern::guard {

// What follows from the verdicts on one rollout: which act is due, and when. A state machine without a clock, a thread
// or the world: it is told verdicts, outcomes, answers and the time, and says what is due. The same input gives the
// same acts with the same keys everywhere; told again what it knows already, it says nothing twice. Its state goes to
// JSON and back, so that a restart goes on where it was. One thread at a time.
//
// The caller
//  - tells all verdicts of a tick in one call, with the time at which they were judged (the heartbeat's);
//  - sends each act once (its key names it), reads back, and tells its outcome;
//  - writes MarkRecord::Mitigated into the samples when a mitigate or the rollback is confirmed: the rules that raised
//    systemic then start afresh, which `still_systemic` and the recovery after a rollback look at;
//  - tells the ladder the time at least once a tick, verdict or not: questions and waits end by it;
//  - saves state() with what it has sent.
//
// How the policy's words are taken where they leave a choice:
//  - Policies with `mode: observe` are not listened to. The gravest class wins, critical before other systemic; among
//    equals the smallest policy id. An episode keeps the policy that it began with, unless another becomes critical.
//  - hold, notify and page never keep the steps behind them waiting; shrink, mitigate, rollback and ask do, until their
//    outcome (an ask: its answer or default) is known. `after` steps keep nobody waiting.
//  - A mitigation that helped and is then followed by a rule that says systemic again begins a new episode, in which
//    what is mitigated already is left out.
//  - A rollout is rolled back automatically once at most. Afterwards, and when `rollback_safe` of any policy is false
//    or any policy's max_auto_rollbacks is reached, people decide.
//  - A rollback that is not confirmed and has no step behind it that would tell people pages them all the same: the
//    ladder's first page, ask or notify, else the policy's owner.
//  - Recovered after a rollback: every enforced threshold, budget and probe rule on role all is healthy, for the
//    longest clear_for since the rollback was confirmed, within 5 min; else people are paged. Policies without such a
//    rule cannot tell (Recovery::NotJudged).
class Ladder {
public:
    // Policies in any order, each id once.
    Ladder(QString rolloutId, QList<policy::Policy> policies);

    struct Judged {
        QString policyId;
        policy::Verdict verdict;
    };
    // Verdicts older than the last of their policy are known already.
    [[nodiscard]] QList<Act> judge(const QList<Judged> &verdicts, qint64 nowMs);
    [[nodiscard]] QList<Act> tell(const Outcome &outcome);
    [[nodiscard]] QList<Act> answer(const Answer &answer);
    [[nodiscard]] QList<Act> advance(qint64 nowMs); // nothing but the time
    // The rollout is over, whoever ended it: what is pending is given up; a rollback and its recovery are followed on.
    [[nodiscard]] QList<Act> finish(qint64 nowMs);
    // Automatic rollbacks of other rollouts of the service and environment: they count for max_auto_rollbacks.
    void noteRollback(qint64 atMs);
    void liftFreeze(); // a person did

    // Nothing may be promoted by Astern otherwise. Promotion also needs healthy for the whole hold time of its step.
    [[nodiscard]] bool mayPromote() const;
    // No rollout of the service starts by itself before; 0: any time.
    [[nodiscard]] qint64 coolDownUntilMs() const;
    [[nodiscard]] const LadderState &state() const { return m_state; }
    // As another instance with the same policies left it. Refused: not of this rollout, or of other policies.
    [[nodiscard]] Result<Ok> restore(const QJsonObject &state);
    [[nodiscard]] const QString &rolloutId() const { return m_rolloutId; }

private:
    using Steps = QList<policy::Step>;

    QList<Act> run();
    [[nodiscard]] const policy::Policy *find(const QString &policyId) const;
    [[nodiscard]] const policy::Policy &winner() const { return *find(m_state.episode.policyId); }
    [[nodiscard]] const Steps &steps() const;

    void follow(); // which class, whose ladder
    void beginEpisode(const Standing &standing);
    void giveUp(); // what is pending
    [[nodiscard]] bool relapsed() const;

    void timeOut();
    void climb();
    [[nodiscard]] bool climbStep(int step); // true: those behind it wait
    void consider(int step);
    [[nodiscard]] bool isDue(int step) const;
    [[nodiscard]] bool isWaiting(int step) const;
    [[nodiscard]] bool stillSystemic(const StepState &mitigation) const;
    [[nodiscard]] const StepState *lastMitigation(int before) const;
    [[nodiscard]] int previous(int step) const;
    void perform(int step);
    void rollBack(int step, Act::Because because, bool automatic, const QString &by);
    [[nodiscard]] std::optional<Act::Because> refusal() const;
    void hold(int step, Act::Because because);
    void freeze(int step, Act::Because because, const QString &by);
    void ask(int step, const policy::Ask &question, Act::Because because);
    void takeDefault(OpenAsk open);
    void withdraw(const OpenAsk &open);
    void withdrawAll();
    void closeStep(const QString &key, Outcome::Result result);
    void rollbackEnded(Outcome::Result result);
    void release();
    void letGo();
    void watchRecovery();
    [[nodiscard]] std::optional<bool> isRecovered() const;
    void pagePeople(int step, Act::Because because);
    [[nodiscard]] QString people() const;

    bool issue(Act act);            // false: has been issued before
    void close(const QString &key); // an outcome is known, or none is needed any more
    [[nodiscard]] Act actOf(int step, Act::What what, Act::Because because) const;
    [[nodiscard]] QStringList reasons() const;
    [[nodiscard]] qint64 clearForMs() const;

    QString m_rolloutId;
    QList<policy::Policy> m_policies; // that enforce, by id
    LadderState m_state;
    QList<Act> m_due; // of the call under way
};

} // namespace astern::guard
