// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/placediagnosis.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct PodRow {
    Pod pod;
    bool fresh = false; // of the version that is wanted
    QString version;    // "4.8.0"
    QString state;      // "CrashLoopBackOff, exit code 1"
    QString age;
    [[nodiscard]] QString id() const { return pod.uid.isEmpty() ? pod.name : pod.uid; }
    bool operator==(const PodRow &) const = default;
};

// The pods of one place, worst first.
class PodsModel : public RowsModel<PodRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, VersionColumn, StateColumn, RestartsColumn, AgeColumn, NodeColumn, ColumnCount };
    // ToneRole: 0 plain, 1 good, 2 bad, 3 doubt.
    enum PodRole { IdRole = Qt::UserRole, SortRole, NameRole, ToneRole, MessageRole };

    PodsModel(Session &session, const PlaceDiagnosis &diagnosis, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    Session &m_session;
    const PlaceDiagnosis &m_diagnosis;
};

} // namespace astern
