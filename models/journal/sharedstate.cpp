// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/sharedstate.h"

#include <algorithm>

namespace astern {

QString toString(SharedAlarm::Kind kind)
{
    switch (kind) {
    case SharedAlarm::Kind::Truncated:
        return QStringLiteral("truncated");
    case SharedAlarm::Kind::Replaced:
        return QStringLiteral("replaced");
    case SharedAlarm::Kind::Changed:
        return QStringLiteral("changed");
    case SharedAlarm::Kind::TwoHistories:
        return QStringLiteral("two-histories");
    case SharedAlarm::Kind::Forked:
        return QStringLiteral("forked");
    case SharedAlarm::Kind::Void:
        return QStringLiteral("void");
    case SharedAlarm::Kind::Unapproved:
        return QStringLiteral("unapproved");
    case SharedAlarm::Kind::NotYours:
        return QStringLiteral("not-yours");
    case SharedAlarm::Kind::Refused:
        return QStringLiteral("refused");
    case SharedAlarm::Kind::Disputed:
        return QStringLiteral("disputed");
    case SharedAlarm::Kind::Unacknowledged:
        return QStringLiteral("unacknowledged");
    case SharedAlarm::Kind::GateLost:
        return QStringLiteral("gate-lost");
    }
    return {};
}

QString toString(SharedLogState::State state)
{
    switch (state) {
    case SharedLogState::State::None:
        return QStringLiteral("none");
    case SharedLogState::State::Waiting:
        return QStringLiteral("waiting");
    case SharedLogState::State::Connecting:
        return QStringLiteral("connecting");
    case SharedLogState::State::Following:
        return QStringLiteral("following");
    case SharedLogState::State::Away:
        return QStringLiteral("away");
    case SharedLogState::State::Forked:
        return QStringLiteral("forked");
    }
    return {};
}

const SharedAlarm *SharedLogState::worst() const
{
    const auto found =
        std::find_if(alarms.cbegin(), alarms.cend(), [](const SharedAlarm &alarm) { return alarm.healedMs == 0; });
    return found == alarms.cend() ? nullptr : &*found;
}

} // namespace astern
