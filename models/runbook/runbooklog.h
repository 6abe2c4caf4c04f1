// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/journal/journalvalues.h"
#include "models/runbook/runbook.h"

#include <QMap>

namespace astern::runbook {

inline constexpr auto kStepKind = "runbook.step";

// Who ticked a step, and when.
struct Tick {
    QString by;
    qint64 atMs = 0;
    quint64 entry = 0; // of the log, from 0
    bool operator==(const Tick &) const = default;
};

// A step is done, or was not done after all: an entry of its own each, nothing is taken back in the log.
[[nodiscard]] Draft stepDraft(const Runbook &runbook, const Step &step, bool done, const Actor &actor,
                              const QString &service, const QString &environment, const QString &cell);
// What is ticked now, by key, after these entries (any order, of one place) since `sinceMs`.
[[nodiscard]] QMap<QString, Tick> ticked(const QString &file, const QList<JournalEntry> &entries, qint64 sinceMs);

} // namespace astern::runbook
