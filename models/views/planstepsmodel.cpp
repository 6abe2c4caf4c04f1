// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/planstepsmodel.h"

#include "models/base/format.h"

#include <algorithm>

namespace astern {

void PlanStepsModel::setPlan(const Plan &plan)
{
    PlanRun preview;
    preview.plan = plan;
    preview.steps.resize(plan.steps.size());
    setRun(preview, 0);
}

void PlanStepsModel::setRun(const PlanRun &run, qint64 nowMs)
{
    QList<PlanStepRow> rows;
    for (qsizetype i = 0; i < run.plan.steps.size(); ++i) {
        PlanStepRow row;
        row.step = run.plan.steps.at(i);
        row.run = run.steps.value(i);
        row.number = int(i) + 1;
        if (row.run.startedMs > 0)
            row.elapsedMs = std::max<qint64>(0, (row.run.endedMs > 0 ? row.run.endedMs : nowMs) - row.run.startedMs);
        rows.append(row);
    }
    merge(rows);
}

int PlanStepsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PlanStepsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PlanStepRow &row = rowAt(index.row());
    const quint64 entry = row.run.outcomeIndex > 0 ? row.run.outcomeIndex : row.run.intentIndex;
    const auto text = [&]() -> QVariant {
        switch (index.column()) {
        case NumberColumn:
            return row.number;
        case TitleColumn:
            return row.step.title;
        case WordsColumn:
            return row.run.words.isEmpty() ? row.step.detail : row.run.words;
        case ElapsedColumn:
            return row.run.startedMs > 0 ? format::duration(row.elapsedMs) : QString();
        default:
            return entry > 0 ? format::entry(qint64(entry - 1)) : QString();
        }
    };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::AccessibleTextRole:
        return tr("Step %1: %2. %3").arg(row.number).arg(row.step.title, row.run.words);
    case IdRole:
        return row.id();
    case SortRole:
        return row.number;
    case StateRole:
        return int(row.run.state);
    case ProgressRole:
        return row.run.progress;
    case EntryIndexRole:
        return QVariant::fromValue(entry);
    case ExpectedRole:
        return row.step.expectedMs;
    case ErrorRole:
        return row.run.error ? row.run.error->toString() : QString();
    default:
        return {};
    }
}

QVariant PlanStepsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("no."), tr("step"), tr("what is seen"), tr("time"), tr("entry")};
    return names.value(section);
}

} // namespace astern
