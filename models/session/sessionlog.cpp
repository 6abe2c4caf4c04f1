// SPDX-License-Identifier: GPL-3.0-or-later
// Of a session: where the log is beyond this device, and what it still owes.
#include "models/session/session.h"

#include <algorithm>

namespace astern {

LogSight Session::logSight() const
{
    LogSight sight{.config = m_workspace.journal, .shipping = m_shipping, .nowMs = nowMs()};
    sight.setTeam(m_journalState.shared);
    return sight;
}

void Session::setShipping(const ShippingState &state)
{
    m_shipping = state;
    settleDebt();
    Q_EMIT shippingChanged();
}

void Session::addEntry(const JournalEntry &entry)
{
    owe(entry);
    Q_EMIT entryAdded(entry);
}

void Session::owe(const JournalEntry &entry)
{
    const bool known = std::any_of(m_owed.cbegin(), m_owed.cend(),
                                   [&entry](const JournalEntry &owed) { return owed.index == entry.index; });
    if (!missingOf(entry).isEmpty() && !known) {
        m_owed.append(entry);
        settleDebt();
        Q_EMIT shippingChanged();
    }
}

void Session::settleDebt()
{
    const qsizetype settled = m_owed.removeIf([this](const JournalEntry &entry) {
        return hasCaughtUp(missingOf(entry), entry.index, m_shipping, m_journalState.levels);
    });
    if (settled > 0)
        Q_EMIT shippingChanged();
}

Session::LogDebt Session::logDebt() const
{
    LogDebt debt;
    for (const JournalEntry &entry : m_owed) {
        const QStringList missing = missingOf(entry);
        for (const QString &name : missing) {
            if (!debt.missing.contains(name) && !hasCaughtUp({name}, entry.index, m_shipping, m_journalState.levels))
                debt.missing.append(name);
        }
        debt.sinceMs = debt.entries++ == 0 ? entry.wallMs : std::min(debt.sinceMs, entry.wallMs);
        debt.reason =
            entry.payload.value(QLatin1String("degraded")).toObject().value(QLatin1String("reason")).toString();
    }
    return debt;
}

} // namespace astern
