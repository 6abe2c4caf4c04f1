// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sharedstore.h"
#include "models/journal/sqlite.h"

#include <functional>

namespace astern {

// Rows of this device's copy of the shared log, from this one on and in their order, whichever process writes it. The
// answer is how many there were; fewer than `most`: no more.
[[nodiscard]] Result<int> readMirrorRows(Database &mirror, quint64 from, int most,
                                         const std::function<void(const SharedRow &row)> &take);

} // namespace astern
