// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct AlertRow {
    Alert alert;
    QString age;
    [[nodiscard]] QString id() const { return alert.fingerprint; }
    bool operator==(const AlertRow &) const = default;
};

// The alerts of one place, what needs a person first. Listens to the session; ages run on with tick().
class AlertsModel : public RowsModel<AlertRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, SeverityColumn, SinceColumn, StateColumn, SummaryColumn, ColumnCount };
    // ToneRole: 0 plain (silenced, or a small matter), 2 bad, 3 doubt.
    enum AlertRole { IdRole = Qt::UserRole, SortRole, ToneRole, DescriptionRole, RunbookRole, GeneratorRole };

    explicit AlertsModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &key);
    [[nodiscard]] const PlaceAlerts &alerts() const { return m_alerts; }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

public Q_SLOTS:
    void tick();

Q_SIGNALS:
    void refreshed(); // rows, or how far they can be believed

private:
    Session &m_session;
    QString m_key;
    PlaceAlerts m_alerts;
};

} // namespace astern
