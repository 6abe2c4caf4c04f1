// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/signal.h"

#include "models/base/format.h"

namespace astern {

QString toString(Role role)
{
    switch (role) {
    case Role::New:
        return QStringLiteral("new");
    case Role::Stable:
        return QStringLiteral("stable");
    case Role::All:
        return QStringLiteral("all");
    }
    return {};
}

QString displayText(const SignalSpec &spec, double value)
{
    return spec.kind == SignalSpec::Kind::Events ? format::ratio(value) : format::quantity(value, spec.unit);
}

size_t qHash(const SeriesId &id, size_t seed) { return qHashMulti(seed, id.place, id.signal, int(id.role)); }

} // namespace astern
