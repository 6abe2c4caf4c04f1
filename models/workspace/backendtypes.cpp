// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/backendtypes.h"

namespace astern {

const QStringList &deliveryTypes()
{
    static const QStringList types{QStringLiteral("argo-rollouts"), QStringLiteral("kubernetes")};
    return types;
}

const QStringList &signalTypes()
{
    static const QStringList types{QStringLiteral("prometheus"), QStringLiteral("victoriametrics")};
    return types;
}

const QStringList &alertTypes()
{
    static const QStringList types{QStringLiteral("alertmanager")};
    return types;
}

const QStringList &flagTypes()
{
    static const QStringList types{QStringLiteral("unleash")};
    return types;
}

const QStringList &laterTypes()
{
    static const QStringList types{QStringLiteral("oci")};
    return types;
}

} // namespace astern
