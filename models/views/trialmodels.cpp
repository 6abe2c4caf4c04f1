// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/trialmodels.h"

#include "models/base/format.h"
#include "models/views/rulesmodel.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>

#include <map>

namespace astern {
namespace {

using guard::JudgedRecords;
using guard::JudgedSide;

QString tr(const char *text) { return QCoreApplication::translate("Trial", text); }

QString sinceStart(qint64 atMs, qint64 startMs)
{
    const qint64 since = atMs - startMs;
    return (since < 0 ? QString(QChar(format::kMinus)) : QStringLiteral("+")) + format::duration(std::abs(since));
}

// Of one side, in words by time; changes of class and acts apart.
void addEvents(const JudgedSide &side, QString TrialEventRow::*column,
               std::map<std::pair<qint64, bool>, TrialEventRow> &rows)
{
    const auto say = [&](qint64 atMs, bool acts, const QString &words) {
        TrialEventRow &row = rows[{atMs, acts}];
        row.atMs = atMs;
        row.acts = acts;
        row.*column += (row.*column).isEmpty() ? words : QStringLiteral(", ") + words;
    };
    std::optional<policy::VerdictClass> before;
    for (const policy::Verdict &verdict : side.verdicts) {
        if (before == verdict.verdict)
            continue;
        before = verdict.verdict;
        QStringList causes;
        for (qsizetype i = 0; i < side.policy->rules.size() && verdict.verdict != policy::VerdictClass::Healthy; ++i) {
            const RuleRow row = ruleRow(*side.policy, i, verdict, verdict.tickMs);
            if (row.enforced && row.verdict == verdict.verdict)
                causes.append(row.cause.isEmpty() ? row.rule : QStringLiteral("%1: %2").arg(row.rule, row.cause));
        }
        const QString words = guard::words(verdict.verdict);
        say(verdict.tickMs, false,
            causes.isEmpty() ? words : QStringLiteral("%1 – %2").arg(words, causes.join(QStringLiteral(", "))));
    }
    for (const guard::Act &act : side.acts)
        say(act.dueMs, true, actWords(act.name()));
}

} // namespace

QList<guard::PlaceVerdict::Span> spansOf(const JudgedSide &side)
{
    QList<guard::PlaceVerdict::Span> spans;
    for (const policy::Verdict &verdict : side.verdicts) {
        if (spans.isEmpty() || spans.constLast().verdict != verdict.verdict)
            spans.append({verdict.tickMs, verdict.verdict});
    }
    return spans;
}

QList<guard::Act> decisionsOf(const JudgedSide &side)
{
    QList<guard::Act> decisions;
    for (const guard::Act &act : side.acts) {
        if (!std::holds_alternative<policy::Hold>(act.what) && !std::holds_alternative<guard::Release>(act.what) &&
            !std::holds_alternative<guard::Withdraw>(act.what))
            decisions.append(act);
    }
    return decisions;
}

QString firstDecision(const JudgedSide &side, qint64 startMs)
{
    const QList<guard::Act> decisions = decisionsOf(side);
    if (decisions.isEmpty())
        return {};
    const guard::Act &first = decisions.constFirst();
    return tr("%1 after %2").arg(actWords(first.name()), format::duration(std::max<qint64>(0, first.dueMs - startMs)));
}

void TrialRulesModel::set(const std::optional<JudgedRecords> &judged)
{
    QList<TrialRuleRow> rows;
    const auto rowOf = [&rows](const RuleRow &row) -> TrialRuleRow & {
        for (TrialRuleRow &one : rows) {
            if (one.rule == row.rule)
                return one;
        }
        rows.append({.rule = row.rule,
                     .type = row.type,
                     .value = {},
                     .limit = {},
                     .state = QString(QChar(0x2013)),
                     .otherLimit = {},
                     .otherState = QString(QChar(0x2013))});
        return rows.last();
    };
    const auto each = [&](const std::optional<JudgedSide> &side, const auto &take) {
        if (!side)
            return;
        const policy::Verdict none;
        const policy::Verdict &last = side->verdicts.empty() ? none : side->verdicts.back();
        for (qsizetype i = 0; i < side->policy->rules.size(); ++i) {
            const RuleRow row = ruleRow(*side->policy, i, last, judged->latestMs);
            take(rowOf(row), row);
        }
    };
    if (judged) {
        each(judged->edited, [](TrialRuleRow &to, const RuleRow &row) {
            to.value = row.value;
            to.limit = row.limit;
            to.state = row.cause.isEmpty() ? row.state : QStringLiteral("%1, %2").arg(row.state, row.cause);
            to.tone = toneOf(row);
        });
        each(judged->other, [](TrialRuleRow &to, const RuleRow &row) {
            to.otherLimit = row.limit;
            to.otherState = row.cause.isEmpty() ? row.state : QStringLiteral("%1, %2").arg(row.state, row.cause);
            if (to.value.isEmpty())
                to.value = row.value;
        });
    }
    merge(rows);
}

int TrialRulesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TrialRulesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TrialRuleRow &row = rowAt(index.row());
    const QString cells[] = {row.rule, row.type, row.value, row.limit, row.state, row.otherLimit, row.otherState};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cells[index.column()];
    case Qt::AccessibleTextRole:
        return cells[index.column()].isEmpty()
                   ? QString()
                   : QStringLiteral("%1: %2").arg(
                         headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), cells[index.column()]);
    case IdRole:
        return row.rule;
    case ToneRole:
        return row.tone;
    default:
        return {};
    }
}

QVariant TrialRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char *const kNames[] = {
        QT_TR_NOOP("rule"),      QT_TR_NOOP("type"),           QT_TR_NOOP("value"),      QT_TR_NOOP("limit"),
        QT_TR_NOOP("as edited"), QT_TR_NOOP("limit in force"), QT_TR_NOOP("as in force")};
    return section < ColumnCount ? tr(kNames[section]) : QString();
}

void TrialEventsModel::set(const std::optional<JudgedRecords> &judged)
{
    std::map<std::pair<qint64, bool>, TrialEventRow> events;
    if (judged && judged->edited)
        addEvents(*judged->edited, &TrialEventRow::edited, events);
    if (judged && judged->other)
        addEvents(*judged->other, &TrialEventRow::other, events);
    QList<TrialEventRow> rows;
    for (auto &[key, row] : events) {
        row.at = sinceStart(row.atMs, judged->ground.rollout.startMs);
        rows.append(row);
    }
    merge(rows);
}

int TrialEventsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant TrialEventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TrialEventRow &row = rowAt(index.row());
    const QString cells[] = {row.at, row.edited, row.other};
    switch (role) {
    case Qt::DisplayRole:
        return cells[index.column()];
    case Qt::ToolTipRole:
        return index.column() == TimeColumn ? format::stamp(row.atMs) : cells[index.column()];
    case Qt::AccessibleTextRole:
        return cells[index.column()].isEmpty()
                   ? QString()
                   : QStringLiteral("%1: %2").arg(
                         headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), cells[index.column()]);
    case IdRole:
        return row.id();
    case ToneRole:
        return row.edited == row.other ? 0 : 4;
    default:
        return {};
    }
}

QVariant TrialEventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char *const kNames[] = {QT_TR_NOOP("since the start"), QT_TR_NOOP("as edited"),
                                         QT_TR_NOOP("as saved")};
    return section < ColumnCount ? tr(kNames[section]) : QString();
}

} // namespace astern
