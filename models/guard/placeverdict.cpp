// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/placeverdict.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::guard {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Guard", text); }

const QList<policy::Step> &stepsOf(const policy::Policy &policy, policy::VerdictClass verdict)
{
    static const QList<policy::Step> none;
    switch (verdict) {
    case policy::VerdictClass::Transient:
        return policy.ladder.onTransient;
    case policy::VerdictClass::Systemic:
        return policy.ladder.onSystemic;
    case policy::VerdictClass::Unknown:
        return policy.ladder.onUnknown;
    case policy::VerdictClass::External:
        return policy.ladder.onExternal;
    case policy::VerdictClass::Healthy:
        break;
    }
    return none;
}

// When a rule that is in breach becomes systemic, if it stays so; none: it needs evidence that nobody can foresee.
std::optional<qint64> systemicAt(const policy::Rule &rule, const policy::RuleReading &reading)
{
    if (reading.why != policy::Why::Breach)
        return std::nullopt;
    if (const auto *threshold = std::get_if<policy::Threshold>(&rule.body))
        return reading.sinceMs + threshold->forMs;
    return std::nullopt;
}

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
            if (const std::optional<qint64> at = systemicAt(rule, reading))
                coming.append({*at, what, policy.id, rule.id});
            else if (reading.why == policy::Why::Suspected)
                coming.append({0, what, policy.id, rule.id});
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
