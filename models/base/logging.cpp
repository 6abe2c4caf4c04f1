// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/logging.h"

namespace astern {

Q_LOGGING_CATEGORY(lcHttp, "astern.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPrometheus, "astern.prometheus", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAlerts, "astern.alerts", QtInfoMsg)
Q_LOGGING_CATEGORY(lcFlags, "astern.flags", QtInfoMsg)
Q_LOGGING_CATEGORY(lcKubernetes, "astern.kubernetes", QtInfoMsg)
Q_LOGGING_CATEGORY(lcArgo, "astern.argo", QtInfoMsg)
Q_LOGGING_CATEGORY(lcJournal, "astern.journal", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCommand, "astern.command", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWorkspace, "astern.workspace", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSession, "astern.session", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLocal, "astern.local", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStart, "astern.start", QtInfoMsg)
Q_LOGGING_CATEGORY(lcGuard, "astern.guard", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "astern.ui", QtInfoMsg)

} // namespace astern
