// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/evidenceexport.h"

namespace astern::app {

// Exports of the journal that this data folder holds, with the keys of this device. `journal` outlives it.
[[nodiscard]] std::unique_ptr<EvidenceExport> makeEvidenceExport(Journal &journal, const QString &dataFolder);

} // namespace astern::app
