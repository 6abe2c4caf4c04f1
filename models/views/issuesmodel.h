// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/rowsmodel.h"
#include "models/workspace/workspace.h"

namespace astern {

struct IssueRow {
    QString text;
    bool wrong = false; // else a note
    int number = 0;
    [[nodiscard]] QString id() const { return QString::number(number); }
    bool operator==(const IssueRow &) const = default;
};

// What there is to say about a workspace's file, a line each, in the words of `asternctl workspace check`.
class IssuesModel : public RowsModel<IssueRow> {
    Q_OBJECT
public:
    enum Column { TextColumn, ColumnCount };
    enum IssueRole { IdRole = Qt::UserRole, SortRole, ToneRole };

    using RowsModel::RowsModel;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void setIssues(const QList<WorkspaceIssue> &issues, const QList<Unenforced> &unenforced);
};

} // namespace astern
