// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

namespace astern {

// Keeps what a person said from erasure, or lets go of it; answers once that is recorded, from any thread: wrap it. A
// hold protects, and waits for this device's log alone. Lifting one overrides whoever held: it is refused where it
// cannot be recorded as safely as `journal.needs` asks of overrides.
void holdWords(const Session &session, const PrivacyHold &hold, Done<Receipt> done);

} // namespace astern
