// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/diagnosis.h"

namespace astern {

// What the pods of a place come to, in one sentence with the worst first:
// "3 of 5 new pods crash: CrashLoopBackOff, exit code 1, 7 restarts".
struct DiagnosisSummary {
    enum class Level { Unknown, Calm, Doubt, Bad };
    Level level = Level::Unknown;
    QString sentence;
    QString next; // what it means, or where to look; may be empty
    bool operator==(const DiagnosisSummary &) const = default;
};
[[nodiscard]] DiagnosisSummary summaryOf(const Diagnosis &diagnosis);
// "CrashLoopBackOff, exit code 1", "running, not ready", "ready".
[[nodiscard]] QString podWords(const Pod &pod);
// How its process ended: "exit code 137, OOMKilled"; empty: it never did.
[[nodiscard]] QString endWords(const Pod &pod);
// A line by which a program says that something went wrong.
[[nodiscard]] bool isComplaint(const QString &logLine);
// "Log of checkout-abc, of the run that crashed"
[[nodiscard]] QString logHeading(const LogTail &log);

} // namespace astern
