// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct BackendRow {
    BackendHealth health;
    QString age;        // "2 s": of the last answer; empty: never answered
    bool stale = false; // older than three polls
    QString words;      // "live", "retry in 4 s", "sign in again"
    [[nodiscard]] QString id() const { return health.backend; }
    bool operator==(const BackendRow &) const = default;
};

[[nodiscard]] BackendRow makeBackendRow(const BackendHealth &health, qint64 nowMs);

// The connections, in workspace order: the chips of the top bar and the degraded banner.
class BackendsModel : public RowsModel<BackendRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, AgeColumn, ReasonColumn, ColumnCount };
    enum BackendRole { IdRole = Qt::UserRole, SortRole, StateRole, StaleRole, NextTryRole, HintRole, ToneRole };

    explicit BackendsModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

public Q_SLOTS:
    void tick(); // ages; by itself once a second

private:
    Session &m_session;
    QTimer m_tick;
};

} // namespace astern
