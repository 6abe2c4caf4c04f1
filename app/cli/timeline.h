// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/act.h"
#include "models/policy/verdict/verdict.h"

#include <QTextStream>

#include <optional>

namespace astern::app {

// The changes of class among the verdicts of one policy, told one by one, each with the rules that carry it: outcome,
// value, limit, since.
class Timeline {
public:
    Timeline(const policy::Policy &policy, qint64 startMs) : m_policy(policy), m_startMs(startMs) {}

    void add(const policy::Verdict &verdict);
    [[nodiscard]] const QString &text() const { return m_text; } // lines
    [[nodiscard]] qint64 ticks() const { return m_ticks; }

private:
    const policy::Policy &m_policy;
    qint64 m_startMs;
    std::optional<std::pair<policy::VerdictClass, bool>> m_before; // and whether it was critical
    QString m_text;
    qint64 m_ticks = 0;
};
// Acts with the times at which they were due.
void printActs(QTextStream &out, const QList<guard::Act> &acts, qint64 startMs);
// "2026-11-23 15:04:11 +00:00" and how long after the start.
[[nodiscard]] QString instantText(qint64 atMs, qint64 startMs);

} // namespace astern::app
