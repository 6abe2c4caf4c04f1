// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/act.h"
#include "models/policy/policy.h"

#include <QTextStream>

#include <vector>

namespace astern::app {

// The changes of class among the verdicts of one policy, each with the rules that carry it: outcome, value, limit,
// since.
void printTimeline(QTextStream &out, const policy::Policy &policy, const std::vector<policy::Verdict> &verdicts,
                   qint64 startMs);
// Acts with the times at which they were due.
void printActs(QTextStream &out, const QList<guard::Act> &acts, qint64 startMs);
// "2026-11-23 15:04:11 +00:00" and how long after the start.
[[nodiscard]] QString instantText(qint64 atMs, qint64 startMs);

} // namespace astern::app
