// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"
#include "models/policy/simulation/scenario.h"

namespace astern::policy::simulation {

struct ScenarioReading {
    std::optional<Scenario> scenario; // absent when there was an error
    QList<DocumentIssue> issues;      // with the codes of policies
    bool unreadable = false;
};

// A scenario as a YAML document (docs/simulate.md). Pure; `file` is only for positions.
[[nodiscard]] ScenarioReading readScenario(const QByteArray &text, const QString &file);
[[nodiscard]] ScenarioReading readScenarioFile(const QString &path);

} // namespace astern::policy::simulation
