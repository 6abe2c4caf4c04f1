// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/plan.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct PlanStepRow {
    PlanStep step;
    StepRun run;          // Waiting while the plan is only a preview
    int number = 0;       // from 1
    qint64 elapsedMs = 0; // so far, or in the end
    [[nodiscard]] QString id() const { return step.id; }
    bool operator==(const PlanStepRow &) const = default;
};

// The steps of a plan: as a preview, or of a run under way.
class PlanStepsModel : public RowsModel<PlanStepRow> {
    Q_OBJECT
public:
    enum Column { NumberColumn, TitleColumn, WordsColumn, ElapsedColumn, EntryColumn, ColumnCount };
    enum StepRole { IdRole = Qt::UserRole, SortRole, StateRole, ProgressRole, EntryIndexRole, ExpectedRole, ErrorRole };

    using RowsModel::RowsModel;
    void setPlan(const Plan &plan);
    void setRun(const PlanRun &run, qint64 nowMs);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace astern
