// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/placeverdict.h"
#include "models/guard/policybench.h"
#include "models/views/rowsmodel.h"

// An edited policy beside the one that it is compared with, over records of a rollout.
namespace astern {

// When the class of one side's verdict was another one: from the end of a tick on.
[[nodiscard]] QList<guard::PlaceVerdict::Span> spansOf(const guard::JudgedSide &side);
// Of these, when its ladder would have acted: holds, releases and withdrawn questions left out.
[[nodiscard]] QList<guard::Act> decisionsOf(const guard::JudgedSide &side);
// "rolls back after 6 min 10 s", the first of them; empty: none.
[[nodiscard]] QString firstDecision(const guard::JudgedSide &side, qint64 startMs);

struct TrialRuleRow {
    QString rule;
    QString type;
    QString value; // as the edited text measures it
    QString limit;
    QString state; // as the edited text says it; "left out" where it has no such rule
    QString otherLimit;
    QString otherState;
    int tone = 0; // of the edited one
    [[nodiscard]] QString id() const { return rule; }
    bool operator==(const TrialRuleRow &) const = default;
};

// Each rule's last verdict, edited and in force.
class TrialRulesModel : public RowsModel<TrialRuleRow> {
    Q_OBJECT
public:
    enum Column {
        RuleColumn,
        TypeColumn,
        ValueColumn,
        LimitColumn,
        StateColumn,
        OtherLimitColumn,
        OtherStateColumn,
        ColumnCount
    };
    enum TrialRole { IdRole = Qt::UserRole, ToneRole };

    using RowsModel::RowsModel;
    void set(const std::optional<guard::JudgedRecords> &judged); // absent: nothing to show
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

struct TrialEventRow {
    qint64 atMs = 0;
    QString at;     // "+6 min 10 s"
    QString edited; // "failing: errors: continuous", "rolls back"
    QString other;
    bool acts = false;
    [[nodiscard]] QString id() const { return QString::number(atMs) + (acts ? QLatin1Char('a') : QLatin1Char('v')); }
    bool operator==(const TrialEventRow &) const = default;
};

// What happened when: changes of class and acts, edited and as it was, side by side.
class TrialEventsModel : public RowsModel<TrialEventRow> {
    Q_OBJECT
public:
    enum Column { TimeColumn, EditedColumn, OtherColumn, ColumnCount };
    // ToneRole: 0 plain, 4 differs.
    enum TrialRole { IdRole = Qt::UserRole, ToneRole };

    using RowsModel::RowsModel;
    void set(const std::optional<guard::JudgedRecords> &judged);
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace astern
