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

QList<Act> openAsks(const QList<PlaceVerdict::OfPolicy> &policies, const LadderState &ladder,
                    const QList<PlaceVerdict::Sent> &sent)
{
    QList<Act> asks;
    for (const OpenAsk &open : ladder.asks) {
        const auto known = std::find_if(sent.cbegin(), sent.cend(),
                                        [&open](const PlaceVerdict::Sent &one) { return one.act.key == open.key; });
        if (known != sent.cend()) {
            asks.append(known->act);
            continue;
        }
        policy::Ask question{.to = {}, .timeoutMs = 0, .otherwise = open.otherwise};
        for (const PlaceVerdict::OfPolicy &one : policies) {
            if (one.policy.policy->id != ladder.episode.policyId)
                continue;
            const QList<policy::Step> &steps = stepsOf(*one.policy.policy, ladder.episode.verdict);
            const auto *step = open.step < steps.size() ? std::get_if<policy::Ask>(&steps.at(open.step).act) : nullptr;
            question.to = step ? step->to : one.policy.policy->owner;
        }
        Act act;
        act.key = open.key;
        act.what = question;
        act.cause = ladder.episode.verdict;
        act.episode = ladder.episode.number;
        act.step = open.step;
        act.policyId = ladder.episode.policyId;
        act.deadlineMs = open.deadlineMs;
        asks.append(act);
    }
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
