// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/guard/leadership.h"
#include "models/guard/placeverdict.h"
#include "models/guard/rolloutjudge.h"
#include "models/journal/journal.h"
#include "models/policy/store/recordstore.h"

#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <map>

namespace astern::guard {

// The loop signals -> verdict -> ladder -> plan, over every rollout that has a policy. Judges wherever it runs; acts
// only where it holds the lock of its folder, so that of several processes one does, and in a team only where it leads.
// Each act is named by its key, and its plan by an id that follows from it: what the journal has of that plan tells a
// restart what was begun, and it is gone on with instead of begun again. Lives on the io thread; all slots run there,
// every signal carries a value.
class Guard : public QObject {
    Q_OBJECT
public:
    struct Doors {
        const Clock *clock = nullptr;
        Journal *journal = nullptr;
        // Hands a plan to the dispatcher; planProgressed() tells the rest.
        std::function<void(const Plan &, const Actor &, const QString &reason)> run;
        // The plan that switches a flag or restores a configuration of a place; from any thread. Empty: nothing can.
        std::function<void(const QString &place, const policy::Mitigate &, Done<Plan>)> mitigation;
        // Sees to it that people are told what a notify or a page says; answers once that can no longer be lost. Asked
        // again about the same act it does nothing twice. Empty: it is only written down and shown.
        std::function<void(const PlaceVerdict &, const Act &, Done<Ok>)> people;
        std::function<void(const policy::RecordNeeds &)> record; // what the sources have to keep telling
        // Who acts for the team; any thread. Empty: whoever holds the lock of this data folder.
        std::function<Leadership::State(bool wants)> leadership = {};
    };
    struct Options {
        QString folder;  // of its store and lock
        QString name;    // of this process, for people: "asternctl guard on ops-2"
        bool act = true; // false: judges only, whoever holds the lock
        QString whyNot;  // said where it does not act: "read-only"
    };
    Guard(Doors doors, Options options, QObject *parent = nullptr);
    ~Guard() override;

    [[nodiscard]] const GuardState &state() const { return m_state; }

public Q_SLOTS:
    // Every place that policies apply to, as it was seen last. A rollout that is no longer on its way has ended.
    void setSubjects(const QList<astern::guard::Subject> &subjects);
    void seeSubjects(const QList<astern::guard::Subject> &changed); // the other places stay as they were
    void take(const astern::policy::RecordBatch &batch);
    void planProgressed(const astern::PlanRun &run);
    // What a crash left open is resolved: from now on it may act.
    void setRecovered();
    void answer(const astern::guard::Answer &answer);
    void stop(); // gives the lock back, saves

Q_SIGNALS:
    void judged(const astern::guard::PlaceVerdict &verdict);
    void forgotten(const QString &place); // nothing is judged there any more
    void stateChanged(const astern::guard::GuardState &state);
    // Another process acted until now. What it left open has to be resolved: setRecovered().
    void tookOver();

private:
    struct Watched;

    void tick();
    void closeTicks(); // of all that are over, and sees to it that the next ones are closed in time
    void refreshState();
    [[nodiscard]] QList<CoolDown> coolDowns(qint64 nowMs);
    void follow(); // what whoever acts has asked, and what it was told
    void takeAnswers();
    [[nodiscard]] bool takeAnswer(const Answer &answer); // false: nothing that is judged here has asked that
    void open(Subject subject);
    void openAgain();
    // As whoever judged it before left it.
    void goOn(Watched &one);
    // What an earlier process began and did not end is ended.
    void resume();
    void resumeActs(Watched &one);
    void store(Watched &one);
    void see(Watched &one, const Rollout &rollout);
    void end(Watched &one);
    void askSources();
    // It acts; or nobody does, and it judges all the same. One who only looks hears from the records of the one who
    // acts what its probes found: what is probed is asked once.
    [[nodiscard]] bool probesHere() const;
    void hearProbes(Watched &one);
    void process(Watched &one);
    void show(Watched &one, const RolloutJudge::Tick &tick);
    void note(Watched &one, const RolloutJudge::Tick &tick);
    bool perform(Watched &one, const QList<Act> &acts); // false: there was nothing to do
    void noteRecovery(Watched &one);
    void settle(Watched &one); // what it did is kept and shown
    void performOne(Watched &one, const Act &act);
    void takeUp(Watched &one, const Act &act);
    void begin(Watched &one, const Act &act, int attempt);
    void carryOut(Watched &one, const Act &act);
    void tellPeople(Watched &one, const Act &act);
    void nextTurn(Watched &one);
    void dispatch(Watched &one, const Act &act, int attempt);
    void mitigate(Watched &one, const Act &act, int attempt);
    void send(Watched &one, const Act &act, int attempt, Plan plan);
    void noteLeft(Watched &one);
    // Into the journal, and once it is there to the ladder. `planId` where a plan carried it out.
    void tell(Watched &one, const QString &key, Outcome::Result result, const QString &words,
              const QString &planId = {});
    void ended(Watched &one, const QString &key, Outcome::Result result, const QString &words);
    void save(Watched &one);
    void publish(Watched &one);
    void record(
        const Watched &one, const QString &kind, const QJsonObject &fields, const QString &saga = {},
        const Done<Receipt> &done = [](const Result<Receipt> &) {});
    [[nodiscard]] Watched *find(const QString &rollout);
    [[nodiscard]] bool mayAct(const Watched &one) const;
    [[nodiscard]] Actor self() const;

    Doors m_doors;
    Options m_options;
    Inbox m_inbox;
    QLockFile m_lock;
    std::unique_ptr<GuardStore> m_store;
    policy::RecordStore m_records;                         // of what is judged: whoever acts keeps it
    std::map<QString, std::unique_ptr<Watched>> m_watched; // by rollout
    GuardState m_state;
    QHash<QString, Subject> m_places; // all of them, by Placement::key()
    bool m_first = false; // of the processes on this data folder: it keeps the samples, and acts where it leads
    bool m_recovered = false;
    bool m_stopped = false;
    bool m_probes = false; // as it was asked for last
    qint64 m_heardMs = 0;  // when others' records were read last
    QTimer m_timer;
    QTimer m_closes; // the next tick that is over sooner than m_timer comes
    qint64 m_saidAliveMs = 0;
    int m_turns = 0;           // of the timer
    QList<Answer> m_unmatched; // to questions of rollouts that were not seen yet
};

// The id of the plan that an act is carried out by: always the same, a UUIDv7 of the rollout's start.
[[nodiscard]] QString planIdOf(const QString &actKey, qint64 startMs, int attempt);

} // namespace astern::guard

Q_DECLARE_METATYPE(QList<astern::guard::Subject>)
