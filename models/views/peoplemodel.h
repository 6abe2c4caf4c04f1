// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/rowsmodel.h"
#include "models/views/teamsight.h"
#include "models/views/teamwords.h"

namespace astern {

// Everybody of the team who is there: people and guards, a row for each of their programs. What is not known now cannot
// be pressed.
class PeopleModel : public RowsModel<PersonRow> {
    Q_OBJECT
public:
    enum Column { InitialsColumn, NameColumn, PlaceColumn, SinceColumn, ColumnCount };
    enum Role { IdRole = Qt::UserRole, SortRole, DetailRole, PlacementRole };

    PeopleModel(const Session &session, const TeamSight &team, QObject *parent = nullptr); // both outlive this

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void show();
    const Session &m_session;
    const TeamSight &m_team;
};

} // namespace astern
