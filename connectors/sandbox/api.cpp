// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/api.h"

#include <algorithm>

namespace astern::connectors::sandbox {

QString ApiRequest::param(QLatin1String name) const
{
    for (const auto &[key, value] : query)
        if (key == name)
            return value;
    return {};
}

bool ApiRequest::has(QLatin1String name) const
{
    return std::any_of(query.begin(), query.end(), [name](const auto &pair) { return pair.first == name; });
}

} // namespace astern::connectors::sandbox
