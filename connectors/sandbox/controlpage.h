// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"

namespace astern::connectors::sandbox {

// The trainer's page: one document that asks for nothing from anywhere else, and holds no data. What it shows it asks
// /sandbox/state for, with the token from the fragment of its own address.
[[nodiscard]] ApiResponse controlPage();

} // namespace astern::connectors::sandbox
