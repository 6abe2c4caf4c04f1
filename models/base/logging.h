// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

// Every log category of Astern, e.g. QT_LOGGING_RULES="astern.http.debug=true". What is logged has gone through
// HttpClient::redact where it came from outside; no line ever carries a credential.
namespace astern {

Q_DECLARE_LOGGING_CATEGORY(lcHttp)       // astern.http: requests, retries, pauses
Q_DECLARE_LOGGING_CATEGORY(lcPrometheus) // astern.prometheus: polls, warnings of the server
Q_DECLARE_LOGGING_CATEGORY(lcAlerts)     // astern.alerts: polls of alert managers
Q_DECLARE_LOGGING_CATEGORY(lcFlags)      // astern.flags: polls of flag servers
Q_DECLARE_LOGGING_CATEGORY(lcKubernetes) // astern.kubernetes: lists, watches, patches
Q_DECLARE_LOGGING_CATEGORY(lcArgo)       // astern.argo
Q_DECLARE_LOGGING_CATEGORY(lcJournal)    // astern.journal: log, index, checkpoints
Q_DECLARE_LOGGING_CATEGORY(lcCommand)    // astern.command: plans and their steps
Q_DECLARE_LOGGING_CATEGORY(lcWorkspace)  // astern.workspace: configuration
Q_DECLARE_LOGGING_CATEGORY(lcSession)    // astern.session: start, stop, composition
Q_DECLARE_LOGGING_CATEGORY(lcLocal)      // astern.local: the socket between the two programs
Q_DECLARE_LOGGING_CATEGORY(lcStart)      // astern.start: which panes are painted, and when all of them are
Q_DECLARE_LOGGING_CATEGORY(lcGuard)      // astern.guard: acts of policies
Q_DECLARE_LOGGING_CATEGORY(lcUi)         // astern.ui

} // namespace astern
