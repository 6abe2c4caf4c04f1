// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/rolelabels.h"

#include "models/workspace/placeholders.h"

namespace astern {

std::optional<QMap<QString, QString>> filledIn(QMap<QString, QString> labels, const Placement &place,
                                               const Rollout *rollout)
{
    for (QString &value : labels) {
        value = withPlace(value, place);
        const bool needsNew = value.contains(QLatin1String("{hash}"));
        const bool needsStable = value.contains(QLatin1String("{stable_hash}"));
        if ((needsNew && (!rollout || rollout->desired.hash.isEmpty())) ||
            (needsStable && (!rollout || rollout->stableHash.isEmpty())))
            return std::nullopt;
        if (needsNew)
            value.replace(QLatin1String("{hash}"), rollout->desired.hash);
        if (needsStable)
            value.replace(QLatin1String("{stable_hash}"), rollout->stableHash);
    }
    return labels;
}

} // namespace astern
