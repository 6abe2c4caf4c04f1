// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/verdict/verdict.h"

#include <QJsonArray>

#include <array>

namespace astern::policy {

namespace {

constexpr std::array kClasses{"healthy", "unknown", "transient", "external", "systemic"};
constexpr std::array kOutcomes{"ok", "breach", "no_data", "no_traffic", "insufficient", "invalid", "pending"};
constexpr std::array kWhys{"",
                           "breach",
                           "suspected",
                           "cleared",
                           "continuous",
                           "confirmed",
                           "recurrence",
                           "critical",
                           "deadline",
                           "no_progress",
                           "crash_loop",
                           "no_instance",
                           "probe",
                           "fixed_look",
                           "quorum",
                           "measured",
                           "stable_too",
                           "before_start",
                           "unconfirmed",
                           "no_answer",
                           "source_down",
                           "missing_in_breach",
                           "low_traffic",
                           "overdue"};
static_assert(kClasses.size() == std::size_t(VerdictClass::Systemic) + 1);
static_assert(kOutcomes.size() == std::size_t(Outcome::Pending) + 1);
static_assert(kWhys.size() == std::size_t(Why::Overdue) + 1);

QJsonValue orNull(const std::optional<qint64> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

} // namespace

QString wordFor(VerdictClass verdict) { return QLatin1String(kClasses.at(std::size_t(verdict))); }
QString wordFor(Outcome outcome) { return QLatin1String(kOutcomes.at(std::size_t(outcome))); }
QString wordFor(Why why) { return QLatin1String(kWhys.at(std::size_t(why))); }

QJsonObject toRecord(const Verdict &verdict, const Policy &policy, const JudgedBy &by)
{
    QJsonArray rules;
    for (size_t i = 0; i < verdict.rules.size(); ++i) {
        const auto &reading = verdict.rules[i];
        rules.append(QJsonObject{
            {QStringLiteral("id"), policy.rules.at(qsizetype(i)).id},
            {QStringLiteral("outcome"), wordFor(reading.outcome)},
            {QStringLiteral("value_e9"), orNull(reading.valueE9)},
            {QStringLiteral("limit_e9"), orNull(reading.limitE9)},
            {QStringLiteral("log_evidence_e9"), orNull(reading.logEvidenceE9)},
            {QStringLiteral("since_ms"), reading.sinceMs},
            {QStringLiteral("samples"), reading.samples},
            {QStringLiteral("late"), reading.late},
            {QStringLiteral("coverage_e9"), orNull(reading.coverageE9)},
        });
    }
    return {
        {QStringLiteral("policy"), by.policyId},
        {QStringLiteral("digest"), by.digest},
        {QStringLiteral("rollout"), by.rolloutId},
        {QStringLiteral("tick_ms"), verdict.tickMs},
        {QStringLiteral("class"), wordFor(verdict.verdict)},
        {QStringLiteral("since_ms"), verdict.sinceMs},
        {QStringLiteral("rules"), rules},
        {QStringLiteral("reasons"), QJsonArray::fromStringList(verdict.reasons)},
    };
}

} // namespace astern::policy
