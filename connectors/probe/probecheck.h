// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <QByteArray>

namespace astern::connectors {

// More of an answer is not read: a page of health is small.
inline constexpr qint64 kMaxProbeBytes = 1 << 20;

// What an answer has against it; empty: it is as the check wants it. The same words for the same trouble, without
// figures that differ from one time to the next: they stand in records.
[[nodiscard]] QString probeTrouble(const policy::HttpCheck &check, int status, const QByteArray &body,
                                   qint64 latencyMs);
[[nodiscard]] QString latencyTrouble(const std::optional<qint64> &limitMs, qint64 latencyMs);

} // namespace astern::connectors
