// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

namespace astern {

// "{service}", "{environment}", "{cell}", "{namespace}" and "{name}" in a label's value, filled in with a place.
[[nodiscard]] inline QString withPlace(QString value, const Placement &place)
{
    value.replace(QLatin1String("{service}"), place.service);
    value.replace(QLatin1String("{environment}"), place.environment);
    value.replace(QLatin1String("{cell}"), place.cell);
    value.replace(QLatin1String("{namespace}"), place.object.ns);
    value.replace(QLatin1String("{name}"), place.object.name);
    return value;
}

} // namespace astern
