// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/plan.h"

#include "models/workspace/workspace.h"

#include <algorithm>

namespace astern {

QString toString(PlanKind kind)
{
    switch (kind) {
    case PlanKind::Pause:
        return QStringLiteral("pause");
    case PlanKind::Resume:
        return QStringLiteral("resume");
    case PlanKind::Promote:
        return QStringLiteral("promote");
    case PlanKind::PromoteFull:
        return QStringLiteral("promote-full");
    case PlanKind::Abort:
        return QStringLiteral("abort");
    case PlanKind::Retry:
        return QStringLiteral("retry");
    case PlanKind::Rollback:
        return QStringLiteral("rollback");
    }
    return {};
}

bool isProtective(PlanKind kind)
{
    return kind == PlanKind::Pause || kind == PlanKind::Abort || kind == PlanKind::Rollback;
}

QString toString(OnRefusal policy)
{
    return policy == OnRefusal::Stop ? QStringLiteral("stop") : QStringLiteral("go-on");
}

qint64 Plan::expectedMs() const
{
    qint64 sum = 0;
    for (const PlanStep &step : steps) {
        if (step.kind == PlanStep::Kind::Command)
            sum += step.expectedMs;
    }
    return sum;
}

QString Plan::placementKey() const
{
    return Placement{.service = service, .environment = environment, .cell = cell, .object = target, .at = {}}.key();
}

int PlanRun::currentStep() const
{
    const auto open = std::find_if(steps.cbegin(), steps.cend(),
                                   [](const StepRun &s) { return s.state <= StepRun::State::Confirming; });
    return int(open - steps.cbegin());
}

} // namespace astern
