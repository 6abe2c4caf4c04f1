// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"

namespace astern::app {

// One verb a file: status.cpp, why.cpp, act.cpp (the changing ones; several.cpp: for several places), gates.cpp,
// flag.cpp, config.cpp, journal.cpp, login.cpp (login, logout, whoami, identity), doctor.cpp, discover.cpp, secret.cpp,
// workspace.cpp, policy.cpp, backtest.cpp, simulate.cpp, guard.cpp, notify.cpp (with ack), team.cpp, sandbox.cpp.
int runStatus(const QStringList &args, Streams streams);
int runWhy(const QStringList &args, Streams streams);
int runRollback(const QStringList &args, Streams streams);
int runPromote(const QStringList &args, Streams streams);
int runPause(const QStringList &args, Streams streams);
int runResume(const QStringList &args, Streams streams);
int runAbort(const QStringList &args, Streams streams);
int runRetry(const QStringList &args, Streams streams);
int runGates(const QStringList &args, Streams streams);
int runApprove(const QStringList &args, Streams streams);
int runReject(const QStringList &args, Streams streams);
int runFlag(const QStringList &args, Streams streams);
int runConfig(const QStringList &args, Streams streams);
int runJournal(const QStringList &args, Streams streams);
int runDoctor(const QStringList &args, Streams streams);
int runDiscover(const QStringList &args, Streams streams);
int runSecret(const QStringList &args, Streams streams);
int runLogin(const QStringList &args, Streams streams);
int runLogout(const QStringList &args, Streams streams);
int runWhoami(const QStringList &args, Streams streams);
int runIdentity(const QStringList &args, Streams streams);
int runWorkspace(const QStringList &args, Streams streams);
int runPolicy(const QStringList &args, Streams streams);
int runBacktest(const QStringList &args, Streams streams);
int runSimulate(const QStringList &args, Streams streams);
int runGuard(const QStringList &args, Streams streams);
int runNotify(const QStringList &args, Streams streams);
int runAck(const QStringList &args, Streams streams);
int runTeam(const QStringList &args, Streams streams);
int runSandboxVerb(const QStringList &args, Streams streams);

} // namespace astern::app
