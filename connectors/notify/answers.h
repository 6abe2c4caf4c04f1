// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/escalation/escalation.h"
#include "models/workspace/notifyconfig.h"

#include <QByteArray>

namespace astern::connectors {

// What came of one try, by the answer to it. Pure functions; words never repeat what a body says.
//
// What a service says with a status below 300 is not always that it took it:
// - Slack and Mattermost answer 200 with "ok" (docs.slack.dev, "Incoming webhooks"; Alertmanager's notifier checks it,
//   too). What is compatible with them answers JSON, whose "ok" or "success" may be false.
// - A workflow of Teams answers 202 without a body; whether its run posts the card it tells nobody. The webhooks before
//   it answer 200 with "1", and 200 too where they failed: "… Microsoft Teams endpoint returned HTTP error 429 …"
//   (learn.microsoft.com, "Rate limiting for connectors": "Connectors do not throw 429s"; msteams-docs #7425, #400).
// - PagerDuty answers 202 with {"status": "success", …} (developer.pagerduty.com, "Response codes & retry logic").
// - A page of a proxy's or of a sign-in is from somebody else: none of them answers with one.
[[nodiscard]] escalation::Answer answerOf(const NotifyTarget &target, const QByteArray &body);

// The same for what failed. 429 and 5xx are to be tried again, 4xx not (all four say so); behind 408, 502 and 504
// stands somebody in between, and it may have arrived. `status` 0: no answer came. Who is told to wait and not how long
// waits a minute: PagerDuty asks for a back-off of minutes, Teams counts by the half minute.
[[nodiscard]] escalation::Answer failureOf(int status, const Error &error);

} // namespace astern::connectors
