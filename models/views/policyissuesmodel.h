// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct PolicyIssueRow {
    DocumentIssue issue;
    int number = 0;
    [[nodiscard]] QString id() const { return QString::number(number); }
    bool operator==(const PolicyIssueRow &) const = default;
};

// What is wrong with, or doubtful in, a text under the cursor: where, what, and how to mend it.
class PolicyIssuesModel : public RowsModel<PolicyIssueRow> {
    Q_OBJECT
public:
    enum Column { PlaceColumn, TextColumn, CodeColumn, ColumnCount };
    // ToneRole: 2 error, 4 warning. DetailRole: what is allowed, and the nearest valid text.
    enum PolicyIssueRole { IdRole = Qt::UserRole, ToneRole, DetailRole };

    using RowsModel::RowsModel;
    void setIssues(const QList<DocumentIssue> &issues);
    [[nodiscard]] int errors() const;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace astern
