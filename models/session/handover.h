// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/oncall.h"
#include "models/session/session.h"

namespace astern {

// Who is on call for the session's workspace, as far as the log is known here.
[[nodiscard]] OnCall onCallOf(const Session &session);
// The person here hands over to `to`, or takes it over where that is themselves: an entry of the team's log. Refused
// before anything is recorded where it would not count. Answers once the team has it, or with why not, from any thread.
void handOver(const Session &session, const QString &to, const QString &toName, const QString &reason,
              const Done<Receipt> &done);

} // namespace astern
