// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/ladder.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("StepLadder", text); }

QString waitNote(const RolloutStep &step)
{
    return step.durationMs < 0 ? tr("until somebody promotes") : format::duration(step.durationMs);
}

QString checkTitle(const RolloutStep &step)
{
    switch (step.kind) {
    case RolloutStep::Kind::Analysis:
        return tr("Analysis");
    case RolloutStep::Kind::Experiment:
        return tr("Experiment");
    case RolloutStep::Kind::SetCanaryScale:
        return tr("Canary size");
    case RolloutStep::Kind::SetWeight:
    case RolloutStep::Kind::Pause:
    case RolloutStep::Kind::Other:
        break;
    }
    return tr("Step");
}

QList<Rung> rungsOf(const QList<RolloutStep> &steps)
{
    QList<Rung> rungs;
    for (int i = 0; i < steps.size(); ++i) {
        const RolloutStep &step = steps.at(i);
        if (step.kind == RolloutStep::Kind::SetWeight) {
            rungs.append({Rung::Kind::Weight, Rung::State::Rest, format::weight(step.weight), {}, i, i});
        } else if (step.kind == RolloutStep::Kind::Pause) {
            const bool after =
                !rungs.isEmpty() && rungs.last().kind == Rung::Kind::Weight && rungs.last().note.isEmpty();
            if (after) {
                rungs.last().note = waitNote(step);
                rungs.last().last = i;
            } else {
                const QString title = step.durationMs < 0 ? tr("Gate") : tr("Wait");
                rungs.append({Rung::Kind::Wait, Rung::State::Rest, title, waitNote(step), i, i});
            }
        } else {
            rungs.append({Rung::Kind::Check, Rung::State::Rest, checkTitle(step), step.text, i, i});
        }
    }
    return rungs;
}

// A backend without steps: the pods tell how far it is.
QList<Rung> withoutSteps(const Rollout &rollout)
{
    const auto share = std::find_if(rollout.serving.shares.cbegin(), rollout.serving.shares.cend(),
                                    [&](const Serving::Share &s) { return s.hash == rollout.desired.hash; });
    const int ready = share == rollout.serving.shares.cend() ? 0 : share->readyPods;
    const bool done = rollout.finished();
    Rung moving{Rung::Kind::Weight,
                done ? Rung::State::Done : Rung::State::Current,
                tr("Replacing pods"),
                tr("%1 of %2 ready").arg(ready).arg(rollout.desired.replicas),
                0,
                0};
    Rung end{Rung::Kind::End, done ? Rung::State::Done : Rung::State::Rest, format::weight(100), {}, 1, 1};
    return {moving, end};
}

QString currentNote(const Rollout &rollout, const Rung &rung, qint64 nowMs)
{
    const RolloutStep *pause = nullptr;
    const int current = rollout.control.currentStep;
    if (current >= 0 && current < rollout.control.steps.size() &&
        rollout.control.steps.at(current).kind == RolloutStep::Kind::Pause)
        pause = &rollout.control.steps.at(current);
    if (rollout.control.pausedByPerson)
        return tr("held by a person");
    if (!pause)
        return rung.kind == Rung::Kind::Weight ? tr("moving traffic") : rung.note;
    if (pause->durationMs < 0)
        return tr("waits for a person");
    if (rollout.control.pausedSinceMs <= 0)
        return waitNote(*pause);
    const qint64 gone = std::clamp<qint64>(nowMs - rollout.control.pausedSinceMs, 0, pause->durationMs);
    return tr("%1 of %2").arg(format::duration(gone / 1000 * 1000), format::duration(pause->durationMs));
}

} // namespace

QList<Rung> ladder(const Rollout &rollout, qint64 nowMs)
{
    if (rollout.control.steps.isEmpty())
        return withoutSteps(rollout);
    QList<Rung> rungs = rungsOf(rollout.control.steps);
    const int steps = int(rollout.control.steps.size());
    if (rungs.isEmpty() || rungs.last().title != format::weight(100))
        rungs.append({Rung::Kind::End, Rung::State::Rest, format::weight(100), {}, steps, steps});
    const bool finished = rollout.finished();
    // After an abort the controller counts from the start again; nothing of it is under way.
    const bool still = rollout.control.aborted || !rollout.inProgress();
    const int current = rollout.control.currentStep;
    for (Rung &rung : rungs) {
        if (finished || (!still && rung.last < current)) {
            rung.state = Rung::State::Done;
        } else if (!still && rung.first <= current) {
            rung.state = Rung::State::Current;
            rung.note = rung.kind == Rung::Kind::End ? tr("finishing") : currentNote(rollout, rung, nowMs);
        }
    }
    return rungs;
}

int currentRung(const QList<Rung> &rungs)
{
    const auto it =
        std::find_if(rungs.cbegin(), rungs.cend(), [](const Rung &r) { return r.state == Rung::State::Current; });
    return it == rungs.cend() ? -1 : int(it - rungs.cbegin());
}

int nextWeight(const Rollout &rollout)
{
    const QList<RolloutStep> &steps = rollout.control.steps;
    if (!rollout.inProgress() || steps.isEmpty() || rollout.control.currentStep >= steps.size())
        return -1;
    for (qsizetype i = std::max(0, rollout.control.currentStep + 1); i < steps.size(); ++i) {
        if (steps.at(i).kind == RolloutStep::Kind::SetWeight)
            return steps.at(i).weight;
    }
    return 100;
}

} // namespace astern::ui
