// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flag/flagbackend.h"

#include <QCoreApplication>

namespace astern {

QString toString(FlagAction action)
{
    switch (action) {
    case FlagAction::Off:
        return QStringLiteral("off");
    case FlagAction::On:
        return QStringLiteral("on");
    case FlagAction::SetPercent:
        return QStringLiteral("percent");
    }
    return {};
}

Result<Ok> checkPercent(int percent)
{
    if (percent >= 0 && percent <= 100)
        return Ok{};
    return Error{.kind = Error::Kind::Invalid,
                 .message = QCoreApplication::translate("Flag", "%1 is no percentage of users").arg(percent),
                 .hint = QCoreApplication::translate("Flag", "A whole number from 0 to 100.")};
}

} // namespace astern
