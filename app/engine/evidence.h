// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/evidenceexport.h"
#include "models/workspace/secretstore.h"

namespace astern::app {

// Exports of the journal that this data folder holds, with the keys of this device, which may be in the keychain: waits
// a little for it. `journal` outlives it.
[[nodiscard]] std::unique_ptr<EvidenceExport> makeEvidenceExport(Journal &journal, const QString &dataFolder,
                                                                 std::shared_ptr<SecretStore> keychain);

} // namespace astern::app
