// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

namespace astern {

// What an edit of a policy's file is recorded as: the digests of what the file says and of what it is to say.
[[nodiscard]] Draft policyEditDraft(const QString &name, const QByteArray &text, const QByteArray &base,
                                    const Actor &actor);
// An edit that Session::recordPolicyEdit() was asked for and that is not in the file: it could not be recorded as
// safely as it must be, or the file could not be written. So the log never says more than the file. Waits for this
// device's log alone; answers from any thread.
void recordPolicyUnwritten(const Session &session, const QString &name, const QByteArray &text, const QByteArray &base,
                           const Error &why, const Done<Ok> &done);

} // namespace astern
