// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace astern {

// The types of backends, by what they are used for.
[[nodiscard]] const QStringList &deliveryTypes(); // they roll out
[[nodiscard]] const QStringList &signalTypes();   // they answer the Prometheus query API
[[nodiscard]] const QStringList &alertTypes();    // they hold alerts
[[nodiscard]] const QStringList &flagTypes();     // they hold feature flags
[[nodiscard]] const QStringList &laterTypes();    // accepted, not used by this version

} // namespace astern
