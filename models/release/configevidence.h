// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/bundle.h"
#include "models/release/configstore.h"

namespace astern {

// The contents of the configuration set that a step was planned on and of the one that it brings back, as the intent
// names them by their digests; of any other entry: nothing. They may be as secret as the configuration itself.
[[nodiscard]] QList<Bundle::Evidence> configEvidence(const ConfigStore &store, const QJsonObject &payload);

} // namespace astern
