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
    case PlanKind::Mitigate:
        return QStringLiteral("mitigate");
    case PlanKind::FlagOff:
        return QStringLiteral("flag-off");
    case PlanKind::FlagOn:
        return QStringLiteral("flag-on");
    case PlanKind::FlagPercent:
        return QStringLiteral("flag-percent");
    case PlanKind::RestoreConfig:
        return QStringLiteral("restore-config");
    }
    return {};
}

bool isProtective(PlanKind kind)
{
    switch (kind) {
    case PlanKind::Pause:
    case PlanKind::Abort:
    case PlanKind::Rollback:
    case PlanKind::Mitigate:
    case PlanKind::FlagOff:
    case PlanKind::RestoreConfig:
        return true;
    case PlanKind::Resume:
    case PlanKind::Promote:
    case PlanKind::PromoteFull:
    case PlanKind::Retry:
    case PlanKind::FlagOn:
    case PlanKind::FlagPercent:
        break;
    }
    return false;
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

QStringList Plan::targetKeys() const
{
    QStringList keys{target.key()};
    for (const PlanStep &step : steps) {
        if (step.kind == PlanStep::Kind::Command)
            keys.append(targetKey(step.command));
    }
    keys.removeDuplicates();
    return keys;
}

QString Plan::commandAfter(qsizetype step) const
{
    for (qsizetype i = step + 1; i < steps.size(); ++i) {
        if (steps.at(i).kind == PlanStep::Kind::Command)
            return steps.at(i).id;
    }
    return {};
}

int PlanRun::currentStep() const
{
    const auto open = std::find_if(steps.cbegin(), steps.cend(),
                                   [](const StepRun &s) { return s.state <= StepRun::State::Confirming; });
    return int(open - steps.cbegin());
}

} // namespace astern
