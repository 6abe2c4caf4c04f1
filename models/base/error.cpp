// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/error.h"

namespace astern {

QString Error::toString() const
{
    QString text = message;
    if (!where.isEmpty())
        text += QStringLiteral(" (%1)").arg(where);
    if (!hint.isEmpty()) {
        if (!text.endsWith(QLatin1Char('.')))
            text += QLatin1Char('.');
        text += QLatin1Char(' ') + hint;
    }
    return text;
}

QString Error::code() const
{
    switch (kind) {
    case Kind::Invalid:
        return QStringLiteral("invalid");
    case Kind::Refused:
        return QStringLiteral("refused");
    case Kind::NotPermitted:
        return QStringLiteral("not-permitted");
    case Kind::Unauthorized:
        return QStringLiteral("unauthorized");
    case Kind::NotFound:
        return QStringLiteral("not-found");
    case Kind::Conflict:
        return QStringLiteral("conflict");
    case Kind::Unprocessable:
        return QStringLiteral("unprocessable");
    case Kind::Gone:
        return QStringLiteral("gone");
    case Kind::Throttled:
        return QStringLiteral("throttled");
    case Kind::Unavailable:
        return QStringLiteral("unavailable");
    case Kind::Unreachable:
        return QStringLiteral("unreachable");
    case Kind::TimedOut:
        return QStringLiteral("timed-out");
    case Kind::TooLarge:
        return QStringLiteral("too-large");
    case Kind::Malformed:
        return QStringLiteral("malformed");
    case Kind::Cancelled:
        return QStringLiteral("cancelled");
    case Kind::Storage:
        return QStringLiteral("storage");
    case Kind::Unsupported:
        return QStringLiteral("unsupported");
    case Kind::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

} // namespace astern
