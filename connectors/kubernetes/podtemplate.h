// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/jsonview.h"
#include "models/release/manifest.h"

#include <string_view>

namespace astern::connectors {

// What a pod template says about a release. `hashLabel` ("pod-template-hash") is the controller's own and left
// out. Secrets appear by name only: their values are not in a template.
[[nodiscard]] Manifest readManifest(const JsonView &podTemplate, std::string_view hashLabel);

} // namespace astern::connectors
