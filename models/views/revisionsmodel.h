// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct RevisionRow {
    Revision revision;
    QString note;           // "serves", "stable", "on its way", "runs the same as 4.7.1"
    double percent = 0;     // of traffic now
    bool isTarget = false;  // where a rollback goes when nobody chooses
    bool mayChoose = false; // a rollback to it is possible
    QString reason;         // why not
    [[nodiscard]] QString id() const
    {
        return revision.objectName.isEmpty() ? QString::number(revision.number) : revision.objectName;
    }
    bool operator==(const RevisionRow &) const = default;
};

// The history of one place: what can be gone back to.
class RevisionsModel : public RowsModel<RevisionRow> {
    Q_OBJECT
public:
    enum Column { NumberColumn, VersionColumn, CreatedColumn, PodsColumn, NoteColumn, ColumnCount };
    enum RevisionRole { IdRole = Qt::UserRole, SortRole, NumberRole, TargetRole, MayChooseRole, ReasonRole };

    explicit RevisionsModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &placementKey);
    [[nodiscard]] QString placement() const { return m_placement; }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags
    flags(const QModelIndex &index) const override; // those that cannot be chosen are disabled

private:
    void refresh();
    Session &m_session;
    QString m_placement;
};

} // namespace astern
