// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/placediagnosis.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct EventRow {
    ClusterEvent event;
    QString age;
    [[nodiscard]] QString id() const { return event.uid; }
    bool operator==(const EventRow &) const = default;
};

// What the cluster noticed about one place, newest first.
class EventsModel : public RowsModel<EventRow> {
    Q_OBJECT
public:
    enum Column { AgeColumn, ReasonColumn, MessageColumn, ObjectColumn, CountColumn, ColumnCount };
    // ToneRole: 0 plain, 2 bad.
    enum EventRole { IdRole = Qt::UserRole, SortRole, ToneRole };

    EventsModel(const Session &session, const PlaceDiagnosis &diagnosis, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    const Session &m_session;
    const PlaceDiagnosis &m_diagnosis;
};

} // namespace astern
