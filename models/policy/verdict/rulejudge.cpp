// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/rulejudge.h"

#include "models/policy/statistics/elementary.h"

namespace astern::policy {

namespace {

constexpr qint64 kHourMs = 3'600'000;

} // namespace

qsizetype Ground::signalIndex(const QString &id) const
{
    for (qsizetype i = 0; i < policy.signalSpecs.size(); ++i) {
        if (policy.signalSpecs.at(i).id == id)
            return i;
    }
    qFatal("a rule names a signal that the reader let through: %s", qPrintable(id));
}

WindowAnswer eventsWithin(const Arm &arm, qint64 tick, qint64 window, qint64 notBefore, const Answering &answering)
{
    WindowAnswer answer;
    answer.sum = arm.history.sum(tick, window, notBefore);
    answer.coverageE9 = answer.sum.coverageE9();
    if (arm.history.isInvalid(tick))
        answer.outcome = Outcome::Invalid;
    else if (answer.sum.data == 0 || answer.coverageE9 < statistics::toE9(answering.minCoverage))
        answer.outcome = Outcome::NoData;
    else if (answer.sum.counts.total <= 0)
        answer.outcome = Outcome::NoTraffic;
    else if (answer.sum.counts.total < answering.minTotal)
        answer.outcome = Outcome::Insufficient;
    else
        answer.outcome = Outcome::Ok;
    return answer;
}

statistics::Dispersion dispersionBefore(const Arm &arm, const Ground &ground)
{
    std::vector<statistics::ArmCounts> hour;
    for (auto tick = ground.startTick - ground.ticks(kHourMs); tick < ground.startTick; ++tick)
        hour.push_back(arm.history.counts(tick));
    return statistics::estimateDispersion(hour);
}

} // namespace astern::policy
