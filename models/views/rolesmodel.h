// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct RoleRow {
    QString role;
    QString members; // who has it, in words
    QString may;     // what it lets them do, in words; empty: nothing by name
    bool mine = false;
    [[nodiscard]] QString id() const { return role; }
    bool operator==(const RoleRow &) const = default;
};

// The roles of the workspace: who has them, and which of them are those of who is signed in.
class RolesModel : public RowsModel<RoleRow> {
    Q_OBJECT
public:
    enum Column { RoleColumn, MembersColumn, MineColumn, MayColumn, ColumnCount };
    enum RoleRole { IdRole = Qt::UserRole, SortRole, ToneRole, DetailRole };

    explicit RolesModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void show();
    Session &m_session;
};

} // namespace astern
