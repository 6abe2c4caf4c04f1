// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of the verdicts that a rollout's judge reaches: kept, written down, shown, and climbed by.
#include "models/guard/watched.h"

#include "models/base/crashpoint.h"
#include "models/base/logging.h"

#include <algorithm>

namespace astern::guard {
namespace {

constexpr qint64 kToldEveryMs = 5'000; // to processes that do not judge

} // namespace

void Guard::process(Watched &one)
{
    const QList<RolloutJudge::Tick> ticks = one.judge.takeVerdicts();
    store(one);
    if (ticks.isEmpty())
        return;
    const qint64 now = m_doors.clock->wallMs();
    for (const RolloutJudge::Tick &tick : ticks) {
        note(one, tick);
        // After a start or an outage ticks of long ago are judged in a row. What they say is written down and shown;
        // done is only what a verdict about now says: a hold for a burst of this morning helps nobody, and latched
        // is what is grave.
        if (mayAct(one) && !one.shown.isStale(now))
            perform(one, one.ladder.judge(tick.verdicts, now));
    }
    one.shown.judgedAtMs = now;
    settle(one);
}

void Guard::store(Watched &one)
{
    const std::vector<policy::Record> records = one.judge.takeRecords();
    if (!m_first || records.empty())
        return;
    Result<Ok> stored = Ok{};
    if (!one.stored) {
        policy::RecordGround ground{.atMs = m_doors.clock->wallMs(),
                                    .service = one.subject.context.service,
                                    .place = one.subject.place(),
                                    .rollout = one.subject.judged,
                                    .policies = {}};
        for (const PolicyFile &file : one.subject.policies)
            ground.policies.append(
                {.id = file.policy->id, .revision = file.policy->revision, .digest = file.digest, .yaml = file.text});
        stored = m_records.begin(ground);
        one.stored = stored.ok();
    }
    if (stored)
        stored = m_records.append(one.subject.id, records);
    if (!stored)
        qCWarning(lcGuard).noquote() << stored.error().toString();
}

// What changed at this tick goes into the journal, and onto the screen.
void Guard::note(Watched &one, const RolloutJudge::Tick &tick)
{
    const QMap<QString, policy::VerdictClass> before = one.classes;
    show(one, tick);
    if (!m_state.acts)
        return; // whoever acts writes it down
    for (const Ladder::Judged &judged : tick.verdicts) {
        const auto known = before.constFind(judged.policyId);
        if (known != before.constEnd() && *known == judged.verdict.verdict)
            continue;
        const auto of = std::find_if(one.shown.policies.cbegin(), one.shown.policies.cend(),
                                     [&judged](const auto &p) { return p.policy.policy->id == judged.policyId; });
        record(one, QStringLiteral("verdict.changed"),
               {{QStringLiteral("verdict"), policy::toRecord(judged.verdict, *of->policy.policy,
                                                             {judged.policyId, of->policy.digest, one.subject.id})}});
    }
}

void Guard::show(Watched &one, const RolloutJudge::Tick &tick)
{
    for (const Ladder::Judged &judged : tick.verdicts) {
        const auto of = std::find_if(one.shown.policies.begin(), one.shown.policies.end(),
                                     [&judged](const auto &p) { return p.policy.policy->id == judged.policyId; });
        of->verdict = judged.verdict;
        one.classes.insert(judged.policyId, judged.verdict.verdict);
    }
    std::stable_sort(one.shown.policies.begin(), one.shown.policies.end(), [](const auto &a, const auto &b) {
        const auto grave = [](const PlaceVerdict::OfPolicy &p) {
            return p.policy.policy->mode == policy::Mode::Observe ? -1 : int(p.verdict.verdict);
        };
        return grave(a) != grave(b) ? grave(a) > grave(b) : a.policy.policy->id < b.policy.policy->id;
    });
    const PlaceVerdict::OfPolicy &gravest = one.shown.policies.constFirst();
    one.shown.tickMs = tick.tickMs;
    if (one.shown.timeline.constLast().verdict != gravest.verdict.verdict)
        one.shown.timeline.append({tick.tickMs, gravest.verdict.verdict});
    one.shown.verdict = gravest.verdict.verdict;
    one.shown.critical = gravest.verdict.critical;
    one.shown.sinceMs = gravest.verdict.sinceMs;
    one.shown.reasons = gravest.verdict.reasons;
    one.shown.fresh = std::all_of(one.shown.policies.cbegin(), one.shown.policies.cend(), [](const auto &p) {
        return p.policy.policy->mode == policy::Mode::Observe || p.verdict.fresh;
    });
}

void Guard::settle(Watched &one)
{
    noteRecovery(one);
    save(one);
    publish(one);
}

// How a rollback ended is the last word of its story.
void Guard::noteRecovery(Watched &one)
{
    const RollbackState &rollback = one.ladder.state().rollback;
    if (rollback.recovery == std::exchange(one.recovery, rollback.recovery) || rollback.recovery == Recovery::None ||
        rollback.recovery == Recovery::Watching)
        return;
    record(one, QStringLiteral("guard.recovery"),
           {{QStringLiteral("recovery"), QJsonObject{{QStringLiteral("rollback"), rollback.key},
                                                     {QStringLiteral("result"), wordFor(rollback.recovery)}}}});
}

void Guard::save(Watched &one)
{
    if (!m_store || !m_state.acts)
        return;
    LadderState state = withoutTime(one.ladder.state());
    if (!one.saved.isEmpty() && state == one.savedState)
        return;
    const QJsonObject ladder = toJson(one.ladder.state(), one.subject.id);
    QStringList digests;
    for (const PolicyFile &file : one.subject.policies)
        digests.append(file.digest);
    const Result<Ok> saved = m_store->save({.rollout = one.subject.id,
                                            .place = one.subject.place(),
                                            .ladder = ladder,
                                            .digests = digests,
                                            .savedMs = m_doors.clock->wallMs(),
                                            .over = one.over});
    ASTERN_CRASH_POINT("guard.saved");
    if (saved) {
        one.saved = ladder;
        one.savedState = std::move(state);
    } else {
        qCWarning(lcGuard).noquote() << saved.error().toString();
    }
}

void Guard::publish(Watched &one)
{
    PlaceVerdict &shown = one.shown;
    const LadderState &ladder = one.ladder.state();
    shown.coming = comingOf(shown.policies, ladder);
    shown.asks = openAsks(ladder);
    shown.recovery = ladder.rollback.recovery;
    shown.holds = ladder.held;
    shown.catchingUp = one.judge.isCatchingUp();
    shown.promotionRefused.clear();
    if (shown.tickMs == 0)
        shown.promotionRefused = tr("no verdict has been reached yet");
    else if (ladder.frozen)
        shown.promotionRefused = tr("it is frozen until a person lifts that");
    else if (shown.verdict != policy::VerdictClass::Healthy)
        shown.promotionRefused = tr("policy %1 says %2: %3")
                                     .arg(shown.policies.constFirst().policy.policy->id, words(shown.verdict),
                                          shown.reasons.join(QStringLiteral(", ")));
    else if (!shown.fresh)
        shown.promotionRefused = tr("there is no fresh answer");
    else if (!one.ladder.mayPromote())
        shown.promotionRefused = tr("it is held");
    const qint64 now = m_doors.clock->wallMs();
    if (m_store && m_first && (shown.promotionRefused != one.told || now - one.toldMs >= kToldEveryMs)) {
        (void)m_store->notePromotion(shown.place, {shown.promotionRefused, shown.goodUntilMs()});
        one.told = shown.promotionRefused;
        one.toldMs = now;
    }
    Q_EMIT judged(shown);
}

} // namespace astern::guard
