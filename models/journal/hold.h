// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/journal/journalvalues.h"

namespace astern {

// What a hold, or the end of one, is recorded as. An error where it does not say whose words stay, by which law, and
// who decides it.
[[nodiscard]] Result<Draft> holdDraft(const PrivacyHold &hold);

} // namespace astern
