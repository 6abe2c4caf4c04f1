// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/rulesmodel.h"

#include "models/base/format.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>

namespace astern {
namespace {

using policy::RuleReading;
using policy::VerdictClass;

QString tr(const char *text) { return QCoreApplication::translate("Verdict", text); }

double numberOf(qint64 e9) { return double(e9) / 1e9; }

// A value as the rule counts: a share, a gauge's unit, a time, or how many.
struct InWords {
    const policy::Policy &policy;

    [[nodiscard]] QString measured(const QString &signalId, qint64 e9) const
    {
        const policy::Signal *signal = policy.signal(signalId);
        if (const auto *gauge = signal ? std::get_if<policy::Gauge>(&signal->body) : nullptr)
            return format::quantity(numberOf(e9), gauge->unit);
        return format::ratio(numberOf(e9));
    }
    QString operator()(const policy::Threshold &rule, qint64 e9) const { return measured(rule.signal, e9); }
    QString operator()(const policy::CompareRatio &, qint64 e9) const { return format::ratio(numberOf(e9)); }
    QString operator()(const policy::Budget &, qint64 e9) const { return format::ratio(numberOf(e9)); }
    QString operator()(const policy::Drop &, qint64 e9) const { return format::ratio(numberOf(e9)); }
    QString operator()(const policy::BurnRate &, qint64 e9) const
    {
        return tr("%1 times").arg(format::number(numberOf(e9)));
    }
    QString operator()(const policy::Missing &, qint64 e9) const { return format::duration(e9 / 1'000'000); }
    template <class Counted>
    QString operator()(const Counted &, qint64 e9) const
    {
        return format::number(numberOf(e9));
    }
};

QString inWords(const policy::Policy &policy, const policy::Rule &rule, const std::optional<qint64> &e9)
{
    if (!e9)
        return {};
    return std::visit([&](const auto &body) { return InWords{policy}(body, *e9); }, rule.body);
}

// The limit of the value; rules that weigh evidence have the limit of that in their reading.
QString limitWords(const policy::Policy &policy, const policy::Rule &rule, const RuleReading &reading)
{
    if (std::holds_alternative<policy::CompareRatio>(rule.body))
        return tr("the stable version");
    if (const auto *budget = std::get_if<policy::Budget>(&rule.body))
        return format::ratio(budget->budget);
    return inWords(policy, rule, reading.limitE9);
}

QString evidenceWords(const RuleReading &reading)
{
    if (!reading.logEvidenceE9)
        return {};
    const QString found = format::number(numberOf(*reading.logEvidenceE9));
    return reading.limitE9 ? tr("%1 of %2").arg(found, format::number(numberOf(*reading.limitE9))) : found;
}

} // namespace

int toneOf(const RuleRow &row)
{
    if (!row.enforced)
        return 0;
    switch (row.verdict) {
    case VerdictClass::Systemic:
        return 2;
    case VerdictClass::Unknown:
        return 3;
    case VerdictClass::Transient:
    case VerdictClass::External:
        return 4;
    case VerdictClass::Healthy:
        break;
    }
    return 0;
}

RuleRow ruleRow(const policy::Policy &policy, qsizetype index, const policy::Verdict &verdict, qint64 nowMs)
{
    const policy::Rule &rule = policy.rules.at(index);
    RuleRow row;
    row.policy = policy.id;
    row.rule = rule.id;
    row.enforced = policy.enforces(rule);
    row.type = row.enforced ? rule.type() : tr("%1, only observed").arg(rule.type());
    if (index >= qsizetype(verdict.rules.size())) {
        row.state = tr("no verdict yet");
        return row;
    }
    const RuleReading &reading = verdict.rules[size_t(index)];
    row.verdict = reading.verdict;
    row.value = inWords(policy, rule, reading.valueE9);
    row.limit = limitWords(policy, rule, reading);
    row.evidence = evidenceWords(reading);
    row.state = guard::words(reading.verdict);
    if (reading.sinceMs > 0)
        row.state = tr("%1 %2").arg(row.state, format::age(reading.sinceMs, nowMs));
    row.cause = causeWords(reading.why);
    row.samples = reading.samples;
    row.late = reading.late;
    if (reading.coverageE9)
        row.coverage = format::weight(numberOf(*reading.coverageE9) * 100);
    return row;
}

QList<RuleRow> ruleRows(const Session &session, const QString &placementKey)
{
    QList<RuleRow> rows;
    const guard::PlaceVerdict *verdict = session.verdict(placementKey);
    if (!verdict)
        return rows;
    const qint64 nowMs = session.nowMs();
    // What nobody does is not announced, nor what rests on a verdict of another time.
    const bool acts = inactionWords(session.guardState(), placementKey, nowMs).isEmpty() && !verdict->isStale(nowMs);
    for (const guard::PlaceVerdict::OfPolicy &of : verdict->policies) {
        const policy::Policy &policy = *of.policy.policy;
        for (qsizetype i = 0; i < policy.rules.size(); ++i) {
            RuleRow row = ruleRow(policy, i, of.verdict, nowMs);
            if (acts) {
                const VerdictNext next = nextOfRule(*verdict, policy.id, row.rule, nowMs);
                row.next = next.atMs > nowMs
                               ? tr("%1 in %2").arg(next.words, format::duration((next.atMs - nowMs) / 1000 * 1000))
                               : next.words;
            }
            rows.append(row);
        }
    }
    return rows;
}

RulesModel::RulesModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::verdictChanged, this, [this](const QString &key) {
        if (key == m_key)
            refresh();
    });
    connect(&session, &Session::guardChanged, this, &RulesModel::refresh);
}

void RulesModel::setPlacement(const QString &key)
{
    m_key = key;
    refresh();
}

void RulesModel::refresh() { merge(ruleRows(m_session, m_key)); }

int RulesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RulesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RuleRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case RuleColumn:
            return row.rule;
        case TypeColumn:
            return row.type;
        case ValueColumn:
            return row.value;
        case LimitColumn:
            return row.limit;
        case EvidenceColumn:
            return row.evidence;
        case StateColumn:
            return row.state;
        case SamplesColumn:
            return format::count(row.samples);
        case LateColumn:
            return row.late > 0 ? format::count(row.late) : QString();
        case CoverageColumn:
            return row.coverage;
        default:
            return row.next;
        }
    case Qt::ToolTipRole:
        return row.policy + QLatin1Char('/') + row.rule +
               (row.cause.isEmpty() ? QString() : QStringLiteral(": ") + row.cause);
    case Qt::AccessibleTextRole: {
        QStringList words{row.rule, row.state};
        for (const QString &more : {row.cause, row.next}) {
            if (!more.isEmpty())
                words.append(more);
        }
        return words.join(QStringLiteral(", "));
    }
    case IdRole:
        return row.id();
    case ToneRole:
        return toneOf(row);
    case CauseRole:
        return row.cause;
    case PolicyRole:
        return row.policy;
    default:
        return {};
    }
}

QVariant RulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("rule"),  tr("type"),    tr("value"), tr("limit"),    tr("evidence"),
                            tr("state"), tr("samples"), tr("late"),  tr("coverage"), tr("what it will do")};
    return names.value(section);
}

} // namespace astern
