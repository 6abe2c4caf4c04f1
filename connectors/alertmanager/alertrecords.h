// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/alert.h"

namespace astern::connectors {

// All alerts of a query's place, as states: an instance is an alert's fingerprint, its state in the manager's own
// words. One of which the labels tell a version is of that role, too. Beside them the sign of life of each object.
[[nodiscard]] policy::RecordBatch alertRecords(const policy::StateQuery &query, const QList<Alert> &alerts,
                                               qint64 nowMs);

} // namespace astern::connectors
