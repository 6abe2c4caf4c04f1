// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QJsonObject>

namespace astern::app {

// The machine-readable shapes that others build on; docs/status.md has the fields of the status. Times are
// milliseconds since the Unix epoch, absent facts are null, shares are percent.

[[nodiscard]] QString connectionWord(BackendHealth::State state); // "live", "needs-login"…
[[nodiscard]] QJsonObject errorToJson(const Error &error);        // {code, message, where, hint}
// What is wrong with a file that a person wrote: {severity, code, message, where, allowed, hint}.
[[nodiscard]] QJsonObject issueToJson(const DocumentIssue &issue);
// One place where a service runs: what the board's row says, the three facts, steps, history, signals, ages.
[[nodiscard]] QJsonObject statusToJson(const Session &session, const Placement &placement);
// Its alerts: docs/status.md has the fields. Null: the workspace has no manager of alerts.
[[nodiscard]] QJsonValue alertsToJson(const Session &session, const QString &placementKey);
// What its policies say: docs/status.md has the fields. Null: nothing is judged there by this process.
[[nodiscard]] QJsonValue verdictToJson(const Session &session, const QString &placementKey);
// Why the place is as it is: {level, summary, pods, events, conditions, log, links, errors}; a part without an answer
// is null and has its error.
[[nodiscard]] QJsonObject diagnosisToJson(const Placement &placement, const Diagnosis &diagnosis,
                                          const QMap<QString, QString> &links);
[[nodiscard]] QJsonObject planToJson(const Plan &plan);
[[nodiscard]] QJsonObject runToJson(const PlanRun &run);
// Several places: docs/several.md has the fields.
[[nodiscard]] QJsonObject campaignToJson(const Campaign &campaign);
[[nodiscard]] QJsonObject campaignRunToJson(const CampaignRun &run);

} // namespace astern::app
