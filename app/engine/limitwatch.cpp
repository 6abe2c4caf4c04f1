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
    const Placement place{
        .service = plan.service, .environment = plan.environment, .cell = plan.cell, .object = plan.target, .at = {}};
    const std::lock_guard lock(m_mutex);
    return m_since.value(place.key());
}

void LimitWatch::refresh(const Session &session)
{
    // Only places with a plan under way are asked about; the others would cost a scan each tick for nothing.
    QHash<QString, qint64> since;
    for (const PlanRun &run : session.runs()) {
        if (run.state != PlanRun::State::Running)
            continue;
        const Placement place{.service = run.plan.service,
                              .environment = run.plan.environment,
                              .cell = run.plan.cell,
                              .object = run.plan.target,
                              .at = {}};
        since.insert(place.key(), session.underLimitsSince(place.key()));
    }
    const std::lock_guard lock(m_mutex);
    m_since = std::move(since);
}

} // namespace astern::app
