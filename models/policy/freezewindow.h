// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <optional>

namespace astern::policy {

// When the freeze that is on at `atMs` ends (both UTC milliseconds); nothing: none is on. Windows that follow each
// other without a gap are one.
//
// A weekly window is meant in the local time of its zone. A time of the day that a change of clocks leaves out is read
// with the offset before the change, as RFC 5545 (3.3.5) has it; of one that comes twice a window begins with the first
// and ends with the second, so that the hour between is never left open.
[[nodiscard]] std::optional<qint64> frozenUntil(const Freeze &freeze, qint64 atMs);

} // namespace astern::policy
