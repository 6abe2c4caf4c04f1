// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/placeverdict.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::guard {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Guard", text); }

QString firstStep(const policy::Policy &policy, bool critical)
{
    for (const policy::Step &step : policy.ladder.onSystemic) {
        if (step.when == policy::Step::When::Always && !(critical && step.unlessCritical) && step.afterMs == 0)
            return step.name();
    }
    return {};
}

} // namespace

QString words(policy::VerdictClass verdict)
{
    switch (verdict) {
    case policy::VerdictClass::Healthy:
        return tr("healthy");
    case policy::VerdictClass::Unknown:
        return tr("unknown");
    case policy::VerdictClass::Transient:
        return tr("suspect");
    case policy::VerdictClass::External:
        return tr("not its fault");
    case policy::VerdictClass::Systemic:
        return tr("failing");
    }
    return {};
}

QString words(Recovery recovery)
{
    switch (recovery) {
    case Recovery::None:
        break;
    case Recovery::Watching:
        return tr("Rolled back; whether it helped is watched for five minutes");
    case Recovery::Recovered:
        return tr("Rolled back, and healthy again");
    case Recovery::NotJudged:
        return tr("Rolled back; no rule of its policies can tell whether it helped");
    case Recovery::Failed:
        return tr("Rolled back and still not healthy: people were told");
    }
    return {};
}

QList<Act> openAsks(const LadderState &ladder)
{
    QList<Act> asks;
    std::copy_if(ladder.open.cbegin(), ladder.open.cend(), std::back_inserter(asks),
                 [](const Act &act) { return std::holds_alternative<policy::Ask>(act.what); });
    return asks;
}

QList<PlaceVerdict::Coming> comingOf(const QList<PlaceVerdict::OfPolicy> &policies, const LadderState &ladder)
{
    QList<PlaceVerdict::Coming> coming;
    for (const PlaceVerdict::OfPolicy &one : policies) {
        const policy::Policy &policy = *one.policy.policy;
        for (size_t i = 0; i < one.verdict.rules.size(); ++i) {
            const policy::Rule &rule = policy.rules.at(qsizetype(i));
            const policy::RuleReading &reading = one.verdict.rules[i];
            if (!policy.enforces(rule) || reading.verdict != policy::VerdictClass::Transient ||
                reading.severity == policy::Severity::Minor)
                continue;
            const QString what = firstStep(policy, reading.severity == policy::Severity::Critical);
            if (reading.confirmsAtMs > 0 || reading.why == policy::Why::Suspected)
                coming.append({reading.confirmsAtMs, what, policy.id, rule.id});
        }
        if (ladder.episode.policyId != policy.id || ladder.episode.ended)
            continue;
        const QList<policy::Step> &steps = stepsOf(policy, ladder.episode.verdict);
        for (qsizetype i = 0; i < steps.size() && i < ladder.episode.steps.size(); ++i) {
            if (ladder.episode.steps.at(i).is == StepState::Is::Pending && steps.at(i).afterMs > 0)
                coming.append({ladder.episode.beganMs + steps.at(i).afterMs, steps.at(i).name(), policy.id, {}});
        }
    }
    for (const OpenAsk &ask : ladder.asks) {
        if (ask.otherwise == policy::Ask::Default::Rollback)
            coming.append({ask.deadlineMs, QStringLiteral("rollback"), ladder.episode.policyId, {}});
        else if (ask.otherwise == policy::Ask::Default::Freeze)
            coming.append({ask.deadlineMs, QStringLiteral("freeze"), ladder.episode.policyId, {}});
    }
    std::stable_sort(coming.begin(), coming.end(), [](const auto &a, const auto &b) {
        return (a.atMs == 0 ? std::numeric_limits<qint64>::max() : a.atMs) <
               (b.atMs == 0 ? std::numeric_limits<qint64>::max() : b.atMs);
    });
    return coming;
}

} // namespace astern::guard
