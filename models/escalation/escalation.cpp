// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/escalation.h"

#include "models/guard/guard.h"

#include <array>

namespace astern::escalation {
namespace {

constexpr std::array kKinds{"page", "notice", "question", "gate", "review", "overdue"};
constexpr std::array kDeeds{"trigger", "acknowledge", "resolve"};
constexpr std::array kDeliveries{"told", "failed", "refused", "unknown"};

} // namespace

QString toString(Concern::Kind kind) { return QLatin1String(kKinds.at(size_t(kind))); }
bool isOfGate(Concern::Kind kind)
{
    using Kind = Concern::Kind;
    return kind == Kind::Gate || kind == Kind::Review || kind == Kind::Overdue;
}

QString toString(Deed deed) { return QLatin1String(kDeeds.at(size_t(deed))); }
QString toString(Delivery delivery) { return QLatin1String(kDeliveries.at(size_t(delivery))); }

QString idOf(const QString &cause, qint64 startMs)
{
    return guard::planIdOf(QStringLiteral("escalation:") + cause, startMs, 0);
}

QString Sending::key() const
{
    return QStringLiteral("%1:%2.%3:%4:%5").arg(id).arg(round).arg(rung).arg(toString(deed)).arg(attempt);
}

} // namespace astern::escalation
