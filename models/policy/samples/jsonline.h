// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/samplerecord.h"

namespace astern::policy {

// One line of NDJSON, without its end. Errors say what was found and what is allowed; the caller knows where.
[[nodiscard]] Result<Record> recordFromJson(QByteArrayView line);

} // namespace astern::policy
