// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/limitwatch.h"

#include <QTimer>

namespace astern::app {

void LimitWatch::follow(Session *session)
{
    QObject::connect(session, &Session::changed, session,
                     [this, session](const QSet<QString> &) { refresh(*session); });
    // Silence changes the answer too: stale samples prove nothing.
    auto *timer = new QTimer(session);
    QObject::connect(timer, &QTimer::timeout, session, [this, session] { refresh(*session); });
    timer->start(1000);
    refresh(*session);
}

qint64 LimitWatch::since(const Plan &plan) const
{
    const std::lock_guard lock(m_mutex);
    return m_since.value(plan.placementKey());
}

void LimitWatch::refresh(const Session &session)
{
    // Only places with a plan under way are asked about, and those where a gate asks for health; the others would cost
    // a scan each tick for nothing.
    QHash<QString, qint64> since;
    for (const GateConfig &gate : session.workspace().gates) {
        for (const Placement &place :
             gate.require.healthyForMs > 0 ? session.workspace().placements() : QList<Placement>()) {
            if (gate.when.coversPlace(place.environment, place.service) && !since.contains(place.key()))
                since.insert(place.key(), session.underLimitsSince(place.key()));
        }
    }
    for (const PlanRun &run : session.runs()) {
        if (run.state != PlanRun::State::Running)
            continue;
        const QString place = run.plan.placementKey();
        since.insert(place, session.underLimitsSince(place));
    }
    const std::lock_guard lock(m_mutex);
    m_since = std::move(since);
}

} // namespace astern::app
