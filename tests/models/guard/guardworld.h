// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/guard.h"

#include "tests/models/guard/ladderfixture.h"
#include "tests/support/clocks.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

#include <QTemporaryDir>

namespace astern::test {

inline const QString kPlace = QStringLiteral("checkout@prod/eu-1");
inline constexpr qint64 kBegan = samples::kNow - 62'000;

// Answers questions about the past when it is told to.
class SlowJournal final : public FakeJournal {
public:
    bool slow = false;
    void entries(const JournalQuery &query, Done<QList<JournalEntry>> done) override
    {
        if (!slow)
            return FakeJournal::entries(query, std::move(done));
        m_waiting.append([this, query, done] { FakeJournal::entries(query, done); });
    }
    void answer()
    {
        slow = false;
        for (const auto &one : std::exchange(m_waiting, {}))
            one();
    }
    [[nodiscard]] bool isAsked() const { return !m_waiting.isEmpty(); }

private:
    QList<std::function<void()>> m_waiting;
};

inline Subject subjectWith(const Policy &policy)
{
    Subject subject;
    subject.rollout = samples::progressing();
    subject.placement = {.service = QStringLiteral("checkout"),
                         .environment = QStringLiteral("prod"),
                         .cell = QStringLiteral("eu-1"),
                         .object = subject.rollout.ref,
                         .onlyCell = false,
                         .at = {}};
    subject.context = {.service = QStringLiteral("checkout"),
                       .environment = QStringLiteral("prod"),
                       .cell = QStringLiteral("eu-1"),
                       .production = true,
                       .hasSignals = true};
    subject.id = kRollout;
    subject.judged.id = kRollout;
    subject.judged.startMs = kBegan;
    subject.policies = {{.name = QStringLiteral("p.yaml"),
                         .text = {},
                         .digest = QStringLiteral("d"),
                         .policy = std::make_shared<const Policy>(policy),
                         .issues = {}}};
    return subject;
}

// What a guard that is gone now had kept of a ladder.
inline bool keep(const QTemporaryDir &folder, const Ladder &ladder)
{
    const auto store = GuardStore::open(folder.path());
    return store && (*store)->save({.rollout = kRollout,
                                    .place = kPlace,
                                    .ladder = toJson(ladder.state(), kRollout),
                                    .digests = {QStringLiteral("d")},
                                    .savedMs = kBegan,
                                    .over = false});
}

// How far a guard had come that is gone now: the ladder said systemic and issued what its policy says first.
inline QList<Act> leaveBehind(const QTemporaryDir &folder, const Policy &policy)
{
    Ladder ladder(kRollout, {policy});
    Verdict verdict;
    verdict.tickMs = kBegan + 60'000;
    verdict.verdict = VerdictClass::Systemic;
    verdict.fresh = true;
    verdict.sinceMs = verdict.tickMs;
    policy::RuleReading reading;
    reading.verdict = VerdictClass::Systemic;
    reading.why = policy::Why::Continuous;
    verdict.rules.assign(size_t(policy.rules.size()), reading);
    const QList<Act> acts = ladder.judge({{policy.id, verdict}}, kBegan + 61'000);
    if (!keep(folder, ladder))
        qFatal("The store cannot be written");
    return acts;
}

// A guard, and everything that it knows of the world.
struct GuardWorld {
    explicit GuardWorld(const QString &folder, std::optional<Plan> mitigation = {}, bool act = true,
                        bool people = false)
        : guard({.clock = &clock,
                 .journal = &journal,
                 .run = [this](const Plan &plan, const Actor &, const QString &) { plans.append(plan); },
                 .mitigation =
                     [this, mitigation](const QString &place, const policy::Mitigate &asks, const Done<Plan> &done) {
                         asked.append(place + QLatin1Char(' ') + asks.flag + QLatin1Char(' ') + asks.set);
                         done(mitigation ? Result<Plan>(*mitigation) : Result<Plan>(Error{}));
                     },
                 .people = people ? [this](const PlaceVerdict &, const Act &told,
                                           const Done<Ok> &done) {
                     toldPeople.append(told.key);
                     peopleDone.append(done);
                 } : std::function<void(const PlaceVerdict &, const Act &, Done<Ok>)>(),
                 .record = [this](const policy::RecordNeeds &asks) { needs = asks; },
                 .leadership =
                     [this](bool wants) {
                         wanted = wants;
                         return team;
                     }},
                {.folder = folder, .name = QStringLiteral("a test"), .act = act, .whyNot = {}})
    {
        QObject::connect(&guard, &Guard::judged, &guard, [this](const PlaceVerdict &verdict) { last = verdict; });
    }
    // An earlier process had sent the act's plan.
    void begin(const QString &key)
    {
        Draft begun;
        begun.kind = QStringLiteral("rollback.intent");
        begun.saga = planIdOf(key, kBegan, 0);
        journal.append(begun, [](const Result<Receipt> &) {});
    }
    ManualClock clock;
    SlowJournal journal;
    QList<Plan> plans;
    QStringList asked;
    QStringList toldPeople; // keys of acts that people were to be told of
    QList<Done<Ok>> peopleDone;
    PlaceVerdict last;
    policy::RecordNeeds needs;
    Leadership::State team{.leads = true}; // who acts for the team
    bool wanted = false;                   // that it would, as it said last
    Guard guard;
};

} // namespace astern::test
