// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline.h"

#include "models/base/format.h"

#include <QCoreApplication>

namespace astern::app {
namespace {

using policy::RuleReading;
using policy::VerdictClass;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// A share of events as a percentage, anything else in its own unit.
QString valueText(const policy::Policy &policy, const policy::Rule &rule, qint64 valueE9)
{
    const auto value = double(valueE9) / 1e9;
    const auto *signal = policy.signal(rule.signal());
    const bool share = signal && std::holds_alternative<policy::Events>(signal->body) &&
                       !std::holds_alternative<policy::BurnRate>(rule.body) &&
                       !std::holds_alternative<policy::LowTraffic>(rule.body) &&
                       !std::holds_alternative<policy::Missing>(rule.body);
    return share ? format::ratio(value) : format::number(value);
}

QString ruleLine(const policy::Policy &policy, const policy::Rule &rule, const RuleReading &reading, qint64 startMs)
{
    QStringList parts{QStringLiteral("%1: %2, %3").arg(rule.id, wordFor(reading.verdict), wordFor(reading.outcome))};
    if (reading.why != policy::Why::None)
        parts.append(wordFor(reading.why));
    if (reading.valueE9)
        parts.append(reading.limitE9 ? tr("%1 (limit %2)")
                                           .arg(valueText(policy, rule, *reading.valueE9),
                                                valueText(policy, rule, *reading.limitE9))
                                     : valueText(policy, rule, *reading.valueE9));
    if (reading.logEvidenceE9)
        parts.append(tr("log evidence %1").arg(format::number(double(*reading.logEvidenceE9) / 1e9)));
    if (reading.coverageE9)
        parts.append(tr("coverage %1").arg(format::ratio(double(*reading.coverageE9) / 1e9)));
    parts.append(tr("since %1").arg(instantText(reading.sinceMs, startMs)));
    return parts.join(QStringLiteral("; "));
}

// What a rule says of the class that the verdict is in, or against it.
bool isTold(const policy::Policy &policy, const policy::Verdict &verdict, size_t i)
{
    const auto &reading = verdict.rules[i];
    return policy.enforces(policy.rules.at(qsizetype(i))) &&
           (verdict.verdict == VerdictClass::Healthy || reading.verdict != VerdictClass::Healthy);
}

} // namespace

QString instantText(qint64 atMs, qint64 startMs)
{
    const auto since = atMs - startMs;
    return QStringLiteral("%1 (%2%3)")
        .arg(format::stamp(atMs, QTimeZone::utc()), since < 0 ? QString(QChar(format::kMinus)) : QStringLiteral("+"),
             format::duration(std::abs(since)));
}

void Timeline::add(const policy::Verdict &verdict)
{
    ++m_ticks;
    const std::pair now{verdict.verdict, verdict.critical};
    if (std::exchange(m_before, now) == now)
        return;
    QTextStream out(&m_text);
    out << instantText(verdict.tickMs, m_startMs) << "  " << wordFor(verdict.verdict)
        << (verdict.critical ? tr(" (critical)") : QString());
    if (!verdict.reasons.isEmpty())
        out << "  " << verdict.reasons.join(QStringLiteral(", "));
    out << '\n';
    for (size_t i = 0; i < verdict.rules.size(); ++i) {
        if (isTold(m_policy, verdict, i))
            out << "    " << ruleLine(m_policy, m_policy.rules.at(qsizetype(i)), verdict.rules[i], m_startMs) << '\n';
    }
}

void printActs(QTextStream &out, const QList<guard::Act> &acts, qint64 startMs)
{
    for (const auto &act : acts) {
        out << instantText(act.dueMs, startMs) << "  " << act.name();
        const auto json = guard::toJson(act);
        for (const auto *key : {"to", "flag", "config", "set", "apply", "default"}) {
            const auto value = json.value(QLatin1String(key)).toString();
            if (!value.isEmpty())
                out << ' ' << QLatin1String(key) << '=' << value;
        }
        out << "  " << tr("%1 of %2, episode %3").arg(wordFor(act.cause), act.policyId).arg(act.episode);
        if (act.because != guard::Act::Because::Step)
            out << "; " << wordFor(act.because);
        if (!act.reasons.isEmpty())
            out << "; " << act.reasons.join(QStringLiteral(", "));
        out << '\n';
    }
}

} // namespace astern::app
