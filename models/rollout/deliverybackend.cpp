// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rollout/deliverybackend.h"

namespace astern {

QString toString(DeliveryAction action)
{
    switch (action) {
    case DeliveryAction::Pause:
        return QStringLiteral("pause");
    case DeliveryAction::Resume:
        return QStringLiteral("resume");
    case DeliveryAction::Promote:
        return QStringLiteral("promote");
    case DeliveryAction::PromoteFull:
        return QStringLiteral("promote-full");
    case DeliveryAction::Abort:
        return QStringLiteral("abort");
    case DeliveryAction::Retry:
        return QStringLiteral("retry");
    case DeliveryAction::Undo:
        return QStringLiteral("undo");
    }
    return {};
}

} // namespace astern
