// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/presence/presence.h"

#include <algorithm>

namespace astern {

QList<Present> TeamPresence::lookingAt(const Whereabouts &place) const
{
    QList<Present> found;
    std::copy_if(present.cbegin(), present.cend(), std::back_inserter(found),
                 [&place](const Present &one) { return !one.self && one.looksAt == place; });
    return found;
}

QString TeamPresence::nameOf(const QString &person) const
{
    if (const QString name = names.of(person); !name.isEmpty())
        return name;
    const auto found =
        std::find_if(present.cbegin(), present.cend(), [&person](const Present &one) { return one.person == person; });
    return found == present.cend() || person.isEmpty() ? QString() : found->name;
}

} // namespace astern

#include "moc_presence.cpp"
