// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/sight.h"

#include <algorithm>

namespace astern::escalation {

QList<Shown> Sight::of(const QString &place) const
{
    QList<Shown> all;
    std::copy_if(items.cbegin(), items.cend(), std::back_inserter(all),
                 [&place](const Shown &one) { return one.item.concern.place == place; });
    return all;
}

int Sight::open() const
{
    return int(std::count_if(items.cbegin(), items.cend(),
                             [](const Shown &one) { return one.item.isOpen() && one.item.acknowledgedMs == 0; }));
}

} // namespace astern::escalation
