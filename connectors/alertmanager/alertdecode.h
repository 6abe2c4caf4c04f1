// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/health/alert.h"

#include <QByteArray>

namespace astern::connectors {

// More than anybody reads: a manager with so many is misused, or is none.
inline constexpr int kMaxAlerts = 20'000;

// The body of GET /api/v2/alerts. Everything is checked: a wrong type anywhere gives an Error that names the place
// ("[3].labels.severity") and no alert at all, because half a list would say that the others are over. Texts for people
// are redacted, on one line or as they were broken, and cut to what a person reads. Times as the manager gave them.
[[nodiscard]] Result<QList<Alert>> decodeAlerts(const QByteArray &body, const QString &backend);

} // namespace astern::connectors
