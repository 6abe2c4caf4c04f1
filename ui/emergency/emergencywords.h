// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/emergency/guardpaint.h"
#include "ui/emergency/steplist.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/status.h"

// What the Emergency sheet says, from what the session knows: no widgets.
namespace astern::ui {

// Where a commit would land: loud for production, and unmistakable when nothing of it is real.
struct Zone {
    QString text; // "PRODUCTION", "SANDBOX", "staging"
    bool production = false;
    bool sandbox = false;
    bool operator==(const Zone &) const = default;
};
[[nodiscard]] Zone zoneOf(const Workspace &workspace, const QString &environment);
// Of the whole window: production as soon as one environment is.
[[nodiscard]] Zone zoneOf(const Workspace &workspace);

// The place in scope that needs a person most; empty when none does. No environments: all of them.
[[nodiscard]] QString worstPlacement(const Session &session, const QStringList &environments, qint64 nowMs);

// What is wrong at a place, for the banner at the top.
struct Trouble {
    Status status = Status::NoVerdict;
    QList<TextRun> runs;
};
[[nodiscard]] Trouble troubleAt(const Session &session, const Placement &placement, qint64 nowMs);
// The delivery backend or the log is not well: what it means here, and what still works. Empty: all is well.
[[nodiscard]] QString degradedWords(const Session &session, const Placement &placement, qint64 nowMs);

// A plan as a promise: each step with the proof that it can be done, and how old the proof is.
[[nodiscard]] QList<StepLine> previewLines(const Session &session, const Plan &plan, qint64 nowMs);
// "every proof is younger than 4 s", "not every proof is there yet".
[[nodiscard]] QString proofSummary(const Session &session, const Plan &plan, qint64 nowMs);
// A plan as it goes.
[[nodiscard]] QList<StepLine> runLines(const PlanRun &run, qint64 nowMs);

// Do both do the same, to the same thing? Ages and percentages may differ; what would be sent may not.
[[nodiscard]] bool samePromise(const Plan &a, const Plan &b);
[[nodiscard]] GuardWords guardWords(const Plan &plan, const Workspace &workspace);
[[nodiscard]] QString aboutTime(qint64 ms); // "about 9 s"
// Reasons to choose from; the first one is what the signals say.
[[nodiscard]] QStringList reasonPresets(const Session &session, const Placement &placement, qint64 nowMs);
// "checkout in prod/eu-1".
[[nodiscard]] QString placeName(const Placement &placement);

// How a run stands, for its head and its end.
struct RunWords {
    QString title;   // "Rolling back checkout", "Rolled back checkout"
    QString promise; // "of about 9 s promised", "2 s over the promise"
    bool late = false;
    QString step;    // "step 3 of 4"
    QString outcome; // at the end: "Recovered after 41 s"; else empty
    QString next;    // what is not confirmed, what to do
    Status status = Status::Running;
};
[[nodiscard]] RunWords runWords(const PlanRun &run, qint64 nowMs);
// How far the bar reaches, and where the promise's tick stands on it, 0…1.
struct PromiseBar {
    double filled = 0;
    double tick = 0.75;
};
[[nodiscard]] PromiseBar promiseBar(qint64 elapsedMs, qint64 promisedMs);
[[nodiscard]] QString elapsedText(qint64 ms); // "6.4 s", "1 min 12 s"
// Time of the steps that change something; what comes after is watching.
[[nodiscard]] qint64 commandElapsed(const PlanRun &run, qint64 nowMs);

} // namespace astern::ui
